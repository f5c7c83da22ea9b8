import { createHash } from 'node:crypto';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { CSL_ATTRIBUTES, CSL_ELEMENTS } from './csl-style-elements.js';
import { NEAR_NOTES } from './cite-positions.js';

/*
 * A style in CSL, as somebody put it into a folder: read without entities or anything fetched, and refused with the line
 * where it is broken. The processor itself would print an odd style wrongly without a word.
 */

export const LARGEST_STYLE = 1_000_000;
const DEEPEST = 100;
const MOST_CALLS = 10_000;
const CSL = 'http://purl.org/net/xbiblio/csl';

export class UnusableStyle extends Error {
  constructor(
    readonly code: 'style.unreadable' | 'style.invalid' | 'style.dependent' | 'style.too_large',
    readonly style: string,
    /** Counted from 1; null where it is about the whole file */
    readonly line: number | null,
    readonly reason: string,
  ) {
    super(`${style}.csl${line === null ? '' : `, line ${line}`}: ${reason}`);
    this.name = 'UnusableStyle';
  }
}

export interface StyleFile {
  name: string;
  title: string;
  /** SHA-256 of the bytes, in hexadecimal */
  digest: string;
  xml: string;
  /** The same, with nothing before and after a note: what stands there is set when notes are put together. */
  bareXml: string;
  layout: { prefix: string; suffix: string; delimiter: string };
  nearNotes: number;
  /** Where false, no form of a source depends on what else is cited, and each is written once and kept. */
  dependsOnDocument: boolean;
  usesFirstNote: boolean;
  usesNearNote: boolean;
  /** Whether a locator is printed otherwise because of which number it is */
  asksForLocator: boolean;
  /** Whether it says itself if a comma goes inside quotation marks */
  punctuationInQuote: boolean | null;
}

export function readStyle(name: string, bytes: Uint8Array): StyleFile {
  if (bytes.length > LARGEST_STYLE) {
    const most = `a style has at most ${LARGEST_STYLE} bytes, this one ${bytes.length}.`;
    throw new UnusableStyle('style.too_large', name, null, most);
  }
  const xml = decoded(name, bytes);
  const reading = new StyleReading(name, xml);
  return { ...reading.file(), digest: createHash('sha256').update(bytes).digest('hex') };
}

function decoded(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnusableStyle('style.unreadable', name, null, 'it is not UTF-8.');
  }
}

type Attributes = Readonly<Record<string, string>>;

class StyleReading {
  private readonly path: { name: string; children: string[]; line: number; macro: string | null }[] = [];
  private readonly macros = new Map<string, Set<string>>();
  private readonly calls: { macro: string; line: number; from: string | null }[] = [];
  private readonly seen = {
    citation: false,
    info: false,
    dependsOnDocument: false,
    firstNote: false,
    near: false,
    locator: false,
  };
  private title = '';
  private nearNotes = NEAR_NOTES;
  private layout = { prefix: '', suffix: '', delimiter: '' };
  private bareXml = '';
  private punctuationInQuote: boolean | null = null;
  private readonly parser = new SaxesParser({ xmlns: true, position: true });

  constructor(
    private readonly name: string,
    private readonly xml: string,
  ) {
    const { parser } = this;
    parser.on('error', (error) => {
      // The parser's message begins with its own line and column.
      throw this.fault(error.message.replace(/^\d+:\d+:\s*/, '').replace(/\.?$/, '.'), 'style.unreadable');
    });
    parser.on('doctype', () => {
      throw this.fault('a style has no DOCTYPE, and no entities are read.', 'style.unreadable');
    });
    parser.on('opentag', (tag) => this.open(tag));
    parser.on('text', (text) => {
      if (this.path.length === 3 && this.path[2]?.name === 'title') this.title += text;
    });
    parser.on('closetag', () => this.close());
    // saxes hears of a byte-order mark, and passes it over.
    parser.write(xml).close();
    this.checkWhole();
  }

  file(): Omit<StyleFile, 'digest'> {
    const { seen } = this;
    return {
      name: this.name,
      title: this.title.replace(/\s+/g, ' ').trim() || this.name,
      xml: this.xml,
      bareXml: this.bareXml,
      layout: this.layout,
      nearNotes: this.nearNotes,
      dependsOnDocument: seen.dependsOnDocument,
      usesFirstNote: seen.firstNote,
      usesNearNote: seen.near,
      asksForLocator: seen.locator,
      punctuationInQuote: this.punctuationInQuote,
    };
  }

  private open(tag: SaxesTagNS): void {
    const parent = this.path[this.path.length - 1];
    const inInfo = this.path.some(({ name }) => name === 'info');
    if (this.path.length >= DEEPEST) throw this.fault(`elements stand more than ${DEEPEST} deep.`);
    const attributes = Object.fromEntries(
      Object.values(tag.attributes)
        .filter(({ prefix, name }) => prefix === '' && name !== 'xmlns')
        .map(({ local, value }) => [local, value]),
    );
    if (parent === undefined) this.openRoot(tag, attributes);
    else if (!inInfo) this.openElement(tag, attributes, parent.name);
    else if (tag.local === 'link' && attributes.rel === 'independent-parent') {
      throw this.fault(
        `this style only points to another (${attributes.href ?? 'unnamed'}); put that one into the folder instead.`,
        'style.dependent',
      );
    }
    parent?.children.push(tag.local);
    const macro = tag.local === 'macro' ? (attributes.name ?? null) : (parent?.macro ?? null);
    this.path.push({ name: tag.local, children: [], line: this.parser.line, macro });
  }

  private openRoot(tag: SaxesTagNS, attributes: Attributes): void {
    if (tag.uri !== CSL || tag.local !== 'style') {
      throw this.fault(`expected <style xmlns="${CSL}">, found <${tag.name}>.`);
    }
    if (attributes.class !== 'note' && attributes.class !== 'in-text') {
      throw this.fault(
        `class is "note" or "in-text"${attributes.class ? `, not "${attributes.class}"` : ''}.`,
      );
    }
    if (!/^1\.0(\.\d)?$/.test(attributes.version ?? '')) {
      throw this.fault(`version is "1.0"${attributes.version ? `, not "${attributes.version}"` : ''}.`);
    }
    this.checkAttributes(tag.local, attributes);
  }

  private openElement(tag: SaxesTagNS, attributes: Attributes, parent: string): void {
    const element =
      tag.uri === CSL && Object.hasOwn(CSL_ELEMENTS, tag.local) ? CSL_ELEMENTS[tag.local] : undefined;
    if (!element) throw this.fault(`<${tag.name}> is no element of CSL 1.0.`);
    if (!element.within.includes(parent)) throw this.fault(`<${tag.local}> cannot stand in <${parent}>.`);
    const lacking = element.needs?.find((each) => !attributes[each]);
    if (lacking !== undefined) throw this.fault(`<${tag.local}> needs "${lacking}".`);
    const given = element.needsOneOf?.filter((each) => attributes[each] !== undefined);
    if (given && given.length !== 1) {
      throw this.fault(`<${tag.local}> needs one of ${element.needsOneOf!.join(', ')}.`);
    }
    this.checkAttributes(tag.local, attributes);
    this.note(tag.local, attributes, parent);
  }

  private checkAttributes(element: string, attributes: Attributes): void {
    const strange = Object.keys(attributes).find((name) => !CSL_ATTRIBUTES.has(name));
    if (strange !== undefined) throw this.fault(`"${strange}" is no attribute of CSL 1.0 (<${element}>).`);
    if (Object.hasOwn(attributes, 'near-note-distance')) {
      this.nearNotes = Number(attributes['near-note-distance']);
      if (!Number.isInteger(this.nearNotes)) throw this.fault('near-note-distance is a whole number.');
    }
  }

  /** What the rest of the folder has to know of the style. */
  private note(element: string, attributes: Attributes, parent: string): void {
    const { seen } = this;
    if (element === 'info' || element === 'citation') seen[element] = true;
    if (element === 'macro') {
      if (this.macros.has(attributes.name!))
        throw this.fault(`there is a macro "${attributes.name}" already.`);
      this.macros.set(attributes.name!, new Set());
    }
    if (attributes.macro !== undefined) {
      const from = this.path[this.path.length - 1]!.macro;
      this.calls.push({ macro: attributes.macro, line: this.parser.line, from });
    }
    if (element === 'style-options' && attributes['punctuation-in-quote'] !== undefined) {
      this.punctuationInQuote = attributes['punctuation-in-quote'] === 'true';
    }
    const words = (value: string | undefined) => (value ?? '').split(/\s+/);
    const variables = words(attributes.variable);
    if (variables.includes('first-reference-note-number')) seen.firstNote = true;
    if (words(attributes.position).includes('near-note')) seen.near = true;
    if (
      words(attributes['is-numeric']).includes('locator') ||
      (element === 'number' && variables.includes('locator'))
    ) {
      seen.locator = true;
    }
    const isOfDocument =
      Object.keys(attributes).some((name) =>
        /^(disambiguate|collapse|cite-group|subsequent-author|et-al-subsequent)/.test(name),
      ) ||
      variables.some(
        (variable) =>
          variable === 'citation-number' || variable === 'year-suffix' || variable === 'citation-label',
      ) ||
      (element === 'sort' && parent === 'citation');
    if (isOfDocument) seen.dependsOnDocument = true;
    if (element === 'layout' && parent === 'citation') this.noteLayout(attributes);
  }

  private noteLayout({ prefix = '', suffix = '', delimiter = '' }: Attributes): void {
    this.layout = { prefix, suffix, delimiter };
    const end = this.parser.position;
    const start = this.xml.lastIndexOf('<', end - 1);
    const tag = this.xml.slice(start, end).replace(/\s(?:prefix|suffix)\s*=\s*(?:"[^"]*"|'[^']*')/g, '');
    this.bareXml = this.xml.slice(0, start) + tag + this.xml.slice(end);
  }

  private close(): void {
    const { name, children, line } = this.path.pop()!;
    if (this.path.some((each) => each.name === 'info')) return;
    if (CSL_ELEMENTS[name]?.needsContent && children.length === 0) {
      throw this.fault(`<${name}> holds nothing.`, 'style.invalid', line);
    }
    if (name === 'choose' && children[0] !== 'if') {
      throw this.fault('<choose> begins with <if>.', 'style.invalid', line);
    }
    if ((name === 'citation' || name === 'bibliography') && !children.includes('layout')) {
      throw this.fault(`<${name}> needs a <layout>.`, 'style.invalid', line);
    }
  }

  private checkWhole(): void {
    const { seen, calls, macros } = this;
    if (!seen.info) throw this.fault('a style needs <info>, with its title.', 'style.invalid', null);
    if (!seen.citation) throw this.fault('a style needs <citation>.', 'style.invalid', null);
    for (const { macro, line, from } of calls) {
      if (!macros.has(macro)) throw this.fault(`there is no macro "${macro}".`, 'style.invalid', line);
      if (from !== null) macros.get(from)!.add(macro);
    }
    for (const { macro, line, from } of calls) {
      if (from !== null && this.reaches(macro, from)) {
        throw this.fault(
          `the macro "${from}" comes back to itself through "${macro}".`,
          'style.invalid',
          line,
        );
      }
    }
    this.checkSize();
  }

  /** Macros are written out where they are called: a few lines that call each other twice would fill all memory. */
  private checkSize(): void {
    const sizes = new Map<string | null, number>();
    const size = (macro: string | null): number => {
      const known = sizes.get(macro);
      if (known !== undefined) return known;
      const called = this.calls.filter(({ from }) => from === macro);
      const total = called.reduce((sum, call) => sum + size(call.macro), 1);
      sizes.set(macro, total);
      return total;
    };
    if (size(null) > MOST_CALLS)
      throw this.fault('its macros call each other too often.', 'style.invalid', null);
  }

  private reaches(from: string, to: string, seen = new Set<string>()): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...this.macros.get(from)!].some((next) => this.reaches(next, to, seen));
  }

  private fault(
    reason: string,
    code: UnusableStyle['code'] = 'style.invalid',
    line: number | null = this.parser.line,
  ) {
    return new UnusableStyle(code, this.name, line, reason);
  }
}
