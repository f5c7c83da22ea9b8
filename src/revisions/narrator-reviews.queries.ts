import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import { byNarrator } from '../testimonies/by-narrator.js';

/** $2 clearance. A review is seen by those who may see what was read and who read it; OFFSET 0 keeps each a look-up. */
const reviews = (table: string, at: TableAt, asOf: string): string => `
  SELECT w.sequence, w.version, json_build_object('id', w.id,
    'testimony', json_build_object('id', t.id, 'accession', t.accession, 'title', t.title),
    'revision', json_build_object('id', v.id, 'number', v.number),
    'passage', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'number', p.number,
      'pointer', t.accession || ' r' || v.number || ' ¶' || p.number) END,
    'agent', agent_reference(g.id, g.name, g.description),
    'byNarrator', ${byNarrator(at, { testimony: 't.id', agent: 'g.id' }, '$2', asOf)},
    'reviewed', told_date(w.reviewed_words, w.reviewed_edtf, w.reviewed_span),
    'asked', w.asked, 'note', w.note,
    'carriedOutIn', (SELECT json_build_object('id', x.id, 'number', x.number) FROM revision x
      WHERE x.id = w.carried_out_in_id AND may_read(x.access, $2::smallint[])),
    'version', w.version, 'activity', activity_reference(w.activity_id))::text AS body
  FROM ${table} w
  CROSS JOIN LATERAL (SELECT x.id, x.number, x.testimony_id FROM revision x
    WHERE x.id = w.revision_id AND may_read(x.access, $2::smallint[]) OFFSET 0) v
  CROSS JOIN LATERAL (SELECT x.id, x.accession, x.title FROM ${at('testimony', 'id', 'v.testimony_id')} x
    WHERE x.id = v.testimony_id AND may_read(x.access, $2::smallint[]) OFFSET 0) t
  CROSS JOIN LATERAL (SELECT x.id, x.name, x.description FROM agent x
    WHERE x.id = w.agent_id AND may_read(x.access, $2::smallint[]) OFFSET 0) g
  LEFT JOIN LATERAL (SELECT x.id, x.number FROM passage x
    WHERE x.id = w.passage_id AND may_read(x.access, $2::smallint[]) OFFSET 0) p ON true
  WHERE may_read(w.access, $2::smallint[]) AND (w.passage_id IS NULL OR p.id IS NOT NULL)`;

const read = recordStatements(
  'narrator_reviews.read',
  (at, asOf) => `${reviews(at('narrator_review', 'id', '$1'), at, asOf)} AND w.id = $1`,
);

/** $1 testimony, $3 the last one shown, $4 how many */
const ofTestimony = recordLists('narrator_reviews', 'testimony', (at, asOf) => {
  const rows = `(
    SELECT y.* FROM revision o CROSS JOIN LATERAL (
      SELECT x.* FROM ${at('narrator_review', 'revision_id', 'o.id')} x WHERE x.revision_id = o.id OFFSET 0) y
    WHERE o.testimony_id = $1)`;
  return `${reviews(rows, at, asOf)} AND w.sequence > $3 ORDER BY w.sequence LIMIT $4`;
});

@Injectable()
export class NarratorReviewsQueries {
  constructor(private readonly reader: Reader) {}

  review(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'review', id, clearance, asOf, path: '/api/reviews' });
  }

  /** Of whatever revision, in the order they were recorded. */
  reviews(testimonyId: string, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, ofTestimony, { id: testimonyId, query, clearance });
  }
}
