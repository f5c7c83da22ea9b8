import { isSettled } from '../claims/anchor-document.js';

/*
 * Where the words of an anchor last stood for certain: in the row itself, or in the one of an earlier revision that it was
 * carried from.
 */

/** @param wanted a condition over `anchor a`. Gives `settled`: a row for each of them, `wanted` being its id. */
export const settledRows = (wanted: string): string => `
  WITH RECURSIVE walk AS (
    SELECT a.id AS wanted, a.* FROM anchor a WHERE ${wanted}
    UNION ALL
    SELECT walk.wanted, a.* FROM walk JOIN anchor a ON a.id = walk.carried_from_id WHERE NOT ${isSettled('walk')}
  ), settled AS (
    SELECT * FROM walk WHERE ${isSettled('walk')}
  )`;
