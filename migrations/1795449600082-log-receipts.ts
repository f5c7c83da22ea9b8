import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys that checkpoints are signed with, and what a receipt shows of entries to whoever asks. */
export class LogReceipts1795449600082 implements MigrationInterface {
  name = 'LogReceipts1795449600082';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Only what others verify with: the key itself is kept outside of the database.
      CREATE TABLE log_key (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        verifier_key text NOT NULL,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__log_key PRIMARY KEY (id),
        CONSTRAINT uq__log_key__sequence UNIQUE (sequence),
        CONSTRAINT uq__log_key__verifier_key UNIQUE (verifier_key)
      );
      SELECT enroll_in_ledger('log_key', append_only => true);
      SELECT declare_derivations('log_key', '[]');
      SELECT wall_in('log_key'), enroll_in_log('log_key');
      GRANT SELECT ON log_key TO kataribe_registered, kataribe_public;

      -- One version of a row, as it is now or as history keeps it, with who may read it; nothing where it is gone.
      CREATE FUNCTION logged_row(plain text, wanted_id uuid, wanted_version integer, OUT whole jsonb, OUT access smallint)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        now_access smallint;
      BEGIN
        EXECUTE format('SELECT to_jsonb(t), t.access FROM %I t WHERE t.id = $1', plain)
        INTO whole, now_access USING wanted_id;
        access := now_access;
        IF whole IS NOT NULL AND coalesce((whole ->> 'version')::integer, 1) = wanted_version THEN
          RETURN;
        END IF;
        SELECT h.record, strictest(h.access, coalesce(now_access, 3::smallint)) INTO whole, access FROM history h
        WHERE h.record_id = wanted_id AND h.table_name = plain AND (h.record ->> 'version')::integer = wanted_version;
      END $$;

      -- The columns of a row that one may see to the letter, each as it was committed to. In doubt a column is left out: the
      -- entry is proven without it.
      CREATE FUNCTION disclosed_columns(plain text, whole jsonb, clearance smallint[]) RETURNS jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        shown jsonb;
        made jsonb;
      BEGIN
        -- What no answer of the archive shows to the letter, whoever asks.
        IF plain IN ('api_token', 'account', 'contact', 'sealed_identity', 'state_of_health') THEN
          RETURN '{}';
        END IF;
        EXECUTE format('SELECT %I(jsonb_populate_record(NULL::%I, $1))', 'logged_values_of_' || plain, plain)
        INTO made USING whole;
        IF clearance[1] = 32767 THEN
          RETURN made;
        END IF;
        IF plain = 'life' OR plain = 'activity' AND NOT may_read((whole ->> 'note_access')::smallint, clearance) THEN
          RETURN '{}';
        END IF;
        shown := without_closed(CASE WHEN plain IN ('revision', 'passage', 'translation')
          THEN readable_row(plain, whole, clearance) ELSE whole END, clearance);
        IF plain = 'anchor' AND closed_stretches((whole ->> 'revision_id')::uuid, clearance) IS NOT NULL
          OR plain = 'translation_passage' AND closed_in_translation((whole ->> 'translation_id')::uuid, clearance) IS NOT NULL THEN
          shown := shown - '{start_offset,end_offset,exact,prefix,suffix}'::text[];
        END IF;
        RETURN (SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM jsonb_each(made) c
          WHERE shown ? c.key AND shown -> c.key = whole -> c.key
            AND c.key <> ALL ('{sequence,transaction_id}'));
      END $$;

      -- The entries of an activity, or those of all versions of a record, that one may see, in the order of the log: with
      -- what they say in the clear of what one may see to the letter. leaf_index is NULL until they are in the tree.
      CREATE FUNCTION receipt_entries(by text, wanted uuid, clearance smallint[], after_id bigint, how_many integer)
        RETURNS TABLE (id bigint, leaf_index bigint, next_leaf bigint, envelope text, disclosed jsonb)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
      BEGIN
        RETURN QUERY EXECUTE format('
          SELECT e.id, s.first_leaf + e.place, s.next_leaf, e.envelope, CASE WHEN said.of -> ''columns'' IS NULL THEN ''{}'' ELSE (
            SELECT coalesce(jsonb_object_agg(c.key, jsonb_build_object(''value'', c.value, ''salt'',
              coalesce(encode(sha256(e.salt || convert_to(c.key, ''UTF8'')), ''base64''), e.salts ->> c.key))), ''{}'')
            FROM jsonb_each(disclosed_columns(said.of ->> ''table'', version.whole, $2)) c
            WHERE e.salt IS NOT NULL OR e.salts ? c.key) END
          FROM (%s) e
          CROSS JOIN LATERAL (SELECT e.envelope::jsonb AS of OFFSET 0) said
          CROSS JOIN LATERAL logged_row(said.of ->> ''table'', e.record_id, (said.of ->> ''version'')::integer) version
          CROSS JOIN LATERAL (SELECT a.access FROM activity a WHERE a.id = e.activity_id OFFSET 0) act
          LEFT JOIN LATERAL (SELECT * FROM log_sequenced q WHERE q.activity_id = e.activity_id OFFSET 0) s ON true
          WHERE may_read(act.access, $2) AND may_read(coalesce(version.access, 3::smallint), $2)
          ORDER BY e.id LIMIT $4', CASE by
            -- An import has a hundred thousand: they are counted once.
            WHEN 'activity' THEN 'SELECT x.*, (SELECT count(*) FROM log_entry b WHERE b.activity_id = $1 AND b.id <= $3)
              + row_number() OVER (ORDER BY x.id) - 1 AS place FROM log_entry x WHERE x.activity_id = $1 AND x.id > $3'
            ELSE 'SELECT x.*, (SELECT count(*) FROM log_entry b WHERE b.activity_id = x.activity_id AND b.id < x.id) AS place
              FROM log_entry x WHERE x.record_id = $1 AND x.id > $3' END)
        USING wanted, clearance, after_id, how_many;
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION receipt_entries, disclosed_columns, logged_row, log_new_log_key, log_changed_log_key, log_gone_log_key CASCADE;
      DROP FUNCTION envelope_of_log_key, logged_values_of_log_key;
      SELECT revoke_derivations('log_key');
      DROP TABLE log_key;
    `);
  }
}
