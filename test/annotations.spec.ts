import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import jsonld from 'jsonld';
import { openArchive, type TestArchive } from './support/archive.js';
import { carryTo } from './support/carry.js';
import { expectProblem, UNKNOWN_ID } from './support/expectations.js';
import {
  imposeRestriction,
  type Made,
  makeAssessment,
  makeClaim,
  makeFoundedAssessment,
  makeRevisedTestimony,
  makeTestimony,
} from './support/factories.js';
import { codePoints, ODD, ODD_TEXT } from './support/odd-texts.js';
import { claimRows, release, restrict } from './support/restrict.js';

// A CommonJS default, which TypeScript's ES modules see one level deeper than Jest does.
const withFormats = addFormats as unknown as (ajv: Ajv2020) => Ajv2020;

type Reader = 'archivist' | 'researcher' | null;

interface Selector {
  type: string;
  start: number;
  end: number;
  exact: string;
  prefix: string;
  suffix: string;
}
interface Target {
  source: { id: string; language: string };
  selector?: Selector[];
  state: Record<string, unknown>;
  'kataribe:anchorState': { id: string };
  'kataribe:lostWords'?: string;
}
interface Annotation extends Record<string, unknown> {
  id: string;
  body: Record<string, unknown>[];
  target: Target[];
}

const BASE = 'http://localhost:3000';
const OA = 'http://www.w3.org/ns/oa#';

/** Our own reading of those terms of anno.jsonld that we use: no package ships it, and no test asks the network. */
const ANNO = {
  oa: OA,
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  as: 'http://www.w3.org/ns/activitystreams#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  id: { '@id': '@id', '@type': '@id' },
  type: { '@id': '@type', '@type': '@vocab' },
  ...Object.fromEntries(
    [
      'Annotation',
      'TextualBody',
      'SpecificResource',
      'TimeState',
      'TextPositionSelector',
      'TextQuoteSelector',
    ].map((name) => [name, `oa:${name}`]),
  ),
  Text: 'http://purl.org/dc/dcmitype/Text',
  Person: 'foaf:Person',
  Organization: 'foaf:Organization',
  Software: 'as:Application',
  describing: 'oa:describing',
  assessing: 'oa:assessing',
  body: { '@type': '@id', '@id': 'oa:hasBody' },
  target: { '@type': '@id', '@id': 'oa:hasTarget' },
  source: { '@type': '@id', '@id': 'oa:hasSource' },
  selector: { '@type': '@id', '@id': 'oa:hasSelector' },
  state: { '@type': '@id', '@id': 'oa:hasState' },
  motivation: { '@type': '@vocab', '@id': 'oa:motivatedBy' },
  purpose: { '@type': '@vocab', '@id': 'oa:hasPurpose' },
  creator: { '@type': '@id', '@id': 'dcterms:creator' },
  created: { '@id': 'dcterms:created', '@type': 'xsd:dateTime' },
  modified: { '@id': 'dcterms:modified', '@type': 'xsd:dateTime' },
  sourceDate: { '@id': 'oa:sourceDate', '@type': 'xsd:dateTime' },
  value: { '@id': 'rdf:value' },
  format: { '@id': 'dc:format' },
  language: { '@id': 'dc:language' },
  name: { '@id': 'foaf:name' },
  exact: { '@id': 'oa:exact' },
  prefix: { '@id': 'oa:prefix' },
  suffix: { '@id': 'oa:suffix' },
  start: { '@id': 'oa:start', '@type': 'xsd:nonNegativeInteger' },
  end: { '@id': 'oa:end', '@type': 'xsd:nonNegativeInteger' },
};

/** Nothing may be lost for want of a term, and nothing asked from the network. */
const OFFLINE = {
  safe: true,
  documentLoader: (url: string): never => {
    throw new Error(`${url} was asked for.`);
  },
};

describe('claims as web annotations', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const ask = (path: string, reader: Reader = null) =>
    archive.as(reader).get(`/api/${path}`).buffer(true).parse(jsonOf);
  const get = async <Body>(path: string, reader: Reader = null): Promise<Body> => {
    const response = await ask(path, reader);
    if (response.status !== 200)
      throw new Error(`${path}: ${response.status} ${JSON.stringify(response.body)}`);
    return response.body as Body;
  };
  const annotation = (claim: Made, reader: Reader = null, query = '') =>
    get<Annotation>(`claims/${claim.id}/annotation${query}`, reader);
  const selectorsOf = ({ selector = [] }: Target): [Selector, Selector] => selector as [Selector, Selector];
  /** What the source gives to the same reader says the same words at the same place, and has the hash named. */
  const expectWordsToStand = async (target: Target, reader: Reader): Promise<void> => {
    const { text, sha256 } = await get<{ text: string; sha256: string }>(
      target.source.id.replace(`${BASE}/api/`, ''),
      reader,
    );
    const [position, quotation] = selectorsOf(target);
    expect(position.type).toBe('TextPositionSelector');
    expect(quotation.type).toBe('TextQuoteSelector');
    expect(codePoints(text, position.start, position.end)).toBe(quotation.exact);
    expect(codePoints(text, 0, position.start).endsWith(quotation.prefix)).toBe(true);
    expect([...text].slice(position.end).join('').startsWith(quotation.suffix)).toBe(true);
    expect(target.state['kataribe:sha256']).toBe(sha256);
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
  };

  test('say who recorded which statement of which words', async () => {
    const testimony = await makeTestimony(archive, { language: 'en' });
    const claim = await makeClaim(archive, testimony.id);
    const { activity } = await get<{ activity: { at: string; agent: { id: string; name: string } } }>(
      `claims/${claim.id}`,
    );
    const response = await ask(`claims/${claim.id}/annotation`);
    const { '@context': context, ...said } = response.body as Annotation;
    expect(context).toEqual(['http://www.w3.org/ns/anno.jsonld', { kataribe: 'urn:kataribe:vocabulary:' }]);
    expect(said).toEqual({
      id: `${BASE}/api/claims/${claim.id}/annotation`,
      type: 'Annotation',
      motivation: 'describing',
      created: activity.at.replace('+00:00', 'Z'),
      creator: {
        id: `${BASE}/api/agents/${activity.agent.id}`,
        type: expect.any(String),
        name: activity.agent.name,
      },
      'kataribe:claim': { id: `${BASE}/api/claims/${claim.id}` },
      'kataribe:claimVersion': 1,
      body: [{ type: 'TextualBody', value: claim.statement, format: 'text/plain', purpose: 'describing' }],
      target: [
        {
          type: 'SpecificResource',
          source: {
            id: `${BASE}/api/testimonies/${testimony.id}/revisions/1`,
            type: 'Text',
            format: 'application/json',
            language: 'en',
          },
          state: {
            type: 'TimeState',
            sourceDate: expect.stringMatching(/^\d{4}-.*Z$/),
            'kataribe:revision': 1,
            'kataribe:sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
          },
          'kataribe:anchorState': { id: 'kataribe:firm' },
          'kataribe:anchorMethod': { id: expect.stringMatching(/^kataribe:/) },
          selector: [
            { type: 'TextPositionSelector', start: 0, end: 20 },
            {
              type: 'TextQuoteSelector',
              exact: 'We crossed the river',
              prefix: '',
              suffix: expect.any(String),
            },
          ],
        },
      ],
    });
    expect(response.headers['content-type']).toContain(
      'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    );
    expect(response.headers.link).toContain('<http://www.w3.org/ns/ldp#Resource>; rel="type"');
    expect(response.headers.allow).toBe('GET, HEAD');
  });

  test('have offsets in code points, whatever the words are', async () => {
    const testimony = await makeTestimony(archive, { text: ODD_TEXT, language: 'ja' });
    for (const words of Object.values(ODD)) {
      const claim = await makeClaim(archive, testimony.id, {
        statement: `旧字「圓・廣島」と ${words}`,
        anchors: [{ exact: words }],
      });
      const { target, body } = await annotation(claim);
      expect(body[0]!.value).toBe(claim.statement);
      expect(selectorsOf(target[0]!)[1].exact).toBe(words);
      await expectWordsToStand(target[0]!, null);
    }
  });

  test('carry what has been judged, by whom: the latest of each', async () => {
    const claim = await makeClaim(archive, (await makeTestimony(archive)).id);
    await makeFoundedAssessment(archive, claim.id, { confidence: 'possible', rationale: 'Первое.' });
    const second = await makeFoundedAssessment(archive, claim.id, { rationale: '𠮷田の日記と合う。' });
    const { body, motivation } = await annotation(claim);
    expect(motivation).toEqual(['describing', 'assessing']);
    expect(body.slice(1)).toEqual([
      {
        type: 'TextualBody',
        value: 'probable: 𠮷田の日記と合う。',
        format: 'text/plain',
        purpose: 'assessing',
        created: (second.at as string).replace('+00:00', 'Z'),
        creator: expect.objectContaining({ id: `${BASE}/api/agents/${(second.by as Made).id}` }),
        'kataribe:confidence': { id: 'kataribe:probable' },
        'kataribe:judgedVersion': 1,
      },
    ]);
  });

  test('say of lost words that they are, and select nothing', async () => {
    const { standing, lost } = await makeRevisedTestimony(archive);
    const [gone] = (await annotation(lost)).target;
    expect(gone).not.toHaveProperty('selector');
    expect(gone!['kataribe:anchorState']).toEqual({ id: 'kataribe:lost' });
    expect(gone!['kataribe:lostWords']).toBe('the bridge was gone');
    const [there] = (await annotation(standing)).target;
    expect(there!.source.id).toMatch(/revisions\/2$/);
    await expectWordsToStand(there!, null);
  });

  test('follow words that moved or were changed', async () => {
    const testimony = await makeTestimony(archive, { text: 'I saw 𠮷田. He ran.' });
    const moved = await makeClaim(archive, testimony.id, { anchors: [{ exact: 'He ran' }] });
    const changed = await makeClaim(archive, testimony.id, { anchors: [{ exact: 'I saw 𠮷田' }] });
    await carryTo(archive, testimony.id, {
      text: 'It was I who saw 𠮷田. He ran.',
      anchors: { 'I saw 𠮷田': { state: 'text_changed', exact: 'I who saw 𠮷田' } },
    });
    for (const [claim, state, words] of [
      [moved, 'firm', 'He ran'],
      [changed, 'text_changed', 'I who saw 𠮷田'],
    ] as const) {
      const [target] = (await annotation(claim)).target;
      expect(target!['kataribe:anchorState']).toEqual({ id: `kataribe:${state}` });
      expect(selectorsOf(target!)[1].exact).toBe(words);
      await expectWordsToStand(target!, null);
    }
  });

  test('give each reader the words and the offsets of the text that he is given', async () => {
    const text =
      'At dawn 𠮷田 went.\n\nIvan Petrov told the colonel.\n\nWe crossed the river with Ivan Petrov.';
    const testimony = await makeTestimony(archive, { kind: 'memoir_chapter', text });
    const claim = await makeClaim(archive, testimony.id, {
      anchors: [{ exact: 'We crossed the river with Ivan Petrov' }],
    });
    const [revision] = testimony.revisions as { id: string }[];
    const { passages } = await get<{ passages: { id: string; number: number }[] }>(
      `testimonies/${testimony.id}/revisions/1`,
    );
    await imposeRestriction(archive, {
      kind: 'passage',
      recordId: passages.find(({ number }) => number === 2)!.id,
      mode: 'hidden_sealed',
    });
    const start = [...text].length - 12;
    await imposeRestriction(archive, {
      kind: 'revision',
      recordId: revision!.id,
      part: 'span',
      start,
      end: start + 11,
      mode: 'listed_sealed',
    });
    await release(archive, { table: 'claim', where: `t.id = '${claim.id}'` });
    const seen = new Map<Reader, Selector>();
    for (const reader of [null, 'researcher', 'archivist'] as const) {
      const [target] = (await annotation(claim, reader)).target;
      await expectWordsToStand(target!, reader);
      seen.set(reader, selectorsOf(target!)[1]);
    }
    expect(seen.get('archivist')!.exact).toBe('We crossed the river with Ivan Petrov');
    expect(seen.get(null)!.exact).toBe('We crossed the river with […]');
    expect(JSON.stringify(await annotation(claim))).not.toContain('Petrov');
  });

  test('are not there where the claim is not, and say nothing of hidden judgements', async () => {
    const testimony = await makeTestimony(archive);
    const open = await makeClaim(archive, testimony.id);
    const closed = await makeClaim(archive, testimony.id);
    const hidden = await makeAssessment(archive, open.id, { confidence: 'possible' });
    await restrict(archive, [
      ...claimRows(`'${closed.id}'`),
      { table: 'assessment', where: `id = '${hidden.id}'` },
    ]);
    expectProblem(await ask(`claims/${closed.id}/annotation`), 404, { code: 'not_found' });
    expect((await annotation(open)).body).toHaveLength(1);
    expect((await annotation(open, 'archivist')).body).toHaveLength(2);
    const collection = await get<{ total: number }>(`testimonies/${testimony.id}/annotations`);
    expect(collection.total).toBe(1);
    const page = await get<{ items: Annotation[] }>(`testimonies/${testimony.id}/annotations/page`);
    expect(page.items.map(({ id }) => id)).toEqual([`${BASE}/api/claims/${open.id}/annotation`]);
  });

  test('are read as of an earlier moment, and have a tag', async () => {
    const claim = await makeClaim(archive, (await makeTestimony(archive)).id);
    const { activity } = await get<{ activity: { id: string } }>(`claims/${claim.id}`);
    const before = await annotation(claim);
    await makeAssessment(archive, claim.id, { confidence: 'possible' });
    await archive
      .as('archivist')
      .patch(`/api/claims/${claim.id}`)
      .set('if-match', '"v1"')
      .send({ statement: 'Переписано.' })
      .expect(200);
    const after = await annotation(claim);
    expect(after.body[0]!.value).toBe('Переписано.');
    expect(after.modified).toEqual(expect.any(String));
    expect(after.body[1]!['kataribe:judgedVersion']).toBe(1);
    expect(await annotation(claim, null, `?asOf=${activity.id}`)).toEqual(before);
    const { headers } = await ask(`claims/${claim.id}/annotation`);
    await archive
      .as(null)
      .get(`/api/claims/${claim.id}/annotation`)
      .set('if-none-match', headers.etag as string)
      .expect(304);
    expectProblem(await ask(`claims/${claim.id}/annotation?asOf=yesterday`), 422, {
      code: 'request.as_of_invalid',
    });
    expectProblem(await ask(`claims/${UNKNOWN_ID}/annotation`), 404, { code: 'not_found' });
  });

  test('make a collection that is read page by page, by each reader to its end', async () => {
    const testimony = await makeTestimony(archive);
    const claims: Made[] = [];
    for (let n = 0; n < 5; n++) claims.push(await makeClaim(archive, testimony.id, { statement: `${n}` }));
    await restrict(archive, claimRows(`'${claims[2]!.id}'`));
    const response = await ask(`testimonies/${testimony.accession as string}/annotations?limit=2`);
    const collection = response.body as { id: string; first: string; total: number };
    expect(collection).toMatchObject({ id: `${BASE}/api/testimonies/${testimony.id}/annotations`, total: 4 });
    expect(response.headers.link).toContain('ldp#BasicContainer');
    const said: unknown[] = [];
    for (let next: string | undefined = collection.first; next !== undefined;) {
      const page: { id: string; items: Annotation[]; next?: string; partOf: string } = await get(
        next.replace(`${BASE}/api/`, ''),
      );
      expect([page.id, page.partOf]).toEqual([next, collection.id]);
      said.push(...page.items.map(({ body }) => body[0]!.value));
      next = page.next;
    }
    expect(said).toEqual(['0', '1', '3', '4']);
    const empty = await get<object>(`testimonies/${(await makeTestimony(archive)).id}/annotations`);
    expect(empty).toMatchObject({ total: 0 });
    expect(empty).not.toHaveProperty('first');
    expectProblem(await ask(`testimonies/${testimony.id}/annotations/page?cursor=x`), 422, {
      code: 'request.cursor_invalid',
    });
    expectProblem(await ask(`testimonies/${UNKNOWN_ID}/annotations`), 404, { code: 'not_found' });
    expectProblem(await ask(`testimonies/${UNKNOWN_ID}/annotations/page`), 404, { code: 'not_found' });
  });

  test('are what the OpenAPI document says, and mean in RDF what the model says', async () => {
    const { lost, standing, testimony } = await makeRevisedTestimony(archive);
    await makeFoundedAssessment(archive, standing.id);
    const { components, paths } = await get<{
      components: object;
      paths: Record<
        string,
        { get: { responses: Record<string, { content: Record<string, { schema: object }> }> } }
      >;
    }>('openapi.json');
    const ajv = withFormats(new Ajv2020({ strict: false, allErrors: true }));
    ajv.addSchema({ $id: 'openapi', components });
    for (const [template, id] of [
      ['/api/claims/{id}/annotation', lost.id],
      ['/api/claims/{id}/annotation', standing.id],
      ['/api/testimonies/{id}/annotations', testimony.id],
      ['/api/testimonies/{id}/annotations/page', testimony.id],
    ] as const) {
      const { schema } = paths[template]!.get.responses['200']!.content['application/ld+json']!;
      const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object);
      check(await get(template.replace('/api/', '').replace('{id}', id)));
      expect([template, check.errors ?? []]).toEqual([template, []]);
    }
    const document = {
      ...(await annotation(standing)),
      '@context': [ANNO, { kataribe: 'urn:kataribe:vocabulary:' }],
    };
    const quads = (await jsonld.toRDF(document, OFFLINE)) as unknown as {
      subject: { value: string };
      predicate: { value: string };
      object: { value: string; datatype?: { value: string } };
    }[];
    const values = (property: string) =>
      quads.filter(({ predicate }) => predicate.value === OA + property).map(({ object }) => object.value);
    expect(values('motivatedBy').sort()).toEqual([`${OA}assessing`, `${OA}describing`]);
    expect(values('hasPurpose').sort()).toEqual([`${OA}assessing`, `${OA}describing`]);
    expect(values('exact')).toEqual(['We crossed the river']);
    expect([values('start'), values('end')]).toEqual([['0'], ['20']]);
    expect(values('hasSource')).toEqual([`${BASE}/api/testimonies/${testimony.id}/revisions/2`]);
    expect(values('hasSelector')).toHaveLength(2);
  });
});

/** What is answered as `application/ld+json`, which supertest does not know to be JSON. */
function jsonOf(response: unknown, done: (error: Error | null, body: unknown) => void): void {
  const parts: Buffer[] = [];
  const stream = response as NodeJS.ReadableStream;
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => {
    const text = Buffer.concat(parts).toString('utf8');
    done(null, text === '' ? {} : JSON.parse(text));
  });
}
