import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is not known: questions, the leads that may answer them, and every attempt made. */
export class Questions1795449600010 implements MigrationInterface {
  name = 'Questions1795449600010';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE question (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        kind text NOT NULL,
        statement text NOT NULL,
        why text,
        state text NOT NULL DEFAULT 'open',
        state_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__question PRIMARY KEY (id),
        CONSTRAINT uq__question__sequence UNIQUE (sequence),
        CONSTRAINT ck__question__kind CHECK (kind IN
          ('missing_document', 'person_not_reached', 'unnamed_source', 'contradiction', 'ambiguity', 'other')),
        CONSTRAINT ck__question__state CHECK (state IN ('open', 'pursued', 'stuck', 'answered', 'withdrawn')),
        CONSTRAINT ck__question__state_because CHECK (state = 'open' OR state_because IS NOT NULL)
      );
      SELECT enroll_in_ledger('question', append_only => false);

      CREATE TABLE question_subject (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        question_id uuid NOT NULL,
        role text NOT NULL,
        claim_id uuid,
        source_id uuid,
        agent_id uuid,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__question_subject PRIMARY KEY (id),
        CONSTRAINT uq__question_subject__question_id__role__subject
          UNIQUE NULLS NOT DISTINCT (question_id, role, claim_id, source_id, agent_id),
        CONSTRAINT ck__question_subject__role CHECK (role IN ('raised_by', 'would_settle', 'about')),
        CONSTRAINT ck__question_subject__claim_id CHECK (
          num_nonnulls(claim_id, source_id, agent_id) = 1 AND (role = 'about') = (claim_id IS NULL)),
        CONSTRAINT fk__question_subject__question_id__question FOREIGN KEY (question_id) REFERENCES question (id),
        CONSTRAINT fk__question_subject__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__question_subject__source_id__source FOREIGN KEY (source_id) REFERENCES source (id),
        CONSTRAINT fk__question_subject__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__question_subject__claim_id ON question_subject (claim_id);
      CREATE INDEX ix__question_subject__source_id ON question_subject (source_id);
      CREATE INDEX ix__question_subject__agent_id ON question_subject (agent_id);
      SELECT enroll_in_ledger('question_subject', append_only => false);
      SELECT declare_edges('question_subject', '[
        {"from": ["question", "question_id"], "to": ["claim", "claim_id"],
         "relation": "CASE r.role WHEN ''raised_by'' THEN ''wasDerivedFrom'' ELSE ''wasInfluencedBy'' END"},
        {"from": ["question", "question_id"], "to": ["source", "source_id"], "relation": "''wasInfluencedBy''"},
        {"from": ["question", "question_id"], "to": ["agent", "agent_id"], "relation": "''wasInfluencedBy''"}]');

      CREATE TABLE lead (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        question_id uuid NOT NULL,
        kind text NOT NULL,
        description text NOT NULL,
        agent_id uuid,
        source_id uuid,
        place_id uuid,
        state text NOT NULL DEFAULT 'not_yet_reached',
        note text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__lead PRIMARY KEY (id),
        CONSTRAINT ck__lead__kind CHECK (kind IN ('person', 'document', 'place', 'institution')),
        CONSTRAINT ck__lead__state CHECK (state IN
          ('not_yet_reached', 'contacted', 'met', 'declined', 'died', 'lost', 'found')),
        CONSTRAINT ck__lead__agent_id CHECK (num_nonnulls(agent_id, source_id, place_id) <= 1),
        CONSTRAINT fk__lead__question_id__question FOREIGN KEY (question_id) REFERENCES question (id),
        CONSTRAINT fk__lead__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__lead__source_id__source FOREIGN KEY (source_id) REFERENCES source (id),
        CONSTRAINT fk__lead__place_id__place FOREIGN KEY (place_id) REFERENCES place (id)
      );
      CREATE INDEX ix__lead__question_id ON lead (question_id, sequence);
      CREATE INDEX ix__lead__agent_id ON lead (agent_id);
      CREATE INDEX ix__lead__source_id ON lead (source_id);
      CREATE INDEX ix__lead__place_id ON lead (place_id);
      SELECT enroll_in_ledger('lead', append_only => false);
      SELECT declare_edges('lead', '[
        {"from": ["lead", "id"], "relation": "''wasDerivedFrom''", "to": ["question", "question_id"]},
        {"from": ["lead", "id"], "relation": "''wasInfluencedBy''", "to": ["agent", "agent_id"]},
        {"from": ["lead", "id"], "relation": "''wasInfluencedBy''", "to": ["source", "source_id"]}]');

      CREATE TABLE attempt (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        lead_id uuid NOT NULL,
        made_words text,
        made_edtf text,
        made_span datemultirange,
        made_by_id uuid,
        channel text,
        outcome text NOT NULL,
        note text,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__attempt PRIMARY KEY (id),
        CONSTRAINT ck__attempt__outcome CHECK (outcome IN
          ('found', 'not_found', 'refused', 'inconclusive', 'no_answer')),
        CONSTRAINT fk__attempt__lead_id__lead FOREIGN KEY (lead_id) REFERENCES lead (id),
        CONSTRAINT fk__attempt__made_by_id__agent FOREIGN KEY (made_by_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__attempt__lead_id ON attempt (lead_id, sequence);
      CREATE INDEX ix__attempt__made_by_id ON attempt (made_by_id);
      SELECT enroll_in_ledger('attempt', append_only => true);
      SELECT declare_edges('attempt', '[
        {"from": ["attempt", "id"], "relation": "''wasDerivedFrom''", "to": ["lead", "lead_id"]},
        {"from": ["attempt", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "made_by_id"]}]');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE attempt, lead, question_subject, question;');
  }
}
