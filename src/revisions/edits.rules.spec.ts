import fc from 'fast-check';
import { CodePointIndex } from '../common/code-points.js';
import { edited, faultsOfEdits } from './edits.rules.js';

const text = new CodePointIndex('A 𠮷 stood here. が was there.');

describe('edits of a text', () => {
  const codesOf = (...edits: [number, number, string, string?][]) =>
    faultsOfEdits(
      text,
      edits.map(([start, end, replacement, exact]) => ({ start, end, replacement, exact })),
    ).map(({ pointer, code }) => `${pointer} ${code}`);

  test('are counted in characters, and made in any order', () => {
    const edits = [
      { start: 16, end: 17, replacement: 'か' },
      { start: 2, end: 3, replacement: '👨‍👩‍👧' },
      { start: 0, end: 0, replacement: 'Here: ' },
    ];
    expect(faultsOfEdits(text, edits)).toEqual([]);
    expect(edited(text, edits)).toBe('Here: A 👨‍👩‍👧 stood here. か was there.');
  });

  test('may touch each other, but nothing twice', () => {
    expect(codesOf([0, 1, 'B'], [1, 2, '-'])).toEqual([]);
    expect(codesOf([4, 4, 'x'], [4, 6, 'y'])).toEqual([]);
    expect(codesOf([4, 6, 'y'], [6, 6, 'x'])).toEqual([]);
    expect(codesOf([0, 3, 'B'], [2, 4, '-'])).toEqual(['/edits/1 revision.edits_overlap']);
    expect(codesOf([2, 4, '-'], [0, 3, 'B'])).toEqual(['/edits/0 revision.edits_overlap']);
    expect(codesOf([4, 4, 'x'], [4, 4, 'y'])).toEqual(['/edits/1 revision.edits_overlap']);
    expect(codesOf([0, 9, 'B'], [3, 3, 'in it'])).toEqual(['/edits/1 revision.edits_overlap']);
  });

  test('stay within the text, and are what they say', () => {
    expect(codesOf([0, 100, ''])).toEqual(['/edits/0/end revision.edit_outside']);
    expect(codesOf([-1, 2, ''], [5, 4, ''])).toEqual([
      '/edits/0/start revision.edit_outside',
      '/edits/1/end revision.edit_outside',
    ]);
    expect(codesOf([2, 3, 'x', '𠮶'])).toEqual(['/edits/0/exact revision.edit_mismatch']);
    expect(codesOf([2, 3, '𠮷', '𠮷'])).toEqual(['/edits/0/replacement revision.edit_changes_nothing']);
    expect(codesOf([2, 2, ''])).toEqual(['/edits/0/replacement revision.edit_changes_nothing']);
  });

  test('leave everything else as it is', () => {
    const words = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .filter((string) => string.isWellFormed());
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), words, (whole, one, other, replacement) => {
        const index = new CodePointIndex(whole);
        const [start, end] = [one % (index.length + 1), other % (index.length + 1)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const points = [...whole];
        const expected = [...points.slice(0, start), replacement, ...points.slice(end)].join('');
        expect(edited(index, [{ start, end, replacement }])).toBe(expected);
      }),
    );
  });
});
