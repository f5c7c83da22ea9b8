import { invalid } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

// The lock keeps a source from being withdrawn while something new comes to rest on it.
const withdrawn = statement(
  'sources.withdrawn',
  `SELECT s.id, s.withdrawn_because IS NOT NULL AS "isWithdrawn" FROM source s
   WHERE s.id = ANY ($1::uuid[]) AND may_read(s.access, $2::smallint) FOR SHARE`,
);

/**
 * Refuses to let anything new rest on a source that was withdrawn.
 * @param sources the ids somebody sent, and where in the request they stand; those nobody may see are not told of
 */
export async function refuseWithdrawnSources(
  { rows, by }: Activity,
  sources: { id: string; pointer: string }[],
): Promise<void> {
  if (sources.length === 0) return;
  const found = await rows<{ id: string; isWithdrawn: boolean }>(withdrawn, [
    sources.map(({ id }) => id),
    by.clearance,
  ]);
  const gone = new Set(found.filter(({ isWithdrawn }) => isWithdrawn).map(({ id }) => id));
  const faults = sources
    .filter(({ id }) => gone.has(id.toLowerCase()))
    .map(({ pointer }) => ({
      pointer,
      code: 'source.withdrawn',
      expected: 'a source that was not withdrawn',
      found: 'one that was',
    }));
  if (faults.length > 0) throw invalid(faults);
}
