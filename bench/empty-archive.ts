import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connections } from '../src/database/connections.js';
import { migrate } from '../src/database/migrate.js';
import { type EmbeddedServer, startEmbeddedServer } from '../src/embedded/embedded-server.js';

/** Runs something on an archive of its own without a testimony, which is gone afterwards. `undo` is run before. */
export async function onEmptyArchive(
  name: string,
  say: (line: string) => void,
  work: (archive: {
    connections: Connections;
    server: EmbeddedServer;
    undo: (() => Promise<void>)[];
  }) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), `kataribe-bench-${name}-`));
  const undo = [() => rm(directory, { recursive: true, force: true })];
  try {
    const server = await startEmbeddedServer({ dataDirectory: join(directory, 'archive'), onProgress: say });
    undo.push(() => server.stop());
    const connections = {
      owner: server.ownerUrl(),
      app: server.appUrl(),
      reader: server.readerUrl(),
      stepIntoRoles: false,
    };
    await migrate(connections);
    await work({ connections, server, undo });
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
