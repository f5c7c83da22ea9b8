import { invalid, Problem } from '../common/problem.js';

interface Holder {
  agentId?: string | undefined;
  placeId?: string | undefined;
  words?: string | undefined;
}

/** Somebody or a place, or words, or one of the two with words: not nothing, and not both. */
export function checkHolder(holder: Holder | null | undefined): void {
  if (holder === null || holder === undefined) return;
  const { agentId, placeId, words } = holder;
  const named = [agentId, placeId].filter((id) => id !== undefined).length;
  if (named === 1 || (named === 0 && words !== undefined)) return;
  throw invalid([
    {
      pointer: '/holder',
      code: 'expected_document.one_holder',
      expected: 'one of agentId and placeId, or words alone',
      found: named === 0 ? 'nothing' : 'both agentId and placeId',
    },
  ]);
}

/** What was withdrawn is not changed, searched for, or withdrawn once more. */
export function checkStillExpected({ withdrawnBecause }: { withdrawnBecause: string | null }): void {
  if (withdrawnBecause === null) return;
  throw new Problem(
    409,
    'expected_document.withdrawn',
    'The expected document was withdrawn; the reason stays. Name it anew if it is expected after all.',
  );
}
