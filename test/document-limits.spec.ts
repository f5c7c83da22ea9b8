import type { Block, PrintedDocument } from '../src/documents/document.js';
import { DOCUMENT_FORMATS } from '../src/documents/formats.js';
import { documentBuffer, writeDocument } from '../src/documents/write-document.js';
import { poppler } from './support/document-texts.js';
import { note, ODD } from './support/odd-document.js';

const of = (...blocks: Block[]): PrintedDocument => ({ ...ODD, blocks });
const paragraph = (...words: (string | ReturnType<typeof note>)[]): Block => ({ kind: 'paragraph', words });
const PROSE = ['html', 'markdown', 'text', 'docx', 'pdf'] as const;

describe('what a document may be', () => {
  test('empty', async () => {
    for (const format of PROSE)
      expect(
        (
          await documentBuffer(
            { ...of(), title: { words: [], particulars: [] }, header: '', footer: '' },
            format,
          )
        ).bytes,
      ).toBeGreaterThan(0);
    for (const format of ['csv', 'xlsx'] as const)
      await expect(documentBuffer(of(), format)).rejects.toMatchObject({ code: 'document.table' });
  });

  test('empty within: words, lists, tables, positions', async () => {
    const blocks: Block[] = [
      { kind: 'heading', level: 1, words: [] },
      paragraph(),
      { kind: 'list', items: [] },
      { kind: 'list', items: [[]] },
      { kind: 'definitions', items: [{ name: '', values: [] }] },
      { kind: 'table', caption: [], head: ['a'], rows: [] },
      { kind: 'positions', positions: [{ title: [], blocks: [] }] },
      { kind: 'positions', positions: [] },
    ];
    for (const format of DOCUMENT_FORMATS)
      expect((await documentBuffer(of(...blocks), format)).bytes).toBeGreaterThan(0);
  });

  test('a paragraph of 200 kB, with and without spaces', async () => {
    const words = 'The river was cold. '.repeat(10_000);
    const string = '川'.repeat(30_000) + 'x'.repeat(100_000);
    for (const format of PROSE) {
      const { buffer } = await documentBuffer(of(paragraph(words), paragraph(string)), format);
      if (format !== 'pdf') continue;
      const text = poppler('pdftotext', ['-raw'], buffer);
      if (text !== null) expect(text.split('river').length - 1).toBe(10_000);
    }
  });

  test('10,000 notes, each on the page of its words or the next', async () => {
    const words = Array.from({ length: 10_000 }, (_, n) => [
      `word${n} `,
      note(`content of note ${n + 1}.`),
    ]).flat();
    for (const format of PROSE)
      expect((await documentBuffer(of(paragraph(...words)), format)).bytes).toBeGreaterThan(100_000);
    const text = poppler(
      'pdftotext',
      ['-raw'],
      (await documentBuffer(of(paragraph(...words)), 'pdf')).buffer,
    );
    if (text === null) return;
    const found = new Map<number, number>();
    text.split('\f').forEach((page, at) => {
      for (const [, number] of page.matchAll(/content of note (\d+)\./g)) found.set(Number(number), at);
    });
    expect(found.size).toBe(10_000);
    expect([...found.keys()]).toEqual(Array.from({ length: 10_000 }, (_, n) => n + 1));
  });

  test('a note longer than two pages goes on at the foot of the next', async () => {
    const long = Array.from({ length: 2000 }, (_, n) => `n${n}.`).join(' ');
    const { buffer } = await documentBuffer(
      of(paragraph('Before', note(long.repeat(2)), ' after.'), paragraph('Last.')),
      'pdf',
    );
    const text = poppler('pdftotext', ['-raw'], buffer);
    if (text === null) return;
    expect(text.split('n1999.').length - 1).toBe(2);
    expect(text).toContain('Last.');
  });

  test('control characters and lone surrogates are replaced, and that is said', async () => {
    const odd = of(paragraph('a\u0000b\u001bc\ud800d\ufffee\r\nf'));
    for (const format of PROSE) {
      const { buffer, warnings } = await documentBuffer(odd, format);
      expect(warnings.filter(({ code }) => code === 'character.replaced')).toHaveLength(4);
      if (format === 'text') expect(buffer.toString()).toContain('a\ufffdb\ufffdc\ufffdd\ufffde\nf');
    }
  });

  test('a cell longer than a worksheet allows is cut, and that is said', async () => {
    const table: Block = { kind: 'table', caption: ['a/b'], head: ['x'], rows: [[['y'.repeat(40_000)]]] };
    expect((await documentBuffer(of(table), 'xlsx')).warnings).toMatchObject([{ code: 'cell.cut' }]);
  });
});

describe('what it may not be', () => {
  let nested: Block = paragraph('deep');
  for (let depth = 0; depth < 5000; depth++) nested = { kind: 'list', items: [[nested]] };

  test.each<[string, string, PrintedDocument]>([
    ['nested too deep', 'document.too_deep', of(nested)],
    ['of a language that is none', 'document.language', { ...ODD, language: 'english, please' }],
    [
      'with a link to nowhere',
      'document.link',
      of({ kind: 'paragraph', words: [{ kind: 'link', text: 'x', to: '#nowhere' }] }),
    ],
    [
      'with a link that runs',
      'document.link',
      of({ kind: 'paragraph', words: [{ kind: 'link', text: 'x', to: 'javascript:alert(1)' }] }),
    ],
    [
      'with an anchor twice',
      'document.anchor_twice',
      of({ kind: 'paragraph', words: [], anchor: 'a' }, { kind: 'paragraph', words: [], anchor: 'a' }),
    ],
    [
      'with an anchor of the writers',
      'document.anchor',
      of({ kind: 'paragraph', words: [], anchor: 'note-1' }),
    ],
    [
      'with a row too short',
      'document.row_length',
      of({ kind: 'table', caption: [], head: ['a', 'b'], rows: [[['only']]] }),
    ],
    [
      'with a number that is none',
      'document.number',
      of({ kind: 'table', caption: [], head: ['a'], rows: [[NaN]] }),
    ],
    ['with a note in a note', 'document.note_in_note', of(paragraph(note('a', note('b'))))],
    ['with a heading of level 9', 'document.level', of({ kind: 'heading', level: 9, words: [] })],
  ])('%s', (_, code, document) => {
    for (const format of DOCUMENT_FORMATS)
      expect(() => writeDocument(document, format)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test('two tables in one CSV', async () => {
    const table = (anchor: string): Block => ({
      kind: 'table',
      anchor,
      caption: [],
      head: [anchor],
      rows: [],
    });
    await expect(documentBuffer(of(table('a'), table('b')), 'csv')).rejects.toMatchObject({
      code: 'document.table',
    });
    expect((await documentBuffer(of(table('a'), table('b')), 'csv', { table: 'b' })).buffer.toString()).toBe(
      '\ufeffb\r\n',
    );
  });

  test('an error on the way destroys the stream', async () => {
    let times = 0;
    const blocks = {
      *[Symbol.iterator]() {
        times++;
        for (let n = 0; n < 500; n++) {
          if (times > 1 && n === 400) throw new Error('the source vanished');
          yield paragraph(`paragraph ${n} `.repeat(20));
        }
      },
    };
    for (const format of PROSE) {
      times = 0;
      const { stream, written } = writeDocument({ ...ODD, blocks }, format);
      let ended = false;
      stream.on('end', () => (ended = true));
      stream.resume();
      await expect(written).rejects.toThrow('the source vanished');
      expect(ended).toBe(false);
      expect(stream.destroyed).toBe(true);
    }
  });
});
