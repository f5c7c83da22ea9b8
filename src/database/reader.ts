import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { CONNECTIONS } from './tokens.js';
import { type Connections, sessionOptions } from './connections.js';
import type { Statement } from './statement.js';

/** Whatever can run a prepared statement: the read-only pool, or the open activity of a write. */
export interface Queryable {
  readonly rows: <Row>(statement: Statement, values: unknown[]) => Promise<Row[]>;
}

/** The pool all reads go through. Its role has no right to write and its transactions are read only. */
@Injectable()
export class Reader implements Queryable, OnModuleDestroy {
  private readonly pool: pg.Pool;

  constructor(@Inject(CONNECTIONS) connections: Connections) {
    this.pool = new pg.Pool({
      connectionString: connections.reader,
      options: sessionOptions(connections, 'reader'),
      application_name: 'kataribe reader',
      max: 16,
      connectionTimeoutMillis: 10_000,
    });
    // An idle connection that the server closes is no reason to fall over: the next query opens another.
    this.pool.on('error', () => undefined);
  }

  readonly rows = async <Row>({ name, text }: Statement, values: unknown[]): Promise<Row[]> =>
    (await this.pool.query({ name, text, values })).rows as Row[];

  async onModuleDestroy(): Promise<void> {
    await this.pool.end();
  }
}
