import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import type { Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { ReleasesQuery } from './releases.dto.js';

/** $1 the clearance */
const SELECT = `
  SELECT l.sequence, l.version, json_build_object('id', l.id, 'restrictionId', l.restriction_id, 'kind', l.kind,
    'recordId', l.record_id, 'label', record_label(n.kind, n.id, n.label, $1::smallint[]), 'pointer', n.pointer, 'because', l.because,
    'proposedBy', agent_reference(g.id, g.name, g.description), 'state', l.state,
    'decidedBy', CASE WHEN d.id IS NOT NULL THEN agent_reference(d.id, d.name, d.description) END,
    'decidedBecause', l.decided_because, 'version', l.version, 'activity', activity_reference(l.activity_id))::text AS body
  FROM release l JOIN agent g ON g.id = l.proposed_by_id LEFT JOIN agent d ON d.id = l.decided_by_id
  LEFT JOIN LATERAL (SELECT * FROM record x WHERE x.kind = l.kind AND x.id = l.record_id LIMIT 1) n
    ON may_read(n.access, $1::smallint[])
  WHERE may_read(l.access, $1::smallint[])`;

const one = statement('releases.read', `${SELECT} AND l.id = $2`);
const LATEST_FIRST = 'ORDER BY l.sequence DESC LIMIT $3';
const all = statement('releases.list', `${SELECT} AND l.sequence < $2 ${LATEST_FIRST}`);
const inState = statement(
  'releases.list_in_state',
  `${SELECT} AND l.sequence < $2 AND l.state = $4 ${LATEST_FIRST}`,
);

@Injectable()
export class ReleasesQueries {
  constructor(private readonly reader: Reader) {}

  async release(id: string, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string; version: number }>(one, [clearance, id]);
    if (row === undefined) throw notFound('release');
    return new JsonDocument(row.body, row.version, `/api/releases/${id}`);
  }

  async releases(
    { cursor, limit = DEFAULT_LIMIT, state }: ReleasesQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const values = [clearance, decodeCursor(cursor, LAST), limit + 1];
    const rows =
      state === undefined
        ? await this.reader.rows<ListRow>(all, values)
        : await this.reader.rows<ListRow>(inState, [...values, state]);
    return pageDocument(rows, limit);
  }
}
