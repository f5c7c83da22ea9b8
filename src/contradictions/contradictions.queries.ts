import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, type TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';

/** Only claims one may see are counted in; a case of which fewer than two are left is none. */
const contradictionRows = (at: TableAt, table: string, condition: string): string => `
  SELECT x.sequence, x.version, json_build_object('id', x.id, 'statement', x.statement, 'rationale', x.rationale,
    'state', x.state, 'claims', parties.list, 'version', x.version,
    'activity', activity_reference(x.activity_id))::text AS body
  FROM ${table} x
  JOIN LATERAL (
    SELECT count(*) AS many, json_agg(json_build_object('id', claim.id, 'number', claim.number,
      'statement', claim.statement, 'confidence', (SELECT a.confidence FROM ${at('assessment', 'claim_id', 'claim.id')} a
        WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint)
        ORDER BY a.sequence DESC LIMIT 1)) ORDER BY claim.number) AS list
    FROM ${at('contradiction_claim', 'contradiction_id', 'x.id')} j
    JOIN claim ON claim.id = j.claim_id AND may_read(claim.access, $2::smallint)
    WHERE j.contradiction_id = x.id AND may_read(j.access, $2::smallint)
  ) parties ON parties.many >= 2
  WHERE ${condition} AND may_read(x.access, $2::smallint)`;

const contradiction = recordStatements('contradictions.read', (at) =>
  contradictionRows(at, at('contradiction', 'id', '$1'), 'x.id = $1'),
);

const contradictions = statement(
  'contradictions.list',
  `${contradictionRows(currentTable, 'contradiction', 'x.sequence > $1')} ORDER BY x.sequence LIMIT $3`,
);

@Injectable()
export class ContradictionsQueries {
  constructor(private readonly reader: Reader) {}

  contradiction(id: string, clearance: number, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, contradiction, {
      what: 'contradiction',
      id,
      clearance,
      asOf,
      path: '/api/contradictions',
    });
  }

  async contradictions(
    { cursor, limit = DEFAULT_LIMIT }: PageQuery,
    clearance: number,
  ): Promise<JsonDocument> {
    const values = [decodeCursor(cursor), clearance, limit + 1];
    return pageDocument(await this.reader.rows<ListRow>(contradictions, values), limit);
  }
}
