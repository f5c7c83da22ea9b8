import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { expectedJoins, expectedObject } from './expected-document-rows.js';

const read = recordStatements(
  'expected_documents.read',
  (at) => `
  SELECT ${expectedObject(at, '$2')}::text AS body, d.version
  FROM ${at('expected_document', 'id', '$1')} d
  JOIN question q ON q.id = d.question_id AND may_read(q.access, $2::smallint[]) ${expectedJoins(at, '$2')}
  WHERE d.id = $1 AND may_read(d.access, $2::smallint[])`,
);

@Injectable()
export class ExpectedDocumentsQueries {
  constructor(private readonly reader: Reader) {}

  expectedDocument(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const path = '/api/expected-documents';
    return readRecord(this.reader, read, { what: 'expected document', id, clearance, asOf, path });
  }
}
