import { joinedAt, type TableAt } from '../provenance/as-of.js';

/*
 * The JSON of leads and attempts, written by PostgreSQL. `clearance` is the parameter that holds what the reader may
 * see up to.
 */

const CLOSED = `('died', 'declined', 'lost')`;

/** The members of an attempt `y`, joined with attemptJoins. */
export const attemptMembersOf = `'id', y.id, 'outcome', y.outcome,
  'when', told_date(y.made_words, y.made_edtf, y.made_span),
  'by', CASE WHEN maker.id IS NOT NULL THEN agent_reference(maker.id, maker.name, maker.description) END,
  'where', CASE WHEN num_nonnulls(searched_place.id, asked.id, searched.id, y.where_words) > 0 THEN json_build_object(
    'place', CASE WHEN searched_place.id IS NOT NULL THEN
      json_build_object('id', searched_place.id, 'name', searched_place.name) END,
    'agent', CASE WHEN asked.id IS NOT NULL THEN agent_reference(asked.id, asked.name, asked.description) END,
    'source', CASE WHEN searched.id IS NOT NULL THEN
      source_reference(searched.id, searched.csl, searched.description) END,
    'words', y.where_words) END,
  'channel', y.channel, 'note', y.note, 'activity', activity_reference(y.activity_id)`;

/** Each a look-up for its attempt (OFFSET 0), however many attempts the planner expects. */
export const attemptJoins = (at: TableAt, clearance: string): string =>
  (
    [
      ['agent', 'maker', 'made_by_id'],
      ['place', 'searched_place', 'where_place_id'],
      ['agent', 'asked', 'where_agent_id'],
      ['source', 'searched', 'where_source_id'],
    ] as const
  )
    .map(
      ([table, alias, column]) => `
  LEFT JOIN LATERAL (SELECT t.* FROM ${table === 'source' ? at(table, 'id', `y.${column}`) : table} t
    WHERE t.id = y.${column} AND may_read(t.access, ${clearance}::smallint[]) OFFSET 0) ${alias} ON true`,
    )
    .join('');

const attempts = (at: TableAt, clearance: string): string => `
  SELECT coalesce(json_agg(json_build_object(${attemptMembersOf}) ORDER BY y.sequence), '[]')
  FROM ${at('attempt', 'lead_id', 'l.id')} y ${attemptJoins(at, clearance)}
  WHERE y.lead_id = l.id AND may_read(y.access, ${clearance}::smallint[])`;

const soughtBy = (at: TableAt, clearance: string): string => `
  SELECT json_build_object('id', d.id, 'description', d.description)
  FROM ${at('expected_document', 'id', 'l.expected_document_id')} d
  WHERE d.id = l.expected_document_id AND may_read(d.access, ${clearance}::smallint[])`;

/** A lead `l`, with all that leadJoins joins. */
export const leadObject = (at: TableAt, clearance: string): string => `json_build_object(
  'id', l.id, 'questionId', l.question_id, 'kind', l.kind, 'description', l.description,
  'agent', CASE WHEN lead_agent.id IS NOT NULL THEN
    agent_reference(lead_agent.id, lead_agent.name, lead_agent.description) END,
  'source', CASE WHEN lead_source.id IS NOT NULL THEN
    source_reference(lead_source.id, lead_source.csl, lead_source.description) END,
  'place', CASE WHEN lead_place.id IS NOT NULL THEN
    json_build_object('id', lead_place.id, 'name', lead_place.name) END,
  'expectedDocument', (${soughtBy(at, clearance)}),
  'state', l.state, 'stateBecause', l.state_because,
  'nextStep', CASE WHEN l.next_step IS NOT NULL THEN json_build_object('text', l.next_step,
    'owner', CASE WHEN step_owner.id IS NOT NULL THEN
      agent_reference(step_owner.id, step_owner.name, step_owner.description) END,
    'due', told_date(l.next_step_due_words, l.next_step_due_edtf, l.next_step_due_span)) END,
  'note', l.note, 'attempts', (${attempts(at, clearance)}),
  'version', l.version, 'activity', activity_reference(l.activity_id))`;

export const leadJoins = (at: TableAt, clearance: string): string => `
  LEFT JOIN agent lead_agent ON lead_agent.id = l.agent_id AND may_read(lead_agent.access, ${clearance}::smallint[])
  LEFT JOIN ${joinedAt(at, 'source', 'l.source_id')} lead_source ON lead_source.id = l.source_id
    AND may_read(lead_source.access, ${clearance}::smallint[])
  LEFT JOIN place lead_place ON lead_place.id = l.place_id AND may_read(lead_place.access, ${clearance}::smallint[])
  LEFT JOIN agent step_owner ON step_owner.id = l.next_step_owner_id
    AND may_read(step_owner.access, ${clearance}::smallint[])`;

/** The members of a lead `o` as others refer to it, with its agent joined as `lead_agent`. */
export const leadReferenceOf = `'id', o.id, 'kind', o.kind, 'description', o.description,
  'agent', CASE WHEN lead_agent.id IS NOT NULL THEN
    agent_reference(lead_agent.id, lead_agent.name, lead_agent.description) END,
  'state', o.state`;

/**
 * Of a question `q`: the leads that could still answer it (`leads`, in JSON), and whether a person is among them
 * (`living`). Who died or asked not to be contacted cannot, whatever his lead says.
 */
export const couldAnswer = (at: TableAt, asOf: string, clearance: string): string => `
  SELECT coalesce(json_agg(json_build_object(${leadReferenceOf}) ORDER BY o.sequence), '[]') AS leads,
    coalesce(bool_or(o.kind = 'person'), false) AS living
  FROM ${at('lead', 'question_id', 'q.id')} o
  LEFT JOIN agent lead_agent ON lead_agent.id = o.agent_id AND may_read(lead_agent.access, ${clearance}::smallint[])
  WHERE o.question_id = q.id AND may_read(o.access, ${clearance}::smallint[]) AND o.state NOT IN ${CLOSED}
    AND NOT EXISTS (SELECT FROM current_reachability(
        CASE WHEN o.kind IN ('person', 'institution') THEN o.agent_id END, ${clearance}::smallint[], ${asOf}, NULL) now
      WHERE now.state IN ('died', 'do_not_contact'))`;
