import { notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

const lock = statement(
  'testimonies.lock',
  'SELECT FROM testimony WHERE id = $1 AND may_read(access, $2::smallint[]) FOR NO KEY UPDATE',
);

/**
 * Makes those that write to one testimony wait for each other. It stands by itself before what is read then: a statement
 * that waited for a lock still sees what was there before it waited.
 */
export async function lockTestimony({ rows, by }: Activity, id: string): Promise<void> {
  const [locked] = await rows<object>(lock, [id, by.clearance]);
  if (locked === undefined) throw notFound('testimony');
}
