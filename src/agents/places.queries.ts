import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';

/** p the place, $n clearance */
const placeObject = (
  clearance: string,
): string => `json_build_object('id', p.id, 'name', p.name, 'note', p.note,
  'coordinates', CASE WHEN p.latitude IS NOT NULL THEN
    json_build_object('latitude', p.latitude, 'longitude', p.longitude) END,
  'partOf', (SELECT json_build_object('id', whole.id, 'name', whole.name) FROM place whole
    WHERE whole.id = p.part_of_id AND may_read(whole.access, ${clearance}::smallint[])),
  'version', p.version, 'activity', activity_reference(p.activity_id))`;

const read = recordStatements(
  'places.read',
  (at) => `SELECT ${placeObject('$2')}::text AS body, p.version FROM ${at('place', 'id', '$1')} p
   WHERE p.id = $1 AND may_read(p.access, $2::smallint[])`,
);

const list = statement(
  'places.list',
  `SELECT p.sequence, ${placeObject('$1')}::text AS body FROM place p
   WHERE may_read(p.access, $1::smallint[]) AND p.sequence > $2
   ORDER BY p.sequence LIMIT $3`,
);

@Injectable()
export class PlacesQueries {
  constructor(private readonly reader: Reader) {}

  place(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'place', id, clearance, asOf, path: '/api/places' });
  }

  async places({ cursor, limit = DEFAULT_LIMIT }: PageQuery, clearance: Clearance): Promise<JsonDocument> {
    return pageDocument(
      await this.reader.rows<ListRow>(list, [clearance, decodeCursor(cursor), limit + 1]),
      limit,
    );
  }
}
