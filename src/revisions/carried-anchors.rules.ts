import { quoteContext } from '../claims/anchor.rules.js';
import type { Collation } from '../collation/collation.js';
import type { AnchorMethod, AnchorState } from '../collation/vocabularies.js';
import type { NewPassage } from '../testimonies/revision-insert.js';

/** A row of the revision before, with the row where its words last stood for certain: itself, most of the time. */
export interface CarriedRow {
  id: string;
  claimId: string;
  state: AnchorState;
  exact: string;
  prefix: string;
  suffix: string;
  access: number;
  confirmedById: string | null;
  because: string | null;
  settled: SettledPlace;
}

export interface SettledPlace {
  revisionId: string;
  passageId: string;
  start: number;
  end: number;
  exact: string;
  prefix: string;
  suffix: string;
}

/** A row of the new revision, as it is inserted. */
export interface NewAnchor {
  claimId: string;
  carriedFromId: string;
  passageId: string;
  start: number | null;
  end: number | null;
  exact: string;
  prefix: string;
  suffix: string;
  method: AnchorMethod;
  state: AnchorState;
  score: number | null;
  margin: number | null;
  confirmedById: string | null;
  because: string | null;
  access: number;
}

/**
 * The row of the new revision for one of the revision before. Words that nobody has confirmed are carried from where they
 * stood for certain, so that a doubt is never taken for an answer because a later revision left it alone, and words that
 * come back are found again.
 */
export function carriedAnchor(
  row: CarriedRow,
  collation: Collation,
  passages: readonly NewPassage[],
): NewAnchor {
  const { settled } = row;
  if (isLetGo(row)) return lostAnchor(row, { method: 'manual', score: null, margin: null });
  const carried = collation.carry(settled);
  if (carried.place === null) return lostAnchor(row, carried);
  const { start, end } = carried.place;
  const exact = collation.indexAfter.slice(start, end);
  const isCertain = carried.state !== 'needs_review';
  const blank = exact.length - exact.trimStart().length;
  const firstWord = start + [...exact.slice(0, blank)].length;
  return {
    ...kept(row),
    passageId: isCertain ? passageAt(passages, firstWord).id : settled.passageId,
    start,
    end,
    exact,
    ...quoteContext(collation.indexAfter, start, end),
    method: carried.method,
    state: carried.state,
    score: carried.score,
    margin: carried.margin,
    confirmedById: null,
    because: null,
  };
}

/** Whether what a claim rests on reads otherwise than in the revision before, so that it is to be judged anew. */
export function wordsChanged(
  before: Pick<CarriedRow, 'state' | 'exact'>,
  now: Pick<NewAnchor, 'state' | 'exact'>,
): boolean {
  const [had, has] = [before.state !== 'lost', now.state !== 'lost'];
  if (had !== has) return true;
  return (
    has && (before.exact !== now.exact || (now.state === 'needs_review' && before.state !== 'needs_review'))
  );
}

/** Somebody has said that the words are no longer there. */
function isLetGo({ state, confirmedById }: CarriedRow): boolean {
  return state === 'lost' && confirmedById !== null;
}

function lostAnchor(
  row: CarriedRow,
  { method, score, margin }: Pick<NewAnchor, 'method' | 'score' | 'margin'>,
): NewAnchor {
  const { exact, prefix, suffix, passageId } = row.settled;
  const { confirmedById, because } = isLetGo(row) ? row : { confirmedById: null, because: null };
  return {
    ...kept(row),
    passageId,
    start: null,
    end: null,
    exact,
    prefix,
    suffix,
    method,
    state: 'lost',
    score,
    margin,
    confirmedById,
    because,
  };
}

function kept({ id, claimId, access }: CarriedRow): Pick<NewAnchor, 'claimId' | 'carriedFromId' | 'access'> {
  return { claimId, carriedFromId: id, access };
}

/** The passage in which a character stands, or the one before it where it stands between two. */
function passageAt(passages: readonly NewPassage[], at: number): NewPassage {
  let [low, high] = [0, passages.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (passages[middle]!.start <= at) low = middle;
    else high = middle - 1;
  }
  return passages[low]!;
}
