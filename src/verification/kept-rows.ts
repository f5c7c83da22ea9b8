import type { Report } from './finding.js';
import { type IdRange, within } from './id-range.js';
import { type LoggedTable, quoted } from './logged-tables.js';
import type { Row, Session } from './session.js';

export interface KeptRow {
  table: LoggedTable;
  /** As a row of its table is selected */
  row: Row;
  kept: { generatedBy: string; endedBy: string };
}

/** The versions that history keeps of rows of these ids, each as its table would have it. */
export async function* readHistory(
  session: Session,
  tables: LoggedTable[],
  range: IdRange,
  report: Report,
): AsyncGenerator<KeptRow> {
  const names = (await session.rows(
    `SELECT table_name, count(*) FROM public.history WHERE ${within('record_id', range)} GROUP BY table_name`,
  )) as [string, string][];
  for (const [name, many] of names) {
    const table = tables.find((one) => one.name === name);
    if (table === undefined) {
      report.find({
        code: 'history.table_unknown',
        table: name,
        message: `History keeps ${many} versions of rows of ${name}, a table that the archive does not have.`,
      });
      continue;
    }
    const query = keptRows(table, `h.table_name = '${name}' AND ${within('h.record_id', range)}`);
    const ids = await session.rows(
      `SELECT h.id FROM public.history h WHERE h.table_name = '${name}' AND ${within('h.record_id', range)} ORDER BY h.id`,
    );
    for (let first = 0; first < ids.length; first += BATCH) {
      const some = ids.slice(first, first + BATCH).map(([id]) => id!);
      yield* await readSome(session, table, query, some, report);
    }
  }
}

const BATCH = 2000;

async function readSome(
  session: Session,
  table: LoggedTable,
  query: string,
  ids: string[],
  report: Report,
): Promise<KeptRow[]> {
  const rows = await session.attempt(() => session.rows(`${query} AND h.id IN (${ids.join(', ')})`));
  if (rows !== null) {
    report.count('rows', rows.length);
    return rows.flatMap((row) => keptRow(table, row, report));
  }
  // One of them is no row of its table at all.
  if (ids.length === 1) {
    report.find({
      code: 'history.unreadable',
      table: table.name,
      message: `What history keeps as ${ids[0]} is not a row of ${table.name}.`,
    });
    return [];
  }
  const middle = Math.ceil(ids.length / 2);
  return [
    ...(await readSome(session, table, query, ids.slice(0, middle), report)),
    ...(await readSome(session, table, query, ids.slice(middle), report)),
  ];
}

function keptRows(table: LoggedTable, where: string): string {
  const columns = [
    ...table.columns.map(({ name }) => name),
    'id',
    'access',
    'note_access',
    'activity_id',
    'version',
  ];
  const listed = `ARRAY[${columns.map((name) => `'${name}'`).join(', ')}]`;
  return `SELECT h.id, h.record_id, h.generated_by, h.ended_by,
      h.record - ${listed} <> '{}', ${table.select}
    FROM public.history h CROSS JOIN LATERAL jsonb_populate_record(NULL::public.${quoted(table.name)}, h.record) r
    WHERE ${where}`;
}

function keptRow(
  table: LoggedTable,
  [order, recordId, generatedBy, endedBy, isOdd, ...row]: Row,
  report: Report,
): KeptRow[] {
  const about = { table: table.name, id: recordId!, version: Number(row[1]) };
  if (row[0] !== recordId) {
    report.find({
      ...about,
      column: 'record_id',
      code: 'history.id_differs',
      message: `What history keeps as ${order} of this ${table.name} says that it is of row ${row[0]}.`,
    });
    return [];
  }
  if (isOdd === 't') {
    report.find({
      ...about,
      column: 'record',
      code: 'history.members_differ',
      message: `What history keeps of version ${row[1]} of this ${table.name} has members that are no columns of the table.`,
    });
  }
  return [{ table, row, kept: { generatedBy: generatedBy!, endedBy: endedBy! } }];
}
