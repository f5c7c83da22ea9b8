import { createHash } from 'node:crypto';
import { Cleaner } from './clean-document.js';
import { codePointName } from './clean-text.js';
import { type Block, DocumentError, type PrintedDocument, type Warning } from './document.js';

/** A document that every writer can write: gone through once, each text clean, each link with its end. */
export interface CheckedDocument extends PrintedDocument {
  /** SHA-256 of all it says, in hexadecimal; what a format wants to be unique is made of it. */
  digest: string;
  warnings: Warning[];
}

/** Anchors the writers make themselves. */
const RESERVED = /^note(-reference)?-\d+$/;

/** Goes through the whole document before anything is written. Throws a DocumentError where it cannot be. */
export function checkedDocument(document: PrintedDocument): CheckedDocument {
  const cleaner = new Cleaner();
  const text = (value: string): string => cleaner.text(value);
  const { metadata } = document;
  if (metadata.moment !== undefined && Number.isNaN(Date.parse(metadata.moment)))
    throw new DocumentError('document.moment', `'${metadata.moment.slice(0, 40)}' is no moment.`);
  const front: Omit<PrintedDocument, 'blocks'> = {
    language: cleaner.language(document.language),
    metadata: {
      title: text(metadata.title),
      author: text(metadata.author),
      subject: text(metadata.subject),
      identifier: text(metadata.identifier),
      ...(metadata.moment === undefined ? {} : { moment: new Date(metadata.moment).toISOString() }),
    },
    title: {
      words: cleaner.words(document.title.words),
      particulars: document.title.particulars.map((item) => cleaner.definition(item)),
    },
    header: text(document.header),
    footer: text(document.footer),
  };
  const hash = createHash('sha256').update(JSON.stringify(front));
  for (const block of document.blocks) digestBlock(hash, cleaner.block(block));
  for (const anchor of cleaner.anchors)
    if (RESERVED.test(anchor))
      throw new DocumentError('document.anchor', `The anchor '${anchor}' is the writers' own.`);
  for (const target of cleaner.targets)
    if (!cleaner.anchors.has(target))
      throw new DocumentError(
        'document.link',
        `A link leads to '#${target.slice(0, 60)}', which no block has as its anchor.`,
      );
  const blocks = {
    *[Symbol.iterator]() {
      const again = new Cleaner();
      for (const block of document.blocks) yield again.block(block);
    },
  };
  return { ...front, blocks, digest: hash.digest('hex'), warnings: replacements(cleaner.replaced) };
}

function digestBlock(hash: ReturnType<typeof createHash>, block: Block): void {
  if (block.kind !== 'table') {
    // A table within cannot be told from its rows otherwise: they are an iterable.
    hash.update(JSON.stringify(block, (_key, value: unknown) => (isRows(value) ? [...value] : value)));
    return;
  }
  const { rows, ...rest } = block;
  hash.update(JSON.stringify(rest));
  for (const row of rows) hash.update(JSON.stringify(row));
}

function isRows(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Symbol.iterator in value;
}

function replacements(replaced: Map<string, number>): Warning[] {
  return [...replaced].map(([character, many]) => ({
    code: 'character.replaced',
    message: `${codePointName(character)}, which no document may hold, stands as U+FFFD (${many} times).`,
  }));
}
