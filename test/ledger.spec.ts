import { randomUUID } from 'node:crypto';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { type Activity, Ledger } from '../src/provenance/ledger.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, revise, rowCounts, storesNothing } from './support/expectations.js';
import { type Made, makeAgent, makeOneOfEach, makePlace, testimonyFields } from './support/factories.js';
import { ODD } from './support/odd-texts.js';

describe('the ledger', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
    await makeOneOfEach(archive);
  });
  afterAll(() => archive.close());

  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: { code?: string }) => error.code ?? 'no code',
    );
  const openActivity = `INSERT INTO activity (type, agent_id) VALUES ('place.create', '${ARCHIVE_AGENT_ID}')`;

  describe('writing outside of an activity is refused by the database', () => {
    const roles = [
      ['the application', 'asApp'],
      ['the owner of the tables', 'sql'],
    ] as const;

    test.each(roles)('to %s, whatever the statement', async (_, role) => {
      const { id } = await makePlace(archive);
      await storesNothing(archive, async () => {
        for (const statement of [
          `INSERT INTO place (name) VALUES ('x')`,
          `UPDATE place SET name = 'x' WHERE id = '${id}'`,
          `UPDATE agent SET name = 'x'`,
          `WITH x AS (INSERT INTO place (name) VALUES ('x') RETURNING 1) SELECT * FROM x`,
          `COPY place (name) FROM PROGRAM 'echo x'`,
        ]) {
          expect(await codeOf(archive[role](statement))).toMatch(/^(KT001|42501)$/);
        }
        expect(await codeOf(archive[role](`INSERT INTO place (name) VALUES ('x')`))).toBe('KT001');
        expect(await codeOf(archive[role](`UPDATE place SET name = 'x' WHERE id = '${id}'`))).toBe('KT001');
      });
    });

    test.each(roles)('to %s, even with a forged setting', async (_, role) => {
      const { activity } = (await makePlace(archive)) as unknown as { activity: { id: string } };
      const insert = `INSERT INTO place (name) VALUES ('forged')`;
      await storesNothing(archive, async () => {
        for (const forged of [activity.id, randomUUID()]) {
          const set = `SELECT set_config('kataribe.activity', '${forged}', true)`;
          expect(await codeOf(archive[role](`${set}; ${insert}`))).toBe('KT001');
          expect(await codeOf(archive[role](`${set}; UPDATE place SET name = 'forged'`))).toBe('KT001');
        }
        expect(
          await codeOf(archive[role](`SELECT set_config('kataribe.activity', 'x', true); ${insert}`)),
        ).not.toBe('done');
      });
    });

    test.each(roles)('to %s, in the name of another activity', async (_, role) => {
      const { activity } = (await makePlace(archive)) as unknown as { activity: { id: string } };
      const insert = `INSERT INTO place (name, activity_id) VALUES ('foreign', '${activity.id}')`;
      await storesNothing(archive, async () => {
        expect(await codeOf(archive[role](insert))).toBe('KT001');
        expect(await codeOf(archive[role](`${openActivity}; ${insert}`))).toBe('KT001');
      });
    });

    test('an activity ends with its transaction, and a transaction has one', async () => {
      expect(await codeOf(archive.asApp(`${openActivity}; INSERT INTO place (name) VALUES ('honest')`))).toBe(
        'done',
      );
      await storesNothing(archive, async () => {
        expect(await codeOf(archive.asApp(`INSERT INTO place (name) VALUES ('after')`))).toBe('KT001');
        expect(await codeOf(archive.asApp(`${openActivity}; ${openActivity}`))).toBe('KT003');
      });
    });

    test('the reader writes nothing at all', async () => {
      const reader = new (await import('pg')).default.Client({
        connectionString: archive.connections.reader,
      });
      await reader.connect();
      try {
        expect(await codeOf(reader.query(openActivity))).toMatch(/^(42501|25006)$/);
        expect(await codeOf(reader.query(`SET default_transaction_read_only = off; ${openActivity}`))).toBe(
          '42501',
        );
      } finally {
        await reader.end();
      }
    });
  });

  describe('what is written stays', () => {
    test('no table of the ledger gives a row away outside of an activity, to nobody', async () => {
      const tables = await archive.sql<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND column_name = 'activity_id' AND table_name IN
           (SELECT tablename FROM pg_tables WHERE schemaname = 'public') ORDER BY 1`,
      );
      expect(tables.length).toBeGreaterThan(18);
      const counts = await rowCounts(archive);
      await storesNothing(archive, async () => {
        for (const { name } of [...tables, { name: 'activity' }, { name: 'history' }]) {
          expect([name, counts[name]]).not.toEqual([name, name === 'history' ? -1 : 0]);
          for (const role of ['asApp', 'sql'] as const) {
            const answers = [
              await codeOf(archive[role](`TRUNCATE ${name} CASCADE`)),
              await codeOf(
                archive[role](`DELETE FROM ${name} WHERE ctid = (SELECT ctid FROM ${name} LIMIT 1)`),
              ),
              await codeOf(archive[role](`UPDATE ${name} SET access = access`)),
            ];
            // History is empty in a new archive, where a row trigger has nothing to refuse.
            if (counts[name] === 0) answers.splice(1);
            expect([name, role, answers]).toEqual([
              name,
              role,
              answers.map(() => expect.stringMatching(/^(KT00[12]|42501)$/) as string),
            ]);
          }
        }
      });
    });

    test.each([
      'activity',
      'history',
      'revision',
      'passage',
      'anchor',
      'assessment',
      'assessment_citation',
      'attempt',
    ])('%s is append-only, within an activity too', async (table) => {
      await amend(archive, `UPDATE place SET note = 'revised'`);
      await storesNothing(archive, async () => {
        for (const statement of [
          `UPDATE ${table} SET access = 3`,
          `DELETE FROM ${table}`,
          `TRUNCATE ${table} CASCADE`,
        ]) {
          expect(await codeOf(amend(archive, statement))).toBe('KT002');
          expect(await codeOf(archive.asApp(`${openActivity}; ${statement}`))).toMatch(/^(KT002|42501)$/);
        }
      });
    });

    test('history and links are written by triggers alone', async () => {
      await storesNothing(archive, async () => {
        for (const table of ['history', 'provenance_link']) {
          expect(await codeOf(archive.asApp(`${openActivity}; INSERT INTO ${table} DEFAULT VALUES`))).toBe(
            '42501',
          );
          expect(await codeOf(archive.asApp(`ALTER TABLE ${table} DISABLE TRIGGER ALL`))).toBe('42501');
        }
        expect(await codeOf(archive.asApp(`SET session_replication_role = replica`))).toBe('42501');
        expect(await codeOf(amend(archive, `UPDATE provenance_link SET to_id = from_id`))).toBe('KT002');
        expect(await codeOf(amend(archive, `DELETE FROM provenance_link`))).toBe('KT002');
      });
    });

    test('a change keeps the whole old row, and counts the version up whatever the statement says', async () => {
      const place = await makePlace(archive, { name: ODD.combining, note: ODD.emoji });
      const [old] = await archive.sql<{ row: object }>(
        `SELECT to_jsonb(p) AS row FROM place p WHERE id = $1`,
        [place.id],
      );
      await amend(
        archive,
        `UPDATE place SET name = '橋', version = 41, activity_id = '${(place.activity as Made).id}' WHERE id = '${place.id}'`,
      );
      const [now] = await archive.sql<{ version: number; activity_id: string }>(
        `SELECT version, activity_id FROM place WHERE id = $1`,
        [place.id],
      );
      const history = await archive.sql(
        `SELECT table_name, record, generated_by, ended_by FROM history WHERE record_id = $1`,
        [place.id],
      );
      expect(now?.version).toBe(2);
      expect(history).toEqual([
        {
          table_name: 'place',
          record: old?.row,
          generated_by: (place.activity as Made).id,
          ended_by: now?.activity_id,
        },
      ]);
      expect(now?.activity_id).not.toBe((place.activity as Made).id);
      expect(
        await codeOf(amend(archive, `UPDATE place SET id = gen_random_uuid() WHERE id = '${place.id}'`)),
      ).toBe('KT002');
    });
  });

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
    const act = { type: 'agent.revise', by: { agentId: ARCHIVE_AGENT_ID, clearance: 3 } } as const;
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
