import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, type TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { citationObject, citedIsReadable, citedJoins } from './claim-document.js';

const citation = recordStatements(
  'evidence.citation',
  (at) => `SELECT ${citationObject}::text AS body, c.version
   FROM ${at('citation', 'id', '$1')} c
   JOIN claim ON claim.id = c.claim_id AND may_read(claim.access, $2::smallint) ${citedJoins}
   WHERE c.id = $1 AND may_read(c.access, $2::smallint) AND ${citedIsReadable}`,
);

const assessment = statement(
  'evidence.assessment',
  `SELECT json_build_object('id', a.id, 'confidence', a.confidence, 'rationale', a.rationale,
     'by', agent_reference(g.id, g.name, g.description), 'at', a.assessed_at, 'claimVersion', a.claim_version,
     'citationIds', (SELECT coalesce(json_agg(ac.citation_id), '[]') FROM assessment_citation ac
       WHERE ac.assessment_id = a.id),
     'current', NOT EXISTS (SELECT FROM assessment later WHERE later.claim_id = a.claim_id
       AND later.agent_id = a.agent_id AND later.sequence > a.sequence))::text AS body
   FROM assessment a JOIN agent g ON g.id = a.agent_id
   WHERE a.id = $1 AND may_read(a.access, $2::smallint)`,
);

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

const contradiction = recordStatements('evidence.contradiction', (at) =>
  contradictionRows(at, at('contradiction', 'id', '$1'), 'x.id = $1'),
);

const contradictions = statement(
  'evidence.contradictions',
  `${contradictionRows(currentTable, 'contradiction', 'x.sequence > $1')} ORDER BY x.sequence LIMIT $3`,
);

@Injectable()
export class EvidenceQueries {
  constructor(private readonly reader: Reader) {}

  citation(id: string, clearance: number, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, citation, {
      what: 'citation',
      id,
      clearance,
      asOf,
      path: '/api/citations',
    });
  }

  async assessment(id: string, clearance: number): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string }>(assessment, [id, clearance]);
    if (row === undefined) throw notFound('assessment');
    return new JsonDocument(row.body);
  }

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
