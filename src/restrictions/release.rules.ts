import { Problem } from '../common/problem.js';
import type { ReleaseState } from './vocabularies.js';

/** From which state a release goes on to which. */
const FROM: Record<Exclude<ReleaseState, 'proposed'>, ReleaseState> = {
  approved: 'proposed',
  declined: 'proposed',
  revoked: 'approved',
};

interface Standing {
  state: ReleaseState;
  proposedById: string;
}

/** Refuses what cannot be decided, and what nobody may decide alone. */
export function checkDecision(
  { state, proposedById }: Standing,
  next: Exclude<ReleaseState, 'proposed'>,
  agentId: string,
): void {
  if (state !== FROM[next]) {
    throw new Problem(409, 'release.decided', `A release that is ${state} cannot be ${next}.`);
  }
  if (next === 'approved' && proposedById === agentId) {
    throw new Problem(
      403,
      'release.second_person',
      'Whoever proposed a release cannot approve it: a second person must.',
    );
  }
}
