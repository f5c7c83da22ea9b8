import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem } from './problem.js';

export const ROLES = ['administrator', 'archivist', 'researcher', 'reader'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking. Set on every request by access/authentication.ts before anything else happens. */
export interface Principal {
  agentId: string | null;
  role: Role | null;
  /** The highest access level this principal may read: 0 public, 1 registered, 2 by grant, 3 staff. */
  clearance: number;
}

export const ANONYMOUS: Principal = { agentId: null, role: null, clearance: 0 };

/** By whom a write is done, and the key under which a repetition of it is recognised. */
export interface Attribution {
  agentId: string;
  clearance: number;
  idempotency?: { route: string; key: string; requestSha256: string };
}

export interface PrincipalRequest {
  principal?: Principal;
  idempotency?: Attribution['idempotency'];
}

function principalOf(context: ExecutionContext): PrincipalRequest & { principal: Principal } {
  const request = context.switchToHttp().getRequest<PrincipalRequest>();
  return Object.assign(request, { principal: request.principal ?? ANONYMOUS });
}

/** The access level a read may see up to. */
export const Clearance = createParamDecorator(
  (_: unknown, context: ExecutionContext): number => principalOf(context).principal.clearance,
);

/** Who asks, where a read depends on it, such as one's own work; or in what role, where a write does. */
export const Asking = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => principalOf(context).principal,
);

/** By whom the write is done; the guard has made sure that it is somebody. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Attribution => {
  const request = principalOf(context);
  if (request.principal.agentId === null) {
    throw new Problem(401, 'access.unauthenticated', 'Writing needs a token: Authorization: Bearer <token>.');
  }
  return {
    agentId: request.principal.agentId,
    clearance: request.principal.clearance,
    idempotency: request.idempotency,
  };
});
