import { KANA, KANJI_VARIANTS } from './name-folding.tables.js';

/*
 * Names are written in many ways: 瀬島, 瀨島, セジマ, ｾｼﾞﾏ, せじま, Sejima, SEJIMA, Sezima. Folding gives all of one name
 * the same key, for what is stored and for what is asked. A key is for finding and never shown: kana are turned into
 * a romanisation of no standard, and what differs only by spelling (Ōno and Ono, Kōno and Kono) becomes one. It finds
 * too much rather than too little. Kanji are read by nobody here: their reading is what a person typed.
 */

/** Letters that normalisation does not take apart. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};

/** One spelling for what Hepburn, Kunrei and people write differently: Kunrei’s, and long vowels short. */
const SPELLINGS: [RegExp, string][] = [
  // Ohno, Kohno; but not Ohira.
  [/oh+(?![aeiouh])/g, 'o'],
  [/o[ou]+/g, 'o'],
  [/([aeiu])\1+/g, '$1'],
  [/c{2,}h/g, 'tch'],
  [/sh+(?=[aueo])/g, 'sy'],
  [/sh+/g, 's'],
  [/ch+(?=[aueo])/g, 'ty'],
  [/ch+/g, 't'],
  [/ts+/g, 't'],
  [/d+z/g, 'z'],
  [/j(?=[aueo])/g, 'zy'],
  [/j/g, 'z'],
  [/f/g, 'h'],
  // Shimbun and Shinbun.
  [/m(?=[bmp])/g, 'n'],
];

/** No spelling needs more rounds; it is a bound for what is no name. */
const ROUNDS = 50;

/** What is left of a name once width, case, script of kana, marks, old forms and spellings are taken away. */
export function foldName(name: string): string {
  let folded = name;
  for (let round = 0; round < ROUNDS; round += 1) {
    const again = foldOnce(folded);
    if (again === folded) break;
    folded = again;
  }
  return folded;
}

function foldOnce(name: string): string {
  const characters = Array.from(name.normalize('NFKC').toLowerCase());
  const kanji = characters.map((character, at) => {
    // 佐々木 is 佐佐木.
    const written = character === '々' ? (characters[at - 1] ?? '') : character;
    return KANJI_VARIANTS.get(written) ?? LETTERS[written] ?? written;
  });
  let folded = romanised(kanji.join(''))
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
  for (const [pattern, replacement] of SPELLINGS) folded = folded.replace(pattern, replacement);
  return folded;
}

/** Katakana and hiragana in Latin letters; all else as it is. */
function romanised(text: string): string {
  const katakana = text.replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
  return (
    katakana
      .replace(/[\u30a1-\u30f6][ァィゥェォャュョ]?/g, (kana) => KANA.get(kana) ?? singly(kana))
      // A small tsu doubles the consonant after it; at the end it says nothing.
      .replace(/ッ(?=([b-df-hj-np-tv-z]))/g, '$1')
      .replace(/[ッー]/g, '')
  );
}

function singly(kana: string): string {
  return Array.from(kana, (one) => KANA.get(one) ?? one).join('');
}

/** So much of a key is kept; in UTF-8, so that it fits into a cursor. */
const KEY_BYTES = 120;

/** Words after the eighth begin no key of their own. */
const MOST_WORDS = 8;

/**
 * The keys of a name: beginning with each of its words in turn, so that "Ryuzo Sejima" and "Sejima Ryuzo" are one name
 * and either word finds it.
 * @param parts the words of a name that is written without spaces, where somebody has told them apart
 */
export function nameKeys(name: string, parts: string[] = []): string[] {
  const whole = keyOf(name);
  const words = (parts.length > 1 ? parts : name.split(/[^\p{L}\p{N}\p{M}’'ー々]+/u)).filter(
    (word) => foldName(word) !== '',
  );
  const turned = words
    .slice(0, MOST_WORDS)
    .map((_, at) => keyOf([...words.slice(at), ...words.slice(0, at)].join('')));
  return [...new Set([whole, ...turned])].filter((key) => key !== '');
}

/** What is asked for, as keys begin. */
export function keyOf(name: string): string {
  return beginning(foldName(name));
}

/**
 * How keys begin of names of which somebody has typed the beginning. More than one where he may have stopped within a
 * letter group: the m of Shimbun is an n in its key, the c of Chiba a t, the キ of キョウト a ky.
 * @returns in the order of keys, byte by byte: first the key of what was typed, which none of the others begins with
 */
export function keyBeginnings(typed: string): string[] {
  const first = keyOf(typed);
  if (first === '') return [];
  const plain = typed.normalize('NFKC').toLowerCase();
  const others = HANGING.filter(([end]) => end.test(plain)).flatMap(([, onward, after]) =>
    onward.map((more) => keyOf(plain + more).replace(after, '')),
  );
  return [first, ...[...new Set(others)].sort().filter((key) => !key.startsWith(first))];
}

/** What may follow what was typed, so that it folds otherwise; and what of that was not typed yet. */
const HANGING: [end: RegExp, onward: string[], after: RegExp][] = [
  [/m$/, ['b', 'm', 'p'], /^$/],
  [/c$/, ['hi', 'hy', 'chi', 'chy'], /^$/],
  [/d$/, ['z'], /^$/],
  [/[きぎしじちぢにひびぴみりキギシジチヂニヒビピミリ]$/, ['ゃ'], /a$/],
];

function beginning(text: string): string {
  if (Buffer.byteLength(text) <= KEY_BYTES) return text;
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > KEY_BYTES) break;
    kept += character;
  }
  return kept;
}
