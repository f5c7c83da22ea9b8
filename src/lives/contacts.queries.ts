import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const contact = statement(
  'contacts.of_agent',
  `SELECT c.version, json_build_object('details', d.details, 'erasedBecause', c.erased_because,
     'version', c.version, 'activity', activity_reference(c.activity_id))::text AS body
   FROM contact c
   JOIN agent g ON g.id = c.agent_id AND may_read(g.access, $2::smallint[])
   LEFT JOIN contact_details d ON d.contact_id = c.id
   WHERE c.agent_id = $1 AND may_read(c.access, $2::smallint[])`,
);

@Injectable()
export class ContactsQueries {
  constructor(private readonly reader: Reader) {}

  /** As they are: what they were is not kept, so there is no earlier moment to ask for. */
  async contact(agentId: string, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string; version: number }>(contact, [agentId, clearance]);
    if (row === undefined) throw notFound('contact');
    return new JsonDocument(row.body, row.version);
  }
}
