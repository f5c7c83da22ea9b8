import { Problem } from '../common/problem.js';
import { LEAD_STATES, type LeadKind, type LeadState } from './lead.vocabulary.js';

/** How a lead may come to stand from how it stands. Nothing is for ever: the dead turn out to live, and found papers get lost. */
const TRANSITIONS: Record<LeadState, readonly LeadState[]> = {
  not_yet_reached: ['contacted', 'met', 'declined', 'died', 'lost', 'found'],
  contacted: ['met', 'declined', 'died', 'lost', 'found'],
  met: ['contacted', 'declined', 'died', 'lost', 'found'],
  declined: ['contacted', 'met', 'died', 'lost'],
  died: ['not_yet_reached'],
  lost: ['not_yet_reached', 'contacted', 'met', 'died', 'found'],
  found: ['not_yet_reached', 'contacted', 'met', 'declined', 'died', 'lost'],
};

const ALL: readonly LeadState[] = LEAD_STATES;
const OF_THINGS: readonly LeadState[] = ['not_yet_reached', 'lost', 'found'];

/** Only people die, and only who can answer can be contacted, met, or decline. */
const STATES_OF: Record<LeadKind, readonly LeadState[]> = {
  person: ALL,
  institution: ALL.filter((state) => state !== 'died'),
  document: OF_THINGS,
  place: OF_THINGS,
};

/** How leads of a kind can stand at all. */
export function statesOf(kind: LeadKind): readonly LeadState[] {
  return STATES_OF[kind];
}

export function possibleTransitions({ kind, state }: { kind: LeadKind; state: LeadState }): LeadState[] {
  return TRANSITIONS[state].filter((to) => STATES_OF[kind].includes(to));
}

/** Refuses a transition there is not, and says which there are. */
export function checkTransition(lead: { kind: LeadKind; state: LeadState }, to: LeadState): void {
  const possible = possibleTransitions(lead);
  if (possible.includes(to)) return;
  const now = lead.state === to ? `is ${to} already` : `that is ${lead.state} cannot become ${to}`;
  throw new Problem(
    409,
    'lead.transition',
    `A lead to a ${lead.kind} ${now}. Possible: ${possible.join(', ')}.`,
    { extra: { from: lead.state, possible } },
  );
}

/** A lead to somebody, not to a thing of his: papers outlive, and are sought elsewhere too. */
export function isToSomebody(kind: LeadKind): boolean {
  return kind === 'person' || kind === 'institution';
}

/** States in which somebody is to be reached, or was. Whoever must not be asked cannot come to stand so. */
export function asksForContact(state: LeadState): boolean {
  return state === 'not_yet_reached' || state === 'contacted' || state === 'met';
}
