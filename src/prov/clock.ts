/** What a time says, exactly: xsd:dateTime may have any number of decimals, and no time zone. */
export interface Clock {
  seconds: number;
  /** The decimals, without zeros at the end. */
  fraction: string;
  isZoned: boolean;
}

const DATE_TIME =
  /^(-?)(\d{4,9})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?$/;
const DAY = 86_400;
/** What a time without a zone may be off, to either side. */
const SLACK = 14 * 3600;

/** Reads an xsd:dateTime; `undefined` if it is none. */
export function clockOf(text: string): Clock | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, sign, years, ...rest] = match;
  const [month, day, hour, minute, second] = rest.slice(0, 5).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const [decimals, zone] = rest.slice(5) as [string | undefined, string | undefined];
  const year = Number(years) * (sign === '-' ? -1 : 1);
  const fraction = (decimals ?? '').replace(/0+$/, '');
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  const isMidnight = hour === 24 && minute === 0 && second === 0 && fraction === '';
  if ((hour > 23 && !isMidnight) || minute > 59 || second > 59) return undefined;
  const seconds = dayNumber(year, month, day) * DAY + hour * 3600 + minute * 60 + second - offset(zone);
  return { seconds, fraction, isZoned: zone !== undefined };
}

/** Whether one was surely before the other. */
export function isBefore(one: Clock, other: Clock): boolean {
  if (one.isZoned !== other.isZoned) return one.seconds + SLACK < other.seconds;
  if (one.seconds !== other.seconds) return one.seconds < other.seconds;
  return one.fraction < other.fraction;
}

/** The same for the same time, however it is written. */
export function clockKey({ seconds, fraction, isZoned }: Clock): string {
  return `${seconds}.${fraction}${isZoned ? 'Z' : ''}`;
}

function offset(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const amount = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4)) * 60;
  return zone.startsWith('-') ? -amount : amount;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** 1970 in days since 1 March of the year 0. */
const EPOCH = 719_468;

/** Days since 1970, counted by years that begin in March, so that the leap day is the last of its year. */
function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month < 3 ? year - 1 : year;
  const monthsSinceMarch = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((monthsSinceMarch * 153 + 2) / 5) + day - 1 - EPOCH;
}
