import type { Run } from './alignment.rules.js';
import type { Tokens } from './tokens.js';

/*
 * Which sentence each token belongs to, roughly: what was replaced or moved is mostly a sentence, and how much of one is left
 * says whether the words in it were left alone or are the same by chance. A sentence too long or too short does little harm.
 */

const ENDS = /^[.!?…。！？｡．؟।]$/u;
const CLOSES = /^[\p{Pe}\p{Pf}"'’”]$/u;
const BLANK = /^[\s\p{White_Space}]/u;
const BLANK_LINE = /\n[^\S\n]*\n|\r[^\S\r\n]*\r|\n[^\S\n]*\r\n/u;
const FULL_WIDTH = /^[。！？｡．]$/u;
/** `Mr.`, `Dr.`, `J.` */
const ABBREVIATION = /^\p{Lu}\p{Ll}{0,2}$/u;
/** Who speaks, at the beginning of a line: no part of what is said. */
const LABEL = /(?:^|[\n\r])[^\S\n\r]*[\p{L}\p{N}][^\n\r:：]{0,59}$/u;
/** Nobody speaks longer; a text without full stops is divided all the same. */
const LONGEST = 120;

/** @returns for each token the number of its sentence, ascending from 0 */
export function sentencesOf({ text, starts, keys }: Tokens): number[] {
  const numbers: number[] = [];
  let [sentence, length] = [0, 0];
  let [hasEnded, isOpen] = [false, false];
  for (let n = 0; n < keys.length; n++) {
    const token = text.slice(starts[n], starts[n + 1]);
    const isBlank = BLANK.test(token);
    const breaks = isBlank && (hasEnded || BLANK_LINE.test(token));
    if (!isBlank && hasEnded && isOpen && !ENDS.test(token) && !CLOSES.test(token)) {
      [sentence, length, hasEnded, isOpen] = [sentence + 1, 0, false, false];
    } else if (length >= LONGEST) [sentence, length] = [sentence + 1, 0];
    numbers.push(sentence);
    length++;
    if (breaks) [sentence, length, hasEnded, isOpen] = [sentence + 1, 0, false, false];
    else if (ENDS.test(token)) {
      hasEnded = token !== '.' || n === 0 || !ABBREVIATION.test(text.slice(starts[n - 1], starts[n]));
      // Where no space follows a full stop, anything does that is not one more of them or closes what is said.
      isOpen ||= hasEnded && FULL_WIDTH.test(token);
    } else if (/^[:：]$/.test(token) && LABEL.test(text.slice(Math.max(0, starts[n]! - 62), starts[n]))) {
      [hasEnded, isOpen] = [true, true];
    } else if (!isBlank && !CLOSES.test(token)) hasEnded = false;
  }
  return numbers;
}

/**
 * Where something was only put in or only taken out, what is equal at both its ends may be counted to either: then it is a
 * sentence that was put in or taken out, rather than the end of one and the beginning of the next.
 */
export function slidToSentences(
  runs: readonly Run[],
  a: Tokens,
  b: Tokens,
  inA: readonly number[],
  inB: readonly number[],
): Run[] {
  const slid: Run[] = [];
  for (const run of runs) {
    const next = { ...run };
    const last = slid.at(-1);
    if (last !== undefined) {
      const [endA, endB] = [last.a + last.length, last.b + last.length];
      const most = { earlier: last.length, later: next.length };
      const by =
        endB === next.b
          ? slideOf(a, inA, endA, next.a, most)
          : endA === next.a
            ? slideOf(b, inB, endB, next.b, most)
            : 0;
      last.length += by;
      [next.a, next.b, next.length] = [next.a + by, next.b + by, next.length - by];
    }
    if (last?.length === 0) slid.pop();
    if (next.length > 0) slid.push(next);
  }
  return slid;
}

/** How many tokens later, or earlier, a stretch may begin as well, so that it begins where a sentence ends. */
function slideOf(
  { text, starts, keys }: Tokens,
  sentences: readonly number[],
  from: number,
  to: number,
  most: { earlier: number; later: number },
): number {
  const isEnd = (at: number): boolean =>
    at === 0 ||
    sentences[at] !== sentences[at - 1] ||
    (sentences[at] !== sentences[at + 1] && BLANK.test(text.charAt(starts[at]!)));
  if (isEnd(from)) return 0;
  for (let by = 1; by <= Math.min(most.later, LONGEST); by++) {
    if (keys[from + by - 1] !== keys[to + by - 1]) break;
    if (isEnd(from + by)) return by;
  }
  for (let by = 1; by <= Math.min(most.earlier, LONGEST); by++) {
    if (keys[from - by] !== keys[to - by]) break;
    if (isEnd(from - by)) return -by;
  }
  return 0;
}
