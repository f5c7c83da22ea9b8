import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { shownOfAnchor } from '../access/readable-text.js';
import { Reader } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, NOW, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { certainFirst, currentAnchors, passageNumber } from './anchor-document.js';
import { claimDocument } from './claim-document.js';
import type { ClaimsQuery } from './claims.dto.js';
import { isContested, isUnverified } from './judged-claim.js';
import { readableCitation } from './readable-citation.js';

const read = recordStatements('claims.read', claimDocument);

/** $1 testimony, $2 clearance, $3 number of the last claim shown, $4 how many, $5 the moment */
const list = (at: TableAt, asOf: string, condition: string): string => `
  SELECT claim.number AS sequence, json_build_object('id', claim.id, 'number', claim.number,
    'statement', claim.statement, 'kind', claim.kind, 'basis', claim.basis,
    'date', told_date(claim.date_words, claim.date_edtf, claim.date_span),
    'quotation', a.exact, 'passage', a.passage, 'anchorState', a.state,
    'confidence', (SELECT x.confidence FROM ${at('assessment', 'claim_id', 'claim.id')} x
      WHERE x.claim_id = claim.id AND may_read(x.access, $2::smallint[]) ORDER BY x.sequence DESC LIMIT 1),
    'unverified', ${isUnverified(asOf)}, 'contested', ${isContested(asOf)},
    'citations', (SELECT count(*) FROM ${at('citation', 'claim_id', 'claim.id')} c WHERE c.claim_id = claim.id AND c.stance <> 'context'
      AND c.withdrawn_because IS NULL AND ${readableCitation('$2')}),
    'version', claim.version)::text AS body
  FROM ${at('claim', 'testimony_id', '$1')} claim
  LEFT JOIN LATERAL (SELECT ${shownOfAnchor('exact')} AS exact, a.state, coalesce(${passageNumber}, p.number) AS passage
    FROM ${currentAnchors(at)} ORDER BY ${certainFirst} LIMIT 1) a ON true
  WHERE claim.testimony_id = $1 AND may_read(claim.access, $2::smallint[]) AND claim.number > $3
    AND ${condition}
  ORDER BY claim.number
  LIMIT $4`;

type Filter = (at: TableAt, asOf: string) => string;

const notAssessed: Filter = (at) => `NOT EXISTS (SELECT FROM ${at('assessment', 'claim_id', 'claim.id')} x
  WHERE x.claim_id = claim.id AND may_read(x.access, $2::smallint[]))`;
const nothingCited: Filter = (
  at,
) => `NOT EXISTS (SELECT FROM ${at('citation', 'claim_id', 'claim.id')} c WHERE c.claim_id = claim.id AND c.stance = 'for'
  AND c.withdrawn_because IS NULL AND ${readableCitation('$2')})`;

const NEEDS = { any: () => 'true', assessment: notAssessed, evidence: nothingCited };
const VERIFIED = {
  any: () => 'true',
  unverified: (_: TableAt, asOf: string) => isUnverified(asOf),
  verified: (_: TableAt, asOf: string) => `NOT (${isUnverified(asOf)})`,
};

// One statement for each combination of filters, not one with all: the planner sees what is asked.
const LISTS = new Map(
  Object.entries(NEEDS).flatMap(([need, needed]) =>
    Object.entries(VERIFIED).map(([state, verified]): [string, { now: Statement; then: Statement }] => {
      const which = (at: TableAt, asOf: string): string =>
        list(at, asOf, `${needed(at, asOf)} AND ${verified(at, asOf)}`);
      const name = `claims.list_${need}_${state}`;
      return [
        `${need} ${state}`,
        {
          now: statement(name, which(currentTable, NOW)),
          then: statement(`${name}_as_of`, which(tableAsOf('$5'), '$5::bigint[]')),
        },
      ];
    }),
  ),
);

const testimonyIsReadable = (at: TableAt): string =>
  `SELECT FROM ${at('testimony', 'id', '$1')} t WHERE t.id = $1 AND may_read(t.access, $2::smallint[])`;

const TESTIMONY = {
  now: statement('claims.testimony_is_readable', testimonyIsReadable(currentTable)),
  then: statement('claims.testimony_was_readable', testimonyIsReadable(tableAsOf('$3'))),
};

@Injectable()
export class ClaimsQueries {
  constructor(private readonly reader: Reader) {}

  claim(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'claim', id, clearance, asOf, path: '/api/claims' });
  }

  /** A testimony's claims in the order of their numbers. */
  async claimsOf(
    testimonyId: string,
    { cursor, limit = DEFAULT_LIMIT, needs, unverified, asOf }: ClaimsQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const state = unverified === undefined ? 'any' : unverified ? 'unverified' : 'verified';
    const filtered = LISTS.get(`${needs ?? 'any'} ${state}`)!;
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const then = moment === null ? [] : [moment];
    const when = moment === null ? 'now' : 'then';
    const values = [testimonyId, clearance, decodeCursor(cursor), limit + 1, ...then];
    const rows = await this.reader.rows<ListRow>(filtered[when], values);
    // Only an empty first page leaves open whether there is such a testimony at all.
    if (
      rows.length === 0 &&
      (await this.reader.rows(TESTIMONY[when], [testimonyId, clearance, ...then])).length === 0
    ) {
      throw notFound('testimony');
    }
    return pageDocument(rows, limit);
  }
}
