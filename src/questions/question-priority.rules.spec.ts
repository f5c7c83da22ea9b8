import fc from 'fast-check';
import { type PriorityFacts, priorityOf } from './question-priority.rules.js';
import { QUESTION_STATES } from './vocabularies.js';

const facts = (known: Partial<PriorityFacts> = {}): PriorityFacts => ({
  state: 'open',
  claimsUnlocked: 0,
  attempts: 1,
  daysSinceLastAttempt: 10,
  livingWitnesses: 0,
  groups: 0,
  unableToSpeak: 0,
  oldestWitnessAge: null,
  worstHealth: null,
  ...known,
});
const score = (known: Partial<PriorityFacts>): number => priorityOf(facts(known)).score;

const anyFacts = fc.record({
  state: fc.constantFrom(...QUESTION_STATES),
  claimsUnlocked: fc.nat(50),
  attempts: fc.nat(50),
  daysSinceLastAttempt: fc.option(fc.nat(40_000)),
  livingWitnesses: fc.nat(5),
  groups: fc.nat(2),
  unableToSpeak: fc.nat(2),
  oldestWitnessAge: fc.option(fc.nat(120)),
  worstHealth: fc.option(fc.constantFrom('frail' as const, 'gravely_ill' as const)),
});

describe('the priority of a question', () => {
  test('is the sum of its reasons, each of which says why', () => {
    fc.assert(
      fc.property(anyFacts, (known) => {
        const { score: sum, reasons } = priorityOf(known);
        expect(reasons.reduce((total, { points }) => total + points, 0)).toBe(sum);
        expect(reasons.every(({ points, because }) => points > 0 && /\S/.test(because))).toBe(true);
        expect(new Set(reasons.map(({ code }) => code)).size).toBe(reasons.length);
      }),
    );
  });

  test('grows with the claims an answer would settle, up to a bound', () => {
    expect(score({ claimsUnlocked: 2 })).toBeGreaterThan(score({ claimsUnlocked: 1 }));
    expect(score({ claimsUnlocked: 8 })).toBe(score({ claimsUnlocked: 800 }));
    expect(priorityOf(facts({ claimsUnlocked: 2 })).reasons).toEqual([
      { code: 'claims_unlocked', points: 10, because: 'An answer would settle 2 claims.' },
    ]);
  });

  test('grows with the time since the last attempt', () => {
    const waits = [10, 365, 1095, 3650].map((daysSinceLastAttempt) => score({ daysSinceLastAttempt }));
    expect(waits).toEqual([...new Set(waits)].sort((a, b) => a - b));
    expect(score({ daysSinceLastAttempt: null })).toBeGreaterThan(score({ daysSinceLastAttempt: 10 }));
    expect(priorityOf(facts({ daysSinceLastAttempt: 400 })).reasons).toMatchObject([
      { code: 'long_since_tried', because: 'Nobody has tried for 1 year.' },
    ]);
  });

  test('an old witness comes before everything that can wait, and the last one before one of several', () => {
    const lateQuestion = { claimsUnlocked: 8, daysSinceLastAttempt: 9999 };
    expect(score({ livingWitnesses: 1, oldestWitnessAge: 91 })).toBeGreaterThan(score(lateQuestion));
    const ages = [40, 70, 80, 90].map((oldestWitnessAge) => score({ livingWitnesses: 2, oldestWitnessAge }));
    expect(ages).toEqual([...new Set(ages)].sort((a, b) => a - b));
    expect(score({ livingWitnesses: 1 })).toBeGreaterThan(score({ livingWitnesses: 2 }));
    expect(score({ livingWitnesses: 0, oldestWitnessAge: null })).toBeLessThan(score({ livingWitnesses: 2 }));
  });

  test('who is ill cannot wait, and who cannot speak is asked no more', () => {
    const of = (worstHealth: PriorityFacts['worstHealth']) =>
      score({ livingWitnesses: 2, oldestWitnessAge: 60, worstHealth });
    expect(of('gravely_ill')).toBeGreaterThan(of('frail'));
    expect(of('frail')).toBeGreaterThan(of(null));
    expect(
      priorityOf(facts({ livingWitnesses: 1, worstHealth: 'gravely_ill', unableToSpeak: 1 })).reasons,
    ).toEqual([
      { code: 'witness_ages', points: 20, because: 'Somebody can still be asked, of an age nobody knows.' },
      { code: 'witness_health', points: 60, because: 'Of those who can still be asked, one is gravely ill.' },
      {
        code: 'last_witness',
        points: 20,
        because: 'Only one person can still be asked; 1 more is unable to speak.',
      },
    ]);
    expect(score({ unableToSpeak: 3 })).toBe(0);
  });

  test('nobody is the last where a group is left, for nobody knows how many they are', () => {
    for (const livingWitnesses of [0, 1]) {
      const { reasons } = priorityOf(facts({ livingWitnesses, groups: 1 }));
      expect(reasons).toMatchObject([{ code: 'witness_ages', points: 20 }]);
      expect(reasons[0]?.because).toMatch(/of a group .* nobody knows how many/);
    }
  });

  test('is nothing where there is nothing to do', () => {
    for (const state of ['answered', 'withdrawn'] as const) {
      expect(
        priorityOf(facts({ state, claimsUnlocked: 5, livingWitnesses: 1, oldestWitnessAge: 99 })),
      ).toEqual({
        score: 0,
        reasons: [],
      });
    }
  });
});
