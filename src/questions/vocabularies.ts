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

export const QUESTION_SORTS = ['age', 'priority'] as const;
export type QuestionSort = (typeof QUESTION_SORTS)[number];

export const EXPECTED_KINDS = ['document', 'recording', 'photograph', 'object'] as const;
export type ExpectedKind = (typeof EXPECTED_KINDS)[number];

/** How the search for an expected document stands. Worked out from its attempts, never typed. */
export const SEARCH_STATES = ['not_yet_searched', 'expected', 'refused', 'lost', 'found'] as const;
export type SearchState = (typeof SEARCH_STATES)[number];
