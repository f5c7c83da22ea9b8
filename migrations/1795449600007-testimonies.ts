import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Testimonies, who contributed to them, and their immutable texts in passages. */
export class Testimonies1795449600007 implements MigrationInterface {
  name = 'Testimonies1795449600007';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE testimony (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        accession text NOT NULL,
        title text NOT NULL,
        kind text NOT NULL,
        language text NOT NULL,
        translation_language text,
        translation_of_id uuid,
        translation_note text,
        recorded_words text,
        recorded_edtf text,
        recorded_span datemultirange,
        recorded_where text,
        summary text,
        rights text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__testimony PRIMARY KEY (id),
        CONSTRAINT uq__testimony__sequence UNIQUE (sequence),
        CONSTRAINT uq__testimony__accession UNIQUE (accession),
        CONSTRAINT ck__testimony__kind CHECK (kind IN
          ('interview', 'memoir_chapter', 'letter', 'diary', 'speech', 'other')),
        CONSTRAINT fk__testimony__translation_of_id__testimony
          FOREIGN KEY (translation_of_id) REFERENCES testimony (id)
      );
      CREATE INDEX ix__testimony__translation_of_id ON testimony (translation_of_id);
      SELECT enroll_in_ledger('testimony', append_only => false);
      SELECT declare_edges('testimony', '[
        {"from": ["testimony", "id"], "relation": "''wasDerivedFrom''", "to": ["testimony", "translation_of_id"]}]');

      CREATE TABLE contribution (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        testimony_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        role text NOT NULL,
        position integer NOT NULL,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__contribution PRIMARY KEY (id),
        CONSTRAINT uq__contribution__testimony_id__agent_id__role UNIQUE (testimony_id, agent_id, role),
        CONSTRAINT ck__contribution__role CHECK (role IN
          ('narrator', 'interviewer', 'interpreter', 'translator', 'transcriber', 'editor')),
        CONSTRAINT fk__contribution__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id),
        CONSTRAINT fk__contribution__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__contribution__agent_id ON contribution (agent_id);
      SELECT enroll_in_ledger('contribution', append_only => false);
      SELECT declare_edges('contribution', '[
        {"from": ["testimony", "testimony_id"], "to": ["agent", "agent_id"],
         "relation": "CASE r.role WHEN ''narrator'' THEN ''wasAttributedTo'' ELSE ''wasInfluencedBy'' END"}]');

      CREATE TABLE revision (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        testimony_id uuid NOT NULL,
        number integer NOT NULL,
        text text NOT NULL,
        sha256 text NOT NULL,
        bytes integer NOT NULL,
        code_points integer NOT NULL,
        segmentation text NOT NULL,
        kind text NOT NULL DEFAULT 'first',
        previous_id uuid,
        because text,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__revision PRIMARY KEY (id),
        CONSTRAINT uq__revision__testimony_id__number UNIQUE (testimony_id, number),
        -- A text is revised once: whoever revises it a second time has not seen the first.
        CONSTRAINT uq__revision__previous_id UNIQUE (previous_id),
        CONSTRAINT ck__revision__kind CHECK (kind IN
          ('first', 'correction', 'restoration', 'translation', 'redaction', 're-transcription')),
        CONSTRAINT ck__revision__previous_id CHECK ((kind = 'first') = (previous_id IS NULL)),
        CONSTRAINT ck__revision__because CHECK ((kind = 'first') = (because IS NULL)),
        -- The database checks what it was given to keep: the hash is of these very bytes.
        CONSTRAINT ck__revision__sha256 CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
        CONSTRAINT ck__revision__bytes CHECK (bytes = octet_length(text)),
        CONSTRAINT ck__revision__code_points CHECK (code_points = char_length(text)),
        CONSTRAINT ck__revision__segmentation CHECK (segmentation IN ('paragraph', 'turn')),
        CONSTRAINT fk__revision__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id),
        CONSTRAINT fk__revision__previous_id__revision FOREIGN KEY (previous_id) REFERENCES revision (id)
      );
      -- Words are cut out of a text far more often than it is written: not compressed, that is three times as fast.
      ALTER TABLE revision ALTER COLUMN text SET STORAGE EXTERNAL;
      SELECT enroll_in_ledger('revision', append_only => true);
      SELECT declare_edges('revision', '[
        {"from": ["revision", "id"], "relation": "''specializationOf''", "to": ["testimony", "testimony_id"]},
        {"from": ["revision", "id"], "relation": "''wasRevisionOf''", "to": ["revision", "previous_id"]}]');

      CREATE TABLE passage (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        revision_id uuid NOT NULL,
        number integer NOT NULL,
        start_offset integer NOT NULL,
        end_offset integer NOT NULL,
        speaker text,
        continues_id uuid,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__passage PRIMARY KEY (id),
        CONSTRAINT uq__passage__revision_id__number UNIQUE (revision_id, number),
        CONSTRAINT uq__passage__revision_id__start_offset UNIQUE (revision_id, start_offset),
        CONSTRAINT ck__passage__end_offset CHECK (0 <= start_offset AND start_offset < end_offset),
        CONSTRAINT fk__passage__revision_id__revision FOREIGN KEY (revision_id) REFERENCES revision (id),
        CONSTRAINT fk__passage__continues_id__passage FOREIGN KEY (continues_id) REFERENCES passage (id)
      );
      CREATE INDEX ix__passage__continues_id ON passage (continues_id) WHERE continues_id IS NOT NULL;
      SELECT enroll_in_ledger('passage', append_only => true);
      SELECT declare_edges('passage', '[
        {"from": ["passage", "id"], "relation": "''wasQuotedFrom''", "to": ["revision", "revision_id"]},
        {"from": ["passage", "id"], "relation": "''wasRevisionOf''", "to": ["passage", "continues_id"]}]');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE passage, revision, contribution, testimony;');
  }
}
