import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../database/migrate.js';
import { schemaDrift } from '../database/schema-drift.js';
import { startEmbeddedServer } from '../embedded/embedded-server.js';
import { StartupError } from '../embedded/startup-error.js';
import { entities } from '../entities.js';
import { connectionsTo } from './archive-database.js';
import { say } from './say.js';

/** Migrates an empty database and compares it with the entities. It uses a server of its own. */
export async function checkSchema(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'kataribe-schema-'));
  try {
    const server = await startEmbeddedServer({
      dataDirectory: join(directory, 'archive'),
      settings: { fsync: 'off' },
    });
    try {
      const connections = connectionsTo(server);
      await migrate(connections);
      const drift = await schemaDrift(connections, entities);
      if (drift.length > 0) {
        throw new StartupError(`Entities and migrations disagree. TypeORM would run:\n${drift.join('\n')}`);
      }
      say('Entities and migrations agree.');
    } finally {
      await server.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
