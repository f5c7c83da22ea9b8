import { CodePointIndex } from '../common/code-points.js';
import type { Fault } from '../common/fault.js';
import { passagesOf, type Segmentation } from '../testimonies/passage.rules.js';

/** A passage of the original, as one names it in a request. */
export interface OriginalPassage {
  id: string;
  number: number;
}

/** A place in the translation, as a request aligns it with a passage of the original. */
export interface ToldAlignment {
  passage: number;
  start: number;
  end: number;
}

export interface AlignedPassage {
  /** From 1, as they stand in the translation */
  number: number;
  passageId: string;
  start: number;
  end: number;
}

export type Alignment = { passages: AlignedPassage[] } | { faults: Fault[] };

const MOST_FAULTS = 20;

/** Aligns a translation that falls into as many passages as its original, the first with the first and so on. */
export function alignByOrder(
  text: string,
  segmentation: Segmentation,
  originals: OriginalPassage[],
): Alignment {
  const translated = passagesOf(text, segmentation);
  if (translated.length !== originals.length) {
    return {
      faults: [
        {
          pointer: '/passages',
          code: 'translation.passages_differ',
          expected:
            `the places that translate each passage, or none where they cannot be told: the original has ` +
            `${originals.length} (by ${segmentation})`,
          found: `nothing, and a text of ${translated.length}`,
        },
      ],
    };
  }
  const passages = translated.map(({ number, start, end }, n) => ({
    number,
    passageId: originals[n]!.id,
    start,
    end,
  }));
  return { passages };
}

/** Aligns as the request says. Places may leave out parts of the text and come in any order, but not overlap. */
export function alignAsTold(text: string, told: ToldAlignment[], originals: OriginalPassage[]): Alignment {
  const index = new CodePointIndex(text);
  const ids = new Map(originals.map(({ id, number }) => [number, id]));
  const placed = told.map((place, n) => ({ ...place, pointer: `/passages/${n}` }));
  const faults = placed.flatMap((place) => faultOfPlace(place, index, ids) ?? []);
  if (faults.length > 0) return { faults: faults.slice(0, MOST_FAULTS) };
  const inOrder = placed.toSorted((one, other) => one.start - other.start);
  const overlapping = inOrder.filter(({ start }, n) => n > 0 && start < inOrder[n - 1]!.end);
  if (overlapping.length > 0) return { faults: overlapping.slice(0, MOST_FAULTS).map(overlap) };
  return {
    passages: inOrder.map(({ passage, start, end }, n) => ({
      number: n + 1,
      passageId: ids.get(passage)!,
      start,
      end,
    })),
  };
}

interface Placed extends ToldAlignment {
  pointer: string;
}

function faultOfPlace(
  { passage, start, end, pointer }: Placed,
  index: CodePointIndex,
  ids: ReadonlyMap<number, string>,
): Fault | null {
  if (!ids.has(passage)) {
    return {
      pointer: `${pointer}/passage`,
      code: 'passage.unknown',
      expected: 'the number of a passage of the revision',
      found: String(passage),
    };
  }
  if (end <= start || end > index.length) {
    return {
      pointer: `${pointer}/end`,
      code: 'translation.position_invalid',
      expected: `a place after ${start}, in a text of ${index.length} characters`,
      found: String(end),
    };
  }
  if (index.slice(start, end).trim() !== '') return null;
  return {
    pointer,
    code: 'translation.passage_blank',
    expected: 'a place with words',
    found: 'only white space',
  };
}

function overlap({ start, pointer }: Placed): Fault {
  return {
    pointer: `${pointer}/start`,
    code: 'translation.passages_overlap',
    expected: 'places of which none begins within another',
    found: String(start),
  };
}

/** Whether the words that were translated still stand where they are cited. */
export const WORDINGS = ['unchanged', 'changed', 'gone'] as const;
export type Wording = (typeof WORDINGS)[number];

interface Place {
  start: number;
  end: number;
}

/** Compares passages of one text with what they are in another: undefined where both are the same text. */
export function wordingIn(texts: { translated: string; latest: string } | undefined) {
  if (texts === undefined) return (): Wording => 'unchanged';
  const [then, now] = [new CodePointIndex(texts.translated), new CodePointIndex(texts.latest)];
  return (translated: Place, latest: Place | null): Wording => {
    if (latest === null) return 'gone';
    const before = then.slice(translated.start, translated.end);
    return before === now.slice(latest.start, latest.end) ? 'unchanged' : 'changed';
  };
}
