import fc from 'fast-check';
import { readEdtf } from '../common/edtf-date.js';
import { faultOfLife, isCertainlyBefore } from './life.rules.js';

describe('births and deaths', () => {
  test.each([
    ['1911', '1910'],
    ['1911-02-01', '1911-01-31'],
    ['194X', '1939'],
    ['1911', '/1910-12-31'],
    ['0044', '-0043'],
    ['-0043', '-0044'],
    ['[1911,1913]', '1909'],
  ])('nobody born %s died %s', (born, died) => {
    expect(faultOfLife(born, died)).toMatchObject({
      pointer: '/died/date/edtf',
      code: 'life.died_before_born',
    });
  });

  test.each([
    ['1911', '1911'],
    ['1911-02', '1911-02-01'],
    ['194X', '1945'],
    ['1945', '194X'],
    ['1911~', '1911?'],
    ['/1911', '1800'],
    ['1911', '1800/'],
    ['1911', '1800/..'],
    ['[1911,1913]', '1912'],
    ['-0044', '-0043'],
    ['-0043', '0044'],
    [undefined, '1800'],
    ['1911', undefined],
  ])('somebody born %s may have died %s', (born, died) => {
    expect(faultOfLife(born, died)).toBeNull();
  });

  test('of two dates at most one is certainly before the other, and none before itself', () => {
    const year = fc.integer({ min: -4000, max: 9990 });
    const written = (n: number) => `${n < 0 ? '-' : ''}${String(Math.abs(n)).padStart(4, '0')}`;
    const date = fc.oneof(
      year.map(written),
      year.map((n) => `${written(n)}-06`),
      fc.tuple(year, fc.nat(9)).map(([from, years]) => `${written(from)}/${written(from + years)}`),
      year.map((n) => `${written(n)}/..`),
    );
    fc.assert(
      fc.property(date, date, (one, other) => {
        const [a, b] = [readEdtf(one), readEdtf(other)];
        expect(isCertainlyBefore(a, a)).toBe(false);
        expect(isCertainlyBefore(a, b) && isCertainlyBefore(b, a)).toBe(false);
      }),
    );
  });

  test('years are in their order on both sides of the beginning of the era', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4000, max: 9990 }), fc.integer({ min: -4000, max: 9990 }), (a, b) => {
        const written = (n: number) => `${n < 0 ? '-' : ''}${String(Math.abs(n)).padStart(4, '0')}`;
        expect(isCertainlyBefore(readEdtf(written(a)), readEdtf(written(b)))).toBe(a < b);
      }),
    );
  });
});
