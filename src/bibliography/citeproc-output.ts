import { joined, textOf, type Inline, type Mark } from './inline.js';
import { LATIN_MARK, LITERAL_END, RIGHT_TO_LEFT } from './processable-item.js';

/*
 * What the processor writes (its HTML) as words. Only the tags it writes itself are tags; text it has escaped. It is
 * given marks of our own for quotation marks, so that these can follow the writing of what they enclose: 「」 and, for what
 * is set in italics, 『』 around Japanese; “” and ‘’ around everything else.
 */

/** Opening and closing, outer and inner: put into the locale in place of its quotation marks. */
export const QUOTES = { open: '\ue010', close: '\ue011', openInner: '\ue012', closeInner: '\ue013' } as const;

type Node =
  | { kind: 'text'; text: string }
  | { kind: 'quoted'; inner: boolean; children: Node[] }
  | { kind: 'isolate' | 'plain' | Mark; children: Node[] }
  | { kind: 'link'; href: string; children: Node[] };

const TAGS: Record<string, Mark | 'plain'> = {
  i: 'emphasis',
  em: 'emphasis',
  b: 'strong',
  sup: 'superscript',
  sub: 'subscript',
};
const STYLES: Record<string, Mark> = {
  'font-style:normal': 'roman',
  'font-variant:small-caps': 'smallCaps',
  'text-decoration:underline': 'underline',
};

const AFTER_LITERAL = new RegExp(`${LITERAL_END}[年月日]?`, 'g');

export function inlineOf(html: string): Inline[] {
  const clean = html.replaceAll(LATIN_MARK, '').replace(AFTER_LITERAL, '');
  return joined(spaced(written(parsed(clean))));
}

const TOKEN = /<(\/?)([a-z]+)([^<>]*)>|[\ue010-\ue013\u2068\u2069]/g;

function parsed(html: string): Node[] {
  const root: Node[] = [];
  const open: { closing: string; children: Node[] }[] = [{ closing: '', children: root }];
  const add = (node: Node) => open[open.length - 1]!.children.push(node);
  const enter = (closing: string, node: Node & { children: Node[] }) => {
    add(node);
    open.push({ closing, children: node.children });
  };
  // An end without a beginning is nothing; one that was passed over ends what stands within it too.
  const leave = (closing: string) => {
    const at = open.findLastIndex((each) => each.closing === closing);
    if (at > 0) open.length = at;
  };
  let done = 0;
  for (const token of html.matchAll(TOKEN)) {
    const before = html.slice(done, token.index);
    if (before !== '') add({ kind: 'text', text: unescaped(before) });
    done = token.index + token[0].length;
    const [sign, slash, tag, attributes] = token;
    if (sign === QUOTES.open || sign === QUOTES.openInner) {
      const inner = sign === QUOTES.openInner;
      enter(inner ? QUOTES.closeInner : QUOTES.close, { kind: 'quoted', inner, children: [] });
    } else if (sign === '\u2068') enter('\u2069', { kind: 'isolate', children: [] });
    else if (tag === undefined) leave(sign);
    else if (slash === '/') leave(tag);
    else enter(tag, { ...markOf(tag, attributes ?? ''), children: [] });
  }
  const rest = html.slice(done);
  if (rest !== '') add({ kind: 'text', text: unescaped(rest) });
  return root;
}

function markOf(tag: string, attributes: string): { kind: Mark | 'plain' } | { kind: 'link'; href: string } {
  if (tag === 'a') return { kind: 'link', href: unescaped(/href="([^"]*)"/.exec(attributes)?.[1] ?? '') };
  const style = /style="([^";]*);?"/.exec(attributes)?.[1] ?? '';
  return { kind: TAGS[tag] ?? STYLES[style] ?? 'plain' };
}

/** The processor makes a link of anything; one is what is on the web, and says where it leads. */
function leadsWhereItSays(href: string, text: string): boolean {
  const isDoi = text.startsWith('10.') && href === `https://doi.org/${text}`;
  return (href === text || isDoi) && /^https?:\/\/\S+$/i.test(href) && URL.canParse(href);
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

function unescaped(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/&(?:#(\d+)|([a-z]+));/g, (all, number?: string, name?: string) =>
      number === undefined ? (ENTITIES[name!] ?? all) : String.fromCodePoint(Number(number)),
    );
}

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const ALPHABETIC = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/gu;

/** Japanese titles may hold a word in Latin letters; a title in Latin letters rarely holds kanji. */
function isEastAsian(text: string): boolean {
  return EAST_ASIAN.test(text) && (text.match(ALPHABETIC)?.length ?? 0) < text.length / 2;
}

function written(nodes: Node[], isShutIn = false): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (node.kind === 'text') return isShutIn ? [node] : isolatedRuns(node.text);
    const children = written(node.children, isShutIn || node.kind === 'isolate');
    if (node.kind === 'plain') return children;
    if (node.kind === 'quoted') return quoted(children, node.inner);
    if (node.kind === 'emphasis' && isEastAsian(textOf(children))) return enclosed('『', children, '』');
    if (node.kind !== 'link') return [{ kind: node.kind, children }];
    return leadsWhereItSays(node.href, textOf(children)) ? [{ ...node, children }] : children;
  });
}

function quoted(children: Inline[], inner: boolean): Inline[] {
  const text = textOf(children);
  // A title in brackets was supplied by whoever described the piece: nobody's words, so not quoted.
  if (/^[[［].*[\]］][,.]?$/su.test(text)) return children;
  if (!isEastAsian(text)) return enclosed(inner ? '‘' : '“', children, inner ? '’' : '”');
  // The comma that English sets inside stands outside here.
  const [kept, moved] = withoutComma(children);
  const [open, close] = inner ? ['『', '』'] : ['「', '」'];
  return [...enclosed(open, kept, close), { kind: 'text', text: moved }];
}

function withoutComma(children: Inline[]): [Inline[], string] {
  const last = children[children.length - 1];
  const found = last?.kind === 'text' ? /[,.]$/.exec(last.text) : null;
  if (last?.kind !== 'text' || !found) return [children, ''];
  return [[...children.slice(0, -1), { kind: 'text', text: last.text.slice(0, -1) }], found[0]];
}

function enclosed(open: string, children: Inline[], close: string): Inline[] {
  return [{ kind: 'text', text: open }, ...children, { kind: 'text', text: close }];
}

const RUN = new RegExp(
  `${RIGHT_TO_LEFT.source}(?:[^\\p{L}\\p{N}]*(?:${RIGHT_TO_LEFT.source}|\\p{M}))*`,
  'gu',
);

/** Names are not isolated before, since the processor takes them apart. */
function isolatedRuns(text: string): Inline[] {
  if (!RIGHT_TO_LEFT.test(text)) return [{ kind: 'text', text }];
  const result: Inline[] = [];
  let done = 0;
  for (const run of text.matchAll(RUN)) {
    result.push({ kind: 'text', text: text.slice(done, run.index) });
    result.push({ kind: 'isolate', children: [{ kind: 'text', text: run[0] }] });
    done = run.index + run[0].length;
  }
  return [...result, { kind: 'text', text: text.slice(done) }];
}

/** “Title”*Book*: Japanese sets its brackets side by side, other writings need a blank. */
function spaced(content: Inline[]): Inline[] {
  return content.flatMap((each, i): Inline[] => {
    const before = i === 0 ? '' : textOf([content[i - 1]!]);
    const touches = /[”’\p{Script=Latin}\p{Script=Cyrillic}]$/u.test(before);
    return each.kind === 'emphasis' && touches ? [{ kind: 'text', text: ' ' }, each] : [each];
  });
}
