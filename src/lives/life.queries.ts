import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { restsOnJoins, restsOnMembers } from './rests-on.js';

const end = (name: 'born' | 'died'): string => `
  CASE WHEN num_nonnulls(l.${name}_words, l.${name}_edtf) > 0 THEN json_build_object(
    'date', told_date(l.${name}_words, l.${name}_edtf, l.${name}_span), ${restsOnMembers(name)}) END`;

const read = recordStatements(
  'lives.life',
  (at) => `
  SELECT l.version, json_build_object('id', l.id, 'agent', agent_reference(g.id, g.name, g.description),
    'born', ${end('born')}, 'died', ${end('died')}, 'note', l.note, 'version', l.version,
    'activity', activity_reference(l.activity_id))::text AS body
  FROM ${at('life', 'agent_id', '$1')} l
  JOIN agent g ON g.id = l.agent_id AND may_read(g.access, $2::smallint)
  ${restsOnJoins('born', { source: 'l.born_source_id', claim: 'l.born_claim_id' })}
  ${restsOnJoins('died', { source: 'l.died_source_id', claim: 'l.died_claim_id' })}
  WHERE l.agent_id = $1 AND may_read(l.access, $2::smallint)`,
);

@Injectable()
export class LifeQueries {
  constructor(private readonly reader: Reader) {}

  life(agentId: string, clearance: number, asOf?: string): Promise<JsonDocument> {
    const wanted = { what: 'life', id: agentId, clearance, asOf, path: '/api/agents' };
    return readRecord(this.reader, read, wanted);
  }
}
