import {
  CONSENT_ACTS,
  CONSENT_ANSWERS,
  type ConsentAnswer,
  type ConsentScope,
} from '../testimonies/rights.vocabulary.js';

/** An event of consent, as far as what is in force depends on it. Days are written YYYY-MM-DD. */
export interface ConsentEvent {
  id: string;
  /** Nothing was found, so nothing is consented to */
  isNone: boolean;
  /** For whom it speaks: papers for one narrator are read together. Null: for all of them. */
  party: string | null;
  scope: ConsentScope;
  supersedes: string | null;
  /** The last day on which it can have been signed: before that it is not certain to have held */
  since: string;
  /** The first day on which it can have been revoked */
  revoked: string | null;
}

/**
 * The events that are in force on a day: signed by then, and neither revoked nor superseded. What was superseded does
 * not come back when what superseded it is revoked.
 */
export function inForceOn<Event extends ConsentEvent>(events: Event[], day: string): Event[] {
  const begun = events.filter(({ since }) => since <= day);
  const superseded = new Set(begun.map(({ supersedes }) => supersedes));
  return begun.filter(
    ({ id, isNone, revoked }) => !isNone && !superseded.has(id) && (revoked === null || revoked > day),
  );
}

/**
 * What may be done on a day. All narrators must allow it, and whoever else has a say; several papers of one party are
 * read together, so that one need not repeat the other. Machines may use nothing that nobody mentioned.
 * @param narrators by the name of their party
 * @returns null where nothing is in force
 */
export function actsInForce(
  events: ConsentEvent[],
  narrators: readonly string[],
  day: string,
): ConsentScope | null {
  const inForce = inForceOn(events, day);
  if (inForce.length === 0) return null;
  const parties = new Map<string | null, ConsentEvent[]>();
  for (const event of inForce) parties.set(event.party, [...(parties.get(event.party) ?? []), event]);
  const isSilent = !parties.has(null) && narrators.some((narrator) => !parties.has(narrator));
  return scopeOf((act) => {
    const answers = [...parties.values()].map((papers) => together(papers.map(({ scope }) => scope[act])));
    const answer = strictest(isSilent ? [...answers, 'not_mentioned'] : answers);
    return act === 'machineUse' && answer === 'not_mentioned' ? 'refused' : answer;
  });
}

/** A scope from the answer to each act. */
export function scopeOf(answer: (act: (typeof CONSENT_ACTS)[number]) => ConsentAnswer): ConsentScope {
  return Object.fromEntries(CONSENT_ACTS.map((act) => [act, answer(act)])) as ConsentScope;
}

/** What several papers of one party say: the strictest of those that mention it. */
function together(answers: ConsentAnswer[]): ConsentAnswer {
  const mentioned = answers.filter((answer) => answer !== 'not_mentioned');
  return mentioned.length === 0 ? 'not_mentioned' : strictest(mentioned);
}

function strictest(answers: ConsentAnswer[]): ConsentAnswer {
  return answers.reduce((one, other) =>
    CONSENT_ANSWERS.indexOf(other) > CONSENT_ANSWERS.indexOf(one) ? other : one,
  );
}
