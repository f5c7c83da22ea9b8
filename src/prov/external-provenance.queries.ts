import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import type { Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { type RecordStatements, readRecord, recordStatements } from '../provenance/read-record.js';
import { EXTERNAL_DOCUMENT } from './archive-rows.js';

/** Of a row x. */
const members = (clearance: string): string => `
  'id', x.id, 'attributedTo', x.attributed_to,
  'agent', (SELECT agent_reference(g.id, g.name, g.description) FROM agent g
    WHERE g.id = x.agent_id AND may_read(g.access, ${clearance}::smallint[])),
  'note', x.note, 'sha256', x.sha256, 'bytes', octet_length(x.document),
  'concerns', (SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'id', n.id) ORDER BY n.kind, n.id), '[]')
    FROM external_subject s CROSS JOIN LATERAL (
      SELECT 'testimony' AS kind, r.id FROM testimony r
      WHERE r.id = s.testimony_id AND may_read(r.access, ${clearance}::smallint[])
      UNION ALL SELECT 'claim', r.id FROM claim r WHERE r.id = s.claim_id AND may_read(r.access, ${clearance}::smallint[])
      UNION ALL SELECT 'source', r.id FROM source r
      WHERE r.id = s.source_id AND may_read(r.access, ${clearance}::smallint[])) n
    WHERE s.external_id = x.id AND may_read(s.access, ${clearance}::smallint[])),
  'received', activity_reference(x.activity_id)`;

const one: RecordStatements = recordStatements(
  'external_provenance.read',
  (at) => `
  SELECT json_build_object(${members('$2')})::text AS body FROM ${at('external_provenance', 'id', '$1')} x
  WHERE x.id = $1 AND may_read(x.access, $2::smallint[])`,
);

const list = statement(
  'external_provenance.list',
  `SELECT x.sequence, json_build_object(${members('$1')})::text AS body FROM external_provenance x
   WHERE may_read(x.access, $1::smallint[]) AND x.sequence < $2 ORDER BY x.sequence DESC LIMIT $3`,
);

@Injectable()
export class ExternalProvenanceQueries {
  constructor(private readonly reader: Reader) {}

  /** What came from elsewhere, the latest first. */
  async list({ cursor, limit = DEFAULT_LIMIT }: PageQuery, clearance: Clearance): Promise<JsonDocument> {
    const values = [clearance, decodeCursor(cursor, LAST), limit + 1];
    return pageDocument(await this.reader.rows<ListRow>(list, values), limit);
  }

  read(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const wanted = { what: 'external provenance', id, clearance, asOf, path: '/api/prov/external' };
    return readRecord(this.reader, one, wanted);
  }

  /** Byte for byte as it came, but for what was erased of it. */
  async document(id: string, clearance: Clearance): Promise<string> {
    const [row] = await this.reader.rows<{ document: string }>(EXTERNAL_DOCUMENT, [clearance, id]);
    if (row === undefined) throw notFound('external provenance');
    return row.document;
  }
}
