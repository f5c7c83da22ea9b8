import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { isBasisReadable } from '../access/readable-basis.js';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import { restsOnJoins, restsOnMembers } from './rests-on.js';

const BASIS = { source: 'o.source_id', claim: 'o.claim_id' };

/** $2 clearance */
const offices = (at: TableAt, table: string, asOf: string): string => `
  SELECT o.sequence, o.version, json_build_object('id', o.id,
    'agent', agent_reference(g.id, g.name, g.description), 'kind', o.kind, 'title', o.title,
    'organisation', CASE WHEN body.id IS NOT NULL THEN agent_reference(body.id, body.name, body.description) END,
    'place', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.name) END,
    'held', told_date(o.held_words, o.held_edtf, o.held_span), ${restsOnMembers('told', asOf)},
    'note', o.note, 'withdrawnBecause', o.withdrawn_because, 'version', o.version,
    'activity', activity_reference(o.activity_id))::text AS body
  FROM ${table} o
  JOIN agent g ON g.id = o.agent_id AND may_read(g.access, $2::smallint[])
  LEFT JOIN agent body ON body.id = o.organisation_id AND may_read(body.access, $2::smallint[])
  LEFT JOIN place p ON p.id = o.place_id AND may_read(p.access, $2::smallint[])
  ${restsOnJoins(at, 'told', BASIS)}
  WHERE may_read(o.access, $2::smallint[]) AND ${isBasisReadable(BASIS)}`;

const read = recordStatements(
  'offices.read',
  (at, asOf) => `${offices(at, at('office', 'id', '$1'), asOf)} AND o.id = $1`,
);

/** $1 whose, $3 the last one shown, $4 how many */
const lists = recordLists(
  'offices',
  'agent',
  (at, asOf) => `${offices(at, at('office', 'agent_id', '$1'), asOf)} AND o.agent_id = $1 AND o.sequence > $3
  ORDER BY o.sequence LIMIT $4`,
);

@Injectable()
export class OfficesQueries {
  constructor(private readonly reader: Reader) {}

  office(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'office', id, clearance, asOf, path: '/api/offices' });
  }

  /** Offices and ranks in the order they were recorded, withdrawn ones too. */
  officesOf(agentId: string, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, lists, { id: agentId, query, clearance });
  }
}
