import { isIP } from 'node:net';
import { StartupError } from '../embedded/startup-error.js';

export interface HttpSettings {
  /** Requests answered in a minute to one agent, or one address; null: as many as come */
  requestsPerMinute: number | null;
  /** Whose X-Forwarded-For and X-Forwarded-Proto are believed */
  trustedProxies: string[];
  /** Where the archive is found, without a slash at its end; null: where it was asked */
  publicAddress: string | null;
}

/** A proxy on the same machine is believed, and nobody is held up: what tests and benches run on. */
export const HTTP_DEFAULTS: HttpSettings = {
  requestsPerMinute: null,
  trustedProxies: ['loopback'],
  publicAddress: 'http://localhost:3000',
};

const REQUESTS_PER_MINUTE = 3000;

export function httpSettings(environment: NodeJS.ProcessEnv): HttpSettings {
  return {
    requestsPerMinute: requestsPerMinute(environment.KATARIBE_RATE_LIMIT),
    trustedProxies: trustedProxies(environment.KATARIBE_TRUSTED_PROXIES),
    publicAddress: publicAddress(environment.KATARIBE_PUBLIC_URL),
  };
}

function requestsPerMinute(said: string | undefined): number | null {
  if (!said) return REQUESTS_PER_MINUTE;
  if (said === 'off') return null;
  const many = Number(said);
  if (Number.isInteger(many) && many >= 1) return many;
  throw new StartupError(
    `KATARIBE_RATE_LIMIT must be a number of requests a minute, or off; found ${JSON.stringify(said)}.`,
  );
}

function trustedProxies(said: string | undefined): string[] {
  if (!said) return HTTP_DEFAULTS.trustedProxies;
  if (said === 'none') return [];
  const proxies = said.split(',').map((proxy) => proxy.trim());
  for (const proxy of proxies) {
    const [address = '', bits, more] = proxy.split('/');
    const longest = isIP(address) === 6 ? 128 : 32;
    const known = ['loopback', 'linklocal', 'uniquelocal'].includes(proxy);
    const isNetwork =
      isIP(address) !== 0 &&
      more === undefined &&
      (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest));
    if (!known && !isNetwork) {
      throw new StartupError(
        `KATARIBE_TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, with commas between, loopback, or ` +
          `none; found ${JSON.stringify(proxy)}.`,
      );
    }
  }
  return proxies;
}

function publicAddress(said: string | undefined): string | null {
  if (!said) return null;
  const url = URL.canParse(said) ? new URL(said) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') {
    return url.origin + url.pathname.replace(/\/+$/, '');
  }
  throw new StartupError(
    `KATARIBE_PUBLIC_URL must be an address with https:// or http://, found ${JSON.stringify(said)}.`,
  );
}
