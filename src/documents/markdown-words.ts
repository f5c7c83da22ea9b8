import type { Inline, Words } from './document.js';
import type { Notes } from './text-of.js';

/** Words as CommonMark with footnotes; everything people wrote reads as they wrote it. */
export function markdownWords(words: Words, notes: Notes): string {
  return words.map((inline) => markdownInline(inline, notes)).join('');
}

/** The same in one line, for headings and cells. */
export function markdownLine(words: Words, notes: Notes): string {
  return markdownWords(words, notes).replace(/\\?\n/g, ' ');
}

export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~&!]/g, '\\$&')
    .replace(
      /^(\s*)([-+=]|\d+[.)])/gm,
      (_, space: string, sign: string) => `${space}${sign.slice(0, -1)}\\${sign.slice(-1)}`,
    )
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/^ +/gm, '')
    .replace(/\n(?=\n)/g, '\n&nbsp;')
    .replaceAll('\n', '\\\n');
}

function markdownInline(inline: Inline, notes: Notes): string {
  if (typeof inline === 'string') return escapeMarkdown(inline);
  switch (inline.kind) {
    case 'run': {
      const sign = inline.weight === 'strong' ? '**' : inline.weight === 'emphasis' ? '*' : '';
      // Beside white space such signs would stand as themselves.
      const [, before, text, after] = /^(\s*)([^]*?)(\s*)$/.exec(inline.text) ?? [];
      return text === '' || text === undefined
        ? escapeMarkdown(inline.text)
        : `${before}${sign}${escapeMarkdown(text)}${sign}${after}`;
    }
    case 'link':
      return `[${escapeMarkdown(inline.text)}](<${inline.to.replace(/[<>\\]/g, encodeURIComponent)}>)`;
    case 'mark':
      return ` **\\[${escapeMarkdown(inline.text)}\\]**`;
    case 'note':
      return `[^${notes.add(inline)}]`;
  }
}
