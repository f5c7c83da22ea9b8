import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { Owner } from '../authorities/owner.js';
import { sameAsJoins, sameAsMembers } from '../authorities/same-as.queries.js';
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

/** The leads an activity replaced, as far as one may see them. */
const closed = (at: TableAt, activity: string): string => `
  FROM history h
  JOIN LATERAL (SELECT l.* FROM ${at('lead', 'id', 'h.record_id')} l WHERE l.id = h.record_id OFFSET 0) o ON may_read(o.access, $2::smallint[])
  JOIN LATERAL (SELECT x.* FROM ${at('question', 'id', 'o.question_id')} x
    WHERE x.id = o.question_id OFFSET 0) q
    ON may_read(q.access, $2::smallint[])
  WHERE h.ended_by = ${activity} AND h.table_name = 'lead' AND may_read(h.access, $2::smallint[])`;

/** The members that say what an activity closed, and who could still answer the questions of these leads. */
const stopMembers = (at: TableAt, asOf: string, activity: string): string => `
  'closedLeads', (SELECT coalesce(json_agg(json_build_object(${leadReferenceOf}, 'questionId', o.question_id,
      'was', o.was) ORDER BY o.sequence), '[]')
    FROM (SELECT o.*, h.record ->> 'state' AS was ${closed(at, activity)}) o
    LEFT JOIN agent lead_agent ON lead_agent.id = o.agent_id AND may_read(lead_agent.access, $2::smallint[])),
  'questions', (SELECT coalesce(json_agg(json_build_object('id', q.id, 'statement', q.statement, 'state', q.state,
      'couldAnswer', left_over.leads, 'withoutLivingWitness', NOT left_over.living) ORDER BY q.sequence), '[]')
    FROM (SELECT DISTINCT q.id, q.sequence, q.statement, q.state ${closed(at, activity)}) q
    CROSS JOIN LATERAL (${couldAnswer(at, asOf, '$2')}) left_over)`;

const readStatement = recordStatements(
  'lead_stops.read',
  (at, asOf) => `
  SELECT json_build_object(${reachabilityMembersOf(asOf)}, ${stopMembers(at, asOf, 'r.activity_id')})::text AS body
  FROM ${at('reachability', 'id', '$1')} r ${reachabilityJoins(at)}
  WHERE r.id = $1 AND ${isReachabilityReadable}`,
);

/** The activity that merged the two, which withdrawing it replaced. */
const merging = `coalesce((SELECT first.generated_by FROM history first
  WHERE first.table_name = 'same_as' AND first.record_id = m.id AND first.record -> 'version' = '1'
    AND may_read(first.access, $2::smallint[])), m.activity_id)`;

/** A merge of places closes no leads: they are about whom to ask. */
const NO_STOPS = `'closedLeads', '[]'::json, 'questions', '[]'::json`;

const readMerge = recordStatements('lead_stops.merge', (at, asOf) => {
  const one = (kind: Owner['kind'], stops: string): string => `
    SELECT m.version, json_build_object(${sameAsMembers(kind)}, ${stops})::text AS body
    FROM ${at('same_as', 'id', '$1')} m ${sameAsJoins(kind)}
    WHERE m.id = $1 AND may_read(m.access, $2::smallint[])`;
  return `SELECT body, version FROM (
    ${one('agent', stopMembers(at, asOf, merging))} UNION ALL ${one('place', NO_STOPS)}) either`;
});

@Injectable()
export class LeadStopsQueries {
  constructor(private readonly reader: Reader) {}

  /** A statement with the leads it closed, and who could still answer their questions. */
  statement(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const wanted = { what: 'statement of reachability', id, clearance, asOf, path: '/api/reachability' };
    return readRecord(this.reader, readStatement, wanted);
  }

  /** A statement that two records are of one person or place, with the leads it closed; also once it is withdrawn. */
  merge(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const wanted = { what: 'statement that two are the same', id, clearance, asOf, path: '/api/same-as' };
    return readRecord(this.reader, readMerge, wanted);
  }
}
