import { isContested, isUnverified } from '../claims/judged-claim.js';
import type { TableAt } from '../provenance/as-of.js';
import { expectedJoins, expectedObject, expectedOfTestimony } from '../questions/expected-document-rows.js';
import { couldAnswer } from '../questions/lead-document.js';

/*
 * What is not known, in SQL: questions on the claims of a testimony with their answers, leads and attempts, and the
 * documents that ought to exist. $1 is the testimony, $2 the clearance.
 */

const readable = (row: string): string => `may_read(${row}.access, $2::smallint[])`;

const nameOf = (
  id: string,
): string => `(SELECT json_build_object('id', g.id, 'name', coalesce(g.name, g.description),
  'unnamed', g.name IS NULL) FROM agent g WHERE g.id = ${id} AND ${readable('g')})`;
const placeOf = (id: string): string =>
  `(SELECT p.name FROM place p WHERE p.id = ${id} AND ${readable('p')})`;
const sourceOf = (
  at: TableAt,
  id: string,
): string => `(SELECT json_build_object('id', s.id, 'csl', s.csl, 'description', s.description)
  FROM ${at('source', 'id', id)} s WHERE s.id = ${id} AND ${readable('s')})`;

/** A record that something of the testimony's claims is party to; the rows of the link are `j`. */
export const ofClaims = (at: TableAt, link: string, recordId: string): string => `
  FROM ${at('claim', 'testimony_id', '$1')} c
  CROSS JOIN LATERAL (SELECT r.${recordId} AS id FROM ${at(link, 'claim_id', 'c.id')} r
    WHERE r.claim_id = c.id AND may_read(r.access, $2::smallint[])) j
  WHERE c.testimony_id = $1 AND may_read(c.access, $2::smallint[])`;

/** A claim `claim` of a testimony `t`, and how it stands. */
export const claimMembers = (asOf: string): string => `
  'accession', t.accession, 'number', claim.number, 'statement', claim.statement,
  'confidence', (SELECT a.confidence FROM current_assessments(claim.id, $2::smallint[], ${asOf}) a
    ORDER BY a.sequence DESC LIMIT 1),
  'unverified', ${isUnverified(asOf)},
  'contested', ${isContested(asOf)}`;

const claimOf = (
  at: TableAt,
  asOf: string,
  id: string,
): string => `(SELECT json_build_object(${claimMembers(asOf)})
  FROM ${at('claim', 'id', id)} claim
  JOIN testimony t ON t.id = claim.testimony_id AND ${readable('t')}
  WHERE claim.id = ${id} AND ${readable('claim')})`;

// What an answer refers to was written with it, and never changes.
const answerClaims = (at: TableAt, asOf: string, role: string): string => `
  SELECT coalesce(json_agg(told.claim ORDER BY ref.sequence), '[]')
  FROM answer_reference ref
  CROSS JOIN LATERAL (SELECT ${claimOf(at, asOf, 'ref.claim_id')} AS claim) told
  WHERE ref.answer_id = n.id AND ref.role = '${role}' AND ${readable('ref')} AND told.claim IS NOT NULL`;

const answerCitations = (at: TableAt, asOf: string): string => `
  SELECT coalesce(json_agg(json_build_object('source', cited.source, 'claim', cited.claim, 'passage', cited.passage,
      'locator', CASE WHEN ref.locator_label IS NOT NULL THEN
        json_build_object('label', ref.locator_label, 'value', ref.locator_value) END,
      'quotation', ref.quotation, 'note', ref.note) ORDER BY ref.sequence), '[]')
  FROM answer_reference ref
  CROSS JOIN LATERAL (SELECT ${sourceOf(at, 'ref.source_id')} AS source, ${claimOf(at, asOf, 'ref.claim_id')} AS claim,
    (SELECT words.pointer FROM record words
      WHERE words.kind = 'passage' AND words.id = ref.passage_id AND ${readable('words')}) AS passage) cited
  WHERE ref.answer_id = n.id AND ref.role = 'cites' AND ${readable('ref')}
    AND num_nonnulls(cited.source, cited.claim, cited.passage) = 1`;

const answer = (at: TableAt, asOf: string): string => `
  SELECT json_build_object('statement', n.statement, 'claims', (${answerClaims(at, asOf, 'states')}),
    'citations', (${answerCitations(at, asOf)}), 'settles', (${answerClaims(at, asOf, 'settles')}),
    'by', ${nameOf('given.agent_id')}, 'at', given.started_at)
  FROM ${at('answer', 'question_id', 'q.id')} n JOIN activity given ON given.id = n.activity_id
  WHERE n.question_id = q.id AND n.withdrawn_because IS NULL AND ${readable('n')}`;

const attempts = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('when', told_date(y.made_words, y.made_edtf, y.made_span),
      'by', ${nameOf('y.made_by_id')}, 'channel', y.channel,
      'where', json_build_object('agent', ${nameOf('y.where_agent_id')}, 'place', ${placeOf('y.where_place_id')},
        'source', ${sourceOf(at, 'y.where_source_id')}, 'words', y.where_words),
      'outcome', y.outcome, 'note', y.note) ORDER BY y.sequence), '[]')
  FROM ${at('attempt', 'lead_id', 'l.id')} y
  WHERE y.lead_id = l.id AND ${readable('y')}`;

const sought = (at: TableAt): string => `
  SELECT d.description FROM ${at('expected_document', 'id', 'l.expected_document_id')} d
  WHERE d.id = l.expected_document_id AND ${readable('d')}`;

/** Whether the person can be asked, by what counts then. */
const reachability = (asOf: string): string => `
  SELECT json_build_object('state', said.state, 'when', told_date(said.held_words, said.held_edtf, said.held_span))
  FROM current_reachability(l.agent_id, $2::smallint[], ${asOf}, NULL::date) said
  WHERE said.id IS NOT NULL AND EXISTS (SELECT FROM agent g WHERE g.id = l.agent_id AND ${readable('g')})`;

const leads = (at: TableAt, asOf: string): string => `
  SELECT coalesce(json_agg(json_build_object('id', l.id, 'kind', l.kind, 'description', l.description,
      'agent', ${nameOf('l.agent_id')}, 'place', ${placeOf('l.place_id')}, 'source', ${sourceOf(at, 'l.source_id')},
      'seeks', (${sought(at)}), 'state', l.state, 'reachability', (${reachability(asOf)}),
      'nextStep', CASE WHEN l.next_step IS NOT NULL THEN json_build_object('text', l.next_step,
        'owner', ${nameOf('l.next_step_owner_id')},
        'due', told_date(l.next_step_due_words, l.next_step_due_edtf, l.next_step_due_span)) END,
      'note', l.note, 'attempts', (${attempts(at)})) ORDER BY l.sequence), '[]')
  FROM ${at('lead', 'question_id', 'q.id')} l
  WHERE l.question_id = q.id AND ${readable('l')}`;

/** All that were not withdrawn. Who could still answer is as the API has it. */
export const questions = (at: TableAt, asOf: string): string => `
  SELECT q.kind, q.statement, q.why, q.state, q.state_because AS "stateBecause", ours.claims,
    (${answer(at, asOf)}) AS answer, left_over.leads AS "couldAnswer", left_over.living, (${leads(at, asOf)}) AS leads
  FROM (SELECT j.id, json_agg(DISTINCT c.number ORDER BY c.number) AS claims
    ${ofClaims(at, 'question_subject', 'question_id')} GROUP BY j.id) ours
  CROSS JOIN LATERAL (SELECT r.* FROM ${at('question', 'id', 'ours.id')} r WHERE r.id = ours.id) q
  CROSS JOIN LATERAL (${couldAnswer(at, asOf, '$2')}) left_over
  WHERE q.state <> 'withdrawn' AND ${readable('q')}
  ORDER BY q.sequence`;

/** Documents and the like that ought to exist: those that the coverage of the testimony counts. */
export const gaps = (at: TableAt, asOf: string): string => `
  SELECT ${expectedObject(at, '$2')} AS document, (SELECT q.statement FROM ${at('question', 'id', 'd.question_id')} q
      WHERE q.id = d.question_id AND ${readable('q')}) AS question,
    ${claimOf(at, asOf, 'd.claim_id')} AS claim, ${nameOf('d.holder_agent_id')} AS holder,
    ${sourceOf(at, 'd.found_source_id')} AS found
  FROM (${expectedOfTestimony(at)}) d ${expectedJoins(at, '$2')}
  WHERE d.withdrawn_because IS NULL AND ${readable('d')}
  ORDER BY d.sequence`;
