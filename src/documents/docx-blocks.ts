import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  HeadingLevel,
  type IParagraphOptions,
  type ITableBordersOptions,
  Paragraph,
  type ParagraphChild,
  Table as WordTable,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { columnWidths } from './column-widths.js';
import type { Block, Cell, Definition, List, Quotation, Quoted, Table, Words } from './document.js';
import { directionOf, type DocxWords } from './docx-words.js';
import { cellText } from './text-of.js';

type FileBlock = Paragraph | WordTable;

/** Twentieths of a point. */
export const MEASURE = 9600;
const NAMES = 2300;
const LEVELS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
];
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const NO_BORDERS: ITableBordersOptions = {
  top: NONE,
  bottom: NONE,
  left: NONE,
  right: NONE,
  insideHorizontal: NONE,
  insideVertical: NONE,
};

export class DocxBlocks {
  private orderedLists = 0;

  constructor(private readonly words: DocxWords) {}

  blocks(blocks: Iterable<Block>, indent = 0): FileBlock[] {
    const made: FileBlock[] = [];
    for (const block of blocks) for (const part of this.block(block, indent)) made.push(part);
    return made;
  }

  definitions(items: Definition[], indent = 0): Paragraph[] {
    const left = indent + NAMES;
    return items.flatMap(({ name, values }) =>
      values.map((value, index) => {
        // A name that is longer than its column has a line of its own; the next begins where values do.
        const separator =
          index === 0 && lettersWide(name) > 22 ? new TextRun({ break: 1 }) : new TextRun('\t');
        return new Paragraph({
          style: 'Definition',
          indent: { left, hanging: NAMES },
          tabStops: [{ type: 'left', position: left }],
          ...directionOf(value),
          children: [
            ...(index === 0 ? this.words.runs([name], undefined, { color: '555555' }) : []),
            separator,
            ...this.words.runs(value),
          ],
        });
      }),
    );
  }

  private block(block: Block, indent: number): FileBlock[] {
    const options = indent === 0 ? {} : { indent: { left: indent } };
    switch (block.kind) {
      case 'heading':
        return [this.paragraph(block.words, { heading: LEVELS[block.level - 1]!, ...options }, block.anchor)];
      case 'paragraph':
        return [this.paragraph(block.words, options, block.anchor)];
      case 'quotation':
        return this.quotation(block, indent);
      case 'definitions':
        return this.definitions(block.items, indent);
      case 'table':
        return this.table(block);
      case 'list':
        return this.list(block, indent);
      case 'positions':
        return sideBySide(
          block.positions.map(({ title, preferred, blocks }) => [
            this.paragraph(title, {
              style: 'PositionTitle',
              keepNext: true,
              border: {
                bottom: {
                  style: BorderStyle.SINGLE,
                  size: preferred === true ? 12 : 4,
                  color: '1A1A1A',
                  space: 1,
                },
              },
            }),
            ...this.blocks(blocks),
          ]),
        );
    }
  }

  private paragraph(words: Words, options: IParagraphOptions, anchor?: string, language?: string): Paragraph {
    const children = this.words.runs(words, language);
    return new Paragraph({
      ...directionOf(words),
      ...options,
      children: anchor === undefined ? children : [new Bookmark({ id: anchor, children })],
    });
  }

  private quotation({ original, translation }: Quotation, indent: number): FileBlock[] {
    if (translation === undefined) return this.quoted(original, indent);
    return sideBySide([this.quoted(original, 0), this.quoted(translation, 0)]);
  }

  private quoted({ words, language, attribution }: Quoted, indent: number): Paragraph[] {
    const left = { indent: { left: indent + 200 } };
    return [
      this.paragraph(
        words,
        { style: 'Quote', keepNext: attribution !== undefined, ...left },
        undefined,
        language,
      ),
      ...(attribution === undefined ? [] : [this.paragraph(attribution, { style: 'Attribution', ...left })]),
    ];
  }

  private list({ ordered, items }: List, indent: number): FileBlock[] {
    const instance = ordered === true ? ++this.orderedLists : 0;
    const left = indent + 420;
    const sign: IParagraphOptions = {
      numbering: { reference: ordered === true ? 'ordered' : 'unordered', level: 0, instance },
      indent: { left, hanging: 320 },
    };
    return items.flatMap((blocks) => {
      const [first, ...others] = blocks;
      if (first?.kind === 'paragraph')
        return [this.paragraph(first.words, sign, first.anchor), ...this.blocks(others, left)];
      return [this.paragraph([], sign), ...this.blocks(blocks, left)];
    });
  }

  private table(table: Table): FileBlock[] {
    const { caption, head, rows, anchor } = table;
    const rule = (size: number, color: string) => ({ style: BorderStyle.SINGLE, size, color });
    const columns = columnsOf(table);
    const made = [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: head.map((name) =>
          cellOf([
            new Paragraph({ style: 'Cell', children: this.words.runs([name], undefined, { bold: true }) }),
          ]),
        ),
      }),
    ];
    for (const row of rows)
      made.push(new TableRow({ cantSplit: true, children: row.map((cell) => cellOf([this.cell(cell)])) }));
    return [
      this.paragraph(caption, { style: 'Caption', keepNext: true }, anchor),
      new WordTable({
        rows: made,
        width: { size: MEASURE, type: WidthType.DXA },
        columnWidths: columns,
        layout: TableLayoutType.FIXED,
        borders: { ...NO_BORDERS, bottom: rule(4, '999999'), insideHorizontal: rule(2, 'BBBBBB') },
        tableLook: { firstRow: true, firstColumn: true, noHBand: true, noVBand: true },
      }),
      new Paragraph({ style: 'AfterTable', children: [] }),
    ];
  }

  private cell(cell: Cell): Paragraph {
    if (typeof cell !== 'number') return this.paragraph(cell, { style: 'Cell' });
    return new Paragraph({
      style: 'Cell',
      alignment: AlignmentType.RIGHT,
      children: [new TextRun(String(cell))],
    });
  }
}

function sideBySide(columns: FileBlock[][]): FileBlock[] {
  if (columns.length === 0) return [];
  // In Word a cell ends with a paragraph.
  const closed = (blocks: FileBlock[]): FileBlock[] =>
    blocks.at(-1) instanceof Paragraph
      ? blocks
      : [...blocks, new Paragraph({ children: [] as ParagraphChild[] })];
  const perRow = columns.length <= 3 ? columns.length : 1;
  const rows: TableRow[] = [];
  for (let at = 0; at < columns.length; at += perRow)
    rows.push(
      new TableRow({ children: columns.slice(at, at + perRow).map((blocks) => cellOf(closed(blocks))) }),
    );
  return [
    new WordTable({
      rows,
      width: { size: MEASURE, type: WidthType.DXA },
      columnWidths: Array.from({ length: perRow }, () => Math.floor(MEASURE / perRow)),
      borders: NO_BORDERS,
    }),
    new Paragraph({ style: 'AfterTable', children: [] }),
  ];
}

function cellOf(children: FileBlock[]): TableCell {
  return new TableCell({ children, margins: { top: 30, bottom: 30, left: 0, right: 160 } });
}

/** Measured in letters, as Word will choose the fonts; an East Asian one is as wide as two. */
function columnsOf({ head, rows }: Table): number[] {
  const LETTER = 105;
  const least = head.map(() => 0);
  const most = head.map(() => 0);
  const measure = (text: string, index: number): void => {
    const start = text.slice(0, 400);
    most[index] = Math.max(most[index]!, lettersWide(start) * LETTER + 200);
    const longest = Math.max(...start.split(/[\s\u3000-\u9fff]+/u).map(lettersWide));
    least[index] = Math.max(least[index]!, Math.min(longest * LETTER + 200, MEASURE / 4));
  };
  head.forEach(measure);
  let seen = 0;
  for (const row of rows) {
    if (seen++ === 200) break;
    row.map(cellText).forEach(measure);
  }
  return columnWidths(least, most, MEASURE).map(Math.floor);
}

function lettersWide(text: string): number {
  let wide = 0;
  for (const character of text) wide += character >= '\u2e80' ? 2 : 1;
  return wide;
}
