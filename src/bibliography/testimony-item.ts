import type { CitationLanguage, CslItem } from './citation-style.js';
import { cslDate, type DateAsTold } from './csl-date.js';

/*
 * What the archive holds and no CSL-JSON was ever written for, as items one can cite: testimonies by their kind, sources
 * nobody named, words said to somebody, units of an archive. What is not known is left out; nothing is made up.
 */

/** As in CSL: family and given, or literal where a name has no such parts. */
export type PersonName = { family: string; given?: string } | { literal: string };

export interface Keeper {
  /** The archive: Kataribe's own where the testimony was taken in here */
  archive?: string;
  place?: string;
  collection?: string;
  /** Box, folder, accession number */
  location?: string;
  shelfMark?: string;
}

export interface CitedTestimony {
  kind: 'interview' | 'memoir_chapter' | 'letter' | 'diary' | 'speech' | 'other';
  title: string;
  /** BCP 47, of the text */
  language: string;
  narrators: readonly PersonName[];
  interviewers?: readonly PersonName[];
  translators?: readonly PersonName[];
  /** To whom a letter was written */
  recipients?: readonly PersonName[];
  recorded?: DateAsTold;
  recordedWhere?: string;
  /** audio, video, transcript … */
  medium?: string;
  duration?: string;
  /** The book a chapter stands in */
  book?: {
    title: string;
    editors?: readonly PersonName[];
    publisher?: string;
    place?: string;
    pages?: string;
  };
  keeper?: Keeper;
  /** The accession number: what the archive finds it by */
  accession: string;
  url?: string;
}

const KINDS: Record<CitedTestimony['kind'], { type: string; genre?: Record<CitationLanguage, string> }> = {
  interview: { type: 'interview' },
  // Without its book a chapter is a manuscript: see testimonyItem().
  memoir_chapter: { type: 'chapter', genre: { en: 'memoir', ja: '回想録' } },
  letter: { type: 'personal_communication', genre: { en: 'letter', ja: '書簡' } },
  diary: { type: 'manuscript', genre: { en: 'diary', ja: '日記' } },
  speech: { type: 'speech' },
  other: { type: 'document' },
};

export function testimonyItem(testimony: CitedTestimony, language: CitationLanguage): CslItem {
  const { kind, book, keeper } = testimony;
  const isLoose = kind === 'memoir_chapter' && book === undefined;
  return said({
    type: isLoose ? 'manuscript' : KINDS[kind].type,
    title: testimony.title,
    genre: kind === 'memoir_chapter' && !isLoose ? undefined : KINDS[kind].genre?.[language],
    language: testimony.language,
    author: testimony.narrators,
    interviewer: testimony.interviewers,
    recipient: testimony.recipients,
    translator: testimony.translators,
    issued: testimony.recorded && cslDate(testimony.recorded, language),
    'event-place': testimony.recordedWhere,
    medium: testimony.medium,
    dimensions: testimony.duration,
    'container-title': book?.title,
    editor: book?.editors,
    publisher: book?.publisher,
    'publisher-place': book?.place,
    page: book?.pages,
    ...keptAt({ ...keeper, location: keeper?.location ?? testimony.accession }),
    URL: testimony.url,
  });
}

const UNNAMED: Record<CitationLanguage, { head: string; why: (because: string) => string }> = {
  en: { head: 'Unnamed source', why: (because) => `; unnamed because: ${because}` },
  ja: { head: '名の示されない資料', why: (because) => `。名を示さない理由：${because}` },
};

/** A source nobody named: the entry says so, and why. Brackets are the sign of a title that was supplied. */
export function unnamedSourceItem(
  source: { description: string; unnamedBecause: string },
  language: CitationLanguage,
): CslItem {
  const { head, why } = UNNAMED[language];
  const [open, colon, close] = language === 'ja' ? ['［', '：', '］'] : ['[', ': ', ']'];
  const short = head + colon + unended(source.description);
  return {
    type: 'document',
    title: open + short + why(unended(source.unnamedBecause)) + close,
    'title-short': open + short + close,
    // An unnamed source has no date that anybody could look for.
    status: 'unnamed',
  };
}

export interface PersonalCommunication {
  from: readonly PersonName[];
  to?: readonly PersonName[];
  about?: string;
  /** letter, e-mail, telephone call, in the language of the report */
  means?: string;
  date?: DateAsTold;
  keeper?: Keeper;
}

const COMMUNICATION: Record<CitationLanguage, string> = { en: 'personal communication', ja: '私信' };

export function personalCommunicationItem(
  communication: PersonalCommunication,
  language: CitationLanguage,
): CslItem {
  const means = communication.means ?? COMMUNICATION[language];
  return said({
    type: 'personal_communication',
    // CSL prints nothing of an item without a title; the means names it well enough.
    title: communication.about ?? `[${means}]`,
    genre: communication.about === undefined ? undefined : means,
    author: communication.from,
    recipient: communication.to,
    issued: communication.date && cslDate(communication.date, language),
    ...keptAt(communication.keeper ?? {}),
  });
}

export interface ArchivalUnit {
  title: string;
  creators?: readonly PersonName[];
  /** A whole collection, or one piece of it */
  level: 'collection' | 'item';
  genre?: string;
  date?: DateAsTold;
  keeper: Keeper;
  url?: string;
}

export function archivalUnitItem(unit: ArchivalUnit, language: CitationLanguage): CslItem {
  return said({
    type: unit.level === 'collection' ? 'collection' : 'manuscript',
    title: unit.title,
    genre: unit.genre,
    author: unit.creators,
    issued: unit.date && cslDate(unit.date, language),
    ...keptAt(unit.keeper),
    URL: unit.url,
  });
}

function keptAt(keeper: Keeper): Record<string, unknown> {
  return {
    archive: keeper.archive,
    'archive-place': keeper.place,
    archive_collection: keeper.collection,
    archive_location: keeper.location,
    'call-number': keeper.shelfMark,
  };
}

function said(item: Record<string, unknown>): CslItem {
  const isThere = ([, value]: [string, unknown]) =>
    value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(item).filter(isThere));
}

function unended(text: string): string {
  return text.trim().replace(/[.。]$/, '');
}
