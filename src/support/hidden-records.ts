/**
 * The common table expression `hidden`: the records one may not see, of the kinds that bear claims. A walk leaves them
 * out by asking once for all of them, not once a record; `access > 0` lets a partial index give them.
 * @param clearance the parameter that holds it, such as `$2`
 */
export function hiddenRecords(clearance: string): string {
  const kinds = ['source', 'claim', 'agent', 'passage', 'revision', 'testimony'];
  const restricted = kinds.map(
    (kind) =>
      `SELECT x.id FROM ${kind} x WHERE x.access > 0 AND NOT may_read(x.access, ${clearance}::smallint[])`,
  );
  return `hidden AS MATERIALIZED (${restricted.join(' UNION ALL ')})`;
}
