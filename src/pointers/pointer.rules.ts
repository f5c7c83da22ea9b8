import { type Fault, shown } from '../common/fault.js';

/*
 * Pointers: how people cite what is in the archive. `KTB-0001` the testimony, `KTB-0001 r2` a revision of it, `KTB-0001 r2 ¶17` a
 * passage, `KTB-0001 r2 ¶17 #5` a claim where it stands, `KTB-0001 r2 char=120,180` any words. A testimony, passage or claim
 * may be named without its revision: then the latest is meant.
 */

/** Null: not said. */
export interface Pointer {
  accession: string;
  revision: number | null;
  passage: number | null;
  claim: number | null;
  /** In code points: start inclusive, end exclusive, as in RFC 5147 */
  range: { start: number; end: number } | null;
}

/** Words that are not said of which revision they are would be others tomorrow. */
export const POINTER_FORMS = [
  'KTB-0001',
  'KTB-0001 r2',
  'KTB-0001 ¶17',
  'KTB-0001 r2 ¶17',
  'KTB-0001 #5',
  'KTB-0001 r2 #5',
  'KTB-0001 r2 ¶17 #5',
  'KTB-0001 r2 char=120,180',
];

/** What people type for a space in an address is as good as one, and so is nothing. */
const GAP = String.raw`[\s._+]*`;
const NUMBER = String.raw`([1-9]\d{0,8})`;
const OFFSET = String.raw`(0|[1-9]\d{0,8})`;
const POINTER = new RegExp(
  `^${GAP}(KTB-\\d{4,9})(?:${GAP}r${NUMBER})?` +
    `(?:(?:${GAP}[¶p]${NUMBER})?(?:${GAP}[#c]${NUMBER})?|${GAP}char=${OFFSET},${OFFSET})${GAP}$`,
  'i',
);

/**
 * What a pointer names, in its own spelling or in one that is easy to type: `ktb-0001.r2.p17.c5`.
 * @returns what is wrong with it, where it is none
 */
export function parsePointer(words: string): Pointer | Fault {
  const [, accession, revision, passage, claim, start, end] = POINTER.exec(words) ?? [];
  const range = start === undefined ? null : { start: Number(start), end: Number(end) };
  if (accession === undefined || (range !== null && revision === undefined)) return noPointer(words);
  if (range !== null && range.start >= range.end) return emptyRange(words);
  return {
    accession: accession.toUpperCase(),
    revision: numberOf(revision),
    passage: numberOf(passage),
    claim: numberOf(claim),
    range,
  };
}

/** The one spelling that the archive uses. */
export function printPointer({ accession, revision, passage, claim, range }: Pointer): string {
  return [
    accession,
    revision === null ? '' : `r${revision}`,
    passage === null ? '' : `¶${passage}`,
    claim === null ? '' : `#${claim}`,
    range === null ? '' : `char=${range.start},${range.end}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function numberOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}

function noPointer(words: string): Fault {
  return {
    pointer: '/pointer',
    code: 'pointer.invalid',
    expected: `one of ${POINTER_FORMS.map((form) => `"${form}"`).join(', ')}; p stands for ¶, c for #, and a full stop for a space`,
    found: shown(words),
  };
}

function emptyRange(words: string): Fault {
  return {
    pointer: '/pointer',
    code: 'pointer.empty_range',
    expected: 'a range of characters that ends after it begins, counted from 0 as Unicode code points',
    found: shown(words),
  };
}
