import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, pagesOf, revise, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeCitation,
  makeClaim,
  makeDescent,
  makeSource,
  makeTestimony,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

const SECRET = '内緒の話';

describe('descent', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  const post = (path: string, body: object) => archive.as('researcher').post(path).send(body);
  const refused = (path: string, body: object) => storesNothing(archive, () => post(path, body));
  const withdraw = (id: string, version = 1, because: string = ODD.cyrillic) =>
    archive
      .as('researcher')
      .post(`/api/descents/${id}/withdrawal`)
      .set('if-match', `"v${version}"`)
      .send({ because });
  const newSource = (title: string) => makeSource(archive, { csl: { type: 'book', title } });
  const pathOf = (answer: { body: unknown }) => (answer.body as { path: object[] }).path;
  const linksFrom = (id: string) =>
    archive.sql<{ relation: string; to_kind: string; to_id: string; ended: boolean }>(
      `SELECT relation, to_kind, to_id, ended_by IS NOT NULL AS ended FROM provenance_link
       WHERE from_id = $1 AND edge_id IN (SELECT id FROM descent) ORDER BY id`,
      [id],
    );

  describe('what is recorded', () => {
    test('a source goes back to sources, testimonies, claims and people, each as a link', async () => {
      const [source, original, person, testimony] = [
        await newSource(ODD.japanese),
        await newSource(ODD.combining),
        await makeAgent(archive, { name: ODD.beyondBmp }),
        await makeTestimony(archive, { title: ODD.cyrillic }),
      ];
      const claim = await makeClaim(archive, testimony.id, { statement: ODD.emoji });
      const none = { source: null, agent: null, testimony: null, claim: null };
      const wanted: [object, object][] = [
        [
          { kind: 'translates', sourceId: original.id, note: ODD.quotes },
          { source: { id: original.id, title: ODD.combining, unnamed: false }, note: ODD.quotes },
        ],
        [
          { kind: 'author', agentId: person.id },
          { agent: { id: person.id, name: ODD.beyondBmp, unnamed: false }, note: null },
        ],
        [
          { kind: 'quotes', testimonyId: testimony.id },
          { testimony: { id: testimony.id, accession: testimony.accession, title: ODD.cyrillic } },
        ],
        [{ kind: 'summarises', claimId: claim.id }, { claim: { id: claim.id, statement: ODD.emoji } }],
      ];
      const made: Made[] = [];
      for (const [body, said] of wanted) {
        const answer = await post(`/api/sources/${source.id}/descents`, body);
        expect(answer.status).toBe(201);
        expect(answer.body).toMatchObject({
          ...none,
          kind: (body as { kind: string }).kind,
          descendant: { source: { id: source.id, title: ODD.japanese }, testimony: null },
          withdrawnBecause: null,
          version: 1,
          activity: { type: 'descent.record', agent: { name: 'Test researcher' } },
          ...said,
        });
        made.push(answer.body as Made);
        expect(answer.headers.location).toBe(`/api/descents/${(answer.body as Made).id}`);
        expect(await get(`/api/descents/${(answer.body as Made).id}`)).toEqual(answer.body);
      }
      expect(await linksFrom(source.id)).toEqual([
        { relation: 'wasDerivedFrom', to_kind: 'source', to_id: original.id, ended: false },
        { relation: 'wasAttributedTo', to_kind: 'agent', to_id: person.id, ended: false },
        { relation: 'wasQuotedFrom', to_kind: 'testimony', to_id: testimony.id, ended: false },
        { relation: 'wasDerivedFrom', to_kind: 'claim', to_id: claim.id, ended: false },
      ]);
      await makeDescent(archive, `sources/${original.id}`, { sourceId: (await newSource('noise')).id });
      for (const limit of [1, 3, 200]) {
        expect(await pagesOf(archive, `/api/sources/${source.id}/descents`, limit)).toEqual(made);
      }
    });

    test('a narrator had read and been told, before telling', async () => {
      const [testimony, source, person, read] = [
        await makeTestimony(archive),
        await newSource(ODD.rightToLeft),
        await makeAgent(archive, { name: undefined, description: ODD.emoji, unnamedBecause: ODD.cyrillic }),
        await makeTestimony(archive, { title: '𠮷の手紙' }),
      ];
      const path = `/api/testimonies/${testimony.accession as string}/descents`;
      for (const body of [
        { kind: 'read', sourceId: source.id },
        { kind: 'told', agentId: person.id },
        { kind: 'read', testimonyId: read.id },
      ]) {
        await post(path, body).expect(201);
      }
      const items = await pagesOf<Made>(archive, path, 2);
      expect(items).toMatchObject([
        { kind: 'read', source: { id: source.id }, descendant: { testimony: { id: testimony.id } } },
        { kind: 'told', agent: { id: person.id, name: ODD.emoji, unnamed: true } },
        { kind: 'read', testimony: { id: read.id, title: '𠮷の手紙' } },
      ]);
      expect((await linksFrom(testimony.id)).map(({ relation }) => relation)).toEqual([
        'wasDerivedFrom',
        'wasAttributedTo',
        'wasDerivedFrom',
      ]);
    });

    test('a step is withdrawn with its reason, once, and stays to be seen', async () => {
      const [copy, original] = [await newSource('写し'), await newSource('原本')];
      const step = await makeDescent(archive, `sources/${copy.id}`, { sourceId: original.id });
      await storesNothing(archive, async () => {
        const path = `/api/descents/${step.id}/withdrawal`;
        expectProblem(await post(path, { because: 'B' }), 428);
        expectProblem(await withdraw(step.id, 2), 412);
        expectProblem(await withdraw(step.id, 1, ' '), 422, { pointer: '/because' });
        expectProblem(await withdraw(UNKNOWN_ID), 404);
      });
      const withdrawn = await withdraw(step.id);
      expect(withdrawn.status).toBe(200);
      expect(withdrawn.body).toMatchObject({
        id: step.id,
        withdrawnBecause: ODD.cyrillic,
        version: 2,
        activity: { type: 'descent.withdraw' },
      });
      expect(await linksFrom(copy.id)).toMatchObject([{ to_id: original.id, ended: true }]);
      expect(await pagesOf(archive, `/api/sources/${copy.id}/descents`, 5)).toEqual([withdrawn.body]);
      await storesNothing(archive, async () => {
        expectProblem(await withdraw(step.id, 2), 409, { code: 'descent.withdrawn' });
      });
    });

    test('is read, alone and in its list, as it stood', async () => {
      const [copy, original] = [await newSource('写し'), await newSource('原本')];
      const before = (copy.activity as Made).id;
      const step = await makeDescent(archive, `sources/${copy.id}`, { sourceId: original.id });
      const then = (step.activity as Made).id;
      const withdrawn = (await withdraw(step.id)).body as Made;
      const later = await makeDescent(archive, `sources/${copy.id}`, { sourceId: original.id });

      expect(await get(`/api/descents/${step.id}?asOf=${then}`)).toEqual(step);
      expectProblem(await archive.as(null).get(`/api/descents/${step.id}?asOf=${before}`), 404);
      const list = `/api/sources/${copy.id}/descents`;
      expect((await get(`${list}?asOf=${before}`)).items).toEqual([]);
      expect((await get(`${list}?asOf=${then}`)).items).toEqual([step]);
      expect(await pagesOf(archive, `${list}?asOf=${(later.activity as Made).id}`, 1)).toEqual([
        withdrawn,
        later,
      ]);
      expectProblem(await archive.as(null).get(`${list}?asOf=1945-08-15T12:00:00Z`), 404);
      expectProblem(await archive.as(null).get(`${list}?asOf=yesterday`), 422, { pointer: '/asOf' });
      expect((await get(`/api/testimonies/${(await makeTestimony(archive)).id}/descents`)).items).toEqual([]);
    });
  });

  describe('what is refused', () => {
    test('anything but one origin of the kind that is wanted', async () => {
      const [source, other, person, testimony] = [
        await newSource('S'),
        await newSource('O'),
        await makeAgent(archive),
        await makeTestimony(archive),
      ];
      const claim = await makeClaim(archive, testimony.id);
      const ofSource: [object, string][] = [
        [{ sourceId: other.id }, '/kind'],
        [{ kind: 'imagines', sourceId: other.id }, '/kind'],
        [{ kind: 'read', sourceId: other.id }, '/kind'],
        [{ kind: 'copies' }, '/sourceId'],
        [{ kind: 'copies', sourceId: other.id, testimonyId: testimony.id }, '/testimonyId'],
        [{ kind: 'copies', agentId: person.id }, '/agentId'],
        [{ kind: 'author', sourceId: other.id }, '/sourceId'],
        [{ kind: 'author', agentId: other.id }, '/agentId'],
        [{ kind: 'copies', sourceId: testimony.id }, '/sourceId'],
        [{ kind: 'copies', sourceId: UNKNOWN_ID }, '/sourceId'],
        [{ kind: 'copies', sourceId: 'x' }, '/sourceId'],
        [{ kind: 'copies', sourceId: null }, '/sourceId'],
        [{ kind: 'copies', sourceId: other.id, note: ' ' }, '/note'],
        [{ kind: 'copies', sourceId: other.id, note: 'a\u0000' }, '/note'],
        [{ kind: 'copies', sourceId: other.id, page: '12' }, '/page'],
      ];
      for (const [body, pointer] of ofSource) {
        expectProblem(await refused(`/api/sources/${source.id}/descents`, body), 422, { pointer });
      }
      const ofTestimony: [object, string][] = [
        [{ kind: 'copies', sourceId: other.id }, '/kind'],
        [{ kind: 'read', claimId: claim.id }, '/claimId'],
        [{ kind: 'read', agentId: person.id }, '/agentId'],
        [{ kind: 'told', sourceId: other.id }, '/sourceId'],
        [{ kind: 'told' }, '/agentId'],
      ];
      for (const [body, pointer] of ofTestimony) {
        expectProblem(await refused(`/api/testimonies/${testimony.id}/descents`, body), 422, { pointer });
      }
      const step = { kind: 'copies', sourceId: other.id };
      expectProblem(await refused(`/api/sources/${UNKNOWN_ID}/descents`, step), 404);
      expectProblem(await refused(`/api/sources/${testimony.id}/descents`, step), 404);
      const told = { kind: 'told', agentId: person.id };
      expectProblem(await refused(`/api/testimonies/KTB-9999/descents`, told), 404);
    });

    test('the same step while it stands, and a step to itself', async () => {
      const [copy, original] = [await newSource('写し'), await newSource('原本')];
      const path = `/api/sources/${copy.id}/descents`;
      const body = { kind: 'copies', sourceId: original.id };
      const step = await makeDescent(archive, `sources/${copy.id}`, body);
      expectProblem(await refused(path, { ...body, note: 'N' }), 409, {
        code: 'descent.exists',
        pointer: '/sourceId',
      });
      await post(path, { ...body, kind: 'translates' }).expect(201);
      await withdraw(step.id).expect(200);
      await post(path, body).expect(201);
      const itself = { code: 'descent.of_itself', pointer: '/sourceId' };
      expectProblem(await refused(path, { kind: 'quotes', sourceId: copy.id.toUpperCase() }), 422, itself);
      const { id } = await makeTestimony(archive);
      expectProblem(
        await refused(`/api/testimonies/${id}/descents`, { kind: 'read', testimonyId: id }),
        422,
        { code: 'descent.of_itself', pointer: '/testimonyId' },
      );
    });

    test('a step to a source that was withdrawn', async () => {
      const [copy, worthless] = [await newSource('写し'), await newSource('偽書')];
      await amend(archive, `UPDATE source SET withdrawn_because = 'Forged.' WHERE id = '${worthless.id}'`);
      const body = { kind: 'copies', sourceId: worthless.id };
      expectProblem(await refused(`/api/sources/${copy.id}/descents`, body), 422, {
        code: 'source.withdrawn',
        pointer: '/sourceId',
      });
    });
  });

  describe('circles', () => {
    const cycle = { code: 'descent.cycle' };
    const named = (record: Made, kind: string, label: string) => ({ kind, id: record.id, label });

    test('of two and of three sources are refused, and told', async () => {
      const [a, b, c] = [await newSource('甲'), await newSource('Б'), await newSource('𠮷')];
      await makeDescent(archive, `sources/${a.id}`, { sourceId: b.id });
      const two = await refused(`/api/sources/${b.id}/descents`, { kind: 'quotes', sourceId: a.id });
      expectProblem(two, 422, { ...cycle, pointer: '/sourceId' });
      expect(pathOf(two)).toEqual([named(b, 'source', 'Б'), named(a, 'source', '甲')]);

      await makeDescent(archive, `sources/${b.id}`, { sourceId: c.id });
      const three = await refused(`/api/sources/${c.id}/descents`, { kind: 'copies', sourceId: a.id });
      expectProblem(three, 422, { ...cycle, pointer: '/sourceId' });
      expect(pathOf(three)).toEqual([
        named(c, 'source', '𠮷'),
        named(a, 'source', '甲'),
        named(b, 'source', 'Б'),
      ]);
    });

    test('through a claim, its testimony and what the narrator had read', async () => {
      const [book, article, testimony] = [
        await newSource('本'),
        await newSource('Статья'),
        await makeTestimony(archive, { title: ODD.japanese }),
      ];
      const claim = await makeClaim(archive, testimony.id, { statement: ODD.emoji });
      await makeDescent(archive, `testimonies/${testimony.id}`, { kind: 'read', sourceId: book.id });
      await makeDescent(archive, `sources/${article.id}`, { kind: 'quotes', claimId: claim.id });

      const direct = await refused(`/api/sources/${book.id}/descents`, {
        kind: 'quotes',
        claimId: claim.id,
      });
      expectProblem(direct, 422, { ...cycle, pointer: '/claimId' });
      expect(pathOf(direct)).toEqual([
        named(book, 'source', '本'),
        named(claim, 'claim', ODD.emoji),
        named(testimony, 'testimony', ODD.japanese),
      ]);
      const around = await refused(`/api/sources/${book.id}/descents`, {
        kind: 'derives_from',
        sourceId: article.id,
      });
      expect(pathOf(around)).toEqual([
        named(book, 'source', '本'),
        named(article, 'source', 'Статья'),
        named(claim, 'claim', ODD.emoji),
        named(testimony, 'testimony', ODD.japanese),
      ]);
      const read = await refused(`/api/testimonies/${testimony.id}/descents`, {
        kind: 'read',
        sourceId: article.id,
      });
      expectProblem(read, 422, { ...cycle, pointer: '/sourceId' });
      expect(pathOf(read)).toEqual([
        named(testimony, 'testimony', ODD.japanese),
        named(article, 'source', 'Статья'),
        named(claim, 'claim', ODD.emoji),
      ]);
    });

    test('through a translation', async () => {
      const original = await makeTestimony(archive, { title: '原文' });
      const translation = await makeTestimony(archive, {
        title: 'Перевод',
        translationOf: { language: 'ja', testimonyId: original.id },
      });
      const answer = await refused(`/api/testimonies/${original.id}/descents`, {
        kind: 'read',
        testimonyId: translation.id,
      });
      expectProblem(answer, 422, { ...cycle, pointer: '/testimonyId' });
      expect(pathOf(answer)).toEqual([
        named(original, 'testimony', '原文'),
        named(translation, 'testimony', 'Перевод'),
      ]);
    });

    test('are not closed by saying afterwards that a testimony is a translation, nor of itself', async () => {
      const [told, retold] = [
        await makeTestimony(archive, { title: '証言' }),
        await makeTestimony(archive, { title: 'Рассказ' }),
      ];
      await makeDescent(archive, `testimonies/${told.id}`, { kind: 'read', testimonyId: retold.id });
      for (const testimonyId of [told.id, retold.id]) {
        const answer = await storesNothing(archive, () =>
          revise(archive, `/api/testimonies/${retold.id}`, 1, {
            translationOf: { language: 'ja', testimonyId },
          }),
        );
        expectProblem(answer, 422, { ...cycle, pointer: '/translationOf/testimonyId' });
      }
    });

    test('that a withdrawn step would have closed are none', async () => {
      const [a, b] = [await newSource('甲'), await newSource('乙')];
      const step = await makeDescent(archive, `sources/${a.id}`, { sourceId: b.id });
      await withdraw(step.id).expect(200);
      await post(`/api/sources/${b.id}/descents`, { kind: 'copies', sourceId: a.id }).expect(201);
    });

    test('of reporting are recorded: a claim may cite a source that quotes its testimony', async () => {
      const [testimony, source] = [await makeTestimony(archive), await newSource('新聞')];
      const claim = await makeClaim(archive, testimony.id);
      await makeCitation(archive, claim.id, { source: { id: source.id } });
      await makeDescent(archive, `sources/${source.id}`, { kind: 'quotes', testimonyId: testimony.id });
      await makeDescent(archive, `sources/${source.id}`, { kind: 'quotes', claimId: claim.id });
      const { nodes } = (await get(`/api/provenance/claim/${claim.id}`)) as unknown as { nodes: Made[] };
      expect(nodes.filter(({ id }) => id === claim.id)).toHaveLength(1);
    });

    test('through what one may not see are not told by refusing them; who sees them is refused', async () => {
      const [a, b, hidden, c] = [
        await newSource('甲'),
        await newSource('乙'),
        await newSource(SECRET),
        await newSource('丙'),
      ];
      // a → b → hidden → c
      await makeDescent(archive, `sources/${a.id}`, { sourceId: b.id });
      await makeDescent(archive, `sources/${b.id}`, { sourceId: hidden.id });
      await makeDescent(archive, `sources/${hidden.id}`, { sourceId: c.id });
      await restrict(archive, [{ table: 'source', where: `id = '${hidden.id}'` }]);
      const body = { kind: 'copies', sourceId: a.id };
      const staff = await archive.as('archivist').post(`/api/sources/${c.id}/descents`).send(body);
      expectProblem(staff, 422, { ...cycle, pointer: '/sourceId' });
      expect(pathOf(staff)).toEqual([
        named(c, 'source', '丙'),
        named(a, 'source', '甲'),
        named(b, 'source', '乙'),
        named(hidden, 'source', SECRET),
      ]);
      const answer = await archive.as('researcher').post(`/api/sources/${c.id}/descents`).send(body);
      expect(answer.status).toBe(201);
      expect(answer.text).not.toContain(SECRET);
      // It does no harm to those who see all of it either.
      for (const role of ['researcher', 'archivist'] as const) {
        for (const { id } of [a, b, c]) {
          for (const path of [`sources/${id}`, `sources/${id}/impact`, `provenance/source/${id}`]) {
            await archive.as(role).get(`/api/${path}`).expect(200);
          }
        }
      }
    });

    test('closed by two at once: one of them is refused', async () => {
      for (let round = 0; round < 5; round++) {
        const [a, b, c] = [await newSource('甲'), await newSource('乙'), await newSource('丙')];
        await makeDescent(archive, `sources/${a.id}`, { sourceId: b.id });
        const answers = await Promise.all([
          post(`/api/sources/${b.id}/descents`, { kind: 'copies', sourceId: c.id }),
          post(`/api/sources/${c.id}/descents`, { kind: 'copies', sourceId: a.id }),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
      }
    });

    test('the same step by two at once is recorded once', async () => {
      const [a, b] = [await newSource('甲'), await newSource('乙')];
      const answers = await Promise.all(
        Array.from({ length: 4 }, () =>
          post(`/api/sources/${a.id}/descents`, { kind: 'copies', sourceId: b.id }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    });

    test('no chain has more than 64 steps, from whichever end it grows', async () => {
      const sources: Made[] = [];
      for (let n = 0; n <= 64; n++) sources.push(await newSource(`写し ${n}`));
      for (let n = 0; n < 64; n++) {
        const next = { sourceId: sources[n + 1]!.id };
        await makeDescent(archive, `sources/${sources[n]!.id}`, next);
      }
      const deep = { code: 'descent.too_deep' };
      const [first, last] = [sources[0]!, sources[64]!];
      const above = { kind: 'copies', sourceId: (await newSource('Z')).id };
      const person = { kind: 'author', agentId: (await makeAgent(archive)).id };
      expectProblem(await refused(`/api/sources/${last.id}/descents`, above), 422, deep);
      expectProblem(await refused(`/api/sources/${last.id}/descents`, person), 422, deep);
      const below = await newSource('A');
      const onto = { kind: 'copies', sourceId: first.id };
      expectProblem(await refused(`/api/sources/${below.id}/descents`, onto), 422, {
        ...deep,
        pointer: '/sourceId',
      });
      const second = { kind: 'copies', sourceId: sources[1]!.id };
      await post(`/api/sources/${below.id}/descents`, second).expect(201);
      const whole = await archive.as('archivist').post(`/api/sources/${last.id}/descents`).send(onto);
      expectProblem(whole, 422, cycle);
      expect(pathOf(whole)).toHaveLength(65);
    });
  });

  describe('claims cited for claims', () => {
    const newClaim = async (statement: string): Promise<Made> =>
      makeClaim(archive, (await makeTestimony(archive)).id, { statement });
    const cite = (claim: Made, cited: Made, stance = 'for') =>
      post(`/api/claims/${claim.id}/citations`, { stance, claimId: cited.id });

    test('in a circle are refused, and the circle told; against and context may go both ways', async () => {
      const [a, b, c] = [await newClaim('甲'), await newClaim('Б'), await newClaim('𠮷')];
      await cite(a, b).expect(201);
      await cite(b, c).expect(201);
      const answer = await storesNothing(archive, () => cite(c, a));
      expectProblem(answer, 422, { code: 'citation.cycle', pointer: '/claimId' });
      expect(pathOf(answer)).toEqual([
        { kind: 'claim', id: c.id, label: '𠮷' },
        { kind: 'claim', id: a.id, label: '甲' },
        { kind: 'claim', id: b.id, label: 'Б' },
      ]);
      await cite(c, a, 'against').expect(201);
      await cite(c, a, 'context').expect(201);
    });

    test('closed by two at once: one of them is refused', async () => {
      for (let round = 0; round < 5; round++) {
        const [a, b] = [await newClaim('甲'), await newClaim('乙')];
        const answers = await Promise.all([cite(a, b), cite(b, a)]);
        expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
      }
    });

    test('no chain has more than 64 steps, also where a claim is recorded with its citations', async () => {
      const { id } = await makeTestimony(archive);
      const citing = (claimId: string) => ({ citations: [{ stance: 'for', claimId }] });
      let newest = await makeClaim(archive, id);
      for (let n = 0; n < 64; n++) newest = await makeClaim(archive, id, citing(newest.id));
      const answer = await storesNothing(archive, () =>
        archive
          .as('archivist')
          .post(`/api/testimonies/${id}/claims`)
          .send({ statement: 'S', anchors: [{ exact: 'We crossed' }], ...citing(newest.id) }),
      );
      expectProblem(answer, 422, { code: 'citation.too_deep', pointer: '/citations/0/claimId' });
      expectProblem(await cite(await newClaim('S'), newest), 422, { code: 'citation.too_deep' });
      await cite(await newClaim('S'), newest, 'context').expect(201);
    });
  });

  describe('what one may not see', () => {
    const likeUnknown = async (
      ask: (id: string) => PromiseLike<{ status: number; text: string }>,
      id: string,
    ) => {
      const [hidden, unknown] = [await ask(id), await ask(UNKNOWN_ID)];
      expect([hidden.status, hidden.text]).toEqual([unknown.status, unknown.text]);
      expect([404, 422]).toContain(hidden.status);
    };

    test('a step with a restricted end is absent, and cannot be found out by trying', async () => {
      const [source, hidden, open] = [
        await newSource('S'),
        await newSource(SECRET),
        await makeAgent(archive),
      ];
      const upward = await makeDescent(archive, `sources/${source.id}`, { sourceId: hidden.id });
      const downward = await makeDescent(archive, `sources/${hidden.id}`, {
        kind: 'author',
        agentId: open.id,
      });
      await restrict(archive, [{ table: 'source', where: `id = '${hidden.id}'` }]);
      const list = await archive.as(null).get(`/api/sources/${source.id}/descents`);
      expect(list.body).toEqual({ items: [], next: null });
      for (const { id } of [upward, downward]) {
        await likeUnknown((of) => archive.as(null).get(`/api/descents/${of}`), id);
      }
      await likeUnknown((id) => archive.as(null).get(`/api/sources/${id}/descents`), hidden.id);
      await storesNothing(archive, async () => {
        const onto = (id: string) =>
          post(`/api/sources/${source.id}/descents`, { kind: 'quotes', sourceId: id });
        await likeUnknown(onto, hidden.id);
        const from = (id: string) =>
          post(`/api/sources/${id}/descents`, { kind: 'quotes', sourceId: source.id });
        await likeUnknown(from, hidden.id);
      });
      expect((await archive.as('archivist').get(`/api/descents/${upward.id}`)).status).toBe(200);
    });

    test('a step is for those who may read both ends, from the first row on', async () => {
      const [source, hidden] = [await newSource('S'), await newSource(SECRET)];
      await restrict(archive, [{ table: 'source', where: `id = '${hidden.id}'` }]);
      const { id } = await makeDescent(archive, `sources/${source.id}`, { sourceId: hidden.id });
      expect(await archive.sql('SELECT access FROM descent WHERE id = $1', [id])).toEqual([{ access: 3 }]);
      expect(await archive.sql('SELECT access FROM provenance_link WHERE edge_id = $1', [id])).toEqual([
        { access: 3 },
      ]);
    });
  });

  test('a source renamed afterwards is told by its name of today', async () => {
    const [copy, original] = [await newSource('写し'), await newSource('原本')];
    const step = await makeDescent(archive, `sources/${copy.id}`, { sourceId: original.id });
    await revise(archive, `/api/sources/${original.id}`, 1, { csl: { type: 'book', title: '改題' } }).expect(
      200,
    );
    expect(await get(`/api/descents/${step.id}`)).toMatchObject({ source: { title: '改題' } });
  });
});
