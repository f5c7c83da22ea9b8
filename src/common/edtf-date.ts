import { parse } from 'edtf';
import { shown, type Fault } from './fault.js';

/*
 * Uncertain dates as EDTF (ISO 8601-2:2019), levels 0 to 2. The `edtf` library judges the grammar of each single date;
 * the calendar, the order of ends and the bounds are ours, because the library takes 1900-02-29 for 1 March, `{2002..2001}`
 * for a set and spring for January. Decisions:
 * - `?`, `~` and `%` are kept in the text and never widen the span: how wide "about 1945" is, nobody has said.
 * - Seasons 21-24 are the northern ones by whole months; winter 24 begins in December of its year.
 * - Unspecified digits give the span from the first to the last day they allow; a wholly unspecified year (XXXX-12-25)
 *   leaves it unbounded, since "from the year 0 to 9999" would be a claim nobody made.
 * - An unknown end (`1941/`) and an open one (`1941/..`) both leave the span unbounded; the text keeps the difference.
 * - Years from 4713 BC, where PostgreSQL begins, to 9999. EDTF counts 1 BC as 0000, 44 BC as -0043.
 */

export interface EdtfDate {
  /** As given, not re-emitted. */
  edtf: string;
  /** First and last possible day, inclusive, as PostgreSQL writes a date; null where open or unknown. */
  earliest: string | null;
  latest: string | null;
  /** A PostgreSQL datemultirange, written the way PostgreSQL itself would print it. */
  span: string;
}

/** Why a text is not a date we can keep. It is a Fault whose pointer is the text itself. */
export class InvalidEdtf extends Error implements Fault {
  readonly pointer = '';

  constructor(
    readonly code: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`Expected ${expected}, found ${found}.`);
    this.name = 'InvalidEdtf';
  }
}

/** Inclusive day numbers counted from 1970-01-01, or null where there is no bound. */
interface Days {
  first: number | null;
  last: number | null;
}

const FIRST_YEAR = -4712;
const LAST_YEAR = 9999;
const LONGEST_TEXT = 1000;
const EXAMPLES = 'a date in EDTF, such as 1945, 1945-08, 1945-08-09, 1945~, 194X, 1941/1945 or [1944,1945]';

/** Whether it lies wholly in the future, wherever one is: somewhere on earth it is tomorrow already. */
export function isToCome({ earliest }: EdtfDate, today: Date): boolean {
  const tomorrow = new Date(today.getTime() + 86_400_000).toISOString().slice(0, 10);
  return earliest !== null && !earliest.endsWith('BC') && earliest > tomorrow;
}

const recentlyRead = new Map<string, EdtfDate>();
const MOST_REMEMBERED = 1000;

/** Reads a date, or throws InvalidEdtf. The last ones are remembered: a date is checked first and read again then. */
export function readEdtf(text: string): EdtfDate {
  const known = recentlyRead.get(text);
  if (known !== undefined) return known;
  const date = read(text);
  if (recentlyRead.size >= MOST_REMEMBERED) recentlyRead.clear();
  recentlyRead.set(text, date);
  return date;
}

function read(text: string): EdtfDate {
  if (text.trim() === '') throw new InvalidEdtf('date.blank', EXAMPLES, 'an empty text');
  if (text.length > LONGEST_TEXT) {
    throw new InvalidEdtf('date.too_long', `at most ${LONGEST_TEXT} characters`, `${text.length} characters`);
  }
  if (/^X+(-X+)*$/.test(text))
    throw new InvalidEdtf('date.says_nothing', 'at least one digit of a date', shown(text));
  if (/\s/.test(text))
    throw new InvalidEdtf('date.not_edtf', 'a date in EDTF, which has no blanks', shown(text));
  if (text.includes('T')) {
    throw new InvalidEdtf('date.time_of_day', 'a date without a time of day', shown(text));
  }
  const ranges = /^[[{]/.test(text) ? setOf(text) : [text.includes('/') ? intervalOf(text) : daysOf(text)];
  const joined = join(ranges);
  const first = joined[0]!.first;
  const last = joined[joined.length - 1]!.last;
  return {
    edtf: text,
    earliest: first === null ? null : dateOf(first),
    latest: last === null ? null : dateOf(last),
    span: `{${joined.map(rangeLiteral).join(',')}}`,
  };
}

/** `1941/1945`, with `..` for an open and nothing for an unknown end. */
function intervalOf(text: string): Days {
  const ends = text.split('/');
  if (ends.length !== 2) throw new InvalidEdtf('date.not_edtf', 'one / between two dates', shown(text));
  const [from, to] = ends.map((end) => (end === '' || end === '..' ? undefined : daysOf(end)));
  if (!from && !to)
    throw new InvalidEdtf('date.says_nothing', 'at least one end that is a date', shown(text));
  return ordered(from, to, text);
}

/** `[1667,1670..1672]` (one of them) and `{1960,1961-12}` (all of them): the days are the same. */
function setOf(text: string): Days[] {
  const closing = text.startsWith('[') ? ']' : '}';
  if (!text.endsWith(closing))
    throw new InvalidEdtf('date.not_edtf', `a set that ends with ${closing}`, shown(text));
  const members = text.slice(1, -1).split(',');
  return members.map((member, position) => {
    const ends = member.split('..');
    if (ends.length === 1) return daysOf(member);
    const [from, to] = ends as [string, string];
    // "Up to" can only open a set and "from ... on" can only close it.
    const isOpenRightly =
      (from !== '' || position === 0) && (to !== '' || position === members.length - 1) && from + to !== '';
    if (ends.length > 2 || !isOpenRightly) {
      throw new InvalidEdtf(
        'date.not_edtf',
        'a range in a set such as 1670..1672, ..1672 or 1670..',
        shown(member),
      );
    }
    return ordered(from === '' ? undefined : daysOf(from), to === '' ? undefined : daysOf(to), member);
  });
}

/** Refuses an end wholly before the start. Ends that overlap, such as 2004-06-15/2004-06, may be true. */
function ordered(from: Days | undefined, to: Days | undefined, text: string): Days {
  if ((to?.last ?? Infinity) < (from?.first ?? -Infinity)) {
    throw new InvalidEdtf('date.reversed', 'an end that is not before the start', shown(text));
  }
  return { first: from?.first ?? null, last: to?.last ?? null };
}

const CALENDAR = /^(-?[\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?$/;
const LONG_YEAR = /^(?:Y(-?\d+)(?:E(\d+))?|(-?\d{4}))(?:S(\d+))?$/;

/** One date, season or year, whatever its precision. */
function daysOf(date: string): Days {
  const bare = date.replace(/[?~%]/g, '');
  const calendar = CALENDAR.exec(bare);
  const longYear = calendar ? null : LONG_YEAR.exec(bare);
  // The calendar first: its messages are plainer than the library's.
  const days = calendar
    ? calendarDays(calendar[1]!, calendar[2], calendar[3], date)
    : longYear && yearDays(longYear, date);
  if (!days || !isGrammatical(date)) throw new InvalidEdtf('date.not_edtf', EXAMPLES, shown(date));
  return days;
}

function isGrammatical(date: string): boolean {
  try {
    parse(date, { level: 2, types: ['Date', 'Season', 'Year'], seasonUncertainty: true });
    return true;
  } catch {
    return false;
  }
}

/** The parts of a year in ISO 8601-2: the month each starts with, and how many months it lasts. */
const PARTS_OF_YEAR = [
  { code: 21, starts: [3, 6, 9, 12], months: 3 }, // seasons, no hemisphere named: taken as northern
  { code: 25, starts: [3, 6, 9, 12], months: 3 }, // northern seasons
  { code: 29, starts: [9, 12, 3, 6], months: 3 }, // southern seasons
  { code: 33, starts: [1, 4, 7, 10], months: 3 }, // quarters
  { code: 37, starts: [1, 5, 9], months: 4 }, // thirds
  { code: 40, starts: [1, 7], months: 6 }, // halves
];

function partOfYear(code: number): { start: number; months: number } | undefined {
  for (const group of PARTS_OF_YEAR) {
    const start = group.starts[code - group.code];
    if (start !== undefined) return { start, months: group.months };
  }
  return undefined;
}

function calendarDays(year: string, month: string | undefined, day: string | undefined, date: string): Days {
  // Any year at all has every day of the calendar, so one leap year stands for all.
  const isAnyYear = year === 'XXXX';
  const digits = isAnyYear ? '2000' : year.replace('-', '');
  const years = matching(digits, 0, 9999).map((y) => (year.startsWith('-') ? -y : y));
  years.sort((a, b) => a - b);
  const [firstYear, lastYear] = [years[0]!, years[years.length - 1]!];
  refuseYearOutside(firstYear, lastYear, date);
  const part = month !== undefined && day === undefined ? partOfYear(Number(month)) : undefined;
  if (part) {
    const { start, months } = part;
    if (isAnyYear) return { first: null, last: null };
    return { first: dayNumber(firstYear, start, 1), last: dayNumber(lastYear, start + months, 0) };
  }
  const first = outermostDay(years, month, day, 'first');
  const last = outermostDay(years.reverse(), month, day, 'last');
  if (first === undefined || last === undefined) {
    throw new InvalidEdtf('date.no_such_day', 'a day that is in the calendar', shown(date));
  }
  return isAnyYear ? { first: null, last: null } : { first, last };
}

/** The first, or last, day that the digits allow, over the years in the order given; undefined when there is none. */
function outermostDay(
  years: number[],
  month: string | undefined,
  day: string | undefined,
  which: 'first' | 'last',
) {
  const inOrder = (numbers: number[]) => (which === 'last' ? numbers.reverse() : numbers);
  const months = inOrder(matching(month ?? 'XX', 1, 12));
  for (const y of years) {
    for (const m of months) {
      const [d] = inOrder(matching(day ?? 'XX', 1, daysInMonth(y, m)));
      if (d !== undefined) return dayNumber(y, m, d);
    }
  }
  return undefined;
}

/** A year written with Y, an exponent or significant digits: 1950S2 is some year of 1900 to 1999. */
function yearDays(match: RegExpExecArray, date: string): Days {
  const year = match[3] === undefined ? Number(match[1]) * 10 ** Number(match[2] ?? 0) : Number(match[3]);
  const significant = match[4] === undefined ? undefined : Number(match[4]);
  const size = Math.abs(year);
  const unit = significant === undefined ? 1 : 10 ** Math.max(0, String(size).length - significant);
  const from = Math.floor(size / unit) * unit;
  const [first, last] = year < 0 ? [1 - from - unit, -from] : [from, from + unit - 1];
  refuseYearOutside(first, last, date);
  return { first: dayNumber(first, 1, 1), last: dayNumber(last, 12, 31) };
}

function refuseYearOutside(first: number, last: number, date: string): void {
  if (first >= FIRST_YEAR && last <= LAST_YEAR) return;
  throw new InvalidEdtf('date.out_of_range', 'a year from -4712 (4713 BC) to 9999', shown(date));
}

/** The numbers from `low` to `high` whose digits fit a mask such as `19X5`. */
function matching(mask: string, low: number, high: number): number[] {
  const from = Math.max(low, Number(mask.replaceAll('X', '0')));
  const to = Math.min(high, Number(mask.replaceAll('X', '9')));
  const numbers: number[] = [];
  for (let n = from; n <= to; n++) {
    const digits = String(n).padStart(mask.length, '0');
    if ([...mask].every((digit, i) => digit === 'X' || digit === digits[i])) numbers.push(n);
  }
  return numbers;
}

const DAY = 86_400_000;

/** Proleptic Gregorian, as in ISO 8601 and PostgreSQL. Not Date.UTC, which takes the year 45 for 1945. */
function dayNumber(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY;
}

function daysInMonth(year: number, month: number): number {
  return new Date(dayNumber(year, month + 1, 0) * DAY).getUTCDate();
}

/** `1945-08-09`, and `0044-03-15 BC` as PostgreSQL writes it. */
function dateOf(day: number): string {
  const date = new Date(day * DAY);
  const year = date.getUTCFullYear();
  const [y, m, d] = [year > 0 ? year : 1 - year, date.getUTCMonth() + 1, date.getUTCDate()];
  const padded = [String(y).padStart(4, '0'), String(m).padStart(2, '0'), String(d).padStart(2, '0')].join(
    '-',
  );
  return year > 0 ? padded : `${padded} BC`;
}

/** Sorts the ranges and joins those that touch, as PostgreSQL would. */
function join(ranges: Days[]): Days[] {
  const sorted = [...ranges].sort((a, b) => (a.first ?? -Infinity) - (b.first ?? -Infinity) || 0);
  const joined: Days[] = [];
  for (const range of sorted) {
    const before = joined[joined.length - 1];
    if (!before || (before.last !== null && (range.first ?? -Infinity) > before.last + 1))
      joined.push({ ...range });
    else if (range.last === null || before.last === null) before.last = null;
    else before.last = Math.max(before.last, range.last);
  }
  return joined;
}

/** Half-open; PostgreSQL quotes a bound that has a blank in it. */
function rangeLiteral({ first, last }: Days): string {
  const bound = (day: number) => (dateOf(day).includes(' ') ? `"${dateOf(day)}"` : dateOf(day));
  return `${first === null ? '(' : `[${bound(first)}`},${last === null ? '' : bound(last + 1)})`;
}
