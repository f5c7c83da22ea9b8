import type { FastifyRequest } from 'fastify';

/** Injection token of the address under which the archive is known, or null. */
export const PUBLIC_ADDRESS = Symbol('PublicAddress');

/** KATARIBE_PUBLIC_URL, without a slash at its end. */
export function publicAddress(environment: NodeJS.ProcessEnv): string | null {
  const said = environment.KATARIBE_PUBLIC_URL;
  return said ? new URL(said).href.replace(/\/+$/, '') : null;
}
