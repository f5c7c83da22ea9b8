import type { Audience } from '../common/principal.js';

/** How the archive reaches PostgreSQL, in three capacities. */
export interface Connections {
  /** Owns the tables; used to migrate, never while serving. */
  owner: string;
  /** Writes rows; owns nothing. */
  app: string;
  /** Reads; cannot write. */
  reader: string;
  /** True where all three are one login that steps into the roles after connecting. */
  stepIntoRoles: boolean;
}

/**
 * The connections for a PostgreSQL of your own. DATABASE_URL alone is enough: it migrates, and steps down into
 * the roles `kataribe_app` and `kataribe_reader` to serve. With DATABASE_APP_URL and DATABASE_READER_URL the
 * serving process holds no owner's rights at all.
 */
export function connectionsFromEnvironment(environment: NodeJS.ProcessEnv): Connections | null {
  const owner = environment.DATABASE_URL;
  if (!owner) return null;
  const app = environment.DATABASE_APP_URL ?? owner;
  const reader = environment.DATABASE_READER_URL ?? owner;
  return { owner, app, reader, stepIntoRoles: app === owner || reader === owner };
}

/** Startup options sent with each connection of a capacity, so that no query runs before they hold. */
export function sessionOptions(
  connections: Connections,
  capacity: 'app' | 'reader' | 'sequencer',
  audience: Audience = 'staff',
): string {
  const role = roleOf(connections, capacity, audience);
  const settings: Record<string, string> = {
    statement_timeout: capacity === 'reader' ? '10s' : '30s',
    lock_timeout: '10s',
    idle_in_transaction_session_timeout: '60s',
    timezone: 'UTC',
    // Statements of a write are look-ups by key and inserts: planning them anew for every array of another length
    // (which is what the planner would choose) costs ten times what running them does.
    ...(capacity !== 'reader' ? { plan_cache_mode: 'force_generic_plan' } : {}),
    default_transaction_read_only: capacity === 'reader' ? 'on' : 'off',
    ...(role === undefined ? {} : { role }),
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** The role to step into; undefined where the login is of the capacity itself. */
function roleOf(
  connections: Connections,
  capacity: 'app' | 'reader' | 'sequencer',
  audience: Audience,
): string | undefined {
  if (audience !== 'staff') return `kataribe_${audience}`;
  // The sequencer has no login of its own: the app steps into it.
  if (capacity === 'sequencer') return 'kataribe_sequencer';
  const stepsIn = connections.stepIntoRoles && connections[capacity] === connections.owner;
  return stepsIn ? `kataribe_${capacity}` : undefined;
}
