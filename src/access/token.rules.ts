import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, which nobody guesses: a plain hash of them will do to know them again. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A new token. It is shown once; the archive keeps only its hash. */
export function newToken(): string {
  return `kataribe_${newSecret()}`;
}

/** What is kept of a token, an invitation, or the secret of a session. */
export function sha256Of(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** @returns the token of an Authorization header (RFC 6750), or null if it is no bearer token */
export function bearerToken(header: string): string | null {
  return /^Bearer +([\x21-\x7e]+)$/i.exec(header)?.[1] ?? null;
}
