import type { Fault } from '../common/fault.js';
import { invalid } from '../common/problem.js';
import type { ContradictionState } from './vocabularies.js';

interface WantedCase {
  claimIds: string[];
  positions?: { claimIds: string[] }[] | undefined;
}

/** Every claim is party once; each position takes its claims from the parties, and no claim is on two sides. */
export function checkParties({ claimIds, positions = [] }: WantedCase): void {
  if (new Set(claimIds).size < claimIds.length) {
    throw invalid([
      {
        pointer: '/claimIds',
        code: 'contradiction.claim_repeated',
        expected: 'at least two claims, each once',
        found: 'one of them twice',
      },
    ]);
  }
  const parties = new Set(claimIds);
  const placed = new Set<string>();
  const faults = positions.flatMap((position, n) =>
    position.claimIds.flatMap((id, m): Fault[] => {
      const found = !parties.has(id) ? 'one that is not' : placed.has(id) ? 'one that has a position' : null;
      placed.add(id);
      if (found === null) return [];
      return [
        {
          pointer: `/positions/${n}/claimIds/${m}`,
          code: 'contradiction.position_claim',
          expected: 'a claim that is in claimIds, and in one position at most',
          found,
        },
      ];
    }),
  );
  if (faults.length > 0) throw invalid(faults);
}

interface Resolution {
  state: ContradictionState;
  preferredPositionId?: string | undefined;
}

/**
 * A position is named when one is preferred, and only then.
 * @param positions the ids of those the case has
 */
export function checkPreferred(
  positions: readonly string[],
  { state, preferredPositionId: named }: Resolution,
): void {
  const isWanted = state === 'preferred' && positions.length > 0;
  if (isWanted ? named !== undefined && positions.includes(named) : named === undefined) return;
  throw invalid([
    {
      pointer: '/preferredPositionId',
      code: 'contradiction.preferred_position',
      expected: isWanted
        ? 'the id of a position of this case'
        : 'no position, unless the state is preferred and the case has positions',
      found: named === undefined ? 'nothing' : isWanted ? 'an id that names none' : 'one',
    },
  ]);
}

/**
 * The side a case recorded elsewhere was decided for. A record knows its positions by number, from 1, and has no ids.
 * @param positions the ids of those the case has, in their order
 */
export function preferredAmong(
  positions: readonly string[],
  { state = 'open', preferred }: { state?: ContradictionState | undefined; preferred?: number | undefined },
): string | null {
  const isWanted = state === 'preferred' && positions.length > 0;
  const named = preferred === undefined ? undefined : positions[preferred - 1];
  if (isWanted ? named !== undefined : preferred === undefined) return named ?? null;
  throw invalid([
    {
      pointer: '/preferred',
      code: 'contradiction.preferred_position',
      expected: isWanted
        ? `the number of a position, 1 to ${positions.length}`
        : 'no preferred position, unless the state is preferred and the case has positions',
      found: preferred === undefined ? 'nothing' : String(preferred),
    },
  ]);
}
