import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import { hiddenRecords } from './hidden-records.js';
import type { SupportRows } from './support-rows.js';

/** More records than this are not followed; the answer says so. A way up this wide has never been seen. */
export const MOST_RECORDS = 50_000;

/** OFFSET 0 keeps it a look-up by index for each record, whatever the planner thinks of how many there are. */
const steps = (from: string, standing: (link: string) => string): string => `
  SELECT l.* FROM provenance_link l
  WHERE l.from_id = ${from}.id AND l.relation <> 'wasInfluencedBy' AND may_read(l.access, $2::smallint)
    AND ${standing('l')} AND l.to_id NOT IN (SELECT id FROM hidden) OFFSET 0`;

/**
 * $1 the claims, $2 clearance, `asOf` the moment. Records are walked by id alone, each once, however many ways lead to
 * it; then their links are read. What one may not see is no step, and so goes what only it leads to.
 */
const rowsAbove = (standing: (link: string) => string, basis: string, asOf: string): string => `
  WITH RECURSIVE ${hiddenRecords('$2')}, cited AS MATERIALIZED (
    SELECT c.claim_id, c.id, c.stance, l.to_kind, l.to_id
    FROM citation c JOIN provenance_link l ON l.from_id = c.claim_id AND l.edge_id = c.id
    WHERE c.claim_id = ANY ($1::uuid[]) AND c.stance <> 'context' AND may_read(c.access, $2::smallint)
      AND may_read(l.access, $2::smallint) AND ${standing('l')}
      AND l.to_id NOT IN (SELECT id FROM hidden)
  ), walk (id) AS (
    (SELECT unnest($1::uuid[]) UNION SELECT to_id FROM cited WHERE stance = 'against')
    UNION
    SELECT up.to_id FROM walk, LATERAL (${steps('walk', standing)}) up
  ), reached AS MATERIALIZED (
    SELECT id FROM walk LIMIT ${MOST_RECORDS + 1}
  ), link AS MATERIALIZED (
    SELECT reached.id AS from_id, up.to_id, up.to_kind, up.relation,
      CASE WHEN up.from_kind IN ('claim', 'testimony') THEN up.edge_id END AS edge_id
    FROM reached, LATERAL (${steps('reached', standing)}) up
  ), node AS MATERIALIZED (
    SELECT 'claim' AS kind, unnest($1::uuid[]) AS id
    UNION SELECT to_kind, to_id FROM cited
    UNION SELECT to_kind, to_id FROM link
  )
  SELECT
    (SELECT count(*) <= ${MOST_RECORDS} FROM reached) AS complete,
    (SELECT coalesce(json_agg(json_build_array(from_id, to_id, to_kind, relation, edge_id)), '[]') FROM link) AS links,
    (SELECT coalesce(json_agg(json_build_object('id', c.id, 'basis', ${basis}, 'testimony', CASE WHEN c.testimony_id NOT IN (SELECT id FROM hidden) THEN c.testimony_id END)), '[]')
      FROM node JOIN claim c ON c.id = node.id WHERE node.kind = 'claim') AS claims,
    (SELECT coalesce(json_agg(json_build_object('id', h.id, 'claim', h.claim_id, 'position', h.position,
        'record', coalesce(h.agent_id, h.source_id))), '[]')
      FROM node JOIN teller h ON h.claim_id = node.id
      WHERE node.kind = 'claim' AND may_read(h.access, $2::smallint)) AS tellers,
    (SELECT coalesce(json_agg(b.id), '[]') FROM node JOIN contribution b ON b.testimony_id = node.id
      WHERE node.kind = 'testimony' AND b.role = 'narrator') AS narrators,
    (SELECT coalesce(json_agg(json_build_object('id', id, 'claim', claim_id, 'stance', stance, 'kind', to_kind,
        'record', to_id)), '[]')
      FROM cited) AS citations,
    (SELECT coalesce(json_agg(s.id), '[]') FROM source s
      WHERE s.withdrawn_because IS NOT NULL AND has_fallen(s.id, ${asOf}) AND may_read(s.access, $2::smallint)
        AND s.id IN (SELECT id FROM node)) AS withdrawn,
    (SELECT coalesce(json_agg(json_build_object('claim', node.id, 'confidence', a.confidence)), '[]')
      FROM node, LATERAL current_assessments(node.id, $2::smallint, ${asOf}) a
      WHERE node.kind = 'claim') AS confidences,
    (SELECT coalesce(json_agg(json_build_object('source', r.source_id, 'grade', r.grade)), '[]')
      FROM node JOIN reliability r ON r.source_id = node.id
      WHERE node.kind = 'source' AND may_read(r.access, $2::smallint) AND stood_at(r.activity_id, NULL, ${asOf})
        AND NOT EXISTS (SELECT FROM reliability later WHERE later.source_id = r.source_id
          AND later.agent_id = r.agent_id AND later.sequence > r.sequence AND may_read(later.access, $2::smallint)
          AND stood_at(later.activity_id, NULL, ${asOf}))) AS grades`;

const above = statement(
  'support.above',
  rowsAbove((link) => `${link}.ended_by IS NULL`, 'c.basis', NOW),
);

const aboveAsOf = statement(
  'support.above_as_of',
  rowsAbove(
    (link) => `stood_at(${link}.activity_id, ${link}.ended_by, $3::bigint)`,
    'basis_at(c.id, $3::bigint)',
    '$3::bigint',
  ),
);

@Injectable()
export class SupportRowsQueries {
  constructor(private readonly reader: Reader) {}

  /**
   * Everything above some claims, in one round trip.
   * @param asOf sequence of the last activity to be seen; null for now
   */
  async above(claims: string[], clearance: number, asOf: string | null): Promise<SupportRows> {
    const [rows] =
      asOf === null
        ? await this.reader.rows<SupportRows>(above, [claims, clearance])
        : await this.reader.rows<SupportRows>(aboveAsOf, [claims, clearance, asOf]);
    return rows!;
  }
}
