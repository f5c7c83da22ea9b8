import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { certainFirst, currentAnchors, passageNumber, wordsBefore } from '../claims/anchor-document.js';
import { isContested, isUnverified } from '../claims/judged-claim.js';
import { tellersOf } from '../claims/teller-chain.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { closedJoin, readable, shownOfAnchor } from '../access/readable-text.js';
import { joinedAt, NOW, type TableAt } from '../provenance/as-of.js';
import { isTreeSize, momentAsOf } from '../provenance/moment.js';
import { type RecordStatements, recordStatements } from '../provenance/read-record.js';
import { rightsMembers } from '../testimonies/rights-on-display.js';
import { SupportSummariesQueries } from '../support/support-summaries.queries.js';
import { claimMembers, gaps, ofClaims, questions } from './question-statements.js';
import { ifPartReadable } from '../testimonies/readable-parts.js';
import type { ReportRows } from './report-rows.js';

/*
 * $1 is the testimony, $2 the clearance. As of an earlier moment everything is read as it stood, but the names of
 * people, which are those of today.
 */

const shown = readable('r', 'closed.list');

const testimony = (at: TableAt, asOf: string): string => `
  SELECT json_build_object('accession', t.accession, 'title', t.title, 'kind', t.kind, 'language', t.language,
     'translatedFrom', t.translation_language, 'translationNote', t.translation_note,
     'recorded', ${ifPartReadable(
       'description',
       '$2',
       'told_date(t.recorded_words, t.recorded_edtf, t.recorded_span)',
     )},
     'recordedWhere', ${ifPartReadable('description', '$2', 't.recorded_where')},
     'summary', ${ifPartReadable('summary', '$2', 't.summary')},
     'rights', ${ifPartReadable('description', '$2', 't.rights')},
     ${rightsMembers('t.id', '$2', asOf)},
     'contributors', (SELECT coalesce(json_agg(json_build_object('id', g.id, 'role', b.role,
         'name', coalesce(g.name, g.description), 'unnamed', g.name IS NULL) ORDER BY b.position), '[]')
       FROM ${at('contribution', 'testimony_id', 't.id')} b
       JOIN agent g ON g.id = b.agent_id AND may_read(g.access, $2::smallint[])
       WHERE b.testimony_id = t.id AND may_read(b.access, $2::smallint[])),
     'revision', (SELECT json_build_object('number', r.number, 'sha256', ${shown.sha256}, 'bytes', ${shown.bytes})
       FROM ${at('revision', 'testimony_id', 't.id')} r ${closedJoin('r.id', '$2')}
       WHERE r.testimony_id = t.id AND may_read(r.access, $2::smallint[])
       ORDER BY r.number DESC LIMIT 1)) AS testimony,
     (SELECT json_build_object('activity', a.id, 'at', a.started_at, 'checkpoint', NULL) FROM activity a
      WHERE may_read(a.access, $2::smallint[]) ${asOf === NOW ? '' : `AND seen_at(a.sequence, ${asOf})`}
      ORDER BY a.sequence DESC LIMIT 1) AS archive
   FROM ${at('testimony', 'id', '$1')} t WHERE t.id = $1 AND may_read(t.access, $2::smallint[])`;

const checkpointRoot = statement(
  'reports.checkpoint_root',
  `SELECT encode(root, 'base64') AS root FROM log_checkpoint WHERE tree_size = $1`,
);

const judgements = (asOf: string): string => `
  SELECT coalesce(json_agg(json_build_object('confidence', a.confidence, 'rationale', a.rationale,
      'by', coalesce(g.name, g.description), 'at', a.assessed_at,
      'onEarlierWording', a.claim_version < claim.version) ORDER BY a.sequence DESC), '[]')
  FROM current_assessments(claim.id, $2::smallint[], ${asOf}) a JOIN agent g ON g.id = a.agent_id`;

const citations = (at: TableAt, asOf: string): string => `
  SELECT coalesce(json_agg(json_build_object('id', c.id, 'stance', c.stance,
      'source', CASE WHEN s.id IS NOT NULL THEN
        json_build_object('csl', s.csl, 'description', s.description) END,
      'sourceId', s.id,
      'claim', CASE WHEN cited.id IS NOT NULL THEN json_build_object('statement', cited.statement,
        'pointer', coalesce((SELECT t.accession || ' ' FROM testimony t
          WHERE t.id = cited.testimony_id AND may_read(t.access, $2::smallint[])), '') || '#' || cited.number,
        'unverified', is_unverified(cited.id, $2::smallint[], ${asOf})) END,
      'passage', (SELECT n.pointer FROM record n WHERE n.kind = 'passage' AND n.id = words.id),
      'locator', CASE WHEN c.locator_label IS NOT NULL THEN
        json_build_object('label', c.locator_label, 'value', c.locator_value) END,
      'note', c.note) ORDER BY array_position(ARRAY['for', 'against', 'context'], c.stance), c.sequence), '[]')
  FROM ${at('citation', 'claim_id', 'claim.id')} c
  LEFT JOIN ${joinedAt(at, 'source', 'c.source_id')} s ON s.id = c.source_id AND may_read(s.access, $2::smallint[])
  LEFT JOIN ${joinedAt(at, 'claim', 'c.cited_claim_id')} cited ON cited.id = c.cited_claim_id AND may_read(cited.access, $2::smallint[])
  LEFT JOIN passage words ON words.id = c.cited_passage_id AND may_read(words.access, $2::smallint[])
  WHERE c.claim_id = claim.id AND c.withdrawn_because IS NULL AND may_read(c.access, $2::smallint[])
    AND num_nonnulls(s.id, cited.id, words.id) = 1`;

const flags = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('kind', f.kind, 'reason', f.reason,
      'by', coalesce(g.name, g.description), 'state', f.state, 'decidedBecause', f.decided_because,
      'reopenedBecause', f.reopened_because) ORDER BY f.sequence), '[]')
  FROM ${at('flag', 'claim_id', 'claim.id')} f JOIN agent g ON g.id = f.raised_by_id
  WHERE f.claim_id = claim.id AND f.state <> 'dismissed' AND may_read(f.access, $2::smallint[])`;

const quotation = `
  'passage', ${passageNumber}, 'exact', ${shownOfAnchor('exact')}, 'state', a.state, 'revision', r.number, 'before', ${wordsBefore},
  'pointer', (SELECT 'r' || stood.number || ' ¶' || p.number FROM revision stood WHERE stood.id = p.revision_id),
  'confirmedBy', (SELECT coalesce(g.name, g.description) FROM agent g
    WHERE g.id = a.confirmed_by_id AND may_read(g.access, $2::smallint[]))`;

/** In the order of the text; claims whose words stand nowhere any more come last. */
const claims = (at: TableAt, asOf: string): string => `
  SELECT claim.id, claim.number, claim.statement, claim.basis,
    told_date(claim.date_words, claim.date_edtf, claim.date_span) AS date,
    coalesce(quoted.list, '[]') AS quotations,
    (${tellersOf(at)}) AS tellers,
    (${judgements(asOf)}) AS judgements,
    ${isUnverified(asOf)} AS unverified,
    ${isContested(asOf)} AS contested,
    (${citations(at, asOf)}) AS citations,
    (${flags(at)}) AS flags
  FROM ${at('claim', 'testimony_id', '$1')} claim
  CROSS JOIN LATERAL (SELECT min(a.start_offset) AS first,
      json_agg(json_build_object(${quotation}) ORDER BY ${certainFirst}) AS list
    FROM ${currentAnchors(at)}) quoted
  WHERE claim.testimony_id = $1 AND may_read(claim.access, $2::smallint[])
  ORDER BY quoted.first, claim.number`;

/** A position one may not see is no position. */
const positionNumber = (at: TableAt, id: string): string => `
  SELECT p.number FROM ${at('contradiction_position', 'id', id)} p
  WHERE p.id = ${id} AND may_read(p.access, $2::smallint[])`;

// Only claims one may see are counted in; a case of which fewer than two are left is none.
const contradictions = (at: TableAt, asOf: string): string => `
  SELECT x.statement, x.question, x.state, x.rationale,
    (${positionNumber(at, 'x.preferred_id')}) AS preferred,
    (SELECT coalesce(json_agg(json_build_object('number', p.number, 'statement', p.statement)
        ORDER BY p.number), '[]')
     FROM ${at('contradiction_position', 'contradiction_id', 'x.id')} p
     WHERE p.contradiction_id = x.id AND may_read(p.access, $2::smallint[])) AS positions,
    parties.list AS claims
  FROM (SELECT DISTINCT j.id ${ofClaims(at, 'contradiction_claim', 'contradiction_id')}) ours
  CROSS JOIN LATERAL (SELECT r.* FROM ${at('contradiction', 'id', 'ours.id')} r WHERE r.id = ours.id) x
  JOIN LATERAL (SELECT count(*) AS many, json_agg(json_build_object(${claimMembers(asOf)},
      'position', (${positionNumber(at, 'j.position_id')})) ORDER BY t.sequence, claim.number) AS list
    FROM ${at('contradiction_claim', 'contradiction_id', 'x.id')} j
    CROSS JOIN LATERAL (SELECT r.* FROM ${at('claim', 'id', 'j.claim_id')} r
      WHERE r.id = j.claim_id AND may_read(r.access, $2::smallint[])) claim
    JOIN testimony t ON t.id = claim.testimony_id AND may_read(t.access, $2::smallint[])
    WHERE j.contradiction_id = x.id AND may_read(j.access, $2::smallint[])) parties ON parties.many >= 2
  WHERE may_read(x.access, $2::smallint[])
  ORDER BY x.sequence`;

const STATEMENTS = {
  testimony: recordStatements('reports.testimony', testimony),
  claims: recordStatements('reports.claims', claims),
  contradictions: recordStatements('reports.contradictions', contradictions),
  questions: recordStatements('reports.questions', questions),
  gaps: recordStatements('reports.gaps', gaps),
};

@Injectable()
export class ReportsQueries {
  constructor(
    private readonly reader: Reader,
    private readonly supports: SupportSummariesQueries,
  ) {}

  async rowsOf(testimonyId: string, clearance: Clearance, asOf?: string): Promise<ReportRows> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const rows = <Row>({ current, asOf: then }: RecordStatements): Promise<Row[]> =>
      moment === null
        ? this.reader.rows<Row>(current, [testimonyId, clearance])
        : this.reader.rows<Row>(then, [testimonyId, clearance, moment]);
    const [[head], claimRows, contradictionRows, questionRows, gapRows] = await Promise.all([
      rows<Pick<ReportRows, 'testimony' | 'archive'>>(STATEMENTS.testimony),
      rows<ReportRows['claims'][number]>(STATEMENTS.claims),
      rows<ReportRows['contradictions'][number]>(STATEMENTS.contradictions),
      rows<ReportRows['questions'][number]>(STATEMENTS.questions),
      rows<ReportRows['gaps'][number]>(STATEMENTS.gaps),
    ]);
    if (head === undefined) throw notFound('testimony');
    if (asOf !== undefined && isTreeSize(asOf)) head.archive.checkpoint = await this.checkpointOf(asOf);
    const supports = await this.supports.summaries(
      claimRows.map(({ id }) => id),
      clearance,
      moment,
    );
    return {
      ...head,
      claims: claimRows,
      supports,
      contradictions: contradictionRows,
      questions: questionRows,
      gaps: gapRows,
    };
  }

  private async checkpointOf(treeSize: string): Promise<ReportRows['archive']['checkpoint']> {
    const [row] = await this.reader.rows<{ root: string }>(checkpointRoot, [treeSize]);
    return row === undefined ? null : { size: Number(treeSize), root: row.root };
  }
}
