/** The processor ships no types; this is the little of it we use. */
declare module 'citeproc' {
  export interface System {
    retrieveLocale(language: string): string;
    retrieveItem(id: string): object;
  }
  export interface Cite {
    id: string;
    locator?: string;
    label?: string;
    prefix?: string;
    /** 0 first, 1 subsequent, 2 ibid., 3 ibid. with another locator */
    position?: number;
    'near-note'?: boolean;
    'first-reference-note-number'?: string;
  }
  export class Engine {
    constructor(system: System, style: string, language?: string, force?: boolean);
    opt: { development_extensions: Record<string, boolean> };
    registry: { registry: Record<string, { sortkeys: (string | undefined)[] } | undefined> };
    bibliography_sort: { opt: { sort_directions: [number, number][] } };
    updateItems(ids: readonly string[]): void;
    makeCitationCluster(cites: readonly Cite[]): string;
    /** false where the style has no bibliography */
    makeBibliography(): [{ entry_ids: string[][] }, string[]] | false;
  }
  const CSL: { Engine: typeof Engine };
  export default CSL;
}
