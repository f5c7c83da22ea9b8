import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, type PageQuery } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const ACCOUNT = `json_build_object('id', a.id, 'agent', agent_reference(g.id, g.name, g.description),
    'loginName', a.login_name, 'role', a.role,
    'identity', CASE WHEN a.subject IS NOT NULL THEN json_build_object('issuer', a.issuer, 'subject', a.subject) END,
    'invitedAt', a.invited_at, 'passwordSetAt', a.password_set_at, 'disabledBecause', a.disabled_because,
    'version', a.version)::text AS body
  FROM account a JOIN agent g ON g.id = a.agent_id`;

const one = statement('accounts.read', `SELECT a.version, ${ACCOUNT} WHERE a.id = $1`);

const list = statement(
  'accounts.list',
  `SELECT a.sequence, ${ACCOUNT} WHERE a.sequence > $1 ORDER BY a.sequence LIMIT $2`,
);

const exists = statement('accounts.exists', 'SELECT FROM account WHERE id = $1');

/** $2: the session that asks, or null */
const sessions = statement(
  'accounts.sessions',
  `SELECT json_build_object('items', coalesce(json_agg(json_build_object('id', s.id, 'startedAt', s.started_at,
     'seenAt', s.seen_at, 'endsAt', s.ends_at, 'current', s.id IS NOT DISTINCT FROM $2::uuid)
     ORDER BY s.started_at DESC), '[]'), 'next', NULL)::text AS body
   FROM session s WHERE s.account_id = $1 AND s.ends_at > now()`,
);

/** For those whom their permission lets read accounts, or of one's own: nothing here goes by access levels. */
@Injectable()
export class AccountsQueries {
  constructor(private readonly reader: Reader) {}

  async account(id: string): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string; version: number }>(one, [id]);
    if (row === undefined) throw notFound('account');
    return new JsonDocument(row.body, row.version);
  }

  async accounts({ cursor, limit = DEFAULT_LIMIT }: PageQuery): Promise<JsonDocument> {
    return pageDocument(await this.reader.rows<ListRow>(list, [decodeCursor(cursor), limit + 1]), limit);
  }

  async sessionsOf(id: string): Promise<JsonDocument> {
    if ((await this.reader.rows(exists, [id])).length === 0) throw notFound('account');
    return this.sessions(id, null);
  }

  async sessions(accountId: string, current: string | null): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string }>(sessions, [accountId, current]);
    return new JsonDocument(row?.body ?? '');
  }
}
