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

export const LEAD_KINDS = ['person', 'document', 'place', 'institution'] as const;
export type LeadKind = (typeof LEAD_KINDS)[number];

export const LEAD_STATES = [
  'not_yet_reached',
  'contacted',
  'met',
  'declined',
  'died',
  'lost',
  'found',
] as const;
export type LeadState = (typeof LEAD_STATES)[number];

export const ATTEMPT_OUTCOMES = ['found', 'not_found', 'refused', 'inconclusive', 'no_answer'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
