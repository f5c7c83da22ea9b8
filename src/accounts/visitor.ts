import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authentication } from '../access/authentication.js';
import { setCookie } from '../access/cookies.js';
import { LONGEST_DAYS, SESSION_COOKIE } from '../access/session.rules.js';
import { Problem } from '../common/problem.js';

/** The browser that asks, and how it came here. */
export interface Visitor {
  address: string;
  /** By HTTPS, to us or to a proxy that is believed */
  secure: boolean;
  /** On the machine itself, where no network lies between */
  isLocal: boolean;
  /** Of the session that its cookie names */
  secret: string | null;
  cookies: string | undefined;
}

export const Visit = createParamDecorator((_: unknown, context: ExecutionContext): Visitor => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const secure = request.protocol === 'https';
  const { cookie } = request.headers;
  return {
    address: request.ip,
    secure,
    isLocal: ['localhost', '127.0.0.1', '[::1]'].includes(request.hostname),
    secret: Authentication.sessionSecret({ cookie, secure }),
    cookies: cookie,
  };
});

/** A password, or what stands for it afterwards, goes over no network in the clear. */
export function checkPrivate({ secure, isLocal }: Visitor): void {
  if (secure || isLocal) return;
  throw new Problem(403, 'session.insecure', 'Signing in needs HTTPS, everywhere but on localhost.');
}

/** The browser keeps the secret for as long as the session can last; what is answered stays nowhere else. */
export function rememberSession(reply: FastifyReply, { secure }: Visitor, secret: string): void {
  const seconds = LONGEST_DAYS * 24 * 3600;
  void reply.headers({
    'set-cookie': setCookie(SESSION_COOKIE, secret, { secure, seconds }),
    'cache-control': 'no-store',
  });
}

export function forgetSession(reply: FastifyReply, { secure }: Visitor): void {
  void reply.header('set-cookie', setCookie(SESSION_COOKIE, '', { secure, seconds: 0 }));
}
