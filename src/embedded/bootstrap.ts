import { Client } from 'pg';
import { SUPERUSER } from './cluster.js';
import type { Passwords } from './data-directory.js';
import { StartupError, diskFull, errorCode } from './startup-error.js';

export const DATABASE = 'kataribe';

/**
 * Roles without login, and who steps into them: the reader for those who may read less (row level security tells them
 * apart), the app to let the log grow, the owner to verify.
 */
const STEPPED_INTO = {
  kataribe_registered: 'reader',
  kataribe_public: 'reader',
  kataribe_sequencer: 'app',
  kataribe_verifier: 'owner',
} as const;

export const ROLES = {
  superuser: SUPERUSER,
  owner: 'kataribe_owner',
  app: 'kataribe_app',
  reader: 'kataribe_reader',
} as const;

/**
 * Makes the roles and the database that are missing, and so can be interrupted anywhere and run again. The owner
 * owns the database and what it creates there, which is enough to grant to app and reader; nobody but the
 * superuser may create roles or databases, and none of the three is above row level security.
 */
export async function bootstrap(
  port: number,
  passwords: Passwords,
  dataDirectory: string,
  first: boolean,
): Promise<void> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password: passwords.superuser,
    database: 'postgres',
    connectionTimeoutMillis: 60_000,
    // Said explicitly, because pg would otherwise take PGSSLMODE and PGOPTIONS from the environment.
    ssl: false,
    options: '-c search_path=pg_catalog',
  });
  // Without a listener a lost connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await makeRoles(client, passwords);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) {
      await client.query(
        `CREATE DATABASE ${DATABASE} OWNER ${ROLES.owner} TEMPLATE template0 ENCODING 'UTF8'`,
      );
    }
    if (first) await grantConnections(client);
  } catch (error) {
    throw bootstrapError(error, dataDirectory);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function makeRoles(client: Client, passwords: Passwords): Promise<void> {
  // All in one transaction: a role without its password or settings is never seen.
  await client.query('BEGIN');
  for (const name of ['owner', 'app', 'reader'] as const) {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [ROLES[name]]);
    if (rowCount !== 0) continue;
    await client.query(
      `CREATE ROLE ${ROLES[name]} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS ` +
        `PASSWORD ${client.escapeLiteral(passwords[name])}`,
    );
    // The message of a failed statement may quote what was written ('invalid input syntax for ...: "..."'), so
    // errors of the archive's own sessions go to the archive only. Level `log` is above `error`; the errors of
    // the checkpointer, of autovacuum and of the superuser are still logged. Only a superuser may change it.
    await client.query(`ALTER ROLE ${ROLES[name]} SET log_min_messages = 'log'`);
    if (name === 'reader') {
      await client.query(`ALTER ROLE ${ROLES[name]} SET default_transaction_read_only = on`);
    }
  }
  for (const [name, login] of Object.entries(STEPPED_INTO)) {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${name} NOLOGIN`);
    await client.query(`GRANT ${name} TO ${ROLES[login]}`);
  }
  await client.query('COMMIT');
}

async function grantConnections(client: Client): Promise<void> {
  await client.query(`
    BEGIN;
    REVOKE ALL ON DATABASE ${DATABASE}, postgres, template1 FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${DATABASE} TO ${ROLES.owner}, ${ROLES.app}, ${ROLES.reader};
    COMMIT;
  `);
}

function bootstrapError(error: unknown, dataDirectory: string): StartupError {
  if (errorCode(error) === '53100') return diskFull(dataDirectory, error);
  if (errorCode(error) === '28P01') {
    return new StartupError(
      `The passwords in ${dataDirectory}/postgres-passwords.json are not those of the database beside it; ` +
        'restore both from the same backup.',
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StartupError(`The roles of the database in ${dataDirectory} could not be made: ${reason}`, {
    cause: error,
  });
}
