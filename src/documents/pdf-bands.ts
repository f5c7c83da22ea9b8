import type { StructureElement } from 'pdfkit';
import type { Line } from './pdf-lines.js';

/** A strip of the page that is never torn: lines side by side, each with the element of the structure it belongs to. */
export interface Band {
  height: number;
  /** Above it, unless it is the first of a page. */
  space: number;
  cells: BandCell[];
  /** Stays on one page with the band after it. */
  keep: boolean;
  /** Rules drawn with it. */
  strokes: Stroke[];
  /** The head of the table it is a row of, drawn again where a page begins with it. */
  head?: Band[];
  /** Names this place for links, and titles it for the bookmarks. */
  anchors?: string[];
  bookmark?: { title: string; level: number };
  /** Elements that are whole with it. */
  ends?: StructureElement[];
}

export interface BandCell {
  x: number;
  line: Line;
  leaf: StructureElement;
}

export interface Stroke {
  /** A bar along the side of the band, or a rule below it. */
  kind: 'bar' | 'rule';
  x: number;
  width: number;
  weight: number;
  color: string;
}

export const LEADING = 1.5;

/** Lines one under the other, with no first or last line alone on a page. */
export function stacked(
  lines: Line[],
  x: number,
  leaf: StructureElement,
  options: { space: number; keep?: boolean },
): Band[] {
  return lines.map((line, index) => ({
    height: line.size * LEADING,
    space: index === 0 ? options.space : 0,
    cells: [{ x, line, leaf }],
    keep: options.keep === true || ((index === 0 || index === lines.length - 2) && index < lines.length - 1),
    strokes: [],
  }));
}

/** Columns side by side: their first bands are one, their second ones, and so on. */
export function beside(columns: Band[][], keepTogether = false): Band[] {
  const many = Math.max(0, ...columns.map(({ length }) => length));
  return Array.from({ length: many }, (_, index) => {
    const bands = columns.flatMap((column) => column[index] ?? []);
    const anchors = bands.flatMap(({ anchors: names }) => names ?? []);
    const bookmark = bands.find((band) => band.bookmark !== undefined)?.bookmark;
    return {
      height: Math.max(...bands.map(({ height }) => height)),
      space: Math.max(...bands.map(({ space }) => space)),
      cells: bands.flatMap(({ cells }) => cells),
      keep: index < many - 1 && (keepTogether || bands.some(({ keep }) => keep)),
      strokes: bands.flatMap(({ strokes }) => strokes),
      ...(anchors.length === 0 ? {} : { anchors }),
      ...(bookmark === undefined ? {} : { bookmark }),
    };
  });
}

/** The same bands, the last of which ends these elements. */
export function* ending(bands: Iterable<Band>, ends: StructureElement[]): Iterable<Band> {
  let last: Band | undefined;
  for (const band of bands) {
    if (last !== undefined) yield last;
    last = band;
  }
  if (last !== undefined) yield { ...last, ends };
}
