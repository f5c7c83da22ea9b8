import { createHash } from 'node:crypto';
import type { PrintedDocument } from '../src/documents/document.js';
import { DOCUMENT_FORMATS } from '../src/documents/formats.js';
import { documentBuffer } from '../src/documents/write-document.js';
import { chapterDocument } from './support/chapter-document.js';
import { bare, partOf, poppler, readers, tableTexts, textsOf } from './support/document-texts.js';
import { note, ODD } from './support/odd-document.js';

const documents: [string, PrintedDocument][] = [
  ['the first testimony', chapterDocument()],
  ['odd text', ODD],
];

const missing = (texts: string[], written: string): string[] => {
  const all = bare(written);
  return texts.filter((text) => !all.includes(bare(text)));
};

describe.each(documents)('%s', (_, document) => {
  test('the same content in each format', async () => {
    const texts = textsOf(document);
    expect(texts.length).toBeGreaterThan(20);
    for (const format of ['html', 'markdown', 'text', 'docx'] as const) {
      const { buffer } = await documentBuffer(document, format);
      expect({ format, missing: missing(texts, readers[format](buffer)) }).toEqual({ format, missing: [] });
    }
  });

  test('the tables in spreadsheets', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      const { buffer } = await documentBuffer(document, format);
      expect(missing(tableTexts(document), readers[format](buffer))).toEqual([]);
    }
  });

  test('the same content in PDF, in the order of reading, tagged, its fonts within', async () => {
    const { buffer, warnings } = await documentBuffer(document, 'pdf');
    expect(warnings).toEqual([]);
    const structure = poppler('pdfinfo', ['-struct-text'], buffer);
    const pages = poppler('pdftotext', ['-raw'], buffer);
    const facts = poppler('pdfinfo', [], buffer);
    const fonts = poppler('pdffonts', [], buffer);
    if (structure === null || pages === null || facts === null || fonts === null) return;
    const read = [...structure.matchAll(/^ *"([^]*?)"$/gm)].map(([, text]) => text).join('');
    // Header and footer are no part of what is read.
    const { header, footer } = document;
    expect(missing(textsOf(document), `${read} ${header} ${footer}`)).toEqual([]);
    expect(missing([header, footer], pages)).toEqual([]);
    expect(facts).toMatch(/^Tagged: +yes$/m);
    expect(facts).toContain(`Title:           ${document.metadata.title}\n`);
    expect(structure).not.toMatch(/Error/);
    for (const line of fonts.trim().split('\n').slice(2)) expect(line).toMatch(/yes yes yes/);
  });

  test('the same document is the same bytes, and its hash theirs', async () => {
    for (const format of DOCUMENT_FORMATS) {
      const first = await documentBuffer(document, format);
      const second = await documentBuffer(document, format);
      expect(second.sha256).toBe(first.sha256);
      expect(createHash('sha256').update(first.buffer).digest('hex')).toBe(first.sha256);
      expect(first.bytes).toBe(first.buffer.length);
    }
  });

  test('another document before it changes nothing', async () => {
    const before = await documentBuffer(document, 'pdf');
    await documentBuffer({ ...ODD, blocks: [{ kind: 'paragraph', words: ['⼀⽥ 一田'] }] }, 'pdf');
    expect((await documentBuffer(document, 'pdf')).sha256).toBe(before.sha256);
  });
});

describe('each format', () => {
  test('HTML: no script, languages, heads of rows, notes with links there and back', async () => {
    const html = (await documentBuffer(ODD, 'html')).buffer.toString();
    expect(html).not.toContain('<script');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<blockquote lang="ja"');
    expect(html).toContain('<th scope="row" dir="auto">=cmd|calc</th><td class="number">3</td>');
    expect(html).toContain('<a id="note-reference-2" href="#note-2" role="doc-noteref">2</a>');
    expect(html).toContain('<a href="#note-reference-2" role="doc-backlink"');
    expect(html).toContain('href="https://example.org/a?b=c&amp;d=&quot;e&quot;"');
  });

  test('DOCX: footnotes, headings, heads of tables, languages, East Asian fonts, names that are counted', async () => {
    const { buffer } = await documentBuffer(ODD, 'docx');
    const text = partOf(buffer, 'word/document.xml');
    expect([...text.matchAll(/<w:footnoteReference /g)]).toHaveLength(5);
    expect(text).toContain('<w:tblHeader/>');
    expect(text).toContain('<w:pStyle w:val="Heading1"/>');
    expect(text).toContain('<w:lang w:eastAsia="ja"/>');
    expect(partOf(buffer, 'word/styles.xml')).toContain('w:eastAsia="Yu Mincho"');
    expect([...text.matchAll(/<w:bookmarkStart [^>]*w:id="(\d+)"/g)].map(([, id]) => id)).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(partOf(buffer, 'word/_rels/document.xml.rels')).toContain('Id="rIdLink');
    expect(partOf(buffer, 'docProps/core.xml')).toContain(
      '<dc:identifier>KTB-0009 r1 &amp; &lt;more></dc:identifier>',
    );
  });

  test('CSV: formulas are texts, numbers are numbers, a mark at the beginning', async () => {
    const { buffer } = await documentBuffer(ODD, 'csv');
    expect(buffer.toString()).toBe(
      '\ufeff\'=name,Claims\r\n\'=cmd|calc,3\r\n\'+1 [In a table.],-4\r\n"\'@SUM(A1) ""quoted"", \n second line",1.5\r\n\'＝wide,0\r\n',
    );
  });

  test('XLSX: no formula', async () => {
    const { buffer } = await documentBuffer(ODD, 'xlsx');
    const sheet = partOf(buffer, 'xl/worksheets/sheet1.xml');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<v>-4</v>');
    expect(partOf(buffer, 'xl/workbook.xml')).toContain('name="Counts | of claims"');
  });

  test('PDF: what no font has is a geta mark, is said, and is itself when it is copied', async () => {
    const { buffer, warnings } = await documentBuffer(
      { ...ODD, blocks: [{ kind: 'paragraph', words: ['한글 and 😀 and שלום', note('⼀ is not 一')] }] },
      'pdf',
    );
    expect(warnings.map(({ code }) => code)).toEqual(['glyph.missing', 'direction.unsupported']);
    expect(warnings[0]!.message).toContain('한 (U+D55C), 글 (U+AE00), 😀 (U+1F600), ש (U+05E9)');
    const text = poppler('pdftotext', ['-raw'], buffer);
    if (text === null) return;
    expect(bare(text)).toContain('한글and😀and');
    expect(bare(text)).toContain('⼀isnot一');
  });
});
