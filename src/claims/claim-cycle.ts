import { chains, lockChains, refuseCircle } from '../provenance/chains.js';
import type { Activity } from '../provenance/ledger.js';
import type { CitationDto } from './citation.dto.js';

/*
 * Claims cited for claims: a claim that, through others, is cited for itself holds nothing up. Only what is cited for a
 * claim and stands counts; what speaks against it, or sheds light, may do so both ways.
 */

const CITATIONS = chains(
  'citation',
  `SELECT 'claim' AS kind, c.cited_claim_id AS id, c.access FROM citation c
   WHERE c.claim_id = walk.id AND c.cited_claim_id IS NOT NULL AND c.stance = 'for' AND c.withdrawn_because IS NULL`,
  `SELECT c.claim_id AS id, 1 AS steps FROM citation c
   WHERE c.cited_claim_id = walk.id AND c.stance = 'for' AND c.withdrawn_because IS NULL`,
);

/** Refuses to cite a claim for another that it leans on itself, and chains of more than 64 claims. */
export async function refuseClaimCycle(
  activity: Activity,
  claimId: string,
  citedClaimId: string,
  pointer: string,
): Promise<void> {
  await lockChains(activity, CITATIONS);
  const [from, to] = [claimId, citedClaimId].map((id) => ({ kind: 'claim', id }));
  await refuseCircle(activity, CITATIONS, from!, to!, pointer);
}

/** The same for all claims that are cited for one with it. */
export async function refuseClaimCycles(
  activity: Activity,
  claimId: string,
  citations: CitationDto[],
  pointer: (n: number) => string,
): Promise<void> {
  for (const [n, { stance, claimId: citedClaimId }] of citations.entries()) {
    if (stance !== 'for' || citedClaimId === undefined) continue;
    await refuseClaimCycle(activity, claimId, citedClaimId, `${pointer(n)}/claimId`);
  }
}
