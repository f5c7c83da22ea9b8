import type { INestApplicationContext } from '@nestjs/common';
import { migrate } from '../database/migrate.js';
import { type ArchiveDatabase, joinArchiveDatabase } from './archive-database.js';
import { eraseAnew } from './erase-anew.js';
import { openApplication } from './open-application.js';
import { say } from './say.js';

/** Does a command's work on the archive, brought up to date, and closes whatever had to be opened for it. */
export async function withApplication(
  environment: NodeJS.ProcessEnv,
  work: (app: INestApplicationContext, database: ArchiveDatabase) => Promise<void>,
): Promise<void> {
  const database = await joinArchiveDatabase(environment, say);
  try {
    await migrate(database.connections);
    const app = await openApplication(database.connections, database.erasureList);
    try {
      await eraseAnew(app);
      await work(app, database);
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}
