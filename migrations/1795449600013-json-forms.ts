import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The JSON forms that many documents share, written once. Plain SQL: the planner puts them in line. */
export class JsonForms1795449600013 implements MigrationInterface {
  name = 'JsonForms1795449600013';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION agent_reference(id uuid, name text, description text) RETURNS json
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT json_build_object('id', id, 'name', coalesce(name, description), 'unnamed', name IS NULL) $$;

      CREATE FUNCTION source_reference(id uuid, csl jsonb, description text) RETURNS json
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT json_build_object('id', id, 'title', coalesce(csl ->> 'title', description),
          'unnamed', csl IS NULL) $$;

      CREATE FUNCTION told_date(words text, edtf text, span datemultirange) RETURNS json
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN words IS NOT NULL OR edtf IS NOT NULL THEN json_build_object(
          'words', words, 'edtf', edtf, 'earliest', lower(span)::text, 'latest', (upper(span) - 1)::text) END $$;

      CREATE FUNCTION activity_reference(wanted uuid) RETURNS json
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT json_build_object('id', a.id, 'type', a.type, 'at', a.started_at,
          'agent', agent_reference(g.id, g.name, g.description))
        FROM activity a JOIN agent g ON g.id = a.agent_id WHERE a.id = wanted $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP FUNCTION activity_reference, told_date, source_reference, agent_reference;',
    );
  }
}
