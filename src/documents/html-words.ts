import { escapeHtml as escape } from '../common/html.js';
import type { Inline, Words } from './document.js';
import { isNote, type Notes } from './text-of.js';

/** Words as HTML. Each run has its own direction, so that Arabic beside English reads as it should. */
export function htmlWords(words: Words, notes: Notes): string {
  return words
    .map(
      (inline, index) =>
        (isNote(inline) && isNote(words[index - 1]) ? '<sup>, </sup>' : '') + htmlInline(inline, notes),
    )
    .join('');
}

function htmlInline(inline: Inline, notes: Notes): string {
  if (typeof inline === 'string') return escape(inline);
  switch (inline.kind) {
    case 'run': {
      const tag = inline.weight === 'strong' ? 'strong' : inline.weight === 'emphasis' ? 'em' : 'bdi';
      const language = languageAttribute(inline.language);
      return tag === 'bdi' && language === ''
        ? escape(inline.text)
        : `<${tag}${language}>${escape(inline.text)}</${tag}>`;
    }
    case 'link':
      return `<a href="${escape(inline.to)}"${languageAttribute(inline.language)}>${escape(inline.text)}</a>`;
    case 'mark':
      return ` <span class="mark">${escape(inline.text)}</span>`;
    case 'note': {
      const number = notes.add(inline);
      return `<sup><a id="note-reference-${number}" href="#note-${number}" role="doc-noteref">${number}</a></sup>`;
    }
  }
}

/** The notes that wait, in a list that ends the document; nothing where there are none. */
export function* htmlNotes(notes: Notes): Iterable<string> {
  const waiting = notes.take();
  if (waiting.length === 0) return;
  yield '<section class="notes" role="doc-endnotes" aria-label="Notes">\n<ol>\n';
  for (const { number, note } of waiting)
    yield `<li id="note-${number}" dir="auto">${htmlWords(note.words, notes)} <a href="#note-reference-${number}" role="doc-backlink" aria-label="${number}">↩</a></li>\n`;
  yield '</ol>\n</section>\n';
}

export function languageAttribute(language: string | undefined): string {
  return language === undefined ? '' : ` lang="${escape(language)}"`;
}
