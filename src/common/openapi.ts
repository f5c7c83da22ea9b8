import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** A JSON Schema 2020-12, as OpenAPI 3.1 uses it. */
export type Schema = Record<string, unknown>;

export const text: Schema = { type: 'string' };
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const integer: Schema = { type: 'integer' };
export const flag: Schema = { type: 'boolean' };
export const moment: Schema = { type: 'string', format: 'date-time' };

export function oneOf(values: readonly string[]): Schema {
  return { type: 'string', enum: [...values] };
}

export function nullable(inner: Schema): Schema {
  return { anyOf: [inner, { type: 'null' }] };
}

export function array(items: Schema): Schema {
  return { type: 'array', items };
}

/** An object that has all of these members and no others. */
export function object(properties: Record<string, Schema>): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const named = new Map<string, Schema>();

/** Gives a schema a name of its own under components/schemas. */
export function schema(name: string, definition: Schema): Schema {
  if (named.has(name)) throw new Error(`Schema ${name} is defined twice.`);
  named.set(name, definition);
  return { $ref: `#/components/schemas/${name}` };
}

export function namedSchemas(): Record<string, Schema> {
  return Object.fromEntries(named);
}

/** What every list answers: `next` is the cursor of the page after, or null on the last. */
export function listOf(items: Schema): Schema {
  return object({ items: array(items), next: nullable(text) });
}

export const agentReference = schema('AgentReference', object({ id: uuid, name: text, unnamed: flag }));

export const toldDate = schema(
  'ToldDate',
  object({
    words: { ...nullable(text), description: 'The words used for the date' },
    edtf: { ...nullable(text), description: 'EDTF (ISO 8601-2)' },
    earliest: { ...nullable(text), description: 'First day it can be, null where open or unknown' },
    latest: { ...nullable(text), description: 'Last day it can be, null where open or unknown' },
  }),
);

schema('Problem', {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: text,
    title: text,
    status: integer,
    code: { type: 'string', description: 'Stable: programs may rely on it' },
    detail: text,
    errors: array({
      type: 'object',
      required: ['pointer', 'code', 'expected'],
      properties: {
        pointer: { type: 'string', description: 'RFC 6901 JSON pointer to the field' },
        code: text,
        expected: text,
        found: text,
      },
    }),
  },
});

const PROBLEMS: Record<number, string> = {
  400: 'Not readable: malformed JSON, UTF-8 or path',
  401: 'Nobody is signed in; or the token is missing, unknown, expired or revoked',
  403: 'Whoever asks does not have the permission, or a request by cookie lacks X-Kataribe-CSRF',
  404: 'There is no such record, or one may not see it',
  406: 'It is written in none of the forms that Accept names',
  409: 'In conflict with what is recorded already',
  410: 'The record was erased; only to those who could read it',
  412: 'The record has changed since the version named in If-Match',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'Read, but not acceptable: each error names its field',
  428: 'If-Match is missing',
  429: 'Too many requests; Retry-After says when to try again',
  503: 'The database is busy or out of reach',
};

const SUCCESSES: Record<number, string> = {
  200: 'As asked',
  201: 'Recorded',
  204: 'Done',
  303: 'Goes on elsewhere',
};

const READ_PROBLEMS = [401, 429, 503];
const WRITE_PROBLEMS = [400, 401, 403, 413, 415, 422, 429, 503];

/** Documents what a route answers: its success, its own problems, and those every route of its sort shares. */
export function Answers(status: number, body: Schema | null, ...problems: number[]): MethodDecorator {
  return AnswersAs(status, body === null ? {} : { 'application/json': body }, ...problems);
}

/** The same of what is not, or not only, JSON: a schema for each media type. */
export function AnswersAs(
  status: number,
  bodies: Record<string, Schema>,
  ...problems: number[]
): MethodDecorator {
  const isWrite = status === 201 || status === 204 || problems.includes(412) || problems.includes(403);
  const all = new Set([...(isWrite ? WRITE_PROBLEMS : READ_PROBLEMS), ...problems]);
  // What there may be no longer may have been erased.
  if (all.has(404)) all.add(410);
  return applyDecorators(
    ApiResponse({
      status,
      description: SUCCESSES[status],
      ...(Object.keys(bodies).length === 0 ? {} : { content: contentOf(bodies) }),
    }),
    ...[...all].sort().map((problem) =>
      ApiResponse({
        status: problem,
        description: PROBLEMS[problem],
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
}

function contentOf(bodies: Record<string, Schema>): Record<string, { schema: Schema }> {
  return Object.fromEntries(Object.entries(bodies).map(([type, schema]) => [type, { schema }]));
}

/** Beside @Answers of a route that records: what it answers where it is only tried (`dryRun=true`). */
export function AnswersDryRun(body: Schema): MethodDecorator {
  return ApiResponse({
    status: 200,
    description: 'Tried only: nothing was stored',
    content: { 'application/json': { schema: body } },
  });
}
