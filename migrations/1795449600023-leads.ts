import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leads with a reason for how they stand and a next step; attempts that say where was searched. */
export class Leads1795449600023 implements MigrationInterface {
  name = 'Leads1795449600023';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE lead
        ADD COLUMN state_because text,
        ADD COLUMN next_step text,
        ADD COLUMN next_step_owner_id uuid,
        ADD COLUMN next_step_due_words text,
        ADD COLUMN next_step_due_edtf text,
        ADD COLUMN next_step_due_span datemultirange,
        ADD CONSTRAINT fk__lead__next_step_owner_id__agent FOREIGN KEY (next_step_owner_id) REFERENCES agent (id),
        ADD CONSTRAINT ck__lead__next_step CHECK (next_step IS NOT NULL
          OR num_nonnulls(next_step_owner_id, next_step_due_words, next_step_due_edtf) = 0),
        -- Only people die, and only who can answer can be contacted, met, or decline.
        ADD CONSTRAINT ck__lead__state_of_kind CHECK (CASE state
          WHEN 'died' THEN kind = 'person'
          WHEN 'contacted' THEN kind IN ('person', 'institution')
          WHEN 'met' THEN kind IN ('person', 'institution')
          WHEN 'declined' THEN kind IN ('person', 'institution')
          ELSE true END);
      CREATE INDEX ix__lead__next_step_owner_id ON lead (next_step_owner_id) WHERE next_step_owner_id IS NOT NULL;

      ALTER TABLE attempt
        ADD COLUMN where_place_id uuid,
        ADD COLUMN where_agent_id uuid,
        ADD COLUMN where_source_id uuid,
        ADD COLUMN where_words text,
        ADD CONSTRAINT ck__attempt__where_place_id
          CHECK (num_nonnulls(where_place_id, where_agent_id, where_source_id) <= 1),
        ADD CONSTRAINT fk__attempt__where_place_id__place FOREIGN KEY (where_place_id) REFERENCES place (id),
        ADD CONSTRAINT fk__attempt__where_agent_id__agent FOREIGN KEY (where_agent_id) REFERENCES agent (id),
        ADD CONSTRAINT fk__attempt__where_source_id__source FOREIGN KEY (where_source_id) REFERENCES source (id);
      CREATE INDEX ix__attempt__where_place_id ON attempt (where_place_id) WHERE where_place_id IS NOT NULL;
      CREATE INDEX ix__attempt__where_agent_id ON attempt (where_agent_id) WHERE where_agent_id IS NOT NULL;
      CREATE INDEX ix__attempt__where_source_id ON attempt (where_source_id) WHERE where_source_id IS NOT NULL;
      -- What an attempt found rests on where it was sought.
      DROP TRIGGER link ON attempt;
      DROP TRIGGER relink ON attempt;
      DROP TRIGGER unlink ON attempt;
      DROP FUNCTION link_attempt, relink_attempt, unlink_attempt;
      SELECT declare_edges('attempt', '[
        {"from": ["attempt", "id"], "relation": "''wasDerivedFrom''", "to": ["lead", "lead_id"]},
        {"from": ["attempt", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "made_by_id"]},
        {"from": ["attempt", "id"], "relation": "''wasInfluencedBy''", "to": ["agent", "where_agent_id"]},
        {"from": ["attempt", "id"], "relation": "''wasInfluencedBy''", "to": ["source", "where_source_id"]}]');

      -- Whether two descriptions of where was searched are the same words, whatever their width, case and blanks.
      CREATE FUNCTION words_of_place(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT lower(regexp_replace(btrim(normalize(words, NFKC)), '\\s+', ' ', 'g')) $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION words_of_place;
      DROP TRIGGER link ON attempt;
      DROP TRIGGER relink ON attempt;
      DROP TRIGGER unlink ON attempt;
      DROP FUNCTION link_attempt, relink_attempt, unlink_attempt;
      SELECT declare_edges('attempt', '[
        {"from": ["attempt", "id"], "relation": "''wasDerivedFrom''", "to": ["lead", "lead_id"]},
        {"from": ["attempt", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "made_by_id"]}]');
      ALTER TABLE attempt DROP COLUMN where_place_id, DROP COLUMN where_agent_id, DROP COLUMN where_source_id,
        DROP COLUMN where_words;
      ALTER TABLE lead DROP COLUMN state_because, DROP COLUMN next_step, DROP COLUMN next_step_owner_id,
        DROP COLUMN next_step_due_words, DROP COLUMN next_step_due_edtf, DROP COLUMN next_step_due_span,
        DROP CONSTRAINT ck__lead__state_of_kind;
    `);
  }
}
