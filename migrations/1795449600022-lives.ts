import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is said of somebody that counts now, or as the archive held at a moment (as_of); with a day, what counted then. Of
 * the statements that no other is certainly later than, the one recorded last. One without a date is of the day it was
 * recorded.
 */
const currentStatement = (table: string): string => `
      CREATE FUNCTION current_${table}(wanted_id uuid, clearance smallint[], as_of bigint[], day date)
        RETURNS SETOF ${table} LANGUAGE sql STABLE PARALLEL SAFE AS $$
        WITH said AS (
          SELECT r AS statement, r.sequence, held.first, held.last
          FROM same_records(wanted_id, clearance, as_of) person (id)
          JOIN LATERAL (SELECT * FROM ${table} s WHERE s.agent_id = person.id OFFSET 0) r
            ON may_read(r.access, clearance) AND is_basis_readable(r.source_id, r.claim_id, clearance)
              AND stood_at(r.activity_id, NULL, as_of)
          CROSS JOIN LATERAL (SELECT
            CASE WHEN r.held_span IS NULL THEN a.day ELSE coalesce(lower(r.held_span), '-infinity') END AS first,
            CASE WHEN r.held_span IS NULL THEN a.day ELSE coalesce(upper(r.held_span) - 1, 'infinity') END AS last
            FROM (SELECT (started_at AT TIME ZONE 'UTC')::date AS day FROM activity WHERE id = r.activity_id) a) held
          WHERE day IS NULL OR held.first <= day
        )
        SELECT (s.statement).* FROM said s
        WHERE s.last >= (SELECT max(first) FROM said)
        ORDER BY s.sequence DESC LIMIT 1 $$;`;

/** What is known of people apart from what they told: dates, offices, whether they can be reached, how. */
export class Lives1795449600022 implements MigrationInterface {
  name = 'Lives1795449600022';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE life (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        agent_id uuid NOT NULL,
        born_words text,
        born_edtf text,
        born_span datemultirange,
        born_source_id uuid,
        born_claim_id uuid,
        died_words text,
        died_edtf text,
        died_span datemultirange,
        died_source_id uuid,
        died_claim_id uuid,
        note text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__life PRIMARY KEY (id),
        CONSTRAINT uq__life__agent_id UNIQUE (agent_id),
        -- Empty ranges are not before anything, and open ends are not bounds: only what is certain is refused.
        CONSTRAINT ck__life__died_span CHECK ((upper(died_span) <= lower(born_span)) IS NOT TRUE),
        CONSTRAINT fk__life__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__life__born_source_id__source FOREIGN KEY (born_source_id) REFERENCES source (id),
        CONSTRAINT fk__life__born_claim_id__claim FOREIGN KEY (born_claim_id) REFERENCES claim (id),
        CONSTRAINT fk__life__died_source_id__source FOREIGN KEY (died_source_id) REFERENCES source (id),
        CONSTRAINT fk__life__died_claim_id__claim FOREIGN KEY (died_claim_id) REFERENCES claim (id)
      );
      CREATE INDEX ix__life__born_source_id ON life (born_source_id);
      CREATE INDEX ix__life__born_claim_id ON life (born_claim_id);
      CREATE INDEX ix__life__died_source_id ON life (died_source_id);
      CREATE INDEX ix__life__died_claim_id ON life (died_claim_id);
      SELECT enroll_in_ledger('life', append_only => false);
      -- From the life, not from the agent: whom a claim goes back to is no less a root for having been born.
      SELECT declare_edges('life', '[
        {"from": ["life", "id"], "relation": "''wasInfluencedBy''", "to": ["agent", "agent_id"]},
        {"from": ["life", "id"], "relation": "''wasDerivedFrom''", "to": ["source", "born_source_id"]},
        {"from": ["life", "id"], "relation": "''wasDerivedFrom''", "to": ["claim", "born_claim_id"]},
        {"from": ["life", "id"], "relation": "''wasDerivedFrom''", "to": ["source", "died_source_id"],
         "holds": "r.died_source_id IS DISTINCT FROM r.born_source_id"},
        {"from": ["life", "id"], "relation": "''wasDerivedFrom''", "to": ["claim", "died_claim_id"],
         "holds": "r.died_claim_id IS DISTINCT FROM r.born_claim_id"}]');

      CREATE TABLE office (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        agent_id uuid NOT NULL,
        kind text NOT NULL,
        title text NOT NULL,
        organisation_id uuid,
        place_id uuid,
        held_words text,
        held_edtf text,
        held_span datemultirange,
        source_id uuid,
        claim_id uuid,
        note text,
        withdrawn_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__office PRIMARY KEY (id),
        CONSTRAINT ck__office__kind CHECK (kind IN ('office', 'rank')),
        CONSTRAINT fk__office__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__office__organisation_id__agent FOREIGN KEY (organisation_id) REFERENCES agent (id),
        CONSTRAINT fk__office__place_id__place FOREIGN KEY (place_id) REFERENCES place (id),
        CONSTRAINT fk__office__source_id__source FOREIGN KEY (source_id) REFERENCES source (id),
        CONSTRAINT fk__office__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id)
      );
      CREATE INDEX ix__office__agent_id ON office (agent_id, sequence);
      CREATE INDEX ix__office__organisation_id ON office (organisation_id);
      CREATE INDEX ix__office__place_id ON office (place_id);
      CREATE INDEX ix__office__source_id ON office (source_id);
      CREATE INDEX ix__office__claim_id ON office (claim_id);
      SELECT enroll_in_ledger('office', append_only => false);
      SELECT declare_edges('office', (
        SELECT jsonb_agg(jsonb_build_object('from', '["office", "id"]'::jsonb, 'to', jsonb_build_array(kind, origin),
          'relation', quote_literal(relation), 'holds', 'r.withdrawn_because IS NULL'))
        FROM (VALUES ('agent', 'agent_id', 'wasInfluencedBy'), ('agent', 'organisation_id', 'wasInfluencedBy'),
          ('source', 'source_id', 'wasDerivedFrom'), ('claim', 'claim_id', 'wasDerivedFrom'))
          AS edge (kind, origin, relation)));

      -- Whether somebody can be asked, as of some time. Never changed: what it was is part of how the archive worked.
      CREATE TABLE reachability (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        agent_id uuid NOT NULL,
        state text NOT NULL,
        held_words text,
        held_edtf text,
        held_span datemultirange,
        because text,
        source_id uuid,
        claim_id uuid,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__reachability PRIMARY KEY (id),
        CONSTRAINT ck__reachability__state CHECK (state IN
          ('living', 'reached', 'not_yet_reached', 'declined', 'do_not_contact', 'died', 'unknown')),
        CONSTRAINT ck__reachability__because
          CHECK (state NOT IN ('do_not_contact', 'died') OR because IS NOT NULL),
        CONSTRAINT fk__reachability__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__reachability__source_id__source FOREIGN KEY (source_id) REFERENCES source (id),
        CONSTRAINT fk__reachability__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id)
      );
      CREATE INDEX ix__reachability__agent_id ON reachability (agent_id, sequence);
      CREATE INDEX ix__reachability__source_id ON reachability (source_id);
      CREATE INDEX ix__reachability__claim_id ON reachability (claim_id);
      SELECT enroll_in_ledger('reachability', append_only => true);
      SELECT declare_edges('reachability', '[
        {"from": ["reachability", "id"], "relation": "''wasInfluencedBy''", "to": ["agent", "agent_id"]},
        {"from": ["reachability", "id"], "relation": "''wasDerivedFrom''", "to": ["source", "source_id"]},
        {"from": ["reachability", "id"], "relation": "''wasDerivedFrom''", "to": ["claim", "claim_id"]}]');

      -- Every record of the same person now, this one included, whoever may see them: for what must hold for everybody.
      CREATE FUNCTION same_person(wanted_id uuid) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT same_records(wanted_id, '{32767}'::smallint[], NULL) $$;

      -- Whether one may see what a row rests on, which may be nothing. Where not, the row is hidden with it: a title known
      -- from a closed letter tells what stands in the letter.
      CREATE FUNCTION is_basis_readable(wanted_source_id uuid, wanted_claim_id uuid, clearance smallint[]) RETURNS boolean
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        -- Asked for what may be read, never for what may not: behind the wall of row level security that is not there.
        SELECT (wanted_source_id IS NULL
            OR EXISTS (SELECT FROM source s WHERE s.id = wanted_source_id AND may_read(s.access, clearance)))
          AND (wanted_claim_id IS NULL
            OR EXISTS (SELECT FROM claim c WHERE c.id = wanted_claim_id AND may_read(c.access, clearance))) $$;

      -- How well somebody is, for those who have to decide who is asked first. Of the living and private: for the staff
      -- alone, no node of the graph, in no export.
      CREATE TABLE state_of_health (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        agent_id uuid NOT NULL,
        state text NOT NULL,
        held_words text,
        held_edtf text,
        held_span datemultirange,
        note text,
        source_id uuid,
        claim_id uuid,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__state_of_health PRIMARY KEY (id),
        CONSTRAINT ck__state_of_health__state CHECK (state IN
          ('well', 'frail', 'gravely_ill', 'unable_to_speak', 'unknown')),
        CONSTRAINT fk__state_of_health__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__state_of_health__source_id__source FOREIGN KEY (source_id) REFERENCES source (id),
        CONSTRAINT fk__state_of_health__claim_id__claim FOREIGN KEY (claim_id) REFERENCES claim (id)
      );
      CREATE INDEX ix__state_of_health__agent_id ON state_of_health (agent_id, sequence);
      CREATE INDEX ix__state_of_health__source_id ON state_of_health (source_id);
      CREATE INDEX ix__state_of_health__claim_id ON state_of_health (claim_id);
      SELECT enroll_in_ledger('state_of_health', append_only => true);

      ${currentStatement('reachability')}
      ${currentStatement('state_of_health')}

      -- How to reach somebody: for archivists alone, and no part of the record. This row says who recorded, changed and
      -- erased it when, and has a history as every other; what was written is not in it.
      CREATE TABLE contact (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        agent_id uuid NOT NULL,
        erased_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 3,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__contact PRIMARY KEY (id),
        CONSTRAINT uq__contact__agent_id UNIQUE (agent_id),
        CONSTRAINT fk__contact__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id)
      );
      SELECT enroll_in_ledger('contact', append_only => false);

      -- The words themselves, without history: overwritten or erased, they are gone. Not a domain table.
      CREATE TABLE contact_details (
        contact_id uuid NOT NULL,
        details text NOT NULL,
        CONSTRAINT pk__contact_details PRIMARY KEY (contact_id),
        CONSTRAINT fk__contact_details__contact_id__contact FOREIGN KEY (contact_id) REFERENCES contact (id)
      );
      -- Still nobody writes here without saying who and why: the activity must be the one that wrote the contact.
      CREATE FUNCTION check_contact_details() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        written uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.contact_id ELSE NEW.contact_id END;
        ending uuid := public.current_activity();
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.contact_id <> NEW.contact_id OR NOT EXISTS (
          SELECT FROM public.contact c WHERE c.id = written AND c.activity_id = ending
            AND (c.erased_because IS NOT NULL) = (TG_OP = 'DELETE')) THEN
          RAISE EXCEPTION 'contact details change with their contact alone' USING ERRCODE = 'KT001';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      CREATE TRIGGER check_contact_details BEFORE INSERT OR UPDATE OR DELETE ON contact_details
        FOR EACH ROW EXECUTE FUNCTION check_contact_details();
      CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON contact_details
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      GRANT SELECT, INSERT, UPDATE, DELETE ON contact_details TO kataribe_app;
      GRANT SELECT ON contact_details TO kataribe_reader;

      -- Nodes of the graph, after those that are in the view already.
      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
          UNION ALL
          -- No dates in the label: each is for those alone who may see what it rests on.
          SELECT ''life'', l.id, ''dates of a life'', NULL, l.access, l.activity_id FROM life l
          UNION ALL
          SELECT ''office'', id, title, NULL, access, activity_id FROM office
          UNION ALL
          SELECT ''reachability'', id, state, NULL, access, activity_id FROM reachability';
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        EXECUTE 'CREATE OR REPLACE VIEW record AS '
          || (regexp_split_to_array(pg_get_viewdef('record'::regclass), 'UNION ALL\\s+SELECT ''life''::text'))[1];
      END $$;
      DROP TABLE contact_details, contact;
      DROP FUNCTION check_contact_details, current_reachability, current_state_of_health, is_basis_readable, same_person;
      DROP TABLE state_of_health, reachability, office, life;
      DROP FUNCTION link_life, relink_life, unlink_life, link_office, relink_office, unlink_office, link_reachability,
        relink_reachability, unlink_reachability;
    `);
  }
}
