import supertest from 'supertest';
import type { Role } from '../src/common/principal.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeAccount, makeAgent } from './support/factories.js';
import {
  cookieOf,
  PASSWORD,
  type SignedIn,
  signIn as signInTo,
  takeUp as takeUpIn,
  tryToSignIn as tryToSignInTo,
} from './support/sign-in.js';

describe('people sign in', () => {
  let archive: TestArchive;
  let counter = 0;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());
  // Each test fails as often as it likes: what was counted before is not its matter.
  beforeEach(() => archive.sql('DELETE FROM sign_in_failure'));

  const server = () => archive.app.getHttpServer();
  const admin = () => archive.as('administrator');
  const anew = (name = 'aiko'): string => `${name}-${(counter += 1)}`;

  const invite = async (role: Role = 'archivist', loginName = anew()) => {
    const { id: agentId } = await makeAgent(archive, { name: '吉野 愛子' });
    const { account, secret } = await makeAccount(archive, agentId, { role, loginName });
    return { id: account, secret, loginName, agentId };
  };
  const takeUp = (secret: string, password?: string) => takeUpIn(archive, secret, password);
  const open = async (role: Role = 'archivist', loginName = anew()) => {
    const made = await invite(role, loginName);
    expect((await takeUp(made.secret)).status).toBe(204);
    return made;
  };
  const tryToSignIn = (loginName: string, password?: string) => tryToSignInTo(archive, loginName, password);
  const signIn = (loginName: string, password?: string) => signInTo(archive, loginName, password);
  const versionOf = async (id: string): Promise<number> =>
    ((await admin().get(`/api/accounts/${id}`)).body as Made).version;
  const revise = async (id: string, body: object) =>
    admin()
      .patch(`/api/accounts/${id}`)
      .set('if-match', `"v${await versionOf(id)}"`)
      .send(body);

  describe('by a name and a password', () => {
    test('an invitation leads to a password, and the password in', async () => {
      const { loginName, agentId, secret } = await open('researcher', anew('Ｙｏｓｈｉｎｏ-吉野'));
      const { ask } = await signIn(loginName.toUpperCase());
      const asker = await ask('get', '/api/session');
      expect(asker.body).toMatchObject({
        agent: { id: agentId, name: '吉野 愛子' },
        role: 'researcher',
        csrf: expect.stringMatching(/^[\w-]{43}$/),
      });
      expect((asker.body as { permissions: string[] }).permissions).toContain('claim.assess');
      const made = await ask('post', '/api/sources').send({ csl: { type: 'book', title: 'Мост' } });
      expect(made.body).toMatchObject({ activity: { agent: { id: agentId } } });
      // The invitation has served.
      expectProblem(await takeUp(secret), 403, { code: 'invitation.refused' });
    });

    test('the cookie is out of reach of scripts and of other sites, and by HTTPS of other hosts', async () => {
      const { loginName } = await open();
      const plain = await tryToSignIn(loginName);
      const wanted = /^kataribe=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/;
      expect(plain.headers['set-cookie']).toEqual([expect.stringMatching(wanted)]);
      expect(plain.headers['cache-control']).toBe('no-store');
      const proxied = await tryToSignIn(loginName).set('x-forwarded-proto', 'https').set('host', 'a.example');
      const secure = /^__Host-kataribe=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure$/;
      expect(proxied.headers['set-cookie']).toEqual([expect.stringMatching(secure)]);
      // Each counts where it belongs, and nowhere else.
      const ask = (cookie: string, proto: string) =>
        supertest(server()).get('/api/session').set('cookie', cookie).set('x-forwarded-proto', proto);
      expect((await ask(cookieOf(proxied), 'https')).body).toMatchObject({ role: 'archivist' });
      expect((await ask(cookieOf(proxied), 'http')).body).toMatchObject({ role: null });
      expect((await ask(cookieOf(proxied).replace('__Host-', ''), 'https')).body).toMatchObject({
        role: null,
      });
      const twice = `${cookieOf(plain)}; ${cookieOf(plain)}`;
      expect((await ask(twice, 'http')).body).toMatchObject({ role: null });
    });

    test('not over a network in the clear', async () => {
      const { loginName } = await open();
      const answer = await tryToSignIn(loginName).set('host', 'archive.example');
      expectProblem(answer, 403, { code: 'session.insecure' });
    });

    test('unknown name, wrong password, disabled account and one without a password are answered alike', async () => {
      const [known, disabled, invited] = [await open(), await open(), await invite()];
      expect((await revise(disabled.id, { disabledBecause: 'Left.' })).status).toBe(200);
      const answers = [
        await tryToSignIn('nobody-of-this-name'),
        await tryToSignIn(known.loginName, `${PASSWORD}.`),
        await tryToSignIn(disabled.loginName),
        await tryToSignIn(invited.loginName),
        await tryToSignIn('', ''),
        await tryToSignIn("' OR 1=1 --"),
      ];
      for (const answer of answers) {
        expectProblem(answer, 401, { code: 'session.refused' });
        expect(answer.text).toBe(answers[0]!.text);
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    });

    test('bodies that are none are refused, and large ones are not read', async () => {
      const { loginName } = await open();
      await storesNothing(archive, async () => {
        for (const [body, pointer] of [
          [{}, '/loginName'],
          [{ loginName }, '/password'],
          [{ loginName, password: 7 }, '/password'],
          [{ loginName: ['a'], password: PASSWORD }, '/loginName'],
          [{ loginName, password: PASSWORD, remember: true }, '/remember'],
        ] as const) {
          const answer = await supertest(server()).post('/api/session').send(body);
          expectProblem(answer, 422, { pointer });
          expect(answer.text).not.toContain(PASSWORD);
        }
        const large = await supertest(server())
          .post('/api/session')
          .send({ loginName, password: 'x'.repeat(17_000) });
        expectProblem(large, 413);
      });
    });

    /** As if everybody who has failed so far had done so many times, and waited since. */
    const failedSoOften = (times: number) =>
      archive.sql(`UPDATE sign_in_failure SET failures = ${times}, open_at = now()`);

    test('who fails a few times may try again, and who fails often waits', async () => {
      const { loginName } = await open();
      for (let tries = 0; tries < 5; tries += 1) {
        expectProblem(await tryToSignIn(loginName, 'wrong password'), 401);
      }
      await failedSoOften(11);
      // Of many at once, one is early enough.
      const many = await Promise.all(
        Array.from({ length: 8 }, () => tryToSignIn(loginName, 'wrong password')),
      );
      const statuses = many.map(({ status }) => status).sort();
      expect(statuses).toEqual([401, 429, 429, 429, 429, 429, 429, 429]);
      const refused = await tryToSignIn(loginName);
      expectProblem(refused, 429, { code: 'session.too_many_failures' });
      // 2 to the power of 12 - 5 - 1
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(30);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(64);
      // Others are let in meanwhile.
      expect((await tryToSignIn((await open()).loginName)).status).toBe(201);
      // Once the time is over he is too, and nothing is held against him.
      await archive.sql('UPDATE sign_in_failure SET open_at = now()');
      expect((await tryToSignIn(loginName)).status).toBe(201);
      for (let tries = 0; tries < 5; tries += 1) {
        const elsewhere = tryToSignIn(loginName, 'wrong password').set('x-forwarded-for', '192.0.2.9');
        expectProblem(await elsewhere, 401);
      }
    });

    test('a name that nobody has is counted as well, and kept nowhere', async () => {
      expectProblem(await tryToSignIn('nobody-of-this-name'), 401);
      await failedSoOften(11);
      expectProblem(await tryToSignIn('nobody-of-this-name'), 401);
      expectProblem(await tryToSignIn('NOBODY-of-this-name'), 429);
      const kept = await archive.sql<{ text: string }>('SELECT f::text AS text FROM sign_in_failure f');
      expect(JSON.stringify(kept)).not.toMatch(/nobody|127\.0\.0\.1/);
    });

    test('an address that tries many names waits too', async () => {
      const from = (address: string) => tryToSignIn(anew('guess')).set('x-forwarded-for', address);
      expectProblem(await from('2001:db8::1'), 401);
      await failedSoOften(19);
      expectProblem(await from('2001:db8::2'), 401);
      await failedSoOften(30);
      expectProblem(await from('2001:db8::3'), 401);
      expectProblem(await from('2001:db8::4'), 429);
      expectProblem(await from('2001:db8:0:1::1'), 401);
    });

    test('failures are forgotten after an hour without one', async () => {
      expectProblem(await tryToSignIn('nobody'), 401);
      await archive.sql(`UPDATE sign_in_failure SET failures = 30, open_at = now() - interval '61 minutes'`);
      for (let tries = 0; tries < 5; tries += 1) expectProblem(await tryToSignIn('nobody'), 401);
    });
  });

  describe('by a session', () => {
    test('what is not for reading needs the header of the page', async () => {
      const { loginName } = await open();
      const { cookie, csrf } = await signIn(loginName);
      const other = await signIn((await open()).loginName);
      const place = () =>
        supertest(server()).post('/api/places').set('cookie', cookie).send({ name: '小樽' });
      await storesNothing(archive, async () => {
        for (const header of [undefined, '', 'x', csrf.slice(1), `${csrf}=`, other.csrf, cookie]) {
          const answer = header === undefined ? await place() : await place().set('x-kataribe-csrf', header);
          expectProblem(answer, 403, { code: 'session.csrf' });
        }
      });
      expect((await place().set('x-kataribe-csrf', csrf)).status).toBe(201);
      expect((await supertest(server()).get('/api/sessions').set('cookie', cookie)).status).toBe(200);
      expect((await supertest(server()).head('/api/sessions').set('cookie', cookie)).status).toBe(200);
    });

    test('where there is a token as well, the token counts', async () => {
      const { ask } = await signIn((await open('archivist')).loginName);
      const as = (token: string) => ask('get', '/api/session').set('authorization', `Bearer ${token}`);
      expect((await as(archive.tokens.reader)).body).toMatchObject({ role: 'reader', csrf: null });
      expectProblem(await as('kataribe_none'), 401);
      const write = ask('post', '/api/places').set('authorization', `Bearer ${archive.tokens.reader}`);
      expectProblem(await write.send({ name: 'Otaru' }), 403, { code: 'access.forbidden' });
    });

    test('a cookie of no session is nobody’s', async () => {
      const { cookie, csrf } = await signIn((await open()).loginName);
      for (const none of [
        'kataribe=',
        `kataribe=${'A'.repeat(43)}`,
        cookie.slice(0, -1),
        'other=1',
        'kataribe',
      ]) {
        const asked = await supertest(server()).get('/api/session').set('cookie', none);
        expect([none, asked.body]).toEqual([none, { agent: null, role: null, permissions: [], csrf: null }]);
        const write = supertest(server())
          .post('/api/places')
          .set('cookie', none)
          .set('x-kataribe-csrf', csrf);
        expectProblem(await write.send({ name: 'Otaru' }), 401, { code: 'access.unauthenticated' });
      }
    });

    test('a role taken, an account closed, a session ended: from the next request on', async () => {
      const { id, agentId, loginName } = await open('archivist');
      const [here, there] = [await signIn(loginName), await signIn(loginName)];
      const place = () => here.ask('post', '/api/places').send({ name: '小樽' });
      expect((await place()).status).toBe(201);
      expect((await revise(id, { role: 'reader' })).status).toBe(200);
      expectProblem(await place(), 403, { code: 'access.forbidden' });
      expect((await here.ask('get', '/api/session')).body).toMatchObject({
        role: 'reader',
        permissions: ['access_request.make'],
      });
      // One's own list, and one of it ended from the other browser.
      const { items } = (await here.ask('get', '/api/sessions')).body as {
        items: (Made & { current: boolean })[];
      };
      expect(items.map(({ current }) => current).sort()).toEqual([false, true]);
      const other = items.find(({ current }) => !current)!.id;
      expect((await here.ask('delete', `/api/sessions/${other}`)).status).toBe(204);
      expect((await there.ask('get', '/api/session')).body).toMatchObject({ role: null });
      expectProblem(await here.ask('delete', `/api/sessions/${other}`), 404);
      expectProblem(await here.ask('delete', `/api/sessions/${UNKNOWN_ID}`), 404);
      const stranger = await signIn((await open()).loginName);
      expectProblem(
        await stranger.ask('delete', `/api/sessions/${items.find(({ current }) => current)!.id}`),
        404,
      );
      const token = (await admin().post('/api/tokens').send({ role: 'reader', label: 'His', agentId }))
        .body as {
        token: string;
      };
      const byToken = () =>
        supertest(server()).get('/api/session').set('authorization', `Bearer ${token.token}`);
      expect((await byToken()).status).toBe(200);
      expect((await revise(id, { disabledBecause: 'Left us.' })).status).toBe(200);
      expectProblem(await here.ask('get', '/api/sessions'), 401);
      expectProblem(await byToken(), 401);
      expect((await revise(id, { disabledBecause: null })).status).toBe(200);
      expect((await byToken()).status).toBe(200);
      // Opened again: by a new session, not by the old one.
      expectProblem(await here.ask('get', '/api/sessions'), 401);
      const again = await signIn(loginName);
      expect((await again.ask('delete', '/api/session')).headers['set-cookie']).toEqual([
        expect.stringMatching(/^kataribe=; .*Max-Age=0/),
      ]);
      expectProblem(await again.ask('get', '/api/sessions'), 401);
    });

    test('ends after hours of nothing, and after a week in any case', async () => {
      const { loginName } = await open();
      const [idle, long] = [await signIn(loginName), await signIn(loginName)];
      const age = (column: string, by: string, { cookie }: SignedIn) =>
        archive.sql(
          `UPDATE session SET ${column} = ${column} - interval '${by}'
           WHERE secret_sha256 = encode(sha256(convert_to($1, 'UTF8')), 'hex')`,
          [cookie.split('=')[1]],
        );
      // Noting when a session was seen holds up no answer.
      const noted = async (): Promise<void> => {
        for (let tries = 0; tries < 50; tries += 1) {
          const [row] = await archive.sql<{ old: number }>(
            `SELECT count(*)::integer AS old FROM session WHERE seen_at < now() - interval '1 hour'`,
          );
          if (row!.old === 0) break;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      await age('seen_at', '11 hours', idle);
      expect((await idle.ask('get', '/api/sessions')).status).toBe(200);
      // That request was noted: another eleven hours are no end either.
      await noted();
      await age('seen_at', '11 hours', idle);
      expect((await idle.ask('get', '/api/sessions')).status).toBe(200);
      await noted();
      await age('seen_at', '13 hours', idle);
      expectProblem(await idle.ask('get', '/api/sessions'), 401);
      await age('ends_at', '7 days', long);
      expectProblem(await long.ask('get', '/api/sessions'), 401);
    });

    test('a key of somebody else’s answers nothing', async () => {
      const [one, other] = [await signIn((await open()).loginName), await signIn((await open()).loginName)];
      const place = (by: SignedIn) =>
        by.ask('post', '/api/places').set('idempotency-key', 'mine').send({ name: 'Otaru' });
      const [mine, again, theirs] = [await place(one), await place(one), await place(other)];
      expect((again.body as Made).id).toBe((mine.body as Made).id);
      expect((theirs.body as Made).id).not.toBe((mine.body as Made).id);
    });
  });

  describe('passwords', () => {
    test('are chosen long, and otherwise freely', async () => {
      const { secret, loginName } = await invite('reader', 'administrator-of-all');
      for (const password of [
        'short',
        'x'.repeat(11),
        '𠮷'.repeat(11),
        'a'.repeat(12),
        'Administrator-Of-ALL',
        '',
      ]) {
        await storesNothing(archive, async () => {
          const answer = await takeUp(secret, password);
          expectProblem(answer, 422, { pointer: '/password' });
          if (password !== '') expect(answer.text).not.toContain(password);
        });
      }
      expect((await takeUp(secret, 'カ\u3099カ\u3099カ\u3099カ\u3099 123456 ')).status).toBe(204);
      await signIn(loginName, 'ガガガガ 123456 ');
      expectProblem(await tryToSignIn(loginName, 'ガガガガ 123456'), 401);
    });

    test('are changed by whoever knows the one until now; all other browsers are signed out', async () => {
      const { loginName } = await open();
      const [here, there] = [await signIn(loginName), await signIn(loginName)];
      const change = (current: string, password: string) =>
        here.ask('put', '/api/session/password').send({ current, password });
      expectProblem(await change('not the password', 'another password'), 403, {
        code: 'session.password_wrong',
      });
      expectProblem(await change(PASSWORD, 'too short'), 422, { pointer: '/password' });
      expect((await change(PASSWORD, 'another password')).status).toBe(204);
      expect((await here.ask('get', '/api/sessions')).status).toBe(200);
      expectProblem(await there.ask('get', '/api/sessions'), 401);
      expectProblem(await tryToSignIn(loginName), 401);
      await signIn(loginName, 'another password');
    });

    test('are reset by a new invitation: what let in before does no more', async () => {
      const { id, loginName } = await open();
      const session = await signIn(loginName);
      const again = await admin().post(`/api/accounts/${id}/invitation`).send();
      expect(again.status).toBe(201);
      expectProblem(await session.ask('get', '/api/sessions'), 401);
      expectProblem(await tryToSignIn(loginName), 401);
      const { secret: first } = again.body as { secret: string };
      const { secret } = (await admin().post(`/api/accounts/${id}/invitation`)).body as { secret: string };
      expectProblem(await takeUp(first), 403);
      // Of two that take it up at once, one does.
      const both = await Promise.all([
        takeUp(secret, 'first of the two'),
        takeUp(secret, 'other of the two'),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([204, 403]);
    });

    test('of an invitation that has expired, or of an account that was closed, are not set', async () => {
      const [late, closed] = [await invite(), await invite()];
      await archive.sql(`
        INSERT INTO activity (type, agent_id) SELECT 'test.expire', id FROM agent LIMIT 1;
        UPDATE account SET invited_at = NULL WHERE id = '${late.id}';
        UPDATE account_invitation SET expires_at = now() WHERE account_id = '${late.id}'`);
      await revise(closed.id, { disabledBecause: 'A mistake.' });
      await storesNothing(archive, async () => {
        for (const secret of [late.secret, closed.secret, late.secret.slice(1), '', UNKNOWN_ID]) {
          expectProblem(await takeUp(secret), 403, { code: 'invitation.refused' });
        }
      });
      expectProblem(await admin().post(`/api/accounts/${closed.id}/invitation`), 409, {
        code: 'account.disabled',
      });
    });

    test('and what else lets in stand in no table of the record, in no history, and in no answer', async () => {
      const { id, secret, loginName } = await open();
      const session = await signIn(loginName);
      const [hash] = await archive.sql<{ hash: string }>(
        'SELECT hash FROM account_password WHERE account_id = $1',
        [id],
      );
      expect(hash!.hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
      await session
        .ask('put', '/api/session/password')
        .send({ current: PASSWORD, password: 'another password' });
      const tables = await archive.sql<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
      );
      const secrets = [PASSWORD, secret, session.cookie.split('=')[1]!, session.csrf, hash!.hash];
      for (const { name } of tables) {
        const [row] = await archive.sql<{ found: number }>(
          `SELECT count(*)::integer AS found FROM ${name} t, unnest($1::text[]) s WHERE strpos(t::text, s) > 0`,
          [secrets],
        );
        expect([name, row!.found]).toEqual([name, 0]);
      }
      const history = await archive.sql<{ access: number }>(
        'SELECT access FROM history WHERE record_id = $1',
        [id],
      );
      expect(history.map(({ access }) => access)).toEqual([3, 3]);
      for (const path of ['/api/accounts', `/api/accounts/${id}`, `/api/accounts/${id}/sessions`]) {
        expect((await admin().get(path)).text).not.toMatch(/argon|sha256|secret/);
      }
    });

    test('are read and written by the application alone, and by it with their account alone', async () => {
      const { id } = await open();
      const act = `INSERT INTO activity (type, agent_id) SELECT 'test.steal', id FROM agent LIMIT 1`;
      const steal = `UPDATE account_password SET hash = 'x' WHERE account_id = '${id}'`;
      await expect(archive.asApp(steal)).rejects.toMatchObject({ code: 'KT001' });
      await expect(archive.asApp(`${act}; ${steal}`)).rejects.toMatchObject({ code: 'KT001' });
      const [rights] = await archive.sql<Record<string, boolean>>(
        `SELECT has_table_privilege('kataribe_reader', 'account_password', 'SELECT') AS passwords,
           has_table_privilege('kataribe_reader', 'account_invitation', 'SELECT') AS invitations`,
      );
      expect(rights).toEqual({ passwords: false, invitations: false });
    });
  });

  describe('accounts', () => {
    test('are made by the administrator, for a person, once, with a way in', async () => {
      const { agentId, loginName } = await invite();
      const { id: other } = await makeAgent(archive, { kind: 'organisation', name: 'Archive' });
      const { id: third } = await makeAgent(archive);
      const wrong: [object, number, string | undefined][] = [
        [{ role: 'reader', loginName: anew() }, 422, '/agentId'],
        [{ role: 'reader', loginName: anew(), agentId: UNKNOWN_ID }, 422, '/agentId'],
        [{ role: 'reader', loginName: anew(), agentId: other }, 422, '/agentId'],
        [{ role: 'owner', loginName: anew(), agentId: third }, 422, '/role'],
        [{ role: 'reader', loginName: 'a b', agentId: third }, 422, '/loginName'],
        [{ role: 'reader', agentId: third }, 422, '/loginName'],
        [
          { role: 'reader', agentId: third, identity: { issuer: 'x', subject: 'y' } },
          422,
          '/identity/issuer',
        ],
        [{ role: 'reader', agentId: third, loginName: loginName.toUpperCase() }, 409, '/loginName'],
        [{ role: 'reader', agentId, loginName: anew() }, 409, '/agentId'],
      ];
      await storesNothing(archive, async () => {
        for (const [body, status, pointer] of wrong) {
          expectProblem(await admin().post('/api/accounts').send(body), status, { pointer });
        }
        const keyed = admin().post('/api/accounts').set('idempotency-key', 'k');
        expectProblem(await keyed.send({ role: 'reader', agentId: third, loginName: anew() }), 422, {
          code: 'request.idempotency_key_refused',
        });
        for (const role of [null, 'archivist', 'reviewer', 'auditor'] as const) {
          const answer = await archive
            .as(role)
            .post('/api/accounts')
            .send({ agentId: third, role: 'administrator' });
          expectProblem(answer, role === null ? 401 : 403);
        }
      });
    });

    test('are changed as of the version that was seen, and leave a trace the public does not see', async () => {
      const { id } = await open('reader');
      const before = await versionOf(id);
      expect((await revise(id, { role: 'archivist' })).body).toMatchObject({
        role: 'archivist',
        version: before + 1,
      });
      const stale = admin().patch(`/api/accounts/${id}`).set('if-match', `"v${before}"`);
      expectProblem(await stale.send({ role: 'administrator' }), 412);
      expectProblem(await admin().patch(`/api/accounts/${id}`).send({ role: 'reader' }), 428);
      expectProblem(await revise(id, {}), 422);
      expectProblem(await revise(id, { loginName: 'other' }), 422);
      const types = ['account.create', 'account.set_password', 'account.revise'];
      for (const type of types) {
        const seen = async (role: Role | null) =>
          ((await archive.as(role).get(`/api/activities?type=${type}`)).body as { items: unknown[] }).items
            .length;
        expect([type, await seen('archivist')]).not.toEqual([type, 0]);
        for (const role of [null, 'researcher', 'administrator'] as const) {
          expect([type, await seen(role)]).toEqual([type, 0]);
        }
      }
    });

    test('are signed out by the administrator everywhere', async () => {
      const { id, loginName } = await open();
      const session = await signIn(loginName);
      expect(
        ((await admin().get(`/api/accounts/${id}/sessions`)).body as { items: Made[] }).items,
      ).toHaveLength(1);
      expect((await admin().post(`/api/accounts/${id}/sign-out`)).status).toBe(204);
      expectProblem(await session.ask('get', '/api/sessions'), 401);
      expectProblem(await admin().post(`/api/accounts/${UNKNOWN_ID}/sign-out`), 404);
      expectProblem(await admin().get(`/api/accounts/${UNKNOWN_ID}/sessions`), 404);
    });
  });
});
