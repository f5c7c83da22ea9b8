import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeClaim,
  makeContradiction,
  makePlace,
  makeTestimony,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { claimRows, restrict, testimonyRows } from './support/restrict.js';

interface Suggested {
  rule: string;
  claims: { id: string; number: number; pointer: string; statement: string; date: object | null }[];
  because: string;
  contradiction: string | null;
  decision: { state: string; because: string } | null;
}
interface Answer {
  items: Suggested[];
  total: number;
  compared: number;
  complete: boolean;
}

const PATH = '/api/contradictions/suggestions';

describe('suggestions over the chapter', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive('chapter');
  });
  afterAll(() => archive.close());

  const ask = async (query: string) =>
    (await archive.as(null).get(`${PATH}?testimony=KTB-0001${query}`).expect(200)).body as Answer;

  test('its two beginnings of the Second World War are found, and are in a case already', async () => {
    const { items, complete } = await ask('&recorded=true');
    expect(complete).toBe(true);
    const [war] = items.filter(({ rule }) => rule === 'dates_apart');
    expect(war).toMatchObject({
      claims: [
        { statement: 'The Second World War began in September 1939.', date: { edtf: '1939-09' } },
        { statement: 'The Second World War began in December 1941.', date: { edtf: '1941-12' } },
      ],
      because: expect.stringMatching(
        /“Second World War began”.+ #\d+ dates it 1939-09 and .+ #\d+ dates it 1941-12/,
      ) as string,
      decision: null,
    });
    const [, other] = war!.claims;
    const claim = (await archive.as(null).get(`/api/claims/${other!.id}`)).body as Made;
    expect(claim.contradictions).toMatchObject([{ id: war!.contradiction }]);
    expect(other!.pointer).toMatch(/^KTB-0001 #\d+$/);
  });

  test('little else is suggested', async () => {
    expect((await ask('&recorded=true')).total).toBeLessThanOrEqual(10);
    expect(await ask('')).toMatchObject({ items: [], total: 0 });
  });
});

describe('suggestions', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const ask = async (testimony: Made, query = '', role: 'archivist' | null = null) =>
    (await archive.as(role).get(`${PATH}?testimony=${testimony.id}${query}`).expect(200)).body as Answer;
  const decide = (body: object, role: 'researcher' | 'reader' = 'researcher') =>
    archive.as(role).post(`${PATH}/decision`).send(body);
  const state = (testimony: Made, statement: string, edtf?: string, fields: object = {}): Promise<Made> =>
    makeClaim(archive, testimony.id, {
      statement,
      kind: 'event',
      ...(edtf === undefined ? {} : { date: { edtf } }),
      ...fields,
    });

  /** A testimony that lets the bridge fall twice, among other things it says. */
  async function tellOfTheBridge() {
    const testimony = await makeTestimony(archive);
    await state(testimony, 'The narrator crossed the river.', '1944');
    const spring = await state(testimony, 'The old bridge fell into the river in March 1945.', '1945-03');
    await state(testimony, 'Nobody spoke of it again.');
    const autumn = await state(testimony, 'In October 1945 the old bridge fell into the river.', '1945-10');
    return { testimony, spring, autumn, pair: [spring.id, autumn.id] };
  }
  const idsOf = ({ items }: Answer): string[][] => items.map(({ claims }) => claims.map(({ id }) => id));

  test('are made of what one testimony says, whichever way it is named', async () => {
    const { testimony, pair } = await tellOfTheBridge();
    await tellOfTheBridge();
    const answer = await ask(testimony);
    expect(idsOf(answer)).toEqual([pair]);
    expect(answer).toMatchObject({ total: 1, compared: 4, complete: true });
    expect(answer.items[0]).toMatchObject({ contradiction: null, decision: null });
    const byAccession = await archive.as(null).get(`${PATH}?testimony=${testimony.accession as string}`);
    expect(byAccession.body).toEqual(answer);
  });

  test('follow three rules, in any language', async () => {
    const testimony = await makeTestimony(archive);
    const [yamada, ueda] = [
      await makeAgent(archive, { name: '山田乙三' }),
      await makeAgent(archive, { name: '𠮷田' }),
    ];
    const commander = (agent: Made, words: string) =>
      state(testimony, `関東軍の司令官は${words}だった。`, undefined, {
        kind: 'circumstance',
        mentions: [{ agentId: agent.id, words }],
      });
    const people = [await commander(yamada, '山田'), await commander(ueda, '𠮷田')];
    const dates = [
      await state(testimony, 'Мост через реку рухнул в марте 1945 года.', '1945-03'),
      await state(testimony, 'Мост через реку рухнул в октябре 1945 года.', '1945-10'),
    ];
    const counts = [
      await state(testimony, '収容所には捕虜が六百人いた。'),
      await state(testimony, '収容所には捕虜が1,200人いた。'),
    ];
    for (const [rule, pair] of Object.entries({
      dates_apart: dates,
      different_people: people,
      different_counts: counts,
    })) {
      const answer = await ask(testimony, `&rule=${rule}`);
      expect(answer.items).toMatchObject([
        { rule, claims: pair.map(({ id, statement }) => ({ id, statement })) },
      ]);
    }
    expect((await ask(testimony)).total).toBe(3);
    const { items, total } = await ask(testimony, '&limit=1');
    expect([items.length, total]).toEqual([1, 3]);
    const [named] = (await ask(testimony, '&rule=different_people')).items;
    expect(named?.because).toContain('山田乙三');
  });

  test('reach into other testimonies that speak of the same person or place', async () => {
    const [bridge, river] = [await makePlace(archive, { name: 'Bridge' }), await makePlace(archive)];
    const testimonies = [
      await makeTestimony(archive),
      await makeTestimony(archive),
      await makeTestimony(archive),
    ];
    const [own, same, elsewhere] = testimonies as [Made, Made, Made];
    const fell = (testimony: Made, edtf: string, place: Made) =>
      state(testimony, 'The iron bridge was blown up.', edtf, {
        mentions: [{ placeId: place.id, words: 'it' }],
      });
    const one = await fell(own, '1945-03', bridge);
    const other = await fell(same, '1945-08', bridge);
    await fell(elsewhere, '1932', river);
    expect(idsOf(await ask(own))).toEqual([[one.id, other.id]]);
    expect(idsOf(await ask(same))).toEqual([[one.id, other.id]]);
    expect(idsOf(await ask(elsewhere))).toEqual([]);
    // Either of the two testimonies is enough to decide about it.
    const wanted = { rule: 'dates_apart', claimIds: [other.id, one.id], state: 'dismissed', because: 'B' };
    expect((await decide(wanted)).status).toBe(201);
    expect(idsOf(await ask(own))).toEqual([]);
  });

  test('leave out what is in a case, unless it is asked for', async () => {
    const { testimony, pair } = await tellOfTheBridge();
    const opened = await makeContradiction(archive, pair);
    expect((await ask(testimony)).items).toEqual([]);
    expect((await ask(testimony, '&decided=true')).items).toEqual([]);
    expect((await ask(testimony, '&recorded=true')).items).toMatchObject([{ contradiction: opened.id }]);
  });

  describe('decided', () => {
    test('what is dismissed is not suggested again, and the reason can be read', async () => {
      const { testimony, spring, autumn } = await tellOfTheBridge();
      const dismissed = await decide({
        rule: 'dates_apart',
        claimIds: [autumn.id, spring.id.toUpperCase()],
        state: 'dismissed',
        because: ODD.cyrillic,
      });
      expect(dismissed.status).toBe(201);
      expect(dismissed.body).toMatchObject({
        rule: 'dates_apart',
        state: 'dismissed',
        because: ODD.cyrillic,
        contradiction: null,
        activity: { type: 'suggestion.decide' },
      });
      const { claims } = dismissed.body as { claims: Made[] };
      expect(claims.map(({ id }) => id)).toEqual([spring.id, autumn.id].sort());
      expect((await ask(testimony)).items).toEqual([]);
      expect((await ask(testimony, '&recorded=true')).items).toEqual([]);
      expect((await ask(testimony, '&decided=true')).items).toMatchObject([
        { decision: { state: 'dismissed', because: ODD.cyrillic }, contradiction: null },
      ]);
    });

    test('what is accepted becomes a case, in the same act', async () => {
      const { testimony, pair } = await tellOfTheBridge();
      const [suggested] = (await ask(testimony)).items;
      const accepted = await decide({
        rule: 'dates_apart',
        claimIds: pair,
        state: 'accepted',
        because: ODD.japanese,
      });
      expect(accepted.status).toBe(201);
      const { contradiction, activity } = accepted.body as { contradiction: Made; activity: object };
      expect(contradiction).toMatchObject({
        statement: suggested!.because,
        rationale: ODD.japanese,
        state: 'open',
        activity,
      });
      expect((await archive.as(null).get(`/api/contradictions/${contradiction.id}`)).body).toEqual(
        contradiction,
      );
      expect((await ask(testimony)).items).toEqual([]);
      const shown = { decision: { state: 'accepted' }, contradiction: contradiction.id };
      expect((await ask(testimony, '&recorded=true')).items).toMatchObject([shown]);
      expect((await ask(testimony, '&decided=true')).items).toMatchObject([shown]);
    });

    test('once is enough', async () => {
      const { pair } = await tellOfTheBridge();
      const wanted = { rule: 'dates_apart', claimIds: pair, state: 'dismissed', because: 'Two bridges.' };
      expect((await decide(wanted)).status).toBe(201);
      for (const again of [
        wanted,
        { ...wanted, state: 'accepted' },
        { ...wanted, claimIds: [...pair].reverse() },
      ]) {
        const answer = await storesNothing(archive, () => decide(again));
        expectProblem(answer, 409, { code: 'suggestion.decided' });
      }
    });

    test('of two who decide at once, one does', async () => {
      const { testimony, pair } = await tellOfTheBridge();
      const accept = { rule: 'dates_apart', claimIds: pair, state: 'accepted', because: 'B' };
      const answers = await Promise.all([
        decide(accept),
        decide(accept),
        decide({ ...accept, state: 'dismissed' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      const [{ many }] = (await archive.sql<{ many: number }>(
        'SELECT count(*)::integer AS many FROM suggestion_decision WHERE claim_id = ANY ($1)',
        [pair],
      )) as [{ many: number }];
      expect(many).toBe(1);
      const cases = await archive.as(null).get(`/api/contradictions?testimony=${testimony.id}`);
      const accepted = answers.filter(
        ({ status, body }) => status === 201 && (body as Made).contradiction !== null,
      );
      expect((cases.body as { items: Made[] }).items).toHaveLength(accepted.length);
    });

    test('only what a rule suggests, and with a reason', async () => {
      const { testimony, spring, autumn, pair } = await tellOfTheBridge();
      const unlike = await state(testimony, 'The ferry was late.', '1932');
      const right = { rule: 'dates_apart', claimIds: pair, state: 'dismissed', because: 'B' };
      const wrong: [object, string, string?][] = [
        [{ claimIds: [spring.id, unlike.id] }, '/claimIds', 'suggestion.unknown'],
        [{ claimIds: [spring.id, spring.id] }, '/claimIds', 'suggestion.unknown'],
        [{ rule: 'different_counts' }, '/claimIds', 'suggestion.unknown'],
        [{ claimIds: [spring.id, UNKNOWN_ID] }, '/claimIds/1', 'reference.unknown'],
        [{ claimIds: [spring.id] }, '/claimIds'],
        [{ claimIds: [spring.id, autumn.id, unlike.id] }, '/claimIds'],
        [{ rule: 'likeness' }, '/rule'],
        [{ state: 'open' }, '/state'],
        [{ because: ' \n' }, '/because'],
        [{ because: undefined }, '/because'],
        [{ contradictionId: UNKNOWN_ID }, '/contradictionId'],
      ];
      for (const [part, pointer, code] of wrong) {
        const answer = await storesNothing(archive, () => decide({ ...right, ...part }));
        expectProblem(answer, 422, { pointer, code });
      }
      expectProblem(await storesNothing(archive, () => decide(right, 'reader')), 403);
    });
  });

  describe('what one may not see', () => {
    test('is not suggested, not counted, and answers like a claim that never was', async () => {
      const { testimony, spring, autumn, pair } = await tellOfTheBridge();
      await restrict(archive, claimRows(`'${autumn.id}'`));
      const answer = await ask(testimony);
      expect(answer).toEqual({ items: [], total: 0, compared: 3, complete: true });
      expect(idsOf(await ask(testimony, '', 'archivist'))).toEqual([pair]);
      const wanted = { rule: 'dates_apart', state: 'accepted', because: 'B' };
      const [hidden, unknown] = await storesNothing(archive, async () => [
        await decide({ ...wanted, claimIds: [spring.id, autumn.id] }),
        await decide({ ...wanted, claimIds: [spring.id, UNKNOWN_ID] }),
      ]);
      expect([hidden.status, hidden.text]).toEqual([unknown.status, unknown.text]);
      expectProblem(hidden, 422, { pointer: '/claimIds/1' });
    });

    test('of a case that is hidden nothing is said', async () => {
      const { testimony, pair } = await tellOfTheBridge();
      const opened = await makeContradiction(archive, pair);
      await restrict(archive, [{ table: 'contradiction', where: `id = '${opened.id}'` }]);
      expect((await ask(testimony)).items).toMatchObject([{ contradiction: null }]);
    });

    test('a hidden person or place joins no testimonies', async () => {
      const place = await makePlace(archive, { name: '内緒の橋' });
      const fell = async (edtf: string) =>
        state(await makeTestimony(archive), 'The wooden pier was burnt down.', edtf, {
          mentions: [{ placeId: place.id, words: 'it' }],
        });
      const one = await fell('1945-03');
      await fell('1945-08');
      const testimony = one.testimony as Made;
      expect((await ask(testimony)).total).toBe(1);
      await restrict(archive, [{ table: 'place', where: `id = '${place.id}'` }]);
      expect(await ask(testimony)).toMatchObject({ total: 0, compared: 1 });
    });

    test('a hidden testimony is none', async () => {
      const { testimony } = await tellOfTheBridge();
      await restrict(archive, testimonyRows(testimony.id));
      const get = (key: string) => archive.as(null).get(`${PATH}?testimony=${key}`);
      const [hidden, unknown] = [await get(testimony.id), await get(UNKNOWN_ID)];
      expect([hidden.status, hidden.text]).toEqual([unknown.status, unknown.text]);
      expectProblem(hidden, 404);
    });
  });

  test('of a testimony that says nothing there are none', async () => {
    expect(await ask(await makeTestimony(archive))).toEqual({
      items: [],
      total: 0,
      compared: 0,
      complete: true,
    });
  });

  test('are told as they would have been at an earlier moment, and so is what had become of them', async () => {
    const { testimony, spring, pair } = await tellOfTheBridge();
    const first = (spring.activity as Made).id;
    const before = await ask(testimony);
    const dismissed = await decide({ rule: 'dates_apart', claimIds: pair, state: 'dismissed', because: 'B' });
    const decided = ((dismissed.body as Made).activity as Made).id;
    const changed = await archive
      .as('archivist')
      .patch(`/api/claims/${pair[1]}`)
      .set('if-match', '"v1"')
      .send({ date: { edtf: '1945-03' }, note: 'The ice.' });
    expect(changed.status).toBe(200);
    const now = (changed.body as { activity: Made }).activity.id;
    expect(await ask(testimony, `&asOf=${first}`)).toMatchObject({ total: 0, compared: 2 });
    expect(await ask(testimony, `&asOf=${decided}`)).toMatchObject({ total: 0, compared: 4 });
    const then = await ask(testimony, `&asOf=${decided}&decided=true`);
    expect(then.items).toMatchObject([{ claims: before.items[0]!.claims, decision: { state: 'dismissed' } }]);
    expect((await ask(testimony, `&asOf=${now}&decided=true`)).items).toEqual([]);
    expect((await ask(testimony, '&decided=true')).items).toEqual([]);
  });

  test.each([
    ['', '/testimony'],
    ['limit=1', '/testimony'],
    ['testimony=', '/testimony'],
    ['testimony=KTB-0001&testimony=KTB-0002', '/testimony'],
    ['testimony=KTB-0001&rule=likeness', '/rule'],
    ['testimony=KTB-0001&limit=201', '/limit'],
    ['testimony=KTB-0001&recorded=yes', '/recorded'],
    ['testimony=KTB-0001&decided=1', '/decided'],
    ['testimony=KTB-0001&asOf=yesterday', '/asOf'],
  ])('asked for with "%s" there are none', async (query, pointer) => {
    expectProblem(await archive.as(null).get(`${PATH}?${query}`), 422, { pointer });
  });
});
