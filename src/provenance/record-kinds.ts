import { notFound } from '../common/problem.js';

/** Kinds of records that are nodes of the provenance graph and have a history. Each is the name of its table. */
export const RECORD_KINDS = [
  'testimony',
  'revision',
  'passage',
  'claim',
  'citation',
  'assessment',
  'contradiction',
  'source',
  'agent',
  'place',
  'question',
  'lead',
  'attempt',
  'flag',
  'descent',
  'reliability',
  'event',
  'name_form',
  'identifier',
  'same_as',
  'life',
  'office',
  'reachability',
  'answer',
  'expected_document',
  'narrator_review',
  'translation',
  'consent',
  'consent_revocation',
  'rights_statement',
  'notice',
  'external_provenance',
] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];

/** A kind from a path. */
export function recordKind(kind: string): RecordKind {
  const known = RECORD_KINDS.find((candidate) => candidate === kind);
  if (known === undefined) throw notFound('kind of record');
  return known;
}
