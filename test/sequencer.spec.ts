import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pg from 'pg';
import { parseCheckpoint } from '../src/merkle-log/checkpoint.js';
import { EMPTY_ROOT, type Hash, leafHash, nodeHash } from '../src/merkle-log/hash.js';
import { noteVerifier } from '../src/merkle-log/note-key.js';
import { verifyConsistency } from '../src/merkle-log/proof-checks.js';
import { consistencyProof } from '../src/merkle-log/proofs.js';
import { verifyNote } from '../src/merkle-log/signed-note.js';
import { Sequencer } from '../src/transparency-log/sequencer.js';
import { TreeQueries } from '../src/transparency-log/tree.queries.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend } from './support/expectations.js';
import { makePlace } from './support/factories.js';
import { sequenced, testLog } from './support/log.js';

/** RFC 6962, 2.1, as it is written there. */
function naiveRoot(leaves: Hash[]): Hash {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0]!;
  const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return nodeHash(naiveRoot(leaves.slice(0, half)), naiveRoot(leaves.slice(half)));
}

interface Place {
  id: string;
  sequence: string;
  first: string;
  next: string;
  late: boolean;
}

/** That the tree is whole: places without a gap, each checkpoint signed and rightly so, each an extension of the one before. */
async function expectWholeTree(archive: TestArchive): Promise<number> {
  const places = await archive.sql<Place>(
    `SELECT activity_id AS id, sequence, first_leaf AS first, next_leaf AS next, is_late AS late
     FROM log_sequenced ORDER BY first_leaf`,
  );
  const entries = await archive.sql<{ activity: string; envelopes: string[] }>(
    'SELECT activity_id AS activity, array_agg(envelope ORDER BY id) AS envelopes FROM log_entry GROUP BY activity_id',
  );
  const written = new Map(entries.map(({ activity, envelopes }) => [activity, envelopes]));
  const leaves: Hash[] = [];
  for (const { id, first, next } of places) {
    expect(Number(first)).toBe(leaves.length);
    for (const envelope of written.get(id)!) leaves.push(leafHash(Buffer.from(envelope)));
    expect(Number(next)).toBe(leaves.length);
  }
  expect(places).toHaveLength(entries.length);
  const keys = await archive.sql<{ key: string }>('SELECT verifier_key AS key FROM log_key');
  const verifiers = keys.map(({ key }) => noteVerifier(key));
  const checkpoints = await archive.sql<{ size: string; note: string }>(
    'SELECT tree_size AS size, note FROM log_checkpoint ORDER BY tree_size',
  );
  const tree = archive.app.get(TreeQueries, { strict: false });
  let before = { size: 0, root: EMPTY_ROOT };
  for (const { size, note } of checkpoints) {
    const said = parseCheckpoint(verifyNote(note, verifiers).text);
    expect(said.size).toBe(Number(size));
    const proof = await consistencyProof(tree, before.size, said.size);
    const { size: from, root: fromRoot } = before;
    expect(verifyConsistency({ from, to: said.size, fromRoot, toRoot: said.root, proof })).toBe(true);
    before = said;
  }
  expect(before.root.toString('hex')).toBe(naiveRoot(leaves).toString('hex'));
  expect(before.size).toBe(leaves.length);
  return leaves.length;
}

describe('the sequencer', () => {
  let archive: TestArchive;
  const log = testLog();
  beforeAll(async () => {
    archive = await openArchive('chapter', { log });
  });
  afterAll(async () => {
    await archive.close();
    await rm(log.keyFile, { force: true });
  });

  test('makes of all entries the tree that RFC 6962 describes', async () => {
    // More than ten tiles: their numbers are no words.
    await amend(archive, `INSERT INTO place (name) SELECT 'Place ' || n FROM generate_series(1, 1500) n;`);
    await sequenced(archive);
    await makePlace(archive);
    await sequenced(archive);
    expect(await expectWholeTree(archive)).toBeGreaterThan(3000);
  });

  test('puts what was committed late behind what was committed before, and says so', async () => {
    const slow = new pg.Client({ connectionString: archive.connections.owner });
    await slow.connect();
    try {
      await slow.query(
        `BEGIN; INSERT INTO activity (type, agent_id) SELECT 'archive.amend', id FROM agent LIMIT 1;
         INSERT INTO place (name) VALUES ('Begun first')`,
      );
      await makePlace(archive);
      await sequenced(archive);
      await slow.query('COMMIT');
    } finally {
      await slow.end();
    }
    await sequenced(archive);
    const [last, before] = await archive.sql<{ late: boolean; sequence: string }>(
      'SELECT is_late AS late, sequence FROM log_sequenced ORDER BY first_leaf DESC LIMIT 2',
    );
    expect([before!.late, last!.late]).toEqual([false, true]);
    expect(Number(last!.sequence)).toBeLessThan(Number(before!.sequence));
    const [checkpoint] = await archive.sql<{ last: string }>(
      'SELECT last_sequence AS last FROM log_checkpoint ORDER BY tree_size DESC LIMIT 1',
    );
    expect(checkpoint!.last).toBe(before!.sequence);
    await expectWholeTree(archive);
  });

  test('lets nobody else grow the tree, and nobody change it', async () => {
    const written = `INSERT INTO log_checkpoint (tree_size, root, note, last_sequence) VALUES (1, sha256(''), '', 1)`;
    await expect(archive.asApp(written)).rejects.toThrow(/permission denied|only its sequencer/);
    await expect(archive.sql(written)).rejects.toThrow(/only its sequencer/);
    for (const table of ['log_sequenced', 'log_tile', 'log_checkpoint']) {
      await expect(archive.sql(`DELETE FROM ${table}`)).rejects.toThrow(/only grows|foreign key/);
      await expect(archive.sql(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/append-only/);
    }
    await expect(
      archive.asApp(`SET LOCAL ROLE kataribe_sequencer;
        UPDATE log_tile SET hashes = sha256('') || substr(hashes, 33) WHERE level = 0 AND index = 0`),
    ).rejects.toThrow(/only grows/);
  });

  test('leaves a whole tree where two of them, and ten more at once, look at the same moment', async () => {
    const sequencer = archive.app.get(Sequencer, { strict: false });
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(Array.from({ length: 5 }, () => makePlace(archive)));
      await Promise.all(Array.from({ length: 10 }, () => sequencer.sequence()));
    }
    await sequenced(archive);
    await expectWholeTree(archive);
  });

  test('signs nothing without its key, says so, and goes on when it is back', async () => {
    const key = await readFile(log.keyFile, 'utf8');
    await sequenced(archive);
    await rm(log.keyFile);
    await makePlace(archive);
    const sequencer = archive.app.get(Sequencer, { strict: false });
    await expect(sequencer.sequence()).rejects.toThrow(
      /^The key of the log, archive\.example\/log\+[0-9a-f]{8}, is not in .*Put it back there/,
    );
    await writeFile(log.keyFile, 'PRIVATE+KEY+broken\n');
    await expect(sequencer.sequence()).rejects.toThrow(/^Line 1 of .* is no key of the log/);
    await writeFile(log.keyFile, key);
    await sequenced(archive);
    await expectWholeTree(archive);
  });
});

describe('two sequencers that are killed twelve times while people write', () => {
  test('leave a whole tree, in which everything is that was acknowledged', async () => {
    const log = testLog();
    const archive = await openArchive('empty', { log });
    const { connections } = archive;
    const start = async (): Promise<ChildProcess> => {
      const child = spawn(process.execPath, [resolve('test/support/sequencer-process.mjs')], {
        env: { ...process.env, KATARIBE_TEST_LOG: JSON.stringify({ connections, log }) },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      return child;
    };
    const running = [await start(), await start()];
    let writing = true;
    const written: string[] = [];
    const write = async (): Promise<void> => {
      while (writing) written.push((await makePlace(archive)).id);
    };
    const writers = [write(), write()];
    try {
      for (let kill = 0; kill < 12; kill += 1) {
        const victim = running[kill % 2]!;
        const [row] = await archive.sql<{ n: string }>('SELECT count(*) AS n FROM log_checkpoint');
        victim.kill('SIGKILL');
        await once(victim, 'exit');
        running[kill % 2] = await start();
        // Work goes on, whoever does it.
        const deadline = Date.now() + 30_000;
        for (;;) {
          const [now] = await archive.sql<{ n: string }>('SELECT count(*) AS n FROM log_checkpoint');
          if (Number(now!.n) > Number(row!.n)) break;
          expect(Date.now()).toBeLessThan(deadline);
        }
      }
    } finally {
      writing = false;
      await Promise.all(writers);
      for (const child of running) child.kill('SIGKILL');
    }
    await sequenced(archive);
    await expectWholeTree(archive);
    const [row] = await archive.sql<{ n: string }>(
      `SELECT count(*) AS n FROM place p JOIN log_sequenced s ON s.activity_id = p.activity_id WHERE p.id = ANY ($1)`,
      [written],
    );
    expect(Number(row!.n)).toBe(written.length);
    await archive.close();
    await rm(log.keyFile, { force: true });
  }, 300_000);
});
