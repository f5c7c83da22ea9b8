import { createHash } from 'node:crypto';
import { codePointLength } from '../common/code-points.js';
import { invalid } from '../common/problem.js';

/*
 * What holds for every text the archive takes in whole: of a testimony, of a revision, of a translation. It is kept byte
 * for byte; the columns that the database checks it by are made here.
 */

const LONGEST_TEXT = 5 * 1024 * 1024;

/** A text of 5 MiB may grow threefold when a client escapes every character. */
export const BODY_LIMIT = 16 * 1024 * 1024;

/**
 * Refuses a text of nothing and one that is too long.
 * @param of what it is the text of, for the codes of the faults: `testimony.text_empty`
 */
export function checkText(text: string, of: 'testimony' | 'revision' | 'translation'): void {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (text.trim() === '') {
    throw invalid([
      {
        pointer: '/text',
        code: `${of}.text_empty`,
        expected: `the words of the ${of}`,
        found: text === '' ? 'an empty text' : 'only white space',
      },
    ]);
  }
  if (bytes > LONGEST_TEXT) {
    throw invalid([
      {
        pointer: '/text',
        code: `${of}.text_too_long`,
        expected: `at most ${LONGEST_TEXT} bytes of UTF-8 (5 MiB)`,
        found: `${bytes} bytes`,
      },
    ]);
  }
}

export interface TextColumns {
  text: string;
  /** Of the UTF-8 bytes, in hexadecimal */
  sha256: string;
  bytes: number;
  codePoints: number;
}

/** The text with what the database checks it by. */
export function textColumns(text: string): TextColumns {
  return {
    text,
    sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
    bytes: Buffer.byteLength(text, 'utf8'),
    codePoints: codePointLength(text),
  };
}
