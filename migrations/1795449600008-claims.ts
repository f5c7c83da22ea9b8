import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Claims: statements anchored to the exact words, how the teller knew them, whom and what they mention. */
export class Claims1795449600008 implements MigrationInterface {
  name = 'Claims1795449600008';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE claim (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        testimony_id uuid NOT NULL,
        number integer NOT NULL,
        statement text NOT NULL,
        kind text NOT NULL,
        basis text NOT NULL,
        date_words text,
        date_edtf text,
        date_span datemultirange,
        words_changed_in_id uuid,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__claim PRIMARY KEY (id),
        CONSTRAINT uq__claim__testimony_id__number UNIQUE (testimony_id, number),
        CONSTRAINT ck__claim__kind CHECK (kind IN
          ('event', 'circumstance', 'cause', 'judgement', 'reported_speech', 'absence', 'remark')),
        CONSTRAINT ck__claim__basis CHECK (basis IN ('witnessed', 'took_part', 'told', 'read', 'rumour',
          'inferred', 'common_knowledge', 'unknown')),
        CONSTRAINT ck__claim__date CHECK ((date_edtf IS NULL) = (date_span IS NULL)),
        CONSTRAINT fk__claim__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id),
        CONSTRAINT fk__claim__words_changed_in_id__revision FOREIGN KEY (words_changed_in_id) REFERENCES revision (id)
      );
      CREATE INDEX ix__claim__date_span ON claim USING gist (date_span) WHERE date_span IS NOT NULL;
      SELECT enroll_in_ledger('claim', append_only => false);

      -- One row for each place and revision. A new revision carries the rows that are current over to new ones.
      CREATE TABLE anchor (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        claim_id uuid NOT NULL,
        -- Where the words begin; while nobody has confirmed where they are now, or they are lost: where they last were.
        passage_id uuid NOT NULL,
        revision_id uuid NOT NULL,
        start_offset integer,
        end_offset integer,
        -- Of a lost one, the words that were lost.
        exact text NOT NULL,
        prefix text NOT NULL,
        suffix text NOT NULL,
        method text NOT NULL DEFAULT 'manual',
        state text NOT NULL DEFAULT 'firm',
        score real,
        margin real,
        carried_from_id uuid,
        is_current boolean NOT NULL DEFAULT true,
        confirmed_by_id uuid,
        because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__anchor PRIMARY KEY (id),
        CONSTRAINT uq__anchor__carried_from_id UNIQUE (carried_from_id),
        CONSTRAINT ck__anchor__method CHECK (method IN ('identity', 'mapped', 'exact_unique', 'context', 'manual')),
        CONSTRAINT ck__anchor__state CHECK (state IN ('firm', 'text_changed', 'needs_review', 'lost')),
        CONSTRAINT ck__anchor__start_offset CHECK (num_nonnulls(start_offset, end_offset) =
          CASE state WHEN 'lost' THEN 0 ELSE 2 END),
        CONSTRAINT ck__anchor__end_offset CHECK (end_offset - start_offset = char_length(exact)),
        CONSTRAINT ck__anchor__score CHECK (score BETWEEN 0 AND 1),
        CONSTRAINT ck__anchor__margin CHECK (margin BETWEEN -1 AND 1),
        CONSTRAINT fk__anchor__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__anchor__passage_id__passage FOREIGN KEY (passage_id) REFERENCES passage (id),
        CONSTRAINT fk__anchor__revision_id__revision FOREIGN KEY (revision_id) REFERENCES revision (id),
        CONSTRAINT fk__anchor__carried_from_id__anchor FOREIGN KEY (carried_from_id) REFERENCES anchor (id),
        CONSTRAINT fk__anchor__confirmed_by_id__agent FOREIGN KEY (confirmed_by_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__anchor__claim_id ON anchor (claim_id);
      CREATE INDEX ix__anchor__passage_id ON anchor (passage_id);
      CREATE INDEX ix__anchor__to_review ON anchor (revision_id) WHERE state <> 'firm';
      SELECT enroll_in_ledger('anchor', append_only => false);
      SELECT declare_edges('anchor', '[
        {"from": ["claim", "claim_id"], "relation": "''wasQuotedFrom''", "to": ["passage", "passage_id"],
         "holds": "r.is_current"}]');

      -- One hop of the chain by which the narrator came to know: nearest the narrator first.
      CREATE TABLE teller (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        claim_id uuid NOT NULL,
        position integer NOT NULL,
        basis text NOT NULL,
        agent_id uuid,
        source_id uuid,
        told_words text,
        told_edtf text,
        told_span datemultirange,
        told_where text,
        note text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__teller PRIMARY KEY (id),
        CONSTRAINT uq__teller__claim_id__position UNIQUE (claim_id, position),
        CONSTRAINT ck__teller__basis CHECK (basis IN ('witnessed', 'took_part', 'told', 'read', 'rumour',
          'inferred', 'common_knowledge', 'unknown')),
        -- Neither: the teller is unknown.
        CONSTRAINT ck__teller__agent_id CHECK (num_nonnulls(agent_id, source_id) <= 1),
        CONSTRAINT fk__teller__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__teller__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__teller__source_id__source FOREIGN KEY (source_id) REFERENCES source (id)
      );
      CREATE INDEX ix__teller__agent_id ON teller (agent_id);
      CREATE INDEX ix__teller__source_id ON teller (source_id);
      SELECT enroll_in_ledger('teller', append_only => false);
      SELECT declare_edges('teller', '[
        {"from": ["claim", "claim_id"], "relation": "''wasAttributedTo''", "to": ["agent", "agent_id"]},
        {"from": ["claim", "claim_id"], "relation": "''wasDerivedFrom''", "to": ["source", "source_id"]}]');

      CREATE TABLE mention (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        claim_id uuid NOT NULL,
        agent_id uuid,
        place_id uuid,
        words text NOT NULL,
        position integer NOT NULL,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__mention PRIMARY KEY (id),
        CONSTRAINT ck__mention__agent_id CHECK (num_nonnulls(agent_id, place_id) = 1),
        CONSTRAINT fk__mention__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__mention__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__mention__place_id__place FOREIGN KEY (place_id) REFERENCES place (id)
      );
      CREATE INDEX ix__mention__claim_id ON mention (claim_id);
      CREATE INDEX ix__mention__agent_id ON mention (agent_id);
      CREATE INDEX ix__mention__place_id ON mention (place_id);
      SELECT enroll_in_ledger('mention', append_only => false);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE mention, teller, anchor, claim;');
  }
}
