import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';

const flags = (table: string): string => `
  SELECT f.sequence, f.version, json_build_object('id', f.id,
    'claim', json_build_object('id', c.id, 'number', c.number, 'statement', c.statement),
    'kind', f.kind, 'reason', f.reason, 'by', agent_reference(g.id, g.name, g.description), 'state', f.state,
    'decidedBecause', f.decided_because, 'version', f.version,
    'activity', activity_reference(f.activity_id))::text AS body
  FROM ${table} f
  JOIN claim c ON c.id = f.claim_id AND may_read(c.access, $2::smallint)
  JOIN agent g ON g.id = f.raised_by_id
  WHERE may_read(f.access, $2::smallint)`;

const read = recordStatements('flags.read', (at) => `${flags(at('flag', 'id', '$1'))} AND f.id = $1`);

const ofClaim = statement(
  'flags.of_claim',
  `${flags('flag')} AND f.claim_id = $1 AND f.sequence > $3 ORDER BY f.sequence LIMIT $4`,
);

const claimIsReadable = statement(
  'flags.claim_is_readable',
  'SELECT FROM claim WHERE id = $1 AND may_read(access, $2::smallint)',
);

@Injectable()
export class FlagsQueries {
  constructor(private readonly reader: Reader) {}

  flag(id: string, clearance: number, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'flag', id, clearance, asOf, path: '/api/flags' });
  }

  async flagsOf(
    claimId: string,
    { cursor, limit = DEFAULT_LIMIT }: PageQuery,
    clearance: number,
  ): Promise<JsonDocument> {
    const values = [claimId, clearance, decodeCursor(cursor), limit + 1];
    const rows = await this.reader.rows<ListRow>(ofClaim, values);
    // Only an empty page leaves open whether there is such a claim at all.
    if (rows.length === 0 && (await this.reader.rows(claimIsReadable, [claimId, clearance])).length === 0) {
      throw notFound('claim');
    }
    return pageDocument(rows, limit);
  }
}
