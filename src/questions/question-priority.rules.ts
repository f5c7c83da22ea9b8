import type { QuestionState } from './vocabularies.js';

/** What the priority of a question is worked out from, as far as one may see it. */
export interface PriorityFacts {
  state: QuestionState;
  /** Claims that an answer would settle */
  claimsUnlocked: number;
  attempts: number;
  /** Since the latest attempt; null where there was none */
  daysSinceLastAttempt: number | null;
  /** People among its leads who may still be asked, and can speak as far as one may know */
  livingWitnesses: number;
  /** Groups among its leads, of whom nobody knows how many may still be asked */
  groups: number;
  /** People who might be asked, were they not unable to speak */
  unableToSpeak: number;
  /** Age in years of the oldest of them whose birth is known */
  oldestWitnessAge: number | null;
  /** Of the worst off among them, as far as one may know and it presses */
  worstHealth: keyof typeof WITNESS_HEALTH | null;
}

export const PRIORITY_REASONS = [
  'witness_ages',
  'witness_health',
  'last_witness',
  'claims_unlocked',
  'never_tried',
  'long_since_tried',
] as const;

export interface PriorityReason {
  code: (typeof PRIORITY_REASONS)[number];
  points: number;
  because: string;
}

export interface Priority {
  score: number;
  reasons: PriorityReason[];
}

/** At least so much, so many points; the first that fits counts. SQL orders lists by the same steps. */
export type Steps = readonly (readonly [atLeast: number, points: number])[];

/*
 * Whoever can still be asked comes first, because that is the only thing that cannot be put off; then what an answer
 * is worth; then what has lain longest.
 */
export const POINTS_FOR_CLAIM = 5;
export const MOST_CLAIMS = 8;
export const NEVER_TRIED = 15;
export const DAYS_WITHOUT_ATTEMPT: Steps = [
  [3650, 20],
  [1095, 12],
  [365, 6],
];
export const WITNESS_AGE: Steps = [
  [90, 60],
  [80, 45],
  [70, 30],
  [0, 15],
];
/** Older than that nobody is thought to live of whom it is not said. */
export const OLDEST_LIKELY = 110;
/** Somebody may still be asked, but nobody knows how old he is. */
export const WITNESS_OF_UNKNOWN_AGE = 20;
/** A man of 60 who will not live long cannot wait longer than one of 90. */
export const WITNESS_HEALTH = { gravely_ill: 60, frail: 20 } as const;
export const LAST_WITNESS = 20;

/** States of questions that nobody has to do anything about any more: they score 0. */
export const AT_REST: readonly QuestionState[] = ['answered', 'withdrawn'];

export function priorityOf(facts: PriorityFacts): Priority {
  if (AT_REST.includes(facts.state)) return { score: 0, reasons: [] };
  const reasons = [...ofWitnesses(facts), ...ofClaims(facts), ...ofAttempts(facts)];
  return { score: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
}

function ofWitnesses(facts: PriorityFacts): PriorityReason[] {
  const { livingWitnesses, groups, oldestWitnessAge, worstHealth } = facts;
  if (livingWitnesses + groups === 0) return [];
  const reasons: PriorityReason[] = [
    {
      code: 'witness_ages',
      points: oldestWitnessAge === null ? WITNESS_OF_UNKNOWN_AGE : pointsFor(oldestWitnessAge, WITNESS_AGE),
      because: becauseOfAges(facts),
    },
  ];
  if (worstHealth !== null) {
    const how = worstHealth === 'frail' ? 'frail' : 'gravely ill';
    const because = `Of those who can still be asked, one is ${how}.`;
    reasons.push({ code: 'witness_health', points: WITNESS_HEALTH[worstHealth], because });
  }
  // Of a group nobody knows how many are left: none is known to be the last.
  if (livingWitnesses === 1 && groups === 0) {
    reasons.push({ code: 'last_witness', points: LAST_WITNESS, because: becauseOfLast(facts) });
  }
  return reasons;
}

function becauseOfAges({ livingWitnesses, groups, oldestWitnessAge }: PriorityFacts): string {
  if (livingWitnesses === 0) return 'Somebody of a group may still be asked; nobody knows how many they are.';
  const said =
    oldestWitnessAge === null
      ? 'Somebody can still be asked, of an age nobody knows.'
      : `The oldest who can still be asked is ${oldestWitnessAge} years old.`;
  return groups === 0 ? said : `${said} Others of a group may be asked too; nobody knows how many they are.`;
}

function becauseOfLast({ unableToSpeak }: PriorityFacts): string {
  const only = 'Only one person can still be asked';
  if (unableToSpeak === 0) return `${only}.`;
  return `${only}; ${unableToSpeak} more ${unableToSpeak === 1 ? 'is' : 'are'} unable to speak.`;
}

function ofClaims({ claimsUnlocked }: PriorityFacts): PriorityReason[] {
  if (claimsUnlocked === 0) return [];
  return [
    {
      code: 'claims_unlocked',
      points: POINTS_FOR_CLAIM * Math.min(claimsUnlocked, MOST_CLAIMS),
      because: `An answer would settle ${claimsUnlocked} ${claimsUnlocked === 1 ? 'claim' : 'claims'}.`,
    },
  ];
}

function ofAttempts({ daysSinceLastAttempt }: PriorityFacts): PriorityReason[] {
  if (daysSinceLastAttempt === null) {
    return [{ code: 'never_tried', points: NEVER_TRIED, because: 'Nobody has tried yet.' }];
  }
  const points = pointsFor(daysSinceLastAttempt, DAYS_WITHOUT_ATTEMPT);
  if (points === 0) return [];
  const years = Math.floor(daysSinceLastAttempt / 365);
  return [
    {
      code: 'long_since_tried',
      points,
      because: `Nobody has tried for ${years} ${years === 1 ? 'year' : 'years'}.`,
    },
  ];
}

function pointsFor(value: number, steps: Steps): number {
  return steps.find(([atLeast]) => value >= atLeast)?.[1] ?? 0;
}
