import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, revise, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeClaim,
  makeLife,
  makeOffice,
  makePlace,
  makeSource,
  makeTestimony,
  stateReachability,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

describe('lives', () => {
  let archive: TestArchive;
  let claim: Made;
  let source: Made;

  beforeAll(async () => {
    archive = await openArchive();
    claim = await makeClaim(archive, (await makeTestimony(archive)).id);
    source = await makeSource(archive);
  });
  afterAll(() => archive.close());

  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  /** A moment that everybody may name, whatever is restricted later. */
  const newest = async (): Promise<string> => ((await makePlace(archive)).activity as Made).id;
  const withdrawnSource = async (): Promise<Made> => {
    const made = await makeSource(archive, { csl: { type: 'book', title: 'A forgery' } });
    await archive
      .as('archivist')
      .post(`/api/sources/${made.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'B' })
      .expect(200);
    return made;
  };
  const linksOf = async (id: string): Promise<string[]> =>
    (
      await archive.sql<{ link: string }>(
        `SELECT relation || ' ' || to_kind AS link FROM provenance_link WHERE from_id = $1 AND ended_by IS NULL`,
        [id],
      )
    )
      .map(({ link }) => link)
      .sort();

  describe('births and deaths', () => {
    const put = (id: string, body: object, ifMatch?: string) => {
      const request = archive.as('researcher').put(`/api/agents/${id}/life`);
      return (ifMatch === undefined ? request : request.set('if-match', ifMatch)).send(body);
    };

    test('are recorded with what they rest on, and put right with their history', async () => {
      const { id } = await makeAgent(archive, { name: '吉野 愛子' });
      expectProblem(await archive.as(null).get(`/api/agents/${id}/life`), 404);
      const first = await put(id, {
        born: { date: { words: ODD.japanese, edtf: '1911?' }, sourceId: source.id, claimId: claim.id },
        note: ODD.quotes,
      });
      expect([first.status, first.body]).toMatchObject([
        200,
        {
          agent: { id, name: '吉野 愛子' },
          born: {
            date: { words: ODD.japanese, edtf: '1911?', earliest: '1911-01-01', latest: '1911-12-31' },
            source: { id: source.id },
            claim: { id: claim.id, statement: claim.statement },
          },
          died: null,
          note: ODD.quotes,
          version: 1,
          activity: { type: 'life.record' },
        },
      ]);
      const then = await newest();
      const life = (first.body as Made).id;
      expect(await linksOf(life)).toEqual([
        'wasDerivedFrom claim',
        'wasDerivedFrom source',
        'wasInfluencedBy agent',
      ]);

      await storesNothing(archive, async () => {
        expectProblem(await put(id, { note: 'N' }), 428);
        expectProblem(await put(id, { note: 'N' }, '"v2"'), 412);
      });
      const second = await put(
        id,
        { died: { date: { edtf: '1995' }, sourceId: source.id } },
        first.headers.etag,
      );
      expect(second.body).toMatchObject({
        born: null,
        died: { date: { words: null, edtf: '1995' }, source: { id: source.id }, claim: null },
        note: null,
        version: 2,
      });
      expect(await get(`/api/agents/${id}/life`)).toEqual(second.body);
      expect(await get(`/api/agents/${id}/life?asOf=${then}`)).toEqual(first.body);
      expect(await linksOf(life)).toEqual(['wasDerivedFrom source', 'wasInfluencedBy agent']);
      const { items } = (await get(`/api/history/life/${life}`)) as unknown as { items: { record: Made }[] };
      expect(items.map(({ record }) => record.version)).toEqual([2, 1]);
      expect(Object.keys(items[0]!.record)).not.toEqual(expect.arrayContaining(['bornSpan']));
    });

    test('what a life rests on bears no claim: whoever told it stays its root', async () => {
      const testimony = await makeTestimony(archive);
      const told = await makeClaim(archive, testimony.id);
      const narrator = ((testimony.contributors as Made[])[0]?.agent as Made).id;
      const before = await get(`/api/claims/${told.id}/support`);
      await makeLife(archive, narrator, { born: { date: { edtf: '1911' }, sourceId: source.id } });
      const after = await get(`/api/claims/${told.id}/support`);
      expect(after).toEqual(before);
    });

    test('nobody dies before birth, unless it may be otherwise', async () => {
      const { id } = await makeAgent(archive);
      const dates = (born: string, died: string) => ({
        born: { date: { edtf: born } },
        died: { date: { edtf: died } },
      });
      await storesNothing(archive, async () => {
        for (const [born, died] of [
          ['1911', '1910'],
          ['1911-02-01', '1911-01'],
          ['-0043', '-0044'],
        ] as const) {
          expectProblem(await put(id, dates(born, died)), 422, {
            pointer: '/died/date/edtf',
            code: 'life.died_before_born',
          });
        }
      });
      await put(id, dates('191X', '1910')).expect(200);
    });

    test('only what can be said is said', async () => {
      const { id } = await makeAgent(archive);
      const organisation = await makeAgent(archive, { kind: 'organisation' });
      const withdrawn = await withdrawnSource();
      const date = { edtf: '1911' };
      await storesNothing(archive, async () => {
        const wrong: [object, string][] = [
          [{}, ''],
          [{ born: {} }, '/born/date'],
          [{ born: { date: {} } }, '/born/date'],
          [{ born: { date: { edtf: '1900-02-29' } } }, '/born/date/edtf'],
          [{ born: { date, sourceId: UNKNOWN_ID } }, '/born/sourceId'],
          [{ died: { date, claimId: UNKNOWN_ID } }, '/died/claimId'],
          [{ died: { date, sourceId: withdrawn.id } }, '/died/sourceId'],
          [{ born: [date] }, '/born'],
          [{ note: 'N', age: 80 }, '/age'],
        ];
        for (const [body, pointer] of wrong) expectProblem(await put(id, body), 422, { pointer });
        expectProblem(await put(UNKNOWN_ID, { note: 'N' }), 404);
        expectProblem(await put(id, { note: 'N' }, '"v1"'), 412);
        expectProblem(await put(organisation.id, { note: 'N' }), 409, { code: 'life.kind_of_agent' });
        expectProblem(await archive.as('reader').put(`/api/agents/${id}/life`).send({ note: 'N' }), 403);
      });
    });

    test('of several who record them at once one does', async () => {
      for (let round = 0; round < 4; round++) {
        const { id } = await makeAgent(archive);
        const first = await Promise.all(['A', 'B', 'C'].map((note) => put(id, { note })));
        expect(first.map(({ status }) => status).sort()).toEqual([200, 428, 428]);
        const next = await Promise.all(['D', 'E', 'F'].map((note) => put(id, { note }, '"v1"')));
        expect(next.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      }
    });
  });

  describe('offices and ranks', () => {
    test('are recorded as told, listed in pages, and withdrawn with a reason', async () => {
      const [person, army, place] = [
        await makeAgent(archive),
        await makeAgent(archive, { kind: 'organisation', name: '関東軍' }),
        await makePlace(archive),
      ];
      const rank = await makeOffice(archive, person.id, {
        kind: 'rank',
        title: ODD.japanese,
        organisationId: army.id,
        placeId: place.id,
        held: { words: 'until the end', edtf: '1943/1945-08' },
        sourceId: source.id,
        claimId: claim.id,
        note: ODD.combining,
      });
      expect(rank).toMatchObject({
        agent: { id: person.id },
        kind: 'rank',
        title: ODD.japanese,
        organisation: { id: army.id, name: '関東軍' },
        place: { id: place.id, name: 'Otaru' },
        held: { edtf: '1943/1945-08', earliest: '1943-01-01', latest: '1945-08-31' },
        source: { id: source.id },
        claim: { id: claim.id },
        note: ODD.combining,
        withdrawnBecause: null,
        version: 1,
      });
      expect(await linksOf(rank.id)).toEqual([
        'wasDerivedFrom claim',
        'wasDerivedFrom source',
        'wasInfluencedBy agent',
        'wasInfluencedBy agent',
      ]);
      const then = await newest();
      const others = [await makeOffice(archive, person.id), await makeOffice(archive, person.id)];
      await makeOffice(archive, (await makeAgent(archive)).id);
      const path = `/api/agents/${person.id}/offices`;
      for (const limit of [1, 2, 200]) {
        expect((await pagesOf<Made>(archive, path, limit)).map(({ id }) => id)).toEqual([
          rank.id,
          ...others.map(({ id }) => id),
        ]);
      }
      const withdraw = (version: number) =>
        archive
          .as('researcher')
          .post(`/api/offices/${rank.id}/withdrawal`)
          .set('if-match', `"v${version}"`)
          .send({ because: 'Another man of that name.' });
      const withdrawn = await withdraw(1);
      expect(withdrawn.body).toMatchObject({ withdrawnBecause: 'Another man of that name.', version: 2 });
      expect(await get(`/api/offices/${rank.id}`)).toEqual(withdrawn.body);
      expect(await get(`/api/offices/${rank.id}?asOf=${then}`)).toEqual(rank);
      expect(await get(`${path}?asOf=${then}`)).toEqual({ items: [rank], next: null });
      expect(await linksOf(rank.id)).toEqual([]);
      await storesNothing(archive, async () => {
        expectProblem(await withdraw(1), 412);
        expectProblem(await withdraw(2), 409, { code: 'office.withdrawn' });
      });
    });

    test('name only what exists', async () => {
      const [person, group] = [await makeAgent(archive), await makeAgent(archive, { kind: 'group' })];
      const withdrawn = await withdrawnSource();
      const path = `/api/agents/${person.id}/offices`;
      const base = { kind: 'office', title: 'T' };
      await storesNothing(archive, async () => {
        const wrong: [object, string][] = [
          [{ kind: 'throne' }, '/kind'],
          [{ title: ' ' }, '/title'],
          [{ title: null }, '/title'],
          [{ organisationId: UNKNOWN_ID }, '/organisationId'],
          [{ organisationId: person.id.toUpperCase() }, '/organisationId'],
          [{ placeId: source.id }, '/placeId'],
          [{ sourceId: withdrawn.id }, '/sourceId'],
          [{ claimId: UNKNOWN_ID }, '/claimId'],
          [{ held: { edtf: '1945/1943' } }, '/held/edtf'],
        ];
        for (const [fields, pointer] of wrong) {
          const answer = await archive
            .as('archivist')
            .post(path)
            .send({ ...base, ...fields });
          expectProblem(answer, 422, { pointer });
        }
        const of = (id: string) => archive.as('archivist').post(`/api/agents/${id}/offices`).send(base);
        expectProblem(await of(UNKNOWN_ID), 404);
        expectProblem(await of(group.id), 409, { code: 'life.kind_of_agent' });
      });
      expectProblem(await archive.as(null).get(`/api/agents/${UNKNOWN_ID}/offices`), 404);
      expect(await get(path)).toEqual({ items: [], next: null });
    });
  });

  describe('whether somebody can be reached', () => {
    const statesOf = async (id: string, query = '') =>
      ((await get(`/api/agents/${id}/reachability${query}`)) as unknown as { items: Made[] }).items.map(
        ({ state, current }) => (current === true ? `${String(state)}!` : state),
      );

    test('is said as of a time, with what it rests on; what was said stays', async () => {
      const { id } = await makeAgent(archive);
      const first = await stateReachability(archive, id, 'not_yet_reached', {
        when: { words: 'at the time of the telling', edtf: '1991' },
        because: ODD.cyrillic,
        claimId: claim.id,
        sourceId: source.id,
      });
      expect(first).toMatchObject({
        agent: { id },
        state: 'not_yet_reached',
        when: { words: 'at the time of the telling', edtf: '1991' },
        because: ODD.cyrillic,
        claim: { id: claim.id },
        source: { id: source.id },
        closedLeads: [],
        questions: [],
        activity: { type: 'reachability.record' },
      });
      expect(await get(`/api/reachability/${first.id}`)).toEqual(first);
      expect(await linksOf(first.id)).toEqual([
        'wasDerivedFrom claim',
        'wasDerivedFrom source',
        'wasInfluencedBy agent',
      ]);
      const then = await newest();
      await stateReachability(archive, id, 'reached');
      const noise = await makeAgent(archive);
      await stateReachability(archive, noise.id, 'declined');
      expect(await statesOf(id)).toEqual(['reached!', 'not_yet_reached']);
      expect(await statesOf(id, `?asOf=${then}`)).toEqual(['not_yet_reached!']);
      expect(await statesOf(id, '?on=1995')).toEqual(['not_yet_reached!']);
      expect(await statesOf(id, '?on=1991')).toEqual(['not_yet_reached!']);
      expect(await statesOf(id, '?on=1990')).toEqual([]);
      expect(await statesOf(id, '?limit=1')).toEqual(['reached!']);
      expect(await statesOf(id, '?on=1995/..')).toEqual(['reached!', 'not_yet_reached']);
      expectProblem(await archive.as(null).get(`/api/agents/${id}/reachability?on=soon`), 422, {
        pointer: '/on',
      });
    });

    test('what is told later of an earlier time does not lift what was decided', async () => {
      const { id } = await makeAgent(archive);
      await stateReachability(archive, id, 'do_not_contact', { when: { edtf: '2019-05' } });
      await stateReachability(archive, id, 'living', { when: { edtf: '1991' }, because: 'The telling.' });
      expect(await statesOf(id)).toEqual(['living', 'do_not_contact!']);
      // Of what may be of the same time the last word counts.
      await stateReachability(archive, id, 'living', { when: { edtf: '201X' }, because: 'A card came.' });
      expect(await statesOf(id)).toEqual(['living!', 'living', 'do_not_contact']);
      // Without a date it is of today.
      await stateReachability(archive, id, 'unknown');
      expect(await statesOf(id)).toEqual(['unknown!', 'living', 'living', 'do_not_contact']);
    });

    test('only what can be said is said', async () => {
      const { id } = await makeAgent(archive);
      const silent = await makeAgent(archive);
      await stateReachability(archive, silent.id, 'do_not_contact');
      const software = (
        await archive.sql<{ id: string }>(`SELECT id FROM agent WHERE kind = 'software' LIMIT 1`)
      )[0]!.id;
      const state = (agent: string, body: object) =>
        archive.as('researcher').post(`/api/agents/${agent}/reachability`).send(body);
      await storesNothing(archive, async () => {
        const wrong: [object, string][] = [
          [{}, '/state'],
          [{ state: 'gone' }, '/state'],
          [{ state: 'died' }, '/because'],
          [{ state: 'do_not_contact' }, '/because'],
          [{ state: 'living', when: { edtf: '2999' } }, '/when/edtf'],
          [{ state: 'living', when: { edtf: '31 May' } }, '/when/edtf'],
          [{ state: 'living', claimId: UNKNOWN_ID }, '/claimId'],
          [{ state: 'living', sourceId: claim.id }, '/sourceId'],
        ];
        for (const [body, pointer] of wrong) expectProblem(await state(id, body), 422, { pointer });
        expectProblem(await state(silent.id, { state: 'living' }), 422, {
          pointer: '/because',
          code: 'reachability.because_required',
        });
        expectProblem(await state(UNKNOWN_ID, { state: 'living' }), 404);
        expectProblem(await state(software, { state: 'living' }), 409, { code: 'life.kind_of_agent' });
        expectProblem(await archive.as('reader').post(`/api/agents/${id}/reachability`).send({}), 403);
      });
      expectProblem(await archive.as(null).get(`/api/reachability/${UNKNOWN_ID}`), 404);
    });
  });

  test('what rests on a source that is withdrawn later is marked, and was not before', async () => {
    const { id } = await makeAgent(archive);
    const forged = await makeSource(archive, { csl: { type: 'book', title: 'A forged diary' } });
    await makeLife(archive, id, {
      born: { date: { edtf: '1911' }, sourceId: forged.id },
      died: { date: { edtf: '1995' }, sourceId: source.id },
    });
    const office = await makeOffice(archive, id, { sourceId: forged.id });
    const statement = await stateReachability(archive, id, 'living', { sourceId: forged.id });
    const then = await newest();
    await archive
      .as('archivist')
      .post(`/api/sources/${forged.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'The paper is of 1960.' })
      .expect(200);
    for (const [moment, sourceWithdrawn] of [
      ['', true],
      [`?asOf=${then}`, false],
      [`?asOf=${await newest()}`, true],
    ] as const) {
      const marked = { source: { id: forged.id }, sourceWithdrawn };
      const life = { born: marked, died: { source: { id: source.id }, sourceWithdrawn: false } };
      expect(await get(`/api/agents/${id}/life${moment}`)).toMatchObject(life);
      for (const path of [`offices/${office.id}`, `reachability/${statement.id}`]) {
        expect(await get(`/api/${path}${moment}`)).toMatchObject(marked);
      }
      for (const path of ['offices', 'reachability']) {
        expect(await get(`/api/agents/${id}/${path}${moment}`)).toMatchObject({ items: [marked] });
      }
      expect(await get(`/api/people/${id}${moment}`)).toMatchObject({
        lives: [life],
        offices: [marked],
        reachability: marked,
      });
    }
  });

  test('who may not see when somebody was born does not lose it by writing when he died', async () => {
    const secret = await makeSource(archive);
    const { id } = await makeAgent(archive);
    await makeLife(archive, id, { born: { date: { edtf: '1911' }, sourceId: secret.id } });
    await restrict(archive, [{ table: 'source', where: `id = '${secret.id}'` }]);
    const put = (body: object, version: number) =>
      archive.as('researcher').put(`/api/agents/${id}/life`).set('if-match', `"v${version}"`).send(body);
    const refused = await storesNothing(archive, () => put({ died: { date: { edtf: '1900' } } }, 1));
    expectProblem(refused, 409, { code: 'life.disagrees' });
    expect(refused.text).not.toContain('1911');
    const put1 = await put({ died: { date: { edtf: '1995' } } }, 1);
    expect(put1.body).toMatchObject({ born: null, died: { date: { edtf: '1995' } }, version: 2 });
    const whole = async () => (await archive.as('archivist').get(`/api/agents/${id}/life`)).body as Made;
    expect(await whole()).toMatchObject({
      born: { date: { edtf: '1911' } },
      died: { date: { edtf: '1995' } },
    });
    await put({ born: { date: { edtf: '1912' } } }, 2).expect(200);
    expect(await whole()).toMatchObject({ born: { date: { edtf: '1912' }, source: null }, died: null });
  });

  describe('how well somebody is', () => {
    const state = (id: string, body: object) =>
      archive.as('archivist').post(`/api/agents/${id}/health`).send(body);
    const asStaff = async (path: string) =>
      (await archive.as('archivist').get(path).expect(200)).body as Made;

    test('is said as of a time, with what it rests on, for the staff alone', async () => {
      const { id } = await makeAgent(archive, { name: ODD.japanese });
      const first = await state(id, {
        state: 'frail',
        when: { words: 'last winter', edtf: '2024-12' },
        note: ODD.quotes,
        sourceId: source.id,
        claimId: claim.id,
      });
      expect([first.status, first.body]).toMatchObject([
        201,
        {
          agent: { id },
          state: 'frail',
          when: { words: 'last winter', edtf: '2024-12' },
          note: ODD.quotes,
          source: { id: source.id },
          sourceWithdrawn: false,
          claim: { id: claim.id },
          current: true,
        },
      ]);
      const then = await newest();
      const second = await state(id, { state: 'gravely_ill' });
      await state(id, { state: 'well', when: { edtf: '2001' } });
      const list = `/api/agents/${id}/health`;
      expect(await asStaff(list)).toMatchObject({
        items: [
          { state: 'well', current: false },
          { id: (second.body as Made).id, state: 'gravely_ill', current: true },
          { state: 'frail', current: false },
        ],
      });
      expect(await asStaff(`${list}?asOf=${then}`)).toEqual({ items: [first.body], next: null });
      expect(await pagesOf(archive, list, 1, 'archivist')).toHaveLength(3);

      const one = `/api/states-of-health/${(first.body as Made).id}`;
      const activity = (first.body as { activity: Made }).activity.id;
      expect(await asStaff(`${one}?asOf=${activity}`)).toEqual(first.body);
      for (const role of [null, 'reader', 'researcher', 'administrator'] as const) {
        expect((await archive.as(role).get(list)).body).toEqual({ items: [], next: null });
        expectProblem(await archive.as(role).get(one), 404);
        if (role !== null) expectProblem(await archive.as(role).post(list).send({ state: 'well' }), 403);
      }
      // Nowhere else, for nobody: it is no node of the graph, and on no page of a person.
      for (const path of [
        `/api/people/${id}`,
        `/api/activities/${activity}`,
        `/api/provenance/agent/${id}`,
        `/api/claims/${claim.id}/impact`,
      ]) {
        expect((await archive.as('archivist').get(path).expect(200)).text).not.toMatch(/frail|gravely/);
      }
      expectProblem(await archive.as('archivist').get(`/api/history/state_of_health/${id}`), 404);
    });

    test('only what can be said is said', async () => {
      const [{ id }, group] = [await makeAgent(archive), await makeAgent(archive, { kind: 'group' })];
      const forged = (await withdrawnSource()).id;
      await storesNothing(archive, async () => {
        for (const [body, pointer] of [
          [{}, '/state'],
          [{ state: 'dying' }, '/state'],
          [{ state: 'well', when: { edtf: '2999' } }, '/when/edtf'],
          [{ state: 'well', when: { edtf: 'soon' } }, '/when/edtf'],
          [{ state: 'well', note: ' ' }, '/note'],
          [{ state: 'well', sourceId: UNKNOWN_ID }, '/sourceId'],
          [{ state: 'well', claimId: UNKNOWN_ID }, '/claimId'],
          [{ state: 'well', sourceId: forged }, '/sourceId'],
        ] as [object, string][]) {
          expectProblem(await state(id, body), 422, { pointer });
        }
        expectProblem(await state(UNKNOWN_ID, { state: 'well' }), 404);
        expectProblem(await state(group.id, { state: 'well' }), 409, { code: 'life.kind_of_agent' });
      });
    });
  });

  test('of a restricted person nothing is seen, and of a restricted source nothing is told', async () => {
    const secret = await makeSource(archive, { csl: { type: 'book', title: 'The sealed diary' } });
    const [hidden, open] = [await makeAgent(archive), await makeAgent(archive)];
    const made: Record<string, { office: Made; statement: Made }> = {};
    for (const { id } of [hidden, open]) {
      await makeLife(archive, id, { born: { date: { edtf: '1911' }, sourceId: secret.id } });
      made[id] = {
        office: await makeOffice(archive, id, { sourceId: secret.id }),
        statement: await stateReachability(archive, id, 'living', { sourceId: secret.id }),
      };
    }
    const then = await newest();
    await revise(archive, `/api/agents/${hidden.id}`, 1, { description: 'D' }).expect(200);
    await restrict(archive, [
      { table: 'agent', where: `id = '${hidden.id}'` },
      { table: 'source', where: `id = '${secret.id}'` },
    ]);
    const pathsOf = (id: string) => [
      `/api/agents/${id}/life`,
      `/api/agents/${id}/offices`,
      `/api/agents/${id}/reachability`,
      `/api/offices/${made[id]!.office.id}`,
      `/api/reachability/${made[id]!.statement.id}`,
    ];
    for (const moment of ['', `?asOf=${then}`]) {
      for (const path of pathsOf(hidden.id)) {
        expectProblem(await archive.as('researcher').get(`${path}${moment}`), 404);
        expect((await archive.as('archivist').get(`${path}${moment}`)).text).toContain('The sealed diary');
      }
      // What rests on it is hidden with it: the lists are empty, and the life has no birth.
      for (const path of pathsOf(open.id)) {
        const { status, body, text } = await archive.as('researcher').get(`${path}${moment}`);
        expect([status, text.includes('The sealed diary'), text.includes(secret.id)]).toEqual([
          /(offices|reachability)\/[^/]+$/.test(path) && !path.includes('agents') ? 404 : 200,
          false,
          false,
        ]);
        if (status === 200)
          expect(body).toMatchObject(path.endsWith('life') ? { born: null } : { items: [] });
        expect((await archive.as('archivist').get(`${path}${moment}`)).text).toContain('The sealed diary');
      }
      const page = `/api/people/${open.id}${moment}`;
      expect((await archive.as('researcher').get(page)).body).toMatchObject({
        lives: [{ born: null, died: null }],
        offices: [],
        reachability: null,
      });
      expect((await archive.as('archivist').get(page)).body).toMatchObject({
        lives: [{ born: { date: { edtf: '1911' }, source: { id: secret.id } } }],
        offices: [{ source: { id: secret.id } }],
        reachability: { source: { id: secret.id } },
      });
    }
    await storesNothing(archive, async () => {
      for (const [method, path, body] of [
        ['put', 'life', { note: 'N' }],
        ['post', 'offices', { kind: 'rank', title: 'T' }],
        ['post', 'reachability', { state: 'living' }],
      ] as const) {
        const answers = [];
        for (const id of [hidden.id, UNKNOWN_ID]) {
          answers.push(await archive.as('researcher')[method](`/api/agents/${id}/${path}`).send(body));
        }
        expectProblem(answers[0]!, 404);
        expect(answers[0]!.text).toBe(answers[1]!.text);
      }
    });
  });

  test('what rests on something restricted is as restricted, in the graph and in history as well', async () => {
    const title = 'Keeper of the sealed 印章';
    const secret = { sourceId: (await makeSource(archive)).id };
    const hidden = await makeClaim(archive, (await makeTestimony(archive)).id);
    await restrict(archive, [
      { table: 'source', where: `id = '${secret.sourceId}'` },
      { table: 'claim', where: `id = '${hidden.id}'` },
    ]);
    const { id } = await makeAgent(archive);
    const asArchivist = async (path: string, body: object) =>
      (await archive.as('archivist').post(`/api/agents/${id}/${path}`).send(body).expect(201)).body as Made;
    const life = await makeLife(archive, id, {
      born: { date: { edtf: '1911' }, sourceId: source.id },
      died: { date: { edtf: '1995-09-04' }, ...secret },
    });
    const office = { kind: 'office', title };
    const records: [string, string, string][] = [
      ['office', (await asArchivist('offices', { ...office, ...secret })).id, title],
      ['office', (await asArchivist('offices', { ...office, claimId: hidden.id })).id, title],
      ['reachability', (await asArchivist('reachability', { state: 'reached', ...secret })).id, 'reached'],
    ];
    for (const [kind, record, told] of records) {
      for (const path of ['history', 'provenance'].map((part) => `/api/${part}/${kind}/${record}`)) {
        expect((await archive.as('archivist').get(path).expect(200)).text).toContain(told);
        expectProblem(await archive.as('researcher').get(path), 404);
      }
    }
    // Of a life, one row for birth and death, nothing is told in the graph, and its history to who may see both.
    expectProblem(await archive.as('researcher').get(`/api/history/life/${life.id}`), 404);
    expect((await archive.as('archivist').get(`/api/history/life/${life.id}`)).text).toContain('1995-09-04');
    expect((await archive.as('researcher').get(`/api/provenance/life/${life.id}`)).text).not.toContain(
      '1995',
    );
    const open = await makeOffice(archive, id, { sourceId: source.id });
    await archive.as(null).get(`/api/history/office/${open.id}`).expect(200);
    const around = await archive
      .as('researcher')
      .get(`/api/provenance/agent/${id}?direction=down`)
      .expect(200);
    expect(around.text).toContain(open.id);
    for (const [, record] of records) expect(around.text).not.toContain(record);

    const path = `/api/agents/${id}/life`;
    const body = { died: { date: { edtf: '1996' } } };
    await archive.as('archivist').put(path).set('if-match', '"v1"').send(body).expect(200);
    expect(await get(path)).toMatchObject({ died: { date: { edtf: '1996' } }, version: 2 });
    const history = await archive.as('researcher').get(`/api/history/life/${life.id}`).expect(200);
    expect(history.text).not.toContain('1995');
    const again = { died: { date: { edtf: '1995-09-04' }, ...secret } };
    await archive.as('archivist').put(path).set('if-match', '"v2"').send(again).expect(200);
    expect((await archive.as('researcher').get(path)).body).toMatchObject({ born: null, died: null });
  });
});
