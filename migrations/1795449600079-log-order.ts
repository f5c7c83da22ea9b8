import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * In which order the log holds the activities, and the sizes its tree was signed at. A stand-in with the columns that reads as
 * of a checkpoint ask for, until the log itself is here.
 */
export class LogOrder1795449600079 implements MigrationInterface {
  name = 'LogOrder1795449600079';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- An activity's leaves are [first_leaf, next_leaf). It is late where it came into the log after one of a higher sequence.
      CREATE TABLE log_sequenced (
        activity_id uuid NOT NULL,
        sequence bigint NOT NULL,
        first_leaf bigint NOT NULL,
        next_leaf bigint NOT NULL,
        is_late boolean NOT NULL,
        CONSTRAINT pk__log_sequenced PRIMARY KEY (activity_id),
        CONSTRAINT uq__log_sequenced__first_leaf UNIQUE (first_leaf),
        CONSTRAINT uq__log_sequenced__next_leaf UNIQUE (next_leaf)
      );
      CREATE INDEX ix__log_sequenced__late ON log_sequenced (first_leaf, sequence) WHERE is_late;

      CREATE TABLE log_checkpoint (
        tree_size bigint NOT NULL,
        root bytea NOT NULL,
        note text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_sequence bigint NOT NULL,
        CONSTRAINT pk__log_checkpoint PRIMARY KEY (tree_size)
      );

      -- What was committed and is not in the log yet.
      CREATE TABLE log_pending (
        activity_id uuid NOT NULL,
        sequence bigint NOT NULL,
        CONSTRAINT pk__log_pending PRIMARY KEY (sequence)
      );
      GRANT SELECT ON log_sequenced, log_checkpoint, log_pending
        TO kataribe_app, kataribe_reader;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE log_pending, log_checkpoint, log_sequenced;');
  }
}
