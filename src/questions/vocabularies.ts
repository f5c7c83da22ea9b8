/** The closed vocabularies of what is not known. */

export const QUESTION_KINDS = [
  'missing_document',
  'person_not_reached',
  'unnamed_source',
  'contradiction',
  'ambiguity',
  'other',
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

export const QUESTION_STATES = ['open', 'pursued', 'stuck', 'answered', 'withdrawn'] as const;
export type QuestionState = (typeof QUESTION_STATES)[number];
