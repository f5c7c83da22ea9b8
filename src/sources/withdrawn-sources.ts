import { invalid } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

/**
 * SQL that gives those of some sources that were withdrawn. The lock keeps a source from being withdrawn while something
 * new comes to rest on it; OFFSET 0 has all of them locked before any is left out.
 * @param sources the parameter that holds their ids, such as `$1`
 * @param clearance the one that holds the clearance
 */
export function withdrawnAmong(sources: string, clearance: string): string {
  return `
    SELECT s.id FROM (
      SELECT s.id, s.withdrawn_because FROM source s
      WHERE s.id = ANY (${sources}::uuid[]) AND may_read(s.access, ${clearance}::smallint[]) OFFSET 0 FOR SHARE) s
    WHERE s.withdrawn_because IS NOT NULL`;
}

const withdrawn = statement('sources.withdrawn', withdrawnAmong('$1', '$2'));

/** An id of a source somebody sent, and where in the request it stands. */
export interface CitedSource {
  id: string;
  pointer: string;
}

/**
 * Refuses to let anything new rest on a source that was withdrawn. Of sources nobody may see nothing is told.
 */
export async function refuseWithdrawnSources({ rows, by }: Activity, sources: CitedSource[]): Promise<void> {
  if (sources.length === 0) return;
  const found = await rows<{ id: string }>(withdrawn, [sources.map(({ id }) => id), by.clearance]);
  refuseWithdrawn(sources, new Set(found.map(({ id }) => id)));
}

/** @param gone the ids that SQL of withdrawnAmong() gave */
export function refuseWithdrawn(sources: CitedSource[], gone: ReadonlySet<string>): void {
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
