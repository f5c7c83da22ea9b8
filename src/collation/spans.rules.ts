import { align, type Run } from './alignment.rules.js';
import type { Tokeniser, Tokens } from './tokens.js';

/*
 * Two texts side by side: stretches that are the same, and stretches that were changed (an empty one on either side is an
 * insertion or a deletion). Together they cover both texts in order. In UTF-16 offsets.
 */

export interface Span {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
  /** same: to the letter; form: the same on paper (normal form, white space); changed */
  kind: 'same' | 'form' | 'changed';
  /**
   * False where a few words are the same by chance, between stretches that have nothing to do with each other: `the war` of
   * a sentence that was replaced by another one about the war.
   */
  isTrusted: boolean;
}

/** Where to begin in each text, and what is compared there. */
export interface Pair {
  a: string;
  b: string;
  atA: number;
  atB: number;
  /** They were cut out of different places: then what is the same at their borders is no neighbour of what is around. */
  isMove?: boolean;
}

/** So many words in a row are no chance. */
const NO_CHANCE = 6;

export function spansOf({ a, b, atA, atB, isMove = false }: Pair, tokeniser: Tokeniser): Span[] {
  const [tokensA, tokensB] = [tokeniser.tokens(a), tokeniser.tokens(b)];
  const runs = align(tokensA.keys, tokensB.keys);
  const trusted = trustedRuns(runs, tokensA, tokensB, isMove ? Infinity : 0);
  const spans: Span[] = [];
  let [a0, b0] = [0, 0];
  runs.forEach((run, n) => {
    addChanged(spans, tokensA, tokensB, { a0, a1: run.a, b0, b1: run.b });
    addRun(spans, tokensA, tokensB, run, trusted[n]!);
    [a0, b0] = [run.a + run.length, run.b + run.length];
  });
  addChanged(spans, tokensA, tokensB, { a0, a1: tokensA.keys.length, b0, b1: tokensB.keys.length });
  for (const span of spans) {
    span.a0 += atA;
    span.a1 += atA;
    span.b0 += atB;
    span.b1 += atB;
  }
  return spans;
}

interface TokenRange {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
}

function addChanged(spans: Span[], a: Tokens, b: Tokens, range: TokenRange): void {
  if (range.a0 === range.a1 && range.b0 === range.b1) return;
  spans.push({
    a0: a.starts[range.a0]!,
    a1: a.starts[range.a1]!,
    b0: b.starts[range.b0]!,
    b1: b.starts[range.b1]!,
    kind: 'changed',
    isTrusted: true,
  });
}

/** A run of tokens that look the same, divided where they are not the same to the letter. */
function addRun(spans: Span[], a: Tokens, b: Tokens, run: Run, isTrusted: boolean): void {
  for (let n = 0; n < run.length; n++) {
    const [a0, a1] = [a.starts[run.a + n]!, a.starts[run.a + n + 1]!];
    const [b0, b1] = [b.starts[run.b + n]!, b.starts[run.b + n + 1]!];
    const isSame = a1 - a0 === b1 - b0 && a.text.slice(a0, a1) === b.text.slice(b0, b1);
    const last = spans.at(-1);
    // Tokens that differ in form stay by themselves: inside them no offset says what became of another.
    if (isSame && last?.kind === 'same' && last.a1 === a0 && last.b1 === b0 && last.isTrusted === isTrusted) {
      last.a1 = a1;
      last.b1 = b1;
    } else spans.push({ a0, a1, b0, b1, kind: isSame ? 'same' : 'form', isTrusted });
  }
}

/**
 * Few words that are the same between two larger changes are chance, and make one change of both; which may make chance of
 * what is beside them.
 */
function trustedRuns(runs: Run[], a: Tokens, b: Tokens, around: number): boolean[] {
  const weightA = sums(a.weights);
  const weightB = sums(b.weights);
  const trusted = runs.map(() => true);
  const gapAfter = (n: number): { a: number; b: number } => {
    const [endA, endB] = n < 0 ? [0, 0] : [runs[n]!.a + runs[n]!.length, runs[n]!.b + runs[n]!.length];
    const next = runs[n + 1] ?? { a: a.keys.length, b: b.keys.length };
    const outside = n < 0 || n === runs.length - 1 ? around : 0;
    return { a: weightA[next.a]! - weightA[endA]! + outside, b: weightB[next.b]! - weightB[endB]! };
  };
  // Runs that still stand, and the change before each.
  const standing: { n: number; before: { a: number; b: number } }[] = [];
  let before = gapAfter(-1);
  for (let n = 0; n < runs.length; n++) {
    standing.push({ n, before });
    let after = gapAfter(n);
    for (let last = standing.at(-1); last !== undefined; last = standing.at(-1)) {
      const run = runs[last.n]!;
      const weight = weightA[run.a + run.length]! - weightA[run.a]!;
      const isChance =
        weight <= Math.max(last.before.a, last.before.b) &&
        weight <= Math.max(after.a, after.b) &&
        wordsIn(a, run) < NO_CHANCE &&
        !isWholeLine(a, run);
      if (!isChance) break;
      trusted[last.n] = false;
      after = { a: last.before.a + weight + after.a, b: last.before.b + weight + after.b };
      standing.pop();
    }
    before = after;
  }
  return trusted;
}

function sums(weights: number[]): number[] {
  const total = [0];
  for (const weight of weights) total.push(total.at(-1)! + weight);
  return total;
}

function wordsIn({ weights }: Tokens, { a, length }: Run): number {
  let words = 0;
  for (let n = a; n < a + length && words < NO_CHANCE; n++) if (weights[n]! > 0) words++;
  return words;
}

/** A line of its own, with words on it: a heading, a short answer. */
function isWholeLine({ text, starts, weights }: Tokens, { a, length }: Run): boolean {
  const [from, to] = [starts[a]!, starts[a + length]!];
  const line = text.slice(from, to);
  const begins = from === 0 || /[\n\r]/.test(text[from - 1]!) || /^\s*[\n\r]/.test(line);
  const ends = to === text.length || /[\n\r]/.test(text[to]!) || /[\n\r]\s*$/.test(line);
  return begins && ends && weights.slice(a, a + length).some((weight) => weight > 0);
}
