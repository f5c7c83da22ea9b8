import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { waitPreferred } from '../common/prefer.js';
import { ANONYMOUS, type PrincipalRequest } from '../common/principal.js';
import type { ReceiptsQueries } from '../transparency-log/receipts.queries.js';

/** Where the proof of a write is found: `GET` it, at once or any time later. */
const RECEIPT_HEADER = 'kataribe-receipt';

/**
 * Every answer to a write names its receipt. Whoever prefers to wait (`Prefer: wait=5`) gets it as `receipt` in the answer
 * itself, as soon as the write is in the tree; pending, where that took longer.
 */
export function answerWithReceipts(server: FastifyInstance, receipts: ReceiptsQueries): void {
  server.addHook('onSend', (request: FastifyRequest & PrincipalRequest, reply, payload, done) => {
    const { recorded } = request;
    if (recorded === undefined || reply.statusCode >= 300) {
      done();
      return;
    }
    void reply.header(RECEIPT_HEADER, `/api/log/receipts/${recorded}`);
    const milliseconds = waitPreferred(request.headers.prefer);
    const body = milliseconds === null ? null : objectOf(reply, payload);
    if (milliseconds === null || body === null) {
      done();
      return;
    }
    const { clearance } = request.principal ?? ANONYMOUS;
    receipts.whenProven(recorded, milliseconds, clearance).then(
      ({ bytes }) => {
        void reply.header('preference-applied', 'wait');
        done(null, withReceipt(reply, body, bytes));
      },
      // The write is done, whatever became of its receipt: the header says where it will be.
      () => done(),
    );
  });
}

/** The body, where it is a JSON object that a member can be added to. */
function objectOf(reply: FastifyReply, payload: unknown): Buffer | null {
  if (!String(reply.getHeader('content-type')).startsWith('application/json')) return null;
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  return Buffer.isBuffer(body) && body[0] === 0x7b && body.at(-1) === 0x7d ? body : null;
}

function withReceipt(reply: FastifyReply, body: Buffer, receipt: Buffer): Buffer {
  const separator = body.length === 2 ? '' : ',';
  const joined = Buffer.concat([
    body.subarray(0, -1),
    Buffer.from(`${separator}"receipt":`),
    receipt,
    Buffer.from('}'),
  ]);
  void reply.header('content-length', joined.length);
  return joined;
}
