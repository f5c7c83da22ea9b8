import { invalid } from '../common/problem.js';
import { openCursor, sealCursor } from '../common/sealed-cursor.js';

/** A place in the order of keys. */
export interface KeyPlace {
  key: string;
  id: string;
}

/** Names are in the order of what they fold to: a keyset of two parts. */
export function encodeKeyPlace({ key, id }: KeyPlace): string {
  return sealCursor(`${id} ${key}`);
}

/** Keys that are still to be read, of those that begin in one way. */
export interface KeyRange {
  after: KeyPlace;
  before: string;
}

/** After all letters: keys are compared byte by byte. */
const LAST = '\u{10ffff}';

/**
 * What is to be read from where a page ended, in the order of keys.
 * @param beginnings in which ways the keys begin, in their order
 */
export function keyRanges(beginnings: string[], cursor: string | undefined): KeyRange[] {
  const ranges = beginnings.map((start) => ({ after: { key: start, id: '0' }, before: start + LAST }));
  if (cursor === undefined) return ranges;
  const place = decodeKeyPlace(cursor);
  const at = beginnings.findIndex((start) => place?.key.startsWith(start));
  if (place === null || at < 0) {
    throw invalid([
      {
        pointer: '/cursor',
        code: 'request.cursor_invalid',
        expected: 'the "next" of an earlier page of the same search, unchanged',
        found: JSON.stringify(cursor.slice(0, 60)),
      },
    ]);
  }
  return [{ ...ranges[at]!, after: place }, ...ranges.slice(at + 1)];
}

function decodeKeyPlace(cursor: string): KeyPlace | null {
  const [, id, key] = /^(\d{1,18}) ([\p{L}\p{N}\p{M}]+)$/u.exec(openCursor(cursor) ?? '') ?? [];
  return id === undefined || key === undefined ? null : { key, id };
}
