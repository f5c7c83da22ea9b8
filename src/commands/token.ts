import type { Role } from '../common/principal.js';
import { TokensService } from '../access/tokens.service.js';
import { migrate } from '../database/migrate.js';
import { ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { joinArchiveDatabase } from './archive-database.js';
import { openApplication } from './open-application.js';
import { say } from './say.js';

/** Issues a token and prints it, alone, to standard output. */
export async function issueToken(environment: NodeJS.ProcessEnv, role: Role, label: string): Promise<void> {
  const database = await joinArchiveDatabase(environment, say);
  try {
    await migrate(database.connections);
    const app = await openApplication(database.connections);
    try {
      const by = { agentId: ARCHIVE_AGENT_ID, clearance: 3 };
      const { token } = await app.get(TokensService, { strict: false }).issue(by, { role, label });
      process.stdout.write(`${token}\n`);
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}
