import { escapeHtml } from '../common/html.js';
import type { Inline, Mark } from './inline.js';

/*
 * Words as HTML, Markdown and plain text. All three escape: whatever stands in a title is text, and stays it.
 */

const HTML_TAGS: Record<Mark, readonly [string, string]> = {
  emphasis: ['<i>', '</i>'],
  roman: ['<span class="roman">', '</span>'],
  strong: ['<b>', '</b>'],
  smallCaps: ['<span class="small-caps">', '</span>'],
  superscript: ['<sup>', '</sup>'],
  subscript: ['<sub>', '</sub>'],
  underline: ['<u>', '</u>'],
};

/** What the classes of inlineHtml() need in a style sheet. */
export const INLINE_CSS = '.small-caps{font-variant:small-caps}.roman{font-style:normal}';

/** Phrasing content: fit for a `<p>` or `<li>`. */
export function inlineHtml(content: readonly Inline[]): string {
  return content
    .map((each) => {
      if (each.kind === 'text') return escapeHtml(each.text);
      const inside = inlineHtml(each.children);
      if (each.kind === 'link') return `<a href="${escapeHtml(each.href)}">${inside}</a>`;
      if (each.kind === 'isolate') return `<bdi>${inside}</bdi>`;
      const [open, close] = HTML_TAGS[each.kind];
      return open + inside + close;
    })
    .join('');
}

const MARKDOWN_MARKS: Record<Mark, readonly [string, string]> = {
  emphasis: ['*', '*'],
  roman: ['', ''],
  strong: ['**', '**'],
  // CommonMark has none of these; tags it takes as they are.
  smallCaps: ['', ''],
  superscript: ['<sup>', '</sup>'],
  subscript: ['<sub>', '</sub>'],
  underline: ['', ''],
};

/** CommonMark, within a paragraph. */
export function inlineMarkdown(content: readonly Inline[]): string {
  return content
    .map((each) => {
      if (each.kind === 'text') return escapeMarkdown(each.text);
      if (each.kind === 'link') {
        // Within a link no address is taken for another.
        const label = inlineMarkdown(each.children).replace(/(https?|www)\\([:.])/gi, '$1$2');
        return `[${label}](<${markdownAddress(each.href)}>)`;
      }
      const inside = inlineMarkdown(each.children);
      if (each.kind === 'isolate') return isolated(inside);
      const [open, close] = MARKDOWN_MARKS[each.kind];
      return open + inside + close;
    })
    .join('');
}

/** Words alone, in one line; what runs from right to left is isolated by Unicode's own signs. */
export function inlineText(content: readonly Inline[]): string {
  return content
    .map((each) => {
      if (each.kind === 'text') return each.text;
      const inside = inlineText(each.children);
      return each.kind === 'isolate' ? isolated(inside) : inside;
    })
    .join('');
}

/** Every sign that could begin or end something in CommonMark or in the dialect of GitHub. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~$^@!&]/g, '\\$&')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}\\.`)
    .replace(/(https?|ftp):/gi, '$1\\:');
}

function markdownAddress(href: string): string {
  return href.replace(/[<>\\]/g, encodeURIComponent);
}

function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
