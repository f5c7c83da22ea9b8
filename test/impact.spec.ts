import { sealCursor } from '../src/common/sealed-cursor.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { carryTo } from './support/carry.js';
import { expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeContradiction,
  makeFlag,
  makeQuestion,
  makeSource,
  makeTestimony,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { claimRows, restrict } from './support/restrict.js';

interface Item {
  record: { kind: string; id: string; label: string };
  depth: number;
  claim: {
    confidence: string | null;
    lines: { before: number; after: number };
    tellingFalls: boolean;
    loses: string | null;
    assessments: number;
    flags: number;
    questions: number;
    contradictions: number;
  } | null;
}
interface Impact {
  record: { label: string };
  complete: boolean;
  total: number;
  totals: { claims: number; sources: number; testimonies: number };
  losing: { lastIndependentLine: number; everything: number } | null;
  reports: { testimony: { accession: string }; claims: number; path: string }[];
  items: Item[];
  next: string | null;
}

describe('what falls if something falls', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const impact = async (path: string): Promise<Impact> =>
    (await archive.as(null).get(path).expect(200)).body as Impact;
  const book = (title: string): Promise<Made> => makeSource(archive, { csl: { type: 'book', title } });
  const cite = (claim: Made, source: Made): Promise<Made> =>
    makeCitation(archive, claim.id, { source: { id: source.id } });
  const newClaim = async (fields: object = {}): Promise<Made> =>
    makeClaim(archive, (await makeTestimony(archive)).id, { ...fields });
  const copies = (copy: Made, original: Made) =>
    archive
      .as('archivist')
      .post(`/api/sources/${copy.id}/descents`)
      .send({ kind: 'copies', sourceId: original.id })
      .expect(201);
  const verdicts = ({ items }: Impact): Map<string, Item['claim']> =>
    new Map(items.map(({ record, claim }) => [record.id, claim]));

  /** A newspaper, its copy, and claims that lean on either, on both, or on something else as well. */
  async function newspaper() {
    const [paper, copy, diary] = [await book(ODD.japanese), await book('Its copy'), await book('A diary')];
    await copies(copy, paper);
    const [one, both, besides, read, other] = [
      await newClaim({ statement: 'Cites the paper only.' }),
      await newClaim({ statement: 'Cites the paper and its copy.' }),
      await newClaim({ statement: 'Cites the copy and a diary.' }),
      await newClaim({
        statement: 'Was read there.',
        basis: 'read',
        tellers: [{ basis: 'read', sourceId: paper.id }],
      }),
      await newClaim({ statement: 'Cites the claim that cites the paper.' }),
    ];
    await cite(one, paper);
    await cite(both, paper);
    await cite(both, copy);
    await cite(besides, copy);
    await cite(besides, diary);
    await makeCitation(archive, other.id, { claimId: one.id });
    await cite(await newClaim({ statement: 'Noise.' }), diary);
    return { paper, copy, one, both, besides, read, other };
  }

  test('what a narrator had read takes what he read there with it, not what he may have known without', async () => {
    const newspaper = await book('Read in camp');
    const testimony = await makeTestimony(archive);
    await archive
      .as('archivist')
      .post(`/api/testimonies/${testimony.id}/descents`)
      .send({ kind: 'read', sourceId: newspaper.id })
      .expect(201);
    const told = async (basis: string) => (await makeClaim(archive, testimony.id, { basis })).id;
    const [read, rumour, unknown, common, saw] = [
      await told('read'),
      await told('rumour'),
      await told('unknown'),
      await told('common_knowledge'),
      await told('witnessed'),
    ];
    const found = verdicts(await impact(`/api/sources/${newspaper.id}/impact`));
    const falls = (id: string) => found.get(id)?.loses ?? null;
    expect([read, rumour].map(falls)).toEqual(['everything', 'everything']);
    expect([unknown, common, saw].map(falls)).toEqual([null, null, null]);
    // Where such a claim is cited, it is no witness of its own: he may have it from there.
    const citing = await newClaim();
    await cite(citing, newspaper);
    await makeCitation(archive, citing.id, { claimId: unknown });
    const { body } = await archive.as(null).get(`/api/claims/${citing.id}/support`);
    expect(body).toMatchObject({ for: { citations: 2, lines: 1 } });
  });

  test('a source: what leans on it at any distance, and what each claim would lose', async () => {
    const { paper, copy, one, both, besides, read, other } = await newspaper();
    const fallen = await impact(`/api/sources/${paper.id}/impact`);
    expect(fallen).toMatchObject({
      record: { label: ODD.japanese },
      complete: true,
      total: 6,
      totals: { claims: 5, sources: 1, testimonies: 0 },
      losing: { lastIndependentLine: 2, everything: 1 },
      next: null,
    });
    const found = verdicts(fallen);
    expect(found.get(copy.id)).toBeNull();
    expect(found.get(one.id)).toMatchObject({
      lines: { before: 1, after: 0 },
      tellingFalls: false,
      loses: 'last_independent_line',
    });
    // Two citations, but one line: the copy falls with what it copied.
    expect(found.get(both.id)).toMatchObject({
      lines: { before: 1, after: 0 },
      loses: 'last_independent_line',
    });
    expect(found.get(besides.id)).toMatchObject({ lines: { before: 2, after: 1 }, loses: null });
    expect(found.get(read.id)).toMatchObject({
      lines: { before: 0, after: 0 },
      tellingFalls: true,
      loses: 'everything',
    });
    // The claim it cites is a testimony of its own, whatever was cited for that.
    expect(found.get(other.id)).toMatchObject({ lines: { before: 1, after: 1 }, loses: null });
    expect(fallen.items.map(({ depth }) => depth)).toEqual([1, 1, 1, 1, 2, 2]);
    expect(fallen.reports.reduce((sum, { claims }) => sum + claims, 0)).toBe(5);
    expect(fallen.reports[0]?.path).toMatch(/^\/api\/testimonies\/KTB-\d+\/report$/);
    await archive.as(null).get(fallen.reports[0]!.path).expect(200);
  });

  test('pages are whole, in one order, and without doubles', async () => {
    const { paper } = await newspaper();
    const path = `/api/sources/${paper.id}/impact`;
    const whole = (await impact(`${path}?limit=200`)).items;
    for (const limit of [1, 2, 5]) expect(await pagesOf<Item>(archive, path, limit)).toEqual(whole);
    for (const cursor of ['x', sealCursor('1 agent 7')]) {
      expectProblem(await archive.as(null).get(`${path}?cursor=${cursor}`), 422, { pointer: '/cursor' });
    }
  });

  test('a person: the narrator’s testimony falls with him, and what cites it loses a line', async () => {
    const narrator = await makeAgent(archive, { name: ODD.cyrillic });
    const testimony = await makeTestimony(archive, {
      contributors: [{ role: 'narrator', agent: { id: narrator.id } }],
    });
    const [own, leaning] = [await makeClaim(archive, testimony.id), await newClaim()];
    await makeCitation(archive, leaning.id, { claimId: own.id });
    const told = await newClaim({ basis: 'told', tellers: [{ basis: 'witnessed', agentId: narrator.id }] });
    const fallen = await impact(`/api/agents/${narrator.id}/impact`);
    expect(fallen.totals).toEqual({ claims: 3, sources: 0, testimonies: 1 });
    const found = verdicts(fallen);
    expect(found.get(testimony.id)).toBeNull();
    expect(found.get(own.id)).toMatchObject({ tellingFalls: true, loses: 'everything' });
    expect(found.get(told.id)).toMatchObject({ tellingFalls: true, loses: 'everything' });
    expect(found.get(leaning.id)).toMatchObject({
      tellingFalls: false,
      lines: { before: 1, after: 0 },
      loses: 'last_independent_line',
    });
  });

  test('a passage: what was quoted from it, and what cites its words', async () => {
    const testimony = await makeTestimony(archive);
    const { passages } = (await archive.as(null).get(`/api/testimonies/${testimony.id}/revisions/1`))
      .body as {
      passages: Made[];
    };
    const quoted = await makeClaim(archive, testimony.id, { anchors: [{ exact: 'We crossed the river' }] });
    await makeClaim(archive, testimony.id, { anchors: [{ exact: 'Nobody spoke of it again.' }] });
    const citing = await newClaim();
    await makeCitation(archive, citing.id, { passageId: passages[0]!.id });
    const fallen = await impact(`/api/passages/${passages[0]!.id}/impact`);
    const found = verdicts(fallen);
    expect([...found.keys()].sort()).toEqual([quoted.id, citing.id].sort());
    expect(found.get(quoted.id)).toMatchObject({ tellingFalls: true, loses: 'everything' });
    expect(found.get(citing.id)).toMatchObject({ loses: 'last_independent_line' });
  });

  test('a passage of an earlier text: only what has no other words now, and what cites it', async () => {
    const testimony = await makeTestimony(archive);
    const quotations = ['We crossed the river', 'in the spring', 'My father said', 'the bridge was gone'];
    const made: Made[] = [];
    for (const exact of quotations) {
      made.push(await makeClaim(archive, testimony.id, { anchors: [{ exact }] }));
    }
    const [firm, changed, uncertain, lost] = made;
    const both = await makeClaim(archive, testimony.id, {
      anchors: [{ exact: 'the river' }, { exact: 'was gone' }],
    });
    const passages = async (revision: number): Promise<Made[]> => {
      const { body } = await archive.as(null).get(`/api/testimonies/${testimony.id}/revisions/${revision}`);
      return (body as { passages: Made[] }).passages;
    };
    const [old] = await passages(1);
    const [citing, citingBoth] = [await newClaim(), await newClaim()];
    await makeCitation(archive, citing.id, { passageId: old!.id });
    await makeCitation(archive, citingBoth.id, { passageId: old!.id });
    const before = await impact(`/api/passages/${old!.id}/impact`);
    expect(before.totals).toEqual({ claims: 7, sources: 0, testimonies: 0 });

    await carryTo(archive, testimony.id, {
      text: 'We crossed the river in spring. He said so.\n\nNobody spoke of it again.',
      anchors: {
        'in the spring': { state: 'text_changed', exact: 'in spring' },
        'My father said': { state: 'needs_review', exact: 'He said' },
        'the bridge was gone': { state: 'lost' },
        'was gone': { state: 'lost' },
      },
    });
    const [now] = await passages(2);
    await makeCitation(archive, citingBoth.id, { passageId: now!.id });

    const ofOld = await impact(`/api/passages/${old!.id}/impact`);
    const losses = ({ items }: Impact) =>
      Object.fromEntries(items.map(({ record, claim }) => [record.id, claim?.loses ?? null]));
    expect(losses(ofOld)).toEqual({
      [uncertain!.id]: 'everything',
      [lost!.id]: 'everything',
      [both.id]: null,
      [citing.id]: 'last_independent_line',
      [citingBoth.id]: null,
    });
    expect([ofOld.total, ofOld.totals.claims]).toEqual([5, 5]);
    const ofNow = await impact(`/api/passages/${now!.id}/impact`);
    expect(losses(ofNow)).toEqual({
      [firm!.id]: 'everything',
      [changed!.id]: 'everything',
      [both.id]: null,
      [citingBoth.id]: null,
    });
    // The words of both texts are one witness, who falls as a whole.
    const { body } = await archive.as(null).get(`/api/claims/${citingBoth.id}/support`);
    expect(body).toMatchObject({ for: { citations: 2, lines: 1 } });
    const [{ agent }] = testimony.contributors as [{ agent: Made }];
    const ofNarrator = await impact(`/api/agents/${agent.id}/impact`);
    expect(ofNarrator.totals).toEqual({ claims: 7, sources: 0, testimonies: 1 });
    expect(losses(ofNarrator)).toMatchObject({
      [firm!.id]: 'everything',
      [lost!.id]: 'everything',
      [citing.id]: 'last_independent_line',
      [citingBoth.id]: 'last_independent_line',
    });
  });

  test('a claim: what cites it, with all that hangs on that', async () => {
    const [claim, leaning] = [await newClaim(), await newClaim()];
    await makeCitation(archive, leaning.id, { claimId: claim.id });
    await makeAssessment(archive, leaning.id);
    await makeFlag(archive, leaning.id);
    await makeQuestion(archive, { raisedBy: [leaning.id], wouldSettle: [leaning.id] });
    await makeContradiction(archive, [claim.id, leaning.id]);
    const { items, total } = await impact(`/api/claims/${claim.id}/impact`);
    expect(total).toBe(1);
    expect(items).toMatchObject([
      {
        record: { kind: 'claim', id: leaning.id },
        depth: 1,
        claim: { confidence: 'probable', assessments: 1, flags: 1, questions: 1, contradictions: 1 },
      },
    ]);
  });

  test('was another at an earlier moment', async () => {
    const [claim, source] = [await newClaim(), await book('Cited, then withdrawn')];
    const citation = await cite(claim, source);
    const then = (citation.activity as Made).id;
    await archive
      .as('archivist')
      .post(`/api/citations/${citation.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'Misread.' })
      .expect(200);
    expect((await impact(`/api/sources/${source.id}/impact`)).total).toBe(0);
    expect((await impact(`/api/sources/${source.id}/impact?asOf=${then}`)).total).toBe(1);
  });

  test('what one may not see neither leans nor is counted, nor does what only it leads to', async () => {
    const [source, hidden, open] = [await book('Root'), await newClaim(), await newClaim()];
    await cite(open, source);
    const path = `/api/sources/${source.id}/impact`;
    const before = (await archive.as(null).get(path)).text;
    await cite(hidden, source);
    const beyond = await newClaim();
    await makeCitation(archive, beyond.id, { claimId: hidden.id });
    await restrict(archive, [
      ...claimRows(`'${hidden.id}'`),
      { table: 'citation', where: `cited_claim_id = '${hidden.id}'` },
    ]);
    expect((await archive.as(null).get(path)).text).toBe(before);
    expect(((await archive.as('archivist').get(path)).body as Impact).total).toBe(3);
    for (const kind of ['sources', 'agents', 'passages', 'claims']) {
      expectProblem(await archive.as(null).get(`/api/${kind}/${UNKNOWN_ID}/impact`), 404);
      // An id is known only under its own kind.
      if (kind !== 'sources')
        expectProblem(await archive.as(null).get(`/api/${kind}/${source.id}/impact`), 404);
    }
  });

  describe('tried before it is done', () => {
    const post = (path: string, version: number, body: object) =>
      archive.as('archivist').post(path).set('if-match', `"v${version}"`).send(body);

    test('withdrawing a source says what it touches, stores nothing, and then does it', async () => {
      const { paper, one, both, besides, read } = await newspaper();
      await makeAssessment(archive, one.id, {
        citationIds: [
          ((await archive.as(null).get(`/api/claims/${one.id}`)).body.citations as Made[])[0]!.id,
        ],
      });
      const path = `/api/sources/${paper.id}/withdrawal`;
      const tried = await storesNothing(archive, () =>
        post(`${path}?dryRun=true`, 1, { because: 'Forged.' }),
      );
      expect(tried.status).toBe(200);
      expect(tried.body).toMatchObject({
        dryRun: true,
        claim: null,
        impact: { total: 6, losing: { lastIndependentLine: 2, everything: 1 } },
      });
      const done = await post(path, 1, { because: 'Forged.' });
      expect(done.body).toMatchObject({ withdrawnBecause: 'Forged.', version: 2 });
      const claim = (await archive.as(null).get(`/api/claims/${one.id}`)).body as Made;
      expect(claim).toMatchObject({
        unverified: true,
        citations: [{ withdrawnBecause: 'The source was withdrawn: Forged.' }],
      });
      // Just as it was said: its copy falls with it, and what the narrator read there is nothing any more.
      const lines = async ({ id }: Made) =>
        ((await archive.as(null).get(`/api/claims/${id}/support`)).body as { for: { lines: number } }).for
          .lines;
      expect([await lines(one), await lines(both), await lines(besides)]).toEqual([0, 0, 1]);
      const { telling } = (await archive.as(null).get(`/api/claims/${read.id}/support`)).body as Made;
      expect(telling).toMatchObject({ roots: [] });
      await storesNothing(archive, async () => {
        expectProblem(await post(path, 1, { because: 'B' }), 412);
        expectProblem(await post(path, 2, { because: 'B' }), 409, { code: 'source.withdrawn' });
        expectProblem(await post(`${path}?dryRun=true`, 2, { because: 'B' }), 409, {
          code: 'source.withdrawn',
        });
        expectProblem(
          await archive.as('researcher').post(path).set('if-match', '"v2"').send({ because: 'B' }),
          403,
        );
        expectProblem(await post(`${path}?dryRun=perhaps`, 2, { because: 'B' }), 422, { pointer: '/dryRun' });
      });
    });

    test('withdrawing a citation says how the claim would stand, and what leans on that', async () => {
      const [claim, leaning] = [await newClaim(), await newClaim()];
      const citation = await cite(claim, await book('The only one'));
      await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
      await makeCitation(archive, leaning.id, { claimId: claim.id });
      const tried = await storesNothing(archive, () =>
        post(`/api/citations/${citation.id}/withdrawal?dryRun=true`, 1, { because: 'Misread.' }),
      );
      expect(tried.status).toBe(200);
      expect(tried.body).toMatchObject({
        dryRun: true,
        claim: {
          before: { confidence: 'probable', contested: false, unverified: false },
          after: { confidence: 'probable', contested: false, unverified: true },
        },
        impact: {
          total: 2,
          items: [
            {
              record: { id: claim.id },
              depth: 0,
              claim: { lines: { before: 1, after: 0 }, loses: 'last_independent_line' },
            },
            { record: { id: leaning.id }, depth: 1, claim: { loses: null } },
          ],
        },
      });
    });

    test('overturning a judgement is checked like the act itself, and says who leans on the claim', async () => {
      const [claim, leaning] = [await newClaim(), await newClaim()];
      const [pro, contra] = [
        await cite(claim, await book('Pro')),
        await makeCitation(archive, claim.id, { stance: 'against' }),
      ];
      await makeAssessment(archive, claim.id, { confidence: 'confirmed', citationIds: [pro.id] });
      await makeCitation(archive, leaning.id, { claimId: claim.id });
      const path = `/api/claims/${claim.id}/assessments?dryRun=true`;
      const judge = (body: object) =>
        storesNothing(archive, () => archive.as('researcher').post(path).send(body));
      const tried = await judge({ confidence: 'refuted', rationale: 'R', citationIds: [contra.id] });
      expect([tried.status, tried.body]).toMatchObject([
        200,
        {
          claim: {
            before: { confidence: 'confirmed', contested: false, unverified: false },
            after: { confidence: 'refuted', contested: true, unverified: false },
          },
          impact: { total: 1, items: [{ record: { id: leaning.id } }] },
        },
      ]);
      expectProblem(await judge({ confidence: 'refuted', rationale: 'R' }), 422, { pointer: '/citationIds' });
      expectProblem(await judge({ confidence: 'probable', rationale: 'R', basedOn: null }), 409, {
        code: 'assessment.stale',
      });
    });

    test('a key used for a trial is not used up by it', async () => {
      const claim = await newClaim();
      const judge = (query: string) =>
        archive
          .as('researcher')
          .post(`/api/claims/${claim.id}/assessments${query}`)
          .set('idempotency-key', `trial-${claim.id}`)
          .send({ confidence: 'possible', rationale: 'R' });
      expect((await judge('?dryRun=true')).status).toBe(200);
      expect((await judge('')).status).toBe(201);
    });
  });
});
