import type { Fault } from './fault.js';

export interface ProblemOptions {
  /** What was wrong in which field, as many as were found at once. */
  faults?: Fault[];
  /** Members of its own that a kind of problem adds, such as `candidates`. */
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/**
 * An error meant for people: RFC 9457 problem details with a stable `code`. Thrown anywhere, shaped into a
 * response in one place (http/problem.filter.ts). The detail is shown to anybody who may ask, so it never
 * holds SQL, names of constraints, or anything the asker may not read.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly options: ProblemOptions = {},
  ) {
    super(`${code}: ${detail}`);
  }
}

export function notFound(what: string): Problem {
  return new Problem(404, 'not_found', `There is no such ${what}, or you may not see it.`);
}

/** Input that was read but cannot be accepted: each fault names its field. */
export function invalid(faults: Fault[], extra?: Record<string, unknown>): Problem {
  const [first] = faults;
  const detail =
    first === undefined
      ? 'The request cannot be accepted as it is.'
      : `${first.pointer || 'The body'}: expected ${first.expected}` +
        (first.found === undefined ? '.' : `, found ${first.found}.`);
  return new Problem(422, first?.code ?? 'request.invalid', detail, { faults, extra });
}
