import { joinedAt, type TableAt } from '../provenance/as-of.js';
import { answerOf } from './answer-document.js';
import { expectedOf } from './expected-document-rows.js';
import { leadJoins, leadObject } from './lead-document.js';

/*
 * The JSON of questions, written by PostgreSQL. `clearance` is the parameter that holds what
 * the reader may see up to.
 */

const leads = (at: TableAt, clearance: string): string => `
  SELECT coalesce(json_agg(${leadObject(at, clearance)} ORDER BY l.sequence), '[]')
  FROM ${at('lead', 'question_id', 'q.id')} l ${leadJoins(at, clearance)}
  WHERE l.question_id = q.id AND may_read(l.access, ${clearance}::smallint[])`;

const claims = (at: TableAt, clearance: string, role: string): string => `
  SELECT coalesce(json_agg(json_build_object('id', c.id, 'number', c.number, 'statement', c.statement)
    ORDER BY c.testimony_id, c.number), '[]')
  FROM ${at('question_subject', 'question_id', 'q.id')} j
  JOIN ${joinedAt(at, 'claim', 'j.claim_id')} c ON c.id = j.claim_id AND may_read(c.access, ${clearance}::smallint[])
  WHERE j.question_id = q.id AND j.role = '${role}' AND may_read(j.access, ${clearance}::smallint[])`;

const about = (at: TableAt, clearance: string): string => `
  SELECT coalesce(json_agg(json_build_object(
      'source', CASE WHEN s.id IS NOT NULL THEN source_reference(s.id, s.csl, s.description) END,
      'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END)), '[]')
  FROM ${at('question_subject', 'question_id', 'q.id')} j
  LEFT JOIN ${joinedAt(at, 'source', 'j.source_id')} s ON s.id = j.source_id AND may_read(s.access, ${clearance}::smallint[])
  LEFT JOIN agent g ON g.id = j.agent_id AND may_read(g.access, ${clearance}::smallint[])
  WHERE j.question_id = q.id AND j.role = 'about' AND may_read(j.access, ${clearance}::smallint[])
    AND num_nonnulls(s.id, g.id) = 1`;

/** A question `q` with all that belongs to it but its priority, which is worked out from its facts. */
export const questionObject = (at: TableAt, clearance: string): string => `json_build_object(
  'id', q.id, 'kind', q.kind, 'statement', q.statement, 'why', q.why, 'state', q.state,
  'stateBecause', q.state_because,
  'raisedBy', (${claims(at, clearance, 'raised_by')}),
  'wouldSettle', (${claims(at, clearance, 'would_settle')}),
  'about', (${about(at, clearance)}),
  'answer', (${answerOf(at, clearance)}),
  'expectedDocuments', (${expectedOf(at, clearance)}),
  'leads', (${leads(at, clearance)}),
  'version', q.version, 'activity', activity_reference(q.activity_id))`;
