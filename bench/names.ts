import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Connections } from '../src/database/connections.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { Child } from './child.js';
import { onEmptyArchive } from './empty-archive.js';
import { explain } from './explain.js';
import { generateLoad } from './load-generator.js';
import { busyness, machineFacts, postgresCpu } from './machine.js';
import { FORMS_A_PERSON, nameQueries, type NameTable, nameTables } from './name-rows.js';
import type { Options } from './options.js';
import { withoutWall } from './without-wall.js';

/** What half of the searches may take at most, in milliseconds. */
const LIMIT = 10;
const FORMS = { tiny: 10_000, XS: 100_000, S: 1_000_000, M: 10_000_000 };
const PEOPLE_A_COPY = 10_000;

type Say = (line: string) => void;

/** Name search over HTTP, on an archive of nothing but names. */
export async function benchNames({ size, seconds }: Options, say: Say, signal: AbortSignal): Promise<void> {
  await onEmptyArchive('names', say, async ({ connections, server, undo }) => {
    await withoutWall(connections.owner, () => fill(connections.app, FORMS[size], say, signal));
    await settle(server.superuserUrl());
    for (const fact of await machineFacts(connections.owner)) say(fact);
    const cpu = await postgresCpu(server.dataDirectory);
    await measure(connections, cpu, undo, seconds, say, signal);
  });
}

async function measure(
  connections: Connections,
  cpu: () => number | null,
  undo: (() => Promise<void>)[],
  seconds: number,
  say: Say,
  signal: AbortSignal,
): Promise<void> {
  const queries = nameQueries();
  const path = (q: string): string => `/api/names?q=${encodeURIComponent(q)}`;
  const capture = Child.start('./capture.js');
  undo.push(() => capture.stop());
  const samples = Object.fromEntries(
    Object.entries(queries).map(([kind, [q]]) => [kind, { method: 'GET' as const, path: path(q!) }]),
  );
  const asked = { kind: 'capture' as const, connections, requests: samples };
  const { statements } = await capture.ask(asked, 'captured');
  await explain(connections.reader, statements, say);

  const child = Child.start('./api-server.js');
  undo.push(() => child.stop());
  const { port } = await child.ask({ kind: 'start', connections }, 'listening');
  const requests = Object.entries(queries).map(([kind, words]): [string, Buffer[]] => [
    kind,
    words.map((q) => Buffer.from(`GET ${path(q)} HTTP/1.1\r\nhost: localhost\r\n\r\n`)),
  ]);
  const all = requests.flatMap(([, made]) => made);
  await generateLoad(port, all, 16, Math.max(1, seconds / 2), signal);
  say(
    `\n| name search, ${seconds} s each, ${new Date().toISOString()} | conn. | /s | p50 ms | p99 ms | CPU ms: node + pg | limit |`,
  );
  say('|---|---:|---:|---:|---:|---:|---:|');
  for (const [kind, made] of [['all of them', all] as [string, Buffer[]], ...requests]) {
    for (const many of kind === 'all of them' ? [1, 16] : [1]) {
      const before = { node: await child.cpuTime(), postgres: cpu() };
      const {
        latencies,
        requests: done,
        seconds: took,
      } = await generateLoad(port, made, many, seconds, signal);
      const node = ((await child.cpuTime()) - before.node) / 1000 / done;
      const postgres = ((cpu() ?? NaN) - (before.postgres ?? NaN)) / 1000 / done;
      const sorted = latencies.sort((a, b) => a - b);
      const quantile = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? NaN;
      const [half, most] = [quantile(0.5), quantile(0.99)];
      const limit = many === 1 ? `p50 <= ${LIMIT} ms ${half <= LIMIT ? 'met' : 'NOT MET'}` : '-';
      const spent = `${node.toFixed(2)} + ${postgres.toFixed(2)}`;
      const figures = [Math.round(done / took), half.toFixed(2), most.toFixed(2), spent].join(' | ');
      say(`| ${kind} | ${many} | ${figures} | ${limit} |`);
    }
  }
  say(`Load of the machine: ${busyness()}`);
}

async function fill(appUrl: string, forms: number, say: Say, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl, application_name: 'kataribe bench names' });
  await client.connect();
  try {
    await client.query('SET synchronous_commit = off');
    const people = Math.ceil(forms / FORMS_A_PERSON);
    const started = Date.now();
    let keys = 0;
    for (let done = 0, stream = 0; done < people; done += PEOPLE_A_COPY, stream += 1) {
      signal.throwIfAborted();
      await client.query('BEGIN');
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO activity (type, agent_id, note) VALUES ('archive.seed', $1, 'Names.') RETURNING id`,
        [ARCHIVE_AGENT_ID],
      );
      for (const table of nameTables(Math.min(PEOPLE_A_COPY, people - done), stream)) {
        await copy(client, table, rows[0]!.id);
        if (table.table === 'name_key') keys += table.rows.length;
      }
      await client.query('COMMIT');
    }
    const took = ((Date.now() - started) / 1000).toFixed(0);
    say(
      `${(people * FORMS_A_PERSON).toLocaleString('en')} name forms of ${people.toLocaleString('en')} people,`,
    );
    say(`each with a name of its own besides: ${keys.toLocaleString('en')} keys, in ${took} s.`);
  } finally {
    await client.end();
  }
}

async function copy(
  client: pg.Client,
  { table, columns, rows }: NameTable,
  activityId: string,
): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}, activity_id) FROM STDIN`));
  const lines = rows.map((row) => [...row.map((value) => value ?? '\\N'), activityId].join('\t') + '\n');
  await pipeline(Readable.from([Buffer.from(lines.join(''))]), stream);
}

/** What autovacuum and the checkpointer would do some time, done before anything is measured. */
async function settle(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
