import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agents, activities and history: who did what when, kept by the database itself. */
export class Ledger1795449600002 implements MigrationInterface {
  name = 'Ledger1795449600002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION current_transaction_id() RETURNS bigint LANGUAGE sql VOLATILE
        AS 'SELECT pg_current_xact_id()::text::bigint';

      CREATE TABLE activity (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        type text NOT NULL,
        agent_id uuid NOT NULL,
        note text,
        started_at timestamptz NOT NULL DEFAULT now(),
        transaction_id bigint NOT NULL DEFAULT current_transaction_id(),
        access smallint NOT NULL DEFAULT 0,
        note_access smallint NOT NULL DEFAULT 0,
        CONSTRAINT pk__activity PRIMARY KEY (id),
        CONSTRAINT uq__activity__sequence UNIQUE (sequence),
        CONSTRAINT ck__activity__access CHECK (access >= 0)
      );
      CREATE INDEX ix__activity__agent_id__sequence ON activity (agent_id, sequence);
      CREATE INDEX ix__activity__type__sequence ON activity (type, sequence);
      CREATE INDEX ix__activity__started_at__sequence ON activity (started_at, sequence);

      -- Whether a moment sees the activity of a sequence. A moment is what it does not see: all from its first sequence on, and
      -- of those below the ones that follow, since what is written at once need not be committed in that order. Said here
      -- alone, in plain SQL, so that the planner puts it in line. What is unseen is NOT seen_at, and nothing else.
      CREATE FUNCTION seen_at(sequence bigint, moment bigint[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS 'SELECT sequence < moment[1] AND sequence <> ALL (moment)';

      -- Opening an activity is inserting it: from here to the end of the transaction all writing is its doing.
      CREATE FUNCTION open_activity() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF coalesce(current_setting('kataribe.activity', true), '') <> '' THEN
          RAISE EXCEPTION 'an activity is already open in this transaction'
            USING ERRCODE = 'KT003', HINT = 'One transaction is one activity: commit first.';
        END IF;
        -- now() stands still within a transaction; as-of reads need the order of the sequence instead.
        PERFORM set_config('kataribe.activity', NEW.id::text, true);
        RETURN NULL;
      END $$;
      CREATE TRIGGER open_activity AFTER INSERT ON activity
        FOR EACH ROW EXECUTE FUNCTION open_activity();

      -- The activity of this transaction. A setting alone could be forged with the id of an old activity, so
      -- the row must also have been inserted by this very transaction.
      CREATE FUNCTION current_activity() RETURNS uuid LANGUAGE plpgsql STABLE AS $$
      DECLARE
        opened text := coalesce(current_setting('kataribe.activity', true), '');
      BEGIN
        IF opened = '' OR NOT EXISTS (
          SELECT FROM public.activity a
          WHERE a.id = opened::uuid AND a.transaction_id = pg_current_xact_id()::text::bigint
        ) THEN
          RAISE EXCEPTION 'no activity is open: say first who writes and why'
            USING ERRCODE = 'KT001', HINT = 'INSERT INTO activity (type, agent_id, note) in the same transaction.';
        END IF;
        RETURN opened::uuid;
      END $$;

      CREATE TABLE history (
        id bigint GENERATED ALWAYS AS IDENTITY,
        table_name text NOT NULL,
        record_id uuid NOT NULL,
        record jsonb NOT NULL,
        generated_by uuid NOT NULL,
        ended_by uuid NOT NULL,
        access smallint NOT NULL DEFAULT 0,
        CONSTRAINT pk__history PRIMARY KEY (id),
        CONSTRAINT fk__history__generated_by__activity FOREIGN KEY (generated_by) REFERENCES activity (id),
        CONSTRAINT fk__history__ended_by__activity FOREIGN KEY (ended_by) REFERENCES activity (id)
      );
      CREATE INDEX ix__history__record_id ON history (record_id, table_name);
      CREATE INDEX ix__history__ended_by ON history (ended_by);
      -- Former children are found by what they belonged to: record @> '{"claim_id": "..."}'.
      CREATE INDEX ix__history__record ON history USING gin (record jsonb_path_ops);

      CREATE FUNCTION without_access(row_ jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN row_ - '{access,note_access}'::text[];

      -- Who may read a row is what the restrictions make of it, and nobody else's to say: triggers alone change it.
      CREATE FUNCTION refuse_access_by_hand() RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF pg_trigger_depth() < 2 THEN
          RAISE EXCEPTION 'who may read a row follows from restrictions alone' USING ERRCODE = 'KT002';
        END IF;
      END $$;

      -- Remembers until the commit whether the open activity wrote only what everybody may see: see_activity looks.
      CREATE FUNCTION note_written(access smallint) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF access > 0 THEN
          PERFORM set_config('kataribe.written', 'closed', true);
        ELSIF coalesce(current_setting('kataribe.written', true), '') = '' THEN
          PERFORM set_config('kataribe.written', 'open', true);
        END IF;
      END $$;

      -- Keeps what an UPDATE or DELETE replaces, and stamps the new row with version and activity.
      CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      DECLARE
        ending uuid := public.current_activity();
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          IF NEW.access <> OLD.access THEN
            PERFORM public.refuse_access_by_hand();
            -- Who may read a record is no version of it: it follows from restrictions, which are recorded themselves.
            IF public.without_access(to_jsonb(NEW)) = public.without_access(to_jsonb(OLD)) THEN
              RETURN NEW;
            END IF;
          END IF;
        END IF;
        PERFORM public.note_written(OLD.access);
        INSERT INTO public.history (table_name, record_id, record, generated_by, ended_by, access)
        VALUES (TG_TABLE_NAME, OLD.id, to_jsonb(OLD), OLD.activity_id, ending, OLD.access);
        IF TG_OP = 'DELETE' THEN
          RETURN OLD;
        END IF;
        IF NEW.id <> OLD.id THEN
          RAISE EXCEPTION 'the id of a record never changes' USING ERRCODE = 'KT002';
        END IF;
        NEW.version := OLD.version + 1;
        NEW.activity_id := ending;
        RETURN NEW;
      END $$;

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
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

      -- A row may name only the activity that is writing it, whatever the statement says.
      CREATE FUNCTION check_activity() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        -- Asked once a statement: within the query it would be asked for every row.
        open_activity uuid := public.current_activity();
      BEGIN
        IF EXISTS (SELECT FROM new_rows WHERE activity_id <> open_activity) THEN
          RAISE EXCEPTION 'a row can be generated only by the open activity' USING ERRCODE = 'KT001';
        END IF;
        PERFORM public.note_written(max(access)) FROM new_rows HAVING count(*) > 0;
        RETURN NULL;
      END $$;

      -- Puts a table under the ledger. Every domain table has id, access and activity_id; one that changes has version.
      CREATE FUNCTION enroll_in_ledger(target regclass, append_only boolean) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        plain text := (SELECT relname FROM pg_class WHERE oid = target);
      BEGIN
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (activity_id) REFERENCES activity (id)',
          target, 'fk__' || plain || '__activity_id__activity');
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (access >= 0)',
          target, 'ck__' || plain || '__access');
        EXECUTE format('CREATE INDEX %I ON %s (activity_id)', 'ix__' || plain || '__activity_id', target);
        EXECUTE format('CREATE TRIGGER check_activity AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
          FOR EACH STATEMENT EXECUTE FUNCTION check_activity()', target);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', target);
        IF append_only THEN
          EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %s
            FOR EACH ROW EXECUTE FUNCTION refuse_change()', target);
          EXECUTE format('GRANT SELECT, INSERT ON %s TO kataribe_app', target);
        ELSE
          EXECUTE format('CREATE TRIGGER keep_history BEFORE UPDATE OR DELETE ON %s
            FOR EACH ROW EXECUTE FUNCTION keep_history()', target);
          EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO kataribe_app', target);
        END IF;
        EXECUTE format('GRANT SELECT ON %s TO kataribe_reader', target);
      END $$;
      REVOKE EXECUTE ON FUNCTION enroll_in_ledger(regclass, boolean) FROM PUBLIC;

      CREATE TABLE agent (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        kind text NOT NULL,
        name text,
        description text,
        unnamed_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__agent PRIMARY KEY (id),
        CONSTRAINT uq__agent__sequence UNIQUE (sequence),
        CONSTRAINT ck__agent__kind CHECK (kind IN ('person', 'organisation', 'group', 'software')),
        CONSTRAINT ck__agent__description CHECK (name IS NOT NULL OR description IS NOT NULL)
      );
      CREATE INDEX ix__agent__name ON agent (name);
      -- Made while the table is empty: an index made on its one first row would have the planner think that one is all.
      CREATE INDEX ix__agent__restricted ON agent (id) WHERE access > 0;
      -- The first agent and the first activity need each other: hence deferrable.
      ALTER TABLE activity ADD CONSTRAINT fk__activity__agent_id__agent
        FOREIGN KEY (agent_id) REFERENCES agent (id) DEFERRABLE INITIALLY IMMEDIATE;

      SELECT enroll_in_ledger('agent', append_only => false);

      CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON activity
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON activity
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON history
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON history
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      GRANT SELECT, INSERT ON activity TO kataribe_app;
      GRANT SELECT ON history TO kataribe_app;
      GRANT SELECT ON activity, history TO kataribe_reader;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE activity DROP CONSTRAINT fk__activity__agent_id__agent;
      DROP TABLE agent, history, activity CASCADE;
      DROP FUNCTION enroll_in_ledger, check_activity, refuse_change, keep_history, note_written, refuse_access_by_hand, without_access, current_activity, open_activity,
        seen_at, current_transaction_id;
    `);
  }
}
