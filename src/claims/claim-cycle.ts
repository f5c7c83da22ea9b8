import { chains, lockChains, refuseCircle } from '../provenance/chains.js';
import type { Activity } from '../provenance/ledger.js';
import type { CitationDto } from './citation.dto.js';

/*
 * Claims cited for claims: a claim that, through others, is cited for itself holds nothing up. Only what is cited for a
 * claim and stands counts; what speaks against it, or sheds light, may do so both ways.
 */

// Of the links between claims, those that more than influenced are what is cited for one and stands. OFFSET 0 makes it a
// look-up for each claim: the index of what leans on claims is so small that to read it whole can look cheaper.
const STANDING = `l.relation <> 'wasInfluencedBy' AND l.ended_by IS NULL`;

const CITATIONS = chains(
  'citation',
  `SELECT * FROM (SELECT l.to_kind AS kind, l.to_id AS id, l.access FROM provenance_link l
     WHERE l.from_id = walk.id AND ${STANDING} OFFSET 0) cited
   WHERE cited.kind = 'claim'`,
  `SELECT l.from_id AS id, 1 AS steps FROM provenance_link l
   WHERE l.to_id = walk.id AND l.from_kind = 'claim' AND l.to_kind = 'claim' AND ${STANDING}
     AND may_read(l.access, $2::smallint[]) OFFSET 0`,
  { onlyAsSeen: true },
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
