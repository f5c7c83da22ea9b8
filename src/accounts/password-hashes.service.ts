import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Algorithm, hash, verify } from '@node-rs/argon2';
import { Problem } from '../common/problem.js';
import { preparedPassword } from './password.rules.js';

/** RFC 9106, the second recommended choice (64 MiB, three passes), in one lane: see the README of this folder. */
const ARGON2ID = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 64 * 1024,
  timeCost: 3,
  parallelism: 1,
};

/** At once: each takes 64 MiB and a thread of the four that files and names of hosts need too. */
const AT_ONCE = 2;
/** More than these do not wait: the last of them would wait some three seconds already. */
const WAITING = 50;

/** Hashes and verifies passwords, on threads of the library, a few at once. */
@Injectable()
export class PasswordHashes {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private noPassword: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(preparedPassword(password), ARGON2ID));
  }

  /**
   * @param kept null where there is none: it takes as long, and is never right, so that the clock does not tell which login
   *   names there are
   */
  async isRight(password: string, kept: string | null): Promise<boolean> {
    const against = kept ?? (await this.hashOfNothing());
    const isSame = await this.inTurn(() => verify(against, preparedPassword(password)));
    return isSame && kept !== null;
  }

  /** Made before anybody signs in: the first unknown name must not take longer than others. */
  async onModuleInit(): Promise<void> {
    await this.hashOfNothing();
  }

  private hashOfNothing(): Promise<string> {
    return (this.noPassword ??= hash(randomBytes(32), ARGON2ID));
  }

  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= WAITING) {
        throw new Problem(503, 'session.busy', 'Too many sign in at this moment. Try again in a moment.', {
          headers: { 'retry-after': '5' },
        });
      }
      // Whoever ends hands his place on, so that nobody takes it in between.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
