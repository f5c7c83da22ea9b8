import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { isBasisReadable } from '../access/readable-basis.js';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { LAST } from '../common/page.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import { restsOnJoins, restsOnMembers } from './rests-on.js';

const BASIS = { source: 's.source_id', claim: 's.claim_id' };

/** $2 clearance */
const states = (at: TableAt, table: string, asOf: string): string => `
  SELECT s.sequence, json_build_object('id', s.id, 'agent', agent_reference(g.id, g.name, g.description),
    'state', s.state, 'when', told_date(s.held_words, s.held_edtf, s.held_span), 'note', s.note,
    ${restsOnMembers('told', asOf)}, 'current', s.id IS NOT DISTINCT FROM now.id,
    'activity', activity_reference(s.activity_id))::text AS body
  FROM ${table} s
  JOIN agent g ON g.id = s.agent_id AND may_read(g.access, $2::smallint[])
  LEFT JOIN LATERAL current_state_of_health(s.agent_id, $2::smallint[], ${asOf}, NULL::date) now ON true
  ${restsOnJoins(at, 'told', BASIS)}
  WHERE may_read(s.access, $2::smallint[]) AND ${isBasisReadable(BASIS)}`;

const read = recordStatements(
  'states_of_health.read',
  (at, asOf) => `${states(at, at('state_of_health', 'id', '$1'), asOf)} AND s.id = $1`,
);

/** $1 whose, $3 the last one shown, $4 how many */
const lists = recordLists(
  'states_of_health',
  'agent',
  (
    at,
    asOf,
  ) => `${states(at, at('state_of_health', 'agent_id', '$1'), asOf)} AND s.agent_id = $1 AND s.sequence < $3
  ORDER BY s.sequence DESC LIMIT $4`,
);

@Injectable()
export class StatesOfHealthQueries {
  constructor(private readonly reader: Reader) {}

  state(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const wanted = { what: 'state of health', id, clearance, asOf, path: '/api/states-of-health' };
    return readRecord(this.reader, read, wanted);
  }

  /** What was said of how well somebody is, the latest first. */
  statesOf(agentId: string, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, lists, { id: agentId, query, clearance, start: LAST });
  }
}
