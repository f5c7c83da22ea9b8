import type { Stretch, Texts } from './carry.rules.js';
import { similarity } from './similarity.js';
import type { Span } from './spans.rules.js';

/*
 * Where words begin or end now, whose first or last part was changed: at the border of a word, with as much of the change
 * as is most like what they had of it. (UTF-16 offsets)
 */

/** In a longer change than that, in UTF-16 units, nobody can say word by word what went where. */
export const LONGEST_CHANGE = 600;
/** So few words for so few others are the same statement still; more of them may be another sentence. */
const FEW = 3;
/** More words than those are only taken in if they are this like the ones before. */
const LIKE = 0.5;

export interface Border {
  at: number;
  isGuess: boolean;
}

/** @param side which end of the words falls into the change, while the other is beyond it */
export function borderIn(
  { before, after }: Texts,
  span: Span,
  words: Stretch,
  side: 'start' | 'end',
): Border {
  const isStart = side === 'start';
  const isCut = isStart ? words.start > span.a0 : words.end < span.a1;
  const old = isStart ? before.slice(words.start, span.a1) : before.slice(span.a0, words.end);
  const [near, far] = isStart ? [span.b1, span.b0] : [span.b0, span.b1];
  const hasWords = LETTER.test(old);
  const sentence = isStart
    ? span.b0 + lastEnd(after.slice(span.b0, span.b1))
    : span.b0 + firstEnd(after.slice(span.b0, span.b1));
  // Few words for few others, in the sentence that goes on: nothing else that was put in belongs to them.
  const isFewer =
    sentence !== near &&
    isFew(old, 0, old.length) &&
    isFew(after, Math.min(sentence, near), Math.max(sentence, near));
  const reach = Math.min(2 * old.length + 40, LONGEST_CHANGE);
  const until = isFewer ? sentence : isStart ? Math.max(far, near - reach) : Math.min(far, near + reach);
  const now = wordsOf(after, Math.min(near, until), Math.max(near, until));
  if (now.length === 0) return { at: isCut && !hasWords ? near : far, isGuess: false };
  // Of marks alone, marks alone: not the sentence that was put in beside them.
  if (!hasWords) return { at: isStart ? now.at(-1)!.end : now[0]!.start, isGuess: false };
  // The widest first: of places that are equally like, it is the one that loses nothing.
  const borders = isStart ? now.map(({ start }) => start) : now.map(({ end }) => end).reverse();
  let [at, highest] = [near, -1];
  for (const border of borders) {
    const score = similarity(old, isStart ? after.slice(border, near) : after.slice(near, border));
    if (score > highest) [at, highest] = [border, score];
  }
  if (!isFewer && highest < LIKE) return { at: near, isGuess: false };
  return { at, isGuess: isCut && highest < LIKE };
}

const LETTER = /[\p{L}\p{N}]/u;
const END = /[.!?…。！？\n\r:：]/g;

/** Where the last sentence of some text begins, and where its first one ends. */
function lastEnd(text: string): number {
  const ends = [...text.matchAll(END)].filter(({ index }) => LETTER.test(text.slice(index)));
  return ends.length === 0 ? 0 : ends.at(-1)!.index + 1;
}

function firstEnd(text: string): number {
  const at = text.search(/[.!?…。！？\n\r]/);
  return at < 0 ? text.length : at;
}

/** Whether a change is one of a few words for a few others. */
export function isSmall({ before, after }: Texts, { a0, a1, b0, b1 }: Span): boolean {
  return isFew(before, a0, a1) && isFew(after, b0, b1);
}

function isFew(text: string, from: number, to: number): boolean {
  return to - from <= LONGEST_CHANGE && wordsOf(text, from, to, ONE_WORD).length <= FEW;
}

const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}';
/** Words, and single characters of scripts without spaces */
const WORD = new RegExp(`[${UNSPACED}]\\p{M}*|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+`, 'gu');
/** The same, but two characters of scripts without spaces count as a word. */
const ONE_WORD = new RegExp(`(?:[${UNSPACED}]\\p{M}*){1,2}|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+`, 'gu');

/** Words, and characters of scripts without spaces, between two offsets. */
export function wordsOf(text: string, from: number, to: number, word = WORD): Stretch[] {
  return Array.from(text.slice(from, to).matchAll(word), ({ 0: found, index }) => ({
    start: from + index,
    end: from + index + found.length,
  }));
}
