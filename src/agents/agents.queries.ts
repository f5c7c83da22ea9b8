import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { kindLists, readKindList } from '../provenance/kind-list.js';
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

/** $4 a kind, or null */
const list = kindLists(
  'agents',
  ['agent', 'g'],
  () => ({ body: AGENT, condition: '($4::text IS NULL OR g.kind = $4)' }),
  1,
);

@Injectable()
export class AgentsQueries {
  constructor(private readonly reader: Reader) {}

  agent(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'agent', id, clearance, asOf, path: '/api/agents' });
  }

  agents({ kind, ...page }: AgentsQuery, clearance: Clearance): Promise<JsonDocument> {
    return readKindList(this.reader, list, page, clearance, [kind ?? null]);
  }
}
