import { languageTagFault } from './language-tag.js';

describe('languageTagFault', () => {
  it.each([
    'ja',
    'en-GB',
    'ru',
    'JA-latn-JP',
    'ja-Latn-hepburn',
    'ja-Latn-hepburn-heploc',
    'ru-Latn-alalc97',
    'zh-yue',
    'zh-yue-HK',
    'zh-Hant-TW',
    'es-419',
    'ain',
    'ryu',
    'und',
    'mis',
    'mul',
    'zxx',
    'qaa',
    'qtz-Qaaa-QM',
    'en-XA',
    'sl-rozaj-biske',
    'de-1996',
    'i-klingon',
    'I-Klingon',
    'zh-min-nan',
    'i-default',
    'cel-gaulish',
    'en-GB-oed',
    'x-okinawan-elders',
    'ja-x-siberia',
    'ja-JP-u-ca-japanese',
    'und-Cyrl-t-und-latn',
  ])('takes %s', (tag) => {
    expect(languageTagFault(tag)).toBeUndefined();
  });

  it.each([
    '',
    ' ',
    'ja ',
    'ja_JP',
    'j',
    'ja-',
    '-ja',
    'ja--JP',
    'ja-x',
    'x-',
    '日本語',
    'русский',
    'en-u',
    'toolonglanguage',
  ])('refuses the form of "%s"', (tag) => {
    expect(languageTagFault(tag)).toMatchObject({ pointer: '', code: 'language.not_well_formed' });
  });

  it.each([
    ['english', '"english" in "english"', 'language'],
    ['xx-QQQQ', '"xx" in "xx-QQQQ"', 'language'],
    ['jp', '"jp" in "jp"', 'language'],
    ['qua-Qaby', '"Qaby" in "qua-Qaby"', 'script'],
    ['ja-jpn', '"jpn" in "ja-jpn"', 'extended language'],
    ['ja-QQQQ', '"QQQQ" in "ja-QQQQ"', 'script'],
    ['ja-UK', '"UK" in "ja-UK"', 'region'],
    ['ja-Latn-hepbrun', '"hepbrun" in "ja-Latn-hepbrun"', 'variant'],
  ])('refuses the word of %s', (tag, found, kind) => {
    expect(languageTagFault(tag)).toEqual({
      pointer: '',
      code: 'language.not_registered',
      expected: `a registered ${kind} subtag`,
      found,
    });
  });

  it('refuses what is named twice, and extensions nobody registered', () => {
    expect(languageTagFault('de-1996-1996')?.code).toBe('language.repeated');
    expect(languageTagFault('ja-u-ca-japanese-u-co-eor')?.code).toBe('language.repeated');
    expect(languageTagFault('ja-b-some')).toMatchObject({ expected: 'the extension u or t' });
  });
});
