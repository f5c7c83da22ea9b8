import type { Clearance } from '../common/principal.js';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import type { Queryable } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, NOW, sequenceAsOf, type TableAt, tableAsOf } from './as-of.js';

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
    current: statement(name, sql(currentTable, NOW)),
    asOf: statement(`${name}_as_of`, sql(tableAsOf('$3'), '$3::bigint')),
  };
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
  const sequence = await sequenceAsOf(reader, wanted.asOf, clearance);
  const [row] =
    sequence === null
      ? await reader.rows<{ body: string; version?: number }>(current, [id, clearance])
      : await reader.rows<{ body: string; version?: number }>(asOf, [id, clearance, sequence]);
  if (row === undefined) throw notFound(wanted.what);
  return new JsonDocument(row.body, row.version, `${wanted.path}/${id}`);
}
