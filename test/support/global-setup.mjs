// One real PostgreSQL for the whole run, with two migrated databases that each test file clones: an empty archive
// and one that holds the chapter. Runs on the built files, because Jest does not compile what a set-up imports.
import 'reflect-metadata';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { openApplication } from '../../dist/src/commands/open-application.js';
import { migrate } from '../../dist/src/database/migrate.js';
import { startEmbeddedServer } from '../../dist/src/embedded/embedded-server.js';
import { SeedService } from '../../dist/src/exchange/seed.service.js';

export default async function globalSetup() {
  const directory = await mkdtemp(join(tmpdir(), 'kataribe-test-'));
  // Autovacuum would analyse the templates while the tests run, and plans would depend on how long they take.
  const server = await startEmbeddedServer({
    dataDirectory: join(directory, 'archive'),
    settings: { autovacuum: 'off' },
  });
  globalThis.kataribeTestServer = { server, directory };
  process.env.KATARIBE_TEST_SERVER = JSON.stringify({
    superuser: server.superuserUrl('postgres'),
    owner: server.ownerUrl('DATABASE'),
    app: server.appUrl('DATABASE'),
    reader: server.readerUrl('DATABASE'),
  });
  const connections = (database) => ({
    owner: server.ownerUrl(database),
    app: server.appUrl(database),
    reader: server.readerUrl(database),
    stepIntoRoles: false,
  });
  const superuser = new pg.Client({ connectionString: server.superuserUrl('postgres') });
  await superuser.connect();
  try {
    await superuser.query('CREATE DATABASE template_empty OWNER kataribe_owner');
    await migrate(connections('template_empty'));
    await superuser.query('CREATE DATABASE template_chapter TEMPLATE template_empty OWNER kataribe_owner');
    const app = await openApplication(connections('template_chapter'));
    await app.get(SeedService, { strict: false }).seedIfEmpty(resolve('seeds/japan-soviet-relationship'));
    await app.close();
  } finally {
    await superuser.end();
  }
}
