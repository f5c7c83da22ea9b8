import 'reflect-metadata';
import pg from 'pg';
import pino from 'pino';
import { TokensService } from '../src/access/tokens.service.js';
import { AppModule } from '../src/app.module.js';
import { STAFF } from '../src/common/principal.js';
import { createApp } from '../src/http/create-app.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { serveParent } from './child-server.js';
import type { Captured, CaptureOrder } from './messages.js';

/*
 * Asks the product each question once and notes which statements it sends: the bare server is given these very
 * texts, so that the two cannot come to differ. In a process of its own: what is measured is never instrumented.
 */

type Query = (this: pg.Client, config: unknown, values?: unknown, callback?: unknown) => unknown;

serveParent<CaptureOrder>(async ({ connections, requests }) => {
  const app = await createApp(AppModule.on(connections), pino({ level: 'silent' }));
  const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
  const issuer = app.get(TokensService, { strict: false });
  const { token } = await issuer.issue(by, { role: 'archivist', label: 'Bench' });

  let noted: Captured[] = [];
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (config, ...rest) {
    const { name = null, text = String(config), values = [] } = config as Partial<Captured>;
    noted.push({ name, text, values });
    return query.call(this, config, ...rest);
  };
  const statements: Record<string, Captured[]> = {};
  try {
    for (const [key, { method, path, body }] of Object.entries(requests)) {
      noted = [];
      const response = await app.inject({
        method,
        url: path,
        ...(body === undefined
          ? {}
          : { payload: body as object, headers: { authorization: `Bearer ${token}` } }),
      });
      if (response.statusCode >= 300)
        throw new Error(`${method} ${path}: ${response.statusCode} ${response.body}`);
      statements[key] = noted;
    }
  } finally {
    prototype.query = query;
    await app.close();
  }
  return { answer: { kind: 'captured', statements }, close: () => Promise.resolve() };
});
