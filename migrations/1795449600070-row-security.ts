import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A second wall behind may_read: what is read for the public, or for the registered, is read in a role to which row level
 * security shows no other row, whatever a query forgot to ask. FORCE, so that not even the owner of the tables is above it.
 */
export class RowSecurity1795449600070 implements MigrationInterface {
  name = 'RowSecurity1795449600070';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The narrower roles read what the reader reads, tables that were made since included.
      CREATE FUNCTION wall_in(target regclass) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY everything ON %s TO kataribe_app, kataribe_reader, kataribe_verifier, %I USING (true)', target, current_user);
        EXECUTE format('CREATE POLICY registered ON %s FOR SELECT TO kataribe_registered USING (access <= 1 OR access > 3)',
          target);
        EXECUTE format('CREATE POLICY public ON %s FOR SELECT TO kataribe_public USING (access = 0)', target);
      END $$;
      REVOKE EXECUTE ON FUNCTION wall_in(regclass) FROM PUBLIC;

      -- Not history: its index on what a version says (jsonb @>) is of no use behind a wall, and reads as of a moment would
      -- go through all of it. Its rows are asked by may_read, and name their table, which stands behind the wall.
      SELECT wall_in(table_name::regclass) FROM unrestricted_access;
      SELECT wall_in('activity'), wall_in('provenance_link'), wall_in('name_key');

      -- A view reads as whoever asks it, not as its owner.
      ALTER VIEW record SET (security_invoker = true);

      -- The record, what was kept of it, and who did it; no tokens, accounts, sessions, passwords and keys.
      DO $$
      DECLARE
        readable regclass;
      BEGIN
        FOR readable IN
          SELECT table_name::regclass FROM unrestricted_access WHERE table_name NOT IN ('api_token', 'account')
          UNION ALL SELECT unnest('{activity,history,provenance_link,name_key,record,restricted_record,restricted_span,erased_record,erased_span}'::regclass[])
        LOOP
          EXECUTE format('GRANT SELECT ON %s TO kataribe_registered, kataribe_public', readable);
        END LOOP;
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      DECLARE
        walled record;
      BEGIN
        FOR walled IN SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'public' LOOP
          EXECUTE format('DROP POLICY public ON %1$I', walled.tablename);
          EXECUTE format('DROP POLICY registered ON %1$I', walled.tablename);
          EXECUTE format('DROP POLICY everything ON %1$I', walled.tablename);
          EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', walled.tablename);
        END LOOP;
      END $$;
      ALTER VIEW record RESET (security_invoker);
      DROP FUNCTION wall_in;
      REVOKE ALL ON ALL TABLES IN SCHEMA public FROM kataribe_registered, kataribe_public;
      GRANT SELECT ON migration TO kataribe_registered, kataribe_public;
    `);
  }
}
