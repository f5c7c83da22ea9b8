import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may read: restrictions as events, and the access of every row as a function of them. What rests on something
 * restricted is restricted with it, in the same transaction, by the database itself. Why so: src/restrictions/README.md.
 */
export class Restrictions1795449600028 implements MigrationInterface {
  name = 'Restrictions1795449600028';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE SEQUENCE compartment AS smallint MINVALUE 4 MAXVALUE 32766 START 4 NO CYCLE;
      GRANT USAGE ON SEQUENCE compartment TO kataribe_app;

      CREATE TABLE restriction (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        kind text NOT NULL,
        record_id uuid NOT NULL,
        part text NOT NULL DEFAULT 'record',
        start_offset integer,
        end_offset integer,
        mode text NOT NULL,
        -- What one needs to read it: access as rows have it.
        level smallint NOT NULL,
        basis text NOT NULL,
        because text NOT NULL,
        decided_by_id uuid NOT NULL,
        until_edtf text,
        until_agent_id uuid,
        until_years integer,
        -- The first day on which it may end, where that is known.
        ends_on date,
        replaces_id uuid,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__restriction PRIMARY KEY (id),
        CONSTRAINT uq__restriction__sequence UNIQUE (sequence),
        CONSTRAINT uq__restriction__replaces_id UNIQUE (replaces_id),
        CONSTRAINT ck__restriction__part CHECK (part IN ('record', 'content', 'description', 'summary', 'span')),
        CONSTRAINT ck__restriction__end_offset CHECK (
          CASE WHEN part = 'span' THEN 0 <= start_offset AND start_offset < end_offset
          ELSE num_nonnulls(start_offset, end_offset) = 0 END),
        CONSTRAINT ck__restriction__mode CHECK (mode IN
          ('registered', 'on_request', 'listed_sealed', 'hidden_sealed', 'withdrawn')),
        CONSTRAINT ck__restriction__level CHECK (
          CASE mode WHEN 'registered' THEN level = 1 WHEN 'on_request' THEN level > 3 ELSE level = 3 END),
        -- What is listed leaves a mark where it stood: only a text can. A stretch of a passage always does, or a sentence would
        -- seem to be the narrator's that is not.
        CONSTRAINT ck__restriction__part__mode CHECK (CASE
          WHEN part = 'span' THEN mode IN ('registered', 'on_request', 'listed_sealed')
          WHEN part = 'content' OR kind = 'passage' THEN true
          ELSE mode NOT IN ('on_request', 'listed_sealed') END),
        CONSTRAINT ck__restriction__part__kind CHECK (CASE part
          WHEN 'record' THEN true WHEN 'span' THEN kind = 'revision' ELSE kind = 'testimony' END),
        CONSTRAINT ck__restriction__basis CHECK (basis IN
          ('narrator', 'donor', 'law', 'privacy', 'community', 'archive', 'redaction', 'other')),
        CONSTRAINT ck__restriction__until_years CHECK (
          num_nonnulls(until_agent_id, until_years) <> 1 AND until_years BETWEEN 0 AND 200
          AND num_nonnulls(until_edtf, until_agent_id) <= 1),
        CONSTRAINT fk__restriction__decided_by_id__agent FOREIGN KEY (decided_by_id) REFERENCES agent (id),
        CONSTRAINT fk__restriction__until_agent_id__agent FOREIGN KEY (until_agent_id) REFERENCES agent (id),
        CONSTRAINT fk__restriction__replaces_id__restriction FOREIGN KEY (replaces_id) REFERENCES restriction (id)
      );
      CREATE INDEX ix__restriction__record_id ON restriction (record_id);
      CREATE INDEX ix__restriction__decided_by_id ON restriction (decided_by_id);
      CREATE INDEX ix__restriction__until_agent_id ON restriction (until_agent_id) WHERE until_agent_id IS NOT NULL;
      SELECT enroll_in_ledger('restriction', append_only => true);

      CREATE TABLE restriction_end (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        restriction_id uuid NOT NULL,
        reason text NOT NULL,
        because text NOT NULL,
        decided_by_id uuid NOT NULL,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__restriction_end PRIMARY KEY (id),
        CONSTRAINT uq__restriction_end__restriction_id UNIQUE (restriction_id),
        CONSTRAINT ck__restriction_end__reason CHECK (reason IN ('embargo_ended', 'lifted', 'replaced')),
        CONSTRAINT fk__restriction_end__restriction_id__restriction
          FOREIGN KEY (restriction_id) REFERENCES restriction (id),
        CONSTRAINT fk__restriction_end__decided_by_id__agent FOREIGN KEY (decided_by_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__restriction_end__decided_by_id ON restriction_end (decided_by_id);
      SELECT enroll_in_ledger('restriction_end', append_only => true);

      -- What was drawn from restricted words and may be read nevertheless: proposed by one, decided by another.
      CREATE TABLE release (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        restriction_id uuid NOT NULL,
        kind text NOT NULL,
        record_id uuid NOT NULL,
        because text NOT NULL,
        proposed_by_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'proposed',
        decided_by_id uuid,
        decided_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__release PRIMARY KEY (id),
        CONSTRAINT uq__release__sequence UNIQUE (sequence),
        CONSTRAINT ck__release__state CHECK (state IN ('proposed', 'approved', 'declined', 'revoked')),
        CONSTRAINT ck__release__decided_by_id CHECK (
          (state = 'proposed') = (decided_by_id IS NULL) AND (decided_by_id IS NULL) = (decided_because IS NULL)),
        -- Nobody releases alone.
        CONSTRAINT ck__release__second_person CHECK (state <> 'approved' OR decided_by_id <> proposed_by_id),
        CONSTRAINT fk__release__restriction_id__restriction FOREIGN KEY (restriction_id) REFERENCES restriction (id),
        CONSTRAINT fk__release__proposed_by_id__agent FOREIGN KEY (proposed_by_id) REFERENCES agent (id),
        CONSTRAINT fk__release__decided_by_id__agent FOREIGN KEY (decided_by_id) REFERENCES agent (id)
      );
      CREATE UNIQUE INDEX uq__release__standing ON release (record_id, restriction_id)
        WHERE state IN ('proposed', 'approved');
      CREATE INDEX ix__release__restriction_id ON release (restriction_id);
      CREATE INDEX ix__release__proposed_by_id ON release (proposed_by_id);
      CREATE INDEX ix__release__decided_by_id ON release (decided_by_id) WHERE decided_by_id IS NOT NULL;
      SELECT enroll_in_ledger('release', append_only => false);

      -- Where words are closed, in every revision they stand in. Derived: from the restriction by comparing texts. mark: whether
      -- a reader is shown that something is left out.
      CREATE TABLE restricted_span (
        restriction_id uuid NOT NULL,
        revision_id uuid NOT NULL,
        start_offset integer NOT NULL,
        end_offset integer NOT NULL,
        mark boolean NOT NULL,
        level smallint NOT NULL,
        CONSTRAINT pk__restricted_span PRIMARY KEY (revision_id, start_offset, end_offset, restriction_id),
        CONSTRAINT ck__restricted_span__end_offset CHECK (0 <= start_offset AND start_offset < end_offset),
        CONSTRAINT fk__restricted_span__restriction_id__restriction
          FOREIGN KEY (restriction_id) REFERENCES restriction (id),
        CONSTRAINT fk__restricted_span__revision_id__revision FOREIGN KEY (revision_id) REFERENCES revision (id)
      );
      CREATE INDEX ix__restricted_span__restriction_id ON restricted_span (restriction_id);
      GRANT SELECT, INSERT ON restricted_span TO kataribe_app;
      GRANT SELECT ON restricted_span TO kataribe_reader;

      -- Which rows a restriction in force closes, what derives from its words included. Written by the functions below alone.
      CREATE TABLE restricted_record (
        record_id uuid NOT NULL,
        restriction_id uuid NOT NULL,
        table_name text NOT NULL,
        CONSTRAINT pk__restricted_record PRIMARY KEY (record_id, restriction_id),
        CONSTRAINT fk__restricted_record__restriction_id__restriction
          FOREIGN KEY (restriction_id) REFERENCES restriction (id)
      );
      CREATE INDEX ix__restricted_record__restriction_id ON restricted_record (restriction_id);
      GRANT SELECT ON restricted_record TO kataribe_app, kataribe_reader;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE restricted_record, restricted_span, release, restriction_end, restriction;
      DROP SEQUENCE compartment;
    `);
  }
}
