import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What sources and testimonies go back to, and how far sources are to be trusted. */
export class Descent1795449600014 implements MigrationInterface {
  name = 'Descent1795449600014';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- One step back: this source copies that one, was written by this person; this narrator had read that source.
      CREATE TABLE descent (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        source_id uuid,
        testimony_id uuid,
        kind text NOT NULL,
        origin_source_id uuid,
        origin_agent_id uuid,
        origin_testimony_id uuid,
        origin_claim_id uuid,
        note text,
        withdrawn_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__descent PRIMARY KEY (id),
        CONSTRAINT ck__descent__source_id CHECK (num_nonnulls(source_id, testimony_id) = 1),
        CONSTRAINT ck__descent__origin_source_id CHECK (
          num_nonnulls(origin_source_id, origin_agent_id, origin_testimony_id, origin_claim_id) = 1),
        CONSTRAINT ck__descent__kind CHECK (CASE
          WHEN kind IN ('copies', 'translates', 'quotes', 'summarises', 'derives_from')
            THEN source_id IS NOT NULL AND origin_agent_id IS NULL
          WHEN kind IN ('author', 'informant') THEN source_id IS NOT NULL AND origin_agent_id IS NOT NULL
          WHEN kind = 'read' THEN testimony_id IS NOT NULL
            AND num_nonnulls(origin_source_id, origin_testimony_id) = 1
          WHEN kind = 'told' THEN testimony_id IS NOT NULL AND origin_agent_id IS NOT NULL
          ELSE false END),
        CONSTRAINT ck__descent__origin_testimony_id CHECK (
          (source_id = origin_source_id) IS NOT TRUE AND (testimony_id = origin_testimony_id) IS NOT TRUE),
        CONSTRAINT fk__descent__source_id__source FOREIGN KEY (source_id) REFERENCES source (id),
        CONSTRAINT fk__descent__testimony_id__testimony FOREIGN KEY (testimony_id) REFERENCES testimony (id),
        CONSTRAINT fk__descent__origin_source_id__source FOREIGN KEY (origin_source_id) REFERENCES source (id),
        CONSTRAINT fk__descent__origin_agent_id__agent FOREIGN KEY (origin_agent_id) REFERENCES agent (id),
        CONSTRAINT fk__descent__origin_testimony_id__testimony
          FOREIGN KEY (origin_testimony_id) REFERENCES testimony (id),
        CONSTRAINT fk__descent__origin_claim_id__claim FOREIGN KEY (origin_claim_id) REFERENCES claim (id)
      );
      CREATE INDEX ix__descent__source_id ON descent (source_id, sequence);
      CREATE INDEX ix__descent__testimony_id ON descent (testimony_id, sequence);
      CREATE INDEX ix__descent__origin_source_id ON descent (origin_source_id);
      CREATE INDEX ix__descent__origin_agent_id ON descent (origin_agent_id);
      CREATE INDEX ix__descent__origin_testimony_id ON descent (origin_testimony_id);
      CREATE INDEX ix__descent__origin_claim_id ON descent (origin_claim_id);
      -- The same step is recorded once, as long as it stands.
      CREATE UNIQUE INDEX uq__descent__step ON descent (
        coalesce(source_id, testimony_id), kind,
        coalesce(origin_source_id, origin_agent_id, origin_testimony_id, origin_claim_id))
        WHERE withdrawn_because IS NULL;
      SELECT enroll_in_ledger('descent', append_only => false);
      SELECT declare_edges('descent', (
        SELECT jsonb_agg(jsonb_build_object('from', here, 'to', origin, 'holds', 'r.withdrawn_because IS NULL',
          'relation', $relation$CASE WHEN r.kind = 'quotes' THEN 'wasQuotedFrom'
            WHEN r.kind IN ('author', 'informant', 'told') THEN 'wasAttributedTo' ELSE 'wasDerivedFrom' END$relation$))
        FROM jsonb_array_elements('[["source", "source_id"], ["testimony", "testimony_id"]]') AS here,
          jsonb_array_elements('[["source", "origin_source_id"], ["agent", "origin_agent_id"],
            ["testimony", "origin_testimony_id"], ["claim", "origin_claim_id"]]') AS origin));

      -- A source found to be worthless is withdrawn with its reason, and with it whatever was cited from it.
      ALTER TABLE source ADD COLUMN withdrawn_because text;
      -- One book recorded twice would pass for two witnesses: a source cited by its CSL is found again by it.
      CREATE INDEX ix__source__csl ON source (md5(csl::text)) WHERE csl IS NOT NULL;

      -- How far a source is to be trusted (Admiralty scale), each researcher's own dated judgement. F is no lowest
      -- rung: it says that the source cannot be judged.
      CREATE TABLE reliability (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        source_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        grade text NOT NULL,
        rationale text NOT NULL,
        assessed_at timestamptz NOT NULL DEFAULT now(),
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__reliability PRIMARY KEY (id),
        CONSTRAINT ck__reliability__grade CHECK (grade IN ('A', 'B', 'C', 'D', 'E', 'F')),
        CONSTRAINT fk__reliability__source_id__source FOREIGN KEY (source_id) REFERENCES source (id),
        CONSTRAINT fk__reliability__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      CREATE INDEX ix__reliability__source_id ON reliability (source_id, sequence);
      CREATE INDEX ix__reliability__agent_id ON reliability (agent_id);
      SELECT enroll_in_ledger('reliability', append_only => true);
      SELECT declare_edges('reliability', '[
        {"from": ["reliability", "id"], "relation": "''wasDerivedFrom''", "to": ["source", "source_id"]},
        {"from": ["reliability", "id"], "relation": "''wasAttributedTo''", "to": ["agent", "agent_id"]}]');

      -- Walks ask which row an edge is of, without going to the table for it.
      DROP INDEX ix__provenance_link__from_id;
      CREATE INDEX ix__provenance_link__from_id ON provenance_link (from_id)
        INCLUDE (to_id, to_kind, relation, access, ended_by, edge_id);

      -- On few claims anything leans: a walk down asks of ten thousand at once, and finds it in a hundred pages.
      CREATE INDEX ix__provenance_link__leaning_on_claim ON provenance_link (to_id)
        INCLUDE (from_id, from_kind, access, ended_by, relation)
        WHERE to_kind = 'claim' AND from_kind IN ('claim', 'source', 'testimony') AND relation <> 'wasInfluencedBy';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX ix__provenance_link__leaning_on_claim;
      DROP INDEX ix__provenance_link__from_id;
      CREATE INDEX ix__provenance_link__from_id ON provenance_link (from_id)
        INCLUDE (to_id, to_kind, relation, access, ended_by);
      DROP TABLE reliability;
      DROP INDEX ix__source__csl;
      ALTER TABLE source DROP COLUMN withdrawn_because;
      DROP TABLE descent;
    `);
  }
}
