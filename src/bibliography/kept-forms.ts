import type { Inline } from './inline.js';

/*
 * What a style makes of one source does not change as long as source, style and language do not: it is written once, and
 * kept by the digest of the three.
 */

/** What is kept of one source, in one style and language; plain JSON. */
export interface SourceForms {
  /** By what it depends on: position, kind of locator … */
  cites: Record<string, readonly Inline[]>;
  /** Null where the style leaves the source out of its bibliography; undefined while nobody asked */
  entry?: { content: readonly Inline[]; sortKeys: readonly (string | null)[] } | null;
}

export interface FormStore {
  get(digest: string): SourceForms | undefined;
  set(digest: string, forms: SourceForms): void;
}

/** Keeps the last ones asked for, in memory. */
export class RecentForms implements FormStore {
  private readonly kept = new Map<string, SourceForms>();

  constructor(private readonly most = 20_000) {}

  get(digest: string): SourceForms | undefined {
    const forms = this.kept.get(digest);
    if (forms !== undefined) this.set(digest, forms);
    return forms;
  }

  set(digest: string, forms: SourceForms): void {
    // A Map gives its keys in the order they were put in: the first is the one longest not asked for.
    this.kept.delete(digest);
    this.kept.set(digest, forms);
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value!);
  }
}
