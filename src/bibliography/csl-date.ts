import type { CitationLanguage } from './citation-style.js';
import { edtfInWords } from './edtf-words.js';

/*
 * A date as told, as a date variable of CSL. CSL knows one date or a range of two, each to the year, month or day, a
 * season of a year, and "circa". Whatever else EDTF says (doubt, unspecified digits, open and unknown ends, one of a
 * set, a range of which one end is approximate) goes out as a literal: the words it was told in, or else the EDTF in words.
 */

export interface DateAsTold {
  words?: string | null;
  edtf?: string | null;
}

/** What goes into `issued` and its like; `edtf` is one that common/edtf-date.ts has read. */
export interface CslDate {
  'date-parts'?: number[][];
  season?: number;
  circa?: true;
  literal?: string;
}

/** @returns undefined where nothing was told */
export function cslDate({ words, edtf }: DateAsTold, language: CitationLanguage): CslDate | undefined {
  if (edtf) return exactly(edtf) ?? { literal: words?.trim() || edtfInWords(edtf, language) };
  return words?.trim() ? { literal: words.trim() } : undefined;
}

/** The date in CSL's own terms, or null where they cannot say all of it. */
function exactly(edtf: string): CslDate | null {
  const ends = edtf.split('/').map(oneDate);
  const [start, end] = ends;
  if (!start || ends.length > 2 || ends.includes(null)) return null;
  if (end === undefined) return start.circa === undefined ? start : { ...start, circa: true };
  // One "circa" stands before both ends, and a season belongs to no range.
  if (!end || start.circa !== end?.circa || start.season || end.season) return null;
  const parts = { 'date-parts': [...start['date-parts'], ...end['date-parts']] };
  return start.circa ? { ...parts, circa: true } : parts;
}

interface OneDate {
  'date-parts': number[][];
  season?: number;
  circa?: true;
}

function oneDate(text: string): OneDate | null {
  const found = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?(~)?$/.exec(text);
  if (!found) return null;
  const circa = found[4] === undefined ? {} : { circa: true as const };
  const [year, month, day] = [cslYear(Number(found[1])), number(found[2]), number(found[3])];
  if (month !== undefined && month > 12) {
    if (month < 21 || month > 24) return null;
    return { 'date-parts': [[year]], season: month - 20, ...circa };
  }
  return { 'date-parts': [[year, month, day].filter((part) => part !== undefined)], ...circa };
}

/** EDTF counts 1 BC as the year 0; CSL has no year 0, and calls it -1. */
function cslYear(year: number): number {
  return year > 0 ? year : year - 1;
}

function number(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
