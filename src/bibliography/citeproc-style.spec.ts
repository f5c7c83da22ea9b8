import { readFileSync } from 'node:fs';
import type { CitationLanguage, CitationRequest, CslItem } from './citation-style.js';
import { citeprocStyle } from './citeproc-style.js';
import { readStyle } from './csl-style-file.js';
import { textOf } from './inline.js';
import { inlineHtml, inlineText } from './inline-writers.js';
import { RecentForms } from './kept-forms.js';
import type { Locales } from './processor.js';
import { chapterSources, hardSources, notesOn } from '../../test/support/hard-sources.js';

const read = (path: string) => readFileSync(`styles/${path}`);
const locales: Locales = {
  en: read('locales/locales-en-US.xml').toString(),
  ja: read('locales/locales-ja-JP.xml').toString(),
};
const styled = (name: string, forms = new RecentForms()) =>
  citeprocStyle(readStyle(name, read(`${name}.csl`)), locales, forms);

/** A style of a few lines, with what is being tried in its layout. */
function small(layout: string, more = '', rootAttributes = 'class="note"') {
  const xml = `<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" ${rootAttributes}>
    <info><title>Small</title></info><citation><layout delimiter="; " suffix=".">${layout}</layout></citation>${more}</style>`;
  return citeprocStyle(readStyle('small', Buffer.from(xml)), locales, new RecentForms());
}

function note(csl: CslItem, style = styled('kataribe-notes'), language: CitationLanguage = 'en') {
  const request = { language, items: [{ id: 'x', csl }], notes: [{ number: 1, cites: [{ item: 'x' }] }] };
  return style.write(request).notes[0]!.content;
}

describe('forms that are kept', () => {
  const again = ['memoir-chapter', 'two-interviewees'];
  const all = (language: CitationLanguage): CitationRequest => {
    const items = [...hardSources(language), ...chapterSources(language)];
    const odd = ['1', '0', '007', '12-15', '15-12', '3, 5', 'xii-xv', 'A-12', '5ff.', '1:02:03', '00:12'];
    const labels = ['page', 'paragraph', 'timestamp', 'chapter', 'note', 'folio'];
    const located = labels.flatMap((label) =>
      odd.map((value) => [{ item: 'journal', locator: { label, value } }, { item: 'letter' }]),
    );
    // Short forms alone, so that what ends with a quotation mark or a question mark ends the note.
    const short = items.map(({ id }) => [{ item: id }]);
    const notes = [...notesOn(items, again).map(({ cites }) => cites), ...located, ...short];
    return { language, items, notes: notes.map((cites, i) => ({ number: i + 1, cites })) };
  };

  it.each([
    ['kataribe-notes', 'en'],
    ['kataribe-notes', 'ja'],
    ['kataribe-ja', 'ja'],
    ['kataribe-ja', 'en'],
  ] as const)('come to what the processor makes of the whole document: %s, %s', (name, language) => {
    const file = readStyle(name, read(`${name}.csl`));
    expect(file.dependsOnDocument).toBe(false);
    const whole = citeprocStyle({ ...file, dependsOnDocument: true }, locales, new RecentForms());
    const kept = citeprocStyle(file, locales, new RecentForms());
    const texts = (style: typeof kept) => {
      const { notes, bibliography, omitted } = style.write(all(language));
      return {
        notes: notes.map(({ number, content }) => `${number}. ${inlineHtml(content)}`),
        bibliography: bibliography.map(({ item, content }) => `${item}: ${inlineHtml(content)}`),
        omitted,
      };
    };
    expect(texts(kept)).toEqual(texts(whole));
  });

  it('are the same when they are used again', () => {
    const forms = new RecentForms();
    const first = styled('kataribe-notes', forms).write(all('en'));
    expect(styled('kataribe-notes', forms).write(all('en'))).toEqual(first);
  });

  it('are told apart by language, and by what the source says', () => {
    const forms = new RecentForms();
    const book = { type: 'book', title: 'X' };
    expect(textOf(note(book, styled('kataribe-notes', forms)))).toBe('X (n.d.).');
    expect(textOf(note(book, styled('kataribe-notes', forms), 'ja'))).toBe('X (日付不明).');
    expect(textOf(note({ ...book, title: 'Y' }, styled('kataribe-notes', forms)))).toBe('Y (n.d.).');
  });
});

describe('names', () => {
  it('keep the order of their own writing, whatever the language of the item', () => {
    const author = [
      { family: 'Yoshino', given: 'Aiko' },
      { family: 'Петров', given: 'Иван' },
      { family: '𠮷野', given: '愛子' },
    ];
    expect(
      textOf(note({ type: 'book', title: 'X', author, language: 'ja', issued: { 'date-parts': [[1990]] } })),
    ).toBe('Aiko Yoshino, Иван Петров, and 𠮷野愛子, X (1990).');
  });
});

describe('what is not text', () => {
  it('does no harm: tags, control characters, addresses that are none', () => {
    const content = note({
      type: 'webpage',
      title: '<script>alert(1)</script>\u0000\u001b[31m <img src=x onerror=y>',
      URL: 'javascript:alert(1)',
      issued: { 'date-parts': [[1990]] },
    });
    expect(inlineHtml(content)).toBe(
      '“&lt;script&gt;alert(1)&lt;/script&gt;[31m &lt;img src=x onerror=y&gt;,” 1990, javascript:alert(1).',
    );
  });

  it('is isolated where it runs from right to left', () => {
    const content = note({
      type: 'book',
      title: 'قال أبي',
      author: [{ family: 'כהן', given: 'יוסף' }],
      issued: { 'date-parts': [[1967]] },
    });
    expect(inlineHtml(content)).toBe('<bdi>יוסף כהן</bdi>, <i><bdi>قال أبي</bdi></i> (1967).');
    expect(inlineText(content)).toBe('\u2068יוסף כהן\u2069, \u2068قال أبي\u2069 (1967).');
  });
});

describe('a style that depends on the whole document', () => {
  const book = (id: string, title: string) => ({
    id,
    csl: { type: 'book', title, author: [{ family: 'Orlov' }], issued: { 'date-parts': [[1990]] } },
  });
  const request: CitationRequest = {
    language: 'en',
    items: [book('c', 'Third'), book('a', 'First'), book('b', 'Second')],
    notes: [
      { number: 1, cites: [{ item: 'a' }] },
      { number: 2, cites: [{ item: 'b' }, { item: 'a', prefix: 'and' }] },
    ],
  };

  it('numbers what it cites', () => {
    const numbers = small('<text variable="citation-number"/>', '', 'class="in-text"');
    expect(numbers.write(request).notes.map(({ content }) => textOf(content))).toEqual(['1.', '2; and 1.']);
  });

  it('has a bibliography of what it prints, and says what it leaves out', () => {
    const style = small(
      '<text variable="title"/>',
      `<bibliography><layout><choose><if type="book"><text variable="title"/></if></choose></layout></bibliography>`,
    );
    const letter = { id: 'd', csl: { type: 'personal_communication', title: 'A letter' } };
    const { bibliography, omitted } = style.write({ ...request, items: [...request.items, letter] });
    expect(bibliography.map(({ content }) => textOf(content))).toEqual(['First', 'Second', 'Third']);
    expect(omitted).toEqual(['d']);
  });
});

it('puts the number of the first note into later ones', () => {
  const style = small(
    '<choose><if position="subsequent"><text variable="first-reference-note-number" prefix="see n. "/><text variable="locator" prefix=", "/></if><else><text variable="title"/></else></choose>',
  );
  const item = { id: 'x', csl: { type: 'book', title: 'X' } };
  const notes = [3, 9].map((number) => ({
    number,
    cites: [{ item: 'x', locator: { label: 'page', value: '9' } }],
  }));
  expect(
    style.write({ language: 'en', items: [item], notes }).notes.map(({ content }) => textOf(content)),
  ).toEqual(['X.', 'see n. 3, 9.']);
});

it('prints the title where the style has no words for a source', () => {
  expect(textOf(note({ type: 'book', title: 'X' }, small('<text variable="publisher"/>')))).toBe('X.');
});

it('refuses a cite of what is not among the items', () => {
  const notes = [{ number: 1, cites: [{ item: 'y' }] }];
  expect(() => styled('kataribe-notes').write({ language: 'en', items: [], notes })).toThrow(
    'No item of the request has the id y.',
  );
});
