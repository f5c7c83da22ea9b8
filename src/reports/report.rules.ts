import { type Days, tellingDistances, type Years } from '../claims/telling-distance.rules.js';
import { CONFIDENCES } from '../claims/vocabularies.js';
import { sourceBibliographyEntry } from '../sources/source-note.js';
import { type NoticeCode, NOTICES } from '../testimonies/rights.vocabulary.js';
import type { LabelledRecord } from '../support/record-labels.queries.js';
import type { SideSummary, SupportSummary } from '../support/support-summaries.queries.js';
import {
  type Mark,
  MARKS,
  type ReportCase,
  type ReportClaimReference,
  type ReportClaim,
  type ReportContent,
  type ReportOverview,
  type ReportQuotation,
  type ReportRecord,
  type ReportSide,
} from './report-content.js';
import { gapsContent, questionsContent } from './question.rules.js';
import { citedWords, claimReference, toldWords } from './reference.rules.js';
import type {
  CaseRow,
  ClaimRow,
  DateRow,
  QuestionRow,
  QuotationRow,
  ReportRows,
  TestimonyRow,
} from './report-rows.js';

/** What is shown where nobody has judged a claim: the absence of a judgement, said as such. */
export const NOT_ASSESSED = 'not assessed';

/** Puts the rows in the order and the words of a report. No clock: the same archive gives the same report. */
export function reportContent({
  archive,
  testimony,
  claims: rows,
  supports,
  contradictions,
  questions,
  gaps,
}: ReportRows): ReportContent {
  const { recorded, recordedWhere, contributors, rightsStatement, ...described } = testimony;
  const claims = rows.map((row) => reportClaim(row, testimony, supports.get(row.id)!));
  return {
    ...described,
    rightsStatement: rightsStatement && {
      label: rightsStatement.label,
      uri: rightsStatement.uri,
      because: rightsStatement.because,
    },
    localContextsNoticesAndLabels: described.localContextsNoticesAndLabels.map(
      ({ code, label, community, text }) => ({ name: label ?? NOTICES[code as NoticeCode], community, text }),
    ),
    contributors: contributors.map(({ role, name, unnamed }) => ({ role, name, unnamed })),
    recorded:
      [recorded?.words ?? recorded?.edtf ?? null, recordedWhere].filter((part) => part !== null).join(', ') ||
      null,
    asOf: archive,
    overview: overview(claims),
    claims,
    contradictions: contradictions.map((row) => reportCase(row, testimony)),
    ...questionsContent(questions, testimony),
    gaps: gapsContent(gaps, testimony),
    bibliography: bibliography(rows, questions),
  };
}

/** Three independent lines are as good as thirty: a table of more says nothing more. */
const LINES = ['0', '1', '2', '3 or more'] as const;

function overview(claims: ReportClaim[]): ReportOverview {
  const counted = (of: ReportClaim[]) => ({
    claims: of.length,
    unverified: of.filter(({ unverified }) => unverified).length,
  });
  return {
    claims: claims.length,
    byConfidence: [...CONFIDENCES, NOT_ASSESSED].map((confidence) => ({
      confidence,
      ...counted(claims.filter((claim) => (claim.confidence ?? NOT_ASSESSED) === confidence)),
    })),
    byLines: LINES.map((lines, n) => ({
      lines,
      ...counted(claims.filter((claim) => Math.min(claim.lines.for.independentLines, 3) === n)),
    })),
    marks: MARKS.map((mark) => ({
      mark,
      claims: claims
        .filter(({ marks }) => marks.includes(mark))
        .map(({ number }) => number)
        .sort((a, b) => a - b),
    })),
  };
}

function reportClaim(claim: ClaimRow, testimony: TestimonyRow, support: SupportSummary): ReportClaim {
  const { quotations, unverified, contested, judgements } = claim;
  const named = naming(testimony, support.telling);
  const has: Record<Mark, boolean> = {
    unverified,
    contested,
    'on one unnamed line only': support.onlyOneUnnamedLine,
    'circular reporting': support.circular.length > 0,
    'words changed': quotations.some(({ state }) => state === 'text_changed'),
    'words not certain': quotations.some(({ state }) => state === 'needs_review'),
    'words lost': quotations.some(({ state }) => state === 'lost'),
  };
  return {
    number: claim.number,
    pointer: [testimony.accession, quotations[0]?.pointer ?? [], `#${claim.number}`].flat().join(' '),
    statement: claim.statement,
    marks: MARKS.filter((mark) => has[mark]),
    quotations: quotations.map(reportQuotation),
    basis: claim.basis.replaceAll('_', ' '),
    telling: telling(claim, testimony, support.telling.roots.map(named)),
    dateAsTold: claim.date === null ? null : toldWords(claim.date),
    confidence: judgements[0]?.confidence ?? null,
    judgements: judgements.map(({ at, ...judgement }) => ({ ...judgement, on: at.slice(0, 10) })),
    unverified,
    contested,
    onlyOneUnnamedLine: support.onlyOneUnnamedLine,
    lines: {
      for: side(support.for, named),
      against: side(support.against, named),
      complete: support.complete,
    },
    circular: support.circular.map((path) => path.filter(isTurn).map(named)),
    singlePointsOfFailure: support.singlePointsOfFailure.map(({ record, loses }) => ({
      record: named(record),
      loses,
    })),
    weakestLink: {
      confidence: support.weakest.confidence && {
        confidence: support.weakest.confidence.confidence,
        claims: support.weakest.confidence.claims.map(named),
      },
      reliability: support.weakest.reliability && {
        grade: support.weakest.reliability.grade,
        sources: support.weakest.reliability.sources.map(named),
      },
    },
    citations: claim.citations.map((citation) => ({
      stance: citation.stance,
      standing: support.standings.get(citation.id) ?? null,
      note: citedWords(citation),
      remark: citation.note,
      unverified: citation.claim?.unverified ?? false,
    })),
    flags: claim.flags,
  };
}

function reportQuotation({
  passage,
  exact,
  state,
  revision,
  before,
  confirmedBy,
}: QuotationRow): ReportQuotation {
  return {
    paragraph: passage,
    words: exact,
    state,
    revision,
    before: before && { revision: before.revision, paragraph: before.passage, words: before.exact },
    confirmedBy,
  };
}

function telling(
  { tellers, date }: ClaimRow,
  { recorded }: TestimonyRow,
  roots: ReportRecord[],
): ReportClaim['telling'] {
  const distances = tellingDistances({
    event: daysOf(date),
    tellings: tellers.map(({ when }) => daysOf(when)),
    recording: daysOf(recorded),
  });
  return {
    chain: tellers.map(({ basis, agent, source, when, where, note }, n) => ({
      basis: basis.replaceAll('_', ' '),
      teller: agent?.name ?? source?.title ?? null,
      unnamed: agent?.unnamed ?? source?.unnamed ?? false,
      when: when === null ? null : toldWords(when),
      where,
      note,
      sinceEvent: knownYears(distances.hops[n]!.sinceEvent),
      untilRecording: knownYears(distances.hops[n]!.untilRecording),
    })),
    roots,
    distance: knownYears(distances.eventToRecording),
  };
}

function daysOf(date: DateRow | null): Days {
  return { earliest: date?.earliest ?? null, latest: date?.latest ?? null };
}

function knownYears(years: Years): Years | null {
  return years.min === null && years.max === null ? null : years;
}

function side({ citations, lines, roots }: SideSummary, named: Naming): ReportSide {
  return {
    citations,
    independentLines: lines,
    roots: roots.map(named),
    includesUnnamed: roots.some(({ unnamed }) => unnamed),
  };
}

/** Of a way, what is not merely where in a text it passes. */
function isTurn({ kind }: LabelledRecord, n: number): boolean {
  return n === 0 || (kind !== 'passage' && kind !== 'revision');
}

type Naming = (record: LabelledRecord) => ReportRecord;

function naming({ accession }: TestimonyRow, { narrators }: SupportSummary['telling']): Naming {
  const [narrator] = narrators.length === 1 ? narrators : [];
  return ({ id, kind, label, pointer, unnamed }) => ({
    kind,
    label,
    pointer,
    unnamed,
    is:
      id === narrator?.id
        ? 'the narrator'
        : kind === 'testimony' && pointer === accession
          ? 'this testimony'
          : null,
  });
}

function reportCase(row: CaseRow, { accession }: TestimonyRow): ReportCase {
  const { statement, question, state, rationale, preferred, positions, claims } = row;
  const at = (position: number | null): ReportClaimReference[] =>
    claims.filter((claim) => claim.position === position).map((claim) => claimReference(claim, accession));
  return {
    statement,
    question,
    state,
    rationale,
    positions: positions.map((position) => ({
      ...position,
      preferred: position.number === preferred,
      claims: at(position.number),
    })),
    undecided: at(null),
  };
}

/** Every source cited for a claim or an answer, once, in the order a reader looks for it. */
function bibliography(claims: ClaimRow[], questions: QuestionRow[]): string[] {
  const entries = new Map<string, string>();
  for (const { source, sourceId } of claims.flatMap(({ citations }) => citations)) {
    if (source !== null && sourceId !== null) entries.set(sourceId, sourceBibliographyEntry(source));
  }
  for (const { source } of questions.flatMap(({ answer }) => answer?.citations ?? [])) {
    if (source !== null) entries.set(source.id, sourceBibliographyEntry(source));
  }
  return [...entries.values()].sort((a, b) => ORDER.compare(a, b));
}

const ORDER = new Intl.Collator('en');
