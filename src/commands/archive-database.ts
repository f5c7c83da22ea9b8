import { join } from 'node:path';
import { type Connections, connectionsFromEnvironment } from '../database/connections.js';
import { type EmbeddedServer, joinRunningServer, startEmbeddedServer } from '../embedded/embedded-server.js';

export interface ArchiveDatabase {
  connections: Connections;
  /** Where the embedded server keeps its data; null on a PostgreSQL of your own */
  dataDirectory: string | null;
  /** Where the list of erasures is kept; null where a PostgreSQL of your own comes without one */
  erasureList: string | null;
  /** Where the key of the log is kept; null where a PostgreSQL of your own comes without a place for it */
  logKey: string | null;
  close(): Promise<void>;
}

/**
 * The database the environment names, for a command that works for a moment: beside the archive that runs on it,
 * or, where none runs, on a server started for this.
 */
export async function joinArchiveDatabase(
  environment: NodeJS.ProcessEnv,
  onProgress: (line: string) => void,
): Promise<ArchiveDatabase> {
  const running =
    connectionsFromEnvironment(environment) === null
      ? await joinRunningServer(dataDirectoryOf(environment))
      : null;
  return running === null ? openArchiveDatabase(environment, onProgress) : databaseOf(running, environment);
}

/** The database the environment names: DATABASE_URL, or the embedded PostgreSQL in KATARIBE_DATA_DIR. */
export async function openArchiveDatabase(
  environment: NodeJS.ProcessEnv,
  onProgress: (line: string) => void,
): Promise<ArchiveDatabase> {
  const own = connectionsFromEnvironment(environment);
  if (own !== null) {
    const erasureList = environment.KATARIBE_ERASURE_LIST || null;
    return {
      connections: own,
      dataDirectory: null,
      erasureList,
      logKey: null,
      close: () => Promise.resolve(),
    };
  }
  const dataDirectory = dataDirectoryOf(environment);
  return databaseOf(await startEmbeddedServer({ dataDirectory, onProgress }), environment);
}

function databaseOf(server: EmbeddedServer, environment: NodeJS.ProcessEnv): ArchiveDatabase {
  return {
    connections: connectionsTo(server),
    dataDirectory: server.dataDirectory,
    erasureList: environment.KATARIBE_ERASURE_LIST || join(server.dataDirectory, 'erasures.jsonl'),
    logKey: join(server.dataDirectory, 'log-key'),
    close: () => server.stop(),
  };
}

/** An embedded server has a login of its own for each capacity. */
export function connectionsTo(server: EmbeddedServer): Connections {
  return {
    owner: server.ownerUrl(),
    app: server.appUrl(),
    reader: server.readerUrl(),
    stepIntoRoles: false,
  };
}

function dataDirectoryOf(environment: NodeJS.ProcessEnv): string {
  return environment.KATARIBE_DATA_DIR || 'kataribe-data';
}
