import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { JsonDocument } from './json-document.js';
import { integer, object, schema, uuid } from './openapi.js';

/** Whether the client would rather not have the record sent back: `Prefer: return=minimal` (RFC 7240). */
export const PrefersMinimal = createParamDecorator((_: unknown, context: ExecutionContext): boolean => {
  const header = context.switchToHttp().getRequest<{ headers: Record<string, unknown> }>().headers.prefer;
  return String(header ?? '')
    .split(',')
    .some((preference) => /^return\s*=\s*"?minimal"?$/i.test(preference.trim()));
});

/**
 * How many milliseconds the client would wait for the proof that its write is in the log: `Prefer: wait=5` (RFC 7240, in
 * seconds; ten where no number is named, thirty at most). @returns null where it does not ask
 */
export function waitPreferred(header: string | string[] | undefined): number | null {
  for (const preference of String(header ?? '').split(',')) {
    const found = /^\s*wait\s*(?:=\s*"?(\d{1,9})"?)?\s*$/i.exec(preference);
    if (found !== null) return Math.min(Number(found[1] ?? 10), 30) * 1000;
  }
  return null;
}

/** What is left of a record just made when only the least is wanted: which one it is, and its version. */
export function minimalDocument(id: string, path: string): JsonDocument {
  return new JsonDocument(JSON.stringify({ id, version: 1 }), 1, `${path}/${id}`);
}

export const minimalSchema = schema('Minimal', object({ id: uuid, version: integer }));
