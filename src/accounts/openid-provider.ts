import { Inject, Injectable } from '@nestjs/common';
import * as openid from 'openid-client';
import { Problem } from '../common/problem.js';
import type { Trip } from './openid.rules.js';
import { CALLBACK_PATH, isLocalhost, OPENID_SETTINGS, type OpenIdSettings } from './openid-settings.js';

/** What the provider says of who has signed in there. */
export interface OpenIdPerson {
  issuer: string;
  subject: string;
  name: string | null;
  claims: Record<string, unknown>;
}

const SCOPE = 'openid profile';

/** The provider of OpenID Connect, as its discovery document describes it: authorization code with PKCE, and nothing else. */
@Injectable()
export class OpenIdProvider {
  private discovered: Promise<openid.Configuration> | undefined;

  constructor(@Inject(OPENID_SETTINGS) private readonly settings: OpenIdSettings | null) {}

  /** Where the browser is sent to sign in. */
  async address({ state, nonce, codeVerifier }: Trip): Promise<string> {
    const { publicUrl } = this.configured();
    const parameters = {
      redirect_uri: new URL(CALLBACK_PATH, publicUrl).href,
      scope: SCOPE,
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    };
    return openid.buildAuthorizationUrl(await this.configuration(), parameters).href;
  }

  /** @param query what the browser brought back, from `?` on */
  async person(query: string, { state, nonce, codeVerifier }: Trip): Promise<OpenIdPerson> {
    const { publicUrl } = this.configured();
    const cameBack = new URL(CALLBACK_PATH + query, publicUrl);
    const configuration = await this.configuration();
    const tokens = await openid
      .authorizationCodeGrant(configuration, cameBack, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      })
      .catch((error: unknown) => {
        throw refusal(error);
      });
    const claims = tokens.claims()!;
    return { issuer: claims.iss, subject: claims.sub, name: nameOf(claims), claims };
  }

  private configured(): OpenIdSettings {
    if (this.settings !== null) return this.settings;
    throw new Problem(404, 'session.oidc_off', 'This archive has no provider of OpenID Connect.');
  }

  /** Asked for at the first sign-in, and again where it could not be had: the archive starts without its provider. */
  private configuration(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = this.configured();
    return (this.discovered ??= openid
      .discovery(
        issuer,
        clientId,
        undefined,
        clientSecret === null ? openid.None() : openid.ClientSecretBasic(clientSecret),
        {
          timeout: 10,
          // The ID token is checked by its signature too, not only by the connection it came over.
          execute: [
            openid.enableNonRepudiationChecks,
            ...(isLocalhost(issuer) ? [openid.allowInsecureRequests] : []),
          ],
        },
      )
      .catch((error: unknown) => {
        this.discovered = undefined;
        throw unreachable(error);
      }));
  }
}

function nameOf(claims: Record<string, unknown>): string | null {
  const found = [claims.name, claims.preferred_username].find(
    (name) => typeof name === 'string' && name.trim() !== '' && name.isWellFormed() && !name.includes('\0'),
  );
  return (found as string | undefined)?.slice(0, 200) ?? null;
}

/** In our words: what a provider says may quote what it was sent. */
function refusal(error: unknown): Problem {
  if (error instanceof openid.AuthorizationResponseError) {
    return new Problem(
      403,
      'session.oidc_denied',
      'The provider did not let you sign in, or you did not want to.',
    );
  }
  const isStranger =
    error instanceof openid.WWWAuthenticateChallengeError ||
    (error instanceof openid.ResponseBodyError && error.error === 'invalid_client');
  if (isStranger) {
    return new Problem(
      503,
      'session.oidc_misconfigured',
      'The provider does not know this archive by the client id and secret it was given.',
    );
  }
  const { code } = error as { code?: string };
  const isNetwork = error instanceof TypeError || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT';
  if (isNetwork && !(error instanceof openid.ClientError)) return unreachable(error);
  return new Problem(
    400,
    'session.oidc_refused',
    'What came back from the provider is not the answer to a sign-in begun in this browser. Begin again.',
  );
}

function unreachable(_: unknown): Problem {
  return new Problem(503, 'session.oidc_unreachable', 'The provider of OpenID Connect cannot be reached.', {
    headers: { 'retry-after': '30' },
  });
}
