import {
  idsByTable,
  type Reference,
  refuseUnreadable,
  unreadableIds,
} from '../access/readable-references.js';
import { closedAsJson } from '../access/readable-text.js';
import { CodePointIndex } from '../common/code-points.js';
import { invalid, notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';
import { type CitedSource, refuseWithdrawn, withdrawnAmong } from '../sources/withdrawn-sources.js';
import {
  type ClosedStretch,
  readablePlace,
  readableText,
  seamsOf,
  wholePlace,
} from '../restrictions/readable-text.rules.js';
import { locateQuotation, type NotLocated, type Place, quoteContext } from './anchor.rules.js';
import type { AnchorDto } from './claims.dto.js';

/** An anchor whose words were found where it says. */
export interface PlacedAnchor extends Place {
  exact: string;
  prefix: string;
  suffix: string;
  /** Where its first word begins, which no white space outside of passages does */
  firstWord: number;
}

export interface OpenTestimony {
  revisionId: string;
  access: number;
}

interface Opened extends OpenTestimony {
  windows: string[] | null;
  /** What of the text is closed to who writes: he quotes from the text that he is shown */
  closed: ClosedStretch[] | null;
  unreadable: string[];
  withdrawn: string[];
}

// More than the context kept with a quotation and the longest character one could cut through.
const MARGIN = 64;

// Locks the testimony, so that its claims are numbered one after the other. An anchor that gives its position is
// checked against a window of the text; sending the whole text out for every claim would cost more than the claim.
const openTestimony = statement(
  'claims.open_testimony',
  `SELECT r.id AS "revisionId", t.access, (
     SELECT array_agg(substr(r.text, greatest(a.start - ${MARGIN}, 0) + 1,
       least(a.start, ${MARGIN}) + a."end" - a.start + ${MARGIN}) ORDER BY a.n)
     FROM unnest($3::integer[], $4::integer[]) WITH ORDINALITY AS a (start, "end", n)) AS windows,
     ${closedAsJson('r.id', '$2')} AS closed,
     ARRAY(${withdrawnAmong('$5', '$2')}) AS withdrawn, ARRAY(${unreadableIds('$2', 6)}) AS unreadable
   FROM testimony t
   JOIN LATERAL (SELECT r.id, r.text FROM revision r
     WHERE r.testimony_id = t.id AND may_read(r.access, $2::smallint[]) ORDER BY r.number DESC LIMIT 1) r ON true
   WHERE t.id = $1 AND may_read(t.access, $2::smallint[])
   FOR NO KEY UPDATE OF t`,
);

const wholeText = statement('claims.whole_text', 'SELECT text FROM revision WHERE id = $1');

const passageOf = statement(
  'claims.passage',
  `SELECT start_offset AS start, end_offset AS "end" FROM passage
   WHERE revision_id = $1 AND number = $2 AND may_read(access, $3::smallint[])`,
);

/**
 * Places the anchors of a claim in the latest revision, or refuses: nothing is ever moved silently. What else the
 * claim refers to and cites is looked at in the same round trip.
 */
export async function placeAnchors(
  activity: Activity,
  testimonyId: string,
  anchors: AnchorDto[],
  references: Reference[],
  cited: CitedSource[],
): Promise<OpenTestimony & { placed: PlacedAnchor[] }> {
  const positioned = anchors.every(isPositioned);
  const [opened] = await activity.rows<Opened>(openTestimony, [
    testimonyId,
    activity.by.clearance,
    positioned ? anchors.map(({ start }) => start) : [],
    positioned ? anchors.map(({ end }) => end) : [],
    cited.map(({ id }) => id),
    ...idsByTable(references),
  ]);
  if (opened === undefined) throw notFound('testimony');
  refuseUnreadable(references, new Set(opened.unreadable));
  const inWindows =
    positioned && opened.closed === null ? placeInWindows(anchors, opened.windows ?? []) : null;
  const placed = inWindows ?? (await placeInText(activity, opened, anchors));
  // What is wrong with the anchors is told first.
  refuseWithdrawn(cited, new Set(opened.withdrawn));
  return { revisionId: opened.revisionId, access: opened.access, placed };
}

function isPositioned({ exact, start, end, passage }: AnchorDto): boolean {
  return (
    passage === undefined &&
    start !== undefined &&
    end !== undefined &&
    start >= 0 &&
    end > start &&
    end < 2 ** 31 &&
    end - start <= exact.length
  );
}

/** @returns null where any of them is not what it should be: then the whole text must be asked for the reason */
function placeInWindows(anchors: AnchorDto[], windows: string[]): PlacedAnchor[] | null {
  const placed: PlacedAnchor[] = [];
  for (const [n, { exact, start = 0, end = 0 }] of anchors.entries()) {
    const from = Math.max(start - MARGIN, 0);
    const window = new CodePointIndex(windows[n] ?? '');
    const found = locateQuotation(window, { exact, start: start - from, end: end - from });
    if ('fault' in found) return null;
    placed.push(anchorAt(window, found, exact, from));
  }
  checkDistinct(placed);
  return placed;
}

async function placeInText(
  activity: Activity,
  { revisionId, closed }: Opened,
  anchors: AnchorDto[],
): Promise<PlacedAnchor[]> {
  const [revision] = await activity.rows<{ text: string }>(wholeText, [revisionId]);
  const whole = new CodePointIndex(revision?.text ?? '');
  const text = closed === null ? whole : new CodePointIndex(readableText(whole, closed));
  const seams = seamsOf(closed ?? []);
  const places: Place[] = [];
  for (const [n, anchor] of anchors.entries()) {
    const pointer = `/anchors/${n}`;
    const within =
      anchor.passage === undefined
        ? undefined
        : readablePlace(await placeOfPassage(activity, revisionId, anchor.passage, pointer), closed ?? []);
    const found = locateQuotation(text, anchor, within, seams);
    if ('fault' in found) throw notLocated(found, pointer);
    places.push(found);
  }
  checkDistinct(places);
  return places.map((place, n) => anchorAt(whole, wholePlace(place, closed ?? []), anchors[n]!.exact, 0));
}

async function placeOfPassage(
  activity: Activity,
  revisionId: string,
  number: number,
  pointer: string,
): Promise<Place> {
  const inRange = Number.isSafeInteger(number) && number > 0 && number < 2 ** 31;
  const [place] = inRange
    ? await activity.rows<Place>(passageOf, [revisionId, number, activity.by.clearance])
    : [];
  if (place !== undefined) return place;
  throw invalid([
    {
      pointer: `${pointer}/passage`,
      code: 'claim.passage_unknown',
      expected: 'the number of a passage of this testimony',
      found: String(number),
    },
  ]);
}

function anchorAt(text: CodePointIndex, { start, end }: Place, exact: string, from: number): PlacedAnchor {
  const blank = exact.length - exact.trimStart().length;
  return {
    start: start + from,
    end: end + from,
    exact,
    ...quoteContext(text, start, end),
    firstWord: start + from + [...exact.slice(0, blank)].length,
  };
}

function notLocated({ fault, candidates }: NotLocated, pointer: string): Error {
  return invalid([{ ...fault, pointer: `${pointer}${fault.pointer}` }], { candidates });
}

function checkDistinct(placed: readonly Place[]): void {
  const seen = new Set<string>();
  for (const [n, { start, end }] of placed.entries()) {
    if (seen.has(`${start}-${end}`)) {
      throw invalid([
        {
          pointer: `/anchors/${n}`,
          code: 'claim.anchor_repeated',
          expected: 'each anchor of a claim at a place of its own',
          found: `the words from ${start} to ${end} a second time`,
        },
      ]);
    }
    seen.add(`${start}-${end}`);
  }
}
