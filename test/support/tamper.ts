import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { AppModule } from '../../src/app.module.js';
import { createApp } from '../../src/http/create-app.js';
import { Reader } from '../../src/database/reader.js';
import { Ledger } from '../../src/provenance/ledger.js';
import { LogKeys } from '../../src/transparency-log/log-keys.js';
import { LogPool } from '../../src/transparency-log/log-pool.js';
import { Sequencer } from '../../src/transparency-log/sequencer.js';
import type { Finding } from '../../src/verification/finding.js';
import { type Verification, type Wanted, verifyArchive } from '../../src/verification/verify.js';
import { copyDatabase, type TestArchive, type TestDatabase } from './archive.js';

/** The log of a test's own archive: what the sequencer would do, when the test says so. */
export class TestLog {
  constructor(
    private readonly archive: Pick<TestArchive, 'app' | 'connections'>,
    readonly keyFile = join(tmpdir(), `log-key-${randomUUID()}`),
  ) {}

  get keys(): LogKeys {
    const { app } = this.archive;
    const settings = { keyFile: this.keyFile, origin: 'archive.example/語り部' };
    return new LogKeys(app.get(Ledger, { strict: false }), app.get(Reader, { strict: false }), settings);
  }

  /** Puts all that waits into the tree. */
  async sequence(): Promise<void> {
    const pool = new LogPool(this.archive.connections);
    try {
      await new Sequencer(pool, this.keys).sequence();
    } finally {
      await pool.onApplicationShutdown();
    }
  }
}

/** The checkpoint of an archive as somebody would have kept it. */
export async function latestCheckpoint({ connections }: Pick<TestArchive, 'connections'>): Promise<string> {
  const [row] = await query<{ note: string }>(
    connections.owner,
    'SELECT note FROM log_checkpoint ORDER BY tree_size DESC LIMIT 1',
  );
  return row!.note;
}

export function databaseOf({ connections }: Pick<TestArchive, 'connections'>): string {
  return new URL(connections.owner).pathname.slice(1);
}

export function verified(
  { connections }: Pick<TestArchive, 'connections'>,
  wanted: Partial<Wanted> = {},
): Promise<Verification> {
  return verifyArchive({ connectionString: connections.owner, ...wanted });
}

/** A copy of an archive to tamper with: a superuser's doing, to whom no trigger and no key is in the way. */
export class TamperedArchive {
  private constructor(private readonly copy: TestDatabase) {}

  static async of(database: string): Promise<TamperedArchive> {
    return new TamperedArchive(await copyDatabase(database));
  }

  get connections() {
    return this.copy.connections;
  }

  /** As a superuser, without triggers and without checks of what may stand in a column. */
  async tamper<Row extends pg.QueryResultRow>(statements: string): Promise<Row[]> {
    const urls = JSON.parse(process.env.KATARIBE_TEST_SERVER ?? '{}') as { superuser: string };
    const url = new URL(urls.superuser);
    url.pathname = `/${this.copy.name}`;
    return query<Row>(url.href, `SET session_replication_role = replica; ${statements}`);
  }

  /** As `tamper`, where the shape of tables would not let it. */
  async withoutConstraints(): Promise<void> {
    await this.tamper(`DO $$ DECLARE c record; BEGIN
      FOR c IN SELECT attrelid::regclass AS target, attname FROM pg_attribute
        WHERE attidentity = 'a' AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) LOOP
        EXECUTE format('ALTER TABLE %s ALTER %I DROP IDENTITY', c.target, c.attname);
      END LOOP;
      FOR c IN SELECT conrelid::regclass AS target, conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u') LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', c.target, c.conname);
      END LOOP;
      FOR c IN SELECT indexrelid::regclass AS target FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT i.indisprimary LOOP
        EXECUTE format('DROP INDEX %s', c.target);
      END LOOP; END $$`);
  }

  /** Writes the entry of a row anew, as if the row had been so from the beginning. */
  async reseal(table: string, id: string): Promise<void> {
    await this.tamper(`UPDATE log_entry e SET envelope = envelope_of_${table}(t, e.salt, e.activity_id, '')
      FROM "${table}" t WHERE t.id = '${id}' AND e.record_id = t.id AND e.envelope LIKE '%"columns"%'`);
  }

  /** Makes the whole tree anew from the entries there are, and has it signed with the keys of a file. */
  async rewriteTree(keyFile: string): Promise<void> {
    await this.tamper(`DELETE FROM log_cosignature; DELETE FROM log_time_stamp; DELETE FROM log_checkpoint;
      DELETE FROM log_tile; DELETE FROM log_sequenced; DELETE FROM log_pending;
      INSERT INTO log_pending (activity_id, sequence) SELECT id, sequence FROM activity`);
    const app = await createApp(AppModule.on(this.connections), pino({ level: 'silent' }));
    try {
      await new TestLog({ app, connections: this.connections }, keyFile).sequence();
    } finally {
      await app.close();
    }
  }

  verify(wanted: Partial<Wanted> = {}): Promise<Verification> {
    return verified(this, wanted);
  }

  drop(): Promise<void> {
    return this.copy.drop();
  }
}

/** What a test says of findings: the code, and where it points. */
export function named({ findings }: Verification): Pick<Finding, 'code' | 'table' | 'id' | 'column'>[] {
  return findings.map(({ code, table, id, column }) => ({ code, table, id, column }));
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const answers = (await client.query<Row>(text)) as unknown as pg.QueryResult<Row> | pg.QueryResult<Row>[];
    return (Array.isArray(answers) ? answers.at(-1)! : answers).rows;
  } finally {
    await client.end();
  }
}
