import { Problem } from '../common/problem.js';
import { checkTransition, possibleTransitions, statesOf } from './lead.rules.js';
import { LEAD_KINDS, LEAD_STATES, type LeadKind, type LeadState } from './lead.vocabulary.js';

describe('how leads come to stand', () => {
  const every = LEAD_KINDS.flatMap((kind) => statesOf(kind).map((state) => ({ kind, state })));

  test('a document or place is there or not; it is not met, declines nothing and does not die', () => {
    for (const kind of ['document', 'place'] as const) {
      expect(statesOf(kind)).toEqual(['not_yet_reached', 'lost', 'found']);
    }
    expect(statesOf('institution')).not.toContain('died');
    expect(statesOf('person')).toEqual(LEAD_STATES);
  });

  test('from every state there is a way on, to no state of another kind, and never to the same', () => {
    for (const lead of every) {
      const possible = possibleTransitions(lead);
      expect([lead, possible.length]).not.toEqual([lead, 0]);
      expect(possible).not.toContain(lead.state);
      for (const to of possible) expect(statesOf(lead.kind)).toContain(to);
    }
  });

  test('whatever a lead has come to, it can be begun anew', () => {
    for (const { kind, state } of every) {
      const reached = new Set<LeadState>([state]);
      for (const from of reached)
        for (const to of possibleTransitions({ kind, state: from })) reached.add(to);
      expect([kind, state, reached.size]).toEqual([kind, state, statesOf(kind).length]);
    }
  });

  test.each<[LeadKind, LeadState, LeadState]>([
    ['person', 'died', 'contacted'],
    ['person', 'died', 'met'],
    ['person', 'declined', 'not_yet_reached'],
    ['person', 'contacted', 'not_yet_reached'],
    ['person', 'met', 'met'],
    ['institution', 'contacted', 'died'],
    ['document', 'not_yet_reached', 'met'],
    ['place', 'found', 'declined'],
  ])('a %s that is %s cannot become %s, and it is said what can be', (kind, state, to) => {
    try {
      checkTransition({ kind, state }, to);
    } catch (error) {
      expect(error).toBeInstanceOf(Problem);
      const { status, code, options } = error as Problem;
      expect([status, code, options.extra]).toEqual([
        409,
        'lead.transition',
        { from: state, possible: possibleTransitions({ kind, state }) },
      ]);
      return;
    }
    throw new Error('It was let through.');
  });
});
