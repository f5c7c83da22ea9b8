/** The closed vocabularies of flags. */

export const FLAG_KINDS = [
  'unverified',
  'contradicted',
  'misquoted',
  'mistranslated',
  'misdated',
  'sensitive',
  'other',
] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

export const FLAG_STATES = ['pending', 'upheld', 'dismissed'] as const;
export type FlagState = (typeof FLAG_STATES)[number];
