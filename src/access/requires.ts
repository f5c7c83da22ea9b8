import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader } from '@nestjs/swagger';
import type { Permission } from './permissions.js';

export const REQUIRED_PERMISSION = 'kataribe:required-permission';

/** Marks a route that writes: what its caller must be permitted. Every route but GET carries it. */
export function Requires(permission: Permission): MethodDecorator {
  return applyDecorators(
    SetMetadata(REQUIRED_PERMISSION, permission),
    ApiBearerAuth('token'),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'A key of your own, 1 to 200 printable ASCII characters. A request repeated under the same key is done once.',
    }),
  );
}
