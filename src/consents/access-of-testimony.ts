import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

const access = statement('consents.access_of_testimony', 'SELECT access FROM testimony WHERE id = $1');

/** What is said of a testimony is as hidden as the testimony itself. */
export async function accessOfTestimony({ rows }: Activity, id: string): Promise<number> {
  const [row] = await rows<{ access: number }>(access, [id]);
  return row!.access;
}
