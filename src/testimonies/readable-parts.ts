/**
 * SQL that gives something of a testimony `t` to those who may read the part of it that it belongs to, and nothing to others:
 * what describes it (when and where it was recorded, its rights) or its summary may be closed while it is listed.
 * @param clearance the parameter that holds it, such as `$2`
 */
export function ifPartReadable(part: 'description' | 'summary', clearance: string, sql: string): string {
  return `CASE WHEN may_read(access_of_part(t.id, '${part}'), ${clearance}::smallint[]) THEN ${sql} END`;
}

/**
 * SQL for the restrictions of a testimony `t` that are told to whoever sees it: how the rest of it can be read, and until when
 * it cannot. What is hidden without a trace is not among them.
 */
export const listedRestrictions = `(
  SELECT coalesce(json_agg(json_build_object('id', x.id, 'part', x.part, 'mode', x.mode, 'until', CASE
      WHEN x.until_edtf IS NOT NULL THEN json_build_object('edtf', x.until_edtf)
      WHEN x.until_years IS NOT NULL THEN json_build_object('yearsAfterDeath', x.until_years) END) ORDER BY x.sequence), '[]')
  FROM restriction x
  WHERE x.record_id = t.id AND x.part = 'content' AND x.mode IN ('on_request', 'listed_sealed')
    AND NOT EXISTS (SELECT FROM restriction_end e WHERE e.restriction_id = x.id))`;
