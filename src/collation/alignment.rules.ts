import { diffArrays } from 'diff';

/*
 * Which tokens of one text are those of another, in the order of both. First what both have but once: long rows of tokens,
 * then shorter ones between them (patience diff, over rows instead of lines); between those the shortest edit (Myers).
 */

/** So many tokens of the one, from `a`, are those of the other, from `b`. */
export interface Run {
  a: number;
  b: number;
  length: number;
}

interface Range {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
  level: number;
}

/** How many tokens a row has that is sought as one, the long ones first. */
const ROWS = [12, 5, 2];
/** Two stretches that differ in more than this are different texts, and nobody is helped by what they share. */
const MOST_EDITS = 400;
const LONGEST_EDITED = 20_000;

/** @returns the runs in order, never touching each other */
export function align(a: readonly number[], b: readonly number[]): Run[] {
  const runs: Run[] = [];
  const waiting: Range[] = [{ a0: 0, a1: a.length, b0: 0, b1: b.length, level: 0 }];
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
    const { a1, b1, level } = range;
    let { a0, b0 } = range;
    let length = 0;
    while (a0 + length < a1 && b0 + length < b1 && a[a0 + length] === b[b0 + length]) length++;
    if (length > 0) runs.push({ a: a0, b: b0, length });
    a0 += length;
    b0 += length;
    let tail = 0;
    while (a1 - tail > a0 && b1 - tail > b0 && a[a1 - tail - 1] === b[b1 - tail - 1]) tail++;
    if (tail > 0) runs.push({ a: a1 - tail, b: b1 - tail, length: tail });
    const inner = { a0, a1: a1 - tail, b0, b1: b1 - tail, level };
    if (inner.a0 < inner.a1 && inner.b0 < inner.b1) divide(a, b, inner, waiting, runs);
  }
  runs.sort((one, other) => one.a - other.a);
  return joined(runs);
}

/** Finds rows that both have once, and leaves what is between them; where there are none, the shortest edit decides. */
function divide(
  a: readonly number[],
  b: readonly number[],
  range: Range,
  waiting: Range[],
  runs: Run[],
): void {
  for (let level = range.level; level < ROWS.length; level++) {
    const rows = commonRows(a, b, range, ROWS[level]!);
    if (rows.length === 0) continue;
    let { a0, b0 } = range;
    for (const { a: atA, b: atB } of rows) {
      // Rows overlap where a long stretch is the same: the one before has reached this one.
      if (atA < a0 || atB < b0) continue;
      let length = 0;
      while (atA + length < range.a1 && atB + length < range.b1 && a[atA + length] === b[atB + length])
        length++;
      waiting.push({ a0, a1: atA, b0, b1: atB, level });
      runs.push({ a: atA, b: atB, length });
      a0 = atA + length;
      b0 = atB + length;
    }
    waiting.push({ a0, a1: range.a1, b0, b1: range.b1, level });
    return;
  }
  runs.push(...shortestEdit(a, b, range));
}

/** Rows of `size` tokens that stand in each once, else as often, in the order of both. */
function commonRows(a: readonly number[], b: readonly number[], range: Range, size: number): Run[] {
  const once = rowsOnce(a, b, range, size);
  const many = range.a1 - range.a0;
  if (once.length > 0 || many <= REFRAINS || many > LONGEST_LITANY) return inOrder(once);
  const inA = rowsOf(a, range.a0, range.a1, size);
  const inB = rowsOf(b, range.b0, range.b1, size);
  const pairs: Run[] = [];
  for (const [row, atA] of inA) {
    const atB = inB.get(row);
    if (atB?.length !== atA.length || atA.length > MOST_TIMES) continue;
    atA.forEach((at, n) => {
      if (isSameRow(a, at, b, atB[n]!, size)) pairs.push({ a: at, b: atB[n]!, length: size });
    });
  }
  return inOrder(pairs);
}

/** Rows that stand in each once. A table of our own, since a Map takes ten times as long for millions of them. */
function rowsOnce(a: readonly number[], b: readonly number[], range: Range, size: number): Run[] {
  const { a0, a1, b0, b1 } = range;
  const many = a1 - a0 - size + 1;
  if (many <= 0 || b1 - b0 < size) return [];
  const mask = 2 ** Math.ceil(Math.log2(2 * many + 1)) - 1;
  // Where a row stands first in a, from 1; and where it stands in b: 0 nowhere yet.
  const [inA, inB] = [new Int32Array(mask + 1), new Int32Array(mask + 1)];
  const slotOf = (keys: readonly number[], at: number): number => {
    let slot = spread(rowHash(keys, at, size)) & mask;
    while (inA[slot] !== 0 && !isSameRow(a, Math.abs(inA[slot]!) - 1, keys, at, size))
      slot = (slot + 1) & mask;
    return slot;
  };
  for (let at = a0; at + size <= a1; at++) {
    const slot = slotOf(a, at);
    // Below 0 where it stands again.
    inA[slot] = inA[slot] === 0 ? at + 1 : -Math.abs(inA[slot]!);
  }
  for (let at = b0; at + size <= b1; at++) {
    const slot = slotOf(b, at);
    if (inA[slot]! > 0) inB[slot] = inB[slot] === 0 ? at + 1 : -1;
  }
  const pairs: Run[] = [];
  for (let slot = 0; slot <= mask; slot++) {
    if (inB[slot]! > 0) pairs.push({ a: inA[slot]! - 1, b: inB[slot]! - 1, length: size });
  }
  return pairs;
}

/** Hashes of like rows are near each other; places in a table should not be. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 15);
}

/** In a longer stretch than that without a row that stands once, rows that stand a few times must do: a litany. */
const [REFRAINS, LONGEST_LITANY] = [1000, 400_000];
const MOST_TIMES = 64;

/** Where each row stands, by its hash. */
function rowsOf(keys: readonly number[], from: number, to: number, size: number): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (let at = from; at + size <= to; at++) {
    const hash = rowHash(keys, at, size);
    const places = rows.get(hash);
    if (places === undefined) rows.set(hash, [at]);
    else if (places.length <= MOST_TIMES) places.push(at);
  }
  return rows;
}

export function rowHash(keys: readonly number[], at: number, size: number): number {
  let hash = 0;
  for (let n = 0; n < size; n++) hash = (Math.imul(hash, 31) + keys[at + n]! + 1) | 0;
  return hash;
}

/** Two different rows may have one hash. */
export function isSameRow(
  a: readonly number[],
  atA: number,
  b: readonly number[],
  atB: number,
  size: number,
): boolean {
  for (let n = 0; n < size; n++) if (a[atA + n] !== b[atB + n]) return false;
  return true;
}

/** As many of the pairs as can be in the order of both texts: the longest increasing subsequence of b. */
function inOrder(pairs: Run[]): Run[] {
  pairs.sort((one, other) => one.a - other.a);
  const lasts: number[] = [];
  const before: number[] = [];
  pairs.forEach(({ b }, n) => {
    let [low, high] = [0, lasts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[lasts[middle]!]!.b < b) low = middle + 1;
      else high = middle;
    }
    before[n] = low > 0 ? lasts[low - 1]! : -1;
    lasts[low] = n;
  });
  const chosen: Run[] = [];
  for (let n = lasts.at(-1) ?? -1; n >= 0; n = before[n]!) chosen.push(pairs[n]!);
  return chosen.reverse();
}

function shortestEdit(a: readonly number[], b: readonly number[], { a0, a1, b0, b1 }: Range): Run[] {
  // Nothing in a row in common, and long: not worth the while.
  if (Math.min(a1 - a0, b1 - b0) > LONGEST_EDITED || Math.abs(a1 - a0 - b1 + b0) > MOST_EDITS) return [];
  const changes = diffArrays(a.slice(a0, a1), b.slice(b0, b1), { maxEditLength: MOST_EDITS });
  const runs: Run[] = [];
  let [atA, atB] = [a0, b0];
  // Undefined where there are more edits: then all of it counts as replaced.
  for (const { count, added, removed } of changes ?? []) {
    if (!added && !removed) runs.push({ a: atA, b: atB, length: count });
    if (!added) atA += count;
    if (!removed) atB += count;
  }
  return runs;
}

function joined(runs: Run[]): Run[] {
  const whole: Run[] = [];
  for (const run of runs) {
    const last = whole.at(-1);
    if (last && last.a + last.length === run.a && last.b + last.length === run.b) last.length += run.length;
    else whole.push({ ...run });
  }
  return whole;
}
