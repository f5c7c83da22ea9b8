import type { TableAt } from '../provenance/as-of.js';

/**
 * SQL that says whether an agent is a narrator of a testimony, by whichever record of one person.
 * @param testimony the column that holds it, such as `t.id`
 */
export function byNarrator(
  at: TableAt,
  { testimony, agent }: { testimony: string; agent: string },
  clearance: string,
  asOf: string,
): string {
  return `EXISTS (
    SELECT FROM ${at('contribution', 'testimony_id', testimony)} told
    WHERE told.testimony_id = ${testimony} AND told.role = 'narrator' AND may_read(told.access, ${clearance}::smallint[])
      AND told.agent_id IN (SELECT * FROM same_records(${agent}, ${clearance}::smallint[], ${asOf})))`;
}
