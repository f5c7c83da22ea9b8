import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Citations for and against, assessments that are never overwritten, and cases of contradiction. */
export class Evidence1795449600009 implements MigrationInterface {
  name = 'Evidence1795449600009';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE citation (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        claim_id uuid NOT NULL,
        stance text NOT NULL,
        source_id uuid,
        cited_claim_id uuid,
        cited_passage_id uuid,
        locator_label text,
        locator_value text,
        quotation text,
        quotation_language text,
        note text,
        source_class text,
        information_class text,
        evidence_class text,
        withdrawn_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__citation PRIMARY KEY (id),
        CONSTRAINT ck__citation__stance CHECK (stance IN ('for', 'against', 'context')),
        CONSTRAINT ck__citation__source_id CHECK (num_nonnulls(source_id, cited_claim_id, cited_passage_id) = 1),
        CONSTRAINT ck__citation__cited_claim_id CHECK (cited_claim_id <> claim_id),
        CONSTRAINT ck__citation__locator CHECK ((locator_label IS NULL) = (locator_value IS NULL)),
        CONSTRAINT ck__citation__source_class CHECK (source_class IN ('original', 'derivative', 'authored')),
        CONSTRAINT ck__citation__information_class CHECK
          (information_class IN ('primary', 'secondary', 'undetermined')),
        CONSTRAINT ck__citation__evidence_class CHECK (evidence_class IN ('direct', 'indirect', 'negative')),
        CONSTRAINT fk__citation__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__citation__source_id__source FOREIGN KEY (source_id) REFERENCES source (id),
        CONSTRAINT fk__citation__cited_claim_id__claim FOREIGN KEY (cited_claim_id) REFERENCES claim (id),
        CONSTRAINT fk__citation__cited_passage_id__passage FOREIGN KEY (cited_passage_id) REFERENCES passage (id)
      );
      CREATE INDEX ix__citation__claim_id ON citation (claim_id, sequence);
      CREATE INDEX ix__citation__source_id ON citation (source_id);
      CREATE INDEX ix__citation__cited_claim_id ON citation (cited_claim_id) WHERE cited_claim_id IS NOT NULL;
      CREATE INDEX ix__citation__cited_passage_id ON citation (cited_passage_id)
        WHERE cited_passage_id IS NOT NULL;
      SELECT enroll_in_ledger('citation', append_only => false);
      -- Evidence for a claim is what it was derived from. What speaks against it or only stands around it
      -- influenced how it is judged, but holds nothing up.
      SELECT declare_edges('citation', (
        SELECT jsonb_agg(jsonb_build_object(
          'from', '["claim", "claim_id"]'::jsonb, 'to', target, 'holds', 'r.withdrawn_because IS NULL',
          'relation', $relation$CASE WHEN r.stance <> 'for' THEN 'wasInfluencedBy'
            WHEN r.information_class = 'primary' THEN 'hadPrimarySource' ELSE 'wasDerivedFrom' END$relation$))
        FROM jsonb_array_elements(
          '[["source", "source_id"], ["claim", "cited_claim_id"], ["passage", "cited_passage_id"]]') AS target));

      CREATE TABLE assessment (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        claim_id uuid NOT NULL,
        claim_version integer NOT NULL,
        agent_id uuid NOT NULL,
        confidence text NOT NULL,
        rationale text NOT NULL,
        assessed_at timestamptz NOT NULL DEFAULT now(),
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__assessment PRIMARY KEY (id),
        CONSTRAINT ck__assessment__confidence CHECK
          (confidence IN ('confirmed', 'probable', 'possible', 'doubtful', 'refuted')),
        CONSTRAINT fk__assessment__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id),
        CONSTRAINT fk__assessment__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__assessment__claim_id ON assessment (claim_id, sequence DESC) INCLUDE (confidence, access);
      CREATE INDEX ix__assessment__agent_id ON assessment (agent_id);
      SELECT enroll_in_ledger('assessment', append_only => true);
      SELECT declare_edges('assessment', '[
        {"from": ["assessment", "id"], "relation": "''wasDerivedFrom''", "to": ["claim", "claim_id"]},
        {"from": ["assessment", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "agent_id"]}]');

      -- Which citations an assessment rests on.
      CREATE TABLE assessment_citation (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        assessment_id uuid NOT NULL,
        citation_id uuid NOT NULL,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__assessment_citation PRIMARY KEY (id),
        CONSTRAINT uq__assessment_citation__assessment_id__citation_id UNIQUE (assessment_id, citation_id),
        CONSTRAINT fk__assessment_citation__assessment_id__assessment
          FOREIGN KEY (assessment_id) REFERENCES assessment (id),
        CONSTRAINT fk__assessment_citation__citation_id__citation
          FOREIGN KEY (citation_id) REFERENCES citation (id)
      );
      CREATE INDEX ix__assessment_citation__citation_id ON assessment_citation (citation_id);
      SELECT enroll_in_ledger('assessment_citation', append_only => true);

      -- A claim is unverified while no current judgement of probable or better stands, or nothing is cited for it.
      CREATE FUNCTION is_unverified(wanted_claim_id uuid, clearance smallint[]) RETURNS boolean
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT NOT EXISTS (
          SELECT FROM citation c
          WHERE c.claim_id = wanted_claim_id AND c.stance = 'for' AND c.withdrawn_because IS NULL
            AND may_read(c.access, clearance)
            AND NOT EXISTS (SELECT FROM source x WHERE x.id = c.source_id AND NOT may_read(x.access, clearance))
            AND NOT EXISTS (SELECT FROM claim x WHERE x.id = c.cited_claim_id AND NOT may_read(x.access, clearance))
            AND NOT EXISTS (SELECT FROM passage x WHERE x.id = c.cited_passage_id
              AND NOT may_read(x.access, clearance))
        ) OR coalesce((
          SELECT a.confidence NOT IN ('confirmed', 'probable')
          FROM assessment a
          WHERE a.claim_id = wanted_claim_id AND may_read(a.access, clearance)
          ORDER BY a.sequence DESC LIMIT 1
        ), true) $$;

      -- A case: claims that cannot all be true.
      CREATE TABLE contradiction (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        statement text NOT NULL,
        rationale text,
        state text NOT NULL DEFAULT 'open',
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__contradiction PRIMARY KEY (id),
        CONSTRAINT uq__contradiction__sequence UNIQUE (sequence),
        CONSTRAINT ck__contradiction__state CHECK (state IN ('open', 'reconciled', 'preferred', 'unresolvable'))
      );
      SELECT enroll_in_ledger('contradiction', append_only => false);

      CREATE TABLE contradiction_claim (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        contradiction_id uuid NOT NULL,
        claim_id uuid NOT NULL,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__contradiction_claim PRIMARY KEY (id),
        CONSTRAINT uq__contradiction_claim__contradiction_id__claim_id UNIQUE (contradiction_id, claim_id),
        CONSTRAINT fk__contradiction_claim__contradiction_id__contradiction
          FOREIGN KEY (contradiction_id) REFERENCES contradiction (id),
        CONSTRAINT fk__contradiction_claim__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id)
      );
      CREATE INDEX ix__contradiction_claim__claim_id ON contradiction_claim (claim_id);
      SELECT enroll_in_ledger('contradiction_claim', append_only => false);
      SELECT declare_edges('contradiction_claim', '[
        {"from": ["contradiction", "contradiction_id"], "relation": "''wasInfluencedBy''",
         "to": ["claim", "claim_id"]}]');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE contradiction_claim, contradiction, assessment_citation, assessment, citation;
      DROP FUNCTION is_unverified;
    `);
  }
}
