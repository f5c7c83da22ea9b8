import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The archive's own software, which does what nobody else is there to do: found the archive, and seed it. */
export class FirstAgent1795449600003 implements MigrationInterface {
  name = 'FirstAgent1795449600003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET CONSTRAINTS fk__activity__agent_id__agent DEFERRED;
      INSERT INTO activity (type, agent_id, note)
      VALUES ('archive.found', '00000000-0000-4000-8000-000000000001', 'The archive is founded.');
      INSERT INTO agent (id, kind, name, description)
      VALUES ('00000000-0000-4000-8000-000000000001', 'software', 'Kataribe', 'The software of this archive.');
      SET CONSTRAINTS fk__activity__agent_id__agent IMMEDIATE;
      -- Migrations share a transaction; this one's activity ends here.
      SELECT set_config('kataribe.activity', '', true);
    `);
  }

  // The ledger is append-only: what founded the archive goes only with the tables themselves.
  async down(): Promise<void> {}
}
