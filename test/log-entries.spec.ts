import { hash } from 'node:crypto';
import { openArchive, type TestArchive } from './support/archive.js';
import { erase } from './support/erase.js';
import { amend } from './support/expectations.js';
import { claimFields, makeClaim, makeOneOfEach, makePlace, makeTestimony } from './support/factories.js';
import { commitment, commitmentBy, entriesOf, type Envelope } from './support/log.js';
import { LONG_TEXT, ODD, ODD_TEXT } from './support/odd-texts.js';
import { claimRows, restrict } from './support/restrict.js';

/** Tables without entries in the log. src/transparency-log/README.md says why. */
const NOT_LOGGED = [
  'access_derivation',
  'account_invitation',
  'account_password',
  'api_token_use',
  'contact_details',
  'cursor_key',
  'erased_record',
  'erased_span',
  'erasing',
  'erasure_derivation',
  'history',
  'idempotency_key',
  'log_checkpoint',
  'log_cosignature',
  'log_entry',
  'log_pending',
  'log_sequenced',
  'log_tile',
  'log_time_stamp',
  'migration',
  'name_key',
  'provenance_link',
  'restricted_record',
  'restricted_span',
  'session',
  'sign_in_failure',
  'unrestricted_access',
  'word_column',
];

/** What an envelope says openly, beside what it commits to. */
const OPEN: Record<string, (said: Envelope) => unknown> = {
  id: ({ id }) => id,
  activity_id: ({ activity }) => activity,
  version: ({ version }) => version,
  access: ({ access }) => access,
  note_access: ({ note_access }) => note_access,
};

describe('entries of the transparency log', () => {
  let archive: TestArchive;
  beforeAll(async () => {
    archive = await openArchive();
    await makeOneOfEach(archive);
  });
  afterAll(() => archive.close());

  test('cover every column of every table, or the table is listed as one that is not logged', async () => {
    const columns = await archive.sql<{ table: string; columns: string[] }>(
      `SELECT c.relname AS table, array_agg(a.attname::text) AS columns FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname ORDER BY c.relname`,
    );
    const silent: string[] = [];
    for (const { table, columns: expected } of columns) {
      const [row] = await archive.sql<{ envelope: string }>(
        `SELECT envelope FROM log_entry WHERE envelope::json ->> 'table' = $1 AND envelope::json -> 'columns' IS NOT NULL LIMIT 1`,
        [table],
      );
      if (row === undefined) {
        silent.push(table);
        continue;
      }
      const said = JSON.parse(row.envelope) as Envelope;
      const covered = expected.filter((column) =>
        column in OPEN ? OPEN[column]!(said) !== undefined : said.columns![column] !== undefined,
      );
      expect([table, expected.filter((column) => !covered.includes(column))]).toEqual([table, []]);
    }
    expect(silent.sort()).toEqual(NOT_LOGGED);
  });

  test('there is one for each row there is', async () => {
    const [row] = await archive.sql<{ missing: string | null }>(
      `SELECT string_agg(u.table_name, ', ') AS missing FROM unrestricted_access u
       WHERE (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I t WHERE NOT EXISTS (
         SELECT FROM log_entry e WHERE e.record_id = t.id AND e.activity_id = t.activity_id)', u.table_name), false, true, '')))[1]::text <> '0'`,
    );
    expect(row!.missing).toBeNull();
  });

  test('are canonical JSON: members in order, nothing between them', async () => {
    const rows = await archive.sql<{ envelope: string }>('SELECT envelope FROM log_entry');
    const sorted = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, member]) => [name, sorted(member)]),
          )
        : value;
    for (const { envelope } of rows) expect(envelope).toBe(JSON.stringify(sorted(JSON.parse(envelope))));
  });

  test.each([...Object.entries(ODD), ['all of them', ODD_TEXT], ['a long one', LONG_TEXT]])(
    'commit to words as they are: %s',
    async (_, text) => {
      const { id: testimonyId } = await makeTestimony(archive, { text });
      const [made] = await archive.sql<{ id: string; activity: string; sha256: string }>(
        'SELECT id, activity_id AS activity, sha256 FROM revision WHERE testimony_id = $1',
        [testimonyId],
      );
      const [entry] = await entriesOf(archive, made!.id);
      const expected = {
        testimony_id: testimonyId,
        number: '1',
        text,
        sha256: hash('sha256', text),
        bytes: String(Buffer.byteLength(text)),
        code_points: String([...text].length),
        segmentation: 'paragraph',
        kind: 'first',
        previous_id: null,
        because: null,
        erased_by: null,
      };
      expect(entry!.said).toEqual({
        table: 'revision',
        id: made!.id,
        version: 1,
        access: 0,
        activity: made!.activity,
        columns: Object.fromEntries(
          Object.entries(expected).map(([column, value]) => [
            column,
            commitment(entry!.salt!, column, value),
          ]),
        ),
      });
    },
  );

  test('commit to times in microseconds and to dates in ISO style, whatever the session prefers', async () => {
    await amend(
      archive,
      `SET LOCAL timezone = 'Asia/Tokyo'; SET LOCAL datestyle = 'German';
       INSERT INTO event (id, name, date_words, date_edtf, date_span)
       VALUES ('00000000-0000-4000-8000-00000000e001', '奉天会戦', '10 March', '1905-03-10', '{[1905-03-10,1905-03-11)}');`,
    );
    const [entry] = await entriesOf(archive, '00000000-0000-4000-8000-00000000e001');
    expect(entry!.said.columns!.date_span).toBe(
      commitment(entry!.salt!, 'date_span', '{[1905-03-10,1905-03-11)}'),
    );
    const [act] = await archive.sql<{ micros: string }>(
      `SELECT (extract(epoch FROM started_at) * 1000000)::bigint AS micros FROM activity WHERE id = $1`,
      [entry!.said.activity],
    );
    const [of] = await entriesOf(archive, entry!.said.activity);
    expect([of!.said.time, of!.said.columns!.started_at]).toEqual([
      Number(act!.micros),
      commitment(of!.salt!, 'started_at', act!.micros),
    ]);
  });

  test('another version has another entry, and who may read it an entry of its own', async () => {
    const { id: testimonyId } = await makeTestimony(archive);
    const { id } = await makeClaim(archive, testimonyId);
    await archive
      .as('archivist')
      .patch(`/api/claims/${id}`)
      .set('if-match', '"v1"')
      .send({ statement: 'It was put otherwise.' })
      .expect(200);
    await restrict(archive, claimRows(`'${id}'`));
    const entries = await entriesOf(archive, id);
    expect(entries.map(({ said }) => [said.version, said.access, said.columns !== undefined])).toEqual([
      [1, 0, true],
      [2, 0, true],
      [2, 3, false],
    ]);
    expect(entries[1]!.said.columns!.statement).toBe(
      commitment(entries[1]!.salt!, 'statement', 'It was put otherwise.'),
    );
    // The activity that wrote it is as closed as what it wrote; that is the doing of the one that restricted it.
    const [closed] = (await entriesOf(archive, entries[1]!.said.activity)).slice(-1);
    expect([closed!.said.access, closed!.said.note_access, closed!.said.activity]).toEqual([
      3,
      3,
      entries[2]!.said.activity,
    ]);
  });

  test('a row that the owner of the tables deletes has an entry that says so', async () => {
    const { id } = await makePlace(archive);
    await amend(
      archive,
      `DELETE FROM name_key WHERE owner_id = '${id}'; DELETE FROM place WHERE id = '${id}';`,
    );
    const [, gone] = await entriesOf(archive, id);
    expect(gone!.said).toEqual({
      activity: gone!.said.activity,
      deleted: true,
      id,
      table: 'place',
      version: 1,
    });
  });

  test('of erased words the salts are gone, and with them what could be guessed from; of the rest they are there', async () => {
    const { id: testimonyId } = await makeTestimony(archive, { language: 'en' });
    const { id } = await makeClaim(
      archive,
      testimonyId,
      claimFields({ statement: 'Nobody should read this.' }),
    );
    await erase(archive, { kind: 'claim', recordId: id });
    const entries = await entriesOf(archive, id);
    const [first, ...later] = entries;
    expect(first!.salt).toBeNull();
    expect(first!.salts).not.toHaveProperty('statement');
    expect(commitmentBy(Buffer.from(first!.salts!.testimony_id!, 'base64'), testimonyId)).toBe(
      first!.said.columns!.testimony_id,
    );
    const erased = later.find(({ said }) => said.erased !== undefined)!;
    expect([erased.said.version, erased.said.erased]).toEqual([1, expect.arrayContaining(['statement'])]);
    const [was] = await archive.sql<{ statement: string }>(
      `SELECT record ->> 'statement' AS statement FROM history WHERE record_id = $1 ORDER BY id LIMIT 1`,
      [id],
    );
    expect(erased.said.columns!.statement).toBe(commitment(erased.salt!, 'statement', was!.statement));
  });

  test('are made by triggers alone, and stay', async () => {
    const { id } = await makePlace(archive);
    const made = `INSERT INTO log_entry (activity_id, record_id, envelope) VALUES ('${id}', '${id}', '{}')`;
    await expect(archive.asApp(made)).rejects.toThrow(/permission denied/);
    await expect(archive.sql(made)).rejects.toThrow(/triggers alone/);
    for (const change of [
      `UPDATE log_entry SET envelope = '{}' WHERE record_id = '${id}'`,
      `UPDATE log_entry SET salt = NULL WHERE record_id = '${id}'`,
      `DELETE FROM log_entry WHERE record_id = '${id}'`,
    ]) {
      await expect(archive.asApp(change)).rejects.toThrow(/permission denied/);
      await expect(archive.sql(change)).rejects.toThrow(/triggers alone/);
    }
    await expect(archive.sql('TRUNCATE log_entry')).rejects.toThrow(/append-only/);
  });

  test('what is only rehearsed leaves none', async () => {
    const count = async () => (await archive.sql<{ n: string }>('SELECT count(*) AS n FROM log_entry'))[0]!.n;
    const before = await count();
    const { id } = await makeTestimony(archive);
    const after = await count();
    expect(after).not.toBe(before);
    await archive
      .as('archivist')
      .post('/api/restrictions?dryRun=true')
      .send({ kind: 'testimony', recordId: id, mode: 'registered', basis: 'archive', because: 'Perhaps.' });
    expect(await count()).toBe(after);
  });
});
