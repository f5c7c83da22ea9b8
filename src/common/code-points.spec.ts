import fc from 'fast-check';
import {
  CodePointIndex,
  codePointLength,
  findUnstorable,
  isStorable,
  sliceCodePoints,
  toCodePoint,
  toUtf16,
} from './code-points.js';

/** Any Unicode text, with much outside the BMP, combining marks and joined emoji among it. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('𠮷野愛子', 'が', 'й', '👩‍👩‍👧', '🇯🇵', 'abc ', '\r\n', 'あ'.repeat(700), '𠮷'.repeat(700)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('counting', () => {
  it('counts what PostgreSQL counts', () => {
    expect(codePointLength('')).toBe(0);
    expect(codePointLength('𠮷野')).toBe(2);
    expect(codePointLength('e\u0301')).toBe(2);
    expect(codePointLength('🇯🇵')).toBe(2);
  });

  it('is the length of the text spread into characters', () => {
    fc.assert(fc.property(text, (t) => codePointLength(t) === [...t].length));
  });
});

describe('converting', () => {
  it('goes there and back again at every character, with and without an index', () => {
    fc.assert(
      fc.property(text, (t) => {
        const index = new CodePointIndex(t);
        expect(index.length).toBe([...t].length);
        let utf16 = 0;
        [...t, ''].forEach((character, at) => {
          if (at % 97 === 0 || at > index.length - 3) {
            expect(toCodePoint(t, utf16)).toBe(at);
            expect(toUtf16(t, at)).toBe(utf16);
          }
          expect(index.toCodePoint(utf16)).toBe(at);
          expect(index.toUtf16(at)).toBe(utf16);
          utf16 += character.length;
        });
      }),
      { numRuns: 60 },
    );
  });

  it('holds where a remembered place falls inside a pair', () => {
    const t = 'a' + '𠮷'.repeat(3000);
    const index = new CodePointIndex(t);
    for (let at = 0; at <= 3001; at++) {
      const utf16 = at === 0 ? 0 : 2 * at - 1;
      expect(index.toUtf16(at)).toBe(utf16);
      expect(index.toCodePoint(utf16)).toBe(at);
    }
  });

  it('refuses an offset inside a pair, beyond the text, negative or broken', () => {
    for (const index of [new CodePointIndex('𠮷a'), new CodePointIndex('ab')]) {
      for (const offset of [-1, 4, 0.5, NaN]) {
        expect(() => index.toUtf16(offset)).toThrow(RangeError);
        expect(() => index.toCodePoint(offset)).toThrow(RangeError);
        expect(() => toUtf16(index.text, offset)).toThrow(RangeError);
        expect(() => toCodePoint(index.text, offset)).toThrow(RangeError);
      }
    }
    expect(() => toCodePoint('𠮷', 1)).toThrow('inside a surrogate pair');
    expect(() => new CodePointIndex('𠮷').toCodePoint(1)).toThrow('inside a surrogate pair');
  });
});

describe('slicing', () => {
  it('is the slice of the text spread into characters, beyond its borders too', () => {
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 3000 }),
        (t, start, end) => {
          const expected = [...t].slice(start, Math.max(start, end)).join('');
          expect(sliceCodePoints(t, start, end)).toBe(expected);
          expect(new CodePointIndex(t).slice(start, end)).toBe(expected);
        },
      ),
    );
  });

  it('begins at the beginning before it', () => {
    expect(sliceCodePoints('𠮷野愛子', -2, 1)).toBe('𠮷');
    expect(new CodePointIndex('𠮷野愛子').slice(-2, 1)).toBe('𠮷');
  });

  it('takes the rest without an end', () => {
    expect(sliceCodePoints('𠮷野愛子', 1)).toBe('野愛子');
  });
});

describe('isStorable', () => {
  it('takes all honest text', () => {
    fc.assert(fc.property(text, (t) => isStorable(t.replaceAll('\u0000', '')) === true));
  });

  it('refuses U+0000 and half a pair', () => {
    expect(isStorable('a\u0000')).toBe(false);
    expect(isStorable('\ud842')).toBe(false);
    expect(isStorable('\udfb7\ud842')).toBe(false);
  });
});

describe('findUnstorable', () => {
  it('finds nothing in good JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        fc.pre(!json.includes('\\u'));
        expect(findUnstorable(JSON.parse(json))).toBeUndefined();
      }),
    );
  });

  it('points at the first bad text in document order', () => {
    const value = { good: '𠮷', list: [{ 'a/b': 'x\u0000y' }, '\ud842'], last: '\u0000' };
    expect(findUnstorable(value)).toEqual({
      pointer: '/list/0/a~1b',
      code: 'text.null_character',
      expected: 'text without the null character U+0000',
      found: '"x\\u0000y", U+0000 at character 1',
    });
    expect(findUnstorable(['𠮷', ['𠮷\ud842']])).toEqual({
      pointer: '/1/0',
      code: 'text.lone_surrogate',
      expected: 'text of whole Unicode characters, no half of a surrogate pair',
      found: '"𠮷\\ud842", half a pair at character 1',
    });
  });

  it('points at the value itself when that is a text', () => {
    expect(findUnstorable('\u0000')?.pointer).toBe('');
  });

  it('names the object that has a bad member name', () => {
    const fault = findUnstorable({ custom: { ['k\u0000']: 1 } });
    expect(fault?.pointer).toBe('/custom');
    expect(fault?.found).toBe('the member name "k\\u0000", U+0000 at character 1');
  });

  it('refuses nesting without end, however deep it is', () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
    expect(findUnstorable(nested(100))).toBeUndefined();
    for (const depth of [101, 5000, 200_000]) {
      expect(findUnstorable({ name: nested(depth) })).toMatchObject({
        pointer: '/name',
        code: 'request.too_deep',
      });
    }
  });
});
