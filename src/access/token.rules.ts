import { createHash, randomBytes } from 'node:crypto';

/** A new token: 256 random bits. It is shown once; the archive keeps only its hash. */
export function newToken(): string {
  return `kataribe_${randomBytes(32).toString('base64url')}`;
}

export function tokenSha256(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** @returns the token of an Authorization header (RFC 6750), or null if it is no bearer token */
export function bearerToken(header: string): string | null {
  return /^Bearer +([\x21-\x7e]+)$/i.exec(header)?.[1] ?? null;
}
