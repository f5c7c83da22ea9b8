import type { Run } from './alignment.rules.js';
import { sentencesOf, slidToSentences } from './sentences.js';
import type { Tokens } from './tokens.js';

/*
 * What is the same, and what is so by chance: a sentence that was replaced shares `the war` with the one in its place. So
 * runs are judged by sentences: of one that was corrected most is left, of one that was replaced a few words.
 */

export interface JudgedRun extends Run {
  /** False where it may be the same by chance */
  isTrusted: boolean;
  /** Which sentence it is in, of both texts */
  sentences: [number, number];
}

/** So many words in a row are no chance, whatever is around them; so many are not likely to be. */
const [NO_CHANCE, FEW_CHANCES] = [20, 6];
/** Of two sentences that share this much of their letters (Dice), one is the other, corrected. */
const SAME_SENTENCE = 0.6;
/** Those that share less than this have nothing to do with each other. */
const OTHER_SENTENCE = 0.4;
/** Where the ones before and after are others too, this much must be left of one. */
const ALONE = 0.8;
/** A sentence elsewhere, without its neighbours, is the same one only if it is the same. */
const EXACT = 0.95;
/** What a sentence has of letters, at the least, to lead others. */
const LEADING = 16;

/** @returns the runs, divided where sentences end */
export function judgedRuns(runs: readonly Run[], a: Tokens, b: Tokens, isMove: boolean): JudgedRun[] {
  const [inA, inB] = [sentencesOf(a), sentencesOf(b)];
  const parts = dividedBySentence(slidToSentences(runs, a, b, inA, inB), inA, inB);
  const pairs = new SentencePairs(parts, lettersBySentence(a, inA), lettersBySentence(b, inB), a.weights);
  if (isMove) {
    for (const part of parts) part.isTrusted = pairs.isMoved(part);
    return parts;
  }
  const isChance = chances(parts, sums(a.weights), sums(b.weights));
  parts.forEach((part, n) => {
    const [share, words] = [pairs.shareOf(part), wordsIn(a, part)];
    if (pairs.isRivalled(part)) part.isTrusted = false;
    else if (words >= NO_CHANCE || share >= ALONE) part.isTrusted = true;
    else if (!pairs.isBeside(part)) part.isTrusted = false;
    else if (share >= SAME_SENTENCE) part.isTrusted = true;
    else if (words >= FEW_CHANCES) part.isTrusted = share >= OTHER_SENTENCE || !isChance[n]!;
    else part.isTrusted = share >= OTHER_SENTENCE && !isChance[n]!;
  });
  return parts;
}

/** Before and after, one sentence or two of which one was made. */
const NEIGHBOURS = [
  [-1, -1],
  [1, 1],
  [0, -1],
  [0, 1],
  [-1, 0],
  [1, 0],
] as const;

/** How much of each sentence is in which other. */
class SentencePairs {
  private readonly common = new Map<number, number>();
  /** The most that a sentence has in common with any */
  private readonly mostA: number[] = [];
  private readonly mostB: number[] = [];
  /** What it has in common with all together */
  private readonly allA: number[] = [];
  private readonly allB: number[] = [];

  constructor(
    parts: readonly JudgedRun[],
    private readonly lettersA: readonly number[],
    private readonly lettersB: readonly number[],
    weights: readonly number[],
  ) {
    for (const part of parts) {
      const key = this.keyOf(...part.sentences);
      let own = 0;
      for (let n = part.a; n < part.a + part.length; n++) own += weights[n]!;
      const letters = (this.common.get(key) ?? 0) + own;
      this.common.set(key, letters);
      const [s, t] = part.sentences;
      this.allA[s] = (this.allA[s] ?? 0) + own;
      this.allB[t] = (this.allB[t] ?? 0) + own;
      this.mostA[s] = Math.max(this.mostA[s] ?? 0, letters);
      this.mostB[t] = Math.max(this.mostB[t] ?? 0, letters);
    }
  }

  /** What two sentences share of their letters; all, where they have none. */
  shareOf({ sentences: [s, t] }: JudgedRun): number {
    return this.share(s, t);
  }

  /** Whether what stands before or after is the same in both, so that these two have one place. */
  isBeside({ sentences: [s, t] }: JudgedRun): boolean {
    return NEIGHBOURS.some(([inA, inB]) => this.share(s + inA, t + inB) >= OTHER_SENTENCE);
  }

  /** Whether either sentence has more in common with another, and neither is a part of the other. */
  isRivalled({ sentences: [s, t] }: JudgedRun): boolean {
    const common = this.common.get(this.keyOf(s, t))!;
    const isPart = common >= SAME_SENTENCE * Math.min(this.lettersA[s]!, this.lettersB[t]!);
    return !isPart && (common < this.mostA[s]! || common < this.mostB[t]!);
  }

  /** A sentence that was moved as it was, or with edits beside one that was. */
  isMoved({ sentences: [s, t] }: JudgedRun): boolean {
    const share = this.share(s, t);
    return (
      share >= EXACT || (share >= SAME_SENTENCE && (this.leads(s - 1, t - 1) || this.leads(s + 1, t + 1)))
    );
  }

  /** Whether a sentence was moved as it was, and is long enough to show where the ones beside it went; a name is not. */
  private leads(s: number, t: number): boolean {
    return this.share(s, t) >= EXACT && this.lettersA[s]! >= LEADING;
  }

  private share(s: number, t: number): number {
    const common = this.common.get(this.keyOf(s, t));
    if (common === undefined) return 0;
    const [a, b] = [this.lettersA[s]!, this.lettersB[t]!];
    if (a + b === 0) return 1;
    // Of what was divided or joined, each part counts by itself.
    const ofA = this.allB[t]! >= SAME_SENTENCE * b ? common / a : 0;
    const ofB = this.allA[s]! >= SAME_SENTENCE * a ? common / b : 0;
    return Math.max((2 * common) / (a + b), a > 0 ? ofA : 0, b > 0 ? ofB : 0);
  }

  private keyOf(s: number, t: number): number {
    return s < 0 || t < 0 ? -1 : s * (this.lettersB.length + 1) + t;
  }
}

function dividedBySentence(
  runs: readonly Run[],
  inA: readonly number[],
  inB: readonly number[],
): JudgedRun[] {
  const parts: JudgedRun[] = [];
  for (const run of runs) {
    let last: JudgedRun | undefined;
    for (let n = 0; n < run.length; n++) {
      const [s, t] = [inA[run.a + n]!, inB[run.b + n]!];
      if (last?.sentences[0] === s && last.sentences[1] === t) last.length++;
      else parts.push((last = { a: run.a + n, b: run.b + n, length: 1, isTrusted: true, sentences: [s, t] }));
    }
  }
  return parts;
}

/**
 * Few words that are the same between two larger changes are chance, and make one change of both; which may make chance of
 * what is beside them.
 */
function chances(runs: readonly Run[], sumA: readonly number[], sumB: readonly number[]): boolean[] {
  const isChance = runs.map(() => false);
  const gapAfter = (n: number): { a: number; b: number } => {
    const [endA, endB] = n < 0 ? [0, 0] : [runs[n]!.a + runs[n]!.length, runs[n]!.b + runs[n]!.length];
    const next = runs[n + 1] ?? { a: sumA.length - 1, b: sumB.length - 1 };
    return { a: sumA[next.a]! - sumA[endA]!, b: sumB[next.b]! - sumB[endB]! };
  };
  // Runs that still stand, and the change before each.
  const standing: { n: number; before: { a: number; b: number } }[] = [];
  let before = gapAfter(-1);
  for (let n = 0; n < runs.length; n++) {
    standing.push({ n, before });
    let after = gapAfter(n);
    for (let last = standing.at(-1); last !== undefined; last = standing.at(-1)) {
      const run = runs[last.n]!;
      const weight = sumA[run.a + run.length]! - sumA[run.a]!;
      if (weight > Math.max(last.before.a, last.before.b) || weight > Math.max(after.a, after.b)) break;
      isChance[last.n] = true;
      after = { a: last.before.a + weight + after.a, b: last.before.b + weight + after.b };
      standing.pop();
    }
    before = after;
  }
  return isChance;
}

function lettersBySentence({ weights }: Tokens, sentences: readonly number[]): number[] {
  const letters: number[] = [];
  weights.forEach((weight, n) => (letters[sentences[n]!] = (letters[sentences[n]!] ?? 0) + weight));
  return letters;
}

function sums(weights: readonly number[]): number[] {
  const total = [0];
  for (const weight of weights) total.push(total.at(-1)! + weight);
  return total;
}

function wordsIn({ weights }: Tokens, { a, length }: Run): number {
  let words = 0;
  for (let n = a; n < a + length && words < NO_CHANCE; n++) if (weights[n]! > 0) words++;
  return words;
}
