/** The closed vocabularies of leads and attempts. */

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
