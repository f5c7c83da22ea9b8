import { readdirSync, readFileSync } from 'node:fs';
import { LARGEST_STYLE, readStyle, UnusableStyle } from './csl-style-file.js';

const style = (body: string, root = 'class="note" version="1.0"') =>
  `<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" ${root}>
<info><title>Mine</title></info>
${body}
</style>`;
const citation = '<citation><layout><text variable="title"/></layout></citation>';

function refusal(xml: string | Uint8Array): string {
  try {
    readStyle('mine', typeof xml === 'string' ? Buffer.from(xml) : xml);
  } catch (error) {
    if (error instanceof UnusableStyle) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'read';
}

it('reads our own styles, with and without a byte-order mark', () => {
  const ours = readdirSync('styles').filter((name) => name.endsWith('.csl'));
  expect(ours.length).toBeGreaterThan(1);
  for (const name of ours) expect(refusal(readFileSync(`styles/${name}`))).toBe('read');
  expect(refusal(`\uFEFF${style(citation)}`)).toBe('read');
});

it.each([
  [
    'broken XML',
    style('<citation>\n<layout x=y/></citation>'),
    'style.unreadable mine.csl, line 5: unquoted attribute value.',
  ],
  ['an entity', style('<citation>\n&x;</citation>'), 'style.unreadable mine.csl, line 5: undefined entity.'],
  [
    'a DOCTYPE',
    '<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<style/>',
    'style.unreadable mine.csl, line 1: a style has no DOCTYPE, and no entities are read.',
  ],
  [
    'something else',
    '<html>\n</html>',
    'style.invalid mine.csl, line 1: expected <style xmlns="http://purl.org/net/xbiblio/csl">, found <html>.',
  ],
  [
    'no class',
    style(citation, 'version="1.0"'),
    'style.invalid mine.csl, line 2: class is "note" or "in-text".',
  ],
  [
    'an old version',
    style(citation, 'class="note" version="0.8"'),
    'style.invalid mine.csl, line 2: version is "1.0", not "0.8".',
  ],
  [
    'a strange element',
    style(`${citation}\n<script/>`),
    'style.invalid mine.csl, line 5: <script> is no element of CSL 1.0.',
  ],
  [
    'an element of another kind',
    style(`${citation}\n<toString/>`),
    'style.invalid mine.csl, line 5: <toString> is no element of CSL 1.0.',
  ],
  [
    'an element out of place',
    style(`${citation}\n<text value="x"/>`),
    'style.invalid mine.csl, line 5: <text> cannot stand in <style>.',
  ],
  [
    'a misspelt attribute',
    style('<citation>\n<layout sufix="."><text value="x"/></layout></citation>'),
    'style.invalid mine.csl, line 5: "sufix" is no attribute of CSL 1.0 (<layout>).',
  ],
  [
    'a text of nothing',
    style('<citation><layout>\n<text/></layout></citation>'),
    'style.invalid mine.csl, line 5: <text> needs one of variable, macro, term, value.',
  ],
  [
    'no such macro',
    style('<citation><layout>\n<text macro="a"/></layout></citation>'),
    'style.invalid mine.csl, line 5: there is no macro "a".',
  ],
  [
    'macros in a circle',
    style(`<macro name="a">\n<text macro="b"/></macro><macro name="b"><text macro="a"/></macro>${citation}`),
    'style.invalid mine.csl, line 5: the macro "a" comes back to itself through "b".',
  ],
  [
    'macros that call each other twice, and again',
    style(
      Array.from(
        { length: 30 },
        (_, n) => `<macro name="m${n}">${`<text macro="m${n + 1}"/>`.repeat(2)}</macro>`,
      ).join('') +
        '<macro name="m30"><text value="x"/></macro><citation><layout><text macro="m0"/></layout></citation>',
    ),
    'style.invalid mine.csl: its macros call each other too often.',
  ],
  [
    'an else without if',
    style('<citation><layout>\n<choose><else/></choose></layout></citation>'),
    'style.invalid mine.csl, line 5: <choose> begins with <if>.',
  ],
  ['no citation', style(''), 'style.invalid mine.csl: a style needs <citation>.'],
  [
    'no layout',
    style('<citation>\n<sort><key variable="title"/></sort></citation>'),
    'style.invalid mine.csl, line 4: <citation> needs a <layout>.',
  ],
  [
    'a style that points to another',
    `<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
<info><title>Dependent</title>
<link href="http://www.zotero.org/styles/chicago" rel="independent-parent"/></info></style>`,
    'style.dependent mine.csl, line 3: this style only points to another (http://www.zotero.org/styles/chicago); put that one into the folder instead.',
  ],
  [
    'nesting without end',
    style(`<macro name="x">${'<group>'.repeat(200)}`),
    'style.invalid mine.csl, line 4: elements stand more than 100 deep.',
  ],
])('refuses %s, and says where', (_what, xml, expected) => {
  expect(refusal(xml)).toBe(expected);
});

it('refuses what is too large, and what is not UTF-8', () => {
  expect(refusal(Buffer.alloc(LARGEST_STYLE + 1, ' '))).toMatch(/^style\.too_large mine\.csl: /);
  expect(refusal(Buffer.from([0x3c, 0xff]))).toBe('style.unreadable mine.csl: it is not UTF-8.');
});

it('sees whether forms of a source depend on what else is cited', () => {
  const depends = (body: string, root?: string) =>
    readStyle('mine', Buffer.from(style(body, root))).dependsOnDocument;
  expect(depends(citation)).toBe(false);
  expect(
    depends(
      '<citation disambiguate-add-year-suffix="true"><layout><text variable="title"/></layout></citation>',
    ),
  ).toBe(true);
  expect(depends('<citation><layout><text variable="citation-number"/></layout></citation>')).toBe(true);
  expect(
    depends(
      '<citation><sort><key variable="title"/></sort><layout><text variable="title"/></layout></citation>',
    ),
  ).toBe(true);
});

it('takes what stands around a note out of the layout, and out of nothing else', () => {
  const { layout, bareXml } = readStyle(
    'mine',
    Buffer.from(
      style(
        '<citation><layout prefix="a" delimiter="; " suffix=\'>"\'><text value="x" suffix="k"/></layout></citation>',
      ),
    ),
  );
  expect(layout).toEqual({ prefix: 'a', delimiter: '; ', suffix: '>"' });
  expect(bareXml).toContain('<layout delimiter="; "><text value="x" suffix="k"/>');
});
