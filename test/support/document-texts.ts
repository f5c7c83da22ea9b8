import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Block, Cell, PrintedDocument, Quoted, Words } from '../../src/documents/document.js';

/** Every text a document holds, in no order. */
export function textsOf(document: PrintedDocument): string[] {
  const { title, header, footer, blocks } = document;
  return [
    ...wordTexts(title.words),
    ...title.particulars.flatMap(({ name, values }) => [name, ...values.flatMap(wordTexts)]),
    header,
    footer,
    ...[...blocks].flatMap(blockTexts),
  ].filter((text) => bare(text) !== '');
}

export function tableTexts(document: PrintedDocument): string[] {
  return [...document.blocks].flatMap((block) =>
    block.kind === 'table'
      ? [...block.head, ...[...block.rows].flatMap((row) => row.flatMap(cellTexts))]
      : [],
  );
}

/** Without white space, which each format breaks in its own way. */
export function bare(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, '');
}

export const readers = {
  html: (file: Buffer): string =>
    withoutEntities(
      file
        .toString()
        .replace(/<style>[^]*?<\/style>/, '')
        .replace(/<[^>]+>/g, ''),
    ),
  markdown: (file: Buffer): string =>
    file
      .toString()
      .replaceAll('&nbsp;', '')
      .replace(/\\([^A-Za-z0-9])/g, '$1')
      .replace(/^[> ]*> ?/gm, ''),
  text: (file: Buffer): string => file.toString(),
  docx: (file: Buffer): string => xmlTexts(file, /^word\/(document|footnotes|header1|footer1)\.xml$/),
  xlsx: (file: Buffer): string => xmlTexts(file, /^xl\/(sharedStrings|worksheets\/sheet\d+)\.xml$/),
  csv: (file: Buffer): string => file.toString().replaceAll('""', '"'),
};

export function partOf(file: Buffer, name: string): string {
  return strFromU8(unzipSync(file)[name]!);
}

/** What a program of poppler prints of a PDF, or null where it is not installed. */
export function poppler(
  program: 'pdftotext' | 'pdfinfo' | 'pdffonts',
  options: string[],
  file: Buffer,
): string | null {
  const directory = mkdtempSync(join(tmpdir(), 'kataribe-pdf-'));
  try {
    const path = join(directory, 'document.pdf');
    writeFileSync(path, file);
    const after = program === 'pdftotext' ? ['-'] : [];
    return execFileSync(program, [...options, path, ...after], {
      maxBuffer: 1 << 28,
      stdio: 'pipe',
    }).toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    console.warn(`Skipped: ${program} is not installed (Debian: poppler-utils).`);
    return null;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function blockTexts(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return wordTexts(block.words);
    case 'quotation':
      return [block.original, block.translation].flatMap((quoted) =>
        quoted === undefined ? [] : quotedTexts(quoted),
      );
    case 'definitions':
      return block.items.flatMap(({ name, values }) => [name, ...values.flatMap(wordTexts)]);
    case 'table':
      return [
        ...wordTexts(block.caption),
        ...block.head,
        ...[...block.rows].flatMap((row) => row.flatMap(cellTexts)),
      ];
    case 'list':
      return block.items.flatMap((blocks) => blocks.flatMap(blockTexts));
    case 'positions':
      return block.positions.flatMap(({ title, blocks }) => [
        ...wordTexts(title),
        ...blocks.flatMap(blockTexts),
      ]);
  }
}

function quotedTexts({ words, attribution }: Quoted): string[] {
  return [...wordTexts(words), ...wordTexts(attribution ?? [])];
}

function cellTexts(cell: Cell): string[] {
  return typeof cell === 'number' ? [String(cell)] : wordTexts(cell);
}

function wordTexts(words: Words): string[] {
  return words.flatMap((inline) =>
    typeof inline === 'string' ? [inline] : inline.kind === 'note' ? wordTexts(inline.words) : [inline.text],
  );
}

function xmlTexts(file: Buffer, names: RegExp): string {
  return Object.entries(unzipSync(file))
    .filter(([name]) => names.test(name))
    .map(([, bytes]) => withoutEntities(strFromU8(bytes).replace(/<[^>]+>/g, '')))
    .join('\n');
}

function withoutEntities(text: string): string {
  return text
    .replace(
      /&(lt|gt|quot|apos|nbsp|#39);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '', '#39': "'" })[name]!,
    )
    .replaceAll('&amp;', '&');
}
