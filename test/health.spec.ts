import pg from 'pg';
import { openArchive, type TestArchive } from './support/archive.js';

describe('health', () => {
  let archive: TestArchive;

  beforeEach(async () => {
    archive = await openArchive();
  });
  afterEach(() => archive.close());

  test('an archive that may serve says so', async () => {
    expect((await archive.as(null).get('/healthz').expect(200)).body).toEqual({ status: 'ok' });
    expect((await archive.as(null).get('/readyz').expect(200)).body).toEqual({ status: 'ok' });
  });

  test('one whose acknowledged writes could be lost in a power cut is not ready', async () => {
    const owner = new pg.Client({ connectionString: archive.connections.owner });
    await owner.connect();
    const name = owner.escapeIdentifier(String(owner.database));
    await owner.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    await owner.end();
    // Connections made from now on have it; those of the reader are made anew.
    const urls = JSON.parse(process.env.KATARIBE_TEST_SERVER ?? '{}') as { superuser: string };
    const superuser = new pg.Client({ connectionString: urls.superuser });
    await superuser.connect();
    await superuser.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = $1 AND application_name LIKE 'kataribe reader%'`,
      [new URL(archive.connections.owner).pathname.slice(1)],
    );
    await superuser.end();
    const answer = await archive.as(null).get('/readyz').expect(503);
    expect(answer.body).toMatchObject({
      code: 'archive.not_ready',
      detail: expect.stringContaining('synchronous_commit') as string,
    });
  });

  test('one whose schema is behind is not ready', async () => {
    await archive.sql('DELETE FROM migration WHERE id = (SELECT max(id) FROM migration)');
    const answer = await archive.as(null).get('/readyz').expect(503);
    expect((answer.body as { detail: string }).detail).toContain('kataribe migrate');
  });
});
