import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { JsonDocument } from '../common/json-document.js';

/** Sends JSON that PostgreSQL wrote as it is, with its entity tag, and 304 to whom has it already. */
@Injectable()
export class JsonDocumentInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof JsonDocument)) return answer;
        const http = context.switchToHttp();
        return send(answer, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
      }),
    );
  }
}

function send(document: JsonDocument, request: FastifyRequest, reply: FastifyReply): string {
  const { etag } = document;
  // One may see more or less than another: caches must not mix them up.
  void reply.headers({ etag, vary: 'authorization', 'cache-control': 'private, no-cache' });
  const seen = request.headers['if-none-match'];
  if (request.method === 'GET' && seen !== undefined && seen.split(',').some((tag) => tag.trim() === etag)) {
    void reply.status(304);
    return '';
  }
  if (document.path !== undefined && reply.statusCode === 201) void reply.header('location', document.path);
  void reply.type('application/json; charset=utf-8');
  return document.text;
}
