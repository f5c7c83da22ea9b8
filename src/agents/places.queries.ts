import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { Reader } from '../database/reader.js';
import { kindLists, readKindList } from '../provenance/kind-list.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';

/** p the place, $2 clearance */
const PLACE = `json_build_object('id', p.id, 'name', p.name, 'note', p.note,
  'coordinates', CASE WHEN p.latitude IS NOT NULL THEN
    json_build_object('latitude', p.latitude, 'longitude', p.longitude) END,
  'partOf', (SELECT json_build_object('id', whole.id, 'name', whole.name) FROM place whole
    WHERE whole.id = p.part_of_id AND may_read(whole.access, $2::smallint[])),
  'version', p.version, 'activity', activity_reference(p.activity_id))`;

const read = recordStatements(
  'places.read',
  (at) => `SELECT ${PLACE}::text AS body, p.version FROM ${at('place', 'id', '$1')} p
   WHERE p.id = $1 AND may_read(p.access, $2::smallint[])`,
);

const list = kindLists('places', ['place', 'p'], () => ({ body: PLACE }));

@Injectable()
export class PlacesQueries {
  constructor(private readonly reader: Reader) {}

  place(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'place', id, clearance, asOf, path: '/api/places' });
  }

  places(query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readKindList(this.reader, list, query, clearance);
  }
}
