import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reader } from '../src/database/reader.js';
import { checkProv } from '../src/prov/constraints.rules.js';
import { PROV_FORMATS, type ProvFormat } from '../src/prov/formats.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { erase } from './support/erase.js';
import { expectProblem, revise, UNKNOWN_ID } from './support/expectations.js';
import {
  makeAgent,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeExternalProvenance,
  makeOneOfEach,
  makeSource,
  makeTestimony,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import {
  canonicalJsonLd,
  canonicalTurtle,
  provJsonStatements,
  provNStatements,
  storeOf,
} from './support/prov-readers.js';
import { restrict } from './support/restrict.js';
import { textOf } from './support/text-of.js';

type ProvJson = Record<string, Record<string, Record<string, unknown>>>;

const BASE = 'http://localhost:3000';

async function textAs(
  archive: TestArchive,
  path: string,
  role: 'archivist' | 'researcher' | null = null,
): Promise<string> {
  const { status, text } = await textOf(archive.as(role).get(path));
  expect([path, status]).toEqual([path, 200]);
  return text;
}

const documentAs = async (
  archive: TestArchive,
  path: string,
  role: 'archivist' | 'researcher' | null = null,
): Promise<ProvJson> => JSON.parse(await textAs(archive, path, role)) as ProvJson;

/** Names of records that a document speaks of, and those it describes. */
function danglingNames(document: ProvJson): string[] {
  const described = new Set(
    ['entity', 'activity', 'agent'].flatMap((kind) => Object.keys(document[kind] ?? {})),
  );
  const named = Object.entries(document)
    .filter(([section]) => !['prefix', 'bundle', 'entity', 'agent'].includes(section))
    .flatMap(([, statements]) => Object.values(statements))
    .flatMap((statement) => Object.entries(statement))
    .filter(([argument]) => argument.startsWith('prov:') && !/Time$|time$|type$|role$|label$/.test(argument))
    .map(([, name]) => name as string);
  return [...new Set(named.filter((name) => !described.has(name)))];
}

/** For what supertest cannot do: to look at how an answer ends. */
async function listening(archive: TestArchive): Promise<{ port: number; close: () => Promise<void> }> {
  const server = archive.app.getHttpServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

describe('the provenance of the chapter', () => {
  let archive: TestArchive;
  let claim: string;
  const paths = (): string[] => ['/api/prov', '/api/prov/testimonies/KTB-0001', `/api/prov/claims/${claim}`];
  const written = new Map<string, string>();
  const inFormat = (path: string, format: ProvFormat): string => written.get(`${path}?format=${format}`)!;

  beforeAll(async () => {
    archive = await openArchive('chapter');
    const [row] = await archive.sql<{ id: string }>(
      `SELECT c.id FROM claim c JOIN assessment a ON a.claim_id = c.id JOIN citation x ON x.claim_id = c.id
       ORDER BY c.number LIMIT 1`,
    );
    claim = row!.id;
    for (const path of paths()) {
      for (const format of PROV_FORMATS) {
        const asked = `${path}?format=${format}`;
        written.set(asked, await textAs(archive, asked));
      }
    }
  });
  afterAll(() => archive.close());

  test('is valid under PROV-CONSTRAINTS, and no clock runs against it', () => {
    for (const path of paths()) expect(checkProv(JSON.parse(inFormat(path, 'json')))).toEqual([]);
  });

  test('describes whatever it speaks of', () => {
    for (const path of paths()) {
      const { bundle, ...document } = JSON.parse(inFormat(path, 'json')) as ProvJson;
      expect([path, danglingNames(document)]).toEqual([path, []]);
      expect(Object.keys(bundle!).filter((name) => !(name in document.entity!))).toEqual([]);
      for (const inner of Object.values(bundle!)) expect(danglingNames(inner as ProvJson)).toEqual([]);
    }
  });

  test('says the same in PROV-JSON and in PROV-N', () => {
    for (const path of paths()) {
      const statements = provJsonStatements(JSON.parse(inFormat(path, 'json')) as ProvJson);
      expect(statements.length).toBeGreaterThan(20);
      expect(provNStatements(inFormat(path, 'provn')).sort()).toEqual(statements.sort());
    }
  });

  test('is the same graph in Turtle and in JSON-LD', async () => {
    for (const path of paths().slice(1)) {
      const graph = await canonicalTurtle(inFormat(path, 'turtle'));
      expect(graph.length).toBeGreaterThan(10_000);
      expect(await canonicalJsonLd(inFormat(path, 'jsonld'))).toBe(graph);
    }
  });

  test('says in RDF what it says in PROV-JSON', () => {
    const document = JSON.parse(inFormat('/api/prov', 'json')) as ProvJson;
    const store = storeOf(inFormat('/api/prov', 'turtle'));
    const iri = (name: string): string => {
      const colon = name.indexOf(':');
      return `${document.prefix![name.slice(0, colon)] as unknown as string}${name.slice(colon + 1)}`;
    };
    const prov = (word: string): string => `http://www.w3.org/ns/prov#${word}`;
    const isA = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
    for (const [kind, type] of [
      ['entity', 'Entity'],
      ['activity', 'Activity'],
      ['agent', 'Agent'],
    ] as const) {
      const names = Object.keys(document[kind]!).map(iri).sort();
      expect(
        store
          .getSubjects(isA, prov(type), '')
          .map(({ value }) => value)
          .sort(),
      ).toEqual(names);
    }
    const ends: Record<string, [string, string]> = {
      wasGeneratedBy: ['prov:entity', 'prov:activity'],
      specializationOf: ['prov:specificEntity', 'prov:generalEntity'],
      wasAttributedTo: ['prov:entity', 'prov:agent'],
      wasInfluencedBy: ['prov:influencee', 'prov:influencer'],
      hadMember: ['prov:collection', 'prov:entity'],
    };
    for (const [section, [from, to]] of Object.entries(ends)) {
      const said = Object.values(document[section]!).map(
        (one) => `${iri(one[from] as string)} ${iri(one[to] as string)}`,
      );
      const triples = store
        .getQuads(null, prov(section), null, '')
        .map(({ subject, object }) => `${subject.value} ${object.value}`);
      expect([section, [...new Set(triples)].sort()]).toEqual([section, [...new Set(said)].sort()]);
    }
    // Two quotations of one passage are one triple.
    const quoted = new Set(
      Object.values(document.wasDerivedFrom!)
        .filter((one) => (one['prov:type'] as { $: string } | undefined)?.$ === 'prov:Quotation')
        .map((one) => `${one['prov:generatedEntity'] as string} ${one['prov:usedEntity'] as string}`),
    );
    expect(store.getQuads(null, prov('wasQuotedFrom'), null, '')).toHaveLength(quoted.size);
  });

  test('leads from a claim to its words, its narrator, and whoever judged it', () => {
    const document = JSON.parse(inFormat(`/api/prov/claims/${claim}`, 'json')) as ProvJson;
    const derived = Object.values(document.wasDerivedFrom!).filter(
      (one) => one['prov:generatedEntity'] === `claims:${claim}`,
    );
    const used = derived.map((one) => (one['prov:usedEntity'] as string).replace(/:.*/, ''));
    expect(used).toEqual(expect.arrayContaining(['anchors', 'passage', 'sources']));
    const [assessment] = Object.keys(document.bundle!).filter((name) => name.startsWith('assessment:'));
    expect(document.bundle![assessment!]!.entity).toMatchObject({
      [`claims:${claim}`]: { 'kataribe:confidence': expect.any(String) as string },
    });
    expect(document.entity![`claims:${claim}`]).not.toHaveProperty('kataribe:confidence');
    for (const section of ['wasAttributedTo', 'wasGeneratedBy']) {
      const of = Object.values(document[section]!).map((one) => one['prov:entity']);
      expect([section, of]).toEqual([section, expect.arrayContaining([assessment])]);
    }
    const testimony = Object.keys(document.entity!).find((name) => /^testimonies:[\w-]+$/.test(name));
    expect(
      Object.values(document.wasAttributedTo!).filter((one) => one['prov:entity'] === testimony),
    ).not.toEqual([]);
  });

  test('every name in it can be asked for', async () => {
    const document = JSON.parse(inFormat(`/api/prov/claims/${claim}`, 'json')) as ProvJson;
    const names = ['entity', 'activity', 'agent'].flatMap((kind) => Object.keys(document[kind]!));
    for (const name of names) {
      const colon = name.indexOf(':');
      const address = `${document.prefix![name.slice(0, colon)] as unknown as string}${name.slice(colon + 1)}`;
      expect(address.startsWith(BASE)).toBe(true);
      const path = address.slice(BASE.length).replace(/#.*$/, '');
      expect([path, (await archive.as(null).get(path)).status]).toEqual([path, 200]);
    }
    expect(names.length).toBeGreaterThan(15);
  });

  const python = spawnSync('/usr/bin/python3', ['-c', 'import prov']);
  (python.status === 0 ? test : test.skip)(
    'is read by the Python library prov (skipped where Debian’s python3-prov is not installed)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'prov-'));
      const document = JSON.parse(inFormat('/api/prov', 'json')) as ProvJson;
      writeFileSync(join(folder, 'chapter.json'), inFormat('/api/prov', 'json'));
      const script = `
import sys, prov.model as model
read = model.ProvDocument.deserialize(sys.argv[1], format='json')
print(len(read.records), len(list(read.bundles)), len(list(read.get_records(model.ProvActivity))))`;
      const counts = execFileSync('/usr/bin/python3', ['-c', script, join(folder, 'chapter.json')], {
        encoding: 'utf8',
      });
      const { prefix: _, bundle, ...sections } = document;
      const records = Object.values(sections).reduce((sum, members) => sum + Object.keys(members).length, 0);
      const activities = Object.keys(document.activity!).length;
      expect(counts.trim()).toBe(`${records} ${Object.keys(bundle!).length} ${activities}`);
    },
  );

  test.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['text/turtle;q=0.4, text/provenance-notation', 'text/provenance-notation; charset="UTF-8"'],
    ['text/turtle', 'text/turtle; charset=utf-8'],
    ['application/ld+json, */*;q=0.1', 'application/ld+json'],
    ['text/*', 'text/provenance-notation; charset="UTF-8"'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('Accept: %s is answered with %s', async (accept, type) => {
    const answer = await textOf(archive.as(null).get(`/api/prov/claims/${claim}`).set('accept', accept));
    expect([answer.status, answer.headers['content-type']]).toEqual([200, type]);
    expect(answer.headers.vary).toContain('Accept');
  });

  test('a form nobody writes is refused', async () => {
    const path = `/api/prov/claims/${claim}`;
    for (const accept of ['text/html', 'application/json;q=0', 'application/xml, image/*']) {
      expectProblem(await archive.as(null).get(path).set('accept', accept), 406, {
        code: 'prov.not_acceptable',
      });
    }
    expectProblem(await archive.as(null).get(`${path}?format=xml`), 422, { pointer: '/format' });
    expectProblem(await archive.as(null).get(`${path}?colour=red`), 422, { pointer: '/colour' });
  });

  test('HEAD says what GET would, and writes nothing', async () => {
    const { port, close } = await listening(archive);
    const head = (
      path: string,
    ): Promise<{ status: number; headers: Record<string, unknown>; bytes: number }> =>
      new Promise((resolve, reject) => {
        httpRequest({ port, path, method: 'HEAD' }, (answer) => {
          let bytes = 0;
          answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
          answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, bytes }));
        })
          .on('error', reject)
          .end();
      });
    const answer = await head('/api/prov/testimonies/KTB-0001?format=turtle');
    expect(answer).toMatchObject({
      status: 200,
      bytes: 0,
      headers: {
        'content-type': 'text/turtle; charset=utf-8',
        'content-disposition': 'attachment; filename="kataribe-KTB-0001.ttl"',
      },
    });
    expect((await head(`/api/prov/claims/${UNKNOWN_ID}`)).status).toBe(404);
    await close();
  });

  test('the context never asks the network, and is served', async () => {
    const { text, headers } = await textOf(archive.as(null).get('/api/prov/context/v1.jsonld'));
    expect(headers['content-type']).toMatch(/^application\/ld\+json/);
    expect(JSON.parse(text)).toMatchObject({ '@context': { prov: 'http://www.w3.org/ns/prov#' } });
    expect(JSON.parse(inFormat('/api/prov', 'jsonld'))).toMatchObject({
      '@context': [`${BASE}/api/prov/context/v1.jsonld`, {}],
    });
  });

  test('what is unknown is not found', async () => {
    for (const path of [
      `claims/${UNKNOWN_ID}`,
      'claims/x',
      `testimonies/${UNKNOWN_ID}`,
      'testimonies/KTB-9999',
    ]) {
      expectProblem(await archive.as(null).get(`/api/prov/${path}`), 404);
    }
    expectProblem(await archive.as(null).get(`/api/prov/claims/${claim}?asOf=yesterday`), 422, {
      pointer: '/asOf',
    });
  });

  test('a reader who goes away ends the reading; a failure in its midst is no end', async () => {
    const { port, close } = await listening(archive);
    const reader = archive.app.get(Reader, { strict: false });
    const idle = async (): Promise<number> =>
      (
        await archive.sql<{ many: number }>(
          `SELECT count(*)::integer AS many FROM pg_stat_activity
           WHERE application_name LIKE 'kataribe reader%' AND state LIKE 'idle in transaction%'`,
        )
      )[0]!.many;
    await new Promise<void>((resolve) => {
      const asking = httpRequest({ port, path: '/api/prov' }, (answer) => {
        answer.once('data', () => {
          answer.destroy();
          resolve();
        });
      }).on('error', () => undefined);
      asking.end();
    });
    for (let waited = 0; (await idle()) > 0 && waited < 50; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await idle()).toBe(0);

    const original = reader.snapshot.bind(reader);
    const failing = jest.spyOn(reader, 'snapshot').mockImplementation(async function* (clearance, read) {
      let items = 0;
      for await (const item of original(clearance, read)) {
        if ((items += 1) > 5) throw new Error('the database went away');
        yield item;
      }
    } as typeof reader.snapshot);
    const cut = await new Promise<string>((resolve) => {
      httpRequest({ port, path: '/api/prov' }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve('ended'));
        answer.on('error', () => resolve('cut off'));
      }).end();
    });
    failing.mockRestore();
    expect(cut).toBe('cut off');
    await close();
  });
});

describe('provenance of records that change', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  test('a version follows another, and each says who made it', async () => {
    const testimony = await makeTestimony(archive, { title: Object.values(ODD).join(' ') });
    const claim = await makeClaim(archive, testimony.id);
    const [before] = await archive.sql<{ id: string }>('SELECT activity_id AS id FROM claim WHERE id = $1', [
      claim.id,
    ]);
    await revise(archive, `/api/claims/${claim.id}`, claim.version, {
      statement: `橋 ${Object.values(ODD).join('\n')}`,
    });
    const [after] = await archive.sql<{ id: string }>('SELECT activity_id AS id FROM claim WHERE id = $1', [
      claim.id,
    ]);
    const document = await documentAs(archive, `/api/prov/claims/${claim.id}`);
    const [first, second] = [before, after].map((row) => `claims:${claim.id}?asOf=${row!.id}`);
    const among = (section: string) => Object.values(document[section] ?? {});
    expect(among('wasDerivedFrom')).toContainEqual({
      'prov:generatedEntity': second,
      'prov:usedEntity': first,
      'prov:activity': `activities:${after!.id}`,
      'prov:type': { $: 'prov:Revision', type: 'prov:QUALIFIED_NAME' },
    });
    expect(among('specializationOf')).toEqual(
      expect.arrayContaining(
        [first, second].map((version) => ({
          'prov:specificEntity': version,
          'prov:generalEntity': `claims:${claim.id}`,
        })),
      ),
    );
    expect(among('wasInvalidatedBy')).toContainEqual(
      expect.objectContaining({ 'prov:entity': first, 'prov:activity': `activities:${after!.id}` }),
    );
    expect(among('wasInformedBy')).toContainEqual({
      'prov:informed': `activities:${after!.id}`,
      'prov:informant': `activities:${before!.id}`,
    });
    expect(checkProv(document)).toEqual([]);
    const statements = provJsonStatements(document).sort();
    const path = `/api/prov/claims/${claim.id}?format=`;
    expect(provNStatements(await textAs(archive, `${path}provn`)).sort()).toEqual(statements);
    expect(await canonicalJsonLd(await textAs(archive, `${path}jsonld`))).toBe(
      await canonicalTurtle(await textAs(archive, `${path}turtle`)),
    );

    const then = await documentAs(archive, `/api/prov/claims/${claim.id}?asOf=${before!.id}`);
    expect(then.entity).toHaveProperty([first!]);
    expect(then.entity).not.toHaveProperty([second!]);
    expect(then.activity).not.toHaveProperty([`activities:${after!.id}`]);
    expect(then.wasInvalidatedBy).toBeUndefined();
    const [made] = await archive.sql<{ id: string }>(
      'SELECT activity_id AS id FROM testimony WHERE id = $1',
      [testimony.id],
    );
    expectProblem(await archive.as(null).get(`/api/prov/claims/${claim.id}?asOf=${made!.id}`), 404);
  });

  test('one of each is valid, for the public and for the staff, and dangles nowhere', async () => {
    await makeOneOfEach(archive);
    for (const role of [null, 'archivist'] as const) {
      const { bundle, ...document } = await documentAs(archive, '/api/prov', role);
      expect(checkProv({ ...document, bundle })).toEqual([]);
      expect(danglingNames(document)).toEqual([]);
    }
  });

  test('what is restricted is in none of it: no name, no act, no bundle', async () => {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id);
    const paths = [`/api/prov/claims/${claim.id}`, `/api/prov/testimonies/${testimony.id}`, '/api/prov'];
    const answers = (): Promise<string[]> =>
      Promise.all(
        paths.flatMap((path) => PROV_FORMATS.map((format) => textAs(archive, `${path}?format=${format}`))),
      );
    const before = await answers();
    const source = await makeSource(archive);
    const citation = await makeCitation(archive, claim.id, { source: { id: source.id } });
    const assessment = await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
    const external = await makeExternalProvenance(archive, { sourceId: source.id, claimId: claim.id });
    expect(await answers()).not.toEqual(before);
    await restrict(archive, [
      { table: 'source', where: `id = '${source.id}'` },
      { table: 'assessment', where: `id = '${assessment.id}'` },
    ]);
    expect(await answers()).toEqual(before);
    const seen = await textAs(archive, paths[0]!, 'archivist');
    for (const { id } of [source, citation, assessment, external]) expect(seen).toContain(id);
  });

  test('a claim that was erased is gone from its provenance', async () => {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id, { statement: 'The ferry sank at 𠮷田.' });
    await erase(archive, { kind: 'claim', recordId: claim.id });
    expectProblem(await archive.as(null).get(`/api/prov/claims/${claim.id}`), 410, { code: 'record.erased' });
    expect(await textAs(archive, `/api/prov/testimonies/${testimony.id}`)).not.toContain('𠮷田');
  });

  test('an agent who is merged is an alternate', async () => {
    const [one, other] = [await makeAgent(archive), await makeAgent(archive)];
    await archive
      .as('archivist')
      .post(`/api/agents/${one.id}/same-as`)
      .send({ agentId: other.id, certainty: 'same', rationale: 'One and the same.' })
      .expect(201);
    const document = await documentAs(archive, '/api/prov');
    expect(Object.values(document.alternateOf!)).toContainEqual({
      'prov:alternate1': `agents:${one.id}`,
      'prov:alternate2': `agents:${other.id}`,
    });
  });
});
