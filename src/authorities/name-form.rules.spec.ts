import { formFaults, isReading } from './name-form.rules.js';

describe('a form of a name', () => {
  const faults = (language: string, script: string): string[] =>
    formFaults({ owner: 'agent', type: 'legal', language, script, romanisation: null }).map(
      ({ code }) => code,
    );

  test.each([
    ['ja', 'Jpan'],
    ['ja-Latn-hepburn', 'Latn'],
    ['ja-latn', 'Latn'],
    ['zh-yue-Hant', 'Hant'],
    ['en-GB-oed', 'Jpan'],
    ['de-1996', 'Latn'],
    ['x-latn', 'Jpan'],
    ['und', 'Zzzz'],
  ])('may be in %s and %s', (language, script) => {
    expect(faults(language, script)).toEqual([]);
  });

  test.each([
    ['ja-Latn-hepburn', 'Jpan'],
    ['zh-yue-Hant', 'Hans'],
    ['sr-Cyrl-RS', 'Latn'],
  ])('is not in %s and yet in %s', (language, script) => {
    expect(faults(language, script)).toEqual(['name.language_script']);
  });

  test('is read in kana of any sort, and in nothing else', () => {
    for (const kana of ['せじま りゅうぞう', 'セジマ・リュウゾウ', 'ｾｼﾞﾏ', 'オオツカ', 'コーノ']) {
      expect([kana, isReading(kana)]).toEqual([kana, true]);
    }
    for (const other of ['瀬島', 'せ島', 'Sejima', '・', 'ー', ' ', 'せじま1']) {
      expect([other, isReading(other)]).toEqual([other, false]);
    }
  });
});
