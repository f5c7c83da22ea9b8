import { openArchive, type TestArchive } from './support/archive.js';
import { pagesOf, revise, rowCounts } from './support/expectations.js';
import {
  claimFields,
  type Made,
  makeAgent,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeFoundedAssessment,
  makePlace,
  makeSource,
  makeTestimony,
  makeUnnamedSource,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';

describe('claims', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  test('the least a claim needs is a statement and its words; nothing else is made up', async () => {
    const { id } = await makeTestimony(archive);
    const response = await archive
      .as('archivist')
      .post(`/api/testimonies/${id}/claims`)
      .send({ statement: ODD.emoji, anchors: [{ exact: 'the river' }] });
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({
      number: 1,
      statement: ODD.emoji,
      kind: 'event',
      basis: 'unknown',
      date: null,
      tellers: [],
      mentions: [],
      citations: [],
      assessments: [],
      confidence: null,
      unverified: true,
      flags: [],
      questions: [],
      contradictions: [],
      version: 1,
    });
  });

  test('everything known of a claim is recorded with it, by one activity', async () => {
    const testimony = await makeTestimony(archive);
    const [father, unnamed, place, book] = await Promise.all([
      makeAgent(archive, { name: '吉野 𠮷郎' }),
      makeUnnamedSource(archive),
      makePlace(archive, { name: 'Амур' }),
      makeSource(archive),
    ]);
    const before = await rowCounts(archive);
    const claim = await makeClaim(archive, testimony.id, {
      kind: 'reported_speech',
      basis: 'told',
      anchors: [{ exact: 'My father said the bridge was gone' }],
      date: { words: 'in the spring', edtf: '1946-21~' },
      tellers: [
        { basis: 'read', agentId: father.id, when: { edtf: '1946' }, where: '小樽', note: ODD.quotes },
        { basis: 'read', sourceId: unnamed.id },
        { basis: 'rumour' },
      ],
      mentions: [
        { agentId: father.id, words: 'My father' },
        { placeId: place.id, words: 'the bridge' },
      ],
      citations: [
        {
          stance: 'for',
          source: { id: book.id },
          locator: { label: 'page', value: '12–14' },
          informationClass: 'primary',
        },
        { stance: 'against', source: { csl: { type: 'map', title: 'Карта' } } },
      ],
      assessment: { confidence: 'probable', rationale: ODD.japanese },
    });

    expect(claim).toMatchObject({
      pointer: `${testimony.accession as string} r1 ¶1 #1`,
      date: { words: 'in the spring', edtf: '1946-21~' },
      tellers: [
        {
          position: 1,
          agent: { id: father.id },
          source: null,
          when: { edtf: '1946' },
          where: '小樽',
          note: ODD.quotes,
        },
        { position: 2, agent: null, source: { id: unnamed.id, unnamed: true } },
        { position: 3, agent: null, source: null },
      ],
      mentions: [
        { agent: { id: father.id }, place: null, words: 'My father' },
        { agent: null, place: { id: place.id, name: 'Амур' }, words: 'the bridge' },
      ],
      citations: [
        { stance: 'for', source: { id: book.id }, locator: { label: 'page', value: '12–14' } },
        { stance: 'against', source: { title: 'Карта', unnamed: false } },
      ],
      confidence: 'probable',
      unverified: false,
      assessments: [{ confidence: 'probable', rationale: ODD.japanese, claimVersion: 1, current: true }],
    });
    const [assessment] = claim.assessments as [{ citationIds: string[] }];
    expect([...assessment.citationIds].sort()).toEqual(
      (claim.citations as Made[]).map(({ id }) => id).sort(),
    );

    const after = await rowCounts(archive);
    const added = Object.entries(after).map(([table, rows]) => [table, rows - (before[table] ?? 0)]);
    expect(Object.fromEntries(added.filter(([, rows]) => rows !== 0))).toEqual({
      activity: 1,
      // One for each row that is counted here, but for links.
      log_entry: 14,
      log_pending: 1,
      claim: 1,
      anchor: 1,
      teller: 3,
      mention: 2,
      citation: 2,
      source: 1,
      assessment: 1,
      assessment_citation: 2,
      provenance_link: 7,
    });
    const links = await archive.sql<{ relation: string; to_kind: string }>(
      `SELECT relation, to_kind FROM provenance_link WHERE from_id = $1 ORDER BY relation, to_kind`,
      [claim.id],
    );
    expect(links.map(({ relation, to_kind }) => `${relation} ${to_kind}`)).toEqual([
      'hadPrimarySource source',
      'wasAttributedTo agent',
      'wasDerivedFrom source',
      'wasInfluencedBy source',
      'wasQuotedFrom passage',
    ]);
  });

  test('claims recorded by twenty at once are numbered without gaps, within their testimony', async () => {
    const [testimony, other] = [await makeTestimony(archive), await makeTestimony(archive)];
    await makeClaim(archive, other.id);
    const made = await Promise.all(Array.from({ length: 20 }, () => makeClaim(archive, testimony.id)));
    const numbers = made.map(({ number }) => number as number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect((await makeClaim(archive, other.id)).number).toBe(2);
  });

  test('the list goes by number, in pages, and knows only its own testimony', async () => {
    const [testimony, noise] = [await makeTestimony(archive), await makeTestimony(archive)];
    for (let n = 1; n <= 7; n++) {
      await makeClaim(archive, noise.id);
      await makeClaim(archive, testimony.id, { statement: `橋 ${n}` });
    }
    const path = `/api/testimonies/${testimony.id}/claims`;
    for (const limit of [1, 3, 7, 200]) {
      const items = await pagesOf<{ number: number; statement: string }>(archive, path, limit);
      expect(items.map(({ number, statement }) => [number, statement])).toEqual(
        Array.from({ length: 7 }, (_, n) => [n + 1, `橋 ${n + 1}`]),
      );
    }
    expect(await pagesOf(archive, `/api/testimonies/${(await makeTestimony(archive)).id}/claims`, 5)).toEqual(
      [],
    );
  });

  test('filters by what is still needed and by what is verified', async () => {
    const { id } = await makeTestimony(archive);
    const make = async (name: string, stance: string | null, confidence: string | null): Promise<void> => {
      const claim = await makeClaim(archive, id, { statement: name });
      const cited = stance === null ? [] : [(await makeCitation(archive, claim.id, { stance })).id];
      if (confidence !== null) await makeAssessment(archive, claim.id, { confidence, citationIds: cited });
    };
    await make('nothing', null, null);
    await make('cited', 'for', null);
    await make('judged', null, 'probable');
    await make('verified', 'for', 'probable');
    await make('doubted', 'for', 'doubtful');
    await make('opposed', 'against', 'probable');
    const names = async (query: string): Promise<string[]> =>
      (await pagesOf<{ statement: string }>(archive, `/api/testimonies/${id}/claims?${query}`, 2)).map(
        ({ statement }) => statement,
      );

    expect(await names('needs=assessment')).toEqual(['nothing', 'cited']);
    expect(await names('needs=evidence')).toEqual(['nothing', 'judged', 'opposed']);
    expect(await names('unverified=true')).toEqual(['nothing', 'cited', 'judged', 'doubted', 'opposed']);
    expect(await names('unverified=false')).toEqual(['verified']);
    // Both at once mean both at once.
    expect(await names('needs=assessment&unverified=true')).toEqual(['nothing', 'cited']);
    expect(await names('needs=assessment&unverified=false')).toEqual([]);
  });

  test('a claim is put better; judgements stay with the wording they were made on', async () => {
    const { id } = await makeTestimony(archive);
    const claim = await makeClaim(archive, id, { date: { words: 'spring', edtf: '1946-21' } });
    await makeAssessment(archive, claim.id);
    const better = await revise(archive, `/api/claims/${claim.id}`, 1, {
      statement: 'They crossed the Amur.',
      date: { words: 'spring' },
      note: 'Which river is known now.',
    });
    expect(better.status).toBe(200);
    await makeFoundedAssessment(archive, claim.id, { confidence: 'confirmed' });
    const { body } = await archive.as(null).get(`/api/claims/${claim.id}`);
    expect(body).toMatchObject({
      statement: 'They crossed the Amur.',
      basis: 'took_part',
      date: { words: 'spring', edtf: null, earliest: null },
      version: 2,
      assessments: [
        {
          confidence: 'confirmed',
          claimVersion: 2,
          wording: 'They crossed the Amur.',
          onEarlierWording: false,
          current: true,
        },
        {
          confidence: 'probable',
          claimVersion: 1,
          wording: 'The narrator crossed the river.',
          onEarlierWording: true,
          current: false,
        },
      ],
    });
    const undated = await revise(archive, `/api/claims/${claim.id}`, 2, { date: null });
    expect(undated.body).toMatchObject({ date: null, version: 3 });
  });

  test('whoever prefers the least gets id and version, and the claim is recorded whole all the same', async () => {
    const { id: testimonyId } = await makeTestimony(archive);
    for (const [prefer, minimal] of [
      ['return=minimal', true],
      ['respond-async, return="minimal"', true],
      ['return=representation', false],
      ['return=minimalist', false],
    ] as const) {
      const answer = await archive
        .as('archivist')
        .post(`/api/testimonies/${testimonyId}/claims`)
        .set('prefer', prefer)
        .send(claimFields());
      const { id } = answer.body as Made;
      expect([prefer, answer.status, answer.headers.location]).toEqual([prefer, 201, `/api/claims/${id}`]);
      expect(answer.headers.etag).toMatch(/^"v1\./);
      const whole = (await archive.as(null).get(`/api/claims/${id}`).expect(200)).body as Made;
      expect(answer.body).toEqual(minimal ? { id, version: 1 } : whole);
    }
  });
});
