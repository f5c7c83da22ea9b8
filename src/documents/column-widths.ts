/**
 * Widths of the columns of a table: each as wide as what it holds, or, where that is too much together, as its longest
 * word and a share of what is left; or, where even the words are too long, less than these.
 *
 * @param least what the longest word of each column needs
 * @param most what the longest text of each column needs
 */
export function columnWidths(least: number[], most: number[], room: number): number[] {
  if (sum(most) <= room) return most;
  const share = Math.max(0, room - sum(least)) / Math.max(1, sum(most) - sum(least));
  const widths = least.map((width, index) => width + (most[index]! - width) * share);
  const all = sum(widths);
  return all <= room ? widths : widths.map((width) => (width * room) / all);
}

function sum(widths: number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}
