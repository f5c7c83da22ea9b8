import { openArchive, type TestArchive } from './support/archive.js';
import { makeOneOfEach } from './support/factories.js';
import { EDGES } from '../src/verification/edges.js';

/** The edges that the verification declares are those of the triggers that make links. */
describe('declared edges', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive('chapter');
    await makeOneOfEach(archive);
  });
  afterAll(() => archive.close());

  /** What the trigger of a table makes of all its rows. */
  const made = async (table: string): Promise<string[]> => {
    const [row] = await archive.sql<{ body: string }>(
      `SELECT prosrc AS body FROM pg_proc WHERE proname = 'link_' || $1`,
      [table],
    );
    const select = /INSERT INTO public\.provenance_link \([^)]*\)([^;]*);/.exec(row!.body)![1]!;
    const rows = await archive.sql<{ edge: string }>(
      `SELECT concat_ws(' ', x.from_kind, x.from_id, x.relation, x.to_kind, x.to_id, x.edge_id) AS edge
       FROM (${select.replaceAll('new_rows', `"${table}"`)}) x ORDER BY 1`,
    );
    return rows.map(({ edge }) => edge);
  };

  const declared = async (table: string): Promise<string[]> => {
    const selects = EDGES.filter((edge) => edge.table === table).map(
      ({ from, relation, to, holds }) =>
        `SELECT concat_ws(' ', '${from[0]}', r.${from[1]}, ${relation}, '${to[0]}', r.${to[1]}, r.id) AS edge
         FROM "${table}" r WHERE r.${from[1]} IS NOT NULL AND r.${to[1]} IS NOT NULL AND (${holds ?? 'true'})`,
    );
    const rows = await archive.sql<{ edge: string }>(`${selects.join(' UNION ALL ')} ORDER BY 1`);
    return rows.map(({ edge }) => edge);
  };

  test('are of the same tables', async () => {
    const rows = await archive.sql<{ table: string }>(
      `SELECT substr(proname, 6) AS table FROM pg_proc WHERE proname LIKE 'link\\_%' ORDER BY 1`,
    );
    expect([...new Set(EDGES.map(({ table }) => table))].sort()).toEqual(rows.map(({ table }) => table));
  });

  test('are made of the same rows', async () => {
    for (const table of new Set(EDGES.map((edge) => edge.table))) {
      expect([table, await declared(table)]).toEqual([table, await made(table)]);
    }
  });

  // Rows of a test do not show every case: the conditions themselves are compared.
  test('hold on the same conditions', async () => {
    const plain = (sql: string): string => sql.replace(/\s+/g, ' ');
    for (const edge of EDGES) {
      const [row] = await archive.sql<{ body: string }>(
        `SELECT prosrc AS body FROM pg_proc WHERE proname = 'link_' || $1`,
        [edge.table],
      );
      const body = plain(row!.body);
      const wanted = plain(
        `SELECT '${edge.from[0]}' AS from_kind, r.${edge.from[1]} AS from_id, ${edge.relation} AS relation, ` +
          `'${edge.to[0]}' AS to_kind, r.${edge.to[1]} AS to_id, r.id AS edge_id, r.activity_id, r.access ` +
          `FROM new_rows r WHERE r.${edge.from[1]} IS NOT NULL AND r.${edge.to[1]} IS NOT NULL AND (${edge.holds ?? 'true'})`,
      );
      expect([edge.table, body.includes(wanted) || body]).toEqual([edge.table, true]);
    }
  });
});
