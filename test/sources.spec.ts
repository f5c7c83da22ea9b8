import { sealCursor } from '../src/common/sealed-cursor.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, pagesOf, revise, rowCounts, storesNothing } from './support/expectations.js';
import {
  claimFields,
  type Made,
  makeCitation,
  makeAgent,
  makeClaim,
  makeDescent,
  makeSource,
  makeTestimony,
  makeUnnamedSource,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

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

  describe('cited by its CSL', () => {
    const csl = (title: string) => ({
      type: 'book',
      title,
      author: [{ family: '𠮷野', given: 'か\u3099く' }],
      issued: { 'date-parts': [[1956, 12]] },
      custom: { 'cafe\u0301': ODD.quotes },
    });
    const sourceOf = (citation: Made) => (citation.source as Made).id;
    const newClaim = async () => makeClaim(archive, (await makeTestimony(archive)).id);

    test('is found again, whatever the order of its members, and the oldest of several', async () => {
      const claim = await newClaim();
      const [first] = [
        await makeSource(archive, { csl: csl('橋') }),
        await makeSource(archive, { csl: csl('橋') }),
        await makeUnnamedSource(archive, { description: '橋' }),
      ];
      const { type, ...rest } = csl('橋');
      for (const given of [csl('橋'), { ...rest, type }]) {
        const citation = await makeCitation(archive, claim.id, { source: { csl: given } });
        expect(sourceOf(citation)).toBe(first.id);
      }
      // Nothing but just the same item is the same source.
      const others = [
        csl('橋 '),
        { ...csl('橋'), page: '1' },
        { ...csl('橋'), custom: { café: ODD.quotes } },
        { ...csl('橋'), issued: { 'date-parts': [['1956', 12]] } },
      ];
      const found = new Set([first.id]);
      for (const given of others) {
        found.add(sourceOf(await makeCitation(archive, claim.id, { source: { csl: given } })));
      }
      expect(found.size).toBe(others.length + 1);
    });

    test('is found in the claim it was first cited in, and described sources stay apart', async () => {
      const { id } = await makeTestimony(archive);
      const source = { csl: csl('Мост') };
      const unnamed = { description: 'a leaflet', unnamedBecause: 'Lost.' };
      const claim = await makeClaim(archive, id, {
        citations: [
          { stance: 'for', source },
          { stance: 'against', source },
          { stance: 'context', source: unnamed },
          { stance: 'context', source: unnamed },
        ],
      });
      const [one, two, three, four] = (claim.citations as Made[]).map(sourceOf);
      expect(one).toBe(two);
      expect(three).not.toBe(four);
      expect((await archive.as(null).get(`/api/sources/${one as string}`)).body).toMatchObject({
        citations: 2,
      });
    });

    test('is made once by many who cite it at once', async () => {
      const claims = await Promise.all(Array.from({ length: 6 }, newClaim));
      const before = await rowCounts(archive);
      const made = await Promise.all(
        claims.map(({ id }, n) =>
          makeCitation(archive, id, { source: { csl: n % 2 === 0 ? csl('同時') : csl('同時に') } }),
        ),
      );
      expect(new Set(made.map(sourceOf)).size).toBe(2);
      const after = await rowCounts(archive);
      expect((after.source ?? 0) - (before.source ?? 0)).toBe(2);
    });

    test('is held to the rules though it be there already, and recorded anew by POST', async () => {
      const claim = await newClaim();
      const source = await makeSource(archive, { csl: csl('再') });
      const again = await makeSource(archive, { csl: csl('再') });
      expect(again.id).not.toBe(source.id);
      const both = { csl: csl('再'), unnamedBecause: 'Forgotten.' };
      const answer = await storesNothing(archive, () =>
        archive
          .as('researcher')
          .post(`/api/claims/${claim.id}/citations`)
          .send({ stance: 'for', source: both }),
      );
      expectProblem(answer, 422, { pointer: '/source/unnamedBecause' });
    });

    test('is made anew where the one there is may not be seen, or was withdrawn', async () => {
      const claim = await newClaim();
      const [hidden, withdrawn] = [
        await makeSource(archive, { csl: csl('内緒') }),
        await makeSource(archive, { csl: csl('偽書') }),
      ];
      await restrict(archive, [{ table: 'source', where: `id = '${hidden.id}'` }]);
      await amend(archive, `UPDATE source SET withdrawn_because = 'Forged.' WHERE id = '${withdrawn.id}'`);
      const cite = (title: string) =>
        archive
          .as('researcher')
          .post(`/api/claims/${claim.id}/citations`)
          .send({ stance: 'for', source: { csl: csl(title) } });
      for (const [title, before] of [
        ['内緒', hidden],
        ['偽書', withdrawn],
      ] as const) {
        const first = (await cite(title)).body as Made;
        expect(sourceOf(first)).not.toBe(before.id);
        expect(sourceOf((await cite(title)).body as Made)).toBe(sourceOf(first));
      }
    });
  });

  test('one that was withdrawn says why, and is newly cited by nobody', async () => {
    const { id } = await makeTestimony(archive);
    const claim = await makeClaim(archive, id);
    const source = await makeSource(archive);
    await makeCitation(archive, claim.id, { source: { id: source.id } });
    await amend(archive, `UPDATE source SET withdrawn_because = '偽書' WHERE id = '${source.id}'`);
    expect((await archive.as(null).get(`/api/sources/${source.id}`)).body).toMatchObject({
      withdrawnBecause: '偽書',
    });
    await storesNothing(archive, async () => {
      const citations = [
        { stance: 'for', source: { csl: { type: 'book', title: 'T' } } },
        { stance: 'context', source: { id: source.id.toUpperCase() } },
      ];
      const recorded = archive.as('archivist').post(`/api/testimonies/${id}/claims`);
      expectProblem(await recorded.send(claimFields({ citations })), 422, {
        pointer: '/citations/1/source/id',
        code: 'source.withdrawn',
      });
      const cited = archive.as('researcher').post(`/api/claims/${claim.id}/citations`);
      expectProblem(await cited.send(citations[1]), 422, { pointer: '/source/id', code: 'source.withdrawn' });
    });
    // What the narrator had read, he had read.
    await makeClaim(archive, id, { tellers: [{ basis: 'read', sourceId: source.id }] });
  });

  test('is shown with what it goes back to, now and then, as far as one may see it', async () => {
    const [source, original, author, testimony] = [
      await makeSource(archive),
      await makeUnnamedSource(archive),
      await makeAgent(archive, { name: 'Иван' }),
      await makeTestimony(archive),
    ];
    const claim = await makeClaim(archive, testimony.id);
    const of = `sources/${source.id}` as const;
    const steps = [
      await makeDescent(archive, of, { kind: 'copies', sourceId: original.id, note: ODD.japanese }),
      await makeDescent(archive, of, { kind: 'author', agentId: author.id }),
      await makeDescent(archive, of, { kind: 'quotes', testimonyId: testimony.id }),
      await makeDescent(archive, of, { kind: 'quotes', claimId: claim.id }),
    ];
    const read = async (query = '') =>
      ((await archive.as(null).get(`/api/sources/${source.id}${query}`)).body as Made).descents;
    const shown = steps.map(({ id, kind, source: copied, agent, testimony: told, claim: quoted, note }) => ({
      id,
      kind,
      source: copied,
      agent,
      testimony: told,
      claim: quoted,
      note,
    }));
    expect(await read()).toEqual(shown);
    await archive
      .as('researcher')
      .post(`/api/descents/${steps[1]!.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'Another Ivan.' })
      .expect(200);
    expect(await read()).toEqual([shown[0], shown[2], shown[3]]);
    expect(await read(`?asOf=${(steps[1]!.activity as Made).id}`)).toEqual([shown[0], shown[1]]);
    await restrict(archive, [{ table: 'source', where: `id = '${original.id}'` }]);
    expect(await read()).toEqual([shown[2], shown[3]]);
    // The moment is named by an activity that one may see.
    expect(await read(`?asOf=${(source.activity as Made).id}`)).toEqual([]);
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
    [`cursor=${sealCursor('9'.repeat(30))}`, '/cursor'],
    ['offset=3', '/offset'],
  ])('a list asked for with %s says what is wrong', async (query, pointer) => {
    expectProblem(await archive.as(null).get(`/api/sources?${query}`), 422, { pointer });
  });
});
