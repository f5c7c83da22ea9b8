import { createHash } from 'node:crypto';
import pino from 'pino';
import supertest from 'supertest';
import { AppModule } from '../src/app.module.js';
import { createApp } from '../src/http/create-app.js';
import { httpSettings } from '../src/http/http-settings.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem } from './support/expectations.js';
import { makeTestimony } from './support/factories.js';

describe('the headers of answers', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive('chapter');
  });
  afterAll(() => archive.close());

  const JSON_POLICY = "default-src 'none'; frame-ancestors 'none'";
  const PAGES = {
    report: '/api/testimonies/KTB-0001/report?format=html',
    difference: '/api/testimonies/KTB-0001/diff?from=1&to=1&format=html',
  };
  const everywhere = [
    '/api/testimonies',
    '/api/testimonies/KTB-0001',
    '/api/testimonies/KTB-0001/reading',
    '/api/testimonies/KTB-0001/report?format=md',
    '/api/session',
    '/api/docs',
    '/api/docs/start.js',
    '/api/openapi.json',
    '/healthz',
    '/api/agents/none',
    '/nothing/here',
    '/api/testimonies?limit=x',
    '/api/tokens',
    '/%zz',
    ...Object.values(PAGES),
  ];

  test('protect whoever reads them, refusals included', async () => {
    for (const path of everywhere) {
      for (const role of [null, 'archivist', 'administrator'] as const) {
        const { headers } = await archive.as(role).get(path);
        expect([path, headers]).toMatchObject([
          path,
          {
            'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'$/),
            'x-content-type-options': 'nosniff',
            'referrer-policy': 'no-referrer',
            vary: 'Authorization, Cookie',
          },
        ]);
        expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe|[*]|https?:/);
      }
    }
    const refused = await archive.as(null).get('/api/places').set('authorization', 'Bearer none');
    expect(refused.headers).toMatchObject({
      'content-security-policy': JSON_POLICY,
      'cache-control': 'no-store',
    });
    expect((await archive.as(null).get('/api/places')).headers['content-security-policy']).toBe(JSON_POLICY);
  });

  test('have nothing stored that was answered to somebody', async () => {
    for (const path of everywhere.filter((one) => one !== '/%zz')) {
      for (const role of ['reader', 'archivist', 'administrator'] as const) {
        const { headers } = await archive.as(role).get(path);
        expect([path, headers['cache-control']]).toEqual([path, 'no-store']);
      }
    }
    const nobody = await archive.as(null).get('/api/testimonies/KTB-0001');
    expect(nobody.headers['cache-control']).toBe('private, no-cache');
    const made = await archive.as('archivist').post('/api/places').send({ name: '小樽' });
    expect(made.headers['cache-control']).toBe('no-store');
  });

  test('let pages have the one style they bring, by its hash', async () => {
    for (const path of Object.values(PAGES)) {
      const { text, headers } = await archive.as(null).get(path).expect(200);
      const styles = [...text.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style]) => style!);
      expect(styles).toHaveLength(1);
      const digest = createHash('sha256').update(styles[0]!).digest('base64');
      expect(headers['content-security-policy']).toContain(`style-src 'sha256-${digest}';`);
      expect(text).not.toMatch(/<script|<link|style="|\son\w+=/);
    }
  });

  test('let Swagger UI have scripts of this server, and none within the page', async () => {
    const { text, headers } = await archive.as(null).get('/api/docs');
    expect(headers['content-security-policy']).toMatch(/script-src 'self';.*connect-src 'self'/);
    for (const [, attributes, inline] of text.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
      expect([attributes, inline]).toEqual([expect.stringMatching(/^ src="\/api\/docs\/[\w.-]+"$/), '']);
    }
    expect(text).not.toMatch(/<style|\son\w+=/);
  });
});

describe('how much is answered', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  test('so many requests a minute to each, and then later', async () => {
    const settings = httpSettings({ KATARIBE_RATE_LIMIT: '5' });
    const app = await createApp(AppModule.on(archive.connections), pino({ level: 'silent' }), settings);
    try {
      const ask = (address: string, token?: string) => {
        const request = supertest(app.getHttpServer()).get('/api/places').set('x-forwarded-for', address);
        return token === undefined ? request : request.set('authorization', `Bearer ${token}`);
      };
      const statuses = async (many: number, address: string, token?: string): Promise<number[]> => {
        const found: number[] = [];
        for (let asked = 0; asked < many; asked += 1) found.push((await ask(address, token)).status);
        return found;
      };
      const { archivist, reader } = archive.tokens;
      expect(await statuses(6, '192.0.2.1')).toEqual([200, 200, 200, 200, 200, 429]);
      const refused = await ask('192.0.2.1');
      expectProblem(refused, 429, { code: 'request.too_many' });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(refused.headers['content-security-policy']).toMatch(/default-src 'none'/);
      // Other addresses and people of the same address are nobody's business, and one is the same from everywhere.
      expect(await statuses(1, '192.0.2.2')).toEqual([200]);
      expect(await statuses(4, '192.0.2.1', archivist)).toEqual([200, 200, 200, 200]);
      expect(await statuses(2, '192.0.2.3', archivist)).toEqual([200, 429]);
      expect(await statuses(1, '192.0.2.3', reader)).toEqual([200]);
      // Wrong tokens are looked up five times.
      expect(await statuses(6, '192.0.2.4', 'none')).toEqual([401, 401, 401, 401, 401, 429]);
      expect(await statuses(1, '192.0.2.4')).toEqual([200]);
    } finally {
      await app.close();
    }
  });

  test('the settings are numbers and networks, or said to be none', () => {
    const nothing = { requestsPerMinute: 3000, trustedProxies: ['loopback'], publicAddress: null };
    expect(httpSettings({})).toEqual(nothing);
    expect(httpSettings({ KATARIBE_RATE_LIMIT: 'off', KATARIBE_TRUSTED_PROXIES: 'none' })).toEqual({
      requestsPerMinute: null,
      trustedProxies: [],
      publicAddress: null,
    });
    expect(httpSettings({ KATARIBE_PUBLIC_URL: 'https://oral.example/archive/' })).toEqual({
      ...nothing,
      publicAddress: 'https://oral.example/archive',
    });
    for (const wrong of ['oral.example', 'ftp://oral.example', 'https://']) {
      expect(() => httpSettings({ KATARIBE_PUBLIC_URL: wrong })).toThrow(/KATARIBE_PUBLIC_URL/);
    }
    expect(httpSettings({ KATARIBE_TRUSTED_PROXIES: 'loopback, 10.0.0.0/8, 2001:db8::1' })).toMatchObject({
      trustedProxies: ['loopback', '10.0.0.0/8', '2001:db8::1'],
    });
    for (const wrong of ['0', '-1', '1.5', 'many', 'NaN']) {
      expect(() => httpSettings({ KATARIBE_RATE_LIMIT: wrong })).toThrow(/KATARIBE_RATE_LIMIT/);
    }
    for (const wrong of ['everybody', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', ',']) {
      expect(() => httpSettings({ KATARIBE_TRUSTED_PROXIES: wrong })).toThrow(/KATARIBE_TRUSTED_PROXIES/);
    }
  });

  test('names begin with the public address, or where nobody has said one, with that which was asked', async () => {
    const { id } = await makeTestimony(archive);
    const idFrom = async (environment: Record<string, string>, host: string): Promise<string> => {
      const app = await createApp(
        AppModule.on(archive.connections),
        pino({ level: 'silent' }),
        httpSettings(environment),
      );
      try {
        const { text } = await supertest(app.getHttpServer())
          .get(`/api/testimonies/${id}/annotations`)
          .set('host', host)
          .buffer(true)
          .parse((response, done) => {
            let said = '';
            response.on('data', (part) => (said += String(part)));
            response.on('end', () => done(null, said));
          })
          .then(({ body }) => ({ text: body as string }));
        return new URL((JSON.parse(text) as { id: string }).id).origin;
      } finally {
        await app.close();
      }
    };
    const set = { KATARIBE_PUBLIC_URL: 'https://oral.example' };
    expect(await idFrom(set, 'other.example')).toBe('https://oral.example');
    expect(await idFrom({}, 'other.example:8080')).toBe('http://other.example:8080');
    expect(await idFrom({}, '"<>')).toBe('http://localhost');
  });

  test('whom no proxy vouches for says nothing of himself that counts', async () => {
    const settings = httpSettings({ KATARIBE_RATE_LIMIT: '2', KATARIBE_TRUSTED_PROXIES: 'none' });
    const app = await createApp(AppModule.on(archive.connections), pino({ level: 'silent' }), settings);
    try {
      const ask = (address: string) =>
        supertest(app.getHttpServer()).get('/api/places').set('x-forwarded-for', address);
      const found = [];
      for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) found.push((await ask(address)).status);
      expect(found).toEqual([200, 200, 429]);
    } finally {
      await app.close();
    }
  });
});
