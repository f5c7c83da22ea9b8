/**
 * A printed document by what its parts mean, without a thought of how they look. Whoever makes one knows the matter; the
 * writers know the formats. Nothing in it depends on a clock.
 */
export interface PrintedDocument {
  /** BCP 47, of everything that does not say its own. */
  language: string;
  metadata: Metadata;
  title: TitleBlock;
  /** A line at the head of each page, and one at its foot beside the page number. */
  header: string;
  footer: string;
  /**
   * Gone through more than once, the same each time: an array, or an object that begins anew whenever it is asked. So a
   * document need not be in memory as a whole.
   */
  blocks: Iterable<Block>;
}

/** What catalogues and readers' programs show of the file. */
export interface Metadata {
  title: string;
  /** A person, or the archive. */
  author: string;
  subject: string;
  /** A pointer, a URI, a number: by it the document is cited. */
  identifier: string;
  /** The moment it is of (ISO 8601, UTC), not that of writing; left out where there is none. */
  moment?: string;
}

export interface TitleBlock {
  words: Words;
  particulars: Definition[];
}

/** Text with what stands in it. A line break in it is kept. */
export type Words = readonly Inline[];

export type Inline = string | Run | Link | Mark | Note;

export interface Run {
  kind: 'run';
  text: string;
  language?: string;
  weight?: 'strong' | 'emphasis';
}

export interface Link {
  kind: 'link';
  text: string;
  /** http(s), mailto or urn; or # and the anchor of a block. */
  to: string;
  language?: string;
}

/** A short word that must not be overlooked, such as "unverified". */
export interface Mark {
  kind: 'mark';
  text: string;
}

/** A note to the words before it. Writers number notes from 1; a note holds no notes. */
export interface Note {
  kind: 'note';
  words: Words;
}

export type Block = Heading | Paragraph | Quotation | Definitions | Table | List | Positions;

export interface Heading {
  kind: 'heading';
  /** 1 to 5; the title of the document is above them all. */
  level: number;
  words: Words;
  anchor?: string;
}

export interface Paragraph {
  kind: 'paragraph';
  words: Words;
  anchor?: string;
}

/** Words of somebody else, as they are, beside their translation if there is one. */
export interface Quotation {
  kind: 'quotation';
  original: Quoted;
  translation?: Quoted;
}

export interface Quoted {
  words: Words;
  language: string;
  /** Where it stands, or whose translation it is. */
  attribution?: Words;
}

export interface Definitions {
  kind: 'definitions';
  items: Definition[];
}

export interface Definition {
  name: string;
  values: Words[];
}

export interface Table {
  kind: 'table';
  caption: Words;
  /** Heads of columns. */
  head: string[];
  /** Each as long as the head; the first cell is the head of its row. */
  rows: Iterable<readonly Cell[]>;
  anchor?: string;
}

/** Numbers stay numbers where a format has them. */
export type Cell = number | Words;

export interface List {
  kind: 'list';
  ordered?: boolean;
  items: Block[][];
}

/** What cannot all be true, side by side. */
export interface Positions {
  kind: 'positions';
  positions: Position[];
}

export interface Position {
  title: Words;
  preferred?: boolean;
  blocks: Block[];
}

/** What a reader of the file should know: something was replaced, or could not be shown. */
export interface Warning {
  code: 'character.replaced' | 'glyph.missing' | 'direction.unsupported' | 'cell.cut';
  message: string;
}

/** The document cannot be written as it is; nothing of it was. */
export class DocumentError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'DocumentError';
  }
}
