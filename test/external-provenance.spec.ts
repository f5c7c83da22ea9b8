import { createHash } from 'node:crypto';
import { checkProv } from '../src/prov/constraints.rules.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { erase } from './support/erase.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeClaim,
  makeExternalProvenance,
  makeSource,
  makeTestimony,
  PROV_DOCUMENT,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import {
  canonicalJsonLd,
  canonicalTurtle,
  provJsonStatements,
  provNStatements,
} from './support/prov-readers.js';
import { restrict } from './support/restrict.js';
import { textOf } from './support/text-of.js';

describe('provenance that others wrote', () => {
  let archive: TestArchive;
  let claim: Made;

  beforeAll(async () => {
    archive = await openArchive();
    claim = await makeClaim(archive, (await makeTestimony(archive)).id);
  });
  afterAll(() => archive.close());

  const post = (body: string | object, query = 'attributedTo=Museum') =>
    archive
      .as('archivist')
      .post(`/api/prov/external?${query}`)
      .set('content-type', 'application/json')
      .send(body);
  const written = async (path: string, format = 'json'): Promise<string> =>
    (await textOf(archive.as(null).get(`${path}?format=${format}`))).text;

  test('is kept byte for byte, with its digest and from whom it came', async () => {
    const agent = await makeAgent(archive, { name: ODD.japanese });
    const body = `\n  ${JSON.stringify({ ...PROV_DOCUMENT, entity: { 'museum:x': { 'prov:label': ODD.emoji } }, wasDerivedFrom: {}, wasAttributedTo: {} }, null, 3)}\r\n`;
    const query = new URLSearchParams({
      attributedTo: ODD.cyrillic,
      agentId: agent.id,
      note: ODD.combining,
      claimId: claim.id,
    });
    const made = await post(body, query.toString()).expect(201);
    const id = (made.body as Made).id;
    expect(made.headers.location).toBe(`/api/prov/external/${id}`);
    expect(made.body).toMatchObject({
      attributedTo: ODD.cyrillic,
      agent: { id: agent.id },
      note: ODD.combining,
      sha256: createHash('sha256').update(body).digest('hex'),
      bytes: Buffer.byteLength(body),
      concerns: [{ kind: 'claim', id: claim.id }],
      received: { type: 'external_provenance.receive' },
    });
    expect((await textOf(archive.as(null).get(`/api/prov/external/${id}/document`))).text).toBe(body);
    expect((await archive.as(null).get(`/api/prov/external/${id}`).expect(200)).body).toEqual(made.body);
    const { items } = (await archive.as(null).get('/api/prov/external').expect(200)).body as {
      items: Made[];
    };
    expect(items[0]).toEqual(made.body);
  });

  test('is a bundle of its own in what we export, attributed to whom it came from', async () => {
    const external = await makeExternalProvenance(archive, { claimId: claim.id });
    const name = `external:${external.id}`;
    const path = `/api/prov/claims/${claim.id}`;
    const document = JSON.parse(await written(path)) as Record<
      string,
      Record<string, Record<string, unknown>>
    >;
    expect(checkProv(document)).toEqual([]);
    expect(document.entity![name]).toMatchObject({
      'prov:label': 'Museum of the Amur',
      'kataribe:sha256': external.sha256,
    });
    expect(document.agent![`${name}#from`]).toEqual({ 'prov:label': 'Museum of the Amur' });
    expect(Object.values(document.wasAttributedTo!)).toContainEqual({
      'prov:entity': name,
      'prov:agent': `${name}#from`,
    });
    const bundle = document.bundle![name]!;
    expect(bundle.prefix).toMatchObject({ museum: 'http://museum.example/' });
    expect(Object.keys(bundle.entity!).sort()).toEqual(
      [`claims:${claim.id}`, 'museum:negative', 'museum:photograph'].sort(),
    );
    const { bundle: _, ...ours } = document;
    expect(JSON.stringify(ours)).not.toContain('museum:');
    const statements = provJsonStatements(document).sort();
    expect(provNStatements(await written(path, 'provn')).sort()).toEqual(statements);
    expect(await canonicalJsonLd(await written(path, 'jsonld'))).toBe(
      await canonicalTurtle(await written(path, 'turtle')),
    );
  });

  test('every kind of statement goes out as it came in', async () => {
    const source = await makeSource(archive);
    const everything = {
      prefix: { default: 'http://other.example/', claims: 'http://theirs.example/' },
      entity: {
        e1: {
          'prov:type': ['x', { $: 'prov:Plan', type: 'prov:QUALIFIED_NAME' }],
          'claims:n': [1, true, 1.5],
        },
        e2: {
          'prov:label': [
            { $: '橋', lang: 'ja' },
            { $: '2', type: 'xsd:int' },
          ],
        },
        e3: [{ 'prov:label': 'one' }, { 'prov:label': 'two' }],
      },
      activity: { 'claims:a1': { 'prov:startTime': '2012-03-31T09:21:00Z' }, a2: {} },
      agent: { g1: {}, g2: {} },
      wasGeneratedBy: {
        '_:g': { 'prov:entity': 'e1', 'prov:activity': 'a2', 'prov:time': '2012-04-01T00:00:00Z' },
      },
      used: { u1: { 'prov:activity': 'a2', 'prov:entity': 'e2', 'prov:role': 'ink' } },
      wasInformedBy: { '_:i': { 'prov:informed': 'a2', 'prov:informant': 'claims:a1' } },
      wasStartedBy: { '_:s': { 'prov:activity': 'a2', 'prov:trigger': 'e3', 'prov:starter': 'claims:a1' } },
      wasEndedBy: { '_:f': { 'prov:activity': 'a2', 'prov:time': '2012-04-02T00:00:00Z' } },
      wasInvalidatedBy: { '_:v': { 'prov:entity': 'e3', 'prov:activity': 'a2' } },
      wasDerivedFrom: {
        '_:d': {
          'prov:generatedEntity': 'e1',
          'prov:usedEntity': 'e2',
          'prov:activity': 'a2',
          'prov:generation': '_:g',
          'prov:usage': 'u1',
        },
      },
      wasAssociatedWith: { '_:w': { 'prov:activity': 'a2', 'prov:agent': 'g1', 'prov:plan': 'e1' } },
      actedOnBehalfOf: { '_:o': { 'prov:delegate': 'g1', 'prov:responsible': 'g2', 'prov:activity': 'a2' } },
      wasInfluencedBy: { '_:l': { 'prov:influencee': 'e1', 'prov:influencer': 'g2' } },
      alternateOf: { '_:t': { 'prov:alternate1': 'e1', 'prov:alternate2': 'e2' } },
      hadMember: { '_:m': { 'prov:collection': 'e2', 'prov:entity': ['e1', 'e3'] } },
      bundle: { b1: { entity: { e9: {} } } },
    };
    const external = await makeExternalProvenance(archive, { sourceId: source.id }, everything);
    const document = JSON.parse(await written('/api/prov')) as Record<string, Record<string, never>>;
    expect(checkProv(document)).toEqual([]);
    const name = `external:${external.id}`;
    const lines = provJsonStatements(document).filter((line) => line.startsWith(name));
    const counted = (kind: string): number => lines.filter((line) => line.split('|')[1] === kind).length;
    expect(
      Object.keys(everything)
        .filter((section) => section !== 'prefix' && section !== 'bundle')
        .map((section) => [section, counted(section)]),
    ).toEqual([
      ['entity', 6],
      ['activity', 2],
      ['agent', 2],
      ...['wasGeneratedBy', 'used', 'wasInformedBy', 'wasStartedBy', 'wasEndedBy', 'wasInvalidatedBy'].map(
        (kind) => [kind, 1],
      ),
      ...['wasDerivedFrom', 'wasAssociatedWith', 'actedOnBehalfOf', 'wasInfluencedBy', 'alternateOf'].map(
        (kind) => [kind, 1],
      ),
      ['hadMember', 2],
    ]);
    expect(lines).toContain(
      `${name}|wasDerivedFrom|their-default:e1,their-default:e2,their-default:a2,blank:g,their-default:u1|`,
    );
    expect(lines).toContain(`${name}#bundle-1|entity|their-default:e9|`);
    expect(provNStatements(await written('/api/prov', 'provn')).sort()).toEqual(
      provJsonStatements(document).sort(),
    );
    expect(await canonicalJsonLd(await written('/api/prov', 'jsonld'))).toBe(
      await canonicalTurtle(await written('/api/prov', 'turtle')),
    );
  });

  test('is no part of our graph, of support or of impact', async () => {
    const ask = async (): Promise<unknown[]> =>
      Promise.all(
        ['support', 'impact'].map(
          async (of) =>
            (await archive.as(null).get(`/api/claims/${claim.id}/${of}`).expect(200)).body as unknown,
        ),
      );
    const links = () => archive.sql('SELECT id FROM provenance_link ORDER BY id');
    const before = [await ask(), await links()];
    await makeExternalProvenance(archive, { claimId: claim.id });
    expect([await ask(), await links()]).toEqual(before);
  });

  test('dryRun says what would be stored, and stores nothing', async () => {
    const late = {
      ...PROV_DOCUMENT,
      activity: {
        'museum:a': { 'prov:startTime': '2012-01-02T00:00:00Z', 'prov:endTime': '2012-01-01T00:00:00Z' },
      },
    };
    const answer = await storesNothing(archive, () => post(late, 'attributedTo=Museum&dryRun=true'));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      sha256: createHash('sha256').update(JSON.stringify(late)).digest('hex'),
      statements: 6,
      clock: [{ code: expect.stringMatching(/^prov\.time\.c/) as string }],
    });
  });

  const faulty: [string, string | object, number, object][] = [
    ['no JSON', '{', 400, { code: 'request.malformed_json' }],
    ['a list', [], 422, { code: 'prov.json_shape', pointer: '' }],
    ['an unknown statement', { wasEatenBy: {} }, 422, { code: 'prov.json_shape', pointer: '/wasEatenBy' }],
    [
      'an undeclared prefix',
      { entity: { 'ex:a': {} } },
      422,
      { code: 'prov.json_name', pointer: '/entity/ex:a' },
    ],
    [
      'a missing argument',
      { wasAttributedTo: { '_:a': { 'prov:agent': 'xsd:a' } } },
      422,
      { code: 'prov.json_missing', pointer: '/wasAttributedTo/_:a' },
    ],
    [
      'an entity that is an activity',
      { entity: { 'xsd:a': {} }, activity: { 'xsd:a': {} } },
      422,
      { code: 'prov.c55' },
    ],
    [
      'a name that is no IRI',
      { entity: { 'xsd:a b': {} } },
      422,
      { code: 'prov.name_invalid', pointer: '/entity/xsd:a b' },
    ],
    [
      'a value that is none',
      { entity: { 'xsd:a': { 'prov:label': { text: 'a' } } } },
      422,
      { code: 'prov.value_invalid', pointer: '/entity/xsd:a/prov:label' },
    ],
    [
      'a namespace that is no IRI',
      { prefix: { ex: 'not an IRI' }, entity: {} },
      422,
      { code: 'prov.namespace_invalid', pointer: '/prefix/ex' },
    ],
    [
      'an attribute nobody declared',
      { entity: { 'xsd:a': { 'ex:b': 'c' } } },
      422,
      { code: 'prov.prefix_unknown', pointer: '/entity/xsd:a/ex:b' },
    ],
  ];
  test.each(faulty)('%s is refused', async (_, body, status, fault) => {
    await storesNothing(archive, async () => expectProblem(await post(body), status, fault));
  });

  test('what is said beside it is checked too', async () => {
    await storesNothing(archive, async () => {
      expectProblem(await post(PROV_DOCUMENT, ''), 422, { pointer: '/attributedTo' });
      expectProblem(await post(PROV_DOCUMENT, 'attributedTo=M&colour=red'), 422, { pointer: '/colour' });
      expectProblem(await post(PROV_DOCUMENT, `attributedTo=M&claimId=${UNKNOWN_ID}`), 422, {
        pointer: '/claimId',
        code: 'reference.unknown',
      });
      expectProblem(await post(PROV_DOCUMENT, 'attributedTo=M&claimId=x'), 422, { pointer: '/claimId' });
      expectProblem(await post({ entity: { 'xsd:a': { 'prov:label': 'x'.repeat(4 * 1024 * 1024) } } }), 413);
    });
  });

  test('a key makes a repeated request one', async () => {
    const send = () => post(PROV_DOCUMENT).set('idempotency-key', 'once');
    const [one, other] = [await send(), await send()];
    expect((other.body as Made).id).toBe((one.body as Made).id);
  });

  test('is as closed as what it was said of, and what is erased of it is gone', async () => {
    const source = await makeSource(archive);
    const external = await makeExternalProvenance(archive, {
      sourceId: source.id,
      attributedTo: '内緒 museum',
    });
    await restrict(archive, [{ table: 'source', where: `id = '${source.id}'` }]);
    for (const path of ['', '/document']) {
      expectProblem(await archive.as(null).get(`/api/prov/external/${external.id}${path}`), 404);
    }
    expect(await written('/api/prov')).not.toContain(external.id);

    const open = await makeExternalProvenance(archive, { attributedTo: 'Museum of the ferry' });
    await erase(archive, { kind: 'external_provenance', recordId: open.id });
    expect((await textOf(archive.as(null).get(`/api/prov/external/${open.id}/document`))).text).not.toContain(
      'bridge',
    );
    const document = JSON.parse(await written('/api/prov')) as Record<string, Record<string, unknown>>;
    expect(JSON.stringify(document)).not.toContain('Museum of the ferry');
    expect(checkProv(document)).toEqual([]);
  });
});
