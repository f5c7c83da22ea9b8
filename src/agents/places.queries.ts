import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const PLACE = `json_build_object('id', p.id, 'name', p.name, 'note', p.note, 'version', p.version,
  'activity', activity_reference(p.activity_id))`;

const read = statement(
  'places.read',
  `SELECT ${PLACE}::text AS body, p.version FROM place p
   WHERE p.id = $1 AND may_read(p.access, $2::smallint)`,
);

const list = statement(
  'places.list',
  `SELECT p.sequence, ${PLACE}::text AS body FROM place p
   WHERE may_read(p.access, $1::smallint) AND p.sequence > $2
   ORDER BY p.sequence LIMIT $3`,
);

@Injectable()
export class PlacesQueries {
  constructor(private readonly reader: Reader) {}

  async place(id: string, clearance: number): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string; version: number }>(read, [id, clearance]);
    if (row === undefined) throw notFound('place');
    return new JsonDocument(row.body, row.version, `/api/places/${id}`);
  }

  async places({ cursor, limit = DEFAULT_LIMIT }: PageQuery, clearance: number): Promise<JsonDocument> {
    return pageDocument(
      await this.reader.rows<ListRow>(list, [clearance, decodeCursor(cursor), limit + 1]),
      limit,
    );
  }
}
