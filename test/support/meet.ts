import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { TestArchive } from './archive.js';

const WAITING = `
  SELECT count(DISTINCT l.pid)::integer AS many FROM pg_locks l JOIN pg_stat_activity s ON s.pid = l.pid
  WHERE NOT l.granted AND s.datname = current_database()`;

/**
 * Has writers meet for certain: nothing is written to a table until all of them wait, for it or for each other.
 * @returns what came of each
 */
export function meetAt<Result>(
  archive: TestArchive,
  table: string,
  writers: (() => PromiseLike<Result>)[],
): Promise<PromiseSettledResult<Result>[]> {
  return holding(archive, table, writers, () => Promise.resolve());
}

/**
 * Has a writer be overtaken for certain: it has begun and waits to write to a table while others do what they do and commit.
 * @returns what came of it
 */
export async function overtake<Result>(
  archive: TestArchive,
  table: string,
  slow: () => PromiseLike<Result>,
  meanwhile: () => Promise<void>,
): Promise<Result> {
  const came = (await holding(archive, table, [slow], meanwhile))[0]!;
  if (came.status === 'rejected') throw came.reason;
  return came.value;
}

async function holding<Result>(
  archive: TestArchive,
  table: string,
  writers: (() => PromiseLike<Result>)[],
  meanwhile: () => Promise<void>,
): Promise<PromiseSettledResult<Result>[]> {
  const holder = new pg.Client({ connectionString: archive.connections.owner });
  await holder.connect();
  try {
    await holder.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`);
    const writing = Promise.allSettled(writers.map((write) => Promise.resolve(write())));
    const deadline = Date.now() + 5_000;
    for (;;) {
      // Not asked by the holder: within a transaction, who is connected is what it was when first asked.
      const [waiting] = await archive.sql<{ many: number }>(WAITING);
      if (waiting!.many >= writers.length) break;
      if (Date.now() > deadline) throw new Error(`${waiting!.many} of ${writers.length} writers wait.`);
      await wait(10);
    }
    await meanwhile();
    await holder.query('COMMIT');
    return await writing;
  } finally {
    await holder.end();
  }
}
