import { ColumnSalts } from './hashes.js';
import type { Session } from './session.js';

/** A table whose rows the log must have, as the catalogue of PostgreSQL describes it. */
export interface LoggedTable {
  name: string;
  isVersioned: boolean;
  /** All that envelopes commit to, in the order of canonical JSON */
  columns: LoggedColumn[];
  /** SQL over a row r: id, version, activity, access, access of the note, time, then the columns as they are committed to */
  select: string;
  /** Who may read a row that nothing restricts: the default of its column */
  unrestricted: number;
}

export interface LoggedColumn {
  name: string;
  salts: ColumnSalts;
}

/** Where in a row as it is selected the columns begin. */
export const FIRST_COLUMN = 6;

const OPEN = ['id', 'access', 'note_access', 'activity_id', 'version'];

const IS_LOGGED = `c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND EXISTS (SELECT FROM pg_attribute i
        WHERE i.attrelid = c.oid AND i.attname = 'id' AND i.atttypid = 'uuid'::regtype AND NOT i.attisdropped)
      AND (c.relname = 'activity' OR EXISTS (SELECT FROM pg_attribute i
        WHERE i.attrelid = c.oid AND i.attname = 'activity_id' AND NOT i.attisdropped))`;

/** @returns tables that should be under the log, and that the role that verifies may not read: they were never put there */
export async function unreadableTables(session: Session): Promise<string[]> {
  const rows = await session.rows(`SELECT c.relname FROM pg_class c
    WHERE ${IS_LOGGED} AND NOT has_table_privilege(c.oid, 'SELECT')`);
  return rows.map(([name]) => name!);
}

/** @returns each table whose rows somebody's activity writes, and that of activities */
export async function loggedTables(session: Session): Promise<LoggedTable[]> {
  const rows = (await session.rows(`
    SELECT c.relname, a.attname, a.atttypid::regtype::text, pg_get_expr(d.adbin, d.adrelid)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE ${IS_LOGGED} AND has_table_privilege(c.oid, 'SELECT')
    ORDER BY c.relname, a.attname COLLATE "C"`)) as [string, string, string, string | null][];
  const tables = new Map<string, Column[]>();
  for (const [table, name, type, byDefault] of rows) {
    const there = tables.get(table) ?? [];
    there.push({ name, type, byDefault });
    tables.set(table, there);
  }
  return [...tables].map(([name, columns]) => loggedTable(name, columns));
}

interface Column {
  name: string;
  type: string;
  byDefault: string | null;
}

function loggedTable(name: string, all: Column[]): LoggedTable {
  const has = (column: string): boolean => all.some((one) => one.name === column);
  const columns = all.filter((column) => !OPEN.includes(column.name));
  const isActivity = name === 'activity';
  return {
    name,
    isVersioned: has('version'),
    unrestricted: Number(
      /\d+/.exec(all.find((column) => column.name === 'access')?.byDefault ?? '')?.[0] ?? 0,
    ),
    columns: columns.map((column) => ({ name: column.name, salts: new ColumnSalts(column.name) })),
    select: [
      'r.id',
      has('version') ? 'r.version' : '1',
      isActivity ? 'r.id' : 'r.activity_id',
      has('access') ? 'r.access' : 'NULL',
      has('note_access') ? 'r.note_access' : 'NULL',
      isActivity ? microseconds('r.started_at') : 'NULL',
      ...columns.map((column) => asCommitted(`r.${quoted(column.name)}`, column.type)),
    ].join(', '),
  };
}

/** As the value is committed to: PostgreSQL sends most types as it casts them to text. */
function asCommitted(column: string, type: string): string {
  if (type === 'timestamp with time zone') return microseconds(column);
  return ['text', 'uuid', 'integer', 'bigint', 'smallint', 'date'].includes(type)
    ? column
    : `${column}::text`;
}

function microseconds(column: string): string {
  return `CASE WHEN isfinite(${column}) THEN (extract(epoch FROM ${column}) * 1000000)::bigint::text ELSE ${column}::text END`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
