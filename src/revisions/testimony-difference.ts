import type { RevisionKind } from '../testimonies/revision.entity.js';
import type { Difference } from './difference.rules.js';

/** Two revisions of a testimony, and what differs between them. */
export interface TestimonyDifference extends Difference {
  testimony: { id: string; accession: string; title: string; language: string };
  from: ComparedRevision;
  to: ComparedRevision;
}

export interface ComparedRevision {
  id: string;
  number: number;
  /** Of the UTF-8 bytes, in hexadecimal */
  sha256: string;
  kind: RevisionKind;
  because: string | null;
  activity: { id: string; type: string; at: string; agent: { name: string } };
}
