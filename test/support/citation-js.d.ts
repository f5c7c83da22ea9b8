/** They ship no types; this is the little the tests use. */
declare module '@citation-js/core' {
  export class Cite {
    constructor(text: string);
    data: object[];
  }
  export const plugins: { config: { get(name: string): { parse: { sentenceCase: string } } } };
}
declare module '@citation-js/plugin-bibtex';
declare module '@citation-js/plugin-ris';
