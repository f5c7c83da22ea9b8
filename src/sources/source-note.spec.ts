import { sourceBibliographyEntry, sourceNote } from './source-note.js';

type Item = Record<string, unknown>;

function note(csl: Item, label?: string, value = ''): string {
  return sourceNote({ csl, description: null }, label === undefined ? null : { label, value });
}

const on = (...parts: number[]) => ({ 'date-parts': [parts] });

describe('each kind of source', () => {
  it.each<[string, Item, string]>([
    [
      'a book',
      {
        type: 'book',
        title: 'Гулаг',
        author: [{ family: 'Applebaum', given: 'Anne' }],
        translator: [{ family: 'Петров', given: 'Иван' }],
        edition: 2,
        volume: 3,
        'collection-title': 'History',
        'collection-number': 7,
        publisher: 'Doubleday',
        'publisher-place': 'New York',
        issued: on(2003),
      },
      'Anne Applebaum, Гулаг, trans. Иван Петров, 2nd ed., vol. 3, History 7 (New York: Doubleday, 2003).',
    ],
    [
      'a book with editors alone, and without a date',
      { type: 'book', title: 'Letters', editor: [{ family: 'Orlov' }, { literal: 'Memorial' }] },
      'Orlov and Memorial, eds., Letters (n.d.).',
    ],
    [
      'a chapter',
      {
        type: 'chapter',
        title: 'Why?',
        author: [{ family: 'Berg', given: 'Jan', 'non-dropping-particle': 'van den' }],
        'container-title': 'The War',
        editor: [{ family: 'King', given: 'Martin', suffix: 'Jr.' }],
        publisher: 'Nauka',
        issued: on(1999),
        page: '10-20',
      },
      'Jan van den Berg, “Why?” in The War, ed. Martin King, Jr. (Nauka, 1999), pp. 10–20.',
    ],
    [
      'a chapter whose author is not known',
      { type: 'chapter', title: 'X', 'container-title': 'Y', editor: [{ family: 'Orlov' }] },
      '“X,” in Y, ed. Orlov (n.d.).',
    ],
    [
      'an article of a journal',
      {
        type: 'article-journal',
        title: 'The "Great" War',
        author: [{ literal: 'Kwantung Army' }],
        'container-title': 'Slavic Review',
        volume: 12,
        issue: '3',
        issued: on(1946),
        page: 5,
        DOI: 'https://doi.org/10.1/2',
        URL: 'https://example.org',
      },
      'Kwantung Army, “The ‘Great’ War,” Slavic Review 12, no. 3 (1946), p. 5, https://doi.org/10.1/2.',
    ],
    [
      'an article of a newspaper',
      { type: 'article-newspaper', title: '終戦', 'container-title': '朝日新聞', issued: on(1945, 8, 15) },
      '「終戦」, 『朝日新聞』, August 15, 1945.',
    ],
    [
      'a thesis',
      {
        type: 'thesis',
        title: 'On Return',
        author: [{ family: 'Ito', given: 'K.' }],
        genre: 'PhD diss.',
        publisher: 'Keio',
        issued: on(2001),
      },
      'K. Ito, “On Return” (PhD diss., Keio, 2001).',
    ],
    [
      'a report in an archive',
      {
        type: 'report',
        title: 'Repatriation',
        author: [{ literal: 'GHQ' }],
        genre: 'Report',
        number: '12',
        issued: on(1946, 4),
        archive: 'National Archives',
        archive_collection: 'RG 331',
        archive_location: 'box 3',
        'archive-place': 'College Park',
      },
      'GHQ, Repatriation, Report 12 (April 1946), box 3, RG 331, National Archives, College Park.',
    ],
    [
      'a treaty',
      {
        type: 'treaty',
        title: 'Soviet–Japanese Neutrality Pact',
        issued: on(1941, 4, 13),
        'container-title': 'League of Nations Treaty Series',
        volume: 204,
        page: 5,
      },
      'Soviet–Japanese Neutrality Pact, April 13, 1941, 204 League of Nations Treaty Series 5.',
    ],
    [
      'a law',
      { type: 'legislation', title: 'Repatriation Act', authority: 'Diet', number: '3', issued: on(1945) },
      'Repatriation Act, Diet, no. 3, 1945.',
    ],
    [
      'an interview',
      {
        type: 'interview',
        title: 'On the camp at Taishet',
        author: [{ family: '𠮷野', given: '愛子' }],
        interviewer: [{ family: 'Smith', given: 'Jane' }],
        'event-place': 'Tokyo',
        issued: on(1998, 6, 30),
        medium: 'audio',
        dimensions: '1:02:03',
        archive: 'Kataribe',
        URL: 'https://example.org/1',
      },
      '𠮷野愛子, “On the camp at Taishet,” interview by Jane Smith, Tokyo, June 30, 1998, audio, 1:02:03, Kataribe, https://example.org/1.',
    ],
    [
      'a letter',
      {
        type: 'personal_communication',
        title: 'From Khabarovsk',
        genre: 'letter',
        author: [{ family: 'Sato', given: 'Jiro' }],
        recipient: [{ family: 'Sato', given: 'Hana' }],
        issued: on(1946, 1, 2),
      },
      'Jiro Sato, “From Khabarovsk,” letter, to Hana Sato, January 2, 1946.',
    ],
    ['a manuscript', { type: 'manuscript', title: 'Diary' }, '“Diary,” n.d.'],
    [
      'a broadcast',
      {
        type: 'broadcast',
        title: 'The Camps',
        'container-title': 'NHK Special',
        publisher: 'NHK',
        issued: on(1991, 8, 15),
      },
      '“The Camps,” NHK Special, NHK, August 15, 1991.',
    ],
    [
      'a web page',
      {
        type: 'webpage',
        title: 'Taishet',
        'container-title': 'Memorial',
        URL: 'https://example.org/',
        accessed: on(2026, 11, 23),
      },
      '“Taishet,” Memorial, accessed November 23, 2026, https://example.org/.',
    ],
    ['a kind without a form of its own', { type: 'event', title: 'Reunion' }, '“Reunion,” n.d.'],
  ])('%s', (_kind, csl, expected) => {
    expect(note(csl)).toBe(expected);
  });

  it('without the tags CSL allows in a title, and with every other angle bracket', () => {
    expect(note({ type: 'book', title: 'The <i>Taiyo</i> <span class="nocase">log</span>, a < b' })).toBe(
      'The Taiyo log, a < b (n.d.).',
    );
  });
});

describe('locators', () => {
  it.each([
    ['page', '5', 'p. 5'],
    ['page', '5-7', 'pp. 5–7'],
    ['page', '5, 9', 'pp. 5, 9'],
    ['page', 'A-12', 'p. A-12'],
    ['page', 'xii-xv', 'pp. xii–xv'],
    ['folio', '12v', 'fol. 12v'],
    ['article-locator', 'IX', 'art. IX'],
    ['article', 'IX and X', 'arts. IX and X'],
    ['timestamp', '00:12:05', 'at 00:12:05'],
    ['chapter', '3', 'chap. 3'],
    ['scene', '2', 'scene 2'],
  ])('%s %s', (label, value, expected) => {
    expect(note({ type: 'book', title: 'X' }, label, value)).toBe(`X (n.d.), ${expected}.`);
  });

  it('take the place of the pages of the whole article', () => {
    const article = {
      type: 'article-journal',
      title: 'X',
      'container-title': 'Y',
      issued: on(1946),
      page: '1-20',
    };
    expect(note(article, 'page', '7')).toBe('“X,” Y (1946), p. 7.');
    expect(note({ ...article, type: 'chapter' }, 'page', '7')).toBe('“X,” in Y (1946), p. 7.');
  });
});

describe('an unnamed source', () => {
  it('is said to be one, in the words of its description', () => {
    const source = { csl: null, description: 'publications the author used without naming them' };
    expect(sourceNote(source)).toBe('Unnamed source: publications the author used without naming them');
    expect(sourceNote(source, { label: 'page', value: '5' })).toBe(
      'Unnamed source: publications the author used without naming them, p. 5',
    );
    expect(sourceNote({ csl: null, description: null })).toBe('Unnamed source');
  });
});

describe('a bibliography entry', () => {
  it('turns the first author round, where names are written so', () => {
    const author = [
      { family: 'Applebaum', given: 'Anne' },
      { family: 'Петров', given: 'Иван' },
    ];
    const entry = (people: Item[]) =>
      sourceBibliographyEntry({ csl: { type: 'book', title: 'X', author: people }, description: null });
    expect(entry(author)).toBe('Applebaum, Anne, and Иван Петров, X (n.d.).');
    expect(entry([{ family: '吉野', given: '愛子' }])).toBe('吉野愛子, X (n.d.).');
    expect(entry([{ family: 'Berg', given: 'Jan', 'non-dropping-particle': 'van den' }])).toBe(
      'van den Berg, Jan, X (n.d.).',
    );
  });
});
