/** A place in a text, in code points. */
export interface Place {
  start: number;
  end: number;
}

/** What counts as white space between passages: also the invisible U+200B and U+2060. */
const WHITE = /^[\s\p{White_Space}\u200B\u2060]*$/u;

/** A text that is cut by code points. */
export class CodePoints {
  readonly length: number;
  /** Where each begins, in the units of JavaScript; null where they are one and the same */
  private readonly starts: Uint32Array | null;

  constructor(private readonly text: string) {
    let pairs = 0;
    for (let at = 0; at < text.length; at++) if (isHigh(text.charCodeAt(at))) pairs++;
    this.length = text.length - pairs;
    if (pairs === 0) {
      this.starts = null;
      return;
    }
    this.starts = new Uint32Array(this.length + 1);
    let unit = 0;
    for (let point = 0; point < this.length; point++) {
      this.starts[point] = unit;
      unit += isHigh(text.charCodeAt(unit)) ? 2 : 1;
    }
    this.starts[this.length] = unit;
  }

  cut(start: number, end: number): string {
    const [from, to] = [Math.max(0, start), Math.min(end, this.length)];
    return from >= to ? '' : this.text.slice(this.starts?.[from] ?? from, this.starts?.[to] ?? to);
  }
}

// PostgreSQL keeps no half of a pair.
function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/**
 * @param places in order
 * @returns what is wrong where passages do not cover a text: in order, apart, none of them with white space around it, and
 * nothing but white space between them; null where they do
 */
export function untiled(text: CodePoints, places: readonly Place[]): string | null {
  let end = 0;
  for (const [index, place] of places.entries()) {
    if (place.start < end || place.end <= place.start || place.end > text.length) {
      return `passage ${index + 1} (${place.start} to ${place.end}) is out of order or out of the text`;
    }
    if (!WHITE.test(text.cut(end, place.start)))
      return `there are words before passage ${index + 1} that are in none`;
    if (
      WHITE.test(text.cut(place.start, place.start + 1)) ||
      WHITE.test(text.cut(place.end - 1, place.end))
    ) {
      return `passage ${index + 1} (${place.start} to ${place.end}) begins or ends with white space`;
    }
    end = place.end;
  }
  return WHITE.test(text.cut(end, text.length))
    ? null
    : 'there are words after the last passage that are in none';
}
