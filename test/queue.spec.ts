import { sealCursor } from '../src/common/sealed-cursor.js';
import type { Role } from '../src/common/principal.js';
import { openArchive, type TestArchive } from './support/archive.js';
import {
  expectProblem,
  pagesOf,
  revise,
  storesNothing,
  transition,
  UNKNOWN_ID,
} from './support/expectations.js';
import {
  answerQuestion,
  type Made,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeContradiction,
  makeDescent,
  makeFlag,
  makeFoundedAssessment,
  makeQuestion,
  makeSource,
  makeTestimony,
  makePlace,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { claimRows, restrict, testimonyRows } from './support/restrict.js';

interface Item extends Made {
  number: number;
  leans: number;
  needs: string[];
  reasons: string[];
  unverified: boolean;
  assignment: { agent: Made; note: string | null; activity: Made } | null;
}
type Counted = { value: string | boolean; claims: number }[];
interface Queue {
  items: Item[];
  next: string | null;
  total: number;
  facets: Record<'needs' | 'flag' | 'confidence' | 'contested', Counted> & {
    unverified: Counted | null;
    assigned: { agent: Made | null; claims: number }[];
    testimony: { testimony: Made; claims: number }[];
  };
}

describe('the queue', () => {
  let archive: TestArchive;
  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const ask = (query: string, role: Role | null = null) => archive.as(role).get(`/api/claims?${query}`);
  const queue = async (query: string, role: Role | null = null): Promise<Queue> =>
    (await ask(query, role).expect(200)).body as Queue;
  const idsIn = async (query: string, role: Role | null = null): Promise<string[]> =>
    (await queue(`limit=200&${query}`, role)).items.map(({ id }) => id);
  /** A moment that everybody may name, whatever is restricted later. */
  const newest = async (): Promise<string> => ((await makePlace(archive)).activity as Made).id;
  const withdraw = (citation: Made) =>
    archive
      .as('archivist')
      .post(`/api/citations/${citation.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'It says nothing of the kind.' })
      .expect(200);
  const assess = (claim: Made, role: Role, confidence: string, citationIds: string[] = []) =>
    archive
      .as(role)
      .post(`/api/claims/${claim.id}/assessments`)
      .send({ confidence, rationale: 'R', citationIds })
      .expect(201);
  const take = (claim: { id: string }, role: Role, body: object = {}) =>
    archive.as(role).post(`/api/claims/${claim.id}/assignment`).send(body);
  const release = (claim: { id: string }, role: Role, because = 'Done.') =>
    archive.as(role).post(`/api/claims/${claim.id}/release`).send({ because });

  /** A testimony with so many claims, in the order they were recorded. */
  async function newClaims(many: number): Promise<{ testimony: Made; claims: Made[]; of: string }> {
    const testimony = await makeTestimony(archive);
    const claims: Made[] = [];
    for (let n = 0; n < many; n++) claims.push(await makeClaim(archive, testimony.id));
    return { testimony, claims, of: `testimony=${testimony.id}` };
  }
  async function newClaim() {
    const { claims, of, testimony } = await newClaims(1);
    const item = async (asOf = ''): Promise<Item> => (await queue(`${of}${asOf}`)).items[0]!;
    return { claim: claims[0]!, of, testimony, item };
  }

  test('shows of each claim what it says, where it stands, and what it waits for', async () => {
    const { claim, testimony, item } = await newClaim();
    const flag = await makeFlag(archive, claim.id, { reason: ODD.japanese });
    expect(await item()).toEqual({
      id: claim.id,
      number: 1,
      pointer: `${testimony.accession as string} #1`,
      testimony: { id: testimony.id, accession: testimony.accession, title: testimony.title },
      statement: claim.statement,
      kind: claim.kind,
      basis: claim.basis,
      date: null,
      confidence: null,
      contested: false,
      unverified: true,
      needs: ['assessment', 'evidence', 'review'],
      reasons: ['flagged'],
      flags: [{ id: flag.id, kind: 'misdated', reason: ODD.japanese }],
      leans: 0,
      assignment: null,
      recorded: claim.activity,
      version: 1,
    });
  });

  test('a claim waits for an assessment until one is made, and for evidence until something for it stands', async () => {
    const { claim, of, item } = await newClaim();
    const needs = async (): Promise<string[]> => {
      const shown = (await item()).needs;
      for (const need of ['assessment', 'evidence', 'review']) {
        expect(await idsIn(`${of}&needs=${need}`)).toEqual(shown.includes(need) ? [claim.id] : []);
      }
      return shown;
    };
    expect(await needs()).toEqual(['assessment', 'evidence']);
    await makeAssessment(archive, claim.id, { confidence: 'doubtful' });
    expect(await needs()).toEqual(['evidence']);
    await makeCitation(archive, claim.id, { stance: 'context' });
    await makeCitation(archive, claim.id, { stance: 'against' });
    expect(await needs()).toEqual(['evidence']);
    const citation = await makeCitation(archive, claim.id);
    expect(await needs()).toEqual([]);
    await withdraw(citation);
    expect(await needs()).toEqual(['evidence']);
  });

  test('a source that is withdrawn is evidence no longer, and calls for review of what rests on it', async () => {
    const { claim, item } = await newClaim();
    const source = await makeSource(archive);
    const citation = await makeCitation(archive, claim.id, { source: { id: source.id } });
    await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
    expect(await item()).toMatchObject({ needs: [], unverified: false });
    await archive
      .as('archivist')
      .post(`/api/sources/${source.id}/withdrawal`)
      .set('if-match', `"v${source.version}"`)
      .send({ because: 'A forgery.' })
      .expect(200);
    expect(await item()).toMatchObject({
      needs: ['evidence', 'review'],
      reasons: ['citation_withdrawn'],
      unverified: true,
    });
  });

  test('review has its reasons, and ends with them', async () => {
    const { claim, of, item } = await newClaim();
    const reasons = async (): Promise<string[]> => {
      const shown = await item();
      expect(shown.needs.includes('review')).toBe(shown.reasons.length > 0);
      expect(await idsIn(`${of}&needs=review`)).toEqual(shown.reasons.length > 0 ? [claim.id] : []);
      return shown.reasons;
    };
    expect(await reasons()).toEqual([]);

    const citation = await makeCitation(archive, claim.id);
    await assess(claim, 'archivist', 'probable', [citation.id]);
    await assess(claim, 'researcher', 'possible');
    expect(await reasons()).toEqual(['contested']);
    expect(await idsIn(`${of}&contested=true`)).toEqual([claim.id]);
    await assess(claim, 'researcher', 'probable', [citation.id]);
    expect(await reasons()).toEqual([]);
    expect(await idsIn(`${of}&contested=true`)).toEqual([]);

    await revise(archive, `/api/claims/${claim.id}`, 1, { statement: ODD.cyrillic }).expect(200);
    await assess(claim, 'archivist', 'probable', [citation.id]);
    // The researcher's is still of the earlier wording.
    expect(await reasons()).toEqual(['reworded']);
    await assess(claim, 'researcher', 'probable', [citation.id]);
    expect(await reasons()).toEqual([]);

    await withdraw(citation);
    expect(await reasons()).toEqual(['citation_withdrawn']);
    await assess(claim, 'archivist', 'possible');
    await assess(claim, 'researcher', 'possible');
    expect(await reasons()).toEqual([]);

    const flag = await makeFlag(archive, claim.id);
    expect(await reasons()).toEqual(['flagged']);
    const decision = { state: 'dismissed', because: 'B' };
    const decide = archive.as('archivist').post(`/api/flags/${flag.id}/decision`).set('if-match', '"v1"');
    await decide.send(decision).expect(200);
    expect(await reasons()).toEqual([]);
    const reopen = archive.as('archivist').post(`/api/flags/${flag.id}/reopening`).set('if-match', '"v2"');
    await reopen.send({ because: 'B' }).expect(200);
    expect(await reasons()).toEqual(['flagged']);
  });

  test('what an answered question settles is to be reviewed until it is judged anew, now and then', async () => {
    const { claims, of } = await newClaims(3);
    const [settled, judged, other] = claims as [Made, Made, Made];
    await makeAssessment(archive, judged.id, { confidence: 'possible' });
    const question = await makeQuestion(archive, { wouldSettle: [settled.id, judged.id] });
    const second = await makeQuestion(archive, { wouldSettle: [settled.id] });
    const before = await newest();
    const reasons = async (asOf = ''): Promise<[string, string[]][]> => {
      const { items, facets } = await queue(`${of}${asOf}&sort=age`);
      const waiting = items.filter((item) => item.reasons.length > 0);
      const reviewed = await queue(`${of}${asOf}&sort=age&needs=review`);
      expect(reviewed.items).toEqual(waiting);
      expect(reviewed.total).toBe(waiting.length);
      expect(facets.needs.find(({ value }) => value === 'review')?.claims ?? 0).toBe(waiting.length);
      for (const { id } of waiting) expect(await idsIn(`needs=review${asOf}`)).toContain(id);
      return waiting.map((item) => [item.id, item.reasons]);
    };
    expect(await reasons()).toEqual([]);

    // Settled by two answers, a claim is one all the same.
    await answerQuestion(archive, question.id, 1);
    await answerQuestion(archive, second.id, 1);
    const answered = await newest();
    const both = [settled, judged].map(({ id }) => [id, ['question_answered']]);
    expect(await reasons()).toEqual(both);

    await makeAssessment(archive, settled.id, { confidence: 'possible' });
    expect(await reasons()).toEqual([[judged.id, ['question_answered']]]);
    await makeFlag(archive, judged.id);
    expect(await reasons()).toEqual([[judged.id, ['flagged', 'question_answered']]]);
    await transition(archive, question.id, 2, { to: 'pursued' }).expect(200);
    expect(await reasons()).toEqual([[judged.id, ['flagged']]]);
    expect(await reasons(`&asOf=${answered}`)).toEqual(both);
    expect(await reasons(`&asOf=${before}`)).toEqual([]);
    expect((await queue(of)).items.find(({ id }) => id === other.id)?.reasons).toEqual([]);
  });

  test('is filtered by open flags, confidence, doubt and testimony', async () => {
    const { claims, of, testimony } = await newClaims(4);
    const [first, second, third, fourth] = claims as [Made, Made, Made, Made];
    await makeFlag(archive, first.id, { kind: 'misdated' });
    await makeFlag(archive, first.id, { kind: 'sensitive' });
    await makeFlag(archive, second.id, { kind: 'misdated' });
    await makeFoundedAssessment(archive, second.id, { confidence: 'confirmed' });
    await assess(third, 'archivist', 'doubtful');
    await assess(third, 'researcher', 'possible');
    const in_ = (query: string) => idsIn(`${of}&${query}`);

    expect(await in_('flag=misdated')).toEqual([first.id, second.id]);
    expect(await in_('flag=sensitive')).toEqual([first.id]);
    expect(await in_('flag=other')).toEqual([]);
    // The latest judgement, by anybody.
    expect(await in_('confidence=possible')).toEqual([third.id]);
    expect(await in_('confidence=doubtful')).toEqual([]);
    expect(await in_('contested=false')).toEqual([first.id, second.id, fourth.id]);
    expect(await in_('unverified=false')).toEqual([second.id]);
    expect(await in_('unverified=true')).toEqual([first.id, third.id, fourth.id]);
    expect(await in_('flag=misdated&confidence=confirmed&unverified=false&contested=false')).toEqual([
      second.id,
    ]);
    expect(await in_('flag=sensitive&confidence=confirmed')).toEqual([]);
    expect(await idsIn(`testimony=${testimony.accession as string}`)).toEqual(await idsIn(of));
    expect(await idsIn(`unverified=false`)).toContain(second.id);
    expect(await idsIn(`unverified=true`)).not.toContain(second.id);
  });

  test('what most leans on comes first, then the oldest, whoever has reworded it', async () => {
    const { claims, of } = await newClaims(5);
    const [plain, cited, asked, disputed, last] = claims as [Made, Made, Made, Made, Made];
    const elsewhere = (await newClaims(2)).claims as [Made, Made];
    for (const other of elsewhere) await makeCitation(archive, other.id, { claimId: cited.id });
    // The same claim twice leans but once; context does not lean; nor does what was withdrawn.
    await makeCitation(archive, elsewhere[0].id, { claimId: cited.id, stance: 'against' });
    await makeCitation(archive, elsewhere[0].id, { claimId: plain.id, stance: 'context' });
    await withdraw(await makeCitation(archive, elsewhere[0].id, { claimId: plain.id }));
    await makeDescent(archive, `sources/${(await makeSource(archive)).id}`, { claimId: cited.id });
    await makeQuestion(archive, { raisedBy: [asked.id] });
    const dropped = await makeQuestion(archive, { raisedBy: [plain.id] });
    await transition(archive, dropped.id, 1, { to: 'withdrawn', because: 'B' });
    await makeContradiction(archive, [disputed.id, elsewhere[0].id]);
    await makeFlag(archive, last.id);
    await makeAssessment(archive, last.id);
    await revise(archive, `/api/claims/${plain.id}`, 1, { statement: 'He crossed it.' }).expect(200);

    const { items } = await queue(of);
    expect(items.map(({ id, leans }) => [id, leans])).toEqual([
      [cited.id, 3],
      [asked.id, 1],
      [disputed.id, 1],
      [plain.id, 0],
      [last.id, 0],
    ]);
    expect(await idsIn(`${of}&sort=age`)).toEqual(claims.map(({ id }) => id));
    expect((await queue(`${of}&sort=age`)).items[0]?.recorded).toEqual(plain.activity);
    // Over the testimonies too, and from page to page: those elsewhere were recorded later, and have lower numbers.
    const known = new Set([...claims, ...elsewhere].map(({ id }) => id));
    for (const [sort, first] of [
      ['leans', [cited, asked, disputed, elsewhere[0], plain, last, elsewhere[1]]],
      ['age', [...claims, ...elsewhere]],
    ] as const) {
      const all = await pagesOf<Item>(archive, `/api/claims?sort=${sort}`, 3);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(all.map(({ id }) => id).filter((id) => known.has(id))).toEqual(first.map(({ id }) => id));
    }
  });

  test('is as it was at an earlier moment, of a testimony and of everything', async () => {
    const { claim, of, testimony } = await newClaim();
    const nothing = await newest();
    const citation = await makeCitation(archive, claim.id);
    await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
    const flag = await makeFlag(archive, claim.id);
    const question = await makeQuestion(archive, { raisedBy: [claim.id] });
    await take(claim, 'researcher', { note: ODD.emoji }).expect(201);
    const then = await newest();
    const [stood, all, unverified] = [
      await queue(of),
      await queue('limit=200'),
      await queue('unverified=true'),
    ];
    expect(stood.items[0]).toMatchObject({ leans: 1, confidence: 'probable', unverified: false });

    await withdraw(citation);
    await assess(claim, 'researcher', 'possible');
    const decision = { state: 'upheld', because: 'B' };
    await archive
      .as('archivist')
      .post(`/api/flags/${flag.id}/decision`)
      .set('if-match', '"v1"')
      .send(decision);
    await transition(archive, question.id, 1, { to: 'withdrawn', because: 'B' });
    await revise(archive, `/api/claims/${claim.id}`, 1, { statement: 'He crossed it.' }).expect(200);
    await release(claim, 'researcher').expect(200);
    await makeClaim(archive, testimony.id);
    const now = await queue(of);
    expect(now.items).toMatchObject([
      {
        id: claim.id,
        leans: 0,
        needs: ['evidence', 'review'],
        reasons: ['contested', 'reworded', 'citation_withdrawn'],
      },
      { number: 2 },
    ]);

    expect(await queue(`${of}&asOf=${then}`)).toEqual(stood);
    expect(await queue(`limit=200&asOf=${then}`)).toEqual(all);
    expect(await queue(`unverified=true&asOf=${then}`)).toEqual(unverified);
    expect(await queue(`${of}&asOf=2999-01-01T00:00:00Z`)).toEqual(now);
    expect((await queue(`${of}&asOf=${nothing}`)).items).toMatchObject([
      { needs: ['assessment', 'evidence'], leans: 0, version: 1 },
    ]);
    expect(await queue(`${of}&asOf=1945-08-15T12:00:00Z`)).toMatchObject({ items: [], next: null, total: 0 });
  });

  test('a claim is unverified where the one definition says so, by the short ways as by the long', async () => {
    const { testimony, claims, of } = await newClaims(9);
    const [bare, plain, read, copied, leant, quoted, restricted, withdrawn, doubted] = claims as [
      Made,
      Made,
      Made,
      Made,
      Made,
      Made,
      Made,
      Made,
      Made,
    ];
    const judge = async (claim: Made, cited: object, confidence = 'probable') =>
      makeAssessment(archive, claim.id, {
        confidence,
        citationIds: [(await makeCitation(archive, claim.id, { ...cited })).id],
      });
    const source = async () => (await makeSource(archive, { csl: { type: 'book', title: `Of ${n++}` } })).id;
    let n = 0;
    const setTellers = async (claim: Made, tellers: object[]) => {
      const path = `/api/claims/${claim.id}/tellers`;
      const { version } = (await archive.as(null).get(path).expect(200)).body as Made;
      const put = archive.as('archivist').put(path).set('if-match', `"v${version}"`);
      return put.send({ tellers, because: 'B' }).expect(200);
    };
    // What the teller had read himself, and what that was copied from, are no second witness.
    const [paper, original, other] = [await source(), await source(), await source()];
    await makeDescent(archive, `sources/${paper}`, { sourceId: original });
    await makeAssessment(archive, bare.id);
    await judge(plain, { source: { id: other } });
    await setTellers(read, [{ basis: 'read', sourceId: other }]);
    await judge(read, { source: { id: other } });
    await setTellers(copied, [{ basis: 'read', sourceId: paper }]);
    await judge(copied, { source: { id: original } });
    await judge(leant, { claimId: plain.id });
    const elsewhere = await makeTestimony(archive);
    const { passages } = (
      await archive.as(null).get(`/api/testimonies/${elsewhere.id}/revisions/1`).expect(200)
    ).body as { passages: Made[] };
    await judge(quoted, { passageId: passages[0]!.id });
    const secret = await source();
    await judge(restricted, { source: { id: secret } });
    const forged = await makeSource(archive, { csl: { type: 'book', title: 'Forged' } });
    await judge(withdrawn, { source: { id: forged.id } });
    await judge(doubted, { source: { id: other } }, 'possible');
    // A teller whose paper is another, for a claim that one may rest on what is cited.
    await setTellers(plain, [{ basis: 'read', sourceId: await source() }]);
    const then = await newest();
    await archive
      .as('archivist')
      .post(`/api/sources/${forged.id}/withdrawal`)
      .set('if-match', `"v${forged.version}"`)
      .send({ because: 'B' })
      .expect(200);
    await restrict(archive, [{ table: 'source', where: `id = '${secret}'` }]);

    const expected = new Map<string, string[]>();
    for (const [moment, sequence] of [
      ['', null],
      [
        `&asOf=${then}`,
        (
          await archive.sql(`SELECT ARRAY[sequence + 1]::text AS moment FROM activity WHERE id = $1`, [then])
        )[0]!.moment,
      ],
    ] as const) {
      const rows = await archive.sql<{ id: string; clear: boolean; staff: boolean }>(
        `SELECT id, is_unverified(id, '{0}'::smallint[], $2) AS clear, is_unverified(id, '{32767}'::smallint[], $2) AS staff
         FROM claim WHERE testimony_id = $1`,
        [testimony.id, sequence],
      );
      for (const [role, column] of [
        [null, 'clear'],
        ['archivist', 'staff'],
      ] as const) {
        const wanted = rows.filter((row) => row[column]).map(({ id }) => id);
        expected.set(`${role ?? 'anybody'}${moment === '' ? '' : ' then'}`, wanted);
        for (const extent of [of, 'limit=200']) {
          const all = await queue(`${extent}${moment}`, role);
          const shown = all.items.filter(
            (item) => item.unverified && claims.some(({ id }) => id === item.id),
          );
          expect(shown.map(({ id }) => id).sort()).toEqual([...wanted].sort());
          const asked = await queue(`${extent}${moment}&unverified=true`, role);
          const found = asked.items.filter((item) => claims.some(({ id }) => id === item.id));
          expect(found.map(({ id }) => id).sort()).toEqual([...wanted].sort());
        }
      }
    }
    const names = (key: string): number[] =>
      expected
        .get(key)!
        .map((id) => claims.findIndex((claim) => claim.id === id) + 1)
        .sort();
    // 1 rests on nothing, 3 and 4 on what the teller had read, 7 on a secret, 8 on a forgery, 9 is thought possible only.
    expect(names('anybody')).toEqual([1, 3, 4, 7, 8, 9]);
    expect(names('archivist')).toEqual([1, 3, 4, 8, 9]);
    expect(names('archivist then')).toEqual([1, 3, 4, 9]);
  });

  test('what one may not see is in no item, no total, no facet, and no reason', async () => {
    const { testimony, claims, of } = await newClaims(2);
    const [open, hidden] = claims as [Made, Made];
    const before = await queue(of);
    const citing = await makeCitation(archive, hidden.id, { claimId: open.id });
    await makeContradiction(archive, [open.id, hidden.id]);
    await makeFlag(archive, hidden.id, { kind: 'sensitive' });
    const question = await makeQuestion(archive, { wouldSettle: [open.id] });
    const answer = (await answerQuestion(archive, question.id, 1)).answer as Made;
    await take(hidden, 'researcher').expect(201);
    const secret = await makeSource(archive);
    const citation = await makeCitation(archive, open.id, { source: { id: secret.id } });
    await makeAssessment(archive, open.id, { citationIds: [citation.id] });
    const then = await newest();
    await restrict(archive, [
      ...claimRows(`'${hidden.id}'`),
      { table: 'source', where: `id = '${secret.id}'` },
      { table: 'assessment', where: `claim_id = '${open.id}'` },
      { table: 'question_subject', where: `question_id = '${question.id}'` },
      { table: 'answer', where: `id = '${answer.id}'` },
    ]);
    for (const query of [of, `${of}&asOf=${then}`, `${of}&asOf=2999-01-01T00:00:00Z`]) {
      const shown = await queue(query);
      expect(shown.items).toEqual([before.items[0]]);
      expect(shown.total).toBe(1);
      expect(shown.facets).toMatchObject({
        needs: [
          { value: 'assessment', claims: 1 },
          { value: 'evidence', claims: 1 },
        ],
        flag: [],
        confidence: [],
        contested: [{ value: false, claims: 1 }],
        unverified: [{ value: true, claims: 1 }],
        assigned: [{ agent: null, claims: 1 }],
        testimony: [{ testimony: { id: testimony.id }, claims: 1 }],
      });
    }
    for (const query of [
      'limit=200',
      'limit=200&unverified=true',
      'flag=sensitive',
      `asOf=${then}&limit=200`,
    ]) {
      expect(JSON.stringify(await queue(query))).not.toContain(hidden.id);
    }
    expect(await queue(of, 'archivist')).toMatchObject({ total: 2, items: [{ id: open.id, leans: 3 }, {}] });
    expect(citing.id).not.toBe('');

    const other = (await newClaims(1)).testimony;
    await restrict(archive, testimonyRows(other.id));
    expectProblem(await ask(`testimony=${other.id}`), 404);
    expectProblem(await ask(`testimony=${other.accession as string}`), 404);
    expect(JSON.stringify((await queue('limit=1')).facets)).not.toContain(other.id);
  });

  test.each([
    ['needs=love', '/needs'],
    ['needs=assessment&needs=evidence', '/needs'],
    ['flag=verified', '/flag'],
    ['confidence=certain', '/confidence'],
    ['contested=maybe', '/contested'],
    ['unverified=1', '/unverified'],
    ['assigned=him', '/assigned'],
    ['assigned=', '/assigned'],
    ['assigned=%00', '/assigned'],
    ['assigned=me&assigned=nobody', '/assigned'],
    ['testimony=', '/testimony'],
    ['sort=newest', '/sort'],
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['cursor=', '/cursor'],
    ['cursor=nonsense', '/cursor'],
    [`cursor=${sealCursor('leans 0 1 1')}`, '/cursor'],
    [`cursor=${sealCursor(`leans 1 1 1 ${UNKNOWN_ID}`)}`, '/cursor'],
    [`cursor=${sealCursor(`age 0 1 1 ${UNKNOWN_ID}`)}`, '/cursor'],
    ['asOf=yesterday', '/asOf'],
    ['page=2', '/page'],
  ])('cannot be asked for by ?%s', async (query, pointer) => {
    expectProblem(await ask(query), 422, { pointer });
  });

  test('one it does not know has none: a testimony, a researcher, oneself without a token', async () => {
    for (const id of [UNKNOWN_ID, 'KTB-9999', 'nonsense']) expectProblem(await ask(`testimony=${id}`), 404);
    expect(await queue(`assigned=${UNKNOWN_ID}`)).toMatchObject({ items: [], total: 0 });
    expectProblem(await ask('assigned=me'), 401);
    const furthest = `leans -999999999 999999999999999999 999999999 ${UNKNOWN_ID}`;
    expect(await ask(`cursor=${sealCursor(furthest)}`)).toMatchObject({ status: 200 });
  });

  describe('assignment', () => {
    test('a claim is taken by one at a time, seen as his, and released', async () => {
      const { claim, of, item } = await newClaim();
      const taken = await take(claim, 'researcher', { note: ODD.japanese });
      expect(taken.status).toBe(201);
      expect(taken.body).toMatchObject({
        claim: { id: claim.id, number: 1, statement: claim.statement },
        agent: { name: 'Test researcher' },
        note: ODD.japanese,
        releasedBecause: null,
        activity: { type: 'assignment.take' },
      });
      const { agent } = taken.body as { agent: Made };
      expect((await item()).assignment).toMatchObject({ agent, note: ODD.japanese });
      expect(await idsIn(`${of}&assigned=me`, 'researcher')).toEqual([claim.id]);
      expect(await idsIn(`${of}&assigned=me`, 'archivist')).toEqual([]);
      expect(await idsIn(`${of}&assigned=${agent.id.toUpperCase()}`)).toEqual([claim.id]);
      expect(await idsIn(`${of}&assigned=nobody`)).toEqual([]);
      expect((await queue(of)).facets.assigned).toEqual([{ agent, claims: 1 }]);

      await storesNothing(archive, async () => {
        expectProblem(await take(claim, 'researcher'), 409, { code: 'assignment.yours' });
        const late = await take(claim, 'archivist');
        expectProblem(late, 409, { code: 'assignment.taken' });
        expect(late.body).toMatchObject({
          holder: agent,
          detail: expect.stringContaining('Test researcher') as string,
        });
        expectProblem(await release(claim, 'administrator'), 403, { code: 'assignment.not_yours' });
      });

      const released = await release(claim, 'researcher', ODD.cyrillic);
      expect(released.status).toBe(200);
      expect(released.body).toMatchObject({
        releasedBecause: ODD.cyrillic,
        activity: { type: 'assignment.release' },
      });
      expect((await item()).assignment).toBeNull();
      expect(await idsIn(`${of}&assigned=nobody`)).toEqual([claim.id]);
      await storesNothing(archive, async () => {
        expectProblem(await release(claim, 'researcher'), 409, { code: 'assignment.none' });
      });
      await take(claim, 'archivist').expect(201);
      const links = await archive.sql(
        `SELECT FROM provenance_link l JOIN activity a ON a.id = l.activity_id WHERE a.type LIKE 'assignment.%'`,
      );
      expect(links).toEqual([]);
    });

    test('an archivist releases what somebody else has', async () => {
      const { claim } = await newClaim();
      await take(claim, 'researcher').expect(201);
      await release(claim, 'archivist', 'He has left.').expect(200);
      await take(claim, 'administrator').expect(201);
    });

    test('of two who take it at the same moment, one has it; of two who release it, one does', async () => {
      const { claim, item } = await newClaim();
      const takers: Role[] = ['researcher', 'archivist', 'administrator'];
      const answers = await Promise.all(takers.map((role) => take(claim, role)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      const won = answers.find(({ status }) => status === 201)?.body as { agent: Made };
      for (const { body } of answers.filter(({ status }) => status === 409)) {
        expect(body).toMatchObject({ code: 'assignment.taken', holder: won.agent });
      }
      expect((await item()).assignment?.agent).toEqual(won.agent);
      const both = await Promise.all([release(claim, 'archivist'), release(claim, 'archivist')]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      // A second holder is refused by the database, whoever asks.
      const rows = await archive.sql(`SELECT FROM assignment WHERE claim_id = $1`, [claim.id]);
      expect(rows).toHaveLength(1);
    });

    test('whom one may not see has taken nothing that one sees, and yet it cannot be taken', async () => {
      const { claim, of, item } = await newClaim();
      const { agent } = (await take(claim, 'researcher').expect(201)).body as { agent: Made };
      const holder = [{ table: 'agent', where: `id = '${agent.id}'` }];
      await restrict(archive, holder);
      try {
        expect((await item()).assignment).toBeNull();
        expect((await queue(of)).facets.assigned).toEqual([{ agent: null, claims: 1 }]);
        expect(await idsIn(`${of}&assigned=${agent.id}`)).toEqual([]);
        expect(await idsIn(`${of}&assigned=${agent.id}`, 'archivist')).toEqual([claim.id]);
        const late = await take(claim, 'administrator');
        expectProblem(late, 409, { code: 'assignment.taken' });
        expect(late.text).not.toContain('Test researcher');
        expect(late.body).toMatchObject({ holder: null });
      } finally {
        await restrict(archive, holder, 0);
      }
    });

    test('is not for those who only read, nor of what one may not see, nor said in other ways', async () => {
      const { claim } = await newClaim();
      const hidden = (await newClaim()).claim;
      await take(hidden, 'archivist').expect(201);
      await restrict(archive, claimRows(`'${hidden.id}'`));
      await storesNothing(archive, async () => {
        expectProblem(await take(claim, 'reader'), 403);
        expectProblem(await archive.as(null).post(`/api/claims/${claim.id}/assignment`).send({}), 401);
        expectProblem(await release(claim, 'reader'), 403);
        for (const ask_ of [take, release]) {
          const [secret, unknown] = [
            await ask_({ id: hidden.id }, 'researcher'),
            await ask_({ id: UNKNOWN_ID }, 'researcher'),
          ];
          expect([secret.status, secret.text]).toEqual([404, unknown.text]);
        }
        expectProblem(await take(claim, 'researcher', { note: ' ' }), 422, { pointer: '/note' });
        expectProblem(await take(claim, 'researcher', { agentId: UNKNOWN_ID }), 422, { pointer: '/agentId' });
        expectProblem(await release(claim, 'researcher', ''), 422, { pointer: '/because' });
      });
    });
  });
});

describe('the queue of the chapter', () => {
  let archive: TestArchive;
  let claims: { id: string; unverified: boolean }[];
  beforeAll(async () => {
    archive = await openArchive('chapter');
    claims = await archive.sql(
      `SELECT id, is_unverified(id, '{0}'::smallint[], NULL) AS unverified FROM claim`,
    );
    // Some work under way, so that every facet has something to count.
    const some = claims.map(({ id }) => id).sort();
    for (const id of some.slice(0, 3)) {
      await archive.as('researcher').post(`/api/claims/${id}/assignment`).send({}).expect(201);
    }
    for (const id of some.slice(2, 9)) await makeFlag(archive, id, { kind: 'sensitive' });
    for (const id of some.slice(5, 12)) {
      await makeFoundedAssessment(archive, id, { confidence: 'possible' });
    }
  });
  afterAll(() => archive.close());

  const queue = async (query: string): Promise<Queue> =>
    (await archive.as('researcher').get(`/api/claims?${query}`).expect(200)).body as Queue;

  test('has every claim once, page by page, in its order', async () => {
    expect(claims.length).toBeGreaterThan(50);
    for (const [query, limit] of [
      ['sort=leans', 7],
      ['sort=age', 13],
      ['sort=leans&testimony=KTB-0001', 200],
      ['sort=leans&asOf=2999-01-01T00:00:00Z', 50],
    ] as const) {
      const items = await pagesOf<Item>(archive, `/api/claims?${query}`, limit);
      expect(items.map(({ id }) => id).sort()).toEqual(claims.map(({ id }) => id).sort());
      const numbers = items.map(({ leans, number }) =>
        query === 'sort=age' ? number : number - leans * 1e6,
      );
      // The chapter was recorded by one activity: age is the order of its claims.
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
    expect((await queue('')).items[0]?.leans).toBeGreaterThan(0);
  });

  test.each(['', 'needs=review', 'confidence=possible', 'flag=sensitive&contested=false', 'assigned=nobody'])(
    'the facets of "%s" are the totals one would have with each value',
    async (filter) => {
      const scoped = `${filter}&testimony=KTB-0001`;
      const { facets, total } = await queue(scoped);
      const without = (name: string): string =>
        scoped
          .split('&')
          .filter((part) => part !== '' && !part.startsWith(`${name}=`))
          .join('&');
      for (const name of ['needs', 'flag', 'confidence', 'contested', 'unverified'] as const) {
        for (const { value, claims: counted } of facets[name] ?? []) {
          expect(counted).toBeGreaterThan(0);
          expect([name, value, (await queue(`${without(name)}&${name}=${String(value)}`)).total]).toEqual([
            name,
            value,
            counted,
          ]);
        }
      }
      for (const { agent, claims: counted } of facets.assigned) {
        const asked = await queue(`${without('assigned')}&assigned=${agent?.id ?? 'nobody'}`);
        expect([agent?.name, asked.total]).toEqual([agent?.name, counted]);
      }
      expect(facets.testimony.reduce((sum, { claims: counted }) => sum + counted, 0)).toBe(total);
      // The same for the whole archive, which is this one testimony; but that there the unverified are not counted.
      const whole = await queue(filter);
      expect(whole).toMatchObject({ total, facets: { ...facets, unverified: null } });
    },
  );

  test('claims by confidence and those nobody has judged are all there are', async () => {
    const { facets, total } = await queue('');
    const judged = facets.confidence.reduce((sum, { claims: counted }) => sum + counted, 0);
    const unjudged = facets.needs.find(({ value }) => value === 'assessment')?.claims ?? 0;
    expect(judged + unjudged).toBe(total);
    expect(facets.contested.reduce((sum, { claims: counted }) => sum + counted, 0)).toBe(total);
    expect(total).toBe(claims.length);
  });

  test('its claims are unverified where the one definition says so, by whichever way they are found', async () => {
    const now = await archive.sql<{ id: string; unverified: boolean }>(
      `SELECT id, is_unverified(id, '{1}'::smallint[], NULL) AS unverified FROM claim`,
    );
    const wanted = (unverified: boolean): string[] =>
      now
        .filter((claim) => claim.unverified === unverified)
        .map(({ id }) => id)
        .sort();
    expect(wanted(false).length).toBeGreaterThan(0);
    for (const extent of ['', '&testimony=KTB-0001', '&asOf=2999-01-01T00:00:00Z']) {
      for (const unverified of [true, false]) {
        const { items, total } = await queue(`limit=200&unverified=${unverified}${extent}`);
        expect(items.map(({ id }) => id).sort()).toEqual(wanted(unverified));
        expect(items.every((item) => item.unverified === unverified)).toBe(true);
        expect(total).toBe(items.length);
      }
    }
    // Shown without being asked for, it is the same.
    const shown = (await queue('limit=200')).items.filter((item) => item.unverified).map(({ id }) => id);
    expect(shown.sort()).toEqual(wanted(true));
  });
});
