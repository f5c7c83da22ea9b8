import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { isBasisReadable } from '../access/readable-basis.js';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { restsOnJoins, restsOnMembers } from './rests-on.js';

type End = 'born' | 'died';

const basisOf = (name: End) => ({ source: `l.${name}_source_id`, claim: `l.${name}_claim_id` });

/** One end of a life `l`, joined with lifeEndJoins; null where one may not see what it rests on. */
export const lifeEnd = (name: End, asOf: string): string => `
  CASE WHEN num_nonnulls(l.${name}_words, l.${name}_edtf) > 0 AND ${isBasisReadable(basisOf(name))} THEN json_build_object(
    'date', told_date(l.${name}_words, l.${name}_edtf, l.${name}_span), ${restsOnMembers(name, asOf)}) END`;

export const lifeEndJoins = (at: TableAt): string =>
  restsOnJoins(at, 'born', basisOf('born')) + restsOnJoins(at, 'died', basisOf('died'));

const read = recordStatements(
  'lives.life',
  (at, asOf) => `
  SELECT l.version, json_build_object('id', l.id, 'agent', agent_reference(g.id, g.name, g.description),
    'born', ${lifeEnd('born', asOf)}, 'died', ${lifeEnd('died', asOf)}, 'note', l.note, 'version', l.version,
    'activity', activity_reference(l.activity_id))::text AS body
  FROM ${at('life', 'agent_id', '$1')} l
  JOIN agent g ON g.id = l.agent_id AND may_read(g.access, $2::smallint[])
  ${lifeEndJoins(at)}
  WHERE l.agent_id = $1 AND may_read(l.access, $2::smallint[])`,
);

@Injectable()
export class LifeQueries {
  constructor(private readonly reader: Reader) {}

  life(agentId: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const wanted = { what: 'life', id: agentId, clearance, asOf, path: '/api/agents' };
    return readRecord(this.reader, read, wanted);
  }
}
