import { joinedAt, type TableAt } from '../provenance/as-of.js';

/*
 * Expected documents as JSON, and how the search for each stands, written by PostgreSQL. `clearance` is the parameter
 * that holds what the reader may see up to.
 */

/**
 * How the search for an expected document `d` stands, as far as one may see. At each lead the latest attempt that told
 * something counts: it was found, it was not, or one was refused. No answer, and an outcome nobody can tell, say nothing
 * new. Found anywhere is found; lost is what somebody said with his reason; refused anywhere is refused, for nobody
 * has looked there; searched elsewhere, it is still expected.
 */
export const searchOf = (at: TableAt, clearance: string): string => `
  SELECT coalesce(sum(lead.attempts), 0)::integer AS attempts,
    CASE
      WHEN d.found_source_id IN (SELECT s.id FROM source s
        WHERE s.id = d.found_source_id AND may_read(s.access, ${clearance}::smallint[]))
        OR bool_or(lead.outcome = 'found') THEN 'found'
      WHEN d.lost_because IS NOT NULL THEN 'lost'
      WHEN bool_or(lead.outcome = 'refused') THEN 'refused'
      WHEN sum(lead.attempts) > 0 THEN 'expected'
      ELSE 'not_yet_searched' END AS state
  FROM (
    SELECT count(*) AS attempts,
      (array_agg(y.outcome ORDER BY y.sequence DESC)
        FILTER (WHERE y.outcome IN ('found', 'not_found', 'refused')))[1] AS outcome
    FROM ${at('lead', 'expected_document_id', 'd.id')} l
    CROSS JOIN LATERAL (SELECT r.* FROM ${at('attempt', 'lead_id', 'l.id')} r WHERE r.lead_id = l.id) y
    WHERE l.expected_document_id = d.id AND may_read(l.access, ${clearance}::smallint[])
      AND may_read(y.access, ${clearance}::smallint[])
    GROUP BY l.id
  ) lead`;

/** The leads that search for `d`, each with how its latest attempt ended. */
const searches = (at: TableAt, clearance: string): string => `
  SELECT coalesce(json_agg(json_build_object('leadId', l.id, 'description', l.description,
      'attempts', tried.attempts, 'lastOutcome', tried.outcome, 'lastWhen', tried.last_when)
    ORDER BY l.sequence), '[]')
  FROM ${at('lead', 'expected_document_id', 'd.id')} l
  CROSS JOIN LATERAL (
    SELECT count(*)::integer AS attempts, (array_agg(y.outcome ORDER BY y.sequence DESC))[1] AS outcome,
      (array_agg(told_date(y.made_words, y.made_edtf, y.made_span) ORDER BY y.sequence DESC))[1] AS last_when
    FROM ${at('attempt', 'lead_id', 'l.id')} y
    WHERE y.lead_id = l.id AND may_read(y.access, ${clearance}::smallint[])
  ) tried
  WHERE l.expected_document_id = d.id AND may_read(l.access, ${clearance}::smallint[])`;

/** An expected document `d`, whose search is `search`, with what expectedJoins joins. */
export const expectedObject = (at: TableAt, clearance: string): string => `json_build_object(
  'id', d.id, 'questionId', d.question_id, 'kind', d.kind, 'description', d.description,
  'assertedBy', CASE WHEN asserting.id IS NOT NULL THEN json_build_object('id', asserting.id,
    'number', asserting.number, 'statement', asserting.statement) END,
  'holder', CASE WHEN num_nonnulls(holder.id, holder_place.id, d.holder_words) > 0 THEN json_build_object(
    'agent', CASE WHEN holder.id IS NOT NULL THEN
      agent_reference(holder.id, holder.name, holder.description) END,
    'place', CASE WHEN holder_place.id IS NOT NULL THEN
      json_build_object('id', holder_place.id, 'name', holder_place.name) END,
    'words', d.holder_words) END,
  'state', search.state, 'attempts', search.attempts, 'searches', (${searches(at, clearance)}),
  'found', CASE WHEN found.id IS NOT NULL THEN source_reference(found.id, found.csl, found.description) END,
  'lostBecause', d.lost_because, 'note', d.note, 'withdrawnBecause', d.withdrawn_because,
  'version', d.version, 'activity', activity_reference(d.activity_id))`;

export const expectedJoins = (at: TableAt, clearance: string): string => `
  LEFT JOIN ${joinedAt(at, 'claim', 'd.claim_id')} asserting ON asserting.id = d.claim_id AND may_read(asserting.access, ${clearance}::smallint[])
  LEFT JOIN agent holder ON holder.id = d.holder_agent_id AND may_read(holder.access, ${clearance}::smallint[])
  LEFT JOIN place holder_place ON holder_place.id = d.holder_place_id
    AND may_read(holder_place.access, ${clearance}::smallint[])
  LEFT JOIN ${joinedAt(at, 'source', 'd.found_source_id')} found ON found.id = d.found_source_id AND may_read(found.access, ${clearance}::smallint[])
  CROSS JOIN LATERAL (${searchOf(at, clearance)}) search`;

/** The expected documents of a question `q` that were not withdrawn. */
export const expectedOf = (at: TableAt, clearance: string): string => `
  SELECT coalesce(json_agg(${expectedObject(at, clearance)} ORDER BY d.sequence), '[]')
  FROM ${at('expected_document', 'question_id', 'q.id')} d ${expectedJoins(at, clearance)}
  WHERE d.question_id = q.id AND d.withdrawn_because IS NULL AND may_read(d.access, ${clearance}::smallint[])`;

/**
 * What is expected by the questions on the claims of the testimony $1, or by what its claims say themselves; each once,
 * for the clearance $2.
 */
export const expectedOfTestimony = (at: TableAt): string => `
  SELECT DISTINCT ON (d.id) d.* FROM claim c
  CROSS JOIN LATERAL (
    SELECT d.* FROM ${at('question_subject', 'claim_id', 'c.id')} j
    CROSS JOIN LATERAL (SELECT r.* FROM ${at('expected_document', 'question_id', 'j.question_id')} r
      WHERE r.question_id = j.question_id OFFSET 0) d
    WHERE j.claim_id = c.id AND may_read(j.access, $2::smallint[])
    UNION ALL
    SELECT r.* FROM ${at('expected_document', 'claim_id', 'c.id')} r WHERE r.claim_id = c.id
  ) d
  WHERE c.testimony_id = $1 AND may_read(c.access, $2::smallint[])
    AND EXISTS (SELECT FROM question q WHERE q.id = d.question_id AND may_read(q.access, $2::smallint[]))`;
