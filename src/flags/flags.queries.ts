import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const flags = (clearance: string): string => `
  SELECT f.sequence, f.version, json_build_object('id', f.id,
    'claim', json_build_object('id', c.id, 'number', c.number, 'statement', c.statement),
    'kind', f.kind, 'reason', f.reason, 'by', agent_reference(g.id, g.name, g.description), 'state', f.state,
    'decidedBecause', f.decided_because, 'version', f.version,
    'activity', activity_reference(f.activity_id))::text AS body
  FROM flag f
  JOIN claim c ON c.id = f.claim_id AND may_read(c.access, ${clearance}::smallint)
  JOIN agent g ON g.id = f.raised_by_id
  WHERE may_read(f.access, ${clearance}::smallint)`;

const read = statement('flags.read', `${flags('$2')} AND f.id = $1`);

const ofClaim = statement(
  'flags.of_claim',
  `${flags('$2')} AND f.claim_id = $1 AND f.sequence > $3 ORDER BY f.sequence LIMIT $4`,
);

@Injectable()
export class FlagsQueries {
  constructor(private readonly reader: Reader) {}

  async flag(id: string, clearance: number): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string; version: number }>(read, [id, clearance]);
    if (row === undefined) throw notFound('flag');
    return new JsonDocument(row.body, row.version, `/api/flags/${id}`);
  }

  async flagsOf(
    claimId: string,
    { cursor, limit = DEFAULT_LIMIT }: PageQuery,
    clearance: number,
  ): Promise<JsonDocument> {
    const values = [claimId, clearance, decodeCursor(cursor), limit + 1];
    return pageDocument(await this.reader.rows<ListRow>(ofClaim, values), limit);
  }
}
