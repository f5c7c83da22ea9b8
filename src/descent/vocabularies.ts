/** What a source or a testimony goes back to. Meanings: src/descent/README.md. */

/** From a source to another record. */
export const SOURCE_DESCENTS = ['copies', 'translates', 'quotes', 'summarises', 'derives_from'] as const;
/** From a source to a person. */
export const SOURCE_PERSONS = ['author', 'informant'] as const;
/** From a testimony to what its narrator knew before telling. */
export const TESTIMONY_DESCENTS = ['read', 'told'] as const;

export const DESCENT_KINDS = [...SOURCE_DESCENTS, ...SOURCE_PERSONS, ...TESTIMONY_DESCENTS] as const;
export type DescentKind = (typeof DESCENT_KINDS)[number];
