import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authentication, Credentials } from '../access/authentication.js';
import { unauthenticated } from '../access/permission.guard.js';
import { CSRF_HEADER } from '../access/session.rules.js';
import { networkOf } from '../common/network-address.js';
import { ANONYMOUS, type Principal, type PrincipalRequest } from '../common/principal.js';
import type { RateLimits } from './rate-limits.js';

type Request = FastifyRequest & PrincipalRequest;

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Says who is asking before anything else happens, and counts the request for him, or for the address of nobody in
 * particular. It calls back instead of promising: most requests are of nobody, and have nothing to wait for.
 */
export function authenticateRequests(
  server: FastifyInstance,
  authentication: Authentication,
  limits: RateLimits | null,
): void {
  server.addHook('onRequest', (request: Request, reply, done) => {
    const { authorization, cookie } = request.headers;
    const { openToAll = false } = request.routeOptions.config as { openToAll?: boolean };
    // Where one becomes somebody, it does not matter who he was in this browser until now.
    if (authorization === undefined && (cookie === undefined || openToAll)) {
      done(attempt(() => beNobody(request, openToAll, limits)));
      return;
    }
    const refused = attempt(() => limits?.check(`refused ${networkOf(request.ip)}`));
    if (refused !== undefined) {
      done(refused);
      return;
    }
    authentication
      .principal(credentialsOf(request, openToAll))
      .then((principal) => beSomebody(request, reply, principal, openToAll, limits))
      .then(
        () => done(),
        (error: Error) => {
          // Each wrong token costs a look-up: whoever sends many is not looked up for a while.
          done(attempt(() => limits?.take(`refused ${networkOf(request.ip)}`)) ?? error);
        },
      );
  });
}

function credentialsOf(request: Request, openToAll: boolean): Credentials {
  const { authorization, cookie } = request.headers;
  return {
    authorization,
    cookie,
    csrf: request.headers[CSRF_HEADER],
    secure: request.protocol === 'https',
    writes: !READING.has(request.method) && !openToAll,
  };
}

/** Nobody in particular may write: said before the body is read, so that it costs us nothing. */
function beNobody(request: Request, openToAll: boolean, limits: RateLimits | null): void {
  request.principal = ANONYMOUS;
  limits?.take(`address ${networkOf(request.ip)}`);
  if (!READING.has(request.method) && !openToAll && !request.is404) throw unauthenticated();
}

function beSomebody(
  request: Request,
  reply: FastifyReply,
  principal: Principal,
  openToAll: boolean,
  limits: RateLimits | null,
): void {
  if (principal.agentId === null) {
    beNobody(request, openToAll, limits);
    return;
  }
  request.principal = principal;
  // What is answered to somebody is for nobody else, and nothing of it is to stay behind on a machine.
  void reply.header('cache-control', 'no-store');
  limits?.take(`agent ${principal.agentId}`);
}

function attempt(work: () => void): Error | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
