import { openArchive, type Method, type TestArchive } from './support/archive.js';
import type { Role } from '../src/common/principal.js';
import { expectProblem, pagesOf, rowCounts, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeAgent, testimonyFields } from './support/factories.js';

describe('who may write', () => {
  let archive: TestArchive;
  /** Every route that is not for reading, from the document that describes them all. */
  let routes: { method: Method; path: string; name: string }[];

  beforeAll(async () => {
    archive = await openArchive();
    const { paths } = (await archive.as(null).get('/api/openapi.json')).body as {
      paths: Record<string, object>;
    };
    routes = Object.entries(paths).flatMap(([template, item]) =>
      Object.keys(item)
        .filter((method) => method !== 'get')
        .map((method) => ({
          method: method as Method,
          path: template.replaceAll(/\{\w+\}/g, UNKNOWN_ID),
          name: `${method.toUpperCase()} ${template}`,
        })),
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

  test('a reader writes nothing', async () => {
    await storesNothing(archive, async () => {
      for (const { method, path } of routes) {
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

  test('an archivist does everything but hand out tokens; an administrator all but what is sealed', async () => {
    await storesNothing(archive, async () => {
      expect(await refusals('archivist')).toEqual(['POST /api/tokens', 'POST /api/tokens/{id}/revocation']);
      // Who the unnamed are, who signed, and how people are reached, is not for those who read no restricted testimony.
      expect((await refusals('administrator')).sort()).toEqual([
        'POST /api/agents/{id}/contact/erasure',
        'POST /api/agents/{id}/health',
        'POST /api/consents/{id}/revocation',
        'POST /api/testimonies/{id}/consents',
        'POST /api/erasures',
        'POST /api/erasures/{id}/execution',
        'POST /api/erasures/{id}/withdrawal',
        'POST /api/testimonies/{id}/consents',
        'PUT /api/agents/{id}/contact',
        'PUT /api/agents/{id}/identity',
        'PUT /api/sources/{id}/identity',
      ]);
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

    test('are seen by the administrator alone', async () => {
      expectProblem(await archive.as(null).get('/api/tokens'), 401);
      for (const role of ['archivist', 'researcher', 'reader'] as const) {
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

    test('are not issued twice over, nor to nobody, nor without a role', async () => {
      const wrong: [object, string][] = [
        [{ label: 'X' }, '/role'],
        [{ role: 'owner', label: 'X' }, '/role'],
        [{ role: 'reader' }, '/label'],
        [{ role: 'reader', label: 'X', agentId: UNKNOWN_ID }, '/agentId'],
        [{ role: 'reader', label: 'X', token: 'kataribe_mine' }, '/token'],
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
