/*
 * What a statement speaks of, apart from when and how many: its words in any language, and its counts. Dates are in
 * the claim's own date, so here they are only taken away. Approximate on purpose; what it misses is only not suggested.
 */

export interface StatementWords {
  /** Each once; ordinals in one form for all languages ('#2' for Second, II, 第二次, вторая) */
  words: string[];
  /** In ascending order, each once */
  counts: number[];
}

const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december|' +
  'январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?|сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]';

/** Words by which a date is told. `may`, the verb, is a function word in any case. */
const DATE_WORD = new RegExp(
  `^(${MONTHS}|spring|summer|autumn|winter|year|month|day|год[ауе]?|昭和|大正|明治|平成)$`,
  'u',
);

const DATES = [
  new RegExp(`\\d{1,2}(st|nd|rd|th)?\\s+(of\\s+)?(${MONTHS})(?!\\p{L})`, 'giu'),
  new RegExp(`(?<!\\p{L})(${MONTHS})\\s+\\d{1,2}(st|nd|rd|th)?(?![\\d,]\\d)`, 'giu'),
  /[\d元〇一二三四五六七八九十]+[年月日]/gu,
  /\d{4}\s*(г\.|год\p{L}*)/giu,
  // Four digits that nothing divides are a year, "1500 soldiers" included: better to miss a count than to invent one.
  /(?<![\d.,])(1\d{3}|20\d{2})s?(?![\d.,]\d|\p{Script=Han}|\p{L})/gu,
];

const FUNCTION_WORDS = new Set(
  (
    'a about almost an and are around as at be been being both but by can could did do does for from had has have he her him his how if in ' +
    'into is it its least many may might more most much nearly no nor of off on only or our out over own shall she should so some such than ' +
    'that the their them then there these they this those through to under until up upon was we were what when where ' +
    'which while who whom whose why will with would you your ' +
    'в во и к ко на о об от до из за по с со у не ни что как был была было были его её их он она они это около почти'
  ).split(' '),
);

const ORDINALS: readonly RegExp[] = [
  /^(i|first|перв\p{L}*)$/u,
  /^(ii|second|втор\p{L}*)$/u,
  /^(iii|third|трет\p{L}*)$/u,
  /^(iv|fourth|четв[её]рт\p{L}*)$/u,
  /^(fifth|пят(ый|ая|ое|ой|ого|ую))$/u,
  /^(sixth|шест(ой|ая|ое|ого|ую))$/u,
];

const NUMBER_WORDS = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value): [string, number] => [word, value]),
);
'twenty thirty forty fifty sixty seventy eighty ninety'
  .split(' ')
  .forEach((word, n) => NUMBER_WORDS.set(word, 20 + n * 10));
const MULTIPLES = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1_000_000],
  ['тыс', 1000],
  ['тысяч', 1000],
  ['тысячи', 1000],
  ['миллион', 1_000_000],
  ['миллиона', 1_000_000],
  ['миллионов', 1_000_000],
  ['百', 100],
  ['千', 1000],
  ['万', 10_000],
  ['億', 100_000_000],
]);
const KANJI_DIGITS = '〇一二三四五六七八九';

const DIGITS = /\d{1,3}(?:[,\u00a0\u202f' ]\d{3})+(?!\d)|\d+(?:\.\d+)?/gu;
const COUNTED_KANJI = /(?<![\d.])[〇一二三四五六七八九十百千万億]+(?=[人名隻台機両個回件本社])/gu;
const NTH = /第([\d〇一二三四五六七八九十]+)次?/gu;

const SEGMENTS = new Intl.Segmenter('und', { granularity: 'word' });

export function statementWords(statement: string): StatementWords {
  const words = new Set<string>();
  const counts = new Set<number>();
  let text = statement.normalize('NFKC');
  for (const date of DATES) text = text.replace(date, ' ');
  text = text
    .replace(NTH, (_, number: string) => {
      words.add(`#${kanjiNumber(number)}`);
      return ' ';
    })
    // "2nd Army", but not "on the 2nd": there it is a day.
    .replace(/(\d+)(?:st|nd|rd|th)(?!\p{L})(\s+\p{Lu})?/gu, (_, number: string, name?: string) => {
      if (name !== undefined) words.add(`#${number}`);
      return name ?? ' ';
    })
    .replace(COUNTED_KANJI, (number) => ` ${kanjiNumber(number)} `)
    .replace(DIGITS, (number) => ` ${number.replace(/[^\d.]/g, '')} `);
  readTokens(tokensOf(text.toLowerCase()), words, counts);
  return { words: [...words].sort(), counts: [...counts].sort((a, b) => a - b) };
}

/** The words of a name, by which it is taken out of a statement. */
export function nameWords(name: string): string[] {
  return tokensOf(name.normalize('NFKC').toLowerCase());
}

/**
 * Some words of a statement as it has them, in its order, with the particles and small words between them; other words
 * are told by dots. Without a word of them (an ordinal that is written 第二次, say) it is empty.
 */
export function wordsAsWritten(statement: string, words: readonly string[]): string {
  const wanted = new Set(words);
  let [written, between, isGap] = ['', '', false];
  for (const { segment } of SEGMENTS.segment(statement)) {
    const [token = ''] = tokensOf(segment.normalize('NFKC').toLowerCase());
    const word = wordOf(token);
    if (word !== null && wanted.has(word)) {
      written += (written === '' ? '' : isGap ? ' … ' : between) + segment;
      [between, isGap] = ['', false];
    } else {
      isGap ||= word !== null || DATE_WORD.test(token) || /^\d/.test(token);
      between += segment;
    }
  }
  // The segmenter cuts endings off: 始 and まった.
  return written + (isGap ? '' : (/^\p{Script=Hiragana}+/u.exec(between)?.[0] ?? ''));
}

function tokensOf(text: string): string[] {
  return Array.from(SEGMENTS.segment(text))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.replace(/['’]s?$/u, ''));
}

/** Numbers that stand side by side are one: "two hundred thousand", "600 тысяч", "60 万". */
function readTokens(tokens: string[], words: Set<string>, counts: Set<number>): void {
  let number: RunningNumber | null = null;
  for (const token of tokens) {
    // 万人 comes as one word: the multiple and what is counted.
    const [, kanji, counted] = /^([百千万億])(\p{Script=Han}+)?$/u.exec(token) ?? [];
    const longer = continued(number, token, MULTIPLES.get(kanji ?? token));
    if (longer === null) {
      addCount(number, counts);
      const word = wordOf(token);
      if (word !== null) words.add(word);
    } else if (counted !== undefined) {
      words.add(counted);
    }
    number = longer;
  }
  addCount(number, counts);
}

/** What has been read of a number: thousands and millions that are done with, and what may yet be multiplied. */
interface RunningNumber {
  finished: number;
  current: number;
}

/** The number with one more token, or null where the token is no part of one. */
function continued(
  number: RunningNumber | null,
  token: string,
  multiple: number | undefined,
): RunningNumber | null {
  const { finished, current } = number ?? { finished: 0, current: 0 };
  const value = /^\d+(\.\d+)?$/.test(token) ? Number(token) : NUMBER_WORDS.get(token);
  if (value !== undefined) return { finished, current: current + value };
  if (multiple === undefined || number === null) return null;
  const multiplied = (current === 0 ? 1 : current) * multiple;
  return multiple < 1000
    ? { finished, current: multiplied }
    : { finished: finished + multiplied, current: 0 };
}

function addCount(number: RunningNumber | null, counts: Set<number>): void {
  const count = number === null ? 1 : number.finished + number.current;
  // One is seldom a count ("one of them").
  if (count !== 1) counts.add(count);
}

/** A word by which statements are compared, or null where it says nothing of what they speak of. */
function wordOf(token: string): string | null {
  const ordinal = ORDINALS.findIndex((pattern) => pattern.test(token));
  if (ordinal >= 0) return `#${ordinal + 1}`;
  // Particles and endings of Japanese, as the segmenter cuts them off.
  const isParticle = /^\p{Script=Hiragana}{1,2}$/u.test(token);
  return isParticle || token === '' || FUNCTION_WORDS.has(token) || DATE_WORD.test(token) || /^\d/.test(token)
    ? null
    : token;
}

/** 三百, 六十万, 二, 12 */
function kanjiNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  let [finished, section, digit] = [0, 0, 0];
  for (const character of text) {
    const value = KANJI_DIGITS.indexOf(character);
    const multiple = character === '十' ? 10 : (MULTIPLES.get(character) ?? 1);
    if (value >= 0) digit = digit * 10 + value;
    else if (multiple < 10_000) {
      section += (digit === 0 ? 1 : digit) * multiple;
      digit = 0;
    } else {
      finished += (section + digit === 0 ? 1 : section + digit) * multiple;
      [section, digit] = [0, 0];
    }
  }
  return finished + section + digit;
}
