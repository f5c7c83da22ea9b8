/** The closed vocabularies of lives. */

export const OFFICE_KINDS = ['office', 'rank'] as const;
export type OfficeKind = (typeof OFFICE_KINDS)[number];

/** Whether somebody can be asked. `do_not_contact`: has asked to be left alone. */
export const REACHABILITY_STATES = [
  'living',
  'reached',
  'not_yet_reached',
  'declined',
  'do_not_contact',
  'died',
  'unknown',
] as const;
export type ReachabilityState = (typeof REACHABILITY_STATES)[number];

/** How well a witness is, as far as it decides who is asked first. */
export const HEALTH_STATES = ['well', 'frail', 'gravely_ill', 'unable_to_speak', 'unknown'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];
