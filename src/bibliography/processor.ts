import CSL, { type Cite as ProcessorCite, type Engine } from 'citeproc';
import type { CitationLanguage, CslItem } from './citation-style.js';
import { inlineOf, QUOTES } from './citeproc-output.js';
import { UnusableStyle } from './csl-style-file.js';
import type { Inline } from './inline.js';
import { processableItem } from './processable-item.js';

/*
 * citeproc-js, and nothing around it. It keeps what it was last asked for, so one stands for one style and language.
 */

export type { ProcessorCite };

/** By language: a locale file of CSL. */
export type Locales = Readonly<Record<CitationLanguage, string>>;

export interface ProcessedEntry {
  item: string;
  /** Null where the style prints nothing of it */
  content: Inline[] | null;
  sortKeys: (string | null)[];
}

const TAGS: Record<CitationLanguage, string> = { en: 'en-US', ja: 'ja-JP' };
const NOTHING_PRINTED = /^\[CSL STYLE ERROR: reference with no printed form\.\]\.?$/;

export class Processor {
  private readonly engine: Engine;
  private readonly items = new Map<string, Record<string, unknown>>();
  private current: readonly string[] = [];

  constructor(
    style: { name: string; xml: string },
    locales: Locales,
    private readonly language: CitationLanguage,
  ) {
    const system = {
      retrieveLocale: (tag: string) => withOurQuotes(tag.startsWith('ja') ? locales.ja : locales.en),
      retrieveItem: (id: string) => this.items.get(id)!,
    };
    try {
      this.engine = new CSL.Engine(system, style.xml, TAGS[language], true);
    } catch (error) {
      const reason = `the processor cannot use it (${String(error)}).`;
      throw new UnusableStyle('style.invalid', style.name, null, reason);
    }
    const extensions = this.engine.opt.development_extensions;
    extensions.wrap_url_and_doi = true;
    // Guesses at what a text might mean, which it has no need of here: labels in locators, dates and variables in notes.
    for (const guess of [
      'field_hack',
      'allow_field_hack_date_override',
      'locator_date_and_revision',
      'locator_label_parse',
      'parse_names',
    ]) {
      extensions[guess] = false;
    }
  }

  /** What is cited from now on: all of a document, or one source alone. */
  use(items: readonly { id: string; csl: CslItem }[]): void {
    this.items.clear();
    for (const { id, csl } of items) this.items.set(id, processableItem(id, csl, this.language));
    this.current = items.map(({ id }) => id);
    this.engine.updateItems(this.current);
  }

  /** @returns null where the style prints nothing */
  cites(cites: readonly ProcessorCite[]): Inline[] | null {
    return contentOf(this.engine.makeCitationCluster(cites));
  }

  /** In the style's order; empty where it has no bibliography. */
  bibliography(): ProcessedEntry[] {
    const made = this.engine.makeBibliography();
    if (!made) return [];
    return made[1].map((html, i) => {
      const item = made[0].entry_ids[i]![0]!;
      const keys = this.engine.registry.registry[item]?.sortkeys ?? [];
      return { item, content: contentOf(html), sortKeys: keys.map((key) => key ?? null) };
    });
  }

  /** For each key of the order: whether it goes upward. */
  sortsUpward(): boolean[] {
    return this.engine.bibliography_sort.opt.sort_directions.map(([less]) => less < 0);
  }
}

function contentOf(html: string): Inline[] | null {
  const entry = html
    .replace(/^\s*<div class="csl-entry">|<\/div>\s*$/g, '')
    .replace(/<\/div>\s*<div class="csl-right-inline">/, ' ');
  return NOTHING_PRINTED.test(entry.trim()) ? null : inlineOf(entry.trim());
}

function withOurQuotes(locale: string): string {
  const put = (xml: string, term: string, quote: string) =>
    xml.replace(new RegExp(`(<term name="${term}">)[^<]*`), `$1${quote}`);
  let xml = put(locale, 'open-quote', QUOTES.open);
  xml = put(xml, 'close-quote', QUOTES.close);
  xml = put(xml, 'open-inner-quote', QUOTES.openInner);
  return put(xml, 'close-inner-quote', QUOTES.closeInner);
}
