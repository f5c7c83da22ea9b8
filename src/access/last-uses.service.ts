import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Statement, statement } from '../database/statement.js';

const noteToken = statement(
  'last_uses.note_token',
  `INSERT INTO api_token_use AS u (token_id, used_on) VALUES ($1, $2)
   ON CONFLICT (token_id) DO UPDATE SET used_on = excluded.used_on WHERE u.used_on < excluded.used_on`,
);

const noteSession = statement('last_uses.note_session', 'UPDATE session SET seen_at = now() WHERE id = $1');

/**
 * When tokens and sessions were last used: nobody's act and part of no record, so it goes by no activity. It is written
 * while the request goes on, once a day for a token and every few minutes for a session, and no request waits for it.
 */
@Injectable()
export class LastUses {
  private readonly noted = new Map<string, string>();

  constructor(private readonly dataSource: DataSource) {}

  tokenUsed(tokenId: string): void {
    const today = new Date().toISOString().slice(0, 10);
    if (this.noted.get(tokenId) === today) return;
    this.noted.set(tokenId, today);
    this.write(noteToken, [tokenId, today]).catch(() => this.noted.delete(tokenId));
  }

  sessionUsed(sessionId: string): void {
    // Where it fails, the next request tries again.
    this.write(noteSession, [sessionId]).catch(() => undefined);
  }

  private async write({ text }: Statement, values: unknown[]): Promise<void> {
    await this.dataSource.query(text, values);
  }
}
