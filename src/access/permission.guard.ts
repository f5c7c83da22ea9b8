import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ANONYMOUS, type Principal, type PrincipalRequest } from '../common/principal.js';
import { Problem } from '../common/problem.js';
import { isPermitted } from './permissions.js';
import { REQUIRED_PERMISSION, type Requirement } from './requires.js';

/** Lets through what the route's permission allows. A route that writes and names none is open to nobody. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<PrincipalRequest & { method: string }>();
    const required = this.reflector.get<Requirement | undefined>(REQUIRED_PERMISSION, context.getHandler());
    if (required === undefined) {
      if (request.method === 'GET' || request.method === 'HEAD') return true;
      throw new Error(`${request.method} route without @Requires: ${context.getHandler().name}`);
    }
    checkMeets(required, request.principal ?? ANONYMOUS);
    return true;
  }
}

function checkMeets(required: Requirement, asker: Principal): void {
  if (required === 'nothing') return;
  if (asker.role === null) throw unauthenticated();
  if (required === 'signed_in') {
    if (asker.session !== null) return;
    throw new Problem(403, 'session.none', 'This is for a person who is signed in; a token has no session.');
  }
  if (isPermitted(asker, required)) return;
  throw new Problem(
    403,
    'access.forbidden',
    isPermitted({ role: asker.role, scopes: null }, required)
      ? `This needs the permission ${required}, which is not among the scopes of the token.`
      : `This needs the permission ${required}, which a ${asker.role} does not have.`,
  );
}

export function unauthenticated(
  detail = 'This needs somebody to answer for it: sign in, or send Authorization: Bearer <token>.',
): Problem {
  return new Problem(401, 'access.unauthenticated', detail, {
    headers: { 'www-authenticate': 'Bearer realm="kataribe"' },
  });
}
