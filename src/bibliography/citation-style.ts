import type { Inline } from './inline.js';

/*
 * The port to whatever writes citations: what is asked of a style, and what it answers. Nothing else of this folder's
 * inside needs to be known for writing a report.
 */

export const CITATION_LANGUAGES = ['en', 'ja'] as const;
export type CitationLanguage = (typeof CITATION_LANGUAGES)[number];

/** A CSL-JSON item without its id: see source items and testimony-item.ts. */
export type CslItem = Readonly<Record<string, unknown>>;

export interface CitedItem {
  /** Unique in the request; the record's own id, say. */
  id: string;
  csl: CslItem;
}

export interface Locator {
  /** A label of CSL: page, paragraph, timestamp, folio … */
  label: string;
  value: string;
}

export interface Cite {
  /** The id of a CitedItem of the request */
  item: string;
  locator?: Locator;
  /** Words before and after, as plain text: "see", "at the end" */
  prefix?: string;
  suffix?: string;
}

/** What one note cites, in its order. */
export interface Note {
  number: number;
  cites: readonly Cite[];
}

export interface CitationRequest {
  language: CitationLanguage;
  items: readonly CitedItem[];
  /** In the order of the text. */
  notes: readonly Note[];
}

export interface WrittenNote {
  number: number;
  content: readonly Inline[];
}

export interface BibliographyEntry {
  item: string;
  content: readonly Inline[];
}

export interface Citations {
  notes: readonly WrittenNote[];
  /** Every item of the request, cited or not, in the style's order. Empty where the style has no bibliography. */
  bibliography: readonly BibliographyEntry[];
  /** Items the style leaves out of its bibliography: whoever prints it must list them all the same. */
  omitted: readonly string[];
}

export interface CitationStyle {
  /** The name of its file without `.csl` */
  readonly name: string;
  readonly title: string;
  /** SHA-256 of the style's file, in hexadecimal: what a frozen report says it was written by */
  readonly digest: string;
  /** @throws CitationRefused where a cite names an item that is not among the items */
  write(request: CitationRequest): Citations;
}

/** What was asked cannot be written. */
export class CitationRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'CitationRefused';
  }
}
