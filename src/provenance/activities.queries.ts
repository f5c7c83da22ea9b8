import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { ActivitiesQuery } from './provenance.dto.js';

/** Of an activity `a` by `g`. A note may tell of all that was written: it is for those who may see all of it. */
const members = (clearance: string): string => `'id', a.id, 'type', a.type, 'at', a.started_at,
  'agent', agent_reference(g.id, g.name, g.description),
  'note', CASE WHEN may_read(a.note_access, ${clearance}::smallint[]) THEN a.note END`;

/** $1 clearance, $2 the sequence of the last one shown, $3 how many; $4 what is filtered by */
const list = (condition: string): string => `
  SELECT a.sequence, json_build_object(${members('$1')})::text AS body
  FROM activity a JOIN agent g ON g.id = a.agent_id
  WHERE may_read(a.access, $1::smallint[]) AND a.sequence < $2 ${condition}
  ORDER BY a.sequence DESC
  LIMIT $3`;

const LISTS = {
  all: statement('activities.list', list('')),
  byAgent: statement('activities.list_by_agent', list('AND a.agent_id = $4')),
  byType: statement('activities.list_by_type', list('AND a.type = $4')),
  byBoth: statement('activities.list_by_agent_and_type', list('AND a.agent_id = $4 AND a.type = $5')),
};

const one = statement(
  'activities.read',
  `SELECT json_build_object(${members('$2')},
     'generated', (SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'id', n.id,
         'label', record_label(n.kind, n.id, n.label, $2::smallint[]),
         'pointer', n.pointer)), '[]')
       FROM (SELECT * FROM record WHERE activity_id = $1 AND may_read(access, $2::smallint[]) LIMIT 200) n),
     'revised', (SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'id', n.id,
         'label', record_label(n.kind, n.id, n.label, $2::smallint[]),
         'pointer', n.pointer)), '[]')
       FROM (SELECT DISTINCT table_name, record_id FROM history
         WHERE ended_by = $1 AND may_read(access, $2::smallint[]) LIMIT 200) h
       JOIN LATERAL (SELECT * FROM record r WHERE r.kind = h.table_name AND r.id = h.record_id LIMIT 1) n
         ON may_read(n.access, $2::smallint[])),
     'truncated', (SELECT count(*) > 200 FROM (SELECT FROM record
         WHERE activity_id = $1 AND may_read(access, $2::smallint[]) LIMIT 201) n)
       OR (SELECT count(*) > 200 FROM (SELECT FROM history
         WHERE ended_by = $1 AND may_read(access, $2::smallint[]) LIMIT 201) h))::text AS body
   FROM activity a JOIN agent g ON g.id = a.agent_id
   WHERE a.id = $1 AND may_read(a.access, $2::smallint[])`,
);

@Injectable()
export class ActivitiesQueries {
  constructor(private readonly reader: Reader) {}

  /** Who did what when, the latest first. */
  async activities(
    { cursor, limit = DEFAULT_LIMIT, agent, type }: ActivitiesQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const filter =
      agent !== undefined
        ? type !== undefined
          ? 'byBoth'
          : 'byAgent'
        : type !== undefined
          ? 'byType'
          : 'all';
    const filtered = [agent, type].filter((value) => value !== undefined);
    const values = [clearance, decodeCursor(cursor, LAST), limit + 1, ...filtered];
    return pageDocument(await this.reader.rows<ListRow>(LISTS[filter], values), limit);
  }

  async activity(id: string, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string }>(one, [id, clearance]);
    if (row === undefined) throw notFound('activity');
    return new JsonDocument(row.body);
  }
}
