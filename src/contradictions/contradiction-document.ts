import { joinedAt, type TableAt } from '../provenance/as-of.js';

/*
 * The JSON of a case, written by PostgreSQL; $2 is the clearance. Claims are told as they are now, and whether one may
 * see them is asked of now.
 */

/** The parties of a case `x` that one may see: `j` joins it to `claim`. */
const parties = (at: TableAt): string => `
  ${at('contradiction_claim', 'contradiction_id', 'x.id')} j
  JOIN ${joinedAt(at, 'claim', 'j.claim_id')} claim ON claim.id = j.claim_id AND may_read(claim.access, $2::smallint[])`;
const isParty = 'j.contradiction_id = x.id AND may_read(j.access, $2::smallint[])';

const positions = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', p.id, 'number', p.number, 'statement', p.statement,
    'claims', (SELECT coalesce(json_agg(claim.id ORDER BY claim.number, claim.id), '[]')
      FROM ${parties(at)} WHERE ${isParty} AND j.position_id = p.id)) ORDER BY p.number), '[]')
  FROM ${at('contradiction_position', 'contradiction_id', 'x.id')} p
  WHERE p.contradiction_id = x.id AND may_read(p.access, $2::smallint[])`;

const confidence = (at: TableAt): string => `
  SELECT a.confidence FROM ${at('assessment', 'claim_id', 'claim.id')} a
  WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint[])
  ORDER BY a.sequence DESC LIMIT 1`;

/** A position one may not see is no position. */
const readablePosition = (id: string): string => `
  SELECT p.id FROM contradiction_position p WHERE p.id = ${id} AND may_read(p.access, $2::smallint[])`;

/**
 * Rows with `sequence`, `version` and `body`. Only claims one may see are counted in; a case of which fewer than two
 * are left is none.
 * @param from gives the cases as `x`
 */
export const contradictionRows = (at: TableAt, from: string, condition: string): string => `
  SELECT x.sequence, x.version, json_build_object('id', x.id, 'statement', x.statement, 'question', x.question,
    'rationale', x.rationale, 'state', x.state, 'preferred', (${readablePosition('x.preferred_id')}),
    'positions', (${positions(at)}), 'claims', visible.list, 'version', x.version,
    'activity', activity_reference(x.activity_id))::text AS body
  FROM ${from}
  JOIN LATERAL (
    SELECT count(*) AS many, json_agg(json_build_object('id', claim.id, 'number', claim.number,
      'statement', claim.statement, 'confidence', (${confidence(at)}),
      'position', (${readablePosition('j.position_id')})) ORDER BY claim.number, claim.id) AS list
    FROM ${parties(at)} WHERE ${isParty}
  ) visible ON visible.many >= 2
  WHERE ${condition} AND may_read(x.access, $2::smallint[])`;
