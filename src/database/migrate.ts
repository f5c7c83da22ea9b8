import pg from 'pg';
import type { Connections } from './connections.js';
import { ownerDataSource } from './data-source.js';

// Any number will do, as long as it is the same for every process that migrates this database.
const MIGRATION_LOCK = 4_711_018;

/**
 * Brings the schema up to date. Several processes may start at once: one migrates, the others wait for it.
 * @returns the names of the migrations that were run
 */
export async function migrate(connections: Connections): Promise<string[]> {
  const lock = new pg.Client({ connectionString: connections.owner, application_name: 'kataribe migrate' });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const dataSource = await ownerDataSource(connections).initialize();
    try {
      const done = await dataSource.runMigrations();
      return done.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await lock.end();
  }
}
