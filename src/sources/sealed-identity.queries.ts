import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { Unnamed } from './sealed-identity.service.js';

const identityOf = (kind: Unnamed['kind']): string => `
  SELECT i.version, json_build_object('identity', i.identity, 'version', i.version,
    'activity', activity_reference(i.activity_id))::text AS body
  FROM sealed_identity i JOIN ${kind} x ON x.id = i.${kind}_id AND may_read(x.access, $2::smallint[])
  WHERE i.${kind}_id = $1 AND may_read(i.access, $2::smallint[])`;

const IDENTITIES = {
  agent: statement('identity.of_agent', identityOf('agent')),
  source: statement('identity.of_source', identityOf('source')),
};

@Injectable()
export class SealedIdentityQueries {
  constructor(private readonly reader: Reader) {}

  async identity({ kind, id }: Unnamed, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string; version: number }>(IDENTITIES[kind], [
      id,
      clearance,
    ]);
    if (row === undefined) throw notFound('identity');
    return new JsonDocument(row.body, row.version);
  }
}
