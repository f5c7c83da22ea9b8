import type { Clearance } from '../common/principal.js';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import type { Queryable } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, NOW, type TableAt, tableAsOf } from './as-of.js';
import { momentAsOf } from './moment.js';
import { erased, type Tombstone, tombstoneOf } from './tombstone.js';

/** How one kind of record is read by its id, as it is and as it was. */
export interface RecordStatements {
  current: Statement;
  asOf: Statement;
}

/**
 * @param sql of $1 the id, $2 the clearance, that gives `body` (JSON) and, where the record has one, `version`; for
 *   reads as of an earlier moment the tables it takes through `at` are those of then, and `asOf` says when to the
 *   functions that ask
 */
export function recordStatements(name: string, sql: (at: TableAt, asOf: string) => string): RecordStatements {
  return {
    current: statement(name, withTombstone(sql(currentTable, NOW))),
    asOf: statement(`${name}_as_of`, withTombstone(sql(tableAsOf('$3'), '$3::bigint[]'))),
  };
}

/** Who could read a record is told that it was erased, at whatever moment it is asked for: its words are gone from all. */
function withTombstone(sql: string): string {
  return `SELECT found.*, ${tombstoneOf('$1')} AS tombstone FROM (${sql}) found`;
}

interface FoundRow {
  body: string;
  version?: number;
  tombstone: Tombstone | null;
}

export interface WantedRecord {
  /** As it is called where there is none */
  what: string;
  id: string;
  clearance: Clearance;
  asOf?: string | undefined;
  /** Where it can be read */
  path: string;
}

export async function readRecord(
  reader: Queryable,
  { current, asOf }: RecordStatements,
  wanted: WantedRecord,
): Promise<JsonDocument> {
  const { id, clearance } = wanted;
  const moment = await momentAsOf(reader, wanted.asOf, clearance);
  const [row] =
    moment === null
      ? await reader.rows<FoundRow>(current, [id, clearance])
      : await reader.rows<FoundRow>(asOf, [id, clearance, moment]);
  if (row === undefined) throw notFound(wanted.what);
  if (row.tombstone !== null) throw erased(row.tombstone);
  return new JsonDocument(row.body, row.version, `${wanted.path}/${id}`);
}
