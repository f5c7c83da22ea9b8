import type { NotedSource } from '../sources/source-note.js';

/** What PostgreSQL gives for the report of a testimony. */
export interface ReportRows {
  archive: { activity: string; at: string };
  testimony: {
    accession: string;
    title: string;
    kind: string;
    language: string;
    translatedFrom: string | null;
    translationNote: string | null;
    recorded: string | null;
    recordedWhere: string | null;
    summary: string | null;
    rights: string | null;
    contributors: { role: string; name: string; unnamed: boolean }[];
    revision: { number: number; sha256: string; bytes: number };
  };
  claims: ClaimRow[];
  contradictions: {
    statement: string;
    state: string;
    rationale: string | null;
    claims: { number: number; statement: string }[];
  }[];
  questions: QuestionRow[];
}

export interface ClaimRow {
  id: string;
  number: number;
  statement: string;
  kind: string;
  basis: string;
  date: { words: string | null; edtf: string | null } | null;
  quotations: { passage: number; exact: string }[];
  tellers: { basis: string; agent: string | null; source: string | null }[];
  assessment: { confidence: string; rationale: string; by: string; at: string } | null;
  unverified: boolean;
  citations: CitationRow[];
  flags: { kind: string; reason: string; state: string }[];
}

export interface CitationRow {
  stance: string;
  source: NotedSource | null;
  sourceId: string | null;
  other: string | null;
  locator: { label: string; value: string } | null;
  note: string | null;
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

/** The content of a report, the same in every format. */
export interface ReportContent {
  title: string;
  accession: string;
  kind: string;
  language: string;
  translatedFrom: string | null;
  translationNote: string | null;
  contributors: { role: string; name: string; unnamed: boolean }[];
  recorded: string | null;
  summary: string | null;
  rights: string | null;
  revision: { number: number; sha256: string; bytes: number };
  /** What the archive held when the report was made: its last activity, and when that was. */
  asOf: { activity: string; at: string };
  confidences: { confidence: string; claims: number }[];
  unverified: number;
  claims: ReportClaim[];
  contradictions: ReportRows['contradictions'];
  questions: QuestionRow[];
  bibliography: string[];
}

export interface ReportClaim {
  number: number;
  pointer: string;
  statement: string;
  quotations: { paragraph: number; words: string }[];
  basis: string;
  /** How the narrator came to know, nearest hop first */
  tellers: string[];
  dateAsTold: string | null;
  confidence: string | null;
  assessedBy: string | null;
  assessedOn: string | null;
  rationale: string | null;
  unverified: boolean;
  citations: { stance: string; note: string; remark: string | null }[];
  flags: { kind: string; reason: string; state: string }[];
}
