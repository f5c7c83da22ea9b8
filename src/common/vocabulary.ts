/** Our own words in linked documents are the same in every archive; src/prov/README.md says what each means. */
export const VOCABULARY = 'urn:kataribe:vocabulary:';
