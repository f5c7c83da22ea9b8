import { isBetweenCharacters } from '../common/characters.js';
import { CodePointIndex, findUnstorable } from '../common/code-points.js';
import { shown, type Fault } from '../common/fault.js';
import { crossesSeam } from '../restrictions/readable-text.rules.js';
import { nearPlaces } from './near-quotation.js';

/*
 * From a quotation to its place in a revision (W3C Web Annotation: TextQuoteSelector, TextPositionSelector), in code
 * points, start inclusive, end exclusive. A quotation is accepted only if the text has exactly those words at exactly one
 * place that the request determines; anything else is refused, with the places that may have been meant. Nothing is
 * ever moved or corrected silently.
 */

export interface WantedQuotation {
  exact: string;
  /** Words just before and after: they choose between several places, and are not judged where one is left anyway. */
  prefix?: string;
  suffix?: string;
  start?: number;
  end?: number;
}

export interface Place {
  start: number;
  end: number;
}

/** A place that may have been meant, with the words there and around it. */
export interface Candidate extends Place {
  before: string;
  exact: string;
  after: string;
}

export interface NotLocated {
  fault: Fault;
  candidates: Candidate[];
}

const MOST_CANDIDATES = 10;
const CONTEXT = 32;
/** Where a text repeats itself without end, more places than these need not be told apart. */
const MOST_PLACES = 100;
const MOST_TRIES = 1000;

/**
 * @param text the whole revision, or its index where many quotations of it are located
 * @param within only places inside this stretch count, such as one passage; offsets stay those of the revision
 * @param seams where something is left out of the text that is shown: words that run over one stand nowhere
 */
export function locateQuotation(
  text: string | CodePointIndex,
  wanted: WantedQuotation,
  within?: Place,
  seams: readonly Place[] = [],
): Place | NotLocated {
  const index = typeof text === 'string' ? new CodePointIndex(text) : text;
  const stretch = { ...(within ?? { start: 0, end: index.length }), seams };
  const unusable = faultOfWords(wanted.exact);
  if (unusable) return { fault: unusable, candidates: [] };
  return wanted.start === undefined && wanted.end === undefined
    ? locateByWords(index, wanted, stretch)
    : locateByPosition(index, wanted, stretch);
}

/** Up to 32 code points before and after a place, never half a character's code units. */
export function quoteContext(
  text: string | CodePointIndex,
  start: number,
  end: number,
): { prefix: string; suffix: string } {
  const index = typeof text === 'string' ? new CodePointIndex(text) : text;
  return { prefix: index.slice(start - CONTEXT, start), suffix: index.slice(end, end + CONTEXT) };
}

function locateByPosition(
  index: CodePointIndex,
  wanted: WantedQuotation,
  stretch: Stretch,
): Place | NotLocated {
  const misplaced = faultOfPosition(wanted, stretch, index.length);
  if (misplaced) return { fault: misplaced, candidates: [] };
  const place = { start: wanted.start!, end: wanted.end! };
  const there = index.slice(place.start, place.end);
  if (crossesSeam(place, stretch.seams)) return notFound(index, wanted.exact, stretch);
  if (there === wanted.exact) {
    const cut = faultOfCut(index, place);
    return cut ? { fault: cut, candidates: [] } : place;
  }
  const fault: Fault = {
    pointer: '/exact',
    code: 'claim.quote_mismatch',
    expected: `the words that stand from ${place.start} to ${place.end}, character by character`,
    found: `${shown(wanted.exact)} where the text has ${shown(there)}`,
  };
  // A position is seldom wrong by much, so the nearest come first.
  const distance = ({ start }: Place) => Math.abs(start - place.start);
  const { places } = placesOf(index, wanted.exact, stretch);
  places.sort((a, b) => distance(a) - distance(b));
  return { fault, candidates: candidatesFor(index, places, wanted.exact, stretch) };
}

function locateByWords(index: CodePointIndex, wanted: WantedQuotation, stretch: Stretch): Place | NotLocated {
  const { exact, prefix = '', suffix = '' } = wanted;
  const all = placesOf(index, exact, stretch);
  if (all.isOne) return all.places[0]!;
  if (all.places.length === 0) {
    if (all.cut) return { fault: { ...faultOfCut(index, all.cut)!, pointer: '/exact' }, candidates: [] };
    return notFound(index, exact, stretch);
  }

  const narrowed = prefix + suffix === '' ? all : placesOf(index, exact, stretch, prefix, suffix);
  if (narrowed.isOne) return narrowed.places[0]!;
  const isMisled = narrowed.places.length === 0;
  const { places, isAll } = isMisled ? all : narrowed;
  const fault: Fault = {
    pointer: '/exact',
    code: 'claim.quote_ambiguous',
    expected: isMisled
      ? 'a prefix and suffix that stand beside these words in the text'
      : 'words that stand in the text once, or start and end, or a prefix and suffix that tell the places apart',
    found:
      `${shown(exact)} in ${places.length}${isAll ? '' : ' or more'} places` +
      (isMisled ? ', none of them with that prefix and suffix' : ''),
  };
  return { fault, candidates: candidatesFor(index, places, exact, stretch) };
}

function notFound(index: CodePointIndex, exact: string, stretch: Stretch): NotLocated {
  const fault: Fault = {
    pointer: '/exact',
    code: 'claim.quote_not_found',
    expected: 'words that stand in the text exactly as given',
    found: shown(exact),
  };
  return { fault, candidates: candidatesFor(index, [], exact, stretch) };
}

/** Where words are sought. */
interface Stretch extends Place {
  seams: readonly Place[];
}

interface Places {
  places: Place[];
  /** False when the search gave up before the end of the text. */
  isAll: boolean;
  isOne: boolean;
  /** The first place that would cut a character in two, to say so when there is nothing else. */
  cut: Place | undefined;
}

/**
 * Where the words stand, overlapping places included. A place that would cut a character in two (か inside a decomposed
 * が) is not one of them. Prefix and suffix are sought in one piece with the words: where all three stand in a row, the
 * words stand in that context.
 */
function placesOf(index: CodePointIndex, exact: string, stretch: Stretch, prefix = '', suffix = ''): Places {
  const [from, to] = [index.toUtf16(stretch.start), index.toUtf16(stretch.end)];
  const sought = prefix + exact + suffix;
  const places: Place[] = [];
  let cut: Place | undefined;
  let isAll = false;
  let at = Math.max(0, from - prefix.length);
  for (let tries = 0; tries < MOST_TRIES && places.length < MOST_PLACES; tries++, at++) {
    at = index.text.indexOf(sought, at);
    const start = at + prefix.length;
    const end = start + exact.length;
    if (at === -1 || end > to) {
      isAll = true;
      break;
    }
    const place = { start: index.toCodePoint(start), end: index.toCodePoint(end) };
    if (crossesSeam(place, stretch.seams)) continue;
    if (isBetweenCharacters(index.text, start) && isBetweenCharacters(index.text, end)) places.push(place);
    else cut ??= place;
  }
  return { places, isAll, isOne: isAll && places.length === 1, cut };
}

/** The places given, or, where there are none, those whose words differ only in what typing and printing change. */
function candidatesFor(index: CodePointIndex, places: Place[], exact: string, stretch: Stretch): Candidate[] {
  const near = () =>
    nearPlaces(index, exact, stretch, MOST_CANDIDATES).filter((place) => !crossesSeam(place, stretch.seams));
  const shownPlaces = places.length > 0 ? places : near();
  return shownPlaces.slice(0, MOST_CANDIDATES).map(({ start, end }) => {
    const { prefix, suffix } = quoteContext(index, start, end);
    return { start, end, before: prefix, exact: index.slice(start, end), after: suffix };
  });
}

function faultOfWords(exact: string): Fault | undefined {
  const unstorable = findUnstorable(exact);
  if (unstorable) return { ...unstorable, pointer: '/exact' };
  if (exact.trim() !== '') return undefined;
  const found = exact === '' ? 'an empty text' : 'white space alone';
  return { pointer: '/exact', code: 'claim.quote_empty', expected: 'the words of the statement', found };
}

function faultOfPosition({ start, end }: WantedQuotation, stretch: Place, length: number): Fault | undefined {
  const fault = (pointer: string, expected: string, found: unknown): Fault => ({
    pointer,
    code: 'claim.position_invalid',
    expected: `${expected} (the text has ${length} characters)`,
    found: shown(found),
  });
  if (start === undefined) return fault('/start', 'a start beside the end', start);
  if (end === undefined) return fault('/end', 'an end beside the start', end);
  const range = `a whole number from ${stretch.start} to ${stretch.end}`;
  const isOutside = (offset: number) =>
    !Number.isInteger(offset) || offset < stretch.start || offset > stretch.end;
  if (isOutside(start)) return fault('/start', range, start);
  if (isOutside(end)) return fault('/end', range, end);
  return end > start ? undefined : fault('/end', `an end after the start ${start}`, end);
}

function faultOfCut(index: CodePointIndex, { start, end }: Place): Fault | undefined {
  for (const [pointer, offset] of [
    ['/start', start],
    ['/end', end],
  ] as const) {
    if (isBetweenCharacters(index.text, index.toUtf16(offset))) continue;
    return {
      pointer,
      code: 'claim.splits_character',
      expected: 'a border between two characters as a reader sees them',
      found: `${offset}, inside a character between ${shown(index.slice(offset - 8, offset))} and ${shown(index.slice(offset, offset + 8))}`,
    };
  }
  return undefined;
}
