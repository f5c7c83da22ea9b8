import { diffArrays } from 'diff';
import { Collation, type Edit } from '../src/collation/collation.js';
import { CodePointIndex } from '../src/common/code-points.js';
import { InterviewWriter, type Language, written, type Written } from './interviews.js';
import { NAIVE } from './naive-anchoring.js';
import { FATES, type Fate, type Quotation, quotationsOf } from './quotations.js';
import { Random } from './random.js';
import { corrected } from './transcript-edits.js';

/*
 * Whether words are where the archive says that they are after a correction, in interviews and corrections of our own making,
 * and how long that takes. No database: the rules alone.
 */

const TRANSCRIPTS = 12;
const SENTENCES = 260;
const EDITS = 90;
const QUOTATIONS = 220;

type Say = (line: string) => void;
interface Stretch {
  start: number;
  end: number;
}

/** One transcript before and after, and quotations of it. */
export interface Case {
  before: Written;
  after: Written;
  quotations: Quotation[];
}

/** One and the same for a seed. The last ones have other line ends, and another normal form. */
export function drawCase(language: Language, seed: number, n: number): Case {
  const random = new Random(seed, n);
  const writer = new InterviewWriter(language, random);
  const interview = writer.interview(SENTENCES, language === 'en' && n % 2 === 0);
  const changes = corrected(interview, EDITS, random, writer);
  const before = written(interview);
  const after = written(changes.interview, FORMS[n - TRANSCRIPTS + FORMS.length]);
  return { before, after, quotations: quotationsOf(interview, before, after, changes, QUOTATIONS, random) };
}

const FORMS = [
  (text: string): string => text.replaceAll('\n', '\r\n'),
  (text: string): string => text.normalize('NFD'),
];

export interface Outcome {
  place: Stretch | null;
  state: string;
}

/** The ways to anchor, each given a case once, and then its quotations. */
export const WAYS: Record<string, (given: Case) => (words: Stretch) => Outcome> = {
  'comparing both texts': ({ before, after }) => carrying(before, after),
  'a list of edits': ({ before, after }) => carrying(before, after, editsOf(before, after)),
  ...Object.fromEntries(
    Object.entries(NAIVE).map(([name, anchor]) => [
      name,
      ({ before, after }: Case) =>
        (words: Stretch): Outcome => {
          const place = anchor(before.text, after.text, words);
          return { place, state: place === null ? 'lost' : 'firm' };
        },
    ]),
  ),
};

function carrying(before: Written, after: Written, edits?: readonly Edit[]): (words: Stretch) => Outcome {
  const collation = new Collation(before.text, after.text, edits);
  const { indexBefore, indexAfter } = collation;
  return ({ start, end }) => {
    const { place, state } = collation.carry({
      start: indexBefore.toCodePoint(start),
      end: indexBefore.toCodePoint(end),
    });
    return {
      place: place && { start: indexAfter.toUtf16(place.start), end: indexAfter.toUtf16(place.end) },
      state,
    };
  };
}

/** The edits that make the one text of the other, by the names of their pieces. */
function editsOf(before: Written, after: Written): Edit[] {
  const names = ({ pieces, starts, text }: Written): string[] =>
    pieces.map((piece, n) => `${piece.id} ${piece.text}${gap({ pieces, starts, text }, n)}`);
  const index = new CodePointIndex(before.text);
  const edits: Edit[] = [];
  let [a, b] = [0, 0];
  let open: { a: number; b: number } | undefined;
  const startOf = ({ starts, text }: Written, n: number): number => starts[n] ?? text.length;
  const close = (): void => {
    if (open === undefined) return;
    edits.push({
      start: index.toCodePoint(startOf(before, open.a)),
      end: index.toCodePoint(startOf(before, a)),
      replacement: after.text.slice(startOf(after, open.b), startOf(after, b)),
    });
    open = undefined;
  };
  for (const { count, added, removed } of diffArrays(names(before), names(after))) {
    if (!added && !removed) close();
    else open ??= { a, b };
    if (!added) a += count;
    if (!removed) b += count;
  }
  close();
  return edits;
}

/** What stands between a piece and the next: the borders of paragraphs. */
function gap({ pieces, starts, text }: Written, n: number): string {
  return text.slice(starts[n]! + pieces[n]!.text.length, starts[n + 1] ?? text.length);
}

export type Verdict = (typeof VERDICTS)[number];

/** Right are the very words, but for marks and blanks at their borders, and for a letter too many before or after them. */
export function verdictOn(
  { before, after }: Case,
  { place: truth, ...words }: Quotation,
  { place, state }: Outcome,
): Verdict {
  if (state === 'lost') return 'lost';
  if (state === 'needs_review') return 'review';
  if (truth === null || place === null) return 'wrong';
  const [is, should] = [solid(after.text, place), solid(after.text, truth)];
  const isThere = is.start === should.start && is.end === should.end;
  const isInside = truth.start <= place.start && place.end <= truth.end;
  const isSame = before.text.slice(words.start, words.end) === after.text.slice(place.start, place.end);
  if (!isThere && !(isInside && isSame)) return 'wrong';
  return state === 'firm' ? 'firm' : 'changed';
}

function solid(text: string, { start, end }: Stretch): Stretch {
  const words = text.slice(start, end);
  const from = words.search(/[\p{L}\p{N}]/u);
  const rest = words.match(/[^\p{L}\p{N}\p{M}]*$/u)![0].length;
  return from < 0 ? { start, end } : { start: start + from, end: end - rest };
}

export function benchAnchors(seed: number, say: Say): void {
  say(
    `Seed ${seed}, ${TRANSCRIPTS} transcripts a language, ${EDITS} edits each, ${new Date().toISOString()}`,
  );
  for (const language of ['en', 'ja'] as const) {
    const cases = Array.from({ length: TRANSCRIPTS }, (_, n) => drawCase(language, seed, n));
    for (const [way, prepare] of Object.entries(WAYS)) {
      say(`\n${language}, ${way}\n| fate | quotations | ${VERDICTS.join(' | ')} |`);
      say(`|---|---:|${VERDICTS.map(() => '---:|').join('')}`);
      for (const [fate, of] of talliedBy(cases, prepare)) {
        const all = VERDICTS.reduce((sum, verdict) => sum + of[verdict], 0);
        say(`| ${fate} | ${all} | ${VERDICTS.map((verdict) => of[verdict]).join(' | ')} |`);
      }
    }
  }
  timeOf(seed, say);
}

const VERDICTS = ['firm', 'changed', 'review', 'lost', 'wrong'] as const;

function talliedBy(
  cases: readonly Case[],
  prepare: (given: Case) => (words: Stretch) => Outcome,
): Map<Fate, Record<Verdict, number>> {
  const tally = new Map(FATES.map((fate) => [fate, { firm: 0, changed: 0, review: 0, lost: 0, wrong: 0 }]));
  for (const given of cases) {
    const anchor = prepare(given);
    for (const quotation of given.quotations) {
      tally.get(quotation.fate)![verdictOn(given, quotation, anchor(quotation))]++;
    }
  }
  return tally;
}

export interface LongTranscript extends Case {
  edits: Edit[];
  /** Of the text before, in kB of UTF-8 */
  size: number;
}

/** Some 300 kB that differ in 500 edits, with 2,000 quotations. */
export function longTranscript(language: Language, seed: number): LongTranscript {
  const random = new Random(seed, 1000);
  const writer = new InterviewWriter(language, random);
  const interview = writer.interview(language === 'en' ? 3600 : 3100, false);
  const changes = corrected(interview, 500, random, writer);
  const [before, after] = [written(interview), written(changes.interview)];
  const quotations = quotationsOf(interview, before, after, changes, 2000, random);
  const size = Math.round(Buffer.byteLength(before.text) / 1000);
  return { before, after, quotations, edits: editsOf(before, after), size };
}

/** Comparing such texts and carrying the quotations, five times: the rules alone. */
function timeOf(seed: number, say: Say): void {
  for (const language of ['en', 'ja'] as const) {
    const { before, after, quotations, edits, size } = longTranscript(language, seed);
    for (const [way, given] of [
      ['comparing both texts', undefined],
      ['a list of edits', edits],
    ] as const) {
      const times = Array.from({ length: 5 }, () => {
        const began = performance.now();
        const carry = carrying(before, after, given);
        for (const quotation of quotations) carry(quotation);
        return Math.round(performance.now() - began);
      }).sort((one, other) => one - other);
      say(
        `\n${language}, ${size} kB, 500 edits, 2,000 quotations, ${way}: ${times[2]} ms (${times[0]} to ${times[4]})`,
      );
    }
  }
}
