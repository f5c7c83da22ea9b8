import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import type { Moment } from '../provenance/moment.js';
import { hiddenRecords } from './hidden-records.js';
import { type PackedLinks, packedLinks, unpackLinks } from './packed-links.js';
import type { SupportRows } from './support-rows.js';

/** More links than this are not followed; the answer says so. A way up this wide has never been seen. */
export const MOST_RECORDS = 50_000;

/** How a moment is asked for: now needs no look at activities, and is asked for without functions that would take one. */
interface Standing {
  standing: (link: string) => string;
  stood: (row: string) => string;
  basis: string;
  asOf: string;
}

/**
 * The links from some records to what bears them. A text put right does not rest on the one before it. OFFSET 0 keeps it
 * one look-up by index for all of them.
 */
const steps = (ids: string, { standing }: Standing): string => `
  SELECT l.from_id, l.to_id, l.to_kind, l.relation, l.edge_id FROM provenance_link l
  WHERE l.from_id = ANY (${ids}) AND l.relation <> 'wasInfluencedBy' AND l.relation <> 'wasRevisionOf'
    AND may_read(l.access, $2::smallint[]) AND ${standing('l')} AND l.to_id NOT IN (SELECT id FROM hidden) OFFSET 0`;

/**
 * $1 the claims, $2 clearance, `asOf` the moment. The links are walked a level at a time, all records of a level looked
 * up at once, and each link taken once: what came before is known to UNION, so that a circle ends. From an
 * agent only the record it was merged into leads on. What one may not see is no step, and so goes what only it leads to. What is known of records is looked
 * up by all their ids at once. Links come packed, since JSON of so many ids would cost as much as walking them.
 */
const rowsAbove = (moment: Standing): string => `
  WITH RECURSIVE ${hiddenRecords('$2')}, asked AS MATERIALIZED (
    -- Of no known length: so the plan is the same for any, and made once.
    SELECT $1::uuid[] AS ids
  ), own AS MATERIALIZED (
    SELECT l.from_id, l.to_id, l.to_kind, l.relation, l.edge_id FROM provenance_link l
    WHERE l.from_id = ANY ((SELECT ids FROM asked)::uuid[]) AND may_read(l.access, $2::smallint[])
      AND ${moment.standing('l')} AND l.to_id NOT IN (SELECT id FROM hidden)
  ), cited AS MATERIALIZED (
    SELECT own.from_id AS claim_id, c.id, c.stance, own.to_kind, own.to_id
    FROM own, LATERAL (SELECT c.id, c.stance FROM citation c
      WHERE c.id = own.edge_id AND c.claim_id = own.from_id AND c.stance <> 'context'
        AND may_read(c.access, $2::smallint[]) OFFSET 0) c
  ), way AS (
    (SELECT * FROM own WHERE relation <> 'wasInfluencedBy'
     UNION SELECT up.* FROM (SELECT array_agg(to_id) AS ids FROM cited WHERE stance = 'against') start,
       LATERAL (${steps('start.ids', moment)}) up)
    UNION
    SELECT up.*
    FROM (SELECT array_agg(found.to_id) AS ids FROM (SELECT to_id FROM way) found) level,
      LATERAL (${steps('level.ids', moment)}) up
  ), link AS MATERIALIZED (
    SELECT * FROM way LIMIT ${MOST_RECORDS + 1}
  ), node AS MATERIALIZED (
    SELECT kind, array_agg(id) AS ids
    FROM (SELECT 'claim' AS kind, unnest(ids) AS id FROM asked
      UNION ALL SELECT to_kind, to_id FROM cited UNION ALL SELECT to_kind, to_id FROM link) found
    WHERE kind IN ('claim', 'source', 'testimony')
    GROUP BY kind
  )
  SELECT
    packed.*,
    (SELECT coalesce(json_agg(json_build_object('id', c.id, 'basis', ${moment.basis}, 'testimony',
        CASE WHEN c.testimony_id NOT IN (SELECT id FROM hidden) THEN c.testimony_id END)), '[]')
      FROM claim c WHERE c.id = ANY ((SELECT ids FROM node WHERE kind = 'claim')::uuid[])) AS claims,
    (SELECT coalesce(json_agg(json_build_object('id', h.id, 'claim', h.claim_id, 'position', h.position,
        'record', coalesce(h.agent_id, h.source_id))), '[]')
      FROM teller h WHERE h.claim_id = ANY ((SELECT ids FROM node WHERE kind = 'claim')::uuid[])
        AND may_read(h.access, $2::smallint[])) AS tellers,
    (SELECT coalesce(json_agg(b.id), '[]') FROM contribution b
      WHERE b.testimony_id = ANY ((SELECT ids FROM node WHERE kind = 'testimony')::uuid[])
        AND b.role = 'narrator') AS narrators,
    (SELECT coalesce(json_agg(json_build_object('id', id, 'claim', claim_id, 'stance', stance, 'kind', to_kind,
        'record', to_id)), '[]')
      FROM cited) AS citations,
    (SELECT coalesce(json_agg(s.id), '[]') FROM source s
      WHERE s.withdrawn_because IS NOT NULL AND has_fallen(s.id, ${moment.asOf}) AND may_read(s.access, $2::smallint[])
        AND s.id = ANY ((SELECT ids FROM node WHERE kind = 'source')::uuid[])) AS withdrawn,
    (SELECT coalesce(json_object_agg(confidence, claims), '{}') FROM (
      SELECT held.confidence, array_agg(DISTINCT held.claim_id) AS claims
      FROM (SELECT DISTINCT ON (a.claim_id, a.agent_id) a.claim_id, a.confidence FROM assessment a
        WHERE a.claim_id = ANY ((SELECT ids FROM node WHERE kind = 'claim')::uuid[])
          AND may_read(a.access, $2::smallint[]) AND ${moment.stood('a')}
        ORDER BY a.claim_id, a.agent_id, a.sequence DESC) held
      GROUP BY held.confidence) c) AS confidences,
    (SELECT coalesce(json_object_agg(grade, sources), '{}') FROM (
      SELECT held.grade, array_agg(DISTINCT held.source_id) AS sources
      FROM (SELECT DISTINCT ON (r.source_id, r.agent_id) r.source_id, r.grade FROM reliability r
        WHERE r.source_id = ANY ((SELECT ids FROM node WHERE kind = 'source')::uuid[])
          AND may_read(r.access, $2::smallint[]) AND ${moment.stood('r')}
        ORDER BY r.source_id, r.agent_id, r.sequence DESC) held
      GROUP BY held.grade) g) AS grades
  FROM (SELECT count(*) <= ${MOST_RECORDS} AS complete, ${packedLinks} FROM link) packed`;

const above = statement(
  'support.above',
  rowsAbove({
    standing: (link) => `${link}.ended_by IS NULL`,
    stood: () => 'true',
    basis: 'c.basis',
    asOf: NOW,
  }),
);

const aboveAsOf = statement(
  'support.above_as_of',
  rowsAbove({
    standing: (link) => `stood_at(${link}.activity_id, ${link}.ended_by, $3::bigint[])`,
    stood: (row) => `stood_at(${row}.activity_id, NULL, $3::bigint[])`,
    basis: 'basis_at(c.id, $3::bigint[])',
    asOf: '$3::bigint[]',
  }),
);

type PackedRows = Omit<SupportRows, 'links'> & PackedLinks;

@Injectable()
export class SupportRowsQueries {
  constructor(private readonly reader: Reader) {}

  /**
   * Everything above some claims, in one round trip.
   * @param asOf the moment; null for now
   */
  async above(claims: string[], clearance: Clearance, asOf: Moment | null): Promise<SupportRows> {
    const [rows] =
      asOf === null
        ? await this.reader.rows<PackedRows>(above, [claims, clearance])
        : await this.reader.rows<PackedRows>(aboveAsOf, [claims, clearance, asOf]);
    const { ids, marks, ...known } = rows!;
    return { ...known, links: unpackLinks({ ids, marks }) };
  }
}
