import { RECORD_KINDS } from '../src/provenance/record-kinds.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, pagesOf, revise, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeFlag,
  makeOneOfEach,
  makeSource,
  makeTestimony,
  makeUnnamedSource,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';

interface Graph {
  root: { kind: string; id: string };
  nodes: {
    kind: string;
    id: string;
    label: string;
    pointer: string | null;
    depth: number;
    generatedBy: Made;
  }[];
  edges: { from: string; relation: string; to: string; activity: string }[];
  truncated: Record<string, number>;
}

describe('provenance', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
    await makeOneOfEach(archive);
  });
  afterAll(() => archive.close());

  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  const graph = async (kind: string, id: string, query = ''): Promise<Graph> =>
    (await get(`/api/provenance/${kind}/${id}?${query}`)) as unknown as Graph;
  const newClaim = async (fields = {}): Promise<Made> =>
    makeClaim(archive, (await makeTestimony(archive)).id, fields);

  describe('the graph', () => {
    test('leads up from a claim to its words, its testimony, its narrator, tellers and sources', async () => {
      const [teller, source] = [
        await makeAgent(archive, { name: ODD.cyrillic }),
        await makeUnnamedSource(archive),
      ];
      const testimony = await makeTestimony(archive, {
        contributors: [{ role: 'narrator', agent: { name: '吉野 𠮷子' } }],
      });
      const claim = await makeClaim(archive, testimony.id, {
        statement: ODD.emoji,
        tellers: [
          { basis: 'told', agentId: teller.id },
          { basis: 'read', sourceId: source.id },
        ],
      });
      const { root, nodes, edges, truncated } = await graph('claim', claim.id);
      expect(root).toEqual({ kind: 'claim', id: claim.id });
      expect(nodes.map(({ kind, label, depth }) => [depth, kind, label])).toEqual([
        [0, 'claim', ODD.emoji],
        [1, 'agent', ODD.cyrillic],
        [1, 'passage', 'We crossed the river in the spring. My father said the bridge was gone.'],
        [1, 'source', source.description],
        [2, 'revision', `${testimony.title as string}, revision 1`],
        [3, 'testimony', testimony.title],
        [4, 'agent', '吉野 𠮷子'],
      ]);
      const relations = edges.map(({ from, relation, to }) => {
        const kindOf = (id: string) => nodes.find((node) => node.id === id)?.kind as string;
        return `${kindOf(from)} ${relation} ${kindOf(to)}`;
      });
      expect(relations.sort()).toEqual([
        'claim wasAttributedTo agent',
        'claim wasDerivedFrom source',
        'claim wasQuotedFrom passage',
        'passage wasQuotedFrom revision',
        'revision specializationOf testimony',
        'testimony wasAttributedTo agent',
      ]);
      expect(truncated).toEqual({});
      expect(nodes[0]?.generatedBy).toMatchObject({
        type: 'claim.record',
        agent: { name: 'Test archivist' },
      });
      const recorded = (claim.activity as Made).id;
      expect(edges.find(({ to }) => to === source.id)?.activity).toBe(recorded);
    });

    test('leads down from a source to everything that leans on it, through other claims', async () => {
      const source = await makeSource(archive);
      const [direct, indirect, told] = [
        await newClaim(),
        await newClaim(),
        await newClaim({ tellers: [{ basis: 'read', sourceId: source.id }] }),
      ];
      await makeCitation(archive, direct.id, { source: { id: source.id } });
      await makeCitation(archive, indirect.id, { claimId: direct.id });
      const assessment = await makeAssessment(archive, indirect.id);
      const { nodes } = await graph('source', source.id, 'direction=down');
      expect(new Map(nodes.map(({ id, depth }) => [id, depth]))).toEqual(
        new Map([
          [source.id, 0],
          [direct.id, 1],
          [told.id, 1],
          [indirect.id, 2],
          [assessment.id, 3],
        ]),
      );
    });

    test('ends where claims lean on each other in a circle', async () => {
      const [one, two] = [await newClaim(), await newClaim()];
      await makeCitation(archive, one.id, { claimId: two.id });
      // The API refuses to close it.
      await amend(
        archive,
        `INSERT INTO citation (claim_id, stance, cited_claim_id) VALUES ('${two.id}', 'for', '${one.id}');`,
      );
      const { nodes, edges } = await graph('claim', one.id, 'direction=down&depth=64');
      expect(nodes.map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
      expect(edges).toHaveLength(2);
    });

    test('says at which nodes it was cut off, by depth or by number', async () => {
      const source = await makeSource(archive);
      const { id } = await makeTestimony(archive);
      const claims = [];
      for (let n = 0; n < 5; n++) {
        claims.push(await makeClaim(archive, id, { tellers: [{ basis: 'read', sourceId: source.id }] }));
      }
      const few = await graph('source', source.id, 'direction=down&limit=3');
      expect(few.nodes).toHaveLength(3);
      expect(few.truncated).toEqual({ [source.id]: 3 });

      const [claim] = claims as [Made];
      const near = await graph('claim', claim.id, 'depth=1');
      const passage = near.nodes.find(({ kind }) => kind === 'passage') as { id: string };
      expect(near.nodes.map(({ kind }) => kind)).toEqual(['claim', 'passage', 'source']);
      expect(near.truncated).toEqual({ [passage.id]: 1 });
      expect((await graph('source', source.id, 'direction=down&limit=6')).truncated).toEqual({});
    });

    test('a withdrawn citation is no edge any more', async () => {
      const claim = await newClaim();
      const citation = await makeCitation(archive, claim.id);
      const kinds = async () => (await graph('claim', claim.id, 'depth=1')).nodes.map(({ kind }) => kind);
      expect(await kinds()).toContain('source');
      await archive
        .as('archivist')
        .post(`/api/citations/${citation.id}/withdrawal`)
        .set('if-match', '"v1"')
        .send({ because: 'Misread.' })
        .expect(200);
      expect(await kinds()).toEqual(['claim', 'passage']);
    });

    test.each(['direction=sideways', 'depth=0', 'depth=65', 'depth=x', 'limit=0', 'limit=1001', 'width=3'])(
      'is not drawn with %s',
      async (query) => {
        const { id } = await makeSource(archive);
        const pointer = `/${query.split('=')[0] as string}`;
        expectProblem(await archive.as(null).get(`/api/provenance/source/${id}?${query}`), 422, { pointer });
      },
    );

    test('knows its kinds, and an id only under its own', async () => {
      const { id } = await makeSource(archive);
      for (const path of [
        `claim/${id}`,
        `source/${UNKNOWN_ID}`,
        `api_token/${id}`,
        `activity/${id}`,
        `x/${id}`,
      ]) {
        expectProblem(await archive.as(null).get(`/api/provenance/${path}`), 404);
        expectProblem(await archive.as(null).get(`/api/history/${path}`), 404);
      }
    });
  });

  describe('history', () => {
    test('has every version, the present one first, and who made and ended it', async () => {
      const source = await makeSource(archive);
      for (const [version, title] of [
        [1, 'Мосты'],
        [2, '橋'],
      ] as const) {
        await revise(
          archive,
          `/api/sources/${source.id}`,
          version,
          { csl: { type: 'book', title } },
          'researcher',
        ).expect(200);
      }
      const { items } = (await get(`/api/history/source/${source.id}`)) as unknown as {
        items: {
          version: number;
          record: { csl: { title: string } };
          generatedBy: Made;
          endedBy: Made | null;
        }[];
      };
      expect(items.map(({ version, record }) => [version, record.csl.title])).toEqual([
        [3, '橋'],
        [2, 'Мосты'],
        [1, 'Bridges of the Amur'],
      ]);
      expect(items.map(({ endedBy }) => endedBy?.id ?? null)).toEqual([
        null,
        items[0]?.generatedBy.id,
        items[1]?.generatedBy.id,
      ]);
      expect(items.map(({ generatedBy }) => generatedBy.type)).toEqual([
        'source.revise',
        'source.revise',
        'source.create',
      ]);
      expect(Object.keys(items[0]?.record ?? {})).not.toEqual(expect.arrayContaining(['access']));
    });

    test('every kind of record has one, public but for what is for the staff', async () => {
      const made = await makeOneOfEach(archive);
      for (const [name, { id }] of Object.entries(made)) {
        const kind = name === 'other' ? 'claim' : name;
        if (!(RECORD_KINDS as readonly string[]).includes(kind)) continue;
        const path = `/api/history/${kind}/${id}`;
        const isPublic = !['consent', 'consent_revocation'].includes(kind);
        expect([kind, (await archive.as(null).get(path)).status]).toEqual([kind, isPublic ? 200 : 404]);
        const { items } = (await archive.as('archivist').get(path).expect(200)).body as {
          items: { record: Made }[];
        };
        expect(items).toHaveLength(1);
        expect(items[0]?.record.id).toBe(id);
      }
    });
  });

  describe('activities', () => {
    test('tell who did what when, the latest first, in pages', async () => {
      const whole = await pagesOf<Made & { sequence: number }>(archive, '/api/activities', 200);
      const sequences = whole.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...sequences].sort((a, b) => b - a));
      expect(whole.at(-1)).toMatchObject({ type: 'archive.found', agent: { name: 'Kataribe' } });
      expect(await pagesOf(archive, '/api/activities', 7)).toEqual(whole);
    });

    test('are found by agent, by type and by both', async () => {
      const claim = await newClaim();
      await archive
        .as('researcher')
        .post(`/api/claims/${claim.id}/flags`)
        .send({ kind: 'other', reason: 'R' })
        .expect(201);
      await makeFlag(archive, claim.id);
      const all = await pagesOf<Made & { agent: Made }>(archive, '/api/activities', 200);
      const researcher = all.find(({ agent }) => agent.name === 'Test researcher')?.agent.id as string;
      const ids = async (query: string) =>
        (await pagesOf<Made>(archive, `/api/activities?${query}`, 3)).map(({ id }) => id);
      const wanted = (holds: (item: Made & { agent: Made }) => boolean) =>
        all.filter(holds).map(({ id }) => id);
      const byAgent = wanted(({ agent }) => agent.id === researcher);
      const byType = wanted(({ type }) => type === 'flag.raise');
      expect(await ids(`agent=${researcher}`)).toEqual(byAgent);
      expect(await ids('type=flag.raise')).toEqual(byType);
      const both = await ids(`agent=${researcher}&type=flag.raise`);
      expect(both).toEqual(byType.filter((id) => byAgent.includes(id)));
      expect(both.length).toBeGreaterThan(0);
      expect(both.length).toBeLessThan(byType.length);
      expectProblem(await archive.as(null).get('/api/activities?type=flag.eat'), 422, { pointer: '/type' });
    });

    test('one tells what it wrote and what it revised', async () => {
      const source = await makeSource(archive);
      const revised = (
        await revise(archive, `/api/sources/${source.id}`, 1, {
          csl: { type: 'book', title: ODD.japanese },
          note: ODD.quotes,
        })
      ).body as Made;
      const written = { kind: 'source', id: source.id, label: ODD.japanese, pointer: null };
      expect(await get(`/api/activities/${(revised.activity as Made).id}`)).toMatchObject({
        type: 'source.revise',
        note: ODD.quotes,
        generated: [written],
        revised: [written],
        truncated: false,
      });
      expect(await get(`/api/activities/${(source.activity as Made).id}`)).toMatchObject({
        generated: [],
        revised: [],
      });
    });
  });
});
