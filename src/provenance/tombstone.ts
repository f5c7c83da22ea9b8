import { Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from './ledger.js';

/** What is left to be told of a record whose words were erased. */
export interface Tombstone {
  kind: string;
  basis: string;
  erasedAt: string;
}

/** The tombstone of a record, or null. Told to those alone who may read the row that is left of it: the asker sees to that. */
export const tombstoneOf = (id: string): string => `
  (SELECT json_build_object('kind', x.table_name, 'basis', x.basis, 'erasedAt', x.erased_at)
   FROM erased_record x WHERE x.record_id = ${id} AND x.is_gone ORDER BY x.erased_at, x.erasure_id LIMIT 1)`;

export function erased(tombstone: Tombstone): Problem {
  const detail = `This ${tombstone.kind.replaceAll('_', ' ')} was erased; that it was here, and what hangs on it, stays.`;
  return new Problem(410, 'record.erased', detail, { extra: { erased: tombstone } });
}

const standing = statement('provenance.tombstone', `SELECT ${tombstoneOf('$1')} AS tombstone`);

/** Refuses to write to what was erased: it would seem to be there again. */
export async function refuseErased({ rows }: Activity, id: string): Promise<void> {
  const [row] = await rows<{ tombstone: Tombstone | null }>(standing, [id]);
  if (row?.tombstone) throw erased(row.tombstone);
}
