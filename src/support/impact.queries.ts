import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { DEFAULT_LIMIT } from '../common/page.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { momentAsOf } from '../provenance/moment.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import { decodePlace, encodePlace } from './impact-cursor.js';
import {
  type Hanging,
  ImpactRowsQueries,
  type ImpactRows,
  type ReportReference,
} from './impact-rows.queries.js';
import type { ImpactQuery } from './impact.dto.js';
import { type LabelledRecord, RecordLabelsQueries } from './record-labels.queries.js';
import type { Fallen } from './network-maker.js';
import { SupportGraph } from './support-graph.js';
import { SupportRowsQueries } from './support-rows.queries.js';
import { type Verdict, verdictOn } from './support.rules.js';

/** What is supposed to fall, and how it is to be told. */
export interface Supposition {
  kind: RecordKind;
  id: string;
  /** What is taken away; where nothing is said the record itself, and those it is one person with */
  fallen?: Fallen;
  /** Whether the record is itself among what is touched, as a claim is that loses a citation */
  itself?: boolean;
}

@Injectable()
export class ImpactQueries {
  constructor(
    private readonly reader: Reader,
    private readonly impacts: ImpactRowsQueries,
    private readonly supports: SupportRowsQueries,
    private readonly labels: RecordLabelsQueries,
  ) {}

  async impact(supposition: Supposition, query: ImpactQuery, clearance: Clearance): Promise<JsonDocument> {
    return new JsonDocument(JSON.stringify(await this.impactOf(supposition, query, clearance)));
  }

  /** What leans on a record, and what each of it would lose if that fell, the nearest first. */
  async impactOf(
    { kind, id, fallen, itself = false }: Supposition,
    { cursor, limit = DEFAULT_LIMIT, asOf }: ImpactQuery,
    clearance: Clearance,
  ): Promise<object> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const [labels, below] = await Promise.all([
      this.labels.labelsOf([{ kind, id }], clearance, moment),
      this.impacts.below({ kind, id }, { clearance, asOf: moment, itself }, decodePlace(cursor), limit + 1),
    ]);
    const record = labels.get(id);
    if (record === undefined) throw notFound(kind);
    const page = below.items.slice(0, limit);
    const onPage = page.filter((item) => item.kind === 'claim').map((item) => item.id);
    const judged = below.claims ?? onPage;
    const [rows, names, hanging, reports] = await Promise.all([
      this.supports.above(judged, clearance, moment),
      this.labels.labelsOf(page, clearance, moment),
      this.impacts.hangingOn(onPage, clearance, moment),
      this.impacts.reportsOf(judged, clearance, moment),
    ]);
    const graph = new SupportGraph(rows);
    const falling = fallen ?? { records: new Set([id, ...below.same]), edges: new Set<string>() };
    const verdicts = new Map(judged.map((claim) => [claim, verdictOn(claim, graph, falling)]));
    const last = page.at(-1);
    return {
      record,
      complete: below.complete && rows.complete,
      ...sums(below, verdicts),
      reports: reports.map(reportReference),
      items: page.flatMap((item) => {
        const name = names.get(item.id);
        return name === undefined
          ? []
          : [itemDocument(name, item.depth, verdicts.get(item.id), hanging.get(item.id))];
      }),
      next: below.items.length > limit && last !== undefined ? encodePlace(last) : null,
    };
  }
}

/** Where there are too many claims to judge, the sums of what they would lose are not known, and said to be so. */
function sums({ totals, claims }: ImpactRows, verdicts: Map<string, Verdict>): object {
  const losing = (loss: Verdict['loses']): number =>
    [...verdicts.values()].filter(({ loses }) => loses === loss).length;
  return {
    total: Object.values(totals).reduce((sum, many) => sum + many, 0),
    totals: {
      claims: totals.claim ?? 0,
      sources: totals.source ?? 0,
      testimonies: totals.testimony ?? 0,
    },
    losing:
      claims === null
        ? null
        : { lastIndependentLine: losing('last_independent_line'), everything: losing('everything') },
  };
}

function reportReference({ id, accession, title, claims }: ReportReference): object {
  return { testimony: { id, accession, title }, claims, path: `/api/testimonies/${accession}/report` };
}

function itemDocument(
  record: LabelledRecord,
  depth: number,
  verdict: Verdict | undefined,
  hanging: Hanging | undefined,
): object {
  if (verdict === undefined || hanging === undefined) return { record, depth, claim: null };
  const { linesBefore, linesAfter, tellingFalls, loses } = verdict;
  const { confidence, assessments, flags, questions, contradictions } = hanging;
  return {
    record,
    depth,
    claim: {
      confidence,
      lines: { before: linesBefore, after: linesAfter },
      tellingFalls,
      loses,
      assessments,
      flags,
      questions,
      contradictions,
    },
  };
}
