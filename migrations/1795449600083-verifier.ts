import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What `kataribe verify` reads, in a role that can change nothing: besides the tables under the log (enroll_in_log), what is
 * kept of their rows, what is worked out from them, and the log itself. No secrets.
 */
export class Verifier1795449600083 implements MigrationInterface {
  name = 'Verifier1795449600083';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`GRANT SELECT ON ${READ.join(', ')} TO kataribe_verifier`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`REVOKE SELECT ON ${READ.join(', ')} FROM kataribe_verifier`);
  }
}

const READ = [
  'history',
  'provenance_link',
  'restricted_record',
  'log_entry',
  'log_pending',
  'log_sequenced',
  'log_tile',
  'log_checkpoint',
  'log_cosignature',
  'log_time_stamp',
];
