import { type EdtfDate, readEdtf } from '../common/edtf-date.js';
import type { Fault } from '../common/fault.js';
import { shown } from '../common/fault.js';

/**
 * Whether one date is wholly before another, whatever days of them are meant. Where one end is open or unknown nothing is
 * certain: 194X is not before 1945, and "before 1945" is not before 1944.
 */
export function isCertainlyBefore(one: EdtfDate, other: EdtfDate): boolean {
  return one.latest !== null && other.earliest !== null && dayOrder(one.latest) < dayOrder(other.earliest);
}

/** @returns what is wrong with the two dates in EDTF, or null */
export function faultOfLife(born: string | undefined, died: string | undefined): Fault | null {
  if (born === undefined || died === undefined) return null;
  if (!isCertainlyBefore(readEdtf(died), readEdtf(born))) return null;
  return {
    pointer: '/died/date/edtf',
    code: 'life.died_before_born',
    expected: `a day that is not before the birth, ${shown(born)}`,
    found: shown(died),
  };
}

/** `1945-08-09` and `0044-03-15 BC`, as PostgreSQL writes them, as numbers in the order of the days. */
function dayOrder(day: string): number {
  const [date = '', era] = day.split(' ');
  const [year = 0, month = 0, ofMonth = 0] = date.split('-').map(Number);
  return (era === 'BC' ? 1 - year : year) * 10_000 + month * 100 + ofMonth;
}
