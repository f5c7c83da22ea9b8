import { Cite, plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';
import { hardSources } from '../../test/support/hard-sources.js';
import { cslFaults } from '../sources/csl.rules.js';
import { bibtex } from './bibtex.js';
import type { CitedItem } from './citation-style.js';
import { cslJson } from './csl-json.js';
import { ris } from './ris.js';

const items = hardSources('en');
const of = (id: string) => items.filter((item) => item.id === id);

/** As another program reads it. */
function readBack(text: string): Record<string, unknown>[] {
  return new Cite(text).data as Record<string, unknown>[];
}

test('CSL-JSON goes out as it is stored, with the id', () => {
  for (const { id, csl } of [...items, ...hardSources('ja')]) expect([id, cslFaults(csl)]).toEqual([id, []]);
  expect(JSON.parse(cslJson(items))).toEqual(items.map(({ id, csl }) => ({ ...csl, id })));
});

describe.each([
  ['bibtex', (list: readonly CitedItem[]) => bibtex(list, 'bibtex')],
  ['biblatex', (list: readonly CitedItem[]) => bibtex(list, 'biblatex')],
  ['ris', ris],
] as const)('%s, read back by another program', (_format, write) => {
  plugins.config.get('@bibtex').parse.sentenceCase = 'never';

  test('has every source, with its title and whoever wrote it', () => {
    const back = readBack(write(items));
    expect(back).toHaveLength(items.length);
    for (const [i, { csl }] of items.entries()) {
      const words = (text: unknown) =>
        String(text)
          .replace(/[\u0000-\u001f\u202e]|<\/?i>/g, '')
          .replace(/[“”"‘’']/g, '')
          .replace(/\s+/g, ' ')
          .trim();
      expect(words(back[i]!.title).replace(/<[^>]*nocase[^>]*>|<\/span>/g, '')).toBe(words(csl.title));
      // RIS has no field for "van den", and another program cannot tell it from the family's name.
      const families = (list: unknown) =>
        ((list ?? []) as Record<string, string>[]).map((name) =>
          [name['non-dropping-particle'], name.family ?? name.literal].filter(Boolean).join(' '),
        );
      expect(families(back[i]!.author)).toEqual(families(csl.author));
    }
  });

  test('loses no Japanese and no Cyrillic', () => {
    const text = write(items);
    for (const word of [
      '𠮷野',
      '愛子',
      '田中',
      '平和祈念展示資料館',
      'OH-12/3',
      'Российский государственный военный архив',
      'дело 12',
      'Иван',
      'シベリアの記憶',
      'دار الآداب',
      '𩸽',
    ]) {
      expect(text).toContain(word);
    }
  });

  test('keeps pages, editor and place of a memoir chapter', () => {
    const [back] = readBack(write(of('memoir-chapter')));
    expect(back).toMatchObject({
      type: 'chapter',
      'container-title': 'シベリアの記憶',
      editor: [{ family: '保阪', given: '正康' }],
      'publisher-place': '東京',
    });
    expect(String(back!.page)).toMatch(/^101[-–]124$/);
  });
});

test('nothing an item says is lost on the way', () => {
  const person = (family: string) => [{ family, given: 'G' }];
  const told = {
    type: 'broadcast',
    title: 'T1',
    'title-short': 'T2',
    director: person('D1'),
    host: person('H1'),
    recipient: person('R1'),
    'container-author': person('C1'),
    authority: 'A1',
    'event-title': 'E1',
    'event-place': 'E2',
    issue: 'I1',
    number: 'N1',
    'collection-number': 'N2',
    'collection-title': 'S1',
    ISBN: 'B1',
    ISSN: 'B2',
    'original-date': { 'date-parts': [[1931]] },
    'event-date': { literal: 'in the year 1932' },
    scale: 'S2',
    medium: 'M1',
    dimensions: 'M2',
    genre: 'G1',
    section: 'S3',
  };
  expect(cslFaults(told)).toEqual([]);
  const words = JSON.stringify(told).match(/(?<=")[A-Z]\d(?=")|193\d/g)!;
  for (const write of [ris, (list: CitedItem[]) => bibtex(list, 'biblatex')]) {
    const text = write([{ id: 'x', csl: told }]);
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
  }
  // BibTeX has no short title.
  const text = bibtex([{ id: 'x', csl: told }], 'bibtex');
  expect(words.filter((word) => !text.includes(word))).toEqual(['T2']);
});

test('BibLaTeX says that it is an interview, by whom, and when about', () => {
  expect(bibtex(of('two-interviewees'), 'biblatex')).toBe(`@misc{kataribe-two-interviewees,
  author = {𠮷野, 愛子 and 秦, 一郎},
  title = {タイシェトの収容所について},
  entrysubtype = {interview},
  editora = {Smith, Jane and 田中, 次郎},
  editoratype = {interviewer},
  date = {1998-06~},
  venue = {東京},
  library = {OH-12/3, KTB-0002, 聞き取り集, 平和祈念展示資料館, 東京},
  howpublished = {録音, 1:02:03},
  langid = {ja}
}
`);
});

test('BibTeX says it in a note', () => {
  expect(bibtex(of('two-interviewees'), 'bibtex')).toContain(
    'note = {Interview; interviewed by Jane Smith; 田中次郎; 東京; 1998-06\\textasciitilde{}; OH-12/3, KTB-0002, 聞き取り集, 平和祈念展示資料館, 東京}',
  );
});

test('RIS has the interviewer as A2 and the kind as M3', () => {
  expect(ris(of('two-interviewees')).split('\r\n')).toEqual([
    'TY  - GEN',
    'ID  - two-interviewees',
    'AU  - 𠮷野, 愛子',
    'AU  - 秦, 一郎',
    'A2  - Smith, Jane',
    'A2  - 田中, 次郎',
    'TI  - タイシェトの収容所について',
    'M3  - Interview',
    'PY  - 1998',
    'DA  - 1998/06//',
    'CY  - 東京',
    'LA  - ja',
    'CN  - OH-12/3',
    'AV  - KTB-0002, 聞き取り集',
    'DB  - 平和祈念展示資料館, 東京',
    'N1  - Date (EDTF): 1998-06~',
    'N1  - Medium: 録音',
    'N1  - Duration or extent: 1:02:03',
    'ER  - ',
    '',
  ]);
});

test('what would be a command or a new line is text', () => {
  const odd: CitedItem = {
    id: 'x\ny',
    csl: {
      type: 'book',
      title: '50% of {A} \\input{x} & #1 $x_2^3 ~\r\nTY  - BOOK',
      author: [{ family: 'Smith and Sons' }, { literal: 'A and B' }],
    },
  };
  expect(bibtex([odd], 'bibtex')).toContain(
    'title = {50\\% of \\{A\\} \\textbackslash{}input\\{x\\} \\& \\#1 \\$x\\_2\\textasciicircum{}3 \\textasciitilde{} TY  - BOOK}',
  );
  expect(bibtex([odd], 'bibtex')).toContain('author = {{Smith and Sons} and {A and B}}');
  expect(
    ris([odd])
      .split('\r\n')
      .filter((line) => line.startsWith('TY')),
  ).toEqual(['TY  - BOOK']);
});

test('keys are plain, and never twice', () => {
  const book = (id: string, family: string) => ({
    id,
    csl: { type: 'book', title: 'X', author: [{ family }], issued: { 'date-parts': [[1990]] } },
  });
  expect(
    bibtex([book('a', 'Müller'), book('b', 'Muller'), book('c', '吉野')], 'bibtex').match(
      /(?<=\{)[\w-]+(?=,\n)/g,
    ),
  ).toEqual(['muller1990', 'muller1990-2', 'kataribe-c']);
});
