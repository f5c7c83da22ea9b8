import { type ComparedText, type Difference, differenceOf } from './difference.rules.js';

/** Passages by name, in order, with a blank line between; `!` hides one. */
function textOf(
  passages: [number, string][],
  { hidden = [] as number[], between = '\n\n' } = {},
): ComparedText {
  let text = '';
  const compared = passages.map(([number, words]) => {
    text += text === '' ? '' : between;
    const start = [...text].length;
    text += words;
    return { number, start, end: [...text].length, isHidden: hidden.includes(number) };
  });
  return { text, passages: compared };
}

const ONE = '𠮷田が語る。';
const TWO = 'The bridge was gone.';
const THREE = 'Nobody spoke of it.';

const first = textOf([
  [1, ONE],
  [2, TWO],
  [3, THREE],
]);

const compare = (before: ComparedText, after: ComparedText, withUnchanged = false): Difference =>
  differenceOf(before, after, { withUnchanged });
const states = ({ passages }: Difference): string[] =>
  passages.map(({ number, state }) => `${number} ${state}`);

describe('the difference of two revisions', () => {
  test('of a text and itself is nothing', () => {
    const { passages, spacingOnly } = compare(first, first);
    expect(passages.every(({ changes }) => changes.length === 0)).toBe(true);
    expect([states({ passages, spacingOnly }), spacingOnly]).toEqual([
      ['1 unchanged', '2 unchanged', '3 unchanged'],
      false,
    ]);
    expect(compare(first, first, true).passages[0]).toEqual({
      number: 1,
      state: 'unchanged',
      from: { start: 0, end: 6 },
      to: { start: 0, end: 6 },
      changes: [{ kind: 'equal', text: ONE }],
    });
  });

  test('says what was changed, with its places in code points', () => {
    const after = textOf([
      [1, '𠮷田が話す。'],
      [2, 'The bridges were gone.'],
      [3, THREE],
    ]);
    const { passages } = compare(first, after);
    expect(passages[1]).toEqual({
      number: 2,
      state: 'changed',
      from: { start: 8, end: 28 },
      to: { start: 8, end: 30 },
      changes: [
        { kind: 'equal', text: 'The ' },
        { kind: 'delete', text: 'bridge was' },
        { kind: 'insert', text: 'bridges were' },
        { kind: 'equal', text: ' gone.' },
      ],
    });
    expect(states({ passages, spacingOnly: false })).toEqual(['1 changed', '2 changed', '3 unchanged']);
  });

  test('shows what was moved where it is now, and what was removed where it was', () => {
    const before = textOf([
      [1, ONE],
      [2, TWO],
      [3, THREE],
      [4, 'It was spring.'],
    ]);
    const after = textOf([
      [4, 'It was spring then.'],
      [1, ONE],
      [5, 'It rained.'],
      [3, THREE],
    ]);
    expect(states(compare(before, after))).toEqual([
      '4 moved_and_changed',
      '1 unchanged',
      '2 removed',
      '5 added',
      '3 unchanged',
    ]);
    const back = compare(after, before);
    expect(states(back)).toEqual([
      '1 unchanged',
      '5 removed',
      '2 added',
      '3 unchanged',
      '4 moved_and_changed',
    ]);
    expect(back.passages[1]).toMatchObject({ to: null, changes: [{ kind: 'delete', text: 'It rained.' }] });
  });

  test('shows what was removed at the beginning first, and several in their order', () => {
    expect(states(compare(first, textOf([[3, THREE]])))).toEqual(['1 removed', '2 removed', '3 unchanged']);
    expect(states(compare(first, textOf([[3, 'Nobody spoke of it again.']]))).at(-1)).toBe('3 changed');
    expect(states(compare(first, textOf([[9, 'All else.']])))).toEqual([
      '1 removed',
      '2 removed',
      '3 removed',
      '9 added',
    ]);
  });

  test('calls as few moved as possible, among many', () => {
    const many = Array.from({ length: 900 }, (_, n): [number, string] => [n + 1, `It was day ${n}.`]);
    const shuffled = [...many.slice(1), many[0]!].flatMap((passage, n): [number, string][] => [
      passage,
      [2000 + n, 'New.'],
    ]);
    const found = states(compare(textOf(many), textOf(shuffled)));
    expect(found.filter((state) => state.endsWith('moved'))).toEqual(['1 moved']);
    expect(found.filter((state) => state.endsWith('unchanged'))).toHaveLength(899);
  });

  test('says where only the white space between passages is another', () => {
    const passages: [number, string][] = [
      [1, ONE],
      [2, TWO],
      [3, THREE],
    ];
    const wider = textOf(passages, { between: '\n\n\n' });
    expect([compare(first, wider).spacingOnly, states(compare(first, wider))]).toEqual([
      true,
      ['1 unchanged', '2 unchanged', '3 unchanged'],
    ]);
  });

  test('leaves out what either text hides', () => {
    const passages: [number, string][] = [
      [2, 'Hidden.'],
      [1, ONE],
      [3, THREE],
    ];
    const hiding = textOf(passages, { hidden: [2], between: '\n\n\n' });
    for (const difference of [compare(first, hiding), compare(hiding, first)]) {
      expect(states(difference)).toEqual(['1 unchanged', '3 unchanged']);
      expect(difference.spacingOnly).toBe(false);
    }
  });
});
