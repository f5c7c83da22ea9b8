import { EDGES, type Edge } from './edges.js';
import type { Finding, Report } from './finding.js';
import { type LoggedTable, quoted } from './logged-tables.js';
import type { Session, Value } from './session.js';

/**
 * Links against edges. A row is an edge from the version on in which it says so, up to the one in which it no longer does; so each
 * link follows from the rows and their history, which stand in the log.
 */
export async function checkLinks(session: Session, tables: LoggedTable[], report: Report): Promise<void> {
  const declared = [...new Set(EDGES.map(({ table }) => table))];
  for (const name of declared) {
    const table = tables.find((one) => one.name === name);
    if (table === undefined) {
      report.find({ code: 'table.missing', table: name, message: `The archive has no table ${name}.` });
    }
  }
  const known = tables.filter(({ name }) => declared.includes(name));
  const done = await session.attempt(async () => {
    for await (const batch of session.batches(disagreements(known))) {
      for (const row of batch) report.find(tell(row));
    }
    return true;
  });
  if (done === null) {
    report.find({
      code: 'link.not_comparable',
      table: 'provenance_link',
      message: 'Links could not be compared with rows: history keeps something that is no row of its table.',
    });
  }
  const [[links]] = (await session.rows('SELECT count(*) FROM public.provenance_link')) as [[string]];
  report.count('links', Number(links));
}

const LINK = 'edge_id, from_kind, from_id, relation, to_kind, to_id, activity_id, ended_by, access::integer';
/** Links that follow from the rows and are not there, and the other way round; several of one row side by side. */
function disagreements(tables: LoggedTable[]): string {
  return `WITH edge (edge_id, version, activity_id, ended_by, access, table_name, from_kind, from_id, relation, to_kind, to_id) AS (
      ${tables.map(versionsOf).join('\n UNION ALL ')}
    ), run AS (
      -- Versions that follow one another and are the same edge.
      SELECT e.*, e.version - row_number() OVER (
        PARTITION BY e.edge_id, e.table_name, e.from_id, e.relation, e.to_id ORDER BY e.version) AS run
      FROM edge e
    ), wanted AS (
      SELECT r.edge_id, min(r.from_kind) AS from_kind, r.from_id, r.relation, min(r.to_kind) AS to_kind, r.to_id,
        (array_agg(r.activity_id ORDER BY r.version))[1] AS activity_id,
        (array_agg(r.ended_by ORDER BY r.version DESC))[1] AS ended_by,
        (array_agg(r.access ORDER BY r.version DESC))[1] AS access, r.table_name
      FROM run r GROUP BY r.edge_id, r.table_name, r.from_id, r.relation, r.to_id, r.run
    ), there AS (
      SELECT l.id, ${LINK} FROM public.provenance_link l
    )
    SELECT w.edge_id IS NOT NULL, l.id, coalesce(w.edge_id, l.edge_id), coalesce(w.relation, l.relation),
      concat_ws(' ', coalesce(w.from_kind, l.from_kind), coalesce(w.from_id, l.from_id)),
      concat_ws(' ', coalesce(w.to_kind, l.to_kind), coalesce(w.to_id, l.to_id)),
      coalesce(w.activity_id, l.activity_id), w.ended_by, l.ended_by, w.access, l.access, w.table_name,
      (w.from_kind, w.to_kind) IS NOT DISTINCT FROM (l.from_kind, l.to_kind)
    FROM wanted w FULL JOIN there l
      ON (l.edge_id, l.from_id, l.relation, l.to_id, l.activity_id) = (w.edge_id, w.from_id, w.relation, w.to_id, w.activity_id)
    WHERE w.edge_id IS NULL OR l.edge_id IS NULL
      OR (w.from_kind, w.to_kind, w.ended_by, w.access) IS DISTINCT FROM (l.from_kind, l.to_kind, l.ended_by, l.access)`;
}

function versionsOf({ name, isVersioned }: LoggedTable): string {
  const edges = EDGES.filter(({ table }) => table === name);
  const whole = `public.${quoted(name)}`;
  const version = isVersioned ? 'r.version' : '1';
  const now = edges.map((edge) => edgeOf(edge, version, 'NULL::uuid', `${whole} r`));
  const kept = edges.map((edge) =>
    edgeOf(
      edge,
      version,
      'h.ended_by',
      `public.history h CROSS JOIN LATERAL jsonb_populate_record(NULL::${whole}, h.record) r`,
      `h.table_name = '${name}' AND `,
    ),
  );
  return (isVersioned ? [...now, ...kept] : now).join('\n UNION ALL ');
}

function edgeOf(
  { table, from, relation, to, holds }: Edge,
  version: string,
  ended: string,
  rows: string,
  where = '',
): string {
  return `SELECT r.id, ${version}::integer, r.activity_id, ${ended}, r.access::integer, '${table}',
      '${from[0]}', r.${from[1]}, ${relation}, '${to[0]}', r.${to[1]}
    FROM ${rows} WHERE ${where}r.${from[1]} IS NOT NULL AND r.${to[1]} IS NOT NULL AND (${holds ?? 'true'})`;
}

function tell([
  isWanted,
  link,
  edge,
  relation,
  from,
  to,
  activity,
  ends,
  ended,
  access,
  has,
  table,
  kinds,
]: Value[]): Finding {
  const what = `${from} ${relation} ${to}`;
  const found = { table: 'provenance_link', id: link ?? edge!, activity: activity! };
  const by = table === null ? `row ${edge}` : `${table} ${edge}`;
  if (link === null) {
    return { ...found, code: 'link.missing', message: `There is no link that ${what}, as ${by} says.` };
  }
  if (isWanted !== 't') {
    return {
      ...found,
      code: 'link.extra',
      message: `There is a link that ${what}, and no row says so, nor did one (${by}).`,
    };
  }
  if (ends !== ended) {
    return {
      ...found,
      column: 'ended_by',
      code: 'link.ended_by_differs',
      message: `The link that ${what} ${ended === null ? 'has not ended' : `was ended by activity ${ended}`}; by ${by} it ${
        ends === null ? 'still holds' : `was ended by ${ends}`
      }.`,
    };
  }
  if (access !== has) {
    return {
      ...found,
      column: 'access',
      code: 'link.access_differs',
      message: `Who may read the link that ${what} is level ${has}; ${by} has level ${access}.`,
    };
  }
  return {
    ...found,
    column: kinds === 't' ? undefined : 'from_kind',
    code: 'link.kinds_differ',
    message: `The link that ${what} names other kinds of records than ${by} does.`,
  };
}
