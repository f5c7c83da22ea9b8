import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Connections } from '../src/database/connections.js';
import { openBenchArchive } from './archive.js';
import { Child } from './child.js';
import { generateLoad } from './load-generator.js';
import { busyness, machineFacts, postgresCpu } from './machine.js';
import { type Comparison, compare, type Side, warmUp } from './measure.js';
import type { Options } from './options.js';
import { drawSamples } from './samples.js';
import { worksOn } from './works.js';

/** The throughput of writes that are in the log, as a share of the same writes without it. */
const LIMIT = 0.75;
const CONNECTIONS = [1, 16];

type Say = (line: string) => void;

/** The same writes with the log and without, by two copies of one archive; and how long until they are in the tree. */
export async function benchLogging(options: Options, say: Say, signal: AbortSignal): Promise<void> {
  const archive = await openBenchArchive(options, say, signal);
  const undo: (() => Promise<void>)[] = [() => archive.close()];
  const keyFile = join(tmpdir(), `kataribe-bench-log-key-${process.pid}`);
  undo.push(() => rm(keyFile, { force: true }));
  try {
    for (const fact of await machineFacts(archive.connections.owner)) say(fact);
    const samples = await drawSamples(archive.connections.owner);
    const unlogged = await copyWithoutLog(archive.server.superuserUrl(), archive.connections);
    const children = { bare: Child.start('./api-server.js'), ours: Child.start('./api-server.js') };
    undo.push(async () => void (await Promise.all([children.bare.stop(), children.ours.stop()])));
    const bare = await children.bare.ask({ kind: 'start', connections: unlogged }, 'listening');
    const log = { keyFile, origin: 'kataribe.bench/log' };
    const ours = await children.ours.ask(
      { kind: 'start', connections: archive.connections, log },
      'listening',
    );
    await everythingSequenced(archive.connections.owner);
    const record = (token: string) => worksOn(samples, token).find(({ key }) => key === 'record')!;
    const work = {
      bare: record(bare.token ?? '').ours,
      ours: record(ours.token ?? '').ours,
    };
    const sides = {
      bare: { child: children.bare, port: bare.port },
      ours: { child: children.ours, port: ours.port },
    };
    await warmUp(sides, work, Math.max(1, options.seconds * 0.6), signal);
    const cpu = await postgresCpu(archive.server.dataDirectory);
    say(
      '\n| record one claim | conn. | with the log /s | without /s | ratio (lowest, highest) | CPU ms with: node + pg | without | limit |',
    );
    say('|---|---:|---:|---:|---:|---:|---:|---:|');
    for (const many of CONNECTIONS) {
      say(line(many, await compare(sides, work, many, options.seconds, cpu, signal)));
    }
    await lags(archive.connections.owner, sides.ours, work.ours, options.seconds, say, signal);
    say(`Load of the machine: ${busyness()}`);
  } finally {
    for (const step of undo.reverse()) await step().catch((error: unknown) => say(String(error)));
  }
}

function line(many: number, { ours, bare, ratio, lowest, highest }: Comparison): string {
  const spent = (side: typeof ours): string =>
    `${side.serverCpu.toFixed(2)} + ${side.postgresCpu?.toFixed(2) ?? '?'}`;
  const met = ratio >= LIMIT ? 'met' : 'NOT MET';
  return (
    `| | ${many} | ${ours.perSecond.toFixed(0)} | ${bare.perSecond.toFixed(0)} ` +
    `| ${ratio.toFixed(2)}x (${lowest.toFixed(2)}, ${highest.toFixed(2)}) | ${spent(ours)} | ${spent(bare)} | >= ${LIMIT}x ${met} |`
  );
}

/** A copy of the archive in which nothing is written to the log. */
async function copyWithoutLog(superuserUrl: string, connections: Connections): Promise<Connections> {
  const copy = (url: string): string => url.replace(/\/kataribe\?/, '/kataribe_without_log?');
  const superuser = new pg.Client({ connectionString: superuserUrl.replace(/\/kataribe\?/, '/postgres?') });
  await superuser.connect();
  try {
    await superuser.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'kataribe'`,
    );
    await superuser.query('DROP DATABASE IF EXISTS kataribe_without_log');
    await superuser.query('CREATE DATABASE kataribe_without_log TEMPLATE kataribe OWNER kataribe_owner');
  } finally {
    await superuser.end();
  }
  const owner = new pg.Client({ connectionString: copy(connections.owner) });
  await owner.connect();
  try {
    await owner.query(`DO $$ DECLARE logging record; BEGIN
      FOR logging IN SELECT tgname, tgrelid::regclass AS target FROM pg_trigger WHERE tgname LIKE 'append_to_log%' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', logging.tgname, logging.target);
      END LOOP; END $$; TRUNCATE log_pending`);
  } finally {
    await owner.end();
  }
  return {
    ...connections,
    owner: copy(connections.owner),
    app: copy(connections.app),
    reader: copy(connections.reader),
  };
}

async function everythingSequenced(ownerUrl: string): Promise<void> {
  await onClient(ownerUrl, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ pending: boolean }>(
        'SELECT EXISTS (SELECT FROM log_pending) AS pending',
      );
      if (rows[0]?.pending === false) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
}

/** Milliseconds from the beginning of an activity until a checkpoint holds it, under writing by 16. */
async function lags(
  ownerUrl: string,
  side: Side,
  requests: Buffer[],
  seconds: number,
  say: Say,
  signal: AbortSignal,
): Promise<void> {
  await onClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ last: string }>('SELECT max(sequence) AS last FROM activity');
    await generateLoad(side.port, requests, 16, seconds, signal);
    await everythingSequenced(ownerUrl);
    const found = await client.query<Record<'p50' | 'p99' | 'most', number>>(
      `WITH lag AS (
         SELECT extract(epoch FROM c.created_at - a.started_at) * 1000 AS took
         FROM activity a JOIN log_sequenced s ON s.activity_id = a.id
         CROSS JOIN LATERAL (SELECT created_at FROM log_checkpoint WHERE tree_size >= s.next_leaf ORDER BY tree_size LIMIT 1) c
         WHERE a.sequence > $1)
       SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took)::float8 AS p50,
         percentile_cont(0.99) WITHIN GROUP (ORDER BY took)::float8 AS p99, max(took)::float8 AS most FROM lag`,
      [rows[0]!.last],
    );
    const { p50, p99, most } = found.rows[0]!;
    say(
      `\nFrom the beginning of a write to the checkpoint that holds it, 16 writing: p50 ${p50.toFixed(0)} ms, ` +
        `p99 ${p99.toFixed(0)} ms, at most ${most.toFixed(0)} ms (limit: p99 < 1000 ms, ${p99 < 1000 ? 'met' : 'NOT MET'})`,
    );
  });
}

async function onClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'kataribe bench log' });
  await client.connect();
  await work(client).finally(() => client.end());
}
