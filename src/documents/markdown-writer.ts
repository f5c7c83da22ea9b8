import type { CheckedDocument } from './checked-document.js';
import type { Block, Cell, Definition, Quoted, Table } from './document.js';
import { escapeMarkdown as escape, markdownLine, markdownWords } from './markdown-words.js';
import { Notes } from './text-of.js';

/** CommonMark with the tables and footnotes of GitHub and Pandoc. Notes stand at the end. */
export function* writeMarkdown(document: CheckedDocument): Generator<string> {
  const notes = new Notes();
  const { title } = document;
  if (document.header !== '') yield `${line(document.header)}\n\n`;
  yield `# ${markdownLine(title.words, notes)}\n\n`;
  yield* definitions(title.particulars, notes);
  for (const block of document.blocks) yield* markdownBlock(block, notes);
  if (document.footer !== '') yield `${line(document.footer)}\n\n`;
  for (const { number, note } of notes.take())
    yield `[^${number}]: ${indented(markdownWords(note.words, notes), '    ')}\n\n`;
}

function* markdownBlock(block: Block, notes: Notes): Iterable<string> {
  switch (block.kind) {
    case 'heading':
      yield `${anchor(block)}${'#'.repeat(block.level + 1)} ${markdownLine(block.words, notes)}\n\n`;
      return;
    case 'paragraph':
      yield `${anchor(block)}${markdownWords(block.words, notes)}\n\n`;
      return;
    case 'quotation':
      yield quoted(block.original, notes);
      // Two quotations that follow each other would be one.
      if (block.translation !== undefined) yield `<!-- -->\n\n${quoted(block.translation, notes)}`;
      return;
    case 'definitions':
      yield* definitions(block.items, notes);
      return;
    case 'table':
      yield* table(block, notes);
      return;
    case 'list':
      yield* list(block.items, (number) => (block.ordered === true ? `${number}. ` : '- '), notes);
      return;
    case 'positions':
      for (const { title, preferred, blocks } of block.positions) {
        yield `**${markdownLine(title, notes)}**${preferred === true ? ' ✓' : ''}\n\n`;
        for (const inner of blocks) yield* markdownBlock(inner, notes);
      }
  }
}

function* list(items: Block[][], sign: (number: number) => string, notes: Notes): Iterable<string> {
  for (const [index, blocks] of items.entries()) {
    const content = blocks.flatMap((inner) => [...markdownBlock(inner, notes)]).join('');
    const bullet = sign(index + 1);
    yield `${bullet}${indented(content.trimEnd(), ' '.repeat(bullet.length))}\n`;
  }
  yield '\n<!-- -->\n\n';
}

function quoted({ words, attribution }: Quoted, notes: Notes): string {
  const text = markdownWords(words, notes);
  const by = attribution === undefined ? '' : `\n\n— ${markdownWords(attribution, notes)}`;
  return `> ${indented(text + by, '> ')}\n\n`;
}

function* definitions(items: Definition[], notes: Notes): Iterable<string> {
  for (const { name, values } of items) {
    const [only] = values;
    if (values.length === 1 && only !== undefined) {
      yield `- **${line(name)}**: ${indented(markdownWords(only, notes), '  ')}\n`;
      continue;
    }
    yield `- **${line(name)}**:\n`;
    for (const words of values) yield `  - ${indented(markdownWords(words, notes), '    ')}\n`;
  }
  if (items.length > 0) yield '\n';
}

function* table(block: Table, notes: Notes): Iterable<string> {
  yield `${anchor(block)}**${markdownLine(block.caption, notes)}**\n\n`;
  yield `| ${block.head.map(line).join(' | ')} |\n|${block.head.map(() => ' --- |').join('')}\n`;
  for (const row of block.rows) yield `| ${row.map((content) => cell(content, notes)).join(' | ')} |\n`;
  yield '\n';
}

function cell(content: Cell, notes: Notes): string {
  return typeof content === 'number' ? String(content) : markdownLine(content, notes);
}

function line(text: string): string {
  return escape(text).replace(/\\?\n/g, ' ');
}

function indented(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`);
}

function anchor({ anchor: id }: { anchor?: string }): string {
  return id === undefined ? '' : `<a id="${id}"></a>\n\n`;
}
