import { join } from 'node:path';
import { migrate } from '../database/migrate.js';
import { SeedService } from '../exchange/seed.service.js';
import { joinArchiveDatabase } from './archive-database.js';
import { openApplication } from './open-application.js';
import { packageRoot } from './package-root.js';
import { progressLine } from './progress.js';
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

export async function seedCommand(environment: NodeJS.ProcessEnv): Promise<void> {
  const database = await joinArchiveDatabase(environment, say);
  try {
    await migrate(database.connections);
    const app = await openApplication(database.connections);
    try {
      const progress = progressLine('Recording the first testimony');
      const folder = join(packageRoot(), 'seeds', 'japan-soviet-relationship');
      if (await app.get(SeedService, { strict: false }).seedIfEmpty(folder, progress.show)) progress.end();
      else say('The archive holds testimonies already: nothing was recorded.');
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}
