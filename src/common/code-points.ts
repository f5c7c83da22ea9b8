import { jsonPointer, shown, type Fault } from './fault.js';

/*
 * The only module that converts between the two ways of counting text. JavaScript counts UTF-16 code units, so 𠮷 is
 * two; PostgreSQL, W3C selectors and our API count Unicode code points, so 𠮷 is one. Everything stored or sent is in
 * code points; code units live only inside a function. A lone surrogate counts as one in both.
 */

/** How many code points the text has: what PostgreSQL calls `length(text)`. */
export function codePointLength(text: string): number {
  return text.length - pairsIn(text, 0, text.length);
}

/** The code-point offset of a UTF-16 offset. An offset between the halves of a pair is a bug of the caller. */
export function toCodePoint(text: string, utf16Offset: number): number {
  refuseUnlessOffset(utf16Offset, text.length, 'UTF-16');
  refuseInsidePair(text, utf16Offset);
  return utf16Offset - pairsIn(text, 0, utf16Offset);
}

/** The UTF-16 offset of a code-point offset. */
export function toUtf16(text: string, codePointOffset: number): number {
  const reached = walk(text, 0, codePointOffset);
  if (reached === undefined) refuseUnlessOffset(codePointOffset, codePointLength(text), 'code point');
  return reached!;
}

/** The code points from `start` up to, without, `end`. Offsets beyond the text mean its border, as in `slice`. */
export function sliceCodePoints(text: string, start: number, end = Infinity): string {
  if (end <= start) return '';
  const from = walk(text, 0, Math.max(0, start));
  if (from === undefined) return '';
  return text.slice(from, end === Infinity ? undefined : walk(text, from, end - Math.max(0, start)));
}

/** Code units between two remembered places: a conversion walks at most this far. */
const STRIDE = 1024;

/**
 * For many conversions on one text. It remembers the code-point count at every 1024th code unit, so a conversion costs
 * a short walk however long the text; where the text has no pairs, as most have, nothing is kept and nothing walked.
 */
export class CodePointIndex {
  /** In code points. */
  readonly length: number;
  /** Entry k is the number of pairs completed before code unit k * STRIDE. */
  private readonly pairsBefore: Uint32Array | undefined;

  constructor(readonly text: string) {
    if (!/[\ud800-\udbff]/.test(text)) {
      this.length = text.length;
      return;
    }
    const marks = new Uint32Array(Math.floor(text.length / STRIDE) + 1);
    for (let k = 1; k < marks.length; k++) {
      marks[k] = marks[k - 1]! + pairsIn(text, (k - 1) * STRIDE, k * STRIDE);
    }
    const last = marks.length - 1;
    this.length = text.length - marks[last]! - pairsIn(text, last * STRIDE, text.length);
    this.pairsBefore = marks;
  }

  toCodePoint(utf16Offset: number): number {
    refuseUnlessOffset(utf16Offset, this.text.length, 'UTF-16');
    if (this.pairsBefore === undefined) return utf16Offset;
    refuseInsidePair(this.text, utf16Offset);
    const k = Math.floor(utf16Offset / STRIDE);
    return utf16Offset - this.pairsBefore[k]! - pairsIn(this.text, k * STRIDE, utf16Offset);
  }

  toUtf16(codePointOffset: number): number {
    refuseUnlessOffset(codePointOffset, this.length, 'code point');
    if (this.pairsBefore === undefined) return codePointOffset;
    let low = 0;
    let high = this.pairsBefore.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (middle * STRIDE - this.pairsBefore[middle]! <= codePointOffset) low = middle;
      else high = middle - 1;
    }
    const from = low * STRIDE;
    return walk(this.text, from, codePointOffset - (from - this.pairsBefore[low]!))!;
  }

  /** Like `sliceCodePoints`, clamped to the text. */
  slice(start: number, end: number): string {
    const clamp = (offset: number) => Math.min(Math.max(0, offset), this.length);
    return end <= start ? '' : this.text.slice(this.toUtf16(clamp(start)), this.toUtf16(clamp(end)));
  }
}

/** Whether PostgreSQL can keep the text as it is: it refuses U+0000, and the driver would turn half a pair into U+FFFD. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

interface Place {
  value: unknown;
  step: string | number;
  parent: Place | undefined;
  isKey: boolean;
  depth: number;
}

/** Deeper than any record is, and far from where functions that call themselves give out, ours and PostgreSQL's. */
const DEEPEST = 100;

/**
 * The first thing anywhere in a JSON value, member names included, that cannot be kept as it is, in document order:
 * text that PostgreSQL refuses or the driver changes, and nesting without end. It keeps its own stack, because JSON
 * may be nested deeper than function calls may.
 */
export function findUnstorable(value: unknown): Fault | undefined {
  const waiting: Place[] = [{ value, step: '', parent: undefined, isKey: false, depth: 0 }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const parent = place;
    const found = place.value;
    const depth = place.depth + 1;
    if (depth > DEEPEST) return tooDeep(place);
    if (typeof found === 'string') {
      if (isStorable(found)) continue;
      const path: (string | number)[] = [];
      // A bad member name cannot be part of the pointer that reports it, so the object that has it is named.
      let at = place.isKey ? place.parent! : place;
      for (; at.parent !== undefined; at = at.parent) path.unshift(at.step);
      return unstorable(found, jsonPointer(path), place.isKey);
    }
    if (Array.isArray(found)) {
      for (let i = found.length - 1; i >= 0; i--)
        waiting.push({ value: found[i], step: i, parent, isKey: false, depth });
    } else if (typeof found === 'object' && found !== null) {
      for (const [key, member] of Object.entries(found).reverse()) {
        waiting.push({ value: member, step: key, parent, isKey: false, depth });
        waiting.push({ value: key, step: key, parent, isKey: true, depth });
      }
    }
  }
  return undefined;
}

/** The pointer is that of the top member: the whole way down would be no help to anybody. */
function tooDeep(place: Place): Fault {
  let top = place;
  while (top.parent?.parent !== undefined) top = top.parent;
  return {
    pointer: jsonPointer([top.step]),
    code: 'request.too_deep',
    expected: `lists and objects within each other at most ${DEEPEST} deep`,
  };
}

function unstorable(text: string, pointer: string, isKey: boolean): Fault {
  const kind = isKey ? 'member names' : 'text';
  const words = `${isKey ? 'the member name ' : ''}${shown(text)}`;
  const nul = text.indexOf('\u0000');
  const half = [...text].findIndex((character) => !character.isWellFormed());
  if (nul !== -1) {
    const expected = `${kind} without the null character U+0000`;
    return {
      pointer,
      code: 'text.null_character',
      expected,
      found: `${words}, U+0000 at character ${[...text.slice(0, nul)].length}`,
    };
  }
  const expected = `${kind} of whole Unicode characters, no half of a surrogate pair`;
  return {
    pointer,
    code: 'text.lone_surrogate',
    expected,
    found: `${words}, half a pair at character ${half}`,
  };
}

/** How many surrogate pairs are completed by the code units from `start` up to `end`. */
function pairsIn(text: string, start: number, end: number): number {
  let pairs = 0;
  for (let i = start; i < end; i++) if (isInsidePair(text, i)) pairs++;
  return pairs;
}

/** Goes `count` code points on from a UTF-16 offset; undefined when the text ends before. */
function walk(text: string, from: number, count: number): number | undefined {
  let at = isInsidePair(text, from) ? from + 1 : from;
  if (count < 0 || !Number.isInteger(count)) return undefined;
  for (let left = count; left > 0; left--) {
    if (at >= text.length) return undefined;
    at += isInsidePair(text, at + 1) ? 2 : 1;
  }
  return at;
}

function isInsidePair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && at > 0 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}

function refuseInsidePair(text: string, offset: number): void {
  if (isInsidePair(text, offset)) throw new RangeError(`UTF-16 offset ${offset} is inside a surrogate pair`);
}

function refuseUnlessOffset(offset: number, length: number, unit: string): void {
  if (Number.isInteger(offset) && offset >= 0 && offset <= length) return;
  throw new RangeError(`${unit} offset ${offset} is outside a text of ${length}`);
}
