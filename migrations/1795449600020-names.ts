import type { MigrationInterface, QueryRunner } from 'typeorm';
import { RecordOfDescent1795449600019 } from './1795449600019-record-of-descent.js';

/** Names of people, organisations, groups and places, by which they are found; their identifiers elsewhere; where places lie. */
export class Names1795449600020 implements MigrationInterface {
  name = 'Names1795449600020';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE place ADD COLUMN latitude double precision, ADD COLUMN longitude double precision,
        ADD COLUMN part_of_id uuid;
      ALTER TABLE place
        ADD CONSTRAINT ck__place__latitude CHECK ((latitude IS NULL) = (longitude IS NULL)
          AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180),
        ADD CONSTRAINT ck__place__part_of_id CHECK (part_of_id <> id),
        ADD CONSTRAINT fk__place__part_of_id__place FOREIGN KEY (part_of_id) REFERENCES place (id);
      CREATE INDEX ix__place__part_of_id ON place (part_of_id);
      CREATE INDEX ix__place__restricted ON place (id) WHERE access > 0;

      CREATE TABLE name_form (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        agent_id uuid,
        place_id uuid,
        value text NOT NULL,
        parts jsonb,
        type text NOT NULL,
        language text NOT NULL,
        script text NOT NULL,
        romanisation text,
        reading text,
        name_order text,
        valid_words text,
        valid_edtf text,
        valid_span datemultirange,
        source_id uuid,
        note text,
        is_preferred boolean NOT NULL DEFAULT false,
        withdrawn_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__name_form PRIMARY KEY (id),
        CONSTRAINT ck__name_form__agent_id CHECK (num_nonnulls(agent_id, place_id) = 1),
        CONSTRAINT ck__name_form__type CHECK (CASE
          WHEN agent_id IS NOT NULL
            THEN type IN ('legal', 'birth', 'pen', 'religious', 'alias', 'transcription_variant')
          ELSE type IN ('official', 'historical', 'exonym', 'transcription_variant') END),
        CONSTRAINT ck__name_form__script CHECK (script ~ '^[A-Z][a-z]{3}$'),
        CONSTRAINT ck__name_form__romanisation CHECK (
          romanisation IS NULL
          OR romanisation IN ('modified_hepburn', 'kunrei', 'ala_lc', 'personal') AND script = 'Latn'),
        CONSTRAINT ck__name_form__name_order CHECK (name_order IN ('family_first', 'given_first', 'single')),
        CONSTRAINT ck__name_form__valid CHECK ((valid_edtf IS NULL) = (valid_span IS NULL)),
        CONSTRAINT fk__name_form__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__name_form__place_id__place FOREIGN KEY (place_id) REFERENCES place (id),
        CONSTRAINT fk__name_form__source_id__source FOREIGN KEY (source_id) REFERENCES source (id)
      );
      CREATE INDEX ix__name_form__agent_id ON name_form (agent_id, sequence);
      CREATE INDEX ix__name_form__place_id ON name_form (place_id, sequence);
      CREATE INDEX ix__name_form__source_id ON name_form (source_id);
      -- Of the forms that stand, one in each script is the one to show.
      CREATE UNIQUE INDEX uq__name_form__preferred ON name_form (coalesce(agent_id, place_id), script)
        WHERE is_preferred AND withdrawn_because IS NULL;
      SELECT enroll_in_ledger('name_form', append_only => false);
      SELECT declare_edges('name_form', '[
        {"from": ["name_form", "id"], "relation": "''wasDerivedFrom''", "to": ["source", "source_id"],
         "holds": "r.withdrawn_because IS NULL"}]');

      -- What names fold to, computed by the application from the rows above (common/name-folding.ts), so that one range
      -- of an index finds a name however it is written. No domain table: it can be made anew from them, and from their
      -- history, at any time. A key stands from the activity that wrote the name to the one that put another in its place.
      -- "C", so that keys are compared byte by byte and the beginning of a name is a range.
      CREATE TABLE name_key (
        id bigint GENERATED ALWAYS AS IDENTITY,
        kind text NOT NULL,
        owner_id uuid NOT NULL,
        name_form_id uuid,
        way text NOT NULL,
        key text COLLATE "C" NOT NULL,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        ended_by uuid,
        CONSTRAINT pk__name_key PRIMARY KEY (id),
        CONSTRAINT ck__name_key__kind CHECK (kind IN ('person', 'organisation', 'group', 'place')),
        CONSTRAINT ck__name_key__way CHECK (way IN ('value', 'reading'))
      );
      CREATE INDEX ix__name_key__key ON name_key (key, id);
      CREATE INDEX ix__name_key__kind ON name_key (kind, key, id);
      CREATE INDEX ix__name_key__owner_id ON name_key (owner_id, key, id);
      -- As closed as the record and the form it is a key of. An index for each audience: a search that went over keys one
      -- may not see would take the longer the more there are of them, and so tell of them.
      ALTER TABLE name_key ADD access smallint NOT NULL DEFAULT 0;
      CREATE INDEX ix__name_key__name_form_id ON name_key (name_form_id) WHERE name_form_id IS NOT NULL;
      CREATE INDEX ix__name_key__key__public ON name_key (key, id) WHERE access = 0;
      CREATE INDEX ix__name_key__kind__public ON name_key (kind, key, id) WHERE access = 0;
      CREATE INDEX ix__name_key__key__registered ON name_key (key, id) WHERE access <= 1 OR access > 3;
      CREATE INDEX ix__name_key__kind__registered ON name_key (kind, key, id) WHERE access <= 1 OR access > 3;
      CREATE FUNCTION access_of_key(wanted_owner_id uuid, wanted_form_id uuid) RETURNS smallint LANGUAGE sql STABLE AS $$
        SELECT strictest(x.access) FROM (
          SELECT access FROM public.agent WHERE id = wanted_owner_id
          UNION ALL SELECT access FROM public.place WHERE id = wanted_owner_id
          UNION ALL SELECT access FROM public.name_form WHERE id = wanted_form_id) x $$;
      CREATE FUNCTION set_access_of_key() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.access := public.access_of_key(NEW.owner_id, NEW.name_form_id);
        RETURN NEW;
      END $$;
      CREATE TRIGGER set_access_of_key BEFORE INSERT ON name_key FOR EACH ROW EXECUTE FUNCTION set_access_of_key();
      GRANT SELECT, INSERT, DELETE, UPDATE (ended_by) ON name_key TO kataribe_app;
      GRANT SELECT ON name_key TO kataribe_reader;

      CREATE TABLE identifier (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        agent_id uuid,
        place_id uuid,
        scheme text NOT NULL,
        value text NOT NULL,
        note text,
        withdrawn_because text,
        version integer NOT NULL DEFAULT 1,
        access smallint NOT NULL DEFAULT 0,
        activity_id uuid NOT NULL DEFAULT current_activity(),
        CONSTRAINT pk__identifier PRIMARY KEY (id),
        CONSTRAINT ck__identifier__agent_id CHECK (num_nonnulls(agent_id, place_id) = 1),
        CONSTRAINT ck__identifier__scheme CHECK (scheme IN ('wikidata', 'viaf', 'ndl')),
        CONSTRAINT fk__identifier__agent_id__agent FOREIGN KEY (agent_id) REFERENCES agent (id),
        CONSTRAINT fk__identifier__place_id__place FOREIGN KEY (place_id) REFERENCES place (id)
      );
      CREATE INDEX ix__identifier__agent_id ON identifier (agent_id, sequence);
      CREATE INDEX ix__identifier__place_id ON identifier (place_id, sequence);
      CREATE UNIQUE INDEX uq__identifier__value ON identifier (scheme, value, coalesce(agent_id, place_id))
        WHERE withdrawn_because IS NULL;
      SELECT enroll_in_ledger('identifier', append_only => false);

      -- Chains of places are walked as those of descent are.
      CREATE OR REPLACE FUNCTION is_readable(kind text, wanted_id uuid, clearance smallint[]) RETURNS boolean
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT CASE kind
          WHEN 'source' THEN EXISTS (SELECT FROM source x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'claim' THEN EXISTS (SELECT FROM claim x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'agent' THEN EXISTS (SELECT FROM agent x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'passage' THEN EXISTS (SELECT FROM passage x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'revision' THEN EXISTS (SELECT FROM revision x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'testimony' THEN
            EXISTS (SELECT FROM testimony x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'place' THEN EXISTS (SELECT FROM place x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          ELSE false END $$;
    `);
    await addNamesToRecord(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const before = new RecordOfDescent1795449600019();
    await before.down(queryRunner);
    await before.up(queryRunner);
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION is_readable(kind text, wanted_id uuid, clearance smallint[]) RETURNS boolean
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT CASE kind
          WHEN 'source' THEN EXISTS (SELECT FROM source x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'claim' THEN EXISTS (SELECT FROM claim x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'agent' THEN EXISTS (SELECT FROM agent x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'passage' THEN EXISTS (SELECT FROM passage x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'revision' THEN EXISTS (SELECT FROM revision x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          WHEN 'testimony' THEN
            EXISTS (SELECT FROM testimony x WHERE x.id = wanted_id AND may_read(x.access, clearance))
          ELSE false END $$;
      DROP TABLE identifier, name_key, name_form;
      DROP FUNCTION set_access_of_key, access_of_key;
      DROP FUNCTION link_name_form, relink_name_form, unlink_name_form;
      ALTER TABLE place DROP COLUMN latitude, DROP COLUMN longitude, DROP COLUMN part_of_id;
      DROP INDEX IF EXISTS ix__place__restricted;
    `);
  }
}

/** The view of all records, with the two kinds that came with names. */
export async function addNamesToRecord(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    DO $$
    BEGIN
      EXECUTE 'CREATE OR REPLACE VIEW record AS ' || rtrim(pg_get_viewdef('record'::regclass), ';') || '
        UNION ALL
        SELECT ''name_form'', id, value, NULL, access, activity_id FROM name_form
        UNION ALL
        SELECT ''identifier'', id, scheme || '' '' || value, NULL, access, activity_id FROM identifier';
    END $$;
  `);
}
