import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was erased, on whose authority, and by which two persons; and the one way around "append-only" that there is.
 * Why so: src/erasures/README.md.
 */
export class Erasures1795449600060 implements MigrationInterface {
  name = 'Erasures1795449600060';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE erasure (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        kind text NOT NULL,
        -- No foreign key: it may be of any table, and an erasure done anew after a restore may name what is not there.
        record_id uuid NOT NULL,
        part text NOT NULL DEFAULT 'record',
        start_offset integer,
        end_offset integer,
        everywhere boolean NOT NULL DEFAULT false,
        keep_claim_ids uuid[] NOT NULL DEFAULT '{}',
        basis text NOT NULL,
        authority text NOT NULL,
        because text NOT NULL,
        requested_by_id uuid NOT NULL,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__erasure PRIMARY KEY (id),
        CONSTRAINT uq__erasure__sequence UNIQUE (sequence),
        CONSTRAINT ck__erasure__part CHECK (CASE part
          WHEN 'record' THEN true
          WHEN 'span' THEN kind = 'revision'
          WHEN 'summary' THEN kind = 'testimony'
          ELSE part IN ('name', 'health', 'contact') AND kind = 'agent' END),
        CONSTRAINT ck__erasure__end_offset CHECK (
          CASE WHEN part = 'span' THEN 0 <= start_offset AND start_offset < end_offset
          ELSE num_nonnulls(start_offset, end_offset) = 0 END),
        CONSTRAINT ck__erasure__basis CHECK (basis IN
          ('narrator', 'data_subject', 'court', 'law', 'rights_holder', 'archive', 'other')),
        CONSTRAINT fk__erasure__requested_by_id__agent FOREIGN KEY (requested_by_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__erasure__record_id ON erasure (record_id);
      CREATE INDEX ix__erasure__requested_by_id ON erasure (requested_by_id);
      SELECT enroll_in_ledger('erasure', append_only => true);
      SELECT declare_derivations('erasure', '[]');

      CREATE TABLE erasure_decision (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        erasure_id uuid NOT NULL,
        outcome text NOT NULL,
        because text NOT NULL,
        decided_by_id uuid NOT NULL,
        -- Done by the archive itself, because the list beside the backups says that it was done before.
        is_anew boolean NOT NULL DEFAULT false,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__erasure_decision PRIMARY KEY (id),
        CONSTRAINT uq__erasure_decision__erasure_id UNIQUE (erasure_id),
        CONSTRAINT ck__erasure_decision__outcome CHECK (outcome IN ('executed', 'withdrawn')),
        CONSTRAINT ck__erasure_decision__is_anew CHECK (NOT is_anew OR outcome = 'executed'),
        CONSTRAINT fk__erasure_decision__erasure_id__erasure FOREIGN KEY (erasure_id) REFERENCES erasure (id),
        CONSTRAINT fk__erasure_decision__decided_by_id__agent FOREIGN KEY (decided_by_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__erasure_decision__decided_by_id ON erasure_decision (decided_by_id);
      SELECT enroll_in_ledger('erasure_decision', append_only => true);
      SELECT declare_derivations('erasure_decision', '[]');

      -- Which rows lost their words: all of them, or those of one column. is_gone: the record itself and the claims drawn
      -- from it, whose readers are told so.
      CREATE TABLE erased_record (
        record_id uuid NOT NULL,
        erasure_id uuid NOT NULL,
        table_name text NOT NULL,
        only_column text,
        is_gone boolean NOT NULL,
        -- What the tombstone says. Here, since the erasure itself is for the staff alone.
        basis text NOT NULL DEFAULT '',
        erased_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk__erased_record PRIMARY KEY (record_id, erasure_id),
        CONSTRAINT fk__erased_record__erasure_id__erasure FOREIGN KEY (erasure_id) REFERENCES erasure (id)
      );
      CREATE INDEX ix__erased_record__erasure_id ON erased_record (erasure_id);

      -- Where words stood, in every text they stood in.
      CREATE TABLE erased_span (
        erasure_id uuid NOT NULL,
        text_kind text NOT NULL,
        text_id uuid NOT NULL,
        start_offset integer NOT NULL,
        end_offset integer NOT NULL,
        CONSTRAINT pk__erased_span PRIMARY KEY (text_id, start_offset, end_offset, erasure_id),
        CONSTRAINT ck__erased_span__text_kind CHECK (text_kind IN ('revision', 'translation')),
        CONSTRAINT ck__erased_span__end_offset CHECK (0 <= start_offset AND start_offset < end_offset),
        CONSTRAINT fk__erased_span__erasure_id__erasure FOREIGN KEY (erasure_id) REFERENCES erasure (id)
      );
      CREATE INDEX ix__erased_span__erasure_id ON erased_span (erasure_id);
      GRANT SELECT ON erased_record, erased_span TO kataribe_app, kataribe_reader;

      -- The transaction that erases at this moment. No role of the archive may write here: only erase_record does, as the
      -- owner. A setting alone could be forged.
      CREATE TABLE erasing (
        transaction_id bigint NOT NULL,
        CONSTRAINT pk__erasing PRIMARY KEY (transaction_id)
      );
      CREATE FUNCTION is_erasing() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
        SELECT EXISTS (SELECT FROM erasing WHERE transaction_id = pg_current_xact_id()::text::bigint) $$;

      CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          IF to_jsonb(NEW) <> to_jsonb(OLD) AND public.without_access(to_jsonb(NEW)) = public.without_access(to_jsonb(OLD))
          THEN
            PERFORM public.refuse_access_by_hand();
            RETURN NEW;
          END IF;
          IF current_setting('kataribe.erasing', true) = 'on' AND public.is_erasing() THEN
            RETURN NEW;
          END IF;
        END IF;
        RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'KT002';
      END $$;

      -- Nobody erases alone. At the commit: what is only rehearsed is one person's work.
      CREATE FUNCTION check_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.is_anew THEN
          IF NEW.decided_by_id <> '00000000-0000-4000-8000-000000000001' THEN
            RAISE EXCEPTION 'the archive alone erases anew' USING ERRCODE = 'KT002';
          END IF;
        ELSIF NEW.outcome = 'executed' AND NEW.decided_by_id =
          (SELECT e.requested_by_id FROM public.erasure e WHERE e.id = NEW.erasure_id) THEN
          RAISE EXCEPTION 'whoever requested an erasure cannot carry it out' USING ERRCODE = 'KT002';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER check_second_person AFTER INSERT ON erasure_decision DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION check_second_person();

      -- Hash and counts go on saying what was received, as its commitment: only a text that was erased from may disagree.
      CREATE FUNCTION refuse_erased() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'nothing comes into the archive erased' USING ERRCODE = 'KT002';
      END $$;
    `);
    for (const table of ['revision', 'translation']) {
      await queryRunner.query(`
        ALTER TABLE ${table} ADD COLUMN erased_by uuid,
          ADD CONSTRAINT fk__${table}__erased_by__activity FOREIGN KEY (erased_by) REFERENCES activity (id),
          DROP CONSTRAINT ck__${table}__sha256, DROP CONSTRAINT ck__${table}__bytes,
          ADD CONSTRAINT ck__${table}__sha256 CHECK (
            sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex') OR erased_by IS NOT NULL),
          ADD CONSTRAINT ck__${table}__bytes CHECK (bytes = octet_length(text) OR erased_by IS NOT NULL);
        CREATE TRIGGER refuse_erased BEFORE INSERT ON ${table} FOR EACH ROW
          WHEN (NEW.erased_by IS NOT NULL) EXECUTE FUNCTION refuse_erased();
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['revision', 'translation']) {
      await queryRunner.query(`
        DROP TRIGGER refuse_erased ON ${table};
        ALTER TABLE ${table} DROP CONSTRAINT ck__${table}__sha256, DROP CONSTRAINT ck__${table}__bytes,
          ADD CONSTRAINT ck__${table}__sha256 CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
          ADD CONSTRAINT ck__${table}__bytes CHECK (bytes = octet_length(text)),
          DROP COLUMN erased_by;
      `);
    }
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          IF to_jsonb(NEW) <> to_jsonb(OLD) AND public.without_access(to_jsonb(NEW)) = public.without_access(to_jsonb(OLD))
          THEN
            PERFORM public.refuse_access_by_hand();
            RETURN NEW;
          END IF;
        END IF;
        RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'KT002';
      END $$;
      SELECT revoke_derivations('erasure'), revoke_derivations('erasure_decision');
      DROP TABLE erased_span, erased_record, erasure_decision, erasure, erasing;
      DROP FUNCTION check_second_person, refuse_erased, is_erasing;
    `);
  }
}
