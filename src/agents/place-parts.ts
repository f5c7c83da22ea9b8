import { invalid } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import { chains, lockChains, refuseCircle } from '../provenance/chains.js';
import type { Activity } from '../provenance/ledger.js';

/** The clearance that sees all: whether there is a circle does not depend on who asks. */
const ALL = `'{32767}'::smallint[]`;

/**
 * From a place to the ones it lies in: what any record of it is part of, and all records of that. Who may not see that
 * two records are one place does not see a step that needs it.
 */
export const PLACE_PARTS = chains(
  'place',
  `SELECT 'place' AS kind, whole.id, CASE
     WHEN own.id IN (SELECT same_records(walk.id, $2::smallint[], ${NOW}))
       AND whole.id IN (SELECT same_records(p.part_of_id, $2::smallint[], ${NOW})) THEN p.access
     ELSE 3::smallint END AS access
   FROM same_records(walk.id, ${ALL}, ${NOW}) own (id)
   CROSS JOIN LATERAL (SELECT x.part_of_id, x.access FROM place x
     WHERE x.id = own.id AND x.part_of_id IS NOT NULL OFFSET 0) p
   CROSS JOIN LATERAL same_records(p.part_of_id, ${ALL}, ${NOW}) whole (id)`,
  `SELECT p.id, 1 AS steps FROM same_records(walk.id, ${ALL}, ${NOW}) own (id)
   CROSS JOIN LATERAL (SELECT x.id FROM place x WHERE x.part_of_id = own.id OFFSET 0) p`,
);

const areOne = statement(
  'places.are_one',
  `SELECT representative_of($1, ${ALL}, ${NOW}) = representative_of($2, ${ALL}, ${NOW}) AS "isOne"`,
);

/**
 * Refuses that a place lies in another where that would lead in a circle. It is asked after the place was written, so
 * that whoever may not change it learns nothing of what it is part of.
 * @param pointer the field of the request that names the other
 */
export async function refusePartOfItself(
  activity: Activity,
  id: string,
  partOfId: string,
  pointer: string,
): Promise<void> {
  await lockChains(activity, PLACE_PARTS);
  const [found] = await activity.rows<{ isOne: boolean }>(areOne, [id, partOfId]);
  if (found?.isOne === true) throw partOfItself(pointer);
  await refuseCircle(activity, PLACE_PARTS, { kind: 'place', id }, { kind: 'place', id: partOfId }, pointer);
}

export function partOfItself(pointer: string) {
  const code = 'place.part_of_itself';
  return invalid([{ pointer, code, expected: 'another place', found: 'the place itself' }]);
}
