import { joinedAt, type TableAt } from '../provenance/as-of.js';
import { anchorMembers, certainFirst, currentAnchors, currentPlaces } from './anchor-document.js';
import { isContested, isUnverified } from './judged-claim.js';
import { tellersOf } from './teller-chain.js';

/*
 * The JSON of a claim, written by PostgreSQL in one round trip. $1 is the id, $2 the clearance. Everything that
 * hangs on the claim is read under the same rule: what one may not see is absent, and what is cited from it too.
 */

export const citationObject = `json_build_object('id', c.id, 'stance', c.stance,
  'source', CASE WHEN c.source_id IS NOT NULL THEN source_reference(s.id, s.csl, s.description) END,
  'claim', CASE WHEN c.cited_claim_id IS NOT NULL THEN
    json_build_object('id', cited.id, 'statement', cited.statement) END,
  'passage', CASE WHEN c.cited_passage_id IS NOT NULL THEN
    (SELECT json_build_object('id', n.id, 'pointer', n.pointer) FROM record n
     WHERE n.kind = 'passage' AND n.id = c.cited_passage_id) END,
  'locator', CASE WHEN c.locator_label IS NOT NULL THEN
    json_build_object('label', c.locator_label, 'value', c.locator_value) END,
  'quotation', c.quotation, 'quotationLanguage', c.quotation_language, 'note', c.note,
  'sourceClass', c.source_class, 'informationClass', c.information_class, 'evidenceClass', c.evidence_class,
  'withdrawnBecause', c.withdrawn_because,
  'withdrawal', CASE WHEN c.withdrawn_because IS NOT NULL THEN activity_reference(c.activity_id) END,
  'version', c.version,
  -- A citation changes but once, when it is withdrawn: whoever made its first version added it.
  'activity', activity_reference(CASE WHEN c.withdrawn_because IS NULL THEN c.activity_id ELSE (
    SELECT h.generated_by FROM history h WHERE h.table_name = 'citation' AND h.record_id = c.id
    ORDER BY h.id LIMIT 1) END))`;

/** What a citation cites must be readable too. */
export const citedJoins = (at: TableAt): string => `
  LEFT JOIN ${joinedAt(at, 'source', 'c.source_id')} s ON s.id = c.source_id AND may_read(s.access, $2::smallint[])
  LEFT JOIN ${joinedAt(at, 'claim', 'c.cited_claim_id')} cited ON cited.id = c.cited_claim_id AND may_read(cited.access, $2::smallint[])
  LEFT JOIN passage cited_words ON cited_words.id = c.cited_passage_id AND may_read(cited_words.access, $2::smallint[])`;

export const citedIsReadable = 'num_nonnulls(s.id, cited.id, cited_words.id) = 1';

const anchors = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object(${anchorMembers}) ORDER BY ${certainFirst}), '[]')
  FROM ${currentAnchors(at)}`;

/** Where its words stand; while that is not certain, or where they are lost, where they last did. */
const placePointer = (at: TableAt): string => `
  SELECT ' r' || stood.number || ' ¶' || p.number
  FROM (SELECT p.number, p.revision_id FROM ${currentPlaces(at)}
    ORDER BY ${certainFirst} LIMIT 1) p
  JOIN revision stood ON stood.id = p.revision_id AND may_read(stood.access, $2::smallint[])`;

const mentions = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object(
      'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
      'place', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.name) END,
      'event', CASE WHEN e.id IS NOT NULL THEN json_build_object('id', e.id, 'name', e.name) END,
      'id', m.id, 'words', m.words) ORDER BY m.position, m.sequence), '[]')
  FROM ${at('mention', 'claim_id', 'claim.id')} m
  LEFT JOIN agent g ON g.id = m.agent_id AND may_read(g.access, $2::smallint[])
  LEFT JOIN place p ON p.id = m.place_id AND may_read(p.access, $2::smallint[])
  LEFT JOIN event e ON e.id = m.event_id AND may_read(e.access, $2::smallint[])
  WHERE m.claim_id = claim.id AND m.withdrawn_because IS NULL AND may_read(m.access, $2::smallint[])
    AND num_nonnulls(g.id, p.id, e.id) = 1`;

const citations = (at: TableAt): string => `
  SELECT coalesce(json_agg(${citationObject} ORDER BY c.sequence), '[]')
  FROM ${at('citation', 'claim_id', 'claim.id')} c ${citedJoins(at)}
  WHERE c.claim_id = claim.id AND may_read(c.access, $2::smallint[]) AND ${citedIsReadable}`;

/** An assessment `a` by the agent `g` of a claim; `wording` is what the claim said when it was judged. */
export const assessmentMembers = (claimVersion: string, claimStatement: string): string => `
  'id', a.id, 'confidence', a.confidence, 'rationale', a.rationale,
  'by', agent_reference(g.id, g.name, g.description), 'at', a.assessed_at, 'claimVersion', a.claim_version,
  'wording', CASE WHEN a.claim_version = ${claimVersion} THEN ${claimStatement} ELSE (
    SELECT h.record ->> 'statement' FROM history h WHERE h.table_name = 'claim' AND h.record_id = a.claim_id
      AND (h.record ->> 'version')::integer = a.claim_version AND may_read(h.access, $2::smallint[])) END,
  'onEarlierWording', a.claim_version < ${claimVersion},
  'basedOn', a.based_on_id,
  'citationIds', (SELECT coalesce(json_agg(ac.citation_id), '[]') FROM assessment_citation ac
    JOIN citation c ON c.id = ac.citation_id AND may_read(c.access, $2::smallint[])
    WHERE ac.assessment_id = a.id)`;

const assessments = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object(${assessmentMembers('claim.version', 'claim.statement')},
      'current', a.sequence = a.latest) ORDER BY a.sequence DESC), '[]')
  FROM (SELECT a.*, max(a.sequence) OVER (PARTITION BY a.agent_id) AS latest
    FROM ${at('assessment', 'claim_id', 'claim.id')} a
    WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint[])) a
  JOIN agent g ON g.id = a.agent_id`;

const confidence = (at: TableAt): string => `
  SELECT a.confidence FROM ${at('assessment', 'claim_id', 'claim.id')} a
  WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint[])
  ORDER BY a.sequence DESC LIMIT 1`;

const flags = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', f.id, 'kind', f.kind, 'reason', f.reason, 'state', f.state)
    ORDER BY f.sequence), '[]')
  FROM ${at('flag', 'claim_id', 'claim.id')} f
  WHERE f.claim_id = claim.id AND may_read(f.access, $2::smallint[])`;

const questions = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', q.id, 'role', j.role, 'statement', q.statement,
    'state', q.state) ORDER BY q.sequence), '[]')
  FROM ${at('question_subject', 'claim_id', 'claim.id')} j
  JOIN LATERAL (SELECT q.* FROM ${at('question', 'id', 'j.question_id')} q
    WHERE q.id = j.question_id AND may_read(q.access, $2::smallint[])) q ON true
  WHERE j.claim_id = claim.id AND may_read(j.access, $2::smallint[])`;

const contradictions = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', x.id, 'statement', x.statement, 'state', x.state)
    ORDER BY x.sequence), '[]')
  FROM ${at('contradiction_claim', 'claim_id', 'claim.id')} j
  JOIN LATERAL (SELECT x.* FROM ${at('contradiction', 'id', 'j.contradiction_id')} x
    WHERE x.id = j.contradiction_id AND may_read(x.access, $2::smallint[])) x ON true
  WHERE j.claim_id = claim.id AND may_read(j.access, $2::smallint[]) AND EXISTS (
    -- A case of which one sees no other claim is none.
    SELECT FROM ${at('contradiction_claim', 'contradiction_id', 'x.id')} other
    JOIN claim c ON c.id = other.claim_id AND may_read(c.access, $2::smallint[])
    WHERE other.contradiction_id = x.id AND other.claim_id <> claim.id AND may_read(other.access, $2::smallint[]))`;

export const claimDocument = (at: TableAt, asOf: string): string => `
  SELECT claim.version, json_build_object(
    'id', claim.id, 'number', claim.number,
    'pointer', t.accession || coalesce((${placePointer(at)}), '') || ' #' || claim.number,
    'testimony', json_build_object('id', t.id, 'accession', t.accession, 'title', t.title),
    'statement', claim.statement, 'kind', claim.kind, 'basis', claim.basis,
    'date', told_date(claim.date_words, claim.date_edtf, claim.date_span),
    'anchors', (${anchors(at)}),
    'wordsChangedIn', (SELECT json_build_object('id', r.id, 'number', r.number) FROM revision r
      WHERE r.id = claim.words_changed_in_id AND may_read(r.access, $2::smallint[])),
    'tellers', (${tellersOf(at)}),
    'mentions', (${mentions(at)}),
    'citations', (${citations(at)}),
    'confidence', (${confidence(at)}),
    'unverified', ${isUnverified(asOf)},
    'contested', ${isContested(asOf)},
    'assessments', (${assessments(at)}),
    'flags', (${flags(at)}),
    'questions', (${questions(at)}),
    'contradictions', (${contradictions(at)}),
    'version', claim.version, 'activity', activity_reference(claim.activity_id))::text AS body
  FROM ${at('claim', 'id', '$1')} claim
  JOIN ${joinedAt(at, 'testimony', 'claim.testimony_id')} t ON t.id = claim.testimony_id AND may_read(t.access, $2::smallint[])
  WHERE claim.id = $1 AND may_read(claim.access, $2::smallint[])`;
