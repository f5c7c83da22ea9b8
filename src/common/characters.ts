/** Characters as a reader sees them (grapheme clusters): a letter with its marks, a flag, a family of emoji. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** What can make one character of many code points: marks, joiners, flags, Hangul letters. */
const JOINING =
  /[\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\p{Regional_Indicator}\u200c\u200d\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;
/** Beyond this, in an endless run of such, no border can be told, and none is granted. */
const LONGEST_RUN = 512;

/**
 * Whether a UTF-16 offset is a border between characters as a reader sees them (grapheme clusters). Only the text around
 * it is looked at, so that it costs the same in a text of any length: the window begins where no character reaches across.
 */
export function isBetweenCharacters(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  // Nearly always: before U+0300 nothing joins but CR and LF.
  if (text.charCodeAt(at) < 0x300 && text.charCodeAt(at - 1) < 0x300 && text[at] !== '\n') return true;
  let from = Math.max(0, at - 32);
  const furthest = Math.max(0, at - LONGEST_RUN);
  while (from > furthest && JOINING.test(around(text, from))) from--;
  if (from > 0 && from === furthest) return false;
  return graphemes.segment(text.slice(from, at + 32)).containing(at - from)?.index === at - from;
}

/** The code points just before and after an offset, or the one it would cut. */
function around(text: string, at: number): string {
  const start = isLowSurrogate(text, at - 1) ? at - 2 : at - 1;
  return text.slice(Math.max(0, start), isLowSurrogate(text, at + 1) ? at + 2 : at + 1);
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
