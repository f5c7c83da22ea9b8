import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { TaggedDocument } from '../common/tagged-document.js';

/**
 * Sends JSON that PostgreSQL wrote as it is (or what else has one), with its entity tag, and 304 to whom has it already. It is done here
 * and not by an interceptor, because those make a stream of every answer, which costs more than the rest of a read.
 */
export class ArchiveAdapter extends FastifyAdapter {
  override reply(
    response: Parameters<FastifyAdapter['reply']>[0],
    body: unknown,
    statusCode?: number,
  ): ReturnType<FastifyAdapter['reply']> {
    const sent = body instanceof TaggedDocument ? prepare(body, response as FastifyReply, statusCode) : body;
    return super.reply(response, sent, statusCode);
  }
}

/** @returns what is left to send once the headers are set */
function prepare(
  document: TaggedDocument,
  reply: FastifyReply,
  statusCode: number | undefined,
): Buffer | string {
  const { etag, path, mediaType } = document;
  void reply.header('etag', etag);
  const { method, headers } = reply.request;
  const seen = headers['if-none-match'];
  if (method === 'GET' && seen !== undefined && seen.split(',').some((tag) => tag.trim() === etag)) {
    void reply.status(304);
    return '';
  }
  if (path !== undefined && (statusCode ?? reply.statusCode) === 201) void reply.header('location', path);
  void reply.type(mediaType);
  return document.bytes;
}
