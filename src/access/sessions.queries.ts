import { Injectable } from '@nestjs/common';
import type { Role } from '../common/principal.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { IDLE_HOURS, SEEN_MINUTES } from './session.rules.js';

const bySecret = statement(
  'sessions.by_secret',
  `SELECT s.id, s.account_id AS "accountId", a.agent_id AS "agentId", a.role, opened_to(a.agent_id) AS opened,
     s.seen_at < now() - interval '${SEEN_MINUTES} minutes' AS "seenLongAgo"
   FROM session s JOIN account a ON a.id = s.account_id
   WHERE s.secret_sha256 = $1 AND s.ends_at > now() AND s.seen_at > now() - interval '${IDLE_HOURS} hours'
     AND a.disabled_because IS NULL`,
);

export interface SessionHolder {
  id: string;
  accountId: string;
  agentId: string;
  role: Role;
  /** The compartments that grants have opened to him */
  opened: number[];
  seenLongAgo: boolean;
}

@Injectable()
export class SessionsQueries {
  constructor(private readonly reader: Reader) {}

  /** Asked on every request that comes with the cookie, so that a right withdrawn is gone on the next one. */
  async holderOf(secretSha256: string): Promise<SessionHolder | null> {
    const [row] = await this.reader.rows<SessionHolder>(bySecret, [secretSha256]);
    return row ?? null;
  }
}
