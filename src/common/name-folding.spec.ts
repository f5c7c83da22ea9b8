import fc from 'fast-check';
import { foldName, keyBeginnings, keyOf, nameKeys } from './name-folding.js';

const LATIN = Array.from("abcdefghijklmnopqrstuvwxyzāēīōūâêîôûéèüöñçš -’'.");
const KANA = Array.from(
  'アイウエオカキクケコガギグゲゴサシスセソザジズゼゾタチツテトダヂヅデドナニヌネノハヒフヘホバビブベボパピプペポマミムメモヤユヨラリルレロワヲンャュョッー・',
);
const text = (characters: string[]) =>
  fc.array(fc.constantFrom(...characters), { maxLength: 20 }).map((found) => found.join(''));
const latin = text(LATIN);
const katakana = text(KANA);

const hiragana = (kana: string): string =>
  kana.replace(/[ァ-ヶ]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0x60));
const wide = (plain: string): string =>
  plain.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

const FULL =
  'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンャュョッー・';
const HALF = 'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｬｭｮｯｰ･';
const MARKS: Record<string, string> = { '\u3099': 'ﾞ', '\u309a': 'ﾟ' };
const half = (kana: string): string =>
  Array.from(kana.normalize('NFD'), (one) => MARKS[one] ?? HALF[FULL.indexOf(one)] ?? one).join('');

describe('folding', () => {
  test('of what is folded already changes nothing, whatever it was', () => {
    for (const anything of [
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary' }),
      latin,
    ]) {
      fc.assert(
        fc.property(anything, (name) => {
          const once = foldName(name);
          expect(foldName(once)).toBe(once);
        }),
        { numRuns: 1000 },
      );
    }
  });

  test('takes no account of case, nor of width', () => {
    fc.assert(
      fc.property(latin, (name) => {
        expect(foldName(name.toUpperCase())).toBe(foldName(name));
        expect(foldName(wide(name))).toBe(foldName(name));
        expect(foldName(name.normalize('NFD'))).toBe(foldName(name));
      }),
      { numRuns: 1000 },
    );
  });

  test('takes no account of whether kana are katakana, hiragana or of half width', () => {
    fc.assert(
      fc.property(katakana, (name) => {
        expect(foldName(hiragana(name))).toBe(foldName(name));
        expect(foldName(half(name))).toBe(foldName(name));
        expect(foldName(name.normalize('NFD'))).toBe(foldName(name));
      }),
      { numRuns: 1000 },
    );
  });

  test('leaves no kana: all of them are spelled out', () => {
    fc.assert(
      fc.property(katakana, (name) => expect(foldName(name)).toMatch(/^[a-z]*$/)),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['瀬島', '瀨島'],
    ['沢田', '澤田'],
    ['渡辺', '渡邊', '渡邉'],
    ['旧', '舊'],
    ['斎藤', '齋藤', '斉藤', '齊藤'],
    ['吉野', '𠮷野'],
    ['高崎', '髙﨑'],
    ['佐々木', '佐佐木'],
    ['満州国', '滿州國'],
    ['瀋陽', '沈阳'],
    ['Sejima', 'SEJIMA', 'Ｓｅｊｉｍａ', 'Sezima', 'セジマ', 'せじま', 'ｾｼﾞﾏ'],
    ['Ryūzō', 'Ryuzo', 'Ryuuzou', 'リュウゾウ', 'りゅうぞう', 'リューゾー'],
    ['Ōno', 'Ono', 'Ohno', 'Oono', 'Ouno', 'オオノ', 'オーノ'],
    ['Shimbun', 'Shinbun', 'Sinbun', 'シンブン'],
    ['Matsuoka', 'Matuoka', 'まつおか'],
    ['Jun’ichi', "Jun'ichi", 'Junichi', 'Zyun-iti', 'ジュンイチ'],
    ['Hatchōbori', 'Hacchobori', 'Hattyobori', 'はっちょうぼり'],
    ['Fujita', 'Huzita', 'ふじた'],
    ['ヴォルガ', 'Voruga'],
    ['Горбачёв', 'горбачев', 'ГОРБАЧЁВ'],
    ['Łódź', 'lodz'],
    ['Müller', 'MULLER'],
  ])('finds %s by %j', (name, ...others) => {
    for (const other of others) expect([other, foldName(other)]).toEqual([other, foldName(name)]);
  });

  test.each([
    ['Ohira', 'Oira'],
    ['Kyoto', 'Koto'],
    ['瀬島', '島瀬'],
    ['か', 'が'],
    ['Hattori', 'Hatori'],
    ['奉天', 'Mukden'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });
});

describe('keys', () => {
  test('begin with each word, so that the order of names does not matter', () => {
    const [whole, turned] = nameKeys('Ryuzo Sejima');
    expect(nameKeys('SEJIMA Ryūzō')).toEqual([turned, whole]);
    expect(nameKeys('瀬島龍三', ['瀬島', '龍三'])).toContain(keyOf('龍三瀬島'));
    expect(nameKeys('リュウゾウ・セジマ')).toEqual([whole, turned]);
  });

  test('of nothing but signs are none', () => {
    expect(nameKeys(' -・!？ ')).toEqual([]);
    expect(nameKeys('')).toEqual([]);
  });

  test('stay short, and of whole characters, however long a name is', () => {
    for (const name of ['𠮷'.repeat(500), '瀬'.repeat(500), 'a b '.repeat(125)]) {
      const keys = nameKeys(name);
      expect(keys.length).toBeLessThanOrEqual(9);
      for (const key of keys) {
        expect(Buffer.byteLength(key)).toBeLessThanOrEqual(120);
        expect(key.isWellFormed?.() ?? true).toBe(true);
      }
    }
  });

  test('of what a name begins with begin its key, word by word', () => {
    const words = ['Sejima', 'Ryūzō', 'Ōtsuka', 'Shinbashi', 'Kyōko', 'セジマ', '瀬島', 'Горбачёв'];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }),
        fc.nat(4),
        (name, n) => {
          const begun = name.slice(0, 1 + (n % name.length)).join(' ');
          expect(keyOf(name.join(' ')).startsWith(keyOf(begun))).toBe(true);
        },
      ),
    );
  });
});

describe('what keys begin with', () => {
  const begins = (typed: string, name: string): boolean =>
    keyBeginnings(typed).some((beginning) => keyOf(name).startsWith(beginning));

  test.each([
    'Shimbun',
    'Shimada',
    'Shimmachi',
    'Hamburg',
    'Chiba',
    'Chōshū',
    'Hatchōbori',
    'Hacchobori',
    'Adzuma',
    'Kyōto',
    'Tsushima',
    'Ōhashi',
    'Fujita',
    'Jun’ichi',
    'Горбачёв',
    'キョウト',
    'しゅんざん',
    'ニュウタ',
    'ｷｮｳﾄ',
    '瀬島龍三',
  ])('%s is begun by as much of it as is typed, letter by letter', (name) => {
    const letters = Array.from(name);
    for (let typed = 1; typed <= letters.length; typed += 1) {
      const beginning = letters.slice(0, typed).join('');
      expect([beginning, begins(beginning, name)]).toEqual([beginning, true]);
    }
  });

  test('of any romanised name is begun by any beginning of it', () => {
    const consonants =
      ',k,kk,ky,g,gy,s,ss,sh,ssh,j,z,t,tt,ts,tts,ch,tch,cch,d,dz,n,nn,ny,h,hy,f,m,mm,mb,mp,my,b,by,p,pp,r,ry,w,y';
    const syllable = fc
      .tuple(
        fc.constantFrom(...consonants.split(',')),
        fc.constantFrom('a', 'i', 'u', 'e', 'o', 'ō', 'ou', 'oh'),
      )
      .map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.array(syllable, { minLength: 1, maxLength: 5 }), fc.nat(20), (syllables, at) => {
        const name = syllables.join('');
        const typed = name.slice(0, 1 + (at % name.length));
        expect([typed, name, begins(typed, name)]).toEqual([typed, name, true]);
      }),
      { numRuns: 5000 },
    );
  });

  test('is one, but within a letter group, and what was typed comes first', () => {
    expect(keyBeginnings('Sejima')).toEqual(['sezima']);
    expect(keyBeginnings('Shim')).toEqual(['sim', 'sinb', 'sinm', 'sinp']);
    expect(keyBeginnings('Shim ')).toEqual(['sim']);
    expect(keyBeginnings('き')).toEqual(['ki', 'ky']);
    expect(keyBeginnings('・')).toEqual([]);
    for (const typed of ['m'.repeat(200), 'c'.repeat(200), 'キ'.repeat(200), 'シ'.repeat(60)]) {
      for (const key of keyBeginnings(typed)) expect(Buffer.byteLength(key)).toBeLessThanOrEqual(120);
    }
  });

  test('is not what would find another name by a letter that is no part of it', () => {
    for (const [typed, name] of [
      ['Shim', 'Shin'],
      ['c', 'Tanaka'],
      ['か', 'キョウト'],
    ] as const) {
      expect([typed, begins(typed, name)]).toEqual([typed, false]);
    }
  });
});
