import { rm, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { copyDatabase, openArchive, type TestDatabase } from './support/archive.js';
import { erase } from './support/erase.js';
import { makeAgent, makeOneOfEach } from './support/factories.js';
import { databaseOf, latestCheckpoint, named, TamperedArchive, TestLog } from './support/tamper.js';
import { another, loggedColumns } from './support/tampered-columns.js';
import { generateKey } from '../src/merkle-log/note-key.js';
import { type KeptCheckpoint, keptCheckpoint } from '../src/verification/kept-checkpoints.js';
import { readVerifierKey } from '../src/verification/signed-notes.js';
import type { Verification } from '../src/verification/verify.js';

/** The catalogue goes on: entries, tree, checkpoints, keys and the server. */
describe('a log that was tampered with', () => {
  let base: TestDatabase;
  let yesterday: TestDatabase;
  let keyFile: string;
  let ownKey: string;
  let kept: KeptCheckpoint;
  let copies: TamperedArchive[] = [];

  beforeAll(async () => {
    const archive = await openArchive('chapter');
    const log = new TestLog(archive);
    keyFile = log.keyFile;
    await log.sequence();
    await makeOneOfEach(archive);
    const erased = await makeAgent(archive, { name: 'To Be Erased' });
    await erase(archive, { kind: 'agent', recordId: erased.id });
    await log.sequence();
    [ownKey] = (await log.keys.verifierKeys()) as [string];
    yesterday = await copyDatabase(databaseOf(archive));
    await makeAgent(archive);
    await log.sequence();
    kept = keptCheckpoint('The checkpoint of a reader', await latestCheckpoint(archive));
    base = await copyDatabase(databaseOf(archive));
    await archive.close();
  }, 120_000);
  afterEach(async () => {
    await Promise.all(copies.map((copy) => copy.drop()));
    copies = [];
  });
  afterAll(async () => {
    await Promise.all([base.drop(), yesterday.drop(), rm(keyFile, { force: true })]);
  });

  const copy = async (of = base): Promise<TamperedArchive> => {
    const made = await TamperedArchive.of(of.name);
    copies.push(made);
    return made;
  };
  const after = async (statements: string): Promise<Verification> => {
    const archive = await copy();
    await archive.tamper(statements);
    return archive.verify();
  };
  const codes = ({ byCode }: Verification): string[] => Object.keys(byCode);
  const forgeClaim = async (archive: TamperedArchive): Promise<string> => {
    const [claim] = await archive.tamper<{ id: string }>(`UPDATE claim SET statement = 'Forged.'
      WHERE id = (SELECT id FROM claim WHERE version = 1 ORDER BY id LIMIT 1) RETURNING id`);
    await archive.reseal('claim', claim!.id);
    return claim!.id;
  };

  test('a row forged together with its entry, and with its leaf', async () => {
    const archive = await copy();
    const id = await forgeClaim(archive);
    const found = await archive.verify();
    expect(named(found)).toEqual([{ code: 'entry.leaf_differs', table: 'claim', id, column: undefined }]);
    await archive.tamper(`UPDATE log_tile SET hashes = overlay(hashes PLACING l.hash FROM 1 + 32 * (l.leaf % 256)::integer)
      FROM (SELECT q.first_leaf + (SELECT count(*) FROM log_entry b WHERE b.activity_id = e.activity_id AND b.id < e.id) AS leaf,
        sha256('\\x00'::bytea || convert_to(e.envelope, 'UTF8')) AS hash
        FROM log_entry e JOIN log_sequenced q USING (activity_id) WHERE e.record_id = '${id}' LIMIT 1) l
      WHERE level = 0 AND index = l.leaf / 256`);
    expect(codes(await archive.verify())).toEqual(
      expect.arrayContaining(['checkpoint.root_differs', 'tile.hash_differs']),
    );
  });

  test('the whole tree rewritten and signed with the archive’s own key: only who kept a checkpoint sees it', async () => {
    const archive = await copy();
    await forgeClaim(archive);
    await archive.rewriteTree(keyFile);
    expect((await archive.verify()).findings).toEqual([]);
    expect(codes(await archive.verify({ keys: [readVerifierKey(ownKey)!] }))).toEqual([]);
    expect(codes(await archive.verify({ kept: [kept] }))).toEqual(['checkpoint.rewritten']);
  });

  test('the whole tree rewritten, and the key exchanged', async () => {
    const archive = await copy();
    await forgeClaim(archive);
    const other = `${keyFile}-other`;
    const { signerKey, verifierKey } = generateKey(readVerifierKey(ownKey)!.name);
    await archive.tamper(
      `UPDATE log_key SET verifier_key = '${verifierKey}' WHERE verifier_key = '${ownKey}'`,
    );
    const [key] = await archive.tamper<{ id: string }>(
      `SELECT id FROM log_key WHERE verifier_key = '${verifierKey}'`,
    );
    await archive.reseal('log_key', key!.id);
    await writeFile(other, `${signerKey}\n`, { mode: 0o600 });
    await archive.rewriteTree(other);
    await rm(other);
    expect((await archive.verify()).findings).toEqual([]);
    expect(codes(await archive.verify({ keys: [readVerifierKey(ownKey)!] }))).toEqual([
      'checkpoint.unsigned',
      'key.not_recorded',
    ]);
    expect(codes(await archive.verify({ kept: [kept] }))).toEqual([
      'checkpoint.kept_unsigned',
      'checkpoint.rewritten',
    ]);
  });

  test('yesterday’s backup put in the place of today’s archive', async () => {
    const archive = await copy(yesterday);
    expect((await archive.verify()).findings).toEqual([]);
    expect(codes(await archive.verify({ kept: [kept] }))).toEqual(['log.truncated']);
  });

  test('two entries swapped, and two activities', async () => {
    const two = `(SELECT array_agg(id) FROM (SELECT e.id, e.activity_id FROM log_entry e
      WHERE e.activity_id = (SELECT activity_id FROM log_entry GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)
      ORDER BY e.id OFFSET 5 LIMIT 2) x)`;
    const archive = await copy();
    await archive.withoutConstraints();
    await archive.tamper(`WITH two AS (SELECT ${two} AS ids)
      UPDATE log_entry e SET (record_id, salt, envelope) = (o.record_id, o.salt, o.envelope)
      FROM two, log_entry o WHERE e.id = ANY (two.ids) AND o.id = ANY (two.ids) AND o.id <> e.id`);
    const { byCode } = await archive.verify();
    expect(byCode).toEqual({ 'entry.leaf_differs': 2 });

    const other = await copy();
    await other.withoutConstraints();
    await other.tamper(`WITH two AS (SELECT activity_id, first_leaf, next_leaf, row_number() OVER () AS number FROM log_sequenced
        WHERE next_leaf - first_leaf = 2 ORDER BY first_leaf LIMIT 2)
      UPDATE log_sequenced q SET first_leaf = o.first_leaf, next_leaf = o.next_leaf
      FROM two t, two o WHERE q.activity_id = t.activity_id AND o.number <> t.number`);
    expect((await other.verify()).byCode).toEqual({ 'entry.leaf_differs': 4 });
  });

  test('salts swapped, taken away, and left where words were erased', async () => {
    const swapped = await after(`UPDATE log_entry e SET salt = o.salt FROM log_entry o
      WHERE e.id = (SELECT max(id) FROM log_entry) AND o.id = (SELECT min(id) FROM log_entry)`);
    expect(codes(swapped)).toEqual(['row.column_differs']);
    expect(
      codes(await after('UPDATE log_entry SET salt = NULL WHERE id = (SELECT max(id) FROM log_entry)')),
    ).toEqual(['entry.salt_missing']);
    const left = await after(
      `UPDATE log_entry e SET salts = salts || '{"name": "AAAA"}' WHERE salts IS NOT NULL`,
    );
    expect(named(left)).toContainEqual({
      code: 'entry.salt_left',
      table: 'agent',
      id: expect.any(String) as string,
      column: 'name',
    });
  });

  test('a redaction that was none', async () => {
    const archive = await copy();
    await archive.tamper(`
      UPDATE claim SET statement = '[erased]' WHERE id = (SELECT id FROM claim WHERE version = 1 ORDER BY id LIMIT 1);
      UPDATE log_entry SET salt = NULL WHERE record_id = (SELECT id FROM claim WHERE statement = '[erased]' LIMIT 1);
      INSERT INTO log_entry (activity_id, record_id, salt, envelope)
      SELECT a.id, c.id, '\\x00000000000000000000000000000000', envelope_of_claim(c, '\\x00000000000000000000000000000000', a.id, ',"erased":["statement"]')
      FROM claim c, (SELECT id FROM activity ORDER BY sequence DESC LIMIT 1) a WHERE c.statement = '[erased]'`);
    expect(codes(await archive.verify())).toEqual(
      expect.arrayContaining([
        'activity.entries_differ',
        'entry.salt_missing',
        'entry.unfounded_redaction',
        'entry.without_place',
      ]),
    );
  });

  test('entries gone, added, filed elsewhere, and written otherwise', async () => {
    const last = 'WHERE id = (SELECT max(id) FROM log_entry)';
    expect(codes(await after(`DELETE FROM log_entry ${last}`))).toEqual(
      expect.arrayContaining(['activity.entries_differ', 'row.unlogged']),
    );
    expect(codes(await after(`UPDATE log_entry SET record_id = gen_random_uuid() ${last}`))).toContain(
      'entry.misfiled',
    );
    expect(codes(await after(`UPDATE log_entry SET envelope = envelope || ' ' ${last}`))).toEqual(
      expect.arrayContaining(['entry.leaf_differs', 'entry.not_canonical']),
    );
    expect(
      codes(
        await after(`INSERT INTO log_entry (activity_id, record_id, salt, envelope)
          SELECT activity_id, record_id, salt, envelope FROM log_entry ${last}`),
      ),
    ).toEqual(['activity.entries_differ', 'entry.twice', 'entry.without_place']);
  });

  test('the tail cut', async () => {
    const last = '(SELECT max(first_leaf) FROM log_sequenced)';
    expect(codes(await after(`DELETE FROM log_sequenced WHERE first_leaf = ${last}`))).toEqual([
      'activity.unsequenced',
      'sequence.tail_differs',
    ]);
    const hashes = `UPDATE log_tile SET hashes = substr(hashes, 1, octet_length(hashes) - 32)
      WHERE level = 0 AND index = (SELECT max(index) FROM log_tile WHERE level = 0)`;
    expect(codes(await after(hashes))).toEqual(['entry.leaf_missing', 'log.truncated']);
  });

  test('checkpoints and tiles altered', async () => {
    const last = 'WHERE tree_size = (SELECT max(tree_size) FROM log_checkpoint)';
    expect(codes(await after(`UPDATE log_checkpoint SET root = sha256(root) ${last}`))).toEqual([
      'checkpoint.note_differs',
      'checkpoint.root_differs',
    ]);
    const note = `UPDATE log_checkpoint SET note = replace(note, E'\\n' || tree_size || E'\\n', E'\\n1\\n') ${last}`;
    expect(codes(await after(note))).toEqual(['checkpoint.note_differs', 'checkpoint.signature_false']);
    expect(codes(await after(`UPDATE log_checkpoint SET note = 'x' ${last}`))).toEqual([
      'checkpoint.no_note',
    ]);
    expect(codes(await after(`DELETE FROM log_checkpoint ${last}`))).toEqual([
      'checkpoint.missing',
      'sequence.tail_differs',
    ]);
    expect(
      codes(await after('UPDATE log_tile SET hashes = hashes || sha256(hashes) WHERE level = 1')),
    ).toEqual(['tile.hash_differs']);
    expect(codes(await after('DELETE FROM log_tile WHERE level = 0 AND index = 1'))).toEqual(
      expect.arrayContaining(['entry.leaf_missing', 'tile.hash_differs', 'tile.missing']),
    );
  });

  test('triggers, walls, rights and settings of the server', async () => {
    const archive = await copy();
    await archive.tamper(`
      ALTER TABLE claim DISABLE TRIGGER keep_history;
      DROP TRIGGER append_to_log ON source;
      ALTER TABLE testimony NO FORCE ROW LEVEL SECURITY;
      DROP POLICY public ON agent; CREATE POLICY public ON agent FOR SELECT TO kataribe_public USING (true);
      GRANT DELETE ON flag TO kataribe_app; GRANT UPDATE (text) ON revision TO kataribe_reader;
      ALTER TABLE place OWNER TO kataribe_app;
      DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica', current_database()); END $$`);
    const found = (await archive.verify({ parts: ['server'] })).findings;
    expect(found.map(({ code, table }) => `${code} ${table ?? ''}`).sort()).toEqual([
      'server.grant flag',
      'server.grant revision',
      'server.owner place',
      'server.policy_differs agent',
      'server.row_security_missing testimony',
      'server.session_replication_role ',
      'server.trigger_disabled claim',
      'server.trigger_missing source',
    ]);
  });

  test('a column, and a table, added without putting them under the log', async () => {
    const archive = await copy();
    await archive.tamper(`ALTER TABLE flag ADD COLUMN aside text;
      UPDATE flag SET aside = 'x' WHERE id = (SELECT id FROM flag LIMIT 1)`);
    const { byCode, findings } = await archive.verify();
    expect(byCode).toEqual({ 'column.uncommitted': 1, 'row.column_uncommitted': 1 });
    expect(findings.every(({ table, column }) => table === 'flag' && column === 'aside')).toBe(true);
    await archive.tamper('CREATE TABLE rumour AS SELECT * FROM flag');
    expect(codes(await archive.verify())).toContain('table.not_under_the_log');
  });

  test('whichever value of whichever row is altered', async () => {
    const archive = await copy();
    await archive.withoutConstraints();
    const columns = await loggedColumns(archive);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(200), async (which, row, at) => {
        const one = columns[which % columns.length]!;
        const picked = `(SELECT id FROM "${one.table}" ORDER BY id
          OFFSET ${row} % (SELECT count(*) FROM "${one.table}") LIMIT 1)`;
        // Of a text, one character somewhere in it.
        const name = `"${one.column}"`;
        const value =
          one.type === 'text'
            ? `CASE WHEN char_length(${name}) > 0 THEN overlay(${name} PLACING
                CASE substr(${name}, 1 + ${at} % char_length(${name}), 1) WHEN 'a' THEN 'а' ELSE 'a' END
                FROM 1 + ${at} % char_length(${name}) FOR 1) ELSE coalesce(${name}, '') || 'x' END`
            : another(one);
        await archive.tamper(`CREATE SCHEMA aside; CREATE TABLE aside.before AS SELECT * FROM "${one.table}" WHERE id = ${picked};
          UPDATE "${one.table}" SET ${name} = ${value} WHERE id = ${picked}`);
        const { findings } = await archive.verify({ parts: ['rows'] });
        await archive.tamper(`UPDATE "${one.table}" t SET ${name} = b.${name} FROM aside.before b WHERE b.id = t.id;
          DROP SCHEMA aside CASCADE`);
        const wanted = one.column === 'version' ? undefined : one.column;
        expect(
          findings.some(
            ({ table, column }) => table === one.table && (wanted === undefined || column === wanted),
          ),
        ).toBe(true);
      }),
      { numRuns: 20 },
    );
    expect((await archive.verify({ parts: ['rows'] })).findings).toEqual([]);
  }, 120_000);
});
