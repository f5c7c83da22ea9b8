import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { certainFirst, passageNumber, wordsBefore } from '../claims/anchor-document.js';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import {
  closedJoin,
  readable,
  readableAnchor,
  readableAnchorJoin,
  shownOfAnchor,
} from '../access/readable-text.js';
import { type Queryable, Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

/** The longest list of an answer; whoever wants all asks for the anchors page by page. */
const MOST_LISTED = 200;

const listed = (condition: string): string => `
  SELECT coalesce(json_agg(body ORDER BY place), '[]') FROM (
    SELECT body, place FROM carried WHERE ${condition} ORDER BY place LIMIT ${MOST_LISTED}) shown`;

const shown = readable('r', 'closed.list');

/** Which restrictions on words were followed to it, and how surely: for those who may see that there are any. */
const restrictionsCarried = `
  SELECT coalesce(json_agg(x.body ORDER BY x.sequence), '[]') FROM (
    SELECT d.sequence, json_build_object('id', d.id,
      'carried', CASE WHEN coalesce(bool_and(s.certain), true) THEN 'exact' ELSE 'widened' END,
      'passages', coalesce(json_agg(DISTINCT p.number) FILTER (WHERE p.number IS NOT NULL), '[]')) AS body
    FROM (SELECT DISTINCT o.restriction_id FROM revision v JOIN restricted_span o ON o.revision_id = v.id
      WHERE v.testimony_id = r.testimony_id) y
    CROSS JOIN LATERAL (SELECT q.id, q.sequence FROM restriction q
      WHERE q.id = y.restriction_id AND may_read(q.access, $2::smallint[]) OFFSET 0) d
    LEFT JOIN restricted_span s ON s.restriction_id = d.id AND s.revision_id = r.id
    LEFT JOIN passage p ON p.revision_id = r.id AND p.start_offset < s.end_offset AND p.end_offset > s.start_offset
    GROUP BY d.id, d.sequence) x`;

/** What a redaction closed with the earlier texts. */
const sealed = `CASE WHEN r.kind = 'redaction' THEN json_build_object(
  'revisions', (SELECT coalesce(json_agg(v.number ORDER BY v.number), '[]') FROM restriction d
    JOIN revision v ON v.id = d.record_id
    WHERE d.activity_id = r.activity_id AND d.kind = 'revision' AND may_read(d.access, $2::smallint[])),
  'claims', (SELECT coalesce(json_agg(x.body ORDER BY x.number), '[]') FROM (
    SELECT DISTINCT ON (c.number) c.number,
      json_build_object('id', c.id, 'number', c.number, 'statement', c.statement) AS body
    FROM restriction d JOIN restricted_record q ON q.restriction_id = d.id AND q.table_name = 'claim'
    JOIN claim c ON c.id = q.record_id AND may_read(c.access, $2::smallint[])
    WHERE d.activity_id = r.activity_id AND d.kind = 'revision' AND may_read(d.access, $2::smallint[])
    ORDER BY c.number LIMIT ${MOST_LISTED}) x)) END`;

/** What a revision did to the claims: $1 the revision, $2 clearance. Of its rows those it wrote, as they are now. */
const carried = statement(
  'revisions.carried',
  `WITH carried AS MATERIALIZED (
     SELECT a.state, row_number() OVER (ORDER BY c.number, ${certainFirst}) AS place,
       a.state = 'firm' AND former.id IS DISTINCT FROM p.continues_id AS moved,
       json_build_object('id', a.id,
         'claim', json_build_object('id', c.id, 'number', c.number, 'statement', c.statement),
         'state', a.state, 'method', a.method, 'score', a.score, 'margin', a.margin,
         'before', coalesce(${wordsBefore},
           json_build_object('revision', earlier.number, 'passage', former.number, 'exact', (${readableAnchor('before', '$2')}).exact)),
         'now', CASE WHEN a.state <> 'lost' THEN json_build_object('passage', ${passageNumber},
           'start', ${shownOfAnchor('start_offset')}, 'end', ${shownOfAnchor('end_offset')},
           'exact', ${shownOfAnchor('exact')}) END,
         'version', a.version) AS body
     FROM claim c
     JOIN anchor a ON a.claim_id = c.id AND a.revision_id = $1 AND may_read(a.access, $2::smallint[])
     JOIN passage p ON p.id = a.passage_id AND may_read(p.access, $2::smallint[])
     ${readableAnchorJoin('$2')}
     JOIN anchor before ON before.id = a.carried_from_id AND may_read(before.access, $2::smallint[])
     JOIN passage former ON former.id = before.passage_id AND may_read(former.access, $2::smallint[])
     JOIN revision earlier ON earlier.id = before.revision_id AND may_read(earlier.access, $2::smallint[])
     WHERE c.testimony_id = (SELECT testimony_id FROM revision WHERE id = $1) AND may_read(c.access, $2::smallint[])
   )
   SELECT json_build_object('id', r.id, 'testimony', json_build_object('id', t.id, 'accession', t.accession),
     'number', r.number, 'kind', r.kind, 'because', r.because, 'previous', previous.number,
     'sha256', ${shown.sha256}, 'bytes', ${shown.bytes}, 'codePoints', ${shown.codePoints},
     'passages', (SELECT json_build_object('kept', count(p.continues_id),
         'added', coalesce(json_agg(p.number ORDER BY p.start_offset) FILTER (WHERE p.continues_id IS NULL), '[]'),
         'removed', (SELECT coalesce(json_agg(gone.number ORDER BY gone.start_offset), '[]') FROM passage gone
           WHERE gone.revision_id = r.previous_id AND may_read(gone.access, $2::smallint[])
             AND NOT EXISTS (SELECT FROM passage heir WHERE heir.continues_id = gone.id)))
       FROM passage p WHERE p.revision_id = r.id AND may_read(p.access, $2::smallint[])),
     'totals', (SELECT json_build_object('firm', count(*) FILTER (WHERE state = 'firm'),
         'moved', count(*) FILTER (WHERE moved), 'textChanged', count(*) FILTER (WHERE state = 'text_changed'),
         'needsReview', count(*) FILTER (WHERE state = 'needs_review'),
         'lost', count(*) FILTER (WHERE state = 'lost')) FROM carried),
     'moved', (${listed('moved')}),
     'textChanged', (${listed(`state = 'text_changed'`)}),
     'needsReview', (${listed(`state = 'needs_review'`)}),
     'lost', (${listed(`state = 'lost'`)}),
     'restrictions', (${restrictionsCarried}), 'sealed', ${sealed},
     'activity', activity_reference(r.activity_id))::text AS body
   FROM revision r
   JOIN testimony t ON t.id = r.testimony_id AND may_read(t.access, $2::smallint[])
   LEFT JOIN revision previous ON previous.id = r.previous_id AND may_read(previous.access, $2::smallint[])
   ${closedJoin('r.id', '$2')}
   WHERE r.id = $1 AND may_read(r.access, $2::smallint[])`,
);

@Injectable()
export class RevisionsQueries {
  constructor(private readonly reader: Reader) {}

  /** A revision with what it did to the claims: which words moved, changed, need review or are lost. */
  async carried(id: string, clearance: Clearance): Promise<JsonDocument> {
    return new JsonDocument(await carriedBody(this.reader, id, clearance));
  }
}

/** The same, of a revision that may not be committed yet. */
export async function carriedBody(rows: Queryable, id: string, clearance: Clearance): Promise<string> {
  const [row] = await rows.rows<{ body: string }>(carried, [id, clearance]);
  if (row === undefined) throw notFound('revision');
  return row.body;
}
