import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Translations: layers beside a text, never in its place, aligned with it passage by passage. */
export class Translations1795449600027 implements MigrationInterface {
  name = 'Translations1795449600027';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE translation (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        revision_id uuid NOT NULL,
        language text NOT NULL,
        text text NOT NULL,
        sha256 text NOT NULL,
        bytes integer NOT NULL,
        code_points integer NOT NULL,
        agent_id uuid NOT NULL,
        replaces_id uuid,
        note text,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__translation PRIMARY KEY (id),
        CONSTRAINT uq__translation__sequence UNIQUE (sequence),
        -- Replaced once: whoever replaces it a second time has not seen the first.
        CONSTRAINT uq__translation__replaces_id UNIQUE (replaces_id),
        CONSTRAINT ck__translation__sha256 CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
        CONSTRAINT ck__translation__bytes CHECK (bytes = octet_length(text)),
        CONSTRAINT ck__translation__code_points CHECK (code_points = char_length(text)),
        CONSTRAINT fk__translation__revision_id__revision FOREIGN KEY (revision_id) REFERENCES revision (id),
        CONSTRAINT fk__translation__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__translation__replaces_id__translation FOREIGN KEY (replaces_id) REFERENCES translation (id)
      );
      CREATE INDEX ix__translation__revision_id ON translation (revision_id, sequence);
      CREATE INDEX ix__translation__agent_id ON translation (agent_id);
      ALTER TABLE translation ALTER COLUMN text SET STORAGE EXTERNAL;
      SELECT enroll_in_ledger('translation', append_only => true);
      SELECT declare_edges('translation', '[
        {"from": ["translation", "id"], "relation": "''wasDerivedFrom''", "to": ["revision", "revision_id"]},
        {"from": ["translation", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "agent_id"]},
        {"from": ["translation", "id"], "relation": "''wasRevisionOf''", "to": ["translation", "replaces_id"]}]');

      CREATE TABLE translation_passage (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        translation_id uuid NOT NULL,
        number integer NOT NULL,
        -- Of the original; several may translate one.
        passage_id uuid NOT NULL,
        start_offset integer NOT NULL,
        end_offset integer NOT NULL,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__translation_passage PRIMARY KEY (id),
        CONSTRAINT uq__translation_passage__translation_id__number UNIQUE (translation_id, number),
        CONSTRAINT uq__translation_passage__translation_id__start_offset UNIQUE (translation_id, start_offset),
        CONSTRAINT ck__translation_passage__end_offset CHECK (0 <= start_offset AND start_offset < end_offset),
        CONSTRAINT fk__translation_passage__translation_id__translation
          FOREIGN KEY (translation_id) REFERENCES translation (id),
        CONSTRAINT fk__translation_passage__passage_id__passage FOREIGN KEY (passage_id) REFERENCES passage (id)
      );
      CREATE INDEX ix__translation_passage__passage_id ON translation_passage (passage_id);
      SELECT enroll_in_ledger('translation_passage', append_only => true);

      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          SELECT ''translation'', l.id, (SELECT t.title || '', revision '' || v.number || '', in '' || l.language
              FROM revision v JOIN testimony t ON t.id = v.testimony_id WHERE v.id = l.revision_id),
            NULL, l.access, l.activity_id
          FROM translation l';
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS '
          || (regexp_split_to_array(pg_get_viewdef('record'::regclass), 'UNION ALL\\s+SELECT ''translation''::text'))[1];
      END $$;
      DROP TABLE translation_passage, translation;
    `);
  }
}
