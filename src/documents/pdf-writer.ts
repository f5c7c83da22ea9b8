import PDFDocument, { type StructureElement } from 'pdfkit';
import type { CheckedDocument } from './checked-document.js';
import type { WriterContext } from './formats.js';
import { ending } from './pdf-bands.js';
import { blockBands, definitionBands, type Frame, titleBands } from './pdf-blocks.js';
import { PdfFonts } from './pdf-fonts.js';
import type { Setting } from './pdf-lines.js';
import { MEASURE, PAGE, PdfPages } from './pdf-pages.js';
import { NO_MOMENT } from './no-moment.js';
import { Notes } from './text-of.js';

/** Tagged PDF on A4, with the fonts in it and notes at the foot of the page. Pages are given away as they are full. */
export function* writePdf(document: CheckedDocument, { warn }: WriterContext): Generator<Uint8Array> {
  const { metadata } = document;
  const moment = new Date(metadata.moment ?? NO_MOMENT);
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    lang: document.language,
    displayTitle: true,
    font: null,
    info: {
      Title: metadata.title,
      Author: metadata.author,
      Subject: metadata.subject,
      Keywords: metadata.identifier,
      Creator: 'Kataribe',
      Producer: `PDFKit; document sha256 ${document.digest}`,
      CreationDate: moment,
      ModDate: moment,
    },
  });
  const fonts = new PdfFonts((name, font) => void pdf.registerFont(name, font));
  const setting: Setting = { fonts, notes: new Notes(), language: document.language };
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const pages = new PdfPages(pdf, setting, document);
  let tops: StructureElement[] = [];
  const frame: Frame = {
    x: PAGE.left,
    width: MEASURE,
    parent: root,
    setting,
    make: (type, parent, options) => {
      const element = pdf.struct(type, options);
      parent.add(element);
      if (parent === root) tops.push(element);
      return element;
    },
  };
  for (const band of titleBands(document.title.words, frame)) pages.add(band);
  for (const band of definitionBands(document.title.particulars, frame)) pages.add(band);
  for (const block of document.blocks) {
    tops = [];
    for (const band of ending(blockBands(block, frame), tops)) pages.add(band);
    yield* taken(pdf);
  }
  pages.end();
  root.end();
  pdf.end();
  for (const warning of fonts.warnings()) warn(warning);
  yield* taken(pdf);
}

function* taken(pdf: PDFDocument): Iterable<Uint8Array> {
  for (let part = pdf.read() as Buffer | null; part !== null; part = pdf.read() as Buffer | null) yield part;
}
