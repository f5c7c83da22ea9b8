import { factsObject, scoreOf } from '../src/questions/question-priority-facts.js';
import { priorityOf } from '../src/questions/question-priority.rules.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, pagesOf, transition, UNKNOWN_ID } from './support/expectations.js';
import {
  answerQuestion,
  type Made,
  makeAgent,
  makeAttempt,
  makeClaim,
  makeLead,
  makeLife,
  makeQuestion,
  makeSameAs,
  makeSource,
  makeTestimony,
  stateHealth,
} from './support/factories.js';
import { claimRows, restrict } from './support/restrict.js';

interface Priority {
  score: number;
  reasons: { code: string; points: number; because: string }[];
}

describe('which question is to be asked first', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const newClaims = async (many: number): Promise<string[]> => {
    const testimony = await makeTestimony(archive);
    const claims = Array.from({ length: many }, () => makeClaim(archive, testimony.id));
    return (await Promise.all(claims)).map(({ id }) => id);
  };
  const priority = async (id: string, query = ''): Promise<Priority> =>
    ((await archive.as(null).get(`/api/questions/${id}${query}`).expect(200)).body as { priority: Priority })
      .priority;
  const codes = async (id: string): Promise<string[]> => (await priority(id)).reasons.map(({ code }) => code);
  const newest = async (): Promise<string> =>
    ((await archive.as(null).get('/api/activities?limit=1')).body as { items: [{ id: string }] }).items[0].id;

  /** A day so many years ago, with some to spare before the year after is full. */
  const yearsAgo = (years: number): string => {
    const day = new Date(Date.now() - 100 * 86_400_000);
    day.setUTCFullYear(day.getUTCFullYear() - years);
    return day.toISOString().slice(0, 10);
  };
  const bear = (agentId: string, day: string): Promise<void> =>
    amend(
      archive,
      `INSERT INTO life (agent_id, born_edtf, born_span) VALUES ('${agentId}', '${day}', '{[${day},${day}]}')`,
    );
  const say = (agentId: string, state: string): Promise<void> =>
    amend(
      archive,
      `INSERT INTO reachability (agent_id, state, because) VALUES ('${agentId}', '${state}', 'A letter says so.')`,
    );
  /** A question with a lead to somebody of whom that is known. */
  async function askSomebody(
    born?: number,
    state?: string,
  ): Promise<{ id: string; agentId: string; lead: Made }> {
    const agent = await makeAgent(archive);
    if (born !== undefined) await bear(agent.id, yearsAgo(born));
    const { id } = await makeQuestion(archive);
    const lead = await makeLead(archive, id, { kind: 'person', agentId: agent.id });
    // Said by hand, so that it closes no lead: what is said of him counts, whatever became of it.
    if (state !== undefined) await say(agent.id, state);
    return { id, agentId: agent.id, lead };
  }

  test('is told with its reasons', async () => {
    const { id } = await makeQuestion(archive, { wouldSettle: await newClaims(3) });
    expect(await priority(id)).toEqual({
      score: 30,
      reasons: [
        { code: 'claims_unlocked', points: 15, because: 'An answer would settle 3 claims.' },
        { code: 'never_tried', points: 15, because: 'Nobody has tried yet.' },
      ],
    });
  });

  test('the claims that only raise it count nothing', async () => {
    const { id } = await makeQuestion(archive, { raisedBy: await newClaims(2) });
    expect(await codes(id)).toEqual(['never_tried']);
  });

  test('counts the time since the last attempt, by when it was made, or else recorded', async () => {
    const { id } = await makeQuestion(archive);
    const leads = [await makeLead(archive, id), await makeLead(archive, id)];
    await makeAttempt(archive, leads[0]!.id, { when: { edtf: '1987' } });
    const [reason] = (await priority(id)).reasons;
    expect(reason).toMatchObject({ code: 'long_since_tried', points: 20 });
    expect(reason?.because).toMatch(/for \d\d years/);
    await makeAttempt(archive, leads[1]!.id, { when: { edtf: yearsAgo(4) } });
    expect((await priority(id)).reasons).toMatchObject([
      { points: 12, because: 'Nobody has tried for 4 years.' },
    ]);
    for (const [days, points] of [
      [365, 6],
      [364, 0],
    ]) {
      const [{ day } = { day: '' }] = await archive.sql<{ day: string }>(
        `SELECT ((now() AT TIME ZONE 'UTC')::date - ${days})::text AS day`,
      );
      await makeAttempt(archive, leads[1]!.id, { when: { edtf: day } });
      expect((await priority(id)).score).toBe(points);
    }
    // An attempt with no end to when it was made, or none told, was made by the day it was recorded.
    for (const when of [{ edtf: '1999/..' }, undefined]) {
      const open = await makeQuestion(archive);
      await makeAttempt(archive, (await makeLead(archive, open.id)).id, { when });
      expect(await priority(open.id)).toEqual({ score: 0, reasons: [] });
    }
  });

  test('counts who can still be asked, the older the more, and most of all the last', async () => {
    const [old, young, unknown] = [
      await askSomebody(91, 'living'),
      await askSomebody(60),
      await askSomebody(undefined, 'unknown'),
    ];
    expect((await priority(old.id)).reasons).toMatchObject([
      { code: 'witness_ages', points: 60, because: 'The oldest who can still be asked is 91 years old.' },
      { code: 'last_witness', points: 20 },
      { code: 'never_tried' },
    ]);
    expect((await priority(young.id)).reasons[0]).toMatchObject({ points: 15 });
    expect((await priority(unknown.id)).reasons[0]).toMatchObject({ code: 'witness_ages', points: 20 });
    await makeLead(archive, old.id, { kind: 'person', agentId: young.agentId });
    expect(await codes(old.id)).toEqual(['witness_ages', 'never_tried']);
    // One person of whom there are two leads is one.
    const twice = await askSomebody(80);
    await makeLead(archive, twice.id, { kind: 'person', agentId: twice.agentId });
    expect(await codes(twice.id)).toContain('last_witness');
  });

  test('nobody is asked who has declined, wants to be left alone, or is dead', async () => {
    for (const state of ['declined', 'do_not_contact', 'died']) {
      expect(await codes((await askSomebody(80, state)).id)).toEqual(['never_tried']);
    }
    const dead = await askSomebody(80);
    await amend(archive, `UPDATE life SET died_words = 'some years ago' WHERE agent_id = '${dead.agentId}'`);
    expect(await codes(dead.id)).toEqual(['never_tried']);
    // Whoever would be 130 is not thought to live; of whom it is said that he does at 112, he does.
    expect(await codes((await askSomebody(130)).id)).toEqual(['never_tried']);
    expect(await codes((await askSomebody(112, 'reached')).id)).toContain('witness_ages');
    // The lead itself may say it.
    const refused = await makeQuestion(archive);
    const agent = await makeAgent(archive);
    await makeLead(archive, refused.id, { kind: 'person', agentId: agent.id, state: 'declined' });
    expect(await codes(refused.id)).toEqual(['never_tried']);
    // An institution is no witness.
    const office = await makeQuestion(archive);
    await makeLead(archive, office.id, { kind: 'institution', agentId: agent.id });
    expect(await codes(office.id)).toEqual(['never_tried']);
  });

  test('a group is no last witness, for nobody knows how many they are', async () => {
    const group = await makeAgent(archive, {
      kind: 'group',
      name: undefined,
      description: 'the communications group',
      unnamedBecause: 'Their names were not told.',
    });
    const { id } = await makeQuestion(archive);
    await makeLead(archive, id, { kind: 'person', agentId: group.id });
    expect((await priority(id)).reasons).toMatchObject([
      { code: 'witness_ages', points: 20, because: expect.stringContaining('of a group') as string },
      { code: 'never_tried' },
    ]);
    const old = await askSomebody(91, 'living');
    await makeLead(archive, old.id, { kind: 'person', agentId: group.id });
    expect(await codes(old.id)).toEqual(['witness_ages', 'never_tried']);
    await say(group.id, 'do_not_contact');
    expect(await codes(old.id)).toEqual(['witness_ages', 'last_witness', 'never_tried']);
  });

  test('asks first who is ill, and tells so only those who may know', async () => {
    const [ill, mute] = [await askSomebody(60, 'living'), await askSomebody(91, 'living')];
    await makeLead(archive, ill.id, { kind: 'person', agentId: mute.agentId });
    const toTheStaff = async (): Promise<Priority['reasons']> =>
      ((await archive.as('archivist').get(`/api/questions/${ill.id}`)).body as { priority: Priority })
        .priority.reasons;
    const before = await priority(ill.id);
    const then = await newest();
    expect(await toTheStaff()).toEqual(before.reasons);
    await stateHealth(archive, ill.agentId, 'gravely_ill');
    await stateHealth(archive, mute.agentId, 'unable_to_speak');
    expect(await toTheStaff()).toMatchObject([
      { code: 'witness_ages', because: 'The oldest who can still be asked is 60 years old.' },
      { code: 'witness_health', points: 60, because: 'Of those who can still be asked, one is gravely ill.' },
      { code: 'last_witness', because: 'Only one person can still be asked; 1 more is unable to speak.' },
      { code: 'never_tried' },
    ]);
    const staffList = await pagesOf<Made & { priority: Priority }>(
      archive,
      '/api/questions?sort=priority',
      200,
      'archivist',
    );
    expect(staffList.find(({ id }) => id === ill.id)?.priority.reasons).toEqual(await toTheStaff());
    expect(await priority(ill.id)).toEqual(before);
    for (const role of [null, 'researcher', 'administrator'] as const) {
      const { text } = await archive.as(role).get(`/api/questions/${ill.id}`);
      expect(text).not.toMatch(/gravely|unable to speak/);
    }
    const { body } = await archive.as('archivist').get(`/api/questions/${ill.id}?asOf=${then}`);
    expect((body as { priority: Priority }).priority).toEqual(before);
  });

  test('an age that rests on something one may not see is not told', async () => {
    const source = await makeSource(archive);
    const agent = await makeAgent(archive);
    await makeLife(archive, agent.id, { born: { date: { edtf: yearsAgo(91) }, sourceId: source.id } });
    const { id } = await makeQuestion(archive);
    await makeLead(archive, id, { kind: 'person', agentId: agent.id });
    expect((await priority(id)).reasons[0]).toMatchObject({ points: 60 });
    await restrict(archive, [{ table: 'source', where: `id = '${source.id}'` }]);
    expect((await priority(id)).reasons[0]).toMatchObject({ points: 20 });
  });

  test('is nothing for what is answered or withdrawn, and comes back when it is asked again', async () => {
    const { id } = await makeQuestion(archive, { wouldSettle: await newClaims(1) });
    const before = await priority(id);
    await answerQuestion(archive, id, 1);
    expect(await priority(id)).toEqual({ score: 0, reasons: [] });
    await transition(archive, id, 2, { to: 'open' }).expect(200);
    expect(await priority(id)).toEqual(before);
  });

  test('is told as it stood', async () => {
    const { id, agentId, lead } = await askSomebody(85);
    const then = await newest();
    const stood = await priority(id);
    await makeAttempt(archive, lead.id);
    await say(agentId, 'died');
    expect(await priority(id)).toEqual({ score: 0, reasons: [] });
    expect(await priority(id, `?asOf=${then}`)).toEqual(stood);
    const listed = await pagesOf<Made>(archive, `/api/questions?sort=priority&asOf=${then}`, 200);
    expect(listed.find((question) => question.id === id)?.priority).toEqual(stood);
  });

  test('counts nothing one may not see', async () => {
    const [open, hidden] = (await newClaims(2)) as [string, string];
    const { id } = await makeQuestion(archive, { wouldSettle: [open, hidden] });
    const agent = await makeAgent(archive);
    await bear(agent.id, yearsAgo(85));
    const lead = await makeLead(archive, id, { kind: 'person', agentId: agent.id });
    await makeAttempt(archive, lead.id);
    await restrict(archive, claimRows(`'${hidden}'`));
    await restrict(archive, [
      { table: 'attempt', where: `lead_id = '${lead.id}'` },
      { table: 'life', where: `agent_id = '${agent.id}'` },
    ]);
    const reasons = async (): Promise<[string, number][]> =>
      (await priority(id)).reasons.map(({ code, points }) => [code, points]);
    expect(await reasons()).toEqual([
      ['witness_ages', 20],
      ['last_witness', 20],
      ['claims_unlocked', 5],
      ['never_tried', 15],
    ]);
    await say(agent.id, 'died');
    await restrict(archive, [{ table: 'reachability', where: `agent_id = '${agent.id}'` }]);
    expect((await reasons())[0]).toEqual(['witness_ages', 20]);
    await restrict(archive, [{ table: 'agent', where: `id = '${agent.id}'` }]);
    expect(await reasons()).toEqual([
      ['claims_unlocked', 5],
      ['never_tried', 15],
    ]);
  });

  describe('the list', () => {
    test('has the most pressing first, by the same rules, in pages, and among equals the oldest', async () => {
      await Promise.all(Array.from({ length: 5 }, () => makeQuestion(archive)));
      const whole = await pagesOf<Made & { priority: Priority }>(
        archive,
        '/api/questions?sort=priority',
        200,
      );
      const scores = whole.map(({ priority: { score } }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(new Set(scores).size).toBeGreaterThan(5);
      const raised = (await pagesOf<Made>(archive, '/api/questions?sort=age', 200)).map(({ id }) => id);
      expect(raised).toEqual((await pagesOf<Made>(archive, '/api/questions', 200)).map(({ id }) => id));
      const expected = [...whole].sort(
        (a, b) => b.priority.score - a.priority.score || raised.indexOf(a.id) - raised.indexOf(b.id),
      );
      expect(whole.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      for (const limit of [1, 3, 7]) {
        expect(await pagesOf(archive, '/api/questions?sort=priority', limit)).toEqual(whole);
      }
      for (const { id, priority: told } of whole) expect(await priority(id)).toEqual(told);
    });

    test('is of what concerns one person: questions about him, and those with a lead to him', async () => {
      const [agent, noise] = [await makeAgent(archive), await makeAgent(archive)];
      const about = await makeQuestion(archive, { about: [{ agentId: agent.id }] });
      const led = await makeQuestion(archive, { wouldSettle: await newClaims(1) });
      await makeLead(archive, led.id, { kind: 'person', agentId: agent.id });
      await makeLead(archive, led.id, { kind: 'person', agentId: agent.id });
      await makeQuestion(archive, { about: [{ agentId: noise.id }] });
      const before = await newest();
      const path = `/api/questions?person=${agent.id.toUpperCase()}`;
      const ids = async (query = ''): Promise<string[]> =>
        (await pagesOf<Made>(archive, path + query, 1)).map(({ id }) => id);
      expect(await ids()).toEqual([about.id, led.id]);
      expect(await ids('&sort=priority')).toEqual([led.id, about.id]);
      await transition(archive, about.id, 1, { to: 'stuck' }).expect(200);
      expect(await ids('&state=stuck')).toEqual([about.id]);
      expect(await ids('&state=stuck&sort=priority')).toEqual([about.id]);
      expect(await ids(`&state=stuck&asOf=${before}`)).toEqual([]);
      expect(await ids(`&state=open&asOf=${before}&sort=priority`)).toEqual([led.id, about.id]);

      // Whichever record of him is asked for; as of before, they were two.
      const [same, apart] = [await makeAgent(archive), await newest()];
      await makeSameAs(archive, same.id, agent.id);
      const ofSame = async (query: string): Promise<string[]> =>
        (await pagesOf<Made>(archive, `/api/questions?person=${same.id}${query}`, 1)).map(({ id }) => id);
      expect(await ofSame('')).toEqual([about.id, led.id]);
      expect(await ofSame('&sort=priority')).toEqual(await ids('&sort=priority'));
      expect(await ofSame(`&asOf=${apart}`)).toEqual([]);

      const [claimId] = await newClaims(1);
      const { body } = await archive.as(null).get(`/api/claims/${claimId as string}`);
      const testimony = (body as { testimony: Made }).testimony.id;
      expect(await ids(`&testimony=${testimony}`)).toEqual([]);
      const both = await makeQuestion(archive, { raisedBy: [claimId], about: [{ agentId: agent.id }] });
      for (const query of [
        '',
        '&sort=priority',
        `&asOf=${await newest()}`,
        `&asOf=${await newest()}&sort=priority`,
      ]) {
        expect(await ids(`&testimony=${testimony}${query}`)).toEqual([both.id]);
      }

      await restrict(archive, [{ table: 'agent', where: `id = '${agent.id}'` }]);
      expect(await ids()).toEqual([]);
      expect(await ids('&sort=priority')).toEqual([]);
    });

    test('is told as it stood', async () => {
      const { id } = await makeQuestion(archive);
      const then = await newest();
      const [byAge, byPriority] = ['/api/questions?sort=age', '/api/questions?sort=priority'];
      const stood = await Promise.all([byAge, byPriority].map((path) => pagesOf<Made>(archive, path, 200)));
      await transition(archive, id, 1, { to: 'withdrawn' }).expect(200);
      await makeQuestion(archive);
      for (const [n, path] of [byAge, byPriority].entries()) {
        for (const limit of [3, 200]) {
          expect(await pagesOf<Made>(archive, `${path}&asOf=${then}`, limit)).toEqual(stood[n]);
        }
      }
    });

    test('refuses what it does not know', async () => {
      for (const [query, pointer] of [
        ['sort=mood', '/sort'],
        ['person=Nakayama', '/person'],
        ['state=solved', '/state'],
        ['asOf=then', '/asOf'],
        ['cursor=%00', '/cursor'],
      ]) {
        expectProblem(await archive.as(null).get(`/api/questions?${query}`), 422, { pointer });
      }
      const { body } = await archive.as(null).get(`/api/questions?person=${UNKNOWN_ID}`);
      expect(body).toEqual({ items: [], next: null });
    });

    test('puts questions in the order the rules would, whatever is known', async () => {
      const rows = await archive.sql<{ scored: number; facts: Parameters<typeof priorityOf>[0] }>(
        `SELECT ${scoreOf} AS scored, ${factsObject} AS facts FROM question q
         CROSS JOIN (VALUES (0), (1), (7), (8), (9)) a (claims_unlocked)
         CROSS JOIN (VALUES (NULL), (0), (364), (365), (1094), (1095), (3650), (99999)) b (days_since_last_attempt)
         CROSS JOIN (VALUES (0, NULL), (1, NULL), (2, NULL), (1, 0), (1, 69), (2, 70), (1, 79), (3, 80), (1, 90), (2, 110))
           c (living_witnesses, oldest_witness_age)
         CROSS JOIN (VALUES (0, 0, 0), (1, 0, 1), (0, 1, 2), (2, 0, 2)) d (groups, unable_to_speak, illness)
         CROSS JOIN LATERAL (SELECT a.*, 0 AS attempts, b.*, c.*, d.*) f
         WHERE q.id IN (SELECT DISTINCT ON (state) id FROM question)`,
      );
      expect(rows.length).toBeGreaterThan(1000);
      for (const { scored, facts } of rows) expect([facts, scored]).toEqual([facts, priorityOf(facts).score]);
    });
  });
});
