import { join } from 'node:path';
import { writeFileDurably } from './files.js';
import type { ServerUser } from './server-user.js';

/** Included at the end of postgresql.conf, so that it wins over what initdb writes there. */
export const SETTINGS_NAME = 'kataribe.conf';

/**
 * What differs from PostgreSQL's own defaults. fsync, full_page_writes and synchronous_commit stay as they are: on.
 * Most of an error's words come from the people whose testimony was being written, so little of it is logged; the
 * rest of that is in bootstrap.ts (log_min_messages of the roles).
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // The path of a socket may have 107 bytes, which a data directory easily exceeds.
  unix_socket_directories: '',
  cluster_name: 'kataribe',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '256MB',
  jit: 'off',
  idle_in_transaction_session_timeout: '10min',
  timezone: 'UTC',

  logging_collector: 'on',
  // One file for each day of the week, begun anew when the day comes round.
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  log_file_mode: '0600',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%u@%d ',
  lc_messages: 'C',
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

export async function writeSettings(
  cluster: string,
  settings: Record<string, string>,
  owner: ServerUser | undefined,
): Promise<void> {
  const lines = Object.entries({ ...SETTINGS, ...settings }).map(
    ([name, value]) => `${checkedName(name)} = ${quoted(value)}\n`,
  );
  const head = '# Written anew at every start of the archive; changes here are lost.\n';
  await writeFileDurably(join(cluster, SETTINGS_NAME), head + lines.join(''), owner);
}

function checkedName(name: string): string {
  if (!/^[a-z_][a-z0-9_.]*$/i.test(name)) throw new TypeError(`'${name}' is no setting of PostgreSQL`);
  return name;
}

/** The configuration file knows no way to write a line break; backslashes are escapes in it. */
function quoted(value: string): string {
  if (/[\r\n\0]/.test(value))
    throw new TypeError(`a setting of PostgreSQL cannot hold a line break: ${value}`);
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
