/*
 * The text that a reader is given, in SQL (migration 036). What of a text is closed to him is asked once a text, by an index
 * that holds nothing of nearly all texts; where it is NULL the text, its hash and its places are what they are.
 */

/**
 * What of the revision `id` is closed to whoever asks: NULL for nothing.
 * @param clearance the parameter that holds it, such as `$2`
 */
export const closedIn = (id: string, clearance: string): string =>
  `(CASE WHEN EXISTS (SELECT FROM restricted_span span WHERE span.revision_id = ${id})
    THEN closed_stretches(${id}, ${clearance}::smallint[]) END)`;

/** The same as JSON, for the rules that seek words in what is shown. */
export const closedAsJson = (id: string, clearance: string): string =>
  `(SELECT json_agg(json_build_object('start', c.start_offset, 'end', c.end_offset, 'mark', c.mark) ORDER BY c.start_offset)
    FROM unnest(${closedIn(id, clearance)}) c)`;

/** As a table of its own beside a revision, so that it is asked once: `closed.list`. */
export const closedJoin = (id: string, clearance: string, name = 'closed'): string =>
  `CROSS JOIN LATERAL (SELECT ${closedIn(id, clearance)} AS list OFFSET 0) ${name}`;

/** What a row with `text`, `sha256`, `bytes` and `code_points` says of its text, `closed` being what is closed in it. */
export const readable = (row: string, closed: string) => ({
  text: `CASE WHEN ${closed} IS NULL THEN ${row}.text ELSE readable_text(${row}.text, ${closed}) END`,
  sha256: `CASE WHEN ${closed} IS NULL THEN ${row}.sha256 ELSE text_sha256(readable_text(${row}.text, ${closed})) END`,
  bytes: `CASE WHEN ${closed} IS NULL THEN ${row}.bytes ELSE octet_length(readable_text(${row}.text, ${closed})) END`,
  codePoints: `CASE WHEN ${closed} IS NULL THEN ${row}.code_points
    ELSE readable_end(${row}.code_points, ${closed}) END`,
});

/** Where a place of the whole text begins and ends in the one that is shown. */
export const readableStart = (offset: string, closed: string): string =>
  `CASE WHEN ${closed} IS NULL THEN ${offset} ELSE readable_start(${offset}, ${closed}) END`;
export const readableEnd = (offset: string, closed: string): string =>
  `CASE WHEN ${closed} IS NULL THEN ${offset} ELSE readable_end(${offset}, ${closed}) END`;

/** The words of a place of the whole text, as they are shown. */
export const readableWords = (row: string, place: string, closed: string): string =>
  `CASE WHEN ${closed} IS NULL THEN substr(${row}.text, ${place}.start_offset + 1, ${place}.end_offset - ${place}.start_offset)
    ELSE readable_words(${row}.text, ${closed}, ${place}.start_offset, ${place}.end_offset) END`;

/** Place and words of an anchor as they are shown: for one that is looked at alone. */
export const readableAnchor = (anchor: string, clearance: string): string =>
  `readable_anchor(${anchor}.revision_id, (${['start_offset', 'end_offset', 'exact', 'prefix', 'suffix']
    .map((column) => `${anchor}.${column}`)
    .join(', ')})::anchor_words, ${anchor}.carried_from_id, ${clearance}::smallint[])`;

/**
 * Beside an anchor `a`, its place and words as they are shown, as `w.shown`: of nearly all, nothing, since they are what they
 * are. Lost ones are asked about, for the words were those of an earlier text.
 */
export const readableAnchorJoin = (clearance: string): string => `
  CROSS JOIN LATERAL (SELECT CASE WHEN a.start_offset IS NULL
      OR EXISTS (SELECT FROM restricted_span span WHERE span.revision_id = a.revision_id)
    THEN ${readableAnchor('a', clearance)} END AS shown OFFSET 0) w`;

/** A member of the anchor `a` that stands beside `w`. */
export const shownOfAnchor = (
  column: 'start_offset' | 'end_offset' | 'exact' | 'prefix' | 'suffix',
): string => `coalesce((w.shown).${column}, a.${column})`;
