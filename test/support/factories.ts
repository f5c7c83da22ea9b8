import { generateKey } from '../../src/merkle-log/note-key.js';
import { randomUUID } from 'node:crypto';
import type { TestArchive } from './archive.js';
import { carryTo } from './carry.js';
import { amend, transition } from './expectations.js';

/** Records with complete defaults, made over HTTP as the archivist. Give what the test is about. */

type Fields = Record<string, unknown>;
export interface Made extends Fields {
  id: string;
  version: number;
}

async function make(archive: TestArchive, path: string, body: Fields): Promise<Made> {
  const response = await archive.as('archivist').post(path).send(body);
  if (response.status !== 201) throw new Error(`${path}: ${response.status} ${response.text}`);
  return response.body as Made;
}

export const WORDS =
  'We crossed the river in the spring. My father said the bridge was gone.\n\nNobody spoke of it again.';

export const testimonyFields = (fields: Fields = {}): Fields => ({
  title: 'Interview with a ferryman',
  kind: 'interview',
  language: 'en',
  text: WORDS,
  contributors: [{ role: 'narrator', agent: { name: 'Aiko Yoshino' } }],
  ...fields,
});

export const claimFields = (fields: Fields = {}): Fields => ({
  statement: 'The narrator crossed the river.',
  basis: 'took_part',
  anchors: [{ exact: 'We crossed the river' }],
  ...fields,
});

export function makeTestimony(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/testimonies', testimonyFields(fields));
}

export function makeClaim(archive: TestArchive, testimonyId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/testimonies/${testimonyId}/claims`, claimFields(fields));
}

export function makeSource(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/sources', { csl: { type: 'book', title: 'Bridges of the Amur' }, ...fields });
}

export function makeUnnamedSource(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/sources', {
    description: 'a newspaper the narrator read in camp',
    unnamedBecause: 'The narrator does not remember its name.',
    ...fields,
  });
}

export function makeAgent(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/agents', { kind: 'person', name: 'Ivan Petrov', ...fields });
}

export function makePlace(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/places', { name: 'Otaru', ...fields });
}

export function makeEvent(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/events', { name: 'Battle of Mukden', ...fields });
}

export function makeQuestion(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/questions', {
    kind: 'missing_document',
    statement: 'Is there a record of the bridge?',
    ...fields,
  });
}

export function makeLead(archive: TestArchive, questionId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/questions/${questionId}/leads`, {
    kind: 'institution',
    description: 'the archive of the railway',
    ...fields,
  });
}

/** Something that ought to exist and would answer the question. */
export function makeExpectedDocument(
  archive: TestArchive,
  questionId: string,
  fields: Fields = {},
): Promise<Made> {
  return make(archive, `/api/questions/${questionId}/expected-documents`, {
    kind: 'document',
    description: 'the log of the ferry',
    ...fields,
  });
}

/** Answers a question of a version. */
export async function answerQuestion(
  archive: TestArchive,
  questionId: string,
  version: number,
  fields: Fields = {},
): Promise<Made> {
  const response = await transition(archive, questionId, version, {
    to: 'answered',
    because: 'The log of the harbour says so.',
    answer: { statement: 'It was crossed on the ice.' },
    citations: [{ source: { csl: { type: 'book', title: 'The log of the harbour' } } }],
    ...fields,
  });
  if (response.status !== 200) throw new Error(`${response.status} ${response.text}`);
  return response.body as Made;
}

/** @returns the lead, with the new attempt as its last */
export function makeAttempt(archive: TestArchive, leadId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/leads/${leadId}/attempts`, { outcome: 'no_answer', ...fields });
}

/** When a person was born and died. */
export async function makeLife(archive: TestArchive, agentId: string, fields: Fields = {}): Promise<Made> {
  const path = `/api/agents/${agentId}/life`;
  const wanted = { born: { date: { words: 'in the year of the cholera', edtf: '1911?' } }, ...fields };
  const response = await archive.as('archivist').put(path).send(wanted);
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${response.text}`);
  return response.body as Made;
}

export function makeOffice(archive: TestArchive, agentId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/agents/${agentId}/offices`, {
    kind: 'office',
    title: 'keeper of the ferry',
    ...fields,
  });
}

/** Says whether somebody can be reached. */
export function stateReachability(
  archive: TestArchive,
  agentId: string,
  state: string,
  fields: Fields = {},
): Promise<Made> {
  const because = ['died', 'do_not_contact'].includes(state) ? { because: 'His daughter wrote so.' } : {};
  return make(archive, `/api/agents/${agentId}/reachability`, { state, ...because, ...fields });
}

/** Says how well somebody is, which the staff alone may know. */
export function stateHealth(
  archive: TestArchive,
  agentId: string,
  state: string,
  fields: Fields = {},
): Promise<Made> {
  return make(archive, `/api/agents/${agentId}/health`, { state, ...fields });
}

/** Says how a lead stands now. */
export async function moveLead(
  archive: TestArchive,
  lead: { id: string; version: number },
  to: string,
): Promise<Made> {
  const path = `/api/leads/${lead.id}/transitions`;
  const request = archive.as('researcher').post(path).set('if-match', `"v${lead.version}"`);
  const response = await request.send({ to, because: 'He answered.' });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${response.text}`);
  return response.body as Made;
}

/** How to reach somebody, for archivists alone. */
export async function makeContact(
  archive: TestArchive,
  agentId: string,
  details = 'Otaru, by the harbour',
): Promise<Made> {
  const path = `/api/agents/${agentId}/contact`;
  const response = await archive.as('archivist').put(path).send({ details });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${response.text}`);
  return response.body as Made;
}

/** Of somebody who signs in by a name. @returns the id of the account, and what he chooses a password by */
export async function makeAccount(
  archive: TestArchive,
  agentId: string,
  fields: Fields = {},
): Promise<{ account: string; secret: string }> {
  const wanted = { agentId, role: 'researcher', loginName: `login-${agentId}`, ...fields };
  const response = await archive.as('administrator').post('/api/accounts').send(wanted);
  if (response.status !== 201) throw new Error(`/api/accounts: ${response.status} ${response.text}`);
  return response.body as { account: string; secret: string };
}

/** What a source, or a testimony, goes back to. */
export function makeDescent(
  archive: TestArchive,
  of: `sources/${string}` | `testimonies/${string}`,
  fields: Fields,
): Promise<Made> {
  return make(archive, `/api/${of}/descents`, { kind: 'copies', ...fields });
}

/** How far a source is trusted. */
export function makeReliability(archive: TestArchive, sourceId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/sources/${sourceId}/reliability`, {
    grade: 'B',
    rationale: 'Its dates agree with the log of the harbour.',
    ...fields,
  });
}

/** Seals who an unnamed agent or source really is. */
export async function sealIdentity(
  archive: TestArchive,
  of: `agents/${string}` | `sources/${string}`,
  identity = 'Ivan Petrov',
): Promise<Made> {
  const response = await archive.as('archivist').put(`/api/${of}/identity`).send({ identity });
  if (response.status !== 200) throw new Error(`${of}: ${response.status} ${response.text}`);
  return response.body as Made;
}

export const nameFields = (fields: Fields = {}): Fields => ({
  value: 'Ivan Petrov',
  type: 'legal',
  language: 'ru',
  script: 'Latn',
  ...fields,
});

/** A form of the name of a person or a place. */
export function makeName(
  archive: TestArchive,
  of: `agents/${string}` | `places/${string}`,
  fields: Fields = {},
): Promise<Made> {
  return make(archive, `/api/${of}/names`, nameFields(fields));
}

export function makeIdentifier(
  archive: TestArchive,
  of: `agents/${string}` | `places/${string}`,
  fields: Fields = {},
): Promise<Made> {
  return make(archive, `/api/${of}/identifiers`, { scheme: 'wikidata', value: 'Q11720', ...fields });
}

/** Merges a record into another, unless told that they are only perhaps the same. */
export function makeSameAs(
  archive: TestArchive,
  id: string,
  sameAsId: string,
  fields: Fields = {},
  kind: 'agent' | 'place' = 'agent',
): Promise<Made> {
  const said = { certainty: 'same', rationale: 'Both are in the register of Otaru.', ...fields };
  return make(archive, `/api/${kind}s/${id}/same-as`, { [`${kind}Id`]: sameAsId, ...said });
}

/** Cites a new source unless told what to cite. */
export function makeCitation(archive: TestArchive, claimId: string, fields: Fields = {}): Promise<Made> {
  const cited = ['source', 'claimId', 'passageId'].some((field) => field in fields);
  return make(archive, `/api/claims/${claimId}/citations`, {
    stance: 'for',
    ...(cited ? {} : { source: { csl: { type: 'book', title: 'Ferries and bridges' } } }),
    ...fields,
  });
}

export function makeAssessment(archive: TestArchive, claimId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/claims/${claimId}/assessments`, {
    confidence: 'probable',
    rationale: 'The railway timetable of that spring agrees.',
    ...fields,
  });
}

/** A judgement that rests on a citation made for it: for the claim, or against it where it is refuted. */
export async function makeFoundedAssessment(
  archive: TestArchive,
  claimId: string,
  fields: Fields = {},
): Promise<Made> {
  const stance = fields.confidence === 'refuted' ? 'against' : 'for';
  const citation = await makeCitation(archive, claimId, {
    stance,
    source: { csl: { type: 'book', title: `Cited ${stance} ${claimId}` } },
  });
  return makeAssessment(archive, claimId, { citationIds: [citation.id], ...fields });
}

export function makeContradiction(
  archive: TestArchive,
  claimIds: string[],
  fields: Fields = {},
): Promise<Made> {
  return make(archive, '/api/contradictions', {
    statement: 'Was the bridge gone, or crossed?',
    claimIds,
    ...fields,
  });
}

export function makeFlag(archive: TestArchive, claimId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/claims/${claimId}/flags`, {
    kind: 'misdated',
    reason: 'The ice broke in April.',
    ...fields,
  });
}

/** A suggestion of two dates that cannot both be right, dismissed. */
export async function dismissSuggestion(archive: TestArchive): Promise<Made> {
  const testimony = await makeTestimony(archive);
  const tell = (statement: string, edtf: string) =>
    makeClaim(archive, testimony.id, { statement, kind: 'event', date: { edtf } });
  const spring = await tell('The old bridge fell into the river in March 1945.', '1945-03');
  const autumn = await tell('In October 1945 the old bridge fell into the river.', '1945-10');
  const decided = { rule: 'dates_apart', claimIds: [spring.id, autumn.id], state: 'dismissed' };
  return make(archive, '/api/contradictions/suggestions/decision', { ...decided, because: 'Two bridges.' });
}

/** What a narrator said of a text he had read: of all of it, or of a passage; as rows. */
export async function makeNarratorReview(
  archive: TestArchive,
  revisionId: string,
  agentId: string,
  { passageId, carriedOutInId }: { passageId?: string; carriedOutInId?: string } = {},
): Promise<string> {
  const id = randomUUID();
  const referred = (to: string | undefined): string => (to === undefined ? 'NULL' : `'${to}'`);
  await amend(
    archive,
    `INSERT INTO narrator_review (id, revision_id, passage_id, agent_id, asked, carried_out_in_id)
     VALUES ('${id}', '${revisionId}', ${referred(passageId)}, '${agentId}', 'The bridge was still there.',
       ${referred(carriedOutInId)})`,
    'testimony.revise',
  );
  return id;
}

/** Another text of a testimony: of all of it, or edits. */
export function makeRevision(archive: TestArchive, testimonyId: string, fields: Fields): Promise<Made> {
  return make(archive, `/api/testimonies/${testimonyId}/revisions`, {
    kind: 'correction',
    because: 'Heard again.',
    ...fields,
  });
}

/** What a museum says of a photograph, in PROV-JSON. */
export const PROV_DOCUMENT = {
  prefix: { museum: 'http://museum.example/' },
  entity: { 'museum:photograph': { 'prov:label': 'the bridge, 1945' }, 'museum:negative': {} },
  agent: { 'museum:keeper': {} },
  wasDerivedFrom: {
    '_:d': { 'prov:generatedEntity': 'museum:photograph', 'prov:usedEntity': 'museum:negative' },
  },
  wasAttributedTo: { '_:a': { 'prov:entity': 'museum:photograph', 'prov:agent': 'museum:keeper' } },
};

/** Provenance that others wrote. */
export function makeExternalProvenance(
  archive: TestArchive,
  said: Record<string, string> = {},
  document: object = PROV_DOCUMENT,
): Promise<Made> {
  const query = new URLSearchParams({ attributedTo: 'Museum of the Amur', ...said });
  return make(archive, `/api/prov/external?${query.toString()}`, document as Fields);
}

/** A testimony with a second text, which its narrator asked for: of one claim the words stand, of another they are lost. */
export async function makeRevisedTestimony(archive: TestArchive) {
  const testimony = await makeTestimony(archive);
  const standing = await makeClaim(archive, testimony.id);
  const lost = await makeClaim(archive, testimony.id, { anchors: [{ exact: 'the bridge was gone' }] });
  const [first] = testimony.revisions as { id: string }[];
  const revision = await carryTo(archive, testimony.id, {
    text: WORDS.replace(' My father said the bridge was gone.', ''),
    anchors: { 'the bridge was gone': { state: 'lost' } },
  });
  const [passage] = await archive.sql<{ id: string }>(
    'SELECT id FROM passage WHERE revision_id = $1 ORDER BY start_offset LIMIT 1',
    [first!.id],
  );
  const narrator = (testimony.contributors as { agent: { id: string } }[])[0]!.agent.id;
  const review = await makeNarratorReview(archive, first!.id, narrator, {
    passageId: passage!.id,
    carriedOutInId: revision.id,
  });
  return { testimony, standing, lost, revision, review };
}

export const translationFields = (fields: Fields = {}): Fields => ({
  language: 'ja',
  text: '春に川を渡りました。橋はもう無いと父が言いました。\n\nそれを二度と口にする者はありませんでした。',
  translator: { name: 'Maria Petrova' },
  ...fields,
});

/** What a testimony says in another language. */
export function makeTranslation(
  archive: TestArchive,
  testimonyId: string,
  fields: Fields = {},
): Promise<Made> {
  return make(archive, `/api/testimonies/${testimonyId}/translations`, translationFields(fields));
}

export const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** A paper by which somebody whom nobody has on record allowed a testimony to be read and quoted. */
export function makeConsent(archive: TestArchive, testimonyId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/testimonies/${testimonyId}/consents`, {
    instrument: 'release_form',
    role: 'rights_holder',
    ...('signerId' in fields ? {} : { signerWords: 'her eldest daughter, on the telephone' }),
    scope: { disseminate: 'allowed', quote: 'allowed' },
    ...fields,
  });
}

export async function revokeConsent(archive: TestArchive, id: string, fields: Fields = {}): Promise<Made> {
  const path = `/api/consents/${id}/revocation`;
  const wanted = { revokerWords: 'her son', role: 'heir', because: 'He found the diary.', ...fields };
  const response = await archive.as('archivist').post(path).send(wanted);
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${response.text}`);
  return response.body as Made;
}

/** What is said of the rights in a testimony. */
export function stateRights(archive: TestArchive, testimonyId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/testimonies/${testimonyId}/rights`, {
    code: 'InC',
    basis: 'copyright',
    because: 'Its author died in 1998.',
    ...fields,
  });
}

export const labelFields = (fields: Fields = {}): Fields => ({
  code: 'tka',
  projectId: '259854f7-b261-4c8c-8556-4b153deebc18',
  community: 'the village of the ferry',
  label: 'TK Attribution (TK A)',
  text: '渡し守の村の名を記してください。',
  language: 'ja',
  ...fields,
});

/** A Notice of the archive, unless a Label is given. */
export function setNotice(archive: TestArchive, testimonyId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/testimonies/${testimonyId}/notices`, {
    code: 'attribution_incomplete',
    ...fields,
  });
}

export async function withdrawNotice(archive: TestArchive, id: string): Promise<Made> {
  const path = `/api/notices/${id}/withdrawal`;
  const response = await archive.as('archivist').post(path).send({ because: 'The name was found.' });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${response.text}`);
  return response.body as Made;
}

/** One record of every kind, hanging together, as an archive has after a day's work. */
export async function makeOneOfEach(archive: TestArchive) {
  const testimony = await makeTestimony(archive);
  const [agent, place, source] = await Promise.all([
    makeAgent(archive),
    makePlace(archive),
    makeSource(archive),
  ]);
  const claim = await makeClaim(archive, testimony.id, {
    tellers: [{ basis: 'told', agentId: agent.id }],
    mentions: [{ placeId: place.id, words: 'the river' }],
  });
  const event = await makeEvent(archive, { placeId: place.id });
  const other = await makeClaim(archive, testimony.id, {
    statement: 'The bridge was gone.',
    anchors: [{ exact: 'the bridge was gone' }],
  });
  const citation = await makeCitation(archive, claim.id, { source: { id: source.id } });
  const assessment = await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
  const contradiction = await makeContradiction(archive, [claim.id, other.id], {
    question: 'Could the river be crossed in the spring?',
    positions: [
      { statement: 'It could.', claimIds: [claim.id] },
      { statement: 'The bridge was gone.', claimIds: [other.id] },
    ],
  });
  const question = await makeQuestion(archive, { raisedBy: [claim.id] });
  const lead = await makeLead(archive, question.id, { sourceId: source.id });
  const attempted = await makeAttempt(archive, lead.id);
  const attempt = (attempted.attempts as Made[])[0] as Made;
  const expectedDocument = await makeExpectedDocument(archive, question.id);
  const settling = await makeQuestion(archive, { wouldSettle: [other.id] });
  const answer = (await answerQuestion(archive, settling.id, settling.version)).answer as Made;
  const flag = await makeFlag(archive, claim.id);
  const unnamed = await makeUnnamedSource(archive);
  const descent = await makeDescent(archive, `sources/${source.id}`, { sourceId: unnamed.id });
  const reliability = await makeReliability(archive, unnamed.id);
  await sealIdentity(archive, `sources/${unnamed.id}`);
  const life = await makeLife(archive, agent.id, { died: { date: { edtf: '1995' }, sourceId: source.id } });
  const office = await makeOffice(archive, agent.id, { claimId: claim.id });
  const reachability = await stateReachability(archive, agent.id, 'living', { claimId: claim.id });
  await stateHealth(archive, agent.id, 'frail', { sourceId: source.id, note: 'Tires soon.' });
  await makeContact(archive, agent.id);
  await makeAccount(archive, (await makeAgent(archive)).id);
  await dismissSuggestion(archive);
  const { review } = await makeRevisedTestimony(archive);
  const translated = await makeTranslation(archive, testimony.id);
  const translation = await makeTranslation(archive, testimony.id, { replaces: translated.id });
  await make(archive, `/api/claims/${claim.id}/assignment`, {});
  const name = await makeName(archive, `agents/${agent.id}`, { sourceId: source.id });
  const identifier = await makeIdentifier(archive, `places/${place.id}`);
  const signed = await makeConsent(archive, testimony.id, { signerId: agent.id });
  const consent = await makeConsent(archive, testimony.id, { supersedes: signed.id, signerId: agent.id });
  const revoked = await makeConsent(archive, testimony.id);
  const { revocation } = await revokeConsent(archive, revoked.id, {
    revokerId: agent.id,
    revokerWords: undefined,
  });
  const rightsStatement = await stateRights(archive, testimony.id);
  const notice = await setNotice(archive, testimony.id);
  await withdrawNotice(archive, (await setNotice(archive, testimony.id, labelFields())).id);
  const sameAs = await makeSameAs(archive, agent.id, (await makeAgent(archive)).id);
  await makeSameAs(archive, place.id, (await makePlace(archive)).id, {}, 'place');
  await makeRelease(archive);
  await makeAccessGrant(archive);
  const erasure = await makeErasure(archive);
  await beginLogKey(archive);
  const external = await makeExternalProvenance(archive, { claimId: claim.id, agentId: agent.id });
  return {
    testimony,
    agent,
    place,
    source,
    claim,
    other,
    citation,
    assessment,
    contradiction,
    question,
    lead,
    attempt,
    expected_document: expectedDocument,
    answer,
    flag,
    event,
    descent,
    reliability,
    name_form: name,
    identifier,
    same_as: sameAs,
    life,
    office,
    reachability,
    narrator_review: { id: review, version: 1 },
    translation,
    erasure,
    consent,
    consent_revocation: { ...(revocation as Made), version: 1 },
    rights_statement: rightsStatement,
    notice,
    external_provenance: { ...external, version: 1 },
  };
}

/** An erasure that was requested and withdrawn, of a person nothing else is about. */
async function makeErasure(archive: TestArchive): Promise<Made> {
  const { id: recordId } = await makeAgent(archive);
  const requested = await make(archive, '/api/erasures', {
    kind: 'agent',
    recordId,
    basis: 'data_subject',
    authority: 'A letter of 3 March 2026',
    because: 'She asked for it.',
  });
  const path = `/api/erasures/${requested.id}/withdrawal`;
  await archive.as('archivist').post(path).send({ because: 'She thought better of it.' }).expect(200);
  return requested;
}

/** Restricts a record; the archivist's own doing when nothing else is said. */
export function imposeRestriction(archive: TestArchive, fields: object): Promise<Made> {
  return make(archive, '/api/restrictions', {
    mode: 'hidden_sealed',
    basis: 'narrator',
    because: 'He asked for it.',
    ...fields,
  });
}

/** A testimony that is opened on request, asked for and granted to the researcher. */
export async function makeAccessGrant(archive: TestArchive): Promise<Made> {
  const { id: recordId } = await makeTestimony(archive);
  const { id: restrictionId } = await imposeRestriction(archive, {
    kind: 'testimony',
    recordId,
    mode: 'on_request',
  });
  const asked = await archive
    .as('researcher')
    .post('/api/access-requests')
    .send({ restrictionId, purpose: 'A study of ferries.' })
    .expect(201);
  await archive
    .as('archivist')
    .post(`/api/access-requests/${(asked.body as Made).id}/decision`)
    .set('if-match', '"v1"')
    .send({ state: 'granted', because: 'Known to us.' })
    .expect(200);
  return asked.body as Made;
}

/** A restricted source of which a grade is proposed for release; a former restriction that has ended. */
export async function makeRelease(archive: TestArchive): Promise<{ restriction: Made; release: Made }> {
  const source = await makeSource(archive);
  const graded = await makeReliability(archive, source.id);
  const former = await imposeRestriction(archive, {
    kind: 'source',
    recordId: source.id,
    mode: 'registered',
  });
  await archive
    .as('archivist')
    .post(`/api/restrictions/${former.id}/end`)
    .send({ because: 'He thought better of it.' })
    .expect(200);
  const restriction = await imposeRestriction(archive, { kind: 'source', recordId: source.id });
  const release = await make(archive, '/api/releases', {
    restrictionId: restriction.id,
    kind: 'reliability',
    recordId: graded.id,
    because: 'It tells nothing of the source.',
  });
  return { restriction, release };
}

/** A key of the log, as an archive that signs would have begun. */
async function beginLogKey(archive: TestArchive): Promise<void> {
  const { verifierKey } = generateKey('archive.example/log');
  await amend(archive, `INSERT INTO log_key (verifier_key) VALUES ('${verifierKey}');`, 'log_key.begin');
}
