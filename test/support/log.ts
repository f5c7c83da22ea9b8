import { hash, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Reader } from '../../src/database/reader.js';
import { Ledger } from '../../src/provenance/ledger.js';
import { LogKeyFile } from '../../src/transparency-log/log-key-file.js';
import { LogKeys } from '../../src/transparency-log/log-keys.js';
import { LogPool } from '../../src/transparency-log/log-pool.js';
import type { LogSettings } from '../../src/transparency-log/log-settings.js';
import { Sequencer } from '../../src/transparency-log/sequencer.js';
import type { TestArchive } from './archive.js';

/** What has an archive keep its log in a test. */
export function testLog(settings: Partial<LogSettings> = {}): LogSettings {
  return { keyFile: join(tmpdir(), `log-key-${randomUUID()}`), origin: 'archive.example/log', ...settings };
}

/** Until nothing waits for the tree any more. */
export async function sequenced({ sql }: Pick<TestArchive, 'sql'>): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const [row] = await sql<{ pending: number }>('SELECT count(*)::integer AS pending FROM log_pending');
    if (row!.pending === 0) return;
    if (Date.now() > deadline) throw new Error(`${row!.pending} activities are not in the tree.`);
    await wait(50);
  }
}

/**
 * Has the log take in whatever was committed, once, where no timer does.
 * @returns the size of the tree
 */
export async function takeIntoLog(archive: TestArchive): Promise<string> {
  const of = <Provider>(provider: new (...given: never[]) => Provider): Provider =>
    archive.app.get(provider, { strict: false });
  let keyFile = keyFiles.get(archive);
  if (keyFile === undefined) keyFiles.set(archive, (keyFile = testLog().keyFile));
  const file = new LogKeyFile(keyFile);
  // Where a test began a key by hand, ours signs beside it.
  if ((await file.read()).length === 0) await file.add(testLog().origin);
  const keys = new LogKeys(of(Ledger), of(Reader), testLog({ keyFile }));
  await new Sequencer(of(LogPool), keys).sequence();
  const [signed] = await archive.sql<{ size: string }>('SELECT max(tree_size) AS size FROM log_checkpoint');
  return signed!.size;
}

const keyFiles = new WeakMap<TestArchive, string>();

export interface Envelope {
  table: string;
  id: string;
  version: number;
  activity: string;
  access?: number;
  note_access?: number;
  time?: number;
  columns?: Record<string, string>;
  erased?: string[];
  deleted?: true;
}

/** The entries of a record, in the order of writing. */
export async function entriesOf(
  { sql }: Pick<TestArchive, 'sql'>,
  recordId: string,
): Promise<
  { salt: Buffer | null; salts: Record<string, string> | null; envelope: string; said: Envelope }[]
> {
  const rows = await sql<{ salt: Buffer | null; salts: Record<string, string> | null; envelope: string }>(
    'SELECT salt, salts, envelope FROM log_entry WHERE record_id = $1 ORDER BY id',
    [recordId],
  );
  return rows.map((row) => ({ ...row, said: JSON.parse(row.envelope) as Envelope }));
}

/** What a column is committed to: src/transparency-log/README.md, said a second time. */
export function commitment(rowSalt: Buffer, column: string, value: string | null): string {
  return commitmentBy(hash('sha256', Buffer.concat([rowSalt, Buffer.from(column)]), 'buffer'), value);
}

export function commitmentBy(columnSalt: Buffer, value: string | null): string {
  return hash(
    'sha256',
    Buffer.concat([columnSalt, value === null ? Buffer.of(0xff) : Buffer.from(value)]),
    'base64',
  );
}
