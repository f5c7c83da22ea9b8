import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import type { Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { type Queryable, Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { Elsewhere } from './destruction.js';
import type { ErasuresQuery } from './erasures.dto.js';
import type { Place } from './stretches.js';

/** Words of an erasure are for those who may read it; that it is there, for everybody whom the route lets in. */
const legible = (words: string, of: string): string =>
  `CASE WHEN may_read(${of}.access, $1::smallint[]) THEN ${words} END`;

/** Of an erasure `e`, requested by `g`, decided by `d`; $1 the clearance. */
const MEMBERS = `
  'id', e.id, 'kind', e.kind, 'recordId', e.record_id, 'part', e.part,
  'span', CASE WHEN e.part = 'span' THEN json_build_object('start', e.start_offset, 'end', e.end_offset) END,
  'everywhere', e.everywhere, 'keepClaimIds', e.keep_claim_ids, 'basis', e.basis,
  'authority', ${legible('e.authority', 'e')}, 'because', ${legible('e.because', 'e')},
  'requestedBy', agent_reference(g.id, g.name, g.description), 'state', coalesce(d.outcome, 'requested'),
  'decision', CASE WHEN d.id IS NOT NULL THEN json_build_object('because', ${legible('d.because', 'd')},
    'decidedBy', (SELECT agent_reference(o.id, o.name, o.description) FROM agent o WHERE o.id = d.decided_by_id),
    'anew', d.is_anew, 'at', (SELECT y.started_at FROM activity y WHERE y.id = d.activity_id),
    'activity', activity_reference(d.activity_id)) END,
  'activity', activity_reference(e.activity_id)`;

const FROM = `
  FROM erasure e JOIN agent g ON g.id = e.requested_by_id LEFT JOIN erasure_decision d ON d.erasure_id = e.id`;

const one = statement(
  'erasures.read',
  `SELECT json_build_object(${MEMBERS},
     'erases', (SELECT coalesce(json_agg(json_build_object('kind', x.table_name, 'count', x.count, 'gone', x.gone)
         ORDER BY x.table_name), '[]')
       FROM (SELECT table_name, count(*), count(*) FILTER (WHERE is_gone) AS gone FROM erased_record
         WHERE erasure_id = e.id GROUP BY table_name) x),
     'texts', (SELECT coalesce(json_agg(json_build_object('kind', s.text_kind, 'id', s.text_id,
         'start', s.start_offset, 'end', s.end_offset) ORDER BY s.text_kind, s.text_id, s.start_offset, s.end_offset), '[]')
       FROM erased_span s WHERE s.erasure_id = e.id),
     'claims', (SELECT coalesce(json_agg(json_build_object('id', c.id, 'pointer', t.accession || ' #' || c.number,
         'released', EXISTS (SELECT FROM release l WHERE l.record_id = c.id AND l.state = 'approved'))
         ORDER BY t.accession, c.number), '[]')
       FROM erased_record x JOIN claim c ON c.id = x.record_id JOIN testimony t ON t.id = c.testimony_id
       WHERE x.erasure_id = e.id AND x.is_gone))::text AS body
   ${FROM} WHERE e.id = $2`,
);

const list = (condition: string): string => `
  SELECT e.sequence, json_build_object(${MEMBERS})::text AS body ${FROM}
  WHERE e.sequence < $2 ${condition} ORDER BY e.sequence DESC LIMIT $3`;

const all = statement('erasures.list', list(''));
const inState = statement('erasures.list_in_state', list(`AND coalesce(d.outcome, 'requested') = $4`));

/**
 * An auditor reads that something was erased, though erasures are for the staff: the permission of the route lets him in, so
 * the second wall would be in the way, which goes by the very array. What is words is asked by may_read all the same.
 */
const unwalled = (clearance: Clearance): number[] => [...clearance];

@Injectable()
export class ErasuresQueries {
  constructor(private readonly reader: Reader) {}

  /** One erasure and what it destroyed. `within` an activity that is not committed, as that has it. */
  async erasure(id: string, clearance: Clearance, within: Queryable = this.reader): Promise<JsonDocument> {
    const [row] = await within.rows<{ body: string }>(one, [unwalled(clearance), id]);
    if (row === undefined) throw notFound('erasure');
    return new JsonDocument(row.body);
  }

  /** An erasure as it would be, and where else the words stand. */
  async rehearsal(
    id: string,
    { unsure, elsewhere }: { unsure: Place[]; elsewhere: Elsewhere[] },
    clearance: Clearance,
    within: Queryable,
  ): Promise<JsonDocument> {
    const { bytes } = await this.erasure(id, clearance, within);
    const erasure = JSON.parse(bytes.toString('utf8')) as unknown;
    return new JsonDocument(JSON.stringify({ erasure, unsure, elsewhere }));
  }

  /** The latest first. */
  async erasures(
    { cursor, limit = DEFAULT_LIMIT, state }: ErasuresQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const values = [unwalled(clearance), decodeCursor(cursor, LAST), limit + 1];
    const rows =
      state === undefined
        ? await this.reader.rows<ListRow>(all, values)
        : await this.reader.rows<ListRow>(inState, [...values, state]);
    return pageDocument(rows, limit);
  }
}
