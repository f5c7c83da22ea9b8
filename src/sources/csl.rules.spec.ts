import { cslFaults, isCslLocatorLabel } from './csl.rules.js';
import { CSL_LOCATOR_LABELS, CSL_TYPES } from './csl.vocabulary.js';

const interview = {
  type: 'interview',
  title: '𠮷野愛子さんの話',
  author: [{ family: '𠮷野', given: '愛子' }],
  interviewer: [{ literal: 'Сибирский архив' }],
  issued: { 'date-parts': [[1998, 6, 30]], circa: true },
  accessed: { 'date-parts': [['2026', '11', '23']] },
  medium: 'audio',
  dimensions: '1:02:03',
  volume: 3,
  page: '5-7',
  archive: 'Archive',
  archive_location: 'Box 3',
  language: 'ja',
  keyword: 'Siberia, internment',
  categories: ['history'],
  custom: { anything: { at: ['all'] } },
  note: 'Heard in Tokyo.',
};

function faultsOf(change: Record<string, unknown>) {
  return cslFaults({ ...interview, ...change });
}

describe('cslFaults', () => {
  it('takes a full item, and the least one', () => {
    expect(cslFaults(interview)).toEqual([]);
    expect(cslFaults({ type: 'book', title: 'С' })).toEqual([]);
  });

  it.each([[null], [undefined], ['book'], [[interview]], [7]])('refuses %j, which is no object', (item) => {
    expect(cslFaults(item)).toMatchObject([{ pointer: '', code: 'csl.not_object' }]);
  });

  it('needs a type CSL knows', () => {
    expect(CSL_TYPES).toHaveLength(45);
    for (const type of CSL_TYPES) expect(cslFaults({ type, title: 'x' })).toEqual([]);
    expect(cslFaults({ title: 'x' })).toEqual([
      {
        pointer: '/type',
        code: 'csl.type_required',
        expected: 'a CSL type, such as book or interview',
        found: 'nothing',
      },
    ]);
    expect(faultsOf({ type: 'journalArticle' })).toMatchObject([
      { pointer: '/type', code: 'csl.type_unknown', found: '"journalArticle"' },
    ]);
    expect(faultsOf({ type: 'toString' })).toMatchObject([{ code: 'csl.type_unknown' }]);
  });

  it.each([[undefined], [''], [' 　'], [1945]])('needs a title with something in it, not %j', (title) => {
    expect(faultsOf({ title })).toMatchObject([{ pointer: '/title', code: 'csl.title_required' }]);
  });

  it('refuses an id, and every variable CSL does not have, by name', () => {
    expect(faultsOf({ id: 'x' })).toMatchObject([{ pointer: '/id', code: 'csl.id_not_allowed' }]);
    expect(faultsOf({ publisherPlace: 'Tokyo', doi: '10.1/2', 'a/b': 1 })).toEqual([
      {
        pointer: '/publisherPlace',
        code: 'csl.unknown_variable',
        expected: 'a CSL variable; publisher-place is one',
        found: '"publisherPlace"',
      },
      {
        pointer: '/doi',
        code: 'csl.unknown_variable',
        expected: 'a CSL variable; DOI is one',
        found: '"doi"',
      },
      {
        pointer: '/a~1b',
        code: 'csl.unknown_variable',
        expected: 'a CSL variable (what has none may go into custom)',
        found: '"a/b"',
      },
    ]);
    expect(cslFaults(JSON.parse('{"type":"book","title":"x","__proto__":{},"constructor":1}'))).toHaveLength(
      2,
    );
  });

  it.each([
    [{ publisher: 7 }, '/publisher', 'csl.not_text'],
    [{ DOI: null }, '/DOI', 'csl.not_text'],
    [{ volume: [3] }, '/volume', 'csl.not_number'],
    [{ volume: NaN }, '/volume', 'csl.not_number'],
    [{ categories: 'history' }, '/categories', 'csl.not_list'],
    [{ categories: ['a', 7] }, '/categories/1', 'csl.not_text'],
    [{ custom: [] }, '/custom', 'csl.not_object'],
  ])('refuses %j', (change, pointer, code) => {
    expect(faultsOf(change)).toMatchObject([{ pointer, code }]);
  });

  it('tells all faults at once', () => {
    expect(cslFaults({ id: 1, author: 'Yoshino' }).map(({ code }) => code)).toEqual([
      'csl.type_required',
      'csl.title_required',
      'csl.id_not_allowed',
      'csl.not_list',
    ]);
  });
});

describe('names', () => {
  it.each([
    [{ family: 'Петров' }],
    [{ given: 'さくら' }],
    [{ literal: '関東軍' }],
    [{ family: 'Beethoven', given: 'L.', 'non-dropping-particle': 'van', 'dropping-particle': 'de' }],
    [{ family: 'King', given: 'M.', suffix: 'Jr.', 'comma-suffix': true }],
    [{ family: '毛', given: '泽东', 'static-ordering': 1, 'parse-names': 'false' }],
  ])('may be %j', (name) => {
    expect(faultsOf({ author: [name] })).toEqual([]);
  });

  it.each([
    ['Yoshino', '/author', 'csl.not_list'],
    [[], '/author', 'csl.not_list'],
    [['Yoshino'], '/author/0', 'csl.name_invalid'],
    [[{}], '/author/0', 'csl.name_invalid'],
    [[{ suffix: 'Jr.' }], '/author/0', 'csl.name_invalid'],
    [[{ family: ' ' }], '/author/0', 'csl.name_invalid'],
    [[{ family: 'A' }, { family: 'B', name: 'C' }], '/author/1/name', 'csl.name_invalid'],
    [[{ family: 'A', given: 7 }], '/author/0/given', 'csl.not_text'],
    [[{ family: 'A', 'comma-suffix': {} }], '/author/0/comma-suffix', 'csl.name_invalid'],
  ])('may not be %j', (author, pointer, code) => {
    expect(faultsOf({ author })).toMatchObject([{ pointer, code }]);
  });
});

describe('dates', () => {
  it.each([
    [{ 'date-parts': [[1945]] }],
    [{ 'date-parts': [['1945', '8', 9]] }],
    [{ 'date-parts': [[-43, 3, 15]] }],
    [{ 'date-parts': [[2000, 2, 29]] }],
    [{ 'date-parts': [[45, 2, 28]] }],
    [{ 'date-parts': [[1941, 4, 13], [1945]] }],
    [{ 'date-parts': [[1945, 8], [1945]] }],
    [{ 'date-parts': [[1945]], season: 1, circa: 'true' }],
    [{ 'date-parts': [[1945]], season: '秋' }],
    [{ literal: '昭和二十年夏' }],
    [{ raw: 'August 1945' }],
  ])('may be %j', (issued) => {
    expect(faultsOf({ issued })).toEqual([]);
  });

  it.each([
    ['1945', ''],
    [{}, ''],
    [{ circa: true }, ''],
    [{ season: 2 }, ''],
    [{ literal: ' ' }, ''],
    [{ literal: 1945 }, '/literal', 2],
    [{ 'date-parts': [] }, '/date-parts'],
    [{ 'date-parts': [1945] }, '/date-parts/0'],
    [{ 'date-parts': [[]] }, '/date-parts/0'],
    [{ 'date-parts': [[1945, 8, 9, 11]] }, '/date-parts/0'],
    [{ 'date-parts': [[1], [2], [3]] }, '/date-parts'],
    [{ 'date-parts': [[null]] }, '/date-parts/0/0'],
    [{ 'date-parts': [['about 1945']] }, '/date-parts/0/0'],
    [{ 'date-parts': [[1945.5]] }, '/date-parts/0/0'],
    [{ 'date-parts': [[1945, 13]] }, '/date-parts/0/1'],
    [{ 'date-parts': [[1945, 0]] }, '/date-parts/0/1'],
    [{ 'date-parts': [[1945, '']] }, '/date-parts/0/1'],
    [{ 'date-parts': [[1900, 2, 29]] }, '/date-parts/0/2'],
    [{ 'date-parts': [[1945, 4, 31]] }, '/date-parts/0/2'],
    [{ 'date-parts': [[1945], [1944]] }, '/date-parts/1'],
    [
      {
        'date-parts': [
          [1945, 8, 9],
          [1945, 8, 8],
        ],
      },
      '/date-parts/1',
    ],
    [{ 'date-parts': [[1945]], season: 5 }, '/season'],
    [{ 'date-parts': [[1945]], circa: null }, '/circa'],
    [{ 'date-parts': [[1945]], edtf: '1945~' }, '/edtf'],
    [{ 'date-parts': [[1945]], day: 9 }, '/day'],
  ])('may not be %j', (issued, at, count = 1) => {
    const faults = faultsOf({ issued });
    expect(faults[0]?.pointer).toBe(`/issued${at}`);
    expect(faults).toHaveLength(count);
  });
});

describe('isCslLocatorLabel', () => {
  it('knows the terms of CSL, and plain article', () => {
    for (const label of ['page', 'folio', 'timestamp', 'article-locator', 'article', 'sub-verbo']) {
      expect(isCslLocatorLabel(label)).toBe(true);
    }
    for (const label of ['', 'pages', 'p.', 'Page', '頁', 'constructor'])
      expect(isCslLocatorLabel(label)).toBe(false);
    expect(new Set(CSL_LOCATOR_LABELS).size).toBe(CSL_LOCATOR_LABELS.length);
  });
});
