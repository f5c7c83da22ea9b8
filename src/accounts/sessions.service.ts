import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LONGEST_DAYS } from '../access/session.rules.js';
import { newSecret, sha256Of } from '../access/token.rules.js';
import { notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

/**
 * The lock lets it wait for whoever changes the account at this moment, and look at it again: nobody is let in by a password
 * that is being replaced. $3 is when the password was set that let him in; null where he came by another way.
 */
const start = statement(
  'sessions.start',
  `INSERT INTO session (account_id, secret_sha256, ends_at)
   SELECT a.id, $2, now() + interval '${LONGEST_DAYS} days' FROM account a
   WHERE a.id = $1 AND a.disabled_because IS NULL AND ($3::timestamptz IS NULL OR a.password_set_at = $3)
   FOR SHARE
   RETURNING id`,
);

const end = statement('sessions.end', 'DELETE FROM session WHERE id = $1 AND account_id = $2 RETURNING id');

const endOthers = statement(
  'sessions.end_others',
  'DELETE FROM session WHERE account_id = $1 AND id IS DISTINCT FROM $2::uuid',
);

const forgetEnded = statement('sessions.forget_ended', 'DELETE FROM session WHERE ends_at < now()');

/** Where people are signed in. No act of the record: it goes by no activity. */
@Injectable()
export class SessionsService {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns the secret of the new session, which is kept nowhere; null where the account may not be used (any more) */
  async start(accountId: string, passwordSetAt: string | null): Promise<string | null> {
    const secret = newSecret();
    await this.dataSource.query(forgetEnded.text);
    const begun = await this.dataSource.query<unknown[]>(start.text, [
      accountId,
      sha256Of(secret),
      passwordSetAt,
    ]);
    return begun.length === 1 ? secret : null;
  }

  /** Ends one of an account's own. */
  async end(accountId: string, sessionId: string): Promise<void> {
    const [ended] = await this.dataSource.query<[unknown[], number]>(end.text, [sessionId, accountId]);
    if (ended.length === 0) throw notFound('session');
  }
}

/** Ends all sessions of an account but one, in the activity that changes it. */
export async function endSessions(
  { rows }: Activity,
  accountId: string,
  except: string | null = null,
): Promise<void> {
  await rows(endOthers, [accountId, except]);
}
