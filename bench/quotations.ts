import type { Interview, Written } from './interviews.js';
import type { Random } from './random.js';
import type { Corrected } from './transcript-edits.js';

/*
 * Quotations of one word to three sentences, and what became of each: known, because we made the edits.
 */

export const FATES = ['unchanged', 'edited', 'moved', 'partly', 'swapped', 'replaced', 'deleted'] as const;
/**
 * unchanged: the same words among the same; edited: other spelling or words, or fewer or more, at least half of the letters
 * left; partly: less left; moved: taken elsewhere as they are; swapped: one word, for which another was put; replaced: by another
 * sentence; deleted.
 */
export type Fate = (typeof FATES)[number];

/** In UTF-16 offsets */
export interface Quotation {
  start: number;
  end: number;
  fate: Fate;
  /** Where the words are now; null where they are nowhere */
  place: { start: number; end: number } | null;
  words: number;
}

/** Draws quotations that begin and end with a word or a mark, each within one paragraph. */
export function quotationsOf(
  interview: Interview,
  before: Written,
  after: Written,
  changes: Corrected,
  many: number,
  random: Random,
): Quotation[] {
  const placeBefore = new Map(before.pieces.map(({ id }, n) => [id, n]));
  const placeAfter = new Map(after.pieces.map(({ id }, n) => [id, n]));
  const sentenceAfter = sentencesOf(changes.interview);
  const quotations: Quotation[] = [];
  while (quotations.length < many) {
    const drawn = drawnFrom(interview, random);
    const [first, last] = [placeBefore.get(drawn.at(0)!), placeBefore.get(drawn.at(-1)!)];
    if (first === undefined || last === undefined) continue;
    const pieces = before.pieces.slice(first, last + 1);
    const start = before.starts[first]!;
    const end = before.starts[last]! + before.pieces[last]!.text.length;
    const content = pieces.filter(({ kind }) => kind === 'word');
    if (content.length === 0) continue;
    const left = pieces.flatMap((piece) => {
      const at = placeAfter.get(piece.id);
      return piece.kind === 'blank' || at === undefined ? [] : [{ piece, at }];
    });
    const words = content.length;
    const standing = left.filter(({ piece }) => piece.kind === 'word');
    if (standing.length === 0) {
      if (hasNewCopy(drawn[0]!, interview, changes.interview)) continue;
      const fate = content.every(({ id }) => changes.replaced.has(id)) ? 'replaced' : 'deleted';
      quotations.push({ start, end, fate, place: null, words });
      continue;
    }
    const isTorn = left.some(({ at }, n) => n > 0 && at < left[n - 1]!.at);
    const gone = new Set(left.map(({ piece }) => changes.moved.has(piece.id)));
    const homes = new Set(left.map(({ piece }) => sentenceAfter.get(piece.id)));
    if (isTorn || gone.size > 1 || (gone.has(true) && homes.size > 1)) continue;
    const [from, to] = [left[0]!.at, left.at(-1)!.at];
    const place = { start: after.starts[from]!, end: after.starts[to]! + after.pieces[to]!.text.length };
    const isSame = before.text.slice(start, end) === after.text.slice(place.start, place.end);
    const lettersOf = (some: { text: string }[]): number =>
      some.reduce((sum, { text }) => sum + text.length, 0);
    const kept = standing.filter(({ piece }) => !changes.swapped.has(piece.id)).map(({ piece }) => piece);
    const isMoved = gone.has(true);
    const fate =
      isSame && left.length === pieces.filter(({ kind }) => kind !== 'blank').length
        ? isMoved
          ? 'moved'
          : 'unchanged'
        : kept.length === 0
          ? 'swapped'
          : 2 * lettersOf(kept) >= lettersOf(content)
            ? 'edited'
            : 'partly';
    quotations.push({ start, end, fate, place, words });
  }
  return quotations;
}

/** The names of the pieces of a quotation. */
function drawnFrom(interview: Interview, random: Random): number[] {
  const { sentences } = random.pick(interview);
  const at = random.between(0, sentences.length - 1);
  const solid = sentences
    .slice(at, at + (random.chance(0.6) ? 1 : random.between(1, 3)))
    .flatMap(({ pieces }) => pieces)
    .filter(({ kind }) => kind !== 'blank');
  if (random.chance(0.35)) return solid.map(({ id }) => id);
  const from = random.between(0, solid.length - 1);
  const length = random.chance(0.3) ? random.between(1, 2) : random.between(3, 12);
  return solid.slice(from, from + length).map(({ id }) => id);
}

function sentencesOf(interview: Interview): Map<number, number> {
  const of = new Map<number, number>();
  let n = 0;
  for (const { sentences } of interview) {
    for (const { pieces } of sentences) {
      n++;
      for (const { id } of pieces) of.set(id, n);
    }
  }
  return of;
}

/**
 * A sentence that was taken out, where one of the same making about the same things was put in elsewhere, was moved and edited,
 * whatever the edits were called.
 */
function hasNewCopy(id: number, before: Interview, after: Interview): boolean {
  const sentences = before.flatMap((paragraph) => paragraph.sentences);
  const own = sentences.find(({ pieces }) => pieces.some((piece) => piece.id === id))!;
  const known = new Set(sentences.flatMap(({ pieces }) => pieces.map((piece) => piece.id)));
  return after
    .flatMap((paragraph) => paragraph.sentences)
    .filter(({ template, pieces }) => template === own.template && !known.has(pieces[0]!.id))
    .some(
      ({ matter }) => entries(matter).filter(([key, value]) => own.matter[key] === value).length >= ALIKE,
    );
}

const ALIKE = 3;
const entries = Object.entries as <Item extends object>(of: Item) => [keyof Item, Item[keyof Item]][];
