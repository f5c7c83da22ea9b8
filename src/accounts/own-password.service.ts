import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sha256Of } from '../access/token.rules.js';
import { type Attribution, PUBLIC, type SignedInSession, STAFF_ONLY } from '../common/principal.js';
import { invalid, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { PasswordHashes } from './password-hashes.service.js';
import { passwordFault } from './password.rules.js';
import { endSessions } from './sessions.service.js';
import { SignInThrottle } from './sign-in-throttle.service.js';
import { checkPrivate, type Visitor } from './visitor.js';

const invited = statement(
  'own_password.invited',
  `SELECT a.id, a.agent_id AS "agentId", a.login_name AS "loginName" FROM account_invitation i
   JOIN account a ON a.id = i.account_id
   WHERE i.secret_sha256 = $1 AND i.expires_at > now() AND a.disabled_because IS NULL`,
);

const ofAccount = statement(
  'own_password.of_account',
  `SELECT a.id, a.agent_id AS "agentId", a.login_name AS "loginName", p.hash,
     a.password_set_at::text AS "passwordSetAt" FROM account a
   LEFT JOIN account_password p ON p.account_id = a.id WHERE a.id = $1`,
);

const useInvitation = statement(
  'own_password.use_invitation',
  'DELETE FROM account_invitation WHERE account_id = $1 AND secret_sha256 = $2 AND expires_at > now() RETURNING 1',
);

/** $2: when the password was set that was shown to be known; null where an invitation was */
const markSet = statement(
  'own_password.mark_set',
  `UPDATE account SET password_set_at = now(), invited_at = NULL
   WHERE id = $1 AND disabled_because IS NULL AND ($2::timestamptz IS NULL OR password_set_at = $2) RETURNING id`,
);

const write = statement(
  'own_password.write',
  `INSERT INTO account_password (account_id, hash) VALUES ($1, $2)
   ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash`,
);

interface Owner {
  id: string;
  agentId: string;
  loginName: string | null;
  hash?: string;
  passwordSetAt?: string | null;
}

/** People choose their passwords: the first by an invitation, others by the one before. */
@Injectable()
export class OwnPasswordService {
  constructor(
    private readonly ledger: Ledger,
    private readonly dataSource: DataSource,
    private readonly hashes: PasswordHashes,
    private readonly throttle: SignInThrottle,
  ) {}

  /** Sets the password that an invitation is for, which is then used up. */
  async takeUp(visitor: Visitor, secret: string, password: string): Promise<void> {
    checkPrivate(visitor);
    const secretSha256 = sha256Of(secret);
    const [owner] = await this.dataSource.query<Owner[]>(invited.text, [secretSha256]);
    if (owner === undefined) throw invitationRefused();
    await this.set(owner, password, async (activity) => {
      const used = await activity.rows(useInvitation, [owner.id, secretSha256]);
      if (used.length === 0) throw invitationRefused();
      await endSessions(activity, owner.id);
    });
  }

  /** Whoever finds a browser open must not lock its owner out: the password until now is asked for. */
  async change(
    visitor: Visitor,
    { id: sessionId, accountId }: SignedInSession,
    current: string,
    password: string,
  ): Promise<void> {
    checkPrivate(visitor);
    const [owner] = await this.dataSource.query<Owner[]>(ofAccount.text, [accountId]);
    const attempt = { loginName: owner?.loginName ?? accountId, address: visitor.address };
    await this.throttle.begin(attempt);
    const isRight = await this.hashes.isRight(current, owner?.hash ?? null);
    if (owner === undefined || !isRight) throw wrongPassword();
    await this.throttle.succeeded(attempt);
    await this.set(owner, password, (activity) => endSessions(activity, accountId, sessionId));
  }

  private async set(
    { id, agentId, loginName, passwordSetAt = null }: Owner,
    password: string,
    also: (activity: Activity) => Promise<void>,
  ): Promise<void> {
    const fault = passwordFault(password, loginName);
    if (fault !== null) {
      throw invalid([{ pointer: '/password', code: 'password.too_simple', expected: fault }]);
    }
    const hash = await this.hashes.hash(password);
    const by: Attribution = { agentId, clearance: PUBLIC };
    await this.ledger.record({ type: 'account.set_password', by, access: STAFF_ONLY }, async (activity) => {
      const marked = await activity.rows(markSet, [id, passwordSetAt]);
      // Disabled, or invited anew, while the hash was made.
      if (marked.length === 0) throw passwordSetAt === null ? invitationRefused() : wrongPassword();
      await also(activity);
      await activity.rows(write, [id, hash]);
    });
  }
}

function wrongPassword(): Problem {
  return new Problem(403, 'session.password_wrong', 'The password until now is not this one.');
}

function invitationRefused(): Problem {
  return new Problem(
    403,
    'invitation.refused',
    'The invitation is not one of this archive, was used, or has expired. Ask an administrator for another.',
  );
}
