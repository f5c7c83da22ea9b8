import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openArchive, type TestArchive } from './support/archive.js';
import {
  makeAgent,
  makeContact,
  makeIdentifier,
  makeLead,
  makeLife,
  makeName,
  makeOffice,
  makeSameAs,
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
    for (const kind of ['lead', 'flag', 'descent', 'reliability', 'activity']) {
      const [row] = await archive.sql<{ id: string }>(`SELECT id FROM ${kind} ORDER BY sequence LIMIT 1`);
      ids[kind] = row!.id;
    }
    // The chapter seals nobody's identity.
    for (const kind of ['agent', 'source']) {
      const unnamed = kind === 'agent' ? 'name IS NULL' : 'csl IS NULL';
      const [row] = await archive.sql<{ id: string }>(`SELECT id FROM ${kind} WHERE ${unnamed} LIMIT 1`);
      ids[kind] = row!.id;
      const path = `/api/${kind}s/${row!.id}/identity`;
      await archive.as('archivist').put(path).send({ identity: 'Иван 𠮷田' }).expect(200);
    }
    const [person] = await archive.sql<{ id: string }>(
      `SELECT id FROM agent WHERE name IS NULL AND kind = 'person' LIMIT 1`,
    );
    ids.agent = person!.id;
    await archive.as('archivist').put(`/api/agents/${ids.agent}/identity`).send({ identity: '𠮷田' });
    ids.life = (await makeLife(archive, ids.agent, { died: { date: { edtf: '1995' } } })).id;
    ids.office = (await makeOffice(archive, ids.agent, { held: { edtf: '1943/1945' } })).id;
    await makeLead(archive, ids.question!, {
      kind: 'person',
      agentId: ids.agent,
      nextStep: { text: 'Write.' },
    });
    ids.reachability = (await stateReachability(archive, ids.agent, 'died')).id;
    await makeContact(archive, ids.agent);
    // Nor has it names in several forms yet.
    const agent = `agents/${ids.agent}` as const;
    ids.name_form = (await makeName(archive, agent, { preferred: true })).id;
    ids.identifier = (await makeIdentifier(archive, agent)).id;
    const kind = (await archive.as('archivist').get(`/api/${agent}`)).body as { kind: string };
    const other = await makeAgent(archive, { kind: kind.kind });
    ids.same_as = (await makeSameAs(archive, ids.agent, other.id)).id;
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
    places: 'place',
    sources: 'source',
    testimonies: 'testimony',
    claims: 'claim',
    passages: 'passage',
    citations: 'citation',
    contradictions: 'contradiction',
    questions: 'question',
    leads: 'lead',
    flags: 'flag',
    descents: 'descent',
    offices: 'office',
    reachability: 'reachability',
    names: 'name_form',
    identifiers: 'identifier',
    // Of same-as, the word before the id.
    as: 'same_as',
    activities: 'activity',
  };

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
            .filter((kind) => kind !== 'activity')
            .map((kind) => template.replace('{kind}', kind).replace('{id}', ids[kind]!))
        : [
            template
              .replace(
                /(\w+)\/\{id\}/,
                (_, segment: string) => `${segment}/${ids[KINDS[segment] ?? ''] ?? ''}`,
              )
              .replace('{number}', '1'),
          ];
      const check = ajv.compile(pointed(schema));
      for (const path of paths) {
        const asked = `${path}${QUERIES[template] ?? ''}`;
        const administrators = await archive.as('administrator').get(asked);
        const answer =
          administrators.status === 403 ? await archive.as('archivist').get(asked) : administrators;
        expect([path, answer.status]).toEqual([path, 200]);
        check(answer.body);
        expect([path, check.errors ?? []]).toEqual([path, []]);
        answered += 1;
      }
    }
    expect(answered).toBeGreaterThan(40);
  });
});
