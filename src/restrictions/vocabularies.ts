import { RECORD_KINDS } from '../provenance/record-kinds.js';

/** Who may read what is restricted; the strictest of several holds. */
export const RESTRICTION_MODES = [
  'registered',
  'on_request',
  'listed_sealed',
  'hidden_sealed',
  'withdrawn',
] as const;
export type RestrictionMode = (typeof RESTRICTION_MODES)[number];

/** What of the record is restricted. */
export const RESTRICTION_PARTS = ['record', 'content', 'description', 'summary', 'span'] as const;
export type RestrictionPart = (typeof RESTRICTION_PARTS)[number];

/** On whose account. */
export const RESTRICTION_BASES = [
  'narrator',
  'donor',
  'law',
  'privacy',
  'community',
  'archive',
  'redaction',
  'other',
] as const;
export type RestrictionBasis = (typeof RESTRICTION_BASES)[number];

export const RESTRICTION_ENDS = ['embargo_ended', 'lifted', 'replaced'] as const;
export type RestrictionEndReason = (typeof RESTRICTION_ENDS)[number];

/**
 * What can be restricted: every record of the graph, but the dates of a life, of which a person has one row: the person
 * is, or what they rest on.
 */
export const RESTRICTABLE_KINDS = RECORD_KINDS.filter((kind) => kind !== 'life');

export const RELEASE_STATES = ['proposed', 'approved', 'declined', 'revoked'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

export const ACCESS_REQUEST_STATES = ['open', 'granted', 'declined', 'withdrawn'] as const;
export type AccessRequestState = (typeof ACCESS_REQUEST_STATES)[number];
