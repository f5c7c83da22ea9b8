import type { CitedItem, CslItem } from './citation-style.js';
import { date, edtf, field, names, others, type ReferenceName } from './reference-entry.js';

/*
 * RIS in UTF-8, by hand. It has no interview: such are GEN with M3 "Interview", the interviewer A2. See the README.
 */

const TYPES: Record<string, string> = {
  book: 'BOOK',
  classic: 'CLSWK',
  chapter: 'CHAP',
  'entry-dictionary': 'DICT',
  'entry-encyclopedia': 'ENCYC',
  'article-journal': 'JOUR',
  'article-magazine': 'MGZN',
  'article-newspaper': 'NEWS',
  article: 'JOUR',
  review: 'JOUR',
  'review-book': 'JOUR',
  'paper-conference': 'CPAPER',
  report: 'RPRT',
  thesis: 'THES',
  webpage: 'ELEC',
  post: 'BLOG',
  'post-weblog': 'BLOG',
  manuscript: 'MANSCPT',
  personal_communication: 'PCOMM',
  legislation: 'STAT',
  bill: 'BILL',
  legal_case: 'CASE',
  hearing: 'HEAR',
  patent: 'PAT',
  map: 'MAP',
  dataset: 'DATA',
  software: 'COMP',
  motion_picture: 'MPCT',
  pamphlet: 'PAMP',
};

const KINDS: Record<string, string> = {
  interview: 'Interview',
  speech: 'Speech',
  treaty: 'Treaty',
  broadcast: 'Broadcast',
};

/** Lines end with CR and LF, as the format wants it. */
export function ris(items: readonly CitedItem[]): string {
  return items.map(({ id, csl }) => record(id, csl)).join('\r\n');
}

function record(id: string, item: CslItem): string {
  const type = String(item.type);
  const issued = date(item, 'issued');
  const [start = '', end = ''] = pages(item);
  const lines: (readonly [string, string])[] = [
    ['TY', TYPES[type] ?? 'GEN'],
    ['ID', id],
    ...people('AU', item, 'author'),
    ...people('A2', item, names(item, 'interviewer').length > 0 ? 'interviewer' : 'editor'),
    ...(names(item, 'interviewer').length > 0 ? people('A3', item, 'editor') : []),
    ...people('A4', item, 'translator'),
    ['TI', field(item, 'title')],
    ['ST', field(item, 'title-short')],
    ['T2', field(item, 'container-title')],
    ['T3', field(item, 'collection-title')],
    ['M3', KINDS[type] ?? field(item, 'genre')],
    ['PY', issued?.start.slice(0, issued.start.startsWith('-') ? 5 : 4) ?? ''],
    ['DA', issued ? risDate(issued.start, issued.literal) : ''],
    ['PB', field(item, 'publisher')],
    ['CY', field(item, 'publisher-place') || field(item, 'event-place')],
    ['ET', field(item, 'edition')],
    ['VL', field(item, 'volume')],
    ['IS', field(item, 'issue') || field(item, 'number')],
    ['SP', start],
    ['EP', end],
    ['SN', field(item, 'ISBN') || field(item, 'ISSN')],
    ['DO', field(item, 'DOI')],
    ['UR', field(item, 'URL')],
    ['Y2', risDate(date(item, 'accessed')?.start ?? '', '')],
    ['LA', field(item, 'language')],
    ['CN', field(item, 'call-number')],
    [
      'AV',
      ['archive_location', 'archive_collection']
        .map((each) => field(item, each))
        .filter(Boolean)
        .join(', '),
    ],
    ['DB', [field(item, 'archive'), field(item, 'archive-place')].filter(Boolean).join(', ')],
    ['AB', field(item, 'abstract')],
    ...remarks(item).map((remark) => ['N1', remark] as const),
  ];
  return [
    ...lines.filter(([, value]) => value !== '').map(([tag, value]) => `${tag}  - ${value}`),
    'ER  - ',
    '',
  ].join('\r\n');
}

/** What RIS has no tag for. */
function remarks(item: CslItem): string[] {
  const issued = date(item, 'issued');
  const when = issued === null ? '' : edtf(issued);
  return [
    /^(-?\d{4}(-\d\d){0,2})?$/.test(when) ? '' : `Date (EDTF): ${when}`,
    field(item, 'medium') && `Medium: ${field(item, 'medium')}`,
    field(item, 'dimensions') && `Duration or extent: ${field(item, 'dimensions')}`,
    KINDS[String(item.type)] !== undefined && field(item, 'genre') ? `Genre: ${field(item, 'genre')}` : '',
    field(item, 'publisher-place') && field(item, 'event-place')
      ? `Place of event: ${field(item, 'event-place')}`
      : '',
    ...others(item, [field(item, 'issue') ? 'issue' : 'number', field(item, 'ISBN') ? 'ISBN' : 'ISSN']),
    field(item, 'note'),
  ].filter(Boolean);
}

function people(tag: string, item: CslItem, variable: string): (readonly [string, string])[] {
  return names(item, variable).map((name) => [tag, inverted(name)] as const);
}

function inverted({ family, given, particle, suffix, literal }: ReferenceName): string {
  if (literal !== '') return literal;
  return [[particle, family].filter(Boolean).join(' '), given, suffix].filter(Boolean).join(', ');
}

/** YYYY/MM/DD/other words; each may be missing, the strokes may not. */
function risDate(iso: string, words: string): string {
  if (iso === '' && words === '') return '';
  const [, year = '', month = '', day = ''] = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(iso) ?? [];
  return [year, month, day, words.replaceAll('/', '-')].join('/');
}

function pages(item: CslItem): string[] {
  const found = /^(\w+)[-–](\w+)$/.exec(field(item, 'page'));
  return found ? [found[1]!, found[2]!] : [field(item, 'page')];
}
