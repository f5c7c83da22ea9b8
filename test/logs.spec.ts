import { Writable } from 'node:stream';
import pino from 'pino';
import supertest from 'supertest';
import { TokensService } from '../src/access/tokens.service.js';
import { newTrip } from '../src/accounts/openid.rules.js';
import { AppModule } from '../src/app.module.js';
import { createApp } from '../src/http/create-app.js';
import { STAFF } from '../src/common/principal.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { Reader } from '../src/database/reader.js';
import { cloneDatabase } from './support/archive.js';

// Nobody listens there: a provider that cannot be reached is a failure on our side, and logged.
const provider = {
  issuer: new URL('http://127.0.0.1:9/SECRETISSUER'),
  clientId: 'SECRETCLIENT',
  clientSecret: 'SECRET of the client',
  publicUrl: new URL('http://localhost:3000'),
  roleClaim: null,
};

test('logs name routes and outcomes, never content or secrets', async () => {
  const database = await cloneDatabase('chapter');
  let logged = '';
  const given: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      logged += chunk.toString();
      done();
    },
  });
  const app = await createApp(
    AppModule.on(database.connections, { openId: provider }),
    pino({ level: 'trace' }, sink),
  );
  const server = app.getHttpServer();
  try {
    const secret = 'kataribe_SECRETSECRETSECRET';
    await supertest(server)
      .get('/api/testimonies?cursor=SECRETQUERY')
      .set('authorization', `Bearer ${secret}`);
    await supertest(server)
      .post('/api/testimonies')
      .set('cookie', 'SECRETCOOKIE')
      .send({ text: 'SECRETWORDS' });
    // Whatever lets somebody in, wherever it is sent.
    await supertest(server)
      .post('/api/session')
      .set('cookie', 'kataribe=SECRETCOOKIE')
      .set('x-kataribe-csrf', 'SECRETCSRF')
      .send({ loginName: 'SECRETNAME', password: 'SECRETPASSWORD' })
      .expect(401);
    await supertest(server)
      .post('/api/session/invitation')
      .send({ secret: 'SECRETINVITATION', password: 'SECRETPASSWORD' })
      .expect(403);
    await supertest(server)
      .put('/api/session/password?password=SECRET')
      .send({ current: 'SECRET' })
      .expect(401);
    await supertest(server)
      .get('/api/session/oidc/callback?code=SECRETCODE&state=SECRETSTATE')
      .set('cookie', `kataribe-openid=${newTrip('/SECRETPATH')}`)
      .expect(503);
    await supertest(server).get('/api/session/oidc?returnTo=SECRET').expect(422);
    await supertest(server).get('/SECRETPATH/SECRET?token=SECRET').expect(404);
    const issued = await app
      .get(TokensService, { strict: false })
      .issue(
        { agentId: ARCHIVE_AGENT_ID, clearance: STAFF },
        { role: 'administrator', label: 'SECRETLABEL' },
      );
    for (const path of ['/api/session', '/api/tokens', '/api/tokens?token=SECRET']) {
      await supertest(server).get(path).set('authorization', `Bearer ${issued.token}`).expect(200);
    }
    given.push(issued.token.slice(9));
    await supertest(server).get('/api/testimonies/KTB-0001/reading').expect(200);
    // A failure nobody foresaw is logged as well, without the values PostgreSQL quotes in its messages.
    const reader = app.get(Reader, { strict: false });
    const broken = { name: 'broken', text: `SELECT 'SECRETVALUE'::integer` };
    (reader as { rows: unknown }).rows = () =>
      Promise.reject(Object.assign(new Error(broken.text), { code: 'XX000' }));
    const failed = await supertest(server).get('/api/sources').expect(500);
    expect(failed.body).toMatchObject({ code: 'internal' });
    expect(failed.text).not.toMatch(/SECRET|SELECT|    at /);
  } finally {
    await app.close();
    await database.drop();
  }
  expect(logged).toContain('"route":"/api/testimonies/:id/reading"');
  expect(logged).toContain('XX000');
  for (const code of ['401', '403', '404', '422', '503']) expect(logged).toContain(`"status":${code}`);
  expect(logged).not.toMatch(/SECRET|Siberia|Bearer/);
  for (const secret of given) expect(logged).not.toContain(secret);
});
