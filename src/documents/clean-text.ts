const REPLACEMENT = '\ufffd';
// Beside lone surrogates, what XML 1.0 cannot hold and what no reader should be sent: controls and noncharacters.
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]|\p{Cs}|[\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{10fffe}\u{10ffff}]/gu;

/**
 * Text as every format can hold it: line breaks are \n, tabs are spaces, and each character that must not stand in a
 * document is U+FFFD.
 *
 * @param replaced is told of each such character
 */
export function cleanText(text: string, replaced: (character: string) => void): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(FORBIDDEN, (character) => {
      replaced(character);
      return REPLACEMENT;
    });
}

/** Such as U+0007. */
export function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
