import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { RecordKind } from '../provenance/record-kinds.js';

/** A record by name, as answers show it. */
export interface LabelledRecord {
  kind: RecordKind;
  id: string;
  label: string;
  pointer: string | null;
  unnamed: boolean;
}

/** In the order of the statement's parameters. Nothing else bears a claim. */
const NAMED = ['source', 'agent', 'claim', 'testimony', 'passage', 'revision'] as const;

/** $1 to $6 ids of each kind, $7 clearance. Each table is asked once for all it has to name. Names are those of today. */
const labels = statement(
  'support.labels',
  `SELECT 'source' AS kind, s.id, coalesce(s.csl ->> 'title', s.description, '') AS label, NULL AS pointer,
     s.csl IS NULL AS unnamed
   FROM source s WHERE s.id = ANY ($1::uuid[]) AND may_read(s.access, $7::smallint[])
   UNION ALL
   SELECT 'agent', g.id, coalesce(g.name, g.description, ''), NULL, g.name IS NULL
   FROM agent g WHERE g.id = ANY ($2::uuid[]) AND may_read(g.access, $7::smallint[])
   UNION ALL
   SELECT 'claim', c.id, c.statement, t.accession || ' #' || c.number, false
   FROM claim c, LATERAL (SELECT t.accession FROM testimony t WHERE t.id = c.testimony_id OFFSET 0) t
   WHERE c.id = ANY ($3::uuid[]) AND may_read(c.access, $7::smallint[])
   UNION ALL
   SELECT 'testimony', t.id, t.title, t.accession, false
   FROM testimony t WHERE t.id = ANY ($4::uuid[]) AND may_read(t.access, $7::smallint[])
   UNION ALL
   SELECT r.kind, r.id, coalesce(record_label(r.kind, r.id, r.label, $7::smallint[]), ''), r.pointer, false
   FROM (SELECT 'passage' AS kind, unnest($5::uuid[]) AS id UNION ALL SELECT 'revision', unnest($6::uuid[])) wanted,
     LATERAL (SELECT * FROM record r WHERE r.kind = wanted.kind AND r.id = wanted.id
       AND may_read(r.access, $7::smallint[]) LIMIT 1) r`,
);

@Injectable()
export class RecordLabelsQueries {
  constructor(private readonly reader: Reader) {}

  /** The names of records, by id. What one may not see has none. */
  async labelsOf(
    records: { kind: RecordKind; id: string }[],
    clearance: Clearance,
  ): Promise<Map<string, LabelledRecord>> {
    if (records.length === 0) return new Map();
    const ids = NAMED.map(
      (kind) => new Set(records.filter((record) => record.kind === kind).map(({ id }) => id)),
    );
    const values = [...ids.map((of) => [...of]), clearance];
    const rows = await this.reader.rows<LabelledRecord>(labels, values);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
