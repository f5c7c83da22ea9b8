import type { TableAt } from '../provenance/as-of.js';
import type { BasisColumns } from '../access/readable-basis.js';
import { checkReferences, type Reference } from '../access/readable-references.js';
import { claimReference } from '../claims/claim-schemas.js';
import { flag, nullable, type Schema } from '../common/openapi.js';
import { statement } from '../database/statement.js';
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

const strictest = statement(
  'lives.strictest',
  `SELECT greatest($1::smallint, (SELECT max(s.access) FROM source s WHERE s.id = ANY ($2::uuid[])),
     (SELECT max(c.access) FROM claim c WHERE c.id = ANY ($3::uuid[]))) AS access`,
);

/**
 * How restricted a row is: as whom it is of, or what it rests on, whichever is the strictest. The graph and the history
 * show whole rows, and know of no other restriction.
 * @param own how restricted is whom it is of
 */
export async function strictestAccess(
  { rows }: Activity,
  own: number,
  restsOn: (RestsOn | undefined)[],
): Promise<number> {
  const ids = (['sourceId', 'claimId'] as const).map((name) =>
    restsOn.flatMap((basis) => basis?.[name] ?? []),
  );
  const [found] = await rows<{ access: number }>(strictest, [own, ...ids]);
  return found!.access;
}

/**
 * SQL that joins what the columns name, as `<alias>_source` and `<alias>_claim`, for the clearance $2. A look-up each
 * (OFFSET 0), however many rows the planner expects.
 */
export const restsOnJoins = (at: TableAt, alias: string, columns: Required<BasisColumns>): string =>
  (['source', 'claim'] as const)
    .map(
      (table) => `
  LEFT JOIN LATERAL (SELECT t.* FROM ${at(table, 'id', columns[table])} t
    WHERE t.id = ${columns[table]} AND may_read(t.access, $2::smallint[]) OFFSET 0) ${alias}_${table} ON true`,
    )
    .join('');

/**
 * The members `source`, `sourceWithdrawn` and `claim` of a JSON object. Claims are never withdrawn.
 * @param asOf what functions that know moments take for it
 */
export const restsOnMembers = (alias: string, asOf: string): string => `
  'source', CASE WHEN ${alias}_source.id IS NOT NULL THEN
    source_reference(${alias}_source.id, ${alias}_source.csl, ${alias}_source.description) END,
  'sourceWithdrawn', ${alias}_source.id IS NOT NULL AND has_fallen(${alias}_source.id, ${asOf}),
  'claim', CASE WHEN ${alias}_claim.id IS NOT NULL THEN
    json_build_object('id', ${alias}_claim.id, 'statement', ${alias}_claim.statement) END`;

export const restsOnSchema: Record<'source' | 'sourceWithdrawn' | 'claim', Schema> = {
  source: nullable(sourceReference),
  sourceWithdrawn: { ...flag, description: 'Whether the source was withdrawn since: look at it anew' },
  claim: nullable(claimReference),
};
