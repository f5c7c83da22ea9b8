import { notFound, Problem } from '../common/problem.js';
import type { AccessRequestState } from './vocabularies.js';

interface Standing {
  state: AccessRequestState;
  agentId: string;
}

interface Decider {
  agentId: string;
  /** Whether he decides on the requests of others */
  reviews: boolean;
}

/** Refuses to decide twice, on one's own request, or for whom it is not to decide: to him it is as if it were not there. */
export function checkRequestDecision(
  { state, agentId }: Standing,
  next: Exclude<AccessRequestState, 'open'>,
  by: Decider,
): void {
  const isOwn = agentId === by.agentId;
  if (!isOwn && !by.reviews) throw notFound('request');
  if (next === 'withdrawn' && !isOwn) {
    throw new Problem(
      403,
      'access_request.not_own',
      'Only who asked takes a request back: decline it instead.',
    );
  }
  if (next !== 'withdrawn' && isOwn) {
    throw new Problem(403, 'access_request.second_person', 'Nobody decides on his own request.');
  }
  if (state !== 'open') {
    throw new Problem(
      409,
      'access_request.decided',
      `The request was ${state} already; what was decided stays.`,
    );
  }
}
