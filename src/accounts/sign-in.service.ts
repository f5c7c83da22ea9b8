import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { PasswordHashes } from './password-hashes.service.js';
import { foldLoginName } from './password.rules.js';
import { SessionsService } from './sessions.service.js';
import { SignInThrottle } from './sign-in-throttle.service.js';
import { checkPrivate, type Visitor } from './visitor.js';

const byLoginName = statement(
  'sign_in.by_login_name',
  `SELECT a.id, p.hash, a.password_set_at::text AS "passwordSetAt"
   FROM account a JOIN account_password p ON p.account_id = a.id
   WHERE a.login_name = $1 AND a.disabled_because IS NULL`,
);

interface SignInRow {
  id: string;
  hash: string;
  passwordSetAt: string;
}

/** Signing in by login name and password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hashes: PasswordHashes,
    private readonly throttle: SignInThrottle,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Unknown name, wrong password, disabled account: the same answer, after the same time.
   * @returns the secret of the new session
   */
  async signIn(visitor: Visitor, name: string, password: string): Promise<string> {
    checkPrivate(visitor);
    const attempt = { loginName: foldLoginName(name), address: visitor.address };
    await this.throttle.begin(attempt);
    const [account] = await this.dataSource.query<SignInRow[]>(byLoginName.text, [attempt.loginName]);
    const isRight = await this.hashes.isRight(password, account?.hash ?? null);
    if (account === undefined || !isRight) throw refused();
    const secret = await this.sessions.start(account.id, account.passwordSetAt);
    if (secret === null) throw refused();
    await this.throttle.succeeded(attempt);
    return secret;
  }
}

function refused(): Problem {
  return new Problem(
    401,
    'session.refused',
    'The login name or the password is wrong, or the account is disabled.',
  );
}
