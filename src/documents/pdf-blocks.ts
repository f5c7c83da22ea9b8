import type { StructureElement } from 'pdfkit';
import type { Block, Definition, Heading, List, Positions, Quotation, Quoted, Words } from './document.js';
import { type Band, beside, stacked, type Stroke } from './pdf-bands.js';
import { linesOf, type Setting } from './pdf-lines.js';
import { tableBands } from './pdf-table.js';
import { textOf } from './text-of.js';

export type Make = (
  type: string,
  parent: StructureElement,
  options?: { lang?: string; scope?: 'Row' | 'Column' },
) => StructureElement;

export interface Frame {
  x: number;
  width: number;
  parent: StructureElement;
  setting: Setting;
  make: Make;
}

export const BODY = 9.5;
const HEADINGS = [14, 11, 10, BODY, BODY];
const NAMES = 118;
const GUTTER = 12;
const GREY = '#999999';

/** A block as bands, top to bottom, with its elements in the structure of the document. */
export function* blockBands(block: Block, frame: Frame): Iterable<Band> {
  switch (block.kind) {
    case 'heading':
      yield* anchored(headingBands(block, frame), block.anchor);
      return;
    case 'paragraph':
      yield* anchored(paragraphBands(block.words, frame), block.anchor);
      return;
    case 'quotation':
      yield* quotationBands(block, frame);
      return;
    case 'definitions':
      yield* definitionBands(block.items, frame);
      return;
    case 'table':
      yield* tableBands(block, frame);
      return;
    case 'list':
      yield* listBands(block, frame);
      return;
    case 'positions':
      yield* positionBands(block, frame);
  }
}

export function titleBands(words: Words, frame: Frame): Band[] {
  const element = frame.make('H1', frame.parent);
  return stacked(linesOf(words, frame.width, 18, frame.setting, 'strong'), frame.x, element, {
    space: 0,
    keep: true,
  });
}

export function* definitionBands(items: Definition[], frame: Frame): Iterable<Band> {
  if (items.length === 0) return;
  const { x, width, setting, make } = frame;
  const list = make('L', frame.parent);
  // In a narrow column the value stands below its name.
  const narrow = width < 2.5 * NAMES;
  for (const [index, { name, values }] of items.entries()) {
    const item = make('LI', list);
    const label = make('Lbl', item);
    const space = index === 0 ? 4 : 1.5;
    const names = stacked(linesOf([name], narrow ? width : NAMES - 8, BODY * 0.92, setting), x, label, {
      space,
      keep: narrow,
    });
    const body = make('LBody', item);
    const left = narrow ? x + 8 : x + NAMES;
    const bands = values.flatMap((words, nth) =>
      stacked(linesOf(words, x + width - left, BODY, setting), left, make('P', body), {
        space: nth === 0 ? (narrow ? 0 : space) : 1,
      }),
    );
    if (narrow) yield* [...names, ...bands];
    else yield* beside([names, bands]);
  }
}

function headingBands({ level, words }: Heading, frame: Frame): Band[] {
  const size = HEADINGS[level - 1] ?? BODY;
  const element = frame.make(`H${level + 1}`, frame.parent);
  const bands = stacked(linesOf(words, frame.width, size, frame.setting, 'strong'), frame.x, element, {
    space: level === 1 ? 22 : 13,
    keep: true,
  });
  bands[0]!.bookmark = { title: textOf(words).replace(/\s+/g, ' ').trim().slice(0, 200), level };
  if (level === 1)
    bands.at(-1)!.strokes.push({ kind: 'rule', x: frame.x, width: frame.width, weight: 0.6, color: GREY });
  return bands;
}

function paragraphBands(words: Words, frame: Frame, space = 5): Band[] {
  const element = frame.make('P', frame.parent);
  return stacked(linesOf(words, frame.width, BODY, frame.setting), frame.x, element, { space });
}

function quotationBands({ original, translation }: Quotation, frame: Frame): Band[] {
  if (translation === undefined || frame.width < 300)
    return [original, ...(translation === undefined ? [] : [translation])].flatMap((part) =>
      quotedBands(part, frame),
    );
  const width = (frame.width - GUTTER) / 2;
  const right = frame.x + width + GUTTER;
  return beside([
    quotedBands(original, { ...frame, width }),
    quotedBands(translation, { ...frame, x: right, width }),
  ]);
}

function quotedBands({ words, language, attribution }: Quoted, frame: Frame): Band[] {
  const { make, setting } = frame;
  const element = make('BlockQuote', frame.parent, { lang: language });
  const x = frame.x + 10;
  const width = frame.width - 10;
  const text = stacked(linesOf(words, width, BODY, { ...setting, language }), x, make('P', element), {
    space: 5,
  });
  for (const band of text)
    band.strokes.push({ kind: 'bar', x: frame.x + 2, width: 0, weight: 1.6, color: '#bbbbbb' });
  if (attribution === undefined) return text;
  // It stays with the last line of what it says where it stands.
  text.at(-1)!.keep = true;
  const by = make('P', element, { lang: setting.language });
  return [...text, ...stacked(linesOf(attribution, width, BODY * 0.88, setting), x, by, { space: 1 })];
}

function* listBands({ ordered, items }: List, frame: Frame): Iterable<Band> {
  const { make, setting } = frame;
  const list = make('L', frame.parent);
  for (const [index, blocks] of items.entries()) {
    const item = make('LI', list);
    const indent = ordered === true ? 20 : 12;
    const sign = linesOf([ordered === true ? `${index + 1}.` : '•'], indent, BODY, setting);
    const label = stacked(sign, frame.x, make('Lbl', item), { space: 2 });
    const parent = make('LBody', item);
    const inner = blocks.flatMap((block) => [
      ...blockBands(block, {
        ...frame,
        x: frame.x + indent,
        width: Math.max(40, frame.width - indent),
        parent,
      }),
    ]);
    if (inner[0] !== undefined) inner[0].space = 2;
    const [first] = beside([label, inner.slice(0, 1)]);
    if (first === undefined) continue;
    yield { ...first, keep: inner[0]?.keep ?? false };
    yield* inner.slice(1);
  }
}

function positionBands({ positions }: Positions, frame: Frame): Band[] {
  const { make, setting } = frame;
  const columns = positions.length <= 3 && frame.width / positions.length > 120 ? positions.length : 1;
  const width = (frame.width - GUTTER * (columns - 1)) / columns;
  const made = positions.map(({ title, preferred, blocks }, index) => {
    const x = frame.x + (index % columns) * (width + GUTTER);
    const parent = make('Sect', frame.parent);
    const lines = linesOf(title, width, BODY, setting, 'strong');
    const rule: Stroke = { kind: 'rule', x, width, weight: preferred === true ? 1.6 : 0.5, color: '#1a1a1a' };
    return {
      title: stacked(lines, x, make('P', parent), { space: 8, keep: true }),
      rule,
      body: blocks.flatMap((block) => [...blockBands(block, { ...frame, x, width, parent })]),
    };
  });
  const rows = columns === 1 ? made.map((one) => [one]) : [made];
  return rows.flatMap((row) => {
    const titles = beside(row.map(({ title }) => title));
    for (const band of titles) band.keep = true;
    // Below the longest title, so that what follows begins on one line.
    titles.at(-1)?.strokes.push(...row.map(({ rule }) => rule));
    return [...titles, ...beside(row.map(({ body }) => body))];
  });
}

function anchored(bands: Band[], anchor: string | undefined): Band[] {
  if (anchor !== undefined) bands[0]!.anchors = [anchor];
  return bands;
}
