/* The punctuation of notes in plain text: titles, commas and the final stop. */

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The title of a part, such as an article: `“…”`, or 「…」 in Japanese or Chinese. */
export function quoted(title: string): string {
  if (title === '') return '';
  if (EAST_ASIAN.test(title)) return /^[「『]/.test(title) ? title : `「${title}」`;
  // Quotation marks inside quotation marks are single.
  return `“${title.replace(/^["“]|(?<=[\s(])["“]/gu, '‘').replace(/["”]/gu, '’')}”`;
}

/** The title of a whole, such as a book: bare, since plain text has no italics, or 『…』. */
export function whole(title: string): string {
  return title === '' || !EAST_ASIAN.test(title) || /^[「『]/.test(title) ? title : `『${title}』`;
}

/** Joins with commas, which stand inside closing quotation marks; what is in brackets follows without one. */
export function sentence(parts: string[]): string {
  const [first = '', ...others] = parts.filter((part) => part !== '');
  const text = others.reduce(
    (before, part) => (part.startsWith('(') ? `${before} ${part}` : `${closed(before, ',')} ${part}`),
    first,
  );
  return text === '' ? '' : closed(text, '.');
}

/** A stop does not follow another, and no mark follows `?”` or `!”`. */
function closed(text: string, mark: ',' | '.'): string {
  const isQuoted = text.endsWith('”');
  const words = isQuoted ? text.slice(0, -1) : text;
  const isClosed = (isQuoted && /[?!]$/.test(words)) || (mark === '.' && /[.。]$/.test(words));
  return isClosed ? text : `${words}${mark}${isQuoted ? '”' : ''}`;
}
