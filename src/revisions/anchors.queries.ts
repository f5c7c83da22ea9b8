import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { anchorJoins, anchorMembers, certainFirst } from '../claims/anchor-document.js';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import { joinedAt, type TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import type { AnchorsQuery } from './anchor-decisions.dto.js';

const one = recordStatements(
  'anchors.read',
  (at) => `
  SELECT a.version, json_build_object(${anchorMembers}, 'claim', json_build_object('id', c.id, 'number', c.number,
      'statement', c.statement), 'activity', activity_reference(a.activity_id))::text AS body
  FROM ${at('anchor', 'id', '$1')} a ${anchorJoins}
  JOIN ${joinedAt(at, 'claim', 'a.claim_id')} c ON c.id = a.claim_id AND may_read(c.access, $2::smallint[])
  WHERE a.id = $1 AND may_read(a.access, $2::smallint[])`,
);

const item = `json_build_object(
    'claim', json_build_object('id', c.id, 'number', c.number, 'statement', c.statement),
    'anchors', json_agg(json_build_object(${anchorMembers}) ORDER BY ${certainFirst}))::text`;

/** $1 the testimony, $2 clearance, $3 number of the last claim shown, $4 how many */
const byClaim =
  (condition: string) =>
  (at: TableAt): string => `
  SELECT c.number AS sequence, ${item} AS body
  FROM ${at('claim', 'testimony_id', '$1')} c
  CROSS JOIN LATERAL (SELECT x.* FROM ${at('anchor', 'claim_id', 'c.id')} x
    WHERE x.claim_id = c.id AND x.is_current AND ${condition} AND may_read(x.access, $2::smallint[])) a
  ${anchorJoins}
  WHERE c.testimony_id = $1 AND c.number > $3 AND may_read(c.access, $2::smallint[])
  GROUP BY c.id, c.number, c.statement
  ORDER BY c.number
  LIMIT $4`;

/** Those that are not firm are few, and have an index of their own. $5 the state */
const inDoubt = (at: TableAt): string => `
  SELECT c.number AS sequence, ${item} AS body
  FROM (SELECT x.id FROM ${at('revision', 'testimony_id', '$1')} x WHERE x.testimony_id = $1) text
  CROSS JOIN LATERAL (SELECT x.* FROM ${at('anchor', 'revision_id', 'text.id')} x
    WHERE x.revision_id = text.id AND x.is_current AND x.state <> 'firm' AND x.state = $5
      AND may_read(x.access, $2::smallint[])) a
  ${anchorJoins}
  JOIN ${joinedAt(at, 'claim', 'a.claim_id')} c ON c.id = a.claim_id AND may_read(c.access, $2::smallint[])
  WHERE c.number > $3
  GROUP BY c.id, c.number, c.statement
  ORDER BY c.number
  LIMIT $4`;

const ALL = recordLists('anchors', 'testimony', byClaim('true'));
const FIRM = recordLists('anchors_firm', 'testimony', byClaim(`x.state = 'firm'`));
const DOUBTFUL = recordLists('anchors_in_doubt', 'testimony', inDoubt, 1);

@Injectable()
export class AnchorsQueries {
  constructor(private readonly reader: Reader) {}

  anchor(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, one, { what: 'anchor', id, clearance, asOf, path: '/api/anchors' });
  }

  /** The anchors of a testimony's latest text, claim by claim. */
  anchorsOf(id: string, { state, ...query }: AnchorsQuery, clearance: Clearance): Promise<JsonDocument> {
    if (state === undefined) return readRecordList(this.reader, ALL, { id, query, clearance });
    if (state === 'firm') return readRecordList(this.reader, FIRM, { id, query, clearance });
    return readRecordList(this.reader, DOUBTFUL, { id, query, clearance, more: [state] });
  }
}
