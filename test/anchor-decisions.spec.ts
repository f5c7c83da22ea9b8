import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeClaim, makeTestimony } from './support/factories.js';
import { claimRows, restrict } from './support/restrict.js';

interface Anchor {
  id: string;
  state: string;
  exact: string;
  start: number | null;
  version: number;
  claim: { id: string };
}
interface ClaimAnchors {
  claim: { id: string; number: number };
  anchors: Anchor[];
}

const TEXT = [
  'The border was closed that winter, and nobody knew for how long it would be.',
  'We heard of it from a ferryman called Ivan. He lived on the other side.',
  'My mother kept his letters until 1971.',
].join('\n\n');
// One claim changed, one in doubt, one lost, one firm.
const SECOND = TEXT.replace('closed that winter', 'shut that winter')
  .replace('a ferryman called Ivan', 'a fisherman, Ivanov')
  .replace('\n\nMy mother kept his letters until 1971.', '');

describe('decisions about anchors', () => {
  let archive: TestArchive;
  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const revise = async (id: string, of: number, text: string): Promise<void> => {
    const body = { of, kind: 'correction', because: 'Heard again.', text };
    expect((await archive.as('archivist').post(`/api/testimonies/${id}/revisions`).send(body)).status).toBe(
      201,
    );
  };
  const anchorsOf = async (id: string, query = ''): Promise<ClaimAnchors[]> =>
    pagesOf<ClaimAnchors>(archive, `/api/testimonies/${id}/anchors${query}`, 2, 'archivist');
  const anchorOf = async (claimId: string): Promise<Anchor> => {
    const { anchors } = (await archive.as('archivist').get(`/api/claims/${claimId}`)).body as {
      anchors: Anchor[];
    };
    return anchors[0]!;
  };
  const decide = ({ id, version }: Pick<Anchor, 'id' | 'version'>, body: object) =>
    archive.as('archivist').post(`/api/anchors/${id}/decision`).set('if-match', `"v${version}"`).send(body);

  /** A testimony in its second text, with a claim in each state. */
  const revised = async () => {
    const { id } = await makeTestimony(archive, { kind: 'memoir_chapter', text: TEXT });
    const on = (exact: string): Promise<Made> =>
      makeClaim(archive, id, { statement: `It says: ${exact}`, anchors: [{ exact }] });
    const changed = await on('The border was closed that winter');
    const doubtful = await on('a ferryman called Ivan');
    const lost = await on('My mother kept his letters until 1971.');
    const firm = await on('He lived on the other side.');
    await revise(id, 1, SECOND);
    return { id, changed, doubtful, lost, firm };
  };

  test('anchors are listed by what became of them, claim by claim', async () => {
    const { id, changed, doubtful, lost, firm } = await revised();
    const states = async (query: string) =>
      (await anchorsOf(id, query)).map(({ claim, anchors }) => [claim.id, anchors.map(({ state }) => state)]);
    expect(await states('?state=text_changed')).toEqual([[changed.id, ['text_changed']]]);
    expect(await states('?state=needs_review')).toEqual([[doubtful.id, ['needs_review']]]);
    expect(await states('?state=lost')).toEqual([[lost.id, ['lost']]]);
    expect(await states('?state=firm')).toEqual([[firm.id, ['firm']]]);
    expect(await states('')).toHaveLength(4);
    const before = (
      await archive.sql<{ id: string }>('SELECT id FROM activity ORDER BY sequence DESC LIMIT 1 OFFSET 1')
    )[0]!;
    expect(await states(`?asOf=${before.id}`)).toHaveLength(4);
    expect(await states(`?state=lost&asOf=${before.id}`)).toEqual([]);
    expectProblem(await archive.as(null).get(`/api/testimonies/${id}/anchors?state=gone`), 422);
    expectProblem(await archive.as(null).get(`/api/testimonies/${UNKNOWN_ID}/anchors`), 404);
  });

  test('a changed place is confirmed once, and is then where the next text begins from', async () => {
    const { id, changed } = await revised();
    const anchor = await anchorOf(changed.id);
    const response = await decide(anchor, { decision: 'confirm' });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      state: 'text_changed',
      exact: 'The border was shut that winter',
      before: { revision: 1, passage: 1, exact: 'The border was closed that winter' },
      confirmed: { name: 'Test archivist' },
      version: 2,
      activity: { type: 'anchor.confirm' },
    });
    expectProblem(
      await storesNothing(archive, () => decide({ ...anchor, version: 2 }, { decision: 'confirm' })),
      409,
      {
        code: 'anchor.certain_already',
      },
    );
    await revise(id, 2, `${SECOND} He was old.`);
    expect(await anchorOf(changed.id)).toMatchObject({
      state: 'firm',
      exact: 'The border was shut that winter',
    });
  });

  test('what was in doubt is linked to its passage once it is confirmed', async () => {
    const { id, doubtful } = await revised();
    const passages = async (): Promise<string[]> =>
      (
        await archive.sql<{ pointer: string }>(
          `SELECT n.pointer FROM provenance_link l JOIN record n ON n.id = l.to_id AND n.kind = 'passage'
           WHERE l.from_id = $1 AND l.ended_by IS NULL`,
          [doubtful.id],
        )
      ).map(({ pointer }) => pointer.replace(/^KTB-\d+ /, ''));
    expect(await passages()).toEqual(['r1 ¶2']);
    const response = await decide(await anchorOf(doubtful.id), { decision: 'confirm' });
    expect(response.body).toMatchObject({ state: 'text_changed', method: 'context' });
    expect(await passages()).toEqual(['r2 ¶2']);
    expect(await anchorsOf(id, '?state=needs_review')).toEqual([]);
  });

  test('a lost claim is placed by hand, by words that stand in the text', async () => {
    const { lost } = await revised();
    const anchor = await anchorOf(lost.id);
    const nowhere = { decision: 'place', because: 'Said again.', anchor: { exact: 'My mother' } };
    expectProblem(await storesNothing(archive, () => decide(anchor, nowhere)), 422);
    const { version } = (await archive.as(null).get(`/api/claims/${lost.id}`)).body as Made;
    const response = await decide(anchor, {
      decision: 'place',
      because: 'He says it here too.',
      anchor: { exact: 'He lived on the other side.' },
    });
    expect(response.body).toMatchObject({
      state: 'text_changed',
      method: 'manual',
      score: null,
      exact: 'He lived on the other side.',
      because: 'He says it here too.',
    });
    // Other words: what was judged before was judged on others.
    expect(await archive.as(null).get(`/api/claims/${lost.id}`)).toHaveProperty('body.version', version + 1);
  });

  test('a claim is let go with a reason, stays in every list, and stays let go', async () => {
    const { id, lost } = await revised();
    const anchor = await anchorOf(lost.id);
    expectProblem(await storesNothing(archive, () => decide(anchor, { decision: 'let_go' })), 422, {
      pointer: '/because',
      code: 'anchor.because_required',
    });
    const response = await decide(anchor, { decision: 'let_go', because: 'She asked us to take it out.' });
    expect(response.body).toMatchObject({
      state: 'lost',
      exact: 'My mother kept his letters until 1971.',
      method: 'manual',
    });
    expectProblem(await decide({ ...anchor, version: 2 }, { decision: 'let_go', because: 'Again.' }), 409, {
      code: 'anchor.let_go_already',
    });
    await revise(id, 2, TEXT);
    expect(await anchorsOf(id, '?state=lost')).toMatchObject([
      {
        claim: { id: lost.id },
        anchors: [{ because: 'She asked us to take it out.', confirmed: { name: 'Test archivist' } }],
      },
    ]);
    const claims = await pagesOf<{ id: string }>(archive, `/api/testimonies/${id}/claims`, 3);
    expect(claims.map((claim) => claim.id)).toContain(lost.id);
  });

  test.each([
    ['to confirm what is lost', 'lost', { decision: 'confirm' }, 409, 'anchor.nothing_to_confirm'],
    ['to confirm what is firm', 'firm', { decision: 'confirm' }, 409, 'anchor.certain_already'],
    ['to place without words', 'lost', { decision: 'place', because: 'So.' }, 422, 'anchor.place_and_words'],
    [
      'to confirm with words',
      'changed',
      { decision: 'confirm', anchor: { exact: 'The border' } },
      422,
      'anchor.place_and_words',
    ],
    [
      'to place without a reason',
      'lost',
      { decision: 'place', anchor: { exact: 'The border' } },
      422,
      'anchor.because_required',
    ],
    ['an unknown decision', 'lost', { decision: 'forget' }, 422, undefined],
  ] as const)('%s is refused', async (_, which, body, status, code) => {
    const anchor = await anchorOf((await revised())[which].id);
    const response = await storesNothing(archive, () => decide(anchor, body));
    expect(response.status).toBe(status);
    const { code: known, errors = [] } = response.body as { code: string; errors?: { code: string }[] };
    if (code !== undefined) expect([known, ...errors.map((fault) => fault.code)]).toContain(code);
  });

  test('the anchor of an earlier text is not decided about any more', async () => {
    const { id, changed } = await revised();
    const anchor = await anchorOf(changed.id);
    await revise(id, 2, `${SECOND} He was old.`);
    const { version } = (await archive.as(null).get(`/api/anchors/${anchor.id}`)).body as Anchor;
    expectProblem(await decide({ id: anchor.id, version }, { decision: 'confirm' }), 409, {
      code: 'anchor.superseded',
    });
  });

  test('of two that decide at the same time, one is told of the other; the hidden is not there', async () => {
    const { changed } = await revised();
    const anchor = await anchorOf(changed.id);
    const answers = await Promise.all([
      decide(anchor, { decision: 'confirm' }),
      decide(anchor, { decision: 'let_go', because: 'Not these.' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    await restrict(archive, claimRows(`'${changed.id}'`), 3);
    expectProblem(await archive.as('researcher').get(`/api/anchors/${anchor.id}`), 404);
    expectProblem(
      await archive
        .as('administrator')
        .post(`/api/anchors/${anchor.id}/decision`)
        .set('if-match', '"v2"')
        .send({ decision: 'confirm' }),
      403,
    );
    expectProblem(await decide({ id: UNKNOWN_ID, version: 1 }, { decision: 'confirm' }), 404);
  });
});
