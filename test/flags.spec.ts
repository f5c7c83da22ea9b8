import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeClaim, makeFlag, makeTestimony } from './support/factories.js';
import { ODD } from './support/odd-texts.js';

describe('flags', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const newClaim = async (): Promise<Made> => makeClaim(archive, (await makeTestimony(archive)).id);
  const decide = (id: string, version: number, state: string, because = 'Checked against the log.') =>
    archive
      .as('archivist')
      .post(`/api/flags/${id}/decision`)
      .set('if-match', `"v${version}"`)
      .send({ state, because });

  test('a researcher marks a claim, with a reason, under his own name', async () => {
    const claim = await newClaim();
    const response = await archive
      .as('researcher')
      .post(`/api/claims/${claim.id}/flags`)
      .send({ kind: 'mistranslated', reason: ODD.japanese });
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({
      claim: { id: claim.id, number: 1, statement: claim.statement },
      kind: 'mistranslated',
      reason: ODD.japanese,
      by: { name: 'Test researcher' },
      state: 'pending',
      decidedBecause: null,
      version: 1,
      activity: { type: 'flag.raise' },
    });
    const flag = response.body as Made;
    expect(response.headers.location).toBe(`/api/flags/${flag.id}`);
    expect((await archive.as(null).get(`/api/flags/${flag.id}`)).body).toEqual(flag);
    const shown = (await archive.as(null).get(`/api/claims/${claim.id}`)).body as Made;
    expect(shown.flags).toEqual([
      { id: flag.id, kind: 'mistranslated', reason: ODD.japanese, state: 'pending' },
    ]);
    const links = await archive.sql(
      `SELECT relation, to_kind FROM provenance_link WHERE from_id = $1 ORDER BY 1`,
      [flag.id],
    );
    expect(links).toEqual([
      { relation: 'wasAttributedTo', to_kind: 'agent' },
      { relation: 'wasDerivedFrom', to_kind: 'claim' },
    ]);
  });

  test.each([
    [{ kind: 'wrong', reason: 'R' }, '/kind'],
    [{ reason: 'R' }, '/kind'],
    [{ kind: 'other' }, '/reason'],
    [{ kind: 'other', reason: '\r\n' }, '/reason'],
    [{ kind: 'other', reason: 'R', state: 'upheld' }, '/state'],
  ])('is not raised by %j', async (body, pointer) => {
    const claim = await newClaim();
    const response = await storesNothing(archive, () =>
      archive.as('researcher').post(`/api/claims/${claim.id}/flags`).send(body),
    );
    expectProblem(response, 422, { pointer });
  });

  test('is upheld or dismissed once, with a reason; the reasons of both stay', async () => {
    const flag = await makeFlag(archive, (await newClaim()).id);
    const upheld = await decide(flag.id, 1, 'upheld', ODD.cyrillic);
    expect(upheld.status).toBe(200);
    expect(upheld.body).toMatchObject({
      state: 'upheld',
      reason: flag.reason,
      decidedBecause: ODD.cyrillic,
      version: 2,
      activity: { type: 'flag.decide' },
    });
    const again = await storesNothing(archive, () => decide(flag.id, 2, 'dismissed'));
    expectProblem(again, 409, { code: 'flag.decided' });
    const late = await storesNothing(archive, () => decide(flag.id, 1, 'dismissed'));
    expectProblem(late, 412);
  });

  test('of two who decide at once, one does', async () => {
    const flag = await makeFlag(archive, (await newClaim()).id);
    const answers = await Promise.all([decide(flag.id, 1, 'upheld'), decide(flag.id, 1, 'dismissed')]);
    const [won, lost] = [...answers].sort((a, b) => a.status - b.status);
    expect([won?.status, lost?.status]).toEqual([200, 412]);
    const kept = (await archive.as(null).get(`/api/flags/${flag.id}`)).body as Made;
    expect(kept.state).toBe((won?.body as Made).state);
  });

  test.each([
    [{ state: 'upheld' }, '/because'],
    [{ state: 'pending', because: 'B' }, '/state'],
    [{ because: 'B' }, '/state'],
  ])('is not decided by %j', async (body, pointer) => {
    const flag = await makeFlag(archive, (await newClaim()).id);
    const response = await storesNothing(archive, () =>
      archive.as('archivist').post(`/api/flags/${flag.id}/decision`).set('if-match', '"v1"').send(body),
    );
    expectProblem(response, 422, { pointer });
  });

  test('those of one claim are listed in the order they were raised, in pages', async () => {
    const [claim, noise] = [await newClaim(), await newClaim()];
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      ids.push((await makeFlag(archive, claim.id)).id);
      await makeFlag(archive, noise.id);
    }
    for (const limit of [1, 2, 200]) {
      expect(
        (await pagesOf<Made>(archive, `/api/claims/${claim.id}/flags`, limit)).map(({ id }) => id),
      ).toEqual(ids);
    }
    expect(await pagesOf(archive, `/api/claims/${(await newClaim()).id}/flags`, 5)).toEqual([]);
  });

  test('there is none on a claim that does not exist', async () => {
    expectProblem(await archive.as(null).get(`/api/claims/${UNKNOWN_ID}/flags`), 404);
    const raised = await storesNothing(archive, () =>
      archive.as('researcher').post(`/api/claims/${UNKNOWN_ID}/flags`).send({ kind: 'other', reason: 'R' }),
    );
    expectProblem(raised, 404);
    expectProblem(await decide(UNKNOWN_ID, 1, 'upheld'), 404);
  });
});
