import type { Fault } from '../common/fault.js';
import { faultOfTime } from '../common/told-date.js';
import type { AgentKind } from '../provenance/agent.entity.js';
import type { ReachabilityState } from './life.vocabulary.js';

/** From here on nobody asks any more: the leads on that person are closed. */
const STOPS = { died: 'died', do_not_contact: 'declined' } as const;

/** How leads stand on somebody of whom this was said, or null where they go on. */
export function stopOf(state: ReachabilityState): (typeof STOPS)[keyof typeof STOPS] | null {
  return state === 'died' || state === 'do_not_contact' ? STOPS[state] : null;
}

/**
 * @param kind of whom it is said
 * @param standing what was current until now
 * @returns what is wrong with a new statement, or null
 */
export function faultOfReachability(
  wanted: { state: ReachabilityState; edtf: string | undefined; because: string | undefined },
  kind: AgentKind,
  standing: ReachabilityState | null,
  today: Date,
): Fault | null {
  const { state, edtf, because } = wanted;
  if (state === 'died' && kind !== 'person') {
    return {
      pointer: '/state',
      code: 'reachability.only_people_die',
      expected: `a state that a ${kind} can be in`,
      found: state,
    };
  }
  const lifts = standing !== null && stopOf(standing) !== null && standing !== state;
  if (because === undefined && (stopOf(state) !== null || lifts)) {
    return {
      pointer: '/because',
      code: 'reachability.because_required',
      expected: lifts ? `the reason why it is no longer ${standing}` : `the reason why it is ${state}`,
      found: 'nothing',
    };
  }
  return faultOfTime(edtf, '/when/edtf', today);
}
