import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Cite, CitationLanguage, CitedItem, Note } from '../../src/bibliography/citation-style.js';
import {
  archivalUnitItem,
  personalCommunicationItem,
  testimonyItem,
  unnamedSourceItem,
} from '../../src/bibliography/testimony-item.js';

/** The sources of the chapter, in the order of its record, as they are stored. */
export function chapterSources(language: CitationLanguage): CitedItem[] {
  const record = parse(readFileSync('seeds/japan-soviet-relationship/record.yaml', 'utf8')) as {
    sources: Record<string, { csl?: Record<string, unknown>; description?: string; unnamedBecause?: string }>;
  };
  return Object.entries(record.sources).map(([id, { csl, description = '', unnamedBecause = '' }]) => ({
    id,
    csl: csl ?? unnamedSourceItem({ description, unnamedBecause }, language),
  }));
}

/** What citation software gets wrong: in Japanese, Russian, English and from right to left. */
export function hardSources(language: CitationLanguage): CitedItem[] {
  const source = (id: string, csl: Record<string, unknown>): CitedItem => ({ id, csl });
  return [
    source(
      'two-interviewees',
      testimonyItem(
        {
          kind: 'interview',
          title: 'タイシェトの収容所について',
          language: 'ja',
          narrators: [
            { family: '𠮷野', given: '愛子' },
            { family: '秦', given: '一郎' },
          ],
          interviewers: [
            { family: 'Smith', given: 'Jane' },
            { family: '田中', given: '次郎' },
          ],
          recorded: { words: '平成十年の六月ごろ', edtf: '1998-06~' },
          recordedWhere: '東京',
          medium: '録音',
          duration: '1:02:03',
          keeper: {
            archive: '平和祈念展示資料館',
            place: '東京',
            collection: '聞き取り集',
            shelfMark: 'OH-12/3',
          },
          accession: 'KTB-0002',
        },
        language,
      ),
    ),
    source(
      'interview-english',
      testimonyItem(
        {
          kind: 'interview',
          title: 'Interview with Ivan Petrov, "the bridge-builder"',
          language: 'en',
          narrators: [{ family: 'Петров', given: 'Иван' }],
          interviewers: [{ family: 'Yoshino', given: 'Aiko' }],
          recorded: { words: 'some time in the nineties', edtf: '199X' },
          recordedWhere: 'Khabarovsk',
          keeper: { archive: 'Kataribe' },
          accession: 'KTB-0003',
        },
        language,
      ),
    ),
    source(
      'memoir-chapter',
      testimonyItem(
        {
          kind: 'memoir_chapter',
          title: '橋はもう無かった',
          language: 'ja',
          narrators: [{ family: 'Yoshino', given: 'Aiko' }],
          recorded: { edtf: '1991' },
          book: {
            title: 'シベリアの記憶',
            editors: [{ family: '保阪', given: '正康' }],
            publisher: '新潮社',
            place: '東京',
            pages: '101-124',
          },
          accession: 'KTB-0004',
        },
        language,
      ),
    ),
    source(
      'loose-chapter',
      testimonyItem(
        {
          kind: 'memoir_chapter',
          title: 'Japan-Soviet Relationship During This Time',
          language: 'en',
          narrators: [{ literal: 'the author of the memoir' }],
          recorded: { words: 'after the war', edtf: '1945/..' },
          accession: 'KTB-0001',
          url: 'https://example.org/KTB-0001',
        },
        language,
      ),
    ),
    source(
      'unnamed',
      unnamedSourceItem(
        language === 'ja'
          ? { description: '著者が用いた刊行物', unnamedBecause: '証言に題名が挙げられていない。' }
          : {
              description: 'publications the author used',
              unnamedBecause: 'the testimony does not name them.',
            },
        language,
      ),
    ),
    source(
      'letter',
      personalCommunicationItem(
        {
          from: [{ family: '佐藤', given: '次郎' }],
          to: [{ family: 'Smith', given: 'Jane' }],
          date: { edtf: '[1946,1947]' },
        },
        language,
      ),
    ),
    source(
      'archival-item',
      archivalUnitItem(
        {
          title: 'Дело о репатриации японских военнопленных',
          creators: [{ literal: 'Главное управление по делам военнопленных и интернированных' }],
          level: 'item',
          date: { edtf: '1946-03/1946-11' },
          keeper: {
            archive: 'Российский государственный военный архив',
            place: 'Москва',
            collection: 'фонд 1п, опись 9в',
            location: 'дело 12, листы 3–7',
          },
        },
        language,
      ),
    ),
    source(
      'archival-collection',
      archivalUnitItem(
        {
          title: '満蒙関係資料',
          level: 'collection',
          date: { edtf: '1945-21' },
          keeper: { archive: '国立公文書館', place: '東京', shelfMark: '平23厚労-00184' },
        },
        language,
      ),
    ),
    source('katakana', {
      type: 'book',
      title: '国家と革命',
      author: [{ family: 'レーニン', given: 'ウラジーミル' }],
      translator: [{ family: '宇高', given: '基輔' }],
      publisher: '岩波書店',
      issued: { 'date-parts': [[1957]] },
      language: 'ja',
    }),
    source('russian-book', {
      type: 'book',
      title: 'Японские военнопленные в СССР: 1945–1956',
      author: [{ family: 'Кузнецов', given: 'Сергей Ильич' }],
      publisher: 'Издательство журнала «Сибирь»',
      'publisher-place': 'Иркутск',
      issued: { 'date-parts': [[1997]] },
      language: 'ru',
    }),
    source('journal', {
      type: 'article-journal',
      title: 'Who Crossed the Bridge? “Told” and <i>Read</i> in Memoirs',
      author: ['Berg', 'Ito', 'Orlov', 'Smith', 'King', 'Tanaka'].map((family, i) => ({
        family,
        given: 'ABCDEF'[i]!,
        ...(i === 0 && { 'non-dropping-particle': 'van den' }),
      })),
      'container-title': 'Slavic Review',
      volume: 12,
      issue: '3',
      page: '101-124',
      issued: { 'date-parts': [[1999]] },
      DOI: '10.1000/182',
    }),
    source('newspaper', {
      type: 'article-newspaper',
      title: '終戦の詔書',
      'container-title': '朝日新聞',
      issued: { 'date-parts': [[1945, 8, 15]] },
      page: '1',
      language: 'ja',
    }),
    source('right-to-left', {
      type: 'book',
      title: 'قال أبي: لم يعد هناك جسر',
      author: [{ family: 'الخوري', given: 'إلياس' }],
      publisher: 'دار الآداب',
      'publisher-place': 'بيروت',
      issued: { 'date-parts': [[1967]] },
      language: 'ar',
    }),
    source('hostile', {
      type: 'webpage',
      title: '<script>alert(1)</script> & "a*b_c" [d](javascript:e) \u0000\u0007\u202e| =1+1',
      'container-title': 'R&D <b>',
      URL: 'javascript:alert(1)',
      accessed: { 'date-parts': [[2026, 11, 23]] },
    }),
    source('no-date', {
      type: 'manuscript',
      title: 'Diary of a 𩸽 fisher',
      genre: 'diary',
      issued: { raw: '昭和二十年か' },
    }),
    source('edited', {
      type: 'book',
      title: 'Letters Home',
      editor: [{ family: 'Orlov', given: 'Boris' }, { literal: 'Memorial' }],
      edition: '2',
      publisher: 'Nauka',
      issued: {
        'date-parts': [
          [1950, 1],
          [1952, 3],
        ],
      },
    }),
  ];
}

/** Every source once in full; then again in the ways there are. */
export function notesOn(items: readonly CitedItem[], again: readonly string[]): Note[] {
  const each: Cite[][] = items.map(({ id }) => [{ item: id }]);
  const page = (item: string, value: string): Cite => ({ item, locator: { label: 'page', value } });
  const [one, other] = again as [string, string];
  return [
    ...each,
    [page(one, '12')],
    [page(one, '12')],
    [page(one, '14-16')],
    [{ item: one, locator: { label: 'paragraph', value: '5' }, prefix: 'see' }],
    [
      { item: other, locator: { label: 'timestamp', value: '00:12:05' } },
      { item: other, locator: { label: 'timestamp', value: '00:12:05' } },
    ],
    [{ item: other }, { item: one, locator: { label: 'folio', value: '3v' }, suffix: 'and what follows' }],
  ].map((cites, i) => ({ number: i + 1, cites }));
}
