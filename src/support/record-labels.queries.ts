import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { tableAsOf } from '../provenance/as-of.js';
import type { Moment } from '../provenance/moment.js';
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

/** Rows of a table by the ids in a parameter. */
type RowsOf = (table: string, row: string, ids: string) => string;

const current: RowsOf = (table, row, ids) => `${table} ${row} WHERE ${row}.id = ANY (${ids}::uuid[])`;
const then: RowsOf = (table, row, ids) => `unnest(${ids}::uuid[]) AS wanted (id)
   CROSS JOIN LATERAL (SELECT was.* FROM ${tableAsOf('$8')(table, 'id', 'wanted.id')} was) ${row} WHERE true`;

/**
 * $1 to $6 ids of each kind, $7 clearance, $8 the moment. Each table is asked once for all it has to name. Names of people
 * are those of today.
 */
const labels = (of: RowsOf): string => `
   SELECT 'source' AS kind, s.id, coalesce(s.csl ->> 'title', s.description, '') AS label, NULL AS pointer,
     s.csl IS NULL AS unnamed
   FROM ${of('source', 's', '$1')} AND may_read(s.access, $7::smallint[])
   UNION ALL
   SELECT 'agent', g.id, coalesce(g.name, g.description, ''), NULL, g.name IS NULL
   FROM agent g WHERE g.id = ANY ($2::uuid[]) AND may_read(g.access, $7::smallint[])
   UNION ALL
   SELECT 'claim', c.id, c.statement, t.accession || ' #' || c.number, false
   FROM (SELECT c.* FROM ${of('claim', 'c', '$3')}) c,
     LATERAL (SELECT t.accession FROM testimony t WHERE t.id = c.testimony_id OFFSET 0) t
   WHERE may_read(c.access, $7::smallint[])
   UNION ALL
   SELECT 'testimony', t.id, t.title, t.accession, false
   FROM ${of('testimony', 't', '$4')} AND may_read(t.access, $7::smallint[])
   UNION ALL
   SELECT r.kind, r.id, coalesce(record_label(r.kind, r.id, r.label, $7::smallint[]), ''), r.pointer, false
   FROM (SELECT 'passage' AS kind, unnest($5::uuid[]) AS id UNION ALL SELECT 'revision', unnest($6::uuid[])) wanted,
     LATERAL (SELECT * FROM record r WHERE r.kind = wanted.kind AND r.id = wanted.id
       AND may_read(r.access, $7::smallint[]) LIMIT 1) r`;

const labelsNow = statement('support.labels', labels(current));
const labelsThen = statement('support.labels_as_of', labels(then));

@Injectable()
export class RecordLabelsQueries {
  constructor(private readonly reader: Reader) {}

  /** The names of records, by id, as they are or were. What one may not see has none. */
  async labelsOf(
    records: { kind: RecordKind; id: string }[],
    clearance: Clearance,
    moment: Moment | null,
  ): Promise<Map<string, LabelledRecord>> {
    if (records.length === 0) return new Map();
    const ids = NAMED.map(
      (kind) => new Set(records.filter((record) => record.kind === kind).map(({ id }) => id)),
    );
    const values = [...ids.map((of) => [...of]), clearance];
    const rows =
      moment === null
        ? await this.reader.rows<LabelledRecord>(labelsNow, values)
        : await this.reader.rows<LabelledRecord>(labelsThen, [...values, moment]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
