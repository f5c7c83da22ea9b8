import { Injectable } from '@nestjs/common';
import { permissionsOf } from '../access/permissions.js';
import { csrfToken } from '../access/session.rules.js';
import { sha256Of } from '../access/token.rules.js';
import type { Principal, Role } from '../common/principal.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const agent = statement(
  'asker.agent',
  'SELECT agent_reference(g.id, g.name, g.description) AS agent FROM agent g WHERE g.id = $1',
);

const justSignedIn = statement(
  'asker.just_signed_in',
  `SELECT a.role, a.agent_id AS "agentId" FROM session s JOIN account a ON a.id = s.account_id WHERE s.secret_sha256 = $1`,
);

/** Who is asking, as he is told himself. */
export interface Asker {
  agent: unknown;
  role: Role | null;
  permissions: string[];
  csrf: string | null;
}

@Injectable()
export class AskerQueries {
  constructor(private readonly reader: Reader) {}

  /** @param secret of the session he is signed in by */
  async asker(
    { agentId, role, scopes, session }: Pick<Principal, 'agentId' | 'role' | 'scopes' | 'session'>,
    secret: string | null,
  ): Promise<Asker> {
    const [row] = agentId === null ? [] : await this.reader.rows<{ agent: unknown }>(agent, [agentId]);
    return {
      agent: row?.agent ?? null,
      role,
      permissions: permissionsOf({ role, scopes }),
      csrf: session === null || secret === null ? null : csrfToken(secret),
    };
  }

  async justSignedIn(secret: string): Promise<Asker> {
    const [row] = await this.reader.rows<{ role: Role; agentId: string }>(justSignedIn, [sha256Of(secret)]);
    const asker = await this.asker(
      { agentId: row?.agentId ?? null, role: row?.role ?? null, scopes: null, session: null },
      null,
    );
    return { ...asker, csrf: csrfToken(secret) };
  }
}
