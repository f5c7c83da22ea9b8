import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import { joinedAt, type TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import type { Descendant } from './descents.service.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';

/** $2 clearance. A step is seen by those who may see both of its ends. */
const descents = (at: TableAt, table: string): string => `
  SELECT d.sequence, d.version, json_build_object('id', d.id,
    'descendant', json_build_object(
      'source', CASE WHEN ds.id IS NOT NULL THEN source_reference(ds.id, ds.csl, ds.description) END,
      'testimony', CASE WHEN dt.id IS NOT NULL THEN
        json_build_object('id', dt.id, 'accession', dt.accession, 'title', dt.title) END),
    'kind', d.kind,
    'source', CASE WHEN s.id IS NOT NULL THEN source_reference(s.id, s.csl, s.description) END,
    'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
    'testimony', CASE WHEN t.id IS NOT NULL THEN
      json_build_object('id', t.id, 'accession', t.accession, 'title', t.title) END,
    'claim', CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'statement', c.statement) END,
    'note', d.note, 'withdrawnBecause', d.withdrawn_because, 'version', d.version,
    'activity', activity_reference(d.activity_id))::text AS body
  FROM ${table} d
  LEFT JOIN ${joinedAt(at, 'source', 'd.source_id')} ds ON ds.id = d.source_id AND may_read(ds.access, $2::smallint[])
  LEFT JOIN ${joinedAt(at, 'testimony', 'd.testimony_id')} dt ON dt.id = d.testimony_id AND may_read(dt.access, $2::smallint[])
  LEFT JOIN ${joinedAt(at, 'source', 'd.origin_source_id')} s ON s.id = d.origin_source_id AND may_read(s.access, $2::smallint[])
  LEFT JOIN agent g ON g.id = d.origin_agent_id AND may_read(g.access, $2::smallint[])
  LEFT JOIN ${joinedAt(at, 'testimony', 'd.origin_testimony_id')} t ON t.id = d.origin_testimony_id AND may_read(t.access, $2::smallint[])
  LEFT JOIN ${joinedAt(at, 'claim', 'd.origin_claim_id')} c ON c.id = d.origin_claim_id AND may_read(c.access, $2::smallint[])
  WHERE may_read(d.access, $2::smallint[]) AND num_nonnulls(ds.id, dt.id) = 1
    AND num_nonnulls(s.id, g.id, t.id, c.id) = 1`;

const read = recordStatements(
  'descents.read',
  (at) => `${descents(at, at('descent', 'id', '$1'))} AND d.id = $1`,
);

/** $1 whose, $2 clearance, $3 the last one shown, $4 how many, $5 as of */
const list = (kind: Descendant['kind'], at: TableAt): string => `
  ${descents(at, at('descent', `${kind}_id`, '$1'))} AND d.${kind}_id = $1 AND d.sequence > $3
  ORDER BY d.sequence LIMIT $4`;

const lists = (kind: Descendant['kind']) => recordLists('descents', kind, (at) => list(kind, at));

const LISTS = { source: lists('source'), testimony: lists('testimony') };

@Injectable()
export class DescentsQueries {
  constructor(private readonly reader: Reader) {}

  descent(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'descent', id, clearance, asOf, path: '/api/descents' });
  }

  /** What a source or testimony goes back to, in the order it was recorded, withdrawn steps too. */
  descentsOf({ kind, id }: Descendant, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, LISTS[kind], { id, query, clearance });
  }
}
