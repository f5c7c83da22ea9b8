import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** The configuration of a route whose body is kept as it came: `@RouteConfig({ keepsBody: true })`. */
interface KeepingRequest {
  routeOptions: { config: { keepsBody?: boolean } };
  received?: string;
  body?: unknown;
}

/** A body as it came, byte for byte, and what was read in it. */
export interface Received {
  text: string;
  document: unknown;
}

export function keepReceived(request: object, text: string): void {
  const keeping = request as KeepingRequest;
  if (keeping.routeOptions.config.keepsBody === true) keeping.received = text;
}

/** The body of a route that keeps it. */
export const ReceivedBody = createParamDecorator((_: unknown, context: ExecutionContext): Received => {
  const { received, body } = context.switchToHttp().getRequest<KeepingRequest>();
  return { text: received ?? '', document: body };
});
