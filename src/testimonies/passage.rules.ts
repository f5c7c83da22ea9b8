import { CodePointIndex, codePointLength } from '../common/code-points.js';

/*
 * How the text of a revision falls into passages. The text is never changed: a passage is only a place in it, in code
 * points, without the white space around it. Passages do not overlap, ascend, and none is blank; what is between them is
 * white space alone (in turns, too: everything belongs to somebody).
 */

export type Segmentation = 'paragraph' | 'turn';

export interface Passage {
  /** From 1. */
  number: number;
  start: number;
  end: number;
  /** The label as it stands in the text, without the colon; null in paragraphs and before the first label. */
  speaker: string | null;
}

export function passagesOf(text: string, segmentation: Segmentation): Passage[] {
  const groups = segmentation === 'turn' ? turnsOf(text) : paragraphsOf(text);
  const index = new CodePointIndex(text);
  return groups.map(({ start, end, speaker }, i) => ({
    number: i + 1,
    start: index.toCodePoint(start),
    end: index.toCodePoint(end),
    speaker,
  }));
}

/** Interviews that name their speakers fall into turns; everything else into paragraphs. */
export function defaultSegmentation(kind: string, text: string): Segmentation {
  return kind === 'interview' && turnsOf(text).filter(({ speaker }) => speaker !== null).length >= 2
    ? 'turn'
    : 'paragraph';
}

/** A place in UTF-16 offsets, as long as we are inside this file. */
interface Stretch {
  start: number;
  end: number;
}
interface Group extends Stretch {
  speaker: string | null;
}

/**
 * Blank lines separate paragraphs; a line break inside one is only where the paper ended. A text without any blank line
 * is written the other way, as Japanese manuscripts are: every line is a paragraph.
 */
function paragraphsOf(text: string): Group[] {
  const lines = linesOf(text);
  // Blank lines at the beginning and the end separate nothing.
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  const hasBlankLine = lines.slice(Math.max(0, first), last + 1).some(isBlank);

  const groups: Group[] = [];
  let isOpen = false;
  for (const line of lines) {
    if (isBlank(line)) isOpen = false;
    else if (isOpen && hasBlankLine) groups[groups.length - 1]!.end = line.end;
    else {
      groups.push({ start: line.start, end: line.end, speaker: null });
      isOpen = true;
    }
  }
  return groups;
}

/** A turn begins with a label and ends before the next; what comes before the first label is nobody's. */
function turnsOf(text: string): Group[] {
  const lines = linesOf(text).filter((line) => !isBlank(line));
  const labels = lines.map((line) => labelOf(text.slice(line.start, line.end)));
  const times = new Map<string, number>();
  for (const label of labels) if (label) times.set(label.name, (times.get(label.name) ?? 0) + 1);

  const groups: Group[] = [];
  lines.forEach((line, i) => {
    const label = labels[i];
    const isBelieved = label !== undefined && (label.isName || times.get(label.name)! >= 2);
    if (isBelieved) groups.push({ ...line, speaker: label.name });
    else if (groups.length === 0) groups.push({ ...line, speaker: null });
    else groups[groups.length - 1]!.end = line.end;
  });
  return groups;
}

const LONGEST_LABEL = 60;
const MOST_WORDS = 6;
const LABEL = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Zs}.'’ʼ\-‐・･]*$/u;

/**
 * The speaker a line names at its beginning, before `:` or `：`. A label is a name or a role, so it has no punctuation
 * of sentences; `10:30` and `http://` have a colon, but no speaker. Where a phrase could be either ("he said:"),
 * `isName` is false: it is believed only if it begins more than one line.
 */
function labelOf(line: string): { name: string; isName: boolean } | undefined {
  // A label of 60 code points has at most 120 units; looking no further keeps long lines cheap.
  const colon = line.slice(0, 2 * LONGEST_LABEL + 2).search(/[:：]/);
  const name = line.slice(0, Math.max(0, colon)).trim();
  if (!LABEL.test(name) || !/\p{L}/u.test(name) || codePointLength(name) > LONGEST_LABEL) return undefined;
  const next = line.charAt(colon + 1);
  if (/[/\\]/.test(next) || (/\p{N}$/u.test(name) && /\p{N}/u.test(next))) return undefined;
  // "Dr. Smith" is a name, "we went home. He" is not: only short words are abbreviated.
  if (/[\p{L}\p{M}]{5,}\.(?=\s)/u.test(name)) return undefined;
  const words = name.split(/\s+/u);
  return words.length > MOST_WORDS ? undefined : { name, isName: looksLikeName(words) };
}

const PARTICLES = ['da', 'de', 'den', 'der', 'di', 'du', 'la', 'le', 'of', 'ter', 'van', 'von', 'y', 'и'];
const LONGEST_UNSPACED = 10;

/**
 * One word is enough of a name, whatever its case; of several, all after the first begin with a capital or a digit, or
 * belong to a script without capitals. Where words are not spaced, length tells, and the hiragana that end Japanese
 * verbs (田中さんは言った：).
 */
function looksLikeName(words: string[]): boolean {
  const isUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(words.join(''));
  if (isUnspaced && words.length === 1) {
    return (
      codePointLength(words[0]!) <= LONGEST_UNSPACED && !/\p{Script=Han}.*[たるすくうい]$/u.test(words[0]!)
    );
  }
  return words.slice(1).every((word) => PARTICLES.includes(word) || !/^\p{Ll}/u.test(word));
}

/** The lines of a text with something on them trimmed to it; a blank line has no length. LF, CRLF and CR end a line. */
function linesOf(text: string): Stretch[] {
  const lines: Stretch[] = [];
  let start = 0;
  for (const ending of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push(trimmed(text, start, ending.index));
    start = ending.index + ending[0].length;
  }
  lines.push(trimmed(text, start, text.length));
  return lines;
}

function isBlank(line: Stretch): boolean {
  return line.start === line.end;
}

/** Also what Unicode counts as white space and JavaScript does not, and the invisible U+200B and U+2060. */
const WHITE = /[\s\p{White_Space}\u200B\u2060]/u;

function trimmed(text: string, start: number, end: number): Stretch {
  let [from, to] = [start, end];
  while (from < to && WHITE.test(text.charAt(from))) from++;
  while (to > from && WHITE.test(text.charAt(to - 1))) to--;
  return { start: from, end: to };
}
