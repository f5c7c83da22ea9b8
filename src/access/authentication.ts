import { type Principal, withOpened } from '../common/principal.js';
import { CLEARANCES } from './permissions.js';
import { unauthenticated } from './permission.guard.js';
import { bearerToken, tokenSha256 } from './token.rules.js';
import type { TokensQueries } from './tokens.queries.js';

/** Who is asking, by the Authorization header. Nobody in particular needs none; a token that is not ours is refused. */
export async function authenticate(header: string, tokens: TokensQueries): Promise<Principal> {
  const token = bearerToken(header);
  const bearer = token === null ? null : await tokens.bearerOf(tokenSha256(token));
  if (bearer === null) throw unauthenticated('The token is not one of this archive, or was revoked.');
  const { agentId, role, opened } = bearer;
  return { agentId, role, clearance: withOpened(CLEARANCES[role], opened) };
}
