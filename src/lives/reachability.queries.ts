import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { isBasisReadable } from '../access/readable-basis.js';
import { readEdtf } from '../common/edtf-date.js';
import type { JsonDocument } from '../common/json-document.js';
import { LAST } from '../common/page.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import type { ReachabilityQuery } from './reachability.dto.js';
import { restsOnJoins, restsOnMembers } from './rests-on.js';

const BASIS = { source: 'r.source_id', claim: 'r.claim_id' };

/** The members of a statement `r`, joined with reachabilityJoins. */
export const reachabilityMembersOf = (
  asOf: string,
): string => `'id', r.id, 'agent', agent_reference(g.id, g.name, g.description),
  'state', r.state, 'when', told_date(r.held_words, r.held_edtf, r.held_span), 'because', r.because,
  ${restsOnMembers('told', asOf)}, 'activity', activity_reference(r.activity_id)`;

/** Whether one may see a statement `r`, for the clearance $2. */
export const isReachabilityReadable = `may_read(r.access, $2::smallint[]) AND ${isBasisReadable(BASIS)}`;

/** For the clearance $2. */
export const reachabilityJoins = (at: TableAt): string => `
  JOIN agent g ON g.id = r.agent_id AND may_read(g.access, $2::smallint[])
  ${restsOnJoins(at, 'told', BASIS)}`;

/** $1 whose, $3 the last one shown, $4 how many, $5 a day or null */
const lists = recordLists(
  'reachability',
  'agent',
  (at, asOf) => `
  SELECT r.sequence, json_build_object(${reachabilityMembersOf(asOf)},
    'current', r.id IS NOT DISTINCT FROM now.id)::text AS body
  FROM ${at('reachability', 'agent_id', '$1')} r ${reachabilityJoins(at)}
  LEFT JOIN LATERAL (SELECT c.id FROM current_reachability($1, $2::smallint[], ${asOf}, $5::date) c) now ON true
  WHERE r.agent_id = $1 AND ${isReachabilityReadable} AND r.sequence < $3
    AND ($5::date IS NULL OR coalesce(lower(r.held_span), CASE WHEN r.held_span IS NULL THEN (
      SELECT (a.started_at AT TIME ZONE 'UTC')::date FROM activity a WHERE a.id = r.activity_id) END,
      '-infinity') <= $5::date)
  ORDER BY r.sequence DESC LIMIT $4`,
  1,
);

@Injectable()
export class ReachabilityQueries {
  constructor(private readonly reader: Reader) {}

  /** What was said of whether somebody can be reached, the latest first. */
  statementsOf(
    agentId: string,
    { on, ...query }: ReachabilityQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    // The last day it can be: what was so within the year 1991 was so on a day of 1991.
    const day = on === undefined ? null : (readEdtf(on).latest ?? 'infinity');
    return readRecordList(this.reader, lists, { id: agentId, query, clearance, start: LAST, more: [day] });
  }
}
