import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { AccessRequestsQuery } from './access-requests.dto.js';

/** Who reads them: he who reviews them reads all, others their own. */
export interface RequestsReader {
  agentId: string;
  reviews: boolean;
}

/** $1 who asks, $2 whether he reviews. The label is of what is listed for everybody registered. */
const SELECT = `
  SELECT q.sequence, q.version, json_build_object('id', q.id,
    'restriction', json_build_object('id', r.id, 'kind', r.kind, 'recordId', r.record_id, 'mode', r.mode,
      'label', (SELECT n.label FROM record n WHERE n.kind = r.kind AND n.id = r.record_id AND n.kind = 'testimony'
        AND may_read(n.access, '{1}'::smallint[]) LIMIT 1)),
    'by', agent_reference(g.id, g.name, g.description), 'purpose', q.purpose, 'state', q.state,
    'decidedBy', CASE WHEN d.id IS NOT NULL THEN agent_reference(d.id, d.name, d.description) END,
    'decidedBecause', q.decided_because,
    'grant', (SELECT json_build_object('expiresAt', o.expires_at, 'revokedBecause', o.revoked_because)
      FROM access_grant o WHERE o.request_id = q.id),
    'version', q.version, 'activity', activity_reference(q.activity_id))::text AS body
  FROM access_request q JOIN restriction r ON r.id = q.restriction_id
  JOIN agent g ON g.id = q.agent_id LEFT JOIN agent d ON d.id = q.decided_by_id
  WHERE ($2::boolean OR q.agent_id = $1)`;

const one = statement('access_requests.read', `${SELECT} AND q.id = $3`);
const list = statement(
  'access_requests.list',
  `${SELECT} AND q.sequence < $3 AND ($5::text IS NULL OR q.state = $5) ORDER BY q.sequence DESC LIMIT $4`,
);

@Injectable()
export class AccessRequestsQueries {
  constructor(private readonly reader: Reader) {}

  async request(id: string, { agentId, reviews }: RequestsReader): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string; version: number }>(one, [agentId, reviews, id]);
    if (row === undefined) throw notFound('request');
    return new JsonDocument(row.body, row.version, `/api/access-requests/${id}`);
  }

  async requests(
    { cursor, limit = DEFAULT_LIMIT, state }: AccessRequestsQuery,
    { agentId, reviews }: RequestsReader,
  ): Promise<JsonDocument> {
    const values = [agentId, reviews, decodeCursor(cursor, LAST), limit + 1, state ?? null];
    return pageDocument(await this.reader.rows<ListRow>(list, values), limit);
  }
}
