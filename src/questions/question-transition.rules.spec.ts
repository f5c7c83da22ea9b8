import type { Problem } from '../common/problem.js';
import { checkAnswer, checkTransition, possibleTransitions } from './question-transition.rules.js';
import { QUESTION_STATES, type QuestionState } from './vocabularies.js';

const refusal = (work: () => void): Problem | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error as Problem;
  }
};

describe('what can become of a question', () => {
  test('every state but its own is allowed or refused, and a refusal tells what is possible', () => {
    for (const from of QUESTION_STATES) {
      for (const to of QUESTION_STATES) {
        const problem = refusal(() => checkTransition(from, to));
        expect([from, to, problem === null]).toEqual([from, to, possibleTransitions(from).includes(to)]);
        if (problem === null) continue;
        expect([problem.status, problem.code]).toEqual([409, 'question.transition']);
        expect(problem.options.extra).toEqual({ from, possible: possibleTransitions(from) });
        for (const state of possibleTransitions(from)) expect(problem.detail).toContain(state);
      }
    }
  });

  test('nothing becomes what it is, and from everywhere there is a way back to open', () => {
    for (const state of QUESTION_STATES) {
      expect(possibleTransitions(state)).not.toContain(state);
      expect(state === 'open' || possibleTransitions(state).includes('open')).toBe(true);
    }
  });

  test('an answered question is asked again before it is given up', () => {
    expect(possibleTransitions('answered')).toEqual(['open', 'pursued']);
    expect(possibleTransitions('withdrawn')).toEqual(['open']);
  });
});

describe('an answer', () => {
  const pointer = (to: QuestionState, wanted: Parameters<typeof checkAnswer>[1]): string | undefined =>
    refusal(() => checkAnswer(to, wanted))?.options.faults?.[0]?.pointer;

  test('is words or claims, and rests on something', () => {
    expect(pointer('answered', { answer: { statement: 'S' }, citations: [{}] })).toBeUndefined();
    expect(pointer('answered', { answer: { claimIds: ['x'] }, citations: [{}] })).toBeUndefined();
    expect(pointer('answered', { citations: [{}] })).toBe('/answer');
    expect(pointer('answered', { answer: {}, citations: [{}] })).toBe('/answer');
    expect(pointer('answered', { answer: { claimIds: [] }, citations: [{}] })).toBe('/answer');
    expect(pointer('answered', { answer: { statement: 'S' } })).toBe('/citations');
    expect(pointer('answered', { answer: { statement: 'S' }, citations: [] })).toBe('/citations');
  });

  test('belongs to an answered question alone', () => {
    for (const to of ['open', 'pursued', 'stuck', 'withdrawn'] as const) {
      expect(pointer(to, {})).toBeUndefined();
      expect(pointer(to, { answer: { statement: 'S' } })).toBe('/answer');
      expect(pointer(to, { citations: [] })).toBe('/citations');
      expect(pointer(to, { settles: [] })).toBe('/settles');
    }
  });
});
