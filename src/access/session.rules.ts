import { createHash, timingSafeEqual } from 'node:crypto';

export const SESSION_COOKIE = 'kataribe';

/** In the header that a request by cookie must carry, unless it only reads. */
export const CSRF_HEADER = 'x-kataribe-csrf';

/** A session ends after so much time without a request, and in any case after so many days. */
export const IDLE_HOURS = 12;
export const LONGEST_DAYS = 7;

/** A session's time of last use is kept to so many minutes, so that few requests write it. */
export const SEEN_MINUTES = 5;

/**
 * What another site cannot know, because it reads neither cookie nor answers. It is made of the session's secret, which it
 * does not give away; nothing has to be kept.
 */
export function csrfToken(secret: string): string {
  return createHash('sha256').update(`kataribe csrf\n${secret}`).digest('base64url');
}

export function isCsrfToken(sent: unknown, secret: string): boolean {
  if (typeof sent !== 'string') return false;
  const [given, wanted] = [Buffer.from(sent), Buffer.from(csrfToken(secret))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
