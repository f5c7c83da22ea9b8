import { isBetweenCharacters } from '../common/characters.js';
import { borderIn, isSmall, LONGEST_CHANGE, wordsOf } from './borders.rules.js';
import { similarity } from './similarity.js';
import type { Span } from './spans.rules.js';

/*
 * Where words of one text are in the other, through spans of both (in UTF-16 offsets). Nothing is decided here: what is
 * found says how it was found.
 */

export interface Stretch {
  start: number;
  end: number;
}

export interface Found extends Stretch {
  /** How like the words before, from 0 to 1 */
  score: number;
  /** The words are the same to the letter */
  isExact: boolean;
  /** They are part of one stretch that is the same, and not by chance */
  isFirm: boolean;
  /** What part of the letters, of the words before and now, stands in stretches that are the same, and not by chance */
  left: number;
  /** Only a few words were changed at a time */
  isSmall: boolean;
  /** A border of the words falls inside a change, so that where they begin or end is a guess */
  isGuess: boolean;
}

export interface Texts {
  before: string;
  after: string;
}

/** What two texts have in common, or what was taken out here and put in there. */
export interface Sides {
  spans: readonly Span[];
  /** The same, with what is not trusted as part of the changes around it */
  trusted: readonly Span[];
}

export function throughSpans(texts: Texts, sides: Sides, words: Stretch): Found | null {
  const { before, after } = texts;
  const [only, until] = [spanAt(sides.spans, words.start), spanAt(sides.spans, words.end - 1)];
  const whole = sides.spans[only];
  if (whole && only === until && whole.kind === 'same') {
    const start = whole.b0 + words.start - whole.a0;
    const place = { start, end: start + words.end - words.start };
    const { isTrusted } = whole;
    const left = isTrusted ? 1 : 0;
    if (!cutsCharacter(texts, words, place))
      return { ...place, score: 1, isExact: true, isFirm: isTrusted, left, isSmall: true, isGuess: false };
  }
  const [first, last] = [spanAt(sides.trusted, words.start), spanAt(sides.trusted, words.end - 1)];
  if (first < 0 || last < 0) return null;
  const touched = sides.trusted.slice(first, last + 1);
  const place =
    first === last && touched[0]!.kind === 'changed'
      ? insideChange(texts, touched[0]!, words)
      : acrossSpans(texts, touched, words);
  const trimmed = place && trim(texts, place, words);
  if (!trimmed) return null;
  const [old, now] = [before.slice(words.start, words.end), after.slice(trimmed.start, trimmed.end)];
  const isExact = old === now;
  return {
    ...trimmed,
    score: similarity(old, now),
    isExact,
    isFirm: false,
    left: (2 * keptLetters(before, touched, words)) / Math.max(1, letters(old) + letters(now)),
    isSmall: touched.every((span) => span.kind !== 'changed' || isSmall(texts, span)),
    isGuess: place.isGuess,
  };
}

/** Whether what was a character is a part of one now: half a flag, a letter that was given a mark. */
export function cutsCharacter({ before, after }: Texts, words: Stretch, place: Stretch): boolean {
  return (
    (isBetweenCharacters(before, words.start) && !isBetweenCharacters(after, place.start)) ||
    (isBetweenCharacters(before, words.end) && !isBetweenCharacters(after, place.end))
  );
}

/** The span in which a character of the text before stands. */
function spanAt(spans: readonly Span[], at: number): number {
  let [low, high] = [0, spans.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.a1 <= at) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.a0 <= at && at < span.a1 ? low : -1;
}

interface Guessed extends Stretch {
  isGuess: boolean;
}

function acrossSpans(texts: Texts, touched: readonly Span[], words: Stretch): Guessed {
  const [first, last] = [touched[0]!, touched.at(-1)!];
  const start =
    first.kind === 'changed'
      ? borderIn(texts, first, words, 'start')
      : { at: Math.min(first.b0 + words.start - first.a0, first.b1), isGuess: false };
  const end =
    last.kind === 'changed'
      ? borderIn(texts, last, words, 'end')
      : {
          at: words.end === last.a1 ? last.b1 : Math.min(last.b0 + words.end - last.a0, last.b1),
          isGuess: false,
        };
  return { start: start.at, end: end.at, isGuess: start.isGuess || end.isGuess };
}

/** How like words must be, for a place inside a larger change to be no guess. */
const NO_GUESS = 0.6;

/** All of the words were changed: the part of what stands there now that is most like them. */
function insideChange(texts: Texts, span: Span, words: Stretch): Guessed | null {
  const { before, after } = texts;
  if (span.b1 - span.b0 > LONGEST_CHANGE || span.b0 === span.b1) return null;
  const now = wordsOf(after, span.b0, span.b1);
  if (now.length === 0) return null;
  const old = before.slice(words.start, words.end);
  const many = wordsOf(before, words.start, words.end).length;
  const isWhole = many === wordsOf(before, span.a0, span.a1).length;
  if (isWhole && now.length <= many) return { start: span.b0, end: span.b1, isGuess: false };
  let [best, highest]: [Stretch, number] = [
    { start: span.b0, end: span.b1 },
    isWhole ? similarity(old, after.slice(span.b0, span.b1)) : -1,
  ];
  for (let length = Math.max(1, many - 2); length <= many + 2; length++) {
    for (let n = 0; n + length <= now.length; n++) {
      const window = { start: now[n]!.start, end: now[n + length - 1]!.end };
      const score = similarity(old, after.slice(window.start, window.end));
      if (score > highest) [best, highest] = [window, score];
    }
  }
  return { ...best, isGuess: !isWhole && highest < NO_GUESS };
}

const BLANK = /[\s\p{White_Space}]/u;

/** White space at a border belongs to the words only if it did before, and no character is cut in two. */
function trim({ before, after }: Texts, place: Stretch, words: Stretch): Stretch | null {
  let { start, end } = place;
  if (!BLANK.test(before[words.start]!)) while (start < end && BLANK.test(after[start]!)) start++;
  if (!BLANK.test(before[words.end - 1]!)) while (end > start && BLANK.test(after[end - 1]!)) end--;
  if (start >= end) return null;
  while (start > 0 && !isBetweenCharacters(after, start)) start--;
  while (end < after.length && !isBetweenCharacters(after, end)) end++;
  return { start, end };
}

function keptLetters(before: string, spans: readonly Span[], { start, end }: Stretch): number {
  return spans
    .filter(({ kind }) => kind !== 'changed')
    .map(({ a0, a1 }) => letters(before.slice(Math.max(a0, start), Math.min(a1, end))))
    .reduce((sum, many) => sum + many, 0);
}

export function letters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}
