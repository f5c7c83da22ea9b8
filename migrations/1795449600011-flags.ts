import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Flags: a researcher's mark on a claim, raised, then upheld or dismissed with a reason. */
export class Flags1795449600011 implements MigrationInterface {
  name = 'Flags1795449600011';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE flag (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        claim_id uuid NOT NULL,
        kind text NOT NULL,
        reason text NOT NULL,
        raised_by_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'pending',
        decided_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__flag PRIMARY KEY (id),
        CONSTRAINT ck__flag__kind CHECK (kind IN ('unverified', 'contradicted', 'misquoted', 'mistranslated',
          'misdated', 'sensitive', 'other')),
        CONSTRAINT ck__flag__state CHECK (state IN ('pending', 'upheld', 'dismissed')),
        CONSTRAINT ck__flag__decided_because CHECK ((state = 'pending') = (decided_because IS NULL)),
        CONSTRAINT fk__flag__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__flag__raised_by_id__agent FOREIGN KEY (raised_by_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__flag__claim_id ON flag (claim_id, sequence);
      CREATE INDEX ix__flag__raised_by_id ON flag (raised_by_id);
      SELECT enroll_in_ledger('flag', append_only => false);
      SELECT declare_edges('flag', '[
        {"from": ["flag", "id"], "relation": "''wasDerivedFrom''", "to": ["claim", "claim_id"]},
        {"from": ["flag", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "raised_by_id"]}]');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE flag;');
  }
}
