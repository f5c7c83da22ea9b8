import { openArchive, type TestArchive } from './support/archive.js';
import { pathsOf } from './support/every-get.js';
import { revise } from './support/expectations.js';
import {
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
  makeFlag,
  makeIdentifier,
  makeLead,
  makeName,
  makeOffice,
  makeOneOfEach,
  makePlace,
  makeQuestion,
  makeReliability,
  makeRevision,
  makeSameAs,
  makeSource,
  makeTestimony,
  makeTranslation,
  setNotice,
  stateHealth,
  stateReachability,
  stateRights,
  WORDS,
} from './support/factories.js';
import { takeIntoLog } from './support/log.js';
import { ODD } from './support/odd-texts.js';

type Reader = 'archivist' | null;

/** What else a route can be asked with, and answers otherwise then. */
const QUERIES: Record<string, string[]> = {
  '/api/names': ['q=petrov', 'q=otaru'],
  '/api/claims': ['', 'unverified=true', 'sort=age'],
  '/api/questions': ['', 'sort=priority', 'state=open'],
  '/api/sources': ['', 'unnamed=true'],
  '/api/testimonies/{id}/report': ['format=md', 'format=html', 'format=json'],
  '/api/testimonies/{id}/diff': ['', 'format=html&unchanged=true'],
  '/api/testimonies/{id}/claims': [
    '',
    'needs=evidence',
    'needs=assessment',
    'unverified=true',
    'unverified=false',
  ],
  '/api/testimonies/{id}/reading': ['', 'revision=1'],
  '/api/provenance/{kind}/{id}': ['', 'direction=down'],
  '/api/contradictions/suggestions': ['', 'recorded=true'],
};

/** All there is to ask, three times, in milliseconds. */
const ALL_OF_IT = 240_000;

/** The archive at the size of a tree is the same, to the letter, whatever is written after. */
describe('what is read as of a checkpoint stays as it is', () => {
  let archive: TestArchive;
  let requests: string[];
  const before = new Map<string, string>();
  const nowBefore = new Map<string, string>();
  let size: string;

  const answers = async (asOf?: string): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    for (const reader of [null, 'archivist'] as Reader[]) {
      for (const request of requests) {
        const asked =
          asOf === undefined ? request : `${request}${request.includes('?') ? '&' : '?'}asOf=${asOf}`;
        const { status, headers, text } = await archive.as(reader).get(asked);
        // The graph, and what is exported of it, names its nodes as they are named today.
        if (/^\/api\/prov/.test(request)) {
          const unnamed = text.replace(/"(?:prov:)?label":"(?:[^"\\]|\\.)*"/g, '');
          found.set(`${reader} ${request}`, JSON.stringify({ status, text: unnamed }));
          continue;
        }
        found.set(
          `${reader} ${request}`,
          JSON.stringify({ status, etag: (headers as { etag?: string }).etag, text }),
        );
      }
    }
    return found;
  };

  beforeAll(async () => {
    archive = await openArchive();
    const one = await makeOneOfEach(archive);
    size = await takeIntoLog(archive);
    const ids: Record<string, string[]> = {};
    for (const { name } of await archive.sql<{ name: string }>(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'activity_id' AND t.table_type = 'BASE TABLE'
         AND c.table_name NOT LIKE 'log%' AND c.table_name NOT IN ('provenance_link', 'name_key', 'idempotency_key')`,
    )) {
      const rows = await archive.sql<{ id: string }>(`SELECT id FROM ${name} ORDER BY id LIMIT 3`);
      ids[name] = rows.map(({ id }) => id);
    }
    for (const [kind, { id }] of Object.entries(one)) if (!ids[kind]?.includes(id)) ids[kind]?.push(id);
    const accession = one.testimony.accession as string;
    const pointers = ['', '.c1', '.r1.p1', '.p1.c1', '.r1.char=0,9'].map((rest) => `${accession}${rest}`);
    const { paths } = (await archive.as(null).get('/api/openapi.json')).body as {
      paths: Record<string, { get?: { parameters?: { name: string }[] } }>;
    };
    requests = Object.entries(paths)
      .filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'asOf'))
      .flatMap(([template]) =>
        pathsOf(template, { ids, pointers }).flatMap((path) =>
          (QUERIES[template] ?? ['']).map((query) => path + (query === '' ? '' : `?${query}`)),
        ),
      );
    for (const [request, answer] of await answers(size)) before.set(request, answer);
    for (const [request, answer] of await answers()) nowBefore.set(request, answer);
    await writeMore(archive, one);
    await takeIntoLog(archive);
  }, ALL_OF_IT);
  afterAll(() => archive.close());

  test(
    'there is much to ask, and what was written after shows in it today',
    async () => {
      expect(before.size).toBeGreaterThan(300);
      let changed = 0;
      for (const [request, answer] of await answers()) if (nowBefore.get(request) !== answer) changed += 1;
      expect(changed).toBeGreaterThan(before.size / 4);
    },
    ALL_OF_IT,
  );

  test('is what was read then', () => {
    const others: string[] = [];
    for (const [request, answer] of nowBefore) {
      const then = before.get(request)!;
      // A report and what searches the present day say as of when they are.
      if (then !== answer && !/\/report|\/consents/.test(request))
        others.push(`${request}\n${answer}\n${then}`);
    }
    expect(others).toEqual([]);
  });

  test(
    'every GET that takes asOf answers to the letter as it did before',
    async () => {
      const others: string[] = [];
      for (const [request, answer] of await answers(size)) {
        if (before.get(request) !== answer) others.push(`${request}\n${before.get(request)}\n${answer}`);
      }
      expect(others).toEqual([]);
    },
    ALL_OF_IT,
  );
});

/** Something new, something changed, something taken back, of all that there is. */
async function writeMore(
  archive: TestArchive,
  one: Awaited<ReturnType<typeof makeOneOfEach>>,
): Promise<void> {
  const { testimony, agent, place, source, claim, other } = one;
  const [someone, elsewhere] = [
    await makeAgent(archive, { name: ODD.cyrillic }),
    await makePlace(archive, { name: '樺太' }),
  ];
  const book = await makeSource(archive, { csl: { type: 'book', title: ODD.emoji } });
  await makeEvent(archive, { placeId: place.id });
  const told = await makeTestimony(archive, {
    contributors: [{ role: 'narrator', agent: { id: agent.id } }],
  });
  const said = await makeClaim(archive, told.id, {
    tellers: [{ basis: 'told', agentId: agent.id }],
    mentions: [{ placeId: place.id, words: 'the river' }],
  });
  const newer = await makeClaim(archive, testimony.id, {
    statement: 'Nobody spoke of it.',
    anchors: [{ exact: 'Nobody spoke' }],
  });
  for (const { id } of [claim, other, newer, said]) {
    const cited = await makeCitation(archive, id, { stance: 'against', source: { id: book.id } });
    await makeAssessment(archive, id, { confidence: 'refuted', citationIds: [cited.id] });
    await makeFlag(archive, id);
  }
  await makeCitation(archive, said.id, { claimId: claim.id });
  await makeContradiction(archive, [claim.id, newer.id]);
  const question = await makeQuestion(archive, { raisedBy: [claim.id], wouldSettle: [other.id] });
  const lead = await makeLead(archive, question.id, { sourceId: source.id });
  await makeAttempt(archive, lead.id);
  await makeAttempt(archive, one.lead.id);
  await makeExpectedDocument(archive, one.question.id);
  await makeDescent(archive, `sources/${source.id}`, { sourceId: book.id });
  await makeReliability(archive, source.id, { grade: 'D' });
  await makeName(archive, `agents/${agent.id}`, { value: 'Пётр' });
  await makeName(archive, `places/${place.id}`, { value: 'Odarunai', type: 'historical' });
  await makeIdentifier(archive, `agents/${agent.id}`, { scheme: 'wikidata', value: 'Q42' });
  await makeOffice(archive, agent.id, { sourceId: book.id });
  await stateReachability(archive, agent.id, 'died');
  await stateHealth(archive, agent.id, 'gravely_ill');
  await makeSameAs(archive, someone.id, agent.id);
  await withdraw(archive, `/api/same-as/${one.same_as.id}`);
  await makeSameAs(archive, elsewhere.id, place.id, {}, 'place');
  await makeTranslation(archive, testimony.id, { language: 'ru' });
  await makeConsent(archive, testimony.id);
  await stateRights(archive, testimony.id, { code: 'UND', because: 'Nobody knows.' });
  await withdraw(archive, `/api/notices/${one.notice.id}`);
  await setNotice(archive, testimony.id);
  await change(archive, `/api/claims/${claim.id}`, { statement: 'The narrator crossed a river, 𠮷.' });
  await change(archive, `/api/testimonies/${testimony.id}`, { title: 'Another title' });
  await withdraw(archive, `/api/citations/${one.citation.id}`);
  await withdraw(archive, `/api/mentions/${(claim.mentions as Made[])[0]!.id}`);
  await withdraw(archive, `/api/sources/${source.id}`);
  await makeRevision(archive, testimony.id, {
    kind: 'correction',
    because: 'Misheard.',
    of: 1,
    text: WORDS.replace('We crossed', 'They crossed'),
  });
}

async function change(archive: TestArchive, path: string, fields: object): Promise<void> {
  const { version } = (await archive.as('archivist').get(path)).body as Made;
  await revise(archive, path, version, fields).expect(200);
}

async function withdraw(archive: TestArchive, path: string): Promise<void> {
  const { headers, body } = await archive.as('archivist').get(path);
  const answer = await archive
    .as('archivist')
    .post(`${path}/withdrawal`)
    .set('if-match', headers.etag ?? `"v${(body as Made).version}"`)
    .send({ because: 'Not so.' });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
}
