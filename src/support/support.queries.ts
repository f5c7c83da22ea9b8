import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { type Days, type TellingDistances, tellingDistances } from '../claims/telling-distance.rules.js';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { joinedAt, type TableAt } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { recordStatements } from '../provenance/read-record.js';
import { type LabelledRecord, RecordLabelsQueries } from './record-labels.queries.js';
import { SupportGraph } from './support-graph.js';
import { SupportRowsQueries } from './support-rows.queries.js';
import { isWithoutIndependent, type Side, type Support, supportOf } from './support.rules.js';
import { ifPartReadable } from '../testimonies/readable-parts.js';

/** The claim itself, how it stands, and the chain it was told along. */
const head = (at: TableAt, asOf: string): string => `
  SELECT claim.statement, t.accession || ' #' || claim.number AS pointer, claim.number, claim.basis,
    (SELECT a.confidence FROM current_assessments(claim.id, $2::smallint[], ${asOf}) a
     ORDER BY a.sequence DESC LIMIT 1) AS confidence,
    is_contested(claim.id, $2::smallint[], ${asOf}) AS contested,
    -- What is_unverified asks for first; whether one of them is independent, the way up tells.
    (SELECT coalesce(json_agg(rests.citation_id), '[]') FROM current_assessments(claim.id, $2::smallint[], ${asOf}) a
     JOIN assessment_citation rests ON rests.assessment_id = a.id AND may_read(rests.access, $2::smallint[])
     WHERE a.confidence IN ('confirmed', 'probable')) AS "restsOn",
    (SELECT coalesce(json_agg(json_build_object('position', h.position, 'basis', h.basis,
        'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
        'source', CASE WHEN s.id IS NOT NULL THEN source_reference(s.id, s.csl, s.description) END,
        'when', told_date(h.told_words, h.told_edtf, h.told_span), 'where', h.told_where, 'note', h.note)
      ORDER BY h.position), '[]')
     FROM ${at('teller', 'claim_id', 'claim.id')} h
     LEFT JOIN agent g ON g.id = h.agent_id AND may_read(g.access, $2::smallint[])
     LEFT JOIN ${joinedAt(at, 'source', 'h.source_id')} s ON s.id = h.source_id AND may_read(s.access, $2::smallint[])
     WHERE h.claim_id = claim.id AND h.withdrawn_because IS NULL AND may_read(h.access, $2::smallint[])) AS chain,
    told_date(claim.date_words, claim.date_edtf, claim.date_span) AS date,
    ${ifPartReadable('description', '$2', 'told_date(t.recorded_words, t.recorded_edtf, t.recorded_span)')} AS recorded
  FROM ${at('claim', 'id', '$1')} claim
  JOIN ${joinedAt(at, 'testimony', 'claim.testimony_id')} t ON t.id = claim.testimony_id AND may_read(t.access, $2::smallint[])
  WHERE claim.id = $1 AND may_read(claim.access, $2::smallint[])`;

const heads = recordStatements('support.head', head);

interface Head {
  statement: string;
  pointer: string;
  number: number;
  basis: string;
  confidence: string | null;
  contested: boolean;
  /** Citations that current judgements of probable or better rest on */
  restsOn: string[];
  chain: { when: Days | null }[];
  date: Days | null;
  recorded: Days | null;
}

const NOT_SAID: Days = { earliest: null, latest: null };

@Injectable()
export class SupportQueries {
  constructor(
    private readonly reader: Reader,
    private readonly rows: SupportRowsQueries,
    private readonly labels: RecordLabelsQueries,
  ) {}

  /** What holds a claim up, and what speaks against it: lines, roots, circles, the weakest link. */
  async support(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const values = moment === null ? [id, clearance] : [id, clearance, moment];
    const [[claim], rows] = await Promise.all([
      this.reader.rows<Head>(moment === null ? heads.current : heads.asOf, values),
      this.rows.above([id], clearance, moment),
    ]);
    if (claim === undefined) throw notFound('claim');
    const graph = new SupportGraph(rows);
    const support = supportOf(id, graph, rows);
    const unverified = isWithoutIndependent(id, graph, new Set(claim.restsOn));
    const shown = recordsShown(support).map((record) => ({ kind: graph.kindOf(record), id: record }));
    const labels = await this.labels.labelsOf(shown, clearance, moment);
    return new JsonDocument(
      JSON.stringify(document(id, { ...claim, unverified }, rows.complete, support, labels)),
    );
  }
}

/** The records that an answer names. */
export function recordsShown(support: Support): string[] {
  return [
    ...support.telling.roots,
    ...support.telling.narrators,
    ...[support.for, support.against].flatMap(({ roots }) => roots.map(({ record }) => record)),
    ...support.citations.map(({ record }) => record),
    ...support.circular.flatMap(({ path }) => path),
    ...(support.weakest.confidence?.claims ?? []),
    ...(support.weakest.reliability?.sources ?? []),
    ...support.singlePointsOfFailure.map(({ record }) => record),
  ];
}

/** No line besides the telling, and that begins with somebody or something unnamed. */
export function standsOnOneUnnamedLine(support: Support, tellingRoots: { unnamed: boolean }[]): boolean {
  return support.for.lines === 0 && tellingRoots.length > 0 && tellingRoots.every(({ unnamed }) => unnamed);
}

function document(
  id: string,
  claim: Head & { unverified: boolean },
  complete: boolean,
  support: Support,
  labels: Map<string, LabelledRecord>,
): object {
  const named = (record: string): LabelledRecord[] => {
    const label = labels.get(record);
    return label === undefined ? [] : [label];
  };
  const all = (records: string[]): LabelledRecord[] => records.flatMap(named);
  const sideDocument = ({ citations, lines, roots }: Side): object => ({
    citations,
    lines,
    roots: roots.flatMap(({ record, citations: ids }) =>
      named(record).map((root) => ({ record: root, citations: ids })),
    ),
  });
  const tellingRoots = all(support.telling.roots);
  return {
    claim: { id, number: claim.number, pointer: claim.pointer, statement: claim.statement },
    complete,
    confidence: claim.confidence,
    contested: claim.contested,
    unverified: claim.unverified,
    telling: {
      basis: claim.basis,
      narrators: all(support.telling.narrators),
      chain: claim.chain,
      roots: tellingRoots,
      date: claim.date,
      recorded: claim.recorded,
      distances: distancesOf(claim),
    },
    for: sideDocument(support.for),
    against: sideDocument(support.against),
    onlyOneUnnamedLine: standsOnOneUnnamedLine(support, tellingRoots),
    citations: support.citations.flatMap(({ record, ...citation }) =>
      named(record).map((cited) => ({ ...citation, record: cited })),
    ),
    circular: support.circular.map(({ citation, path }) => ({ citation, path: all(path) })),
    weakestLink: {
      confidence: support.weakest.confidence && {
        confidence: support.weakest.confidence.confidence,
        claims: all(support.weakest.confidence.claims),
      },
      reliability: support.weakest.reliability && {
        grade: support.weakest.reliability.grade,
        sources: all(support.weakest.reliability.sources),
      },
    },
    singlePointsOfFailure: support.singlePointsOfFailure.flatMap(({ record, loses }) =>
      named(record).map((point) => ({ record: point, loses })),
    ),
  };
}

/** How many years lie between what is told, each telling of it, and the recording. */
function distancesOf({ date, chain, recorded }: Head): TellingDistances {
  return tellingDistances({
    event: date ?? NOT_SAID,
    tellings: chain.map(({ when }) => when ?? NOT_SAID),
    recording: recorded ?? NOT_SAID,
  });
}
