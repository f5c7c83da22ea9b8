import type { Confidence } from '../claims/vocabularies.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import type { ReliabilityGrade } from '../sources/reliability.vocabulary.js';

/** What PostgreSQL gives of the way up from some claims: the links that bear them, and what the rules need to know. */
export interface SupportRows {
  links: SupportLinks;
  /** Without a testimony where the reader may not see it */
  claims: { id: string; basis: string; testimony: string | null }[];
  /** Hops that stand or stood, nearest the narrator first; those of another moment have no link */
  tellers: { id: string; claim: string; position: number; record: string | null }[];
  /** Contributions by which a testimony goes back to its narrators */
  narrators: string[];
  /** For and against the claims asked about, as far as they stand */
  citations: SupportCitation[];
  /** Sources on the way that were withdrawn: they are where nothing begins, and no way leads through them */
  withdrawn: string[];
  /** The claims on the way that somebody holds to be so sure, and the sources somebody gives such a grade */
  confidences: Partial<Record<Confidence, string[]>>;
  grades: Partial<Record<ReliabilityGrade, string[]>>;
  /** False where the way up is too wide to be followed to its end */
  complete: boolean;
}

/** From a record to what bears it, the kind of the latter, whether it is words quoted, and the row the link of a claim or testimony is of. */
export interface SupportLinks {
  from: string[];
  to: string[];
  kind: RecordKind[];
  quoted: boolean[];
  edge: (string | null)[];
  /** By record of a person: the record it was merged into */
  merged: Map<string, string>;
}

export interface SupportCitation {
  id: string;
  claim: string;
  stance: 'for' | 'against';
  kind: RecordKind;
  record: string;
}
