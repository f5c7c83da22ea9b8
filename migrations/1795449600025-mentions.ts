import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Record1795449600012 } from './1795449600012-record.js';
import { RecordOfDescent1795449600019 } from './1795449600019-record-of-descent.js';

/** Events as records of their own, and mentions: of people, places and events, in claims and in passages, put right later. */
export class Mentions1795449600025 implements MigrationInterface {
  name = 'Mentions1795449600025';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE event (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        name text NOT NULL,
        note text,
        date_words text,
        date_edtf text,
        date_span datemultirange,
        place_id uuid,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__event PRIMARY KEY (id),
        CONSTRAINT uq__event__sequence UNIQUE (sequence),
        CONSTRAINT ck__event__date CHECK ((date_edtf IS NULL) = (date_span IS NULL)),
        CONSTRAINT fk__event__place_id__place FOREIGN KEY (place_id) REFERENCES place (id)
      );
      CREATE INDEX ix__event__name ON event (name);
      CREATE INDEX ix__event__place_id ON event (place_id);
      SELECT enroll_in_ledger('event', append_only => false);

      -- Numbers what is there already without touching the rows: their history is theirs.
      ALTER TABLE mention
        ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY,
        ADD COLUMN passage_id uuid,
        ADD COLUMN event_id uuid,
        ADD COLUMN withdrawn_because text,
        ALTER COLUMN claim_id DROP NOT NULL,
        DROP CONSTRAINT ck__mention__agent_id,
        ADD CONSTRAINT ck__mention__agent_id CHECK (num_nonnulls(agent_id, place_id, event_id) = 1),
        ADD CONSTRAINT ck__mention__claim_id CHECK (num_nonnulls(claim_id, passage_id) = 1),
        ADD CONSTRAINT fk__mention__passage_id__passage FOREIGN KEY (passage_id) REFERENCES passage (id),
        ADD CONSTRAINT fk__mention__event_id__event FOREIGN KEY (event_id) REFERENCES event (id);
      -- Everything said about somebody, page by page.
      DROP INDEX ix__mention__agent_id, ix__mention__place_id;
      CREATE INDEX ix__mention__agent_id ON mention (agent_id, sequence);
      CREATE INDEX ix__mention__place_id ON mention (place_id, sequence);
      CREATE INDEX ix__mention__event_id ON mention (event_id, sequence);
      CREATE INDEX ix__mention__passage_id ON mention (passage_id);

      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          SELECT ''event'', id, name, NULL, access, activity_id FROM event';
      END $$;
    `);
  }

  // The view is made anew as the migrations before left it: it hangs on the table that goes.
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP VIEW record;
      DROP INDEX ix__mention__event_id, ix__mention__passage_id, ix__mention__agent_id, ix__mention__place_id;
      CREATE INDEX ix__mention__agent_id ON mention (agent_id);
      CREATE INDEX ix__mention__place_id ON mention (place_id);
      ALTER TABLE mention
        DROP CONSTRAINT ck__mention__agent_id,
        DROP COLUMN sequence, DROP COLUMN passage_id, DROP COLUMN event_id, DROP COLUMN withdrawn_because,
        ALTER COLUMN claim_id SET NOT NULL,
        ADD CONSTRAINT ck__mention__agent_id CHECK (num_nonnulls(agent_id, place_id) = 1);
      DROP TABLE event;
    `);
    const [first, descent] = [new Record1795449600012(), new RecordOfDescent1795449600019()];
    await first.up(queryRunner);
    await descent.up(queryRunner);
  }
}
