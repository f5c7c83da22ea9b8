import { type Fault } from '../common/fault.js';
import { invalid } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

export type ReferencedTable = 'agent' | 'place' | 'source' | 'testimony' | 'claim' | 'passage';

/** An id somebody sent, and where in the request it stands. */
export interface Reference {
  table: ReferencedTable;
  id: string;
  pointer: string;
}

const TABLES: ReferencedTable[] = ['agent', 'place', 'source', 'testimony', 'claim', 'passage'];

const unreadable = statement(
  'references.unreadable',
  TABLES.map(
    (table, index) => `
      SELECT wanted.id FROM unnest($${index + 2}::uuid[]) AS wanted (id)
      WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.id = wanted.id AND may_read(t.access, $1::smallint))`,
  ).join(' UNION ALL '),
);

/**
 * Refuses ids that do not exist or that the writer may not see. The two are told the same way: otherwise one could
 * find out by citing what is hidden.
 */
export async function checkReferences(activity: Activity, references: Reference[]): Promise<void> {
  if (references.length === 0) return;
  const idsOf = (table: ReferencedTable): string[] =>
    references.filter((reference) => reference.table === table).map(({ id }) => id);
  const rows = await activity.rows<{ id: string }>(unreadable, [activity.by.clearance, ...TABLES.map(idsOf)]);
  if (rows.length === 0) return;
  const unknown = new Set(rows.map(({ id }) => id));
  throw invalid(
    references
      .filter(({ id }) => unknown.has(id.toLowerCase()))
      .map(({ table, pointer }): Fault => ({
        pointer,
        code: 'reference.unknown',
        expected: `the id of a ${table} that exists`,
        found: 'an id that names none',
      })),
  );
}
