import { hash } from 'node:crypto';

/* SHA-256 is all that the verification shares with what wrote the log. */

export const HASH_BYTES = 32;

/** @returns the hash of a leaf (RFC 6962, 2.1), as latin1 (which node:crypto calls binary): a string is the cheapest it answers with */
export function leafHash(envelope: string): string {
  return hash('sha256', `\0${envelope}`, 'binary');
}

const pair = Buffer.alloc(1 + 2 * HASH_BYTES);

/** @returns the hash of two subtrees, each as latin1 */
export function nodeHash(left: string, right: string): string {
  pair[0] = 1;
  pair.write(left, 1, 'latin1');
  pair.write(right, 1 + HASH_BYTES, 'latin1');
  return hash('sha256', pair, 'binary');
}

/** @returns the root of a tree without leaves */
export function emptyRoot(): string {
  return hash('sha256', '', 'binary');
}

export function base64Of(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('base64');
}

const SALT_BYTES = 16;

/** Makes the salts of one column out of those of rows. */
export class ColumnSalts {
  private readonly salted: Buffer;

  constructor(column: string) {
    this.salted = Buffer.concat([Buffer.alloc(SALT_BYTES), Buffer.from(column)]);
  }

  /** @returns the salt of this column in the row of this salt, as latin1 */
  of(rowSalt: Buffer): string {
    rowSalt.copy(this.salted, 0, 0, SALT_BYTES);
    return hash('sha256', this.salted, 'binary');
  }
}

const scratch = Buffer.alloc(8192);
// Cutting a view out of a buffer costs as much as hashing it: those of short values are kept.
const views: (Buffer | undefined)[] = [];

/** @returns what a value is committed to with a salt (as latin1): base64, as it stands in an envelope */
export function commitment(columnSalt: string, value: string | null): string {
  if (value !== null && value.length * 3 + HASH_BYTES > scratch.length) {
    return hash('sha256', Buffer.concat([Buffer.from(columnSalt, 'latin1'), Buffer.from(value)]), 'base64');
  }
  scratch.write(columnSalt, 0, 'latin1');
  let length = HASH_BYTES;
  if (value === null) scratch[length++] = 0xff;
  else length += scratch.write(value, length);
  return hash('sha256', (views[length] ??= scratch.subarray(0, length)), 'base64');
}
