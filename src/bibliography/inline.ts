/*
 * The words of a note or of an entry of a bibliography, with what they are and not how they look: what HTML, Markdown, a
 * word processor and a PDF are written from. Quotation marks are text already.
 */

export type Mark = 'emphasis' | 'roman' | 'strong' | 'smallCaps' | 'superscript' | 'subscript' | 'underline';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: Mark; readonly children: readonly Inline[] }
  /** To http or https only. */
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }
  /** Words that may run from right to left, and turn nothing around them (Unicode's first strong isolate). */
  | { readonly kind: 'isolate'; readonly children: readonly Inline[] };

export function textOf(content: readonly Inline[]): string {
  return content.map((each) => (each.kind === 'text' ? each.text : textOf(each.children))).join('');
}

/** The same, with every text put through `change`. */
export function withTexts(content: readonly Inline[], change: (text: string) => string): Inline[] {
  return content.map((each): Inline => {
    if (each.kind === 'text') return { kind: 'text', text: change(each.text) };
    if (each.kind !== 'link') return { ...each, children: withTexts(each.children, change) };
    return { ...each, href: change(each.href), children: withTexts(each.children, change) };
  });
}

/** Neighbouring texts become one, and what says nothing goes. */
export function joined(content: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const each of content) {
    const last = result[result.length - 1];
    if (each.kind !== 'text') {
      const children = joined(each.children);
      if (children.length > 0) result.push({ ...each, children });
    } else if (last?.kind === 'text') {
      result[result.length - 1] = { kind: 'text', text: last.text + each.text };
    } else if (each.text !== '') result.push(each);
  }
  return result;
}
