import { CONFIDENCES, type Confidence } from '../claims/vocabularies.js';
import type { ReliabilityGrade } from '../sources/reliability.vocabulary.js';
import { countLines, endsFromEach, singlePointsOfFailure, wayThrough } from './lines.rules.js';
import { type Fallen, NOTHING_FALLEN } from './network-maker.js';
import { numbered } from './numbered-network.js';
import type { SupportGraph } from './support-graph.js';
import type { SupportRows } from './support-rows.js';

/** What a claim would lose with one record: the last line that does not go back to its telling, or everything. */
export type Loss = 'last_independent_line' | 'everything';

/** Where ways begin, and the citations that go back to it. */
export interface Root {
  record: string;
  citations: string[];
}

export interface Side {
  citations: number;
  /** The greatest number of ways of which no two share a record */
  lines: number;
  roots: Root[];
}

/** `independent` leads to a root of its own; `circular` back to the claim or its testimony; `same_telling` nowhere else. */
export type Standing = 'independent' | 'circular' | 'same_telling';

export interface Support {
  telling: { roots: string[]; narrators: string[]; chain: string[] };
  for: Side;
  against: Side;
  citations: { id: string; stance: 'for' | 'against'; record: string; standing: Standing }[];
  circular: { citation: string; path: string[] }[];
  weakest: {
    confidence: { confidence: Confidence; claims: string[] } | null;
    reliability: { grade: ReliabilityGrade; sources: string[] } | null;
  };
  singlePointsOfFailure: { record: string; loses: Loss }[];
}

/** What holds a claim up, from the rows of its way up. Every list is in an order of its own, never that of the rows. */
export function supportOf(claim: string, graph: SupportGraph, rows: SupportRows): Support {
  const telling = graph.telling(claim);
  const told = graph.told(claim);
  const side = (stance: 'for' | 'against') => {
    const citations = graph.citationsOf(claim, stance);
    // What speaks against a claim may well come from its own narrator; what speaks for it counts only besides him.
    const excluded = stance === 'for' ? telling : new Set([claim]);
    const network = graph.cited(
      citations.map(({ record }) => record),
      excluded,
    );
    const byNumber = numbered(network);
    const endsFrom = endsFromEach(byNumber);
    const endsOf = new Map(citations.map(({ id, record }) => [id, endsFrom(record)]));
    const leading = new Map<string, string[]>();
    for (const id of [...endsOf.keys()].sort()) {
      for (const root of endsOf.get(id)!) {
        const known = leading.get(root);
        if (known === undefined) leading.set(root, [id]);
        else known.push(id);
      }
    }
    const roots = [...leading].map(([record, ids]) => ({ record, citations: ids })).sort(byRecord);
    return {
      citations,
      network,
      byNumber,
      endsOf,
      summary: { citations: citations.length, lines: countLines(byNumber), roots },
    };
  };
  const [inFavour, against] = [side('for'), side('against')];
  const ownText = new Set([claim, graph.testimonyOf(claim) ?? claim]);
  const goingBack = graph.leadingTo(ownText);
  const circular = inFavour.citations
    .filter(({ record }) => goingBack.has(record))
    .map(({ id, record }) => ({ citation: id, path: graph.wayTo(record, ownText) }))
    .filter((found): found is { citation: string; path: string[] } => found.path !== null)
    .sort((a, b) => order(a.citation, b.citation));
  const goesInCircles = new Set(circular.map(({ citation }) => citation));
  const standing = (stance: 'for' | 'against', id: string): Standing => {
    const ends = (stance === 'for' ? inFavour : against).endsOf.get(id)?.length ?? 0;
    return ends > 0 ? 'independent' : goesInCircles.has(id) ? 'circular' : 'same_telling';
  };
  const isOnTheWay = (record: string): boolean =>
    record !== claim && (telling.has(record) || inFavour.byNumber.numbers.has(record));
  return {
    telling: {
      roots: [...told.ends]
        .filter((end) => wayThrough({ ...told, ends: new Set([end]) }, new Set()))
        .sort(order),
      narrators: graph.narratorsOf(graph.testimonyOf(claim) ?? '').sort(order),
      chain: graph.chainOf(claim),
    },
    for: inFavour.summary,
    against: against.summary,
    citations: [...inFavour.citations, ...against.citations]
      .map(({ id, stance, record }) => ({ id, stance, record, standing: standing(stance, id) }))
      .sort((a, b) => order(a.id, b.id)),
    circular,
    weakest: {
      confidence: lowestConfidence(rows, isOnTheWay),
      reliability: lowestGrade(rows, isOnTheWay),
    },
    singlePointsOfFailure:
      inFavour.summary.lines === 0
        ? losing('everything', singlePointsOfFailure(told), graph)
        : // Two lines share no record.
          losing(
            'last_independent_line',
            inFavour.summary.lines === 1 ? singlePointsOfFailure(inFavour.network) : [],
            graph,
          ),
  };
}

/**
 * Whether none of some citations for a claim leads to a root that its telling does not share: each by itself, as the
 * SQL function `is_independent` has it.
 */
export function isWithoutIndependent(
  claim: string,
  graph: SupportGraph,
  citations: ReadonlySet<string>,
): boolean {
  const telling = graph.telling(claim);
  return !graph
    .citationsOf(claim, 'for')
    .some(
      ({ id, record }) => citations.has(id) && wayThrough(graph.cited([record], telling), new Set()) !== null,
    );
}

export interface Verdict {
  linesBefore: number;
  linesAfter: number;
  tellingFalls: boolean;
  loses: Loss | null;
}

/** What a claim would have left if something fell. */
export function verdictOn(claim: string, graph: SupportGraph, fallen: Fallen): Verdict {
  const telling = graph.telling(claim);
  const linesIf = (given: Fallen): number =>
    countLines(
      graph.cited(
        graph
          .citationsOf(claim, 'for')
          .filter(({ id }) => !given.edges.has(id))
          .map(({ record }) => record),
        telling,
        given,
      ),
    );
  const [linesBefore, linesAfter] = [linesIf(NOTHING_FALLEN), linesIf(fallen)];
  const tellingFalls = wayThrough(graph.told(claim, fallen), new Set()) === null;
  const loses =
    tellingFalls && linesAfter === 0
      ? 'everything'
      : linesBefore > 0 && linesAfter === 0
        ? 'last_independent_line'
        : null;
  return { linesBefore, linesAfter, tellingFalls, loses };
}

/** Passages are left out: that a claim stands and falls with its own words goes without saying. */
function losing(loses: Loss, records: string[], graph: SupportGraph): { record: string; loses: Loss }[] {
  return records
    .filter((record) => graph.kindOf(record) !== 'passage')
    .map((record) => ({ record, loses }))
    .sort(byRecord);
}

function lowestConfidence({ confidences }: SupportRows, isOnTheWay: (record: string) => boolean) {
  for (const confidence of [...CONFIDENCES].reverse()) {
    const claims = (confidences[confidence] ?? []).filter(isOnTheWay).sort(order);
    if (claims.length > 0) return { confidence, claims };
  }
  return null;
}

/** F is left out: it says that a source cannot be judged, not that it is bad. */
function lowestGrade({ grades }: SupportRows, isOnTheWay: (record: string) => boolean) {
  for (const grade of ['E', 'D', 'C', 'B', 'A'] as const) {
    const sources = (grades[grade] ?? []).filter(isOnTheWay).sort(order);
    if (sources.length > 0) return { grade, sources };
  }
  return null;
}

function byRecord(a: { record: string }, b: { record: string }): number {
  return order(a.record, b.record);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
