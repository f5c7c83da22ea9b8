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

/** $1 ids, $2 their kinds, $3 clearance. Names are those of today. */
const labels = statement(
  'support.labels',
  `SELECT wanted.kind, wanted.id, coalesce(n.label, '') AS label, n.pointer, coalesce(n.unnamed, false) AS unnamed
   FROM unnest($1::uuid[], $2::text[]) AS wanted (id, kind)
   JOIN LATERAL (
     SELECT coalesce(s.csl ->> 'title', s.description) AS label, NULL AS pointer, s.csl IS NULL AS unnamed
       FROM source s WHERE wanted.kind = 'source' AND s.id = wanted.id AND may_read(s.access, $3::smallint)
     UNION ALL
     SELECT coalesce(g.name, g.description), NULL, g.name IS NULL
       FROM agent g WHERE wanted.kind = 'agent' AND g.id = wanted.id AND may_read(g.access, $3::smallint)
     UNION ALL
     SELECT c.statement, t.accession || ' #' || c.number, false
       FROM claim c JOIN testimony t ON t.id = c.testimony_id
       WHERE wanted.kind = 'claim' AND c.id = wanted.id AND may_read(c.access, $3::smallint)
     UNION ALL
     SELECT t.title, t.accession, false
       FROM testimony t WHERE wanted.kind = 'testimony' AND t.id = wanted.id AND may_read(t.access, $3::smallint)
     UNION ALL
     (SELECT r.label, r.pointer, false FROM record r
      WHERE wanted.kind IN ('passage', 'revision') AND r.kind = wanted.kind AND r.id = wanted.id
        AND may_read(r.access, $3::smallint) LIMIT 1)
   ) n ON true`,
);

@Injectable()
export class RecordLabelsQueries {
  constructor(private readonly reader: Reader) {}

  /** The names of records, by id. What one may not see has none. */
  async labelsOf(
    records: { kind: RecordKind; id: string }[],
    clearance: number,
  ): Promise<Map<string, LabelledRecord>> {
    const distinct = [...new Map(records.map((record) => [record.id, record])).values()];
    if (distinct.length === 0) return new Map();
    const rows = await this.reader.rows<LabelledRecord>(labels, [
      distinct.map(({ id }) => id),
      distinct.map(({ kind }) => kind),
      clearance,
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
