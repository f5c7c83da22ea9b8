import type { Note, PrintedDocument, Words } from '../../src/documents/document.js';

export const note = (...words: Words): Note => ({ kind: 'note', words });

/** All there is in a document, with odd but honest text. */
export const ODD: PrintedDocument = {
  language: 'en',
  metadata: {
    title: 'Odd & honest <text>',
    author: 'The archive of 語り部',
    subject: 'Everything "there" is',
    identifier: 'KTB-0009 r1 & <more>',
  },
  title: {
    words: ['Odd & honest: ', { kind: 'run', text: '瀬島龍三 and 𠮷野家', language: 'ja' }],
    particulars: [
      { name: 'Testimony & more', values: [['KTB-0009 r1'], ['second value', note('A note to the title.')]] },
    ],
  },
  header: 'Archive & header',
  footer: 'Tree of 1,024 <entries>',
  blocks: [
    { kind: 'heading', level: 1, words: ['First part'], anchor: 'first' },
    {
      kind: 'paragraph',
      anchor: 'here',
      words: [
        'Їжак and Łódź, ğş, Nguyễn; e\u0301, и\u0306, か\u3099, q\u0301; *stars*, _lines_, `ticks`, # sharp, 1. one; <script>alert("x")</script> & &amp;.',
        note('Yamada, ', { kind: 'run', text: 'Memoirs', weight: 'emphasis' }, ', 12; <b>'),
        note('A second one, 語り部.'),
        ' It goes on, ',
        { kind: 'run', text: 'strongly', weight: 'strong' },
        ' to ',
        { kind: 'link', text: 'the table', to: '#counts' },
        ' and ',
        { kind: 'link', text: 'elsewhere', to: 'https://example.org/a?b=c&d="e"' },
        '.',
        { kind: 'mark', text: 'unverified' },
      ],
    },
    { kind: 'paragraph', words: ['Line one\nline two\n\n- no list'] },
    {
      kind: 'quotation',
      original: {
        language: 'ja',
        words: ['「私はその時、関東軍の司令部におりました。」と彼は言った。', note('In the original.')],
        attribution: ['¶12'],
      },
      translation: {
        language: 'en',
        words: ['“I was then at headquarters.”'],
        attribution: ['Translated by Nobody'],
      },
    },
    {
      kind: 'definitions',
      items: [{ name: 'A very long name of something that does not fit', values: [['one'], ['two']] }],
    },
    {
      kind: 'table',
      anchor: 'counts',
      caption: ['Counts | of claims'],
      head: ['=name', 'Claims'],
      rows: [
        [['=cmd|calc'], 3],
        [['+1', note('In a table.')], -4],
        [['@SUM(A1) "quoted", \n second line'], 1.5],
        [['＝wide'], 0],
      ],
    },
    {
      kind: 'list',
      ordered: true,
      items: [
        [{ kind: 'paragraph', words: ['first item'] }],
        [
          { kind: 'paragraph', words: ['second item'] },
          { kind: 'list', items: [[{ kind: 'paragraph', words: ['nested item'] }]] },
        ],
      ],
    },
    {
      kind: 'positions',
      positions: [
        { title: ['He was there'], preferred: true, blocks: [{ kind: 'paragraph', words: ['As he says.'] }] },
        { title: ['He was not'], blocks: [{ kind: 'paragraph', words: ['x'.repeat(400)] }] },
      ],
    },
    { kind: 'heading', level: 3, words: ['A level was left out'] },
  ],
};
