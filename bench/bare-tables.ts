import pg from 'pg';

/** The tables that recording a claim writes to, in the order in which they refer to one another. */
export const WRITTEN = [
  'claim',
  'anchor',
  'citation',
  'assessment',
  'assessment_citation',
  'provenance_link',
] as const;

/**
 * Copies of those tables in a schema `bare`, for the bare server to write to: the same columns, rows, indexes, checks
 * and foreign keys (among the copies where they refer to one of them), but no triggers, no history and no activity.
 * `activity_id` stays a column with an index, of no meaning, so that rows and indexes are as wide.
 */
export async function makeBareTables(ownerUrl: string, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'kataribe bench bare' });
  await client.connect();
  try {
    await client.query('SET synchronous_commit = off');
    await client.query('BEGIN');
    await client.query('CREATE SCHEMA bare; GRANT USAGE ON SCHEMA bare TO kataribe_app, kataribe_reader');
    for (const table of WRITTEN) {
      await client.query(`CREATE TABLE bare.${table} (LIKE public.${table} INCLUDING ALL)`);
      await client.query(`ALTER TABLE bare.${table} ALTER COLUMN activity_id DROP DEFAULT`);
      await client.query(`INSERT INTO bare.${table} OVERRIDING SYSTEM VALUE SELECT * FROM public.${table}`);
      await client.query(`GRANT SELECT, INSERT ON bare.${table} TO kataribe_app`);
    }
    await copySequences(client);
    await copyForeignKeys(client);
    // What bears what, and nothing else: one table of edges with an index that covers it.
    await client.query(`CREATE TABLE bare.edge AS SELECT from_id, to_id FROM public.provenance_link
      WHERE ended_by IS NULL AND relation <> 'wasInfluencedBy'`);
    await client.query('CREATE INDEX ix__edge__from_id ON bare.edge (from_id, to_id)');
    await client.query('GRANT SELECT ON bare.edge TO kataribe_reader');
    await client.query('COMMIT');
    say(`  copied ${WRITTEN.join(', ')} for the bare server`);
  } finally {
    await client.end();
  }
}

async function copySequences(client: pg.Client): Promise<void> {
  for (const [table, column] of [
    ['citation', 'sequence'],
    ['assessment', 'sequence'],
    ['provenance_link', 'id'],
  ]) {
    await client.query(
      `SELECT setval(pg_get_serial_sequence('bare.${table}', '${column}'), max(${column})) FROM public.${table}`,
    );
  }
}

async function copyForeignKeys(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; target: string; name: string; definition: string }>(
    `SELECT f.conrelid::regclass::text AS "table", f.confrelid::regclass::text AS target, f.conname AS name,
       pg_get_constraintdef(f.oid) AS definition
     FROM pg_constraint f
     WHERE f.contype = 'f' AND f.conrelid = ANY ($1::regclass[]) AND f.confrelid <> 'activity'::regclass`,
    [WRITTEN],
  );
  for (const { table, target, name, definition } of rows) {
    const schema = (WRITTEN as readonly string[]).includes(target) ? 'bare' : 'public';
    const constraint = definition.replace(`REFERENCES ${target}(`, `REFERENCES ${schema}.${target}(`);
    await client.query(`ALTER TABLE bare.${table} ADD CONSTRAINT ${name} ${constraint}`);
  }
}
