import type { TableAt } from '../provenance/as-of.js';

/*
 * The JSON of leads and attempts, written by PostgreSQL. `clearance` is the parameter that holds what the reader may
 * see up to.
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

const soughtBy = (at: TableAt, clearance: string): string => `
  SELECT json_build_object('id', d.id, 'description', d.description)
  FROM ${at('expected_document', 'id', 'l.expected_document_id')} d
  WHERE d.id = l.expected_document_id AND may_read(d.access, ${clearance}::smallint)`;

/** A lead `l`, with lead_agent, lead_source and lead_place joined by leadJoins. */
export const leadObject = (at: TableAt, clearance: string): string => `json_build_object(
  'id', l.id, 'questionId', l.question_id, 'kind', l.kind, 'description', l.description,
  'agent', CASE WHEN lead_agent.id IS NOT NULL THEN
    agent_reference(lead_agent.id, lead_agent.name, lead_agent.description) END,
  'source', CASE WHEN lead_source.id IS NOT NULL THEN
    source_reference(lead_source.id, lead_source.csl, lead_source.description) END,
  'place', CASE WHEN lead_place.id IS NOT NULL THEN
    json_build_object('id', lead_place.id, 'name', lead_place.name) END,
  'expectedDocument', (${soughtBy(at, clearance)}),
  'state', l.state, 'note', l.note, 'attempts', (${attempts(at, clearance)}),
  'version', l.version, 'activity', activity_reference(l.activity_id))`;

export const leadJoins = (clearance: string): string => `
  LEFT JOIN agent lead_agent ON lead_agent.id = l.agent_id AND may_read(lead_agent.access, ${clearance}::smallint)
  LEFT JOIN source lead_source ON lead_source.id = l.source_id
    AND may_read(lead_source.access, ${clearance}::smallint)
  LEFT JOIN place lead_place ON lead_place.id = l.place_id AND may_read(lead_place.access, ${clearance}::smallint)`;
