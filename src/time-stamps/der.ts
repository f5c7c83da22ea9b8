/*
 * As much of DER (ITU-T X.690) as a time stamp needs. Strict: one form for each value, nothing behind it.
 */

/** One value: its tag and what it holds. */
export interface DerValue {
  tag: number;
  content: Buffer;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** [0], of several values. */
  explicit0: 0xa0,
} as const;

export class BadDer extends Error {
  override name = 'BadDer';
}

/** @returns the bytes of a value */
export function encode(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const hex = content.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, content]);
}

/** @returns an integer of these bytes, taken as a positive number */
export function encodeInteger(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const digits = bytes.subarray(start);
  // A first bit that is set would make it negative.
  return encode(TAG.integer, digits[0]! >= 0x80 ? Buffer.of(0) : Buffer.alloc(0), digits);
}

/** @returns an object identifier such as `2.16.840.1.101.3.4.2.1` */
export function encodeObjectIdentifier(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
    return groups;
  });
  return encode(TAG.objectIdentifier, Buffer.from(bytes));
}

/**
 * @returns the one value these bytes are
 * @throws {BadDer}
 */
export function decode(bytes: Buffer): DerValue {
  const [value, ...more] = decodeAll(bytes);
  if (value === undefined || more.length > 0) throw new BadDer('One value was expected.');
  return value;
}

/**
 * @returns the values that stand one after the other
 * @throws {BadDer}
 */
export function decodeAll(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at]!;
    if ((tag & 0x1f) === 0x1f) throw new BadDer('Tags of more than one byte do not occur here.');
    const { length, start } = readLength(bytes, at + 1);
    if (start + length > bytes.length) throw new BadDer('A value is longer than what holds it.');
    values.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}

/** @throws {BadDer} where it is another kind of value, or there is none */
export function expectTag(value: DerValue | undefined, tag: number, what: string): Buffer {
  if (value?.tag !== tag) throw new BadDer(`${what} is not there.`);
  return value.content;
}

function readLength(bytes: Buffer, at: number): { length: number; start: number } {
  const first = bytes[at];
  if (first === undefined) throw new BadDer('A value ends before its length.');
  if (first < 0x80) return { length: first, start: at + 1 };
  const count = first & 0x7f;
  // 0x80 is BER's length that comes at the end; more than four bytes would be more than anybody sends.
  if (count === 0 || count > 4 || at + 1 + count > bytes.length)
    throw new BadDer('A length is not one of DER.');
  const length = bytes.readUIntBE(at + 1, count);
  if (length < 0x80 || bytes[at + 1] === 0) throw new BadDer('A length is not in its shortest form.');
  return { length, start: at + 1 + count };
}
