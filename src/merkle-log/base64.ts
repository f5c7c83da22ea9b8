/** @returns the bytes of a base64 text (RFC 4648, 4), or null where it is not the one text of those bytes */
export function fromBase64(text: string): Buffer | null {
  // Buffer skips what it does not know, so whoever compares texts would see two where a decoder sees one.
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
