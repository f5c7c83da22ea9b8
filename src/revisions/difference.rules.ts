import { align } from '../collation/alignment.rules.js';
import { type Change, changesBetween } from '../collation/changes.rules.js';
import { CodePointIndex } from '../common/code-points.js';

/*
 * What became of the passages of one text in another of the same testimony. A passage that goes on has the same number in
 * all of them, so nothing is sought here.
 */

/** Offsets in code points. */
export interface Place {
  start: number;
  end: number;
}

export interface ComparedPassage extends Place {
  number: number;
  /** One may not see it: it is absent, whichever of the texts hides it */
  isHidden: boolean;
}

/** As one may read it. Its passages are in the order of the text. */
export interface ComparedText {
  text: string;
  passages: ComparedPassage[];
}

export const PASSAGE_STATES = [
  'unchanged',
  'changed',
  'moved',
  'moved_and_changed',
  'added',
  'removed',
] as const;
export type PassageState = (typeof PASSAGE_STATES)[number];

export interface PassageDifference {
  number: number;
  state: PassageState;
  from: Place | null;
  to: Place | null;
  /** Of one whose words are the same: its words, or nothing where only what changed is wanted */
  changes: Change[];
}

export interface Difference {
  /** In the order of the text after; those that are gone follow the passage that they followed */
  passages: PassageDifference[];
  /** All passages stand as they stood, and only the white space between them is another */
  spacingOnly: boolean;
}

export function differenceOf(
  before: ComparedText,
  after: ComparedText,
  { withUnchanged }: { withUnchanged: boolean },
): Difference {
  const hidden = new Set([...before.passages, ...after.passages].filter((one) => one.isHidden).map(numberOf));
  const old = sidesOf(before, hidden);
  const now = sidesOf(after, hidden);
  const moved = movedOf([...old.keys()], [...now.keys()]);
  const passages = inOrder([...old.keys()], [...now.keys()], moved).map((number) => {
    const [was, is] = [old.get(number), now.get(number)];
    const state = stateOf(was, is, moved.has(number));
    const isSame = was?.words === is?.words;
    return {
      number,
      state,
      from: was?.place ?? null,
      to: is?.place ?? null,
      changes: isSame && !withUnchanged ? [] : changesBetween(was?.words ?? '', is?.words ?? ''),
    };
  });
  return { passages, spacingOnly: before.text !== after.text && spelled(before) === spelled(after) };
}

interface Side {
  place: Place;
  words: string;
}

function numberOf({ number }: ComparedPassage): number {
  return number;
}

/** The passages of one text by their numbers, in its order. */
function sidesOf({ text, passages }: ComparedText, hidden: ReadonlySet<number>): Map<number, Side> {
  const index = new CodePointIndex(text);
  return new Map(
    passages
      .filter(({ number }) => !hidden.has(number))
      .map(({ number, start, end }) => [number, { place: { start, end }, words: index.slice(start, end) }]),
  );
}

/** Those that are in both, without as many as stand in one order. */
function movedOf(old: readonly number[], now: readonly number[]): Set<number> {
  const [inOld, inNow] = [new Set(old), new Set(now)];
  const [before, after] = [
    old.filter((number) => inNow.has(number)),
    now.filter((number) => inOld.has(number)),
  ];
  const moved = new Set(before);
  for (const { a, length } of align(before, after)) {
    for (const number of before.slice(a, a + length)) moved.delete(number);
  }
  return moved;
}

function stateOf(was: Side | undefined, is: Side | undefined, isMoved: boolean): PassageState {
  if (was === undefined) return 'added';
  if (is === undefined) return 'removed';
  if (was.words === is.words) return isMoved ? 'moved' : 'unchanged';
  return isMoved ? 'moved_and_changed' : 'changed';
}

function inOrder(old: readonly number[], now: readonly number[], moved: ReadonlySet<number>): number[] {
  const stay = new Set(now.filter((number) => !moved.has(number)));
  /** Those that are gone, by the last passage before them that has stayed in its place */
  const gone = new Map<number | undefined, number[]>();
  const known = new Set(now);
  let last: number | undefined;
  for (const number of old) {
    if (stay.has(number)) last = number;
    else if (!known.has(number)) gone.set(last, [...(gone.get(last) ?? []), number]);
  }
  return [...(gone.get(undefined) ?? []), ...now.flatMap((number) => [number, ...(gone.get(number) ?? [])])];
}

function spelled({ text, passages }: ComparedText): string {
  const index = new CodePointIndex(text);
  const shown = passages.filter(({ isHidden }) => !isHidden);
  return JSON.stringify(shown.map(({ number, start, end }) => [number, index.slice(start, end)]));
}
