import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** What the figures were measured on: they mean nothing without it. */
export async function machineFacts(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const setting = async (name: string): Promise<string> =>
      (await client.query<Record<string, string>>(`SHOW ${name}`)).rows[0]![name]!;
    const [version, buffers, fsync, commit] = [
      await setting('server_version'),
      await setting('shared_buffers'),
      await setting('fsync'),
      await setting('synchronous_commit'),
    ];
    const { rows } = await client.query<{ name: string; rows: number; size: string }>(
      `SELECT relname AS name, reltuples::bigint::integer AS rows,
         pg_size_pretty(pg_total_relation_size(oid)) AS size
       FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples >= 100
       ORDER BY pg_total_relation_size(oid) DESC LIMIT 12`,
    );
    const database = await client.query<{ size: string }>(
      'SELECT pg_size_pretty(pg_database_size(current_database())) AS size',
    );
    return [
      `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
        `Node.js ${process.versions.node}, PostgreSQL ${version}, shared_buffers ${buffers}, fsync ${fsync}, ` +
        `synchronous_commit ${commit}, load ${busyness()}`,
      `database ${database.rows[0]!.size} with the copies: ` +
        rows.map((table) => `${table.name} ${table.rows.toLocaleString('en')} (${table.size})`).join(', '),
    ];
  } finally {
    await client.end();
  }
}

/** How many processes wanted to run in the last minute: more than two on two cores, and others are at work. */
export function busyness(): string {
  return loadavg()[0]!.toFixed(1);
}

/** The CPU time PostgreSQL has used for its sessions; null where the system does not tell. */
export async function postgresCpu(dataDirectory: string): Promise<() => number | null> {
  if (process.platform !== 'linux') return () => null;
  const postmaster = (await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8')).split(
    '\n',
  )[0]!;
  return () => {
    let ticks = 0;
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid)) continue;
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (fields[1] === postmaster) ticks += Number(fields[11]) + Number(fields[12]);
        // Of those that have ended meanwhile, such as sessions that were idle
        if (pid === postmaster) ticks += Number(fields[13]) + Number(fields[14]);
      } catch {
        // It ended while we looked.
      }
    }
    return ticks * 10_000;
  };
}
