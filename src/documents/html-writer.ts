import { escapeHtml as escape } from '../common/html.js';
import type { CheckedDocument } from './checked-document.js';
import type { Block, Cell, Definition, Quotation, Quoted, Table } from './document.js';
import { STYLE } from './html-style.js';
import { htmlNotes, htmlWords, languageAttribute } from './html-words.js';
import { Notes } from './text-of.js';

/** One self-contained page: no script, nothing fetched. Notes are a list at its end, with links there and back. */
export function* writeHtml(document: CheckedDocument): Generator<string> {
  const notes = new Notes();
  const { metadata, title } = document;
  const meta = [
    ['author', metadata.author],
    ['description', metadata.subject],
    ['dcterms.identifier', metadata.identifier],
    ['dcterms.date', metadata.moment ?? ''],
  ].filter(([, content]) => content !== '');
  yield `<!doctype html>
<html lang="${escape(document.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(metadata.title)}</title>
${meta.map(([name, content]) => `<meta name="${name}" content="${escape(content!)}">`).join('\n')}
<style>${STYLE}</style>
</head>
<body>
<header>
${running(document.header)}<h1 dir="auto">${htmlWords(title.words, notes)}</h1>
${definitions(title.particulars, notes)}</header>
<main>
`;
  for (const block of document.blocks) yield* htmlBlock(block, notes);
  yield* htmlNotes(notes);
  yield `</main>\n<footer>${running(document.footer)}</footer>\n</body>\n</html>\n`;
}

function* htmlBlock(block: Block, notes: Notes): Iterable<string> {
  switch (block.kind) {
    case 'heading': {
      const level = block.level + 1;
      yield `<h${level}${anchor(block)} dir="auto">${htmlWords(block.words, notes)}</h${level}>\n`;
      return;
    }
    case 'paragraph':
      yield `<p${anchor(block)} dir="auto">${htmlWords(block.words, notes)}</p>\n`;
      return;
    case 'quotation':
      yield quotation(block, notes);
      return;
    case 'definitions':
      yield definitions(block.items, notes);
      return;
    case 'table':
      yield* table(block, notes);
      return;
    case 'list': {
      const tag = block.ordered === true ? 'ol' : 'ul';
      yield `<${tag}>\n`;
      for (const item of block.items) {
        yield '<li dir="auto">';
        // One paragraph alone needs no tags of its own.
        const [only] = item;
        if (item.length === 1 && only?.kind === 'paragraph' && only.anchor === undefined)
          yield htmlWords(only.words, notes);
        else for (const inner of item) yield* htmlBlock(inner, notes);
        yield '</li>\n';
      }
      yield `</${tag}>\n`;
      return;
    }
    case 'positions':
      yield '<div class="positions">\n';
      for (const { title, preferred, blocks } of block.positions) {
        yield `<section class="position${preferred === true ? ' preferred' : ''}">\n<p dir="auto">${htmlWords(title, notes)}</p>\n`;
        for (const inner of blocks) yield* htmlBlock(inner, notes);
        yield '</section>\n';
      }
      yield '</div>\n';
  }
}

function quotation({ original, translation }: Quotation, notes: Notes): string {
  const beside = translation === undefined ? '' : quoted(translation, notes);
  return `<div class="quotation">\n${quoted(original, notes)}${beside}</div>\n`;
}

function quoted({ words, language, attribution }: Quoted, notes: Notes): string {
  const text = `<blockquote${languageAttribute(language)} dir="auto"><p>${htmlWords(words, notes)}</p></blockquote>`;
  const caption =
    attribution === undefined ? '' : `<figcaption dir="auto">${htmlWords(attribution, notes)}</figcaption>`;
  return `<figure>${text}${caption}</figure>\n`;
}

function definitions(items: Definition[], notes: Notes): string {
  if (items.length === 0) return '';
  const item = ({ name, values }: Definition): string =>
    `<dt>${escape(name)}</dt>${values.map((words) => `<dd dir="auto">${htmlWords(words, notes)}</dd>`).join('')}\n`;
  return `<dl>\n${items.map(item).join('')}</dl>\n`;
}

function* table(block: Table, notes: Notes): Iterable<string> {
  const head = block.head.map((name) => `<th scope="col">${escape(name)}</th>`).join('');
  yield `<div class="wide"><table${anchor(block)}>
<caption dir="auto">${htmlWords(block.caption, notes)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
`;
  for (const [first, ...others] of block.rows) {
    const row = first === undefined ? '' : `<th scope="row"${dir(first)}>${cell(first, notes)}</th>`;
    yield `<tr>${row}${others.map((other) => `<td${dir(other)}>${cell(other, notes)}</td>`).join('')}</tr>\n`;
  }
  yield '</tbody>\n</table></div>\n';
}

function dir(content: Cell): string {
  return typeof content === 'number' ? ' class="number"' : ' dir="auto"';
}

function cell(content: Cell, notes: Notes): string {
  return typeof content === 'number' ? String(content) : htmlWords(content, notes);
}

function anchor({ anchor: id }: { anchor?: string }): string {
  return id === undefined ? '' : ` id="${id}"`;
}

function running(text: string): string {
  return text === '' ? '' : `<p class="running" dir="auto">${escape(text)}</p>\n`;
}
