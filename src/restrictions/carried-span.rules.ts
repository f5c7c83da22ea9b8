import type { Collation } from '../collation/collation.js';
import { containment } from '../collation/similarity.js';
import { isBetweenCharacters } from '../common/characters.js';
import type { CodePointIndex } from '../common/code-points.js';
import type { Place } from './readable-text.rules.js';

/*
 * Where closed words are in another text of the same testimony: never less than what could be those words. What surely
 * stood outside them before is open after; of all else it is asked whether it could have been in them.
 */

/** Closed words of the text before. */
export interface ClosedWords extends Place {
  /** They are a passage: then passages as wholes are closed after too */
  isPassage: boolean;
}

export interface CarriedSpan {
  /** In code points of the text after, in order and apart; none where the words are gone for certain */
  places: Place[];
  /** They are the same words, whatever was changed within them, and no others */
  isCertain: boolean;
}

/** What was put in elsewhere could be the closed words, where this much of it is in what was taken out of them. */
const COULD_BE = 0.5;

export function carriedSpan(
  collation: Collation,
  closed: ClosedWords,
  passages: readonly Place[],
): CarriedSpan {
  const { indexAfter: index, indexBefore, after } = collation;
  const inUnits = (places: readonly Place[], of: CodePointIndex): Place[] =>
    places.map(({ start, end }) => ({ start: of.toUtf16(start), end: of.toUtf16(end) }));
  const whole = inUnits(passages, index);
  const carried = collation.carry(closed);
  const found = carried.place === null ? [] : inUnits([carried.place], index);
  const parts = partsOf(collation, inUnits([closed], indexBefore)[0]!, closed.isPassage);
  const taken = carried.state === 'firm' ? found : joined([...parts.kept, ...parts.replaced, ...found]);
  const elsewhere =
    carried.state === 'firm'
      ? []
      : couldBe(parts, taken, {
          after,
          isLost: carried.state === 'lost',
          own: () => ownWords(collation.before, inUnits([closed], indexBefore)[0]!),
        });
  const hull = hullOf(taken);
  const isWithin = isSure(carried.state) && parts.isFramed && !hasSafe(parts, hull, after);
  const ownPlaces =
    carried.state === 'firm' || isWithin ? [widened(after, hull!)] : passagesAt(whole, taken, after);
  const places = joined([
    ...(closed.isPassage ? passagesAt(whole, ownPlaces, after) : ownPlaces),
    ...passagesAt(whole, elsewhere, after),
  ]);
  const isNothing = places.length === 0;
  // A passage that has come apart, or has taken in others, is to be looked at.
  const isOne = !closed.isPassage || passagesAt(whole, places, after).length === 1;
  const isOnlyThem = places.every((place) => !hasSafe(parts, place, after));
  return {
    places: places.map(({ start, end }) => ({
      start: index.toCodePoint(start),
      end: index.toCodePoint(end),
    })),
    isCertain: isNothing || (isSure(carried.state) && elsewhere.length === 0 && isOne && isOnlyThem),
  };
}

function isSure(state: string): boolean {
  return state === 'firm' || state === 'text_changed';
}

interface Parts {
  /** Of the text after: closed words that are left, what stands in their place, and what else is not as it was */
  kept: Place[];
  replaced: Place[];
  others: Place[];
  /** What surely stood outside the closed words before */
  safe: Place[];
  /** What is left of them nowhere */
  lost: string;
  /** The first and the last of them are left */
  isFramed: boolean;
}

/** In UTF-16 offsets. */
function partsOf(collation: Collation, closed: Place, isPassage: boolean): Parts {
  const { before, after, trusted } = collation;
  // A change next to words may have been within them; next to a passage there is another.
  const near = isPassage ? closed : withSpace(before, closed);
  const parts: Parts = { kept: [], replaced: [], others: [], safe: [], lost: '', isFramed: false };
  let [isFirstKept, isLastKept] = [false, false];
  for (const { a0, a1, b0, b1, kind } of trusted) {
    const [from, to] = [Math.max(a0, closed.start), Math.min(a1, closed.end)];
    if (kind === 'changed') {
      if (from < to) parts.lost += before.slice(from, to);
      const touches = a0 <= near.end && a1 >= near.start;
      if (b1 > b0 && !isBlank(after.slice(b0, b1)))
        (touches ? parts.replaced : parts.others).push({ start: b0, end: b1 });
      continue;
    }
    if (from >= to) {
      parts.safe.push({ start: b0, end: b1 });
      continue;
    }
    if (a0 <= closed.start) isFirstKept = true;
    if (a1 >= closed.end) isLastKept = true;
    // Of what differs in form, where one half ends nobody knows.
    const isSame = kind === 'same';
    const kept = isSame ? { start: b0 + from - a0, end: b0 + to - a0 } : { start: b0, end: b1 };
    parts.kept.push(kept);
    if (kept.start > b0) parts.safe.push({ start: b0, end: kept.start });
    if (b1 > kept.end) parts.safe.push({ start: kept.end, end: b1 });
  }
  return { ...parts, isFramed: isFirstKept && isLastKept };
}

/**
 * What was put in elsewhere and could be words that were taken out: all of it, where they are lost; what is much like them; and
 * what has a word in it that stood nowhere but in them.
 */
function couldBe(
  { lost, others }: Parts,
  taken: readonly Place[],
  { after, isLost, own }: { after: string; isLost: boolean; own: () => ReadonlySet<string> },
): Place[] {
  if (isBlank(lost)) return [];
  const apart = others.filter(({ start, end }) => !taken.some((one) => one.start < end && one.end > start));
  if (isLost || apart.length === 0) return apart;
  const tellTale = own();
  return apart.filter(({ start, end }) => {
    const text = after.slice(start, end);
    return containment(text, lost) >= COULD_BE || wordsOf(text).some((word) => tellTale.has(word));
  });
}

const WORDS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[\p{L}\p{N}\p{M}]+/gu;

/** Words, or pairs of characters where they are written without spaces. */
function wordsOf(text: string): string[] {
  return (text.normalize('NFKC').toLowerCase().match(WORDS) ?? []).flatMap((word) => {
    const characters = [...word];
    if (!UNSPACED.test(word) || characters.length === 1) return [word];
    return characters.slice(1).map((character, at) => characters[at]! + character);
  });
}

/** The words of a place that stand nowhere else in the text. */
function ownWords(text: string, { start, end }: Place): ReadonlySet<string> {
  const others = new Set(wordsOf(`${text.slice(0, start)} ${text.slice(end)}`));
  return new Set(wordsOf(text.slice(start, end)).filter((word) => !others.has(word)));
}

function hullOf(places: readonly Place[]): Place | null {
  const [first, last] = [places[0], places.at(-1)];
  return first === undefined ? null : { start: first.start, end: last!.end };
}

function hasSafe({ safe }: Parts, place: Place | null, after: string): boolean {
  if (place === null) return true;
  return safe.some(
    ({ start, end }) => !isBlank(after.slice(Math.max(start, place.start), Math.min(end, place.end))),
  );
}

/** All passages that any of the places are in. */
function passagesAt(passages: readonly Place[], places: readonly Place[], after: string): Place[] {
  const wanted = places.filter(({ start, end }) => !isBlank(after.slice(start, end)));
  return passages.filter(({ start, end }) => wanted.some((place) => place.start < end && place.end > start));
}

const LETTER = /[\p{L}\p{N}\p{M}]/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** To whole words, and to whole characters where words are not spaced. */
function widened(text: string, { start, end }: Place): Place {
  let [from, to] = [start, end];
  while (from > 0 && isWithinWord(text, from)) from--;
  while (to < text.length && isWithinWord(text, to)) to++;
  return { start: from, end: to };
}

function isWithinWord(text: string, at: number): boolean {
  if (!isBetweenCharacters(text, at)) return true;
  const [before, after] = [text.slice(Math.max(0, at - 1), at), text.slice(at, at + 1)];
  return LETTER.test(before) && LETTER.test(after) && !UNSPACED.test(before) && !UNSPACED.test(after);
}

function withSpace(text: string, { start, end }: Place): Place {
  return {
    start: start - /\s*$/u.exec(text.slice(Math.max(0, start - 64), start))![0].length,
    end: end + /^\s*/u.exec(text.slice(end, end + 64))![0].length,
  };
}

/** In order, those that overlap or touch as one. */
function joined(places: readonly Place[]): Place[] {
  const sorted = [...places].sort((one, other) => one.start - other.start || one.end - other.end);
  const found: Place[] = [];
  for (const { start, end } of sorted) {
    const last = found.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
