import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Erasing itself: what it reaches, and the words destroyed, in rows, in their history, and wherever they were copied to. */
export class EraseRecord1795449600062 implements MigrationInterface {
  name = 'EraseRecord1795449600062';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- One block a character, so that every other offset stays right; white space as it was.
      CREATE FUNCTION blocked(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN regexp_replace(words, '[^[:space:]]', '█', 'g');

      CREATE FUNCTION without_phrases(words text, phrases text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
      DECLARE
        phrase text;
      BEGIN
        FOREACH phrase IN ARRAY phrases LOOP
          words := replace(words, phrase, '[erased]');
        END LOOP;
        RETURN words;
      END $$;
      CREATE FUNCTION without_phrases(document jsonb, phrases text[]) RETURNS jsonb
        LANGUAGE plpgsql IMMUTABLE SET search_path = public AS $$
      BEGIN
        RETURN CASE jsonb_typeof(document)
          WHEN 'string' THEN to_jsonb(without_phrases(document #>> '{}', phrases))
          WHEN 'array' THEN (SELECT coalesce(jsonb_agg(without_phrases(x.value, phrases) ORDER BY x.n), '[]')
            FROM jsonb_array_elements(document) WITH ORDINALITY x (value, n))
          WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(x.key, without_phrases(x.value, phrases)), '{}')
            FROM jsonb_each(document) x)
          ELSE document END;
      END $$;

      -- Rows reached so far draw along what goes with them, but for the claims that are to stay.
      CREATE FUNCTION spread_erasure(wanted erasure) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        step text := (SELECT string_agg(format(
          'SELECT %L AS table_name, r.id FROM erased_record e JOIN %I r ON r.%I = e.record_id
           WHERE e.erasure_id = $1 AND e.table_name = %L AND e.only_column IS NULL',
          table_name, table_name, column_name, parent_table), ' UNION ALL ') FROM erasure_derivation);
        found integer := 1;
      BEGIN
        WHILE found > 0 LOOP
          EXECUTE 'INSERT INTO erased_record (erasure_id, table_name, record_id, is_gone)
            SELECT DISTINCT $1, f.table_name, f.id, f.table_name = ''claim'' FROM (' || step || ') f
            WHERE f.id <> ALL ($2) ON CONFLICT DO NOTHING' USING wanted.id, wanted.keep_claim_ids;
          GET DIAGNOSTICS found = ROW_COUNT;
        END LOOP;
      END $$;

      -- All that an erasure destroys: rows to erased_record, places in texts to erased_span.
      CREATE FUNCTION reach_erasure(wanted erasure, spans jsonb) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO erased_record (erasure_id, table_name, record_id, only_column, is_gone)
        SELECT wanted.id, wanted.kind, wanted.record_id,
          CASE WHEN wanted.part <> 'record' THEN wanted.part END, wanted.part = 'record'
        WHERE wanted.part IN ('record', 'name', 'summary')
        UNION ALL SELECT wanted.id, x.table_name, x.id, NULL, false FROM (
          SELECT 'name_form' AS table_name, id FROM name_form WHERE wanted.part = 'name' AND agent_id = wanted.record_id
          -- What is shown of a consent is a copy.
          UNION ALL SELECT 'consent_in_force', f.id FROM consent c JOIN consent_in_force f ON f.testimony_id = c.testimony_id
          WHERE wanted.part = 'record' AND c.id = wanted.record_id
          UNION ALL SELECT 'identifier', id FROM identifier WHERE wanted.part = 'name' AND agent_id = wanted.record_id
          UNION ALL SELECT 'sealed_identity', id FROM sealed_identity WHERE wanted.part = 'name' AND agent_id = wanted.record_id
          UNION ALL SELECT 'state_of_health', id FROM state_of_health WHERE wanted.part = 'health' AND agent_id = wanted.record_id
          UNION ALL SELECT 'contact', id FROM contact WHERE wanted.part = 'contact' AND agent_id = wanted.record_id) x;
        PERFORM spread_erasure(wanted);

        INSERT INTO erased_span (erasure_id, text_kind, text_id, start_offset, end_offset)
        SELECT wanted.id, 'revision', s.revision_id, s.start, s."end"
        FROM jsonb_to_recordset(spans) s (revision_id uuid, start integer, "end" integer)
        JOIN revision v ON v.id = s.revision_id AND s."end" <= v.code_points
        UNION SELECT wanted.id, 'revision', p.revision_id, p.start_offset, p.end_offset FROM passage p
        WHERE wanted.kind = 'passage' AND p.id = wanted.record_id
        UNION SELECT wanted.id, 'revision', v.id, wanted.start_offset, wanted.end_offset FROM revision v
        WHERE wanted.part = 'span' AND v.id = wanted.record_id
        UNION SELECT wanted.id, e.table_name, v.id, 0, v.code_points FROM erased_record e
        JOIN (SELECT id, code_points FROM revision UNION ALL SELECT id, code_points FROM translation) v ON v.id = e.record_id
        WHERE e.erasure_id = wanted.id AND e.table_name IN ('revision', 'translation')
        ON CONFLICT DO NOTHING;

        -- A claim rests on the words it has now, or had last where nobody knows where they are.
        INSERT INTO erased_record (erasure_id, table_name, record_id, is_gone)
        SELECT DISTINCT wanted.id, 'claim', a.claim_id, true FROM erased_span s
        JOIN anchor a ON a.revision_id = s.text_id AND a.start_offset < s.end_offset AND a.end_offset > s.start_offset
        WHERE s.erasure_id = wanted.id AND a.claim_id <> ALL (wanted.keep_claim_ids) AND (a.is_current OR EXISTS (
          SELECT FROM anchor c WHERE c.claim_id = a.claim_id AND c.is_current AND c.state IN ('lost', 'needs_review')))
        ON CONFLICT DO NOTHING;
        PERFORM spread_erasure(wanted);

        -- Which words of a review or a quotation are those of a few in the passage, nobody said.
        INSERT INTO erased_record (erasure_id, table_name, record_id, is_gone)
        SELECT DISTINCT wanted.id, x.table_name, x.id, false FROM erased_span s
        JOIN revision v ON v.id = s.text_id
        JOIN passage p ON p.revision_id = v.id AND p.start_offset < s.end_offset AND p.end_offset > s.start_offset
        CROSS JOIN LATERAL (
          SELECT 'passage' AS table_name, p.id WHERE p.start_offset >= s.start_offset AND p.end_offset <= s.end_offset
          UNION ALL SELECT 'narrator_review', n.id FROM narrator_review n WHERE n.passage_id = p.id
          UNION ALL SELECT 'citation', c.id FROM citation c WHERE c.cited_passage_id = p.id
          UNION ALL SELECT 'answer_reference', f.id FROM answer_reference f WHERE f.passage_id = p.id
          UNION ALL SELECT 'mention', m.id FROM mention m WHERE m.passage_id = p.id AND (
            position(m.words IN substr(v.text, s.start_offset + 1, s.end_offset - s.start_offset)) > 0
            OR p.start_offset >= s.start_offset AND p.end_offset <= s.end_offset)) x
        WHERE s.erasure_id = wanted.id
        ON CONFLICT DO NOTHING;

        INSERT INTO erased_span (erasure_id, text_kind, text_id, start_offset, end_offset)
        SELECT DISTINCT wanted.id, 'translation', t.translation_id, t.start_offset, t.end_offset FROM erased_span s
        JOIN passage p ON p.revision_id = s.text_id AND p.start_offset < s.end_offset AND p.end_offset > s.start_offset
        JOIN translation_passage t ON t.passage_id = p.id
        WHERE s.erasure_id = wanted.id AND s.text_kind = 'revision'
        ON CONFLICT DO NOTHING;
      END $$;

      -- The words themselves, as long as they are there: what is looked for elsewhere.
      CREATE FUNCTION erased_phrases(wanted erasure) RETURNS text[] LANGUAGE plpgsql AS $$
      DECLARE
        target record;
        found text[] := ARRAY(
          SELECT trim(substr(v.text, s.start_offset + 1, s.end_offset - s.start_offset)) FROM erased_span s
          JOIN revision v ON v.id = s.text_id WHERE s.erasure_id = wanted.id
          UNION SELECT r.value #>> '{}' FROM name_form f CROSS JOIN LATERAL jsonb_each(to_jsonb(f)) r
          WHERE r.key IN ('value', 'reading') AND f.id IN (SELECT e.record_id FROM erased_record e WHERE e.erasure_id = wanted.id));
        more text[];
      BEGIN
        FOR target IN
          SELECT e.table_name, e.record_id, array_agg(w.column_name) AS columns FROM erased_record e
          JOIN word_column w ON w.table_name = e.table_name AND w.column_name = coalesce(e.only_column, w.column_name)
            AND w.column_name IN ('name', 'value', 'reading', 'title', 'statement', 'summary', 'identity', 'words', 'asked')
          WHERE e.erasure_id = wanted.id AND (e.is_gone OR e.only_column IS NOT NULL)
          GROUP BY e.table_name, e.record_id
        LOOP
          EXECUTE format('SELECT array_agg(x.value #>> ''{}'') FROM %I r, jsonb_each(to_jsonb(r)) x
            WHERE r.id = $1 AND x.key = ANY ($2) AND jsonb_typeof(x.value) = ''string''', target.table_name)
          INTO more USING target.record_id, target.columns;
          found := found || more;
        END LOOP;
        -- The longest first: a short one may be part of it. All of the archive is looked through for each.
        RETURN ARRAY(SELECT x FROM (SELECT DISTINCT unnest(found) AS x) y
          WHERE char_length(x) >= 2 AND x <> '[erased]' AND x !~ '^[█[:space:]]*$' ORDER BY char_length(x) DESC, x LIMIT 500);
      END $$;

      -- Replaces the words in texts, and what anchors have of them.
      CREATE FUNCTION erase_spans(wanted_id uuid) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        span record;
        touched uuid[] := ARRAY(SELECT DISTINCT text_id FROM erased_span WHERE erasure_id = wanted_id);
        changed uuid[];
      BEGIN
        FOR span IN SELECT * FROM erased_span WHERE erasure_id = wanted_id ORDER BY text_id, start_offset LOOP
          EXECUTE format('UPDATE %I SET text = substr(text, 1, $2)
            || blocked(substr(text, $2 + 1, $3 - $2)) || substr(text, $3 + 1), erased_by = current_activity()
            WHERE id = $1', span.text_kind) USING span.text_id, span.start_offset, span.end_offset;
        END LOOP;

        -- An anchor has what now stands at its place.
        WITH quoted AS (
          UPDATE anchor a SET exact = now.exact, prefix = now.prefix, suffix = now.suffix
          FROM (
            SELECT o.id, substr(v.text, o.start_offset + 1, o.end_offset - o.start_offset) AS exact,
              substr(v.text, o.start_offset + 1 - char_length(o.prefix), char_length(o.prefix)) AS prefix,
              substr(v.text, o.end_offset + 1, char_length(o.suffix)) AS suffix
            FROM anchor o JOIN revision v ON v.id = o.revision_id
            WHERE o.revision_id = ANY (touched) AND o.start_offset IS NOT NULL) now
          WHERE a.id = now.id AND (a.exact, a.prefix, a.suffix) IS DISTINCT FROM (now.exact, now.prefix, now.suffix)
          RETURNING a.id)
        SELECT coalesce(array_agg(id), '{}') INTO changed FROM quoted;
        -- What is lost keeps the words of before.
        WITH RECURSIVE carried AS (
          SELECT a.id, a.state FROM anchor a WHERE a.carried_from_id = ANY (changed)
          UNION SELECT a.id, a.state FROM carried c JOIN anchor a ON a.carried_from_id = c.id)
        UPDATE anchor a SET exact = blocked(exact), prefix = blocked(prefix), suffix = blocked(suffix)
        FROM carried c WHERE a.id = c.id AND c.state = 'lost';
        -- The same for what they were: also for the versions that have just become former ones.
        UPDATE history h SET record = h.record || jsonb_build_object(
          'exact', substr(v.text, x.start_offset + 1, x.end_offset - x.start_offset),
          'prefix', substr(v.text, x.start_offset + 1 - char_length(x.prefix), char_length(x.prefix)),
          'suffix', substr(v.text, x.end_offset + 1, char_length(x.suffix)))
        FROM history o CROSS JOIN LATERAL jsonb_populate_record(NULL::anchor, o.record) x
        JOIN revision v ON v.id = x.revision_id
        WHERE o.table_name = 'anchor' AND x.revision_id = ANY (touched) AND x.start_offset IS NOT NULL AND h.id = o.id
          AND o.record_id IN (SELECT a.id FROM anchor a WHERE a.claim_id IN (
            SELECT b.claim_id FROM anchor b WHERE b.revision_id = ANY (touched)));
        UPDATE history h SET record = h.record || jsonb_build_object('exact', blocked(h.record ->> 'exact'),
          'prefix', blocked(h.record ->> 'prefix'), 'suffix', blocked(h.record ->> 'suffix'))
        FROM anchor a
        WHERE h.table_name = 'anchor' AND h.record_id = a.id AND a.exact = blocked(a.exact) AND a.exact ~ '█'
          AND h.record ->> 'start_offset' IS NULL AND a.claim_id IN (
            SELECT b.claim_id FROM anchor b WHERE b.revision_id = ANY (touched));
      END $$;

      -- Replaces the words of the rows reached, and of every earlier version of them.
      CREATE FUNCTION erase_rows(wanted_id uuid) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        target record;
      BEGIN
        FOR target IN
          SELECT e.table_name, e.ids, string_agg(format('r.%I', w.column_name), ', ') AS columns,
            string_agg(w.value, ', ') AS made, string_agg(format('%I = %s', w.column_name, w.value), ', ') AS set,
            string_agg(format('%L, %s', w.column_name, w.value), ', ') AS members
          FROM (SELECT table_name, only_column, array_agg(record_id) AS ids FROM erased_record
            WHERE erasure_id = wanted_id GROUP BY table_name, only_column) e
          JOIN word_column w ON w.table_name = e.table_name AND w.value IS NOT NULL
            AND w.column_name = coalesce(e.only_column, w.column_name)
          GROUP BY e.table_name, e.only_column, e.ids
        LOOP
          EXECUTE format('UPDATE %I r SET %s WHERE r.id = ANY ($1) AND ROW(%s) IS DISTINCT FROM ROW(%s)',
            target.table_name, target.set, target.columns, target.made) USING target.ids;
          EXECUTE format('UPDATE history h SET record = h.record || (
              SELECT jsonb_build_object(%s) FROM jsonb_populate_record(NULL::%I, h.record) r)
            WHERE h.table_name = %L AND h.record_id = ANY ($1)', target.members, target.table_name, target.table_name)
          USING target.ids;
        END LOOP;
        DELETE FROM contact_details WHERE contact_id IN (SELECT record_id FROM erased_record WHERE erasure_id = wanted_id);
        DELETE FROM name_key k USING erased_record e
        WHERE e.erasure_id = wanted_id AND (k.name_form_id = e.record_id OR k.owner_id = e.record_id AND k.name_form_id IS NULL
          AND coalesce(e.only_column, 'name') = 'name');
        -- Why a version was ended speaks of what it said.
        UPDATE activity a SET note = '[erased]' WHERE a.note IS NOT NULL AND a.id IN (
          SELECT h.ended_by FROM history h JOIN erased_record e ON e.record_id = h.record_id
          WHERE e.erasure_id = wanted_id AND e.table_name <> 'anchor');
        -- The digest of a request could be guessed from.
        DELETE FROM idempotency_key k WHERE EXISTS (
          SELECT FROM regexp_matches(k.result::text, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') named (ids)
          JOIN erased_record e ON e.record_id = named.ids[1]::uuid WHERE e.erasure_id = wanted_id);
      END $$;

      -- Where else the very words stand; replaces them there if that is wanted, but in texts: those are erased by their place.
      CREATE FUNCTION sweep_phrases(phrases text[], replaced boolean) RETURNS jsonb LANGUAGE plpgsql AS $$
      DECLARE
        target record;
        found integer;
        counts jsonb := '[]';
        -- As JSON writes them, without the quotes around.
        written text[] := ARRAY(SELECT substr(j, 2, char_length(j) - 2) FROM (SELECT to_jsonb(x)::text AS j FROM unnest(phrases) x) y);
        stands text;
      BEGIN
        FOR target IN
          SELECT w.table_name, w.column_name, c.data_type FROM word_column w JOIN information_schema.columns c
            ON c.table_schema = 'public' AND c.table_name = w.table_name AND c.column_name = w.column_name
          WHERE c.data_type IN ('text', 'jsonb') AND w.table_name <> 'anchor'
          UNION ALL SELECT 'history', 'record', ''
          -- What is replaced goes to history first.
          ORDER BY 3 DESC, 1, 2
        LOOP
          stands := format('EXISTS (SELECT FROM unnest($2) p WHERE strpos(%I::text, p) > 0)', target.column_name);
          IF replaced AND (target.table_name, target.column_name) NOT IN (('revision', 'text'), ('translation', 'text')) THEN
            EXECUTE format('UPDATE %1$I SET %2$I = without_phrases(%2$I, $1)
              WHERE %3$s', target.table_name, target.column_name, stands)
            USING phrases, CASE target.data_type WHEN 'text' THEN phrases ELSE written END;
          ELSE
            EXECUTE format('SELECT FROM %I WHERE %s AND $1 IS NOT NULL', target.table_name, stands)
            USING phrases, CASE target.data_type WHEN 'text' THEN phrases ELSE written END;
          END IF;
          GET DIAGNOSTICS found = ROW_COUNT;
          IF found > 0 THEN
            counts := counts || jsonb_build_object('kind', target.table_name, 'member', target.column_name, 'count', found);
          END IF;
        END LOOP;
        RETURN counts;
      END $$;

      -- Destroys what an erasure is of. Within its activity, and decided by two (check_second_person).
      -- What the log commits to stays; what it was committed with is destroyed by its own triggers.
      CREATE FUNCTION erase_record(wanted_id uuid, spans jsonb) RETURNS jsonb
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        wanted erasure;
        phrases text[];
        elsewhere jsonb;
      BEGIN
        IF NOT EXISTS (SELECT FROM activity a JOIN erasure_decision d ON d.activity_id = a.id
          WHERE a.id = current_activity() AND a.type = 'record.erase' AND d.erasure_id = wanted_id
            AND d.outcome = 'executed') THEN
          RAISE EXCEPTION 'only a decided erasure erases, within its own activity' USING ERRCODE = 'KT002';
        END IF;
        SELECT * INTO wanted FROM erasure WHERE id = wanted_id;
        PERFORM reach_erasure(wanted, spans);
        UPDATE erased_record SET basis = wanted.basis WHERE erasure_id = wanted_id;
        phrases := erased_phrases(wanted);
        INSERT INTO erasing VALUES (pg_current_xact_id()::text::bigint);
        PERFORM set_config('kataribe.erasing', 'on', true);
        PERFORM erase_spans(wanted_id);
        PERFORM erase_rows(wanted_id);
        elsewhere := sweep_phrases(phrases, wanted.everywhere);
        PERFORM set_config('kataribe.erasing', '', true);
        DELETE FROM erasing;
        RETURN elsewhere;
      END $$;
      REVOKE EXECUTE ON FUNCTION spread_erasure, reach_erasure, erased_phrases, erase_spans, erase_rows, sweep_phrases
        FROM PUBLIC;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION erase_record, sweep_phrases, erase_rows, erase_spans, erased_phrases, reach_erasure, spread_erasure,
        blocked, without_phrases(text, text[]), without_phrases(jsonb, text[]);
    `);
  }
}
