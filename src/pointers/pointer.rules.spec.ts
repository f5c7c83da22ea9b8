import fc from 'fast-check';
import { parsePointer, type Pointer, POINTER_FORMS, printPointer } from './pointer.rules.js';

const spelt = (words: string): string => {
  const pointer = parsePointer(words);
  return 'code' in pointer ? pointer.code : printPointer(pointer);
};

const number = fc.integer({ min: 1, max: 999_999_999 });
const place = fc.oneof(
  fc.record({
    revision: fc.option(number),
    passage: fc.option(number),
    claim: fc.option(number),
    range: fc.constant(null),
  }),
  fc.record({
    revision: number,
    passage: fc.constant(null),
    claim: fc.constant(null),
    range: fc
      .tuple(fc.nat(999_999_998), number)
      .filter(([start, end]) => start < end)
      .map(([start, end]) => ({ start, end })),
  }),
);
const pointers: fc.Arbitrary<Pointer> = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999 }), place)
  .map(([accession, rest]) => ({ accession: `KTB-${String(accession).padStart(4, '0')}`, ...rest }));

describe('pointers', () => {
  test('are read as they are printed', () => {
    fc.assert(
      fc.property(pointers, (pointer) => expect(parsePointer(printPointer(pointer))).toEqual(pointer)),
    );
  });

  test('are printed in one spelling, however they were typed', () => {
    const typed = fc.tuple(pointers, fc.constantFrom(' ', '.', '+', '_', '', '  ', '\u00a0', '\u3000'));
    fc.assert(
      fc.property(typed, ([pointer, gap]) => {
        const printed = printPointer(pointer);
        const easy = printed.replaceAll(' ', gap).replace('¶', 'p').replace('#', 'c');
        expect([spelt(easy), spelt(easy.toLowerCase()), spelt(spelt(easy))]).toEqual([
          printed,
          printed,
          printed,
        ]);
      }),
    );
  });

  test('have the forms that are named where one is refused', () => {
    expect(POINTER_FORMS.map(spelt)).toEqual(POINTER_FORMS);
  });

  test.each([
    ['ktb-0001.r2.p17', 'KTB-0001 r2 ¶17'],
    ['KTB-0001+r2+¶17+#5', 'KTB-0001 r2 ¶17 #5'],
    ['KTB-0001_c5', 'KTB-0001 #5'],
    ['KTB-0001¶17', 'KTB-0001 ¶17'],
    [' KTB-0001 r2 ¶17. ', 'KTB-0001 r2 ¶17'],
    ['KTB-0001.r2.char=0,1', 'KTB-0001 r2 char=0,1'],
    ['KTB-123456789 R2', 'KTB-123456789 r2'],
  ])('%s is %s', (typed, printed) => expect(spelt(typed)).toBe(printed));

  test.each([
    '',
    ' ',
    'KTB',
    'KTB-1',
    'KTB-0001x',
    'KTB-1234567890',
    'XTB-0001',
    'KTB-0001 r',
    'KTB-0001 r0',
    'KTB-0001 r02',
    'KTB-0001 r-1',
    'KTB-0001 r1.5e3x',
    'KTB-0001 r1234567890',
    'KTB-0001 ¶',
    'KTB-0001 ¶0',
    'KTB-0001 ¶¶1',
    'KTB-0001 ¶1 ¶2',
    'KTB-0001 #5 ¶17',
    'KTB-0001 ¶17 r2',
    'KTB-0001 #',
    'KTB-0001 char=1,2',
    'KTB-0001 r2 char=1',
    'KTB-0001 r2 char=1,',
    'KTB-0001 r2 char=,2',
    'KTB-0001 r2 char=-1,2',
    'KTB-0001 r2 char=01,2',
    'KTB-0001 r2 char=1.0,2',
    'KTB-0001 r2 char=1,2147483648',
    'KTB-0001 r2 ¶3 char=1,2',
    'KTB-0001 r２',
    'KTB-٠٠٠١',
    '\u212aTB-0001',
    'KTB-0001 r1\u0000',
    '\ud800',
    'KTB-0001; DROP TABLE',
    'KTB-0001 KTB-0002',
  ])('%j is none', (words) => expect(spelt(words)).toBe('pointer.invalid'));

  test.each(['KTB-0001 r2 char=5,5', 'KTB-0001 r2 char=5,4', 'KTB-0001 r2 char=0,0'])(
    '%s names no words',
    (words) => expect(spelt(words)).toBe('pointer.empty_range'),
  );
});
