import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { type Audience, audienceOf } from '../common/principal.js';
import { CONNECTIONS } from './tokens.js';
import { type Connections, sessionOptions } from './connections.js';
import type { Statement } from './statement.js';

/** Whatever can run a prepared statement: the read-only pool, or the open activity of a write. */
export interface Queryable {
  readonly rows: <Row>(statement: Statement, values: unknown[]) => Promise<Row[]>;
}

/**
 * The pools all reads go through: read only, and one for each audience, in whose role row level security shows no row that it
 * may not see. That is the second wall; the first is `may_read`, which every query asks.
 */
@Injectable()
export class Reader implements Queryable, OnModuleDestroy {
  private readonly pools: Record<Audience, pg.Pool>;

  constructor(@Inject(CONNECTIONS) connections: Connections) {
    this.pools = {
      public: poolFor(connections, 'public'),
      registered: poolFor(connections, 'registered'),
      staff: poolFor(connections, 'staff'),
    };
  }

  readonly rows = async <Row>({ name, text }: Statement, values: unknown[]): Promise<Row[]> =>
    (await this.pools[audienceOf(values)].query({ name, text, values })).rows as Row[];

  async onModuleDestroy(): Promise<void> {
    await Promise.all(Object.values(this.pools).map((pool) => pool.end()));
  }
}

function poolFor(connections: Connections, audience: Audience): pg.Pool {
  const pool = new pg.Pool({
    connectionString: connections.reader,
    options: sessionOptions(connections, 'reader', audience),
    application_name: `kataribe reader (${audience})`,
    max: 16,
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that the server closes is no reason to fall over: the next query opens another.
  pool.on('error', () => undefined);
  return pool;
}
