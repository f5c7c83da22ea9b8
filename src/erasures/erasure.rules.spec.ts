import { type Problem } from '../common/problem.js';
import { checkExecution, checkOpen, faultsOf } from './erasure.rules.js';

const codes = (...wish: Parameters<typeof faultsOf>): string[] => faultsOf(...wish).map(({ code }) => code);

describe('what can be erased', () => {
  test.each([
    [{ kind: 'claim', part: 'record' }],
    [{ kind: 'revision', part: 'span', start: 0, end: 1 }],
    [{ kind: 'testimony', part: 'summary' }],
    [{ kind: 'agent', part: 'health' }],
  ] as const)('%o', (wish) => {
    expect(faultsOf(wish)).toEqual([]);
  });

  test('is no part that its kind does not have', () => {
    expect(codes({ kind: 'place', part: 'name' })).toEqual(['erasure.part_of_other_kind']);
    expect(codes({ kind: 'testimony', part: 'span', start: 0, end: 1 })).toEqual([
      'erasure.part_of_other_kind',
    ]);
  });

  test('is a stretch with both ends, and nothing else has any', () => {
    for (const place of [{}, { start: 1 }, { end: 1 }, { start: 2, end: 2 }, { start: 3, end: 2 }]) {
      expect(codes({ kind: 'revision', part: 'span', ...place })).toEqual(['erasure.span_unclear']);
    }
    expect(codes({ kind: 'passage', part: 'record', start: 0, end: 1 })).toEqual(['erasure.span_unclear']);
  });
});

describe('who may carry it out', () => {
  const problem = (work: () => void): string | undefined => {
    try {
      work();
    } catch (error) {
      return (error as Problem).code;
    }
    return undefined;
  };

  test('somebody else, once', () => {
    const requested = { state: 'requested', requestedById: 'a' } as const;
    expect(problem(() => checkExecution(requested, 'b'))).toBeUndefined();
    expect(problem(() => checkExecution(requested, 'a'))).toBe('erasure.second_person');
    expect(problem(() => checkExecution({ ...requested, state: 'executed' }, 'b'))).toBe('erasure.decided');
    expect(problem(() => checkOpen('withdrawn'))).toBe('erasure.decided');
  });
});
