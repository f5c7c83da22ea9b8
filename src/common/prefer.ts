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

/** What is left of a record just made when only the least is wanted: which one it is, and its version. */
export function minimalDocument(id: string, path: string): JsonDocument {
  return new JsonDocument(JSON.stringify({ id, version: 1 }), 1, `${path}/${id}`);
}

export const minimalSchema = schema('Minimal', object({ id: uuid, version: integer }));
