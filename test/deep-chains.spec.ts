import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, storesNothing } from './support/expectations.js';
import {
  type Made,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeSource,
  makeTestimony,
} from './support/factories.js';

const HOPS = 5000;

interface Support {
  complete: boolean;
  unverified: boolean;
  for: { lines: number; roots: { record: { label: string } }[] };
}
interface Impact {
  complete: boolean;
  totals: { claims: number; sources: number };
  items: object[];
  next: string | null;
}

/** No route lets such chains grow. Whoever writes with psql does, and then every walk still has its end. */
describe('chains longer than any research', () => {
  let archive: TestArchive;
  let claim: Made;
  let first: Made;
  let last: string;

  beforeAll(async () => {
    archive = await openArchive();
    first = await makeSource(archive);
    await amend(
      archive,
      `INSERT INTO source (csl) SELECT jsonb_build_object('type', 'book', 'title', '写し ' || n) FROM generate_series(1, ${HOPS}) n;
       INSERT INTO descent (source_id, kind, origin_source_id)
         SELECT lag(id, 1, '${first.id}') OVER (ORDER BY sequence), 'copies', id FROM source WHERE csl ->> 'title' LIKE '写し %'`,
    );
    const [{ id }] = (await archive.sql<{ id: string }>(
      `SELECT id FROM source WHERE csl ->> 'title' = '写し ${HOPS}'`,
    )) as [{ id: string }];
    last = id;
    claim = await makeClaim(archive, (await makeTestimony(archive)).id);
    const citation = await makeCitation(archive, claim.id, { source: { id: first.id } });
    await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
  });
  afterAll(() => archive.close());

  const support = async () =>
    (await archive.as(null).get(`/api/claims/${claim.id}/support`).expect(200)).body as Support;
  const impact = async (id: string) =>
    (await archive.as(null).get(`/api/sources/${id}/impact`).expect(200)).body as Impact;

  test('are followed to their root', async () => {
    expect(await support()).toMatchObject({
      complete: true,
      unverified: false,
      for: { lines: 1, roots: [{ record: { label: `写し ${HOPS}` } }] },
    });
  });

  test('are counted once each, however many ways lead to them', async () => {
    // Twenty pairs, each of which goes back to both of the next: a million ways, forty sources.
    const root = await makeSource(archive, { csl: { type: 'book', title: 'Root of the pairs' } });
    await amend(
      archive,
      `INSERT INTO source (csl)
         SELECT jsonb_build_object('type', 'book', 'title', 'Pair ' || n || side) FROM generate_series(1, 20) n, unnest(ARRAY['a', 'b']) side;
       INSERT INTO descent (source_id, kind, origin_source_id)
         SELECT s.id, 'derives_from', o.id FROM generate_series(1, 20) n, unnest(ARRAY['a', 'b']) side, unnest(ARRAY['a', 'b']) other,
           LATERAL (SELECT id FROM source WHERE csl ->> 'title' = 'Pair ' || n || side) s,
           LATERAL (SELECT id FROM source WHERE csl ->> 'title' = 'Pair ' || n - 1 || other
             UNION SELECT '${root.id}' WHERE n = 1) o
         GROUP BY s.id, o.id`,
    );
    const { complete, totals } = await impact(root.id);
    expect([complete, totals.sources]).toEqual([true, 40]);
  });

  test('are told as incomplete where a walk down stops', async () => {
    const { complete, totals, items, next } = await impact(last);
    expect(complete).toBe(false);
    expect(totals.sources).toBeGreaterThan(200);
    expect(items).toHaveLength(50);
    expect(next).not.toBeNull();
  });

  test('grow no further: what a client sends is refused, and nothing stored', async () => {
    const write = archive.as('archivist');
    const other = await makeSource(archive, { csl: { type: 'book', title: 'Another' } });
    const tellers = Array.from({ length: HOPS }, () => ({ basis: 'told' }));
    const [descents, chain] = [`/api/sources/${last}/descents`, `/api/claims/${claim.id}/tellers`];
    await storesNothing(archive, async () => {
      const onward = { kind: 'copies', sourceId: other.id };
      expectProblem(await write.post(descents).send(onward), 422, { code: /^descent\.(too_deep|cycle)$/ });
      const put = write.put(chain).set('if-match', '"v0"');
      expectProblem(await put.send({ tellers, because: 'B' }), 422, { pointer: '/tellers' });
    });
  });

  test('and a circle that somebody wrote by hand ends, too', async () => {
    await amend(
      archive,
      `INSERT INTO descent (source_id, kind, origin_source_id) VALUES ('${last}', 'copies', '${first.id}')`,
    );
    expect(await support()).toMatchObject({ complete: true, unverified: true, for: { lines: 0, roots: [] } });
    expect((await impact(first.id)).items).toHaveLength(50);
  });
});
