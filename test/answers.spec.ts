import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openArchive, type TestArchive } from './support/archive.js';
import { erase } from './support/erase.js';
import { pathsOf } from './support/every-get.js';
import {
  answerQuestion,
  makeAccount,
  makeAgent,
  labelFields,
  makeAttempt,
  makeConsent,
  makeContact,
  makeEvent,
  makeExpectedDocument,
  makeExternalProvenance,
  makeIdentifier,
  makeLead,
  makeLife,
  makeName,
  makeOffice,
  makeRevisedTestimony,
  makeSameAs,
  makeTranslation,
  revokeConsent,
  setNotice,
  SHA256,
  stateHealth,
  stateReachability,
  stateRights,
  withdrawNotice,
  makeAccessGrant,
  makeRelease,
} from './support/factories.js';
import { sequenced, testLog } from './support/log.js';
import { type SignedIn, signIn, takeUp } from './support/sign-in.js';

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
  /** Records that answer otherwise than those above: of a text that was revised */
  const revised: Record<string, string[]> = {};
  let pointers: string[];
  /** An administrator, in a browser */
  let signedIn: SignedIn;

  beforeAll(async () => {
    archive = await openArchive('chapter', { log: testLog() });
    await sequenced(archive);
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
    // Nor was it read by its narrator, or translated here.
    const read = await archive
      .as('archivist')
      .post('/api/testimonies/KTB-0001/reviews')
      .send({ agentId: ids.agent, passage: 1, reviewed: { edtf: '1998' }, asked: 'The year.' })
      .expect(201);
    ids.narrator_review = (read.body as { id: string }).id;
    const [passage] = await archive.sql<{ number: number }>('SELECT number FROM passage WHERE id = $1', [
      ids.passage,
    ]);
    const aligned = [{ passage: passage!.number, start: 0, end: 3 }];
    ids.translation = (await makeTranslation(archive, 'KTB-0001', { passages: aligned })).id;
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
    const { account, secret } = await makeAccount(archive, (await makeAgent(archive)).id, {
      role: 'administrator',
      loginName: 'иван',
    });
    ids.account = account;
    await takeUp(archive, secret);
    signedIn = await signIn(archive, 'иван');
    // Nor has it names in several forms yet.
    ids.name_form = (await makeName(archive, `agents/${agent}`, { preferred: true })).id;
    const asked = { kind: 'agent', recordId: (await makeAgent(archive)).id };
    ids.erasure = (await erase(archive, asked)).id;
    const { restriction, release } = await makeRelease(archive);
    ids.restriction = restriction.id;
    ids.release = release.id;
    ids.access_request = (await makeAccessGrant(archive)).id;
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
    // Nobody signed for it.
    const signed = await makeConsent(archive, 'KTB-0001', {
      signerId: agent,
      role: 'other',
      signed: { words: 'in spring', edtf: '2001-21' },
      scope: { disseminate: 'conditional' },
      conditions: { text: '本名は出さないこと。', language: 'ja', shown: true },
      restriction: { text: 'Not before I am dead.', language: 'en' },
      paper: { sha256: SHA256, kept: 'box 4' },
    });
    const revoked = await revokeConsent(archive, signed.id, { revoked: { edtf: '2010' } });
    ids.consent = signed.id;
    ids.consent_revocation = (revoked.revocation as { id: string }).id;
    await makeConsent(archive, 'KTB-0001', { conditions: undefined, paper: {} });
    ids.rights_statement = (
      await stateRights(archive, 'KTB-0001', { determined: { words: 'this year', edtf: '2026' } })
    ).id;
    ids.notice = (await setNotice(archive, 'KTB-0001', labelFields())).id;
    await setNotice(archive, 'KTB-0001');
    await withdrawNotice(archive, (await setNotice(archive, 'KTB-0001', { code: 'tk' })).id);
    ids.external_provenance = (
      await makeExternalProvenance(archive, { agentId: agent, note: 'By post.' })
    ).id;
    const { testimony, standing, lost, review } = await makeRevisedTestimony(archive);
    ids.narrator_review = review;
    revised.testimony = [testimony.id];
    revised.claim = [standing.id, lost.id];
    const anchors = await archive.sql<{ id: string }>(
      'SELECT id FROM anchor WHERE claim_id = ANY ($1::uuid[]) ORDER BY is_current DESC',
      [[standing.id, lost.id]],
    );
    ids.anchor = anchors[0]!.id;
    revised.anchor = anchors.slice(1).map(({ id }) => id);
    const accession = testimony.accession as string;
    pointers = ['KTB-0001', 'KTB-0001.c1', 'KTB-0001.r1.p1', 'KTB-0001.r1.char=0,9']
      .flatMap((pointer) => [pointer, pointer.replace('KTB-0001', accession)])
      .concat(`${accession}.c2`, `${accession}.r1.p1.c2`, `${accession}.r1`, `${accession}.r2.p2`);
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

  /** What a path must be asked with, where it answers nothing else, or nothing much. */
  const QUERIES: Record<string, string> = {
    '/api/testimonies/{id}/report': '?format=json',
    '/api/names': '?q=petrov',
    '/api/log/proofs/inclusion': '?leaf=0',
    '/api/log/proofs/consistency': '?from=1',
    '/api/contradictions/suggestions': '?testimony=KTB-0001&recorded=true',
  };

  test('of every GET are what the document says', async () => {
    const ajv = validator();
    const about = {
      ids: Object.fromEntries(
        Object.entries(ids).map(([kind, id]) => [kind, [id, ...(revised[kind] ?? [])]]),
      ),
      pointers,
    };
    let answered = 0;
    for (const [template, methods] of Object.entries(document.paths)) {
      const schema = methods.get?.responses['200']?.content?.['application/json']?.schema;
      if (schema === undefined) continue;
      const paths = pathsOf(template, about);
      const check = ajv.compile(pointed(schema));
      for (const path of paths) {
        const asked = `${path}${QUERIES[template] ?? ''}`;
        // What is sealed is refused to him, or is not there for him.
        let answer = await signedIn.ask('get', asked);
        for (const role of ['archivist', 'auditor'] as const) {
          if (answer.status !== 200) answer = await archive.as(role).get(asked);
        }
        expect([path, answer.status]).toEqual([path, 200]);
        check(answer.body);
        expect([path, check.errors ?? []]).toEqual([path, []]);
        answered += 1;
      }
    }
    expect(answered).toBeGreaterThan(40);
  });
});
