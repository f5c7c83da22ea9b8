import type { FastifyReply } from 'fastify';
import { JsonDocument } from '../common/json-document.js';
import { notFound, Problem } from '../common/problem.js';
import type { Hash } from '../merkle-log/hash.js';
import { parseEntriesPath, parseTilePath } from '../merkle-log/tiles.js';
import type { SignedCheckpoint, TreeQueries } from './tree.queries.js';

/*
 * The answers of C2SP tlog-tiles, which are no JSON. What a tile holds never changes, whoever asks: it may be kept for ever.
 */

const FOR_EVER = 'public, max-age=31536000, immutable';

/** @throws 404 where there is no such checkpoint */
export function checkpointAnswer(reply: FastifyReply, checkpoint: SignedCheckpoint | null): string {
  if (checkpoint === null) {
    throw new Problem(404, 'log.no_checkpoint', 'The log has no checkpoint of this size.');
  }
  void reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache');
  return checkpoint.note;
}

/** @param place what follows `tile/`, as tlog-tiles writes it */
export async function tileAnswer(reply: FastifyReply, place: string, tree: TreeQueries): Promise<Buffer> {
  const address = parseTilePath(`tile/${place}`);
  return bytesAnswer(reply, address === null ? null : await tree.tile(address), FOR_EVER);
}

/** @param place what follows `tile/entries/` */
export async function entriesAnswer(reply: FastifyReply, place: string, tree: TreeQueries): Promise<Buffer> {
  const address = parseEntriesPath(`tile/entries/${place}`);
  return bytesAnswer(reply, address === null ? null : await tree.entries(address), 'private, no-cache');
}

function bytesAnswer(reply: FastifyReply, bytes: Buffer | null, cacheControl: string): Buffer {
  if (bytes === null) throw notFound('tile');
  void reply.type('application/octet-stream').header('cache-control', cacheControl);
  return bytes;
}

export function proofAnswer({ size, proof }: { size: number; proof: Hash[] }): JsonDocument {
  return new JsonDocument(JSON.stringify({ size, proof: proof.map((hash) => hash.toString('base64')) }));
}
