import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { leadJoins, leadObject } from './lead-document.js';

const lead = recordStatements(
  'leads.read',
  (at) => `SELECT ${leadObject(at, '$2')}::text AS body, l.version
   FROM ${at('lead', 'id', '$1')} l
   JOIN question q ON q.id = l.question_id AND may_read(q.access, $2::smallint[]) ${leadJoins(at, '$2')}
   WHERE l.id = $1 AND may_read(l.access, $2::smallint[])`,
);

@Injectable()
export class LeadsQueries {
  constructor(private readonly reader: Reader) {}

  lead(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, lead, { what: 'lead', id, clearance, asOf, path: '/api/leads' });
  }
}
