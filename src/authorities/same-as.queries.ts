import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, sequenceAsOf, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { ownerExists } from './owner-exists.js';

/** The members of a statement `m`, joined with sameAsJoins. */
export const sameAsMembers = `'id', m.id, 'agent', agent_reference(g.id, g.name, g.description),
  'sameAs', agent_reference(other.id, other.name, other.description),
  'certainty', m.certainty, 'rationale', m.rationale, 'withdrawnBecause', m.withdrawn_because,
  'version', m.version, 'activity', activity_reference(m.activity_id)`;

/** It is seen, for the clearance $2, by those who may see both records. */
export const sameAsJoins = `
  JOIN agent g ON g.id = m.agent_id AND may_read(g.access, $2::smallint)
  JOIN agent other ON other.id = m.same_as_id AND may_read(other.access, $2::smallint)`;

const statements = (table: string): string => `
  SELECT m.sequence, json_build_object(${sameAsMembers})::text AS body
  FROM ${table} m ${sameAsJoins}
  WHERE may_read(m.access, $2::smallint)`;

/** $1 whose, $2 clearance, $3 the last one shown, $4 how many, $5 as of */
const list = (at: TableAt): string => `
  SELECT sequence, body FROM (
    (${statements(at('same_as', 'agent_id', '$1'))} AND m.agent_id = $1 AND m.sequence > $3 ORDER BY m.sequence LIMIT $4)
    UNION ALL
    (${statements(at('same_as', 'same_as_id', '$1'))} AND m.same_as_id = $1 AND m.sequence > $3
     ORDER BY m.sequence LIMIT $4)) both_ways
  ORDER BY sequence LIMIT $4`;

const ofAgent = statement('same_as.of_agent', list(currentTable));
const ofAgentAsOf = statement('same_as.of_agent_as_of', list(tableAsOf('$5')));

const clusters = recordStatements(
  'same_as.cluster',
  (at, asOf) => `
  SELECT json_build_object(
    'representative', (SELECT agent_reference(g.id, g.name, g.description) FROM agent g
      WHERE g.id = representative_of($1, $2::smallint, ${asOf})),
    'agents', (SELECT json_agg(agent_reference(g.id, g.name, g.description)
        ORDER BY g.id <> representative_of($1, $2::smallint, ${asOf}), g.sequence)
      FROM same_agents($1, $2::smallint, ${asOf}) AS same (id)
      CROSS JOIN LATERAL (SELECT * FROM agent a WHERE a.id = same.id OFFSET 0) g
      WHERE may_read(g.access, $2::smallint)))::text AS body
  FROM ${at('agent', 'id', '$1')} own WHERE own.id = $1 AND may_read(own.access, $2::smallint)`,
);

@Injectable()
export class SameAsQueries {
  constructor(private readonly reader: Reader) {}

  /** All records of one person. */
  cluster(id: string, clearance: number, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, clusters, { what: 'agent', id, clearance, asOf, path: '/api/agents' });
  }

  /** What was said of a record, or of another and this one; withdrawn statements too. */
  async statementsOf(
    id: string,
    { cursor, limit = DEFAULT_LIMIT, asOf }: AsOfPageQuery,
    clearance: number,
  ): Promise<JsonDocument> {
    const moment = await sequenceAsOf(this.reader, asOf, clearance);
    const then = moment === null ? [] : [moment];
    const values = [id, clearance, decodeCursor(cursor), limit + 1, ...then];
    const rows = await this.reader.rows<ListRow>(moment === null ? ofAgent : ofAgentAsOf, values);
    // Only an empty page leaves open whether there is such a record at all.
    if (rows.length === 0 && !(await ownerExists(this.reader, { kind: 'agent', id }, clearance, moment))) {
      throw notFound('agent');
    }
    return pageDocument(rows, limit);
  }
}
