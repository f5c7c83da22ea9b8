import { Injectable } from '@nestjs/common';
import { ANONYMOUS, type Principal, type Role, withOpened } from '../common/principal.js';
import { Problem } from '../common/problem.js';
import { cookieName, cookieOf } from './cookies.js';
import { LastUses } from './last-uses.service.js';
import { unauthenticated } from './permission.guard.js';
import { CLEARANCES } from './permissions.js';
import { isCsrfToken, SESSION_COOKIE } from './session.rules.js';
import { SessionsQueries } from './sessions.queries.js';
import { bearerToken, sha256Of } from './token.rules.js';
import { TokensQueries } from './tokens.queries.js';

/** What a request says of who is asking. */
export interface Credentials {
  /** The Authorization header: it counts before any cookie */
  authorization: string | undefined;
  cookie: string | undefined;
  csrf: unknown;
  /** Whether the request came by HTTPS, and therefore its cookie too */
  secure: boolean;
  /** Whether it may change something, and must show that it comes from a page of ours */
  writes: boolean;
}

/** Who is asking: by a token, or by the session of a browser. Asked of every request that names either. */
@Injectable()
export class Authentication {
  constructor(
    private readonly tokens: TokensQueries,
    private readonly sessions: SessionsQueries,
    private readonly uses: LastUses,
  ) {}

  /** @returns the secret of the session that the request's cookie names, or null where it brings none of ours */
  static sessionSecret({ cookie, secure }: Pick<Credentials, 'cookie' | 'secure'>): string | null {
    return cookieOf(cookie, cookieName(SESSION_COOKIE, secure));
  }

  /** A token that is not ours is refused. A cookie of a session that has ended is nobody's. */
  async principal(credentials: Credentials): Promise<Principal> {
    const { authorization } = credentials;
    return authorization === undefined ? this.bySession(credentials) : this.byToken(authorization);
  }

  private async byToken(authorization: string): Promise<Principal> {
    const token = bearerToken(authorization);
    const bearer = token === null ? null : await this.tokens.bearerOf(sha256Of(token));
    if (bearer === null) {
      throw unauthenticated('The token is not one of this archive, has expired, or was revoked.');
    }
    this.uses.tokenUsed(bearer.id);
    const { agentId, role, scopes, opened } = bearer;
    return somebody({ agentId, role, scopes, session: null }, opened);
  }

  private async bySession(credentials: Credentials): Promise<Principal> {
    const secret = Authentication.sessionSecret(credentials);
    const holder = secret === null ? null : await this.sessions.holderOf(sha256Of(secret));
    if (secret === null || holder === null) return ANONYMOUS;
    if (credentials.writes && !isCsrfToken(credentials.csrf, secret)) {
      throw new Problem(
        403,
        'session.csrf',
        'A request by cookie that is not for reading needs the header X-Kataribe-CSRF, as GET /api/session gives it.',
      );
    }
    if (holder.seenLongAgo) this.uses.sessionUsed(holder.id);
    const { id, accountId, agentId, role, opened } = holder;
    return somebody({ agentId, role, scopes: null, session: { id, accountId } }, opened);
  }
}

/** With what he reads, grants included, by whichever way he came. */
function somebody(asker: Omit<Principal, 'clearance'> & { role: Role }, opened: number[]): Principal {
  return { ...asker, clearance: withOpened(CLEARANCES[asker.role], opened) };
}
