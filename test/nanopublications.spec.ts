import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import jsonld from 'jsonld';
import { Parser, type Quad, Store } from 'n3';
import { artifactCode, BLANK } from '../src/annotations/trusty.rules.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, revise, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAssessment,
  makeClaim,
  makeFoundedAssessment,
  makeRevisedTestimony,
  makeTestimony,
  stateRights,
} from './support/factories.js';
import { ODD, ODD_TEXT } from './support/odd-texts.js';
import { claimRows, restrict } from './support/restrict.js';

const BASE = 'http://localhost:3000';
const NP = 'http://www.nanopub.org/nschema#';
const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const XSD = 'http://www.w3.org/2001/XMLSchema#';
const PROV = 'http://www.w3.org/ns/prov#';
const DCT = 'http://purl.org/dc/terms/';
const OURS = 'urn:kataribe:vocabulary:';

/** The code of a set of quads under the name that it ends, written down a second time from the specification alone. */
function recomputed(quads: Quad[], iri: string): string {
  const code = iri.slice(-45);
  const blank = (name: string): string => name.replaceAll(code, ' ');
  const rows = quads.map(({ graph, subject, predicate, object }) => {
    const words = object.value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
    const said =
      object.termType !== 'Literal'
        ? blank(object.value)
        : object.language !== ''
          ? `@${object.language} ${words}`
          : `^${object.datatype.value} ${words}`;
    return { names: [graph, subject, predicate].map(({ value }) => blank(value)), object, said };
  });
  const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
  rows.sort((one, other) => {
    for (const [place, name] of one.names.entries()) {
      const order = Buffer.compare(bytes(name), bytes(other.names[place]!));
      if (order !== 0) return order;
    }
    const literals = [one, other].map(({ object }) => Number(object.termType === 'Literal'));
    if (literals[0] !== literals[1]) return literals[0]! - literals[1]!;
    return Buffer.compare(bytes(blank(one.object.value)), bytes(blank(other.object.value)));
  });
  const text = rows.map(({ names, said }) => [...names, said, ''].join('\n')).join('');
  return `RA${createHash('sha256').update(text).digest('base64url')}`;
}

/**
 * A checker that is not ours (nanopub-rs): it is given the text alone, in a process of its own. The package says that it is
 * an ES module, and is CommonJS: so its program is run as what it is.
 */
async function foreignCheck(text: string): Promise<string> {
  const program = `
    const { readFileSync } = require('node:fs');
    const checker = {};
    new Function('exports', 'require', '__dirname', readFileSync('node.js', 'utf8'))(checker, require, '.');
    new checker.Nanopub(readFileSync(0, 'utf8')).check();
    process.stdout.write('valid');`;
  const running = promisify(execFile)(process.execPath, ['-e', program], {
    cwd: 'node_modules/@nanopub/sign',
  });
  running.child.stdin!.end(text);
  return (await running).stdout;
}

describe('nanopublications', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const ask = (claim: { id: string }, query = '', reader: 'archivist' | null = null) =>
    archive.as(reader).get(`/api/claims/${claim.id}/nanopublication${query}`);
  const published = async (claim: { id: string }, query = ''): Promise<{ text: string; store: Store }> => {
    const response = await ask(claim, query).buffer(true).expect(200);
    const text = response.text;
    expect(response.headers['content-type']).toBe('application/trig; charset=utf-8');
    return { text, store: new Store(new Parser({ format: 'application/trig' }).parse(text)) };
  };
  const iriOf = (store: Store): string => store.getSubjects(RDF_TYPE, `${NP}Nanopublication`, null)[0]!.value;
  const objects = (store: Store, subject: string, predicate: string, graph: string | null = null) =>
    store.getObjects(subject, predicate, graph).map(({ value }) => value);
  const assessed = async (fields: object = {}, testimony: object = {}): Promise<Made> => {
    const claim = await makeClaim(archive, (await makeTestimony(archive, { ...testimony })).id, {
      ...fields,
    });
    await makeFoundedAssessment(archive, claim.id, { rationale: 'Первое.\nВторое: "\\" и 𠮷.' });
    return claim;
  };
  /** The rules of well-formed nanopublications, one by one. */
  const expectWellFormed = (store: Store): void => {
    const heads = store.getQuads(null, RDF_TYPE, `${NP}Nanopublication`, null);
    expect(heads).toHaveLength(1);
    const [{ subject: np, graph: head }] = heads as [Quad];
    const parts = ['hasAssertion', 'hasProvenance', 'hasPublicationInfo'].map((part) => {
      const named = store.getObjects(np, NP + part, head);
      expect([part, named.length]).toEqual([part, 1]);
      return named[0]!;
    });
    const [assertion, provenance, pubinfo] = parts as [Quad['object'], Quad['object'], Quad['object']];
    const names = [head, ...parts].map(({ value }) => value);
    expect(new Set([np.value, ...names]).size).toBe(5);
    expect(new Set(store.getGraphs(null, null, null).map(({ value }) => value))).toEqual(new Set(names));
    for (const name of names) expect(name.startsWith(`${np.value}/`)).toBe(true);
    expect(store.getQuads(null, null, null, assertion as never).length).toBeGreaterThan(0);
    const about = (graph: Quad['object'], what: string) => store.getQuads(what, null, null, graph);
    expect(about(provenance, assertion.value).length).toBeGreaterThan(0);
    expect(about(pubinfo, np.value).length).toBeGreaterThan(0);
    expect(
      store.getQuads(null, null, null, null).every(({ subject }) => subject.termType === 'NamedNode'),
    ).toBe(true);
  };

  test('are well-formed, and their names can be checked against what they say', async () => {
    const claim = await assessed();
    const { store, text } = await published(claim);
    const iri = iriOf(store);
    expect(iri).toMatch(/#RA[A-Za-z0-9_-]{43}$/);
    expectWellFormed(store);
    expect(recomputed(store.getQuads(null, null, null, null), iri)).toBe(iri.slice(-45));
    expect(await foreignCheck(text)).toBe('valid');
  });

  test('whose words were changed do not fit their name any more', async () => {
    const { text } = await published(await assessed());
    const forged = text.replaceAll('kataribe:probable', 'kataribe:confirmed');
    expect(forged).not.toBe(text);
    const store = new Store(new Parser({ format: 'application/trig' }).parse(forged));
    expect(recomputed(store.getQuads(null, null, null, null), iriOf(store))).not.toBe(
      iriOf(store).slice(-45),
    );
    await expect(foreignCheck(forged)).rejects.toThrow();
  });

  test.each(Object.entries(ODD))('hold for odd text: %s', async (_, words) => {
    const claim = await assessed(
      { statement: `圓 ${words}`, anchors: [{ exact: words }] },
      { text: ODD_TEXT, language: 'ja' },
    );
    const { store, text } = await published(claim);
    const iri = iriOf(store);
    expect(recomputed(store.getQuads(null, null, null, null), iri)).toBe(iri.slice(-45));
    expect(await foreignCheck(text)).toBe('valid');
    expect(objects(store, `${BASE}/api/claims/${claim.id}`, `${OURS}statement`)).toEqual([`圓 ${words}`]);
    expect(objects(store, `${iri}/quotation1-words`, 'http://www.w3.org/ns/oa#exact')).toEqual([words]);
  });

  test('assert who said what and who judged it how, and not that it was so', async () => {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id);
    const judgement = await makeFoundedAssessment(archive, claim.id);
    await stateRights(archive, testimony.id, { code: 'CC-BY-4.0', basis: 'licence' });
    const { store } = await published(claim);
    const iri = iriOf(store);
    const [it, its] = [`${BASE}/api/claims/${claim.id}`, `${BASE}/api/provenance/assessment/${judgement.id}`];
    const narrator = (testimony.contributors as { agent: { id: string } }[])[0]!.agent.id;
    const assessor = `${BASE}/api/agents/${(judgement.by as Made).id}`;
    const assertion = `${iri}/assertion`;
    expect(objects(store, it, `${OURS}statedBy`, assertion)).toEqual([`${BASE}/api/agents/${narrator}`]);
    expect(objects(store, it, `${OURS}statement`, assertion)).toEqual([claim.statement]);
    expect(objects(store, its, `${OURS}confidence`, assertion)).toEqual([`${OURS}probable`]);
    expect(objects(store, its, `${OURS}assessedBy`, assertion)).toEqual([assessor]);
    // Of nothing else is anything asserted.
    expect(store.getSubjects(null, null, assertion).map(({ value }) => value)).toEqual([it, its]);
    expect(objects(store, assertion, `${PROV}wasAttributedTo`, `${iri}/provenance`)).toEqual([assessor]);
    expect(objects(store, assertion, `${PROV}wasDerivedFrom`, `${iri}/provenance`)).toEqual(
      expect.arrayContaining([
        `${BASE}/api/testimonies/${testimony.id}`,
        `${BASE}/api/testimonies/${testimony.id}/revisions/1`,
        `${iri}/quotation1`,
        its,
      ]),
    );
    const pubinfo = `${iri}/pubinfo`;
    expect(objects(store, iri, `${DCT}license`, pubinfo)).toEqual([
      'https://creativecommons.org/licenses/by/4.0/',
    ]);
    expect(objects(store, iri, `${OURS}claimVersion`, pubinfo)).toEqual(['1']);
    const [created] = store.getObjects(iri, `${DCT}created`, pubinfo);
    expect(created).toMatchObject({ datatype: { value: `${XSD}dateTime` } });
    await stateRights(archive, testimony.id, { code: 'InC', basis: 'copyright' });
    const after = (await published(claim)).store;
    expect(objects(after, iriOf(after), `${DCT}license`)).toEqual([]);
    expect(objects(after, iriOf(after), `${DCT}rights`)).toEqual([
      'http://rightsstatements.org/vocab/InC/1.0/',
    ]);
  });

  test('are found by their name for ever, to the letter, whatever becomes of the claim', async () => {
    const claim = await assessed();
    const { text, store } = await published(claim);
    const path = iriOf(store).replace(BASE, '').replace(/#.*$/, '');
    await makeAssessment(archive, claim.id, { confidence: 'possible' });
    await revise(archive, `/api/claims/${claim.id}`, 1, { statement: 'Переписано.' }).expect(200);
    await amend(archive, `UPDATE agent SET name = 'Renamed' WHERE name = 'Aiko Yoshino'`);
    expect(iriOf((await published(claim)).store)).not.toBe(iriOf(store));
    expect((await archive.as(null).get(path).buffer(true).expect(200)).text).toBe(text);
  });

  test('say of lost words that they are', async () => {
    const { lost } = await makeRevisedTestimony(archive);
    await makeFoundedAssessment(archive, lost.id);
    const { store, text } = await published(lost);
    const quotation = `${iriOf(store)}/quotation1`;
    expect(objects(store, quotation, `${OURS}anchorState`)).toEqual([`${OURS}lost`]);
    expect(objects(store, quotation, `${OURS}lostWords`)).toEqual(['the bridge was gone']);
    expect(objects(store, quotation, 'http://www.w3.org/ns/oa#hasSelector')).toEqual([]);
    expect(await foreignCheck(text)).toBe('valid');
  });

  test('are the same as JSON-LD, by format or by Accept', async () => {
    const claim = await assessed();
    const { store } = await published(claim);
    const byFormat = await ask(claim, '?format=jsonld').buffer(true).expect(200);
    const byAccept = await ask(claim).set('accept', 'application/ld+json').buffer(true).expect(200);
    const [one, other] = [byFormat, byAccept].map(({ body, text }) => text || (body as Buffer).toString());
    expect(other).toBe(one);
    expect(byAccept.headers['content-type']).toContain('application/ld+json');
    expect(byAccept.headers.vary).toContain('Accept');
    const nquads = await jsonld.toRDF(JSON.parse(one!) as jsonld.JsonLdDocument, {
      format: 'application/n-quads',
    });
    const same = new Store(new Parser({ format: 'application/n-quads' }).parse(nquads as unknown as string));
    expect(same.size).toBe(store.size);
    expect(recomputed(same.getQuads(null, null, null, null), iriOf(same))).toBe(iriOf(store).slice(-45));
    expectProblem(await ask(claim, '?format=rdfxml'), 422);
  });

  test('are the same for all who ask, and of what is open to everybody alone', async () => {
    const claim = await assessed();
    const hidden = await makeAssessment(archive, claim.id, { confidence: 'possible', rationale: '内緒' });
    await restrict(archive, [{ table: 'assessment', where: `id = '${hidden.id}'` }]);
    const { text } = await published(claim);
    expect(text).not.toContain('内緒');
    expect((await ask(claim, '', 'archivist').buffer(true).expect(200)).text).toBe(text);
    await restrict(archive, claimRows(`'${claim.id}'`));
    expectProblem(await ask(claim), 404, { code: 'not_found' });
    expectProblem(await ask(claim, '', 'archivist'), 404, { code: 'nanopublication.not_public' });
  });

  test('are not there where nobody has assessed the claim, and the answer says so', async () => {
    const claim = await makeClaim(archive, (await makeTestimony(archive)).id);
    expectProblem(await ask(claim), 404, { code: 'nanopublication.not_assessed' });
    expectProblem(await ask({ id: UNKNOWN_ID }), 404, { code: 'not_found' });
    expectProblem(await ask({ id: 'none' }), 404);
  });

  test('the code is that of the specification: a set in one order, whatever the order given', () => {
    const quad = (subject: string, text: string) => ({
      graph: `http://example.org/np#${BLANK}/g`,
      subject,
      predicate: 'http://example.org/p',
      object: { text },
    });
    // U+FF5E is before 𠮷 by code points, and after it in UTF-16.
    const quads = [quad('http://example.org/𠮷', 'a'), quad('http://example.org/～', 'b\n\\')];
    const said =
      'http://example.org/np# /g\nhttp://example.org/～\nhttp://example.org/p\n' +
      `^${XSD}string b\\n\\\\\nhttp://example.org/np# /g\nhttp://example.org/𠮷\nhttp://example.org/p\n^${XSD}string a\n`;
    const expected = `RA${createHash('sha256').update(said).digest('base64url')}`;
    expect(artifactCode(quads)).toBe(expected);
    expect(artifactCode([...quads].reverse())).toBe(expected);
    expect(artifactCode([...quads, ...quads])).toBe(expected);
  });
});
