import { createHash } from 'node:crypto';
import {
  CitationRefused,
  type BibliographyEntry,
  type CitationLanguage,
  type CitationRequest,
  type Citations,
  type CitationStyle,
  type CitedItem,
  type CslItem,
} from './citation-style.js';
import { placed, type PlacedCite, type Position } from './cite-positions.js';
import type { StyleFile } from './csl-style-file.js';
import type { Inline } from './inline.js';
import type { FormStore, SourceForms } from './kept-forms.js';
import {
  exactForm,
  filled,
  isFillable,
  locatorForm,
  withFirstNote,
  type LocatorForm,
} from './locator-forms.js';
import { after, assembled, before } from './note-assembly.js';
import { Processor, type Locales, type ProcessorCite } from './processor.js';

/*
 * A style of CSL behind the port. Where nothing in it depends on what else is cited, each form of a source is written
 * once and kept (kept-forms.ts), and notes are put together from forms. Styles that number or tell apart what they cite
 * go through the processor as a whole: right, and slow.
 */

export function citeprocStyle(file: StyleFile, locales: Locales, forms: FormStore): CitationStyle {
  const processors = new Map<string, Processor>();
  const processor = (language: CitationLanguage, isWhole: boolean) => {
    const key = `${language} ${isWhole}`;
    const known = processors.get(key);
    if (known) return known;
    const xml = isWhole ? file.xml : file.bareXml;
    const made = new Processor({ name: file.name, xml }, locales, language);
    processors.set(key, made);
    return made;
  };
  return {
    name: file.name,
    title: file.title,
    digest: file.digest,
    write: (request) => {
      const cites = placed(request.notes, file.nearNotes);
      const items = inOrderOfCiting(request);
      if (file.dependsOnDocument)
        return writtenWhole(request, items, cites, processor(request.language, true));
      return new KeptForms(file, processor(request.language, false), forms, request.language).written(
        request,
        items,
        cites,
      );
    },
  };
}

const POSITIONS: Record<Position, number> = { first: 0, subsequent: 1, ibid: 2, 'ibid-with-locator': 3 };

/** What is cited first comes first, as in a numbered bibliography; what is not cited, last. */
function inOrderOfCiting({ items, notes }: CitationRequest): CitedItem[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  if (byId.size < items.length) {
    throw new CitationRefused('citation.item_twice', 'Two items of the request have one id.');
  }
  const ordered = new Set<CitedItem>();
  for (const { item } of notes.flatMap(({ cites }) => cites)) {
    const cited = byId.get(item);
    if (!cited)
      throw new CitationRefused('citation.unknown_item', `No item of the request has the id ${item}.`);
    ordered.add(cited);
  }
  return [...ordered, ...items.filter((item) => !ordered.has(item))];
}

function processorCite({ cite, position, firstNote, isNear }: PlacedCite): ProcessorCite {
  return {
    id: cite.item,
    position: POSITIONS[position],
    ...(cite.locator && { label: cite.locator.label, locator: cite.locator.value }),
    ...(firstNote !== null && { 'first-reference-note-number': String(firstNote) }),
    ...(isNear && { 'near-note': true }),
  };
}

/** Exported for the tests: what the processor makes of a whole document is what the kept forms have to come to. */
export function writtenWhole(
  { notes }: CitationRequest,
  items: readonly CitedItem[],
  cites: PlacedCite[][],
  processor: Processor,
): Citations {
  processor.use(items);
  const titles = new Map(items.map(({ id, csl }) => [id, csl]));
  const written = notes.map(({ number }, i) => {
    const each = cites[i]!.map((one) => ({
      ...processorCite(one),
      ...(one.cite.prefix && { prefix: before(one.cite.prefix) }),
      ...(one.cite.suffix && { suffix: after(one.cite.suffix) }),
    }));
    if (each.length === 0) return { number, content: [] };
    return { number, content: processor.cites(each) ?? titleOf(titles.get(each[0]!.id)!) };
  });
  const entries = processor.bibliography();
  return { notes: written, ...printedAndOmitted(entries, items) };
}

function printedAndOmitted(
  entries: readonly { item: string; content: readonly Inline[] | null }[],
  items: readonly CitedItem[],
): Pick<Citations, 'bibliography' | 'omitted'> {
  const bibliography = entries.filter((entry): entry is BibliographyEntry => entry.content !== null);
  const printed = new Set(bibliography.map(({ item }) => item));
  return {
    bibliography: bibliography.map(({ item, content }) => ({ item, content })),
    omitted: items.map(({ id }) => id).filter((id) => !printed.has(id)),
  };
}

/** Where a style has no words for a source, its title stands in the note: better than nothing, and than an error. */
function titleOf(csl: CslItem): Inline[] {
  return [{ kind: 'text', text: typeof csl.title === 'string' ? csl.title : '' }];
}

class KeptForms {
  /** The source the processor was told of last */
  private inUse: string | null = null;

  constructor(
    private readonly file: StyleFile,
    private readonly processor: Processor,
    private readonly store: FormStore,
    private readonly language: CitationLanguage,
  ) {}

  written(request: CitationRequest, items: readonly CitedItem[], cites: PlacedCite[][]): Citations {
    const contents = new Map<PlacedCite, readonly Inline[]>();
    const ofItem = new Map<string, { one: PlacedCite; leads: boolean }[]>();
    for (const [i, one] of cites.flatMap((note) => note.map((each, n) => [n, each] as const))) {
      const those = ofItem.get(one.cite.item) ?? [];
      ofItem.set(one.cite.item, those);
      those.push({ one, leads: i === 0 && !one.cite.prefix });
    }
    const entries = items.map((item) => {
      const digest = this.digestOf(item);
      const forms: SourceForms = this.store.get(digest) ?? { cites: {} };
      for (const { one, leads } of ofItem.get(item.id) ?? [])
        contents.set(one, this.content(item, forms, one, leads));
      const entry = (forms.entry ??= this.entry(item));
      this.store.set(digest, forms);
      return { item: item.id, ...(entry ?? { content: null, sortKeys: [] }) };
    });
    const layout = {
      ...this.file.layout,
      punctuationInQuote: this.file.punctuationInQuote ?? this.language === 'en',
    };
    const notes = request.notes.map(({ number }, i) => {
      const each = cites[i]!.map((one) => ({
        content: contents.get(one)!,
        prefix: one.cite.prefix,
        suffix: one.cite.suffix,
      }));
      return { number, content: assembled(each, layout) };
    });
    return { notes, ...printedAndOmitted(this.sorted(entries), items) };
  }

  private digestOf({ csl }: CitedItem): string {
    const what = JSON.stringify([this.file.digest, this.language, csl]);
    return createHash('sha256').update(what).digest('base64url');
  }

  private content(item: CitedItem, forms: SourceForms, one: PlacedCite, leads: boolean): readonly Inline[] {
    const exact = exactForm(one.cite.locator);
    if (this.file.asksForLocator) return this.form(item, forms, one, leads, exact);
    const plain = locatorForm(one.cite.locator);
    const content = this.form(item, forms, one, leads, plain);
    return isFillable(content, plain) ? filled(content, plain) : this.form(item, forms, one, leads, exact);
  }

  private form(
    item: CitedItem,
    forms: SourceForms,
    one: PlacedCite,
    leads: boolean,
    locator: LocatorForm,
  ): readonly Inline[] {
    const isNear = one.isNear && this.file.usesNearNote;
    const asksNote = this.file.usesFirstNote && one.firstNote !== null;
    const key = [one.position, leads ? 'leads' : 'follows', isNear ? 'near' : '', locator.key].join(' ');
    const numbered = asksNote ? withFirstNote({ ...locator, replaced: [] }, one.firstNote!) : null;
    const content = (forms.cites[key] ??= this.processed(item, {
      id: item.id,
      position: POSITIONS[one.position],
      ...(locator.sample && { label: locator.sample.label, locator: locator.sample.value }),
      ...(numbered && { 'first-reference-note-number': numbered.sample }),
      ...(isNear && { 'near-note': true }),
      // What follows on other words is not the beginning of a sentence.
      ...(!leads && { prefix: FOLLOWS }),
    }));
    return numbered ? filled(content, numbered.form) : content;
  }

  private processed(item: CitedItem, cite: ProcessorCite): readonly Inline[] {
    this.use(item);
    const content = this.processor.cites([cite]) ?? titleOf(item.csl);
    const [first, ...rest] = content;
    if (first?.kind !== 'text' || !first.text.startsWith(FOLLOWS)) return content;
    const text = first.text.slice(FOLLOWS.length);
    return text === '' ? rest : [{ kind: 'text', text }, ...rest];
  }

  private entry(item: CitedItem): NonNullable<SourceForms['entry']> | null {
    this.use(item);
    const [entry] = this.processor.bibliography();
    return entry?.content ? { content: entry.content, sortKeys: entry.sortKeys } : null;
  }

  private use(item: CitedItem): void {
    if (this.inUse === item.id) return;
    this.processor.use([item]);
    this.inUse = item.id;
  }

  private sorted<E extends { sortKeys: readonly (string | null)[] }>(entries: readonly E[]): E[] {
    const upward = this.processor.sortsUpward();
    // As the processor compares, so that it makes no difference which way a style goes.
    const collator = new Intl.Collator(this.language, {
      sensitivity: 'base',
      ignorePunctuation: true,
      numeric: true,
    });
    return entries.toSorted((a, b) => {
      for (const [i, isUpward] of upward.entries()) {
        const [one, other] = [a.sortKeys[i] ?? '', b.sortKeys[i] ?? ''];
        if (one === other) continue;
        // What has no such key comes last, whichever way the order goes.
        if (one === '' || other === '') return one === '' ? 1 : -1;
        const order = collator.compare(one, other);
        if (order !== 0) return isUpward ? order : -order;
      }
      return 0;
    });
  }
}

/** Words before a cite, told from all that a source may hold; taken away again. */
const FOLLOWS = '\ue014 ';
