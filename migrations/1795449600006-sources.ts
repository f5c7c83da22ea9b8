import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Places, slim for now, and sources: citable items as CSL-JSON, or unnamed ones by description. */
export class Sources1795449600006 implements MigrationInterface {
  name = 'Sources1795449600006';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE place (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        name text NOT NULL,
        note text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__place PRIMARY KEY (id),
        CONSTRAINT uq__place__sequence UNIQUE (sequence)
      );
      CREATE INDEX ix__place__name ON place (name);
      SELECT enroll_in_ledger('place', append_only => false);

      CREATE TABLE source (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        csl jsonb,
        description text,
        unnamed_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__source PRIMARY KEY (id),
        CONSTRAINT uq__source__sequence UNIQUE (sequence),
        -- A source is named by its CSL item, or it is unnamed and described.
        CONSTRAINT ck__source__csl CHECK ((csl IS NULL) = (unnamed_because IS NOT NULL)),
        CONSTRAINT ck__source__description CHECK (csl IS NOT NULL OR description IS NOT NULL)
      );
      SELECT enroll_in_ledger('source', append_only => false);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE source, place;');
  }
}
