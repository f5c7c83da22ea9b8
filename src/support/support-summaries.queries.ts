import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { Confidence } from '../claims/vocabularies.js';
import type { ReliabilityGrade } from '../sources/reliability.vocabulary.js';
import { type LabelledRecord, RecordLabelsQueries } from './record-labels.queries.js';
import { SupportGraph } from './support-graph.js';
import { SupportRowsQueries } from './support-rows.queries.js';
import { recordsShown, standsOnOneUnnamedLine } from './support.queries.js';
import { type Loss, type Side, type Standing, type Support, supportOf } from './support.rules.js';
import type { Moment } from '../provenance/moment.js';

/** The way up of so many claims is walked at once, so that neither the answer nor the graph grows without end. */
const CLAIMS_AT_ONCE = 500;

export interface SideSummary {
  citations: number;
  lines: number;
  roots: LabelledRecord[];
}

/** What `GET /api/claims/:id/support` says of a claim, with every record by name. */
export interface SupportSummary {
  /** False where the way up was too wide to be followed to its end */
  complete: boolean;
  telling: { narrators: LabelledRecord[]; roots: LabelledRecord[] };
  for: SideSummary;
  against: SideSummary;
  onlyOneUnnamedLine: boolean;
  /** By the id of the citation; those that are only context stand nowhere */
  standings: Map<string, Standing>;
  /** From what is cited back to the claim or its testimony */
  circular: LabelledRecord[][];
  weakest: {
    confidence: { confidence: Confidence; claims: LabelledRecord[] } | null;
    reliability: { grade: ReliabilityGrade; sources: LabelledRecord[] } | null;
  };
  singlePointsOfFailure: { record: LabelledRecord; loses: Loss }[];
}

@Injectable()
export class SupportSummariesQueries {
  constructor(
    private readonly rows: SupportRowsQueries,
    private readonly labels: RecordLabelsQueries,
  ) {}

  /**
   * What holds up each of many claims: one statement for every five hundred of them, and one for all the names.
   * @param asOf the moment; null for now
   */
  async summaries(
    claims: string[],
    clearance: Clearance,
    asOf: Moment | null,
  ): Promise<Map<string, SupportSummary>> {
    const found: { claim: string; complete: boolean; support: Support }[] = [];
    const shown = new Map<string, { kind: LabelledRecord['kind']; id: string }>();
    for (let first = 0; first < claims.length; first += CLAIMS_AT_ONCE) {
      const part = claims.slice(first, first + CLAIMS_AT_ONCE);
      const rows = await this.rows.above(part, clearance, asOf);
      const graph = new SupportGraph(rows);
      for (const claim of part) {
        const support = supportOf(claim, graph, rows);
        found.push({ claim, complete: rows.complete, support });
        for (const id of recordsShown(support)) shown.set(id, { kind: graph.kindOf(id), id });
      }
    }
    const labels = await this.labels.labelsOf([...shown.values()], clearance, asOf);
    return new Map(
      found.map(({ claim, complete, support }) => [claim, { complete, ...summaryOf(support, labels) }]),
    );
  }
}

function summaryOf(support: Support, labels: Map<string, LabelledRecord>): Omit<SupportSummary, 'complete'> {
  const all = (records: string[]): LabelledRecord[] => records.flatMap((record) => labels.get(record) ?? []);
  const side = ({ citations, lines, roots }: Side): SideSummary => ({
    citations,
    lines,
    roots: all(roots.map(({ record }) => record)).sort(byLabel),
  });
  const { confidence, reliability } = support.weakest;
  const tellingRoots = all(support.telling.roots).sort(byLabel);
  return {
    telling: { narrators: all(support.telling.narrators), roots: tellingRoots },
    for: side(support.for),
    against: side(support.against),
    onlyOneUnnamedLine: standsOnOneUnnamedLine(support, tellingRoots),
    standings: new Map(support.citations.map(({ id, standing }) => [id, standing])),
    circular: support.circular.map(({ path }) => all(path)),
    weakest: {
      confidence: confidence && { ...confidence, claims: all(confidence.claims).sort(byLabel) },
      reliability: reliability && { ...reliability, sources: all(reliability.sources).sort(byLabel) },
    },
    singlePointsOfFailure: support.singlePointsOfFailure
      .flatMap(({ record, loses }) => all([record]).map((named) => ({ record: named, loses })))
      .sort((a, b) => byLabel(a.record, b.record)),
  };
}

/** By name, so that the same archive told anew reads the same; records of one name by their ids. */
function byLabel(a: LabelledRecord, b: LabelledRecord): number {
  return ORDER.compare(a.label, b.label) || (a.id < b.id ? -1 : 1);
}

const ORDER = new Intl.Collator('en');
