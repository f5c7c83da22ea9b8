import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import type { AgentsQuery } from './agents.dto.js';

const AGENT = `json_build_object('id', g.id, 'kind', g.kind, 'name', g.name, 'unnamed', g.name IS NULL,
  'description', g.description, 'unnamedBecause', g.unnamed_because, 'version', g.version,
  'activity', activity_reference(g.activity_id))`;

const one = (at: TableAt): string => `
  SELECT ${AGENT}::text AS body, g.version
  FROM ${at('agent', 'id', '$1')} g
  WHERE g.id = $1 AND may_read(g.access, $2::smallint[])`;

const read = recordStatements('agents.read', one);

const list = statement(
  'agents.list',
  `SELECT g.sequence, ${AGENT}::text AS body
   FROM agent g
   WHERE may_read(g.access, $1::smallint[]) AND g.sequence > $2
     AND ($3::text IS NULL OR g.kind = $3)
   ORDER BY g.sequence
   LIMIT $4`,
);

@Injectable()
export class AgentsQueries {
  constructor(private readonly reader: Reader) {}

  agent(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'agent', id, clearance, asOf, path: '/api/agents' });
  }

  async agents(
    { cursor, limit = DEFAULT_LIMIT, kind }: AgentsQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const rows = await this.reader.rows<ListRow>(list, [
      clearance,
      decodeCursor(cursor),
      kind ?? null,
      limit + 1,
    ]);
    return pageDocument(rows, limit);
  }
}
