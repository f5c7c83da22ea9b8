import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { Reader } from '../database/reader.js';
import { kindLists, readKindList } from '../provenance/kind-list.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';

/** $2 the clearance */
const EVENT = `json_build_object('id', e.id, 'name', e.name, 'note', e.note,
  'date', told_date(e.date_words, e.date_edtf, e.date_span),
  'place', (SELECT json_build_object('id', p.id, 'name', p.name) FROM place p
    WHERE p.id = e.place_id AND may_read(p.access, $2::smallint[])),
  'version', e.version, 'activity', activity_reference(e.activity_id))`;

const read = recordStatements(
  'events.read',
  (at) => `SELECT ${EVENT}::text AS body, e.version FROM ${at('event', 'id', '$1')} e
   WHERE e.id = $1 AND may_read(e.access, $2::smallint[])`,
);

const list = kindLists('events', ['event', 'e'], () => ({ body: EVENT }));

@Injectable()
export class EventsQueries {
  constructor(private readonly reader: Reader) {}

  event(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'event', id, clearance, asOf, path: '/api/events' });
  }

  events(query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readKindList(this.reader, list, query, clearance);
  }
}
