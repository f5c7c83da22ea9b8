/** Closed vocabularies of names and identifiers. Meanings: src/authorities/README.md. */

export const AGENT_NAME_TYPES = [
  'legal',
  'birth',
  'pen',
  'religious',
  'alias',
  'transcription_variant',
] as const;
export const PLACE_NAME_TYPES = ['official', 'historical', 'exonym', 'transcription_variant'] as const;
export const NAME_TYPES = [...new Set([...AGENT_NAME_TYPES, ...PLACE_NAME_TYPES])] as (
  typeof AGENT_NAME_TYPES | typeof PLACE_NAME_TYPES
)[number][];
export type NameType = (typeof NAME_TYPES)[number];

export const ROMANISATIONS = ['modified_hepburn', 'kunrei', 'ala_lc', 'personal'] as const;
export type Romanisation = (typeof ROMANISATIONS)[number];

export const NAME_ORDERS = ['family_first', 'given_first', 'single'] as const;
export type NameOrder = (typeof NAME_ORDERS)[number];

export const NAME_PARTS = ['family', 'given', 'middle', 'particle', 'title', 'suffix'] as const;
export type NamePartKind = (typeof NAME_PARTS)[number];

export const IDENTIFIER_SCHEMES = ['wikidata', 'viaf', 'ndl'] as const;
export type IdentifierScheme = (typeof IDENTIFIER_SCHEMES)[number];

export const CERTAINTIES = ['same', 'perhaps'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** What is named, and found by its name. */
export const NAMED_KINDS = ['person', 'organisation', 'group', 'place'] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];
