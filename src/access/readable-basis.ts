/** What a row rests on, in SQL. */
export interface BasisColumns {
  source: string;
  /** Left out for rows that rest on sources alone. */
  claim?: string;
}

/**
 * SQL that says whether one may see what a row rests on. Where not, the row is hidden with it: everything that tells of
 * names and lives asks this. Where it rests on nothing, the function is not called.
 * @param clearance the parameter that holds it
 */
export const isBasisReadable = ({ source, claim = 'NULL' }: BasisColumns, clearance = '$2'): string =>
  `(coalesce(${source}, ${claim}) IS NULL OR is_basis_readable(${source}, ${claim}, ${clearance}::smallint[]))`;
