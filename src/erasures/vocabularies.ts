import { RECORD_KINDS } from '../provenance/record-kinds.js';

/** What can be erased: every record of the graph, and words that are no node of it. */
export const ERASABLE_KINDS = [...RECORD_KINDS, 'mention', 'state_of_health'] as const;
export type ErasableKind = (typeof ERASABLE_KINDS)[number];

/** What of it: all; a stretch of a revision; the summary of a testimony; of an agent the name, the health, how to reach him. */
export const ERASURE_PARTS = ['record', 'span', 'summary', 'name', 'health', 'contact'] as const;
export type ErasurePart = (typeof ERASURE_PARTS)[number];

/** On whose demand. */
export const ERASURE_BASES = [
  'narrator',
  'data_subject',
  'court',
  'law',
  'rights_holder',
  'archive',
  'other',
] as const;
export type ErasureBasis = (typeof ERASURE_BASES)[number];

export const ERASURE_STATES = ['requested', 'executed', 'withdrawn'] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];
