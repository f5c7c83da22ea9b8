/** The library ships no types; this is the little of it we use: whether a text is EDTF, and of which kind. */
declare module 'edtf' {
  export interface Parsed {
    type: 'Date' | 'Year' | 'Decade' | 'Century' | 'Season' | 'Interval' | 'List' | 'Set';
    level: number;
  }
  export interface Constraints {
    level?: number;
    types?: Parsed['type'][];
    seasonIntervals?: boolean;
    seasonUncertainty?: boolean;
  }
  export function parse(text: string, constraints?: Constraints): Parsed;
}
