import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, revise, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeAssessment, makeCitation, makeClaim, makeTestimony } from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { claimRows, restrict } from './support/restrict.js';

/** Each researcher holds his own judgement, dated, with its reasons; none is overwritten, none made unawares. */
describe('judgements of several researchers', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  type Role = 'archivist' | 'researcher' | 'administrator';
  const newClaim = async (): Promise<Made> => makeClaim(archive, (await makeTestimony(archive)).id);
  const read = async ({ id }: Made): Promise<Made> =>
    (await archive.as(null).get(`/api/claims/${id}`).expect(200)).body as Made;
  const judge = (role: Role, { id }: Made, body: object) =>
    archive
      .as(role)
      .post(`/api/claims/${id}/assessments`)
      .send({ rationale: ODD.japanese, ...body });
  const judged = async (role: Role, claim: Made, body: object): Promise<Made> => {
    const answer = await judge(role, claim, body);
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    return answer.body as Made;
  };
  const agentOf = ({ by }: Made): string => (by as Made).id;

  test('a claim is contested while what they hold differs, and no longer when they agree', async () => {
    const claim = await newClaim();
    const states: unknown[] = [];
    const look = async () => states.push([(await read(claim)).confidence, (await read(claim)).contested]);
    await look();
    await judged('archivist', claim, { confidence: 'probable' });
    await look();
    await judged('researcher', claim, { confidence: 'possible' });
    await look();
    await judged('archivist', claim, { confidence: 'possible' });
    await look();
    expect(states).toEqual([
      [null, false],
      ['probable', false],
      ['possible', true],
      ['possible', false],
    ]);
  });

  test('a judgement on a view that is out of date is refused, and the newer one shown', async () => {
    const claim = await newClaim();
    const first = await judged('archivist', claim, { confidence: 'possible', basedOn: null });
    expect(first.basedOn).toBeNull();
    const unaware = await storesNothing(archive, () =>
      judge('researcher', claim, { confidence: 'probable', basedOn: null }),
    );
    expectProblem(unaware, 409, { code: 'assessment.stale' });
    expect((unaware.body as Made).newer).toMatchObject({
      id: first.id,
      confidence: 'possible',
      rationale: ODD.japanese,
      by: { name: 'Test archivist' },
    });
    const second = await judged('researcher', claim, { confidence: 'probable', basedOn: first.id });
    expect(second.basedOn).toBe(first.id);
    expectProblem(await judge('archivist', claim, { confidence: 'possible', basedOn: first.id }), 409);
    expectProblem(await judge('archivist', claim, { confidence: 'possible', basedOn: UNKNOWN_ID }), 409);
    expectProblem(await judge('archivist', claim, { confidence: 'possible', basedOn: 'x' }), 422, {
      pointer: '/basedOn',
    });
    expectProblem(
      await judge('archivist', await newClaim(), { confidence: 'possible', basedOn: first.id }),
      409,
      {
        code: 'assessment.stale',
      },
    );
  });

  test('of two who judge at once on the same view one is told of the other', async () => {
    for (let round = 0; round < 5; round++) {
      const claim = await newClaim();
      const answers = await Promise.all(
        (['archivist', 'researcher', 'administrator'] as const).map((role) =>
          judge(role, claim, { confidence: 'possible', basedOn: null }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(((await read(claim)).assessments as Made[]).length).toBe(1);
    }
  });

  test('a judgement names the wording it was made on, and is refused where that has changed', async () => {
    const claim = await newClaim();
    const made = await judged('archivist', claim, { confidence: 'possible', claimVersion: 1 });
    expect(made).toMatchObject({ wording: claim.statement, onEarlierWording: false });
    await revise(archive, `/api/claims/${claim.id}`, 1, { statement: ODD.cyrillic }).expect(200);
    const late = await storesNothing(archive, () =>
      judge('researcher', claim, { confidence: 'possible', claimVersion: 1 }),
    );
    expectProblem(late, 409, { code: 'assessment.wording_changed' });
    expect(late.body).toMatchObject({ version: 2, statement: ODD.cyrillic });
    expect((await read(claim)).assessments).toMatchObject([
      { claimVersion: 1, wording: claim.statement, onEarlierWording: true },
    ]);
  });

  test('a move of two rungs, and the outermost rungs, rest on something cited', async () => {
    const claim = await newClaim();
    const [pro, contra] = [
      await makeCitation(archive, claim.id),
      await makeCitation(archive, claim.id, { stance: 'against' }),
    ];
    const refused = async (role: Role, body: object, code: string) =>
      expectProblem(await storesNothing(archive, () => judge(role, claim, body)), 422, {
        code: `assessment.${code}`,
        pointer: '/citationIds',
      });
    await refused('archivist', { confidence: 'confirmed' }, 'confirmed_without_citation');
    await refused(
      'archivist',
      { confidence: 'confirmed', citationIds: [contra.id] },
      'confirmed_without_citation',
    );
    await refused('archivist', { confidence: 'refuted', citationIds: [pro.id] }, 'refuted_without_citation');
    await judged('archivist', claim, { confidence: 'probable' });
    await refused('archivist', { confidence: 'doubtful' }, 'move_without_citation');
    await refused('researcher', { confidence: 'doubtful' }, 'move_without_citation');
    await judged('researcher', claim, { confidence: 'doubtful', citationIds: [contra.id] });
    await judged('archivist', claim, { confidence: 'confirmed', citationIds: [contra.id, pro.id] });
  });

  test('a claim recorded with its judgement is held to the same', async () => {
    const { id } = await makeTestimony(archive);
    const record = (fields: object) =>
      archive
        .as('archivist')
        .post(`/api/testimonies/${id}/claims`)
        .send({ statement: 'S', anchors: [{ exact: 'We crossed the river' }], ...fields });
    const assessment = { confidence: 'confirmed', rationale: 'R' };
    const cited = (stance: string) => [{ stance, source: { csl: { type: 'book', title: stance } } }];
    for (const citations of [undefined, cited('against')]) {
      const answer = await storesNothing(archive, () => record({ assessment, citations }));
      expectProblem(answer, 422, { pointer: '/citations', code: 'assessment.confirmed_without_citation' });
    }
    expect((await record({ assessment, citations: cited('for') })).status).toBe(201);
  });

  describe('what a researcher holds', () => {
    interface Held extends Made {
      claim: Made;
      confidence: string;
    }
    const held = (agent: string, query = '') =>
      pagesOf<Held>(archive, `/api/agents/${agent}/assessments?${query}`, 2);

    test('is his latest judgement of each claim, the newest first, in pages', async () => {
      const claims = [await newClaim(), await newClaim(), await newClaim()];
      let agent = '';
      for (const claim of claims)
        agent = agentOf(await judged('researcher', claim, { confidence: 'possible' }));
      await judged('archivist', claims[0]!, { confidence: 'possible' });
      const changed = await judged('researcher', claims[0]!, { confidence: 'probable' });
      const mine = (await held(agent)).filter(({ claim }) => claims.some(({ id }) => id === claim.id));
      expect(mine.map(({ claim, confidence }) => [claim.id, confidence])).toEqual([
        [claims[0]!.id, 'probable'],
        [claims[2]!.id, 'possible'],
        [claims[1]!.id, 'possible'],
      ]);
      expect(mine[0]).toMatchObject({
        id: changed.id,
        current: true,
        claim: { pointer: expect.stringMatching(/^KTB-\d+ #1$/) as string },
      });
      const { accession } = claims[1]!.testimony as Made;
      expect((await held(agent, `testimony=${accession as string}`)).map(({ claim }) => claim.id)).toEqual([
        claims[1]!.id,
      ]);
    });

    test('was another then', async () => {
      const claim = await newClaim();
      const first = await judged('researcher', claim, { confidence: 'possible' });
      const [{ id: then }] = (await pagesOf<Made>(archive, '/api/activities', 200)) as [Made];
      await judged('researcher', claim, { confidence: 'probable' });
      const of = async (query: string) =>
        (await held(agentOf(first), query)).filter((item) => item.claim.id === claim.id);
      expect(await of('')).toMatchObject([{ confidence: 'probable' }]);
      expect(await of(`asOf=${then}`)).toMatchObject([
        { id: first.id, confidence: 'possible', current: true },
      ]);
      // Nor was the researcher there yet.
      const before = `/api/agents/${agentOf(first)}/assessments?asOf=1945-08-15T12:00:00%2B09:00`;
      expectProblem(await archive.as(null).get(before), 404);
    });

    test('is not told of claims one may not see, nor of nobody', async () => {
      const claim = await newClaim();
      const made = await makeAssessment(archive, claim.id);
      await restrict(archive, claimRows(`'${claim.id}'`));
      const mine = await held(agentOf(made));
      expect(mine.map((item) => item.claim.id)).not.toContain(claim.id);
      expectProblem(await archive.as(null).get(`/api/agents/${UNKNOWN_ID}/assessments`), 404);
      for (const [query, pointer] of [
        ['asOf=yesterday', '/asOf'],
        ['cursor=x', '/cursor'],
        ['limit=0', '/limit'],
        ['holds=all', '/holds'],
      ]) {
        expectProblem(await archive.as(null).get(`/api/agents/${agentOf(made)}/assessments?${query}`), 422, {
          pointer,
        });
      }
    });
  });
});
