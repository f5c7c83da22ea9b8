import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Chains of tellers that can be corrected, and who the unnamed really are, for those who may know. */
export class Tellers1795449600015 implements MigrationInterface {
  name = 'Tellers1795449600015';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE teller ADD COLUMN withdrawn_because text;
      ALTER TABLE teller DROP CONSTRAINT uq__teller__claim_id__position;
      CREATE UNIQUE INDEX uq__teller__claim_id__position ON teller (claim_id, position)
        WHERE withdrawn_because IS NULL;
      -- The claims told from a source are counted: in their order they need no sorting.
      DROP INDEX ix__teller__source_id;
      CREATE INDEX ix__teller__source_id ON teller (source_id, claim_id);
      -- Earlier chains are read, too.
      CREATE INDEX ix__teller__claim_id ON teller (claim_id);
      -- A hop that was withdrawn is no edge any more.
      DROP TRIGGER link ON teller;
      DROP TRIGGER relink ON teller;
      DROP TRIGGER unlink ON teller;
      DROP FUNCTION link_teller, relink_teller, unlink_teller;
      SELECT declare_edges('teller', '[
        {"from": ["claim", "claim_id"], "relation": "''wasAttributedTo''", "to": ["agent", "agent_id"],
         "holds": "r.withdrawn_because IS NULL"},
        {"from": ["claim", "claim_id"], "relation": "''wasDerivedFrom''", "to": ["source", "source_id"],
         "holds": "r.withdrawn_because IS NULL"}]');

      -- Apart from the record it belongs to, so that nothing that reads the record can pass it on. It is no node
      -- of the graph, and access 3 goes to its history too.
      CREATE TABLE sealed_identity (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        agent_id uuid,
        source_id uuid,
        identity text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__sealed_identity PRIMARY KEY (id),
        CONSTRAINT uq__sealed_identity__agent_id UNIQUE (agent_id),
        CONSTRAINT uq__sealed_identity__source_id UNIQUE (source_id),
        CONSTRAINT ck__sealed_identity__agent_id CHECK (num_nonnulls(agent_id, source_id) = 1),
        CONSTRAINT fk__sealed_identity__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__sealed_identity__source_id__source FOREIGN KEY (source_id) REFERENCES source (id)
      );
      SELECT enroll_in_ledger('sealed_identity', append_only => false);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE sealed_identity;
      DROP TRIGGER link ON teller;
      DROP TRIGGER relink ON teller;
      DROP TRIGGER unlink ON teller;
      DROP FUNCTION link_teller, relink_teller, unlink_teller;
      SELECT declare_edges('teller', '[
        {"from": ["claim", "claim_id"], "relation": "''wasAttributedTo''", "to": ["agent", "agent_id"]},
        {"from": ["claim", "claim_id"], "relation": "''wasDerivedFrom''", "to": ["source", "source_id"]}]');
      DROP INDEX ix__teller__claim_id, uq__teller__claim_id__position, ix__teller__source_id;
      CREATE INDEX ix__teller__source_id ON teller (source_id);
      ALTER TABLE teller DROP COLUMN withdrawn_because;
      ALTER TABLE teller ADD CONSTRAINT uq__teller__claim_id__position UNIQUE (claim_id, position);
    `);
  }
}
