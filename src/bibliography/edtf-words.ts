import type { CitationLanguage } from './citation-style.js';

/*
 * EDTF (ISO 8601-2) in words, for where neither the words it was told in nor CSL's own dates are there to say it. What
 * has no words here is given as the EDTF itself: strange to read, but true.
 */

interface Words {
  date(year: string, month: number | null, day: number | null): string;
  season(season: number, year: string): string;
  decade(decade: string): string;
  century(years: string): string;
  unknown(date: string, what: 'day' | 'month' | 'month and day'): string;
  circa(date: string): string;
  uncertain(date: string): string;
  fromTo(start: string, end: string): string;
  onward(start: string): string;
  until(end: string): string;
  unknownEnd(start: string): string;
  unknownStart(end: string): string;
  oneOf(dates: string[]): string;
  allOf(dates: string[]): string;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const UNKNOWN_JA = { day: '日', month: '月', 'month and day': '月日' };

const WORDS: Record<CitationLanguage, Words> = {
  en: {
    date: (year, month, day) => {
      if (month === null) return year;
      return day === null ? `${MONTHS[month - 1]} ${year}` : `${MONTHS[month - 1]} ${day}, ${year}`;
    },
    season: (season, year) => `${['spring', 'summer', 'autumn', 'winter'][season - 1]} ${year}`,
    decade: (decade) => `${decade}0s`,
    century: (years) => `between ${years}00 and ${years}99`,
    unknown: (date, what) => `${date} (${what} unknown)`,
    circa: (date) => `ca. ${date}`,
    uncertain: (date) => `${date} (uncertain)`,
    fromTo: (start, end) => `from ${start} to ${end}`,
    onward: (start) => `from ${start} on`,
    until: (end) => `until ${end}`,
    unknownEnd: (start) => `from ${start}, end unknown`,
    unknownStart: (end) => `until ${end}, beginning unknown`,
    oneOf: (dates) => listed(dates, ', ', ' or '),
    allOf: (dates) => listed(dates, ', ', ' and '),
  },
  ja: {
    date: (year, month, day) =>
      `${year}年${month === null ? '' : `${month}月`}${day === null ? '' : `${day}日`}`,
    season: (season, year) => `${year}年${['春', '夏', '秋', '冬'][season - 1]}`,
    decade: (decade) => `${decade}0年代`,
    century: (years) => `${years}00年から${years}99年の間`,
    unknown: (date, what) => `${date}（${UNKNOWN_JA[what]}不明）`,
    circa: (date) => `${date}頃`,
    uncertain: (date) => `${date}（不確か）`,
    fromTo: (start, end) => `${start}から${end}まで`,
    onward: (start) => `${start}以降`,
    until: (end) => `${end}まで`,
    unknownEnd: (start) => `${start}から（終わりは不明）`,
    unknownStart: (end) => `${end}まで（始まりは不明）`,
    oneOf: (dates) => listed(dates, '、', 'または'),
    allOf: (dates) => listed(dates, '、', 'および'),
  },
};

/** `edtf` is one that common/edtf-date.ts has read. */
export function edtfInWords(edtf: string, language: CitationLanguage): string {
  const words = WORDS[language];
  if (/^[[{]/.test(edtf)) {
    const members = edtf
      .slice(1, -1)
      .split(',')
      .map((member) => interval(member.split('..'), words, true) ?? member);
    return edtf.startsWith('[') ? words.oneOf(members) : words.allOf(members);
  }
  return interval(edtf.split('/'), words, false) ?? edtf;
}

/** An empty end is open in a set and unknown in an interval. */
function interval(ends: string[], words: Words, isOpen: boolean): string | null {
  const [start = '', end] = ends;
  if (end === undefined) return single(start, words);
  const [from, to] = [single(start, words), single(end, words)];
  if (start === '..' || (isOpen && start === '')) return to === null ? null : words.until(to);
  if (end === '..' || (isOpen && end === '')) return from === null ? null : words.onward(from);
  if (start === '') return to === null ? null : words.unknownStart(to);
  if (end === '') return from === null ? null : words.unknownEnd(from);
  return from === null || to === null ? null : words.fromTo(from, to);
}

function single(text: string, words: Words): string | null {
  // A sign at the end holds for all of it; one in the middle is beyond these words.
  const found = /^([\dX]{4}(?:-[\dX]{2}){0,2})([?~%]?)$/.exec(text);
  const date = found && plain(found[1]!, words);
  if (!date) return null;
  if (found[2] === '~') return words.circa(date);
  if (found[2] === '?') return words.uncertain(date);
  return found[2] === '%' ? words.uncertain(words.circa(date)) : date;
}

function plain(text: string, words: Words): string | null {
  const [year = '', month, day] = text.split('-');
  if (/^\d{3}X$/.test(year) && month === undefined) return words.decade(year.slice(0, 3));
  if (/^\d\dXX$/.test(year) && month === undefined) return words.century(year.slice(0, 2));
  if (!/^\d{4}$/.test(year)) return null;
  // 0945 is the year 945.
  const plainYear = String(Number(year));
  if (month === undefined) return words.date(plainYear, null, null);
  if (month === 'XX') {
    if (day !== undefined && day !== 'XX') return null;
    return words.unknown(words.date(plainYear, null, null), day === undefined ? 'month' : 'month and day');
  }
  if (!/^\d\d$/.test(month)) return null;
  if (Number(month) > 12) {
    const season = Number(month) - 20;
    return season >= 1 && season <= 4 ? words.season(season, plainYear) : null;
  }
  if (day === 'XX') return words.unknown(words.date(plainYear, Number(month), null), 'day');
  if (day !== undefined && !/^\d\d$/.test(day)) return null;
  return words.date(plainYear, Number(month), day === undefined ? null : Number(day));
}

function listed(each: string[], between: string, last: string): string {
  return each.length < 2 ? each.join('') : each.slice(0, -1).join(between) + last + each[each.length - 1];
}
