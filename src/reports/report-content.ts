import type { AnchorState } from '../collation/vocabularies.js';
import type { Years } from '../claims/telling-distance.rules.js';
import type { SearchState } from '../questions/vocabularies.js';
import type { LabelledRecord } from '../support/record-labels.queries.js';
import type { FlagRow, ReportRows } from './report-rows.js';

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
  rightsStatement: { label: string; uri: string; because: string } | null;
  /** A Notice of the archive's own, or a Label in the words of the community that gave it */
  localContextsNoticesAndLabels: { name: string; community: string | null; text: string | null }[];
  revision: { number: number; sha256: string; bytes: number };
  /** What the archive held when the report was made, or as of when it was asked for: its last activity, and when. */
  asOf: ReportRows['archive'];
  overview: ReportOverview;
  claims: ReportClaim[];
  contradictions: ReportCase[];
  questions: ReportQuestion[];
  answers: ReportAnswer[];
  gaps: ReportGaps;
  researchLog: ReportLog[];
  bibliography: string[];
}

/** Every claim is counted once in each of the two tables, and its number stands under every mark that it bears. */
export interface ReportOverview {
  claims: number;
  byConfidence: { confidence: string; claims: number; unverified: number }[];
  byLines: { lines: string; claims: number; unverified: number }[];
  marks: { mark: Mark; claims: number[] }[];
}

/** What a reader must know before he leans on a claim. */
export const MARKS = [
  'unverified',
  'contested',
  'on one unnamed line only',
  'circular reporting',
  'words changed',
  'words not certain',
  'words lost',
] as const;
export type Mark = (typeof MARKS)[number];

export interface ReportClaim {
  number: number;
  pointer: string;
  statement: string;
  marks: Mark[];
  quotations: ReportQuotation[];
  basis: string;
  telling: {
    /** How the narrator came to know, nearest hop first */
    chain: ReportHop[];
    /** Where the telling begins */
    roots: ReportRecord[];
    /** From the event to the recording */
    distance: Years | null;
  };
  dateAsTold: string | null;
  /** The newest of the judgements */
  confidence: string | null;
  /** What each researcher holds, the newest first; where they differ the claim is contested */
  judgements: ReportJudgement[];
  unverified: boolean;
  contested: boolean;
  onlyOneUnnamedLine: boolean;
  lines: {
    for: ReportSide;
    against: ReportSide;
    /** False where the way up was too wide to be followed to its end */
    complete: boolean;
  };
  /** Each a way from what is cited back to the claim or its testimony */
  circular: ReportRecord[][];
  singlePointsOfFailure: { record: ReportRecord; loses: 'last_independent_line' | 'everything' }[];
  weakestLink: {
    confidence: { confidence: string; claims: ReportRecord[] } | null;
    reliability: { grade: string; sources: ReportRecord[] } | null;
  };
  citations: ReportCitation[];
  flags: FlagRow[];
}

/** Words that a claim rests on. Those that are lost are shown too, and so is the claim. */
export interface ReportQuotation {
  /** Null where the words are lost */
  paragraph: number | null;
  words: string;
  state: AnchorState;
  /** The revision that they stand in, may stand in, or are not in any more */
  revision: number;
  /** Where they are not as they were: what last stood for certain */
  before: { revision: number; paragraph: number; words: string } | null;
  confirmedBy: string | null;
}

/** A record by name; what it is to the testimony of the report, where it is one of these. */
export interface ReportRecord extends Omit<LabelledRecord, 'id'> {
  is: 'the narrator' | 'this testimony' | null;
}

export interface ReportHop {
  basis: string;
  /** Null where nobody knows who it was */
  teller: string | null;
  unnamed: boolean;
  when: string | null;
  where: string | null;
  note: string | null;
  sinceEvent: Years | null;
  untilRecording: Years | null;
}

export interface ReportJudgement {
  confidence: string;
  by: string;
  on: string;
  rationale: string;
  /** The claim has been reworded since */
  onEarlierWording: boolean;
}

export interface ReportSide {
  citations: number;
  /** The greatest number of ways back of which no two share a record */
  independentLines: number;
  /** Where they begin */
  roots: ReportRecord[];
  includesUnnamed: boolean;
}

export interface ReportCitation {
  stance: string;
  /** Null for what is only context */
  standing: 'independent' | 'circular' | 'same_telling' | null;
  note: string;
  remark: string | null;
  /** Of a claim cited: whether that one is unverified itself */
  unverified: boolean;
}

/** A case of contradiction. */
export interface ReportCase {
  statement: string;
  question: string | null;
  state: string;
  rationale: string | null;
  positions: { number: number; statement: string; preferred: boolean; claims: ReportClaimReference[] }[];
  /** Claims of which nobody has said which side they are on */
  undecided: ReportClaimReference[];
}

/** A claim that something else refers to. */
export interface ReportClaimReference {
  /** `#3`, or `KTB-0002 #3` where it is told elsewhere */
  pointer: string;
  /** Null where it is told elsewhere */
  number: number | null;
  statement: string;
  confidence: string | null;
  unverified: boolean;
  contested: boolean;
}

/** A question that waits for its answer. */
export interface ReportQuestion {
  statement: string;
  kind: string;
  state: string;
  stateBecause: string | null;
  /** The claims it is about, by number */
  claims: number[];
  why: string | null;
  couldAnswer: {
    leads: { who: string; kind: string; state: string; reachability: string | null }[];
    /** False where no person is left who could be asked */
    people: boolean;
  };
}

/** A question that was answered, and what the answer rests on. */
export interface ReportAnswer {
  question: string;
  kind: string;
  because: string | null;
  claims: number[];
  /** Null where one may not see it */
  answer: {
    statement: string | null;
    claims: ReportClaimReference[];
    citations: { note: string; quotation: string | null; remark: string | null; unverified: boolean }[];
    settles: ReportClaimReference[];
    by: string | null;
    on: string;
  } | null;
}

/** What ought to exist, and what became of it. */
export interface ReportGaps {
  counts: { state: SearchState; documents: number }[];
  documents: ReportGap[];
}

export interface ReportGap {
  description: string;
  kind: string;
  question: string | null;
  assertedBy: ReportClaimReference | null;
  /** Who or which place would have it */
  holder: string | null;
  state: SearchState;
  found: string | null;
  lostBecause: string | null;
  searches: string[];
  note: string | null;
}

/** What was tried for a question, answered or not. */
export interface ReportLog {
  question: string;
  state: string;
  leads: ReportLead[];
}

export interface ReportLead {
  kind: string;
  description: string;
  /** The person, source or place it points at, where its description does not say so already */
  target: string | null;
  state: string;
  reachability: string | null;
  seeks: string | null;
  nextStep: { text: string; owner: string | null; due: string | null } | null;
  note: string | null;
  attempts: ReportAttempt[];
}

export interface ReportAttempt {
  when: string | null;
  by: string | null;
  channel: string | null;
  where: string | null;
  outcome: string;
  note: string | null;
}
