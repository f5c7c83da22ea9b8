import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Role, STAFF, STAFF_ONLY } from '../common/principal.js';
import { Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { AgentEntity, ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { Ledger } from '../provenance/ledger.js';
import { addNameKeys } from '../provenance/name-keys.js';
import { AccountEntity } from './account.entity.js';
import type { OpenIdPerson } from './openid-provider.js';
import { roleOf } from './openid.rules.js';
import { OPENID_SETTINGS, type OpenIdSettings } from './openid-settings.js';
import { SessionsService } from './sessions.service.js';

const linked = statement(
  'openid.linked',
  'SELECT id, role, disabled_because AS "disabledBecause" FROM account WHERE issuer = $1 AND subject = $2',
);

interface LinkedAccount {
  id: string;
  role: Role;
  disabledBecause: string | null;
}

/** By whom the archive itself follows what the provider says of roles. */
const BY_ARCHIVE = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };

/** Signs in people whom a provider of OpenID Connect vouches for. */
@Injectable()
export class OpenIdService {
  constructor(
    @Inject(OPENID_SETTINGS) private readonly settings: OpenIdSettings | null,
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
    private readonly sessions: SessionsService,
  ) {}

  /** @returns the secret of the new session */
  async signIn(person: OpenIdPerson): Promise<string> {
    const account = await this.accountOf(person);
    const secret = await this.sessions.start(account.id, null);
    if (secret === null) throw new Problem(403, 'session.disabled', 'The account is disabled.');
    return secret;
  }

  private async accountOf(person: OpenIdPerson): Promise<LinkedAccount> {
    const [account] = await this.dataSource.query<LinkedAccount[]>(linked.text, [
      person.issuer,
      person.subject,
    ]);
    const claim = this.settings?.roleClaim ?? null;
    if (claim === null) {
      if (account !== undefined) return account;
      throw new Problem(
        403,
        'session.oidc_not_linked',
        `No account is linked to you. Ask an administrator to link ${JSON.stringify(person.subject)} of ` +
          `${person.issuer} to yours.`,
      );
    }
    const role = roleOf(person.claims[claim]);
    if (role === null) {
      throw new Problem(403, 'session.oidc_no_role', 'The provider gives you no role in this archive.');
    }
    if (account === undefined) return this.make(person, role);
    if (account.role !== role && account.disabledBecause === null) await this.giveRole(account.id, role);
    return account;
  }

  private async make({ issuer, subject, name }: OpenIdPerson, role: Role): Promise<LinkedAccount> {
    const [id, agentId] = [randomUUID(), randomUUID()];
    const named = name ?? subject;
    // Of the person everybody may see that there is one; the account is the staff's to see, by itself.
    await this.ledger.record({ type: 'agent.create', by: BY_ARCHIVE }, async (activity) => {
      await activity.manager.insert(AgentEntity, { id: agentId, kind: 'person', name: named });
      await addNameKeys(activity, [{ owner: agentId }, { value: named }]);
      await activity.manager.insert(AccountEntity, { id, agentId, role, issuer, subject });
    });
    return { id, role, disabledBecause: null };
  }

  private async giveRole(id: string, role: Role): Promise<void> {
    const act = { type: 'account.revise', by: BY_ARCHIVE, access: STAFF_ONLY } as const;
    await this.ledger.record(act, async ({ manager }) => {
      await manager.update(AccountEntity, { id }, { role });
    });
  }
}
