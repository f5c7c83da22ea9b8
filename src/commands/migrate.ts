import { migrate } from '../database/migrate.js';
import { joinArchiveDatabase } from './archive-database.js';
import { say } from './say.js';

export async function migrateCommand(environment: NodeJS.ProcessEnv): Promise<void> {
  const database = await joinArchiveDatabase(environment, say);
  try {
    const done = await migrate(database.connections);
    say(done.length === 0 ? 'The schema was up to date.' : `Run: ${done.join(', ')}.`);
  } finally {
    await database.close();
  }
}
