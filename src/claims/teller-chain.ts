import { joinedAt, type TableAt } from '../provenance/as-of.js';

/*
 * SQL about chains of tellers, for the claim that `claim.id` or a parameter names.
 */

/** The hops that stand, or stood, as JSON; $2 is the clearance. */
export const tellersOf = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('position', hop.position, 'basis', hop.basis,
      'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
      'source', CASE WHEN s.id IS NOT NULL THEN source_reference(s.id, s.csl, s.description) END,
      'when', told_date(hop.told_words, hop.told_edtf, hop.told_span), 'where', hop.told_where, 'note', hop.note)
    ORDER BY hop.position), '[]')
  FROM ${at('teller', 'claim_id', 'claim.id')} hop
  LEFT JOIN agent g ON g.id = hop.agent_id AND may_read(g.access, $2::smallint[])
  LEFT JOIN ${joinedAt(at, 'source', 'hop.source_id')} s ON s.id = hop.source_id AND may_read(s.access, $2::smallint[])
  WHERE hop.claim_id = claim.id AND hop.withdrawn_because IS NULL AND may_read(hop.access, $2::smallint[])`;

/**
 * Which version of the chain this is, or was: how many activities had written hops of the claim. It only ever grows,
 * though a chain be taken away whole.
 * @param claim the parameter, or column, that holds the id of the claim
 * @param asOf the moment; now where null
 */
export const chainVersion = (claim: string, asOf: string): string => `
  (SELECT count(*)::integer FROM (
    SELECT h.activity_id AS id FROM teller h WHERE h.claim_id = ${claim}
    UNION
    SELECT h.generated_by FROM history h
    WHERE h.table_name = 'teller' AND h.record @> jsonb_build_object('claim_id', ${claim}::uuid)) wrote
  WHERE ${asOf} IS NULL OR (SELECT seen_at(a.sequence, ${asOf}) FROM activity a WHERE a.id = wrote.id))`;
