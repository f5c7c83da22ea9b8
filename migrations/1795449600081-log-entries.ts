import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which rows have entries in the transparency log, and what an entry says of them. */
export class LogEntries1795449600081 implements MigrationInterface {
  name = 'LogEntries1795449600081';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What a column is committed to: bound by a salt of its own, so that one can be shown without the others, or forgotten.
      -- The byte FF, which no UTF-8 has, stands for NULL.
      CREATE FUNCTION log_commitment(salt bytea, name bytea, value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN encode(sha256(sha256(salt || name) || coalesce(convert_to(value, 'UTF8'), '\\xff'::bytea)), 'base64');

      -- The columns of a table that an envelope commits to, in the order of canonical JSON, each with its value as text,
      -- as SQL over the row r. What tells an entry from others is in it openly: id, access, activity and version.
      CREATE FUNCTION logged_columns(target regclass) RETURNS TABLE (name text, value text) LANGUAGE sql STABLE AS $$
        SELECT a.attname::text, CASE a.atttypid
            WHEN 'text'::regtype THEN format('r.%I', a.attname)
            -- Microseconds since 1970: no time zone and no style of dates has a say.
            WHEN 'timestamptz'::regtype THEN format('(extract(epoch FROM r.%I) * 1000000)::bigint::text', a.attname)
            ELSE format('r.%I::text', a.attname) END
        FROM pg_attribute a
        WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped
          AND a.attname <> ALL ('{id,access,note_access,activity_id,version}')
        ORDER BY a.attname COLLATE "C" $$;

      -- The envelope of a row r that was salted with r_salt, as SQL. rest: what it says besides, after its columns.
      CREATE FUNCTION envelope_expression(target regclass, r_salt text, activity text, rest text) RETURNS text
        LANGUAGE sql STABLE AS $$
        WITH numbered AS (
          SELECT row_number() OVER () AS number, format('%L, log_commitment(%s, %L::bytea, %s)',
            CASE row_number() OVER () WHEN 1 THEN '' ELSE '",' END || '"' || c.name || '":"',
            r_salt, convert_to(c.name, 'UTF8'), c.value) AS pair
          FROM logged_columns(target) c
        ), grouped AS (
          -- A function takes no more than a hundred arguments.
          SELECT 'concat(' || string_agg(pair, ', ' ORDER BY number) || ')' AS part, min(number) AS first
          FROM numbered GROUP BY (number - 1) / 40
        ), facts AS (
          SELECT relname AS plain, relname = 'activity' AS is_activity, EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = target AND attname = 'version' AND NOT attisdropped) AS is_versioned
          FROM pg_class WHERE oid = target
        )
        SELECT format($f$concat('{"access":', r.access, ',"activity":"', %s, '","columns":{', %s, '"}', %s, ',"id":"', r.id, '"', %s, '}')$f$,
          activity, (SELECT string_agg(part, ', ' ORDER BY first) FROM grouped), rest,
          concat(CASE WHEN is_activity THEN $f$',"note_access":', r.note_access, $f$ END,
            format($f$',"table":"%s"', $f$, plain),
            CASE WHEN is_activity THEN $f$',"time":', (extract(epoch FROM r.started_at) * 1000000)::bigint, $f$ END,
            $f$',"version":', $f$, CASE WHEN is_versioned THEN 'r.version' ELSE '1' END))
        FROM facts $$;

      -- Puts a table under the log: from then on each row written has its entry, in the order of writing. To be called
      -- again where columns are added.
      CREATE FUNCTION enroll_in_log(target regclass) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        plain text := (SELECT relname FROM pg_class WHERE oid = target);
        is_activity boolean := plain = 'activity';
        is_versioned boolean := EXISTS (SELECT FROM pg_attribute
          WHERE attrelid = target AND attname = 'version' AND NOT attisdropped);
        writer text := CASE WHEN is_activity THEN 'r.id' ELSE 'r.activity_id' END;
        salted text := '(SELECT n.*, uuid_send(gen_random_uuid()) AS row_salt FROM new_rows n) r';
        -- Triggers run in the order of their names: before those that close what was written.
        names text[] := ARRAY['append_to_log', 'append_to_log_changed', 'append_to_log_gone'];
        one text;
      BEGIN
        FOREACH one IN ARRAY names LOOP
          EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', one, target);
        END LOOP;
        EXECUTE format('GRANT SELECT ON %s TO kataribe_verifier', target);

        EXECUTE format('CREATE OR REPLACE FUNCTION %I(r %s, row_salt bytea, writer uuid, rest text) RETURNS text LANGUAGE sql STABLE
          SET datestyle = ''ISO'' RETURN %s', 'envelope_of_' || plain, target,
          envelope_expression(target, 'row_salt', 'writer', 'rest'));
        EXECUTE format('CREATE OR REPLACE FUNCTION %I(r %s) RETURNS jsonb LANGUAGE sql STABLE SET datestyle = ''ISO''
          RETURN jsonb_object(%L::text[], ARRAY[%s]::text[])', 'logged_values_of_' || plain, target,
          (SELECT array_agg(c.name) FROM logged_columns(target) c),
          (SELECT string_agg(c.value, ', ') FROM logged_columns(target) c));

        EXECUTE format('
          CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
            SET datestyle = ''ISO'' AS $log$
          BEGIN
            INSERT INTO log_entry (activity_id, record_id, salt, envelope) SELECT %s, r.id, r.row_salt, %s FROM %s;
            %s
            RETURN NULL;
          END $log$', 'log_new_' || plain, writer, envelope_expression(target, 'r.row_salt', writer, ''''''), salted,
          CASE WHEN is_activity THEN 'INSERT INTO log_pending (activity_id, sequence) SELECT id, sequence FROM new_rows;' END);
        EXECUTE format('CREATE TRIGGER append_to_log AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
          FOR EACH STATEMENT EXECUTE FUNCTION %I()', target, 'log_new_' || plain);

        -- A row that has versions gets another with each change, but for who may read it. One that has none changes only
        -- where words of it are erased.
        EXECUTE format('
          CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
            SET datestyle = ''ISO'' AS $log$
          DECLARE
            writer uuid := current_activity();
            erased record;
          BEGIN
            INSERT INTO log_entry (activity_id, record_id, envelope)
            SELECT writer, r.id, log_access(%L, r.id, r.access, %s, writer, %s)
            FROM new_rows r JOIN old_rows o ON o.id = r.id WHERE %s;
            %s
            RETURN NULL;
          END $log$', 'log_changed_' || plain, plain, CASE WHEN is_versioned THEN 'r.version' ELSE '1' END,
          CASE WHEN is_activity THEN 'r.note_access' ELSE 'NULL' END,
          CASE WHEN is_activity THEN '(r.access, r.note_access) <> (o.access, o.note_access)'
            ELSE 'r.access <> o.access' || CASE WHEN is_versioned THEN ' AND r.version = o.version' ELSE '' END END,
          CASE WHEN is_versioned THEN format(
            'INSERT INTO log_entry (activity_id, record_id, salt, envelope) SELECT r.activity_id, r.id, r.row_salt, %s
             FROM %s JOIN old_rows o ON o.id = r.id WHERE r.version <> o.version;',
            envelope_expression(target, 'r.row_salt', writer, ''''''), salted)
          ELSE format(
            'IF current_setting(''kataribe.erasing'', true) = ''on'' THEN
               FOR erased IN SELECT to_jsonb(o) AS was, to_jsonb(r) AS is FROM new_rows r JOIN old_rows o ON o.id = r.id LOOP
                 PERFORM log_erased(%L, erased.was, erased.is);
               END LOOP;
             END IF;', plain) END);
        EXECUTE format('CREATE TRIGGER append_to_log_changed AFTER UPDATE ON %s
          REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
          FOR EACH STATEMENT EXECUTE FUNCTION %I()', target, 'log_changed_' || plain);

        EXECUTE format('
          CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $log$
          DECLARE
            writer uuid := current_activity();
          BEGIN
            INSERT INTO log_entry (activity_id, record_id, envelope)
            SELECT writer, r.id, concat(''{"activity":"'', writer, ''","deleted":true,"id":"'', r.id,
              ''","table":"%s","version":'', %s, ''}'') FROM old_rows r;
            RETURN NULL;
          END $log$', 'log_gone_' || plain, plain, CASE WHEN is_versioned THEN 'r.version' ELSE '1' END);
        EXECUTE format('CREATE TRIGGER append_to_log_gone AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
          FOR EACH STATEMENT EXECUTE FUNCTION %I()', target, 'log_gone_' || plain);
      END $$;

      -- Who may read a row has changed, and nothing else.
      CREATE FUNCTION log_access(plain text, record_id uuid, access smallint, version integer, writer uuid, note_access smallint)
        RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN concat('{"access":', access, ',"activity":"', writer, '","id":"', record_id, '"',
          ',"note_access":' || note_access, ',"table":"', plain, '","version":', version, '}');

      -- Words of a version were erased: its new envelope names their columns, and what they were committed with is destroyed.
      CREATE FUNCTION log_erased(plain text, was jsonb, is_now jsonb) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        writer uuid := current_activity();
        wanted uuid := (is_now ->> 'id')::uuid;
        wanted_version text := coalesce(is_now ->> 'version', '1');
        erased text[] := ARRAY(SELECT c.name FROM logged_columns(format('public.%I', plain)::regclass) c
          WHERE was -> c.name IS DISTINCT FROM is_now -> c.name ORDER BY c.name COLLATE "C");
        row_salt bytea := uuid_send(gen_random_uuid());
        made text;
      BEGIN
        IF cardinality(erased) = 0 THEN
          RETURN;
        END IF;
        UPDATE log_entry e SET salt = NULL, salts = (
          SELECT jsonb_object_agg(c.name, coalesce(e.salts ->> c.name, encode(sha256(e.salt || convert_to(c.name, 'UTF8')), 'base64')))
          FROM logged_columns(format('public.%I', plain)::regclass) c
          WHERE c.name <> ALL (erased) AND (e.salt IS NOT NULL OR e.salts ? c.name))
        WHERE e.record_id = wanted AND e.envelope::json ->> 'table' = plain
          AND e.envelope::json ->> 'version' = wanted_version AND e.envelope::json -> 'columns' IS NOT NULL;
        EXECUTE format('SELECT %I(jsonb_populate_record(NULL::%I, $1), $2, $3, $4)', 'envelope_of_' || plain, plain)
        INTO made USING is_now, row_salt, writer, ',"erased":' || replace(to_json(erased)::text, ' ', '');
        INSERT INTO log_entry (activity_id, record_id, salt, envelope) VALUES (writer, wanted, row_salt, made);
      END $$;

      -- Erasing changes what was kept of a row in place: its version has another envelope then.
      CREATE FUNCTION log_erased_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      BEGIN
        PERFORM log_erased(NEW.table_name, OLD.record, NEW.record);
        RETURN NULL;
      END $$;
      CREATE TRIGGER log_erased AFTER UPDATE OF record ON history FOR EACH ROW
        WHEN (NEW.record IS DISTINCT FROM OLD.record) EXECUTE FUNCTION log_erased_history();

      SELECT enroll_in_log('activity');
      SELECT enroll_in_log(table_name::regclass) FROM unrestricted_access;
      REVOKE EXECUTE ON FUNCTION enroll_in_log, log_erased FROM PUBLIC;

      -- What was written before there was a log: at least the archive's first agent and its first activity.
      ALTER TABLE log_entry DISABLE TRIGGER keep_entry_made;
      INSERT INTO log_pending (activity_id, sequence) SELECT id, sequence FROM activity;
      DO $$
      DECLARE
        target record;
      BEGIN
        FOR target IN
          SELECT 'activity' AS plain, 'SELECT t AS was, t.id AS writer FROM activity t' AS rows
          UNION ALL SELECT table_name, format('SELECT t AS was, t.activity_id AS writer FROM %I t', table_name) FROM unrestricted_access
          UNION ALL SELECT table_name, format('SELECT jsonb_populate_record(NULL::%1$I, h.record) AS was, h.generated_by AS writer
            FROM history h WHERE h.table_name = %1$L', table_name) FROM unrestricted_access
        LOOP
          EXECUTE format('INSERT INTO log_entry (activity_id, record_id, salt, envelope)
            SELECT x.writer, (x.was).id, x.row_salt, %I(x.was, x.row_salt, x.writer, '''')
            FROM (SELECT r.*, uuid_send(gen_random_uuid()) AS row_salt FROM (%s) r) x', 'envelope_of_' || target.plain, target.rows);
        END LOOP;
      END $$;
      ALTER TABLE log_entry ENABLE TRIGGER keep_entry_made;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER log_erased ON history;
      DO $$
      DECLARE
        target record;
      BEGIN
        FOR target IN SELECT 'activity' AS plain UNION ALL SELECT table_name FROM unrestricted_access LOOP
          EXECUTE format('DROP FUNCTION %I, %I, %I CASCADE',
            'log_new_' || target.plain, 'log_changed_' || target.plain, 'log_gone_' || target.plain);
          EXECUTE format('DROP FUNCTION %I, %I', 'envelope_of_' || target.plain, 'logged_values_of_' || target.plain);
        END LOOP;
      END $$;
      DROP FUNCTION log_erased_history, log_erased, log_access, enroll_in_log, envelope_expression, logged_columns, log_commitment;
    `);
  }
}
