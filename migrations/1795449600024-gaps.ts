import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers to questions, and the documents that ought to exist: what was expected, searched for, found or not. */
export class Gaps1795449600024 implements MigrationInterface {
  name = 'Gaps1795449600024';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX ix__question__state ON question (state, sequence);

      CREATE TABLE answer (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        question_id uuid NOT NULL,
        statement text,
        withdrawn_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__answer PRIMARY KEY (id),
        CONSTRAINT fk__answer__question_id__question FOREIGN KEY (question_id) REFERENCES question (id)
      );
      -- One answer stands at a time; earlier ones are kept.
      CREATE UNIQUE INDEX uq__answer__question_id ON answer (question_id) WHERE withdrawn_because IS NULL;
      CREATE INDEX ix__answer__question_id ON answer (question_id);
      SELECT enroll_in_ledger('answer', append_only => false);
      SELECT declare_edges('answer', '[
        {"from": ["answer", "id"], "relation": "''wasDerivedFrom''", "to": ["question", "question_id"]}]');

      CREATE TABLE answer_reference (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        answer_id uuid NOT NULL,
        role text NOT NULL,
        claim_id uuid,
        source_id uuid,
        passage_id uuid,
        locator_label text,
        locator_value text,
        quotation text,
        quotation_language text,
        note text,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__answer_reference PRIMARY KEY (id),
        CONSTRAINT ck__answer_reference__role CHECK (role IN ('states', 'cites', 'settles')),
        CONSTRAINT ck__answer_reference__claim_id CHECK (
          num_nonnulls(claim_id, source_id, passage_id) = 1 AND (role = 'cites' OR claim_id IS NOT NULL)),
        CONSTRAINT ck__answer_reference__locator_label CHECK ((locator_label IS NULL) = (locator_value IS NULL)),
        CONSTRAINT fk__answer_reference__answer_id__answer FOREIGN KEY (answer_id) REFERENCES answer (id),
        CONSTRAINT fk__answer_reference__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__answer_reference__source_id__source FOREIGN KEY (source_id) REFERENCES source (id),
        CONSTRAINT fk__answer_reference__passage_id__passage FOREIGN KEY (passage_id) REFERENCES passage (id)
      );
      CREATE INDEX ix__answer_reference__answer_id ON answer_reference (answer_id, sequence);
      CREATE INDEX ix__answer_reference__claim_id ON answer_reference (claim_id);
      CREATE INDEX ix__answer_reference__source_id ON answer_reference (source_id);
      CREATE INDEX ix__answer_reference__passage_id ON answer_reference (passage_id);
      SELECT enroll_in_ledger('answer_reference', append_only => true);
      -- An answer is derived from what it states and cites; of what it settles it only says so.
      SELECT declare_edges('answer_reference', '[
        {"from": ["answer", "answer_id"], "to": ["claim", "claim_id"],
         "relation": "CASE r.role WHEN ''settles'' THEN ''wasInfluencedBy'' ELSE ''wasDerivedFrom'' END"},
        {"from": ["answer", "answer_id"], "to": ["source", "source_id"], "relation": "''wasDerivedFrom''"},
        {"from": ["answer", "answer_id"], "to": ["passage", "passage_id"], "relation": "''wasDerivedFrom''"}]');

      CREATE TABLE expected_document (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        question_id uuid NOT NULL,
        claim_id uuid,
        kind text NOT NULL,
        description text NOT NULL,
        holder_agent_id uuid,
        holder_place_id uuid,
        holder_words text,
        found_source_id uuid,
        lost_because text,
        note text,
        withdrawn_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__expected_document PRIMARY KEY (id),
        CONSTRAINT uq__expected_document__sequence UNIQUE (sequence),
        CONSTRAINT ck__expected_document__kind CHECK (kind IN ('document', 'recording', 'photograph', 'object')),
        CONSTRAINT ck__expected_document__holder_agent_id CHECK (num_nonnulls(holder_agent_id, holder_place_id) <= 1),
        CONSTRAINT fk__expected_document__question_id__question FOREIGN KEY (question_id) REFERENCES question (id),
        CONSTRAINT fk__expected_document__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__expected_document__holder_agent_id__agent FOREIGN KEY (holder_agent_id) REFERENCES agent (id),
        CONSTRAINT fk__expected_document__holder_place_id__place FOREIGN KEY (holder_place_id) REFERENCES place (id),
        CONSTRAINT fk__expected_document__found_source_id__source FOREIGN KEY (found_source_id) REFERENCES source (id)
      );
      CREATE INDEX ix__expected_document__question_id ON expected_document (question_id, sequence);
      CREATE INDEX ix__expected_document__claim_id ON expected_document (claim_id);
      CREATE INDEX ix__expected_document__holder_agent_id ON expected_document (holder_agent_id);
      CREATE INDEX ix__expected_document__holder_place_id ON expected_document (holder_place_id);
      CREATE INDEX ix__expected_document__found_source_id ON expected_document (found_source_id);
      SELECT enroll_in_ledger('expected_document', append_only => false);
      SELECT declare_edges('expected_document', '[
        {"from": ["expected_document", "id"], "relation": "''wasDerivedFrom''", "to": ["question", "question_id"],
         "holds": "r.withdrawn_because IS NULL"},
        {"from": ["expected_document", "id"], "relation": "''wasDerivedFrom''", "to": ["claim", "claim_id"],
         "holds": "r.withdrawn_because IS NULL"},
        {"from": ["expected_document", "id"], "relation": "''wasInfluencedBy''", "to": ["agent", "holder_agent_id"],
         "holds": "r.withdrawn_because IS NULL"},
        {"from": ["expected_document", "id"], "relation": "''wasInfluencedBy''", "to": ["source", "found_source_id"],
         "holds": "r.withdrawn_because IS NULL"}]');

      -- What a lead searches for. Its attempts are the searches.
      ALTER TABLE lead ADD COLUMN expected_document_id uuid;
      ALTER TABLE lead ADD CONSTRAINT fk__lead__expected_document_id__expected_document
        FOREIGN KEY (expected_document_id) REFERENCES expected_document (id);
      CREATE INDEX ix__lead__expected_document_id ON lead (expected_document_id);

      DROP TRIGGER link ON lead;
      DROP TRIGGER relink ON lead;
      DROP TRIGGER unlink ON lead;
      DROP FUNCTION link_lead, relink_lead, unlink_lead;
      SELECT declare_edges('lead', '[
        {"from": ["lead", "id"], "relation": "''wasDerivedFrom''", "to": ["question", "question_id"]},
        {"from": ["lead", "id"], "relation": "''wasDerivedFrom''", "to": ["expected_document", "expected_document_id"]},
        {"from": ["lead", "id"], "relation": "''wasInfluencedBy''", "to": ["agent", "agent_id"]},
        {"from": ["lead", "id"], "relation": "''wasInfluencedBy''", "to": ["source", "source_id"]}]');

      -- Claims that a standing answer settles, or settled then, and that nobody has judged since it was given: they
      -- are to be looked at once more. Of claims one may not see it tells nothing; ask it of those one may.
      CREATE FUNCTION claims_answered_since_judged(clearance smallint[], as_of bigint[])
        RETURNS TABLE (claim_id uuid, answer_id uuid, question_id uuid) LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT r.claim_id, r.answer_id, q.id
        FROM answer_reference r
        JOIN answer n ON n.id = r.answer_id AND may_read(n.access, clearance)
        JOIN question q ON q.id = n.question_id AND may_read(q.access, clearance)
        JOIN claim c ON c.id = r.claim_id AND may_read(c.access, clearance)
        WHERE r.role = 'settles' AND may_read(r.access, clearance)
          -- An answer is changed by its withdrawal alone, so that the last activity on it is that.
          AND stood_at(r.activity_id, CASE WHEN n.withdrawn_because IS NOT NULL THEN n.activity_id END, as_of)
          AND NOT EXISTS (
            SELECT FROM assessment s JOIN activity judged ON judged.id = s.activity_id
            WHERE s.claim_id = r.claim_id AND may_read(s.access, clearance)
              AND judged.sequence > (SELECT given.sequence FROM activity given WHERE given.id = r.activity_id)
              AND (as_of IS NULL OR seen_at(judged.sequence, as_of))) $$;

      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          SELECT ''answer'', id, coalesce(statement, ''an answer by claims alone''), NULL, access, activity_id FROM answer
          UNION ALL
          SELECT ''expected_document'', id, description, NULL, access, activity_id FROM expected_document';
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS '
          || (regexp_split_to_array(pg_get_viewdef('record'::regclass), 'UNION ALL\\s+SELECT ''answer''::text'))[1];
      END $$;
      DROP FUNCTION claims_answered_since_judged;
      DROP TRIGGER link ON lead;
      DROP TRIGGER relink ON lead;
      DROP TRIGGER unlink ON lead;
      DROP FUNCTION link_lead, relink_lead, unlink_lead;
      SELECT declare_edges('lead', '[
        {"from": ["lead", "id"], "relation": "''wasDerivedFrom''", "to": ["question", "question_id"]},
        {"from": ["lead", "id"], "relation": "''wasInfluencedBy''", "to": ["agent", "agent_id"]},
        {"from": ["lead", "id"], "relation": "''wasInfluencedBy''", "to": ["source", "source_id"]}]');
      ALTER TABLE lead DROP COLUMN expected_document_id;
      DROP TABLE expected_document, answer_reference, answer;
      DROP FUNCTION link_expected_document, relink_expected_document, unlink_expected_document, link_answer, relink_answer,
        unlink_answer, link_answer_reference, relink_answer_reference, unlink_answer_reference;
      DROP INDEX ix__question__state;
    `);
  }
}
