import { STAFF, REGISTERED } from '../src/common/principal.js';
import { Ledger } from '../src/provenance/ledger.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { carryOutReviews } from '../src/revisions/carried-out-reviews.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { carryTo } from './support/carry.js';
import { expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeAgent, makeSameAs, makeTestimony, WORDS } from './support/factories.js';
import { meetAt } from './support/meet.js';
import { ODD } from './support/odd-texts.js';
import { restrict, testimonyRows } from './support/restrict.js';

describe("narrators' reviews", () => {
  let archive: TestArchive;
  let testimony: Made;
  let narrator: string;

  beforeAll(async () => {
    archive = await openArchive();
    testimony = await makeTestimony(archive);
    narrator = narratorOf(testimony);
  });
  afterAll(() => archive.close());

  const narratorOf = (of: Made) => (of.contributors as { agent: Made }[])[0]!.agent.id;
  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  const post = (id: string, body: object) =>
    archive.as('archivist').post(`/api/testimonies/${id}/reviews`).send(body);
  const record = async (id: string, body: object): Promise<Made> => {
    const answer = await post(id, body);
    expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
    return answer.body as Made;
  };
  const newest = async (): Promise<string> =>
    ((await get('/api/activities?limit=1')) as unknown as { items: [{ id: string }] }).items[0].id;
  /** What a revision does, within an activity of its own. */
  const carryOut = (reviewIds: string[], revisionId: string, clearance = STAFF) =>
    archive.app
      .get(Ledger, { strict: false })
      .record({ type: 'testimony.revise', by: { agentId: ARCHIVE_AGENT_ID, clearance } }, (activity) =>
        carryOutReviews(activity, reviewIds, revisionId),
      );

  test('say who read what, when, and what was asked, in any script', async () => {
    const asked = `${ODD.japanese} ${ODD.beyondBmp}`;
    const reviewed = { words: ODD.cyrillic, edtf: '1998-04' };
    const review = await record(testimony.accession as string, {
      agentId: narrator,
      revision: 1,
      passage: 2,
      reviewed,
      asked,
      note: ODD.combining,
    });
    expect(review).toMatchObject({
      testimony: { id: testimony.id, accession: testimony.accession },
      revision: { id: (testimony.revisions as Made[])[0]!.id, number: 1 },
      passage: { number: 2, pointer: `${testimony.accession as string} r1 ¶2` },
      agent: { id: narrator },
      byNarrator: true,
      reviewed: { ...reviewed, earliest: '1998-04-01', latest: '1998-04-30' },
      asked,
      note: ODD.combining,
      carriedOutIn: null,
      version: 1,
      activity: { type: 'narrator_review.record' },
    });
    expect(await get(`/api/reviews/${review.id}`)).toEqual(review);
    const { nodes } = (await get(`/api/provenance/narrator_review/${review.id}`)) as unknown as {
      nodes: Made[];
    };
    expect(nodes.map(({ id }) => id)).toEqual(
      expect.arrayContaining([narrator, (testimony.revisions as Made[])[0]!.id]),
    );
  });

  test('of the whole latest text ask for nothing where it was left as it is', async () => {
    const made = await makeTestimony(archive);
    const later = await carryTo(archive, made.id, { text: WORDS.replace('spring', 'autumn') });
    const heir = (await makeAgent(archive, { name: 'Мария Иванова' })).id;
    expect(await record(made.id, { agentId: heir })).toMatchObject({
      revision: { id: later.id, number: 2 },
      passage: null,
      byNarrator: false,
      reviewed: null,
      asked: null,
    });
  });

  test('know the narrator by any record of the same person', async () => {
    const made = await makeTestimony(archive);
    const other = (await makeAgent(archive, { name: '吉野 愛子' })).id;
    const { id } = await record(made.id, { agentId: other });
    const before = await newest();
    await makeSameAs(archive, other, narratorOf(made));
    expect(await get(`/api/reviews/${id}`)).toMatchObject({ byNarrator: true });
    expect(await get(`/api/reviews/${id}?asOf=${before}`)).toMatchObject({ byNarrator: false });
  });

  test('are listed page by page, and shown with the revision that was read', async () => {
    const made = await makeTestimony(archive);
    const ids: string[] = [];
    for (const passage of [1, 2, undefined]) {
      ids.push((await record(made.id, { agentId: narratorOf(made), passage, asked: 'Yes.' })).id);
    }
    const path = `/api/testimonies/${made.id}/reviews`;
    expect((await pagesOf<Made>(archive, path, 2)).map(({ id }) => id)).toEqual(ids);
    expect(await get(`/api/testimonies/${made.id}`)).toMatchObject({
      revisions: [{ number: 1, kind: 'first', previous: null, because: null, reviews: 3 }],
    });
    await carryTo(archive, made.id, { text: WORDS.replace('spring', 'autumn'), because: 'He asked.' });
    expect(await get(`/api/testimonies/${made.id}`)).toMatchObject({
      revisions: [
        { number: 1, reviews: 3 },
        { number: 2, kind: 'correction', previous: 1, because: 'He asked.', reviews: 0 },
      ],
    });
    expect(await get(`/api/testimonies/${made.id}/revisions/1`)).toMatchObject({
      kind: 'first',
      reviews: [
        { id: ids[0], passage: 1, asked: 'Yes.', byNarrator: true },
        { passage: 2 },
        { passage: null },
      ],
    });
    expect(await get(`/api/testimonies/${made.id}/revisions/2`)).toMatchObject({ previous: 1, reviews: [] });
  });

  test.each<[string, object, string, string]>([
    ['an unknown agent', { agentId: UNKNOWN_ID }, '/agentId', 'reference.unknown'],
    ['nobody', { agentId: undefined }, '/agentId', ''],
    ['an unknown revision', { revision: 2 }, '/revision', 'revision.unknown'],
    ['a revision of no number', { revision: 0 }, '/revision', ''],
    ['a number no integer holds', { revision: 2 ** 31 }, '/revision', ''],
    ['an unknown passage', { passage: 3 }, '/passage', 'passage.unknown'],
    ['half a passage', { passage: 1.5 }, '/passage', ''],
    ['a day that never was', { reviewed: { edtf: '1998-02-30' } }, '/reviewed/edtf', 'date.invalid'],
    ['a day to come', { reviewed: { edtf: '2999' } }, '/reviewed/edtf', 'review.in_the_future'],
    ['nothing asked, in words', { asked: ' ' }, '/asked', ''],
    ['NUL', { asked: 'a\u0000' }, '/asked', 'text.null_character'],
    ['half a pair', { note: '\ud842' }, '/note', 'text.lone_surrogate'],
    ['an unknown field', { carriedOutInId: UNKNOWN_ID }, '/carriedOutInId', 'request.unknown_field'],
  ])('of %s are refused', async (_, fields, pointer, code) => {
    const answer = await storesNothing(archive, () => post(testimony.id, { agentId: narrator, ...fields }));
    expectProblem(answer, 422, { pointer, ...(code === '' ? {} : { code }) });
  });

  test('of a testimony that is none are refused', async () => {
    await storesNothing(archive, async () => {
      expectProblem(await post(UNKNOWN_ID, { agentId: narrator }), 404);
      expectProblem(await archive.as(null).get(`/api/testimonies/${UNKNOWN_ID}/reviews`), 404);
      expectProblem(await archive.as(null).get(`/api/reviews/${UNKNOWN_ID}`), 404);
    });
  });

  describe('carried out in a revision', () => {
    const asking = async () => {
      const made = await makeTestimony(archive);
      const review = await record(made.id, { agentId: narratorOf(made), asked: 'It was autumn.' });
      return { made, review };
    };

    test('say in which, from then on', async () => {
      const { made, review } = await asking();
      const before = await newest();
      const next = await carryTo(archive, made.id, { text: WORDS.replace('spring', 'autumn') });
      await carryOut([review.id.toUpperCase()], next.id);
      expect(await get(`/api/reviews/${review.id}`)).toMatchObject({
        revision: { number: 1 },
        carriedOutIn: { id: next.id, number: 2 },
        version: 2,
      });
      expect(await get(`/api/reviews/${review.id}?asOf=${before}`)).toEqual(review);
      const { nodes } = (await get(`/api/provenance/revision/${next.id}`)) as unknown as { nodes: Made[] };
      expect(nodes.map(({ id }) => id)).toContain(review.id);
    });

    test('are carried out once, though two try at once', async () => {
      const { made, review } = await asking();
      const next = await carryTo(archive, made.id, { text: WORDS.replace('spring', 'autumn') });
      const tries = await meetAt(
        archive,
        'narrator_review',
        [1, 2, 3].map(() => () => carryOut([review.id], next.id)),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of tries) {
        if (one.status === 'rejected')
          expect(one.reason).toMatchObject({ status: 409, code: 'review.carried_out' });
      }
    });

    test('are of the same testimony, ask for something, and can be seen', async () => {
      const { made, review } = await asking();
      const next = await carryTo(archive, made.id, { text: WORDS.replace('spring', 'autumn') });
      const elsewhere = await asking();
      const content = await record(made.id, { agentId: narratorOf(made) });
      await restrict(archive, [{ table: 'narrator_review', where: `id = '${review.id}'` }]);
      await storesNothing(archive, async () => {
        const refused = async (ids: string[], code: string, clearance = STAFF) =>
          expect(carryOut(ids, next.id, clearance)).rejects.toMatchObject({
            status: 422,
            code,
            options: { faults: [{ pointer: `/reviewIds/${ids.length - 1}` }] },
          });
        await refused([review.id, elsewhere.review.id], 'reference.unknown');
        await refused([UNKNOWN_ID], 'reference.unknown');
        await refused([content.id], 'review.nothing_asked');
        await refused([review.id], 'reference.unknown', REGISTERED);
      });
    });
  });

  test('of what one may not see are absent', async () => {
    const made = await makeTestimony(archive);
    const reader = (await makeAgent(archive, { name: 'Hidden' })).id;
    const ofPassage = await record(made.id, { agentId: narratorOf(made), passage: 2, asked: '内緒' });
    const byHidden = await record(made.id, { agentId: reader, asked: '内緒' });
    const before = await newest();
    await restrict(archive, [
      { table: 'passage', where: `id = '${(ofPassage.passage as Made).id}'` },
      { table: 'agent', where: `id = '${reader}'` },
    ]);
    for (const { id } of [ofPassage, byHidden]) {
      expectProblem(await archive.as('administrator').get(`/api/reviews/${id}`), 404);
      expectProblem(await archive.as('administrator').get(`/api/reviews/${id}?asOf=${before}`), 404);
      expect((await archive.as('archivist').get(`/api/reviews/${id}`)).status).toBe(200);
    }
    for (const path of ['reviews', 'revisions/1']) {
      expect(JSON.stringify(await get(`/api/testimonies/${made.id}/${path}`))).not.toContain('内緒');
    }
    // What is said now of a hidden person is hidden from the beginning.
    const later = await record(made.id, { agentId: reader });
    const [row] = await archive.sql<{ access: number }>('SELECT access FROM narrator_review WHERE id = $1', [
      later.id,
    ]);
    expect(row?.access).toBe(3);
    await restrict(archive, testimonyRows(made.id));
    expectProblem(await archive.as(null).get(`/api/testimonies/${made.id}/reviews`), 404);
    await storesNothing(archive, async () =>
      expectProblem(
        await archive
          .as('administrator')
          .post(`/api/testimonies/${made.id}/reviews`)
          .send({ agentId: narrator }),
        403,
      ),
    );
  });
});
