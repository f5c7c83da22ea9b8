import type { AnchorState } from '../collation/vocabularies.js';
import type { NotedSource } from '../sources/source-note.js';
import type { SearchState } from '../questions/vocabularies.js';
import type { SupportSummary } from '../support/support-summaries.queries.js';

/** What PostgreSQL gives for the report of a testimony. */
export interface ReportRows {
  /** checkpoint: where the report was asked for as of one */
  archive: { activity: string; at: string; checkpoint: { size: number; root: string } | null };
  testimony: TestimonyRow;
  claims: ClaimRow[];
  /** What holds each of them up, by id */
  supports: Map<string, SupportSummary>;
  contradictions: CaseRow[];
  questions: QuestionRow[];
  gaps: GapRow[];
}

export interface TestimonyRow {
  accession: string;
  title: string;
  kind: string;
  language: string;
  translatedFrom: string | null;
  translationNote: string | null;
  recorded: DateRow | null;
  recordedWhere: string | null;
  summary: string | null;
  rights: string | null;
  rightsStatement: RightsRow | null;
  localContextsNoticesAndLabels: NoticeRow[];
  contributors: (NameRow & { role: string })[];
  revision: { number: number; sha256: string; bytes: number };
}

/** In a standard vocabulary */
export interface RightsRow {
  uri: string;
  label: string;
  because: string;
}

/** A Notice of the archive's own, or a Label as a community gave it */
export interface NoticeRow {
  code: string;
  label: string | null;
  text: string | null;
  community: string | null;
}

/** As told, as EDTF, and the days it can have been */
export interface DateRow {
  words: string | null;
  edtf: string | null;
  earliest: string | null;
  latest: string | null;
}

export interface ClaimRow {
  id: string;
  number: number;
  statement: string;
  basis: string;
  date: DateRow | null;
  /** What stands for certain comes first, what is lost last */
  quotations: QuotationRow[];
  tellers: TellerRow[];
  /** What each researcher holds, the newest first */
  judgements: JudgementRow[];
  unverified: boolean;
  contested: boolean;
  citations: CitationRow[];
  flags: FlagRow[];
}

export interface QuotationRow {
  /** Null where the words are lost */
  passage: number | null;
  exact: string;
  state: AnchorState;
  /** Of the text it is an anchor of */
  revision: number;
  /** What last stood for certain, where it is not firm */
  before: { revision: number; passage: number; exact: string } | null;
  /** Where it stands, or last did for certain */
  pointer: string;
  confirmedBy: string | null;
}

export interface TellerRow {
  basis: string;
  agent: { name: string; unnamed: boolean } | null;
  source: { title: string; unnamed: boolean } | null;
  when: DateRow | null;
  where: string | null;
  note: string | null;
}

export interface JudgementRow {
  confidence: string;
  rationale: string;
  by: string;
  at: string;
  onEarlierWording: boolean;
}

export interface CitationRow {
  id: string;
  stance: string;
  source: NotedSource | null;
  sourceId: string | null;
  claim: { pointer: string; statement: string; unverified: boolean } | null;
  passage: string | null;
  locator: { label: string; value: string } | null;
  note: string | null;
}

export interface FlagRow {
  kind: string;
  reason: string;
  by: string;
  state: string;
  decidedBecause: string | null;
  /** Why it was to be decided once more */
  reopenedBecause: string | null;
}

export interface CaseRow {
  statement: string;
  question: string | null;
  state: string;
  rationale: string | null;
  preferred: number | null;
  positions: { number: number; statement: string }[];
  claims: CaseClaimRow[];
}

export interface CaseClaimRow extends ClaimReferenceRow {
  position: number | null;
}

/** A claim as others refer to it. */
export interface ClaimReferenceRow {
  accession: string;
  number: number;
  statement: string;
  confidence: string | null;
  unverified: boolean;
  contested: boolean;
}

export interface NameRow {
  id: string;
  name: string;
  unnamed: boolean;
}

export type SourceRow = NotedSource & { id: string };

export interface QuestionRow {
  kind: string;
  statement: string;
  why: string | null;
  state: string;
  stateBecause: string | null;
  claims: number[];
  answer: AnswerRow | null;
  /** The leads that could still answer it, and whether a person is among them */
  couldAnswer: { id: string }[];
  living: boolean;
  leads: LeadRow[];
}

export interface AnswerRow {
  statement: string | null;
  claims: ClaimReferenceRow[];
  citations: AnswerCitationRow[];
  settles: ClaimReferenceRow[];
  by: NameRow | null;
  at: string;
}

export interface AnswerCitationRow {
  source: SourceRow | null;
  claim: ClaimReferenceRow | null;
  passage: string | null;
  locator: { label: string; value: string } | null;
  quotation: string | null;
  note: string | null;
}

export interface LeadRow {
  id: string;
  kind: string;
  description: string;
  agent: NameRow | null;
  place: string | null;
  source: SourceRow | null;
  /** The expected document it searches for */
  seeks: string | null;
  state: string;
  reachability: { state: string; when: DateRow | null } | null;
  nextStep: { text: string; owner: NameRow | null; due: DateRow | null } | null;
  note: string | null;
  attempts: AttemptRow[];
}

export interface AttemptRow {
  when: DateRow | null;
  by: NameRow | null;
  channel: string | null;
  where: { agent: NameRow | null; place: string | null; source: SourceRow | null; words: string | null };
  outcome: string;
  note: string | null;
}

export interface GapRow {
  document: {
    kind: string;
    description: string;
    holder: { place: { name: string } | null; words: string | null } | null;
    state: SearchState;
    searches: {
      description: string;
      attempts: number;
      lastOutcome: string | null;
      lastWhen: DateRow | null;
    }[];
    lostBecause: string | null;
    note: string | null;
  };
  question: string | null;
  claim: ClaimReferenceRow | null;
  holder: NameRow | null;
  found: SourceRow | null;
}
