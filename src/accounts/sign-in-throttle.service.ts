import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { networkOf } from '../common/network-address.js';
import { Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';

/** So many failures cost nothing; each further one doubles the time until the next try. */
const FREE = { login: 5, address: 20 };
const LONGEST_SECONDS = 900;

/**
 * Counts a try under each of its keys, before it is made: of many at once each is counted. A key that is closed at this time
 * is left as it is. $1 keys in order, $2 how many are free under each.
 */
const count = statement(
  'sign_in.count',
  `INSERT INTO sign_in_failure AS f (key, failures, open_at)
   SELECT key, 1, now() FROM unnest($1::text[]) AS tried (key) ORDER BY key
   ON CONFLICT (key) DO UPDATE SET
     failures = CASE WHEN f.open_at < now() - interval '1 hour' THEN 1 ELSE f.failures + 1 END,
     open_at = CASE WHEN f.open_at < now() - interval '1 hour' THEN now()
       ELSE now() + make_interval(secs => least(${LONGEST_SECONDS}, floor(power(2, least(20, f.failures + 1
         - ($2::integer[])[array_position($1::text[], f.key)]) - 1)))) END
   WHERE f.open_at <= now()
   RETURNING key`,
);

const wait = statement(
  'sign_in.wait',
  `SELECT ceil(extract(epoch FROM open_at - now()))::integer AS seconds FROM sign_in_failure WHERE key = ANY ($1::text[])`,
);

const forgetLogin = statement('sign_in.forget_login', 'DELETE FROM sign_in_failure WHERE key = $1');

const takeBack = statement(
  'sign_in.take_back',
  'UPDATE sign_in_failure SET failures = greatest(failures - 1, 0), open_at = now() WHERE key = $1',
);

const forgetOld = statement(
  'sign_in.forget_old',
  `DELETE FROM sign_in_failure WHERE open_at < now() - interval '1 day'`,
);

/** By which name and from where somebody tries to sign in. */
export interface Attempt {
  loginName: string;
  address: string;
}

/**
 * Slows down who guesses passwords: by the login name that is tried, whether or not there is one, and by the address. It is
 * in the database, so that a restart forgets nothing and several servers count together.
 */
@Injectable()
export class SignInThrottle {
  constructor(private readonly dataSource: DataSource) {}

  /** Counts a try as failed until succeeded() says otherwise. Throws where it comes too early. */
  async begin(attempt: Attempt): Promise<void> {
    const free = new Map([
      [loginKey(attempt), FREE.login],
      [addressKey(attempt), FREE.address],
    ]);
    // All take the locks in one order.
    const keys = [...free.keys()].sort();
    await this.dataSource.query(forgetOld.text);
    const counted = await this.dataSource.query<{ key: string }[]>(count.text, [
      keys,
      keys.map((key) => free.get(key)),
    ]);
    if (counted.length === keys.length) return;
    const closed = await this.dataSource.query<{ seconds: number }[]>(wait.text, [keys]);
    throw new Problem(
      429,
      'session.too_many_failures',
      'Signing in failed too often, by this name or from this address. Wait before you try again.',
      { headers: { 'retry-after': String(Math.max(1, ...closed.map(({ seconds }) => seconds))) } },
    );
  }

  async succeeded(attempt: Attempt): Promise<void> {
    await this.dataSource.query(forgetLogin.text, [loginKey(attempt)]);
    await this.dataSource.query(takeBack.text, [addressKey(attempt)]);
  }
}

// Somebody may have typed his password where the name belongs: what was typed is not kept.
const keyOf = (of: string, value: string): string =>
  createHash('sha256').update(`${of}\n${value}`).digest('hex');
const loginKey = ({ loginName }: Attempt): string => keyOf('login', loginName);
const addressKey = ({ address }: Attempt): string => keyOf('address', networkOf(address));
