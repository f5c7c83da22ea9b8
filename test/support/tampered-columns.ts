import type { TamperedArchive } from './tamper.js';

export interface Column {
  table: string;
  column: string;
  type: string;
}

/** Every column of every table that is under the log, by the catalogue of PostgreSQL; but ids, by which rows are found. */
export function loggedColumns(archive: TamperedArchive): Promise<Column[]> {
  return archive.tamper<{ table: string; column: string; type: string }>(`
    SELECT c.relname AS table, a.attname AS column, a.atttypid::regtype::text AS type
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'id'
      AND (c.relname = 'activity' OR c.relname IN (SELECT table_name FROM unrestricted_access))
      AND c.relnamespace = 'public'::regnamespace
    ORDER BY 1, 2`);
}

/** SQL for a value that is not that of the column, of its type. */
export function another({ column, type }: Column): string {
  const name = `"${column}"`;
  switch (type) {
    case 'text':
      return `coalesce(${name}, '') || '𠮷'`;
    case 'uuid':
      return 'gen_random_uuid()';
    case 'boolean':
      return `NOT coalesce(${name}, false)`;
    case 'jsonb':
      return `jsonb_build_object('was', ${name})`;
    case 'timestamp with time zone':
      return `coalesce(${name}, now()) + interval '1 microsecond'`;
    case 'date':
      return `coalesce(${name}, '1905-03-10') + 1`;
    case 'datemultirange':
      return `coalesce(${name}, '{}') + datemultirange(daterange('1788-01-01', '1788-01-02'))`;
    case 'text[]':
      return `coalesce(${name}, '{}') || ARRAY['x']`;
    case 'uuid[]':
      return `coalesce(${name}, '{}') || ARRAY[gen_random_uuid()]`;
    case 'bytea':
      return `coalesce(${name}, '') || '\\x00'`;
    default:
      // Numbers of all kinds, to their last digit.
      return `coalesce(${name}, 0) + 1`;
  }
}
