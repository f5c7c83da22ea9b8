import type { CheckedDocument } from './checked-document.js';
import type { WriterContext } from './formats.js';
export async function* writeDocx(
  _document: CheckedDocument,
  _context: WriterContext,
): AsyncGenerator<Uint8Array> {}
