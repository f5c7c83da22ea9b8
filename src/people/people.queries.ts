import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { personSql } from './person-document.js';

const read = recordStatements('people.read', personSql);

@Injectable()
export class PeopleQueries {
  constructor(private readonly reader: Reader) {}

  /** Everything the archive knows of a person, organisation or group, from all records that are of one. */
  person(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'person', id, clearance, asOf, path: '/api/people' });
  }
}
