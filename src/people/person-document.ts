import { isBasisReadable } from '../access/readable-basis.js';
import { lifeEnd, lifeEndJoins } from '../lives/life.queries.js';
import { restsOnJoins, restsOnMembers } from '../lives/rests-on.js';
import type { TableAt } from '../provenance/as-of.js';

/*
 * The page of a person, organisation or group, written by PostgreSQL: $2 is the clearance, `cluster` holds the ids of all
 * records that are of one, and rows of each are looked up by their index. Names of other people, places, sources and
 * testimonies are those of now, and whether one may see them is asked of now.
 */

const readable = (row: string): string => `may_read(${row}.access, $2::smallint[])`;

const rows = (at: TableAt, table: string, as: string): string =>
  `cluster g CROSS JOIN LATERAL (SELECT x.* FROM ${at(table, 'agent_id', 'g.id')} x WHERE x.agent_id = g.id
    AND ${readable('x')} OFFSET 0) ${as}`;

const sourceOf = (at: TableAt, id: string): string =>
  `(SELECT source_reference(s.id, s.csl, s.description) FROM ${at('source', 'id', id)} s WHERE s.id = ${id} AND ${readable('s')})`;
const agentOf = (id: string): string => `(SELECT agent_reference(o.id, o.name, o.description)
  FROM agent o WHERE o.id = ${id} AND ${readable('o')})`;

const records = `
  SELECT json_agg(agent_reference(o.id, o.name, o.description) ORDER BY o.sequence)
  FROM cluster g JOIN agent o ON o.id = g.id AND ${readable('o')}`;

const names = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', n.id, 'value', n.value, 'type', n.type, 'language', n.language,
      'script', n.script, 'reading', n.reading, 'preferred', n.is_preferred,
      'valid', told_date(n.valid_words, n.valid_edtf, n.valid_span), 'source', ${sourceOf(at, 'n.source_id')})
    ORDER BY n.is_preferred DESC, n.sequence), '[]')
  FROM ${rows(at, 'name_form', 'n')} WHERE n.withdrawn_because IS NULL AND ${isBasisReadable({ source: 'n.source_id' })}`;

const identifiers = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('scheme', i.scheme, 'value', i.value) ORDER BY i.sequence), '[]')
  FROM ${rows(at, 'identifier', 'i')} WHERE i.withdrawn_because IS NULL`;

const lives = (at: TableAt, asOf: string): string => `
  SELECT coalesce(json_agg(json_build_object('agent', ${agentOf('l.agent_id')},
      'born', ${lifeEnd('born', asOf)}, 'died', ${lifeEnd('died', asOf)}) ORDER BY l.id), '[]')
  FROM ${rows(at, 'life', 'l')} ${lifeEndJoins(at)}`;

const OF_OFFICE = { source: 'f.source_id', claim: 'f.claim_id' };

const offices = (at: TableAt, asOf: string): string => `
  SELECT coalesce(json_agg(json_build_object('id', f.id, 'kind', f.kind, 'title', f.title,
      'organisation', ${agentOf('f.organisation_id')}, 'held', told_date(f.held_words, f.held_edtf, f.held_span),
      ${restsOnMembers('told', asOf)}) ORDER BY lower(f.held_span) NULLS LAST, f.sequence), '[]')
  FROM ${rows(at, 'office', 'f')} ${restsOnJoins(at, 'told', OF_OFFICE)}
  WHERE f.withdrawn_because IS NULL AND ${isBasisReadable(OF_OFFICE)}`;

/** What counts now, of all that was said of any of the records. */
const reachability = (at: TableAt, asOf: string): string => `
  SELECT json_build_object('state', r.state, 'when', told_date(r.held_words, r.held_edtf, r.held_span),
    'because', r.because, ${restsOnMembers('told', asOf)}, 'activity', activity_reference(r.activity_id))
  FROM current_reachability($1::uuid, $2::smallint[], ${asOf}, NULL::date) r
  ${restsOnJoins(at, 'told', { source: 'r.source_id', claim: 'r.claim_id' })}
  WHERE r.id IS NOT NULL`;

const testimonies = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('role', b.role, 'testimony',
      json_build_object('id', t.id, 'accession', t.accession, 'title', t.title)) ORDER BY t.sequence, b.role), '[]')
  FROM ${rows(at, 'contribution', 'b')}
  CROSS JOIN LATERAL (SELECT * FROM ${at('testimony', 'id', 'b.testimony_id')} x WHERE x.id = b.testimony_id AND ${readable('x')} OFFSET 0) t`;

const tellings = (at: TableAt): string => `
  SELECT count(DISTINCT c.id)::integer FROM ${rows(at, 'teller', 'h')}
  CROSS JOIN LATERAL (SELECT x.id FROM claim x WHERE x.id = h.claim_id AND ${readable('x')} OFFSET 0) c
  WHERE h.withdrawn_because IS NULL`;

/** As many as GET /api/agents/:id/mentions lists. */
const mentions = (at: TableAt): string => `
  SELECT count(*)::integer FROM ${rows(at, 'mention', 'm')}
  CROSS JOIN LATERAL (
    SELECT x.testimony_id FROM claim x WHERE x.id = m.claim_id AND ${readable('x')}
    UNION ALL
    SELECT r.testimony_id FROM passage x JOIN revision r ON r.id = x.revision_id AND ${readable('r')}
    WHERE x.id = m.passage_id AND ${readable('x')}
    OFFSET 0) told
  CROSS JOIN LATERAL (SELECT FROM testimony x WHERE x.id = told.testimony_id AND ${readable('x')} OFFSET 0) t
  WHERE m.withdrawn_because IS NULL`;

const leads = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', l.id, 'description', l.description, 'state', l.state,
      'question', json_build_object('id', q.id, 'statement', q.statement, 'state', q.state)) ORDER BY l.sequence), '[]')
  FROM ${rows(at, 'lead', 'l')}
  CROSS JOIN LATERAL (SELECT x.* FROM ${at('question', 'id', 'l.question_id')} x
    WHERE x.id = l.question_id AND ${readable('x')} OFFSET 0) q`;

const questions = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', q.id, 'statement', q.statement, 'state', q.state)
    ORDER BY q.sequence), '[]')
  FROM (SELECT DISTINCT j.question_id AS id FROM ${rows(at, 'question_subject', 'j')}) about
  CROSS JOIN LATERAL (SELECT x.* FROM ${at('question', 'id', 'about.id')} x
    WHERE x.id = about.id AND ${readable('x')} OFFSET 0) q`;

/** Other records of which somebody said that they are perhaps of the same person, from either side. */
const perhaps = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('agent', agent_reference(o.id, o.name, o.description),
      'rationale', s.rationale) ORDER BY s.sequence, o.sequence), '[]')
  FROM (
    SELECT s.same_agent_id AS other, s.rationale, s.sequence FROM ${rows(at, 'same_as', 's')}
    WHERE s.certainty = 'perhaps' AND s.withdrawn_because IS NULL
    UNION ALL
    SELECT s.agent_id, s.rationale, s.sequence
    FROM cluster g CROSS JOIN LATERAL (SELECT x.* FROM ${at('same_as', 'same_agent_id', 'g.id')} x
      WHERE x.same_agent_id = g.id AND ${readable('x')} OFFSET 0) s
    WHERE s.certainty = 'perhaps' AND s.withdrawn_because IS NULL
  ) s
  JOIN agent o ON o.id = s.other AND ${readable('o')}
  WHERE s.other NOT IN (SELECT g.id FROM cluster g)`;

/** $1 the id of any of its records */
export const personSql = (at: TableAt, asOf: string): string => `
  WITH cluster AS MATERIALIZED (SELECT id FROM same_records($1::uuid, $2::smallint[], ${asOf}) AS id)
  SELECT json_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'description', a.description,
    'unnamed', a.name IS NULL, 'representative', representative_of(a.id, $2::smallint[], ${asOf}),
    'records', (${records}), 'perhapsTheSame', (${perhaps(at)}),
    'names', (${names(at)}), 'identifiers', (${identifiers(at)}), 'lives', (${lives(at, asOf)}),
    'offices', (${offices(at, asOf)}), 'reachability', (${reachability(at, asOf)}), 'testimonies', (${testimonies(at)}),
    'claimsTold', (${tellings(at)}), 'mentions', (${mentions(at)}), 'leads', (${leads(at)}),
    'questions', (${questions(at)}))::text AS body
  FROM ${at('agent', 'id', '$1')} a
  WHERE a.id = $1 AND ${readable('a')}`;
