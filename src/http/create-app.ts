import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Authentication } from '../access/authentication.js';
import { ReceiptsQueries } from '../transparency-log/receipts.queries.js';
import { answerWithReceipts } from './answer-with-receipts.js';
import { ArchiveAdapter } from './archive-adapter.js';
import { authenticateRequests } from './authenticate-requests.js';
import { HTTP_DEFAULTS, type HttpSettings } from './http-settings.js';
import { NestLogger } from './nest-logger.js';
import { describeApi } from './openapi-document.js';
import { ProblemFilter, problemOf, sendProblem } from './problem.filter.js';
import { RateLimits } from './rate-limits.js';
import { parseJsonBodies } from './request-body.js';
import { validationPipe } from './validation.js';

const MEBIBYTE = 1024 * 1024;

/** The whole application, ready to listen or to be asked by tests. */
export async function createApp(
  rootModule: Type | { module: Type },
  logger: Logger,
  settings: HttpSettings = HTTP_DEFAULTS,
): Promise<NestFastifyApplication> {
  const adapter = new ArchiveAdapter({
    bodyLimit: MEBIBYTE,
    requestTimeout: 60_000,
    // A proxy in front may be the one that limits; without one, a slow sender must not hold a connection for ever.
    connectionTimeout: 120_000,
    forceCloseConnections: 'idle',
    trustProxy: settings.trustedProxies.length === 0 ? false : settings.trustedProxies,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // An address that cannot be decoded never comes to a route, nor to the filter.
    frameworkErrors: (error: unknown, _request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(problemOf(error), reply.headers(PROTECTION)),
  } as never);
  const server = adapter.getInstance<FastifyInstance>();
  const app = await NestFactory.create<NestFastifyApplication>(rootModule, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    // What goes wrong here is for the caller to tell.
    abortOnError: false,
  });

  server.decorateRequest('publicAddress', settings.publicAddress);
  limitBodiesByRoute(server);
  parseJsonBodies(server);
  logResponses(server, logger);
  // Before anybody can be refused: refusals are protected as well.
  protectAnswers(server);
  const limits = settings.requestsPerMinute === null ? null : new RateLimits(settings.requestsPerMinute);
  authenticateRequests(server, app.get(Authentication, { strict: false }), limits);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  answerWithReceipts(server, app.get(ReceiptsQueries, { strict: false }));
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

/**
 * For every answer alike, and therefore written once. JSON loads nothing and is shown in no frame; the few pages there are
 * say themselves what they need. One may see more or less than another: caches must not mix them up.
 */
const PROTECTION = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  vary: 'Authorization, Cookie',
  'cache-control': 'private, no-cache',
};

function protectAnswers(server: FastifyInstance): void {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(PROTECTION);
    done();
  });
}
