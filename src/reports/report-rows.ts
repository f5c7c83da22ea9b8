import type { NotedSource } from '../sources/source-note.js';
import type { SupportSummary } from '../support/support-summaries.queries.js';

/** What PostgreSQL gives for the report of a testimony. */
export interface ReportRows {
  archive: { activity: string; at: string };
  testimony: TestimonyRow;
  claims: ClaimRow[];
  /** What holds each of them up, by id */
  supports: Map<string, SupportSummary>;
  contradictions: CaseRow[];
  questions: QuestionRow[];
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
  contributors: { role: string; name: string; unnamed: boolean }[];
  revision: { number: number; sha256: string; bytes: number };
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
  quotations: { passage: number; exact: string }[];
  tellers: TellerRow[];
  /** What each researcher holds, the newest first */
  judgements: JudgementRow[];
  unverified: boolean;
  contested: boolean;
  citations: CitationRow[];
  flags: FlagRow[];
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

export interface CaseClaimRow {
  accession: string;
  number: number;
  statement: string;
  position: number | null;
  confidence: string | null;
  unverified: boolean;
  contested: boolean;
}

export interface QuestionRow {
  kind: string;
  statement: string;
  why: string | null;
  state: string;
  stateBecause: string | null;
  claims: number[];
  leads: {
    kind: string;
    description: string;
    state: string;
    note: string | null;
    attempts: {
      when: string | null;
      by: string | null;
      channel: string | null;
      outcome: string;
      note: string | null;
    }[];
  }[];
}
