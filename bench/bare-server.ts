import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { type Connections, sessionOptions } from '../src/database/connections.js';
import { serveParent } from './child-server.js';
import { BareRecorder } from './bare-record.js';
import { IMPACT, LINEAGE, QUEUE, SUPPORT } from './bare-statements.js';
import type { Captured, Order } from './messages.js';

/*
 * What the product is measured against: node:http and pg, prepared statements, nothing else. No router, no checks, no
 * access, no entity tags, no logs. It answers with what PostgreSQL wrote.
 */

/** As many connections as the product's pools have, as the same roles, with the same settings. */
function poolOf(connections: Connections, capacity: 'app' | 'reader', searchPath = 'public'): pg.Pool {
  return new pg.Pool({
    connectionString: connections[capacity],
    options: `${sessionOptions(connections, capacity)} -c search_path=${searchPath}`,
    application_name: `kataribe bench bare ${capacity}`,
    max: 16,
  });
}

type Handler = (id: string, request: IncomingMessage) => Promise<string>;

serveParent<Extract<Order, { kind: 'start' }>>(async ({ connections, statements = {} }) => {
  const reader = poolOf(connections, 'reader');
  const app = poolOf(connections, 'app');
  // Reads a claim from where the bare server has written it.
  const readBack = poolOf(connections, 'app', 'bare,public');
  const recorder = await BareRecorder.open(app);

  const rows = async ({ name, text }: Pick<Captured, 'name' | 'text'>, values: unknown[]) =>
    (await reader.query<{ body: string; sequence: string }>({ name: name ?? undefined, text, values })).rows;
  const one = (key: string): Captured => {
    const [first, ...more] = statements[key] ?? [];
    if (first === undefined || more.length > 0) {
      throw new Error(`Reading ${key} takes ${more.length + 1} statements, where the bare server knows one.`);
    }
    return first;
  };

  const [claim, list, reading] = [one('claim'), one('list'), one('reading')];
  const handlers: Record<string, Handler> = {
    claim: async (id) => (await rows(claim, [id, ...claim.values.slice(1)]))[0]!.body,
    reading: async (id) => (await rows(reading, [id, ...reading.values.slice(1)]))[0]!.body,
    list: async (id) => {
      const found = await rows(list, [id, ...list.values.slice(1)]);
      const shown = found.slice(0, 50);
      const next = found.length > 50 ? Buffer.from(String(shown[49]!.sequence)).toString('base64url') : null;
      return `{"items":[${shown.map(({ body }) => body).join(',')}],"next":${JSON.stringify(next)}}`;
    },
    up: async (id) => (await rows(LINEAGE.up, [id]))[0]!.body,
    down: async (id) => (await rows(LINEAGE.down, [id]))[0]!.body,
    support: async (id) => (await rows(SUPPORT, [id]))[0]!.body,
    impact: async (id) => (await rows(IMPACT, [id]))[0]!.body,
    queue: async () => (await rows(QUEUE, []))[0]!.body,
    record: async (_, request) => `{"id":"${await recorder.record(await bodyOf(request))}"}`,
    answered: async (_, request) => {
      const id = await recorder.record(await bodyOf(request));
      const { name, text, values } = claim;
      const query = { name: name ?? undefined, text, values: [id, ...values.slice(1)] };
      return (await readBack.query<{ body: string }>(query)).rows[0]!.body;
    },
  };

  const server = createServer((request, response) => {
    const [, key = '', id = ''] = (request.url ?? '').split('/');
    const handler = handlers[key];
    if (handler === undefined) return send(response, 404, '{}');
    handler(id, request).then(
      (body) => send(response, request.method === 'POST' ? 201 : 200, body),
      (error: unknown) => send(response, 500, JSON.stringify({ detail: String(error) })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    answer: { kind: 'listening', port: (server.address() as AddressInfo).port },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await Promise.all([reader.end(), app.end(), readBack.end()]);
    },
  };
});

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<never> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return JSON.parse(Buffer.concat(pieces).toString('utf8')) as never;
}
