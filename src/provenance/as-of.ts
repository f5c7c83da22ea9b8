import type { Clearance } from '../common/principal.js';
import { isMoment } from '../common/moment.js';
import { invalid } from '../common/problem.js';
import { isId } from '../common/record-id.js';
import type { Queryable } from '../database/reader.js';
import { statement } from '../database/statement.js';

/**
 * Where a query reads a table from: the table itself, or, for reads as of an earlier moment, the rows that were
 * current then. `column` and `parameter` say which rows are wanted, so that history is entered by its index.
 * Inside, rows are called `r`, `a`, `h`: a parameter that names a column of one's own (`g.id`) must not be of a table so called.
 */
export type TableAt = (table: string, column: string, parameter: string) => string;

export const currentTable: TableAt = (table) => table;

/** What SQL functions that know moments (`stood_at`) take for the present. */
export const NOW = 'NULL::bigint';

/** @param sequence the parameter that holds the sequence of the last activity to be seen, such as '$3' */
export function tableAsOf(sequence: string): TableAt {
  return (table, column, parameter) => `(
    SELECT r.* FROM ${table} r JOIN activity a ON a.id = r.activity_id
    WHERE a.sequence <= ${sequence} AND r.${column} = ${parameter}
    UNION ALL
    SELECT r.* FROM history h
    JOIN activity generated ON generated.id = h.generated_by AND generated.sequence <= ${sequence}
    JOIN activity ended ON ended.id = h.ended_by AND ended.sequence > ${sequence}
    -- Who may read it now may read what it was; a row that is gone is for the staff.
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, h.record || jsonb_build_object('access', strictest(
      h.access,
      coalesce((SELECT now.access FROM ${table} now WHERE now.id = h.record_id), 3::smallint)))) r
    WHERE h.table_name = '${table}' AND h.record @> jsonb_build_object('${column}', ${parameter}))`;
}

/**
 * All rows of a table that were current then, for what looks at the whole archive. It begins with what has ended since:
 * the longer ago, the more there is to read.
 */
export function wholeTableAsOf(sequence: string): (table: string) => string {
  return (table) => `(
    SELECT r.* FROM ${table} r JOIN activity a ON a.id = r.activity_id
    WHERE a.sequence <= ${sequence}
    UNION ALL
    SELECT r.* FROM activity ended
    JOIN history h ON h.ended_by = ended.id AND h.table_name = '${table}'
    JOIN activity generated ON generated.id = h.generated_by AND generated.sequence <= ${sequence}
    -- Who may read it now may read what it was; a row that is gone is for the staff.
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, h.record || jsonb_build_object('access', strictest(
      h.access,
      coalesce((SELECT now.access FROM ${table} now WHERE now.id = h.record_id), 3::smallint)))) r
    WHERE ended.sequence > ${sequence})`;
}

const byActivity = statement(
  'as_of.activity',
  'SELECT sequence FROM activity WHERE id = $1 AND may_read(access, $2::smallint[])',
);

const byTime = statement(
  'as_of.time',
  `SELECT coalesce((SELECT sequence FROM activity WHERE started_at <= $1
     ORDER BY started_at DESC, sequence DESC LIMIT 1), 0) AS sequence`,
);

/**
 * The moment an `asOf` names: the id of an activity, or a time (RFC 3339, with its offset).
 * @returns the sequence of the last activity seen then; null for now
 */
export async function sequenceAsOf(
  reader: Queryable,
  asOf: string | undefined,
  clearance: Clearance,
): Promise<string | null> {
  if (asOf === undefined) return null;
  const isTime = isMoment(asOf);
  if (isTime || isId(asOf)) {
    const [found] = isTime
      ? await reader.rows<{ sequence: string }>(byTime, [asOf])
      : await reader.rows<{ sequence: string }>(byActivity, [asOf, clearance]);
    if (found !== undefined) return found.sequence;
  }
  throw invalid([
    {
      pointer: '/asOf',
      code: 'request.as_of_invalid',
      expected: 'the id of an activity, or a time such as 2026-11-23T12:00:00Z',
      found: JSON.stringify(asOf.slice(0, 60)),
    },
  ]);
}
