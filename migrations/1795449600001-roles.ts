import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The two roles the archive runs as; two narrower ones that the reader steps into for those who may read less; one that
 * the app steps into to let the log grow, and one that the owner steps into to verify. The
 * embedded server makes them at bootstrap; on a PostgreSQL of your own they are made here without login, and the
 * connecting role steps into them.
 */
export class Roles1795449600001 implements MigrationInterface {
  name = 'Roles1795449600001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      DECLARE
        wanted text;
      BEGIN
        FOREACH wanted IN ARRAY ARRAY['kataribe_app', 'kataribe_reader', 'kataribe_registered', 'kataribe_public',
          'kataribe_sequencer', 'kataribe_verifier'] LOOP
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXECUTE format('GRANT %I TO %I', wanted, session_user);
          END IF;
          -- Made by another archive on this server: whoever may grant them may use them. One that logs in as
          -- kataribe_app itself needs no membership, hence no error when it cannot be had.
          IF NOT pg_has_role(session_user, wanted, 'MEMBER') THEN
            BEGIN
              EXECUTE format('GRANT %I TO %I', wanted, session_user);
            EXCEPTION WHEN insufficient_privilege THEN
              NULL;
            END;
          END IF;
        END LOOP;
        FOREACH wanted IN ARRAY ARRAY['kataribe_registered', 'kataribe_public'] LOOP
          IF NOT pg_has_role('kataribe_reader', wanted, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO kataribe_reader', wanted);
          END IF;
        END LOOP;
        IF NOT pg_has_role('kataribe_app', 'kataribe_sequencer', 'MEMBER') THEN
          GRANT kataribe_sequencer TO kataribe_app;
        END IF;
      END $$;

      GRANT USAGE ON SCHEMA public TO kataribe_app, kataribe_reader, kataribe_registered, kataribe_public,
        kataribe_sequencer, kataribe_verifier;
      -- TypeORM's own table: /readyz asks it whether the schema is up to date.
      GRANT SELECT ON migration TO kataribe_app, kataribe_reader, kataribe_registered, kataribe_public;
    `);
  }

  // Roles belong to the whole server, where another archive may use them: they stay.
  async down(): Promise<void> {}
}
