/**
 * Where a query reads a table from: the table itself, or, for reads as of an earlier moment, the rows that were
 * current then. `column` and `parameter` say which rows are wanted, so that history is entered by its index.
 * Inside, rows are called `r`, `a`, `h`: a parameter that names a column of one's own (`g.id`) must not be of a table so called.
 */
export type TableAt = (table: string, column: string, parameter: string) => string;

export const currentTable: TableAt = (table) => table;

/** What SQL functions that know moments (`stood_at`) take for the present. */
export const NOW = 'NULL::bigint[]';

/** @param moment the parameter that holds it, such as '$3' */
export function tableAsOf(moment: string): TableAt {
  return (table, column, parameter) => `(
    SELECT r.* FROM ${table} r JOIN activity a ON a.id = r.activity_id
    WHERE seen_at(a.sequence, ${moment}) AND r.${column} = ${parameter}
    UNION ALL
    SELECT r.* FROM history h
    JOIN activity generated ON generated.id = h.generated_by AND seen_at(generated.sequence, ${moment})
    JOIN activity ended ON ended.id = h.ended_by AND NOT seen_at(ended.sequence, ${moment})
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
export function wholeTableAsOf(moment: string): (table: string) => string {
  return (table) => `(
    SELECT r.* FROM ${table} r JOIN activity a ON a.id = r.activity_id
    WHERE seen_at(a.sequence, ${moment})
    UNION ALL
    SELECT r.* FROM activity ended
    JOIN history h ON h.ended_by = ended.id AND h.table_name = '${table}'
    JOIN activity generated ON generated.id = h.generated_by AND seen_at(generated.sequence, ${moment})
    -- Who may read it now may read what it was; a row that is gone is for the staff.
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, h.record || jsonb_build_object('access', strictest(
      h.access,
      coalesce((SELECT now.access FROM ${table} now WHERE now.id = h.record_id), 3::smallint)))) r
    WHERE NOT seen_at(ended.sequence, ${moment}))`;
}
