import { Problem } from '../common/problem.js';

/** An assignment that has not ended. */
export interface Holding {
  id: string;
  agentId: string;
  /** Null where the asker may not see who it is */
  agent: { id: string; name: string } | null;
}

/** A claim is taken by one at a time; who wants it is told whom to ask. */
export function checkFree(held: Holding | undefined, taker: string): void {
  if (held === undefined) return;
  if (held.agentId === taker)
    throw new Problem(409, 'assignment.yours', 'You have taken this claim already.');
  throw new Problem(
    409,
    'assignment.taken',
    `The claim was taken already, by ${held.agent?.name ?? 'somebody'}. It can be taken when it is released.`,
    { extra: { holder: held.agent } },
  );
}

/** Whoever has taken a claim releases it; those who look after the archive may do so in his place. */
export function checkReleasable(
  held: Holding | undefined,
  releaser: string,
  mayReleaseOthers: boolean,
): Holding {
  if (held === undefined) throw new Problem(409, 'assignment.none', 'Nobody has taken this claim.');
  if (held.agentId === releaser || mayReleaseOthers) return held;
  throw new Problem(
    403,
    'assignment.not_yours',
    'Somebody else has taken this claim: he releases it himself, or an archivist does.',
  );
}
