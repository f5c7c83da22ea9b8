import { invalid } from '../common/problem.js';

/** A place in the order of keys. */
export interface KeyPlace {
  key: string;
  id: string;
}

/** Names are in the order of what they fold to: a keyset of two parts. */
export function encodeKeyPlace({ key, id }: KeyPlace): string {
  return Buffer.from(`${id} ${key}`).toString('base64url');
}

/** @param start before every key that begins as was asked */
export function decodeKeyPlace(cursor: string | undefined, start: string): KeyPlace {
  if (cursor === undefined) return { key: start, id: '0' };
  const [, id, key] =
    /^(\d{1,18}) ([\p{L}\p{N}\p{M}]+)$/u.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (id === undefined || key === undefined || !key.startsWith(start)) {
    throw invalid([
      {
        pointer: '/cursor',
        code: 'request.cursor_invalid',
        expected: 'the "next" of an earlier page of the same search, unchanged',
        found: JSON.stringify(cursor.slice(0, 60)),
      },
    ]);
  }
  return { key, id };
}
