import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { chainVersion, tellersOf } from './teller-chain.js';

const chain = (at: TableAt, asOf: string): string => `
  SELECT wrote.version, json_build_object('items', (${tellersOf(at)}), 'version', wrote.version)::text AS body
  FROM ${at('claim', 'id', '$1')} claim
  CROSS JOIN LATERAL (SELECT ${chainVersion('claim.id', asOf)} AS version) wrote
  WHERE claim.id = $1 AND may_read(claim.access, $2::smallint[])`;

const read = recordStatements('tellers.read', chain);

@Injectable()
export class TellersQueries {
  constructor(private readonly reader: Reader) {}

  tellers(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'claim', id, clearance, asOf, path: '/api/claims' });
  }
}
