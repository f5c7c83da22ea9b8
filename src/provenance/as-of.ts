/**
 * Where a query reads a table from: the table itself, or, for reads as of an earlier moment, the rows that were
 * current then. `column` and `parameter` say which rows are wanted, so that history is entered by its index.
 * Inside, rows are called `kept`, `made`, `was`, `past`, `generated`, `ended`, `now`: a parameter that names a column of one's own (`g.id`)
 * must not be of a table so called.
 */
export type TableAt = (table: string, column: string, parameter: string) => string;

export const currentTable: TableAt = (table) => table;

/** What a join takes a table from, by the id that `id` holds: the table itself, or for each row joined to what it was. */
export function joinedAt(at: TableAt, table: string, id: string): string {
  return at === currentTable ? table : `LATERAL (SELECT it.* FROM ${at(table, 'id', id)} it)`;
}

/** What SQL functions that know moments (`stood_at`) take for the present. */
export const NOW = 'NULL::bigint[]';

/** @param moment the parameter that holds it, such as '$3' */
export function tableAsOf(moment: string): TableAt {
  return (table, column, parameter) => `(
    SELECT kept.* FROM ${table} kept JOIN activity made ON made.id = kept.activity_id
    WHERE seen_at(made.sequence, ${moment}) AND kept.${column} = ${parameter}
    UNION ALL
    SELECT was.* FROM history past
    JOIN activity generated ON generated.id = past.generated_by AND seen_at(generated.sequence, ${moment})
    JOIN activity ended ON ended.id = past.ended_by AND NOT seen_at(ended.sequence, ${moment})
    -- Who may read it now may read what it was; a row that is gone is for the staff.
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, past.record || jsonb_build_object('access', strictest(
      past.access,
      coalesce((SELECT now.access FROM ${table} now WHERE now.id = past.record_id), 3::smallint)))) was
    WHERE past.table_name = '${table}' AND past.record @> jsonb_build_object('${column}', ${parameter}))`;
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
