/*
 * How the names and dates of a CSL item are written in a note. Names in the writing of Japan, China and Korea keep their
 * order, family first, with nothing between; all others are given name first, or turned round with a comma where a list
 * is sorted by them.
 */

type Item = Record<string, unknown>;

const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Lm}\p{N}・･＝=\s]+$/u;
const KATAKANA = /^[\p{Script=Katakana}ー]+$/u;

/** Of more than three people a note names the first. */
const MOST_NAMES = 3;

/** The names of a variable as running text: `A`, `A and B`, `A, B, and C`, `A et al.`; empty when there are none. */
export function nameList(
  item: Item,
  variable: string,
  order: 'given first' | 'first inverted' = 'given first',
): string {
  const people = Array.isArray(item[variable]) ? (item[variable] as unknown[]).filter(isObject) : [];
  const names = people
    .map((person, i) => personName(person, order === 'first inverted' && i === 0))
    .filter(Boolean);
  if (names.length > MOST_NAMES) return `${names[0]} et al.`;
  if (names.length < 2) return names[0] ?? '';
  // An inverted name has a comma in it, so one follows it too.
  const isSpaced = names.length > 2 || names[0]!.includes(', ');
  return `${names.slice(0, -1).join(', ')}${isSpaced ? ',' : ''} and ${names[names.length - 1]}`;
}

export function nameCount(item: Item, variable: string): number {
  return Array.isArray(item[variable]) ? item[variable].length : 0;
}

function personName(person: Item, isInverted: boolean): string {
  const part = (key: string) => textOf(person[key]);
  const [family, given, suffix] = [part('family'), part('given'), part('suffix')];
  if (part('literal') !== '') return part('literal');
  if (family !== '' && CJK.test(family + given)) {
    // カタカナ alone would run together: レーニン・ウラジーミル
    const between = KATAKANA.test(family) && KATAKANA.test(given) ? '・' : '';
    return [family, given].filter(Boolean).join(between);
  }
  const [dropping, kept] = [part('dropping-particle'), part('non-dropping-particle')];
  if (isSet(person['static-ordering'])) return spaced(kept, family, given);
  const comma = isSet(person['comma-suffix']) || /^(?:jr|sr)\b/i.test(suffix) ? ', ' : ' ';
  if (isInverted && family !== '')
    return [spaced(kept, family), spaced(given, dropping), suffix].filter(Boolean).join(', ');
  return [spaced(given, dropping, kept, family), suffix].filter(Boolean).join(comma);
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const SEASONS = ['spring', 'summer', 'autumn', 'winter'];

/** A date variable as in a note, `August 9, 1945`, `ca. 1945`, `spring 1946`; empty when there is none. */
export function dateText(item: Item, variable: string): string {
  const date = item[variable];
  if (!isObject(date)) return '';
  // A literal is how the archivist wants it read; raw is only what an import could not read.
  if (textOf(date.literal) !== '') return circa(date, textOf(date.literal));
  const parts = Array.isArray(date['date-parts']) ? (date['date-parts'] as unknown[]) : [];
  const [start, end] = parts.filter(Array.isArray).map((each) => each.map(Number));
  if (start === undefined) return circa(date, textOf(date.raw));
  if (end !== undefined) return circa(date, range(start, end));
  return circa(date, spaced(start.length === 1 ? season(date.season) : '', day(start)));
}

function circa(date: Item, text: string): string {
  return text !== '' && isSet(date.circa) ? `ca. ${text}` : text;
}

function season(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return SEASONS[Number(value) - 1] ?? String(value);
}

function day([year, month, date]: number[]): string {
  const y = yearText(year!);
  if (month === undefined) return y;
  return date === undefined ? `${MONTHS[month - 1]} ${y}` : `${MONTHS[month - 1]} ${date}, ${y}`;
}

/** What both ends share is written once: `August 9–15, 1945`, `August–September 1945`, `1941–1945`. */
function range(start: number[], end: number[]): string {
  if (start.length !== end.length || start[0] !== end[0] || start.length === 1) {
    const isPlain = start.length === 1 && end.length === 1;
    return isPlain ? `${day(start)}–${day(end)}` : `${day(start)} – ${day(end)}`;
  }
  const [year, month, date] = start;
  if (date === undefined) return `${MONTHS[month! - 1]}–${day(end)}`;
  if (month === end[1]) return `${MONTHS[month! - 1]} ${date}–${end[2]}, ${yearText(year!)}`;
  return `${MONTHS[month! - 1]} ${date} – ${day(end)}`;
}

function yearText(year: number): string {
  return year < 0 ? `${-year} BC` : String(year);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function spaced(...parts: string[]): string {
  return parts.filter(Boolean).join(' ');
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && !['', 'false', '0'].includes(String(value).toLowerCase());
}

function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
