import { joined, type Inline } from './inline.js';
import { inlineHtml, inlineMarkdown, inlineText } from './inline-writers.js';

const text = (content: string): Inline => ({ kind: 'text', text: content });

it('writes what there is', () => {
  const content: Inline[] = [
    text('A '),
    { kind: 'emphasis', children: [text('b'), { kind: 'roman', children: [text('c')] }] },
    { kind: 'smallCaps', children: [text('d')] },
    { kind: 'superscript', children: [text('2')] },
    { kind: 'link', href: 'https://example.org/?a=1&b="2"', children: [text('e')] },
    { kind: 'isolate', children: [text('ו')] },
  ];
  expect(inlineHtml(content)).toBe(
    'A <i>b<span class="roman">c</span></i><span class="small-caps">d</span><sup>2</sup>' +
      '<a href="https://example.org/?a=1&amp;b=&quot;2&quot;">e</a><bdi>ו</bdi>',
  );
  expect(inlineMarkdown(content)).toBe(
    'A *bc*d<sup>2</sup>[e](<https://example.org/?a=1&b="2">)\u2068ו\u2069',
  );
  expect(inlineText(content)).toBe('A bcd2e\u2068ו\u2069');
});

it.each([
  ['<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
  ['*a* _b_ `c` ~d~ | $e$', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\| \\$e\\$'],
  ['[a](javascript:b) ![c](d)', '\\[a\\](javascript:b) \\!\\[c\\](d)'],
  ['1. one', '1\\. one'],
  ['- one', '\\- one'],
  ['# one', '\\# one'],
  ['&amp; @someone', '\\&amp; \\@someone'],
  ['https://a.example www.b.example', 'https\\://a.example www\\.b.example'],
])('keeps %s text in Markdown', (given, expected) => {
  expect(inlineMarkdown([text(given)])).toBe(expected);
});

it('joins texts, and drops what says nothing', () => {
  expect(joined([text('a'), { kind: 'emphasis', children: [text('')] }, text('b'), text('')])).toEqual([
    text('ab'),
  ]);
});
