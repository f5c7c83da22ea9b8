// A provider of OpenID Connect, as a program of its own: `node openid-provider.mjs <redirect URI>`. It lets everybody sign in
// as whom he asks to be (`?as=aiko` at the interaction), and asks for PKCE. Prints its issuer as a line of JSON.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const PEOPLE = {
  aiko: { name: '吉野 愛子', roles: ['staff', 'researcher'] },
  ivan: { name: 'Иван Петров', roles: ['visitor'] },
  promoted: { name: '𠮷田', roles: 'archivist' },
};

const [redirectUri] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const client = {
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code'],
  response_types: ['code'],
};
const provider = new Provider(issuer, {
  clients: [
    { client_id: 'kataribe', client_secret: 'only for this test', ...client },
    { client_id: 'kataribe-public', token_endpoint_auth_method: 'none', ...client },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub'], profile: ['name', 'roles'] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...PEOPLE[sub] }) }),
  cookies: { keys: ['only for this test'] },
});

async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const as = new URL(request.url, issuer).searchParams.get('as');
  if (as === 'nobody') return { error: 'access_denied', error_description: 'SECRET of the provider' };
  if (prompt.name === 'login') return { login: { accountId: as } };
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope('openid profile');
  return { consent: { grantId: await grant.save() } };
}

const answer = provider.callback();
server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  interact(request, response)
    .then((result) =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true }),
    )
    .catch((error) => response.writeHead(500).end(String(error)));
});
process.stdout.write(`${JSON.stringify({ issuer })}\n`);
