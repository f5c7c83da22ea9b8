import type { TableAt } from '../provenance/as-of.js';

/*
 * The JSON of questions, leads and attempts, written by PostgreSQL. `clearance` is the parameter that holds what
 * the reader may see up to.
 */

const attempts = (at: TableAt, clearance: string): string => `
  SELECT coalesce(json_agg(json_build_object('id', y.id, 'outcome', y.outcome,
      'when', told_date(y.made_words, y.made_edtf, y.made_span),
      'by', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
      'channel', y.channel, 'note', y.note, 'activity', activity_reference(y.activity_id))
    ORDER BY y.sequence), '[]')
  FROM ${at('attempt', 'lead_id', 'l.id')} y
  LEFT JOIN agent g ON g.id = y.made_by_id AND may_read(g.access, ${clearance}::smallint)
  WHERE y.lead_id = l.id AND may_read(y.access, ${clearance}::smallint)`;

/** A lead `l`, with lead_agent, lead_source and lead_place joined by leadJoins. */
export const leadObject = (at: TableAt, clearance: string): string => `json_build_object(
  'id', l.id, 'questionId', l.question_id, 'kind', l.kind, 'description', l.description,
  'agent', CASE WHEN lead_agent.id IS NOT NULL THEN
    agent_reference(lead_agent.id, lead_agent.name, lead_agent.description) END,
  'source', CASE WHEN lead_source.id IS NOT NULL THEN
    source_reference(lead_source.id, lead_source.csl, lead_source.description) END,
  'place', CASE WHEN lead_place.id IS NOT NULL THEN
    json_build_object('id', lead_place.id, 'name', lead_place.name) END,
  'state', l.state, 'note', l.note, 'attempts', (${attempts(at, clearance)}),
  'version', l.version, 'activity', activity_reference(l.activity_id))`;

export const leadJoins = (clearance: string): string => `
  LEFT JOIN agent lead_agent ON lead_agent.id = l.agent_id AND may_read(lead_agent.access, ${clearance}::smallint)
  LEFT JOIN source lead_source ON lead_source.id = l.source_id
    AND may_read(lead_source.access, ${clearance}::smallint)
  LEFT JOIN place lead_place ON lead_place.id = l.place_id AND may_read(lead_place.access, ${clearance}::smallint)`;

const leads = (at: TableAt, clearance: string): string => `
  SELECT coalesce(json_agg(${leadObject(at, clearance)} ORDER BY l.sequence), '[]')
  FROM ${at('lead', 'question_id', 'q.id')} l ${leadJoins(clearance)}
  WHERE l.question_id = q.id AND may_read(l.access, ${clearance}::smallint)`;

const claims = (at: TableAt, clearance: string, role: string): string => `
  SELECT coalesce(json_agg(json_build_object('id', c.id, 'number', c.number, 'statement', c.statement)
    ORDER BY c.testimony_id, c.number), '[]')
  FROM ${at('question_subject', 'question_id', 'q.id')} j
  JOIN claim c ON c.id = j.claim_id AND may_read(c.access, ${clearance}::smallint)
  WHERE j.question_id = q.id AND j.role = '${role}' AND may_read(j.access, ${clearance}::smallint)`;

const about = (at: TableAt, clearance: string): string => `
  SELECT coalesce(json_agg(json_build_object(
      'source', CASE WHEN s.id IS NOT NULL THEN source_reference(s.id, s.csl, s.description) END,
      'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END)), '[]')
  FROM ${at('question_subject', 'question_id', 'q.id')} j
  LEFT JOIN source s ON s.id = j.source_id AND may_read(s.access, ${clearance}::smallint)
  LEFT JOIN agent g ON g.id = j.agent_id AND may_read(g.access, ${clearance}::smallint)
  WHERE j.question_id = q.id AND j.role = 'about' AND may_read(j.access, ${clearance}::smallint)
    AND num_nonnulls(s.id, g.id) = 1`;

/** A question `q` with all that belongs to it. */
export const questionObject = (at: TableAt, clearance: string): string => `json_build_object(
  'id', q.id, 'kind', q.kind, 'statement', q.statement, 'why', q.why, 'state', q.state,
  'stateBecause', q.state_because,
  'raisedBy', (${claims(at, clearance, 'raised_by')}),
  'wouldSettle', (${claims(at, clearance, 'would_settle')}),
  'about', (${about(at, clearance)}),
  'leads', (${leads(at, clearance)}),
  'version', q.version, 'activity', activity_reference(q.activity_id))`;
