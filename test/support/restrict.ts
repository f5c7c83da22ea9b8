import { ARCHIVE_AGENT_ID } from '../../src/provenance/agent.entity.js';
import type { TestArchive } from './archive.js';
import { amend } from './expectations.js';

interface Rows {
  table: string;
  where: string;
}

/**
 * Restricts rows to those who read the level (3 the staff, 1 the registered), or ends what restricts them (0). Records of
 * any kind can be restricted by SQL, of more kinds than over HTTP.
 */
export async function restrict(archive: TestArchive, rows: Rows[], level: 0 | 1 | 3 = 3): Promise<void> {
  await amend(archive, rows.map((some) => (level === 0 ? end(some) : impose(some, level))).join('\n'));
}

function impose({ table, where }: Rows, level: 1 | 3): string {
  return `INSERT INTO restriction (kind, record_id, mode, level, basis, because, decided_by_id)
    SELECT '${table}', t.id, '${level === 1 ? 'registered' : 'hidden_sealed'}', ${level}, 'archive', 'For a test.',
      '${ARCHIVE_AGENT_ID}' FROM ${table} t WHERE ${where};`;
}

function end({ table, where }: Rows): string {
  return `INSERT INTO restriction_end (restriction_id, reason, because, decided_by_id)
    SELECT r.id, 'lifted', 'For a test.', '${ARCHIVE_AGENT_ID}' FROM restriction r
    WHERE r.kind = '${table}' AND r.record_id IN (SELECT t.id FROM ${table} t WHERE ${where})
      AND NOT EXISTS (SELECT FROM restriction_end e WHERE e.restriction_id = r.id);`;
}

/** Claims; what derives from them follows. */
export function claimRows(claims: string): Rows[] {
  return [{ table: 'claim', where: `id IN (${claims})` }];
}

/** A testimony; what derives from it follows. */
export function testimonyRows(id: string): Rows[] {
  return [{ table: 'testimony', where: `id = '${id}'` }];
}

/** Releases rows from all that closes them, as if somebody had proposed it and another approved. */
export async function release(archive: TestArchive, { table, where }: Rows): Promise<void> {
  await amend(
    archive,
    `INSERT INTO release (restriction_id, kind, record_id, because, proposed_by_id, state, decided_by_id, decided_because)
     SELECT c.restriction_id, c.table_name, c.record_id, 'For a test.',
       (SELECT id FROM agent WHERE id <> '${ARCHIVE_AGENT_ID}' LIMIT 1), 'approved', '${ARCHIVE_AGENT_ID}', 'For a test.'
     FROM restricted_record c JOIN ${table} t ON t.id = c.record_id WHERE ${where};`,
  );
}
