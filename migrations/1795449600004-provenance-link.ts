import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * provenance_link: one row for every edge of the provenance graph, written by triggers on the association
 * tables, so that it can never disagree with them. Why a table and no view: src/provenance/README.md.
 */
export class ProvenanceLink1795449600004 implements MigrationInterface {
  name = 'ProvenanceLink1795449600004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE provenance_link (
        id bigint GENERATED ALWAYS AS IDENTITY,
        from_kind text NOT NULL,
        from_id uuid NOT NULL,
        relation text NOT NULL,
        to_kind text NOT NULL,
        to_id uuid NOT NULL,
        edge_id uuid NOT NULL,
        activity_id uuid NOT NULL,
        ended_by uuid,
        access smallint NOT NULL,
        CONSTRAINT pk__provenance_link PRIMARY KEY (id),
        CONSTRAINT fk__provenance_link__ended_by__activity FOREIGN KEY (ended_by) REFERENCES activity (id),
        CONSTRAINT ck__provenance_link__relation CHECK (relation IN (
          'wasQuotedFrom', 'hadPrimarySource', 'wasDerivedFrom', 'wasRevisionOf', 'specializationOf',
          'wasAttributedTo', 'wasInfluencedBy'))
      );
      CREATE INDEX ix__provenance_link__from_id ON provenance_link (from_id)
        INCLUDE (to_id, to_kind, relation, access, ended_by);
      CREATE INDEX ix__provenance_link__to_id ON provenance_link (to_id)
        INCLUDE (from_id, from_kind, relation, access, ended_by);
      GRANT SELECT ON provenance_link TO kataribe_app, kataribe_reader;

      -- Only what ends a link, or who may see it, ever changes.
      CREATE FUNCTION keep_link() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP <> 'UPDATE' OR OLD.ended_by IS NOT NULL OR
          (NEW.from_id, NEW.relation, NEW.to_id, NEW.edge_id, NEW.activity_id)
            IS DISTINCT FROM (OLD.from_id, OLD.relation, OLD.to_id, OLD.edge_id, OLD.activity_id) THEN
          RAISE EXCEPTION 'a provenance link is ended, never changed' USING ERRCODE = 'KT002';
        END IF;
        IF NEW.ended_by IS NOT NULL AND NEW.ended_by <> public.current_activity() THEN
          RAISE EXCEPTION 'a link can be ended only by the open activity' USING ERRCODE = 'KT001';
        END IF;
        RETURN NEW;
      END $$;

      -- Links are made by the triggers of the association tables, whose rows were checked, and by nobody else.
      CREATE FUNCTION refuse_link() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF pg_trigger_depth() < 2 THEN
          RAISE EXCEPTION 'provenance links are made by triggers alone' USING ERRCODE = 'KT002';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER refuse_link BEFORE INSERT ON provenance_link
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_link();
      CREATE TRIGGER keep_link BEFORE UPDATE OR DELETE ON provenance_link
        FOR EACH ROW EXECUTE FUNCTION keep_link();
      CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON provenance_link
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Declares which edges the rows of a table are. Each edge: from and to as [kind, column], the relation as an
      -- SQL expression over the row r, and optionally "holds", a condition over r. Inserting a row inserts its
      -- links, changing or deleting it ends them.
      CREATE FUNCTION declare_edges(target regclass, edges jsonb) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        plain text := (SELECT relname FROM pg_class WHERE oid = target);
        links_of text := (
          SELECT string_agg(format(
            'SELECT %L AS from_kind, r.%I AS from_id, %s AS relation, %L AS to_kind, r.%I AS to_id,
               r.id AS edge_id, r.activity_id, r.access
             FROM %%1$s r WHERE r.%I IS NOT NULL AND r.%I IS NOT NULL AND (%s)',
            edge #>> '{from,0}', edge #>> '{from,1}', edge ->> 'relation',
            edge #>> '{to,0}', edge #>> '{to,1}', edge #>> '{from,1}', edge #>> '{to,1}',
            coalesce(edge ->> 'holds', 'true')), ' UNION ALL ')
          FROM jsonb_array_elements(edges) AS edge);
        added text := format(links_of, 'new_rows');
        gone text := format(links_of, 'old_rows');
        columns text := 'from_kind, from_id, relation, to_kind, to_id, edge_id, activity_id, access';
        key text := 'from_id, relation, to_id, edge_id';
      BEGIN
        EXECUTE format('
          CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $link$
          BEGIN
            INSERT INTO public.provenance_link (%s) %s;
            RETURN NULL;
          END $link$', 'link_' || plain, columns, added);
        EXECUTE format('CREATE TRIGGER link AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
          FOR EACH STATEMENT EXECUTE FUNCTION %I()', target, 'link_' || plain);

        EXECUTE format('
          CREATE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $link$
          -- What is different is found among the rows before and after, so that a change that makes no edge costs nothing.
          BEGIN
            UPDATE public.provenance_link l SET ended_by = (SELECT public.current_activity())
            FROM (SELECT %2$s FROM (%4$s) old EXCEPT SELECT %2$s FROM (%5$s) new) gone
            WHERE l.from_id = gone.from_id AND l.edge_id = gone.edge_id AND l.to_id = gone.to_id
              AND l.relation = gone.relation AND l.ended_by IS NULL;
            UPDATE public.provenance_link l SET access = changed.access
            FROM (SELECT %2$s, access FROM (%5$s) new EXCEPT SELECT %2$s, access FROM (%4$s) old) changed
            WHERE l.from_id = changed.from_id AND l.edge_id = changed.edge_id AND l.to_id = changed.to_id
              AND l.relation = changed.relation AND l.ended_by IS NULL;
            INSERT INTO public.provenance_link (%3$s)
            SELECT %3$s FROM (%5$s) added
            JOIN (SELECT %2$s FROM (%5$s) new EXCEPT SELECT %2$s FROM (%4$s) old) fresh USING (%2$s);
            RETURN NULL;
          END $link$', 'relink_' || plain, key, columns, gone, added);
        EXECUTE format('CREATE TRIGGER relink AFTER UPDATE ON %s
          REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
          FOR EACH STATEMENT EXECUTE FUNCTION %I()', target, 'relink_' || plain);

        EXECUTE format('
          CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $link$
          BEGIN
            UPDATE public.provenance_link l SET ended_by = (SELECT public.current_activity())
            FROM (%s) gone
            WHERE l.from_id = gone.from_id AND l.edge_id = gone.edge_id AND l.ended_by IS NULL;
            RETURN NULL;
          END $link$', 'unlink_' || plain, gone);
        EXECUTE format('CREATE TRIGGER unlink AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
          FOR EACH STATEMENT EXECUTE FUNCTION %I()', target, 'unlink_' || plain);
      END $$;
      REVOKE EXECUTE ON FUNCTION declare_edges(regclass, jsonb) FROM PUBLIC;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE provenance_link;
      DROP FUNCTION declare_edges, refuse_link, keep_link;
    `);
  }
}
