import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend, codeOf, rowCounts, storesNothing } from './support/expectations.js';
import { type Made, makeOneOfEach, makePlace } from './support/factories.js';
import { ODD } from './support/odd-texts.js';

describe('the ledger', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
    await makeOneOfEach(archive);
    await amend(archive, `UPDATE place SET note = 'revised'`);
  });
  afterAll(() => archive.close());

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
      const reader = new pg.Client({ connectionString: archive.connections.reader });
      await reader.connect();
      try {
        expect(await codeOf(reader.query(openActivity))).toMatch(/^(42501|25006)$/);
        await reader.query('SET default_transaction_read_only = off');
        expect(await codeOf(reader.query(openActivity))).toBe('42501');
      } finally {
        await reader.end();
      }
    });
  });

  describe('what is written stays', () => {
    test('no table of the ledger gives a row away outside of an activity, to nobody', async () => {
      // Keys of names say when they stood, and are no record: they are made anew from the names and their history. Keys of
      // requests expire, and the log has rules of its own (log-entries.spec, sequencer.spec).
      const tables = await archive.sql<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('name_key', 'idempotency_key')
           AND tablename NOT LIKE 'log\\_%'
           AND (tablename IN ('activity', 'history')
           OR tablename IN (SELECT table_name FROM information_schema.columns WHERE column_name = 'activity_id'))`,
      );
      expect(tables.length).toBeGreaterThan(18);
      const counts = await rowCounts(archive);
      const refused = expect.stringMatching(/^(KT00[12]|42501)$/) as string;
      await storesNothing(archive, async () => {
        for (const { name } of tables) {
          // A trigger on rows has nothing to refuse where there are none.
          expect([name, counts[name]]).not.toEqual([name, 0]);
          for (const role of ['asApp', 'sql'] as const) {
            const answers = [
              await codeOf(archive[role](`TRUNCATE ${name} CASCADE`)),
              await codeOf(archive[role](`DELETE FROM ${name}`)),
              await codeOf(archive[role](`UPDATE ${name} SET access = access`)),
            ];
            expect([name, role, answers]).toEqual([name, role, [refused, refused, refused]]);
          }
        }
      });
    });

    test.each([
      'activity',
      'history',
      'revision',
      'passage',
      'assessment',
      'assessment_citation',
      'attempt',
      'reliability',
      'reachability',
      'state_of_health',
      'suggestion_decision',
      'restriction',
      'restriction_end',
      'translation',
      'translation_passage',
      'consent',
      'consent_revocation',
      'consent_in_force',
      'rights_statement',
      'notice',
      'notice_withdrawal',
      'external_provenance',
      'external_subject',
    ])('%s is append-only, within an activity too', async (table) => {
      await amend(archive, `UPDATE place SET note = 'revised'`);
      await storesNothing(archive, async () => {
        for (const statement of [
          `UPDATE ${table} SET access = 3`,
          `DELETE FROM ${table}`,
          `TRUNCATE ${table} CASCADE`,
        ]) {
          // The activity of the statement itself is still to be looked at when it commits (55006).
          expect(await codeOf(amend(archive, statement))).toMatch(
            table === 'activity' ? /^(KT002|55006)$/ : /^KT002$/,
          );
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
});
