import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import type { Owner } from './owner.js';
import { rowsOfSame } from './same-records.js';

/** $2 clearance */
const identifiers = (from: string): string => `
  SELECT i.sequence, i.version, json_build_object('id', i.id,
    'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
    'place', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.name) END,
    'scheme', i.scheme, 'value', i.value,
    'uri', CASE i.scheme WHEN 'wikidata' THEN 'http://www.wikidata.org/entity/' WHEN 'viaf' THEN 'http://viaf.org/viaf/'
      ELSE 'http://id.ndl.go.jp/auth/entity/' END || i.value,
    'note', i.note, 'withdrawnBecause', i.withdrawn_because, 'version', i.version,
    'activity', activity_reference(i.activity_id))::text AS body
  FROM ${from}
  LEFT JOIN LATERAL (SELECT * FROM agent a WHERE a.id = i.agent_id OFFSET 0) g ON may_read(g.access, $2::smallint[])
  LEFT JOIN LATERAL (SELECT * FROM place q WHERE q.id = i.place_id OFFSET 0) p ON may_read(p.access, $2::smallint[])
  WHERE num_nonnulls(g.id, p.id) = 1 AND may_read(i.access, $2::smallint[])`;

const read = recordStatements(
  'identifiers.read',
  (at) => `${identifiers(`${at('identifier', 'id', '$1')} i`)} AND i.id = $1`,
);

/** $1 whose, $2 clearance, $3 the last one shown, $4 how many, $5 as of */
const list = (from: string): string => `
  ${identifiers(from)} AND i.sequence > $3 ORDER BY i.sequence LIMIT $4`;

const lists = (kind: Owner['kind']) =>
  recordLists('identifiers', kind, (at, asOf) => list(rowsOfSame('identifier', 'i', kind, at, asOf)));

const LISTS = { agent: lists('agent'), place: lists('place') };

@Injectable()
export class IdentifiersQueries {
  constructor(private readonly reader: Reader) {}

  identifier(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const wanted = { what: 'identifier', id, clearance, asOf, path: '/api/identifiers' };
    return readRecord(this.reader, read, wanted);
  }

  /** Withdrawn ones too, in the order they were recorded. */
  identifiersOf({ kind, id }: Owner, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, LISTS[kind], { id, query, clearance });
  }
}
