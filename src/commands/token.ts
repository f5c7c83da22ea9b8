import { TokensService } from '../access/tokens.service.js';
import { type Role, STAFF } from '../common/principal.js';
import { ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { withApplication } from './with-application.js';

/** Issues a token and prints it, alone, to standard output. */
export function issueToken(environment: NodeJS.ProcessEnv, role: Role, label: string): Promise<void> {
  return withApplication(environment, async (app) => {
    const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
    const { token } = await app.get(TokensService, { strict: false }).issue(by, { role, label });
    process.stdout.write(`${token}\n`);
  });
}
