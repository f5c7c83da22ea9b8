import { columnWidths } from './column-widths.js';
import type { Cell, Table } from './document.js';
import { type Band, beside, stacked } from './pdf-bands.js';
import type { Frame } from './pdf-blocks.js';
import { linesOf } from './pdf-lines.js';
import { Notes, cellText } from './text-of.js';

const SIZE = 8.5;
const GAP = 10;
/** Rows by which the widths of columns are measured. */
const MEASURED = 200;
/** A row of more lines than this may go over two pages. */
const KEPT = 12;

/** A table in rows that are not torn, with its head on each page it goes over. */
export function* tableBands(table: Table, frame: Frame): Iterable<Band> {
  const { make, setting } = frame;
  const element = make('Table', frame.parent);
  const caption = stacked(
    linesOf(table.caption, frame.width, 9, setting, 'strong'),
    frame.x,
    make('Caption', element),
    {
      space: 9,
      keep: true,
    },
  );
  if (table.anchor !== undefined) caption[0]!.anchors = [table.anchor];
  yield* caption;
  const columns = columnsOf(table, frame);
  const head = rowOf(
    table.head.map((name) => [name]),
    (index) => columns[index]!,
    make('TR', make('THead', element)),
    'head',
  );
  for (const band of head) band.keep = true;
  yield* head;
  const body = make('TBody', element);
  for (const row of table.rows)
    for (const band of rowOf(row, (index) => columns[index]!, make('TR', body), 'body'))
      yield { ...band, head };

  function rowOf(
    cells: readonly Cell[],
    column: (index: number) => Column,
    parent: ReturnType<typeof make>,
    part: 'head' | 'body',
  ): Band[] {
    const stacks = cells.map((cell, index) => {
      const { x, width, numeric } = column(index);
      const leaf =
        part === 'head'
          ? make('TH', parent, { scope: 'Column' })
          : index === 0
            ? make('TH', parent, { scope: 'Row' })
            : make('TD', parent);
      const lines = linesOf(
        typeof cell === 'number' ? [String(cell)] : cell,
        width,
        SIZE,
        setting,
        part === 'head' ? 'strong' : 'plain',
      );
      const bands = stacked(lines, x, leaf, { space: 2 });
      if (numeric)
        for (const {
          cells: [only],
        } of bands)
          only!.x += width - Math.min(width, only!.line.width);
      return bands;
    });
    const bands = beside(stacks, Math.max(...stacks.map(({ length }) => length)) <= KEPT);
    bands.at(-1)?.strokes.push({
      kind: 'rule',
      x: frame.x,
      width: frame.width,
      weight: part === 'head' ? 0.8 : 0.3,
      color: part === 'head' ? '#555555' : '#bbbbbb',
    });
    return bands;
  }
}

interface Column {
  x: number;
  width: number;
  numeric: boolean;
}

/** Each column as wide as what it holds, or, where that is too much, as its longest word and a share of what is left. */
function columnsOf({ head, rows }: Table, { x: left, width: all, setting }: Frame): Column[] {
  const least = head.map(() => 12);
  const most = head.map(() => 12);
  const numeric = head.map(() => true);
  const measure = (index: number, text: string, weight: 'plain' | 'strong'): void => {
    const width = (part: string): number =>
      linesOf([part.slice(0, 400)], Infinity, SIZE, { ...setting, notes: new Notes() }, weight).reduce(
        (widest, line) => Math.max(widest, line.width),
        0,
      );
    most[index] = Math.max(most[index]!, width(text));
    const words = text.slice(0, 400).split(/[\s\u3000-\u9fff]+/u);
    const longest = words.reduce((a, b) => (b.length > a.length ? b : a), '');
    least[index] = Math.max(least[index]!, Math.min(width(longest), all / 4));
  };
  head.forEach((name, index) => measure(index, name, 'strong'));
  let rowsSeen = 0;
  for (const row of rows) {
    if (rowsSeen++ === MEASURED) break;
    row.forEach((cell, index) => {
      measure(index, cellText(cell), 'plain');
      if (typeof cell !== 'number') numeric[index] = false;
    });
  }
  const widths = columnWidths(
    least,
    most.map((width) => width + 1),
    all - GAP * (head.length - 1),
  );
  let x = left;
  return widths.map((width, index) => {
    const column = { x, width, numeric: numeric[index]! && rowsSeen > 0 };
    x += width + GAP;
    return column;
  });
}
