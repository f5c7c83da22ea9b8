import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** What a request knows of where the archive is found. */
export interface AddressedRequest {
  /** As it was set; null where nobody said */
  publicAddress?: string | null;
  protocol: string;
  host: string;
}

/** Where nothing better is known. */
const UNKNOWN = 'http://localhost';

/**
 * The address of the archive, without a slash at its end: names that others keep begin with it. Where nobody has set it, it
 * is the one that was asked.
 */
export const PublicAddress = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  publicAddressOf(context.switchToHttp().getRequest<AddressedRequest>()),
);

export function publicAddressOf({ publicAddress, protocol, host }: AddressedRequest): string {
  if (publicAddress) return publicAddress;
  const asked = `${protocol}://${host}`;
  return URL.canParse(asked) ? new URL(asked).origin : UNKNOWN;
}
