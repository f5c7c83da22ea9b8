/*
 * How alike two short texts are, from 0 to 1: what their rows of three characters have in common (of two, where words are
 * written without spaces, or there are few letters), as the Dice coefficient. Case, width, normal form and white space do not count.
 */

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

const SHORT = 16;

export function similarity(one: string, other: string): number {
  if (one === other) return 1;
  const { common, total, otherTotal } = rowsInCommon(one, other);
  return common === 0 ? 0 : rounded((2 * common) / (total + otherTotal));
}

/** How much of the shorter of two texts is in the other, from 0 to 1. */
export function containment(one: string, other: string): number {
  const { common, total, otherTotal } = rowsInCommon(one, other);
  return common === 0 ? 0 : rounded(common / Math.min(total, otherTotal));
}

function rowsInCommon(one: string, other: string): { common: number; total: number; otherTotal: number } {
  const isShort = one.length < SHORT && other.length < SHORT;
  const size = isShort || UNSPACED.test(one) || UNSPACED.test(other) ? 2 : 3;
  const [rows, total] = rowsOf(one, size);
  const [others, otherTotal] = rowsOf(other, size);
  let common = 0;
  for (const [row, times] of rows) common += Math.min(times, others.get(row) ?? 0);
  return { common, total, otherTotal };
}

/** Three digits are as much as a score says. */
export function rounded(score: number): number {
  return Math.round(score * 1000) / 1000;
}

function rowsOf(text: string, size: number): [Map<string, number>, number] {
  // A border counts as a character, so that the first and last letters weigh as much as the others.
  const characters = [
    ' ',
    ...text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s\p{White_Space}]+/gu, ' ')
      .trim(),
    ' ',
  ];
  const rows = new Map<string, number>();
  let total = 0;
  for (let at = 0; at + size <= characters.length; at++, total++) {
    const row = characters.slice(at, at + size).join('');
    rows.set(row, (rows.get(row) ?? 0) + 1);
  }
  return [rows, total];
}
