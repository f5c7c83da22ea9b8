import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { type Audience, audienceOf, type Clearance } from '../common/principal.js';
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
  /** Apart from the others: who reads slowly must not keep out those who ask for one record. */
  private readonly snapshots: Record<Audience, pg.Pool>;

  constructor(@Inject(CONNECTIONS) connections: Connections) {
    this.pools = poolsFor(connections, 16);
    this.snapshots = poolsFor(connections, 4);
  }

  readonly rows = async <Row>({ name, text }: Statement, values: unknown[]): Promise<Row[]> =>
    (await this.pools[audienceOf(values)].query({ name, text, values })).rows as Row[];

  /**
   * Many questions asked of one moment: what is written meanwhile is in none of the answers. Whoever stops taking what `read`
   * gives, or does not go on within a minute, ends it.
   */
  async *snapshot<Item>(
    clearance: Clearance,
    read: (reader: Queryable) => AsyncIterable<Item>,
  ): AsyncGenerator<Item, void, undefined> {
    const client = await this.snapshots[audienceOf([clearance])].connect();
    // The server may end it while nothing is asked: the next question says so.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    let isOver = false;
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      yield* read({
        rows: async <Row>({ name, text }: Statement, values: unknown[]) =>
          (await client.query({ name, text, values })).rows as Row[],
      });
      await client.query('COMMIT');
      isOver = true;
    } finally {
      if (!isOver)
        isOver = await client.query('ROLLBACK').then(
          () => true,
          () => false,
        );
      client.off('error', ignore);
      client.release(!isOver);
    }
  }

  async onModuleDestroy(): Promise<void> {
    const pools = [...Object.values(this.pools), ...Object.values(this.snapshots)];
    await Promise.all(pools.map((pool) => pool.end()));
  }
}

function poolsFor(connections: Connections, max: number): Record<Audience, pg.Pool> {
  return {
    public: poolFor(connections, 'public', max),
    registered: poolFor(connections, 'registered', max),
    staff: poolFor(connections, 'staff', max),
  };
}

function poolFor(connections: Connections, audience: Audience, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: connections.reader,
    options: sessionOptions(connections, 'reader', audience),
    application_name: `kataribe reader (${audience})`,
    max,
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that the server closes is no reason to fall over: the next query opens another.
  pool.on('error', () => undefined);
  return pool;
}
