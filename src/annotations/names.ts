/** Our own words are the same in every archive. */
export const VOCABULARY = 'urn:kataribe:vocabulary:';
