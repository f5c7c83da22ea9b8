import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { imposeRestriction, type Made, makeClaim, makeSource, makeTestimony } from './support/factories.js';

describe('requests for access', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  type Role = 'researcher' | 'reader' | 'archivist';
  const ask = (restrictionId: string, role: Role = 'researcher') =>
    archive.as(role).post('/api/access-requests').send({ restrictionId, purpose: 'A study of ferries.' });
  const decide = (role: Role, id: string, body: object, version = 1) =>
    archive
      .as(role)
      .post(`/api/access-requests/${id}/decision`)
      .set('if-match', `"v${version}"`)
      .send({ because: 'So.', ...body });
  const revoke = (id: string) =>
    archive
      .as('archivist')
      .post(`/api/access-requests/${id}/revocation`)
      .send({ because: 'It was misused.' });

  /** A testimony that is opened on request, with a claim. */
  async function closed(): Promise<{ testimony: Made; claim: Made; restriction: Made }> {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id);
    const wanted = { kind: 'testimony', recordId: testimony.id, mode: 'on_request' };
    return { testimony, claim, restriction: await imposeRestriction(archive, wanted) };
  }
  const sees = async (role: Role | null, { claim, testimony }: { claim: Made; testimony: Made }) => {
    const paths = [`/api/claims/${claim.id}`, `/api/testimonies/${testimony.id}/revisions/1`];
    const answers = await Promise.all(paths.map((path) => archive.as(role).get(path)));
    return answers.map(({ status }) => status);
  };

  test('open what is asked for to who asked, that and nothing else, until it is taken back', async () => {
    const [wanted, other] = [await closed(), await closed()];
    const { id } = (await ask(wanted.restriction.id).expect(201)).body as Made;
    expect(await sees('researcher', wanted)).toEqual([404, 404]);
    const granted = await decide('archivist', id, { state: 'granted', days: 30 }).expect(200);
    expect(granted.body).toMatchObject({ state: 'granted', grant: { revokedBecause: null } });
    expect(await sees('researcher', wanted)).toEqual([200, 200]);
    expect(await sees('researcher', other)).toEqual([404, 404]);
    expect(await sees('reader', wanted)).toEqual([404, 404]);
    expect(await sees(null, wanted)).toEqual([404, 404]);
    // What rests on two compartments is not opened by a grant of one.
    await imposeRestriction(archive, {
      kind: 'testimony',
      recordId: wanted.testimony.id,
      mode: 'on_request',
    });
    expect(await sees('researcher', wanted)).toEqual([404, 404]);
  });

  test('are closed again on the next request, when revoked or over', async () => {
    const wanted = await closed();
    const { id } = (await ask(wanted.restriction.id)).body as Made;
    await decide('archivist', id, { state: 'granted' }).expect(200);
    expect(await sees('researcher', wanted)).toEqual([200, 200]);
    expectProblem(
      await archive.as('researcher').post(`/api/access-requests/${id}/revocation`).send({ because: 'x' }),
      403,
    );
    await revoke(id).expect(200);
    expect(await sees('researcher', wanted)).toEqual([404, 404]);
    expectProblem(await revoke(id), 409, { code: 'access_grant.none' });

    const again = (await ask(wanted.restriction.id).expect(201)).body as Made;
    await decide('archivist', again.id, { state: 'granted' }).expect(200);
    expect(await sees('researcher', wanted)).toEqual([200, 200]);
    await archive.sql(
      `ALTER TABLE access_grant DISABLE TRIGGER USER;
       UPDATE access_grant SET expires_at = now() - interval '1 second' WHERE request_id = '${again.id}';
       ALTER TABLE access_grant ENABLE TRIGGER USER;`,
    );
    expect(await sees('researcher', wanted)).toEqual([404, 404]);
  });

  test('are decided by somebody else, once', async () => {
    const { restriction } = await closed();
    const { id } = (await ask(restriction.id)).body as Made;
    expectProblem(await ask(restriction.id), 409, { code: 'access_request.asked' });
    const refused = await storesNothing(archive, async () => [
      await decide('researcher', id, { state: 'granted' }),
      await decide('archivist', id, { state: 'withdrawn' }),
      await decide('reader', id, { state: 'granted' }),
      await decide('archivist', id, { state: 'granted', days: 0 }),
      await decide('archivist', id, { state: 'granted' }, 7),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 404, 422, 412]);
    await decide('archivist', id, { state: 'declined' }).expect(200);
    expectProblem(await decide('archivist', id, { state: 'granted' }, 2), 409, {
      code: 'access_request.decided',
    });
    const own = (await ask(restriction.id).expect(201)).body as Made;
    await decide('researcher', own.id, { state: 'withdrawn' }).expect(200);
  });

  test('are read by who asked and by who decides', async () => {
    const { restriction } = await closed();
    const { id } = (await ask(restriction.id)).body as Made;
    const path = `/api/access-requests/${id}`;
    for (const role of ['researcher', 'archivist'] as const) {
      await archive.as(role).get(path).expect(200);
      expect((await archive.as(role).get('/api/access-requests?state=open')).text).toContain(id);
    }
    const [other, unknown] = [
      await archive.as('reader').get(path),
      await archive.as('reader').get(`/api/access-requests/${UNKNOWN_ID}`),
    ];
    expect([other.status, other.text]).toEqual([404, unknown.text]);
    expect((await archive.as('reader').get('/api/access-requests')).body).toEqual({ items: [], next: null });
    expectProblem(await archive.as(null).get('/api/access-requests'), 401);
  });

  test('for what is not opened on request, or not to be seen, or open, are refused alike', async () => {
    const source = await makeSource(archive);
    const hidden = await imposeRestriction(archive, { kind: 'source', recordId: source.id });
    const { restriction, testimony } = await closed();
    const answers = await storesNothing(archive, async () => [await ask(UNKNOWN_ID), await ask(hidden.id)]);
    for (const answer of answers)
      expectProblem(answer, 422, { pointer: '/restrictionId', code: 'reference.unknown' });
    expect(answers[0]!.text).toBe(answers[1]!.text);
    expectProblem(await ask(restriction.id, 'archivist'), 409, { code: 'access_request.needless' });
    await imposeRestriction(archive, { kind: 'testimony', recordId: testimony.id });
    const vanished = await ask(restriction.id);
    expect([vanished.status, vanished.text]).toEqual([422, answers[0]!.text]);
  });
});
