/** The closed vocabularies of claims and evidence, on one page. Meanings: src/claims/README.md. */

export const CLAIM_KINDS = [
  'event',
  'circumstance',
  'cause',
  'judgement',
  'reported_speech',
  'absence',
  'remark',
] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

export const BASES = [
  'witnessed',
  'took_part',
  'told',
  'read',
  'rumour',
  'inferred',
  'common_knowledge',
  'unknown',
] as const;
export type Basis = (typeof BASES)[number];

/** From the strongest to the weakest. Not assessed is the absence of one, never a value. */
export const CONFIDENCES = ['confirmed', 'probable', 'possible', 'doubtful', 'refuted'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const STANCES = ['for', 'against', 'context'] as const;
export type Stance = (typeof STANCES)[number];

/** The three axes of Evidence Explained. */
export const SOURCE_CLASSES = ['original', 'derivative', 'authored'] as const;
export const INFORMATION_CLASSES = ['primary', 'secondary', 'undetermined'] as const;
export const EVIDENCE_CLASSES = ['direct', 'indirect', 'negative'] as const;
