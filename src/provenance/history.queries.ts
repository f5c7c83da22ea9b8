import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { RECORD_KINDS, type RecordKind } from './record-kinds.js';

interface VersionRow {
  record: Record<string, unknown>;
  generatedBy: unknown;
  endedBy: unknown;
}

/** Birth and death stand in one row and rest on different things: a version is told to those who may see both. */
const restsOnReadable = (table: RecordKind, row: string): string =>
  table === 'life'
    ? `AND is_basis_readable(${row}.born_source_id, ${row}.born_claim_id, $2::smallint[])
       AND is_basis_readable(${row}.died_source_id, ${row}.died_claim_id, $2::smallint[])`
    : '';

/** Kinds that hold a text, or places in one: of those one reads what one may. */
const WITH_TEXT: readonly RecordKind[] = ['revision', 'passage', 'translation'];

const readableRow = (kind: RecordKind, row: string): string =>
  WITH_TEXT.includes(kind) ? `readable_row('${kind}', ${row}, $2::smallint[])` : row;

const versionsOf = (table: RecordKind): string => `
  SELECT without_closed(${readableRow(table, 'to_jsonb(t)')}, $2::smallint[]) AS record, activity_reference(t.activity_id) AS "generatedBy", NULL::json AS "endedBy",
    NULL::bigint AS id
  FROM ${table} t WHERE t.id = $1 AND may_read(t.access, $2::smallint[]) ${restsOnReadable(table, 't')}
  UNION ALL
  SELECT without_closed(${readableRow(table, 'h.record')}, $2::smallint[]), activity_reference(h.generated_by), activity_reference(h.ended_by), h.id
  FROM history h JOIN ${table} t ON t.id = $1 AND may_read(t.access, $2::smallint[])
  CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, h.record) was
  WHERE h.table_name = '${table}' AND h.record_id = $1 AND may_read(h.access, $2::smallint[]) ${restsOnReadable(table, 'was')}
  ORDER BY id DESC NULLS FIRST
  LIMIT 1000`;

const STATEMENTS = Object.fromEntries(
  RECORD_KINDS.map((kind) => [kind, statement(`history.${kind}`, versionsOf(kind))]),
) as Record<RecordKind, Statement>;

/** Columns that are the database's own business. */
const INTERNAL = /^(activity_id|access|sequence|.+_span)$/;

@Injectable()
export class HistoryQueries {
  constructor(private readonly reader: Reader) {}

  /** Every version of a record, the present one first, each with the activities that made and ended it. */
  async history(kind: RecordKind, id: string, clearance: Clearance): Promise<JsonDocument> {
    const rows = await this.reader.rows<VersionRow>(STATEMENTS[kind], [id, clearance]);
    if (rows.length === 0) throw notFound(kind);
    const items = rows.map(({ record, generatedBy, endedBy }) => ({
      version: record.version ?? null,
      record: Object.fromEntries(
        Object.entries(record)
          .filter(([column]) => !INTERNAL.test(column))
          .map(([column, value]) => [
            column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
            value,
          ]),
      ),
      generatedBy,
      endedBy,
    }));
    return new JsonDocument(JSON.stringify({ items, next: null }));
  }
}
