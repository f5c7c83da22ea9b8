import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, revise, UNKNOWN_ID, transition } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeFlag,
  makeFoundedAssessment,
  makeLead,
  makeOneOfEach,
  makePlace,
  makeQuestion,
  makeTestimony,
  makeUnnamedSource,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';

describe('reading one record as of an earlier moment', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  const newClaim = async (): Promise<Made> => makeClaim(archive, (await makeTestimony(archive)).id);
  const asOf = (path: string, moment: string) =>
    archive.as(null).get(`${path}?asOf=${encodeURIComponent(moment)}`);
  const newest = async (): Promise<{ id: string; at: string }> =>
    ((await get('/api/activities?limit=1')) as unknown as { items: { id: string; at: string }[] })
      .items[0] as never;

  const records: [string, () => Promise<Made>, string][] = [
    ['testimonies', () => makeTestimony(archive), 'title'],
    ['claims', () => newClaim(), 'statement'],
    ['sources', () => makeUnnamedSource(archive), 'description'],
    ['agents', () => makeAgent(archive, { description: 'D' }), 'description'],
    ['questions', () => makeQuestion(archive), 'statement'],
    ['leads', async () => makeLead(archive, (await makeQuestion(archive)).id), 'note'],
    ['places', () => makePlace(archive, { note: 'N' }), 'note'],
    ['citations', async () => makeCitation(archive, (await newClaim()).id, { note: 'N' }), 'note'],
    ['contradictions', async () => (await makeOneOfEach(archive)).contradiction, 'statement'],
    ['flags', async () => makeFlag(archive, (await newClaim()).id), 'reason'],
  ];
  const TABLES: Record<string, string> = { testimonies: 'testimony' };

  test.each(records)('one of the %s is read as it stood', async (plural, make, field) => {
    const before = await newest();
    const made = await make();
    const then = await newest();
    const table = TABLES[plural] ?? plural.replace(/s$/, '');
    const column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    await amend(archive, `UPDATE ${table} SET ${column} = 'Переписано' WHERE id = '${made.id}'`);
    const path = `/api/${plural}/${made.id}`;
    const now = await get(path);
    expect([now[field], now.version]).toEqual(['Переписано', 2]);

    for (const moment of [then.id, then.at, then.id.toUpperCase()]) {
      const earlier = await asOf(path, moment);
      expect([earlier.status, earlier.body]).toEqual([200, made]);
    }
    expect((await asOf(path, (now.activity as Made).id)).body).toEqual(now);
    expect((await asOf(path, '2999-01-01T00:00:00+09:00')).body).toEqual(now);
    expectProblem(await asOf(path, before.id), 404);
    expectProblem(await asOf(path, '1945-08-15T12:00:00+09:00'), 404);
  });

  test('a claim is read with what hung on it then, and nothing that came later', async () => {
    const claim = await newClaim();
    const citation = await makeCitation(archive, claim.id);
    await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
    const question = await makeQuestion(archive, { raisedBy: [claim.id] });
    const then = await newest();
    const stood = await get(`/api/claims/${claim.id}`);
    await archive
      .as('archivist')
      .post(`/api/citations/${citation.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'B' })
      .expect(200);
    await makeFoundedAssessment(archive, claim.id, { confidence: 'refuted' });
    await makeFlag(archive, claim.id);
    await transition(archive, question.id, 1, { to: 'stuck' }).expect(200);
    await revise(archive, `/api/claims/${claim.id}`, 1, { statement: ODD.emoji }).expect(200);

    expect((await asOf(`/api/claims/${claim.id}`, then.id)).body).toEqual(stood);
    expect(stood).toMatchObject({
      confidence: 'probable',
      unverified: false,
      flags: [],
      citations: [{ withdrawnBecause: null }],
      questions: [{ state: 'open' }],
    });
  });

  test.each([
    'yesterday',
    '',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00:00+99:00',
    '2026-01-01',
    UNKNOWN_ID,
  ])('there is no moment "%s"', async (moment) => {
    const { id } = await makeAgent(archive);
    expectProblem(await asOf(`/api/agents/${id}`, moment), 422, {
      pointer: '/asOf',
      code: 'request.as_of_invalid',
    });
  });
});
