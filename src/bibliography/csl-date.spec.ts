import { readEdtf } from '../common/edtf-date.js';
import { cslDate } from './csl-date.js';

describe('what CSL can say', () => {
  it.each([
    ['1945', { 'date-parts': [[1945]] }],
    ['1945-08-09', { 'date-parts': [[1945, 8, 9]] }],
    ['1945~', { 'date-parts': [[1945]], circa: true }],
    ['1945-21', { 'date-parts': [[1945]], season: 1 }],
    ['1945-08/1946', { 'date-parts': [[1945, 8], [1946]] }],
    ['1945~/1946~', { 'date-parts': [[1945], [1946]], circa: true }],
    ['-0043-03-15', { 'date-parts': [[-44, 3, 15]] }],
    ['0000', { 'date-parts': [[-1]] }],
  ])('%s', (edtf, expected) => {
    expect(readEdtf(edtf).edtf).toBe(edtf);
    expect(cslDate({ edtf, words: 'when I was ten' }, 'en')).toEqual(expected);
  });
});

describe('what CSL cannot say', () => {
  it.each([
    ['1945?', '1945 (uncertain)', '1945年（不確か）'],
    ['1945%', 'ca. 1945 (uncertain)', '1945年頃（不確か）'],
    ['194X', '1940s', '1940年代'],
    ['19XX', 'between 1900 and 1999', '1900年から1999年の間'],
    ['1945-08-XX', 'August 1945 (day unknown)', '1945年8月（日不明）'],
    ['1945-XX', '1945 (month unknown)', '1945年（月不明）'],
    ['1945-XX-XX', '1945 (month and day unknown)', '1945年（月日不明）'],
    ['1941/..', 'from 1941 on', '1941年以降'],
    ['1941/', 'from 1941, end unknown', '1941年から（終わりは不明）'],
    ['../1945', 'until 1945', '1945年まで'],
    ['/1945', 'until 1945, beginning unknown', '1945年まで（始まりは不明）'],
    ['1945~/1946', 'from ca. 1945 to 1946', '1945年頃から1946年まで'],
    ['[1944,1945]', '1944 or 1945', '1944年または1945年'],
    ['[1943,1944,1945-08]', '1943, 1944 or August 1945', '1943年、1944年または1945年8月'],
    ['{1944,1945..1947}', '1944 and from 1945 to 1947', '1944年および1945年から1947年まで'],
    ['[..1944]', 'until 1944', '1944年まで'],
    ['1945-24?', 'winter 1945 (uncertain)', '1945年冬（不確か）'],
    // No words for these: they go out as they are.
    ['1945-?08-09', '1945-?08-09', '1945-?08-09'],
    ['1XX5', '1XX5', '1XX5'],
    ['1945-33', '1945-33', '1945-33'],
  ])('%s', (edtf, english, japanese) => {
    expect(readEdtf(edtf).edtf).toBe(edtf);
    expect(cslDate({ edtf }, 'en')).toEqual({ literal: english });
    expect(cslDate({ edtf }, 'ja')).toEqual({ literal: japanese });
    expect(cslDate({ edtf, words: 'うろ覚え ' }, 'en')).toEqual({ literal: 'うろ覚え' });
  });
});

test('words alone, and nothing', () => {
  expect(cslDate({ words: 'after the war' }, 'en')).toEqual({ literal: 'after the war' });
  expect(cslDate({ words: ' ', edtf: null }, 'en')).toBeUndefined();
});
