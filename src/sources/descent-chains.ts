import { type Activity } from '../provenance/ledger.js';
import { chains, lockChains, type RecordOfChain, refuseCircle } from '../provenance/chains.js';

/*
 * The chains of descent: from sources and testimonies back to what they go back to, from a claim to its testimony, from
 * a translation to its original. What is cited for a claim is no part of them: a source that quotes a testimony which
 * cites that source is circular reporting, which is recorded and told, not refused. This file stands left of
 * testimonies/, because translations are steps too.
 */

// The links are the descents that stand, and the translations. Of the people behind a testimony only those count who
// had told the narrator something; the narrators are where it ends.
const UP = `
  SELECT l.to_kind AS kind, l.to_id AS id, l.access FROM provenance_link l
  WHERE l.from_id = walk.id AND l.from_kind IN ('source', 'testimony') AND l.ended_by IS NULL
    AND (l.to_kind <> 'agent' OR EXISTS (SELECT FROM descent d WHERE d.id = l.edge_id))
  UNION ALL
  SELECT 'testimony', c.testimony_id, c.access FROM claim c WHERE c.id = walk.id`;

const DOWN = `
  SELECT l.from_id AS id, 1 AS steps FROM provenance_link l
  WHERE l.to_id = walk.id AND l.from_kind IN ('source', 'testimony') AND l.ended_by IS NULL
    AND may_read(l.access, $2::smallint[])
  UNION ALL
  -- Through a claim of the testimony.
  SELECT l.from_id, 2 FROM claim c
  JOIN descent d ON d.origin_claim_id = c.id
  JOIN provenance_link l ON l.from_id = d.source_id AND l.edge_id = d.id AND l.ended_by IS NULL
  WHERE c.testimony_id = walk.id AND may_read(l.access, $2::smallint[])`;

const DESCENTS = chains('descent', UP, DOWN, { onlyAsSeen: true });

/** Until this activity ends, nobody else records what anything goes back to. */
export function lockDescents(activity: Activity): Promise<void> {
  return lockChains(activity, DESCENTS);
}

/** Refuses what would make a source or testimony go back to itself; lockDescents() comes first. */
export function refuseDescentCircle(
  activity: Activity,
  from: RecordOfChain,
  to: RecordOfChain,
  pointer: string,
): Promise<void> {
  return refuseCircle(activity, DESCENTS, from, to, pointer);
}
