import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

/** No note: that is text, and may tell what is restricted. */
const ACT = `'id', a.id, 'sequence', a.sequence, 'type', a.type, 'at', a.started_at, 'agent', a.agent_id, 'access', a.access`;

const list = statement(
  'audit.activities',
  `SELECT a.sequence, json_build_object(${ACT})::text AS body FROM activity a
   WHERE a.sequence < $1 ORDER BY a.sequence DESC LIMIT $2`,
);

const MOST = 1000;

const one = statement(
  'audit.activity',
  `SELECT json_build_object(${ACT},
     'wrote', (SELECT coalesce(json_agg(json_build_object('kind', w.kind, 'id', w.id, 'access', w.access,
         'sha256', r.sha256)), '[]')
       FROM (SELECT kind, id, access FROM record WHERE activity_id = $1 LIMIT ${MOST}) w
       LEFT JOIN revision r ON r.id = w.id AND w.kind = 'revision'),
     'replaced', (SELECT coalesce(json_agg(json_build_object('kind', h.table_name, 'id', h.record_id,
         'generatedBy', h.generated_by, 'access', h.access)), '[]')
       FROM (SELECT * FROM history WHERE ended_by = $1 LIMIT ${MOST}) h))::text AS body
   FROM activity a WHERE a.id = $1`,
);

/**
 * That things were done, of everything there is, restricted or not: for those with `audit.read`, whom no access level keeps
 * from it. No word of any record, name or note is in it.
 */
@Injectable()
export class AuditQueries {
  constructor(private readonly reader: Reader) {}

  async activities({ cursor, limit = DEFAULT_LIMIT }: PageQuery): Promise<JsonDocument> {
    const rows = await this.reader.rows<ListRow>(list, [decodeCursor(cursor, LAST), limit + 1]);
    return pageDocument(rows, limit);
  }

  async activity(id: string): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string }>(one, [id]);
    if (row === undefined) throw notFound('activity');
    return new JsonDocument(row.body);
  }
}
