import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeClaim, makeFlag, makeTestimony } from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { claimRows, restrict } from './support/restrict.js';

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
  const reopen = (id: string, version: number, because = 'A second log has come to light.') =>
    archive
      .as('archivist')
      .post(`/api/flags/${id}/reopening`)
      .set('if-match', `"v${version}"`)
      .send({ because });
  const newest = async (): Promise<string> =>
    ((await archive.as(null).get('/api/activities?limit=1')).body as { items: [{ id: string }] }).items[0].id;

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
      reopenedBecause: null,
      earlierDecisions: [],
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

  test('is reopened with a reason and decided anew; each earlier decision stays to be read', async () => {
    const flag = await makeFlag(archive, (await newClaim()).id);
    await decide(flag.id, 1, 'upheld', ODD.cyrillic).expect(200);
    const open = await reopen(flag.id, 2, ODD.japanese);
    expect(open.status).toBe(200);
    const first = {
      state: 'upheld',
      because: ODD.cyrillic,
      activity: { type: 'flag.decide', agent: { name: 'Test archivist' } },
      reopenedBecause: ODD.japanese,
      reopened: { type: 'flag.reopen', agent: { name: 'Test archivist' } },
    };
    expect(open.body).toMatchObject({
      state: 'pending',
      decidedBecause: null,
      reopenedBecause: ODD.japanese,
      earlierDecisions: [first],
      version: 3,
      activity: { type: 'flag.reopen' },
    });
    // Not a decision: the row is written anew for another reason.
    await amend(archive, `UPDATE flag SET access = access WHERE id = '${flag.id}'`);
    await decide(flag.id, 4, 'dismissed', 'Both logs agree.').expect(200);
    await amend(archive, `UPDATE flag SET access = access WHERE id = '${flag.id}'`);
    await reopen(flag.id, 6, 'A third log.').expect(200);
    const last = await decide(flag.id, 7, 'upheld', 'So it is.').expect(200);
    expect(last.body).toMatchObject({ state: 'upheld', decidedBecause: 'So it is.' });
    expect((last.body as Made).earlierDecisions).toMatchObject([
      first,
      { state: 'dismissed', because: 'Both logs agree.', reopenedBecause: 'A third log.' },
    ]);
    expect((last.body as Made).earlierDecisions).toHaveLength(2);
  });

  test('is not reopened while it is open, nor by those who do not decide', async () => {
    const flag = await makeFlag(archive, (await newClaim()).id);
    await storesNothing(archive, async () => {
      expectProblem(await reopen(flag.id, 1), 409, { code: 'flag.not_decided' });
      expectProblem(await reopen(flag.id, 2), 412);
      expectProblem(await reopen(UNKNOWN_ID, 1), 404);
      const path = `/api/flags/${flag.id}/reopening`;
      expectProblem(await archive.as('archivist').post(path).send({ because: 'B' }), 428);
      const ask = (role: 'archivist' | 'researcher', body: object) =>
        archive.as(role).post(path).set('if-match', '"v1"').send(body);
      expectProblem(await ask('researcher', { because: 'B' }), 403);
      expectProblem(await ask('archivist', {}), 422, { pointer: '/because' });
      expectProblem(await ask('archivist', { because: ' ' }), 422, { pointer: '/because' });
      expectProblem(await ask('archivist', { because: 'B', state: 'upheld' }), 422, { pointer: '/state' });
    });
  });

  test('of a claim one may not see, is not there to be reopened', async () => {
    const claim = await newClaim();
    const flag = await makeFlag(archive, claim.id);
    await decide(flag.id, 1, 'upheld').expect(200);
    await restrict(archive, claimRows(`'${claim.id}'`));
    await storesNothing(archive, async () => {
      for (const version of [1, 2, 3]) {
        const ask = (id: string) =>
          archive
            .as('administrator')
            .post(`/api/flags/${id}/reopening`)
            .set('if-match', `"v${version}"`)
            .send({ because: 'B' });
        const [hidden, unknown] = [await ask(flag.id), await ask(UNKNOWN_ID)];
        expect([hidden.status, hidden.text]).toEqual([404, unknown.text]);
      }
    });
  });

  test('of one who reopens and one who does too, one does', async () => {
    const flag = await makeFlag(archive, (await newClaim()).id);
    await decide(flag.id, 1, 'upheld').expect(200);
    const answers = await Promise.all([reopen(flag.id, 2, 'One'), reopen(flag.id, 2, 'Other')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test('flags, alone and in a list, are read as they stood', async () => {
    const claim = await newClaim();
    const bare = await newest();
    const flag = await makeFlag(archive, claim.id);
    const decided = (await decide(flag.id, 1, 'upheld').expect(200)).body as Made;
    const then = await newest();
    const reopened = (await reopen(flag.id, 2).expect(200)).body as Made;
    const later = await newest();
    await decide(flag.id, 3, 'dismissed').expect(200);
    await makeFlag(archive, claim.id);

    const list = `/api/claims/${claim.id}/flags`;
    const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
    expect(await get(`/api/flags/${flag.id}?asOf=${then}`)).toEqual(decided);
    expect(await get(`/api/flags/${flag.id}?asOf=${later}`)).toEqual(reopened);
    expect(await get(`${list}?asOf=${then}`)).toEqual({ items: [decided], next: null });
    expect(await get(`${list}?asOf=${later}`)).toEqual({ items: [reopened], next: null });
    expect(await get(`${list}?asOf=${bare}`)).toEqual({ items: [], next: null });
    const moment = '2999-01-01T00:00:00Z';
    expect(await pagesOf(archive, `${list}?asOf=${moment}`, 1)).toEqual(await pagesOf(archive, list, 1));
    expectProblem(await archive.as(null).get(`${list}?asOf=1945-08-15T12:00:00Z`), 404);
    expectProblem(await archive.as(null).get(`${list}?asOf=yesterday`), 422, { pointer: '/asOf' });
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
