import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import type { Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { type Queryable, Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { RestrictionsQuery } from './restrictions.dto.js';

/** Of a restriction `r`, decided by `g`; $1 the clearance. */
const MEMBERS = `
  'id', r.id, 'kind', r.kind, 'recordId', r.record_id, 'label', record_label(n.kind, n.id, n.label, $1::smallint[]), 'pointer', n.pointer, 'part', r.part,
  'span', CASE WHEN r.part = 'span' THEN json_build_object('start', r.start_offset, 'end', r.end_offset) END,
  'mode', r.mode, 'basis', r.basis, 'because', r.because,
  'decidedBy', agent_reference(g.id, g.name, g.description),
  'until', CASE WHEN num_nonnulls(r.until_edtf, r.until_agent_id) > 0 THEN json_build_object('edtf', r.until_edtf,
    'deathOf', (SELECT agent_reference(d.id, d.name, d.description) FROM agent d WHERE d.id = r.until_agent_id
      AND may_read(d.access, $1::smallint[])),
    'years', r.until_years, 'endsOn', r.ends_on::text) END,
  'replaces', r.replaces_id,
  'end', (SELECT json_build_object('reason', e.reason, 'because', e.because,
      'decidedBy', agent_reference(o.id, o.name, o.description), 'activity', activity_reference(e.activity_id))
    FROM restriction_end e JOIN agent o ON o.id = e.decided_by_id
    WHERE e.restriction_id = r.id AND may_read(e.access, $1::smallint[])),
  'activity', activity_reference(r.activity_id)`;

const FROM = `
  FROM restriction r JOIN agent g ON g.id = r.decided_by_id
  LEFT JOIN LATERAL (SELECT * FROM record x WHERE x.kind = r.kind AND x.id = r.record_id LIMIT 1) n
    ON may_read(n.access, $1::smallint[])
  WHERE may_read(r.access, $1::smallint[])`;

const one = statement(
  'restrictions.read',
  `SELECT json_build_object(${MEMBERS},
     'closes', (SELECT coalesce(json_agg(json_build_object('kind', c.table_name, 'count', c.count) ORDER BY c.table_name), '[]')
       FROM (SELECT table_name, count(*) FROM restricted_record WHERE restriction_id = r.id GROUP BY table_name) c),
     'records', (SELECT coalesce(json_agg(json_build_object('kind', x.kind, 'id', x.id, 'label', record_label(x.kind, x.id, x.label, $1::smallint[]),
         'pointer', x.pointer) ORDER BY x.kind, x.pointer, x.id), '[]')
       FROM (SELECT y.* FROM restricted_record c
         JOIN LATERAL (SELECT * FROM record z WHERE z.kind = c.table_name AND z.id = c.record_id LIMIT 1) y
           ON may_read(y.access, $1::smallint[])
         WHERE c.restriction_id = r.id LIMIT 200) x),
     'truncated', (SELECT count(*) > 200 FROM (SELECT FROM restricted_record c
       WHERE c.restriction_id = r.id LIMIT 201) c))::text AS body
   ${FROM} AND r.id = $2`,
);

const list = (condition: string): string => `
  SELECT r.sequence, json_build_object(${MEMBERS})::text AS body ${FROM} AND r.sequence < $2 ${condition}
  ORDER BY r.sequence DESC LIMIT $3`;

const all = statement('restrictions.list', list(''));
const closing = statement(
  'restrictions.closing',
  list(
    `AND (r.record_id = $4 OR r.id IN (SELECT c.restriction_id FROM restricted_record c WHERE c.record_id = $4))`,
  ),
);

@Injectable()
export class RestrictionsQueries {
  constructor(private readonly reader: Reader) {}

  /** One restriction, and what it closes. `within` an activity that is not committed yet, as that has it. */
  async restriction(
    id: string,
    clearance: Clearance,
    within: Queryable = this.reader,
  ): Promise<JsonDocument> {
    const [row] = await within.rows<{ body: string }>(one, [clearance, id]);
    if (row === undefined) throw notFound('restriction');
    return new JsonDocument(row.body);
  }

  /** The latest first; those in force and those that ended. */
  async restrictions(
    { cursor, limit = DEFAULT_LIMIT, closing: record }: RestrictionsQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const values = [clearance, decodeCursor(cursor, LAST), limit + 1];
    const rows =
      record === undefined
        ? await this.reader.rows<ListRow>(all, values)
        : await this.reader.rows<ListRow>(closing, [...values, record]);
    return pageDocument(rows, limit);
  }
}
