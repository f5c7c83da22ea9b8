import type { MigrationInterface, QueryRunner } from 'typeorm';

const ACTS = ['disseminate', 'quote', 'name_narrator', 'publish_audio', 'translate', 'machine_use'];

const columns = (definition: string): string =>
  ACTS.map((act) => `${act} text ${definition},`).join('\n        ');

const checks = (table: string): string =>
  ACTS.map(
    (act) => `CONSTRAINT ck__${table}__${act}
          CHECK (${act} IN ('allowed', 'conditional', 'not_mentioned', 'refused')),`,
  ).join('\n        ');

/** What was consented to in a testimony, by whom, and what is in force: src/consents/README.md. */
export class Consents1795449600030 implements MigrationInterface {
  name = 'Consents1795449600030';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Papers and recordings by which somebody consented, and that none was found. For the staff alone.
      CREATE TABLE consent (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        testimony_id uuid NOT NULL,
        instrument text NOT NULL,
        signer_id uuid,
        -- Who signed, where it is nobody the archive has on record: an agent could be seen by everybody.
        signer_words text,
        role text,
        -- Whose words it is about; null where it speaks for none or for all of the narrators.
        narrator_id uuid,
        signed_words text,
        signed_edtf text,
        signed_span datemultirange,
        ${columns(`NOT NULL DEFAULT 'not_mentioned'`)}
        conditions text,
        conditions_language text,
        conditions_shown boolean NOT NULL DEFAULT false,
        restriction text,
        restriction_language text,
        paper_sha256 text,
        paper_kept text,
        searched text,
        note text,
        supersedes_id uuid,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__consent PRIMARY KEY (id),
        CONSTRAINT uq__consent__sequence UNIQUE (sequence),
        -- Superseded once: whoever does it a second time has not seen the first.
        CONSTRAINT uq__consent__supersedes_id UNIQUE (supersedes_id),
        CONSTRAINT ck__consent__instrument CHECK (instrument IN
          ('deed_of_gift', 'release_form', 'recorded_verbal', 'licence', 'none_found')),
        CONSTRAINT ck__consent__role CHECK (role IN
          ('narrator', 'interviewer', 'heir', 'guardian', 'rights_holder', 'other')),
        CONSTRAINT ck__consent__signer CHECK (CASE instrument
          WHEN 'none_found' THEN num_nonnulls(signer_id, signer_words, role, narrator_id, paper_sha256) = 0
            AND searched IS NOT NULL
          ELSE num_nonnulls(signer_id, signer_words) = 1 AND role IS NOT NULL AND searched IS NULL END),
        CONSTRAINT ck__consent__signed CHECK ((signed_edtf IS NULL) = (signed_span IS NULL)),
        ${checks('consent')}
        CONSTRAINT ck__consent__none_found CHECK (instrument <> 'none_found'
          OR (${ACTS.join(', ')}) = (${ACTS.map(() => `'not_mentioned'`).join(', ')})),
        CONSTRAINT ck__consent__conditions CHECK ((conditions IS NOT NULL)
          = ('conditional' IN (${ACTS.join(', ')}))),
        CONSTRAINT ck__consent__conditions_language CHECK ((conditions IS NULL) = (conditions_language IS NULL)
          AND (conditions IS NOT NULL OR NOT conditions_shown)),
        CONSTRAINT ck__consent__restriction_language CHECK ((restriction IS NULL) = (restriction_language IS NULL)),
        CONSTRAINT ck__consent__paper_sha256 CHECK (paper_sha256 ~ '^[0-9a-f]{64}$'),
        CONSTRAINT fk__consent__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id),
        CONSTRAINT fk__consent__signer_id__agent FOREIGN KEY (signer_id) REFERENCES agent (id),
        CONSTRAINT fk__consent__narrator_id__agent FOREIGN KEY (narrator_id) REFERENCES agent (id),
        CONSTRAINT fk__consent__supersedes_id__consent FOREIGN KEY (supersedes_id) REFERENCES consent (id)
      );
      CREATE INDEX ix__consent__testimony_id ON consent (testimony_id, sequence);
      CREATE INDEX ix__consent__signer_id ON consent (signer_id);
      CREATE INDEX ix__consent__narrator_id ON consent (narrator_id);
      SELECT enroll_in_ledger('consent', append_only => true);
      SELECT declare_edges('consent', '[
        {"from": ["consent", "id"], "relation": "''wasDerivedFrom''", "to": ["testimony", "testimony_id"]},
        {"from": ["consent", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "signer_id"]},
        {"from": ["consent", "id"], "relation": "''wasRevisionOf''", "to": ["consent", "supersedes_id"]}]');

      CREATE TABLE consent_revocation (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        consent_id uuid NOT NULL,
        revoker_id uuid,
        revoker_words text,
        role text NOT NULL,
        revoked_words text,
        revoked_edtf text,
        revoked_span datemultirange,
        because text NOT NULL,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__consent_revocation PRIMARY KEY (id),
        CONSTRAINT uq__consent_revocation__sequence UNIQUE (sequence),
        CONSTRAINT uq__consent_revocation__consent_id UNIQUE (consent_id),
        CONSTRAINT ck__consent_revocation__revoker CHECK (num_nonnulls(revoker_id, revoker_words) = 1),
        CONSTRAINT ck__consent_revocation__role CHECK (role IN
          ('narrator', 'interviewer', 'heir', 'guardian', 'rights_holder', 'other')),
        CONSTRAINT ck__consent_revocation__revoked CHECK ((revoked_edtf IS NULL) = (revoked_span IS NULL)),
        CONSTRAINT fk__consent_revocation__consent_id__consent FOREIGN KEY (consent_id) REFERENCES consent (id),
        CONSTRAINT fk__consent_revocation__revoker_id__agent FOREIGN KEY (revoker_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__consent_revocation__revoker_id ON consent_revocation (revoker_id);
      SELECT enroll_in_ledger('consent_revocation', append_only => true);
      SELECT declare_edges('consent_revocation', '[
        {"from": ["consent_revocation", "id"], "relation": "''wasDerivedFrom''", "to": ["consent", "consent_id"]},
        {"from": ["consent_revocation", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "revoker_id"]}]');

      -- What is in force from this activity on, for everybody who may read the testimony: the acts, and neither who
      -- signed nor the paper. All acts are null where nothing is in force any more.
      CREATE TABLE consent_in_force (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        testimony_id uuid NOT NULL,
        ${columns('')}
        -- Those that are to be shown: [{"text", "language"}]
        conditions jsonb NOT NULL,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__consent_in_force PRIMARY KEY (id),
        CONSTRAINT uq__consent_in_force__sequence UNIQUE (sequence),
        ${checks('consent_in_force')}
        CONSTRAINT ck__consent_in_force__acts CHECK (num_nonnulls(${ACTS.join(', ')}) IN (0, ${ACTS.length})),
        CONSTRAINT fk__consent_in_force__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id)
      );
      CREATE INDEX ix__consent_in_force__testimony_id ON consent_in_force (testimony_id, sequence);
      SELECT enroll_in_ledger('consent_in_force', append_only => true);

      CREATE FUNCTION consent_in_force_at(wanted_id uuid, clearance smallint[], as_of bigint[]) RETURNS SETOF consent_in_force
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT c.* FROM consent_in_force c
        WHERE c.testimony_id = wanted_id AND may_read(c.access, clearance) AND stood_at(c.activity_id, NULL, as_of)
        ORDER BY c.sequence DESC LIMIT 1 $$;

      -- The acts that are consented to in a testimony, as JSON has them; null where none are.
      CREATE FUNCTION consent_of(wanted_id uuid, clearance smallint[], as_of bigint[]) RETURNS json
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT json_build_object('acts', json_build_object(${ACTS.map((act) => `'${camelCase(act)}', c.${act}`).join(', ')}),
          'conditions', c.conditions)
        FROM consent_in_force_at(wanted_id, clearance, as_of) c WHERE c.disseminate IS NOT NULL $$;

      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          SELECT ''consent'', id, replace(instrument, ''_'', '' ''), NULL, access, activity_id FROM consent
          UNION ALL
          SELECT ''consent_revocation'', id, because, NULL, access, activity_id FROM consent_revocation';
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS '
          || (regexp_split_to_array(pg_get_viewdef('record'::regclass), 'UNION ALL\\s+SELECT ''consent''::text'))[1];
      END $$;
      DROP FUNCTION consent_of, consent_in_force_at;
      DROP TABLE consent_in_force, consent_revocation, consent;
      DROP FUNCTION link_consent, relink_consent, unlink_consent, link_consent_revocation, relink_consent_revocation,
        unlink_consent_revocation;
    `);
  }
}

function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
