import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one rule of reading, the tokens of those who write, and the keys that make a repeated request harmless. */
export class Access1795449600005 implements MigrationInterface {
  name = 'Access1795449600005';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- access: 0 public, 1 registered, 3 staff; 4 and above are compartments, each opened by a reviewed grant. clearance:
      -- the level of who asks (0, 1, or 32767 for the staff), then the compartments opened to him. Plain SQL, so that
      -- the planner puts it in line.
      CREATE FUNCTION may_read(access smallint, clearance smallint[]) RETURNS boolean
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT access <= clearance[1] OR (access > 3 AND access = ANY (clearance))';

      -- What rests on two things is as hidden as the stricter. Whom one compartment was opened to, another was not: what
      -- rests on two of them is the staff's.
      CREATE FUNCTION strictest(one smallint, other smallint) RETURNS smallint
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN one IS NULL OR one = other THEN other WHEN other IS NULL THEN one
          WHEN least(one, other) <= 1 THEN greatest(one, other) ELSE 3::smallint END $$;
      CREATE AGGREGATE strictest(smallint) (SFUNC = strictest, STYPE = smallint, PARALLEL = SAFE);

      CREATE TABLE api_token (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        agent_id uuid NOT NULL,
        role text NOT NULL,
        label text NOT NULL,
        token_sha256 text NOT NULL,
        -- What it may do of what its role may: null, all of it; 'read' alone, nothing but read.
        scopes text[],
        expires_at timestamptz NOT NULL,
        revoked_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__api_token PRIMARY KEY (id),
        CONSTRAINT uq__api_token__token_sha256 UNIQUE (token_sha256),
        CONSTRAINT ck__api_token__role CHECK (role IN ('administrator', 'archivist', 'reviewer', 'researcher', 'reader', 'auditor')),
        CONSTRAINT fk__api_token__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__api_token__agent_id ON api_token (agent_id);
      SELECT enroll_in_ledger('api_token', append_only => false);

      -- On which day a token was last used: no record, and no act of anybody.
      CREATE TABLE api_token_use (
        token_id uuid NOT NULL,
        used_on date NOT NULL,
        CONSTRAINT pk__api_token_use PRIMARY KEY (token_id),
        CONSTRAINT fk__api_token_use__token_id__api_token FOREIGN KEY (token_id) REFERENCES api_token (id)
      );
      GRANT SELECT, INSERT, UPDATE ON api_token_use TO kataribe_app;
      GRANT SELECT ON api_token_use TO kataribe_reader;

      -- What a request with an Idempotency-Key led to. Only ids are kept, never content, so that nothing
      -- erased or restricted later lives on here. Not a domain table: rows may expire.
      CREATE TABLE idempotency_key (
        agent_id uuid NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        request_sha256 text NOT NULL,
        result jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__idempotency_key PRIMARY KEY (agent_id, route, key)
      );
      CREATE INDEX ix__idempotency_key__created_at ON idempotency_key (created_at);
      GRANT SELECT, INSERT, DELETE ON idempotency_key TO kataribe_app;

      -- Cursors are sealed with it, since the places they name count what one may not see.
      CREATE TABLE cursor_key (key bytea NOT NULL, CONSTRAINT pk__cursor_key PRIMARY KEY (key));
      INSERT INTO cursor_key SELECT sha256(convert_to(string_agg(gen_random_uuid()::text, ''), 'UTF8')) FROM generate_series(1, 4);
      GRANT SELECT ON cursor_key TO kataribe_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE cursor_key, idempotency_key, api_token_use, api_token; DROP AGGREGATE strictest(smallint); DROP FUNCTION strictest, may_read;',
    );
  }
}
