import { createHash } from 'node:crypto';
import { newSecret } from '../access/token.rules.js';
import { type Role, ROLES } from '../common/principal.js';

/** In the browser between leaving for the provider and coming back. */
export const OPENID_COOKIE = 'kataribe-openid';

/** So long one may take to sign in there. */
export const LONGEST_SECONDS = 600;

/** What a sign-in is known by on its return. */
export interface Trip {
  state: string;
  nonce: string;
  codeVerifier: string;
  returnTo: string;
}

/** @returns what the browser is given to keep: when it left, 256 random bits, and where it wants to go in the end */
export function newTrip(returnTo: string, now = Date.now()): string {
  return [Math.floor(now / 1000), newSecret(), Buffer.from(returnTo).toString('base64url')].join('.');
}

/**
 * State, nonce and code verifier are made of what the browser keeps, each by a label of its own: nothing has to be kept
 * here, and nobody without that cookie can know one from the other. Whoever alters it alters all three.
 * @returns null where it is none of ours, `expired` where it is too old
 */
export function tripOf(kept: string | null, now = Date.now()): Trip | 'expired' | null {
  const [, left, , returnTo] = /^(\d{1,12})\.([\w-]{43})\.([\w-]*)$/.exec(kept ?? '') ?? [];
  if (kept === null || left === undefined || returnTo === undefined) return null;
  const age = now / 1000 - Number(left);
  if (age > LONGEST_SECONDS || age < -60) return 'expired';
  const made = (label: string): string =>
    createHash('sha256').update(`kataribe openid ${label}\n${kept}`).digest('base64url');
  return {
    state: made('state'),
    nonce: made('nonce'),
    codeVerifier: made('code verifier'),
    returnTo: Buffer.from(returnTo, 'base64url').toString(),
  };
}

/** A path of this archive and of no other: `//elsewhere.example` and `/\elsewhere.example` lead away. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\') && path.length <= 1000;
}

/** The most that a claim gives: one role or several, by the names we have for them. */
export function roleOf(claim: unknown): Role | null {
  const given = Array.isArray(claim) ? (claim as unknown[]) : [claim];
  return ROLES.find((role) => given.includes(role)) ?? null;
}
