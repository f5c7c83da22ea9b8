import { openArchive, type TestArchive } from './support/archive.js';
import { erase, tablesWith } from './support/erase.js';
import { pathsOf } from './support/every-get.js';

/** Columns of text that hold no words of people: terms of vocabularies, codes, hashes, numbers. */
const NO_WORDS =
  /^(id|kind|type|role|state|part|mode|basis|outcome|stance|method|reason|rule|confidence|grade|certainty|channel|language|.*_language|script|romanisation|name_order|scheme|segmentation|accession|.*sha256|code|uri|instrument|disseminate|quote|name_narrator|publish_audio|translate|machine_use|.*_class|locator_label|relation|.*_kind)$/;

describe('a passage of the chapter, erased', () => {
  let archive: TestArchive;
  const words: string[] = [];
  let claims: { id: string; statement: string; released: boolean }[];

  beforeAll(async () => {
    archive = await openArchive('chapter');
    // The passage that most claims rest on.
    const [passage] = await archive.sql<{ id: string; text: string }>(
      `SELECT p.id, substr(v.text, p.start_offset + 1, p.end_offset - p.start_offset) AS text
       FROM passage p JOIN revision v ON v.id = p.revision_id
       ORDER BY (SELECT count(*) FROM anchor a WHERE a.passage_id = p.id) DESC, p.number LIMIT 1`,
    );
    claims = await archive.sql(
      `SELECT c.id, c.statement, false AS released FROM claim c
       WHERE EXISTS (SELECT FROM anchor a WHERE a.claim_id = c.id AND a.passage_id = $1)`,
      [passage!.id],
    );
    const lines = passage!.text.split('\n').map((line) => line.trim());
    words.push(...lines.filter((line) => line.length > 20), ...claims.map(({ statement }) => statement));
    await erase(archive, { kind: 'passage', recordId: passage!.id });
  });
  afterAll(() => archive.close());

  test('is in no table and no earlier version', async () => {
    expect(claims.length).toBeGreaterThan(1);
    expect(words.length).toBeGreaterThan(3);
    for (const some of words) expect([some, await tablesWith(archive, some)]).toEqual([some, {}]);
  });

  test('is in no answer, and every GET still answers', async () => {
    const { paths } = (await archive.as(null).get('/api/openapi.json')).body as {
      paths: Record<string, Record<string, unknown>>;
    };
    const ids: Record<string, string[]> = {};
    for (const kind of ['agent', 'place', 'source', 'testimony', 'citation', 'question', 'lead', 'flag']) {
      const rows = await archive.sql<{ id: string }>(`SELECT id FROM ${kind} ORDER BY id LIMIT 3`);
      ids[kind] = rows.map(({ id }) => id);
    }
    for (const kind of [
      'contradiction',
      'passage',
      'descent',
      'reliability',
      'mention',
      'activity',
      'anchor',
      'erasure',
    ]) {
      const rows = await archive.sql<{ id: string }>(`SELECT id FROM ${kind} ORDER BY id LIMIT 3`);
      ids[kind] = rows.map(({ id }) => id);
    }
    ids.claim = claims.slice(0, 3).map(({ id }) => id);
    const pointers = ['KTB-0001', 'KTB-0001.c1', 'KTB-0001.r1.p1', 'KTB-0001.r1.char=0,9'];
    let answered = 0;
    for (const [template, methods] of Object.entries(paths)) {
      if (methods.get === undefined) continue;
      for (const path of pathsOf(template, { ids, pointers })) {
        const answer = await archive.as('archivist').get(path);
        expect([path, answer.status < 500]).toEqual([path, true]);
        const told = words.filter((some) => (answer.text ?? '').includes(JSON.stringify(some).slice(1, -1)));
        expect([path, told]).toEqual([path, []]);
        if (answer.status === 200) answered += 1;
      }
    }
    expect(answered).toBeGreaterThan(60);
    for (const { id } of claims) {
      expect((await archive.as(null).get(`/api/claims/${id}`)).status).toBe(410);
    }
  });

  test('leaves every other anchor on its words', async () => {
    const wrong = await archive.sql(
      `SELECT a.id FROM anchor a JOIN revision v ON v.id = a.revision_id WHERE a.start_offset IS NOT NULL
         AND substr(v.text, a.start_offset + 1, a.end_offset - a.start_offset) <> a.exact`,
    );
    expect(wrong).toEqual([]);
  });

  test('every column of words is known to what erases', async () => {
    const columns = await archive.sql<{ name: string; column: string }>(
      `SELECT c.table_name AS name, c.column_name AS column FROM information_schema.columns c
       WHERE c.table_schema = 'public' AND c.table_name <> 'record' AND c.data_type IN ('text', 'jsonb', 'datemultirange')
         AND EXISTS (SELECT FROM information_schema.columns o WHERE o.table_schema = 'public'
           AND o.table_name = c.table_name AND o.column_name = 'activity_id')
         -- Kept by ids and hashes alone: a key goes with what it led to, salts of the log with the words.
         AND c.table_name <> 'idempotency_key' AND c.table_name NOT LIKE 'log\_%'
         AND NOT EXISTS (SELECT FROM word_column w WHERE w.table_name = c.table_name AND w.column_name = c.column_name)
       ORDER BY 1, 2`,
    );
    const rest = columns.filter(({ column }) => !NO_WORDS.test(column));
    expect(rest.map(({ name, column }) => `${name}.${column}`)).toEqual([
      // Of who works here: an account goes its own way.
      'account.disabled_because',
      'account.issuer',
      'account.login_name',
      'account.subject',
      'api_token.label',
      'api_token.revoked_because',
      // On what paper words were erased: what is to stay.
      'erasure.authority',
      'erasure.because',
      'erasure_decision.because',
      // Keys of names, deleted with the name.
      'name_key.key',
      'name_key.way',
      'restriction.until_edtf',
      // As RightsStatements.org has it.
      'rights_statement.label',
    ]);
  });
});
