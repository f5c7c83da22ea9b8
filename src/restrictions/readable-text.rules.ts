import type { CodePointIndex } from '../common/code-points.js';

/*
 * The text that a reader is shown, as migration 036 has it in SQL: for what is sought in it and put back to places of the
 * whole text. Offsets in code points.
 */

/** What is left of marked words, whatever they were. */
export const MARK = '[…]';

export interface Place {
  start: number;
  end: number;
}

/** Words of the whole text that a reader is not given, in order and apart from each other. */
export interface ClosedStretch extends Place {
  mark: boolean;
}

const lengthOf = ({ mark }: ClosedStretch): number => (mark ? MARK.length : 0);

/** The whole text with closed words left out, and a mark where one is due. */
export function readableText(whole: CodePointIndex, closed: readonly ClosedStretch[]): string {
  return shownPieces(whole, closed)
    .map((piece, n) => piece + (closed[n]?.mark === true ? MARK : ''))
    .join('');
}

/** What is left between closed words: one piece more than there are of them. */
export function shownPieces(whole: CodePointIndex, closed: readonly ClosedStretch[]): string[] {
  const borders = [0, ...closed.flatMap(({ start, end }) => [start, end]), whole.length];
  return [...closed, null].map((_, n) => whole.slice(borders[2 * n]!, borders[2 * n + 1]!));
}

/** Where a place of the whole text is in the one that is shown; within closed words, all of their mark. */
export function readablePlace({ start, end }: Place, closed: readonly ClosedStretch[]): Place {
  const from = shifted(start, closed, (stretch) => stretch.end <= start);
  return {
    start: from,
    end: Math.max(
      from,
      shifted(end, closed, () => true),
    ),
  };
}

function shifted(
  at: number,
  closed: readonly ClosedStretch[],
  isPassed: (one: ClosedStretch) => boolean,
): number {
  return closed
    .filter(({ start }) => start < at)
    .reduce(
      (left, one) => left - (Math.min(at, one.end) - one.start) + (isPassed(one) ? lengthOf(one) : 0),
      at,
    );
}

/** Where marks stand in the text that is shown, and where words are gone without one, which is a place of no length. */
export function seamsOf(closed: readonly ClosedStretch[]): Place[] {
  return closed.map((stretch) => {
    const { start } = readablePlace(stretch, closed);
    return { start, end: start + lengthOf(stretch) };
  });
}

/** Whether words run over what is left out. */
export function crossesSeam({ start, end }: Place, seams: readonly Place[]): boolean {
  return seams.some((seam) => start < seam.end && end > seam.start);
}

/** Words of the text that is shown, which run over nothing that is left out, as a place of the whole text. */
export function wholePlace({ start, end }: Place, closed: readonly ClosedStretch[]): Place {
  const seams = seamsOf(closed);
  const moved = seams.reduce((sum, seam, n) => {
    const { start: from, end: to, mark } = closed[n]!;
    return seam.end <= start ? sum + to - from - (mark ? MARK.length : 0) : sum;
  }, 0);
  return { start: start + moved, end: end + moved };
}
