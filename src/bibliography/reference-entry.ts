import type { CitedItem, CslItem } from './citation-style.js';
import { printable } from './processable-item.js';

/*
 * What BibTeX, BibLaTeX and RIS have in common: the fields of an item as plain text, names in their parts, dates in ISO
 * 8601, and the remark in which everything goes that a format has no field for.
 */

export interface ReferenceName {
  family: string;
  given: string;
  /** von, van den */
  particle: string;
  suffix: string;
  /** An institution, or a name nobody has taken apart */
  literal: string;
}

export function field(item: CslItem, variable: string): string {
  const value = item[variable];
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  return printable(value)
    .replace(/<\/?(?:i|b|sup|sub|sc|span)(?:\s[^<>]*)?>/g, '')
    .trim();
}

export function names(item: CslItem, variable: string): ReferenceName[] {
  const value = item[variable];
  if (!Array.isArray(value)) return [];
  return value
    .filter((each): each is Record<string, unknown> => typeof each === 'object' && each !== null)
    .map((each) => {
      const part = (name: string) => (typeof each[name] === 'string' ? printable(each[name]).trim() : '');
      const particle = [part('dropping-particle'), part('non-dropping-particle')].filter(Boolean).join(' ');
      return {
        family: part('family'),
        given: part('given'),
        suffix: part('suffix'),
        literal: part('literal'),
        particle,
      };
    });
}

/** One name as one reads it, whatever its order; East Asian names without a blank. */
export function nameInWords({ family, given, particle, suffix, literal }: ReferenceName): string {
  if (literal !== '') return literal;
  const isEastAsian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u.test(
    family + given,
  );
  if (isEastAsian) return family + given;
  return [given, particle, family, suffix].filter(Boolean).join(' ');
}

export interface ReferenceDate {
  /** `1945-08-09`, `1945-08`, `1945`; of a range, both */
  start: string;
  end: string;
  season: number | null;
  isCirca: boolean;
  literal: string;
}

export function date(item: CslItem, variable: string): ReferenceDate | null {
  const value = item[variable] as Record<string, unknown> | undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const parts = Array.isArray(value['date-parts']) ? (value['date-parts'] as unknown[][]) : [];
  const text = (name: string) => (typeof value[name] === 'string' ? printable(value[name]).trim() : '');
  const season = Number(value.season);
  return {
    start: parts[0] ? isoDate(parts[0]) : '',
    end: parts[1] ? isoDate(parts[1]) : '',
    season: season >= 1 && season <= 4 ? season : null,
    isCirca: value.circa !== undefined && value.circa !== false && value.circa !== 0 && value.circa !== '0',
    literal: text('literal') || text('raw'),
  };
}

function isoDate(parts: readonly unknown[]): string {
  const [year = 0, ...rest] = parts.map(Number);
  // CSL's 1 BC is -1, that of ISO 8601 is 0000.
  const iso = year < 0 ? year + 1 : year;
  const digits = String(Math.abs(iso)).padStart(4, '0');
  return [`${iso < 0 ? '-' : ''}${digits}`, ...rest.map((part) => String(part).padStart(2, '0'))].join('-');
}

/** The date as EDTF, which BibLaTeX reads; empty where it is told in words alone. */
export function edtf(told: ReferenceDate): string {
  const circa = told.isCirca ? '~' : '';
  if (told.start === '') return '';
  if (told.season !== null) return `${told.start.slice(0, 4)}-${20 + told.season}${circa}`;
  return told.start + circa + (told.end === '' ? '' : `/${told.end}${circa}`);
}

/** What every format has a place for, or what says nothing to a reader. */
const PLACED = new Set(
  `type title author editor container-title publisher edition collection-title volume page DOI URL abstract
  publisher-place event-place genre issued accessed medium dimensions language note archive archive-place
  archive_collection archive_location call-number interviewer translator title-short status custom categories
  citation-key citation-label`.split(/\s+/),
);

/** Whatever else an item says, as `variable: value`, for the remark: no format has a field for all of CSL. */
export function others(item: CslItem, alsoPlaced: readonly string[]): string[] {
  return Object.keys(item)
    .filter((variable) => !PLACED.has(variable) && !alsoPlaced.includes(variable))
    .map((variable) => {
      const people = names(item, variable).map(nameInWords).join(' and ');
      const told = date(item, variable);
      const value = field(item, variable) || people || (told === null ? '' : edtf(told) || told.literal);
      return value === '' ? '' : `${variable.replaceAll('_', ' ')}: ${value}`;
    })
    .filter(Boolean);
}

/**
 * Keys for a BibTeX file: family name and year in plain letters where there are any, else the record's id; never twice.
 * @returns one for each item, in order
 */
export function citationKeys(items: readonly CitedItem[]): string[] {
  const taken = new Set<string>();
  return items.map(({ id, csl }) => {
    const family = names(csl, 'author')[0]?.family ?? '';
    const year = date(csl, 'issued')?.start.replace(/-\d\d.*$/, '') ?? '';
    const plain = (text: string) => text.normalize('NFD').replace(/[^A-Za-z0-9]/g, '');
    const stem =
      plain(family) === ''
        ? `kataribe-${id.replace(/[^A-Za-z0-9-]/g, '-')}`
        : plain(family).toLowerCase() + plain(year);
    let key = stem;
    for (let n = 2; taken.has(key); n++) key = `${stem}-${n}`;
    taken.add(key);
    return key;
  });
}
