import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { JsonDocument } from '../common/json-document.js';
import { LAST } from '../common/page.js';
import type { ListRow } from '../common/page-document.js';
import type { Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, type TableAt } from '../provenance/as-of.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';

/** $2 clearance */
const statements = (at: TableAt, column: string): string => `
  SELECT s.sequence, json_build_object('id', s.id,
    'testimony', json_build_object('id', t.id, 'accession', t.accession, 'title', t.title),
    'code', s.code, 'uri', s.uri, 'label', s.label, 'basis', s.basis, 'because', s.because,
    'determined', told_date(s.determined_words, s.determined_edtf, s.determined_span),
    'current', NOT EXISTS (SELECT FROM ${at('rights_statement', 'testimony_id', 's.testimony_id')} later
      WHERE later.testimony_id = s.testimony_id AND later.sequence > s.sequence
        AND may_read(later.access, $2::smallint[])),
    'activity', activity_reference(s.activity_id))::text AS body
  FROM ${at('rights_statement', column, '$1')} s
  CROSS JOIN LATERAL (SELECT x.id, x.accession, x.title FROM ${at('testimony', 'id', 's.testimony_id')} x
    WHERE x.id = s.testimony_id AND may_read(x.access, $2::smallint[]) OFFSET 0) t
  WHERE s.${column} = $1 AND may_read(s.access, $2::smallint[])`;

const one = statement('rights_statements.read', statements(currentTable, 'id'));

/** $1 testimony, $3 the last one shown, $4 how many, $5 as of */
const lists = recordLists(
  'rights_statements',
  'testimony',
  (at) => `${statements(at, 'testimony_id')} AND s.sequence < $3 ORDER BY s.sequence DESC LIMIT $4`,
);

@Injectable()
export class RightsStatementsQueries {
  constructor(private readonly reader: Reader) {}

  async statement(id: string, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<ListRow>(one, [id, clearance]);
    if (row === undefined) throw notFound('rights statement');
    return new JsonDocument(row.body);
  }

  /** What was said of the rights in a testimony, the latest first. */
  statementsOf(testimonyId: string, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, lists, { id: testimonyId, query, clearance, start: LAST });
  }
}
