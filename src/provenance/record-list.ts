import type { Clearance } from '../common/principal.js';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, FIRST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import type { Queryable } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, NOW, type TableAt, tableAsOf } from './as-of.js';
import { momentAsOf } from './moment.js';
import type { RecordKind } from './record-kinds.js';

/** What there is several of for one record, as it is and as it was. */
export interface RecordLists {
  kind: RecordKind;
  current: Statement;
  asOf: Statement;
  exists: Statement;
  existed: Statement;
}

/**
 * @param kind of the record, and its table
 * @param sql of $1 the record, $2 the clearance, $3 the last one shown, $4 how many, and `more` parameters of its own
 *   from $5 on; `asOf` says when to the functions that ask
 */
export function recordLists<Kind extends RecordKind>(
  name: string,
  kind: Kind,
  sql: (at: TableAt, asOf: string) => string,
  more = 0,
): RecordLists & { kind: Kind } {
  const moment = `$${5 + more}`;
  const recordAt = (at: TableAt): string =>
    `SELECT FROM ${at(kind, 'id', '$1')} x WHERE x.id = $1 AND may_read(x.access, $2::smallint[])`;
  return {
    kind,
    current: statement(`${name}.of_${kind}`, sql(currentTable, NOW)),
    asOf: statement(`${name}.of_${kind}_as_of`, sql(tableAsOf(moment), `${moment}::bigint[]`)),
    exists: statement(`${name}.${kind}_exists`, recordAt(currentTable)),
    existed: statement(`${name}.${kind}_existed`, recordAt(tableAsOf('$3'))),
  };
}

export interface WantedList {
  /** Of the record */
  id: string;
  query: AsOfPageQuery;
  clearance: Clearance;
  /** Where the first page begins */
  start?: string;
  more?: unknown[];
}

export async function readRecordList(
  reader: Queryable,
  lists: RecordLists,
  { id, query, clearance, start = FIRST, more = [] }: WantedList,
): Promise<JsonDocument> {
  const { cursor, limit = DEFAULT_LIMIT, asOf } = query;
  const moment = await momentAsOf(reader, asOf, clearance);
  const then = moment === null ? [] : [moment];
  const values = [id, clearance, decodeCursor(cursor, start), limit + 1, ...more, ...then];
  const rows = await reader.rows<ListRow>(moment === null ? lists.current : lists.asOf, values);
  // Only an empty page leaves open whether there is such a record at all.
  if (rows.length === 0) {
    const asked = moment === null ? lists.exists : lists.existed;
    if ((await reader.rows(asked, [id, clearance, ...then])).length === 0) throw notFound(lists.kind);
  }
  return pageDocument(rows, limit);
}
