import { STAFF } from '../common/principal.js';
import { NameKeysService } from '../authorities/name-keys.service.js';
import { ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { say } from './say.js';
import { withApplication } from './with-application.js';

export function foldNames(environment: NodeJS.ProcessEnv): Promise<void> {
  return withApplication(environment, async (app) => {
    const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
    const names = await app.get(NameKeysService, { strict: false }).foldAnew(by);
    say(`${names.toLocaleString('en')} names are found by how they fold today.`);
  });
}
