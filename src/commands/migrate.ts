import { migrate } from '../database/migrate.js';
import { eraseAnew } from './erase-anew.js';
import { openApplication } from './open-application.js';
import { joinArchiveDatabase } from './archive-database.js';
import { say } from './say.js';

export async function migrateCommand(environment: NodeJS.ProcessEnv): Promise<void> {
  const database = await joinArchiveDatabase(environment, say);
  try {
    const done = await migrate(database.connections);
    // A restored backup is whole only when what was erased since is gone from it too.
    const app = await openApplication(database.connections, database.erasureList);
    try {
      await eraseAnew(app);
    } finally {
      await app.close();
    }
    say(done.length === 0 ? 'The schema was up to date.' : `Run: ${done.join(', ')}.`);
  } finally {
    await database.close();
  }
}
