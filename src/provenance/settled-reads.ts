import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { type Queryable, Reader } from '../database/reader.js';
import { isTreeSize, momentOfTree } from './moment.js';

/**
 * Reads by more than one statement, as every read as of a checkpoint is: what is unseen is asked first. What is committed in
 * between, of a lower sequence than the last in the tree, would be seen though it is not in it. So it is asked again after,
 * and where it is no longer the same, all is read again.
 */
export async function settled<Answer>(
  reader: Queryable,
  treeSize: string,
  read: () => Promise<Answer>,
  isSent: () => boolean = () => false,
): Promise<Answer> {
  for (;;) {
    const unseen = await momentOfTree(reader, treeSize);
    const answer = await read();
    if (isSent() || unseen === (await momentOfTree(reader, treeSize))) return answer;
  }
}

/** Every request that names the size of a tree is read so. */
@Injectable()
export class SettledReads implements NestInterceptor {
  constructor(private readonly reader: Reader) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    const { query } = http.getRequest<{ query: { asOf?: unknown } }>();
    const reply = http.getResponse<{ sent: boolean }>();
    const { asOf } = query;
    if (typeof asOf !== 'string' || !isTreeSize(asOf)) return next.handle();
    // What is sent while it is read, is read in one snapshot: it needs no second look, and cannot have one.
    const read = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    return defer(() => settled(this.reader, asOf, read, () => reply.sent));
  }
}
