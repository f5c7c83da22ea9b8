import { join, resolve } from 'node:path';
import { isLocked, lockArchive } from './archive-lock.js';
import { findBinaries, prepareBinaries } from './binaries.js';
import { DATABASE, ROLES, bootstrap } from './bootstrap.js';
import { type Cluster, clusterExists, makeCluster, startServer, stopServer } from './cluster.js';
import {
  type Passwords,
  type RoleName,
  obtainPasswords,
  openDataDirectory,
  readMarker,
  removeLeftovers,
  writeMarker,
} from './data-directory.js';
import { readIfPresent } from './files.js';
import { chooseServerUser } from './server-user.js';
import { asStartupError } from './startup-error.js';

/** The PostgreSQL 18 the archive brings along, running for this process alone. */
export interface EmbeddedServer {
  /** For bootstrap and tests only: it is above row level security. */
  superuserUrl(database?: string): string;
  /** Owns the schema: migrations. */
  ownerUrl(database?: string): string;
  appUrl(database?: string): string;
  /** Its transactions are read-only unless it says otherwise, so grant it nothing but SELECT. */
  readerUrl(database?: string): string;
  readonly dataDirectory: string;
  readonly port: number;
  /** No earlier start had got as far as the database: there is nothing in it. */
  readonly created: boolean;
  /** Ends all sessions, waits until everything is on disk, and lets the data directory go. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  dataDirectory: string;
  onProgress?: (line: string) => void;
  /** More settings for PostgreSQL, which win over ours. */
  settings?: Record<string, string>;
}

/** Rejects with a StartupError and nothing else. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  try {
    return await start(options);
  } catch (error) {
    throw asStartupError(error, options.dataDirectory);
  }
}

async function start(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { onProgress = () => undefined, settings = {} } = options;
  const found = await findBinaries();
  const dataDirectory = await openDataDirectory(options.dataDirectory);
  const lock = await lockArchive(dataDirectory);
  try {
    // Again, since an archive that has ended meanwhile may have written it.
    const marker = (await readMarker(dataDirectory)) ?? (await writeMarker(dataDirectory, {}));
    const created = marker.databaseMadeAt === undefined;
    await removeLeftovers(dataDirectory);

    const directory = join(dataDirectory, 'postgres');
    const exists = await clusterExists(directory, !created);
    const passwords = await obtainPasswords(dataDirectory, exists);
    const user = await chooseServerUser(directory);
    const binaries = await prepareBinaries(found, user, dataDirectory, onProgress);
    const logDirectory = join(dataDirectory, 'log');
    const cluster: Cluster = { dataDirectory, directory, logDirectory, user, binaries };
    if (!exists) {
      onProgress(`Making the database in ${dataDirectory} (only at the first start, some seconds)`);
      await makeCluster(cluster, passwords.superuser, settings['fsync'] !== 'off');
    }

    const port = await startServer(cluster, settings, onProgress);
    try {
      await bootstrap(port, passwords, dataDirectory, created);
      if (created) {
        await writeMarker(dataDirectory, { ...marker, databaseMadeAt: new Date().toISOString() });
      }
    } catch (error) {
      // Should this fail as well, the next start ends the server as an orphan.
      await stopServer(cluster).catch(() => undefined);
      throw error;
    }

    let stopping: Promise<void> | undefined;
    return {
      ...urlsOf(passwords, port),
      dataDirectory,
      port,
      created,
      stop: () =>
        (stopping ??= stopServer(cluster)
          .then(() => lock.release())
          .catch((error: unknown) => Promise.reject(asStartupError(error, dataDirectory)))),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

type Urls = Pick<EmbeddedServer, 'superuserUrl' | 'ownerUrl' | 'appUrl' | 'readerUrl'>;

function urlsOf(passwords: Passwords, port: number): Urls {
  const url =
    (role: RoleName) =>
    // The loopback needs no TLS, and PGSSLMODE of the environment must not ask for it.
    (database = DATABASE) =>
      `postgres://${ROLES[role]}:${passwords[role]}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`;
  return {
    superuserUrl: url('superuser'),
    ownerUrl: url('owner'),
    appUrl: url('app'),
    readerUrl: url('reader'),
  };
}

/**
 * The server of an archive that is running now in another process, for commands that work beside it. Whoever
 * may read the data directory may use it; stopping it stays with the process that started it.
 * @returns null where no archive runs on the directory
 */
export async function joinRunningServer(dataDirectory: string): Promise<EmbeddedServer | null> {
  try {
    const directory = resolve(dataDirectory);
    if (!(await isLocked(directory))) return null;
    // Line 4 of postmaster.pid is the port; it is there from the moment the server listens.
    const postmaster = await readIfPresent(join(directory, 'postgres', 'postmaster.pid'));
    const port = Number(postmaster?.split('\n')[3]);
    if (!Number.isInteger(port) || port <= 0) return null;
    const passwords = await obtainPasswords(directory, true);
    return {
      ...urlsOf(passwords, port),
      dataDirectory: directory,
      port,
      created: false,
      stop: () => Promise.resolve(),
    };
  } catch (error) {
    throw asStartupError(error, dataDirectory);
  }
}
