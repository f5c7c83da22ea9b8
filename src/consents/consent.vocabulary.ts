/** By what somebody consented, or that nothing was found by which anybody did. */
export const INSTRUMENTS = [
  'deed_of_gift',
  'release_form',
  'recorded_verbal',
  'licence',
  'none_found',
] as const;
export type Instrument = (typeof INSTRUMENTS)[number];

/** As what somebody signed, or revoked. */
export const SIGNER_ROLES = [
  'narrator',
  'interviewer',
  'heir',
  'guardian',
  'rights_holder',
  'other',
] as const;
export type SignerRole = (typeof SIGNER_ROLES)[number];
