import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { LAST } from '../common/page.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import { anchorJoins, anchorMembers } from './anchor-document.js';

/** A row is stamped once more when the next revision carries it over: that act is not the one that placed it. */
const placedBy = `coalesce((SELECT h.generated_by FROM history h
  WHERE h.table_name = 'anchor' AND h.record_id = a.id ORDER BY h.id LIMIT 1), a.activity_id)`;

/** The first act after which it said what it says; where that placed it, nobody has looked at it since. */
const reviewedBy = `coalesce((SELECT h.generated_by FROM history h
  WHERE h.table_name = 'anchor' AND h.record_id = a.id AND h.record @> jsonb_build_object('because', a.because,
    'confirmed_by_id', a.confirmed_by_id, 'state', a.state, 'start_offset', a.start_offset)
  ORDER BY h.id LIMIT 1), a.activity_id)`;

/** $1 the claim, $2 clearance, $3 the number of the last revision shown, $4 how many */
const ledger = (at: TableAt): string => `
  SELECT r.number AS sequence, json_build_object(
    'revision', json_build_object('id', r.id, 'number', r.number, 'kind', r.kind),
    'anchors', json_agg(json_build_object(${anchorMembers}, 'current', a.is_current, 'carriedFrom', a.carried_from_id,
        'activity', activity_reference(${placedBy}),
        'review', activity_reference(nullif(${reviewedBy}, ${placedBy})))
      ORDER BY a.start_offset, a.end_offset, a.id))::text AS body
  FROM ${at('anchor', 'claim_id', '$1')} a ${anchorJoins}
  JOIN claim ON claim.id = a.claim_id AND may_read(claim.access, $2::smallint[])
  WHERE a.claim_id = $1 AND may_read(a.access, $2::smallint[]) AND r.number < $3::bigint
  GROUP BY r.id
  ORDER BY r.number DESC
  LIMIT $4`;

const LEDGER = recordLists('anchors', 'claim', ledger);

@Injectable()
export class AnchorLedgerQueries {
  constructor(private readonly reader: Reader) {}

  /** Where the words of a claim stood, revision by revision, the newest first. */
  anchorsOf(id: string, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, LEDGER, { id, query, clearance, start: LAST });
  }
}
