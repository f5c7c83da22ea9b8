import type { Finding, Report } from './finding.js';
import { type LoggedTable, quoted } from './logged-tables.js';
import type { Session, Value } from './session.js';

/*
 * Who may read what, as it follows from restrictions (migrations/…28, 29). Which level a row has stands in the log; here it is
 * compared with the restrictions that reach the row, and what derives from it with the row.
 */

/** The levels that restrictions in force demand of a record, as what is needed to put them together: see `together`. */
const DEMANDED = `SELECT c.record_id, max(r.level) AS highest,
    count(DISTINCT r.level) FILTER (WHERE r.level > 1) AS closed
  FROM public.restricted_record c JOIN public.restriction r ON r.id = c.restriction_id GROUP BY c.record_id`;

/** The strictest of several: two that are both closed, and differ, leave the staff alone (3). */
function together(unrestricted: string): string {
  return `CASE WHEN d.highest IS NULL OR d.highest <= 1 THEN greatest(${unrestricted}, d.highest)
    WHEN d.closed = 1 AND (${unrestricted} <= 1 OR ${unrestricted} = d.highest) THEN d.highest ELSE 3 END`;
}

export async function checkAccess(session: Session, tables: LoggedTable[], report: Report): Promise<void> {
  const restrictable = tables.filter(({ name }) => name !== 'activity');
  const ask = async (sql: string, tell: (...row: Value[]) => Finding): Promise<void> => {
    for await (const batch of session.batches(sql)) for (const row of batch) report.find(tell(...row));
  };
  for (const { name, unrestricted } of restrictable) {
    await ask(
      `SELECT r.id, r.access, ${together(String(unrestricted))} FROM public.${quoted(name)} r
       LEFT JOIN (${DEMANDED}) d ON d.record_id = r.id WHERE r.access <> ${together(String(unrestricted))}`,
      (id, access, wanted) => ({
        code: 'access.not_as_restricted',
        table: name,
        id: id!,
        column: 'access',
        message: `Who may read this ${name} is level ${access}; the restrictions that reach it make it level ${wanted}.`,
      }),
    );
  }
  const defaults = restrictable.map(({ name, unrestricted }) => `('${name}', ${unrestricted})`).join(', ');
  // History is never looser than the row it is of. Stricter it may be: by what an earlier version spoke of.
  await ask(
    `SELECT x.id, x.table_name, x.record_id, x.access, x.wanted, x.access = 3 OR x.access > x.wanted FROM (
       SELECT h.id, h.table_name, h.record_id, h.access, ${together('t.unrestricted')} AS wanted
       FROM public.history h JOIN (VALUES ${defaults}) t (name, unrestricted) ON t.name = h.table_name
       LEFT JOIN (${DEMANDED}) d ON d.record_id = h.record_id) x
     WHERE x.access <> x.wanted AND NOT (
       (x.access = 3 OR x.wanted <= 1 AND x.access > x.wanted) AND EXISTS (
         SELECT FROM public.restriction r WHERE r.level = x.access OR x.access = 3 AND r.level > 1))`,
    (order, table, id, access, wanted, isStricter) => ({
      code: isStricter === 't' ? 'history.access_unfounded' : 'history.access_too_loose',
      table: table!,
      id: id!,
      column: 'access',
      message:
        `Who may read what history keeps as ${order} of this ${table} is level ${access}; ` +
        (isStricter === 't' ? 'no restriction was ever of that level.' : `its row demands level ${wanted}.`),
    }),
  );
  await ask(
    `SELECT c.table_name, c.record_id, c.restriction_id FROM public.restricted_record c
     WHERE EXISTS (SELECT FROM public.restriction_end e WHERE e.restriction_id = c.restriction_id)`,
    (table, id, restriction) => ({
      code: 'restriction.has_ended',
      table: table!,
      id: id!,
      message: `This ${table} is restricted by ${restriction}, which has ended.`,
    }),
  );
  await ask(
    `SELECT r.kind, r.record_id, r.id FROM public.restriction r
     WHERE r.part = 'record' AND r.kind <> 'passage'
       AND NOT EXISTS (SELECT FROM public.restriction_end e WHERE e.restriction_id = r.id)
       AND NOT EXISTS (SELECT FROM public.restricted_record c
         WHERE c.restriction_id = r.id AND c.record_id = r.record_id)
       AND NOT EXISTS (SELECT FROM public.release l
         WHERE l.restriction_id = r.id AND l.record_id = r.record_id AND l.state = 'approved')`,
    (table, id, restriction) => ({
      code: 'restriction.does_not_reach',
      table: table!,
      id: id!,
      message: `Restriction ${restriction} is in force, and does not reach the ${table} it is of.`,
    }),
  );
}
