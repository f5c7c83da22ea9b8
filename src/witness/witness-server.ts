import { fastify, type FastifyInstance } from 'fastify';
import type { Witness } from './witness.js';

/** Room for the longest proof and for a checkpoint with more signatures than a witness must read. */
export const MAX_BODY_BYTES = 256 * 1024;

const PLAIN = 'text/plain; charset=utf-8';

/**
 * The HTTP side of a witness: `POST /add-checkpoint`, who it is at `GET /`, and at `GET /checkpoint?origin=` what it has
 * cosigned last of a log, so that whoever doubts an archive can compare.
 *
 * @param onFailure is told of what keeps the witness from ever signing again
 */
export function witnessServer(witness: Witness, onFailure: (error: Error) => void): FastifyInstance {
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    forceCloseConnections: 'idle',
  });
  // The body is bytes, whatever its sender calls them.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const sentence = status < 500 ? error.message : 'This witness cannot sign this.';
    // Only a witness that has failed itself ends; nothing a client sends may bring it to that.
    if (witness.failure !== null) onFailure(witness.failure);
    return reply.code(status).type(PLAIN).send(`${sentence}\n`);
  });
  server.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type(PLAIN)
      .send('A witness has POST /add-checkpoint, GET / and GET /checkpoint?origin=.\n'),
  );

  server.post('/add-checkpoint', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const answer = await witness.addCheckpoint(body);
    return reply.code(answer.status).type(answer.contentType).send(answer.body);
  });
  server.get('/', (_request, reply) => reply.type(PLAIN).send(introduction(witness)));
  server.get('/checkpoint', (request, reply) => {
    const { origin } = request.query as { origin?: unknown };
    const latest = witness.watched().find((log) => log.origin === origin)?.latest;
    void reply.type(PLAIN);
    return latest === undefined
      ? reply.code(404).send('This witness has cosigned nothing of this log.\n')
      : reply.send(latest.note);
  });
  return server;
}

function introduction(witness: Witness): string {
  const logs = witness.watched().map(({ origin, latest }) => `  ${origin}: size ${latest?.size ?? 0}`);
  return [
    `${witness.name} is a witness of transparency logs (https://c2sp.org/tlog-witness).`,
    '',
    `Its key: ${witness.verifierKey}`,
    '',
    'It has cosigned, last:',
    ...logs,
    '',
  ].join('\n');
}
