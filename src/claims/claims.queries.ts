import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { shownOfAnchor } from '../access/readable-text.js';
import { Reader } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, NOW } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { certainFirst, currentAnchors, passageNumber } from './anchor-document.js';
import { claimDocument } from './claim-document.js';
import type { ClaimsQuery } from './claims.dto.js';
import { isContested, isUnverified } from './judged-claim.js';
import { readableCitation } from './readable-citation.js';

const read = recordStatements('claims.read', claimDocument);

/** $1 testimony, $2 clearance, $3 number of the last claim shown, $4 how many */
const list = (condition: string): string => `
  SELECT claim.number AS sequence, json_build_object('id', claim.id, 'number', claim.number,
    'statement', claim.statement, 'kind', claim.kind, 'basis', claim.basis,
    'date', told_date(claim.date_words, claim.date_edtf, claim.date_span),
    'quotation', a.exact, 'passage', a.passage, 'anchorState', a.state,
    'confidence', (SELECT x.confidence FROM assessment x
      WHERE x.claim_id = claim.id AND may_read(x.access, $2::smallint[]) ORDER BY x.sequence DESC LIMIT 1),
    'unverified', ${isUnverified(NOW)}, 'contested', ${isContested(NOW)},
    'citations', (SELECT count(*) FROM citation c WHERE c.claim_id = claim.id AND c.stance <> 'context'
      AND c.withdrawn_because IS NULL AND ${readableCitation('$2')}),
    'version', claim.version)::text AS body
  FROM claim
  LEFT JOIN LATERAL (SELECT ${shownOfAnchor('exact')} AS exact, a.state, coalesce(${passageNumber}, p.number) AS passage
    FROM ${currentAnchors(currentTable)} ORDER BY ${certainFirst} LIMIT 1) a ON true
  WHERE claim.testimony_id = $1 AND may_read(claim.access, $2::smallint[]) AND claim.number > $3
    AND ${condition}
  ORDER BY claim.number
  LIMIT $4`;

const NOT_ASSESSED = `NOT EXISTS (SELECT FROM assessment x
  WHERE x.claim_id = claim.id AND may_read(x.access, $2::smallint[]))`;
const NOTHING_CITED = `NOT EXISTS (SELECT FROM citation c WHERE c.claim_id = claim.id AND c.stance = 'for'
  AND c.withdrawn_because IS NULL AND ${readableCitation('$2')})`;

const NEEDS = { any: 'true', assessment: NOT_ASSESSED, evidence: NOTHING_CITED };
const VERIFIED = {
  any: 'true',
  unverified: isUnverified(NOW),
  verified: `NOT (${isUnverified(NOW)})`,
};

// One statement for each combination of filters, not one with all: the planner sees what is asked.
const LISTS = new Map(
  Object.entries(NEEDS).flatMap(([need, needed]) =>
    Object.entries(VERIFIED).map(([state, verified]): [string, Statement] => [
      `${need} ${state}`,
      statement(`claims.list_${need}_${state}`, list(`${needed} AND ${verified}`)),
    ]),
  ),
);

const testimonyIsReadable = statement(
  'claims.testimony_is_readable',
  'SELECT FROM testimony WHERE id = $1 AND may_read(access, $2::smallint[])',
);

@Injectable()
export class ClaimsQueries {
  constructor(private readonly reader: Reader) {}

  claim(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'claim', id, clearance, asOf, path: '/api/claims' });
  }

  /** A testimony's claims in the order of their numbers. */
  async claimsOf(
    testimonyId: string,
    { cursor, limit = DEFAULT_LIMIT, needs, unverified }: ClaimsQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const state = unverified === undefined ? 'any' : unverified ? 'unverified' : 'verified';
    const filtered = LISTS.get(`${needs ?? 'any'} ${state}`)!;
    const values = [testimonyId, clearance, decodeCursor(cursor), limit + 1];
    const rows = await this.reader.rows<ListRow>(filtered, values);
    // Only an empty first page leaves open whether there is such a testimony at all.
    if (
      rows.length === 0 &&
      (await this.reader.rows(testimonyIsReadable, [testimonyId, clearance])).length === 0
    ) {
      throw notFound('testimony');
    }
    return pageDocument(rows, limit);
  }
}
