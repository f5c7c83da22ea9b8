import { Injectable } from '@nestjs/common';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import type { ReportRows } from './report-content.js';

const testimony = statement(
  'reports.testimony',
  `SELECT json_build_object('accession', t.accession, 'title', t.title, 'kind', t.kind, 'language', t.language,
     'translatedFrom', t.translation_language, 'translationNote', t.translation_note,
     'recorded', coalesce(t.recorded_words, t.recorded_edtf), 'recordedWhere', t.recorded_where,
     'summary', t.summary, 'rights', t.rights,
     'contributors', (SELECT coalesce(json_agg(json_build_object('role', b.role,
         'name', coalesce(g.name, g.description), 'unnamed', g.name IS NULL) ORDER BY b.position), '[]')
       FROM contribution b JOIN agent g ON g.id = b.agent_id AND may_read(g.access, $2::smallint)
       WHERE b.testimony_id = t.id AND may_read(b.access, $2::smallint)),
     'revision', (SELECT json_build_object('number', r.number, 'sha256', r.sha256, 'bytes', r.bytes)
       FROM revision r WHERE r.testimony_id = t.id AND may_read(r.access, $2::smallint)
       ORDER BY r.number DESC LIMIT 1)) AS testimony,
     (SELECT json_build_object('activity', a.id, 'at', a.started_at) FROM activity a
      WHERE may_read(a.access, $2::smallint) ORDER BY a.sequence DESC LIMIT 1) AS archive
   FROM testimony t WHERE t.id = $1 AND may_read(t.access, $2::smallint)`,
);

const claims = statement(
  'reports.claims',
  `SELECT claim.id, claim.number, claim.statement, claim.kind, claim.basis,
     CASE WHEN num_nonnulls(claim.date_words, claim.date_edtf) > 0 THEN
       json_build_object('words', claim.date_words, 'edtf', claim.date_edtf) END AS date,
     quoted.list AS quotations,
     (SELECT coalesce(json_agg(json_build_object('basis', h.basis, 'agent', coalesce(g.name, g.description),
         'source', coalesce(s.csl ->> 'title', s.description)) ORDER BY h.position), '[]')
       FROM teller h
       LEFT JOIN agent g ON g.id = h.agent_id AND may_read(g.access, $2::smallint)
       LEFT JOIN source s ON s.id = h.source_id AND may_read(s.access, $2::smallint)
       WHERE h.claim_id = claim.id AND h.withdrawn_because IS NULL AND may_read(h.access, $2::smallint)) AS tellers,
     (SELECT json_build_object('confidence', a.confidence, 'rationale', a.rationale,
         'by', coalesce(g.name, g.description), 'at', a.assessed_at)
       FROM assessment a JOIN agent g ON g.id = a.agent_id
       WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint)
       ORDER BY a.sequence DESC LIMIT 1) AS assessment,
     is_unverified(claim.id, $2::smallint, ${NOW}) AS unverified,
     (SELECT coalesce(json_agg(json_build_object('stance', c.stance,
         'source', CASE WHEN s.id IS NOT NULL THEN
           json_build_object('csl', s.csl, 'description', s.description) END,
         'sourceId', s.id,
         'other', coalesce(cited.statement, (SELECT n.pointer FROM record n
           WHERE n.kind = 'passage' AND n.id = words.id)),
         'locator', CASE WHEN c.locator_label IS NOT NULL THEN
           json_build_object('label', c.locator_label, 'value', c.locator_value) END,
         'note', c.note) ORDER BY array_position(ARRAY['for', 'against', 'context'], c.stance), c.sequence), '[]')
       FROM citation c
       LEFT JOIN source s ON s.id = c.source_id AND may_read(s.access, $2::smallint)
       LEFT JOIN claim cited ON cited.id = c.cited_claim_id AND may_read(cited.access, $2::smallint)
       LEFT JOIN passage words ON words.id = c.cited_passage_id AND may_read(words.access, $2::smallint)
       WHERE c.claim_id = claim.id AND c.withdrawn_because IS NULL AND may_read(c.access, $2::smallint)
         AND num_nonnulls(s.id, cited.id, words.id) = 1) AS citations,
     (SELECT coalesce(json_agg(json_build_object('kind', f.kind, 'reason', f.reason, 'state', f.state)
         ORDER BY f.sequence), '[]')
       FROM flag f WHERE f.claim_id = claim.id AND f.state <> 'dismissed' AND may_read(f.access, $2::smallint))
       AS flags
   FROM claim
   JOIN LATERAL (SELECT min(a.start_offset) AS first, json_agg(json_build_object('passage', p.number,
       'exact', a.exact) ORDER BY a.start_offset) AS list
     FROM anchor a JOIN passage p ON p.id = a.passage_id
     WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint)) quoted ON quoted.first IS NOT NULL
   WHERE claim.testimony_id = $1 AND may_read(claim.access, $2::smallint)
   ORDER BY quoted.first, claim.number`,
);

const contradictions = statement(
  'reports.contradictions',
  `SELECT x.statement, x.state, x.rationale, parties.list AS claims
   FROM (SELECT DISTINCT j.contradiction_id AS id
     FROM claim c JOIN contradiction_claim j ON j.claim_id = c.id AND may_read(j.access, $2::smallint)
     WHERE c.testimony_id = $1 AND may_read(c.access, $2::smallint)) ours
   JOIN contradiction x ON x.id = ours.id AND may_read(x.access, $2::smallint)
   JOIN LATERAL (SELECT count(*) AS many,
       json_agg(json_build_object('number', c.number, 'statement', c.statement) ORDER BY c.number) AS list
     FROM contradiction_claim j JOIN claim c ON c.id = j.claim_id AND may_read(c.access, $2::smallint)
     WHERE j.contradiction_id = x.id AND may_read(j.access, $2::smallint)) parties ON parties.many >= 2
   ORDER BY x.sequence`,
);

const questions = statement(
  'reports.questions',
  `SELECT q.kind, q.statement, q.why, q.state, q.state_because AS "stateBecause", ours.claims,
     (SELECT coalesce(json_agg(json_build_object('kind', l.kind, 'description', l.description, 'state', l.state,
         'note', l.note, 'attempts', (SELECT coalesce(json_agg(json_build_object(
             'when', coalesce(y.made_words, y.made_edtf), 'by', coalesce(g.name, g.description),
             'channel', y.channel, 'outcome', y.outcome, 'note', y.note) ORDER BY y.sequence), '[]')
           FROM attempt y LEFT JOIN agent g ON g.id = y.made_by_id AND may_read(g.access, $2::smallint)
           WHERE y.lead_id = l.id AND may_read(y.access, $2::smallint))) ORDER BY l.sequence), '[]')
       FROM lead l WHERE l.question_id = q.id AND may_read(l.access, $2::smallint)) AS leads
   FROM (SELECT j.question_id AS id, json_agg(DISTINCT c.number ORDER BY c.number) AS claims
     FROM claim c JOIN question_subject j ON j.claim_id = c.id AND may_read(j.access, $2::smallint)
     WHERE c.testimony_id = $1 AND may_read(c.access, $2::smallint)
     GROUP BY j.question_id) ours
   JOIN question q ON q.id = ours.id AND may_read(q.access, $2::smallint)
   WHERE q.state NOT IN ('answered', 'withdrawn')
   ORDER BY q.sequence`,
);

@Injectable()
export class ReportsQueries {
  constructor(private readonly reader: Reader) {}

  async rowsOf(testimonyId: string, clearance: number): Promise<ReportRows> {
    const values = [testimonyId, clearance];
    const [[head], claimRows, contradictionRows, questionRows] = await Promise.all([
      this.reader.rows<Pick<ReportRows, 'testimony' | 'archive'>>(testimony, values),
      this.reader.rows<ReportRows['claims'][number]>(claims, values),
      this.reader.rows<ReportRows['contradictions'][number]>(contradictions, values),
      this.reader.rows<ReportRows['questions'][number]>(questions, values),
    ]);
    if (head === undefined) throw notFound('testimony');
    return { ...head, claims: claimRows, contradictions: contradictionRows, questions: questionRows };
  }
}
