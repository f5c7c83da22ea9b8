import { isSameRow, rowHash } from './alignment.rules.js';
import { byLetter, type Span, spansOf, trustedOnly } from './spans.rules.js';
import type { Stretch, Texts } from './carry.rules.js';
import { LONGEST_LOOKED_UP, Tokeniser } from './tokens.js';

/*
 * Passages that were moved: what was taken out at one place and put in at another, recognised by rows of words that both
 * have. Each move is a comparison of its own, of what was taken out there with what was put in here.
 */

export interface Move {
  a0: number;
  a1: number;
  spans: Span[];
  trusted: Span[];
}

/** What was changed in one place, with the chance words in between. */
interface Change {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
}

/** So many tokens in a row, white space among them, are no chance. */
const ROW = 7;
/** The same words may have been put in at several places; more of them are a refrain. */
const MOST_PLACES = 4;
const MOST_MOVES = 3;
/** How much is compared for moves in all, in UTF-16 units: where everything was moved, not everything is followed. */
const MOST_COMPARED = 2_000_000;
/** Of two stretches that may have been moved to one place, the one this many times as long was. */
const MUCH_LONGER = 2;

export function movesIn({ before, after }: Texts, spans: readonly Span[]): Move[] {
  const changes = changesOf(spans);
  const tokeniser = new Tokeniser(before.length + after.length > LONGEST_LOOKED_UP);
  const insertions = changes.map(({ b0, b1 }) => tokeniser.tokens(after.slice(b0, b1)).keys);
  const rows = new Map<number, { change: number; at: number }[]>();
  insertions.forEach((keys, change) => {
    for (let at = 0; at + ROW <= keys.length; at++) {
      const hash = rowHash(keys, at, ROW);
      const places = rows.get(hash);
      if (places === undefined) rows.set(hash, [{ change, at }]);
      else if (places.length < MOST_PLACES) places.push({ change, at });
    }
  });
  const pairs = changes.flatMap(({ a0, a1 }, from) => {
    const keys = tokeniser.tokens(before.slice(a0, a1)).keys;
    const hits = new Map<number, number>();
    for (let at = 0; at + ROW <= keys.length; at++) {
      for (const place of rows.get(rowHash(keys, at, ROW)) ?? []) {
        if (place.change === from || !isSameRow(keys, at, insertions[place.change]!, place.at, ROW)) continue;
        hits.set(place.change, (hits.get(place.change) ?? 0) + 1);
      }
    }
    return [...hits]
      .sort(([, one], [, other]) => other - one)
      .slice(0, MOST_MOVES)
      .map(([to, rows]) => ({ from, to, rows }));
  });
  pairs.sort((one, other) => other.rows - one.rows);
  let left = MOST_COMPARED;
  const moves: { a0: number; a1: number; spans: Span[] }[] = [];
  for (const { from, to } of pairs) {
    const [{ a0, a1 }, { b0, b1 }] = [changes[from]!, changes[to]!];
    left -= a1 - a0 + b1 - b0;
    // A shorter one may still do.
    if (left < 0) left += a1 - a0 + b1 - b0;
    else {
      const pair = { a: before.slice(a0, a1), b: after.slice(b0, b1), atA: a0, atB: b0, isMove: true };
      moves.push({ a0, a1, spans: byLetter(spansOf(pair, tokeniser), before, after) });
    }
  }
  withdrawContested(moves);
  return moves.map((move) => ({ ...move, trusted: trustedOnly(move.spans) }));
}

/** What came from two places, or went to two, came and went with the much longer stretch; else nobody knows. */
function withdrawContested(moves: readonly { spans: Span[] }[]): void {
  const stretches = moves.flatMap(({ spans }) => stretchesOf(spans));
  stretches.sort((one, other) => one.b0 - other.b0);
  contest(stretches, ({ b0, b1 }) => [b0, b1]);
  stretches.sort((one, other) => one.a0 - other.a0);
  contest(stretches, ({ a0, a1 }) => [a0, a1]);
  for (const { isContested, spans } of stretches) {
    if (isContested) for (const span of spans) span.isTrusted = span.kind === 'changed';
  }
}

interface MovedStretch extends Change {
  spans: Span[];
  isContested: boolean;
}

/** Stretches that are trusted from end to end. */
function stretchesOf(spans: readonly Span[]): MovedStretch[] {
  const stretches: MovedStretch[] = [];
  let open: MovedStretch | undefined;
  for (const span of spans) {
    const { a0, a1, b0, b1 } = span;
    if (span.kind === 'changed' || !span.isTrusted) open = undefined;
    else if (open) {
      [open.a1, open.b1] = [a1, b1];
      open.spans.push(span);
    } else stretches.push((open = { a0, a1, b0, b1, spans: [span], isContested: false }));
  }
  return stretches;
}

/** @param stretches by the beginning of their place */
function contest(
  stretches: readonly MovedStretch[],
  placeOf: (stretch: MovedStretch) => [from: number, to: number],
): void {
  let longest: MovedStretch | undefined;
  for (const stretch of stretches) {
    const [from, to] = placeOf(stretch);
    if (longest === undefined || from >= placeOf(longest)[1]) {
      longest = stretch;
      continue;
    }
    const [rivalFrom, rivalTo] = placeOf(longest);
    const [length, rivalLength] = [to - from, rivalTo - rivalFrom];
    if (length <= MUCH_LONGER * rivalLength) stretch.isContested = true;
    if (rivalLength <= MUCH_LONGER * length) longest.isContested = true;
    if (to > rivalTo) longest = stretch;
  }
}

/** All that was moved together with some words, the sentences beside them too, where every letter is the same. */
export function movedTogether({ spans }: Move, { start, end }: Stretch): Stretch {
  const together = stretchesOf(spans).find(({ a0, a1 }) => a0 <= start && end <= a1);
  return together ? { start: together.a0, end: together.a1 } : { start, end };
}

function changesOf(spans: readonly Span[]): Change[] {
  const changes: Change[] = [];
  let open: Change | undefined;
  for (const { a0, a1, b0, b1, kind, isTrusted } of spans) {
    if (kind !== 'changed' && isTrusted) open = undefined;
    else if (open) [open.a1, open.b1] = [a1, b1];
    else changes.push((open = { a0, a1, b0, b1 }));
  }
  return changes;
}
