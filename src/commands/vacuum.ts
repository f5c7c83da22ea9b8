import pg from 'pg';
import type { Connections } from '../database/connections.js';

/**
 * Rows that were replaced lie on the disk until PostgreSQL comes by. As the owner of the tables, which the archive is not
 * while it serves. @returns how many tables
 */
export async function vacuum(connections: Connections): Promise<number> {
  const owner = new pg.Client({ connectionString: connections.owner, application_name: 'kataribe vacuum' });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname = 'public' AND tableowner = current_user ORDER BY tablename`,
    );
    for (const { name } of rows) await owner.query(`VACUUM ${name}`);
    return rows.length;
  } finally {
    await owner.end();
  }
}
