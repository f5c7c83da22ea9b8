import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { citationObject, citedIsReadable, citedJoins } from '../claims/claim-document.js';

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
}
