import { rm } from 'node:fs/promises';
import { type TestDatabase, copyDatabase, openArchive } from './support/archive.js';
import { erase } from './support/erase.js';
import { makeAgent, makeClaim, makeOneOfEach, makeTestimony } from './support/factories.js';
import { databaseOf, named, TamperedArchive, TestLog } from './support/tamper.js';
import { another, loggedColumns } from './support/tampered-columns.js';
import { revise } from './support/expectations.js';
import type { Verification } from '../src/verification/verify.js';

/**
 * A catalogue of rows, history and links that were tampered with, each found and named: by a superuser, without triggers. The log
 * itself: test/tampered-log.spec.ts.
 */
describe('what was tampered with', () => {
  let base: TestDatabase;
  let copies: TamperedArchive[] = [];

  beforeAll(async () => {
    const archive = await openArchive('chapter');
    const log = new TestLog(archive);
    await log.sequence();
    await makeOneOfEach(archive);
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id);
    await revise(archive, `/api/claims/${claim.id}`, 1, { statement: 'Told anew.' }).expect(200);
    const erased = await makeAgent(archive, { name: 'To Be Erased' });
    await erase(archive, { kind: 'agent', recordId: erased.id });
    await log.sequence();
    base = await copyDatabase(databaseOf(archive));
    await archive.close();
    await rm(log.keyFile, { force: true });
  }, 120_000);
  afterEach(async () => {
    await Promise.all(copies.map((copy) => copy.drop()));
    copies = [];
  });
  afterAll(() => base.drop());

  const copy = async (): Promise<TamperedArchive> => {
    const made = await TamperedArchive.of(base.name);
    copies.push(made);
    return made;
  };
  const after = async (statements: string): Promise<Verification> => {
    const archive = await copy();
    await archive.tamper(statements);
    return archive.verify();
  };
  const codes = ({ byCode }: Verification): string[] => Object.keys(byCode);

  test('nothing, in the copy nobody has touched', async () => {
    expect((await after('SELECT 1')).findings).toEqual([]);
  });

  test('every column of every table, of every type', async () => {
    const archive = await copy();
    await archive.withoutConstraints();
    const columns = (await loggedColumns(archive)).filter(({ column }) => column !== 'version');
    const wanted: { table: string; id: string; column: string }[] = [];
    for (const table of new Set(columns.map((one) => one.table))) {
      const [row] = await archive.tamper<{ id: string }>(`SELECT id FROM "${table}" ORDER BY id LIMIT 1`);
      expect([table, row]).toEqual([table, expect.anything()]);
      const mine = columns.filter((one) => one.table === table);
      await archive.tamper(`UPDATE "${table}" SET
        ${mine.map((one) => `"${one.column}" = ${another(one)}`).join(', ')} WHERE id = '${row!.id}'`);
      wanted.push(...mine.map(({ column }) => ({ table, id: row!.id, column })));
    }
    const found = new Set((await archive.verify()).findings.map((f) => `${f.table} ${f.id} ${f.column}`));
    expect(wanted.filter((one) => !found.has(`${one.table} ${one.id} ${one.column}`))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(500);
  });

  test('the body of a text, the time of an act by a microsecond, and whose act it was', async () => {
    const archive = await copy();
    await archive.withoutConstraints();
    const [text] = await archive.tamper<{ id: string }>(
      `UPDATE revision SET text = replace(text, 'river', 'raven') WHERE text ~ 'river' RETURNING id`,
    );
    const [time] = await archive.tamper<{ id: string }>(
      `UPDATE activity SET started_at = started_at + interval '1 microsecond'
       WHERE id = (SELECT id FROM activity ORDER BY sequence OFFSET 3 LIMIT 1) RETURNING id`,
    );
    const [actor] = await archive.tamper<{ id: string }>(
      `UPDATE activity SET agent_id = (SELECT id FROM agent ORDER BY sequence DESC LIMIT 1)
       WHERE id = (SELECT id FROM activity ORDER BY sequence DESC OFFSET 5 LIMIT 1) RETURNING id`,
    );
    const found = named(await archive.verify());
    expect(found).toContainEqual({ code: 'row.column_differs', table: 'revision', ...text, column: 'text' });
    expect(found).toContainEqual({
      code: 'text.sha256_differs',
      table: 'revision',
      ...text,
      column: 'sha256',
    });
    expect(found).toContainEqual({
      code: 'row.column_differs',
      table: 'activity',
      ...time,
      column: 'started_at',
    });
    expect(found).toContainEqual({
      code: 'row.column_differs',
      table: 'activity',
      ...actor,
      column: 'agent_id',
    });
  });

  test('who may read a row, a link, and what history keeps', async () => {
    const archive = await copy();
    const [row] = await archive.tamper<{ id: string }>(
      `UPDATE claim SET access = 3 WHERE id = (SELECT id FROM claim WHERE access = 0 LIMIT 1) RETURNING id`,
    );
    const [link] = await archive.tamper<{ id: string }>(
      `UPDATE provenance_link SET access = 3 WHERE id = (SELECT max(id) FROM provenance_link WHERE access = 0) RETURNING id`,
    );
    const [kept] = await archive.tamper<{ id: string; table: string }>(
      `UPDATE history SET access = 0 WHERE id = (SELECT max(id) FROM history WHERE access = 3)
       RETURNING record_id AS id, table_name AS table`,
    );
    const found = named(await archive.verify());
    expect(found).toContainEqual({ code: 'row.access_differs', table: 'claim', ...row, column: 'access' });
    expect(found).toContainEqual({
      code: 'access.not_as_restricted',
      table: 'claim',
      ...row,
      column: 'access',
    });
    expect(found).toContainEqual({
      code: 'link.access_differs',
      table: 'provenance_link',
      ...link,
      column: 'access',
    });
    expect(found).toContainEqual({ code: 'history.access_too_loose', ...kept, column: 'access' });
  });

  test('a row deleted, and one inserted', async () => {
    const archive = await copy();
    const [deleted] = await archive.tamper<{ id: string }>(
      'DELETE FROM flag WHERE id = (SELECT id FROM flag LIMIT 1) RETURNING id',
    );
    const [inserted] = await archive.tamper<{ id: string }>(
      `INSERT INTO agent (kind, name, activity_id) SELECT 'person', 'Nobody', id FROM activity LIMIT 1 RETURNING id`,
    );
    const found = named(await archive.verify());
    expect(found).toContainEqual({ code: 'row.missing', table: 'flag', ...deleted, column: undefined });
    expect(found).toContainEqual({ code: 'row.unlogged', table: 'agent', ...inserted, column: undefined });
  });

  test('a version set back, and the number of one', async () => {
    const archive = await copy();
    const [set] = await archive.tamper<{ id: string }>(
      `UPDATE claim c SET version = 1, activity_id = h.generated_by, statement = h.record ->> 'statement'
       FROM history h WHERE h.record_id = c.id AND c.version = 2 RETURNING c.id`,
    );
    const found = named(await archive.verify()).filter(({ id }) => id === set!.id);
    expect(found).toContainEqual({ code: 'history.twice', table: 'claim', ...set, column: undefined });
    expect(found).toContainEqual({ code: 'row.missing', table: 'claim', ...set, column: undefined });
  });

  test('history altered, made unreadable, removed and added', async () => {
    const about = `WHERE id = (SELECT max(id) FROM history WHERE table_name = 'claim')`;
    const altered = await after(
      `UPDATE history SET record = record || '{"statement": "Never said."}' ${about}`,
    );
    expect(named(altered)).toEqual([
      {
        code: 'history.column_differs',
        table: 'claim',
        id: expect.any(String) as string,
        column: 'statement',
      },
    ]);
    expect(
      codes(await after(`UPDATE history SET record = record || '{"testimony_id": "no id"}' ${about}`)),
    ).toEqual(expect.arrayContaining(['history.missing', 'history.unreadable']));
    expect(codes(await after(`UPDATE history SET record = record || '{"also": 1}' ${about}`))).toEqual([
      'history.members_differ',
    ]);
    expect(codes(await after(`UPDATE history SET ended_by = generated_by ${about}`))).toEqual([
      'history.ended_by_differs',
    ]);
    expect(codes(await after(`DELETE FROM history ${about}`))).toEqual(['history.missing']);
    const added = await after(`INSERT INTO history (table_name, record_id, record, generated_by, ended_by)
      SELECT 'claim', id, to_jsonb(c), activity_id, activity_id FROM claim c WHERE version = 1 LIMIT 1`);
    expect(codes(added)).toContain('history.twice');
  });

  test('a link removed, one added, one ended, one turned', async () => {
    const about = `WHERE id = (SELECT min(id) FROM provenance_link WHERE from_kind = 'claim' AND ended_by IS NULL)`;
    expect(codes(await after(`DELETE FROM provenance_link ${about}`))).toEqual(['link.missing']);
    expect(
      codes(
        await after(`INSERT INTO provenance_link (from_kind, from_id, relation, to_kind, to_id, edge_id, activity_id, access)
          SELECT from_kind, from_id, relation, to_kind, from_id, edge_id, activity_id, access FROM provenance_link ${about}`),
      ),
    ).toEqual(['link.extra']);
    expect(codes(await after(`UPDATE provenance_link SET ended_by = activity_id ${about}`))).toEqual([
      'link.ended_by_differs',
    ]);
    expect(codes(await after(`UPDATE provenance_link SET relation = 'specializationOf' ${about}`))).toEqual([
      'link.extra',
      'link.missing',
    ]);
  });

  test('an anchor moved with its words', async () => {
    const archive = await copy();
    const [moved] = await archive.tamper<{ id: string }>(
      `UPDATE anchor SET start_offset = start_offset + 1, end_offset = end_offset + 1
       WHERE id = (SELECT id FROM anchor WHERE state = 'firm' AND prefix <> '' LIMIT 1) RETURNING id`,
    );
    const found = named(await archive.verify());
    for (const column of ['exact', 'prefix', 'suffix']) {
      expect(found).toContainEqual({ code: `anchor.${column}_differs`, table: 'anchor', ...moved, column });
    }
    expect(found).toContainEqual({
      code: 'row.column_differs',
      table: 'anchor',
      ...moved,
      column: 'start_offset',
    });
  });

  test('a passage left out', async () => {
    const { byCode } = await after(`DELETE FROM passage WHERE id = (SELECT p.id FROM passage p
      WHERE NOT EXISTS (SELECT FROM anchor a WHERE a.passage_id = p.id) AND p.number = 2 LIMIT 1)`);
    expect(byCode).toMatchObject({ 'row.missing': 1, 'passage.does_not_fit': 1 });
  });
});
