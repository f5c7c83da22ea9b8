import type { MigrationInterface, QueryRunner } from 'typeorm';

/** record: every node of the provenance graph with its kind, label and access, for graphs, history and exports. */
export class Record1795449600012 implements MigrationInterface {
  name = 'Record1795449600012';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE VIEW record AS
        -- Scalar subqueries, not joins: each branch stays one table that is entered by its own index.
        SELECT 'claim' AS kind, c.id, c.statement AS label,
          (SELECT t.accession FROM testimony t WHERE t.id = c.testimony_id) || ' #' || c.number AS pointer,
          c.access, c.activity_id
          FROM claim c
        UNION ALL
        -- What a passage is called by is cut from its text, and so depends on who asks: record_label says it.
        SELECT 'passage', p.id, NULL,
          (SELECT t.accession || ' r' || r.number FROM revision r JOIN testimony t ON t.id = r.testimony_id
            WHERE r.id = p.revision_id) || ' ¶' || p.number, p.access, p.activity_id
          FROM passage p
        UNION ALL
        SELECT 'revision', r.id, (SELECT t.title FROM testimony t WHERE t.id = r.testimony_id)
            || ', revision ' || r.number,
          (SELECT t.accession FROM testimony t WHERE t.id = r.testimony_id) || ' r' || r.number,
          r.access, r.activity_id
          FROM revision r
        UNION ALL
        SELECT 'testimony', id, title, accession, access, activity_id FROM testimony
        UNION ALL
        SELECT 'source', id, coalesce(csl ->> 'title', description), NULL, access, activity_id FROM source
        UNION ALL
        SELECT 'agent', id, coalesce(name, description), NULL, access, activity_id FROM agent
        UNION ALL
        SELECT 'place', id, name, NULL, access, activity_id FROM place
        UNION ALL
        SELECT 'citation', id, stance, NULL, access, activity_id FROM citation
        UNION ALL
        SELECT 'assessment', id, confidence, NULL, access, activity_id FROM assessment
        UNION ALL
        SELECT 'contradiction', id, statement, NULL, access, activity_id FROM contradiction
        UNION ALL
        SELECT 'question', id, statement, NULL, access, activity_id FROM question
        UNION ALL
        SELECT 'lead', id, description, NULL, access, activity_id FROM lead
        UNION ALL
        SELECT 'attempt', id, coalesce(note, outcome), NULL, access, activity_id FROM attempt
        UNION ALL
        SELECT 'flag', id, kind || ': ' || reason, NULL, access, activity_id FROM flag;
      GRANT SELECT ON record TO kataribe_app, kataribe_reader;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP VIEW record;');
  }
}
