import { openArchive, type TestArchive } from './support/archive.js';
import {
  expectProblem,
  pagesOf,
  revise,
  storesNothing,
  transition,
  UNKNOWN_ID,
} from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeAttempt,
  makeClaim,
  makeLead,
  makeQuestion,
  makeTestimony,
  makeUnnamedSource,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';

describe('questions', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const newClaim = async (): Promise<Made> => makeClaim(archive, (await makeTestimony(archive)).id);
  const refused = (path: string, body: object) =>
    storesNothing(archive, () => archive.as('researcher').post(path).send(body));

  test('something not known is recorded with what raises it, what it would settle and whom it is about', async () => {
    const [raising, settled] = [await newClaim(), await newClaim()];
    const [source, agent] = [
      await makeUnnamedSource(archive),
      await makeAgent(archive, { name: ODD.cyrillic }),
    ];
    const question = await makeQuestion(archive, {
      kind: 'unnamed_source',
      statement: ODD.japanese,
      why: ODD.quotes,
      raisedBy: [raising.id, raising.id],
      wouldSettle: [settled.id],
      about: [{ sourceId: source.id }, { agentId: agent.id }],
    });
    expect(question).toMatchObject({
      kind: 'unnamed_source',
      statement: ODD.japanese,
      why: ODD.quotes,
      state: 'open',
      stateBecause: null,
      raisedBy: [{ id: raising.id, number: 1 }],
      wouldSettle: [{ id: settled.id }],
      leads: [],
      version: 1,
      activity: { type: 'question.raise' },
    });
    expect(question.about).toEqual(
      expect.arrayContaining([
        { source: { id: source.id, title: source.title, unnamed: true }, agent: null },
        { source: null, agent: { id: agent.id, name: ODD.cyrillic, unnamed: false } },
      ]),
    );
    const { body } = await archive.as(null).get(`/api/claims/${raising.id}`);
    expect((body as Made).questions).toMatchObject([{ id: question.id, role: 'raised_by', state: 'open' }]);
    const links = await archive.sql<{ relation: string; to_id: string }>(
      `SELECT relation, to_id FROM provenance_link WHERE from_id = $1`,
      [question.id],
    );
    expect(new Map(links.map(({ relation, to_id }) => [to_id, relation]))).toEqual(
      new Map([
        [raising.id, 'wasDerivedFrom'],
        [settled.id, 'wasInfluencedBy'],
        [source.id, 'wasInfluencedBy'],
        [agent.id, 'wasInfluencedBy'],
      ]),
    );
  });

  test('whatever is named twice counts once', async () => {
    const [claim, agent] = [await newClaim(), await makeAgent(archive)];
    const question = await makeQuestion(archive, {
      raisedBy: [claim.id, claim.id.toUpperCase()],
      wouldSettle: [claim.id],
      about: [{ agentId: agent.id }, { agentId: agent.id }],
    });
    expect([question.raisedBy, question.wouldSettle, question.about]).toMatchObject([
      [{ id: claim.id }],
      [{ id: claim.id }],
      [{ agent: { id: agent.id } }],
    ]);
  });

  test('only names what exists, and one thing at a time', async () => {
    const [claim, agent] = [await newClaim(), await makeAgent(archive)];
    const base = { kind: 'ambiguity', statement: 'Which bridge?' };
    const wrong: [object, string][] = [
      [{ raisedBy: [claim.id, UNKNOWN_ID] }, '/raisedBy/1'],
      [{ wouldSettle: [UNKNOWN_ID] }, '/wouldSettle/0'],
      [{ raisedBy: [agent.id] }, '/raisedBy/0'],
      [{ about: [{ agentId: agent.id }, { sourceId: UNKNOWN_ID }] }, '/about/1/sourceId'],
      [{ about: [{ agentId: agent.id, sourceId: agent.id }] }, '/about/0'],
      [{ about: [{}] }, '/about/0'],
      [{ kind: 'riddle' }, '/kind'],
      [{ statement: '\u2003' }, '/statement'],
      [{ raisedBy: claim.id }, '/raisedBy'],
    ];
    for (const [fields, pointer] of wrong) {
      expectProblem(await refused('/api/questions', { ...base, ...fields }), 422, { pointer });
    }
  });

  test('is put better; how it stands is no matter of wording', async () => {
    const { id } = await makeQuestion(archive);
    const revised = await revise(archive, `/api/questions/${id}`, 1, {
      statement: ODD.japanese,
      why: ODD.emoji,
    });
    expect(revised.body).toMatchObject({
      statement: ODD.japanese,
      why: ODD.emoji,
      state: 'open',
      version: 2,
    });
    const cleared = await revise(archive, `/api/questions/${id}`, 2, { why: null });
    expect(cleared.body).toMatchObject({ why: null, version: 3 });
    for (const field of ['state', 'stateBecause']) {
      const patched = await storesNothing(archive, () =>
        revise(archive, `/api/questions/${id}`, 3, { [field]: 'stuck' }),
      );
      expectProblem(patched, 422, { pointer: `/${field}` });
    }
  });

  test('the list is in the order of raising, in pages, with leads and attempts', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await makeQuestion(archive)).id);
    const lead = await makeLead(archive, ids[2] as string);
    await makeAttempt(archive, lead.id);
    for (const limit of [1, 2, 200]) {
      const items = (await pagesOf<Made>(archive, '/api/questions', limit)).filter(({ id }) =>
        ids.includes(id),
      );
      expect(items.map(({ id }) => id)).toEqual(ids);
      expect(items[2]?.leads).toMatchObject([{ id: lead.id, attempts: [{ outcome: 'no_answer' }] }]);
      expect(items[3]?.leads).toEqual([]);
    }
  });

  test('is filtered by state and by testimony, by id, in capitals too, or accession number', async () => {
    const [mine, noise] = [await newClaim(), await newClaim()];
    const testimony = mine.testimony as { id: string; accession: string };
    const open = await makeQuestion(archive, { raisedBy: [mine.id], wouldSettle: [mine.id] });
    const answered = await makeQuestion(archive, { wouldSettle: [mine.id] });
    await makeQuestion(archive, { raisedBy: [noise.id] });
    await transition(archive, answered.id, 1, { to: 'stuck' }).expect(200);
    for (const key of [testimony.id, testimony.id.toUpperCase(), testimony.accession]) {
      const path = `/api/questions?testimony=${key}`;
      expect((await pagesOf<Made>(archive, path, 1)).map(({ id }) => id)).toEqual([open.id, answered.id]);
      expect((await pagesOf<Made>(archive, `${path}&state=stuck`, 1)).map(({ id }) => id)).toEqual([
        answered.id,
      ]);
    }
  });
});
