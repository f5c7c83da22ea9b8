import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { Connections } from '../src/database/connections.js';
import { migrate } from '../src/database/migrate.js';
import { migrations } from '../src/database/migrations.js';
import { type EmbeddedServer, startEmbeddedServer } from '../src/embedded/embedded-server.js';
import { makeBareTables } from './bare-tables.js';
import { loadArchive } from './load.js';
import { type Options, UsageError } from './options.js';
import { withoutWall } from './without-wall.js';

export interface BenchArchive {
  server: EmbeddedServer;
  connections: Connections;
  close(): Promise<void>;
}

/** The archive that is measured: made and filled, or as an earlier run with --keep left it. */
export async function openBenchArchive(
  { size, keep }: Options,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<BenchArchive> {
  const directory =
    keep === null
      ? await mkdtemp(join(tmpdir(), 'kataribe-bench-'))
      : resolve(keep, `kataribe-bench-${size}`);
  const removeOwn = async (): Promise<void> => {
    if (keep === null) await rm(directory, { recursive: true, force: true });
  };
  try {
    await mkdir(directory, { recursive: true });
    const archive = join(directory, 'archive');
    const filledMark = join(directory, 'filled');
    const filledBy = await readFile(filledMark, 'utf8').catch(() => null);
    if (filledBy === null ? await exists(archive) : filledBy !== schemaDigest()) {
      throw new UsageError(
        `${directory} was ${filledBy === null ? 'not filled to the end' : 'made with other migrations'}. ` +
          'Remove it, and start again.',
      );
    }
    const server = await startEmbeddedServer({ dataDirectory: archive, onProgress: say });
    try {
      const connections = {
        owner: server.ownerUrl(),
        app: server.appUrl(),
        reader: server.readerUrl(),
        stepIntoRoles: false,
      };
      await migrate(connections);
      if (filledBy === null) {
        say(`Loading the archive, size ${size}.`);
        await withoutWall(connections.owner, () => loadArchive(connections.app, size, say, signal));
        await makeBareTables(connections.owner, say);
        await writeFile(filledMark, schemaDigest());
      }
      await settle(server);
      return {
        server,
        connections,
        close: async () => {
          await server.stop();
          await removeOwn();
        },
      };
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    await removeOwn();
    throw error;
  }
}

/** What autovacuum and the checkpointer would do some time, done before anything is measured. */
async function settle(server: EmbeddedServer): Promise<void> {
  const client = new pg.Client({ connectionString: server.superuserUrl() });
  await client.connect();
  try {
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** An archive of other migrations than these, even of the same names, would be no measure of them. */
function schemaDigest(): string {
  const hash = createHash('sha256');
  for (const migration of migrations) hash.update(String(migration));
  return hash.digest('hex');
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
