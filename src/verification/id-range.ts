/** Rows of ids from one, up to another but not with it; null: to the end. */
export interface IdRange {
  from: string;
  to: string | null;
}

export function within(column: string, { from, to }: IdRange): string {
  return `${column} >= '${from}'${to === null ? '' : ` AND ${column} < '${to}'`}`;
}
