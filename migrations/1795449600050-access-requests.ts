import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests to read what is closed until somebody has looked at who asks and what for, and what was granted on them. */
export class AccessRequests1795449600050 implements MigrationInterface {
  name = 'AccessRequests1795449600050';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE access_request (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        restriction_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        purpose text NOT NULL,
        state text NOT NULL DEFAULT 'open',
        decided_by_id uuid,
        decided_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__access_request PRIMARY KEY (id),
        CONSTRAINT uq__access_request__sequence UNIQUE (sequence),
        CONSTRAINT ck__access_request__state CHECK (state IN ('open', 'granted', 'declined', 'withdrawn')),
        CONSTRAINT ck__access_request__decided_by_id CHECK (
          (state = 'open') = (decided_by_id IS NULL) AND (decided_by_id IS NULL) = (decided_because IS NULL)),
        -- Nobody lets himself in, and nobody else takes a request back.
        CONSTRAINT ck__access_request__agent_id CHECK (
          CASE state WHEN 'withdrawn' THEN decided_by_id = agent_id ELSE decided_by_id <> agent_id END),
        CONSTRAINT fk__access_request__restriction_id__restriction
          FOREIGN KEY (restriction_id) REFERENCES restriction (id),
        CONSTRAINT fk__access_request__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__access_request__decided_by_id__agent FOREIGN KEY (decided_by_id) REFERENCES agent (id)
      );
      CREATE UNIQUE INDEX uq__access_request__open ON access_request (agent_id, restriction_id) WHERE state = 'open';
      CREATE INDEX ix__access_request__agent_id ON access_request (agent_id, sequence);
      CREATE INDEX ix__access_request__restriction_id ON access_request (restriction_id);
      CREATE INDEX ix__access_request__decided_by_id ON access_request (decided_by_id) WHERE decided_by_id IS NOT NULL;
      SELECT enroll_in_ledger('access_request', append_only => false);
      SELECT declare_derivations('access_request', '[]');

      CREATE TABLE access_grant (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        request_id uuid NOT NULL,
        restriction_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__access_grant PRIMARY KEY (id),
        CONSTRAINT uq__access_grant__request_id UNIQUE (request_id),
        CONSTRAINT fk__access_grant__request_id__access_request FOREIGN KEY (request_id) REFERENCES access_request (id),
        CONSTRAINT fk__access_grant__restriction_id__restriction
          FOREIGN KEY (restriction_id) REFERENCES restriction (id),
        CONSTRAINT fk__access_grant__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__access_grant__agent_id ON access_grant (agent_id) WHERE revoked_because IS NULL;
      CREATE INDEX ix__access_grant__restriction_id ON access_grant (restriction_id);
      SELECT enroll_in_ledger('access_grant', append_only => false);
      SELECT declare_derivations('access_grant', '[]');

      -- The compartments opened to somebody: asked on every request, so that what was revoked or has expired is closed on the
      -- next one.
      CREATE FUNCTION opened_to(wanted_agent_id uuid) RETURNS smallint[] LANGUAGE sql STABLE AS $$
        SELECT coalesce(array_agg(DISTINCT r.level), '{}') FROM access_grant g JOIN restriction r ON r.id = g.restriction_id
        WHERE g.agent_id = wanted_agent_id AND g.revoked_because IS NULL AND g.expires_at > now() $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION opened_to;
      SELECT revoke_derivations('access_grant'), revoke_derivations('access_request');
      DROP TABLE access_grant, access_request;
    `);
  }
}
