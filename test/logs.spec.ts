import { Writable } from 'node:stream';
import pino from 'pino';
import supertest from 'supertest';
import { AppModule } from '../src/app.module.js';
import { createApp } from '../src/http/create-app.js';
import { Reader } from '../src/database/reader.js';
import { cloneDatabase } from './support/archive.js';

test('logs name routes and outcomes, never content or secrets', async () => {
  const database = await cloneDatabase('chapter');
  let logged = '';
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      logged += chunk.toString();
      done();
    },
  });
  const app = await createApp(AppModule.on(database.connections), pino({ level: 'trace' }, sink));
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
  expect(logged).not.toMatch(/SECRET|Siberia|Bearer/);
});
