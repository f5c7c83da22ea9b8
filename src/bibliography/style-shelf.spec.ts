import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf } from './inline.js';
import { RecentForms } from './kept-forms.js';
import { StyleShelf, stylesFolder, UnknownStyle } from './style-shelf.js';

const small = (text: string) =>
  `<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note"><info><title>Mine</title></info>
  <citation><layout><text value="${text}"/></layout></citation></style>`;

describe('a shelf of styles', () => {
  let folder: string;
  const shelf = () => new StyleShelf('styles', folder, new RecentForms());
  const first = (name: string) => {
    const request = {
      items: [{ id: 'x', csl: { type: 'book', title: 'X' } }],
      notes: [{ number: 1, cites: [{ item: 'x' }] }],
    };
    return textOf(
      shelf()
        .open(name)
        .write({ language: 'en', ...request }).notes[0]!.content,
    );
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kataribe-styles-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has ours, and those an archive puts into its folder', () => {
    writeFileSync(join(folder, '独自.csl'), small('one'));
    writeFileSync(join(folder, 'notes.txt'), 'not a style');
    mkdirSync(join(folder, 'folder.csl'));
    expect(
      shelf()
        .list()
        .map(({ name, title, fault }) => [name, title, fault]),
    ).toEqual([
      ['kataribe-ja', '語り部 注記', null],
      ['kataribe-notes', 'Kataribe notes', null],
      ['独自', 'Mine', null],
    ]);
    expect(first('独自')).toBe('one');
    writeFileSync(join(folder, '独自.csl'), small('two'));
    expect(first('独自')).toBe('two');
  });

  it('lets a style of the archive go before ours', () => {
    writeFileSync(join(folder, 'kataribe-notes.csl'), small('instead'));
    expect(first('kataribe-notes')).toBe('instead');
  });

  it('lists a broken one with what is wrong, and the others still work', () => {
    writeFileSync(join(folder, 'broken.csl'), '<style>');
    expect(shelf().list()).toContainEqual(
      expect.objectContaining({ name: 'broken', fault: expect.stringContaining('line 1') }),
    );
    expect(() => shelf().open('broken')).toThrow('broken.csl, line 1');
    expect(first('kataribe-notes')).toContain('X');
  });

  it('says which there are, and opens nothing outside its folders', () => {
    symlinkSync('/etc/hostname', join(folder, 'link.csl'));
    for (const name of ['chicago', '../styles/kataribe-notes', 'link', '', 'locales/locales-en-US']) {
      expect(() => shelf().open(name)).toThrow(UnknownStyle);
    }
    expect(() => shelf().open('chicago')).toThrow(
      'There is no style "chicago". There are: kataribe-ja, kataribe-notes.',
    );
  });

  it('does without a folder that is not there', () => {
    rmSync(folder, { recursive: true });
    expect(shelf().list()).toHaveLength(2);
    mkdirSync(folder);
  });
});

test('where an archive keeps its styles', () => {
  expect(stylesFolder({}, '/data')).toBe('/data/styles');
  expect(stylesFolder({ KATARIBE_STYLES: '/etc/styles' }, '/data')).toBe('/etc/styles');
  expect(stylesFolder({}, null)).toBeNull();
});
