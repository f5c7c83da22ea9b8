import { stringify } from 'csv-stringify/sync';
import type { CheckedDocument } from './checked-document.js';
import { type Block, type Cell, DocumentError, type Table } from './document.js';
import type { WriterContext } from './formats.js';
import { cellText } from './text-of.js';

/** What spreadsheets take for a formula, in its wide form too. */
const FORMULA = /^[\s\u00a0\u3000]*[=+\-@＝＋－＠|%]/u;
const AT_ONCE = 1000;

/** One table of a document: UTF-8 with a byte order mark, RFC 4180. What would be a formula begins with an apostrophe; numbers stay as they are. */
export function* writeCsv(document: CheckedDocument, { table: wanted }: WriterContext): Generator<string> {
  const table = chosen([...tablesOf(document.blocks)], wanted);
  yield '\ufeff';
  let rows: (string | number)[][] = [table.head.map(safe)];
  for (const row of table.rows) {
    rows.push(row.map(csvCell));
    if (rows.length < AT_ONCE) continue;
    yield lines(rows);
    rows = [];
  }
  yield lines(rows);
}

/** The tables of a document in their order, with those in lists and positions. */
export function* tablesOf(blocks: Iterable<Block>): Iterable<Table> {
  for (const block of blocks)
    if (block.kind === 'table') yield block;
    else if (block.kind === 'list') for (const item of block.items) yield* tablesOf(item);
    else if (block.kind === 'positions')
      for (const position of block.positions) yield* tablesOf(position.blocks);
}

function chosen(tables: Table[], wanted: string | undefined): Table {
  const fitting = wanted === undefined ? tables : tables.filter(({ anchor }) => anchor === wanted);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const known = tables.map(({ anchor }) => anchor ?? 'one without an anchor').join(', ');
  throw new DocumentError(
    'document.table',
    tables.length === 0
      ? 'The document has no table, and CSV holds nothing else.'
      : `CSV holds one table: say which by its anchor. There are: ${known}.`,
  );
}

function csvCell(cell: Cell): string | number {
  return typeof cell === 'number' ? cell : safe(cellText(cell));
}

function safe(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function lines(rows: (string | number)[][]): string {
  return rows.length === 0 ? '' : stringify(rows, { record_delimiter: 'windows', quoted_match: /[\n\r]/ });
}
