import type { CodePointIndex } from '../common/code-points.js';

/*
 * Places whose words would be the same but for what copying, typing and printing change: white space and line breaks, a
 * hyphen at the end of a line, the kind of quotation mark or dash, full and half width, composed or decomposed letters,
 * and case. They are offered to the one who quotes, and never accepted in the place of the exact words.
 */

/** @returns the first few places, in code points */
export function nearPlaces(
  index: CodePointIndex,
  exact: string,
  within: { start: number; end: number },
  most: number,
): { start: number; end: number }[] {
  const sought = fold(exact, 0).folded;
  if (sought === '') return [];
  const from = index.toUtf16(within.start);
  const { folded, starts, ends } = fold(index.text.slice(from, index.toUtf16(within.end)), from);
  const places: { start: number; end: number }[] = [];
  for (
    let at = folded.indexOf(sought);
    at !== -1 && places.length < most;
    at = folded.indexOf(sought, at + 1)
  ) {
    const place = {
      start: index.toCodePoint(starts[at]!),
      end: index.toCodePoint(ends[at + sought.length - 1]!),
    };
    // One letter of the text may fold to several (㍿ to 株式会社), so neighbouring matches can be one place.
    const before = places[places.length - 1];
    if (before?.start !== place.start || before.end !== place.end) places.push(place);
  }
  return places;
}

const QUOTATION_MARKS = /[\p{Quotation_Mark}`´′″’ʼ]/u;
const NOTHING = /[\s\p{White_Space}\p{Dash}\p{Cf}]/u;

/**
 * The text with all that put to one form. Each unit of the result remembers which character of the original it came
 * from, by its UTF-16 offsets, so that a match leads back to the untouched words.
 */
function fold(text: string, offset: number): { folded: string; starts: Uint32Array; ends: Uint32Array } {
  const known = new Map<string, string>();
  const parts: string[] = [];
  let length = 0;
  let starts = new Uint32Array(text.length + 16);
  let ends = new Uint32Array(text.length + 16);
  let at = offset;
  for (const character of text) {
    let form = known.get(character);
    if (form === undefined) known.set(character, (form = foldCharacter(character)));
    if (length + form.length > starts.length) {
      starts = grown(starts);
      ends = grown(ends);
    }
    starts.fill(at, length, length + form.length);
    at += character.length;
    ends.fill(at, length, length + form.length);
    length += form.length;
    parts.push(form);
  }
  return { folded: parts.join(''), starts, ends };
}

function foldCharacter(character: string): string {
  if (QUOTATION_MARKS.test(character)) return "'";
  if (NOTHING.test(character)) return '';
  // Decomposed, because that can be done a character at a time: composing would look at the next one.
  return character.normalize('NFKD').toLowerCase().replace(/\s/gu, '');
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
