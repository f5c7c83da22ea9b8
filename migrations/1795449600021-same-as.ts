import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addNamesToRecord } from './1795449600020-names.js';
import { RecordOfDescent1795449600019 } from './1795449600019-record-of-descent.js';

/** That two records are of one person or place, or perhaps are. Nothing is rewritten: what was merged can be taken apart again. */
export class SameAs1795449600021 implements MigrationInterface {
  name = 'SameAs1795449600021';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE same_as (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        agent_id uuid,
        same_agent_id uuid,
        place_id uuid,
        same_place_id uuid,
        certainty text NOT NULL,
        rationale text NOT NULL,
        withdrawn_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__same_as PRIMARY KEY (id),
        CONSTRAINT ck__same_as__certainty CHECK (certainty IN ('same', 'perhaps')),
        CONSTRAINT ck__same_as__agent_id CHECK (num_nonnulls(agent_id, place_id) = 1),
        CONSTRAINT ck__same_as__same_agent_id CHECK (
          (same_agent_id IS NULL) = (agent_id IS NULL) AND same_agent_id <> agent_id),
        CONSTRAINT ck__same_as__same_place_id CHECK (
          (same_place_id IS NULL) = (place_id IS NULL) AND same_place_id <> place_id),
        CONSTRAINT fk__same_as__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__same_as__same_agent_id__agent FOREIGN KEY (same_agent_id) REFERENCES agent (id),
        CONSTRAINT fk__same_as__place_id__place FOREIGN KEY (place_id) REFERENCES place (id),
        CONSTRAINT fk__same_as__same_place_id__place FOREIGN KEY (same_place_id) REFERENCES place (id)
      );
      CREATE INDEX ix__same_as__agent_id ON same_as (agent_id, sequence);
      CREATE INDEX ix__same_as__same_agent_id ON same_as (same_agent_id, sequence);
      CREATE INDEX ix__same_as__place_id ON same_as (place_id, sequence);
      CREATE INDEX ix__same_as__same_place_id ON same_as (same_place_id, sequence);
      -- A record is merged into one other, so that every chain has one end; a doubt about a pair is recorded once.
      CREATE UNIQUE INDEX uq__same_as__merged ON same_as (coalesce(agent_id, place_id))
        WHERE certainty = 'same' AND withdrawn_because IS NULL;
      CREATE UNIQUE INDEX uq__same_as__pair ON same_as
        (least(agent_id, same_agent_id, place_id, same_place_id),
          greatest(agent_id, same_agent_id, place_id, same_place_id))
        WHERE certainty = 'perhaps' AND withdrawn_because IS NULL;
      SELECT enroll_in_ledger('same_as', append_only => false);

      ALTER TABLE provenance_link DROP CONSTRAINT ck__provenance_link__relation;
      ALTER TABLE provenance_link ADD CONSTRAINT ck__provenance_link__relation CHECK (relation IN (
        'wasQuotedFrom', 'hadPrimarySource', 'wasDerivedFrom', 'wasRevisionOf', 'specializationOf',
        'wasAttributedTo', 'wasInfluencedBy', 'alternateOf'));
      SELECT declare_edges('same_as', '[
        {"from": ["agent", "agent_id"], "relation": "''alternateOf''", "to": ["agent", "same_agent_id"],
         "holds": "r.certainty = ''same'' AND r.withdrawn_because IS NULL"},
        {"from": ["place", "place_id"], "relation": "''alternateOf''", "to": ["place", "same_place_id"],
         "holds": "r.certainty = ''same'' AND r.withdrawn_because IS NULL"}]');

      -- The record that stands for a person, or a place: the end of the chain, as far as one may see it.
      CREATE FUNCTION representative_of(wanted_id uuid, clearance smallint[], as_of bigint[]) RETURNS uuid
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        WITH RECURSIVE chain (id, depth) AS (
          SELECT wanted_id, 0
          UNION ALL
          SELECT l.to_id, chain.depth + 1
          FROM chain JOIN provenance_link l ON l.from_id = chain.id AND l.relation = 'alternateOf'
            AND may_read(l.access, clearance) AND stood_at(l.activity_id, l.ended_by, as_of)
          WHERE chain.depth < 64 AND is_readable(l.to_kind, l.to_id, clearance)
        )
        SELECT id FROM chain ORDER BY depth DESC LIMIT 1 $$;

      -- All records of one person, or of one place, that one included: what is merged into its representative, by however many steps.
      CREATE FUNCTION same_records(wanted_id uuid, clearance smallint[], as_of bigint[]) RETURNS SETOF uuid
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        WITH RECURSIVE cluster (id) AS (
          SELECT representative_of(wanted_id, clearance, as_of)
          UNION
          SELECT l.from_id
          FROM cluster JOIN provenance_link l ON l.to_id = cluster.id AND l.relation = 'alternateOf'
            AND may_read(l.access, clearance) AND stood_at(l.activity_id, l.ended_by, as_of)
          WHERE is_readable(l.from_kind, l.from_id, clearance)
        )
        SELECT id FROM cluster $$;

      -- One step up, as it was, but that all records of one person are one: the one that stands for them. So two who are
      -- merged are one root, one narrator, one on whom two ways cannot both rely.
      CREATE OR REPLACE FUNCTION steps_up(wanted_id uuid, clearance smallint[], as_of bigint[])
        RETURNS TABLE (kind text, id uuid, edge_id uuid) LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT l.to_kind,
          -- Nothing leads on from a person but merges: where there is none, nothing need be walked.
          CASE WHEN l.to_kind = 'agent' AND EXISTS (SELECT FROM provenance_link m WHERE m.from_id = l.to_id)
            THEN representative_of(l.to_id, clearance, as_of) ELSE l.to_id END,
          l.edge_id
        FROM provenance_link l
        WHERE l.from_id = wanted_id AND l.relation NOT IN ('wasInfluencedBy', 'wasRevisionOf', 'alternateOf')
          AND may_read(l.access, clearance)
          AND stood_at(l.activity_id, l.ended_by, as_of) AND is_readable(l.to_kind, l.to_id, clearance) $$;

      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          SELECT ''same_as'', id, certainty || '': '' || rationale, NULL, access, activity_id FROM same_as';
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION steps_up(wanted_id uuid, clearance smallint[], as_of bigint[])
        RETURNS TABLE (kind text, id uuid, edge_id uuid) LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT l.to_kind, l.to_id, l.edge_id FROM provenance_link l
        WHERE l.from_id = wanted_id AND l.relation NOT IN ('wasInfluencedBy', 'wasRevisionOf')
          AND may_read(l.access, clearance)
          AND stood_at(l.activity_id, l.ended_by, as_of) AND is_readable(l.to_kind, l.to_id, clearance) $$;
      DROP FUNCTION same_records, representative_of;
    `);
    const before = new RecordOfDescent1795449600019();
    await before.down(queryRunner);
    await before.up(queryRunner);
    await addNamesToRecord(queryRunner);
    await queryRunner.query(`
      DROP TABLE same_as;
      DROP FUNCTION link_same_as, relink_same_as, unlink_same_as;
      ALTER TABLE provenance_link DROP CONSTRAINT ck__provenance_link__relation;
      ALTER TABLE provenance_link ADD CONSTRAINT ck__provenance_link__relation CHECK (relation IN (
        'wasQuotedFrom', 'hadPrimarySource', 'wasDerivedFrom', 'wasRevisionOf', 'specializationOf',
        'wasAttributedTo', 'wasInfluencedBy'));
    `);
  }
}
