import { createHash } from 'node:crypto';
import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, revise, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeClaim,
  makeTestimony,
  testimonyFields,
  WORDS,
} from './support/factories.js';
import { codePoints, LONG_TEXT, ODD, ODD_TEXT } from './support/odd-texts.js';

interface Revision {
  text: string;
  sha256: string;
  bytes: number;
  codePoints: number;
  passages: { number: number; start: number; end: number; speaker: string | null }[];
}

describe('testimonies', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const revisionOf = async (id: string): Promise<Revision> =>
    (await archive.as(null).get(`/api/testimonies/${id}/revisions/1`)).body as Revision;

  test('a testimony is taken in whole by one activity', async () => {
    const response = await archive.as('archivist').post('/api/testimonies').send(testimonyFields());
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({
      accession: expect.stringMatching(/^KTB-\d{4}$/) as string,
      title: 'Interview with a ferryman',
      kind: 'interview',
      language: 'en',
      contributors: [{ role: 'narrator', agent: { name: 'Aiko Yoshino', unnamed: false } }],
      translationOf: null,
      recorded: null,
      summary: null,
      rights: null,
      claims: 0,
      version: 1,
      revisions: [{ number: 1, bytes: WORDS.length, codePoints: WORDS.length, passages: 2 }],
      activity: { type: 'testimony.create', agent: { name: 'Test archivist' } },
    });
    const { id, activity } = response.body as { id: string; activity: { id: string } };
    expect(response.headers.location).toBe(`/api/testimonies/${id}`);
    expect(response.headers.etag).toMatch(/^"v1\./);

    const written = await archive.sql<{ table: string; rows: number }>(
      `SELECT 'testimony' AS table, count(*)::integer AS rows FROM testimony WHERE activity_id = $1
       UNION ALL SELECT 'agent', count(*)::integer FROM agent WHERE activity_id = $1
       UNION ALL SELECT 'contribution', count(*)::integer FROM contribution WHERE activity_id = $1
       UNION ALL SELECT 'revision', count(*)::integer FROM revision WHERE activity_id = $1
       UNION ALL SELECT 'passage', count(*)::integer FROM passage WHERE activity_id = $1`,
      [activity.id],
    );
    expect(Object.fromEntries(written.map(({ table, rows }) => [table, rows]))).toEqual({
      testimony: 1,
      agent: 1,
      contribution: 1,
      revision: 1,
      passage: 2,
    });
  });

  test('odd text is kept byte for byte, with the SHA-256 of its bytes', async () => {
    const { id } = await makeTestimony(archive, { text: ODD_TEXT });
    const revision = await revisionOf(id);
    expect(revision.text).toBe(ODD_TEXT);
    expect(revision.sha256).toBe(createHash('sha256').update(Buffer.from(ODD_TEXT, 'utf8')).digest('hex'));
    expect(revision.bytes).toBe(Buffer.byteLength(ODD_TEXT));
    expect(revision.codePoints).toBe([...ODD_TEXT].length);
    const [row] = await archive.sql<{ stored: Buffer }>(
      `SELECT convert_to(text, 'UTF8') AS stored FROM revision WHERE testimony_id = $1`,
      [id],
    );
    expect(row?.stored.equals(Buffer.from(ODD_TEXT, 'utf8'))).toBe(true);
  });

  test('passages of odd text lie where their words are, in code points', async () => {
    const { id } = await makeTestimony(archive, { kind: 'memoir_chapter', text: ODD_TEXT });
    const { passages } = await revisionOf(id);
    expect(passages.map(({ number }) => number)).toEqual(Object.values(ODD).map((_, n) => n + 1));
    expect(passages.map(({ start, end }) => codePoints(ODD_TEXT, start, end))).toEqual(Object.values(ODD));
  });

  test('a text of 200 kB is taken in whole', async () => {
    const { id } = await makeTestimony(archive, { kind: 'diary', text: LONG_TEXT });
    const revision = await revisionOf(id);
    expect(revision.bytes).toBeGreaterThan(200_000);
    expect(revision.text === LONG_TEXT).toBe(true);
    const last = revision.passages.at(-1);
    expect(codePoints(LONG_TEXT, last?.start ?? 0, last?.end ?? 0)).toBe(
      LONG_TEXT.trimEnd().split('\n\n').at(-1),
    );
  });

  test('an interview falls into the turns of its speakers, unless paragraphs are asked for', async () => {
    const text =
      '聞き手：橋はいつ落ちましたか。\n𠮷野：春でした。\n\nもう一つ言えば、夜でした。\n聞き手：ありがとう。';
    const turns = await revisionOf((await makeTestimony(archive, { text, language: 'ja' })).id);
    expect(turns.passages.map(({ start, end, speaker }) => [speaker, codePoints(text, start, end)])).toEqual([
      ['聞き手', '聞き手：橋はいつ落ちましたか。'],
      ['𠮷野', '𠮷野：春でした。\n\nもう一つ言えば、夜でした。'],
      ['聞き手', '聞き手：ありがとう。'],
    ]);
    const paragraphs = await revisionOf((await makeTestimony(archive, { text, passages: 'paragraph' })).id);
    expect(paragraphs.passages.map(({ speaker }) => speaker)).toEqual([null, null]);
  });

  test('describes when, where and in which language it was told, as told', async () => {
    const original = await makeTestimony(archive, { language: 'ja', text: ODD.japanese });
    const testimony = await makeTestimony(archive, {
      title: `Letter ${ODD.emoji}`,
      kind: 'letter',
      language: 'ja-Latn-hepburn',
      translationOf: { language: 'ja', testimonyId: original.id, note: ODD.cyrillic },
      recorded: { words: 'in the spring of 1946', edtf: '1946-21', where: '小樽' },
      summary: ODD.combining,
      rights: ODD.quotes,
    });
    expect(testimony).toMatchObject({
      title: `Letter ${ODD.emoji}`,
      language: 'ja-Latn-hepburn',
      translationOf: {
        language: 'ja',
        testimony: { id: original.id, accession: original.accession },
        note: ODD.cyrillic,
      },
      recorded: {
        date: {
          words: 'in the spring of 1946',
          edtf: '1946-21',
          earliest: '1946-03-01',
          latest: '1946-05-31',
        },
        where: '小樽',
      },
      summary: ODD.combining,
      rights: ODD.quotes,
    });
    const links = await archive.sql(
      `SELECT relation, to_id FROM provenance_link WHERE from_id = $1 AND to_kind = 'testimony'`,
      [testimony.id],
    );
    expect(links).toEqual([{ relation: 'wasDerivedFrom', to_id: original.id }]);
  });

  test('contributors keep their order; a narrator may be unnamed, others known already', async () => {
    const interviewer = await makeAgent(archive, { name: 'Мария Иванова' });
    const testimony = await makeTestimony(archive, {
      contributors: [
        { role: 'interviewer', agent: { id: interviewer.id } },
        {
          role: 'narrator',
          agent: { description: 'an old woman at the ferry', unnamedBecause: 'She asked for it.' },
        },
        { role: 'interpreter', agent: { kind: 'organisation', name: '通訳協会' } },
      ],
    });
    expect(testimony.contributors).toMatchObject([
      { role: 'interviewer', agent: { id: interviewer.id, name: 'Мария Иванова' } },
      { role: 'narrator', agent: { name: 'an old woman at the ferry', unnamed: true } },
      { role: 'interpreter', agent: { name: '通訳協会', unnamed: false } },
    ]);
    const links = await archive.sql<{ relation: string }>(
      `SELECT relation FROM provenance_link WHERE from_id = $1 ORDER BY id`,
      [testimony.id],
    );
    expect(links.map(({ relation }) => relation)).toEqual([
      'wasInfluencedBy',
      'wasAttributedTo',
      'wasInfluencedBy',
    ]);
  });

  test('an agent given by id is given by nothing else', async () => {
    const { id } = await makeAgent(archive);
    const body = testimonyFields({
      contributors: [{ role: 'narrator', agent: { id, name: 'Somebody else' } }],
    });
    const response = await storesNothing(archive, () =>
      archive.as('archivist').post('/api/testimonies').send(body),
    );
    expectProblem(response, 422, { pointer: '/contributors/0/agent' });
  });

  test('nobody has the same part in a testimony twice', async () => {
    const { id } = await makeAgent(archive);
    const contributor = { role: 'narrator', agent: { id } };
    const response = await storesNothing(archive, () =>
      archive
        .as('archivist')
        .post('/api/testimonies')
        .send(testimonyFields({ contributors: [contributor, contributor] })),
    );
    expectProblem(response, 422, { pointer: '/contributors/1' });
  });

  test.each([
    [
      'contributors',
      { contributors: [{ role: 'narrator', agent: { id: UNKNOWN_ID } }] },
      '/contributors/0/agent/id',
    ],
    [
      'translationOf',
      { translationOf: { language: 'ja', testimonyId: UNKNOWN_ID } },
      '/translationOf/testimonyId',
    ],
  ])('an unknown id in %s is named by its field', async (_, fields, pointer) => {
    const response = await storesNothing(archive, () =>
      archive.as('archivist').post('/api/testimonies').send(testimonyFields(fields)),
    );
    expectProblem(response, 422, { pointer, code: 'reference.unknown' });
  });

  test('the accession number stands for the id, everywhere', async () => {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.accession as string);
    for (const path of ['', '/claims', '/reading', '/report?format=json', '/revisions/1']) {
      const byNumber = await archive.as(null).get(`/api/testimonies/${testimony.accession as string}${path}`);
      const byId = await archive.as(null).get(`/api/testimonies/${testimony.id}${path}`);
      expect([byNumber.status, byNumber.body]).toEqual([200, byId.body]);
    }
    expect(claim.testimony).toMatchObject({ id: testimony.id });
    expectProblem(await archive.as(null).get('/api/testimonies/KTB-999999'), 404);
  });

  test('twenty taken in at once get accession numbers without gaps', async () => {
    await Promise.all(Array.from({ length: 20 }, () => makeTestimony(archive)));
    const all = await pagesOf<{ accession: string }>(archive, '/api/testimonies', 200);
    expect(all.length).toBeGreaterThanOrEqual(20);
    expect(all.map(({ accession }) => accession)).toEqual(
      all.map((_, n) => `KTB-${String(n + 1).padStart(4, '0')}`),
    );
  });

  test('a refused testimony uses up no accession number', async () => {
    const before = await makeTestimony(archive);
    await archive
      .as('archivist')
      .post('/api/testimonies')
      .send(testimonyFields({ contributors: [{ role: 'narrator', agent: { id: UNKNOWN_ID } }] }));
    const after = await makeTestimony(archive);
    const number = (made: Made): number => Number((made.accession as string).slice(4));
    expect(number(after)).toBe(number(before) + 1);
  });

  test('the list goes by accession number, in pages that leave nothing out', async () => {
    await Promise.all(Array.from({ length: 5 }, () => makeTestimony(archive)));
    const whole = await pagesOf<{ id: string; accession: string }>(archive, '/api/testimonies', 200);
    for (const limit of [1, 2, 3]) {
      expect(await pagesOf(archive, '/api/testimonies', limit)).toEqual(whole);
    }
    expect(whole.map(({ accession }) => accession)).toEqual(whole.map(({ accession }) => accession).sort());
  });

  test('counts its own claims and no others', async () => {
    const [one, other] = [await makeTestimony(archive), await makeTestimony(archive)];
    await makeClaim(archive, one.id);
    const listed = await pagesOf<{ id: string; claims: number }>(archive, '/api/testimonies', 50);
    const count = (id: string): number | undefined => listed.find((each) => each.id === id)?.claims;
    expect([count(one.id), count(other.id)]).toEqual([1, 0]);
  });

  test('what describes it is corrected; its words never are', async () => {
    const { id } = await makeTestimony(archive, { summary: 'A crossing.' });
    const corrected = await revise(archive, `/api/testimonies/${id}`, 1, {
      title: 'Разговор с паромщиком',
      recorded: { edtf: '1990/1991' },
      note: 'The title was a guess.',
    });
    expect(corrected.status).toBe(200);
    expect(corrected.body).toMatchObject({
      title: 'Разговор с паромщиком',
      summary: 'A crossing.',
      recorded: { date: { edtf: '1990/1991', earliest: '1990-01-01', latest: '1991-12-31' } },
      version: 2,
      activity: { type: 'testimony.revise' },
    });
    expect(corrected.headers.etag).toMatch(/^"v2\./);
    const withText = await storesNothing(archive, () =>
      revise(archive, `/api/testimonies/${id}`, 2, { title: 'T', text: 'Other words.' }),
    );
    expectProblem(withText, 422, { pointer: '/text', code: 'request.unknown_field' });
    expect((await revisionOf(id)).text).toBe(WORDS);
  });

  test('what was said of it in error is taken away; what it must have is not', async () => {
    const { id } = await makeTestimony(archive, {
      summary: 'S',
      rights: 'R',
      recorded: { edtf: '1945', where: 'Otaru' },
      translationOf: { language: 'ja' },
    });
    const path = `/api/testimonies/${id}`;
    const nothing = { summary: null, rights: null, recorded: null, translationOf: null };
    expect((await revise(archive, path, 1, nothing)).body).toMatchObject({ ...nothing, version: 2 });
    for (const field of ['title', 'kind', 'language']) {
      const response = await storesNothing(archive, () => revise(archive, path, 2, { [field]: null }));
      expectProblem(response, 422, { pointer: `/${field}` });
    }
  });

  test.each(['0', '2', '01', 'abc', '1e0', '99999999999'])('there is no revision %s', async (number) => {
    const { id } = await makeTestimony(archive);
    expectProblem(await archive.as(null).get(`/api/testimonies/${id}/revisions/${number}`), 404);
  });

  test('who has it already is told so', async () => {
    const { id } = await makeTestimony(archive);
    const first = await archive.as(null).get(`/api/testimonies/${id}`);
    const etag = first.headers.etag as string;
    const again = await archive.as(null).get(`/api/testimonies/${id}`).set('if-none-match', etag);
    expect([again.status, again.text]).toEqual([304, '']);
    await makeClaim(archive, id);
    const changed = await archive.as(null).get(`/api/testimonies/${id}`).set('if-none-match', etag);
    expect([changed.status, (changed.body as { claims: number }).claims]).toEqual([200, 1]);
  });
});
