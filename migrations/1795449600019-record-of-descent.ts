import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Record1795449600012 } from './1795449600012-record.js';

/** The view of all records, with the two kinds that came with descent: a step back, and a source's reliability. */
export class RecordOfDescent1795449600019 implements MigrationInterface {
  name = 'RecordOfDescent1795449600019';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          SELECT ''descent'', id, kind, NULL, access, activity_id FROM descent
          UNION ALL
          SELECT ''reliability'', id, grade, NULL, access, activity_id FROM reliability';
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const before = new Record1795449600012();
    await before.down(queryRunner);
    await before.up(queryRunner);
  }
}
