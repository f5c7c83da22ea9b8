/*
 * A text as a row of tokens: words, white space, and everything else character by character. Two tokens are the same for
 * comparing when they look the same on paper: composed or decomposed letters, and any white space, line breaks included.
 * Offsets are UTF-16 offsets, as long as we are inside this folder's rules.
 */

export interface Tokens {
  text: string;
  /** Where each token begins, and where the last one ends */
  starts: number[];
  /** Equal for tokens that look the same, across all texts tokenised by one tokeniser */
  keys: number[];
  /** Letters and digits of each token, in UTF-16 units; 0 for white space and punctuation */
  weights: number[];
}

const TOKEN = /[\p{L}\p{M}\p{N}\p{Join_Control}]+(?:['’ʼ][\p{L}\p{M}]+)*|[\s\p{White_Space}]+|[^]/gu;
const CONTENT = /[\p{L}\p{N}]/u;
const BLANK = /^[\s\p{White_Space}]/u;
/** Scripts that put no spaces between words: there a dictionary says where words end. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const PLAIN = /^[\x21-\x7e]*$/;

const words = new Intl.Segmenter('ja', { granularity: 'word' });
/** The time Intl.Segmenter takes grows with the square of what it is given. */
const LONGEST_SEGMENTED = 400;

/** In longer texts than these together, characters stand for words where there are no spaces. */
export const LONGEST_LOOKED_UP = 600_000;
/** What is longer and has no mark in it is nothing anybody said. */
const LONGEST_SENTENCE = 1000;

interface Word {
  text: string;
  start: number;
}

export class Tokeniser {
  private readonly known = new Map<string, number>();
  private readonly lookedUp = new Map<string, readonly Word[]>();

  /** @param byCharacter words of scripts without spaces are not looked up, where that would take too long */
  constructor(private readonly byCharacter = false) {}

  tokens(text: string): Tokens {
    const tokens: Tokens = { text, starts: [], keys: [], weights: [] };
    for (const { 0: piece, index } of text.matchAll(TOKEN)) {
      if (piece.length > 1 && UNSPACED.test(piece)) {
        for (const word of this.wordsOf(piece)) this.add(tokens, word.text, index + word.start);
      } else this.add(tokens, piece, index);
    }
    tokens.starts.push(text.length);
    return tokens;
  }

  /** Looked up but once: most of what the one text says stands in the other too. */
  private wordsOf(piece: string): readonly Word[] {
    if (this.byCharacter || piece.length > LONGEST_SENTENCE) return [...charactersOf(piece)];
    let words = this.lookedUp.get(piece);
    if (words === undefined) this.lookedUp.set(piece, (words = [...wordsOf(piece)]));
    return words;
  }

  private add(tokens: Tokens, piece: string, start: number): void {
    const isBlank = BLANK.test(piece);
    const key = isBlank ? ' ' : PLAIN.test(piece) ? piece : piece.normalize('NFC');
    let id = this.known.get(key);
    if (id === undefined) this.known.set(key, (id = this.known.size));
    tokens.starts.push(start);
    tokens.keys.push(id);
    tokens.weights.push(!isBlank && CONTENT.test(piece) ? piece.length : 0);
  }
}

function* charactersOf(stretch: string): Generator<Word> {
  for (const { 0: text, index } of stretch.matchAll(CHARACTERS)) yield { text, start: index };
}

/** Those with spaces by words, here too. */
const CHARACTERS = new RegExp(`${UNSPACED.source}\\p{M}*|(?:(?!${UNSPACED.source})[^])+`, 'gu');

/** The words of a stretch without spaces: the same ones, whether its letters are composed or not. */
function* wordsOf(stretch: string): Generator<Word> {
  const composed = stretch.normalize('NFC');
  if (composed === stretch) {
    yield* composedWordsOf(stretch);
    return;
  }
  // Where each unit of the composed stretch begins in the one that is not.
  const starts: number[] = [];
  for (const { 0: letter, index } of stretch.matchAll(/[^]\p{M}*/gu)) {
    const { length } = letter.normalize('NFC');
    for (let n = 0; n < length; n++) starts.push(index + Math.min(n, letter.length));
  }
  for (const { text, start } of composedWordsOf(composed)) {
    const from = starts[start] ?? stretch.length;
    yield { text: stretch.slice(from, starts[start + text.length] ?? stretch.length), start: from };
  }
}

function* composedWordsOf(stretch: string): Generator<Word> {
  for (let from = 0; from < stretch.length;) {
    let to = Math.min(from + LONGEST_SEGMENTED, stretch.length);
    // Never between a letter and its mark, or the halves of a pair; an endless run of marks is cut all the same.
    while (to < stretch.length && to < from + 2 * LONGEST_SEGMENTED && joins(stretch, to)) to++;
    for (const { segment, index } of words.segment(stretch.slice(from, to))) {
      yield { text: segment, start: from + index };
    }
    from = to;
  }
}

function joins(text: string, at: number): boolean {
  return /^[\p{M}\p{Join_Control}\udc00-\udfff]/u.test(text.slice(at, at + 2)) || isLow(text.charCodeAt(at));
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
