import type { CitedItem, CslItem } from './citation-style.js';
import {
  citationKeys,
  date,
  edtf,
  field,
  nameInWords,
  others,
  names,
  type ReferenceName,
} from './reference-entry.js';

/*
 * BibTeX and BibLaTeX in UTF-8, by hand: the usual library erases Japanese and Cyrillic. How interviews and archives are
 * mapped stands in the README.
 */

export type BibtexDialect = 'bibtex' | 'biblatex';
type Fields = [name: string, value: string][];

const TYPES: Record<string, string> = {
  book: 'book',
  classic: 'book',
  chapter: 'incollection',
  entry: 'incollection',
  'entry-dictionary': 'incollection',
  'entry-encyclopedia': 'incollection',
  'article-journal': 'article',
  'article-magazine': 'article',
  'article-newspaper': 'article',
  article: 'article',
  review: 'article',
  'review-book': 'article',
  'paper-conference': 'inproceedings',
  pamphlet: 'booklet',
  manuscript: 'unpublished',
};
/** What only BibLaTeX has; in BibTeX these are @misc, or what stands above. */
const BIBLATEX_TYPES: Record<string, string> = {
  report: 'report',
  thesis: 'thesis',
  webpage: 'online',
  post: 'online',
  'post-weblog': 'online',
  dataset: 'dataset',
  software: 'software',
  legislation: 'legislation',
  legal_case: 'jurisdiction',
  motion_picture: 'movie',
  entry: 'inreference',
  'entry-dictionary': 'inreference',
  'entry-encyclopedia': 'inreference',
  'article-newspaper': 'article',
};
const BIBTEX_TYPES: Record<string, string> = { report: 'techreport', thesis: 'phdthesis' };

export function bibtex(items: readonly CitedItem[], dialect: BibtexDialect): string {
  const keys = citationKeys(items);
  const entries = items.map(({ csl }, i) => {
    const fields = (dialect === 'biblatex' ? biblatexFields(csl) : bibtexFields(csl))
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `  ${name} = {${value}}`);
    return `@${entryType(csl, dialect)}{${keys[i]},\n${fields.join(',\n')}\n}\n`;
  });
  return entries.join('\n');
}

function entryType(item: CslItem, dialect: BibtexDialect): string {
  const type = String(item.type);
  const own = dialect === 'biblatex' ? BIBLATEX_TYPES : BIBTEX_TYPES;
  return own[type] ?? TYPES[type] ?? 'misc';
}

function commonFields(item: CslItem): Fields {
  const inside = /^(?:article|review)/.test(String(item.type)) ? 'journal' : 'booktitle';
  return [
    ['author', people(names(item, 'author'))],
    ['title', escaped(field(item, 'title'))],
    ['editor', people(names(item, 'editor'))],
    [inside, escaped(field(item, 'container-title'))],
    ['publisher', escaped(field(item, 'publisher'))],
    ['edition', escaped(field(item, 'edition'))],
    ['series', escaped(field(item, 'collection-title'))],
    ['volume', escaped(field(item, 'volume'))],
    [
      'number',
      escaped(
        numbered(item)
          .map((variable) => field(item, variable))
          .join(''),
      ),
    ],
    ['pages', escaped(field(item, 'page')).replace(/(?<=\d)[-–](?=\d)/g, '--')],
    ['isbn', escaped(field(item, 'ISBN'))],
    ['issn', escaped(field(item, 'ISSN'))],
    ['doi', escaped(field(item, 'DOI'))],
    ['url', address(field(item, 'URL'))],
    ['abstract', escaped(field(item, 'abstract'))],
  ];
}

function biblatexFields(item: CslItem): Fields {
  const issued = date(item, 'issued');
  const when = issued === null ? '' : edtf(issued);
  const type = String(item.type);
  return [
    ...commonFields(item).map(([name, value]): [string, string] => [
      name === 'journal' ? 'journaltitle' : name,
      value,
    ]),
    ['shorttitle', escaped(field(item, 'title-short'))],
    [
      'entrysubtype',
      ['interview', 'speech', 'personal_communication'].includes(type) ? type.replace('_', ' ') : '',
    ],
    ['editora', people(names(item, 'interviewer'))],
    ['editoratype', names(item, 'interviewer').length > 0 ? 'interviewer' : ''],
    ['translator', people(names(item, 'translator'))],
    ['date', when],
    ['eventdate', edtfOf(item, 'event-date')],
    ['origdate', edtfOf(item, 'original-date')],
    ['urldate', edtfOf(item, 'accessed')],
    ['location', escaped(field(item, 'publisher-place'))],
    ['venue', escaped(field(item, 'event-place'))],
    ['type', escaped(field(item, 'genre'))],
    ['institution', /^(?:report|thesis)$/.test(type) ? escaped(field(item, 'publisher')) : ''],
    ['library', escaped(kept(item))],
    ['howpublished', escaped(medium(item))],
    ['langid', escaped(field(item, 'language'))],
    [
      'note',
      escaped(
        [inWords(item), ...others(item, [...PLACED, ...numbered(item), ...dated(item)]), field(item, 'note')]
          .filter(Boolean)
          .join('; '),
      ),
    ],
  ];
}

function bibtexFields(item: CslItem): Fields {
  const start = date(item, 'issued')?.start ?? '';
  const [, year = '', month = ''] = /^(-?\d{4})(?:-(\d\d))?/.exec(start) ?? [];
  const role = (variable: string, word: string) => {
    const people = names(item, variable).map(nameInWords);
    return people.length === 0 ? '' : `${word} ${people.join('; ')}`;
  };
  const remarks = [
    item.type === 'interview' ? 'Interview' : field(item, 'genre'),
    role('interviewer', 'interviewed by'),
    role('translator', 'translated by'),
    field(item, 'event-place'),
    inWords(item),
    edtfIfMore(item),
    kept(item),
    ...others(item, [...PLACED, ...numbered(item)]),
    field(item, 'note'),
  ];
  const accessed = edtfOf(item, 'accessed');
  return [
    ...commonFields(item),
    ['address', escaped(field(item, 'publisher-place'))],
    ['institution', item.type === 'report' ? escaped(field(item, 'publisher')) : ''],
    ['school', item.type === 'thesis' ? escaped(field(item, 'publisher')) : ''],
    ['year', year],
    ['month', month === '' ? '' : String(Number(month))],
    ['howpublished', escaped(medium(item))],
    ['language', escaped(field(item, 'language'))],
    ['note', escaped([...remarks, accessed && `accessed ${accessed}`].filter(Boolean).join('; '))],
  ];
}

const PLACED = ['ISBN', 'ISSN'];

/** Dates that EDTF can say; one in words goes into the note. */
function dated(item: CslItem): string[] {
  return ['event-date', 'original-date'].filter((variable) => edtfOf(item, variable) !== '');
}

/** BibTeX has one number: the most telling one goes there. */
function numbered(item: CslItem): string[] {
  return ['issue', 'number', 'collection-number']
    .filter((variable) => field(item, variable) !== '')
    .slice(0, 1);
}

/** Box and shelf mark first, then the building: all that leads to the piece. */
function kept(item: CslItem): string {
  return ['call-number', 'archive_location', 'archive_collection', 'archive', 'archive-place']
    .map((variable) => field(item, variable))
    .filter(Boolean)
    .join(', ');
}

function medium(item: CslItem): string {
  return [field(item, 'medium'), field(item, 'dimensions')].filter(Boolean).join(', ');
}

function inWords(item: CslItem): string {
  return date(item, 'issued')?.literal ?? '';
}

/** BibTeX has a year and a month: whatever else the date says goes into the note. */
function edtfIfMore(item: CslItem): string {
  const text = edtfOf(item, 'issued');
  return /^-?\d{4}(-\d\d)?$/.test(text) ? '' : text;
}

function edtfOf(item: CslItem, variable: string): string {
  const told = date(item, variable);
  return told === null ? '' : edtf(told);
}

function people(list: readonly ReferenceName[]): string {
  return list.map(person).join(' and ');
}

function person({ family, given, particle, suffix, literal }: ReferenceName): string {
  // Braces keep a name whole that BibTeX would take apart at its blanks.
  if (literal !== '') return `{${escaped(literal)}}`;
  if (given === '' && suffix === '' && particle === '') return `{${escaped(family)}}`;
  return [[particle, family].filter(Boolean).join(' '), suffix, given]
    .filter(Boolean)
    .map(escapedPart)
    .join(', ');
}

/** " and " in a name would begin the next one. */
function escapedPart(part: string): string {
  return /,|\band\b/i.test(part) ? `{${escaped(part)}}` : escaped(part);
}

const SPECIAL: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function escaped(text: string): string {
  return text.replace(/[\\{}~^%&#$_]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`);
}

/** The packages that print addresses take them as they are; braces and line ends are encoded. */
function address(url: string): string {
  return url.replace(/[{}\\\s]/g, (sign) => encodeURIComponent(sign));
}
