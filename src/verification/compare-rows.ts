import { checkColumns, type Place } from './check-columns.js';
import { readEnvelope } from './envelope.js';
import type { Report } from './finding.js';
import { type Entry, type LoggedRecord, type LoggedVersion, recordOf } from './logged-record.js';
import { type LoggedTable, quoted } from './logged-tables.js';
import { checkRecord } from './check-record.js';
import { type IdRange, within } from './id-range.js';
import { readHistory } from './kept-rows.js';
import type { Row, Session, Value } from './session.js';

/** By table and id of the row. */
type Records = Map<string, Map<string, LoggedRecord>>;

/**
 * Rows and history against the newest envelope of their version, and the other way round: every row has its entry, every entry
 * its row. Needs as much memory as the entries of the range.
 */
export async function compareRows(
  session: Session,
  tables: LoggedTable[],
  range: IdRange,
  report: Report,
): Promise<void> {
  const records = await readRecords(session, tables, range, report);
  const whole = new Set<LoggedTable>();
  for (const table of await withRows(session, tables, range)) {
    const logged = records.get(table.name) ?? new Map<string, LoggedRecord>();
    const rows = `SELECT ${table.select} FROM public.${quoted(table.name)} r WHERE ${within('r.id', range)}`;
    for await (const batch of session.batches(rows)) {
      for (const row of batch) checkRow(table, row, logged.get(row[0]!), 'row', whole, report);
      report.count('rows', batch.length);
    }
  }
  for await (const { table, row, kept } of readHistory(session, tables, range, report)) {
    const record = records.get(table.name)?.get(row[0]!);
    const version = checkRow(table, row, record, 'history', whole, report);
    if (record !== undefined && version !== undefined) checkKept(table, row, record, version, kept, report);
  }
  for (const logged of records.values()) for (const record of logged.values()) checkRecord(record, report);
  for (const { name, columns } of whole) {
    report.commits(
      name,
      columns.map((column) => column.name),
    );
  }
}

/** @returns the tables that have rows in a range: most have none, and asking them all at once costs less than one by one */
async function withRows(session: Session, tables: LoggedTable[], range: IdRange): Promise<LoggedTable[]> {
  const asked = tables.map(
    ({ name }) => `EXISTS (SELECT FROM public.${quoted(name)} r WHERE ${within('r.id', range)})`,
  );
  const [answers] = await session.rows(`SELECT ${asked.join(', ')}`);
  return tables.filter((_, index) => answers![index] === 't');
}

async function readRecords(
  session: Session,
  tables: LoggedTable[],
  range: IdRange,
  report: Report,
): Promise<Records> {
  const names = new Set(tables.map(({ name }) => name));
  const gathered = new Map<string, Map<string, Entry[]>>();
  const entries = `SELECT record_id, activity_id, id, salt, salts::text, envelope FROM public.log_entry
    WHERE ${within('record_id', range)}`;
  for await (const batch of session.batches(entries)) {
    report.count('entries', batch.length);
    for (const row of batch) {
      const entry = readEntry(row, report);
      if (entry === null) continue;
      const { table, id, activity } = entry.envelope;
      if (!names.has(table)) {
        report.find({
          code: 'entry.table_unknown',
          table,
          id,
          activity,
          message: `The log has an entry of a table that the archive does not have: ${table}.`,
        });
        continue;
      }
      const logged = gathered.get(table) ?? new Map<string, Entry[]>();
      if (logged.size === 0) gathered.set(table, logged);
      const there = logged.get(id);
      if (there === undefined) logged.set(id, [entry]);
      else there.push(entry);
    }
  }
  return new Map(
    [...gathered].map(([table, logged]) => [
      table,
      new Map([...logged].map(([id, all]) => [id, recordOf(all)])),
    ]),
  );
}

function readEntry(row: Row, report: Report): Entry | null {
  const [recordId, activityId, order, salt, salts, text] = row as [
    string,
    string,
    string,
    Value,
    Value,
    string,
  ];
  const envelope = readEnvelope(text);
  if (envelope === null) {
    report.find({
      code: 'entry.not_canonical',
      id: recordId,
      activity: activityId,
      message: `Entry ${order} of the log is not written as an entry is: ${text.slice(0, 100)}`,
    });
    return null;
  }
  if (envelope.id !== recordId || envelope.activity !== activityId) {
    report.find({
      code: 'entry.misfiled',
      table: envelope.table,
      id: envelope.id,
      version: envelope.version,
      activity: envelope.activity,
      message: `Entry ${order} of the log is filed under row ${recordId} and activity ${activityId}, and is of others.`,
    });
  }
  return {
    order: Number(order),
    envelope,
    salt: salt === null ? null : Buffer.from(salt.slice(2), 'hex'),
    salts: salts === null ? null : (JSON.parse(salts) as Record<string, string>),
  };
}

/** @returns the version the row is of, where the log knows it */
function checkRow(
  table: LoggedTable,
  row: Row,
  record: LoggedRecord | undefined,
  place: Place,
  whole: Set<LoggedTable>,
  report: Report,
): LoggedVersion | undefined {
  const [id, number, activity, access, noteAccess, time] = row as [string, string, ...Row];
  const version = record?.versions.get(Number(number));
  const about = { table: table.name, id, version: Number(number) };
  if (version === undefined || version.written === null) {
    report.find({
      ...about,
      code: `${place}.unlogged`,
      activity: activity ?? undefined,
      message:
        record === undefined
          ? `The log knows nothing of this ${table.name}: it was not written through the archive.`
          : `The log knows no version ${number} of this ${table.name}.`,
    });
    if (version === undefined) return undefined;
  }
  if (version.isThere) {
    report.find({
      ...about,
      code: `${place}.twice`,
      message: `Version ${number} of this ${table.name} is there twice.`,
    });
  }
  version.isThere = true;
  const written = version.written?.envelope;
  const differs = (column: string, now: unknown, logged: unknown, what: string): void => {
    if (String(now) === String(logged)) return;
    report.find({
      ...about,
      column,
      code: `${place}.${column === 'access' ? 'access' : column === 'activity_id' ? 'activity' : 'column'}_differs`,
      activity: written?.activity,
      message: `${what} of ${place === 'row' ? '' : 'what history keeps of '}version ${number} of this ${table.name} is ${String(now)}; the log says ${String(logged)}.`,
    });
  };
  if (written !== undefined) {
    differs('activity_id', activity, written.activity, 'The activity that wrote it,');
    differs('started_at', time, written.time, 'The time (microseconds since 1970)');
  }
  const last = version.access?.envelope;
  if (last !== undefined) {
    differs('access', access, last.access, 'Who may read it: the level');
    differs('note_access', noteAccess, last.noteAccess, 'Who may read its note: the level');
  }
  if (place === 'row' && version.deleted !== null) {
    report.find({
      ...about,
      code: 'row.deleted',
      activity: version.deleted.envelope.activity,
      message: `The log says that this ${table.name} was deleted, and it is there.`,
    });
  }
  if (checkColumns(table, row, version, place, report)) whole.add(table);
  return version;
}

/** A version that history keeps was ended by the activity that wrote the next, or deleted it. */
function checkKept(
  table: LoggedTable,
  [id, number, activity]: Row,
  record: LoggedRecord,
  version: LoggedVersion,
  kept: { generatedBy: string; endedBy: string },
  report: Report,
): void {
  const about = { table: table.name, id: id!, version: Number(number) };
  const next = record.versions.get(version.number + 1)?.written ?? version.deleted;
  if (next !== null && next.envelope.activity !== kept.endedBy) {
    report.find({
      ...about,
      column: 'ended_by',
      activity: next.envelope.activity,
      code: 'history.ended_by_differs',
      message: `History says that version ${number} of this ${table.name} was ended by activity ${kept.endedBy}; the log says by another.`,
    });
  }
  if (kept.generatedBy !== activity) {
    report.find({
      ...about,
      column: 'generated_by',
      activity: activity ?? undefined,
      code: 'history.generated_by_differs',
      message: `History says that version ${number} of this ${table.name} was written by activity ${kept.generatedBy}; the version itself says by another.`,
    });
  }
}
