import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Response } from 'supertest';
import supertest from 'supertest';
import { newTrip } from '../src/accounts/openid.rules.js';
import { CALLBACK_PATH, type OpenIdSettings } from '../src/accounts/openid-settings.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing } from './support/expectations.js';
import { makeAccount, makeAgent } from './support/factories.js';

const PUBLIC_URL = new URL('http://localhost:3999');

/** A browser as far as it matters here: it keeps cookies of the provider, and follows it where told to. */
class Browser {
  private readonly cookies = new Map<string, string>();

  /** @returns where the provider sends it back to, as path and query */
  async signInAt(provider: string, address: string, as: string): Promise<string> {
    let next = new URL(address);
    for (let steps = 0; steps < 10; steps += 1) {
      if (next.origin === PUBLIC_URL.origin) return next.pathname + next.search;
      expect(next.origin).toBe(provider);
      if (next.pathname.startsWith('/interaction/')) next.searchParams.set('as', as);
      const answer = await fetch(next, { redirect: 'manual', headers: { cookie: this.sent() } });
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        this.cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`${next.href}: ${answer.status} ${await answer.text()}`);
      next = new URL(location, next);
    }
    throw new Error('The provider leads in a circle.');
  }

  private sent(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

describe('people sign in by OpenID Connect', () => {
  let provider: ChildProcess;
  let issuer: string;
  const opened: TestArchive[] = [];

  beforeAll(async () => {
    const redirectUri = new URL(CALLBACK_PATH, PUBLIC_URL).href;
    provider = spawn(process.execPath, ['test/support/openid-provider.mjs', redirectUri], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(createInterface(provider.stdout!), 'line')) as [string];
    ({ issuer } = JSON.parse(line) as { issuer: string });
  });
  afterAll(async () => {
    provider.kill();
    for (const archive of opened) await archive.close();
  });

  const openWith = async (settings: Partial<OpenIdSettings> = {}): Promise<TestArchive> => {
    const archive = await openArchive('empty', {
      openId: {
        issuer: new URL(issuer),
        clientId: 'kataribe',
        clientSecret: 'only for this test',
        publicUrl: PUBLIC_URL,
        roleClaim: null,
        ...settings,
      },
    });
    opened.push(archive);
    return archive;
  };
  const cookiesOf = (answer: Response): string[] =>
    ((answer.headers['set-cookie'] ?? []) as unknown as string[]).map((set) => set.split(';')[0]!);
  const begin = async (archive: TestArchive, query = '') => {
    const answer = await archive.as(null).get(`/api/session/oidc${query}`);
    expect([answer.status, answer.text]).toEqual([303, '']);
    return { address: answer.headers.location!, cookie: cookiesOf(answer)[0]!, answer };
  };
  const comeBack = (archive: TestArchive, path: string, cookie: string | null) => {
    const request = supertest(archive.app.getHttpServer()).get(path);
    return cookie === null ? request : request.set('cookie', cookie);
  };
  /** From the beginning to the end, in one browser. */
  const signIn = async (archive: TestArchive, as: string, query = '') => {
    const { address, cookie } = await begin(archive, query);
    return comeBack(archive, await new Browser().signInAt(issuer, address, as), cookie);
  };
  const askerOf = async (archive: TestArchive, answer: Response) =>
    (
      await comeBack(
        archive,
        '/api/session',
        cookiesOf(answer).find((set) => /^kataribe=./.test(set))!,
      )
    ).body as {
      agent: { id: string; name: string } | null;
      role: string | null;
    };

  describe('where an administrator links accounts', () => {
    let archive: TestArchive;
    let agentId: string;

    beforeAll(async () => {
      archive = await openWith();
      agentId = (await makeAgent(archive, { name: 'Aiko' })).id;
      await makeAccount(archive, agentId, { loginName: undefined, identity: { issuer, subject: 'aiko' } });
    });

    test('with code and PKCE, back to where one was going', async () => {
      const { address, cookie, answer } = await begin(archive, '?returnTo=/api/claims?limit=1');
      const { origin, searchParams } = new URL(address);
      expect([origin, Object.fromEntries(searchParams)]).toEqual([
        issuer,
        {
          client_id: 'kataribe',
          response_type: 'code',
          redirect_uri: `${PUBLIC_URL.origin}${CALLBACK_PATH}`,
          scope: 'openid profile',
          code_challenge_method: 'S256',
          code_challenge: expect.stringMatching(/^[\w-]{43}$/),
          state: expect.stringMatching(/^[\w-]{43}$/),
          nonce: expect.stringMatching(/^[\w-]{43}$/),
        },
      ]);
      expect(answer.headers['set-cookie']![0]).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
      expect(answer.headers['cache-control']).toBe('no-store');
      const back = await comeBack(archive, await new Browser().signInAt(issuer, address, 'aiko'), cookie);
      expect([back.status, back.headers.location]).toEqual([303, '/api/claims?limit=1']);
      expect(await askerOf(archive, back)).toMatchObject({
        agent: { id: agentId, name: 'Aiko' },
        role: 'researcher',
      });
      // The way there has served.
      expect(back.headers['set-cookie']).toContainEqual(
        expect.stringMatching(/^kataribe-openid=; .*Max-Age=0$/),
      );
    });

    test('and nobody else does', async () => {
      await storesNothing(archive, async () => {
        const answer = await signIn(archive, 'ivan');
        expectProblem(answer, 403, { code: 'session.oidc_not_linked' });
        expect((answer.body as { detail: string }).detail).toContain('"ivan"');
        expect(cookiesOf(answer)).toEqual([]);
      });
    });

    test('nor by an account that is disabled, or linked to another issuer', async () => {
      const { account } = await makeAccount(archive, (await makeAgent(archive)).id, {
        loginName: undefined,
        identity: { issuer, subject: 'ivan' },
      });
      await makeAccount(archive, (await makeAgent(archive)).id, {
        loginName: undefined,
        identity: { issuer: 'https://elsewhere.example', subject: 'promoted' },
      });
      expect((await signIn(archive, 'ivan')).status).toBe(303);
      const close = archive.as('administrator').patch(`/api/accounts/${account}`).set('if-match', '"v1"');
      expect((await close.send({ disabledBecause: 'Left.' })).status).toBe(200);
      expectProblem(await signIn(archive, 'ivan'), 403, { code: 'session.disabled' });
      expectProblem(await signIn(archive, 'promoted'), 403, { code: 'session.oidc_not_linked' });
    });

    test('what was refused at the provider is said in our words', async () => {
      const answer = await signIn(archive, 'nobody');
      expectProblem(answer, 403, { code: 'session.oidc_denied' });
      expect(answer.text).not.toContain('SECRET');
    });

    test('a code is good once, in the browser that began, and for a while', async () => {
      const { address, cookie } = await begin(archive);
      const back = await new Browser().signInAt(issuer, address, 'aiko');
      const other = (await begin(archive)).cookie;
      const old = `kataribe-openid=${newTrip('/', Date.now() - 700_000)}`;
      for (const [kept, code] of [
        [null, 'session.oidc_not_begun'],
        ['kataribe-openid=', 'session.oidc_not_begun'],
        [`${cookie}; ${cookie}`, 'session.oidc_not_begun'],
        [other, 'session.oidc_refused'],
        [old, 'session.oidc_expired'],
      ] as const) {
        expectProblem(await comeBack(archive, back, kept), 400, { code });
      }
      expect((await comeBack(archive, back, cookie)).status).toBe(303);
      expectProblem(await comeBack(archive, back, cookie), 400, { code: 'session.oidc_refused' });
    });

    test('an answer that was altered on the way is none', async () => {
      const altered = async (name: string, value: string | null): Promise<Response> => {
        const { address, cookie } = await begin(archive);
        const back = new URL(await new Browser().signInAt(issuer, address, 'aiko'), PUBLIC_URL);
        if (value === null) back.searchParams.delete(name);
        else back.searchParams.set(name, value);
        return comeBack(archive, back.pathname + back.search, cookie);
      };
      for (const [name, value] of [
        ['state', null],
        ['state', 'A'.repeat(43)],
        ['iss', 'https://elsewhere.example'],
        ['iss', null],
        ['code', null],
        ['code', 'none'],
      ] as const) {
        const answer = await altered(name, value);
        expectProblem(answer, 400, { code: 'session.oidc_refused' });
        expect(cookiesOf(answer)).toEqual([]);
      }
    });

    test('a code that was got by another challenge, or for another nonce, lets nobody in', async () => {
      for (const name of ['code_challenge', 'nonce']) {
        const { address, cookie } = await begin(archive);
        const asked = new URL(address);
        asked.searchParams.set(name, 'B'.repeat(43));
        const back = await new Browser().signInAt(issuer, asked.href, 'aiko');
        expectProblem(await comeBack(archive, back, cookie), 400, { code: 'session.oidc_refused' });
      }
      // Nor does the provider take a request without a challenge.
      const { address, cookie } = await begin(archive);
      const asked = new URL(address);
      asked.searchParams.delete('code_challenge');
      asked.searchParams.delete('code_challenge_method');
      const back = await new Browser().signInAt(issuer, asked.href, 'aiko');
      expectProblem(await comeBack(archive, back, cookie), 403, { code: 'session.oidc_denied' });
    });

    test('one is sent on within the archive alone', async () => {
      for (const to of [
        'https://elsewhere.example/',
        '//elsewhere.example',
        '/\\elsewhere.example',
        'api',
        '',
      ]) {
        const answer = await archive.as(null).get('/api/session/oidc').query({ returnTo: to });
        expectProblem(answer, 422, { pointer: '/returnTo' });
      }
    });
  });

  describe('where the provider gives roles', () => {
    test('whoever has one is let in, by an account of his own that follows it', async () => {
      const archive = await openWith({ roleClaim: 'roles' });
      const first = await askerOf(archive, await signIn(archive, 'aiko'));
      expect(first).toMatchObject({ agent: { name: '吉野 愛子' }, role: 'researcher' });
      expect(await askerOf(archive, await signIn(archive, 'promoted'))).toMatchObject({ role: 'archivist' });
      expectProblem(await signIn(archive, 'ivan'), 403, { code: 'session.oidc_no_role' });
      const { items } = (await archive.as('administrator').get('/api/accounts')).body as {
        items: { id: string; agent: { id: string }; version: number }[];
      };
      expect(items).toHaveLength(2);
      const mine = items.find(({ agent }) => agent.id === first.agent!.id)!;
      const changed = archive.as('administrator').patch(`/api/accounts/${mine.id}`).set('if-match', '"v1"');
      expect((await changed.send({ role: 'administrator' })).status).toBe(200);
      // By the next sign-in he is again what the provider says, and still the same person.
      const { agent, role } = await askerOf(archive, await signIn(archive, 'aiko'));
      expect([agent, role]).toEqual([first.agent, 'researcher']);
    });
  });

  test('a client without a secret signs people in as well', async () => {
    const archive = await openWith({ clientId: 'kataribe-public', clientSecret: null, roleClaim: 'roles' });
    expect((await signIn(archive, 'aiko')).status).toBe(303);
  });

  test('a secret that is wrong is the archive’s fault, and lets nobody in', async () => {
    const archive = await openWith({ clientSecret: 'wrong' });
    expectProblem(await signIn(archive, 'aiko'), 503, { code: 'session.oidc_misconfigured' });
  });

  test('a provider out of reach, or another one at its address, is said so, and asked again', async () => {
    for (const elsewhere of ['http://127.0.0.1:9', `${issuer.replace('127.0.0.1', 'localhost')}`]) {
      const archive = await openWith({ issuer: new URL(elsewhere) });
      for (let tries = 0; tries < 2; tries += 1) {
        const answer = await archive.as(null).get('/api/session/oidc');
        expectProblem(answer, 503, { code: 'session.oidc_unreachable' });
      }
    }
  });

  test('an archive without a provider says so', async () => {
    const archive = await openArchive();
    opened.push(archive);
    expectProblem(await archive.as(null).get('/api/session/oidc'), 404, { code: 'session.oidc_off' });
    const kept = `kataribe-openid=${newTrip('/')}`;
    const answer = await comeBack(archive, `${CALLBACK_PATH}?code=1&state=2`, kept);
    expectProblem(answer, 404, { code: 'session.oidc_off' });
  });
});
