import { STAFF } from '../src/common/principal.js';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { DataSource } from 'typeorm';
import { PlaceEntity } from '../src/agents/place.entity.js';
import { appDataSourceOptions } from '../src/database/data-source.js';
import { entities } from '../src/entities.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { Ledger } from '../src/provenance/ledger.js';
import { openArchive, type TestArchive } from './support/archive.js';

/** A line to PostgreSQL that breaks once: when a COMMIT has gone out and before its answer has come in, or before. */
async function breakingLine(
  url: string,
  when: 'after' | 'before',
): Promise<{ url: string; line: Server; broken: () => number }> {
  const { hostname, port } = new URL(url);
  let broken = 0;
  const line = createServer((client: Socket) => {
    const server = connect(Number(port), hostname);
    let cut = false;
    client.on('data', (sent: Buffer) => {
      cut = broken === 0 && sent.includes('COMMIT');
      if (cut && when === 'before') {
        broken += 1;
        server.destroy();
        client.destroy();
        return;
      }
      server.write(sent);
    });
    server.on('data', (answer: Buffer) => {
      if (!cut) {
        client.write(answer);
        return;
      }
      broken += 1;
      client.destroy();
      server.end();
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
  const through = new URL(url);
  through.port = String((line.address() as { port: number }).port);
  return { url: through.toString(), line, broken: () => broken };
}

describe('a connection lost at the COMMIT', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  test.each(['after', 'before'] as const)('%s it was heard: the act is done once', async (when) => {
    const { url, line, broken } = await breakingLine(archive.connections.app, when);
    const dataSource = await new DataSource(
      appDataSourceOptions({ ...archive.connections, app: url }, entities),
    ).initialize();
    const name = `a place recorded ${when}`;
    try {
      const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
      const result = await new Ledger(dataSource).record(
        { type: 'place.create', by },
        async ({ manager }) => {
          await manager.insert(PlaceEntity, { name });
          return 'done';
        },
      );
      expect(result).toBe('done');
    } finally {
      await dataSource.destroy();
      line.close();
    }
    expect(broken()).toBe(1);
    expect(await archive.sql('SELECT name FROM place WHERE name = $1', [name])).toHaveLength(1);
  });
});
