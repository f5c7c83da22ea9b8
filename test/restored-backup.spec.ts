import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { AppModule } from '../src/app.module.js';
import { ReapplicationService } from '../src/erasures/reapplication.service.js';
import { createApp } from '../src/http/create-app.js';
import { copyDatabase, openArchive, type TestArchive, type TestDatabase } from './support/archive.js';
import { asSecond, erase, requestErasure, tablesWith } from './support/erase.js';
import { type Made, makeAgent, makeClaim, makeTestimony } from './support/factories.js';

const SECRET = '誰にも言うなと父は言った。';
const TEXT = `川を渡った。\n\n${SECRET}\n\nその後は話さなかった。`;

/** What a backup from before an erasure brings back is erased again before it is served. */
describe('a restored backup', () => {
  let archive: TestArchive;
  let directory: string;
  let list: string;
  let backup: TestDatabase;
  let claim: Made;
  let passage: string;
  const copies: TestDatabase[] = [];
  const children: ChildProcess[] = [];

  const nameOf = (url: string): string => new URL(url).pathname.slice(1);
  const copy = async (name: string): Promise<TestDatabase> => {
    const made = await copyDatabase(name);
    copies.push(made);
    return made;
  };

  beforeAll(async () => {
    archive = await openArchive();
    directory = await mkdtemp(join(tmpdir(), 'kataribe-list-'));
    const testimony = await makeTestimony(archive, { text: TEXT, language: 'ja' });
    claim = await makeClaim(archive, testimony.id, { statement: SECRET, anchors: [{ exact: SECRET }] });
    await makeAgent(archive, { name: 'Stays' });
    await asSecond(archive);
    const [row] = await archive.sql<{ id: string }>(
      'SELECT id FROM passage p WHERE number = 2 AND revision_id = (SELECT id FROM revision WHERE testimony_id = $1)',
      [testimony.id],
    );
    passage = row!.id;
    backup = await copy(nameOf(archive.connections.owner));
    await erase(archive, { kind: 'passage', recordId: passage });
    list = await readFile(archive.erasureList, 'utf8');
  });
  afterAll(async () => {
    for (const child of children)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await archive.close();
    for (const { drop } of copies) await drop();
    await rm(directory, { recursive: true, force: true });
  }, 120_000);

  const sqlOf = ({ connections }: TestDatabase): Pick<TestArchive, 'sql'> => ({
    sql: async (text, values) => {
      const owner = new pg.Client({ connectionString: connections.owner });
      await owner.connect();
      return (await owner.query(text, values).finally(() => owner.end())).rows as never;
    },
  });

  /** Restores the backup, beside a list of these lines, and has the archive compare. */
  async function restore(text: string) {
    const database = await copyDatabase(backup.name);
    const path = join(directory, `${database.name}.jsonl`);
    await writeFile(path, text);
    const app = await createApp(
      AppModule.on(database.connections, { erasureList: path }),
      pino({ level: 'silent' }),
    );
    const compare = () => app.get(ReapplicationService, { strict: false }).reapply();
    const close = async (): Promise<void> => {
      await app.close();
      await database.drop();
    };
    return { database, path, close, compare, ...sqlOf(database) };
  }

  test('has the words, as long as nobody compares', async () => {
    expect(await tablesWith(sqlOf(backup), SECRET)).toMatchObject({ claim: 1, revision: 1, anchor: 1 });
  });

  test('loses them, in an activity of the archive, once', async () => {
    const restored = await restore(list);
    const { applied, unknown, added } = await restored.compare();
    expect([applied.length, unknown, added]).toEqual([1, [], 0]);
    expect(await tablesWith(restored, SECRET)).toEqual({});
    const decisions = await restored.sql<object>(
      `SELECT d.is_anew, a.type, g.kind FROM erasure_decision d JOIN activity a ON a.id = d.activity_id
       JOIN agent g ON g.id = a.agent_id`,
    );
    expect(decisions).toEqual([{ is_anew: true, type: 'record.erase', kind: 'software' }]);
    const before = await restored.sql('SELECT id FROM activity');
    expect(await restored.compare()).toEqual({ applied: [], unknown: [], added: 0 });
    expect(await restored.sql('SELECT id FROM activity')).toEqual(before);
    await restored.close();
  });

  test('by two instances at once, once', async () => {
    const one = await restore(list);
    const other = await createApp(
      AppModule.on(one.database.connections, { erasureList: one.path }),
      pino({ level: 'silent' }),
    );
    const both = await Promise.all([
      one.compare(),
      other.get(ReapplicationService, { strict: false }).reapply(),
    ]);
    expect(both.flatMap(({ applied }) => applied)).toHaveLength(1);
    expect(await tablesWith(one, SECRET)).toEqual({});
    await other.close();
    await one.close();
  });

  test('loses them where the list was written and nobody knows whether it was done', async () => {
    const restored = await restore(`${list.split('\n')[0]}\n`);
    expect((await restored.compare()).applied).toHaveLength(1);
    expect(await tablesWith(restored, SECRET)).toEqual({});
    expect(await readFile(restored.path, 'utf8')).toContain('"event":"done"');
    await restored.close();
  });

  test('keeps what was ordered, and then not done', async () => {
    const { erasure } = JSON.parse(list.split('\n')[0]!) as { erasure: string };
    const abandoned = { event: 'abandoned', erasure, at: new Date().toISOString() };
    const restored = await restore(`${list.split('\n')[0]}\n${JSON.stringify(abandoned)}\n`);
    expect((await restored.compare()).applied).toEqual([]);
    await restored.close();
  });

  test('with a line that a power failure cut off: mended', async () => {
    const restored = await restore(`${list}{"event":"ordered","erasure":"6b1f`);
    expect((await restored.compare()).applied).toHaveLength(1);
    expect(await readFile(restored.path, 'utf8')).not.toContain('6b1f0c0e-');
    expect((await readFile(restored.path, 'utf8')).endsWith('}\n')).toBe(true);
    await restored.close();
  });

  test('with a damaged line in the middle: refused, with its number', async () => {
    const restored = await restore(`${list}garbage 川\n${list}`);
    await expect(restored.compare()).rejects.toThrow(/line 3 of it is damaged/);
    await restored.close();
  });

  test('with the list of another archive: told', async () => {
    const foreign = list
      .replaceAll(/"recordId":"[^"]+"/g, '"recordId":"6b1f0c0e-2c9f-4a54-9c55-0d4b7f3f8a11"')
      .replaceAll(/"texts":\[.*\]\}/g, '"texts":[]}');
    const restored = await restore(foreign);
    const { applied, unknown } = await restored.compare();
    expect([applied, unknown.length]).toEqual([[], 1]);
    await restored.close();

    const other = await restore(list.replaceAll(/"sha256":"...../g, '"sha256":"00000'));
    await expect(other.compare()).rejects.toThrow(/another text/);
    expect(await tablesWith(other, SECRET)).toMatchObject({ claim: 1 });
    await other.close();
  });

  test('the list that was lost is written again from the database', async () => {
    const [text, before] = [
      await readFile(archive.erasureList, 'utf8'),
      JSON.parse(list.split('\n')[0]!) as object,
    ];
    await rm(archive.erasureList);
    const service = archive.app.get(ReapplicationService, { strict: false });
    expect(await service.reapply()).toMatchObject({ added: 1 });
    const again = (await readFile(archive.erasureList, 'utf8')).split('\n');
    expect(JSON.parse(again[0]!)).toEqual({ ...before, at: expect.any(String) });
    await writeFile(archive.erasureList, text);
  });

  describe('as a person starts it', () => {
    function run({ connections }: TestDatabase, path: string | undefined, ...args: string[]) {
      const child = spawn(process.execPath, ['dist/src/main.js', ...args], {
        env: {
          ...process.env,
          DATABASE_URL: connections.owner,
          DATABASE_APP_URL: connections.app,
          DATABASE_READER_URL: connections.reader,
          KATARIBE_ERASURE_LIST: path ?? '',
          PORT: '0',
        },
      });
      children.push(child);
      let [out, text] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
      return { child, said: () => text, printed: () => out };
    }

    async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
      while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
    }

    const baseOf = (said: string): string | undefined => /serving at (\S+)/.exec(said)?.[1];

    test('the command lists, applies and frees the disk', async () => {
      const database = await copy(backup.name);
      const path = join(directory, 'command.jsonl');
      await writeFile(path, list);
      const { child, said, printed } = run(database, path, 'erasures', '--apply');
      const [code] = (await once(child, 'exit')) as [number];
      expect([code, said()]).toEqual([0, expect.stringContaining('1 erasures were carried out anew.')]);
      expect(said()).toMatch(/Freed of what was erased: \d+ tables/);
      expect(printed()).toMatch(/\tdone\tpassage\t.*\tdata_subject\t/);
      expect(await tablesWith(sqlOf(database), SECRET)).toEqual({});
      await appendFile(path, 'x\ny\n');
      const damaged = run(database, path, 'migrate');
      expect(await once(damaged.child, 'exit')).toEqual([1, null]);
      expect(damaged.said()).toMatch(/^.*line 3 of it is damaged.*\n$/);
    }, 120_000);

    test('without a list it is warned', async () => {
      const database = await copy(backup.name);
      const { child, said } = run(database, undefined, 'migrate');
      expect(await once(child, 'exit')).toEqual([0, null]);
      expect(said()).toContain('KATARIBE_ERASURE_LIST is not set');
    }, 120_000);

    test('killed between the list and the commit, it erases before it serves', async () => {
      const database = await copy(backup.name);
      const { sql } = sqlOf(database);
      const path = join(directory, 'killed.jsonl');
      const [check] = await sql<{ text: string }>(
        `SELECT pg_get_functiondef('check_second_person'::regproc) AS text`,
      );
      const sleepy = check!.text.replace('RETURN NULL;', 'PERFORM pg_sleep(60); RETURN NULL;');
      const first = run(database, path, 'serve');
      await until(() => baseOf(first.said()) !== undefined);
      const post = (path: string, token: string, body: object): Promise<globalThis.Response> =>
        fetch(`${baseOf(first.said())}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const wish = {
        kind: 'passage',
        recordId: passage,
        basis: 'court',
        authority: 'Order 7',
        because: 'Order',
      };
      const requested = (await (await post('/api/erasures', archive.tokens.archivist, wish)).json()) as Made;
      await sql(sleepy);
      const second = await asSecond(archive);
      const token = second('/').get('authorization').slice('Bearer '.length);
      const execution = post(`/api/erasures/${requested.id}/execution`, token, { because: 'Seen.' }).catch(
        () => null,
      );
      await until(async () => (await readFile(path, 'utf8').catch(() => '')).includes(requested.id));
      first.child.kill('SIGKILL');
      await execution;
      // Its transaction goes on in the server until it is disconnected.
      await copy(database.name);
      expect(await tablesWith({ sql }, SECRET)).toMatchObject({ claim: 1, revision: 1 });
      await sql(check!.text);

      const again = run(database, path, 'serve');
      await until(() => baseOf(again.said()) !== undefined);
      expect(again.said().indexOf('1 erasures were carried out anew')).toBeLessThan(
        again.said().indexOf('serving at'),
      );
      const gone = await fetch(`${baseOf(again.said())}/api/claims/${claim.id}`);
      expect(gone.status).toBe(410);
      expect(await tablesWith({ sql }, SECRET)).toEqual({});
      again.child.kill('SIGTERM');
      await once(again.child, 'exit');
    }, 120_000);
  });

  test('what was only requested is not erased by it', async () => {
    const agent = await makeAgent(archive, { name: 'Only asked for' });
    await requestErasure(archive, { kind: 'agent', recordId: agent.id });
    const service = archive.app.get(ReapplicationService, { strict: false });
    expect(await service.reapply()).toMatchObject({ applied: [], added: 0 });
  });
});
