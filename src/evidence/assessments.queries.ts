import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { assessmentMembers } from '../claims/claim-document.js';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, joinedAt, NOW, type TableAt, tableAsOf } from '../provenance/as-of.js';
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

/** $1 the agent, $2 clearance, $3 the sequence of the last one shown, $4 how many; a testimony, and the moment, follow */
const heldBy = (at: TableAt, asOf: string, condition: string): string => `
  SELECT a.sequence, json_build_object(${MEMBERS}, 'current', true,
    'claim', json_build_object('id', claim.id, 'number', claim.number,
      'pointer', t.accession || ' #' || claim.number, 'statement', claim.statement))::text AS body
  FROM assessment a JOIN agent g ON g.id = a.agent_id AND may_read(g.access, $2::smallint[])
  JOIN ${joinedAt(at, 'claim', 'a.claim_id')} claim ON claim.id = a.claim_id AND may_read(claim.access, $2::smallint[])
  JOIN ${joinedAt(at, 'testimony', 'claim.testimony_id')} t ON t.id = claim.testimony_id AND may_read(t.access, $2::smallint[])
  WHERE a.agent_id = $1 AND a.sequence < $3 AND may_read(a.access, $2::smallint[])
    AND stood_at(a.activity_id, NULL, ${asOf}) AND ${IS_CURRENT(asOf)} ${condition}
  ORDER BY a.sequence DESC
  LIMIT $4`;

const OF_TESTIMONY = 'AND claim.testimony_id = $5';

const LISTS = {
  all: {
    now: statement('assessments.held_by', heldBy(currentTable, NOW, '')),
    then: statement('assessments.held_by_as_of', heldBy(tableAsOf('$5'), '$5::bigint[]', '')),
  },
  ofTestimony: {
    now: statement('assessments.held_by_on_testimony', heldBy(currentTable, NOW, OF_TESTIMONY)),
    then: statement(
      'assessments.held_by_on_testimony_as_of',
      heldBy(tableAsOf('$6'), '$6::bigint[]', OF_TESTIMONY),
    ),
  },
};

const agentIsReadable = (at: TableAt): string =>
  `SELECT FROM ${at('agent', 'id', '$1')} g WHERE g.id = $1 AND may_read(g.access, $2::smallint[])`;

const AGENT = {
  now: statement('assessments.agent_is_readable', agentIsReadable(currentTable)),
  then: statement('assessments.agent_was_readable', agentIsReadable(tableAsOf('$3'))),
};

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
    const then = moment === null ? [] : [moment];
    const when = moment === null ? 'now' : 'then';
    const filter = testimony === undefined ? [] : [await this.testimonies.idOf(testimony)];
    const { [when]: list } = testimony === undefined ? LISTS.all : LISTS.ofTestimony;
    const values = [agentId, clearance, decodeCursor(cursor, LAST), limit + 1, ...filter, ...then];
    const rows = await this.reader.rows<ListRow>(list, values);
    // Only an empty page leaves open whether there is such an agent at all.
    if (
      rows.length === 0 &&
      (await this.reader.rows(AGENT[when], [agentId, clearance, ...then])).length === 0
    ) {
      throw notFound('agent');
    }
    return pageDocument(rows, limit);
  }
}
