import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { type Connections, sessionOptions } from '../database/connections.js';
import type { Queryable } from '../database/reader.js';
import type { Statement } from '../database/statement.js';
import { CONNECTIONS } from '../database/tokens.js';

/** Connections in the role that alone may let the tree grow. */
@Injectable()
export class LogPool implements Queryable, OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(@Inject(CONNECTIONS) connections: Connections) {
    this.pool = new pg.Pool({
      connectionString: connections.app,
      options: sessionOptions(connections, 'sequencer'),
      application_name: 'kataribe sequencer',
      max: 2,
      connectionTimeoutMillis: 10_000,
    });
    this.pool.on('error', () => undefined);
  }

  readonly rows = async <Row>({ name, text }: Statement, values: unknown[]): Promise<Row[]> =>
    (await this.pool.query({ name, text, values })).rows as Row[];

  /** Does `work` in one transaction. */
  async transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work({
        rows: async <Row>({ name, text }: Statement, values: unknown[]) =>
          (await client.query({ name, text, values })).rows as Row[],
      });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      failure = error as Error;
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release(failure);
    }
  }

  // After whoever works with it was told to stop.
  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
