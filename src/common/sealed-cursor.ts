import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/*
 * Cursors say where a page ended: by a number that counts all rows, hidden ones too, which whoever may not see those must not
 * learn. So they are sealed: AES-256-GCM whose nonce is made of the text itself, so that one place has one cursor.
 */

const NONCE = 12;
const TAG = 16;

/** The archive's own, kept in its database (access/cursor-key.ts); until that is read, one of this process. */
let key: Buffer = randomBytes(32);

export function sealCursorsWith(shared: Buffer): void {
  key = shared;
}

export function sealCursor(place: string): string {
  const nonce = createHmac('sha256', key).update(place).digest().subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(place, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** @returns the place, or null where the cursor is none of this archive's */
export function openCursor(cursor: string): string | null {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    return decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
