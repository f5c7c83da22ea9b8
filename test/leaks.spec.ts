import { PROV_FORMATS } from '../src/prov/formats.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { textOf } from './support/text-of.js';
import { pathsOf } from './support/every-get.js';
import { UNKNOWN_ID } from './support/expectations.js';
import {
  labelFields,
  type Made,
  makeAgent,
  makeAssessment,
  makeAttempt,
  makeCitation,
  makeClaim,
  makeConsent,
  makeContradiction,
  makeDescent,
  makeEvent,
  makeExpectedDocument,
  makeExternalProvenance,
  makeFlag,
  makeIdentifier,
  makeLead,
  makeName,
  makeOffice,
  makeOneOfEach,
  makePlace,
  makeQuestion,
  makeReliability,
  makeRevisedTestimony,
  makeSameAs,
  makeSource,
  makeTestimony,
  makeTranslation,
  revokeConsent,
  setNotice,
  stateHealth,
  stateReachability,
  stateRights,
  withdrawNotice,
} from './support/factories.js';
import { restrict } from './support/restrict.js';

type Reader = 'researcher' | 'administrator' | null;
const READERS: Reader[] = [null, 'researcher', 'administrator'];

/** What follows the rows it is about, and what is the staff's from the beginning. */
const KEPT_BY_ITSELF = ['provenance_link', 'name_key', 'restriction', 'restriction_end', 'release'];

/** A word that stands in everything hidden, and nowhere else. */
const SECRET = '内緒';

/** Of the whole archive; what one record rests on is made of the same pieces (prov.spec). */
const FORMATS = PROV_FORMATS.map((format) => `?format=${format}`);

/** What else a route can be asked with, and answers otherwise then. */
const QUERIES: Record<string, string[]> = {
  '/api/names': ['?q=petrov', '?q=otaru', `?q=${encodeURIComponent(SECRET)}`],
  '/api/claims': ['', '?unverified=true', '?contested=true&limit=1'],
  '/api/questions': ['', '?sort=priority', '?state=open'],
  '/api/sources': ['', '?unnamed=true'],
  '/api/testimonies/{id}/report': ['?format=md', '?format=html', '?format=json'],
  '/api/testimonies/{id}/diff': ['', '?format=html&unchanged=true'],
  '/api/testimonies/{id}/claims': ['', '?needs=evidence', '?unverified=true'],
  '/api/provenance/{kind}/{id}': ['', '?direction=down', '?depth=1'],
  '/api/claims/{id}/nanopublication': ['', '?format=jsonld'],
  '/api/contradictions/suggestions': ['', '?recorded=true'],
  '/api/prov': FORMATS,
};

/**
 * What one may not see leaves no trace: whoever may not see it is answered to the letter as if it had never been. The
 * requests come from the OpenAPI document.
 */
describe('what is hidden leaves no trace', () => {
  let archive: TestArchive;
  let paths: Record<string, object>;
  let one: Awaited<ReturnType<typeof makeOneOfEach>>;
  let requests: string[];
  let before: Map<string, string>;
  let hidden: Record<string, string[]>;

  const answersTo = async (reader: Reader): Promise<Map<string, string>> => {
    const answers = new Map<string, string>();
    for (const path of requests) {
      const { status, headers, text } = await textOf(archive.as(reader).get(path));
      const {
        etag,
        link,
        vary,
        'content-type': type,
        'cache-control': caching,
      } = headers as Record<string, string>;
      answers.set(`${reader} ${path}`, JSON.stringify({ status, etag, link, vary, type, caching, text }));
    }
    return answers;
  };
  const answers = async (): Promise<Map<string, string>> =>
    new Map((await Promise.all(READERS.map(answersTo))).flatMap((map) => [...map]));

  const TABLES = `SELECT c.table_name AS name FROM information_schema.columns c
    JOIN information_schema.columns a USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'access' AND a.column_name = 'activity_id'
      AND c.table_name IN (SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE')
    ORDER BY c.table_name`;
  const tables = async (): Promise<string[]> =>
    (await archive.sql<{ name: string }>(TABLES)).map(({ name }) => name);
  const idsOf = async (since: string): Promise<Record<string, string[]>> => {
    const ids: Record<string, string[]> = {};
    for (const table of await tables()) {
      if (table === 'provenance_link' || table === 'name_key') continue;
      const rows = await archive.sql<{ id: string }>(
        `SELECT t.id FROM ${table} t JOIN activity a ON a.id = t.activity_id WHERE a.sequence > $1 ORDER BY t.id LIMIT 5`,
        [since],
      );
      ids[table] = rows.map(({ id }) => id);
    }
    const acts = await archive.sql<{ id: string }>(
      'SELECT id FROM activity WHERE sequence > $1 ORDER BY sequence DESC LIMIT 2',
      [since],
    );
    ids.activity = acts.map(({ id }) => id);
    return ids;
  };
  const lastActivity = async (): Promise<string> =>
    (await archive.sql<{ sequence: string }>('SELECT max(sequence) AS sequence FROM activity'))[0]!.sequence;

  beforeAll(async () => {
    archive = await openArchive();
    one = await makeOneOfEach(archive);
    const accession = one.testimony.accession as string;
    const about = {
      ids: await idsOf('0'),
      pointers: ['', '.c1', '.r1.p1', '.r1.p1.c1', '.r1.char=0,9'].map((rest) => `${accession}${rest}`),
    };
    ({ paths } = (await archive.as(null).get('/api/openapi.json')).body as { paths: typeof paths });
    requests = Object.entries(paths)
      .filter(([, methods]) => 'get' in methods)
      .flatMap(([template]) =>
        pathsOf(template, about).flatMap((path) => (QUERIES[template] ?? ['']).map((query) => path + query)),
      );
    const since = await lastActivity();
    before = await answers();
    await addHidden(archive, one);
    hidden = await idsOf(since);
    const domain = await tables();
    await hideSince(
      archive,
      since,
      domain.filter((table) => !KEPT_BY_ITSELF.includes(table)),
    );
  });
  afterAll(() => archive.close());

  test('there is much to ask, and much that is hidden', () => {
    expect(requests.length).toBeGreaterThan(250);
    const kinds = Object.entries(hidden)
      .filter(([, ids]) => ids.length > 0)
      .map(([kind]) => kind);
    expect(kinds.length).toBeGreaterThan(30);
  });

  test('every GET answers to the letter as it did before', async () => {
    const traces: string[] = [];
    for (const [request, answer] of await answers()) if (before.get(request) !== answer) traces.push(request);
    expect(traces).toEqual([]);
  });

  test('to write to what is hidden is to write to what never was', async () => {
    const told: string[] = [];
    for (const [template, methods] of Object.entries(paths)) {
      if (!template.includes('{id}') || template.includes('{kind}')) continue;
      for (const method of ['post', 'put', 'patch', 'delete'] as const) {
        if (!(method in methods)) continue;
        for (const hiddenPath of pathsOf(template, { ids: hidden, pointers: [] })) {
          const unknownPath = pathsOf(template, { ids: unknownFor(hidden), pointers: [] })[0]!;
          for (const reader of ['researcher', 'administrator'] as const) {
            const [one, other] = await Promise.all(
              [hiddenPath, unknownPath].map(async (path) => {
                const answer = await archive.as(reader)[method](path).set('if-match', '"v1"').send({});
                return `${answer.status} ${answer.text}`;
              }),
            );
            if (one !== other) told.push(`${reader} ${method} ${hiddenPath}: ${one} / ${other}`);
          }
        }
      }
    }
    expect(told).toEqual([]);
  });

  test('to name what is hidden is to name what never was', async () => {
    const first = (kind: string): string => hidden[kind]![0]!;
    const naming: [string, (id: string) => object, string][] = [
      ['/api/claims/:claim/citations', (id) => ({ stance: 'for', source: { id } }), 'source'],
      ['/api/claims/:claim/citations', (id) => ({ stance: 'for', claimId: id }), 'claim'],
      ['/api/claims/:claim/citations', (id) => ({ stance: 'for', passageId: id }), 'passage'],
      ['/api/claims/:claim/mentions', (id) => ({ agentId: id, words: 'we' }), 'agent'],
      ['/api/claims/:claim/mentions', (id) => ({ placeId: id, words: 'we' }), 'place'],
      ['/api/claims/:claim/mentions', (id) => ({ eventId: id, words: 'we' }), 'event'],
      [
        '/api/agents/:agent/same-as',
        (id) => ({ agentId: id, certainty: 'perhaps', rationale: 'So.' }),
        'agent',
      ],
      [
        '/api/places/:place/same-as',
        (id) => ({ placeId: id, certainty: 'perhaps', rationale: 'So.' }),
        'place',
      ],
      ['/api/sources/:source/descents', (id) => ({ kind: 'derives_from', sourceId: id }), 'source'],
      ['/api/questions', (id) => ({ kind: 'ambiguity', statement: 'Which?', raisedBy: [id] }), 'claim'],
      [
        '/api/questions/:question/leads',
        (id) => ({ kind: 'person', description: 'him', agentId: id }),
        'agent',
      ],
      ['/api/leads/:lead/attempts', (id) => ({ outcome: 'no_answer', where: { placeId: id } }), 'place'],
      ['/api/contradictions', (id) => ({ statement: 'Both.', claimIds: [one.claim.id, id] }), 'claim'],
      ['/api/agents/:agent/offices', (id) => ({ kind: 'office', title: 'clerk', sourceId: id }), 'source'],
      [
        '/api/claims/:claim/assessments',
        (id) => ({ confidence: 'probable', rationale: 'So.', citationIds: [id] }),
        'citation',
      ],
    ];
    for (const [template, body, kind] of naming) {
      const path = template.replace(
        /:(\w+)/,
        (_, of: string) => (one as unknown as Record<string, Made>)[of]!.id,
      );
      const [known, unknown] = await Promise.all(
        [first(kind), UNKNOWN_ID].map(async (id) => {
          const answer = await archive.as('researcher').post(path).send(body(id));
          return [answer.status, answer.text.replaceAll(id, '…')];
        }),
      );
      expect([template, kind, ...known!]).toEqual([template, kind, ...unknown!]);
      expect([404, 422]).toContain(known![0]);
    }
  });

  test('the archivist sees all of it', async () => {
    const claims = await archive.as('archivist').get(`/api/claims/${hidden.claim![0]}`);
    expect(claims.status).toBe(200);
    expect((await archive.as('archivist').get(`/api/names?q=${encodeURIComponent(SECRET)}`)).text).toContain(
      SECRET,
    );
  });
});

function unknownFor(ids: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.keys(ids).map((kind) => [kind, [UNKNOWN_ID]]));
}

/** Adds to everything public something that is going to be hidden, and touches no public row. */
async function addHidden(
  archive: TestArchive,
  one: Awaited<ReturnType<typeof makeOneOfEach>>,
): Promise<void> {
  const secret = (what: string): string => `${SECRET} ${what}`;
  const [agent, , source] = await Promise.all([
    makeAgent(archive, { name: secret('Petrov') }),
    makePlace(archive, { name: secret('Otaru'), partOfId: one.place.id }),
    makeSource(archive, { csl: { type: 'book', title: secret('Bridges') } }),
  ]);
  await makeEvent(archive, { name: secret('battle'), placeId: one.place.id });
  const testimony = await makeTestimony(archive, {
    title: secret('interview'),
    contributors: [{ role: 'narrator', agent: { id: one.agent.id } }],
  });
  const elsewhere = await makeClaim(archive, testimony.id, {
    tellers: [
      { basis: 'told', agentId: one.agent.id },
      { basis: 'read', sourceId: one.source.id },
    ],
    mentions: [
      { agentId: one.agent.id, words: 'we' },
      { placeId: one.place.id, words: 'the river' },
    ],
  });
  const claim = await makeClaim(archive, one.testimony.id, {
    statement: secret('the bridge stood.'),
    anchors: [{ exact: 'Nobody spoke of it again.' }],
    tellers: [{ basis: 'told', agentId: one.agent.id }],
    date: { edtf: '1945' },
  });
  for (const at of [claim, elsewhere, one.claim, one.other]) {
    await makeCitation(archive, at.id, { source: { id: source.id }, note: secret('note') });
    await makeFlag(archive, at.id, { reason: secret('reason') });
  }
  for (const at of [claim, elsewhere]) {
    await makeCitation(archive, at.id, { source: { id: one.source.id } });
    await makeCitation(archive, at.id, { claimId: one.claim.id });
    await makeAssessment(archive, at.id, { rationale: secret('rationale') });
  }
  const cited = await makeCitation(archive, one.other.id, { claimId: elsewhere.id, stance: 'against' });
  await makeAssessment(archive, one.other.id, {
    confidence: 'refuted',
    citationIds: [cited.id],
    rationale: SECRET,
  });
  await makeContradiction(archive, [one.claim.id, claim.id, elsewhere.id], { statement: secret('case') });
  const question = await makeQuestion(archive, {
    statement: secret('question'),
    raisedBy: [one.claim.id],
    wouldSettle: [one.other.id],
  });
  for (const of of [question, one.question]) {
    const lead = await makeLead(archive, of.id, { description: secret('lead'), sourceId: one.source.id });
    await makeAttempt(archive, lead.id, { note: secret('attempt'), where: { placeId: one.place.id } });
    await makeExpectedDocument(archive, of.id, { description: secret('document'), claimId: one.claim.id });
  }
  await makeAttempt(archive, one.lead.id, { note: secret('attempt') });
  await makeDescent(archive, `sources/${one.source.id}`, { sourceId: source.id });
  await makeDescent(archive, `testimonies/${one.testimony.id}`, { kind: 'read', sourceId: source.id });
  await makeReliability(archive, one.source.id);
  await makeName(archive, `agents/${one.agent.id}`, { value: secret('Sejima') });
  await makeName(archive, `places/${one.place.id}`, { value: secret('Mukden'), type: 'historical' });
  await makeIdentifier(archive, `agents/${one.agent.id}`, { scheme: 'wikidata', value: 'Q42' });
  await makeOffice(archive, one.agent.id, { title: secret('clerk'), sourceId: source.id });
  await stateReachability(archive, one.agent.id, 'living', { sourceId: source.id });
  await stateHealth(archive, one.agent.id, 'frail', { note: SECRET });
  await makeSameAs(archive, one.agent.id, agent.id, { certainty: 'perhaps' });
  await makeSameAs(
    archive,
    (await makePlace(archive, { name: secret('Odarī') })).id,
    one.place.id,
    {},
    'place',
  );
  await makeTranslation(archive, one.testimony.id, { language: 'ru' });
  const consent = await makeConsent(archive, one.testimony.id, {
    signerWords: secret('signer'),
    scope: { quote: 'conditional' },
    conditions: { text: secret('condition'), language: 'ja', shown: true },
    note: SECRET,
  });
  await revokeConsent(archive, consent.id, { because: SECRET });
  await stateRights(archive, one.testimony.id, { code: 'UND', because: secret('reason') });
  await setNotice(archive, one.testimony.id, labelFields({ code: 'bcp', text: secret('label') }));
  await withdrawNotice(archive, one.notice.id);
  await archive
    .as('archivist')
    .post(`/api/testimonies/${one.testimony.id}/reviews`)
    .send({ agentId: one.agent.id, asked: SECRET })
    .expect(201);
  await archive
    .as('archivist')
    .post(
      `/api/passages/${(one as unknown as { passage?: Made }).passage?.id ?? (await firstPassage(archive, one.testimony.id))}/mentions`,
    )
    .send({ agentId: one.agent.id, words: 'We' })
    .expect(201);
  await archive
    .as('archivist')
    .post(`/api/claims/${one.other.id}/assignment`)
    .send({ note: SECRET })
    .expect(201);
  await makeExternalProvenance(archive, {
    attributedTo: secret('museum'),
    agentId: one.agent.id,
    claimId: one.claim.id,
  });
  await makeRevisedTestimony(archive);
}

async function firstPassage(archive: TestArchive, testimony: string): Promise<string> {
  const [row] = await archive.sql<{ id: string }>(
    `SELECT p.id FROM passage p JOIN revision r ON r.id = p.revision_id WHERE r.testimony_id = $1 ORDER BY p.start_offset LIMIT 1`,
    [testimony],
  );
  return row!.id;
}

/** All that was written since is restricted, row by row: nothing of it is left open. */
async function hideSince(archive: TestArchive, since: string, tables: string[]): Promise<void> {
  const acts = `(SELECT id FROM activity WHERE sequence > ${since} AND type NOT LIKE 'restriction.%')`;
  await restrict(
    archive,
    tables.map((table) => ({ table, where: `t.activity_id IN ${acts}` })),
  );
}
