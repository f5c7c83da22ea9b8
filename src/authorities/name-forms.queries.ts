import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import type { Owner } from './owner.js';
import { isFormReadable } from './readable-forms.js';
import { rowsOfSame } from './same-records.js';

/** $2 clearance */
const forms = (at: TableAt, from: string): string => `
  SELECT f.sequence, f.version, json_build_object('id', f.id,
    'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
    'place', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.name) END,
    'value', f.value, 'parts', coalesce(f.parts, '[]'), 'type', f.type, 'language', f.language, 'script', f.script,
    'romanisation', f.romanisation, 'reading', f.reading, 'nameOrder', f.name_order,
    'valid', told_date(f.valid_words, f.valid_edtf, f.valid_span),
    'source', (SELECT source_reference(s.id, s.csl, s.description) FROM ${at('source', 'id', 'f.source_id')} s WHERE s.id = f.source_id),
    'note', f.note, 'preferred', f.is_preferred, 'withdrawnBecause', f.withdrawn_because, 'version', f.version,
    'activity', activity_reference(f.activity_id))::text AS body
  FROM ${from}
  LEFT JOIN LATERAL (SELECT * FROM agent a WHERE a.id = f.agent_id OFFSET 0) g ON may_read(g.access, $2::smallint[])
  LEFT JOIN LATERAL (SELECT * FROM place q WHERE q.id = f.place_id OFFSET 0) p ON may_read(p.access, $2::smallint[])
  WHERE num_nonnulls(g.id, p.id) = 1 AND ${isFormReadable('f', '$2')}`;

const read = recordStatements(
  'names.read',
  (at) => `${forms(at, `${at('name_form', 'id', '$1')} f`)} AND f.id = $1`,
);

/** $1 whose, $2 clearance, $3 the last one shown, $4 how many, $5 as of */
const list = (at: TableAt, from: string): string =>
  `${forms(at, from)} AND f.sequence > $3 ORDER BY f.sequence LIMIT $4`;

const lists = (kind: Owner['kind']) =>
  recordLists('names', kind, (at, asOf) => list(at, rowsOfSame('name_form', 'f', kind, at, asOf)));

const LISTS = { agent: lists('agent'), place: lists('place') };

@Injectable()
export class NameFormsQueries {
  constructor(private readonly reader: Reader) {}

  name(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'name', id, clearance, asOf, path: '/api/names' });
  }

  /** Every form of somebody's name or of a place's, in the order they were recorded, withdrawn ones too. */
  namesOf({ kind, id }: Owner, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, LISTS[kind], { id, query, clearance });
  }
}
