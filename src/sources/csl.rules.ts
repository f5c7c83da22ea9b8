import { jsonPointer, shown, type Fault } from '../common/fault.js';
import {
  CSL_DATE_VARIABLES,
  CSL_LOCATOR_LABELS,
  CSL_NAME_VARIABLES,
  CSL_NUMBER_VARIABLES,
  CSL_STRING_VARIABLES,
  CSL_TYPES,
} from './csl.vocabulary.js';

/*
 * Whether an object is a CSL-JSON item an archive can cite from: CSL 1.0.2's csl-data, and stricter where a citation
 * would come out wrong in silence (an unknown variable is ignored by every processor, a name without a part prints as
 * nothing, 30 February prints as it is). All faults are told at once.
 */

type Path = readonly (string | number)[];
type Judge = (value: unknown, path: Path) => Fault[];

export function cslFaults(item: unknown): Fault[] {
  if (!isObject(item)) return [fault([], 'csl.not_object', 'a CSL-JSON item, an object', item)];
  const faults = [...typeFaults(item.type), ...titleFaults(item.title)];
  for (const [variable, value] of Object.entries(item)) {
    if (variable === 'type' || variable === 'title') continue;
    const judge = JUDGES.get(variable);
    faults.push(...(judge ? judge(value, [variable]) : [strangerFault(variable)]));
  }
  return faults;
}

export function isCslLocatorLabel(label: string): boolean {
  return CSL_LOCATOR_LABELS.includes(label);
}

function typeFaults(type: unknown): Fault[] {
  if (type === undefined)
    return [fault(['type'], 'csl.type_required', 'a CSL type, such as book or interview', type)];
  if (typeof type === 'string' && CSL_TYPES.includes(type)) return [];
  return [fault(['type'], 'csl.type_unknown', `one of the CSL types: ${CSL_TYPES.join(', ')}`, type)];
}

function titleFaults(title: unknown): Fault[] {
  if (typeof title === 'string' && title.trim() !== '') return [];
  return [fault(['title'], 'csl.title_required', 'a title, a text with something in it', title)];
}

function strangerFault(variable: string): Fault {
  if (variable === 'id') {
    return fault(['id'], 'csl.id_not_allowed', 'no id in the item: a source has its own', 'id');
  }
  // A misspelt case is the usual mistake, and a hint is worth more than the list of a hundred names.
  const meant = [...JUDGES.keys()].find((known) => plain(known) === plain(variable));
  const expected = meant
    ? `a CSL variable; ${meant} is one`
    : 'a CSL variable (what has none may go into custom)';
  return fault([variable], 'csl.unknown_variable', expected, variable);
}

function plain(variable: string): string {
  return variable.toLowerCase().replace(/[-_\s]/g, '');
}

const text: Judge = (value, path) =>
  typeof value === 'string' ? [] : [fault(path, 'csl.not_text', 'a text', value)];

const number: Judge = (value, path) =>
  typeof value === 'string' || Number.isFinite(value)
    ? []
    : [fault(path, 'csl.not_number', 'a number or a text', value)];

const texts: Judge = (value, path) =>
  Array.isArray(value)
    ? value.flatMap((each, i) => text(each, [...path, i]))
    : [fault(path, 'csl.not_list', 'a list of texts', value)];

const object: Judge = (value, path) =>
  isObject(value) ? [] : [fault(path, 'csl.not_object', 'an object', value)];

const NAME_TEXTS = ['family', 'given', 'literal', 'suffix', 'dropping-particle', 'non-dropping-particle'];
const NAME_SWITCHES = ['comma-suffix', 'static-ordering', 'parse-names'];

const names: Judge = (value, path) =>
  Array.isArray(value) && value.length > 0
    ? value.flatMap((each, i) => name(each, [...path, i]))
    : [fault(path, 'csl.not_list', 'a list of at least one name', value)];

function name(value: unknown, path: Path): Fault[] {
  if (!isObject(value))
    return [fault(path, 'csl.name_invalid', 'a name, an object with family, given or literal', value)];
  const faults = Object.entries(value).flatMap(([part, content]) => {
    const at = [...path, part];
    if (NAME_TEXTS.includes(part)) return text(content, at);
    if (NAME_SWITCHES.includes(part))
      return isSwitch(content) ? [] : [fault(at, 'csl.name_invalid', 'true or false', content)];
    return [
      fault(
        at,
        'csl.name_invalid',
        `a part of a name: ${[...NAME_TEXTS, ...NAME_SWITCHES].join(', ')}`,
        part,
      ),
    ];
  });
  const says = [value.family, value.given, value.literal].some(
    (part) => typeof part === 'string' && part.trim() !== '',
  );
  if (!says) faults.push(fault(path, 'csl.name_invalid', 'a name with family, given or literal', value));
  return faults;
}

const DATE_MEMBERS = ['date-parts', 'season', 'circa', 'literal', 'raw'];

const date: Judge = (value, path) => {
  const bad = (at: Path, expected: string, found: unknown) => fault(at, 'csl.date_invalid', expected, found);
  if (!isObject(value)) return [bad(path, 'a date, an object with date-parts, literal or raw', value)];
  const faults = Object.entries(value).flatMap(([member, content]) => {
    const at = [...path, member];
    switch (member) {
      case 'date-parts':
        return datePartsFaults(content, at);
      case 'season':
        return typeof content === 'string' || isWhole(content, 1, 4)
          ? []
          : [bad(at, 'a season, 1 to 4 or its name', content)];
      case 'circa':
        return isSwitch(content) ? [] : [bad(at, 'true or false', content)];
      case 'literal':
      case 'raw':
        return text(content, at);
      case 'edtf':
        return [
          bad(
            at,
            'no EDTF inside a CSL date: processors ignore it; use date-parts, circa and season',
            content,
          ),
        ];
      default:
        return [bad(at, `a member of a date: ${DATE_MEMBERS.join(', ')}`, member)];
    }
  });
  const says =
    'date-parts' in value ||
    [value.literal, value.raw].some((each) => typeof each === 'string' && each.trim() !== '');
  if (!says) faults.push(bad(path, 'a date with date-parts, literal or raw', value));
  return faults;
};

function datePartsFaults(value: unknown, path: Path): Fault[] {
  const bad = (at: Path, expected: string, found: unknown) => [
    fault(at, 'csl.date_invalid', expected, found),
  ];
  if (!Array.isArray(value) || value.length < 1 || value.length > 2) {
    return bad(path, 'one date [[year, month, day]] or two, a range', value);
  }
  const faults = value.flatMap((parts: unknown, i) => {
    const at = [...path, i];
    if (!Array.isArray(parts) || parts.length < 1 || parts.length > 3)
      return bad(at, '[year], [year, month] or [year, month, day]', parts);
    const [year, month, day] = (parts as unknown[]).map(wholeNumber);
    if (year === undefined) return bad([...at, 0], 'a year, a whole number', parts[0]);
    if (parts.length > 1 && !isWhole(month, 1, 12)) return bad([...at, 1], 'a month from 1 to 12', parts[1]);
    const last = daysInMonth(year, month ?? 1);
    if (parts.length > 2 && !isWhole(day, 1, last))
      return bad([...at, 2], `a day from 1 to ${last} of that month`, parts[2]);
    return [];
  });
  if (faults.length > 0 || value.length < 2) return faults;
  return isBefore(value[1] as unknown[], value[0] as unknown[])
    ? bad([...path, 1], 'an end that is not before the start', (value[1] as unknown[]).join('-'))
    : [];
}

/** Compared only as far as both are precise: 1945-08 to 1945 may be true. */
function isBefore(a: unknown[], b: unknown[]): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (Number(a[i]) !== Number(b[i])) return Number(a[i]) < Number(b[i]);
  }
  return false;
}

/** By the proleptic Gregorian calendar; setUTCFullYear, because Date.UTC takes the year 45 for 1945. */
function daysInMonth(year: number, month: number): number {
  const end = new Date(0);
  end.setUTCFullYear(year, month, 0);
  return end.getUTCDate();
}

/** CSL writes numbers as numbers or as text. */
function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && /^-?\d{1,6}$/.test(value)) return Number(value);
  return Number.isInteger(value) && Math.abs(value as number) < 1_000_000 ? (value as number) : undefined;
}

function isWhole(value: unknown, low: number, high: number): boolean {
  const whole = wholeNumber(value);
  return whole !== undefined && whole >= low && whole <= high;
}

/** CSL takes true, 1 and "1" alike. */
function isSwitch(value: unknown): boolean {
  return typeof value === 'boolean' || typeof value === 'string' || Number.isFinite(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fault(path: Path, code: string, expected: string, found: unknown): Fault {
  return { pointer: jsonPointer(path), code, expected, found: shown(found) };
}

const JUDGES: ReadonlyMap<string, Judge> = new Map([
  ...CSL_STRING_VARIABLES.map((variable) => [variable, text] as const),
  ...CSL_NUMBER_VARIABLES.map((variable) => [variable, number] as const),
  ...CSL_NAME_VARIABLES.map((variable) => [variable, names] as const),
  ...CSL_DATE_VARIABLES.map((variable) => [variable, date] as const),
  ['categories', texts] as const,
  ['custom', object] as const,
]);
