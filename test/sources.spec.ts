import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, revise, storesNothing } from './support/expectations.js';
import {
  type Made,
  makeCitation,
  makeClaim,
  makeSource,
  makeTestimony,
  makeUnnamedSource,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';

describe('sources', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const refused = (body: object) =>
    storesNothing(archive, () => archive.as('researcher').post('/api/sources').send(body));

  test('a CSL-JSON item is kept as it was given', async () => {
    const csl = {
      type: 'chapter',
      title: ODD.japanese,
      'container-title': ODD.cyrillic,
      author: [
        { family: 'Yoshino', given: '𠮷郎', suffix: 'Jr.' },
        { literal: ODD.emoji, 'static-ordering': true },
      ],
      issued: { 'date-parts': [[1956, 12], [1957]], circa: true },
      page: '12–14',
      volume: 3,
      URL: 'https://example.org/?a=1&b=2#c',
      note: ODD.quotes,
      custom: { shelf: ['Ω', null, 1.5, { deep: ODD.combining }] },
    };
    const source = await makeSource(archive, { csl });
    expect(source).toMatchObject({
      csl,
      title: ODD.japanese,
      unnamed: false,
      description: null,
      unnamedBecause: null,
      citations: 0,
      claims: 0,
      version: 1,
      activity: { type: 'source.create', agent: { name: 'Test archivist' } },
    });
    const { body, headers } = await archive.as(null).get(`/api/sources/${source.id}`);
    expect((body as Made).csl).toEqual(csl);
    expect(headers.etag).toMatch(/^"v1\./);
  });

  test('an unnamed source is a source of its own, with the reason why it has no name', async () => {
    const source = await makeUnnamedSource(archive, { description: ODD.rightToLeft });
    expect(source).toMatchObject({
      csl: null,
      title: ODD.rightToLeft,
      unnamed: true,
      unnamedBecause: 'The narrator does not remember its name.',
    });
  });

  test.each<[string, object, string]>([
    ['no title', { type: 'book' }, '/csl/title'],
    ['a blank title', { type: 'book', title: ' \u3000' }, '/csl/title'],
    ['no type', { title: 'T' }, '/csl/type'],
    ['a type of its own', { type: 'novel', title: 'T' }, '/csl/type'],
    ['an id', { id: 'x', type: 'book', title: 'T' }, '/csl/id'],
    ['an unknown variable', { type: 'book', title: 'T', 'a/b~c': '1' }, '/csl/a~1b~0c'],
    [
      'a day no year has',
      { type: 'book', title: 'T', issued: { 'date-parts': [[1900, 2, 29]] } },
      '/csl/issued/date-parts/0/2',
    ],
    [
      'a nameless author',
      { type: 'book', title: 'T', author: [{ family: 'A' }, { suffix: 'Jr.' }] },
      '/csl/author/1',
    ],
    ['a title that is no text', { type: 'book', title: ['T'] }, '/csl/title'],
  ])('CSL with %s is refused, and the field named', async (_, csl, pointer) => {
    expectProblem(await refused({ csl }), 422, { pointer, code: /^csl\./ });
  });

  test('is either named or unnamed', async () => {
    const csl = { type: 'book', title: 'T' };
    expectProblem(await refused({}), 422, { pointer: '/csl', code: 'source.named_or_unnamed' });
    expectProblem(await refused({ description: 'a book' }), 422, { pointer: '/unnamedBecause' });
    expectProblem(await refused({ csl, unnamedBecause: 'Forgotten.' }), 422, { pointer: '/unnamedBecause' });
    expectProblem(await refused({ csl: [csl] }), 422, { pointer: '/csl' });
    expectProblem(await refused({ csl: 'a book' }), 422, { pointer: '/csl' });
  });

  test('an unnamed source that is identified gets its name; that it had none stays in its history', async () => {
    const source = await makeUnnamedSource(archive);
    const csl = { type: 'article-newspaper', title: '日本新聞' };
    const named = await revise(
      archive,
      `/api/sources/${source.id}`,
      1,
      { csl, note: 'Found in the camp library.' },
      'researcher',
    );
    expect(named.status).toBe(200);
    expect(named.body).toMatchObject({
      csl,
      title: '日本新聞',
      unnamed: false,
      unnamedBecause: null,
      version: 2,
    });
    const { items } = (await archive.as(null).get(`/api/history/source/${source.id}`)).body as {
      items: { record: object }[];
    };
    expect(items.map(({ record }) => record)).toMatchObject([
      { csl, unnamedBecause: null },
      { csl: null, unnamedBecause: 'The narrator does not remember its name.' },
    ]);
  });

  test('a correction is held to the same rules', async () => {
    const { id } = await makeSource(archive);
    const patch = (body: object) =>
      storesNothing(archive, () => revise(archive, `/api/sources/${id}`, 1, body));
    expectProblem(await patch({ csl: { type: 'book' } }), 422, { pointer: '/csl/title' });
    expectProblem(await patch({ csl: null }), 422, { pointer: '/csl' });
    expectProblem(await patch({ unnamedBecause: 'x' }), 422, { pointer: '/unnamedBecause' });
    expectProblem(await patch({}), 422);
    expectProblem(await patch({ note: 'Nothing but a note.' }), 422);
    const unnamed = await makeUnnamedSource(archive);
    const undescribed = await storesNothing(archive, () =>
      revise(archive, `/api/sources/${unnamed.id}`, 1, { description: null }),
    );
    expectProblem(undescribed, 422, { pointer: '/description' });
  });

  test('counts what leans on it: citations that stand, and claims told from it', async () => {
    const testimony = await makeTestimony(archive);
    const [source, noise] = [await makeUnnamedSource(archive), await makeSource(archive)];
    const claim = await makeClaim(archive, testimony.id, {
      tellers: [
        { basis: 'read', sourceId: source.id },
        { basis: 'read', sourceId: source.id },
      ],
    });
    const [first] = [
      await makeCitation(archive, claim.id, { source: { id: source.id } }),
      await makeCitation(archive, claim.id, { source: { id: source.id }, stance: 'against' }),
      await makeCitation(archive, claim.id, { source: { id: noise.id } }),
    ];
    const counts = async () => (await archive.as(null).get(`/api/sources/${source.id}`)).body as Made;
    expect(await counts()).toMatchObject({ citations: 2, claims: 1 });
    await archive
      .as('archivist')
      .post(`/api/citations/${first.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'Misread.' })
      .expect(200);
    expect(await counts()).toMatchObject({ citations: 1, claims: 1 });
  });

  test('the list is in the order of recording, in pages, of all, of named or of unnamed sources', async () => {
    const made: Made[] = [];
    for (let n = 0; n < 6; n++) {
      made.push(await (n % 2 === 0 ? makeSource(archive) : makeUnnamedSource(archive)));
    }
    const ids = made.map(({ id }) => id);
    for (const limit of [1, 4, 200]) {
      const all = (await pagesOf<Made>(archive, '/api/sources', limit)).map(({ id }) => id);
      expect(all.filter((id) => ids.includes(id))).toEqual(ids);
      const unnamed = await pagesOf<Made>(archive, '/api/sources?unnamed=true', limit);
      expect(unnamed.every((source) => source.unnamed === true)).toBe(true);
      expect(unnamed.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual([ids[1], ids[3], ids[5]]);
      const named = await pagesOf<Made>(archive, '/api/sources?unnamed=false', limit);
      expect(named.length + unnamed.length).toBe(all.length);
    }
    expectProblem(await archive.as(null).get('/api/sources?unnamed=maybe'), 422, { pointer: '/unnamed' });
  });

  test.each<[string, string]>([
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=1.5', '/limit'],
    ['limit=ten', '/limit'],
    ['cursor=', '/cursor'],
    ['cursor=%F0%A0%AE%B7', '/cursor'],
    ['cursor=LTE', '/cursor'],
    [`cursor=${Buffer.from('9'.repeat(30)).toString('base64url')}`, '/cursor'],
    ['offset=3', '/offset'],
  ])('a list asked for with %s says what is wrong', async (query, pointer) => {
    expectProblem(await archive.as(null).get(`/api/sources?${query}`), 422, { pointer });
  });
});
