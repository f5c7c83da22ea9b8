import 'reflect-metadata';
import { TokensService } from '../src/access/tokens.service.js';
import { AppModule } from '../src/app.module.js';
import { STAFF } from '../src/common/principal.js';
import { createApp } from '../src/http/create-app.js';
import { backgroundLog } from '../src/http/log.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { serveParent } from './child-server.js';
import type { Order } from './messages.js';

/** The product as `kataribe serve` runs it, logging as it does, on a port of its own. */
serveParent<Extract<Order, { kind: 'start' }>>(async ({ connections, log = null }) => {
  const app = await createApp(AppModule.on(connections, { log }), backgroundLog('info'));
  const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
  const issuer = app.get(TokensService, { strict: false });
  const { token } = await issuer.issue(by, { role: 'archivist', label: 'Bench' });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  return { answer: { kind: 'listening', port, token }, close: () => app.close() };
});
