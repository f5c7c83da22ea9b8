import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { closedIn, readable, readableAnchor, readableEnd, readableStart } from '../access/readable-text.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, NOW, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { rightsMembers } from '../testimonies/rights-on-display.js';
import type { ReadingQuery } from './claims.dto.js';

/**
 * $1 testimony, $2 clearance, `wanted` which revision; the moment is the last parameter. What hangs on the claims is gathered for the whole testimony at
 * once and joined, not looked up claim by claim. The anchors are those of that revision, whatever became of them since.
 */
/** What of the revision that is read is closed: asked once. */
const closed = '(SELECT closed FROM revision)';
const shown = readable('revision', 'closed');

/** What there is of the claims shown, in one table: joined as a whole, or claim by claim as it was. */
const ofShown =
  (at: TableAt) =>
  (table: string): string =>
    at === currentTable
      ? table
      : `LATERAL (SELECT was.* FROM ${at(table, 'claim_id', 'shown.id')} was WHERE was.claim_id = shown.id)`;

const page = (at: TableAt, asOf: string, wanted: string): string => {
  const of = ofShown(at);
  const questionOf =
    at === currentTable
      ? 'question'
      : `LATERAL (SELECT was.* FROM ${at('question', 'id', 'j.question_id')} was)`;
  return `
   WITH revision AS (
     SELECT r.*, ${closedIn('r.id', '$2')} AS closed FROM ${at('revision', 'testimony_id', '$1')} r
     WHERE r.testimony_id = $1 AND may_read(r.access, $2::smallint[]) AND ${wanted}
     ORDER BY r.number DESC LIMIT 1
   ), shown AS (
     SELECT claim.* FROM ${at('claim', 'testimony_id', '$1')} claim WHERE claim.testimony_id = $1 AND may_read(claim.access, $2::smallint[])
   ), anchors AS (
     SELECT a.claim_id, min(a.start_offset) AS first, json_agg(json_build_object('start', ${readableStart('a.start_offset', closed)},
         'end', ${readableEnd('a.end_offset', closed)}, 'state', a.state) ORDER BY a.start_offset, a.end_offset)
         FILTER (WHERE a.state <> 'lost') AS list,
       json_agg(CASE WHEN a.state = 'lost' THEN (${readableAnchor('a', '$2')}).exact END ORDER BY a.exact) FILTER (WHERE a.state = 'lost' AND (
         SELECT may_read(p.access, $2::smallint[]) FROM passage p WHERE p.id = a.passage_id)) AS lost
     FROM shown JOIN ${of('anchor')} a ON a.claim_id = shown.id
     WHERE a.revision_id = (SELECT id FROM revision) AND may_read(a.access, $2::smallint[])
     GROUP BY a.claim_id
   ), confidences AS (
     SELECT DISTINCT ON (x.claim_id) x.claim_id, x.confidence
     FROM shown JOIN ${of('assessment')} x ON x.claim_id = shown.id AND may_read(x.access, $2::smallint[])
     ORDER BY x.claim_id, x.sequence DESC
   ), flags AS (
     SELECT f.claim_id, json_agg(json_build_object('id', f.id, 'kind', f.kind, 'state', f.state)
       ORDER BY f.sequence) AS list
     FROM shown JOIN ${of('flag')} f ON f.claim_id = shown.id AND may_read(f.access, $2::smallint[])
     GROUP BY f.claim_id
   ), questions AS (
     SELECT j.claim_id, json_agg(DISTINCT jsonb_build_object('id', q.id, 'kind', q.kind, 'state', q.state)) AS list
     FROM shown JOIN ${of('question_subject')} j ON j.claim_id = shown.id AND may_read(j.access, $2::smallint[])
     JOIN ${questionOf} q ON q.id = j.question_id AND may_read(q.access, $2::smallint[])
     GROUP BY j.claim_id
   ), citations AS (
     SELECT c.claim_id, json_agg(json_build_object('id', c.id, 'stance', c.stance, 'sourceId', s.id)
       ORDER BY c.sequence) AS list
     FROM shown JOIN ${of('citation')} c ON c.claim_id = shown.id AND c.withdrawn_because IS NULL
       AND may_read(c.access, $2::smallint[])
     LEFT JOIN source s ON s.id = c.source_id AND may_read(s.access, $2::smallint[])
     LEFT JOIN claim cited ON cited.id = c.cited_claim_id AND may_read(cited.access, $2::smallint[])
     LEFT JOIN passage words ON words.id = c.cited_passage_id AND may_read(words.access, $2::smallint[])
     WHERE num_nonnulls(s.id, cited.id, words.id) = 1
     GROUP BY c.claim_id
   )
   SELECT json_build_object(
     'testimony', json_build_object('id', t.id, 'accession', t.accession, 'title', t.title, 'kind', t.kind,
       'language', t.language, ${rightsMembers('t.id', '$2', asOf)}),
     'revision', (SELECT json_build_object('id', id, 'number', number, 'sha256', ${shown.sha256},
         'text', ${shown.text})
       FROM revision),
     'passages', (SELECT coalesce(json_agg(json_build_object('number', p.number,
         'start', ${readableStart('p.start_offset', closed)}, 'end', ${readableEnd('p.end_offset', closed)}, 'speaker', p.speaker) ORDER BY p.start_offset), '[]')
       FROM passage p WHERE p.revision_id = (SELECT id FROM revision) AND may_read(p.access, $2::smallint[])),
     'claims', (SELECT coalesce(json_agg(json_build_object('id', shown.id, 'number', shown.number,
         'statement', shown.statement, 'anchors', coalesce(anchors.list, '[]'),
         'state', CASE WHEN anchors.list IS NOT NULL THEN 'placed' WHEN anchors.claim_id IS NOT NULL THEN 'lost'
           ELSE 'elsewhere' END, 'lost', coalesce(anchors.lost, '[]'), 'basis', shown.basis,
         'dateEdtf', shown.date_edtf, 'confidence', confidences.confidence,
         'flags', coalesce(flags.list, '[]'), 'questions', coalesce(questions.list, '[]'),
         'citations', coalesce(citations.list, '[]')) ORDER BY anchors.first, shown.number), '[]')
       FROM shown
       LEFT JOIN anchors ON anchors.claim_id = shown.id
       LEFT JOIN confidences ON confidences.claim_id = shown.id
       LEFT JOIN flags ON flags.claim_id = shown.id
       LEFT JOIN questions ON questions.claim_id = shown.id
       LEFT JOIN citations ON citations.claim_id = shown.id))::text AS body
   FROM ${at('testimony', 'id', '$1')} t
   WHERE t.id = $1 AND may_read(t.access, $2::smallint[]) AND EXISTS (SELECT FROM revision)`;
};

const NUMBERED = 'r.number = $3::integer';

const latest = {
  now: statement('reading.page', page(currentTable, NOW, 'true')),
  then: statement('reading.page_as_of', page(tableAsOf('$3'), '$3::bigint[]', 'true')),
};
const numbered = {
  now: statement('reading.page_of_revision', page(currentTable, NOW, NUMBERED)),
  then: statement('reading.page_of_revision_as_of', page(tableAsOf('$4'), '$4::bigint[]', NUMBERED)),
};

@Injectable()
export class ReadingQueries {
  constructor(private readonly reader: Reader) {}

  /**
   * Everything a reading page needs of one revision of a testimony, the latest unless another is named, in one round trip.
   */
  async reading(
    testimonyId: string,
    { revision, asOf }: ReadingQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const { now, then } = revision === undefined ? latest : numbered;
    const values = [testimonyId, clearance, ...(revision === undefined ? [] : [revision])];
    const [row] =
      moment === null
        ? await this.reader.rows<{ body: string }>(now, values)
        : await this.reader.rows<{ body: string }>(then, [...values, moment]);
    if (row === undefined) throw notFound(revision === undefined ? 'testimony' : 'revision');
    return new JsonDocument(row.body);
  }
}
