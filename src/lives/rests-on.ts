import { checkReferences, type Reference } from '../access/readable-references.js';
import { claimReference } from '../claims/claim-schemas.js';
import { nullable, type Schema } from '../common/openapi.js';
import type { Activity } from '../provenance/ledger.js';
import { sourceReference } from '../sources/sources.dto.js';
import { refuseWithdrawnSources } from '../sources/withdrawn-sources.js';

/** What a statement about a life rests on: a source, a claim, both, or nothing but who recorded it. */
export interface RestsOn {
  sourceId?: string;
  claimId?: string;
}

/** Refuses what does not exist, what the writer may not see, and sources that were withdrawn. */
export async function checkRestsOn(
  activity: Activity,
  wanted: { restsOn: RestsOn; pointer: string }[],
  others: Reference[] = [],
): Promise<void> {
  const sources = wanted.flatMap(({ restsOn: { sourceId }, pointer }) =>
    sourceId === undefined ? [] : [{ id: sourceId, pointer: `${pointer}/sourceId` }],
  );
  const claims = wanted.flatMap(({ restsOn: { claimId }, pointer }) =>
    claimId === undefined ? [] : [{ id: claimId, pointer: `${pointer}/claimId` }],
  );
  await checkReferences(activity, [
    ...others,
    ...sources.map((reference): Reference => ({ table: 'source', ...reference })),
    ...claims.map((reference): Reference => ({ table: 'claim', ...reference })),
  ]);
  await refuseWithdrawnSources(activity, sources);
}

/**
 * SQL that joins what the columns name, as `<alias>_source` and `<alias>_claim`, for the clearance $2.
 * @param columns of the source and of the claim
 */
export const restsOnJoins = (alias: string, columns: { source: string; claim: string }): string => `
  LEFT JOIN source ${alias}_source ON ${alias}_source.id = ${columns.source}
    AND may_read(${alias}_source.access, $2::smallint)
  LEFT JOIN claim ${alias}_claim ON ${alias}_claim.id = ${columns.claim}
    AND may_read(${alias}_claim.access, $2::smallint)`;

/** The members `source` and `claim` of a JSON object. */
export const restsOnMembers = (alias: string): string => `
  'source', CASE WHEN ${alias}_source.id IS NOT NULL THEN
    source_reference(${alias}_source.id, ${alias}_source.csl, ${alias}_source.description) END,
  'claim', CASE WHEN ${alias}_claim.id IS NOT NULL THEN
    json_build_object('id', ${alias}_claim.id, 'statement', ${alias}_claim.statement) END`;

export const restsOnSchema: Record<'source' | 'claim', Schema> = {
  source: nullable(sourceReference),
  claim: nullable(claimReference),
};
