import { StartupError } from '../embedded/startup-error.js';

/** Injection token of the OpenIdSettings, or null. */
export const OPENID_SETTINGS = Symbol('OpenIdSettings');

export interface OpenIdSettings {
  issuer: URL;
  clientId: string;
  clientSecret: string | null;
  /** Where browsers find this archive: the provider sends them back there */
  publicUrl: URL;
  /** The claim of the ID token that gives the role; null where an administrator links accounts and gives roles */
  roleClaim: string | null;
}

export const CALLBACK_PATH = '/api/session/oidc/callback';

/** @returns null where no provider is named */
export function openIdSettings(environment: NodeJS.ProcessEnv): OpenIdSettings | null {
  const {
    KATARIBE_OIDC_ISSUER: issuer,
    KATARIBE_OIDC_CLIENT_ID: clientId,
    KATARIBE_OIDC_CLIENT_SECRET: clientSecret,
    KATARIBE_OIDC_ROLE_CLAIM: roleClaim,
    KATARIBE_PUBLIC_URL: publicUrl,
  } = environment;
  if (!issuer) return null;
  if (!clientId) throw new StartupError('KATARIBE_OIDC_ISSUER needs KATARIBE_OIDC_CLIENT_ID beside it.');
  if (!publicUrl) {
    throw new StartupError(
      'KATARIBE_OIDC_ISSUER needs KATARIBE_PUBLIC_URL beside it: where browsers find this archive.',
    );
  }
  return {
    issuer: privateUrl('KATARIBE_OIDC_ISSUER', issuer),
    clientId,
    clientSecret: clientSecret || null,
    publicUrl: privateUrl('KATARIBE_PUBLIC_URL', publicUrl),
    roleClaim: roleClaim || null,
  };
}

/** Whether it is on this machine, where nobody needs HTTPS. */
export function isLocalhost({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function privateUrl(name: string, said: string): URL {
  const url = URL.canParse(said) ? new URL(said) : null;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocalhost(url))) return url;
  throw new StartupError(`${name} must be an address with https://, found ${JSON.stringify(said)}.`);
}
