import type { CheckedDocument } from './checked-document.js';
import type { Block, Cell, Definition, Inline, Quoted, Table, Words } from './document.js';
import { Notes } from './text-of.js';

/** Plain text, a line for each paragraph: whoever shows it breaks the lines. Notes stand at the end. */
export function* writeText(document: CheckedDocument): Generator<string> {
  const notes = new Notes();
  const title = plain(document.title.words, notes);
  if (document.header !== '') yield `${document.header}\n\n`;
  yield `${title}\n${'='.repeat(Math.min(72, [...title].length))}\n\n`;
  yield* definitions(document.title.particulars, notes);
  for (const block of document.blocks) yield* textBlock(block, '', notes);
  const waiting = notes.take();
  if (waiting.length > 0) yield `${'-'.repeat(24)}\n\n`;
  for (const { number, note } of waiting) yield `[${number}] ${plain(note.words, notes)}\n\n`;
  if (document.footer !== '') yield `${document.footer}\n`;
}

function* textBlock(block: Block, indent: string, notes: Notes): Iterable<string> {
  const lines = (text: string): string => `${indent}${text.replaceAll('\n', `\n${indent}`)}\n\n`;
  switch (block.kind) {
    case 'heading': {
      const text = plain(block.words, notes);
      yield lines(block.level === 1 ? `${text}\n${'-'.repeat(Math.min(72, [...text].length))}` : text);
      return;
    }
    case 'paragraph':
      yield lines(plain(block.words, notes));
      return;
    case 'quotation':
      for (const part of [block.original, block.translation])
        if (part !== undefined)
          yield `${indent}    ${quoted(part, notes).replaceAll('\n', `\n${indent}    `)}\n\n`;
      return;
    case 'definitions':
      yield* definitions(block.items, notes, indent);
      return;
    case 'table':
      yield* table(block, notes, indent);
      return;
    case 'list':
      for (const [index, blocks] of block.items.entries()) {
        const bullet = block.ordered === true ? `${index + 1}. ` : '- ';
        const within = indent + ' '.repeat(bullet.length);
        const content = blocks.flatMap((inner) => [...textBlock(inner, within, notes)]).join('');
        yield `${indent}${bullet}${content.slice(within.length).trimEnd()}\n`;
      }
      yield '\n';
      return;
    case 'positions':
      for (const { title, blocks } of block.positions) {
        yield lines(`* ${plain(title, notes)}`);
        for (const inner of blocks) yield* textBlock(inner, `${indent}  `, notes);
      }
  }
}

function quoted({ words, attribution }: Quoted, notes: Notes): string {
  return plain(words, notes) + (attribution === undefined ? '' : `\n— ${plain(attribution, notes)}`);
}

function* definitions(items: Definition[], notes: Notes, indent = ''): Iterable<string> {
  for (const { name, values } of items)
    for (const words of values)
      yield `${indent}${name}: ${plain(words, notes).replaceAll('\n', `\n${indent}    `)}\n`;
  if (items.length > 0) yield '\n';
}

/** Cells with bars between: columns cannot be aligned in letters of two widths. */
function* table(block: Table, notes: Notes, indent: string): Iterable<string> {
  yield `${indent}${plain(block.caption, notes)}\n`;
  yield `${indent}${block.head.join(' | ')}\n`;
  for (const row of block.rows) yield `${indent}${row.map((content) => cell(content, notes)).join(' | ')}\n`;
  yield '\n';
}

function cell(content: Cell, notes: Notes): string {
  return typeof content === 'number' ? String(content) : plain(content, notes).replaceAll('\n', ' ');
}

function plain(words: Words, notes: Notes): string {
  return words.map((inline) => plainInline(inline, notes)).join('');
}

function plainInline(inline: Inline, notes: Notes): string {
  if (typeof inline === 'string') return inline;
  switch (inline.kind) {
    case 'run':
      return inline.text;
    case 'link':
      return inline.to.startsWith('#') || inline.to === inline.text
        ? inline.text
        : `${inline.text} <${inline.to}>`;
    case 'mark':
      return ` [${inline.text}]`;
    case 'note':
      return `[${notes.add(inline)}]`;
  }
}
