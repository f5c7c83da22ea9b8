import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Provenance that others wrote, as it was received: beside the record, and never part of its graph. */
export class ExternalProvenance1795449600072 implements MigrationInterface {
  name = 'ExternalProvenance1795449600072';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE external_provenance (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        -- From whom it came, in words, and whom of the record that is.
        attributed_to text NOT NULL,
        agent_id uuid,
        note text,
        -- PROV-JSON, byte for byte as it came.
        document text NOT NULL,
        sha256 text NOT NULL,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__external_provenance PRIMARY KEY (id),
        CONSTRAINT uq__external_provenance__sequence UNIQUE (sequence),
        -- The digest stays that of what was received, where words of it were erased.
        CONSTRAINT ck__external_provenance__sha256 CHECK (
          sha256 = encode(sha256(convert_to(document, 'UTF8')), 'hex') OR strpos(document, '[erased]') > 0),
        CONSTRAINT fk__external_provenance__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      ALTER TABLE external_provenance ALTER COLUMN document SET STORAGE EXTERNAL;
      CREATE INDEX ix__external_provenance__agent_id ON external_provenance (agent_id);
      SELECT enroll_in_ledger('external_provenance', append_only => true);

      -- What of our record it speaks of. No edge: what others say of a record holds nothing up.
      CREATE TABLE external_subject (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        external_id uuid NOT NULL,
        testimony_id uuid,
        claim_id uuid,
        source_id uuid,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__external_subject PRIMARY KEY (id),
        CONSTRAINT uq__external_subject__external_id UNIQUE NULLS NOT DISTINCT
          (external_id, testimony_id, claim_id, source_id),
        CONSTRAINT ck__external_subject__testimony_id CHECK (num_nonnulls(testimony_id, claim_id, source_id) = 1),
        CONSTRAINT fk__external_subject__external_id__external_provenance
          FOREIGN KEY (external_id) REFERENCES external_provenance (id),
        CONSTRAINT fk__external_subject__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id),
        CONSTRAINT fk__external_subject__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__external_subject__source_id__source FOREIGN KEY (source_id) REFERENCES source (id)
      );
      CREATE INDEX ix__external_subject__testimony_id ON external_subject (testimony_id);
      CREATE INDEX ix__external_subject__claim_id ON external_subject (claim_id);
      CREATE INDEX ix__external_subject__source_id ON external_subject (source_id);
      SELECT enroll_in_ledger('external_subject', append_only => true);

      -- What was said to be of a closed record tells of it.
      SELECT declare_derivations('external_provenance', '[{"on": "agent_id"}]');
      SELECT declare_derivations('external_subject', (
        SELECT '[{"on": "external_id"}]'::jsonb || jsonb_agg(rule) FROM (
          SELECT jsonb_build_object('on', named) AS rule FROM unnest('{testimony_id,claim_id,source_id}'::text[]) named
          UNION ALL
          SELECT jsonb_build_object('on', named, 'child', '["external_provenance", "external_id"]'::jsonb)
          FROM unnest('{testimony_id,claim_id,source_id}'::text[]) named) rules));
      SELECT wall_in('external_provenance'), wall_in('external_subject');
      GRANT SELECT ON external_provenance, external_subject TO kataribe_registered, kataribe_public;

      INSERT INTO word_column VALUES
        ('external_provenance', 'attributed_to', '''[erased]'''),
        ('external_provenance', 'note', 'CASE WHEN r.note IS NOT NULL THEN ''[erased]'' END'),
        ('external_provenance', 'document', '''[erased]''');
      INSERT INTO erasure_derivation VALUES ('external_provenance', 'external_subject', 'external_id');

      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record WITH (security_invoker = true) AS '
          || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          SELECT ''external_provenance'', id, attributed_to, NULL, access, activity_id FROM external_provenance';
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record WITH (security_invoker = true) AS '
          || (regexp_split_to_array(pg_get_viewdef('record'::regclass),
            'UNION ALL\\s+SELECT ''external_provenance''::text'))[1];
      END $$;
      DELETE FROM erasure_derivation WHERE parent_table = 'external_provenance';
      DELETE FROM word_column WHERE table_name = 'external_provenance';
      SELECT revoke_derivations('external_subject'), revoke_derivations('external_provenance');
      DROP TABLE external_subject, external_provenance;
    `);
  }
}
