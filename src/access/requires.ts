import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiCookieAuth, ApiExtension, ApiHeader } from '@nestjs/swagger';
import type { Permission } from './permissions.js';

export const REQUIRED_PERMISSION = 'kataribe:required-permission';

/** What a route asks of its caller: a permission, that a person be signed in, or nothing. */
export type Requirement = Permission | 'signed_in' | 'nothing';

/** In the OpenAPI document, so that tests and clients know beforehand. */
const EXTENSION = 'x-permission';

/** Names and passwords need no more, and what anybody may send is kept small. */
const SMALL_BODY = 16 * 1024;

/** Marks a route that writes: what its caller must be permitted. Every route but GET carries it, or one of those below. */
export function Requires(permission: Permission): MethodDecorator {
  return applyDecorators(
    SetMetadata(REQUIRED_PERMISSION, permission satisfies Requirement),
    ApiExtension(EXTENSION, permission),
    ApiBearerAuth('token'),
    ApiCookieAuth('session'),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'A key of your own, 1 to 200 printable ASCII characters. A request repeated under the same key is done once.',
    }),
  );
}

/** Marks a route for a person about his own account or session; a token has neither. */
export function RequiresSession(): MethodDecorator {
  return applyDecorators(
    SetMetadata(REQUIRED_PERMISSION, 'signed_in' satisfies Requirement),
    ApiExtension(EXTENSION, 'signed_in'),
    RouteConfig({ bodyLimit: SMALL_BODY }),
    ApiCookieAuth('session'),
  );
}

/** Marks a route that is no GET and yet for everybody: by which one becomes somebody. */
export function RequiresNothing(): MethodDecorator {
  return applyDecorators(
    SetMetadata(REQUIRED_PERMISSION, 'nothing' satisfies Requirement),
    ApiExtension(EXTENSION, 'nothing'),
    RouteConfig({ openToAll: true, bodyLimit: SMALL_BODY }),
  );
}
