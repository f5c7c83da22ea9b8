import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The transparency log: an entry for each version of each row, written by triggers in the transaction that writes the
 * row; and the tables in which the sequencer makes a Merkle tree of them (RFC 6962). Why so, and what an entry says:
 * src/transparency-log/README.md.
 */
export class TransparencyLog1795449600080 implements MigrationInterface {
  name = 'TransparencyLog1795449600080';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- No foreign keys and no more indexes than are asked for: every row of the archive pays for its entry here.
      CREATE TABLE log_entry (
        id bigint GENERATED ALWAYS AS IDENTITY,
        activity_id uuid NOT NULL,
        record_id uuid NOT NULL,
        -- What the commitments of the envelope are made with; NULL once something of them was erased.
        salt bytea,
        -- What is left of it then: {column: base64 of its own salt}.
        salts jsonb,
        -- The leaf, to the byte: canonical JSON (RFC 8785).
        envelope text NOT NULL,
        CONSTRAINT pk__log_entry PRIMARY KEY (activity_id, id)
      );
      CREATE INDEX ix__log_entry__record_id ON log_entry (record_id);

      -- Activities that are committed and not in the tree yet. A queue: what is taken is deleted.
      CREATE TABLE log_pending (
        activity_id uuid NOT NULL,
        sequence bigint NOT NULL,
        CONSTRAINT pk__log_pending PRIMARY KEY (sequence)
      );

      -- Where the entries of an activity stand in the tree: [first_leaf, next_leaf), in the order of their ids. Each begins
      -- where one ends, so that no two can take the same place and none can leave a gap.
      CREATE TABLE log_sequenced (
        activity_id uuid NOT NULL,
        sequence bigint NOT NULL,
        first_leaf bigint NOT NULL,
        next_leaf bigint NOT NULL,
        follows bigint GENERATED ALWAYS AS (nullif(first_leaf, 0)) STORED,
        -- It was put in after one with a higher sequence, which had been committed before.
        is_late boolean NOT NULL,
        CONSTRAINT pk__log_sequenced PRIMARY KEY (activity_id),
        CONSTRAINT uq__log_sequenced__first_leaf UNIQUE (first_leaf),
        CONSTRAINT uq__log_sequenced__next_leaf UNIQUE (next_leaf),
        CONSTRAINT fk__log_sequenced__follows__log_sequenced FOREIGN KEY (follows) REFERENCES log_sequenced (next_leaf),
        CONSTRAINT ck__log_sequenced__next_leaf CHECK (0 <= first_leaf AND first_leaf < next_leaf)
      );
      CREATE INDEX ix__log_sequenced__late ON log_sequenced (first_leaf, sequence) WHERE is_late;

      -- The hashes of the tree, 256 to a tile (C2SP tlog-tiles). Only the last tile of a level is not full yet.
      CREATE TABLE log_tile (
        level smallint NOT NULL,
        index bigint NOT NULL,
        hashes bytea NOT NULL,
        CONSTRAINT pk__log_tile PRIMARY KEY (level, index),
        CONSTRAINT ck__log_tile__hashes CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0)
      );
      -- Hashes do not compress.
      ALTER TABLE log_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

      CREATE TABLE log_checkpoint (
        tree_size bigint NOT NULL,
        root bytea NOT NULL,
        note text NOT NULL,
        last_sequence bigint NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk__log_checkpoint PRIMARY KEY (tree_size),
        CONSTRAINT ck__log_checkpoint__root CHECK (octet_length(root) = 32)
      );

      -- What others say of a checkpoint: a line of a witness (C2SP tlog-cosignature), a token of a time stamping authority.
      CREATE TABLE log_cosignature (
        tree_size bigint NOT NULL,
        witness text NOT NULL,
        line text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk__log_cosignature PRIMARY KEY (tree_size, witness),
        CONSTRAINT fk__log_cosignature__tree_size__log_checkpoint FOREIGN KEY (tree_size) REFERENCES log_checkpoint (tree_size)
      );
      CREATE TABLE log_time_stamp (
        tree_size bigint NOT NULL,
        authority text NOT NULL,
        token bytea NOT NULL,
        received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk__log_time_stamp PRIMARY KEY (tree_size, authority),
        CONSTRAINT fk__log_time_stamp__tree_size__log_checkpoint FOREIGN KEY (tree_size) REFERENCES log_checkpoint (tree_size)
      );

      GRANT SELECT ON log_entry, log_pending, log_sequenced, log_tile, log_checkpoint, log_cosignature, log_time_stamp
        TO kataribe_app, kataribe_reader, kataribe_sequencer;
      GRANT SELECT ON log_tile, log_checkpoint, log_cosignature, log_time_stamp TO kataribe_registered, kataribe_public;
      GRANT SELECT (sequence, first_leaf, next_leaf, is_late) ON log_sequenced TO kataribe_registered, kataribe_public;
      -- Who reads as of a checkpoint, in one snapshot, must know what is not in it yet.
      GRANT SELECT (sequence) ON log_pending TO kataribe_registered, kataribe_public;
      GRANT DELETE ON log_pending TO kataribe_sequencer;
      GRANT INSERT ON log_sequenced, log_checkpoint, log_cosignature, log_time_stamp TO kataribe_sequencer;
      GRANT INSERT, UPDATE ON log_tile TO kataribe_sequencer;

      -- Entries are made by triggers; of what is there only the salts of erased words ever go.
      CREATE FUNCTION keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' AND pg_trigger_depth() >= 2 THEN
          RETURN NULL;
        END IF;
        IF TG_OP = 'UPDATE' THEN
          IF (NEW.id, NEW.activity_id, NEW.record_id, NEW.envelope) = (OLD.id, OLD.activity_id, OLD.record_id, OLD.envelope)
            AND NEW.salt IS NULL AND current_setting('kataribe.erasing', true) = 'on' AND public.is_erasing() THEN
            RETURN NEW;
          END IF;
        END IF;
        RAISE EXCEPTION 'entries of the log are made by triggers alone, and stay' USING ERRCODE = 'KT002';
      END $$;
      CREATE TRIGGER keep_entry_made BEFORE INSERT ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION keep_entry();
      CREATE TRIGGER keep_entry BEFORE UPDATE OR DELETE ON log_entry FOR EACH ROW EXECUTE FUNCTION keep_entry();
      CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- The tree grows at its end, by the sequencer's hand, and is never changed.
      CREATE FUNCTION keep_tree() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' AND current_user = 'kataribe_sequencer' THEN
          RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'log_tile' AND current_user = 'kataribe_sequencer' THEN
          IF (NEW.level, NEW.index) = (OLD.level, OLD.index)
            AND substr(NEW.hashes, 1, octet_length(OLD.hashes)) = OLD.hashes THEN
            RETURN NEW;
          END IF;
        END IF;
        RAISE EXCEPTION 'the log only grows, and only its sequencer lets it' USING ERRCODE = 'KT002';
      END $$;
    `);
    for (const table of TREE) {
      await queryRunner.query(`
        CREATE TRIGGER keep_tree BEFORE INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION keep_tree();
        CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE ${[...TREE].reverse().join(', ')}, log_pending, log_entry;
      DROP FUNCTION keep_tree, keep_entry;
    `);
  }
}

const TREE = ['log_sequenced', 'log_tile', 'log_checkpoint', 'log_cosignature', 'log_time_stamp'];
