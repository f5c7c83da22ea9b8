import { similarity } from '../src/collation/similarity.js';

/*
 * How words are found again elsewhere, where nobody compares both texts: none of these says that it is not sure. In UTF-16
 * offsets; null where nothing was found.
 */

interface Stretch {
  start: number;
  end: number;
}

export type Anchoring = (before: string, after: string, words: Stretch) => Stretch | null;

export const NAIVE: Record<string, Anchoring> = {
  'the same offset': (_, after, { start, end }) => (end <= after.length ? { start, end } : null),
  'the first of the same words': (before, after, { start, end }) => {
    const at = after.indexOf(before.slice(start, end));
    return at < 0 ? null : { start: at, end: at + end - start };
  },
  'the best score of words and surroundings': byScore,
};

const AROUND = 32;
const MOST_CANDIDATES = 200;
/** What words, prefix, suffix and nearness weigh, of a hundred. */
const [WORDS, PREFIX, SUFFIX, NEAR] = [50, 20, 20, 2];
const ENOUGH = 0.5;

/** Wherever a piece of the words, or of what was around them, is found, they may be. */
function byScore(before: string, after: string, { start, end }: Stretch): Stretch | null {
  const words = before.slice(start, end);
  const prefix = before.slice(Math.max(0, start - AROUND), start);
  const suffix = before.slice(end, end + AROUND);
  const candidates = new Set<number>();
  const piece = Math.min(6, words.length);
  for (let at = 0; at + piece <= words.length; at += piece) {
    const sought = words.slice(at, at + piece);
    for (let found = after.indexOf(sought); found >= 0; found = after.indexOf(sought, found + 1)) {
      if (found >= at) candidates.add(found - at);
    }
  }
  for (const [around, offset] of [
    [prefix, prefix.length],
    [suffix, -words.length],
  ] as const) {
    for (let found = after.indexOf(around); found >= 0; found = after.indexOf(around, found + 1)) {
      if (around === '' || found + offset < 0) break;
      candidates.add(found + offset);
    }
  }
  let [best, highest] = [null as Stretch | null, -1];
  const nearest = [...candidates].sort((one, other) => Math.abs(one - start) - Math.abs(other - start));
  for (const from of nearest.slice(0, MOST_CANDIDATES)) {
    const to = Math.min(after.length, from + words.length);
    const found = after.slice(from, to);
    const likeness = found === words ? 1 : similarity(words, found);
    if (likeness < ENOUGH) continue;
    const score =
      WORDS * likeness +
      PREFIX * similarity(prefix, after.slice(Math.max(0, from - AROUND), from)) +
      SUFFIX * similarity(suffix, after.slice(to, to + AROUND)) +
      NEAR * (1 - Math.abs(from - start) / after.length);
    if (score > highest) [best, highest] = [{ start: from, end: to }, score];
  }
  return best;
}
