import { CodePointIndex } from '../common/code-points.js';
import { type Found, type Stretch, throughSpans } from './carry.rules.js';
import { type Move, movesIn } from './moves.rules.js';
import { rounded } from './similarity.js';
import { type Span, spansOf } from './spans.rules.js';
import { Tokeniser } from './tokens.js';
import type { AnchorMethod, AnchorState } from './vocabularies.js';

/** So many characters of the text, from start to end in code points, are replaced by other words. */
export interface Edit extends Stretch {
  replacement: string;
}

/** What became of words of the text before. Offsets in code points; no place where the words are lost. */
export interface Carried {
  place: Stretch | null;
  method: AnchorMethod;
  state: AnchorState;
  /** How like the words before, from 0 to 1 */
  score: number;
  /** How much liker than the next best place; null where no other was considered */
  margin: number | null;
}

/** Words this like those before, and standing in what is left of their surroundings, are those words, changed. */
const CHANGED = 0.4;
/** Words this like are so without anything left around them. */
const ALIKE = 0.7;
/** Words less like than this have nothing to do with those before. */
const UNLIKE = 0.25;
/** Fewer words than these may be the same by chance. */
const NO_CHANCE = 6;
/** Two places this close in score are not told apart by it. */
const CLOSE = 0.1;

/**
 * Two texts compared once, to say of any words of the one where they are in the other. Where the edits between them are
 * known, what they leave alone is the same because somebody said so; else it is found by comparing.
 */
export class Collation {
  /** In UTF-16 offsets, covering both texts */
  readonly spans: readonly Span[];
  readonly indexBefore: CodePointIndex;
  readonly indexAfter: CodePointIndex;
  private known: Move[] | undefined;

  constructor(
    readonly before: string,
    readonly after: string,
    edits?: readonly Edit[],
  ) {
    this.indexBefore = new CodePointIndex(before);
    this.indexAfter = new CodePointIndex(after);
    const tokeniser = new Tokeniser();
    this.spans =
      edits === undefined
        ? spansOf({ a: before, b: after, atA: 0, atB: 0 }, tokeniser)
        : this.spansOfEdits(edits, tokeniser);
  }

  /** Comparisons of what was taken out at one place with what was put in at another. */
  get moves(): readonly Move[] {
    return (this.known ??= movesIn(this, this.spans));
  }

  /** @param words from start to end in code points of the text before, which are not empty */
  carry({ start, end }: Stretch): Carried {
    const words = { start: this.indexBefore.toUtf16(start), end: this.indexBefore.toUtf16(end) };
    const mapped = throughSpans(this, this.spans, words);
    if (mapped?.isFirm) {
      const place = this.placeOf(mapped);
      const method = place.start === start ? 'identity' : 'mapped';
      return { place, method, state: 'firm', score: 1, margin: null };
    }
    return this.judged(words, mapped);
  }

  /** Words that are not simply still there: the best of the places that they may be in. */
  private judged(words: Stretch, mapped: Found | null): Carried {
    const moved = this.moves
      .filter(({ a0, a1 }) => a0 <= words.start && words.end <= a1)
      .map(({ spans }) => throughSpans(this, spans, words))
      .filter((found) => found !== null);
    const elsewhere = this.onlyOccurrence(words);
    const found = [mapped, ...moved, elsewhere].filter((place) => place !== null);
    found.sort((one, other) => Number(other.isFirm) - Number(one.isFirm) || other.score - one.score);
    const first = found[0];
    if (first === undefined) return lost(0, null);
    const rival = found.find(({ start, end }) => start >= first.end || end <= first.start);
    const margin = rival === undefined ? null : rounded(first.score - rival.score);
    if (first.score < UNLIKE) return lost(first.score, margin);
    const state = stateOf(first, margin, this.before.slice(words.start, words.end));
    const method =
      first === elsewhere
        ? 'exact_unique'
        : first === mapped && state !== 'needs_review'
          ? 'mapped'
          : 'context';
    return { place: this.placeOf(first), method, state, score: first.score, margin };
  }

  /** The words themselves, where they stand but once in the text after. */
  private onlyOccurrence({ start, end }: Stretch): Found | null {
    const words = this.before.slice(start, end);
    const at = this.after.indexOf(words);
    if (at < 0 || this.after.indexOf(words, at + 1) >= 0 || this.before.indexOf(words) !== start) return null;
    const [isExact, kept] = [true, 0];
    return { start: at, end: at + words.length, score: 1, isExact, isFirm: false, kept, isGuess: false };
  }

  private placeOf({ start, end }: Stretch): Stretch {
    return { start: this.indexAfter.toCodePoint(start), end: this.indexAfter.toCodePoint(end) };
  }

  private spansOfEdits(edits: readonly Edit[], tokeniser: Tokeniser): Span[] {
    const spans: Span[] = [];
    let [atA, atB] = [0, 0];
    const keep = (until: number): void => {
      const length = until - atA;
      if (length > 0) {
        spans.push({ a0: atA, a1: until, b0: atB, b1: atB + length, kind: 'same', isTrusted: true });
      }
      [atA, atB] = [until, atB + length];
    };
    for (const { start, end, replacement } of [...edits].sort((one, other) => one.start - other.start)) {
      keep(this.indexBefore.toUtf16(start));
      const until = this.indexBefore.toUtf16(end);
      spans.push(...spansOf({ a: this.before.slice(atA, until), b: replacement, atA, atB }, tokeniser));
      [atA, atB] = [until, atB + replacement.length];
    }
    keep(this.before.length);
    return spans;
  }
}

function lost(score: number, margin: number | null): Carried {
  return { place: null, method: 'mapped', state: 'lost', score, margin };
}

function stateOf(
  { score, isExact, isFirm, kept, isGuess }: Found,
  margin: number | null,
  words: string,
): AnchorState {
  if (margin !== null && margin < CLOSE) return 'needs_review';
  // The same words at another place are the same statement only where they are too many for chance.
  if (isExact) return isFirm || manyWords(words) >= NO_CHANCE ? 'firm' : 'needs_review';
  if (isGuess) return 'needs_review';
  return (score >= CHANGED && kept > 0) || score >= ALIKE ? 'text_changed' : 'needs_review';
}

function manyWords(text: string): number {
  return new Tokeniser().tokens(text).weights.filter((weight) => weight > 0).length;
}
