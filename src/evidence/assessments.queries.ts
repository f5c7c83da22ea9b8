import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { assessmentMembers } from '../claims/claim-document.js';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { TestimoniesQueries } from '../testimonies/testimonies.queries.js';
import type { HeldAssessmentsQuery } from './assessments.dto.js';

const MEMBERS = assessmentMembers('claim.version', 'claim.statement');

const IS_CURRENT = (asOf: string): string => `NOT EXISTS (
  SELECT FROM assessment later WHERE later.claim_id = a.claim_id AND later.agent_id = a.agent_id
    AND later.sequence > a.sequence AND may_read(later.access, $2::smallint[])
    AND stood_at(later.activity_id, NULL, ${asOf}))`;

const one = statement(
  'assessments.read',
  `SELECT json_build_object(${MEMBERS}, 'current', ${IS_CURRENT(NOW)})::text AS body
   FROM assessment a JOIN agent g ON g.id = a.agent_id
   JOIN claim ON claim.id = a.claim_id AND may_read(claim.access, $2::smallint[])
   WHERE a.id = $1 AND may_read(a.access, $2::smallint[])`,
);

/** $1 the agent, $2 clearance, $3 the sequence of the last one shown, $4 how many; what follows is filtered by */
const heldBy = (asOf: string, condition: string): string => `
  SELECT a.sequence, json_build_object(${MEMBERS}, 'current', true,
    'claim', json_build_object('id', claim.id, 'number', claim.number,
      'pointer', t.accession || ' #' || claim.number, 'statement', claim.statement))::text AS body
  FROM assessment a JOIN agent g ON g.id = a.agent_id AND may_read(g.access, $2::smallint[])
  JOIN claim ON claim.id = a.claim_id AND may_read(claim.access, $2::smallint[])
  JOIN testimony t ON t.id = claim.testimony_id AND may_read(t.access, $2::smallint[])
  WHERE a.agent_id = $1 AND a.sequence < $3 AND may_read(a.access, $2::smallint[])
    AND stood_at(a.activity_id, NULL, ${asOf}) AND ${IS_CURRENT(asOf)} ${condition}
  ORDER BY a.sequence DESC
  LIMIT $4`;

const LISTS = {
  all: statement('assessments.held_by', heldBy('$5::bigint[]', '')),
  ofTestimony: statement(
    'assessments.held_by_on_testimony',
    heldBy('$5::bigint[]', 'AND claim.testimony_id = $6'),
  ),
};

const agentIsReadable = statement(
  'assessments.agent_is_readable',
  'SELECT FROM agent WHERE id = $1 AND may_read(access, $2::smallint[])',
);

@Injectable()
export class AssessmentsQueries {
  constructor(
    private readonly reader: Reader,
    private readonly testimonies: TestimoniesQueries,
  ) {}

  async assessment(id: string, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string }>(one, [id, clearance]);
    if (row === undefined) throw notFound('assessment');
    return new JsonDocument(row.body);
  }

  /** What an agent holds of claims, or held at an earlier moment: his latest judgement of each, the newest first. */
  async heldBy(
    agentId: string,
    { cursor, limit = DEFAULT_LIMIT, testimony, asOf }: HeldAssessmentsQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const values = [agentId, clearance, decodeCursor(cursor, LAST), limit + 1, moment];
    const rows =
      testimony === undefined
        ? await this.reader.rows<ListRow>(LISTS.all, values)
        : await this.reader.rows<ListRow>(LISTS.ofTestimony, [
            ...values,
            await this.testimonies.idOf(testimony),
          ]);
    // Only an empty page leaves open whether there is such an agent at all.
    if (rows.length === 0 && (await this.reader.rows(agentIsReadable, [agentId, clearance])).length === 0) {
      throw notFound('agent');
    }
    return pageDocument(rows, limit);
  }
}
