import { type Activity } from '../provenance/ledger.js';
import { chains, lockChains, type RecordOfChain, refuseCircle } from '../provenance/chains.js';

/*
 * The chains of descent: from sources and testimonies back to what they go back to, from a claim to its testimony, from
 * a translation to its original. What is cited for a claim is no part of them: a source that quotes a testimony which
 * cites that source is circular reporting, which is recorded and told, not refused. This file stands left of
 * testimonies/, because translations are steps too.
 */

const UP = `
  SELECT CASE WHEN d.origin_source_id IS NOT NULL THEN 'source' WHEN d.origin_agent_id IS NOT NULL THEN 'agent'
      WHEN d.origin_testimony_id IS NOT NULL THEN 'testimony' ELSE 'claim' END AS kind,
    coalesce(d.origin_source_id, d.origin_agent_id, d.origin_testimony_id, d.origin_claim_id) AS id, d.access
  FROM descent d WHERE d.source_id = walk.id AND d.withdrawn_because IS NULL
  UNION ALL
  SELECT CASE WHEN d.origin_source_id IS NOT NULL THEN 'source' WHEN d.origin_agent_id IS NOT NULL THEN 'agent'
      ELSE 'testimony' END,
    coalesce(d.origin_source_id, d.origin_agent_id, d.origin_testimony_id), d.access
  FROM descent d WHERE d.testimony_id = walk.id AND d.withdrawn_because IS NULL
  UNION ALL
  SELECT 'testimony', c.testimony_id, c.access FROM claim c WHERE c.id = walk.id
  UNION ALL
  SELECT 'testimony', t.translation_of_id, t.access FROM testimony t
  WHERE t.id = walk.id AND t.translation_of_id IS NOT NULL`;

const DOWN = `
  SELECT coalesce(d.source_id, d.testimony_id) AS id, 1 AS steps FROM descent d
  WHERE d.origin_source_id = walk.id AND d.withdrawn_because IS NULL
  UNION ALL
  SELECT coalesce(d.source_id, d.testimony_id), 1 FROM descent d
  WHERE d.origin_testimony_id = walk.id AND d.withdrawn_because IS NULL
  UNION ALL
  -- Through a claim of the testimony: not one by one, since hardly any of them is gone back to.
  SELECT d.source_id, 2 FROM claim c JOIN descent d ON d.origin_claim_id = c.id
  WHERE c.testimony_id = walk.id AND d.withdrawn_because IS NULL
  UNION ALL
  SELECT t.id, 1 FROM testimony t WHERE t.translation_of_id = walk.id`;

const DESCENTS = chains('descent', UP, DOWN);

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
