import { isBetweenCharacters } from '../common/characters.js';
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
  /** How many letters of the words stand in stretches that are the same, and not by chance */
  kept: number;
  /** A border of the words falls inside a change, so that where they begin or end is a guess */
  isGuess: boolean;
}

export interface Texts {
  before: string;
  after: string;
}

export function throughSpans(texts: Texts, spans: readonly Span[], words: Stretch): Found | null {
  const first = spanAt(spans, words.start);
  const last = spanAt(spans, words.end - 1);
  if (first < 0 || last < 0) return null;
  const span = spans[first]!;
  if (first === last && span.kind === 'same') {
    const start = span.b0 + words.start - span.a0;
    const place = { start, end: start + words.end - words.start };
    const kept = span.isTrusted ? letters(texts.before.slice(words.start, words.end)) : 0;
    return { ...place, score: 1, isExact: true, isFirm: span.isTrusted, kept, isGuess: false };
  }
  const place =
    first === last && span.kind === 'changed'
      ? insideChange(texts, span, words)
      : { start: startIn(texts, span, words), end: endIn(texts, spans[last]!, words) };
  const trimmed = place && trim(texts, place, words);
  if (!trimmed) return null;
  const [old, now] = [
    texts.before.slice(words.start, words.end),
    texts.after.slice(trimmed.start, trimmed.end),
  ];
  return {
    ...trimmed,
    score: similarity(old, now),
    isExact: old === now,
    isFirm: false,
    kept: keptLetters(texts.before, spans.slice(first, last + 1), words),
    isGuess: cuts(span, words.start) || cuts(spans[last]!, words.end),
  };
}

/** Whether an offset falls inside a change. */
function cuts({ kind, a0, a1 }: Span, at: number): boolean {
  return kind === 'changed' && at > a0 && at < a1;
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

function startIn(texts: Texts, span: Span, { start, end }: Stretch): number {
  if (start === span.a0) return span.b0;
  if (span.kind !== 'changed') return Math.min(span.b0 + start - span.a0, span.b1);
  const old = texts.before.slice(start, Math.min(span.a1, end));
  const from = Math.max(span.b0, span.b1 - reachOf(old));
  const borders = wordsOf(texts.after, from, span.b1).map((word) => word.start);
  return best(borders, (border) => similarity(old, texts.after.slice(border, span.b1))) ?? span.b1;
}

function endIn(texts: Texts, span: Span, { start, end }: Stretch): number {
  if (end === span.a1) return span.b1;
  if (span.kind !== 'changed') return Math.min(span.b0 + end - span.a0, span.b1);
  const old = texts.before.slice(Math.max(span.a0, start), end);
  const until = Math.min(span.b1, span.b0 + reachOf(old));
  const borders = wordsOf(texts.after, span.b0, until).map((word) => word.end);
  return best(borders, (border) => similarity(old, texts.after.slice(span.b0, border))) ?? span.b0;
}

/** How far words may have grown, at most, in a change that holds a part of them. */
function reachOf(old: string): number {
  return Math.min(2 * old.length + 40, LONGEST_CHANGE);
}

/** All of the words were changed: the part of what stands there now that is most like them. */
function insideChange(texts: Texts, span: Span, words: Stretch): Stretch | null {
  if (span.b1 - span.b0 > LONGEST_CHANGE || span.b0 === span.b1) return null;
  if (words.start === span.a0 && words.end === span.a1) return { start: span.b0, end: span.b1 };
  const old = texts.before.slice(words.start, words.end);
  const now = wordsOf(texts.after, span.b0, span.b1);
  if (now.length === 0) return null;
  const many = wordsOf(texts.before, words.start, words.end).length;
  const windows: Stretch[] = [];
  for (let length = Math.max(1, many - 2); length <= many + 2; length++) {
    for (let n = 0; n + length <= now.length; n++) {
      windows.push({ start: now[n]!.start, end: now[n + length - 1]!.end });
    }
  }
  if (windows.length === 0) return { start: span.b0, end: span.b1 };
  return best(windows, ({ start, end }) => similarity(old, texts.after.slice(start, end))) ?? null;
}

/** The first of those with the highest score. */
function best<Item>(items: readonly Item[], scoreOf: (item: Item) => number): Item | undefined {
  let [found, highest]: [Item | undefined, number] = [undefined, -1];
  for (const item of items) {
    const score = scoreOf(item);
    if (score > highest) [found, highest] = [item, score];
  }
  return found;
}

const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}])+/gu;
/** In a longer change than that, in UTF-16 units, nobody can say word by word what went where. */
const LONGEST_CHANGE = 600;

/** Words, and characters of scripts without spaces, between two offsets. */
function wordsOf(text: string, from: number, to: number): Stretch[] {
  return Array.from(text.slice(from, to).matchAll(WORD), ({ 0: word, index }) => ({
    start: from + index,
    end: from + index + word.length,
  }));
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
    .filter(({ kind, isTrusted }) => kind !== 'changed' && isTrusted)
    .map(({ a0, a1 }) => letters(before.slice(Math.max(a0, start), Math.min(a1, end))))
    .reduce((sum, many) => sum + many, 0);
}

export function letters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}
