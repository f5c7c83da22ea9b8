import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Logger } from 'pino';
import { Problem } from '../common/problem.js';
import { problemOfDatabaseError } from '../database/database-problem.js';

/** Every error becomes problem+json here (RFC 9457). What is no fault of the asker is logged, and not shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const problem = problemOf(error);
    if (problem.status >= 500) this.log(error, problem, http.getRequest<FastifyRequest>());
    sendProblem(problem, http.getResponse<FastifyReply>());
  }

  /** Only what kind of failure it was and where: messages of PostgreSQL quote the values they are about. */
  private log(error: unknown, problem: Problem, request: FastifyRequest): void {
    const { name, code, stack } = error as { name?: string; code?: string; stack?: string };
    const at = stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 6);
    this.logger.error(
      { request: request.id, problem: problem.code, failure: { name, code, at } },
      'request failed',
    );
  }
}

export function sendProblem(problem: Problem, reply: FastifyReply): void {
  const { faults, extra, headers } = problem.options;
  void reply
    .status(problem.status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: `urn:kataribe:problem:${problem.code}`,
        title: STATUS_CODES[problem.status] ?? 'Problem',
        status: problem.status,
        code: problem.code,
        detail: problem.detail,
        ...(faults === undefined ? {} : { errors: faults }),
        ...extra,
      }),
    );
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return problemOfStatus(error.getStatus());
  const fromDatabase = problemOfDatabaseError(error);
  if (fromDatabase !== null) return fromDatabase;
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return problemOfStatus(typeof status === 'number' && status >= 400 && status < 500 ? status : 500);
}

/** Errors the HTTP server itself raises, in our words. */
function problemOfStatus(status: number): Problem {
  switch (status) {
    case 400:
      return new Problem(
        400,
        'request.malformed',
        'The request cannot be read: expected well-formed JSON and UTF-8.',
      );
    case 404:
      return new Problem(
        404,
        'not_found',
        'There is nothing at this address. /api/docs lists what there is.',
      );
    case 413:
      return new Problem(413, 'request.too_large', 'The body is larger than this route accepts.');
    case 415:
      return new Problem(415, 'request.media_type', 'Send the body as Content-Type: application/json.');
    default:
      return status < 500
        ? new Problem(status, 'request.refused', STATUS_CODES[status] ?? 'The request was refused.')
        : new Problem(
            500,
            'internal',
            'Something went wrong on our side. It was logged; nothing was stored.',
          );
  }
}
