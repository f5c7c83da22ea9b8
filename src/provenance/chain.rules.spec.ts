import fc from 'fast-check';
import { LONGEST_CHAIN, longestChain, type Step, wayBetween } from './chain.rules.js';

const steps = (...pairs: string[]): Step[] =>
  pairs.map((pair) => ({ from: pair[0]!, to: pair[1]!, kind: 'source', isVisible: true }));

/** Steps that only ever lead to a higher number, so that there is no way round. */
const acyclic = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 5 })), { maxLength: 30 })
  .map((pairs) =>
    pairs.map(([from, by]): Step => ({
      from: String(from),
      to: String(from + by),
      kind: 'source',
      isVisible: true,
    })),
  );

describe('chains', () => {
  test('a way is the shortest there is, with both ends', () => {
    expect(wayBetween(steps('ab', 'bc', 'cd', 'ad'), 'a', 'd')).toEqual(['a', 'd']);
    expect(wayBetween(steps('ab', 'bc'), 'a', 'c')).toEqual(['a', 'b', 'c']);
    expect(wayBetween(steps('ab'), 'a', 'a')).toEqual(['a']);
    expect(wayBetween(steps('ab', 'bc'), 'c', 'a')).toBeNull();
    expect(wayBetween([], 'a', 'b')).toBeNull();
  });

  test('a circle that is there already is gone round once', () => {
    expect(wayBetween(steps('ab', 'ba'), 'a', 'z')).toBeNull();
    expect(longestChain(steps('ab', 'ba'), 'a')).toBe(LONGEST_CHAIN + 1);
  });

  test('the longest chain counts steps, not records, and not the shortest of several', () => {
    expect(longestChain([], 'a')).toBe(0);
    expect(longestChain(steps('ab', 'bc', 'cd', 'ad'), 'a')).toBe(3);
    const line = Array.from({ length: LONGEST_CHAIN }, (_, n): Step => ({
      from: String(n),
      to: String(n + 1),
      kind: 'source',
      isVisible: true,
    }));
    expect(longestChain(line, '0')).toBe(LONGEST_CHAIN);
    expect(longestChain([...line, { ...line[0]!, from: '-1', to: '0' }], '-1')).toBe(LONGEST_CHAIN + 1);
  });

  test('it is one step longer than the longest from any of the next', () => {
    fc.assert(
      fc.property(acyclic, (given) => {
        const next = given.filter(({ from }) => from === '0').map(({ to }) => longestChain(given, to));
        expect(longestChain(given, '0')).toBe(next.length === 0 ? 0 : Math.max(...next) + 1);
      }),
    );
  });

  test('a way is made of steps, and is found whenever one can be walked', () => {
    fc.assert(
      fc.property(acyclic, fc.integer({ min: 0, max: 17 }), (given, end) => {
        const reachable = new Set(['0']);
        for (const at of reachable) {
          for (const { from, to } of given) if (from === at) reachable.add(to);
        }
        const way = wayBetween(given, '0', String(end));
        expect(way !== null).toBe(reachable.has(String(end)));
        for (const [n, to] of (way ?? []).entries()) {
          if (n > 0) expect(given.some((step) => step.from === way![n - 1] && step.to === to)).toBe(true);
        }
      }),
    );
  });
});
