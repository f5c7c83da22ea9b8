import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem } from './problem.js';

/**
 * The version an If-Match header names (RFC 9110, section 13.1.1), from a tag such as `"v3"` or
 * `"v3.k2Vd…"` as the record's GET gave it.
 */
export function versionOf(header: string | undefined): number {
  if (header === undefined || header.trim() === '') {
    throw new Problem(
      428,
      'request.if_match_required',
      'Say which version you are changing: send the ETag of the record as If-Match, such as If-Match: "v1".',
    );
  }
  const version = /^"v(\d{1,9})(\.[\w-]+)?"$/.exec(header.trim())?.[1];
  if (version === undefined) {
    throw new Problem(
      412,
      'request.if_match_failed',
      `If-Match: expected one entity tag such as "v1", found ${header.slice(0, 60)}.`,
    );
  }
  return Number(version);
}

export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number =>
  versionOf(context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['if-match']),
);

export function staleVersion(current: number): Problem {
  return new Problem(
    412,
    'request.if_match_failed',
    `The record has changed since: its version is now ${current}. Read it again and decide anew.`,
    { headers: { etag: `"v${current}"` } },
  );
}
