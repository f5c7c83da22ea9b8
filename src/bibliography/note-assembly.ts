import { joined, textOf, type Inline } from './inline.js';
import { printable } from './processable-item.js';

/* Cites put together to a note, with the punctuation that a processor would set between and after them. */

export interface NoteLayout {
  prefix: string;
  suffix: string;
  delimiter: string;
  /** American: a full stop goes inside the quotation marks */
  punctuationInQuote: boolean;
}

export interface WrittenCite {
  content: readonly Inline[];
  prefix?: string;
  suffix?: string;
}

export function assembled(cites: readonly WrittenCite[], layout: NoteLayout): Inline[] {
  if (cites.length === 0) return [];
  const content = cites.flatMap((cite, i): Inline[] => [
    text(i === 0 ? layout.prefix : layout.delimiter),
    text(before(cite.prefix)),
    ...cite.content,
    text(after(cite.suffix)),
  ]);
  return ended(joined(content), layout);
}

/** Latin and its like are parted by a blank from what follows; Japanese is not. */
export function before(prefix: string | undefined): string {
  const clean = printable(prefix ?? '');
  return /[\p{Script=Latin}\p{Script=Cyrillic}\p{N}.,;:)]$/u.test(clean) ? `${clean} ` : clean;
}

export function after(suffix: string | undefined): string {
  const clean = printable(suffix ?? '');
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{N}([]/u.test(clean) ? ` ${clean}` : clean;
}

function ended(content: Inline[], { suffix, punctuationInQuote }: NoteLayout): Inline[] {
  if (suffix === '') return content;
  const [, body = '', quotes = ''] = /^(.*?)([”’]*)$/su.exec(textOf(content)) ?? [];
  const startsWithStop = suffix.startsWith('.') || suffix.startsWith(',');
  if (suffix.startsWith('.') && /[.?!]$/.test(body)) {
    return joined([...content, text(suffix.slice(1))]);
  }
  const last = content[content.length - 1];
  const isInside = startsWithStop && punctuationInQuote && quotes !== '';
  if (!isInside || last?.kind !== 'text' || !last.text.endsWith(quotes))
    return joined([...content, text(suffix)]);
  const moved = last.text.slice(0, -quotes.length) + suffix[0] + quotes + suffix.slice(1);
  return [...content.slice(0, -1), text(moved)];
}

function text(content: string): Inline {
  return { kind: 'text', text: content };
}
