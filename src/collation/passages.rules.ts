import type { Collation } from './collation.js';
import type { Stretch } from './carry.rules.js';
import type { Span } from './spans.rules.js';

/** A passage of the text before, with the number people cite it by. Offsets in code points. */
export interface NumberedPassage extends Stretch {
  number: number;
}

/** What a passage must share with the one it carries on, as a part of the shorter of both. */
const SHARED = 0.25;

/**
 * Which passages go on in the text after: there each keeps its number, wherever it stands. Of a passage that was divided
 * the part that kept most of it goes on; of passages that were joined, the one of which most is left.
 * @returns for each passage after, the one before that it carries on, or null for a new one
 */
export function goesOn<Before extends Stretch>(
  collation: Collation,
  before: readonly Before[],
  after: readonly Stretch[],
): (Before | null)[] {
  const old = before.map(({ start, end }) => inUnits(collation.indexBefore, start, end));
  const now = after.map(({ start, end }) => inUnits(collation.indexAfter, start, end));
  const shared = sharedBy(collation, old, now).filter(
    ({ a, b, length }) => length >= SHARED * Math.min(lengthOf(old[a]!), lengthOf(now[b]!)),
  );
  shared.sort((one, other) => other.length - one.length || one.a - other.a || one.b - other.b);
  const found = after.map((): Before | null => null);
  const gone = new Set<number>();
  for (const { a, b } of shared) {
    if (gone.has(a) || found[b] !== null) continue;
    gone.add(a);
    found[b] = before[a]!;
  }
  return found;
}

function inUnits(index: { toUtf16(at: number): number }, start: number, end: number): Stretch {
  return { start: index.toUtf16(start), end: index.toUtf16(end) };
}

function lengthOf({ start, end }: Stretch): number {
  return end - start;
}

interface Shared {
  a: number;
  b: number;
  length: number;
}

/** How much each passage before has in common with each after, by the way of the text and of what was moved. */
function sharedBy({ spans, moves }: Collation, old: readonly Stretch[], now: readonly Stretch[]): Shared[] {
  const shared = new Map<string, Shared>();
  for (const span of [...spans, ...moves.flatMap((move) => move.spans)]) {
    if (span.kind === 'changed' || !span.isTrusted) continue;
    for (const [a, part] of partsOf(span, old)) {
      for (const [b, { start, end }] of partsOf(part, now, 'b')) {
        const key = `${a} ${b}`;
        const known = shared.get(key) ?? { a, b, length: 0 };
        shared.set(key, { ...known, length: known.length + end - start });
      }
    }
  }
  return [...shared.values()];
}

/** The parts of a span that lie in passages, with the number of the passage in the list. */
function partsOf(span: Span, passages: readonly Stretch[], side?: 'b'): [number, Span & Stretch][];
function partsOf(
  span: Span,
  passages: readonly Stretch[],
  side: 'a' | 'b' = 'a',
): [number, Span & Stretch][] {
  const [from, to] = side === 'a' ? [span.a0, span.a1] : [span.b0, span.b1];
  const parts: [number, Span & Stretch][] = [];
  for (let n = firstReaching(passages, from); n < passages.length && passages[n]!.start < to; n++) {
    const start = Math.max(from, passages[n]!.start);
    const end = Math.min(to, passages[n]!.end);
    // Both sides of what is the same are as long, but for single tokens that differ in form.
    const [skipped, length] = [start - from, end - start];
    const part =
      span.kind === 'same'
        ? {
            ...span,
            a0: span.a0 + skipped,
            a1: span.a0 + skipped + length,
            b0: span.b0 + skipped,
            b1: span.b0 + skipped + length,
          }
        : span;
    parts.push([n, { ...part, start, end }]);
  }
  return parts;
}

function firstReaching(passages: readonly Stretch[], at: number): number {
  let [low, high] = [0, passages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passages[middle]!.end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
