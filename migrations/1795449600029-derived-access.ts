import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The access of rows as a function of the restrictions in force: which rows a restriction reaches, kept in
 * restricted_record, and what follows for the rows, their history and the activities that wrote them.
 */
export class DerivedAccess1795449600029 implements MigrationInterface {
  name = 'DerivedAccess1795449600029';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Which row is as closed as which: a row r of table_name says that the row "child" of child_table rests on "parent".
      -- Both are SQL over r; spreads is false where the parent is found from the restriction alone (reach_of).
      CREATE TABLE access_derivation (
        id integer GENERATED ALWAYS AS IDENTITY,
        table_name text NOT NULL,
        child_table text NOT NULL,
        child text NOT NULL,
        parent text NOT NULL,
        condition text NOT NULL,
        spreads boolean NOT NULL,
        CONSTRAINT pk__access_derivation PRIMARY KEY (id)
      );
      -- What a row has where nothing restricts it: the default of its column.
      CREATE TABLE unrestricted_access (
        table_name text NOT NULL,
        access smallint NOT NULL,
        CONSTRAINT pk__unrestricted_access PRIMARY KEY (table_name)
      );

      -- A part of a testimony that is closed while the testimony itself is not, as if it were a record.
      CREATE FUNCTION part_of_record(record_id uuid, part text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN md5(record_id::text || '/' || part)::uuid;

      -- What one needs to read a part of a testimony that may itself be read.
      CREATE FUNCTION access_of_part(wanted_id uuid, wanted_part text) RETURNS smallint
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
        SELECT coalesce(strictest(r.level), 0::smallint) FROM public.restriction r
        WHERE r.record_id = wanted_id AND r.part = wanted_part
          AND NOT EXISTS (SELECT FROM public.restriction_end e WHERE e.restriction_id = r.id) $$;

      -- The restrictions of a testimony that are told to whoever sees it: how the rest of it can be read, and until when it
      -- cannot. What is hidden without a trace is not among them.
      CREATE FUNCTION listed_restrictions(wanted_id uuid) RETURNS json
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
        SELECT coalesce(json_agg(json_build_object('id', x.id, 'part', x.part, 'mode', x.mode, 'until', CASE
            WHEN x.until_edtf IS NOT NULL THEN json_build_object('edtf', x.until_edtf)
            WHEN x.until_years IS NOT NULL THEN json_build_object('yearsAfterDeath', x.until_years) END)
          ORDER BY x.sequence), '[]')
        FROM restriction x
        WHERE x.record_id = wanted_id AND x.part = 'content' AND x.mode IN ('on_request', 'listed_sealed')
          AND NOT EXISTS (SELECT FROM restriction_end e WHERE e.restriction_id = x.id) $$;

      -- A row as its history shows it: without the ids of what one may not see, and without closed parts of a testimony.
      CREATE FUNCTION without_closed(record jsonb, clearance smallint[]) RETURNS jsonb
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
        SELECT jsonb_object_agg(e.key, CASE
          WHEN e.value #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' AND EXISTS (
            SELECT FROM public.restricted_record c JOIN public.restriction r ON r.id = c.restriction_id
            WHERE c.record_id = (e.value #>> '{}')::uuid AND NOT may_read(r.level, clearance)) THEN 'null'::jsonb
          WHEN record ? 'accession' AND e.key ~ '^(summary|recorded_.*|rights)$' AND NOT may_read(access_of_part(
            (record ->> 'id')::uuid, CASE e.key WHEN 'summary' THEN 'summary' ELSE 'description' END), clearance)
            THEN 'null'::jsonb
          ELSE e.value END)
        FROM jsonb_each(record) e $$;

      -- The activity that wrote the first version of a row.
      CREATE FUNCTION first_activity(wanted_id uuid, latest uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT coalesce((SELECT h.generated_by FROM public.history h WHERE h.record_id = wanted_id
          ORDER BY h.id LIMIT 1), latest) $$;

      -- Of the rows an activity wrote, the one most people may see decides whether it is seen itself.
      CREATE FUNCTION loosest(one smallint, other smallint) RETURNS smallint
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN one IS NULL OR one = other THEN other WHEN other IS NULL THEN one
          WHEN least(one, other) <= 1 THEN least(one, other)
          WHEN least(one, other) = 3 THEN greatest(one, other) ELSE 3::smallint END $$;
      CREATE AGGREGATE loosest(smallint) (SFUNC = loosest, STYPE = smallint, PARALLEL = SAFE);

      -- What the restrictions in force make of the access of a record.
      CREATE FUNCTION restricted_to(wanted_id uuid, unrestricted smallint) RETURNS smallint LANGUAGE sql STABLE AS $$
        SELECT strictest(unrestricted, (SELECT strictest(r.level) FROM public.restricted_record c
          JOIN public.restriction r ON r.id = c.restriction_id WHERE c.record_id = wanted_id)) $$;

      -- Brings the rows in line with the restrictions that reach them, then what is kept of them and about them.
      CREATE FUNCTION refresh_access(tables text[], ids uuid[]) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        target record;
      BEGIN
        FOR target IN SELECT * FROM unrestricted_access WHERE table_name = ANY (tables) LOOP
          EXECUTE format('
            UPDATE %1$I t SET access = wanted.access
            FROM (SELECT x.id, restricted_to(x.id, $2) AS access FROM unnest($1) x (id)) wanted
            WHERE t.id = wanted.id AND t.access <> wanted.access', target.table_name) USING ids, target.access;
        END LOOP;
        IF tables && '{agent,place,name_form}' THEN
          UPDATE name_key k SET access = access_of_key(k.owner_id, k.name_form_id)
          WHERE (k.owner_id = ANY (ids) OR k.name_form_id = ANY (ids))
            AND k.access <> access_of_key(k.owner_id, k.name_form_id);
        END IF;
        -- An earlier version is as closed as what it speaks of, and an earlier wording of a claim as its earlier words.
        UPDATE history h SET access = wanted.access
        FROM (
          SELECT kept.id, strictest(u.access, (
            SELECT strictest(r.level) FROM restricted_record c JOIN restriction r ON r.id = c.restriction_id
            WHERE c.record_id IN (
              SELECT v.value::uuid FROM jsonb_each_text(kept.record) v
              WHERE v.value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
              UNION ALL SELECT a.id FROM anchor a WHERE kept.table_name = 'claim' AND a.claim_id = kept.record_id))) AS access
          FROM history kept JOIN unrestricted_access u ON u.table_name = kept.table_name
          WHERE kept.record_id IN (SELECT unnest(ids)
            UNION SELECT a.claim_id FROM anchor a WHERE 'anchor' = ANY (tables) AND a.id = ANY (ids))
        ) wanted
        WHERE h.id = wanted.id AND h.access <> wanted.access;
      END $$;

      -- What is known of an activity follows from what it wrote: it is seen by who may see any of it, its note by who may
      -- see all.
      CREATE FUNCTION refresh_activities(ids uuid[]) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        written text := (SELECT string_agg(format(
          'SELECT t.activity_id AS id, t.access FROM %I t WHERE t.activity_id = ANY ($1)', table_name), ' UNION ALL ')
          FROM unrestricted_access);
      BEGIN
        EXECUTE 'UPDATE activity a SET access = wanted.seen, note_access = wanted.told
          FROM (SELECT x.id, loosest(x.access) AS seen, strictest(x.access) AS told FROM (' || written || '
            UNION ALL SELECT h.generated_by, h.access FROM history h WHERE h.generated_by = ANY ($1)
            UNION ALL SELECT h.ended_by, h.access FROM history h WHERE h.ended_by = ANY ($1)) x GROUP BY x.id) wanted
          WHERE a.id = wanted.id AND (a.access, a.note_access) <> (wanted.seen, wanted.told)' USING ids;
      END $$;

      -- At the commit: an activity that wrote anything closed is seen by what it wrote. Most have not, and cost nothing.
      CREATE FUNCTION see_activity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      BEGIN
        IF coalesce(current_setting('kataribe.written', true), '') <> 'open' THEN
          PERFORM refresh_activities(ARRAY[NEW.id]);
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER see_activity AFTER INSERT ON activity DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION see_activity();

      CREATE FUNCTION activities_of(tables text[], ids uuid[]) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        found uuid[];
      BEGIN
        IF cardinality(tables) = 0 THEN
          RETURN '{}';
        END IF;
        EXECUTE (SELECT 'SELECT array_agg(DISTINCT x.id) FROM (' || string_agg(format(
          'SELECT activity_id AS id FROM %I WHERE id = ANY ($1)', table_name), ' UNION ALL ') ||
          ' UNION ALL SELECT unnest(ARRAY[generated_by, ended_by]) FROM history WHERE record_id = ANY ($1)) x'
          FROM unrestricted_access WHERE table_name = ANY (tables)) INTO found USING ids;
        RETURN found;
      END $$;

      -- Where a restriction begins: the record itself, or the part of it, and all that the closed words stand in.
      CREATE FUNCTION reach_of(wanted_id uuid) RETURNS TABLE (table_name text, id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
        SELECT r.kind, r.record_id FROM restriction r
        WHERE r.id = wanted_id AND r.part = 'record' AND r.kind <> 'passage'
        UNION ALL SELECT r.kind, part_of_record(r.record_id, r.part) FROM restriction r
        WHERE r.id = wanted_id AND r.part = 'content'
        UNION ALL SELECT x.kind, x.id FROM restriction r CROSS JOIN LATERAL (
          SELECT 'revision' AS kind, v.id FROM revision v WHERE v.testimony_id = r.record_id
          UNION ALL SELECT 'claim', c.id FROM claim c WHERE c.testimony_id = r.record_id) x
        WHERE r.id = wanted_id AND r.part = 'content'
        UNION ALL SELECT x.kind, x.id FROM restricted_span s CROSS JOIN LATERAL (
          SELECT 'passage' AS kind, p.id FROM passage p WHERE NOT s.mark AND p.revision_id = s.revision_id
            AND p.start_offset >= s.start_offset AND p.end_offset <= s.end_offset
          -- A claim that was released is shown where it stands, with marks for words.
          UNION ALL SELECT 'anchor', a.id FROM anchor a WHERE a.revision_id = s.revision_id
            AND a.start_offset < s.end_offset AND a.end_offset > s.start_offset
            AND NOT (s.mark AND EXISTS (SELECT FROM release l WHERE l.record_id = a.claim_id
              AND l.restriction_id = s.restriction_id AND l.state = 'approved'))
          -- Which words of a translation, a review or a quotation are those of a few in the text, nobody said.
          UNION ALL SELECT y.kind, y.id FROM passage p CROSS JOIN LATERAL (
            SELECT 'translation_passage' AS kind, tp.id FROM translation_passage tp WHERE tp.passage_id = p.id
            UNION ALL SELECT 'narrator_review', n.id FROM narrator_review n WHERE n.passage_id = p.id
            UNION ALL SELECT 'citation', c.id FROM citation c WHERE c.cited_passage_id = p.id AND c.quotation IS NOT NULL
            UNION ALL SELECT 'answer_reference', f.id FROM answer_reference f
              WHERE f.passage_id = p.id AND f.quotation IS NOT NULL
            UNION ALL SELECT 'mention', m.id FROM mention m JOIN revision v ON v.id = s.revision_id
              WHERE m.passage_id = p.id AND position(m.words IN
                substr(v.text, s.start_offset + 1, s.end_offset - s.start_offset)) > 0) y
          WHERE p.revision_id = s.revision_id AND p.start_offset < s.end_offset AND p.end_offset > s.start_offset) x
        WHERE s.restriction_id = wanted_id $$;

      -- Lets a restriction reach on from the rows it has reached, to all that derives from them, but for what was released.
      CREATE FUNCTION spread_restriction(wanted_id uuid, from_ids uuid[]) RETURNS TABLE (tables text[], ids uuid[])
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        frontier uuid[] := from_ids;
        reached text[];
        step text := (SELECT string_agg(format(
          'SELECT %L AS table_name, %s AS id FROM %I r WHERE %s = ANY ($2) AND (%s)',
          d.child_table, d.child, d.table_name, d.parent, d.condition), ' UNION ALL ')
          FROM access_derivation d WHERE d.spreads);
      BEGIN
        tables := '{}';
        ids := '{}';
        WHILE cardinality(frontier) > 0 LOOP
          EXECUTE 'WITH added AS (
              INSERT INTO restricted_record (restriction_id, table_name, record_id)
              SELECT DISTINCT $1, f.table_name, f.id FROM (' || step || ') f
              WHERE f.id IS NOT NULL AND NOT EXISTS (SELECT FROM release l
                WHERE l.record_id = f.id AND l.restriction_id = $1 AND l.state = ''approved'')
              ON CONFLICT DO NOTHING RETURNING table_name, record_id)
            SELECT coalesce(array_agg(DISTINCT table_name), ''{}''), coalesce(array_agg(record_id), ''{}'') FROM added'
          INTO reached, frontier USING wanted_id, frontier;
          tables := tables || reached;
          ids := ids || frontier;
        END LOOP;
        RETURN NEXT;
      END $$;

      -- Lets restrictions reach rows just written, and what derives from them.
      CREATE FUNCTION reach_rows(reached restricted_record[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        hit record;
        onward record;
      BEGIN
        FOR hit IN
          WITH added AS (
            INSERT INTO restricted_record (restriction_id, table_name, record_id)
            SELECT f.restriction_id, f.table_name, f.record_id FROM unnest(reached) f
            WHERE NOT EXISTS (SELECT FROM release l WHERE l.record_id = f.record_id
              AND l.restriction_id = f.restriction_id AND l.state = 'approved')
            ON CONFLICT DO NOTHING RETURNING restriction_id, table_name, record_id)
          SELECT a.restriction_id, array_agg(DISTINCT a.table_name) AS tables, array_agg(a.record_id) AS ids
          FROM added a GROUP BY a.restriction_id
        LOOP
          SELECT * INTO onward FROM spread_restriction(hit.restriction_id, hit.ids);
          PERFORM note_written(3::smallint);
          PERFORM refresh_access(hit.tables || onward.tables, hit.ids || onward.ids);
          PERFORM refresh_activities(activities_of(hit.tables || onward.tables, hit.ids || onward.ids));
        END LOOP;
      END $$;

      -- Finds anew all that a restriction reaches: nothing where it has ended.
      CREATE FUNCTION apply_restriction(wanted_id uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        before record;
        begun record;
        onward record;
        tables text[];
        ids uuid[];
      BEGIN
        WITH gone AS (DELETE FROM restricted_record WHERE restriction_id = wanted_id RETURNING table_name, record_id)
        SELECT coalesce(array_agg(DISTINCT table_name), '{}') AS tables, coalesce(array_agg(record_id), '{}') AS ids
        INTO before FROM gone;
        begun := before;
        onward := before;
        IF NOT EXISTS (SELECT FROM restriction_end WHERE restriction_id = wanted_id) THEN
          WITH added AS (
            INSERT INTO restricted_record (restriction_id, table_name, record_id)
            SELECT DISTINCT wanted_id, f.table_name, f.id FROM reach_of(wanted_id) f
            WHERE NOT EXISTS (SELECT FROM release l
              WHERE l.record_id = f.id AND l.restriction_id = wanted_id AND l.state = 'approved')
            ON CONFLICT DO NOTHING RETURNING table_name, record_id)
          SELECT coalesce(array_agg(DISTINCT table_name), '{}') AS tables, coalesce(array_agg(record_id), '{}') AS ids
          INTO begun FROM added;
          SELECT * INTO onward FROM spread_restriction(wanted_id, begun.ids);
        END IF;
        tables := ARRAY(SELECT DISTINCT unnest(before.tables || begun.tables || onward.tables));
        ids := ARRAY(SELECT DISTINCT unnest(before.ids || begun.ids || onward.ids));
        PERFORM refresh_access(tables, ids);
        PERFORM refresh_activities(activities_of(tables, ids));
      END $$;
      -- A restriction acts in the statement that makes it; where it is on words, it is on them in their own revision first.
      CREATE FUNCTION impose_restriction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        is_there boolean;
      BEGIN
        IF NOT EXISTS (SELECT FROM unrestricted_access WHERE table_name = NEW.kind) THEN
          RAISE EXCEPTION 'there is no kind of record called %', NEW.kind USING ERRCODE = 'KT004';
        END IF;
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1)', NEW.kind) INTO is_there USING NEW.record_id;
        IF NOT is_there THEN
          RAISE EXCEPTION 'there is no such record to restrict' USING ERRCODE = 'KT004';
        END IF;
        INSERT INTO restricted_span (restriction_id, revision_id, start_offset, end_offset)
        SELECT NEW.id, p.revision_id, p.start_offset, p.end_offset FROM passage p
        WHERE NEW.kind = 'passage' AND p.id = NEW.record_id
        UNION ALL SELECT NEW.id, NEW.record_id, NEW.start_offset, NEW.end_offset WHERE NEW.part = 'span';
        IF NOT FOUND THEN
          PERFORM apply_restriction(NEW.id);
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER impose_restriction AFTER INSERT ON restriction FOR EACH ROW EXECUTE FUNCTION impose_restriction();

      CREATE FUNCTION mark_span() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM public.current_activity();
        SELECT r.level, r.mode NOT IN ('hidden_sealed', 'withdrawn') INTO NEW.level, NEW.mark
        FROM public.restriction r WHERE r.id = NEW.restriction_id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER mark_span BEFORE INSERT ON restricted_span FOR EACH ROW EXECUTE FUNCTION mark_span();

      CREATE FUNCTION apply_spans() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      BEGIN
        PERFORM apply_restriction(n.restriction_id) FROM (SELECT DISTINCT restriction_id FROM new_rows) n;
        RETURN NULL;
      END $$;
      CREATE TRIGGER apply_spans AFTER INSERT ON restricted_span REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION apply_spans();

      CREATE FUNCTION end_restriction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      BEGIN
        DELETE FROM restricted_span WHERE restriction_id = NEW.restriction_id;
        PERFORM apply_restriction(NEW.restriction_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER end_restriction AFTER INSERT ON restriction_end FOR EACH ROW EXECUTE FUNCTION end_restriction();

      CREATE FUNCTION apply_release() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      BEGIN
        PERFORM apply_restriction(NEW.restriction_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER apply_release_at_once AFTER INSERT ON release FOR EACH ROW
        WHEN (NEW.state = 'approved') EXECUTE FUNCTION apply_release();
      CREATE TRIGGER apply_release AFTER UPDATE ON release FOR EACH ROW
        WHEN ((OLD.state = 'approved') <> (NEW.state = 'approved')) EXECUTE FUNCTION apply_release();

      -- Declares what the rows of a table rest on; each rule as 35-derivations has it. From then on a row is as closed as
      -- the strictest of that, from the statement on that writes it.
      CREATE FUNCTION declare_derivations(target regclass, rules jsonb) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        plain text := (SELECT relname FROM pg_class WHERE oid = target);
        pairs text;
        spans text := (SELECT string_agg(format('SELECT r.id, s.restriction_id FROM %%1$s r, restricted_span s WHERE %s',
          rule ->> 'spans'), ' UNION ALL ') FROM jsonb_array_elements(rules) rule WHERE rule ? 'spans');
        places text := (SELECT string_agg(format('SELECT r.id, %s AS place FROM %%1$s r', rule ->> 'place'), ' UNION ALL ')
          FROM jsonb_array_elements(rules) rule WHERE rule ? 'spans');
      BEGIN
        INSERT INTO unrestricted_access (table_name, access)
        SELECT plain, substring(pg_get_expr(d.adbin, d.adrelid) FROM '[0-9]+')::smallint
        FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        WHERE d.adrelid = target AND a.attname = 'access';
        INSERT INTO access_derivation (table_name, child_table, child, parent, condition, spreads)
        SELECT plain, coalesce(rule #>> '{child,0}', plain), format('r.%I', coalesce(rule #>> '{child,1}', 'id')),
          CASE WHEN rule ? 'part' THEN format('part_of_record(r.%I, %L)', rule ->> 'on', rule ->> 'part')
            ELSE format('r.%I', rule ->> 'on') END,
          coalesce(rule ->> 'if', 'true'), NOT rule ? 'part'
        FROM jsonb_array_elements(rules) rule WHERE rule ? 'on';

        pairs := (SELECT string_agg(format(
            'SELECT %L AS child_table, %s AS child, %s AS parent FROM %%1$s r WHERE %s',
            child_table, child, parent, condition), ' UNION ALL ')
          FROM access_derivation WHERE table_name = plain);
        IF pairs IS NULL THEN
          RETURN;
        END IF;
        EXECUTE format('
          CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $derive$
          BEGIN
            IF EXISTS (SELECT FROM restricted_record) THEN
              PERFORM reach_rows((SELECT array_agg((reached.record_id, reached.restriction_id, reached.table_name)::restricted_record) FROM (
                SELECT DISTINCT p.child AS record_id, c.restriction_id, p.child_table AS table_name
                FROM (%s) p JOIN restricted_record c ON c.record_id = p.parent WHERE p.child IS NOT NULL) reached));
            END IF;
            %s
            RETURN NULL;
          END $derive$', 'derive_access_of_' || plain, format(pairs, 'new_rows'), CASE WHEN spans IS NOT NULL THEN format(
            'IF EXISTS (SELECT FROM restricted_span) THEN
               PERFORM apply_restriction(hit.id) FROM (SELECT DISTINCT x.restriction_id AS id FROM (%s) x) hit;
             END IF;', format(spans, 'new_rows')) END);
        -- After the links are made (triggers run in the order of their names), or those would not be drawn along.
        EXECUTE format('CREATE TRIGGER restrict_new AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
          FOR EACH STATEMENT EXECUTE FUNCTION %I()', target, 'derive_access_of_' || plain);

        IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'version' AND NOT attisdropped) THEN
          RETURN;
        END IF;
        EXECUTE format('
          CREATE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $derive$
          BEGIN
            IF EXISTS (SELECT FROM restricted_record) THEN
              PERFORM apply_restriction(hit.id) FROM (
                SELECT DISTINCT c.restriction_id AS id
                FROM ((%2$s EXCEPT %3$s) UNION ALL (%3$s EXCEPT %2$s)) p
                JOIN restricted_record c ON c.record_id IN (p.child, p.parent)) hit;
            END IF;
            %4$s
            RETURN NULL;
          END $derive$', 'rederive_access_of_' || plain, '(' || format(pairs, 'old_rows') || ')',
          '(' || format(pairs, 'new_rows') || ')', CASE WHEN spans IS NOT NULL THEN format(
            'IF EXISTS (SELECT FROM restricted_span) THEN
               PERFORM apply_restriction(hit.id) FROM (
                 SELECT DISTINCT x.restriction_id AS id FROM (%1$s UNION ALL %2$s) x
                 WHERE x.id IN (SELECT moved.id FROM (%3$s EXCEPT %4$s) moved)) hit;
             END IF;', format(spans, 'old_rows'), format(spans, 'new_rows'), '(' || format(places, 'new_rows') || ')',
            '(' || format(places, 'old_rows') || ')') END);
        EXECUTE format('CREATE TRIGGER restrict_changed AFTER UPDATE ON %s
          REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
          FOR EACH STATEMENT EXECUTE FUNCTION %I()', target, 'rederive_access_of_' || plain);
      END $$;

      CREATE FUNCTION revoke_derivations(target regclass) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        plain text := (SELECT relname FROM pg_class WHERE oid = target);
      BEGIN
        EXECUTE format('DROP FUNCTION IF EXISTS %I(), %I() CASCADE', 'derive_access_of_' || plain,
          'rederive_access_of_' || plain);
        DELETE FROM access_derivation WHERE table_name = plain;
        DELETE FROM unrestricted_access WHERE table_name = plain;
      END $$;
      REVOKE EXECUTE ON FUNCTION refresh_access, refresh_activities, activities_of, reach_of, spread_restriction,
        reach_rows, apply_restriction, declare_derivations, revoke_derivations FROM PUBLIC;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION see_activity, impose_restriction, mark_span, apply_spans, end_restriction, apply_release CASCADE;
      DROP FUNCTION revoke_derivations, declare_derivations, apply_restriction, reach_rows, spread_restriction, reach_of, activities_of, refresh_activities, refresh_access,
        restricted_to, without_closed, listed_restrictions, access_of_part, first_activity, part_of_record;
      DROP AGGREGATE loosest(smallint);
      DROP FUNCTION loosest;
      DROP TABLE unrestricted_access, access_derivation;
    `);
  }
}
