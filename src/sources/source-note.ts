import { quoted, sentence, whole } from './note-text.js';
import { locatorText, type Locator } from './source-locator.js';
import { dateText, nameCount, nameList } from './source-names.js';

/*
 * A source as a plain-text note, in one style, Chicago-like and our own code (see standards.md d: the CSL processor is
 * slow and not freely licensed). Kinds of sources share a form; what a source does not say is left out, so a half-described
 * one reads as well as a full one. Titles of parts stand in quotation marks (「」 where they are in Japanese or Chinese),
 * titles of wholes stand bare in plain text, or in 『』.
 */

export interface NotedSource {
  csl: Record<string, unknown> | null;
  description: string | null;
}

type Item = Record<string, unknown>;

/** The full note. It is a sentence with its stop, except for an unnamed source, which has only our description. */
export function sourceNote(source: NotedSource, locator?: Locator | null): string {
  return written(source, locator ?? null, 'note');
}

/** The same for a bibliography: sorted by the family name of the first author, which therefore comes first. */
export function sourceBibliographyEntry(source: NotedSource): string {
  return written(source, null, 'bibliography');
}

type Use = 'note' | 'bibliography';

function written(source: NotedSource, locator: Locator | null, use: Use): string {
  const part = locator ? locatorText(locator) : '';
  if (source.csl === null) {
    const description = source.description?.trim() ?? '';
    return [description === '' ? 'Unnamed source' : `Unnamed source: ${description}`, part]
      .filter(Boolean)
      .join(', ');
  }
  const item = source.csl;
  const form = FORMS.get(said(item, 'type')) ?? unpublished;
  return sentence(form(item, part, use));
}

/** The parts of a note in their order; empty ones are left out. */
type Form = (item: Item, locator: string, use: Use) => string[];

const book: Form = (item, locator, use) => [
  ...authorsOrEditors(item, use),
  whole(said(item, 'title')),
  ...helpers(item, hasAuthor(item) ? ['translator', 'editor'] : ['translator']),
  edition(item),
  labelled('vol. ', said(item, 'volume')),
  series(item),
  imprint(item),
  locator,
  ...whereKept(item),
];

const chapter: Form = (item, locator, use) => [
  ...authorsOrEditors(item, use),
  quoted(said(item, 'title')),
  labelled('in ', whole(said(item, 'container-title'))),
  ...helpers(item, ['editor', 'translator']),
  edition(item),
  labelled('vol. ', said(item, 'volume')),
  series(item),
  imprint(item),
  locator || pages(item),
  ...whereKept(item),
];

const journalArticle: Form = (item, locator, use) => {
  const numbers = [said(item, 'volume'), labelled('no. ', said(item, 'issue'))].filter(Boolean).join(', ');
  const date = dateText(item, 'issued');
  const where = [whole(said(item, 'container-title')), numbers, date && `(${date})`]
    .filter(Boolean)
    .join(' ');
  return [
    ...authorsOrEditors(item, use),
    quoted(said(item, 'title')),
    ...helpers(item, ['translator']),
    where,
    locator || pages(item),
    ...whereKept(item),
  ];
};

const newspaperArticle: Form = (item, locator, use) => [
  ...authorsOrEditors(item, use),
  quoted(said(item, 'title')),
  whole(said(item, 'container-title')),
  dated(item),
  edition(item),
  locator || pages(item),
  ...whereKept(item),
];

const thesis: Form = (item, locator, use) => [
  ...authorsOrEditors(item, use),
  `${quoted(said(item, 'title'))} ${bracketed([said(item, 'genre') || 'thesis', said(item, 'publisher'), dated(item)])}`,
  locator,
  ...whereKept(item),
];

const report: Form = (item, locator, use) => [
  ...authorsOrEditors(item, use),
  whole(said(item, 'title')),
  [said(item, 'genre'), said(item, 'number')].filter(Boolean).join(' '),
  imprint(item),
  locator,
  ...whereKept(item),
];

/** Treaties, laws and cases are known by their titles and by where they were printed or filed. */
const legal: Form = (item, locator) => [
  said(item, 'title'),
  nameList(item, 'author'),
  said(item, 'authority') || said(item, 'jurisdiction'),
  labelled('no. ', said(item, 'number')),
  dated(item),
  [said(item, 'volume'), said(item, 'container-title'), said(item, 'page')].filter(Boolean).join(' '),
  locator,
  ...whereKept(item),
];

const broadcast: Form = (item, locator) => [
  nameList(item, 'author'),
  quoted(said(item, 'title')),
  whole(said(item, 'container-title')),
  ...helpers(item, ['director', 'host', 'performer', 'composer']),
  [said(item, 'genre'), said(item, 'medium')].filter(Boolean).join(', '),
  said(item, 'publisher'),
  dated(item),
  said(item, 'dimensions'),
  locator,
  ...whereKept(item),
];

const webpage: Form = (item, locator, use) => [
  ...authorsOrEditors(item, use),
  quoted(said(item, 'title')),
  whole(said(item, 'container-title')),
  said(item, 'publisher'),
  dateText(item, 'issued'),
  locator,
  labelled('accessed ', dateText(item, 'accessed')),
  ...whereKept(item),
];

/** Interviews, letters, diaries, files: who, what, when, and where it is kept. */
const unpublished: Form = (item, locator, use) => [
  ...authorsOrEditors(item, use),
  quoted(said(item, 'title')),
  said(item, 'genre'),
  labelled('to ', nameList(item, 'recipient')),
  ...helpers(item, ['interviewer', 'translator']),
  said(item, 'event-title'),
  said(item, 'event-place'),
  dated(item),
  said(item, 'container-title'),
  said(item, 'publisher'),
  said(item, 'medium'),
  said(item, 'dimensions'),
  locator,
  ...whereKept(item),
];

const FORMS = new Map<string, Form>([
  ...each(
    book,
    'book classic pamphlet periodical collection musical_score map graphic software standard dataset',
  ),
  ...each(chapter, 'chapter entry entry-dictionary entry-encyclopedia paper-conference figure'),
  ...each(journalArticle, 'article-journal review review-book'),
  ...each(newspaperArticle, 'article-newspaper article-magazine article'),
  ...each(thesis, 'thesis'),
  ...each(report, 'report'),
  ...each(legal, 'treaty legislation bill regulation legal_case hearing patent'),
  ...each(broadcast, 'broadcast motion_picture song performance'),
  ...each(webpage, 'webpage post post-weblog'),
  // All others: interview manuscript personal_communication speech document event.
]);

function each(form: Form, types: string): [string, Form][] {
  return types.split(' ').map((type) => [type, form]);
}

function authorsOrEditors(item: Item, use: Use): string[] {
  const order = use === 'note' ? 'given first' : 'first inverted';
  if (hasAuthor(item)) return [nameList(item, 'author', order)];
  // The editors of a chapter's book are named with the book.
  const editors = said(item, 'container-title') === '' ? nameList(item, 'editor', order) : '';
  return editors === '' ? [] : [editors, nameCount(item, 'editor') > 1 ? 'eds.' : 'ed.'];
}

function hasAuthor(item: Item): boolean {
  return nameList(item, 'author') !== '';
}

const HELPERS: Record<string, string> = {
  editor: 'ed. ',
  translator: 'trans. ',
  interviewer: 'interview by ',
  director: 'directed by ',
  host: 'hosted by ',
  performer: 'performed by ',
  composer: 'composed by ',
};

function helpers(item: Item, roles: string[]): string[] {
  return roles.map((role) => labelled(HELPERS[role]!, nameList(item, role)));
}

function edition(item: Item): string {
  const value = said(item, 'edition');
  return /^\d+$/.test(value) ? `${ordinal(Number(value))} ed.` : value;
}

function ordinal(n: number): string {
  const isTeen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${(!isTeen && ['', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
}

function series(item: Item): string {
  return [said(item, 'collection-title'), said(item, 'collection-number')].filter(Boolean).join(' ');
}

/** `(Tokyo: Iwanami, 1945)`, which stands behind what it belongs to without a comma: see sentence(). */
function imprint(item: Item): string {
  const house = [said(item, 'publisher-place'), said(item, 'publisher')].filter(Boolean).join(': ');
  return bracketed([house, dated(item)]);
}

function dated(item: Item): string {
  return dateText(item, 'issued') || 'n.d.';
}

function bracketed(parts: string[]): string {
  const inside = parts.filter(Boolean).join(', ');
  return inside === '' ? '' : `(${inside})`;
}

function pages(item: Item): string {
  return said(item, 'page') === '' ? '' : locatorText({ label: 'page', value: said(item, 'page') });
}

/** From the box to the building, then the address on the web; a DOI is the better address. */
function whereKept(item: Item): string[] {
  const doi = said(item, 'DOI').replace(/^https?:\/\/(?:dx\.)?doi\.org\//, '');
  const places = ['call-number', 'archive_location', 'archive_collection', 'archive', 'archive-place'];
  return [
    ...places.map((place) => said(item, place)),
    doi === '' ? said(item, 'URL') : `https://doi.org/${doi}`,
  ];
}

function labelled(label: string, value: string): string {
  return value === '' ? '' : label + value;
}

/** A text of the item without the few HTML tags that CSL allows in one. */
function said(item: Item, variable: string): string {
  const value = item[variable];
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value)
    .replace(/<\/?(?:i|b|sup|sub|sc|span)(?:\s[^<>]*)?>/g, '')
    .trim();
}
