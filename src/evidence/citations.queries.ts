import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { citationObject, citedIsReadable, citedJoins } from '../claims/claim-document.js';

const citation = recordStatements(
  'citations.read',
  (at) => `SELECT ${citationObject}::text AS body, c.version
   FROM ${at('citation', 'id', '$1')} c
   JOIN claim ON claim.id = c.claim_id AND may_read(claim.access, $2::smallint[]) ${citedJoins(at)}
   WHERE c.id = $1 AND may_read(c.access, $2::smallint[]) AND ${citedIsReadable}`,
);

@Injectable()
export class CitationsQueries {
  constructor(private readonly reader: Reader) {}

  citation(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, citation, {
      what: 'citation',
      id,
      clearance,
      asOf,
      path: '/api/citations',
    });
  }
}
