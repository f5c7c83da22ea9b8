import { Type } from 'class-transformer';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { invalid } from './problem.js';
import { Optional } from './optional.js';
import { openCursor, sealCursor } from './sealed-cursor.js';

/** What every list takes: an opaque cursor from `next` of the page before, and how many at most. */
export class PageQuery {
  @Optional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  /** 1 to 200; default 50 */
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;
}

export const DEFAULT_LIMIT = 50;

/** Cursors are keysets: the position of the last item shown, sealed. */
export function encodeCursor(position: number | string): string {
  return sealCursor(String(position));
}

/** Before every position of an ascending list, and after every one of a descending list. */
export const FIRST = '0';
export const LAST = '9223372036854775807';

/**
 * Positions are compared plainly (`sequence > $2`), with `start` on the first page: a condition such as
 * `$2 IS NULL OR sequence > $2` would read the list from its beginning for every page.
 */
export function decodeCursor(cursor: string | undefined, start = FIRST): string {
  if (cursor === undefined) return start;
  const position = openCursor(cursor);
  if (position === null || !/^\d{1,18}$/.test(position)) {
    throw invalid([
      {
        pointer: '/cursor',
        code: 'request.cursor_invalid',
        expected: 'the "next" of an earlier page, unchanged',
        found: JSON.stringify(cursor.slice(0, 60)),
      },
    ]);
  }
  return position;
}
