import { Problem, invalid } from '../common/problem.js';

interface DatabaseError {
  code?: string;
  constraint?: string;
}

const UNAVAILABLE = /^(08|53|57P|58)/;

/** The error PostgreSQL gave, whether pg or TypeORM passed it on. */
export function databaseErrorOf(error: unknown): DatabaseError | null {
  const candidate = (error as { driverError?: unknown } | null)?.driverError ?? error;
  const code = (candidate as DatabaseError | null)?.code;
  return typeof code === 'string' ? (candidate as DatabaseError) : null;
}

/** Errors after which the same work, begun anew, may well succeed: conflicts, and a server going away. */
export function isTransient(error: unknown): boolean {
  const code = databaseErrorOf(error)?.code ?? '';
  return /^(40001|40P01|57P01|08...)$/.test(code) || isLostConnection(error);
}

/**
 * What a violated constraint means to the person who sent the request. Every constraint has a name that says
 * so itself (`fk__claim__testimony_id__testimony`), therefore no list has to be kept. Names are not shown.
 */
export function problemOfDatabaseError(error: unknown): Problem | null {
  if (isLostConnection(error)) return unavailable();
  const { code, constraint } = databaseErrorOf(error) ?? {};
  if (code === undefined) return null;
  const [, , column, target] = constraint?.split('__') ?? [];
  const pointer = column === undefined ? '' : `/${camelCase(column)}`;
  if (code === '23503' && target !== undefined) {
    return invalid([
      {
        pointer,
        code: 'reference.unknown',
        expected: `the id of a ${target} that exists`,
        found: 'none such',
      },
    ]);
  }
  if (code === '23505') {
    return new Problem(409, 'record.exists', 'A record like this exists already.', {
      faults: [{ pointer, code: 'record.exists', expected: 'something not recorded yet' }],
    });
  }
  if (code === '23514' || code === '23502' || code.startsWith('22')) {
    return invalid([{ pointer, code: 'value.invalid', expected: 'a value that this field can hold' }]);
  }
  if (code === '57014' || code === '55P03') {
    return new Problem(503, 'database.busy', 'The archive is busy with other work. Try again in a moment.', {
      headers: { 'retry-after': '1' },
    });
  }
  return UNAVAILABLE.test(code) || isTransient(error) ? unavailable() : null;
}

function unavailable(): Problem {
  return new Problem(503, 'database.unavailable', 'The database cannot be reached. Try again in a moment.', {
    headers: { 'retry-after': '2' },
  });
}

function isLostConnection(error: unknown): boolean {
  const code = databaseErrorOf(error)?.code ?? '';
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].includes(code) ||
    // pg gives no code to a connection that ended, or could not be had in time.
    (error instanceof Error &&
      /Connection terminated|timeout exceeded when trying to connect/.test(error.message))
  );
}

function camelCase(column: string): string {
  return column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
