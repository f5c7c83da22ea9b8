import type { CitedItem } from './citation-style.js';

/**
 * Items as CSL-JSON (csl-data of CSL 1.0.2), as they are stored: nothing is mended or left out.
 * @returns a JSON text that ends with a line break
 */
export function cslJson(items: readonly CitedItem[]): string {
  return `${JSON.stringify(
    items.map(({ id, csl }) => ({ ...csl, id })),
    null,
    2,
  )}\n`;
}
