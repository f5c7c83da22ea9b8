import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import type { Clearance } from '../common/principal.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const checkpoints = statement(
  'log.checkpoints',
  `SELECT c.tree_size AS sequence, json_build_object('size', c.tree_size, 'root', encode(c.root, 'base64'),
     'at', c.created_at, 'checkpoint', c.note,
     'cosignatures', (SELECT coalesce(json_agg(json_build_object('witness', w.witness, 'line', w.line,
         'at', w.received_at) ORDER BY w.witness), '[]')
       FROM log_cosignature w WHERE w.tree_size = c.tree_size),
     'timeStamps', (SELECT coalesce(json_agg(json_build_object('authority', s.authority,
         'token', translate(encode(s.token, 'base64'), chr(10), ''), 'at', s.received_at) ORDER BY s.authority), '[]')
       FROM log_time_stamp s WHERE s.tree_size = c.tree_size))::text AS body
   FROM log_checkpoint c WHERE c.tree_size < $1 ORDER BY c.tree_size DESC LIMIT $2`,
);

const keys = statement(
  'log.keys',
  `SELECT coalesce(json_agg(json_build_object('verifierKey', k.verifier_key, 'since', a.started_at,
     'activity', k.activity_id) ORDER BY k.sequence), '[]')::text AS items
   FROM log_key k JOIN activity a ON a.id = k.activity_id AND may_read(a.access, $1::smallint[])
   WHERE may_read(k.access, $1::smallint[])`,
);

@Injectable()
export class LogQueries {
  constructor(private readonly reader: Reader) {}

  /** Every checkpoint there was, the latest first, with what witnesses and time stamping authorities say of it. */
  async checkpoints({ cursor, limit = DEFAULT_LIMIT }: PageQuery): Promise<JsonDocument> {
    const values = [decodeCursor(cursor, LAST), limit + 1];
    return pageDocument(await this.reader.rows<ListRow>(checkpoints, values), limit);
  }

  /** The keys that checkpoints were ever signed with, the oldest first. */
  async keys(clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ items: string }>(keys, [clearance]);
    return new JsonDocument(`{"items":${row!.items},"next":null}`);
  }
}
