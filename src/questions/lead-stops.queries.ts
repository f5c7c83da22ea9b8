import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import {
  isReachabilityReadable,
  reachabilityJoins,
  reachabilityMembersOf,
} from '../lives/reachability.queries.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { couldAnswer, leadReferenceOf } from './lead-document.js';

/** The leads the activity of the statement `r` replaced, as far as one may see them. */
const closed = (at: TableAt): string => `
  FROM history h
  JOIN LATERAL (SELECT l.* FROM ${at('lead', 'id', 'h.record_id')} l WHERE l.id = h.record_id OFFSET 0) o ON may_read(o.access, $2::smallint)
  JOIN LATERAL (SELECT x.* FROM ${at('question', 'id', 'o.question_id')} x
    WHERE x.id = o.question_id OFFSET 0) q
    ON may_read(q.access, $2::smallint)
  WHERE h.ended_by = r.activity_id AND h.table_name = 'lead' AND may_read(h.access, $2::smallint)`;

const read = recordStatements(
  'lead_stops.read',
  (at, asOf) => `
  SELECT json_build_object(${reachabilityMembersOf(asOf)},
    'closedLeads', (SELECT coalesce(json_agg(json_build_object(${leadReferenceOf}, 'questionId', o.question_id,
        'was', o.was) ORDER BY o.sequence), '[]')
      FROM (SELECT o.*, h.record ->> 'state' AS was ${closed(at)}) o
      LEFT JOIN agent lead_agent ON lead_agent.id = o.agent_id AND may_read(lead_agent.access, $2::smallint)),
    'questions', (SELECT coalesce(json_agg(json_build_object('id', q.id, 'statement', q.statement, 'state', q.state,
        'couldAnswer', left_over.leads, 'withoutLivingWitness', NOT left_over.living) ORDER BY q.sequence), '[]')
      FROM (SELECT DISTINCT q.id, q.sequence, q.statement, q.state ${closed(at)}) q
      CROSS JOIN LATERAL (${couldAnswer(at, asOf, '$2')}) left_over))::text AS body
  FROM ${at('reachability', 'id', '$1')} r ${reachabilityJoins}
  WHERE r.id = $1 AND ${isReachabilityReadable}`,
);

@Injectable()
export class LeadStopsQueries {
  constructor(private readonly reader: Reader) {}

  /** A statement with the leads it closed, and who could still answer their questions. */
  statement(id: string, clearance: number, asOf?: string): Promise<JsonDocument> {
    const wanted = { what: 'statement of reachability', id, clearance, asOf, path: '/api/reachability' };
    return readRecord(this.reader, read, wanted);
  }
}
