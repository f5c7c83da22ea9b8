import fc from 'fast-check';
import { countLines, endsFromEach, singlePointsOfFailure, wayThrough } from './lines.rules.js';
import type { Network } from './numbered-network.js';

type Edge = [string, string];

function network(starts: string[], edges: Edge[], ends: string[]): Network {
  const onward = new Map<string, Set<string>>();
  for (const [from, to] of edges) onward.set(from, (onward.get(from) ?? new Set()).add(to));
  return { starts: new Set(starts), onward, ends: new Set(ends) };
}

/** Records a to l in any tangle, circles included, with what is cited and where it begins. */
const tangles = fc
  .record({
    edges: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 11 })), {
      maxLength: 30,
      selector: ([from, to]) => from * 12 + to,
    }),
    starts: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 5 }),
    ends: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 5 }),
  })
  .map(({ edges, starts, ends }) => {
    const name = (n: number): string => 'abcdefghijkl'[n]!;
    return {
      edges: edges.filter(([from, to]) => from !== to).map(([from, to]): Edge => [name(from), name(to)]),
      starts: starts.map(name),
      ends: ends.map(name),
    };
  });

/** The least number of records that must fall: every choice tried, from none on. */
function leastCut(given: Network): number {
  const records = [
    ...new Set([
      ...given.starts,
      ...given.onward.keys(),
      ...[...given.onward.values()].flatMap((to) => [...to]),
    ]),
  ];
  for (let size = 0; size <= records.length; size += 1) {
    if (choices(records, size).some((fallen) => wayThrough(given, new Set(fallen)) === null)) return size;
  }
  return records.length;
}

function choices(records: string[], size: number): string[][] {
  if (size === 0) return [[]];
  return records.flatMap((record, n) =>
    choices(records.slice(n + 1), size - 1).map((rest) => [record, ...rest]),
  );
}

describe('lines', () => {
  test('are none where nothing is cited, and one for a source that is its own root', () => {
    expect(countLines(network([], [], []))).toBe(0);
    expect(countLines(network(['a'], [], ['a']))).toBe(1);
    expect(countLines(network(['a'], [], []))).toBe(0);
  });

  test('three copies of one newspaper are one line', () => {
    expect(
      countLines(
        network(
          ['a', 'b', 'c'],
          [
            ['a', 'n'],
            ['b', 'n'],
            ['c', 'n'],
          ],
          ['n'],
        ),
      ),
    ).toBe(1);
  });

  test('are found where the first way that offers itself would bar another', () => {
    // a could take either root, b only the first.
    expect(
      countLines(
        network(
          ['a', 'b'],
          [
            ['a', 'x'],
            ['a', 'y'],
            ['b', 'x'],
          ],
          ['x', 'y'],
        ),
      ),
    ).toBe(2);
    // The short way through m would spend what both long ways need.
    const edges: Edge[] = [
      ['a', 'm'],
      ['m', 'y'],
      ['b', 'm'],
      ['a', 'x'],
      ['b', 'y'],
    ];
    expect(countLines(network(['a', 'b'], edges, ['x', 'y']))).toBe(2);
  });

  test('go through a record that is a root for one and a step for another', () => {
    expect(countLines(network(['a', 'b'], [['a', 'b']], ['b']))).toBe(1);
    expect(
      countLines(
        network(
          ['a', 'b'],
          [
            ['a', 'b'],
            ['b', 'c'],
          ],
          ['b', 'c'],
        ),
      ),
    ).toBe(1);
  });

  test('are counted along a way of thousands of records', () => {
    const long = Array.from({ length: 20_000 }, (_, n): Edge => [`r${n}`, `r${n + 1}`]);
    expect(countLines(network(['r0'], long, ['r20000']))).toBe(1);
    expect(singlePointsOfFailure(network(['r0'], long.slice(0, 50), ['r50']))).toHaveLength(51);
  });

  test('are as many as records must fall for nothing to be left (Menger)', () => {
    fc.assert(
      fc.property(tangles, ({ starts, edges, ends }) => {
        const given = network(starts.slice(0, 3), edges, ends);
        expect(countLines(given)).toBe(leastCut(given));
      }),
      { numRuns: 300 },
    );
  });

  test('are never more for a copy of a source', () => {
    fc.assert(
      fc.property(tangles, fc.nat(11), ({ starts, edges, ends }, n) => {
        const copied = 'abcdefghijkl'[n]!;
        const before = countLines(network([...starts, copied], edges, ends));
        const after = countLines(network([...starts, copied, 'copy'], [...edges, ['copy', copied]], ends));
        expect(after).toBe(before);
      }),
    );
  });

  test('are never more for the loss of an edge, a citation or a record', () => {
    fc.assert(
      fc.property(tangles, fc.nat(), ({ starts, edges, ends }, n) => {
        const all = countLines(network(starts, edges, ends));
        const without = <Item>(items: Item[]): Item[] =>
          items.filter((_, i) => i !== n % Math.max(items.length, 1));
        expect(countLines(network(starts, without(edges), ends))).toBeLessThanOrEqual(all);
        expect(countLines(network(without(starts), edges, ends))).toBeLessThanOrEqual(all);
        expect(countLines(network(starts, edges, without(ends)))).toBeLessThanOrEqual(all);
      }),
    );
  });

  test('do not depend on any order', () => {
    fc.assert(
      fc.property(tangles, fc.infiniteStream(fc.nat()), ({ starts, edges, ends }, stream) => {
        const shuffled = <Item>(items: Item[]): Item[] =>
          items
            .map((item) => ({ item, key: stream.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const [one, other] = [
          network(starts, edges, ends),
          network(shuffled(starts), shuffled(edges), shuffled(ends)),
        ];
        expect(countLines(other)).toBe(countLines(one));
        expect(singlePointsOfFailure(other).sort()).toEqual(singlePointsOfFailure(one).sort());
        for (const start of starts)
          expect(endsFromEach(other)(start).sort()).toEqual(endsFromEach(one)(start).sort());
      }),
    );
  });

  test('begin where a way from each record alone would lead, in a circle too', () => {
    const circle: Edge[] = [
      ['b', 'a'],
      ['a', 'b'],
      ['b', 'd'],
    ];
    expect(endsFromEach(network(['b', 'a'], circle, ['d']))('a')).toEqual(['d']);
    fc.assert(
      fc.property(tangles, ({ starts, edges, ends }) => {
        const given = network(starts, edges, ends);
        const endsFrom = endsFromEach(given);
        for (const start of starts) {
          const leadsTo = ends.filter(
            (end) =>
              wayThrough({ ...given, starts: new Set([start]), ends: new Set([end]) }, new Set()) !== null,
          );
          expect(endsFrom(start).sort()).toEqual(leadsTo.sort());
        }
      }),
    );
  });

  test('have a single point of failure only where there is one line, and then its loss leaves none', () => {
    fc.assert(
      fc.property(tangles, ({ starts, edges, ends }) => {
        const given = network(starts, edges, ends);
        const points = singlePointsOfFailure(given);
        if (countLines(given) !== 1) expect(points).toEqual([]);
        else expect(points.length).toBeGreaterThan(0);
        for (const point of points) expect(wayThrough(given, new Set([point]))).toBeNull();
      }),
    );
  });
});
