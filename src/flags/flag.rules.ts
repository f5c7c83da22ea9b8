import { Problem } from '../common/problem.js';
import type { FlagState } from './vocabularies.js';

/** A flag is decided once. To decide otherwise later is to raise it again, so that both reasons stay. */
export function checkUndecided({ state }: { state: FlagState }): void {
  if (state === 'pending') return;
  throw new Problem(
    409,
    'flag.decided',
    `The flag was ${state} already. Raise another if it has to be looked at again.`,
  );
}
