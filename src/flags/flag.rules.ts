import { Problem } from '../common/problem.js';
import type { FlagState } from './vocabularies.js';

/** What is decided stands, until it is reopened with a reason: so that no decision is changed in passing. */
export function checkUndecided({ state }: { state: FlagState }): void {
  if (state === 'pending') return;
  throw new Problem(
    409,
    'flag.decided',
    `The flag was ${state} already. Reopen it if it has to be looked at again.`,
  );
}

export function checkDecided({ state }: { state: FlagState }): void {
  if (state !== 'pending') return;
  throw new Problem(409, 'flag.not_decided', 'The flag is open: nobody has decided about it yet.');
}
