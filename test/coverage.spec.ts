import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, revise, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAttempt,
  makeClaim,
  makeExpectedDocument,
  makeLead,
  makeQuestion,
  makeSource,
  makeTestimony,
  makePlace,
} from './support/factories.js';
import { claimRows, restrict, testimonyRows } from './support/restrict.js';

interface Coverage {
  counts: Record<string, number>;
  items: Made[];
  next: string | null;
}

describe('coverage', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
    // Noise that is in nobody's coverage.
    await expectOfEach((await makeQuestion(archive)).id);
  });
  afterAll(() => archive.close());

  const coverage = async (path: string): Promise<Coverage> =>
    (await archive.as(null).get(path).expect(200)).body as Coverage;
  /** A moment that everybody may name, whatever is restricted later. */
  const newest = async (): Promise<string> => ((await makePlace(archive)).activity as Made).id;

  /** One document in each state, and one that was withdrawn; in the order they were named. */
  async function expectOfEach(questionId: string): Promise<Made[]> {
    const name = (description: string): Promise<Made> =>
      makeExpectedDocument(archive, questionId, { description });
    const searched = async (outcome: string): Promise<Made> => {
      const made = await name(outcome);
      const lead = await makeLead(archive, questionId, { expectedDocumentId: made.id });
      await makeAttempt(archive, lead.id, { outcome, when: { edtf: '1991-05' } });
      return made;
    };
    const lost = await name('lost');
    await revise(archive, `/api/expected-documents/${lost.id}`, 1, { lostBecause: 'Burnt.' }).expect(200);
    const withdrawn = await name('withdrawn');
    await archive
      .as('archivist')
      .post(`/api/expected-documents/${withdrawn.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'B' })
      .expect(200);
    return [
      lost,
      await name('not yet'),
      await searched('not_found'),
      await searched('refused'),
      await searched('found'),
    ];
  }
  const ONE_OF_EACH = { total: 5, notYetSearched: 1, expected: 1, refused: 1, lost: 1, found: 1 };

  test('of a question counts what it expects by how the search stands, and lists it', async () => {
    const { id } = await makeQuestion(archive);
    const documents = await expectOfEach(id);
    const path = `/api/questions/${id}/coverage`;
    const { counts, items, next } = await coverage(path);
    expect([counts, next]).toEqual([ONE_OF_EACH, null]);
    expect(items.map((item) => [item.id, item.state])).toEqual([
      [documents[0]?.id, 'lost'],
      [documents[1]?.id, 'not_yet_searched'],
      [documents[2]?.id, 'expected'],
      [documents[3]?.id, 'refused'],
      [documents[4]?.id, 'found'],
    ]);
    expect(items[3]).toMatchObject({
      attempts: 1,
      searches: [{ attempts: 1, lastOutcome: 'refused', lastWhen: { edtf: '1991-05' } }],
    });
    for (const limit of [1, 2, 5]) expect(await pagesOf<Made>(archive, path, limit)).toEqual(items);
    const refused = await coverage(`${path}?state=refused`);
    expect(refused).toEqual({ counts: ONE_OF_EACH, items: [items[3]], next: null });
  });

  test('of a question that expects nothing is empty, and of none there is no coverage', async () => {
    const { id } = await makeQuestion(archive);
    const none = { total: 0, notYetSearched: 0, expected: 0, refused: 0, lost: 0, found: 0 };
    expect(await coverage(`/api/questions/${id}/coverage`)).toEqual({ counts: none, items: [], next: null });
    for (const path of ['questions', 'testimonies']) {
      expectProblem(await archive.as(null).get(`/api/${path}/${UNKNOWN_ID}/coverage`), 404);
      expectProblem(await archive.as(null).get(`/api/${path}/nonsense/coverage`), 404);
    }
    const empty = await makeTestimony(archive);
    expect(await coverage(`/api/testimonies/${empty.id}/coverage`)).toMatchObject({ counts: none });
  });

  test('refuses what it does not know', async () => {
    const { id } = await makeQuestion(archive);
    for (const [query, pointer] of [
      ['state=hidden', '/state'],
      ['cursor=%00', '/cursor'],
      ['limit=0', '/limit'],
      ['asOf=yesterday', '/asOf'],
      ['kind=document', '/kind'],
    ]) {
      const answer = await archive.as(null).get(`/api/questions/${id}/coverage?${query}`);
      expectProblem(answer, 422, { pointer });
    }
  });

  test('of a testimony is of all questions on its claims, and of what its claims say existed; each once', async () => {
    const testimony = await makeTestimony(archive);
    const [first, second] = [await makeClaim(archive, testimony.id), await makeClaim(archive, testimony.id)];
    const both = await makeQuestion(archive, { raisedBy: [first.id, second.id], wouldSettle: [first.id] });
    const other = await makeQuestion(archive, { wouldSettle: [second.id] });
    const elsewhere = await makeQuestion(archive);
    const documents = [
      ...(await expectOfEach(both.id)),
      await makeExpectedDocument(archive, other.id, { claimId: first.id }),
      await makeExpectedDocument(archive, elsewhere.id, { claimId: second.id }),
    ];
    await makeExpectedDocument(archive, elsewhere.id);
    for (const key of [testimony.id, testimony.accession as string]) {
      const path = `/api/testimonies/${key}/coverage`;
      const { counts, items } = await coverage(path);
      expect(counts).toEqual({ ...ONE_OF_EACH, total: 7, notYetSearched: 3 });
      expect(items.map(({ id }) => id)).toEqual(documents.map(({ id }) => id));
      expect(await pagesOf<Made>(archive, path, 3)).toEqual(items);
    }
  });

  test('is told as of an earlier moment', async () => {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id);
    const before = await newest();
    const { id } = await makeQuestion(archive, { raisedBy: [claim.id] });
    const [made] = [await makeExpectedDocument(archive, id)];
    const lead = await makeLead(archive, id, { expectedDocumentId: made.id });
    await makeAttempt(archive, lead.id, { outcome: 'refused' });
    const paths = [`/api/questions/${id}/coverage`, `/api/testimonies/${testimony.id}/coverage`];
    const then = await newest();
    const stood = await Promise.all(paths.map(coverage));
    expect(stood).toMatchObject([{ counts: { refused: 1 } }, { counts: { refused: 1 } }]);

    await makeAttempt(archive, lead.id, { outcome: 'found' });
    await revise(archive, `/api/expected-documents/${made.id}`, 1, { description: 'the agreement' }).expect(
      200,
    );
    await makeExpectedDocument(archive, id);
    for (const [n, path] of paths.entries()) {
      expect(await coverage(path)).toMatchObject({
        counts: { total: 2, found: 1, notYetSearched: 1 },
        items: [{ description: 'the agreement' }, {}],
      });
      expect(await coverage(`${path}?asOf=${then}`)).toEqual(stood[n]);
      expect(await pagesOf(archive, `${path}?asOf=${then}`, 1)).toEqual(stood[n]?.items);
    }
    expectProblem(await archive.as(null).get(`${paths[0]}?asOf=${before}`), 404);
    expect(await coverage(`${paths[1]}?asOf=${before}`)).toMatchObject({ counts: { total: 0 }, items: [] });
  });

  test('what one may not see is in no list and no count', async () => {
    const testimony = await makeTestimony(archive);
    const [open, hidden] = [await makeClaim(archive, testimony.id), await makeClaim(archive, testimony.id)];
    const question = await makeQuestion(archive, { raisedBy: [open.id] });
    const ofHidden = await makeQuestion(archive, { raisedBy: [hidden.id] });
    const hiddenQuestion = await makeQuestion(archive, { raisedBy: [open.id] });
    const visible = await makeExpectedDocument(archive, question.id);
    const foundAt = await makeLead(archive, question.id, { expectedDocumentId: visible.id });
    await makeAttempt(archive, foundAt.id, { outcome: 'found' });
    const alone = await makeExpectedDocument(archive, question.id);
    await makeExpectedDocument(archive, question.id, { claimId: hidden.id });
    await makeExpectedDocument(archive, ofHidden.id);
    await makeExpectedDocument(archive, hiddenQuestion.id, { claimId: open.id });
    const then = await newest();
    await restrict(archive, claimRows(`'${hidden.id}'`));
    await restrict(archive, [
      { table: 'question', where: `id = '${hiddenQuestion.id}'` },
      { table: 'expected_document', where: `id = '${alone.id}'` },
      { table: 'attempt', where: `lead_id = '${foundAt.id}'` },
    ]);
    for (const path of [
      `/api/questions/${question.id}/coverage`,
      `/api/testimonies/${testimony.id}/coverage`,
    ]) {
      for (const query of ['', `?asOf=${then}`]) {
        const { counts, items } = await coverage(path + query);
        expect(counts).toMatchObject({ total: 1, notYetSearched: 1, found: 0 });
        expect(items.map(({ id }) => id)).toEqual([visible.id]);
      }
      const staff = (await archive.as('archivist').get(path)).body as Coverage;
      expect(staff.counts.total).toBeGreaterThan(2);
    }
    expectProblem(await archive.as(null).get(`/api/questions/${hiddenQuestion.id}/coverage`), 404);
    await restrict(archive, testimonyRows(testimony.id));
    expectProblem(await archive.as(null).get(`/api/testimonies/${testimony.id}/coverage`), 404);
  });

  test('a source that was found is told, unless one may not see it', async () => {
    const { id } = await makeQuestion(archive);
    const source = await makeSource(archive);
    const made = await makeExpectedDocument(archive, id);
    await revise(archive, `/api/expected-documents/${made.id}`, 1, { foundSourceId: source.id }).expect(200);
    const path = `/api/questions/${id}/coverage`;
    expect(await coverage(path)).toMatchObject({
      counts: { found: 1 },
      items: [{ found: { id: source.id } }],
    });
    await restrict(archive, [{ table: 'source', where: `id = '${source.id}'` }]);
    expect(await coverage(path)).toMatchObject({ counts: { found: 0, notYetSearched: 1 } });
  });
});
