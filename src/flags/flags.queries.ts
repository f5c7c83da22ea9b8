import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, joinedAt, NOW, tableAsOf, type TableAt } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';

/**
 * Decisions about the flag `f` that were taken back by then. All versions it has had are gone through in their order:
 * where the state changes, somebody decided, or reopened it; a decision that another change follows is an earlier one.
 */
const earlierDecisions = (asOf: string): string => `
  SELECT coalesce(json_agg(json_build_object('state', d.state, 'because', d.because,
      'activity', activity_reference(d.activity_id),
      'reopenedBecause', d.reopened_because, 'reopened', activity_reference(d.reopened_by)) ORDER BY d.version), '[]')
  FROM (
    SELECT c.version, c.state, c.because, c.activity_id,
      lead(c.reopened_because) OVER (ORDER BY c.version) AS reopened_because,
      lead(c.activity_id) OVER (ORDER BY c.version) AS reopened_by
    FROM (
      SELECT v.*, lag(v.state, 1, 'pending') OVER (ORDER BY v.version) AS before
      FROM (
        SELECT now.version, now.state, now.decided_because AS because, now.reopened_because, now.activity_id
        FROM flag now WHERE now.id = f.id
        UNION ALL
        SELECT (h.record ->> 'version')::integer, h.record ->> 'state', h.record ->> 'decided_because',
          h.record ->> 'reopened_because', h.generated_by
        FROM history h
        WHERE h.table_name = 'flag' AND h.record_id = f.id AND may_read(h.access, $2::smallint[])
      ) v
      WHERE stood_at(v.activity_id, NULL, ${asOf})
    ) c
    WHERE c.state <> c.before
  ) d
  WHERE d.state <> 'pending' AND d.reopened_because IS NOT NULL`;

const flags = (at: TableAt, table: string, asOf: string): string => `
  SELECT f.sequence, f.version, json_build_object('id', f.id,
    'claim', json_build_object('id', c.id, 'number', c.number, 'statement', c.statement),
    'kind', f.kind, 'reason', f.reason, 'by', agent_reference(g.id, g.name, g.description), 'state', f.state,
    'decidedBecause', f.decided_because, 'reopenedBecause', f.reopened_because,
    'earlierDecisions', (${earlierDecisions(asOf)}),
    'version', f.version, 'activity', activity_reference(f.activity_id))::text AS body
  FROM ${table} f
  JOIN ${joinedAt(at, 'claim', 'f.claim_id')} c ON c.id = f.claim_id AND may_read(c.access, $2::smallint[])
  JOIN agent g ON g.id = f.raised_by_id
  WHERE may_read(f.access, $2::smallint[])`;

const read = recordStatements(
  'flags.read',
  (at, asOf) => `${flags(at, at('flag', 'id', '$1'), asOf)} AND f.id = $1`,
);

/** $1 claim, $2 clearance, $3 the last one shown, $4 how many, $5 as of */
const list = (at: TableAt, asOf: string): string => `
  ${flags(at, at('flag', 'claim_id', '$1'), asOf)} AND f.claim_id = $1 AND f.sequence > $3
  ORDER BY f.sequence LIMIT $4`;

const claimIsReadable = (at: TableAt): string =>
  `SELECT FROM ${at('claim', 'id', '$1')} claim WHERE claim.id = $1 AND may_read(claim.access, $2::smallint[])`;

const LISTS = {
  now: {
    flags: statement('flags.of_claim', list(currentTable, NOW)),
    claim: statement('flags.claim_is_readable', claimIsReadable(currentTable)),
  },
  then: {
    flags: statement('flags.of_claim_as_of', list(tableAsOf('$5'), '$5::bigint[]')),
    claim: statement('flags.claim_was_readable', claimIsReadable(tableAsOf('$3'))),
  },
};

@Injectable()
export class FlagsQueries {
  constructor(private readonly reader: Reader) {}

  flag(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'flag', id, clearance, asOf, path: '/api/flags' });
  }

  /** The flags of a claim as they stand, or as they stood. */
  async flagsOf(
    claimId: string,
    { cursor, limit = DEFAULT_LIMIT, asOf }: AsOfPageQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const then = moment === null ? [] : [moment];
    const wanted = moment === null ? LISTS.now : LISTS.then;
    const values = [claimId, clearance, decodeCursor(cursor), limit + 1, ...then];
    const rows = await this.reader.rows<ListRow>(wanted.flags, values);
    // Only an empty page leaves open whether there is such a claim at all.
    if (
      rows.length === 0 &&
      (await this.reader.rows(wanted.claim, [claimId, clearance, ...then])).length === 0
    ) {
      throw notFound('claim');
    }
    return pageDocument(rows, limit);
  }
}
