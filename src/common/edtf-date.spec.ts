import fc from 'fast-check';
import { InvalidEdtf, readEdtf } from './edtf-date.js';

function spanOf(text: string): string {
  return readEdtf(text).span;
}

function codeOf(text: string): string {
  try {
    readEdtf(text);
  } catch (error) {
    if (error instanceof InvalidEdtf) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('what is read', () => {
  it.each([
    ['1898', '1898-01-01', '1898-12-31', '{[1898-01-01,1899-01-01)}'],
    ['1945-08', '1945-08-01', '1945-08-31', '{[1945-08-01,1945-09-01)}'],
    ['1945-08-09', '1945-08-09', '1945-08-09', '{[1945-08-09,1945-08-10)}'],
    ['2000-02-29', '2000-02-29', '2000-02-29', '{[2000-02-29,2000-03-01)}'],
    ['0045', '0045-01-01', '0045-12-31', '{[0045-01-01,0046-01-01)}'],
    ['9999-12-31', '9999-12-31', '9999-12-31', '{[9999-12-31,10000-01-01)}'],
  ])('%s by its precision', (text, earliest, latest, span) => {
    expect(readEdtf(text)).toEqual({ edtf: text, earliest, latest, span });
  });

  it.each(['1945?', '1945~', '1945%', '~1945'])(
    '%s as wide as 1945: a qualifier invents no width',
    (text) => {
      expect(readEdtf(text)).toEqual({ ...readEdtf('1945'), edtf: text });
    },
  );

  it.each(['?1945-08-~09', '1945-08?-09', '1945-08-09%'])('%s as the day it is', (text) => {
    expect(spanOf(text)).toBe(spanOf('1945-08-09'));
  });

  it.each([
    ['194X', '{[1940-01-01,1950-01-01)}'],
    ['19XX', '{[1900-01-01,2000-01-01)}'],
    ['1945-XX', '{[1945-01-01,1946-01-01)}'],
    ['1945-XX-XX', '{[1945-01-01,1946-01-01)}'],
    ['1945-1X', '{[1945-10-01,1946-01-01)}'],
    ['1945-02-XX', '{[1945-02-01,1945-03-01)}'],
    ['1945-XX-31', '{[1945-01-31,1946-01-01)}'],
    ['15XX-12-XX', '{[1500-12-01,1600-01-01)}'],
    ['19XX-02-29', '{[1904-02-29,1996-03-01)}'],
    ['1950S2', '{[1900-01-01,2000-01-01)}'],
    ['Y19E2', '{[1900-01-01,1901-01-01)}'],
  ])('%s from the first to the last day its digits allow', (text, span) => {
    expect(spanOf(text)).toBe(span);
  });

  it.each(['XXXX-12-25', 'XXXX-02-29', 'XXXX-21'])('%s without bounds: any year is not 0 to 9999', (text) => {
    expect(readEdtf(text)).toEqual({ edtf: text, earliest: null, latest: null, span: '{(,)}' });
  });

  it.each([
    ['1941-04-13/1945', '1941-04-13', '1945-12-31', '{[1941-04-13,1946-01-01)}'],
    ['2004/2004', '2004-01-01', '2004-12-31', '{[2004-01-01,2005-01-01)}'],
    ['2004-06-15/2004-06', '2004-06-15', '2004-06-30', '{[2004-06-15,2004-07-01)}'],
    ['1919-XX-02/1919-XX-01', '1919-01-02', '1919-12-01', '{[1919-01-02,1919-12-02)}'],
    ['1941-04-13/', '1941-04-13', null, '{[1941-04-13,)}'],
    ['1941-04-13/..', '1941-04-13', null, '{[1941-04-13,)}'],
    ['/1945', null, '1945-12-31', '{(,1946-01-01)}'],
    ['../1945~', null, '1945-12-31', '{(,1946-01-01)}'],
    ['1944-21/1945-23', '1944-03-01', '1945-11-30', '{[1944-03-01,1945-12-01)}'],
  ])('the interval %s', (text, earliest, latest, span) => {
    expect(readEdtf(text)).toEqual({ edtf: text, earliest, latest, span });
  });

  it.each([
    ['1945-21', '{[1945-03-01,1945-06-01)}'],
    ['1945-22', '{[1945-06-01,1945-09-01)}'],
    ['1945-23', '{[1945-09-01,1945-12-01)}'],
    ['1945-24', '{[1945-12-01,1946-03-01)}'],
    ['1947-24~', '{[1947-12-01,1948-03-01)}'],
    ['1945-25', '{[1945-03-01,1945-06-01)}'],
    ['1945-29', '{[1945-09-01,1945-12-01)}'],
    ['1945-30', '{[1945-12-01,1946-03-01)}'],
    ['1945-36', '{[1945-10-01,1946-01-01)}'],
    ['1945-38', '{[1945-05-01,1945-09-01)}'],
    ['1945-41', '{[1945-07-01,1946-01-01)}'],
  ])('the season or part of a year %s', (text, span) => {
    expect(spanOf(text)).toBe(span);
  });

  it.each([
    ['[1667,1668,1670..1672]', '{[1667-01-01,1669-01-01),[1670-01-01,1673-01-01)}'],
    ['{1961-12,1960}', '{[1960-01-01,1961-01-01),[1961-12-01,1962-01-01)}'],
    ['{1974-12-31,1975-02-20}', '{[1974-12-31,1975-01-01),[1975-02-20,1975-02-21)}'],
    ['[1940,1940-05,1941..1943,1942]', '{[1940-01-01,1944-01-01)}'],
    ['[..1672,1700]', '{(,1673-01-01),[1700-01-01,1701-01-01)}'],
    ['{1945,1950..}', '{[1945-01-01,1946-01-01),[1950-01-01,)}'],
    ['[1945]', '{[1945-01-01,1946-01-01)}'],
  ])('the set %s, ranges in order and joined where they touch', (text, span) => {
    expect(spanOf(text)).toBe(span);
  });

  it.each([
    ['-0043-03-15', '0044-03-15 BC', '{["0044-03-15 BC","0044-03-16 BC")}'],
    ['0000', '0001-01-01 BC', '{["0001-01-01 BC",0001-01-01)}'],
    ['-4712', '4713-01-01 BC', '{["4713-01-01 BC","4712-01-01 BC")}'],
    ['-1XXX', '2000-01-01 BC', '{["2000-01-01 BC","1000-01-01 BC")}'],
  ])('the years before ours as PostgreSQL writes them: %s', (text, earliest, span) => {
    expect(readEdtf(text)).toMatchObject({ earliest, span });
  });
});

describe('what is refused', () => {
  it.each([
    ['', 'date.blank'],
    ['　', 'date.blank'],
    ['1900-02-29', 'date.no_such_day'],
    ['2001-02-29', 'date.no_such_day'],
    ['2001-04-31', 'date.no_such_day'],
    ['2001-13', 'date.no_such_day'],
    ['2001-00', 'date.no_such_day'],
    ['2001-01-00', 'date.no_such_day'],
    ['XXXX-02-30', 'date.no_such_day'],
    ['1900-02-29/1901', 'date.no_such_day'],
    ['[1900-02-29,1901]', 'date.no_such_day'],
    [' 1945', 'date.not_edtf'],
    ['[1945, 1946]', 'date.not_edtf'],
    ['1945-08-09T11:02:00+09:00', 'date.time_of_day'],
    ['1945-08-09T11:02:00Z/1945-08-10', 'date.time_of_day'],
    ['1945/1944', 'date.reversed'],
    ['1945-08-10/1945-08-09', 'date.reversed'],
    ['{2002..2001}', 'date.reversed'],
    ['/', 'date.says_nothing'],
    ['../..', 'date.says_nothing'],
    ['../', 'date.says_nothing'],
    ['XXXX-XX-XX', 'date.says_nothing'],
    ['Y170000002', 'date.out_of_range'],
    ['Y-17E7', 'date.out_of_range'],
    ['Y1E400', 'date.out_of_range'],
    ['-4713', 'date.out_of_range'],
    ['1945/1946/1947', 'date.not_edtf'],
    ['[]', 'date.not_edtf'],
    ['[1945', 'date.not_edtf'],
    ['[1945}', 'date.not_edtf'],
    ['[1945,..1946]', 'date.not_edtf'],
    ['[1945..,1946]', 'date.not_edtf'],
    ['[..]', 'date.not_edtf'],
    ['[1945,]', 'date.not_edtf'],
    ['[1944,1945]/1946', 'date.not_edtf'],
    ['1945?~', 'date.not_edtf'],
    ['1945-8-9', 'date.not_edtf'],
    ['194x', 'date.not_edtf'],
    ['19', 'date.not_edtf'],
    ['197', 'date.not_edtf'],
    ['-0000', 'date.not_edtf'],
    ['09.08.1945', 'date.not_edtf'],
    ['昭和20年8月9日', 'date.not_edtf'],
    ['１９４５', 'date.not_edtf'],
    ['август 1945', 'date.not_edtf'],
    ['[' + '1945,'.repeat(300) + '1945]', 'date.too_long'],
  ])('%s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('says what was expected and what was found', () => {
    expect(() => readEdtf('[1945, 1946]')).toThrow(
      'Expected a date in EDTF, which has no blanks, found "[1945, 1946]".',
    );
    expect(() => readEdtf('2001-02-29')).toThrow(
      'Expected a day that is in the calendar, found "2001-02-29".',
    );
  });
});

describe('for every date', () => {
  const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-30'), noInvalidDate: true });
  const iso = (date: Date) => date.toISOString().slice(0, 10);

  it('a day is its own bounds, and its span ends before the next', () => {
    fc.assert(
      fc.property(day, (date) => {
        const text = iso(date);
        const next = iso(new Date(date.getTime() + 86_400_000));
        expect(readEdtf(text)).toEqual({
          edtf: text,
          earliest: text,
          latest: text,
          span: `{[${text},${next})}`,
        });
      }),
    );
  });

  it('less precision or more X never loses the day', () => {
    const fourDigits = day.filter((date) => date.getUTCFullYear() >= 1000);
    fc.assert(
      fc.property(fourDigits, fc.nat({ max: 255 }), fc.constantFrom(4, 7, 10), (date, mask, length) => {
        const text = iso(date);
        let digit = 0;
        const masked = text.slice(0, length).replace(/\d/g, (d) => ((mask >> digit++) & 1 ? 'X' : d));
        // Of a month or day half masked, the library knows only some forms; what it knows must hold the day.
        const code = codeOf(masked);
        fc.pre(code === 'accepted');
        const { earliest, latest } = readEdtf(masked);
        expect((earliest ?? '0000') <= text && text <= (latest ?? '9999-99')).toBe(true);
      }),
    );
  });

  it('an interval is read in one direction only', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [first, last] = [iso(a), iso(b)].sort() as [string, string];
        expect(readEdtf(`${first}/${last}`)).toMatchObject({ earliest: first, latest: last });
        if (first !== last) expect(codeOf(`${last}/${first}`)).toBe('date.reversed');
      }),
    );
  });

  it('any other text is refused as such, never by an accident', () => {
    const odd = fc.string({ unit: fc.constantFrom(...'0123456789X-/.,[]{}?~%YES T年'), maxLength: 14 });
    fc.assert(
      fc.property(odd, (text) => void codeOf(text)),
      { numRuns: 3000 },
    );
  });
});
