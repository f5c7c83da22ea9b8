import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import { newSecret, sha256Of } from '../access/token.rules.js';
import { type Attribution, STAFF, STAFF_ONLY } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { AccountEntity } from './account.entity.js';
import type { CreateAccountDto, IdentityDto, ReviseAccountDto } from './accounts.dto.js';
import { foldLoginName } from './password.rules.js';
import { endSessions } from './sessions.service.js';

const INVITED_DAYS = 7;

const invite = statement(
  'accounts.invite',
  `INSERT INTO account_invitation (account_id, secret_sha256, expires_at) VALUES ($1, $2, $3)
   ON CONFLICT (account_id) DO UPDATE SET secret_sha256 = excluded.secret_sha256, expires_at = excluded.expires_at`,
);

const forgetPassword = statement(
  'accounts.forget_password',
  'DELETE FROM account_password WHERE account_id = $1',
);

export interface Invitation {
  /** Of the account */
  account: string;
  /** Null for somebody who signs in by OpenID Connect alone */
  secret: string | null;
  expiresAt: string | null;
}

/** Accounts are made, changed and closed by an administrator, who never knows a password. */
@Injectable()
export class AccountsService {
  constructor(private readonly ledger: Ledger) {}

  async create(
    by: Attribution,
    { agentId, role, loginName, identity }: CreateAccountDto,
  ): Promise<Invitation> {
    refuseKey(by);
    if (loginName === undefined && identity === undefined) {
      throw invalid([
        { pointer: '/loginName', code: 'account.no_way_in', expected: 'a login name, an identity, or both' },
      ]);
    }
    const account = randomUUID();
    const invitation = invitationTo(account, loginName !== undefined);
    await this.ledger.record({ type: 'account.create', by, access: STAFF_ONLY }, async (activity) => {
      await checkReferences(activity, [{ table: 'agent', id: agentId, pointer: '/agentId' }]);
      await checkPerson(activity, agentId);
      await activity.manager.insert(AccountEntity, {
        id: account,
        agentId,
        role,
        loginName: loginName === undefined ? null : foldLoginName(loginName),
        ...identityColumns(identity),
        invitedAt: loginName === undefined ? null : new Date(),
      });
      await keepInvitation(activity, invitation);
    });
    return invitation;
  }

  /** What is changed holds from the next request on, in sessions that are open as well; a closed account has none. */
  async revise(
    by: Attribution,
    id: string,
    version: number,
    { role, identity, disabledBecause }: ReviseAccountDto,
  ): Promise<void> {
    const changes = {
      role,
      disabledBecause,
      ...(identity === undefined ? {} : identityColumns(identity)),
    };
    await this.ledger.record(
      { type: 'account.revise', by: asStaff(by), access: STAFF_ONLY },
      async (activity) => {
        await reviseRecord(activity, AccountEntity, 'account', { id, version }, changes, ({ loginName }) => {
          if (identity === null && loginName === null) {
            throw invalid([
              {
                pointer: '/identity',
                code: 'account.no_way_in',
                expected: 'an identity, for there is no login name',
              },
            ]);
          }
        });
        if (typeof disabledBecause === 'string') await endSessions(activity, id);
      },
    );
  }

  /** Has somebody choose a password anew. The one until now, every session and any earlier invitation end at once. */
  async invite(by: Attribution, id: string): Promise<Invitation> {
    refuseKey(by);
    const invitation = invitationTo(id, true);
    await this.ledger.record(
      { type: 'account.invite', by: asStaff(by), access: STAFF_ONLY },
      async (activity) => {
        const account = await lockedAccount(activity, id);
        if (account.loginName === null) {
          throw new Problem(
            409,
            'account.no_login_name',
            'This account has no login name, and so no password.',
          );
        }
        if (account.disabledBecause !== null) {
          throw new Problem(409, 'account.disabled', 'The account is disabled: open it again first.');
        }
        await activity.manager.update(AccountEntity, { id }, { invitedAt: new Date(), passwordSetAt: null });
        await activity.rows(forgetPassword, [id]);
        await endSessions(activity, id);
        await keepInvitation(activity, invitation);
      },
    );
    return invitation;
  }

  /** Signs a person out everywhere. */
  async signOut(by: Attribution, id: string): Promise<void> {
    await this.ledger.record({ type: 'account.sign_out', by, access: STAFF_ONLY }, async (activity) => {
      await lockedAccount(activity, id);
      await endSessions(activity, id);
    });
  }
}

/** Accounts are the administrator's business, whatever he may read otherwise. */
function asStaff(by: Attribution): Attribution {
  return { ...by, clearance: STAFF };
}

/** A key would have to keep the secret to answer a repetition, and a secret is kept nowhere. */
function refuseKey({ idempotency }: Attribution): void {
  if (idempotency === undefined) return;
  throw new Problem(422, 'request.idempotency_key_refused', 'Nobody is invited under an Idempotency-Key.');
}

function invitationTo(account: string, byPassword: boolean): Invitation {
  if (!byPassword) return { account, secret: null, expiresAt: null };
  const expires = new Date(Date.now() + INVITED_DAYS * 24 * 3_600_000);
  return { account, secret: newSecret(), expiresAt: expires.toISOString() };
}

async function keepInvitation({ rows }: Activity, { account, secret, expiresAt }: Invitation): Promise<void> {
  if (secret !== null) await rows(invite, [account, sha256Of(secret), expiresAt]);
}

function identityColumns(
  identity: IdentityDto | null | undefined,
): Pick<AccountEntity, 'issuer' | 'subject'> {
  return { issuer: identity?.issuer ?? null, subject: identity?.subject ?? null };
}

async function checkPerson({ manager }: Activity, agentId: string): Promise<void> {
  if (await manager.existsBy(AgentEntity, { id: agentId, kind: 'person' })) return;
  throw invalid([
    {
      pointer: '/agentId',
      code: 'account.not_a_person',
      expected: 'the id of a person; for a program, issue a token',
      found: 'another kind of agent',
    },
  ]);
}

async function lockedAccount({ manager }: Activity, id: string): Promise<AccountEntity> {
  const account = await manager.findOne(AccountEntity, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (account === null) throw notFound('account');
  return account;
}
