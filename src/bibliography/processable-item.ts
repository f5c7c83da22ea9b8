import { readEdtf } from '../common/edtf-date.js';
import type { CitationLanguage, CslItem } from './citation-style.js';
import { cslDate } from './csl-date.js';

/*
 * A CSL item made fit for the processor, which has ways of its own: it turns the names of a Japanese item to "Yoshino
 * Aiko" in Latin letters too, reads dates out of any text, takes commands out of `note`, and cuts a locator apart.
 * What is changed here is changed for printing only; the stored item stays as it is.
 */

const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;
/** Marks of direction, which would reach beyond the text they stand in. */
const DIRECTIONS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
/** Reserved for this folder's own marks: see citeproc-output.ts and locator-template.ts. */
const OURS = /[\ue010-\ue01f]/g;
export const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t\n\r]+/g, ' ')
    .replace(CONTROLS, '')
    .replace(DIRECTIONS, '')
    .replace(OURS, '');
}

export function processableItem(
  id: string,
  csl: CslItem,
  language: CitationLanguage,
): Record<string, unknown> {
  const item: Record<string, unknown> = { id };
  for (const [variable, value] of Object.entries(csl)) {
    // Kept for the archive, never printed; the processor would take "type: bill" in a note for an order.
    if (variable === 'note' || variable === 'annote' || variable === 'abstract' || variable === 'custom')
      continue;
    if (typeof value === 'string') item[variable] = isolated(italicised(plainQuotes(printable(value))));
    else if (Array.isArray(value)) item[variable] = value.filter(isObject).map(name);
    else if (isObject(value)) item[variable] = date(value, language);
    else item[variable] = value;
  }
  return item;
}

/** The processor tells outer from inner quotation marks, but only where they are straight ones. */
function plainQuotes(text: string): string {
  const count = (mark: string) => text.split(mark).length - 1;
  return count('“') > 0 && count('“') === count('”') ? text.replace(/[“”]/g, '"') : text;
}

/** Taken away again in citeproc-output.ts. */
export const LATIN_MARK = '\u200e';

/** The processor sets 年 after a date in words too, as if it were a year: what follows on this mark is taken away. */
export const LITERAL_END = '\ue015';

/** The processor passes over italics where it sees no letter of the West: it is shown a mark that it takes for one. */
function italicised(text: string): string {
  return EAST_ASIAN.test(text) ? text + LATIN_MARK : text;
}

/** A value that runs from right to left is shut in: what follows it, a number above all, would be drawn into it. */
function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

const KATAKANA = /^[\p{Script=Katakana}ー]+$/u;
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function name(person: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(person).map(([part, value]) => [
    part,
    typeof value === 'string' ? printable(value) : value,
  ]);
  const clean = Object.fromEntries(entries) as Record<string, unknown>;
  const [family, given] = [clean.family, clean.given].map((part) => (typeof part === 'string' ? part : ''));
  // Katakana alone would run together: レーニンウラジーミル.
  if (KATAKANA.test(family!) && KATAKANA.test(given!)) return { family: `${family}・${given}` };
  // The processor would take a literal for an institution, and set no comma between one and a person.
  if (typeof clean.literal === 'string') return { family: clean.literal, multi: { _key: {}, main: 'en' } };
  // The order of a name follows its own writing, not the language of the book.
  if (!EAST_ASIAN.test(family! + given!)) clean.multi = { _key: {}, main: 'en' };
  return clean;
}

/** `raw` is what an import could not read: taken as EDTF where it is that, else printed as it stands. */
function date(value: Record<string, unknown>, language: CitationLanguage): Record<string, unknown> {
  const text = (member: string) => (typeof value[member] === 'string' ? printable(value[member]) : '');
  if (text('literal') !== '') return { literal: isolated(text('literal')) + LITERAL_END };
  if (Array.isArray(value['date-parts'])) {
    const { raw: _, ...rest } = value;
    // The processor knows the seasons by number only.
    if (typeof rest.season !== 'string' || /^[1-4]$/.test(rest.season)) return rest;
    const [[year] = []] = value['date-parts'] as unknown[][];
    return { literal: `${printable(rest.season)} ${String(year)}${LITERAL_END}` };
  }
  const raw = text('raw');
  if (isEdtf(raw)) {
    const told = cslDate({ edtf: raw }, language)!;
    return told.literal === undefined ? { ...told } : { literal: told.literal + LITERAL_END };
  }
  return { literal: isolated(raw) + LITERAL_END };
}

function isEdtf(text: string): boolean {
  try {
    readEdtf(text);
    return true;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
