import pg from 'pg';
import { PUBLIC, REGISTERED, STAFF } from '../src/common/principal.js';
import { Reader } from '../src/database/reader.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { makeOneOfEach, makeSource } from './support/factories.js';
import { restrict } from './support/restrict.js';

/** What stands behind the first wall, `may_read`: what a query forgets to ask, the database asks itself. */
describe('row level security', () => {
  let archive: TestArchive;
  let walled: string[];
  let sealed: string;
  let registered: string;

  beforeAll(async () => {
    archive = await openArchive();
    await makeOneOfEach(archive);
    [sealed, registered] = [(await makeSource(archive)).id, (await makeSource(archive)).id];
    await restrict(archive, [{ table: 'source', where: `id = '${sealed}'` }]);
    await restrict(archive, [{ table: 'source', where: `id = '${registered}'` }], 1);
    const rows = await archive.sql<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns c WHERE table_schema = 'public' AND column_name = 'access'
         AND table_name NOT IN ('history', 'unrestricted_access')
         AND EXISTS (SELECT FROM pg_tables t WHERE t.schemaname = 'public' AND t.tablename = c.table_name)`,
    );
    walled = rows.map(({ name }) => name);
  });
  afterAll(() => archive.close());

  async function inRole<Result>(role: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({
      connectionString: archive.connections.reader,
      options: `-c role=${role}`,
    });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  test('stands around every table of the record, for its owner too', async () => {
    expect(walled.length).toBeGreaterThan(40);
    const open = await archive.sql(
      `SELECT relname FROM pg_class WHERE relname = ANY ($1) AND relkind = 'r'
         AND NOT (relrowsecurity AND relforcerowsecurity)`,
      [walled],
    );
    expect(open).toEqual([]);
    const [above] = await archive.sql<{ many: string }>(
      `SELECT count(*) AS many FROM pg_roles WHERE rolname LIKE 'kataribe\\_%' AND rolname <> 'kataribe_superuser'
         AND (rolsuper OR rolbypassrls)`,
    );
    expect(above!.many).toBe('0');
  });

  test('shows the public and the registered no row that is not theirs, in any table', async () => {
    for (const [role, most] of [
      ['kataribe_public', 0],
      ['kataribe_registered', 1],
    ] as const) {
      await inRole(role, async (client) => {
        for (const table of walled.filter((name) => !['api_token', 'account'].includes(name))) {
          const { rows } = await client.query<{ many: string }>(
            `SELECT count(*) AS many FROM ${table} WHERE access > ${most} AND access <= 3`,
          );
          expect([role, table, rows[0]!.many]).toEqual([role, table, '0']);
        }
        await expect(client.query('SELECT FROM api_token')).rejects.toThrow(/permission denied/);
        for (const secret of ['account', 'account_password', 'session', 'cursor_key', 'contact_details']) {
          await expect(client.query(`SELECT FROM ${secret}`)).rejects.toThrow(/permission denied/);
        }
      });
    }
  });

  test('catches a query that forgot to ask, in the archive itself', async () => {
    const reader = archive.app.get(Reader, { strict: false });
    const forgetful = {
      name: 'test.forgetful',
      text: 'SELECT id FROM source WHERE $1::smallint[] IS NOT NULL',
    };
    const seen = async (clearance: unknown): Promise<string[]> =>
      (await reader.rows<{ id: string }>(forgetful, [clearance])).map(({ id }) => id);
    const [byPublic, byRegistered, byStaff] = [await seen(PUBLIC), await seen(REGISTERED), await seen(STAFF)];
    expect([byPublic.includes(sealed), byPublic.includes(registered)]).toEqual([false, false]);
    expect([byRegistered.includes(sealed), byRegistered.includes(registered)]).toEqual([false, true]);
    expect([byStaff.includes(sealed), byStaff.includes(registered)]).toEqual([true, true]);
    expect(byPublic.length).toBeGreaterThan(0);
  });
});
