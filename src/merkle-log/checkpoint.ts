import { BadNote } from './bad-note.js';
import { fromBase64 } from './base64.js';
import { type Hash, isHash } from './hash.js';

/** What a log says of itself at one moment (C2SP tlog-checkpoint); signed, as the text of a note. */
export interface Checkpoint {
  /** Which log. */
  origin: string;
  /** How many leaves its tree has. */
  size: number;
  root: Hash;
  /** Lines after the three, which mean nothing here and are kept. */
  extensions: string[];
}

/**
 * @returns the text to sign
 * @throws {BadNote} where the parts make no checkpoint
 */
export function formatCheckpoint({
  origin,
  size,
  root,
  extensions = [],
}: Omit<Checkpoint, 'extensions'> & { extensions?: readonly string[] }): string {
  const text = [origin, String(size), root.toString('base64'), ...extensions]
    .map((line) => `${line}\n`)
    .join('');
  const read = parseCheckpoint(text);
  if (read.origin !== origin || read.extensions.length !== extensions.length)
    throw new BadNote('A line of a checkpoint has no line feed in it.');
  return text;
}

/**
 * @param text of a note, without its signatures
 * @throws {BadNote}
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw new BadNote('A checkpoint ends with a line feed.');
  const lines = text.slice(0, -1).split('\n');
  if (lines.length < 3 || lines.includes(''))
    throw new BadNote('A checkpoint has three lines or more, none of them empty: origin, size and root.');
  const [origin, sizeLine, rootLine, ...extensions] = lines as [string, string, string, ...string[]];
  const size = parseSize(sizeLine);
  if (size === null)
    throw new BadNote(
      `The second line of a checkpoint is its size, a number without leading zeroes up to ${Number.MAX_SAFE_INTEGER}, ` +
        `found ${JSON.stringify(sizeLine.slice(0, 100))}.`,
    );
  const root = fromBase64(rootLine);
  if (!isHash(root))
    throw new BadNote(
      `The third line of a checkpoint is its root, 32 bytes in base64, found ${JSON.stringify(rootLine.slice(0, 100))}.`,
    );
  return { origin, size, root, extensions };
}

/** @returns the number of leaves a text says, in decimal without leading zeroes; null where it says none */
export function parseSize(text: string): number | null {
  const size = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(size) ? size : null;
}
