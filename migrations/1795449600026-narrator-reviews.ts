import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What narrators or their heirs said of a text when they read it: the correction they ask for is evidence itself. */
export class NarratorReviews1795449600026 implements MigrationInterface {
  name = 'NarratorReviews1795449600026';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE narrator_review (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        revision_id uuid NOT NULL,
        -- Null: the whole text was read.
        passage_id uuid,
        agent_id uuid NOT NULL,
        reviewed_words text,
        reviewed_edtf text,
        reviewed_span datemultirange,
        -- Null: read and left as it is.
        asked text,
        note text,
        -- The revision in which it was done.
        carried_out_in_id uuid,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__narrator_review PRIMARY KEY (id),
        CONSTRAINT uq__narrator_review__sequence UNIQUE (sequence),
        CONSTRAINT ck__narrator_review__reviewed CHECK ((reviewed_edtf IS NULL) = (reviewed_span IS NULL)),
        CONSTRAINT fk__narrator_review__revision_id__revision FOREIGN KEY (revision_id) REFERENCES revision (id),
        CONSTRAINT fk__narrator_review__passage_id__passage FOREIGN KEY (passage_id) REFERENCES passage (id),
        CONSTRAINT fk__narrator_review__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__narrator_review__carried_out_in_id__revision
          FOREIGN KEY (carried_out_in_id) REFERENCES revision (id)
      );
      CREATE INDEX ix__narrator_review__revision_id ON narrator_review (revision_id, sequence);
      CREATE INDEX ix__narrator_review__passage_id ON narrator_review (passage_id);
      CREATE INDEX ix__narrator_review__agent_id ON narrator_review (agent_id);
      CREATE INDEX ix__narrator_review__carried_out_in_id ON narrator_review (carried_out_in_id);
      SELECT enroll_in_ledger('narrator_review', append_only => false);
      SELECT declare_edges('narrator_review', '[
        {"from": ["narrator_review", "id"], "relation": "''wasDerivedFrom''", "to": ["revision", "revision_id"]},
        {"from": ["narrator_review", "id"], "relation": "''wasDerivedFrom''", "to": ["passage", "passage_id"]},
        {"from": ["narrator_review", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "agent_id"]},
        {"from": ["revision", "carried_out_in_id"], "relation": "''wasInfluencedBy''", "to": ["narrator_review", "id"]}]');

      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          SELECT ''narrator_review'', id, coalesce(asked, ''read, and left as it is''), NULL, access, activity_id
          FROM narrator_review';
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS '
          || (regexp_split_to_array(pg_get_viewdef('record'::regclass), 'UNION ALL\\s+SELECT ''narrator_review''::text'))[1];
      END $$;
      DROP TABLE narrator_review;
    `);
  }
}
