import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import type { Clearance } from '../common/principal.js';
import type { Queryable } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, NOW, type TableAt, tableAsOf } from './as-of.js';
import { momentAsOf } from './moment.js';
import type { RecordKind } from './record-kinds.js';

/** All records of a kind in the order they were recorded, as they are and as they were. */
export interface KindLists {
  current: Statement;
  asOf: Statement;
}

/**
 * @param kind of the records, and their table
 * @param row what `body` and `condition` call a record
 * @param sql says what is shown of a record (JSON) and which are, with $2 the clearance and `more` parameters of its own from
 *   $4 on; `asOf` says when to the functions that ask
 */
export function kindLists(
  name: string,
  [kind, row]: [RecordKind, string],
  sql: (at: TableAt, asOf: string) => { body: string; condition?: string },
  more = 0,
): KindLists {
  const list = (
    rows: string,
    sequence: string,
    { body, condition = 'true' }: ReturnType<typeof sql>,
  ): string => `
    SELECT ${sequence}, ${body}::text AS body FROM ${rows}
    WHERE may_read(${row}.access, $2::smallint[]) AND ${sequence} > $1 AND ${condition}
    ORDER BY ${sequence} LIMIT $3`;
  const moment = `$${4 + more}`;
  const then = tableAsOf(moment);
  return {
    current: statement(`${name}.list`, list(`${kind} ${row}`, `${row}.sequence`, sql(currentTable, NOW))),
    // Records are never removed: each of those there are now is looked up as it was.
    asOf: statement(
      `${name}.list_as_of`,
      list(
        `${kind} listed CROSS JOIN LATERAL (SELECT r.* FROM ${then(kind, 'id', 'listed.id')} r) ${row}`,
        'listed.sequence',
        sql(then, `${moment}::bigint[]`),
      ),
    ),
  };
}

export async function readKindList(
  reader: Queryable,
  { current, asOf: then }: KindLists,
  { cursor, limit = DEFAULT_LIMIT, asOf }: AsOfPageQuery,
  clearance: Clearance,
  more: unknown[] = [],
): Promise<JsonDocument> {
  const moment = await momentAsOf(reader, asOf, clearance);
  const values = [decodeCursor(cursor), clearance, limit + 1, ...more];
  const rows =
    moment === null
      ? await reader.rows<ListRow>(current, values)
      : await reader.rows<ListRow>(then, [...values, moment]);
  return pageDocument(rows, limit);
}
