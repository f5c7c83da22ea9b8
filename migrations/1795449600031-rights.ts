import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Statements of rights, and the Notices and Labels of Local Contexts: what is shown wherever a testimony is. */
export class Rights1795449600031 implements MigrationInterface {
  name = 'Rights1795449600031';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Never changed: what holds is what was said last.
      CREATE TABLE rights_statement (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        testimony_id uuid NOT NULL,
        code text NOT NULL,
        uri text NOT NULL,
        label text NOT NULL,
        basis text NOT NULL,
        because text NOT NULL,
        determined_words text,
        determined_edtf text,
        determined_span datemultirange,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__rights_statement PRIMARY KEY (id),
        CONSTRAINT uq__rights_statement__sequence UNIQUE (sequence),
        CONSTRAINT ck__rights_statement__code CHECK (code IN ('InC', 'InC-OW-EU', 'InC-EDU', 'InC-NC', 'InC-RUU',
          'NoC-CR', 'NoC-NC', 'NoC-OKLR', 'NoC-US', 'CNE', 'UND', 'NKC', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'CC-BY-NC-4.0',
          'CC-BY-NC-SA-4.0', 'CC-BY-ND-4.0', 'CC-BY-NC-ND-4.0', 'CC0-1.0', 'PDM-1.0')),
        CONSTRAINT ck__rights_statement__uri CHECK (
          uri = 'http://rightsstatements.org/vocab/' || code || '/1.0/' OR uri LIKE 'https://creativecommons.org/%'),
        CONSTRAINT ck__rights_statement__basis CHECK (basis IN ('copyright', 'licence', 'statute', 'other')),
        CONSTRAINT ck__rights_statement__determined CHECK ((determined_edtf IS NULL) = (determined_span IS NULL)),
        CONSTRAINT fk__rights_statement__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id)
      );
      CREATE INDEX ix__rights_statement__testimony_id ON rights_statement (testimony_id, sequence);
      SELECT enroll_in_ledger('rights_statement', append_only => true);
      SELECT declare_edges('rights_statement', '[
        {"from": ["rights_statement", "id"], "relation": "''wasDerivedFrom''", "to": ["testimony", "testimony_id"]}]');

      -- A Notice, which the archive sets, or a Label, which a community gave through the Local Contexts Hub.
      CREATE TABLE notice (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        testimony_id uuid NOT NULL,
        kind text NOT NULL,
        code text NOT NULL,
        -- Of the project in the Hub, the community that gave the label, and the label as it was given
        project_id uuid,
        community text,
        label text,
        text text,
        language text,
        note text,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__notice PRIMARY KEY (id),
        CONSTRAINT uq__notice__sequence UNIQUE (sequence),
        CONSTRAINT ck__notice__code CHECK (CASE kind
          WHEN 'notice' THEN code IN ('attribution_incomplete', 'tk', 'bc', 'open_to_collaborate')
          WHEN 'label' THEN code IN ('tka', 'tkcl', 'tkf', 'tkmc', 'tkcv', 'tkcr', 'tkv', 'tknv', 'tks', 'tkwg', 'tkmg',
            'tkmr', 'tkwr', 'tkcs', 'tkss', 'tkoc', 'tknc', 'tkco', 'tko', 'tkcb', 'bcp', 'bcmc', 'bccl', 'bccv',
            'bccnv', 'bccb', 'bcoc', 'bcr', 'bco', 'bcnc')
          ELSE false END),
        -- Nobody but a community makes a label: the archive shows what it was given.
        CONSTRAINT ck__notice__label CHECK (
          num_nonnulls(project_id, community, label, text, language) = CASE kind WHEN 'label' THEN 5 ELSE 0 END),
        CONSTRAINT fk__notice__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id)
      );
      CREATE INDEX ix__notice__testimony_id ON notice (testimony_id, sequence);
      SELECT enroll_in_ledger('notice', append_only => true);
      SELECT declare_edges('notice', '[
        {"from": ["notice", "id"], "relation": "''wasDerivedFrom''", "to": ["testimony", "testimony_id"]}]');

      CREATE TABLE notice_withdrawal (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        notice_id uuid NOT NULL,
        because text NOT NULL,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__notice_withdrawal PRIMARY KEY (id),
        CONSTRAINT uq__notice_withdrawal__notice_id UNIQUE (notice_id),
        CONSTRAINT fk__notice_withdrawal__notice_id__notice FOREIGN KEY (notice_id) REFERENCES notice (id)
      );
      SELECT enroll_in_ledger('notice_withdrawal', append_only => true);

      -- What is said of the rights in a testimony now, or was said then; null where nothing was.
      CREATE FUNCTION rights_statement_of(wanted_id uuid, clearance smallint[], as_of bigint[]) RETURNS json
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT json_build_object('code', s.code, 'uri', s.uri, 'label', s.label, 'basis', s.basis, 'because', s.because,
          'determined', told_date(s.determined_words, s.determined_edtf, s.determined_span))
        FROM rights_statement s
        WHERE s.testimony_id = wanted_id AND may_read(s.access, clearance) AND stood_at(s.activity_id, NULL, as_of)
        ORDER BY s.sequence DESC LIMIT 1 $$;

      -- The Notices and Labels on a testimony now, or then, in the order in which they were set.
      CREATE FUNCTION notices_of(wanted_id uuid, clearance smallint[], as_of bigint[]) RETURNS json
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'code', n.code, 'label', n.label, 'text', n.text,
          'language', n.language, 'community', n.community, 'projectId', n.project_id) ORDER BY n.sequence), '[]')
        FROM notice n
        WHERE n.testimony_id = wanted_id AND may_read(n.access, clearance) AND stood_at(n.activity_id, NULL, as_of)
          AND NOT EXISTS (SELECT FROM notice_withdrawal w WHERE w.notice_id = n.id AND may_read(w.access, clearance)
            AND stood_at(w.activity_id, NULL, as_of)) $$;

      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          SELECT ''rights_statement'', id, label, NULL, access, activity_id FROM rights_statement
          UNION ALL
          SELECT ''notice'', id, coalesce(label, replace(code, ''_'', '' '')), NULL, access, activity_id FROM notice';
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS '
          || (regexp_split_to_array(pg_get_viewdef('record'::regclass), 'UNION ALL\\s+SELECT ''rights_statement''::text'))[1];
      END $$;
      DROP FUNCTION notices_of, rights_statement_of;
      DROP TABLE notice_withdrawal, notice, rights_statement;
      DROP FUNCTION link_rights_statement, relink_rights_statement, unlink_rights_statement, link_notice, relink_notice,
        unlink_notice;
    `);
  }
}
