import { openArchive, type Method, type TestArchive } from './support/archive.js';
import { type Permission, PERMISSIONS } from '../src/access/permissions.js';
import { type Role, ROLES } from '../src/common/principal.js';
import {
  amend,
  expectProblem,
  pagesOf,
  rowCounts,
  storesNothing,
  UNKNOWN_ID,
} from './support/expectations.js';
import { type Made, makeAgent, makePlace, testimonyFields } from './support/factories.js';
import { restrict } from './support/restrict.js';
import { ROUTES } from './support/route-permissions.js';

describe('who may write', () => {
  let archive: TestArchive;
  /** Every route that is not for reading, from the document that describes them all. */
  let routes: { method: Method; path: string; name: string }[];
  /** Every route there is, with what it asks of its caller, by the same document. */
  let all: { method: Method; path: string; name: string; required: string | undefined }[];

  beforeAll(async () => {
    archive = await openArchive();
    const { paths } = (await archive.as(null).get('/api/openapi.json')).body as {
      paths: Record<string, Record<string, { 'x-permission'?: string }>>;
    };
    all = Object.entries(paths).flatMap(([template, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        method: method as Method,
        path: template.replaceAll(/\{\w+\}/g, UNKNOWN_ID),
        name: `${method.toUpperCase()} ${template}`,
        required: operation['x-permission'],
      })),
    );
    routes = all.filter(
      ({ method, required }) => method !== 'get' && required !== 'nothing' && required !== 'signed_in',
    );
  });
  afterAll(() => archive.close());

  const refusals = async (role: Role | null): Promise<string[]> => {
    const refused: string[] = [];
    for (const { method, path, name } of routes) {
      const answer = await archive.as(role)[method](path).send({});
      expect([name, answer.status]).toEqual([name, expect.any(Number)]);
      expectProblem(answer, answer.status);
      if (answer.status === 401 || answer.status === 403) refused.push(name);
      else expect([404, 422, 428]).toContain(answer.status);
    }
    return refused;
  };

  test('the document lists the routes that write', () => {
    expect(routes.length).toBeGreaterThan(20);
  });

  describe('the page of permissions is what every route goes by', () => {
    /** Who gets past the door: by the page alone. */
    const isLetIn = (role: Role | null, method: Method, required: string | undefined): boolean => {
      if (required === undefined) return method === 'get';
      if (required === 'nothing') return true;
      if (required === 'signed_in') return false;
      return role !== null && (PERMISSIONS[required as Permission] as readonly Role[]).includes(role);
    };

    test.each([null, ...ROLES])('for %s', async (role) => {
      const wrong: string[] = [];
      await storesNothing(archive, async () => {
        for (const { method, path, name, required } of all) {
          const { status, body } = await archive.as(role)[method](path).send({});
          const { code } = body as { code?: string };
          const refused = ['access.forbidden', 'access.unauthenticated', 'session.none'].includes(code ?? '');
          expect([name, status]).not.toEqual([name, 500]);
          if (refused === isLetIn(role, method, required)) wrong.push(`${name}: ${status} ${code}`);
          if (refused) expect([name, status]).toEqual([name, role === null ? 401 : 403]);
        }
      });
      expect(wrong).toEqual([]);
    });

    test('and each route asks for the permission it should', () => {
      const asking = (wanted: string): string[] =>
        all.filter(({ required }) => required === wanted).map(({ name }) => name);
      const found = new Set(all.flatMap(({ required }) => (required === undefined ? [] : [required])));
      expect([...found].sort()).toEqual(Object.keys(ROUTES).sort());
      for (const [permission, names] of Object.entries(ROUTES)) {
        expect([permission, asking(permission).sort()]).toEqual([permission, [...names].sort()]);
      }
    });

    test('and every permission on it is asked for somewhere', () => {
      const asked = new Set(all.map(({ required }) => required));
      // What no route asks for, but a service that a route calls.
      const within = ['assignment.release_others'];
      expect(Object.keys(PERMISSIONS).filter((name) => !asked.has(name) && !within.includes(name))).toEqual(
        [],
      );
    });
  });

  test('nobody in particular writes anything', async () => {
    await storesNothing(archive, async () => {
      for (const { method, path } of routes) {
        const answer = await archive.as(null)[method](path).send(testimonyFields());
        expectProblem(answer, 401, { code: 'access.unauthenticated' });
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
      }
    });
  });

  test('a token that is not ours writes nothing, and reads nothing', async () => {
    const forged = [
      `kataribe_${'A'.repeat(43)}`,
      archive.tokens.archivist.slice(0, -1),
      `${archive.tokens.archivist}=`,
    ].map((token) => `Bearer ${token}`);
    const malformed = [
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      archive.tokens.archivist,
      'Bearer a b',
      'Bearer %00',
    ];
    await storesNothing(archive, async () => {
      for (const authorization of [...forged, ...malformed]) {
        for (const { method, path } of routes) {
          expectProblem(
            await archive.as(null)[method](path).set('authorization', authorization).send({}),
            401,
          );
        }
        expectProblem(
          await archive.as(null).get('/api/testimonies').set('authorization', authorization),
          401,
        );
      }
    });
  });

  test('a reader writes nothing but that he asks to read', async () => {
    await storesNothing(archive, async () => {
      for (const { method, path } of routes) {
        if (/access-requests(\/[^/]+\/decision)?$/.test(path)) continue;
        expectProblem(await archive.as('reader')[method](path).send(testimonyFields()), 403, {
          code: 'access.forbidden',
        });
      }
    });
  });

  test('a researcher brings evidence, but neither takes in testimony nor decides', async () => {
    expect(await storesNothing(archive, () => refusals('researcher'))).toEqual(
      expect.arrayContaining([
        'POST /api/testimonies',
        'PATCH /api/testimonies/{id}',
        'POST /api/testimonies/{id}/reviews',
        'POST /api/testimonies/{id}/translations',
        'POST /api/consents/{id}/revocation',
        'POST /api/testimonies/{id}/rights',
        'POST /api/testimonies/{id}/notices',
        'POST /api/notices/{id}/withdrawal',
        'POST /api/agents',
        'PATCH /api/agents/{id}',
        'POST /api/places',
        'POST /api/testimonies/{id}/claims',
        'PATCH /api/claims/{id}',
        'POST /api/flags/{id}/decision',
        'POST /api/tokens',
        'POST /api/tokens/{id}/revocation',
      ]),
    );
  });

  test('an archivist does everything but let people in; an administrator all but what is sealed', async () => {
    await storesNothing(archive, async () => {
      expect((await refusals('archivist')).sort()).toEqual([
        'PATCH /api/accounts/{id}',
        'POST /api/accounts',
        'POST /api/accounts/{id}/invitation',
        'POST /api/accounts/{id}/sign-out',
        'POST /api/tokens',
        'POST /api/tokens/{id}/revocation',
      ]);
      expect(await refusals('auditor')).toEqual(routes.map(({ name }) => name));
      // Who the unnamed are, and how people are reached, is not for those who read no restricted testimony.
      expect((await refusals('administrator')).sort()).toEqual(
        [
          'POST /api/prov/external',
          'POST /api/agents/{id}/contact/erasure',
          'POST /api/agents/{id}/health',
          // He would overwrite words that he cannot see.
          'POST /api/anchors/{id}/decision',
          'POST /api/testimonies/{id}/reviews',
          'POST /api/testimonies/{id}/revisions',
          'POST /api/testimonies/{id}/translations',
          'POST /api/consents/{id}/revocation',
          'POST /api/testimonies/{id}/consents',
          'POST /api/erasures',
          'POST /api/erasures/{id}/execution',
          'POST /api/erasures/{id}/withdrawal',
          // Nor does he say who reads what.
          'POST /api/access-requests/{id}/revocation',
          'POST /api/embargoes/end',
          'POST /api/releases',
          'POST /api/releases/{id}/decision',
          'POST /api/restrictions',
          'POST /api/restrictions/{id}/end',
          'PUT /api/agents/{id}/contact',
          'PUT /api/agents/{id}/identity',
          'PUT /api/sources/{id}/identity',
        ].sort(),
      );
    });
  });

  describe('tokens', () => {
    const issue = async (fields: object = {}): Promise<Made & { token: string; agentId: string }> => {
      const body = { role: 'archivist', label: 'Мария Иванова', ...fields };
      const answer = await archive.as('administrator').post('/api/tokens').send(body);
      expect(answer.status).toBe(201);
      return answer.body as Made & { token: string; agentId: string };
    };
    const place = (token: string) =>
      archive.as(null).post('/api/places').set('authorization', `Bearer ${token}`).send({ name: '小樽' });

    test('is shown once and kept nowhere', async () => {
      const issued = await issue();
      expect(issued).toMatchObject({ role: 'archivist', label: 'Мария Иванова' });
      expect(issued.token).toMatch(/^kataribe_[\w-]{43}$/);
      for (const table of Object.keys(await rowCounts(archive))) {
        const [found] = await archive.sql<{ many: number }>(
          `SELECT count(*)::integer AS many FROM ${table} t WHERE strpos(t::text, $1) > 0`,
          [issued.token.slice(9)],
        );
        expect([table, found?.many]).toEqual([table, 0]);
      }
      const { text } = await archive.as('administrator').get('/api/tokens');
      expect(text).toContain(issued.id);
      expect(text).not.toMatch(/kataribe_|[0-9a-f]{64}/);
    });

    test('acts for the agent it was issued to', async () => {
      const { id } = await makeAgent(archive, { name: '吉野 𠮷郎' });
      const mine = await issue({ agentId: id });
      expect(mine.agentId).toBe(id);
      const made = await place(mine.token);
      expect((made.body as Made).activity).toMatchObject({ agent: { id, name: '吉野 𠮷郎' } });
      const other = await place((await issue({ label: 'Somebody new' })).token);
      expect((other.body as Made).activity).toMatchObject({ agent: { name: 'Somebody new' } });
    });

    test('is good for nothing from the request after its revocation on', async () => {
      const { id, token } = await issue();
      expect((await place(token)).status).toBe(201);
      const revoked = await archive
        .as('administrator')
        .post(`/api/tokens/${id}/revocation`)
        .send({ because: 'Left us.' });
      expect([revoked.status, revoked.text]).toEqual([204, '']);
      await storesNothing(archive, async () => {
        expectProblem(await place(token), 401);
        expectProblem(await archive.as(null).get('/api/places').set('authorization', `Bearer ${token}`), 401);
      });
      const { items } = (await archive.as('administrator').get('/api/tokens')).body as { items: Made[] };
      expect(items.find((item) => item.id === id)).toMatchObject({ revokedBecause: 'Left us.', version: 2 });
      await storesNothing(archive, async () => {
        const again = archive
          .as('administrator')
          .post(`/api/tokens/${id}/revocation`)
          .send({ because: 'Twice.' });
        expectProblem(await again, 409, { code: 'token.revoked' });
      });
    });

    test('are seen by the administrator and the auditor alone', async () => {
      expectProblem(await archive.as(null).get('/api/tokens'), 401);
      for (const role of ['archivist', 'reviewer', 'researcher', 'reader'] as const) {
        expectProblem(await archive.as(role).get('/api/tokens'), 403);
      }
      const [row] = await archive.sql<{ id: string }>('SELECT id FROM api_token LIMIT 1');
      for (const path of [
        `/api/history/api_token/${row?.id as string}`,
        `/api/provenance/api_token/${row?.id as string}`,
      ]) {
        expectProblem(await archive.as('administrator').get(path), 404);
      }
    });

    test('do no more than they were issued for', async () => {
      const { id } = await makeAgent(archive);
      const own = async (scopes: string[]) => {
        const { token } = await issue({ agentId: id, scopes });
        return { authorization: `Bearer ${token}` };
      };
      const [reads, places] = [await own(['read']), await own(['read', 'place.write'])];
      const asker = await archive.as(null).get('/api/session').set(places);
      expect(asker.body).toMatchObject({ role: 'archivist', permissions: ['place.write'], csrf: null });
      await storesNothing(archive, async () => {
        for (const [scoped, path] of [
          [reads, '/api/places'],
          [reads, '/api/testimonies'],
          [places, '/api/testimonies'],
        ] as const) {
          const answer = await archive.as(null).post(path).set(scoped).send({ name: 'Otaru' });
          expectProblem(answer, 403, { code: 'access.forbidden' });
          expect((answer.body as { detail: string }).detail).toContain('scopes');
        }
        expectProblem(await archive.as(null).get(`/api/agents/${id}/contact`).set(reads), 403);
      });
      expect((await archive.as(null).post('/api/places').set(places).send({ name: 'Otaru' })).status).toBe(
        201,
      );
      // It reads all that its role reads.
      const made = await makePlace(archive);
      await restrict(archive, [{ table: 'place', where: `id = '${made.id}'` }]);
      expect((await archive.as(null).get(`/api/places/${made.id}`).set(reads)).status).toBe(200);
      const { items } = (await archive.as('auditor').get('/api/tokens')).body as { items: Made[] };
      expect(items.map(({ scopes }) => scopes)).toContainEqual(['read', 'place.write']);
    });

    test('end when they were said to, and after a year where nothing was said', async () => {
      const { id, token, expiresAt } = (await issue()) as Made & {
        token: string;
        agentId: string;
        expiresAt: string;
      };
      const days = (Date.parse(expiresAt) - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(364.9);
      expect(days).toBeLessThan(366.1);
      const soon = new Date(Date.now() + 3_600_000).toISOString().replace('Z', '+00:00');
      expect(await issue({ expiresAt: soon })).toMatchObject({ expiresAt: soon });
      expect((await place(token)).status).toBe(201);
      await amend(
        archive,
        `UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = '${id}'`,
      );
      await storesNothing(archive, async () => expectProblem(await place(token), 401));
    });

    test('that are none of ours are answered alike, whatever is wrong with them', async () => {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const revoked = await issue();
      await archive
        .as('administrator')
        .post(`/api/tokens/${revoked.id}/revocation`)
        .send({ because: 'Lost.' });
      const expired = await issue();
      await amend(archive, `UPDATE api_token SET expires_at = now() WHERE id = '${expired.id}'`);
      const texts = new Set<string>();
      for (const token of [
        revoked.token,
        expired.token,
        archive.tokens.archivist.slice(0, -1),
        `kataribe_${'A'.repeat(43)}`,
        `${part({ alg: 'none', typ: 'JWT' })}.${part({ sub: 'administrator', role: 'administrator' })}.`,
        `${part({ alg: 'HS256' })}.${part({ role: 'administrator' })}.AAAA`,
        'ghp_0123456789',
        'x'.repeat(8000),
      ]) {
        const answer = await archive.as(null).get('/api/session').set('authorization', `Bearer ${token}`);
        expectProblem(answer, 401, { code: 'access.unauthenticated' });
        texts.add(answer.text);
      }
      expect(texts.size).toBe(1);
    });

    test('say on which day they were last used', async () => {
      const used = await issue();
      const unused = await issue();
      const acts = async () =>
        (await archive.sql<{ many: number }>('SELECT count(*)::integer AS many FROM activity'))[0]!.many;
      const before = await acts();
      const usedOn = async (id: string): Promise<unknown> => {
        const { items } = (await archive.as('administrator').get('/api/tokens')).body as { items: Made[] };
        return items.find((item) => item.id === id)!.usedOn;
      };
      await archive.as(null).get('/api/places').set('authorization', `Bearer ${used.token}`).expect(200);
      // It is written while the request goes on, and nobody waits for it.
      for (let tries = 0; tries < 50 && (await usedOn(used.id)) === null; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(await usedOn(used.id)).toBe(new Date().toISOString().slice(0, 10));
      expect(await usedOn(unused.id)).toBeNull();
      expect(await acts()).toBe(before);
    });

    test('are not issued twice over, nor to nobody, nor without a role', async () => {
      const wrong: [object, string][] = [
        [{ label: 'X' }, '/role'],
        [{ role: 'owner', label: 'X' }, '/role'],
        [{ role: 'reader' }, '/label'],
        [{ role: 'reader', label: 'X', agentId: UNKNOWN_ID }, '/agentId'],
        [{ role: 'reader', label: 'X', token: 'kataribe_mine' }, '/token'],
        [{ role: 'reader', label: 'X', scopes: ['place.write'] }, '/scopes/0'],
        [{ role: 'archivist', label: 'X', scopes: ['read', 'token.manage'] }, '/scopes/1'],
        [{ role: 'archivist', label: 'X', scopes: ['owner'] }, '/scopes'],
        [{ role: 'archivist', label: 'X', scopes: [] }, '/scopes'],
        [{ role: 'archivist', label: 'X', scopes: ['read', 'read'] }, '/scopes'],
        [{ role: 'reader', label: 'X', expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
        [{ role: 'reader', label: 'X', expiresAt: '2099-02-30T00:00:00Z' }, '/expiresAt'],
        [{ role: 'reader', label: 'X', expiresAt: '2099-01-01' }, '/expiresAt'],
        [{ role: 'reader', label: 'X', expiresAt: 'never' }, '/expiresAt'],
        [{ role: 'reader', label: 'X', expiresAt: null }, '/expiresAt'],
      ];
      await storesNothing(archive, async () => {
        for (const [body, pointer] of wrong) {
          expectProblem(await archive.as('administrator').post('/api/tokens').send(body), 422, { pointer });
        }
        const keyed = archive
          .as('administrator')
          .post('/api/tokens')
          .set('idempotency-key', 'k')
          .send({ role: 'reader', label: 'X' });
        expectProblem(await keyed, 422, { code: 'request.idempotency_key_refused' });
        const unknown = archive
          .as('administrator')
          .post(`/api/tokens/${UNKNOWN_ID}/revocation`)
          .send({ because: 'B' });
        expectProblem(await unknown, 404);
      });
    });
  });

  test('reading what is public takes no token', async () => {
    for (const list of [
      'testimonies',
      'agents',
      'places',
      'sources',
      'questions',
      'contradictions',
      'activities',
    ]) {
      await pagesOf(archive, `/api/${list}`, 200);
    }
  });
});
