import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

// Any number will do, as long as it is the same for every process and no other lock of the archive.
const lock = statement('erasures.lock', 'SELECT pg_advisory_xact_lock(4711062)');

// All of the archive is looked through for the very words: that takes as long as it takes.
const noHurry = statement('erasures.no_hurry', `SELECT set_config('statement_timeout', '0', true)`);

/** Lets one erase at a time, of all instances, until its activity ends: also the list beside the backups is written so. */
export async function lockErasures({ rows }: Activity): Promise<void> {
  await rows(lock, []);
  await rows(noHurry, []);
}
