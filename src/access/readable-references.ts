import { type Fault } from '../common/fault.js';
import { invalid, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

export type ReferencedTable = 'agent' | 'place' | 'source' | 'testimony' | 'claim' | 'passage' | 'event';

/** An id somebody sent, and where in the request it stands. */
export interface Reference {
  table: ReferencedTable;
  id: string;
  pointer: string;
}

const TABLES: ReferencedTable[] = ['agent', 'place', 'source', 'testimony', 'claim', 'passage', 'event'];

/**
 * SQL that gives those of the ids one may not see. It takes seven parameters, which idsByTable() gives.
 * @param clearance the parameter that holds it, such as `$1`
 * @param first the number of the first of its own parameters
 */
export function unreadableIds(clearance: string, first: number): string {
  return TABLES.map(
    (table, index) => `
      SELECT wanted.id FROM unnest($${first + index}::uuid[]) AS wanted (id)
      WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.id = wanted.id AND may_read(t.access, ${clearance}::smallint[]))`,
  ).join(' UNION ALL ');
}

export function idsByTable(references: Reference[]): string[][] {
  return TABLES.map((table) =>
    references.filter((reference) => reference.table === table).map(({ id }) => id),
  );
}

const unreadable = statement('references.unreadable', unreadableIds('$1', 2));

/**
 * Refuses ids that do not exist or that the writer may not see. The two are told the same way: otherwise one could
 * find out by citing what is hidden.
 * @param status 404 where the request is about nothing but what it refers to, such as a citation
 */
export async function checkReferences(
  activity: Activity,
  references: Reference[],
  status: 404 | 422 = 422,
): Promise<void> {
  if (references.length === 0) return;
  const rows = await activity.rows<{ id: string }>(unreadable, [
    activity.by.clearance,
    ...idsByTable(references),
  ]);
  refuseUnreadable(references, new Set(rows.map(({ id }) => id)), status);
}

/** @param unreadable the ids that SQL of unreadableIds() gave */
export function refuseUnreadable(
  references: Reference[],
  unreadable: ReadonlySet<string>,
  status: 404 | 422 = 422,
): void {
  if (unreadable.size === 0) return;
  const { code, detail, options } = invalid(
    references
      .filter(({ id }) => unreadable.has(id.toLowerCase()))
      .map(({ table, pointer }): Fault => ({
        pointer,
        code: 'reference.unknown',
        expected: `the id of a ${table} that exists`,
        found: 'an id that names none',
      })),
  );
  throw new Problem(status, code, detail, options);
}
