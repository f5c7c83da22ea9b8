import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases of contradiction with the question they raise and the positions taken, and what became of suggestions. */
export class ContradictionCases1795449600017 implements MigrationInterface {
  name = 'ContradictionCases1795449600017';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE contradiction_position (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        contradiction_id uuid NOT NULL,
        number integer NOT NULL,
        statement text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__contradiction_position PRIMARY KEY (id),
        CONSTRAINT uq__contradiction_position__contradiction_id__number UNIQUE (contradiction_id, number),
        CONSTRAINT ck__contradiction_position__number CHECK (number > 0),
        CONSTRAINT fk__contradiction_position__contradiction_id__contradiction
          FOREIGN KEY (contradiction_id) REFERENCES contradiction (id)
      );
      SELECT enroll_in_ledger('contradiction_position', append_only => false);

      -- Null as long as nobody has said which side the claim is on.
      ALTER TABLE contradiction_claim ADD COLUMN position_id uuid;
      ALTER TABLE contradiction_claim ADD CONSTRAINT fk__contradiction_claim__position_id__contradiction_position
        FOREIGN KEY (position_id) REFERENCES contradiction_position (id);
      CREATE INDEX ix__contradiction_claim__position_id ON contradiction_claim (position_id);

      ALTER TABLE contradiction ADD COLUMN question text;
      ALTER TABLE contradiction ADD COLUMN preferred_id uuid;
      ALTER TABLE contradiction ADD CONSTRAINT fk__contradiction__preferred_id__contradiction_position
        FOREIGN KEY (preferred_id) REFERENCES contradiction_position (id);
      ALTER TABLE contradiction ADD CONSTRAINT ck__contradiction__preferred_id
        CHECK (preferred_id IS NULL OR state = 'preferred');
      CREATE INDEX ix__contradiction__preferred_id ON contradiction (preferred_id);

      -- Suggestions are computed, never stored; what somebody decided about one is, so that it is not made again.
      CREATE TABLE suggestion_decision (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        rule text NOT NULL,
        claim_id uuid NOT NULL,
        other_claim_id uuid NOT NULL,
        state text NOT NULL,
        because text NOT NULL,
        contradiction_id uuid,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__suggestion_decision PRIMARY KEY (id),
        CONSTRAINT uq__suggestion_decision__claims UNIQUE (claim_id, other_claim_id, rule),
        CONSTRAINT ck__suggestion_decision__rule CHECK (rule IN ('dates_apart', 'different_people', 'different_counts')),
        CONSTRAINT ck__suggestion_decision__other_claim_id CHECK (claim_id < other_claim_id),
        CONSTRAINT ck__suggestion_decision__state CHECK (state IN ('accepted', 'dismissed')),
        CONSTRAINT ck__suggestion_decision__contradiction_id
          CHECK ((state = 'accepted') = (contradiction_id IS NOT NULL)),
        CONSTRAINT fk__suggestion_decision__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__suggestion_decision__other_claim_id__claim FOREIGN KEY (other_claim_id) REFERENCES claim (id),
        CONSTRAINT fk__suggestion_decision__contradiction_id__contradiction
          FOREIGN KEY (contradiction_id) REFERENCES contradiction (id)
      );
      CREATE INDEX ix__suggestion_decision__other_claim_id ON suggestion_decision (other_claim_id);
      CREATE INDEX ix__suggestion_decision__contradiction_id ON suggestion_decision (contradiction_id);
      SELECT enroll_in_ledger('suggestion_decision', append_only => true);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE suggestion_decision;
      ALTER TABLE contradiction DROP COLUMN preferred_id, DROP COLUMN question;
      ALTER TABLE contradiction_claim DROP COLUMN position_id;
      DROP TABLE contradiction_position;
    `);
  }
}
