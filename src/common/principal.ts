import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem } from './problem.js';

export const ROLES = ['administrator', 'archivist', 'reviewer', 'researcher', 'reader', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking. Set on every request by access/authentication.ts before anything else happens. */
export interface Principal {
  agentId: string | null;
  role: Role | null;
  clearance: Clearance;
  /** What he may do of what his role may, where it is not all of it: permissions by name */
  scopes: readonly string[] | null;
  /** The session he is signed in by; null for a token, and for nobody in particular */
  session: SignedInSession | null;
}

/** Where a person is signed in: in one browser. */
export interface SignedInSession {
  id: string;
  accountId: string;
}

/** What one may read: the level (0 public, 1 registered, 32767 the staff), then the compartments opened to him by grants. */
export type Clearance = readonly number[];

const clearances = new WeakSet<object>();

export function clearance(level: 0 | 1 | 32_767, opened: readonly number[] = []): Clearance {
  const made = [level, ...opened];
  clearances.add(made);
  return made;
}

export const PUBLIC = clearance(0);
export const REGISTERED = clearance(1);
export const STAFF = clearance(32_767);

/** The same with the compartments that grants have opened; those of the staff are open to it already. */
export function withOpened(base: Clearance, opened: readonly number[]): Clearance {
  const [level] = base;
  return opened.length === 0 || level === 32_767 ? base : clearance(level === 0 ? 0 : 1, opened);
}

/** For whom a query reads, by the clearance among its values. One that names none reads as the archive itself. */
export type Audience = 'public' | 'registered' | 'staff';

export function audienceOf(values: readonly unknown[]): Audience {
  for (const value of values) {
    if (!Array.isArray(value) || !clearances.has(value)) continue;
    if (value[0] > 1) return 'staff';
    return value[0] === 0 && value.length === 1 ? 'public' : 'registered';
  }
  return 'staff';
}

/** The access level of what is the staff's business alone. */
export const STAFF_ONLY = 3;

/** The one rule of reading, as `may_read` has it in SQL: for rows that a service has at hand already. */
export function mayRead(access: number, reader: Clearance): boolean {
  return access <= reader[0]! || (access > 3 && reader.includes(access));
}

export const ANONYMOUS: Principal = {
  agentId: null,
  role: null,
  clearance: PUBLIC,
  scopes: null,
  session: null,
};

/** By whom a write is done, and the key under which a repetition of it is recognised. */
export interface Attribution {
  agentId: string;
  clearance: Clearance;
  idempotency?: { route: string; key: string; requestSha256: string };
  /** Told which activity it was, once it is committed: for its receipt */
  onRecorded?: (activityId: string) => void;
}

export interface PrincipalRequest {
  principal?: Principal;
  /** The last activity that was recorded for it */
  recorded?: string;
  idempotency?: Attribution['idempotency'];
}

function principalOf(context: ExecutionContext): PrincipalRequest & { principal: Principal } {
  const request = context.switchToHttp().getRequest<PrincipalRequest>();
  return Object.assign(request, { principal: request.principal ?? ANONYMOUS });
}

/** The access level a read may see up to. */
export const Clearance = createParamDecorator(
  (_: unknown, context: ExecutionContext): Clearance => principalOf(context).principal.clearance,
);

/** Who asks, where a read depends on it, such as one's own work; or in what role, where a write does. */
export const Asking = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => principalOf(context).principal,
);

/** By whom the write is done; the guard has made sure that it is somebody. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Attribution => {
  const request = principalOf(context);
  if (request.principal.agentId === null) {
    throw new Problem(
      401,
      'access.unauthenticated',
      'Writing needs somebody to answer for it: sign in, or send a token.',
    );
  }
  return {
    agentId: request.principal.agentId,
    clearance: request.principal.clearance,
    idempotency: request.idempotency,
    onRecorded: (activityId) => {
      request.recorded = activityId;
    },
  };
});
