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
        CONSTRAINT fk__claim__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id)
      );
      CREATE INDEX ix__claim__date_span ON claim USING gist (date_span) WHERE date_span IS NOT NULL;
      SELECT enroll_in_ledger('claim', append_only => false);

      CREATE TABLE anchor (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        claim_id uuid NOT NULL,
        passage_id uuid NOT NULL,
        revision_id uuid NOT NULL,
        start_offset integer NOT NULL,
        end_offset integer NOT NULL,
        exact text NOT NULL,
        prefix text NOT NULL,
        suffix text NOT NULL,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__anchor PRIMARY KEY (id),
        CONSTRAINT uq__anchor__claim_id__revision_id__start_offset__end_offset
          UNIQUE (claim_id, revision_id, start_offset, end_offset),
        CONSTRAINT ck__anchor__end_offset CHECK (end_offset - start_offset = char_length(exact)),
        CONSTRAINT fk__anchor__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__anchor__passage_id__passage FOREIGN KEY (passage_id) REFERENCES passage (id),
        CONSTRAINT fk__anchor__revision_id__revision FOREIGN KEY (revision_id) REFERENCES revision (id)
      );
      CREATE INDEX ix__anchor__passage_id ON anchor (passage_id);
      SELECT enroll_in_ledger('anchor', append_only => true);
      SELECT declare_edges('anchor', '[
        {"from": ["claim", "claim_id"], "relation": "''wasQuotedFrom''", "to": ["passage", "passage_id"]}]');

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
