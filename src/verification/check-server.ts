import type { Finding, Report } from './finding.js';
import type { LoggedTable } from './logged-tables.js';
import type { Session } from './session.js';

/** Settings, triggers, walls and rights of the server: what would let the archive be changed without a trace, or lose what it has. */
export async function checkServer(session: Session, tables: LoggedTable[], report: Report): Promise<void> {
  const found = [
    ...(await settings(session)),
    ...(await triggers(session, tables)),
    ...(await walls(session, tables)),
    ...(await roles(session)),
    ...(await grants(session, tables)),
  ];
  for (const finding of found) report.find(finding);
}

const WANTED: Record<string, { bad: string[]; because: string }> = {
  data_checksums: { bad: ['off'], because: 'pages that rot on the disk are not noticed' },
  fsync: { bad: ['off'], because: 'what was acknowledged can be lost' },
  full_page_writes: { bad: ['off'], because: 'a crash can leave pages that are half written' },
  synchronous_commit: { bad: ['off'], because: 'what was acknowledged can be lost' },
  session_replication_role: { bad: ['replica', 'local'], because: 'triggers do not run' },
};

async function settings(session: Session): Promise<Finding[]> {
  const names = Object.keys(WANTED)
    .map((name) => `'${name}'`)
    .join(', ');
  const rows = (await session.rows(`
    SELECT name, setting, 'the server' FROM pg_settings
      WHERE name IN (${names}) AND source NOT IN ('database', 'user', 'database user')
    UNION ALL SELECT split_part(x, '=', 1), split_part(x, '=', 2), concat_ws(' in ',
        (SELECT 'role ' || rolname FROM pg_roles WHERE oid = s.setrole), 'database ' || coalesce(d.datname, 'any'))
    FROM pg_db_role_setting s LEFT JOIN pg_database d ON d.oid = s.setdatabase CROSS JOIN LATERAL unnest(s.setconfig) x
    WHERE s.setdatabase = 0 OR d.datname = current_database()`)) as [string, string, string][];
  const unsafe = rows
    .filter(([name, setting]) => WANTED[name]?.bad.includes(setting))
    .map(([name, setting, where]): Finding => ({
      code: `server.${name}`,
      message: `${name} is ${setting} for ${where}: ${WANTED[name]!.because}.`,
    }));
  const [[failures]] = (await session.rows(
    'SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database',
  )) as [[string]];
  if (failures !== '0') {
    unsafe.push({
      code: 'server.checksum_failures',
      message: `${failures} pages were read whose checksum is wrong.`,
    });
  }
  return unsafe;
}

const KEPT = ['refuse_truncate'];
/** The triggers of tables that are not logged themselves. */
const OTHERS: Record<string, string[]> = {
  history: ['refuse_change', 'refuse_truncate', 'log_erased'],
  provenance_link: ['refuse_link', 'keep_link', 'refuse_truncate'],
  log_entry: ['keep_entry', 'keep_entry_made', 'refuse_truncate'],
  ...Object.fromEntries(
    ['log_sequenced', 'log_tile', 'log_checkpoint', 'log_cosignature', 'log_time_stamp'].map((table) => [
      table,
      ['keep_tree', ...KEPT],
    ]),
  ),
};

function wantedTriggers({ name, isVersioned }: LoggedTable): string[] {
  return [
    'append_to_log',
    'append_to_log_changed',
    'append_to_log_gone',
    ...(name === 'activity' ? ['open_activity'] : ['check_activity']),
    isVersioned ? 'keep_history' : 'refuse_change',
    ...KEPT,
  ];
}

async function triggers(session: Session, tables: LoggedTable[]): Promise<Finding[]> {
  const rows = (await session.rows(`
    SELECT c.relname, t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace`)) as [string, string, string][];
  const disabled = rows
    .filter(([, , enabled]) => enabled !== 'O' && enabled !== 'A')
    .map(([table, trigger]): Finding => ({
      code: 'server.trigger_disabled',
      table,
      message: `The trigger ${trigger} of ${table} is disabled: what is written there is not looked at.`,
    }));
  const there = new Set(rows.map(([table, trigger]) => `${table} ${trigger}`));
  const wanted = [
    ...tables.flatMap((table) => wantedTriggers(table).map((trigger) => [table.name, trigger] as const)),
    ...Object.entries(OTHERS).flatMap(([table, names]) => names.map((trigger) => [table, trigger] as const)),
  ];
  const missing = wanted
    .filter(([table, trigger]) => !there.has(`${table} ${trigger}`))
    .map(([table, trigger]): Finding => ({
      code: 'server.trigger_missing',
      table,
      message: `${table} has no trigger ${trigger}: what is written there is not looked at.`,
    }));
  return [...disabled, ...missing];
}

/** What each audience may see of a table behind row level security, as PostgreSQL writes it. */
const POLICIES: Record<string, string> = {
  everything: 'true',
  registered: '((access <= 1) OR (access > 3))',
  public: '(access = 0)',
};

async function walls(session: Session, tables: LoggedTable[]): Promise<Finding[]> {
  const walled = [...tables.map(({ name }) => name), 'provenance_link', 'name_key'];
  const rows = (await session.rows(`
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, p.polname, pg_get_expr(p.polqual, p.polrelid),
      p.polpermissive
    FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`)) as [
    string,
    string,
    string | null,
    string | null,
    string,
  ][];
  const open = new Set(rows.filter(([, isWalled]) => isWalled !== 't').map(([table]) => table));
  const found = walled
    .filter((table) => open.has(table))
    .map((table): Finding => ({
      code: 'server.row_security_missing',
      table,
      message: `Row level security is not forced on ${table}: a query that forgets to ask shows what is closed.`,
    }));
  for (const [table, , policy, expression] of rows) {
    if (policy === null || POLICIES[policy] === expression) continue;
    found.push({
      code: 'server.policy_differs',
      table,
      message: `The policy ${policy} of ${table} lets rows through that it should not: ${expression}.`,
    });
  }
  return found;
}

const ROLES = ['app', 'reader', 'registered', 'public', 'sequencer', 'verifier'].map(
  (name) => `kataribe_${name}`,
);

async function roles(session: Session): Promise<Finding[]> {
  const listed = ROLES.map((name) => `'${name}'`).join(', ');
  const rows = (await session.rows(`
    SELECT rolname, concat_ws(', ', CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolbypassrls THEN 'above row level security' END,
      CASE WHEN rolcreaterole THEN 'may make roles' END, CASE WHEN rolreplication THEN 'may replicate' END)
    FROM pg_roles WHERE rolname IN (${listed}) AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication)`)) as [
    string,
    string,
  ][];
  const mighty = rows.map(([role, might]): Finding => ({
    code: 'server.role_too_mighty',
    message: `The role ${role} is ${might}.`,
  }));
  const owned = (await session.rows(`
    SELECT c.relname, r.rolname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND r.rolname IN (${listed})`)) as [
    string,
    string,
  ][];
  return [
    ...mighty,
    ...owned.map(([table, role]): Finding => ({
      code: 'server.owner',
      table,
      message: `${table} belongs to ${role}, which could drop its triggers.`,
    })),
  ];
}

/** What only grows, or is worked out by triggers: nobody that serves writes it. */
const DERIVED = [
  'history',
  'provenance_link',
  'restricted_record',
  'erased_record',
  'erased_span',
  'erasing',
  'migration',
];
const TREE = ['log_sequenced', 'log_tile', 'log_checkpoint', 'log_cosignature', 'log_time_stamp'];

async function grants(session: Session, tables: LoggedTable[]): Promise<Finding[]> {
  const rows = (await session.rows(`
    SELECT DISTINCT c.relname, coalesce(r.rolname, 'everybody'), x.privilege_type
    FROM pg_class c
    CROSS JOIN LATERAL (
      SELECT (aclexplode(c.relacl)).*
      UNION ALL SELECT (aclexplode(a.attacl)).* FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL) x
    LEFT JOIN pg_roles r ON r.oid = x.grantee
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND x.grantee <> c.relowner AND (x.grantee = 0 OR r.rolname IN (${ROLES.map((name) => `'${name}'`).join(', ')}))`)) as [
    string,
    string,
    string,
  ][];
  const logged = new Map(tables.map((table) => [table.name, table]));
  return rows
    .filter(([table, role, right]) => !mayHave(role, right, table, logged))
    .map(([table, role, right]): Finding => ({
      code: 'server.grant',
      table,
      message: `${role} has the right to ${right} ${table}, and should not.`,
    }));
}

function mayHave(role: string, right: string, table: string, logged: Map<string, LoggedTable>): boolean {
  if (role === 'everybody') return false;
  if (right === 'SELECT') return true;
  if (role === 'kataribe_sequencer') {
    return (
      (right === 'INSERT' && TREE.includes(table)) ||
      `${right} ${table}` === 'UPDATE log_tile' ||
      `${right} ${table}` === 'DELETE log_pending'
    );
  }
  if (role !== 'kataribe_app' || right === 'TRUNCATE' || right === 'TRIGGER' || right === 'REFERENCES')
    return false;
  if (DERIVED.includes(table) || (table.startsWith('log_') && table !== 'log_key')) return false;
  const kept = logged.get(table);
  if (kept === undefined || right === 'INSERT') return true;
  return right === 'UPDATE' && kept.isVersioned;
}
