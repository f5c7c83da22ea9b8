import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeClaim,
  makeIdentifier,
  makeName,
  makePlace,
  makeSameAs,
  makeTestimony,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

describe('records of one person or place', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const person = (name: string): Promise<Made> => makeAgent(archive, { name });
  const post = (path: string, body: object) => archive.as('researcher').post(path).send(body);
  const merge = (own: Made, other: Made, certainty = 'same') =>
    post(`/api/agents/${own.id}/same-as`, { agentId: other.id, certainty, rationale: 'The same signature.' });
  const withdraw = (id: string, version = 1) =>
    archive
      .as('researcher')
      .post(`/api/same-as/${id}/withdrawal`)
      .set('if-match', `"v${version}"`)
      .send({ because: 'Two cousins.' });
  const get = async (path: string, role: 'archivist' | null = 'archivist'): Promise<Made> =>
    (await archive.as(role).get(path).expect(200)).body as Made;
  const idsOf = (list: unknown): string[] => (list as Made[]).map(({ id }) => id);
  const clusterOf = async ({ id }: Made, query = '', role: 'archivist' | null = 'archivist') => {
    const { representative, agents } = await get(`/api/agents/${id}/cluster${query}`, role);
    return { representative: (representative as Made).id, agents: idsOf(agents) };
  };
  const namesOf = async ({ id }: Made, query = ''): Promise<unknown[]> =>
    ((await get(`/api/agents/${id}/names${query}`)).items as Made[]).map(({ value }) => value);

  test('are gathered under the last of the chain, from whichever of them one comes', async () => {
    const [a, b, c, d, stranger] = [
      await person('R. Sejima'),
      await person('瀬島'),
      await person('Ryuzo Sejima'),
      await person('Сэдзима'),
      await person('Sejima the baker'),
    ];
    await makeName(archive, `agents/${a.id}`, { value: 'Sejima R.' });
    await makeName(archive, `agents/${c.id}`, { value: '瀬島龍三', language: 'ja', script: 'Jpan' });
    await makeIdentifier(archive, `agents/${d.id}`, { scheme: 'viaf', value: '37704217' });
    await makeName(archive, `agents/${stranger.id}`, { value: 'Baker' });
    expect(await clusterOf(a)).toEqual({ representative: a.id, agents: [a.id] });
    await makeSameAs(archive, a.id, b.id);
    await makeSameAs(archive, b.id, c.id);
    await makeSameAs(archive, d.id, c.id);
    for (const one of [a, b, c, d]) {
      expect(await clusterOf(one)).toEqual({ representative: c.id, agents: [c.id, a.id, b.id, d.id] });
      expect(await namesOf(one)).toEqual(['Sejima R.', '瀬島龍三']);
      const { items } = await get(`/api/agents/${one.id}/identifiers`);
      expect(items).toMatchObject([{ value: '37704217', agent: { id: d.id } }]);
    }
    expect(await clusterOf(stranger)).toEqual({ representative: stranger.id, agents: [stranger.id] });
    const { items } = await get('/api/names?q=sejima');
    const found = new Map((items as Made[]).map((one) => [one.id, one.representative]));
    expect(found).toEqual(
      new Map([
        [a.id, c.id],
        [c.id, null],
        [stranger.id, null],
      ]),
    );
    const { nodes, edges } = await get(`/api/provenance/agent/${a.id}`);
    expect(idsOf(nodes)).toEqual([a.id, b.id, c.id]);
    expect((edges as Made[]).map(({ relation }) => relation)).toEqual(['alternateOf', 'alternateOf']);
  });

  test('are two again when the merge is taken back, and nothing is lost', async () => {
    const [a, b] = [await person('甲'), await person('乙')];
    await makeName(archive, `agents/${a.id}`, { value: 'A' });
    await makeName(archive, `agents/${b.id}`, { value: 'B' });
    const before = [await get(`/api/agents/${a.id}`), await get(`/api/agents/${b.id}`)];
    const merged = await merge(a, b).expect(201);
    const said = merged.body as Made;
    expect(said).toMatchObject({
      agent: { id: a.id, name: '甲' },
      sameAs: { id: b.id, name: '乙' },
      certainty: 'same',
      rationale: 'The same signature.',
      version: 1,
    });
    expect(await namesOf(b)).toEqual(['A', 'B']);
    expect([await get(`/api/agents/${a.id}`), await get(`/api/agents/${b.id}`)]).toEqual(before);
    const then = `?asOf=${(said.activity as Made).id}`;

    await withdraw(said.id).expect(200);
    expect(await namesOf(a)).toEqual(['A']);
    expect(await namesOf(b)).toEqual(['B']);
    expect([await get(`/api/agents/${a.id}`), await get(`/api/agents/${b.id}`)]).toEqual(before);
    // They were one then, and that is still known.
    expect(await namesOf(b, then)).toEqual(['A', 'B']);
    expect(await clusterOf(a, then)).toEqual({ representative: b.id, agents: [b.id, a.id] });
    expect(await get(`/api/same-as/${said.id}${then}`)).toMatchObject({ withdrawnBecause: null });
    for (const { id } of [a, b]) {
      const { items } = await get(`/api/agents/${id}/same-as`);
      expect(items).toMatchObject([{ id: said.id, withdrawnBecause: 'Two cousins.', version: 2 }]);
      const earlier = await get(`/api/agents/${id}/same-as${then}`);
      expect(earlier.items).toMatchObject([{ id: said.id, withdrawnBecause: null }]);
    }
    await merge(b, a).expect(201);
  });

  test('that perhaps are one stay two', async () => {
    const [a, b] = [await person('Nakayama'), await person('中山')];
    await merge(a, b, 'perhaps').expect(201);
    expect(await clusterOf(a)).toEqual({ representative: a.id, agents: [a.id] });
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const) {
      expectProblem(await storesNothing(archive, () => merge(own, other, 'perhaps')), 409, {
        pointer: '/agentId',
        code: 'same_as.exists',
      });
    }
    await merge(a, b).expect(201);
    const c = await person('Nakayama of Harbin');
    await merge(b, c).expect(201);
    expectProblem(await merge(c, a, 'perhaps'), 409, { code: 'same_as.exists' });
  });

  describe('cannot be', () => {
    test('one record and itself, nor in a circle; the circle is told', async () => {
      const [a, b, c] = [await person('甲'), await person('Б'), await person('𠮷')];
      for (const certainty of ['same', 'perhaps']) {
        expectProblem(await storesNothing(archive, () => merge(a, a, certainty)), 422, {
          pointer: '/agentId',
          code: 'same_as.of_itself',
        });
      }
      await merge(a, b).expect(201);
      const named = (record: Made, label: string) => ({ kind: 'agent', id: record.id, label });
      const two = await storesNothing(archive, () => merge(b, a));
      expectProblem(two, 422, { pointer: '/agentId', code: 'same_as.cycle' });
      expect((two.body as { path: object[] }).path).toEqual([named(b, 'Б'), named(a, '甲')]);
      await merge(b, c).expect(201);
      const three = await storesNothing(archive, () => merge(c, a));
      expectProblem(three, 422, { pointer: '/agentId', code: 'same_as.cycle' });
      expect((three.body as { path: object[] }).path).toEqual([
        named(c, '𠮷'),
        named(a, '甲'),
        named(b, 'Б'),
      ]);
    });

    test('one closed by two at once', async () => {
      for (let round = 0; round < 5; round++) {
        const [a, b] = [await person('甲'), await person('乙')];
        const answers = await Promise.all([merge(a, b), merge(b, a)]);
        expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
      }
    });

    test('merged into two others, also by two at once', async () => {
      const [a, b, c] = [await person('甲'), await person('乙'), await person('丙')];
      const answers = await Promise.all([merge(a, b), merge(a, c)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expectProblem(
        answers.find(({ status }) => status === 409)!,
        409,
        {
          pointer: '/agentId',
          code: 'same_as.merged',
        },
      );
    });

    test('of two kinds, nor somebody who is not there, nor without a reason', async () => {
      const [a, group] = [await person('甲'), await makeAgent(archive, { kind: 'group', name: '部隊' })];
      expectProblem(await merge(a, group), 422, { pointer: '/agentId', code: 'same_as.kinds_differ' });
      expectProblem(await merge(a, { id: UNKNOWN_ID, version: 1 }), 422, {
        pointer: '/agentId',
        code: 'reference.unknown',
      });
      expectProblem(await merge({ id: UNKNOWN_ID, version: 1 }, a), 404);
      const path = `/api/agents/${a.id}/same-as`;
      const b = await person('乙');
      const good = { agentId: b.id, certainty: 'same', rationale: 'R.' };
      for (const [pointer, value] of [
        ['/rationale', ' '],
        ['/certainty', 'surely'],
        ['/agentId', '甲'],
      ] as const) {
        const body = { ...good, [pointer.slice(1)]: value };
        expectProblem(await storesNothing(archive, () => post(path, body)), 422, { pointer });
      }
      expectProblem(await archive.as('reader').post(path).send(good), 403);
    });

    test('taken apart twice, or by who has not seen the latest', async () => {
      const [a, b] = [await person('甲'), await person('乙')];
      const { id } = (await merge(a, b)).body as Made;
      expectProblem(await storesNothing(archive, () => withdraw(id, 2)), 412);
      await withdraw(id).expect(200);
      expectProblem(await storesNothing(archive, () => withdraw(id, 2)), 409, { code: 'same_as.withdrawn' });
      expectProblem(await withdraw(UNKNOWN_ID), 404);
    });
  });

  test('of which one may not be seen are, to who may not see it, not known to be one', async () => {
    const [a, hidden, c] = [await person(ODD.japanese), await person('秘密'), await person(ODD.cyrillic)];
    await makeName(archive, `agents/${hidden.id}`, { value: 'Secretov' });
    const first = await makeSameAs(archive, a.id, hidden.id);
    await makeSameAs(archive, hidden.id, c.id);
    await restrict(archive, [{ table: 'agent', where: `id = '${hidden.id}'` }]);
    expect(await clusterOf(a)).toEqual({ representative: c.id, agents: [c.id, a.id, hidden.id] });
    expect(await clusterOf(a, '', null)).toEqual({ representative: a.id, agents: [a.id] });
    expect(await clusterOf(c, '', null)).toEqual({ representative: c.id, agents: [c.id] });
    for (const path of [`agents/${a.id}/names`, `agents/${a.id}/same-as`, `agents/${a.id}/cluster`]) {
      const { text } = await archive.as(null).get(`/api/${path}`).expect(200);
      expect(text).not.toMatch(/秘密|Secretov/);
      expect(text).not.toContain(hidden.id);
    }
    expectProblem(await archive.as(null).get(`/api/same-as/${first.id}`), 404);
    expectProblem(await storesNothing(archive, () => withdraw(first.id)), 404);
    for (const path of ['names', 'same-as', 'cluster', 'identifiers']) {
      expectProblem(await archive.as(null).get(`/api/agents/${hidden.id}/${path}`), 404);
    }
    // The circle is told by its two ends alone.
    const circle = await merge(c, a);
    expectProblem(circle, 422, { code: 'same_as.cycle' });
    expect(idsOf((circle.body as { path: unknown }).path)).toEqual([c.id, a.id]);
    expect(circle.text).not.toContain(hidden.id);
  });

  describe('of places', () => {
    const place = (name: string): Promise<Made> => makePlace(archive, { name });
    const mergePlaces = (own: Made, other: Made, certainty = 'same') =>
      post(`/api/places/${own.id}/same-as`, {
        placeId: other.id,
        certainty,
        rationale: 'One railway station.',
      });
    const putInto = ({ id, version }: Made, whole: Made) =>
      archive
        .as('archivist')
        .patch(`/api/places/${id}`)
        .set('if-match', `"v${String(version)}"`)
        .send({ partOfId: whole.id });
    const placesOf = async ({ id }: Made, query = '', role: 'archivist' | null = 'archivist') => {
      const { representative, places } = await get(`/api/places/${id}/cluster${query}`, role);
      return { representative: (representative as Made).id, places: idsOf(places) };
    };

    test('are gathered with their names, identifiers and mentions, and are two again as before', async () => {
      const [mukden, hoten] = [await place('Mukden'), await place('奉天')];
      await makeName(archive, `places/${mukden.id}`, { value: 'Moukden', type: 'exonym' });
      await makeIdentifier(archive, `places/${hoten.id}`, { value: 'Q11720' });
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const mention = (
        await post(`/api/claims/${claim.id}/mentions`, { placeId: mukden.id, words: 'Mukden' }).expect(201)
      ).body as Made;
      const before = [await get(`/api/places/${mukden.id}`), await get(`/api/places/${hoten.id}`)];
      const said = (await mergePlaces(mukden, hoten).expect(201)).body as Made;
      expect(said).toMatchObject({
        agent: null,
        place: { id: mukden.id, name: 'Mukden' },
        sameAs: { id: hoten.id, name: '奉天' },
        rationale: 'One railway station.',
      });
      const then = `?asOf=${(said.activity as Made).id}`;
      const valuesOf = async (of: Made, what: string, query = '') =>
        ((await get(`/api/places/${of.id}/${what}${query}`)).items as Made[]).map(
          ({ id, value }) => value ?? id,
        );
      const one = { representative: hoten.id, places: [hoten.id, mukden.id] };
      for (const either of [mukden, hoten]) {
        expect(await placesOf(either)).toEqual(one);
        expect(await valuesOf(either, 'names')).toEqual(['Moukden']);
        expect(await valuesOf(either, 'identifiers')).toEqual(['Q11720']);
        expect(await valuesOf(either, 'mentions')).toEqual([mention.id]);
        expect(await valuesOf(either, 'same-as')).toEqual([said.id]);
      }
      const { items } = await get('/api/names?q=moukden');
      expect(items).toMatchObject([{ kind: 'place', id: mukden.id, representative: hoten.id }]);
      await withdraw(said.id).expect(200);
      expect([await get(`/api/places/${mukden.id}`), await get(`/api/places/${hoten.id}`)]).toEqual(before);
      expect(await valuesOf(hoten, 'mentions')).toEqual([]);
      expect(await valuesOf(mukden, 'mentions')).toEqual([mention.id]);
      expect(await valuesOf(hoten, 'names')).toEqual([]);
      expect(await valuesOf(hoten, 'mentions', then)).toEqual([mention.id]);
      expect(await placesOf(mukden, then)).toEqual(one);
      expect(await placesOf(mukden)).toEqual({ representative: mukden.id, places: [mukden.id] });
    });

    test('cannot be one place and itself, nor in a circle, nor of another kind, nor doubted twice', async () => {
      const [a, b] = [await place('甲'), await place('Б')];
      const pointer = '/placeId';
      expectProblem(await storesNothing(archive, () => mergePlaces(a, a)), 422, {
        pointer,
        code: 'same_as.of_itself',
      });
      await mergePlaces(a, b, 'perhaps').expect(201);
      expectProblem(await storesNothing(archive, () => mergePlaces(b, a, 'perhaps')), 409, {
        pointer,
        code: 'same_as.exists',
      });
      await mergePlaces(a, b).expect(201);
      const circle = await storesNothing(archive, () => mergePlaces(b, a));
      expectProblem(circle, 422, { pointer, code: 'same_as.cycle' });
      expect((circle.body as { path: object[] }).path).toEqual([
        { kind: 'place', id: b.id, label: 'Б' },
        { kind: 'place', id: a.id, label: '甲' },
      ]);
      expectProblem(await mergePlaces(a, await place('丙')), 409, { pointer, code: 'same_as.merged' });
      expectProblem(await mergePlaces(b, await makeAgent(archive)), 422, {
        pointer,
        code: 'reference.unknown',
      });
      expectProblem(await mergePlaces(await makeAgent(archive), b), 404);
      const path = `/api/places/${b.id}/same-as`;
      expectProblem(await post(path, { agentId: a.id, certainty: 'same', rationale: 'R.' }), 422, {
        pointer: '/agentId',
      });
    });

    test('lie in no circle across records of one place', async () => {
      const [a, b] = [await place('奉天'), await place('Mukden')];
      const x = await place('満洲');
      const inX = (await putInto(a, x).expect(200)).body as Made;
      expect(inX).toMatchObject({ partOf: { id: x.id } });
      // What lies in another is not the other, from either side.
      for (const [own, other] of [
        [a, x],
        [x, a],
      ] as const) {
        expectProblem(await storesNothing(archive, () => mergePlaces(own, other)), 422, {
          pointer: '/placeId',
          code: 'place.cycle',
        });
      }
      const merged = (await mergePlaces(a, b).expect(201)).body as Made;
      // 奉天 lies in 満洲, and is Mukden.
      const circle = await storesNothing(archive, () => putInto(x, b));
      expectProblem(circle, 422, { pointer: '/partOfId', code: 'place.cycle' });
      expect(idsOf((circle.body as { path: unknown }).path)).toEqual([x.id, b.id]);
      expectProblem(await storesNothing(archive, () => putInto(b, a)), 422, {
        pointer: '/partOfId',
        code: 'place.part_of_itself',
      });
      const y = await place('Manchuria');
      await mergePlaces(x, y).expect(201);
      expectProblem(await storesNothing(archive, () => putInto(y, b)), 422, { code: 'place.cycle' });
      expectProblem(await storesNothing(archive, () => mergePlaces(y, b)), 422, { code: 'place.cycle' });
      await withdraw(merged.id).expect(200);
      await putInto(y, b).expect(200);
    });

    test('do not become parts of each other while two write at once', async () => {
      for (let round = 0; round < 5; round++) {
        const [a, b] = [await place('甲'), await place('乙')];
        const answers = await Promise.all([mergePlaces(a, b), putInto(b, a)]);
        expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([
          expect.any(Number),
          422,
        ]);
      }
    });

    test('of which one may not be seen are, to who may not see it, not known to be one', async () => {
      const [a, hidden, x] = [await place('甲港'), await place('秘密基地'), await place('乙')];
      await mergePlaces(a, hidden).expect(201);
      await putInto(hidden, x).expect(200);
      await restrict(archive, [{ table: 'place', where: `id = '${hidden.id}'` }]);
      expect(await placesOf(a, '', null)).toEqual({ representative: a.id, places: [a.id] });
      const { text } = await archive.as(null).get('/api/names?q=甲港').expect(200);
      expect(JSON.parse(text)).toMatchObject({ items: [{ id: a.id, representative: null }] });
      for (const path of ['same-as', 'cluster', 'names', 'identifiers', 'mentions']) {
        expect((await archive.as(null).get(`/api/places/${a.id}/${path}`).expect(200)).text).not.toContain(
          hidden.id,
        );
        expectProblem(await archive.as(null).get(`/api/places/${hidden.id}/${path}`), 404);
      }
      const merging = await mergePlaces(x, a);
      expectProblem(merging, 422, { code: 'place.cycle' });
      expect(merging.text).not.toContain(hidden.id);
    });
  });
});
