import { isBetweenCharacters } from '../common/characters.js';
import { align } from './alignment.rules.js';
import type { Tokeniser, Tokens } from './tokens.js';
import { judgedRuns, type JudgedRun } from './trust.rules.js';

/*
 * Two texts side by side: stretches that are the same, and stretches that were changed (an empty one on either side is an
 * insertion or a deletion). Together they cover both texts in order. In UTF-16 offsets.
 */

export interface Span {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
  /** same: to the letter; form: the same on paper (normal form, white space); changed */
  kind: 'same' | 'form' | 'changed';
  /** False where a few words are the same, but perhaps by chance */
  isTrusted: boolean;
}

/** Where to begin in each text, and what is compared there. */
export interface Pair {
  a: string;
  b: string;
  atA: number;
  atB: number;
  /** They were cut out of different places: then what is the same at their borders is no neighbour of what is around. */
  isMove?: boolean;
}

export function spansOf({ a, b, atA, atB, isMove = false }: Pair, tokeniser: Tokeniser): Span[] {
  const [tokensA, tokensB] = [tokeniser.tokens(a), tokeniser.tokens(b)];
  const runs = judgedRuns(align(tokensA.keys, tokensB.keys), tokensA, tokensB, isMove);
  const spans: Span[] = [];
  let [a0, b0] = [0, 0];
  runs.forEach((run, n) => {
    addChanged(spans, tokensA, tokensB, { a0, a1: run.a, b0, b1: run.b }, runs[n - 1], run);
    addRun(spans, tokensA, tokensB, run);
    [a0, b0] = [run.a + run.length, run.b + run.length];
  });
  const rest = { a0, a1: tokensA.keys.length, b0, b1: tokensB.keys.length };
  addChanged(spans, tokensA, tokensB, rest, runs.at(-1));
  for (const span of spans) {
    span.a0 += atA;
    span.a1 += atA;
    span.b0 += atB;
    span.b1 += atB;
  }
  return spans;
}

/** The spans with all that is not trusted as part of the changes around it. */
export function trustedOnly(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const isChange = span.kind === 'changed' || !span.isTrusted;
    const last = merged.at(-1);
    if (isChange && last?.kind === 'changed') [last.a1, last.b1] = [span.a1, span.b1];
    else merged.push(isChange ? { ...span, kind: 'changed', isTrusted: true } : span);
  }
  return merged;
}

interface TokenRange {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
}

function addChanged(
  spans: Span[],
  a: Tokens,
  b: Tokens,
  range: TokenRange,
  before?: JudgedRun,
  after?: JudgedRun,
): void {
  if (range.a0 === range.a1 && range.b0 === range.b1) return;
  let [a0, a1] = [a.starts[range.a0]!, a.starts[range.a1]!];
  let [b0, b1] = [b.starts[range.b0]!, b.starts[range.b1]!];
  // Where words are not spaced, one more letter changes where others seem to end: what is the same beside it is so to the letter.
  if (isUnspaced(a.text.slice(a0, a1)) && isUnspaced(b.text.slice(b0, b1))) {
    if (before) {
      const length = commonStart(a.text, b.text, { a0, a1, b0, b1 });
      addSame(spans, { a0, a1: a0 + length, b0, b1: b0 + length, isTrusted: before.isTrusted });
      [a0, b0] = [a0 + length, b0 + length];
    }
    const length = after ? commonEnd(a.text, b.text, { a0, a1, b0, b1 }) : 0;
    [a1, b1] = [a1 - length, b1 - length];
    if (a0 < a1 || b0 < b1) spans.push({ a0, a1, b0, b1, kind: 'changed', isTrusted: true });
    if (after)
      addSame(spans, { a0: a1, a1: a1 + length, b0: b1, b1: b1 + length, isTrusted: after.isTrusted });
    return;
  }
  spans.push({ a0, a1, b0, b1, kind: 'changed', isTrusted: true });
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const LONGEST_REFINED = 200;

function isUnspaced(text: string): boolean {
  return text.length <= LONGEST_REFINED && UNSPACED.test(text);
}

/** How many characters both begin with, up to a full stop: beyond it is another sentence. */
function commonStart(a: string, b: string, { a0, a1, b0, b1 }: TokenRange): number {
  let length = 0;
  while (
    a0 + length < a1 &&
    b0 + length < b1 &&
    a[a0 + length] === b[b0 + length] &&
    !isEnd(a[a0 + length]!)
  ) {
    length++;
  }
  while (length > 0 && !(isBetweenCharacters(a, a0 + length) && isBetweenCharacters(b, b0 + length)))
    length--;
  return length;
}

function commonEnd(a: string, b: string, { a0, a1, b0, b1 }: TokenRange): number {
  let length = 0;
  while (a1 - length > a0 && b1 - length > b0 && a[a1 - length - 1] === b[b1 - length - 1]) {
    if (isEnd(a[a1 - length - 1]!)) break;
    length++;
  }
  while (length > 0 && !(isBetweenCharacters(a, a1 - length) && isBetweenCharacters(b, b1 - length)))
    length--;
  return length;
}

function isEnd(character: string): boolean {
  return /[。！？!?.\n\r]/.test(character);
}

function addSame(spans: Span[], span: Omit<Span, 'kind'>): void {
  if (span.a0 === span.a1) return;
  const last = spans.at(-1);
  if (
    last?.kind === 'same' &&
    last.isTrusted === span.isTrusted &&
    last.a1 === span.a0 &&
    last.b1 === span.b0
  ) {
    [last.a1, last.b1] = [span.a1, span.b1];
  } else spans.push({ ...span, kind: 'same' });
}

/** A run of tokens that look the same, divided where they are not the same to the letter. */
function addRun(spans: Span[], a: Tokens, b: Tokens, { a: atA, b: atB, length, isTrusted }: JudgedRun): void {
  for (let n = 0; n < length; n++) {
    const [a0, a1] = [a.starts[atA + n]!, a.starts[atA + n + 1]!];
    const [b0, b1] = [b.starts[atB + n]!, b.starts[atB + n + 1]!];
    const isSame = a1 - a0 === b1 - b0 && a.text.slice(a0, a1) === b.text.slice(b0, b1);
    // Tokens that differ in form stay by themselves: inside them no offset says what became of another.
    if (isSame) addSame(spans, { a0, a1, b0, b1, isTrusted });
    else spans.push({ a0, a1, b0, b1, kind: 'form', isTrusted });
  }
}

/** Letters with their marks. */
const LETTERS = /[^]\p{M}*/gu;

/** The spans with those that differ in form divided by letters, as far as both have as many. (Both texts whole) */
export function byLetter(spans: readonly Span[], before: string, after: string): Span[] {
  const divided: Span[] = [];
  for (const span of spans) {
    const { kind, a0, a1, b0, b1, isTrusted } = span;
    const isForm = kind === 'form';
    const [old, now] = isForm
      ? [before.slice(a0, a1).match(LETTERS)!, after.slice(b0, b1).match(LETTERS)!]
      : [[], []];
    if (kind === 'same') addSame(divided, { ...span });
    else if (!isForm || old.length !== now.length) divided.push(span);
    else {
      let [atA, atB] = [a0, b0];
      old.forEach((letter, n) => {
        const part = { a0: atA, a1: atA + letter.length, b0: atB, b1: atB + now[n]!.length, isTrusted };
        if (letter === now[n]) addSame(divided, part);
        else divided.push({ ...part, kind: 'form' });
        [atA, atB] = [part.a1, part.b1];
      });
    }
  }
  return divided;
}
