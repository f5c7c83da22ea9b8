import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeSource } from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

describe('how far sources are to be trusted', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  type Grader = 'researcher' | 'archivist' | 'administrator';
  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  const post = (id: string, body: object, role: Grader = 'researcher') =>
    archive.as(role).post(`/api/sources/${id}/reliability`).send(body);
  const grade = async (id: string, letter: string, role: Grader = 'researcher', rationale = 'R') => {
    const answer = await post(id, { grade: letter, rationale }, role);
    expect(answer.status).toBe(201);
    return answer.body as Made;
  };
  const all = (id: string, limit = 50) => pagesOf<Made>(archive, `/api/sources/${id}/reliability`, limit);

  test('a grade is one researcher’s, dated, with its reason, and a node of the graph', async () => {
    const source = await makeSource(archive, { csl: { type: 'book', title: ODD.japanese } });
    const made = await grade(source.id, 'B', 'researcher', ODD.cyrillic);
    expect(made).toMatchObject({
      source: { id: source.id, title: ODD.japanese, unnamed: false },
      grade: 'B',
      rationale: ODD.cyrillic,
      by: { name: 'Test researcher' },
      current: true,
      activity: { type: 'reliability.assess', agent: { name: 'Test researcher' } },
    });
    expect(Date.now() - Date.parse(made.at as string)).toBeLessThan(60_000);
    const { nodes } = (await get(`/api/provenance/reliability/${made.id}`)) as unknown as { nodes: Made[] };
    expect(nodes.map(({ kind }) => kind)).toEqual(['reliability', 'agent', 'source']);
  });

  test('each researcher has one that is current; none is ever lost', async () => {
    const [source, noise] = [await makeSource(archive), await makeSource(archive)];
    const first = await grade(source.id, 'C');
    const second = await grade(source.id, 'F', 'archivist', ODD.beyondBmp);
    await grade(noise.id, 'E');
    const third = await grade(source.id, 'A', 'researcher', ODD.combining);
    const items = [third, second, { ...first, current: false }];
    for (const limit of [1, 2, 200]) expect(await all(source.id, limit)).toEqual(items);
    expect((await get(`/api/sources/${source.id}`)).reliability).toEqual(
      [third, second].map(({ grade: letter, by, at, rationale }) => ({ grade: letter, by, at, rationale })),
    );

    const then = (second.activity as Made).id;
    expect(await pagesOf(archive, `/api/sources/${source.id}/reliability?asOf=${then}`, 1)).toEqual([
      second,
      first,
    ]);
    expect((await get(`/api/sources/${source.id}?asOf=${then}`)).reliability).toMatchObject([
      { grade: 'F', rationale: ODD.beyondBmp },
      { grade: 'C' },
    ]);
    const made = (source.activity as Made).id;
    expect((await get(`/api/sources/${source.id}/reliability?asOf=${made}`)).items).toEqual([]);
    const before = await archive
      .as(null)
      .get(`/api/sources/${source.id}/reliability?asOf=1945-08-15T12:00:00Z`);
    expectProblem(before, 404);
  });

  test('of two grades at once one is current', async () => {
    const { id } = await makeSource(archive);
    await Promise.all(['A', 'B', 'C', 'D'].map((letter) => grade(id, letter)));
    const items = await all(id);
    expect(items.map(({ current }) => current)).toEqual([true, false, false, false]);
    expect((await get(`/api/sources/${id}`)).reliability).toHaveLength(1);
  });

  test('a grade that is none is refused', async () => {
    const { id } = await makeSource(archive);
    const wrong: [object, string][] = [
      [{ rationale: 'R' }, '/grade'],
      [{ grade: 'G', rationale: 'R' }, '/grade'],
      [{ grade: 'a', rationale: 'R' }, '/grade'],
      [{ grade: ['A'], rationale: 'R' }, '/grade'],
      [{ grade: 'A' }, '/rationale'],
      [{ grade: 'A', rationale: '\u3000 ' }, '/rationale'],
      [{ grade: 'A', rationale: 'a\u0000' }, '/rationale'],
      [{ grade: 'A', rationale: 'R', by: UNKNOWN_ID }, '/by'],
    ];
    await storesNothing(archive, async () => {
      for (const [body, pointer] of wrong) expectProblem(await post(id, body), 422, { pointer });
      expectProblem(await post(UNKNOWN_ID, { grade: 'A', rationale: 'R' }), 404);
      expectProblem(await archive.as(null).get(`/api/sources/${UNKNOWN_ID}/reliability`), 404);
    });
  });

  test('a restricted source has no grades, and a restricted grade counts for nobody', async () => {
    const [source, hidden] = [await makeSource(archive), await makeSource(archive)];
    const early = await grade(source.id, 'B');
    const late = await grade(source.id, 'E', 'researcher', '内緒の話');
    const lost = await grade(hidden.id, 'D', 'researcher', '内緒の話');
    await restrict(archive, [
      { table: 'reliability', where: `id = '${late.id}'` },
      { table: 'source', where: `id = '${hidden.id}'` },
    ]);
    expect(await all(source.id)).toEqual([early]);
    expect((await get(`/api/sources/${source.id}`)).reliability).toMatchObject([{ grade: 'B' }]);
    for (const path of [`sources/${hidden.id}/reliability`, `history/reliability/${late.id}`]) {
      expectProblem(await archive.as(null).get(`/api/${path}`), 404);
    }
    expect((await archive.as(null).get(`/api/provenance/reliability/${lost.id}`)).text).not.toContain(
      hidden.id,
    );
    await storesNothing(archive, async () => {
      const [secret, unknown] = [
        await post(hidden.id, { grade: 'A', rationale: 'R' }),
        await post(UNKNOWN_ID, { grade: 'A', rationale: 'R' }),
      ];
      expect([secret.status, secret.text]).toEqual([unknown.status, unknown.text]);
    });
  });
});
