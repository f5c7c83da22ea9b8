import pg from 'pg';

/**
 * Does something while row level security is off: COPY goes through no wall, and nothing else loads an archive of this size in
 * minutes. Afterwards it stands again, as the archive that is measured has it.
 */
export async function withoutWall(ownerUrl: string, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'kataribe bench wall' });
  await client.connect();
  const wall = (state: 'ENABLE' | 'DISABLE') =>
    client.query(`DO $$ DECLARE walled record; BEGIN
      FOR walled IN SELECT DISTINCT tablename AS name FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE %I ${state} ROW LEVEL SECURITY', walled.name);
      END LOOP; END $$`);
  try {
    await wall('DISABLE');
    await work();
    await wall('ENABLE');
  } finally {
    await client.end();
  }
}
