import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ANONYMOUS, type PrincipalRequest } from '../common/principal.js';
import { Problem } from '../common/problem.js';
import { isPermitted, type Permission } from './permissions.js';
import { REQUIRED_PERMISSION } from './requires.js';

/** Lets through what the route's permission allows. A route that writes and names none is open to nobody. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<PrincipalRequest & { method: string }>();
    const permission = this.reflector.get<Permission | undefined>(REQUIRED_PERMISSION, context.getHandler());
    if (permission === undefined) {
      if (request.method === 'GET' || request.method === 'HEAD') return true;
      throw new Error(`${request.method} route without @Requires: ${context.getHandler().name}`);
    }
    const { role } = request.principal ?? ANONYMOUS;
    if (role === null) throw unauthenticated();
    if (isPermitted(role, permission)) return true;
    throw new Problem(
      403,
      'access.forbidden',
      `This needs the permission ${permission}, which a ${role} does not have.`,
    );
  }
}

export function unauthenticated(detail = 'This needs a token: Authorization: Bearer <token>.'): Problem {
  return new Problem(401, 'access.unauthenticated', detail, {
    headers: { 'www-authenticate': 'Bearer realm="kataribe"' },
  });
}
