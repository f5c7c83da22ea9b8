import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  claimFields,
  type Made,
  makeAgent,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeContradiction,
  makeFlag,
  makeLead,
  makeQuestion,
  makeSource,
  makeTestimony,
  testimonyFields,
  makePlace,
} from './support/factories.js';
import { claimRows, restrict, testimonyRows } from './support/restrict.js';

const SECRET = '内緒の話';

describe('what one may not see is absent', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const text = async (path: string): Promise<string> => (await archive.as(null).get(path).expect(200)).text;
  const body = async (path: string): Promise<Made> =>
    (await archive.as(null).get(path).expect(200)).body as Made;
  /** A moment that everybody may name, whatever is restricted later. */
  const newest = async (): Promise<string> => ((await makePlace(archive)).activity as Made).id;
  /** The same to the letter as for an id that never was. */
  const likeUnknown = async (
    ask: (id: string) => PromiseLike<{ status: number; text: string }>,
    id: string,
  ) => {
    const [hidden, unknown] = [await ask(id), await ask(UNKNOWN_ID)];
    expect([hidden.status, hidden.text]).toEqual([unknown.status, unknown.text]);
    expect([404, 422]).toContain(hidden.status);
  };

  /** A testimony of two claims, the second of which is restricted with all that derives from it. */
  async function hideOneClaim() {
    const testimony = await makeTestimony(archive);
    const source = await makeSource(archive);
    const open = await makeClaim(archive, testimony.id);
    await makeCitation(archive, open.id, { source: { id: source.id } });
    const hidden = await makeClaim(archive, testimony.id, {
      statement: SECRET,
      anchors: [{ exact: 'Nobody spoke of it' }],
      tellers: [{ basis: 'read', sourceId: source.id }],
    });
    const citation = await makeCitation(archive, hidden.id, { source: { id: source.id } });
    const assessment = await makeAssessment(archive, hidden.id);
    const flag = await makeFlag(archive, hidden.id, { reason: SECRET });
    const contradiction = await makeContradiction(archive, [open.id, hidden.id]);
    const question = await makeQuestion(archive, { raisedBy: [open.id], wouldSettle: [hidden.id] });
    const before = await newest();
    await restrict(archive, claimRows(`'${hidden.id}'`));
    return { testimony, source, open, hidden, citation, assessment, flag, contradiction, question, before };
  }

  test('a restricted claim answers like an id that never was', async () => {
    const { hidden, citation, assessment, flag, contradiction, before } = await hideOneClaim();
    for (const [path, id] of [
      ['/api/claims/:id', hidden.id],
      ['/api/claims/:id/flags', hidden.id],
      [`/api/claims/:id?asOf=${before}`, hidden.id],
      ['/api/citations/:id', citation.id],
      ['/api/flags/:id', flag.id],
      ['/api/contradictions/:id', contradiction.id],
      // Raised by it too, so its words may tell of it.
      ['/api/activities/:id', (hidden.activity as Made).id],
      ...Object.entries({ claim: hidden, citation, assessment, flag }).flatMap(([kind, { id: of }]) => [
        [`/api/history/${kind}/:id`, of],
        [`/api/provenance/${kind}/:id`, of],
        [`/api/provenance/${kind}/:id?direction=down`, of],
      ]),
    ] as [string, string][]) {
      await likeUnknown((of) => archive.as(null).get(path.replace(':id', of)), id);
    }
    const staff = await archive.as('archivist').get(`/api/claims/${hidden.id}`);
    expect((staff.body as Made).statement).toBe(SECRET);
  });

  test('is in no list, no page, no report, no count and no graph', async () => {
    const { testimony, source, open, hidden, contradiction, question } = await hideOneClaim();
    for (const path of [
      `/api/testimonies/${testimony.id}/claims`,
      `/api/testimonies/${testimony.id}/claims?needs=assessment`,
      `/api/testimonies/${testimony.id}/claims?unverified=true`,
      `/api/testimonies/${testimony.id}/reading`,
      ...['md', 'html', 'json'].map((format) => `/api/testimonies/${testimony.id}/report?format=${format}`),
      `/api/provenance/source/${source.id}?direction=down`,
      `/api/provenance/testimony/${testimony.id}?direction=down`,
      `/api/questions/${question.id}`,
      '/api/questions?limit=200',
      '/api/contradictions?limit=200',
      `/api/claims/${open.id}`,
    ]) {
      const shown = await text(path);
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain(hidden.id);
    }
    expect(await body(`/api/testimonies/${testimony.id}`)).toMatchObject({ claims: 1 });
    expect(await body(`/api/sources/${source.id}`)).toMatchObject({ citations: 1, claims: 0 });
    expect(await body(`/api/claims/${open.id}`)).toMatchObject({ contradictions: [] });
    expect(await text('/api/contradictions?limit=200')).not.toContain(contradiction.id);
    expect(await body(`/api/provenance/source/${source.id}?direction=down`)).toMatchObject({ truncated: {} });
  });

  test('cannot be written about, nor found out by trying', async () => {
    const { hidden, citation, flag, open } = await hideOneClaim();
    const post = (path: string, sent: (id: string) => object) => (id: string) =>
      archive.as('researcher').post(path.replace(':id', id)).send(sent(id));
    await storesNothing(archive, async () => {
      for (const ask of [
        post('/api/claims/:id/assessments', () => ({ confidence: 'probable', rationale: 'R' })),
        post('/api/claims/:id/flags', () => ({ kind: 'other', reason: 'R' })),
        post('/api/claims/:id/citations', () => ({
          stance: 'for',
          source: { csl: { type: 'book', title: 'T' } },
        })),
        post(`/api/claims/${open.id}/citations`, (id) => ({ stance: 'for', claimId: id })),
        post('/api/contradictions', (id) => ({ statement: 'S', claimIds: [open.id, id] })),
        post('/api/questions', (id) => ({ kind: 'other', statement: 'S', raisedBy: [id] })),
      ]) {
        await likeUnknown(ask, hidden.id);
      }
      // The administrator may revise claims, but reads no restricted ones.
      const patch = (id: string) =>
        archive
          .as('administrator')
          .patch(`/api/claims/${id}`)
          .set('if-match', '"v9"')
          .send({ statement: 'S' });
      await likeUnknown(patch, hidden.id);
      const because = { because: 'B', state: 'upheld' };
      const decide = (id: string) =>
        archive.as('administrator').post(`/api/flags/${id}/decision`).set('if-match', '"v9"').send(because);
      await likeUnknown(decide, flag.id);
      const withdraw = (id: string) =>
        archive
          .as('researcher')
          .post(`/api/citations/${id}/withdrawal`)
          .set('if-match', '"v2"')
          .send({ because: 'B' });
      await likeUnknown(withdraw, citation.id);
    });
  });

  test('a restricted testimony is gone with its words', async () => {
    const testimony = await makeTestimony(archive, { title: SECRET });
    const accession = testimony.accession as string;
    const claim = await makeClaim(archive, testimony.id);
    const source = await makeSource(archive);
    await makeCitation(archive, claim.id, { source: { id: source.id } });
    const revision = (testimony.revisions as Made[])[0] as Made;
    const { passages } = await body(`/api/testimonies/${testimony.id}/revisions/1`);
    const before = await newest();
    await restrict(archive, testimonyRows(testimony.id));

    for (const key of [testimony.id, accession]) {
      for (const path of [
        '',
        `?asOf=${before}`,
        '/claims',
        '/reading',
        '/report',
        '/report?format=json',
        '/revisions/1',
      ]) {
        expectProblem(await archive.as(null).get(`/api/testimonies/${key}${path}`), 404);
      }
    }
    for (const [kind, id] of [
      ['testimony', testimony.id],
      ['revision', revision.id],
      ['passage', (passages as Made[])[0]?.id],
      ['claim', claim.id],
    ]) {
      expectProblem(await archive.as(null).get(`/api/provenance/${kind as string}/${id as string}`), 404);
      expectProblem(await archive.as(null).get(`/api/history/${kind as string}/${id as string}`), 404);
    }
    const listed = await pagesOf<Made>(archive, '/api/testimonies', 3);
    expect(listed.map(({ id }) => id)).not.toContain(testimony.id);
    expect(await text(`/api/provenance/source/${source.id}?direction=down`)).not.toContain(claim.id);
    expect(await body(`/api/questions?testimony=${accession}`)).toEqual({ items: [], next: null });
    await storesNothing(archive, async () => {
      const record = (id: string) =>
        archive.as('administrator').post(`/api/testimonies/${id}/claims`).send(claimFields());
      await likeUnknown(record, testimony.id);
      const cite = (id: string) =>
        archive
          .as('researcher')
          .post(`/api/claims/${UNKNOWN_ID}/citations`)
          .send({ stance: 'for', passageId: id });
      await likeUnknown(cite, (passages as Made[])[0]?.id as string);
      const translate = (id: string) =>
        archive
          .as('administrator')
          .post('/api/testimonies')
          .send(testimonyFields({ translationOf: { language: 'ja', testimonyId: id } }));
      await likeUnknown(translate, testimony.id);
    });
  });

  test('a circle through what one may not see is not told by refusing it, and does no harm', async () => {
    const [one, hidden, other] = [
      await makeClaim(archive, (await makeTestimony(archive)).id),
      await makeClaim(archive, (await makeTestimony(archive)).id),
      await makeClaim(archive, (await makeTestimony(archive)).id),
    ];
    await makeCitation(archive, one.id, { claimId: hidden.id });
    await makeCitation(archive, hidden.id, { claimId: other.id });
    await restrict(archive, claimRows(`'${hidden.id}'`));
    const cite = (role: 'researcher' | 'archivist') =>
      archive.as(role).post(`/api/claims/${other.id}/citations`).send({ stance: 'for', claimId: one.id });
    expectProblem(await cite('archivist'), 422, { code: 'citation.cycle' });
    await cite('researcher').expect(201);
    for (const role of ['researcher', 'archivist'] as const) {
      for (const { id } of [one, other]) {
        for (const path of [
          `claims/${id}`,
          `claims/${id}/support`,
          `claims/${id}/impact`,
          `provenance/claim/${id}`,
        ]) {
          await archive.as(role).get(`/api/${path}`).expect(200);
        }
      }
    }
    // What one sees of it goes on like any other.
    const next = await makeClaim(archive, (await makeTestimony(archive)).id);
    await archive
      .as('researcher')
      .post(`/api/claims/${next.id}/citations`)
      .send({ stance: 'for', claimId: other.id })
      .expect(201);
  });

  test('a restricted source is cited by nothing one sees', async () => {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id);
    const source = await makeSource(archive, { csl: { type: 'book', title: SECRET } });
    const citation = await makeCitation(archive, claim.id, { source: { id: source.id } });
    const lead = await makeLead(archive, (await makeQuestion(archive, { raisedBy: [claim.id] })).id, {
      sourceId: source.id,
    });
    const before = await newest();
    await restrict(archive, [{ table: 'source', where: `id = '${source.id}'` }]);

    for (const path of [
      `/api/claims/${claim.id}`,
      `/api/claims/${claim.id}?asOf=${before}`,
      `/api/testimonies/${testimony.id}/reading`,
      ...['md', 'html', 'json'].map((format) => `/api/testimonies/${testimony.id}/report?format=${format}`),
      `/api/provenance/claim/${claim.id}`,
      '/api/sources?limit=200',
    ]) {
      const shown = await text(path);
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain(source.id);
    }
    await likeUnknown((id) => archive.as(null).get(`/api/sources/${id}`), source.id);
    await likeUnknown((id) => archive.as(null).get(`/api/leads/${id}`), lead.id);
    await likeUnknown((id) => archive.as(null).get(`/api/citations/${id}`), citation.id);
    expect(await body(`/api/provenance/claim/${claim.id}`)).toMatchObject({ truncated: {} });
    const { items } = (await body(`/api/testimonies/${testimony.id}/claims`)) as unknown as { items: Made[] };
    expect(items).toMatchObject([{ citations: 0 }]);
    await storesNothing(archive, async () => {
      const ask =
        (path: string, role: 'researcher' | 'administrator', sent: (id: string) => object) => (id: string) =>
          archive.as(role).post(path).send(sent(id));
      for (const tried of [
        ask(`/api/claims/${claim.id}/citations`, 'researcher', (id) => ({ stance: 'for', source: { id } })),
        ask('/api/questions', 'researcher', (id) => ({
          kind: 'other',
          statement: 'S',
          about: [{ sourceId: id }],
        })),
        ask(`/api/questions/${lead.questionId as string}/leads`, 'researcher', (id) => ({
          kind: 'document',
          description: 'D',
          sourceId: id,
        })),
        ask(`/api/testimonies/${testimony.id}/claims`, 'administrator', (id) =>
          claimFields({ tellers: [{ basis: 'read', sourceId: id }] }),
        ),
      ]) {
        await likeUnknown(tried, source.id);
      }
    });
  });

  test('a restricted person is named nowhere, and given no part', async () => {
    const agent = await makeAgent(archive, { name: SECRET });
    const testimony = await makeTestimony(archive, {
      contributors: [
        { role: 'narrator', agent: { name: 'Aiko Yoshino' } },
        { role: 'interviewer', agent: { id: agent.id } },
      ],
    });
    const claim = await makeClaim(archive, testimony.id, {
      tellers: [{ basis: 'told', agentId: agent.id }],
      mentions: [{ agentId: agent.id, words: 'My father' }],
    });
    const before = await newest();
    await restrict(archive, [{ table: 'agent', where: `id = '${agent.id}'` }]);
    for (const path of [
      `/api/testimonies/${testimony.id}`,
      `/api/testimonies/${testimony.id}?asOf=${before}`,
      '/api/testimonies?limit=200',
      `/api/testimonies/${testimony.id}/report?format=json`,
      `/api/claims/${claim.id}`,
      `/api/provenance/claim/${claim.id}`,
      '/api/agents?limit=200',
    ]) {
      const shown = await text(path);
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain(agent.id);
    }
    await likeUnknown((id) => archive.as(null).get(`/api/agents/${id}`), agent.id);
    expect(await body(`/api/provenance/claim/${claim.id}`)).toMatchObject({ truncated: {} });
    await storesNothing(archive, async () => {
      const ask = (path: string, sent: (id: string) => object) => (id: string) =>
        archive.as('administrator').post(path).send(sent(id));
      for (const tried of [
        ask('/api/testimonies', (id) =>
          testimonyFields({ contributors: [{ role: 'narrator', agent: { id } }] }),
        ),
        ask('/api/tokens', (id) => ({ role: 'reader', label: 'L', agentId: id })),
        ask(`/api/testimonies/${testimony.id}/claims`, (id) =>
          claimFields({ mentions: [{ agentId: id, words: 'the river' }] }),
        ),
      ]) {
        await likeUnknown(tried, agent.id);
      }
    });
  });
});
