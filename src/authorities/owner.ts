import { notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

/** Whose a name or an identifier is. */
export interface Owner {
  kind: 'agent' | 'place';
  id: string;
}

// What belongs to a record, and rests on a source, is for those who may read both: the stricter of the two.
const accessOfBoth = statement(
  'authorities.access',
  `SELECT greatest(own.access, (SELECT s.access FROM source s WHERE s.id = $3::uuid)) AS access
   FROM (
     SELECT g.access FROM agent g WHERE $1 = 'agent' AND g.id = $2
     UNION ALL SELECT p.access FROM place p WHERE $1 = 'place' AND p.id = $2) own
   WHERE may_read(own.access, $4::smallint[])`,
);

/** How restricted something about the owner is; a problem where the writer may not see the owner. */
export async function accessOf(
  { rows, by }: Activity,
  { kind, id }: Owner,
  sourceId?: string | null,
): Promise<number> {
  const [found] = await rows<{ access: number }>(accessOfBoth, [kind, id, sourceId ?? null, by.clearance]);
  if (found === undefined) throw notFound(kind);
  return found.access;
}

/** The columns that say whose a row is. */
export function ownerColumns({ kind, id }: Owner): { agentId: string } | { placeId: string } {
  return kind === 'agent' ? { agentId: id } : { placeId: id };
}
