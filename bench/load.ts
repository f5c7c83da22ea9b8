import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import {
  CLAIMS_A_TESTIMONY,
  COLUMNS,
  commonIds,
  commonRows,
  type TableRows,
  testimonyRows,
  type Value,
} from './archive-rows.js';
import { deepRows, TESTIMONIES_A_DEEP_CLAIM } from './deep-rows.js';
import { SIZES, type SizeName } from './options.js';

/**
 * Fills an empty archive by COPY, one testimony an activity and a transaction, with every trigger on: the links and
 * the checks of the ledger come about as they do in the product. One testimony at a time is in memory.
 */
export async function loadArchive(
  appUrl: string,
  size: SizeName,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { claims, sources } = SIZES[size];
  const commons = commonIds(sources);
  const client = new pg.Client({ connectionString: appUrl, application_name: 'kataribe bench load' });
  await client.connect();
  try {
    // What is lost by a crash is loaded again; the measured writes wait for the disk as always.
    await client.query('SET synchronous_commit = off');
    const started = Date.now();
    const testimonies = claims / CLAIMS_A_TESTIMONY;
    let rows = await load(client, commonRows(commons), 'People, places and sources.');
    let told = Date.now();
    for (let n = 0; n < testimonies; n += 1) {
      signal.throwIfAborted();
      rows += await load(client, testimonyRows(n, CLAIMS_A_TESTIMONY, commons), `Testimony ${n + 1}.`);
      if (Date.now() - told > 5_000 || n + 1 === testimonies) {
        told = Date.now();
        const seconds = (told - started) / 1000;
        say(
          `  ${((n + 1) * CLAIMS_A_TESTIMONY).toLocaleString('en')} of ${claims.toLocaleString('en')} claims, ` +
            `${rows.toLocaleString('en')} rows in ${seconds.toFixed(0)} s: ${Math.round(rows / seconds).toLocaleString('en')} rows/s`,
        );
      }
    }
    for (let n = 0; n < testimonies; n += TESTIMONIES_A_DEEP_CLAIM) {
      signal.throwIfAborted();
      await load(client, deepRows(n, testimonies, commons), `What holds up a claim of testimony ${n + 1}.`);
    }
  } finally {
    await client.end();
  }
}

/** @returns how many rows were copied; those the triggers wrote are not counted */
async function load(client: pg.Client, tables: Iterable<TableRows>, note: string): Promise<number> {
  await client.query('BEGIN');
  const opened = await client.query<{ id: string }>(
    `INSERT INTO activity (type, agent_id, note) VALUES ('archive.seed', $1, $2) RETURNING id`,
    [ARCHIVE_AGENT_ID, note],
  );
  const activityId = opened.rows[0]!.id;
  let copied = 0;
  for (const { table, rows } of tables) {
    const columns = `${COLUMNS[table]} activity_id`.replaceAll(' ', ', ');
    const stream = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`));
    await pipeline(Readable.from(lines(rows, activityId)), stream);
    copied += stream.rowCount;
  }
  await client.query('COMMIT');
  return copied;
}

/** The text format of COPY, in pieces of some 64 kB: a write for every row would cost more than the row. */
function* lines(rows: Iterable<Value[]>, activityId: string): Generator<Buffer> {
  let piece = '';
  for (const row of rows) {
    for (const value of row) piece += `${field(value)}\t`;
    piece += `${activityId}\n`;
    if (piece.length > 65_536) {
      yield Buffer.from(piece, 'utf8');
      piece = '';
    }
  }
  if (piece !== '') yield Buffer.from(piece, 'utf8');
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function field(value: Value): string {
  if (value === null) return '\\N';
  return typeof value === 'number' ? String(value) : value.replace(/[\\\n\r\t]/g, (found) => ESCAPES[found]!);
}
