import type { CheckedDocument } from './checked-document.js';
import { writeCsv } from './csv-writer.js';
import type { Warning } from './document.js';
import { writeDocx } from './docx-writer.js';
import { writeHtml } from './html-writer.js';
import { writeMarkdown } from './markdown-writer.js';
import { writePdf } from './pdf-writer.js';
import { writeText } from './text-writer.js';
import { writeXlsx } from './xlsx-writer.js';

export interface WriterContext {
  /** Told of what a reader of the file should know. */
  warn: (warning: Warning) => void;
  table?: string;
}

type Part = string | Uint8Array;

export interface Format {
  mediaType: string;
  extension: string;
  write: (document: CheckedDocument, context: WriterContext) => Iterable<Part> | AsyncIterable<Part>;
}

export const DOCUMENT_FORMATS = ['html', 'markdown', 'text', 'docx', 'pdf', 'csv', 'xlsx'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

const OFFICE = 'application/vnd.openxmlformats-officedocument';

export const FORMATS: Record<DocumentFormat, Format> = {
  html: { mediaType: 'text/html; charset=utf-8', extension: 'html', write: writeHtml },
  markdown: { mediaType: 'text/markdown; charset=utf-8', extension: 'md', write: writeMarkdown },
  text: { mediaType: 'text/plain; charset=utf-8', extension: 'txt', write: writeText },
  docx: { mediaType: `${OFFICE}.wordprocessingml.document`, extension: 'docx', write: writeDocx },
  pdf: { mediaType: 'application/pdf', extension: 'pdf', write: writePdf },
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', extension: 'csv', write: writeCsv },
  xlsx: { mediaType: `${OFFICE}.spreadsheetml.sheet`, extension: 'xlsx', write: writeXlsx },
};
