import { JsonDocument } from './json-document.js';
import { encodeCursor } from './page.js';

/** One item of a list, as PostgreSQL wrote it, with its place in the order of the list. */
export interface ListRow {
  sequence: string | number;
  body: string;
}

/**
 * A page from rows of which one more was asked for than the page holds: the one too many says that there is a
 * next page, and is not shown.
 */
export function pageDocument(rows: ListRow[], limit: number, total?: number): JsonDocument {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? encodeCursor(last.sequence) : null;
  const counted = total === undefined ? '' : `,"total":${total}`;
  return new JsonDocument(
    `{"items":[${shown.map(({ body }) => body).join(',')}],"next":${JSON.stringify(next)}${counted}}`,
  );
}
