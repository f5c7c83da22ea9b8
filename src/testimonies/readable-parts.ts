/**
 * SQL that gives something of a testimony `t` to those who may read the part of it that it belongs to, and nothing to others:
 * what describes it (when and where it was recorded, its rights) or its summary may be closed while it is listed.
 * @param clearance the parameter that holds it, such as `$2`
 */
export function ifPartReadable(part: 'description' | 'summary', clearance: string, sql: string): string {
  return `CASE WHEN may_read(access_of_part(t.id, '${part}'), ${clearance}::smallint[]) THEN ${sql} END`;
}
