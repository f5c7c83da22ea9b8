import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findUnstorable } from '../common/code-points.js';
import { type Fault, jsonPointer } from '../common/fault.js';
import type { PrincipalRequest } from '../common/principal.js';
import { keepReceived } from '../common/received.js';
import { invalid, Problem } from '../common/problem.js';

const KEY = /^[\x21-\x7e]{1,200}$/;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads JSON bodies. Unlike the server's own parser it refuses malformed UTF-8 instead of putting U+FFFD in its
 * place, and whatever PostgreSQL could not keep exactly as it came: U+0000 and lone surrogates.
 */
export function parseJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser(['application/json', 'text/plain', 'application/x-www-form-urlencoded']);
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest & PrincipalRequest, body: Buffer, done) => {
      try {
        noteIdempotency(request, body);
      } catch (error) {
        done(error as Error, undefined);
        return;
      }
      let text: string;
      try {
        text = strictUtf8.decode(body);
      } catch {
        done(new Problem(400, 'request.malformed_utf8', 'The body is not well-formed UTF-8.'), undefined);
        return;
      }
      keepReceived(request, text);
      void parse(request, text, (error: Error | null, value?: unknown) => {
        const fault = error === null ? (findUnstorable(value) ?? reservedName(value, '')) : undefined;
        if (error !== null) {
          done(new Problem(400, 'request.malformed_json', `The body is not well-formed JSON.`), undefined);
        } else if (fault !== undefined) {
          done(invalid([fault]), undefined);
        } else {
          done(null, value);
        }
      });
    },
  );
}

/** A key means "this request, once": the same method and path, with the same bytes. */
function noteIdempotency(request: FastifyRequest & PrincipalRequest, body: Buffer): void {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return;
  const key = String(header);
  if (!KEY.test(key)) {
    throw new Problem(
      400,
      'request.idempotency_key_invalid',
      'Idempotency-Key: expected 1 to 200 printable ASCII characters without spaces.',
    );
  }
  request.idempotency = {
    route: `${request.method} ${request.url}`,
    key,
    requestSha256: createHash('sha256').update(body).digest('hex'),
  };
}

/**
 * A member named like one that every object has (`toString`): the validation would take it for known, and drop it.
 * Called after the depth is known to be bounded.
 */
function reservedName(value: unknown, pointer: string): Fault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const at = `${pointer}${jsonPointer([name])}`;
    if (name in Object.prototype || name === 'prototype') {
      return {
        pointer: at,
        code: 'request.unknown_field',
        expected: 'only fields that /api/docs lists for this route',
      };
    }
    const fault = reservedName(member, at);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
