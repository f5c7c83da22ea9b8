import { STAFF } from '../src/common/principal.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { type Activity, Ledger } from '../src/provenance/ledger.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { codeOf, expectProblem, revise, rowCounts, storesNothing } from './support/expectations.js';
import { type Made, makeAgent, testimonyFields } from './support/factories.js';

describe('several writers, and requests sent again', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  describe('If-Match', () => {
    test('is required, and must be the present version', async () => {
      const { id } = await makeAgent(archive);
      const path = `/api/agents/${id}`;
      await revise(archive, path, 1, { name: 'Second' }).expect(200);
      const patch = () => archive.as('archivist').patch(path);
      await storesNothing(archive, async () => {
        expectProblem(await patch().send({ name: 'X' }), 428, { code: 'request.if_match_required' });
        for (const header of [
          '"v1"',
          '"v3"',
          'v2',
          'W/"v2"',
          '*',
          '"v2", "v1"',
          '"v2.x y"',
          '"v99999999999"',
          '2',
        ]) {
          const answer = await patch().set('if-match', header).send({ name: 'X' });
          expectProblem(answer, 412, { code: 'request.if_match_failed' });
        }
      });
      const stale = await revise(archive, path, 1, { name: 'X' });
      expect(stale.headers.etag).toBe('"v2"');
      const seen = (await archive.as(null).get(path)).headers.etag as string;
      await patch().set('if-match', seen).send({ name: 'Third' }).expect(200);
    });

    test('of many who write at once on the same version, exactly one wins', async () => {
      const { id } = await makeAgent(archive);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => revise(archive, `/api/agents/${id}`, 1, { name: `writer ${n}` })),
      );
      const won = answers.filter(({ status }) => status === 200);
      expect(answers.map(({ status }) => status).sort()).toEqual([
        200,
        ...Array.from({ length: 7 }, () => 412),
      ]);
      const now = (await archive.as(null).get(`/api/agents/${id}`)).body as Made;
      expect([now.version, now.name]).toEqual([2, (won[0]?.body as Made).name]);
    });
  });

  describe('Idempotency-Key', () => {
    const post = (
      key: string,
      body: object,
      role: 'archivist' | 'administrator' = 'archivist',
      path = '/api/places',
    ) => archive.as(role).post(path).set('idempotency-key', key).send(body);
    const places = async (): Promise<number> => (await rowCounts(archive)).place ?? 0;

    test('the same request under the same key is done once, however often it is sent', async () => {
      const before = await places();
      const first = await post('key-1', { name: '小樽' });
      const second = await post('key-1', { name: '小樽' });
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.body).toEqual(first.body);
      expect(second.headers.location).toBe(first.headers.location);
      expect(await places()).toBe(before + 1);
    });

    test('another body under the same key is refused', async () => {
      await post('key-2', { name: '小樽' }).expect(201);
      const other = await storesNothing(archive, () => post('key-2', { name: 'Отару' }));
      expectProblem(other, 422, { pointer: '', code: 'request.idempotency_key_reused' });
    });

    test('sent twice at once, it is done once', async () => {
      const before = await rowCounts(archive);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => post('key-3', testimonyFields(), 'archivist', '/api/testimonies')),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(answers.map(({ body }) => (body as Made).id)).size).toBe(1);
      const after = await rowCounts(archive);
      expect([
        (after.testimony ?? 0) - (before.testimony ?? 0),
        (after.activity ?? 0) - (before.activity ?? 0),
      ]).toEqual([1, 1]);
    });

    test('keys of others, and of other routes, are other keys', async () => {
      const mine = await post('key-4', { name: 'Otaru' });
      const theirs = await post('key-4', { name: 'Nakhodka' }, 'administrator');
      const elsewhere = await post('key-4', { kind: 'person', name: 'Otaru' }, 'archivist', '/api/agents');
      expect([mine.status, theirs.status, elsewhere.status]).toEqual([201, 201, 201]);
      expect(new Set([mine, theirs, elsewhere].map(({ body }) => (body as Made).id)).size).toBe(3);
    });

    test('a refused request leaves its key free', async () => {
      expectProblem(await storesNothing(archive, () => post('key-5', { name: ' ' })), 422, {
        pointer: '/name',
      });
      await post('key-5', { name: 'Otaru' }).expect(201);
    });

    test.each(['', 'a b', 'é', 'x'.repeat(201)])('"%s" is no key', async (key) => {
      const encoded = Buffer.from(key, 'utf8').toString('latin1');
      const answer = await storesNothing(archive, () => post(encoded, { name: 'Otaru' }));
      expectProblem(answer, 400, { code: 'request.idempotency_key_invalid' });
    });
  });

  describe('conflicts between writers', () => {
    const act = { type: 'agent.revise', by: { agentId: ARCHIVE_AGENT_ID, clearance: STAFF } } as const;
    const rename = (activity: Activity, id: string, name: string) =>
      activity.manager.query('UPDATE agent SET name = $2 WHERE id = $1', [id, name]);
    const fail = (activity: Activity, code: string) =>
      activity.manager.query(`DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${code}'; END $$`);

    test('a deadlock repeats the whole of the activity that lost', async () => {
      const ledger = archive.app.get(Ledger, { strict: false });
      const [one, two] = [(await makeAgent(archive)).id, (await makeAgent(archive)).id];
      const before = await rowCounts(archive);
      let holding = 0;
      let bothHold!: () => void;
      const bothHeld = new Promise<void>((resolve) => (bothHold = resolve));
      let attempts = 0;
      const crossing = (first: string, second: string, name: string) =>
        ledger.record(act, async (activity) => {
          attempts += 1;
          await rename(activity, first, name);
          if (++holding === 2) bothHold();
          await bothHeld;
          await rename(activity, second, name);
          return name;
        });
      expect(await Promise.all([crossing(one, two, 'over'), crossing(two, one, 'back')])).toEqual([
        'over',
        'back',
      ]);
      expect(attempts).toBe(3);
      const names = await archive.sql<{ name: string; version: number }>(
        `SELECT DISTINCT name, version FROM agent WHERE id IN ($1, $2)`,
        [one, two],
      );
      expect(names).toHaveLength(1);
      expect(names[0]?.version).toBe(3);
      const after = await rowCounts(archive);
      expect([
        (after.activity ?? 0) - (before.activity ?? 0),
        (after.history ?? 0) - (before.history ?? 0),
      ]).toEqual([2, 4]);
    });

    test.each(['40001', '40P01', '57P01'])('%s is tried again, at most five times', async (code) => {
      const ledger = archive.app.get(Ledger, { strict: false });
      const { id } = await makeAgent(archive);
      let attempts = 0;
      await ledger.record(act, async (activity) => {
        await rename(activity, id, 'tried');
        if (++attempts < 3) await fail(activity, code);
      });
      expect([attempts, ((await archive.as(null).get(`/api/agents/${id}`)).body as Made).version]).toEqual([
        3, 2,
      ]);

      attempts = 0;
      const given = storesNothing(archive, () =>
        codeOf(
          ledger.record(act, async (activity) => {
            attempts += 1;
            await fail(activity, code);
          }),
        ),
      );
      expect([await given, attempts]).toEqual([code, 5]);
    });

    test('a connection lost before the commit is no loss', async () => {
      const ledger = archive.app.get(Ledger, { strict: false });
      const { id } = await makeAgent(archive);
      let attempts = 0;
      await ledger.record(act, async (activity) => {
        await rename(activity, id, 'once');
        if (++attempts === 1) await activity.manager.query('SELECT pg_terminate_backend(pg_backend_pid())');
      });
      expect([attempts, ((await archive.as(null).get(`/api/agents/${id}`)).body as Made).version]).toEqual([
        2, 2,
      ]);
    });

    test.each(['22012', '23514', 'KT002'])(
      '%s is no conflict: it is told at once, and nothing is left',
      async (code) => {
        const ledger = archive.app.get(Ledger, { strict: false });
        const { id } = await makeAgent(archive);
        let attempts = 0;
        const given = storesNothing(archive, () =>
          codeOf(
            ledger.record(act, async (activity) => {
              attempts += 1;
              await rename(activity, id, 'never');
              await fail(activity, code);
            }),
          ),
        );
        expect([await given, attempts]).toEqual([code, 1]);
      },
    );
  });
});
