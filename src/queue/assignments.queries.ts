import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const one = statement(
  'assignments.read',
  `SELECT s.version, json_build_object('id', s.id,
     'claim', json_build_object('id', c.id, 'number', c.number, 'statement', c.statement),
     'agent', agent_reference(g.id, g.name, g.description), 'note', s.note,
     'releasedBecause', s.released_because, 'version', s.version,
     'activity', activity_reference(s.activity_id))::text AS body
   FROM assignment s
   JOIN claim c ON c.id = s.claim_id AND may_read(c.access, $2::smallint[])
   JOIN agent g ON g.id = s.agent_id
   WHERE s.id = $1 AND may_read(s.access, $2::smallint[])`,
);

@Injectable()
export class AssignmentsQueries {
  constructor(private readonly reader: Reader) {}

  async assignment(id: string, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string; version: number }>(one, [id, clearance]);
    if (row === undefined) throw notFound('assignment');
    return new JsonDocument(row.body);
  }
}
