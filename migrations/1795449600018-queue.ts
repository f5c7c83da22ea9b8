import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The queue: flags that can be reopened, and who has taken a claim upon himself. */
export class Queue1795449600018 implements MigrationInterface {
  name = 'Queue1795449600018';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE flag ADD COLUMN reopened_because text;

      -- Who is at work on a claim. Housekeeping, no provenance: it makes no edges.
      CREATE TABLE assignment (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        claim_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        note text,
        released_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__assignment PRIMARY KEY (id),
        CONSTRAINT fk__assignment__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__assignment__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      -- One at a time has a claim.
      CREATE UNIQUE INDEX uq__assignment__claim_id ON assignment (claim_id) WHERE released_because IS NULL;
      -- Who had a claim at an earlier moment has released it since.
      CREATE INDEX ix__assignment__claim_id ON assignment (claim_id, sequence);
      CREATE INDEX ix__assignment__agent_id ON assignment (agent_id) WHERE released_because IS NULL;
      SELECT enroll_in_ledger('assignment', append_only => false);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE assignment;
      ALTER TABLE flag DROP COLUMN reopened_because;
    `);
  }
}
