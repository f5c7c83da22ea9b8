import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The text that a reader is given, as a view derived from the marks: closed words are as if they had never been there, or
 * leave […] where they stood. Offsets, hashes and counts are those of that text. Why so: src/restrictions/README.md.
 */
export class ReadableText1795449600036 implements MigrationInterface {
  name = 'ReadableText1795449600036';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Whether a text was followed into this revision word by word, or only so far that nothing closed is shown.
      ALTER TABLE restricted_span ADD certain boolean NOT NULL DEFAULT true;

      -- Words that a reader is not given, in code points of the whole text: in their place stands a mark, or nothing.
      CREATE TYPE closed_stretch AS (start_offset integer, end_offset integer, mark boolean);

      -- These look behind the wall of row level security at what is closed, to leave it out; none of them gives any of it.
      -- What of a revision is closed to a clearance, in order and apart from each other; NULL: nothing. A passage that one
      -- may not see is gone with the white space up to the next, or from the one before where none follows. What else is
      -- closed leaves one mark in each passage, however many restrictions meet there.
      CREATE FUNCTION closed_stretches(wanted_id uuid, clearance smallint[]) RETURNS closed_stretch[]
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS $$
        WITH place AS MATERIALIZED (
          SELECT p.start_offset, p.end_offset, lag(p.end_offset, 1, 0) OVER beside AS before,
            lead(p.start_offset) OVER beside AS next, public.may_read(p.access, clearance) AS is_shown
          FROM public.passage p WHERE p.revision_id = wanted_id WINDOW beside AS (ORDER BY p.start_offset)
        ), last AS (
          SELECT max(start_offset) AS shown FROM place WHERE is_shown
        ), stretch AS (
          SELECT CASE WHEN last.shown > p.start_offset THEN p.start_offset ELSE p.before END AS start_offset,
            CASE WHEN last.shown > p.start_offset THEN p.next WHEN last.shown IS NULL AND p.next IS NULL
              THEN (SELECT r.code_points FROM public.revision r WHERE r.id = wanted_id)
              ELSE p.end_offset END AS end_offset, false AS mark
          FROM place p CROSS JOIN last WHERE NOT p.is_shown
          UNION ALL
          SELECT lower(one.range), upper(one.range), true
          FROM place p CROSS JOIN LATERAL (
            SELECT unnest(range_agg(int4range(greatest(s.start_offset, p.start_offset), least(s.end_offset, p.end_offset))))
              AS range
            FROM public.restricted_span s
            WHERE s.revision_id = wanted_id AND s.start_offset < p.end_offset AND s.end_offset > p.start_offset
              AND NOT public.may_read(s.level, clearance)
              -- A passage that was released by itself is shown.
              AND (s.mark OR s.start_offset > p.start_offset OR s.end_offset < p.end_offset)) one
          WHERE p.is_shown
        )
        SELECT array_agg((start_offset, end_offset, mark)::public.closed_stretch ORDER BY start_offset) FROM stretch $$;

      -- Where a place of the whole text is in the one that is shown. Within closed words a beginning is before the mark
      -- that is left of them, and an end behind it.
      CREATE FUNCTION readable_start(at integer, closed closed_stretch[]) RETURNS integer
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT at - coalesce(sum(least(at, c.end_offset) - c.start_offset
          - CASE WHEN c.mark AND c.end_offset <= at THEN 3 ELSE 0 END)::integer, 0)
        FROM unnest(closed) c WHERE c.start_offset < at $$;
      CREATE FUNCTION readable_end(at integer, closed closed_stretch[]) RETURNS integer
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT at - coalesce(sum(least(at, c.end_offset) - c.start_offset - CASE WHEN c.mark THEN 3 ELSE 0 END)::integer, 0)
        FROM unnest(closed) c WHERE c.start_offset < at $$;

      CREATE FUNCTION readable_text(whole text, closed closed_stretch[]) RETURNS text
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        kept text;
        parts text[] := '{}';
        at integer := 0;
        one public.closed_stretch;
      BEGIN
        IF closed IS NULL THEN
          RETURN whole;
        END IF;
        -- Fetched once, not for every part.
        kept := whole || '';
        FOREACH one IN ARRAY closed LOOP
          parts := parts || substr(kept, at + 1, one.start_offset - at) || CASE WHEN one.mark THEN '[…]' ELSE '' END;
          at := one.end_offset;
        END LOOP;
        RETURN array_to_string(parts || substr(kept, at + 1), '');
      END $$;

      CREATE FUNCTION text_sha256(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN encode(sha256(convert_to(words, 'UTF8')), 'hex');

      -- What is shown of the words from one place to another of the whole text.
      CREATE FUNCTION readable_words(whole text, closed closed_stretch[], start_offset integer, end_offset integer)
        RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      BEGIN
        IF closed IS NULL THEN
          RETURN substr(whole, start_offset + 1, end_offset - start_offset);
        END IF;
        RETURN substr(public.readable_text(whole, closed), public.readable_start(start_offset, closed) + 1,
          greatest(0, public.readable_end(end_offset, closed) - public.readable_start(start_offset, closed)));
      END $$;

      -- The words of an anchor as one may read them, with its place in the text that one is shown. Lost words have no place:
      -- they are those of the row where they last stood for certain.
      CREATE TYPE anchor_words AS (start_offset integer, end_offset integer, exact text, prefix text, suffix text);
      CREATE FUNCTION readable_anchor(wanted_id uuid, kept anchor_words, carried_from_id uuid, clearance smallint[])
        RETURNS anchor_words
        LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        closed closed_stretch[];
        stood record;
        given anchor_words := kept;
        shown text;
      BEGIN
        IF kept.start_offset IS NULL THEN
          IF NOT EXISTS (SELECT FROM revision r JOIN revision any_of ON any_of.testimony_id = r.testimony_id
            JOIN restricted_span s ON s.revision_id = any_of.id WHERE r.id = wanted_id) THEN
            RETURN kept;
          END IF;
          WITH RECURSIVE earlier AS (
            SELECT x.*, 1 AS steps FROM anchor x WHERE x.id = readable_anchor.carried_from_id
            UNION ALL
            SELECT x.*, earlier.steps + 1 FROM earlier JOIN anchor x ON x.id = earlier.carried_from_id
            WHERE earlier.start_offset IS NULL OR earlier.exact <> kept.exact
          )
          SELECT e.* INTO stood FROM earlier e WHERE e.start_offset IS NOT NULL AND e.exact = kept.exact
          ORDER BY e.steps LIMIT 1;
          IF stood.id IS NULL THEN
            given.exact := '[…]';
            given.prefix := '';
            given.suffix := '';
          ELSIF closed_stretches(stood.revision_id, clearance) IS NOT NULL THEN
            given := readable_anchor(stood.revision_id, (stood.start_offset, stood.end_offset, stood.exact, stood.prefix,
              stood.suffix)::anchor_words, NULL, clearance);
            given.start_offset := NULL;
            given.end_offset := NULL;
          END IF;
          RETURN given;
        END IF;
        IF EXISTS (SELECT FROM restricted_span s WHERE s.revision_id = wanted_id) THEN
          closed := closed_stretches(wanted_id, clearance);
        END IF;
        IF closed IS NULL THEN
          RETURN kept;
        END IF;
        given.start_offset := readable_start(kept.start_offset, closed);
        given.end_offset := greatest(given.start_offset, readable_end(kept.end_offset, closed));
        -- What stands far from all that is closed is as it was kept.
        IF EXISTS (SELECT FROM unnest(closed) c
          WHERE c.start_offset <= kept.end_offset + 32 AND c.end_offset >= kept.start_offset - 32) THEN
          SELECT readable_text(r.text, closed) INTO shown FROM revision r WHERE r.id = wanted_id;
          given.exact := substr(shown, given.start_offset + 1, given.end_offset - given.start_offset);
          given.prefix := substr(shown, greatest(given.start_offset - 32, 0) + 1, least(given.start_offset, 32));
          given.suffix := substr(shown, given.end_offset + 1, 32);
        END IF;
        RETURN given;
      END $$;

      -- Whether all that closes a record to a clearance has left a mark in this revision: then there is something to mark.
      CREATE FUNCTION leaves_mark(wanted_id uuid, revision_id uuid, clearance smallint[]) RETURNS boolean
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS $$
        SELECT coalesce(bool_and(EXISTS (SELECT FROM public.restricted_span s WHERE s.restriction_id = c.restriction_id
          AND s.revision_id = leaves_mark.revision_id AND s.mark)), false)
        FROM public.restricted_record c JOIN public.restriction r ON r.id = c.restriction_id
        WHERE c.record_id = wanted_id AND NOT public.may_read(r.level, clearance) $$;

      -- The same of a translation: a place that translates closed words leaves a mark, or is gone with the passage it
      -- translates. What translates no passage that anybody named may translate the closed ones, and is gone too.
      CREATE FUNCTION closed_in_translation(wanted_id uuid, clearance smallint[]) RETURNS closed_stretch[]
        LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        layer record;
        closed public.closed_stretch[];
      BEGIN
        SELECT w.revision_id, w.code_points INTO layer FROM public.translation w WHERE w.id = wanted_id;
        IF NOT EXISTS (SELECT FROM public.restricted_span s WHERE s.revision_id = layer.revision_id)
          AND NOT EXISTS (SELECT FROM public.translation_passage m WHERE m.translation_id = wanted_id AND m.access > 0) THEN
          RETURN NULL;
        END IF;
        IF public.closed_stretches(layer.revision_id, clearance) IS NULL AND NOT EXISTS (
          SELECT FROM public.translation_passage m
          WHERE m.translation_id = wanted_id AND NOT public.may_read(m.access, clearance)) THEN
          RETURN NULL;
        END IF;
        WITH aligned AS MATERIALIZED (
          SELECT m.start_offset, m.end_offset,
            public.may_read(m.access, clearance) AND public.may_read(p.access, clearance) AS is_shown,
            public.may_read(p.access, clearance) AND NOT public.may_read(m.access, clearance)
              AND public.leaves_mark(m.id, layer.revision_id, clearance) AS mark
          FROM public.translation_passage m JOIN public.passage p ON p.id = m.passage_id
          WHERE m.translation_id = wanted_id
        ), between_them AS (
          SELECT lag(a.end_offset, 1, 0) OVER (ORDER BY a.start_offset) AS start_offset, a.start_offset AS end_offset
          FROM (SELECT start_offset, end_offset FROM aligned
            UNION ALL SELECT layer.code_points, layer.code_points) a
        ), words AS (
          SELECT b.start_offset, substr(w.text, b.start_offset + 1, b.end_offset - b.start_offset) AS text
          FROM between_them b JOIN public.translation w ON w.id = wanted_id WHERE b.end_offset > b.start_offset
        ), place AS (
          SELECT x.*, lag(x.end_offset, 1, 0) OVER beside AS before, lead(x.start_offset) OVER beside AS next
          FROM (
            SELECT start_offset, end_offset, is_shown OR mark AS is_shown, mark FROM aligned
            UNION ALL
            SELECT start_offset + char_length(substring(text FROM '^\\s*')),
              start_offset + char_length(regexp_replace(text, '\\s+$', '')), false, false
            FROM words WHERE text ~ '\\S'
          ) x WINDOW beside AS (ORDER BY x.start_offset)
        ), last AS (
          SELECT max(start_offset) AS shown FROM place WHERE is_shown
        )
        SELECT array_agg(CASE
            WHEN p.mark THEN (p.start_offset, p.end_offset, true)::public.closed_stretch
            WHEN last.shown > p.start_offset THEN (p.start_offset, p.next, false)::public.closed_stretch
            WHEN last.shown IS NULL AND p.next IS NULL THEN (p.before, layer.code_points, false)::public.closed_stretch
            ELSE (p.before, p.end_offset, false)::public.closed_stretch END ORDER BY p.start_offset)
        INTO closed FROM place p CROSS JOIN last WHERE p.mark OR NOT p.is_shown;
        RETURN closed;
      END $$;

      -- Places of a translation whose words are closed, but are shown as a mark.
      CREATE FUNCTION marked_places(wanted_id uuid, clearance smallint[]) RETURNS SETOF translation_passage
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public ROWS 1 AS $$
        SELECT m.* FROM translation_passage m
        JOIN translation w ON w.id = m.translation_id
        JOIN passage p ON p.id = m.passage_id AND may_read(p.access, clearance)
        WHERE m.translation_id = wanted_id AND m.access > 0 AND NOT may_read(m.access, clearance)
          AND leaves_mark(m.id, w.revision_id, clearance) $$;

      -- A record as history shows it: of a text, and of a place in one, what one may read.
      CREATE FUNCTION readable_row(kind text, whole jsonb, clearance smallint[]) RETURNS jsonb
        LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
      DECLARE
        closed public.closed_stretch[] := CASE kind
          WHEN 'translation' THEN public.closed_in_translation((whole ->> 'id')::uuid, clearance)
          ELSE public.closed_stretches((whole ->> CASE kind WHEN 'passage' THEN 'revision_id' ELSE 'id' END)::uuid,
            clearance) END;
        shown text;
      BEGIN
        IF closed IS NULL THEN
          RETURN whole;
        END IF;
        IF kind = 'passage' THEN
          RETURN whole || jsonb_build_object(
            'start_offset', public.readable_start((whole ->> 'start_offset')::integer, closed),
            'end_offset', public.readable_end((whole ->> 'end_offset')::integer, closed));
        END IF;
        shown := public.readable_text(whole ->> 'text', closed);
        RETURN whole || jsonb_build_object('text', shown, 'sha256', public.text_sha256(shown),
          'bytes', octet_length(shown), 'code_points', char_length(shown));
      END $$;

      -- The beginning of a passage, as what it is called by.
      CREATE FUNCTION passage_label(wanted_id uuid, clearance smallint[]) RETURNS text
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT left(public.readable_words(r.text, CASE WHEN EXISTS (
            SELECT FROM public.restricted_span s WHERE s.revision_id = r.id) THEN
            public.closed_stretches(r.id, clearance) END, p.start_offset, p.end_offset), 120)
        FROM public.passage p JOIN public.revision r ON r.id = p.revision_id WHERE p.id = wanted_id $$;
      CREATE FUNCTION record_label(kind text, id uuid, label text, clearance smallint[]) RETURNS text
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN kind = 'passage' THEN public.passage_label(id, clearance) ELSE label END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION record_label, passage_label, readable_row, marked_places, closed_in_translation, leaves_mark, readable_anchor,
        readable_words, text_sha256, readable_text, readable_end, readable_start, closed_stretches;
      DROP TYPE anchor_words, closed_stretch;
      ALTER TABLE restricted_span DROP certain;
    `);
  }
}
