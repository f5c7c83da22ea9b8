import type { Scope } from '../access/tokens.dto.js';
import { TokensService } from '../access/tokens.service.js';
import { isMoment } from '../common/moment.js';
import { type Role, STAFF } from '../common/principal.js';
import { StartupError } from '../embedded/startup-error.js';
import { ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { withApplication } from './with-application.js';

export interface TokenOptions {
  role: Role;
  label: string;
  scope?: Scope[];
  expires?: string;
}

/** Issues a token and prints it, alone, to standard output. */
export function issueToken(
  environment: NodeJS.ProcessEnv,
  { role, label, scope, expires }: TokenOptions,
): Promise<void> {
  if (expires !== undefined && !(isMoment(expires) && Date.parse(expires) > Date.now())) {
    throw new StartupError(
      `--expires must be a time to come such as 2027-11-23T12:00:00Z, found ${JSON.stringify(expires)}.`,
    );
  }
  return withApplication(environment, async (app) => {
    const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
    const wanted = { role, label, scopes: scope, expiresAt: expires };
    const { token } = await app.get(TokensService, { strict: false }).issue(by, wanted);
    process.stdout.write(`${token}\n`);
  });
}
