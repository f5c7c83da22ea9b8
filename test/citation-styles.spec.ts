import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { CitationLanguage, CitedItem } from '../src/bibliography/citation-style.js';
import { inlineMarkdown } from '../src/bibliography/inline-writers.js';
import { RecentForms } from '../src/bibliography/kept-forms.js';
import { StyleShelf } from '../src/bibliography/style-shelf.js';
import { chapterSources, hardSources, notesOn } from './support/hard-sources.js';

/*
 * Pages of citations for a human eye. After a change that is meant: KATARIBE_GOLDEN=write npx jest test/citation-styles,
 * and read what has changed.
 */

const shelf = new StyleShelf('styles', null, new RecentForms());

function page(style: string, language: CitationLanguage): string {
  const written = (title: string, items: CitedItem[], again: string[]) => {
    const { notes, bibliography, omitted } = shelf
      .open(style)
      .write({ language, items, notes: notesOn(items, again) });
    return [
      `## ${title}`,
      ...notes.map(({ number, content }) => `${number}. ${inlineMarkdown(content)}`),
      `### Bibliography${omitted.length > 0 ? `, without ${omitted.join(', ')}` : ''}`,
      ...bibliography.map(({ content }) => `- ${inlineMarkdown(content)}`),
    ].join('\n\n');
  };
  return `# ${style}, ${language}

${written('Hard ones', hardSources(language), ['memoir-chapter', 'two-interviewees'])}

${written('The sources of the chapter', chapterSources(language), ['sejima-1995', 'kyodo-chinmoku'])}
`;
}

describe('pages that were read by a human eye', () => {
  it.each([
    ['kataribe-notes', 'en'],
    ['kataribe-ja', 'ja'],
  ] as const)('%s in %s', (style, language) => {
    const file = `test/golden/${style}.${language}.md`;
    const now = page(style, language);
    if (process.env.KATARIBE_GOLDEN === 'write') writeFileSync(file, now);
    expect(existsSync(file)).toBe(true);
    expect(now).toBe(readFileSync(file, 'utf8'));
  });
});
