import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts of people who sign in. Their passwords, invitations and sessions are beside the record: nothing of them is kept. */
export class Accounts1795449600040 implements MigrationInterface {
  name = 'Accounts1795449600040';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE account (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        agent_id uuid NOT NULL,
        login_name text,
        role text NOT NULL,
        -- Who this is to a provider of OpenID Connect.
        issuer text,
        subject text,
        invited_at timestamptz,
        password_set_at timestamptz,
        disabled_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__account PRIMARY KEY (id),
        CONSTRAINT uq__account__sequence UNIQUE (sequence),
        CONSTRAINT uq__account__agent_id UNIQUE (agent_id),
        CONSTRAINT uq__account__login_name UNIQUE (login_name),
        CONSTRAINT uq__account__subject UNIQUE (issuer, subject),
        CONSTRAINT ck__account__role
          CHECK (role IN ('administrator', 'archivist', 'reviewer', 'researcher', 'reader', 'auditor')),
        CONSTRAINT ck__account__subject CHECK ((issuer IS NULL) = (subject IS NULL)),
        CONSTRAINT ck__account__login_name CHECK (login_name IS NOT NULL OR subject IS NOT NULL),
        CONSTRAINT fk__account__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      SELECT enroll_in_ledger('account', append_only => false);
      SELECT declare_derivations('account', '[]');

      -- Without history: what is replaced or taken away is gone.
      CREATE TABLE account_password (
        account_id uuid NOT NULL,
        hash text NOT NULL,
        CONSTRAINT pk__account_password PRIMARY KEY (account_id),
        CONSTRAINT fk__account_password__account_id__account FOREIGN KEY (account_id) REFERENCES account (id)
      );
      CREATE TABLE account_invitation (
        account_id uuid NOT NULL,
        secret_sha256 text NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk__account_invitation PRIMARY KEY (account_id),
        CONSTRAINT uq__account_invitation__secret_sha256 UNIQUE (secret_sha256),
        CONSTRAINT fk__account_invitation__account_id__account FOREIGN KEY (account_id) REFERENCES account (id)
      );
      -- Still nobody writes here without saying who and why: the activity must be one that wrote the account.
      CREATE FUNCTION check_account_secret() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        ending uuid := public.current_activity();
        written uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.account_id ELSE NEW.account_id END;
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.account_id <> NEW.account_id OR NOT EXISTS (
          SELECT FROM public.account a WHERE a.id = written AND a.activity_id = ending
        ) THEN
          RAISE EXCEPTION 'what lets somebody in changes with the account alone' USING ERRCODE = 'KT001';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      CREATE TRIGGER check_account_secret BEFORE INSERT OR UPDATE OR DELETE ON account_password
        FOR EACH ROW EXECUTE FUNCTION check_account_secret();
      CREATE TRIGGER check_account_secret BEFORE INSERT OR UPDATE OR DELETE ON account_invitation
        FOR EACH ROW EXECUTE FUNCTION check_account_secret();
      CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON account_password
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON account_invitation
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      -- Who may read the record may not read this; the application asks for it where somebody signs in.
      GRANT SELECT, INSERT, UPDATE, DELETE ON account_password, account_invitation TO kataribe_app;

      -- Where people are signed in. It ends, and is then gone; signing in changes no record.
      CREATE TABLE session (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        account_id uuid NOT NULL,
        secret_sha256 text NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now(),
        ends_at timestamptz NOT NULL,
        CONSTRAINT pk__session PRIMARY KEY (id),
        CONSTRAINT uq__session__secret_sha256 UNIQUE (secret_sha256),
        CONSTRAINT fk__session__account_id__account FOREIGN KEY (account_id) REFERENCES account (id)
      );
      CREATE INDEX ix__session__account_id ON session (account_id);
      CREATE INDEX ix__session__ends_at ON session (ends_at);
      GRANT SELECT, INSERT, UPDATE (seen_at), DELETE ON session TO kataribe_app;
      GRANT SELECT ON session TO kataribe_reader;

      -- How often signing in failed of late, by a hash of the login name or the address that was given.
      CREATE TABLE sign_in_failure (
        key text NOT NULL,
        failures integer NOT NULL,
        open_at timestamptz NOT NULL,
        CONSTRAINT pk__sign_in_failure PRIMARY KEY (key)
      );
      CREATE INDEX ix__sign_in_failure__open_at ON sign_in_failure (open_at);
      GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failure TO kataribe_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE sign_in_failure, session, account_invitation, account_password, account;
      DROP FUNCTION check_account_secret;
    `);
  }
}
