import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openArchive, type TestArchive } from './support/archive.js';
import {
  answerQuestion,
  makeAgent,
  makeAttempt,
  makeContact,
  makeEvent,
  makeExpectedDocument,
  makeIdentifier,
  makeLead,
  makeLife,
  makeName,
  makeOffice,
  makeSameAs,
  stateHealth,
  stateReachability,
} from './support/factories.js';

// A CommonJS default, which TypeScript's ES modules see one level deeper than Jest does.
const withFormats = addFormats as unknown as (ajv: Ajv2020) => Ajv2020;

interface Document {
  components: { schemas: Record<string, object> };
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >;
}

/** Clients are generated from the document: every answer must be what it says, no member more or less. */
describe('answers', () => {
  let archive: TestArchive;
  let document: Document;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    archive = await openArchive('chapter');
    document = (await archive.as(null).get('/api/openapi.json')).body as Document;
    for (const kind of [
      'agent',
      'place',
      'source',
      'testimony',
      'claim',
      'citation',
      'contradiction',
      'question',
      'passage',
    ]) {
      const [row] = await archive.sql<{ id: string }>(`SELECT id FROM ${kind} ORDER BY id LIMIT 1`);
      ids[kind] = row!.id;
    }
    for (const kind of ['lead', 'flag', 'descent', 'reliability', 'mention', 'activity']) {
      const [row] = await archive.sql<{ id: string }>(`SELECT id FROM ${kind} ORDER BY sequence LIMIT 1`);
      ids[kind] = row!.id;
    }
    ids.event = (await makeEvent(archive)).id;
    // The chapter seals nobody's identity.
    for (const kind of ['agent', 'source']) {
      const unnamed = kind === 'agent' ? `name IS NULL AND kind = 'person'` : 'csl IS NULL';
      const [row] = await archive.sql<{ id: string }>(`SELECT id FROM ${kind} WHERE ${unnamed} LIMIT 1`);
      ids[kind] = row!.id;
      const path = `/api/${kind}s/${row!.id}/identity`;
      await archive.as('archivist').put(path).send({ identity: 'Иван 𠮷田' }).expect(200);
    }
    const agent = ids.agent!;
    ids.life = (await makeLife(archive, agent, { died: { date: { edtf: '1995' } } })).id;
    ids.office = (await makeOffice(archive, agent, { held: { edtf: '1943/1945' } })).id;
    await makeLead(archive, ids.question!, { kind: 'person', agentId: agent, nextStep: { text: 'Write.' } });
    ids.reachability = (await stateReachability(archive, agent, 'died')).id;
    ids.state_of_health = (await stateHealth(archive, agent, 'frail')).id;
    await makeContact(archive, agent);
    // Nor has it names in several forms yet.
    ids.name_form = (await makeName(archive, `agents/${agent}`, { preferred: true })).id;
    ids.identifier = (await makeIdentifier(archive, `agents/${agent}`)).id;
    ids.same_as = (await makeSameAs(archive, agent, (await makeAgent(archive)).id)).id;
    const expected = await makeExpectedDocument(archive, ids.question!, {
      claimId: ids.claim,
      holder: { agentId: agent },
    });
    const searching = await makeLead(archive, ids.question!, { expectedDocumentId: expected.id });
    await makeAttempt(archive, searching.id, { when: { edtf: '1991' } });
    ids.expected_document = expected.id;
    const [question] = await archive.sql<{ version: number }>('SELECT version FROM question WHERE id = $1', [
      ids.question,
    ]);
    const answered = await answerQuestion(archive, ids.question!, question!.version, {
      answer: { claimIds: [ids.claim] },
      citations: [
        { passageId: ids.passage },
        { source: { id: ids.source }, locator: { label: 'page', value: '1' } },
      ],
      settles: [ids.claim],
    });
    ids.answer = (answered.answer as { id: string }).id;
  });
  afterAll(() => archive.close());

  const validator = (): Ajv2020 => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    withFormats(ajv);
    ajv.addSchema({ $id: 'openapi', components: document.components });
    return ajv;
  };
  const pointed = (schema: object): object =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components')) as object;

  /** The resource whose id a path wants, by the segment before it. */
  const KINDS: Record<string, string> = {
    agents: 'agent',
    people: 'agent',
    places: 'place',
    sources: 'source',
    testimonies: 'testimony',
    claims: 'claim',
    passages: 'passage',
    citations: 'citation',
    contradictions: 'contradiction',
    questions: 'question',
    leads: 'lead',
    'expected-documents': 'expected_document',
    flags: 'flag',
    descents: 'descent',
    events: 'event',
    mentions: 'mention',
    offices: 'office',
    reachability: 'reachability',
    'states-of-health': 'state_of_health',
    names: 'name_form',
    identifiers: 'identifier',
    'same-as': 'same_as',
    activities: 'activity',
  };

  /** Records that are no nodes of the graph. */
  const NO_NODES = ['activity', 'mention', 'state_of_health'];

  /** What a path must be asked with, where it answers nothing else, or nothing much. */
  const QUERIES: Record<string, string> = {
    '/api/testimonies/{id}/report': '?format=json',
    '/api/names': '?q=petrov',
    '/api/contradictions/suggestions': '?testimony=KTB-0001&recorded=true',
  };

  test('of every GET are what the document says', async () => {
    const ajv = validator();
    let answered = 0;
    for (const [template, methods] of Object.entries(document.paths)) {
      const schema = methods.get?.responses['200']?.content?.['application/json']?.schema;
      if (schema === undefined) continue;
      const paths = template.includes('{kind}')
        ? Object.keys(ids)
            .filter((kind) => !NO_NODES.includes(kind))
            .map((kind) => template.replace('{kind}', kind).replace('{id}', ids[kind]!))
        : [
            template
              .replace(
                /([\w-]+)\/\{id\}/,
                (_, segment: string) => `${segment}/${ids[KINDS[segment] ?? ''] ?? ''}`,
              )
              .replace('{number}', '1'),
          ];
      const check = ajv.compile(pointed(schema));
      for (const path of paths) {
        const asked = `${path}${QUERIES[template] ?? ''}`;
        // What is sealed is refused to him, or is not there for him.
        const administrators = await archive.as('administrator').get(asked);
        const answer =
          administrators.status !== 200 ? await archive.as('archivist').get(asked) : administrators;
        expect([path, answer.status]).toEqual([path, 200]);
        check(answer.body);
        expect([path, check.errors ?? []]).toEqual([path, []]);
        answered += 1;
      }
    }
    expect(answered).toBeGreaterThan(40);
  });
});
