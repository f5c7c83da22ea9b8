/**
 * Text as people really write it, and as careless software breaks it: each is legal, honest and to be kept
 * byte for byte.
 */
export const ODD = {
  japanese: '吉野 愛子「橋はもう無かった」と父が言った。',
  cyrillic: 'Отец сказал: «моста больше нет» — и замолчал.',
  /** Outside the Basic Multilingual Plane: one code point, two UTF-16 units */
  beyondBmp: '𠮷野家と𩸽の話',
  /** Decomposed: e and U+0301, か and U+3099 */
  combining: 'cafe\u0301 か\u3099く',
  /** One character to a reader, seven code points */
  emoji: '👩‍👩‍👧‍👦 and 🇯🇵',
  rightToLeft: 'قال أبي: لم يعد هناك جسر',
  quotes: `"straight" 'single' “curly” \\ back \` tick / slash % percent $1 \${x} {{y}}`,
  controls: 'tab\there, soft\u00adhyphen, no\u00a0break, zero\u200bwidth',
} as const;

/** A text with a byte-order mark, CRLF line ends, all of the above, and white space at its end. */
export const ODD_TEXT = `\uFEFF${Object.values(ODD).join('\r\n\r\n')}\r\n \r\n`;

/** About 200 kB of UTF-8 of which no two sentences are the same; every one has a character beyond the BMP. */
export const LONG_TEXT = Array.from(
  { length: 3000 },
  (_, n) => `𠮷田は${n}回目に川を渡った。Он перешёл реку № ${n}.${n % 5 === 4 ? '\n\n' : ' '}`,
).join('');

/** The part of a text between two offsets in Unicode code points, counted in the plainest way there is. */
export function codePoints(text: string, start: number, end: number): string {
  return [...text].slice(start, end).join('');
}
