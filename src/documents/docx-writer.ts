import { Document, Footer, Header, HeadingLevel, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import type { CheckedDocument } from './checked-document.js';
import type { Metadata } from './document.js';
import { DocxBlocks, MEASURE } from './docx-blocks.js';
import { NUMBERING, stylesOf } from './docx-styles.js';
import { directionOf, DocxWords } from './docx-words.js';
import { NO_MOMENT } from './no-moment.js';
import { Notes } from './text-of.js';
import { packedAnew } from './zip.js';

/** Word (OOXML): real footnotes, headings, lists and table heads, each run with its language. Held in memory as a whole, as the format is one archive. */
export async function* writeDocx(document: CheckedDocument): AsyncGenerator<Uint8Array> {
  const { metadata, title } = document;
  const words = new DocxWords(new Notes());
  const blocks = new DocxBlocks(words);
  const children = [
    new Paragraph({
      heading: HeadingLevel.TITLE,
      ...directionOf(title.words),
      children: words.runs(title.words),
    }),
    ...blocks.definitions(title.particulars),
    ...blocks.blocks(document.blocks),
  ];
  const file = new Document({
    title: metadata.title,
    creator: metadata.author,
    lastModifiedBy: metadata.author,
    subject: metadata.subject,
    keywords: metadata.identifier,
    styles: stylesOf(document.language),
    numbering: NUMBERING,
    footnotes: words.footnotes,
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1300, bottom: 1200, left: 1150, right: 1150 },
          },
        },
        headers: {
          default: new Header({
            children: [new Paragraph({ style: 'Running', children: words.runs([document.header]) })],
          }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                style: 'Running',
                tabStops: [{ type: 'right', position: MEASURE }],
                children: [
                  ...words.runs([document.footer]),
                  new TextRun({
                    children: ['\t', PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES],
                  }),
                ],
              }),
            ],
          }),
        },
        children,
      },
    ],
  });
  yield packedAnew(await Packer.toBuffer(file), (files) => {
    settleNames(files);
    settleProperties(files, document.language, metadata);
  });
}

/** docx names relationships by chance and gives every bookmark the same number: both are counted here instead. */
function settleNames(files: Map<string, string>): void {
  const names = new Map<string, string>();
  let begun = 0;
  let ended = 0;
  for (const [file, text] of files)
    if (file.startsWith('word/') && !file.includes('media'))
      files.set(
        file,
        text
          .replace(/"rId([a-z0-9_-]{21})"/g, (_, name: string) => {
            const settled = names.get(name) ?? `"rIdLink${names.size + 1}"`;
            names.set(name, settled);
            return settled;
          })
          .replace(/(<w:bookmarkStart\b[^>]*\bw:id=)"\d+"/g, (_, before: string) => `${before}"${++begun}"`)
          .replace(/(<w:bookmarkEnd\b[^>]*\bw:id=)"\d+"/g, (_, before: string) => `${before}"${++ended}"`),
      );
}

function settleProperties(
  files: Map<string, string>,
  language: string,
  { identifier, moment }: Metadata,
): void {
  const name = 'docProps/core.xml';
  const escaped = identifier.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const more = `<dc:identifier>${escaped}</dc:identifier><dc:language>${language}</dc:language></cp:coreProperties>`;
  files.set(
    name,
    (files.get(name) ?? '')
      .replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, (_, tag: string) => tag + (moment ?? NO_MOMENT))
      .replace('</cp:coreProperties>', () => more),
  );
}
