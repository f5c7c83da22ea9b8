import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive, type TestArchive } from './support/archive.js';
import { makeAgent, makeClaim, makeTestimony } from './support/factories.js';
import { latestCheckpoint, TestLog } from './support/tamper.js';

const MAIN = 'dist/src/main.js';

interface Ran {
  status: number;
  stdout: string;
  stderr: string;
}

describe('kataribe verify', () => {
  let archive: TestArchive;
  let log: TestLog;
  let directory: string;
  let ownKey: string;

  beforeAll(async () => {
    archive = await openArchive();
    log = new TestLog(archive);
    directory = await mkdtemp(join(tmpdir(), 'kataribe-verify-'));
    const testimony = await makeTestimony(archive);
    await makeClaim(archive, testimony.id);
    await log.sequence();
    [ownKey] = (await log.keys.verifierKeys()) as [string];
  });
  afterAll(async () => {
    await archive.close();
    await Promise.all([rm(log.keyFile, { force: true }), rm(directory, { recursive: true })]);
  });

  const verify = (options: string[], database = archive.connections.owner): Promise<Ran> =>
    new Promise((resolve) => {
      const env = { ...process.env, DATABASE_URL: database };
      execFile('node', [MAIN, 'verify', ...options], { env }, (error, stdout, stderr) =>
        resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });

  test('says that all agrees, for people and for programs', async () => {
    const clean = await verify([]);
    expect(clean.stdout).toContain('All of it agrees.');
    expect(clean.status).toBe(0);
    const { status, stdout } = await verify(['--json']);
    expect(status).toBe(0);
    const [row] = await archive.sql<{ size: number; root: string }>(
      `SELECT tree_size::integer AS size, encode(root, 'base64') AS root FROM log_checkpoint
       ORDER BY tree_size DESC LIMIT 1`,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      clean: true,
      findings: [],
      treeSize: row!.size,
      root: row!.root,
      counts: { entries: row!.size, leaves: row!.size },
    });
  });

  test('verifies only a part where that is asked', async () => {
    const { status, stdout } = await verify(['--json', '--only', 'links', 'server']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      treeSize: null,
      counts: { links: expect.any(Number) as number },
    });
  });

  test('names what does not agree, and ends with 1', async () => {
    const [claim] = await archive.sql<{ id: string }>('SELECT id FROM claim LIMIT 1');
    await archive.sql(`ALTER TABLE claim DISABLE TRIGGER USER`);
    await archive.sql(`UPDATE claim SET statement = statement || '!'`);
    await archive.sql(`ALTER TABLE claim ENABLE TRIGGER USER`);
    const { status, stdout } = await verify([]);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^claim\\n  row\\.column_differs  ${claim!.id} v1\\.statement \\(activity`, 'm'),
    );
    expect(stdout).toContain('1 finding.');
    await archive.sql(`ALTER TABLE claim DISABLE TRIGGER USER`);
    await archive.sql(`UPDATE claim SET statement = rtrim(statement, '!')`);
    await archive.sql(`ALTER TABLE claim ENABLE TRIGGER USER`);
    expect((await verify([])).status).toBe(0);
  });

  test('compares with a checkpoint in a file, and with what a witness has cosigned', async () => {
    const note = await latestCheckpoint(archive);
    const file = join(directory, 'checkpoint');
    await writeFile(file, note);
    const witness = await runWitness(directory, ownKey);
    try {
      const answer = await fetch(`${witness.url}/add-checkpoint`, {
        method: 'POST',
        body: `old 0\n\n${note}`,
      });
      expect(answer.status).toBe(200);
      expect((await verify(['--checkpoint', file, '--witness-url', witness.url])).status).toBe(0);
      // As if the archive had been put back to what it was before anything was in its log.
      const backup = await openArchive();
      const other = new TestLog(backup, log.keyFile);
      await makeAgent(backup);
      await other.sequence();
      const { status, stdout } = await verify(
        ['--json', '--checkpoint', file, '--witness-url', witness.url],
        backup.connections.owner,
      );
      await backup.close();
      expect(status).toBe(1);
      const { findingsByCode } = JSON.parse(stdout) as { findingsByCode: Record<string, number> };
      expect(findingsByCode).toEqual({ 'log.truncated': 2 });
    } finally {
      witness.stop();
    }
  });

  test('refuses what it cannot verify by, and what it cannot verify, with 2', async () => {
    const file = join(directory, 'nothing');
    await writeFile(file, 'nothing');
    for (const [options, says] of [
      [['--checkpoint', file], 'is no checkpoint of a log'],
      [['--checkpoint', join(directory, 'none')], 'cannot be read'],
      [['--verifier-key', 'key'], '--verifier-key takes a verifier key of a log'],
      [['--witness', ownKey], '--witness takes a verifier key of a witness'],
      [['--witness-url', 'http://127.0.0.1:9'], 'does not answer'],
    ] as const) {
      const { status, stderr } = await verify([...options]);
      expect([options, status, stderr]).toEqual([options, 2, expect.stringContaining(says)]);
    }
    const { status, stderr } = await verify([], archive.connections.owner.replace(/\/[^/]*$/, '/postgres'));
    expect([status, stderr.includes('at ')]).toEqual([2, false]);
  });
});

async function runWitness(directory: string, origin: string): Promise<{ url: string; stop: () => void }> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const child = spawn('node', [
    MAIN,
    'witness',
    ...['--directory', join(directory, 'witness'), '--name', 'witness.example/w1'],
    ...['--listen', `127.0.0.1:${port}`, '--origin', origin],
  ]);
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url, stop: () => void child.kill() };
}
