import pg from 'pg';

/** A value as PostgreSQL writes it. */
export type Value = string | null;
export type Row = Value[];

const AS_WRITTEN = { getTypeParser: () => (value: unknown) => value };

/**
 * A connection that looks at one state of the archive, in the role that may look at all of it and change nothing. Names are
 * those of PostgreSQL alone, so that no function of the archive can stand in for one of them.
 */
export class Session {
  private cursors = 0;

  private constructor(private readonly client: pg.Client) {}

  /**
   * @param snapshot of another session, whose state is to be looked at; left out: the state of now
   * @throws where the role or the state cannot be had
   */
  static async open(connectionString: string, snapshot?: string): Promise<Session> {
    const client = new pg.Client({
      connectionString,
      application_name: 'kataribe verify',
      connectionTimeoutMillis: 30_000,
      types: AS_WRITTEN as unknown as pg.CustomTypesConfig,
    });
    client.on('error', () => undefined);
    await client.connect();
    const session = new Session(client);
    try {
      await client.query(SETTINGS);
      await client.query('START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      if (snapshot !== undefined) await client.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
      await client.query('SET LOCAL ROLE kataribe_verifier');
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** @returns what another session needs to look at the same state, for as long as this one is open */
  async snapshot(): Promise<string> {
    const [[name]] = (await this.rows('SELECT pg_export_snapshot()')) as [[string]];
    return name;
  }

  async rows(text: string): Promise<Row[]> {
    const { rows } = await this.client.query<Row>({ text, rowMode: 'array' });
    return rows;
  }

  /** @returns what the work gives, or null where PostgreSQL could make no sense of something that is stored */
  async attempt<T>(work: () => Promise<T>): Promise<T | null> {
    await this.client.query('SAVEPOINT attempt');
    try {
      const result = await work();
      await this.client.query('RELEASE SAVEPOINT attempt');
      return result;
    } catch (error) {
      if (!/^2[0-9]/.test((error as { code?: string }).code ?? '')) throw error;
      await this.client.query('ROLLBACK TO SAVEPOINT attempt');
      return null;
    }
  }

  /** The rows of a query, so many at a time, however many there are. */
  async *batches(text: string, size = 5000): AsyncGenerator<Row[]> {
    const cursor = `cursor_${++this.cursors}`;
    const next = `FETCH ${size} FROM ${cursor}`;
    // Sent together: most queries are answered by the first batch.
    const [, first] = await this.together(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}; ${next}`);
    let rows = first!.rows;
    while (rows.length === size) {
      // The next are on their way while these are looked at.
      const coming = this.rows(next);
      coming.catch(() => undefined);
      yield rows;
      rows = await coming;
    }
    // What is left open ends with the transaction.
    this.client.query(`CLOSE ${cursor}`).catch(() => undefined);
    if (rows.length > 0) yield rows;
  }

  private async together(text: string): Promise<pg.QueryArrayResult<Row>[]> {
    return (await this.client.query({ text, rowMode: 'array' })) as unknown as pg.QueryArrayResult<Row>[];
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

// Values are committed to in these styles. A cursor is read to its end.
const SETTINGS = `SET search_path = pg_catalog; SET datestyle = 'ISO'; SET timezone = 'UTC'; SET bytea_output = 'hex';
  SET extra_float_digits = 1; SET cursor_tuple_fraction = 1; SET statement_timeout = 0; SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0; SET jit = off`;
