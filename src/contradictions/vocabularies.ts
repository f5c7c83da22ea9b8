/** The closed vocabularies of contradictions. Meanings: src/contradictions/README.md. */

export const CONTRADICTION_STATES = ['open', 'reconciled', 'preferred', 'unresolvable'] as const;
export type ContradictionState = (typeof CONTRADICTION_STATES)[number];

export const SUGGESTION_RULES = ['dates_apart', 'different_people', 'different_counts'] as const;
export type SuggestionRule = (typeof SUGGESTION_RULES)[number];

export const SUGGESTION_STATES = ['accepted', 'dismissed'] as const;
export type SuggestionState = (typeof SUGGESTION_STATES)[number];
