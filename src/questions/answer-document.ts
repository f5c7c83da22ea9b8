import { joinedAt, type TableAt } from '../provenance/as-of.js';

/*
 * The JSON of the answer to a question `q`, written by PostgreSQL. `clearance` is the parameter that holds what the
 * reader may see up to.
 */

const claims = (at: TableAt, clearance: string, role: string): string => `
  SELECT coalesce(json_agg(json_build_object('id', c.id, 'number', c.number, 'statement', c.statement)
    ORDER BY r.sequence), '[]')
  FROM answer_reference r JOIN ${joinedAt(at, 'claim', 'r.claim_id')} c ON c.id = r.claim_id AND may_read(c.access, ${clearance}::smallint[])
  WHERE r.answer_id = n.id AND r.role = '${role}' AND may_read(r.access, ${clearance}::smallint[])`;

const citations = (at: TableAt, clearance: string): string => `
  SELECT coalesce(json_agg(json_build_object('id', r.id,
      'source', CASE WHEN s.id IS NOT NULL THEN source_reference(s.id, s.csl, s.description) END,
      'claim', CASE WHEN c.id IS NOT NULL THEN
        json_build_object('id', c.id, 'number', c.number, 'statement', c.statement) END,
      'passage', CASE WHEN p.id IS NOT NULL THEN
        json_build_object('id', p.id, 'number', p.number, 'revisionId', p.revision_id) END,
      'locator', CASE WHEN r.locator_label IS NOT NULL THEN
        json_build_object('label', r.locator_label, 'value', r.locator_value) END,
      'quotation', r.quotation, 'quotationLanguage', r.quotation_language, 'note', r.note) ORDER BY r.sequence), '[]')
  FROM answer_reference r
  LEFT JOIN ${joinedAt(at, 'source', 'r.source_id')} s ON s.id = r.source_id AND may_read(s.access, ${clearance}::smallint[])
  LEFT JOIN ${joinedAt(at, 'claim', 'r.claim_id')} c ON c.id = r.claim_id AND may_read(c.access, ${clearance}::smallint[])
  LEFT JOIN passage p ON p.id = r.passage_id AND may_read(p.access, ${clearance}::smallint[])
  WHERE r.answer_id = n.id AND r.role = 'cites' AND may_read(r.access, ${clearance}::smallint[])
    AND num_nonnulls(s.id, c.id, p.id) = 1`;

/** The answer that stands, or null. What refers to it was written with it, and never changes. */
export const answerOf = (at: TableAt, clearance: string): string => `
  SELECT json_build_object('id', n.id, 'statement', n.statement,
    'claims', (${claims(at, clearance, 'states')}),
    'citations', (${citations(at, clearance)}),
    'settles', (${claims(at, clearance, 'settles')}),
    'activity', activity_reference(n.activity_id))
  FROM ${at('answer', 'question_id', 'q.id')} n
  WHERE n.question_id = q.id AND n.withdrawn_because IS NULL AND may_read(n.access, ${clearance}::smallint[])`;
