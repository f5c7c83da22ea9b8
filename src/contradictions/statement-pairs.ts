/** Which statements speak of the same thing: those that share their words, the rare ones above all. */

export interface Worded {
  words: readonly string[];
}

/** More than this are not compared; the rarest words come first, so that what is left out shares only common ones. */
const MOST_PAIRS = 50_000;

export interface Likeness {
  /** From 0, nothing in common, to 1, the same words: a weighted Jaccard index */
  score: number;
  shared: string[];
}

/** How much a word tells of what is spoken of: the more, the fewer of the statements have it. */
export class WordWeights {
  private readonly frequencies = new Map<string, number>();

  constructor(private readonly statements: readonly Worded[]) {
    for (const { words } of statements) {
      for (const word of words) this.frequencies.set(word, this.frequencyOf(word) + 1);
    }
  }

  frequencyOf(word: string): number {
    return this.frequencies.get(word) ?? 0;
  }

  /** Both lists in order, so that sums come out the same to the last digit. */
  likeness(words: readonly string[], others: readonly string[]): Likeness {
    const theirs = new Set(others);
    const shared = words.filter((word) => theirs.has(word));
    const common = this.sum(shared);
    const all = this.sum(words) + this.sum(others) - common;
    return { score: all === 0 ? 0 : common / all, shared };
  }

  private sum(words: readonly string[]): number {
    return words.reduce((sum, word) => sum + this.weightOf(word), 0);
  }

  private weightOf(word: string): number {
    return Math.log(1 + this.statements.length / Math.max(1, this.frequencyOf(word)));
  }
}

export interface Pairs<Statement> {
  pairs: [Statement, Statement][];
  /** False where there were more than could be compared */
  complete: boolean;
}

/**
 * The pairs that share a word, found by an index of the words from the rarest on, each pair once and in the order of
 * the statements.
 */
export function pairsThatShareWords<Statement extends Worded>(
  statements: readonly Statement[],
  weights: WordWeights,
  wanted: (one: Statement, other: Statement) => boolean,
): Pairs<Statement> {
  const index = new Map<string, number[]>();
  statements.forEach(({ words }, position) => {
    for (const word of words) {
      const places = index.get(word);
      if (places === undefined) index.set(word, [position]);
      else places.push(position);
    }
  });
  const rarestFirst = [...index.keys()].sort(
    (a, b) => weights.frequencyOf(a) - weights.frequencyOf(b) || (a < b ? -1 : 1),
  );
  const seen = new Set<number>();
  const pairs: [Statement, Statement][] = [];
  for (const word of rarestFirst) {
    const places = index.get(word) ?? [];
    for (const [n, first] of places.entries()) {
      for (const second of places.slice(n + 1)) {
        const key = first * statements.length + second;
        if (seen.has(key)) continue;
        if (seen.size === MOST_PAIRS) return { pairs, complete: false };
        seen.add(key);
        const [one, other] = [statements[first], statements[second]];
        if (one !== undefined && other !== undefined && wanted(one, other)) pairs.push([one, other]);
      }
    }
  }
  return { pairs, complete: true };
}
