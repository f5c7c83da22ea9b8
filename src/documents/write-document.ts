import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { checkedDocument } from './checked-document.js';
import type { PrintedDocument, Warning } from './document.js';
import { FORMATS, type DocumentFormat } from './formats.js';

export interface WrittenDocument {
  /** Lower-case hexadecimal, of all bytes. */
  sha256: string;
  bytes: number;
  warnings: Warning[];
}

export interface DocumentStream {
  /** Ends when all is written; is destroyed with the error when anything fails, so that no half file looks whole. */
  stream: Readable;
  /** After the end of the stream, which must be read. Rejects with what destroyed it. */
  written: Promise<WrittenDocument>;
}

export interface WriteOptions {
  /** For CSV: the anchor of the table wanted; needed where a document has more than one. */
  table?: string;
}

/**
 * A document in a format, as a stream that makes the next part when the last was taken. The document is gone through
 * before: one that cannot be written throws a DocumentError here, before any byte. The same document is the same bytes.
 */
export function writeDocument(
  document: PrintedDocument,
  format: DocumentFormat,
  options: WriteOptions = {},
): DocumentStream {
  const checked = checkedDocument(document);
  const warnings = [...checked.warnings];
  const parts = FORMATS[format].write(checked, { warn: (warning) => warnings.push(warning), ...options });
  const hash = createHash('sha256');
  let bytes = 0;
  let settle!: { done: (written: WrittenDocument) => void; fail: (error: Error) => void };
  const written = new Promise<WrittenDocument>((done, fail) => (settle = { done, fail }));
  // Whoever only reads the stream learns of the error from it.
  written.catch(() => undefined);
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const part of parts) {
      const buffer =
        typeof part === 'string'
          ? Buffer.from(part)
          : Buffer.from(part.buffer, part.byteOffset, part.byteLength);
      hash.update(buffer);
      bytes += buffer.length;
      if (buffer.length > 0) yield buffer;
    }
    settle.done({ sha256: hash.digest('hex'), bytes, warnings });
  }
  const stream = Readable.from(hashed(), { objectMode: false });
  stream.once('error', (error: Error) => settle.fail(error));
  stream.once('close', () => settle.fail(new Error('The stream was closed before the document was whole.')));
  return { stream, written };
}

/** The same as one buffer. */
export async function documentBuffer(
  document: PrintedDocument,
  format: DocumentFormat,
  options: WriteOptions = {},
): Promise<WrittenDocument & { buffer: Buffer }> {
  const { stream, written } = writeDocument(document, format, options);
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return { ...(await written), buffer: Buffer.concat(parts) };
}
