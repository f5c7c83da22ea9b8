import { CodePointIndex } from '../common/code-points.js';
import { cutsCharacter, type Found, type Stretch, throughSpans } from './carry.rules.js';
import { type Move, movedTogether, movesIn } from './moves.rules.js';
import { rounded } from './similarity.js';
import { byLetter, type Span, spansOf, trustedOnly } from './spans.rules.js';
import { LONGEST_LOOKED_UP, Tokeniser } from './tokens.js';
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

/** Words of which this much is left, and that are this like, are those words, changed. */
const [LEFT, CHANGED] = [0.5, 0.4];
/** Of a few words for a few others, this like. */
const ALIKE = 0.5;
/** Words less like than this have nothing to do with those before. */
const UNLIKE = 0.25;
/** Fewer words than these may be the same by chance. */
const NO_CHANCE = 6;

/**
 * Two texts compared once, to say of any words of the one where they are in the other. Where the edits between them are
 * known, what they leave alone is the same because somebody said so; else it is found by comparing.
 */
export class Collation {
  /** In UTF-16 offsets, covering both texts */
  readonly spans: readonly Span[];
  /** The same, with what is the same by chance as part of the changes around it */
  readonly trusted: readonly Span[];
  readonly indexBefore: CodePointIndex;
  readonly indexAfter: CodePointIndex;
  private known: Move[] | undefined;
  private plain: string | undefined;

  constructor(
    readonly before: string,
    readonly after: string,
    edits?: readonly Edit[],
  ) {
    this.indexBefore = new CodePointIndex(before);
    this.indexAfter = new CodePointIndex(after);
    const tokeniser = new Tokeniser(before.length + after.length > LONGEST_LOOKED_UP);
    const spans =
      edits === undefined
        ? spansOf({ a: before, b: after, atA: 0, atB: 0 }, tokeniser)
        : this.spansOfEdits(edits, tokeniser);
    this.spans = byLetter(spans, before, after);
    this.trusted = trustedOnly(this.spans);
  }

  /** Comparisons of what was taken out at one place with what was put in at another. */
  get moves(): readonly Move[] {
    return (this.known ??= movesIn(this, this.spans));
  }

  /** @param words from start to end in code points of the text before, which are not empty */
  carry({ start, end }: Stretch): Carried {
    const words = { start: this.indexBefore.toUtf16(start), end: this.indexBefore.toUtf16(end) };
    const mapped = throughSpans(this, this, words);
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
      .map((move) => this.throughMove(move, words))
      .filter((found) => found !== null);
    const only = this.onlyOccurrence(words, mapped);
    const places = [
      ...(mapped ? [{ method: 'mapped' as const, found: mapped }] : []),
      ...moved.map((found) => ({ method: 'context' as const, found })),
      ...(only ? [{ method: 'exact_unique' as const, found: only }] : []),
    ].map((place) => ({ ...place, state: stateOf(place.found, place.method === 'mapped') }));
    places.sort((one, other) => rankOf(one) - rankOf(other) || other.found.score - one.found.score);
    const first = places[0];
    if (first === undefined) return lost(0, null);
    const { method, found, state } = first;
    const rival = places.find(({ found: { start, end } }) => start >= found.end || end <= found.start);
    const margin = rival === undefined ? null : rounded(found.score - rival.found.score);
    if (state === 'lost') return lost(found.score, margin);
    const place = this.placeOf(found);
    // Two places that both would do: a person must say which.
    if (state === 'needs_review' || (rival && rankOf(rival) < UNSURE)) {
      return {
        place,
        method: method === 'mapped' ? 'context' : method,
        state: 'needs_review',
        score: found.score,
        margin,
      };
    }
    return { place, method, state, score: found.score, margin };
  }

  /** A sentence that people say again and again was perhaps not moved, but said here no more, and there once more. */
  private throughMove(move: Move, words: Stretch): Found | null {
    const found = throughSpans(this, move, words);
    if (found === null || found.left === 0) return found;
    const { start, end } = movedTogether(move, words);
    const isRefrain =
      onlyIn((this.plain ??= plain(this.before)), plain(this.before.slice(start, end))) === null;
    return isRefrain ? { ...found, isFirm: false, left: 0 } : found;
  }

  /** The words themselves, where they stand but once in each text, and not where they were changed into others. */
  private onlyOccurrence({ start, end }: Stretch, mapped: Found | null): Found | null {
    const words = this.before.slice(start, end);
    const at = onlyIn(this.after, words);
    if (at === null || onlyIn(this.before, words) === null) return null;
    const place = { start: at, end: at + words.length };
    if (cutsCharacter(this, { start, end }, place)) return null;
    if (mapped && mapped.left > 0 && place.start < mapped.end && mapped.start < place.end) return null;
    // A part of a sentence may stand in another one.
    const isFirm =
      manyWords(words) >= NO_CHANCE &&
      isSentence(this.before, { start, end }) &&
      isSentence(this.after, place);
    return { ...place, score: 1, isExact: true, isFirm, left: 0, isSmall: false, isGuess: false };
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

/** @param isMapped they stand among what stood around them, so that a word put for another is still theirs */
function stateOf({ score, isExact, isFirm, left, isSmall, isGuess }: Found, isMapped: boolean): AnchorState {
  if (isExact) return isFirm || (isMapped && left >= LEFT) ? 'firm' : 'needs_review';
  const isChanged = (left >= LEFT && score >= CHANGED) || (isMapped && isSmall && score >= ALIKE);
  if (isChanged) return isGuess ? 'needs_review' : 'text_changed';
  return (isMapped && isSmall) || left > 0 || score >= UNLIKE ? 'needs_review' : 'lost';
}

/** From here on a place is no more than a possibility. */
const UNSURE = 2;

/** The surest first. */
function rankOf({ state }: { state: AnchorState }): number {
  return ['firm', 'text_changed', 'needs_review', 'lost'].indexOf(state);
}

function onlyIn(text: string, words: string): number | null {
  const at = text.indexOf(words);
  return at < 0 || text.indexOf(words, at + 1) >= 0 ? null : at;
}

/** Without what differs in form only. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{White_Space}]+/gu, ' ')
    .trim();
}

/** Whether words are a sentence, or several, by what stands around them. */
function isSentence(text: string, { start, end }: Stretch): boolean {
  const [before, last, after] = [
    text.slice(Math.max(0, start - 8), start),
    text[end - 1]!,
    text.slice(end, end + 8),
  ];
  return (
    /(?:^|[.!?…。！？:：\n\r])["'”’」』)\s]*$/u.test(before) &&
    (/[.!?…。！？]/.test(last) || /^\s*(?:$|[.!?…。！？\n\r])/u.test(after))
  );
}

function manyWords(text: string): number {
  return new Tokeniser().tokens(text).weights.filter((weight) => weight > 0).length;
}
