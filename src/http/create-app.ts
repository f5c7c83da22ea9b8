import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { authenticate } from '../access/authentication.js';
import { unauthenticated } from '../access/permission.guard.js';
import { TokensQueries } from '../access/tokens.queries.js';
import { ANONYMOUS, type PrincipalRequest } from '../common/principal.js';
import { ArchiveAdapter } from './archive-adapter.js';
import { NestLogger } from './nest-logger.js';
import { describeApi } from './openapi-document.js';
import { ProblemFilter, problemOf, sendProblem } from './problem.filter.js';
import { parseJsonBodies } from './request-body.js';
import { validationPipe } from './validation.js';

const MEBIBYTE = 1024 * 1024;

/** The whole application, ready to listen or to be asked by tests. */
export async function createApp(
  rootModule: Type | { module: Type },
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new ArchiveAdapter({
    bodyLimit: MEBIBYTE,
    requestTimeout: 60_000,
    // A proxy in front may be the one that limits; without one, a slow sender must not hold a connection for ever.
    connectionTimeout: 120_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // An address that cannot be decoded never comes to a route, nor to the filter.
    frameworkErrors: (error: unknown, _request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(problemOf(error), reply),
  } as never);
  const server = adapter.getInstance<FastifyInstance>();
  const app = await NestFactory.create<NestFastifyApplication>(rootModule, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    // What goes wrong here is for the caller to tell.
    abortOnError: false,
  });

  limitBodiesByRoute(server);
  parseJsonBodies(server);
  logResponses(server, logger);
  authenticateRequests(server, app.get(TokensQueries, { strict: false }));
  protectPages(server);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  describeApi(app);
  await app.init();
  await server.ready();
  return app;
}

/** @RouteConfig({ bodyLimit }) on a route says how many bytes its body may have. */
function limitBodiesByRoute(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const { bodyLimit }: { bodyLimit?: number } = { ...route.config };
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
}

/** Calls back instead of promising: most requests are of nobody in particular, and have nothing to wait for. */
function authenticateRequests(server: FastifyInstance, tokens: TokensQueries): void {
  server.addHook('onRequest', (request: FastifyRequest & PrincipalRequest, _reply, done) => {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      request.principal = ANONYMOUS;
      // Nobody in particular may write: said before the body is read, so that it costs us nothing.
      const writes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
      done(writes && !request.is404 ? unauthenticated() : undefined);
      return;
    }
    authenticate(authorization, tokens).then((principal) => {
      request.principal = principal;
      done();
    }, done);
  });
}

/** One line a request: which route and how it went, never a query, a body or a header. */
function logResponses(server: FastifyInstance, logger: Logger): void {
  server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const level = reply.statusCode >= 500 ? 'error' : 'info';
    logger[level](
      {
        request: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
    done();
  });
}

/** For every answer alike, and therefore written once. Nothing is ever loaded from elsewhere, or shown in a frame. */
const PROTECTION = {
  // Swagger UI sets styles of its own.
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; " +
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function protectPages(server: FastifyInstance): void {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(PROTECTION);
    done();
  });
}
