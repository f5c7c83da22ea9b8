import type { TableAt } from '../provenance/as-of.js';
import type { Owner } from './owner.js';

/**
 * SQL for the rows of all records that are of the same person or place as $1, as far as clearance $2 sees it. OFFSET 0
 * keeps it a look-up by index for each of them.
 * @param table where they are kept, by `agent_id` or `place_id`
 * @param as what a row is called
 */
export function rowsOfSame(
  table: string,
  as: string,
  kind: Owner['kind'],
  at: TableAt,
  asOf: string,
): string {
  const owner = `${kind}_id`;
  return `same_records($1, $2::smallint[], ${asOf}) AS same (id)
    CROSS JOIN LATERAL (SELECT r.* FROM ${at(table, owner, 'same.id')} r WHERE r.${owner} = same.id OFFSET 0) ${as}`;
}
