import { sliceCodePoints } from '../common/code-points.js';
import { alignAsTold, alignByOrder, wordingIn } from './translation.rules.js';

const ORIGINALS = [
  { id: 'a', number: 1 },
  { id: 'c', number: 7 },
  { id: 'b', number: 2 },
];

describe('alignment by order', () => {
  it('takes the passages of both as they stand, whatever their numbers', () => {
    const text = '𠮷 one\n\ntwo\n\nthree';
    expect(alignByOrder(text, 'paragraph', ORIGINALS)).toEqual({
      passages: [
        { number: 1, passageId: 'a', start: 0, end: 5 },
        { number: 2, passageId: 'c', start: 7, end: 10 },
        { number: 3, passageId: 'b', start: 12, end: 17 },
      ],
    });
  });

  it('goes by turns where the original does', () => {
    const text = 'Q: Where?\nA: In Siberia.\n\nFor long.\nQ: And then?';
    expect(alignByOrder(text, 'turn', ORIGINALS)).toMatchObject({
      passages: [{ passageId: 'a' }, { passageId: 'c', start: 10, end: 35 }, { passageId: 'b' }],
    });
  });

  it('says how many passages each has where they differ', () => {
    expect(alignByOrder('one\n\ntwo', 'paragraph', ORIGINALS)).toMatchObject({
      faults: [
        {
          code: 'translation.passages_differ',
          expected: expect.stringContaining('the original has 3') as string,
          found: expect.stringContaining('2') as string,
        },
      ],
    });
  });
});

describe('alignment as told', () => {
  const text = '𠮷野は 川を 渡った。';

  it('may be in any order, leave parts out, and translate one passage by several places', () => {
    const told = [
      { passage: 7, start: 4, end: 6 },
      { passage: 7, start: 0, end: 3 },
      { passage: 1, start: 7, end: 11 },
    ];
    const aligned = alignAsTold(text, told, ORIGINALS);
    expect(aligned).toEqual({
      passages: [
        { number: 1, passageId: 'c', start: 0, end: 3 },
        { number: 2, passageId: 'c', start: 4, end: 6 },
        { number: 3, passageId: 'a', start: 7, end: 11 },
      ],
    });
    expect(sliceCodePoints(text, 0, 3)).toBe('𠮷野は');
  });

  it('may be of nothing', () => {
    expect(alignAsTold(text, [], ORIGINALS)).toEqual({ passages: [] });
  });

  it.each([
    [{ passage: 3, start: 0, end: 3 }, '/passages/1/passage', 'passage.unknown'],
    [{ passage: 2, start: 3, end: 3 }, '/passages/1/end', 'translation.position_invalid'],
    [{ passage: 2, start: 5, end: 4 }, '/passages/1/end', 'translation.position_invalid'],
    [{ passage: 2, start: 7, end: 12 }, '/passages/1/end', 'translation.position_invalid'],
    [{ passage: 2, start: 6, end: 7 }, '/passages/1', 'translation.passage_blank'],
    [{ passage: 2, start: 4, end: 6 }, '/passages/1/start', 'translation.passages_overlap'],
  ])('refuses %j', (place, pointer, code) => {
    expect(alignAsTold(text, [{ passage: 1, start: 0, end: 5 }, place], ORIGINALS)).toMatchObject({
      faults: [{ pointer, code }],
    });
  });

  it('takes places that touch', () => {
    const told = [
      { passage: 1, start: 0, end: 4 },
      { passage: 2, start: 4, end: 11 },
    ];
    expect(alignAsTold(text, told, ORIGINALS)).toHaveProperty('passages');
  });

  it('does not list a thousand faults', () => {
    const many = Array.from({ length: 1000 }, () => ({ passage: 9, start: 0, end: 1 }));
    expect(alignAsTold(text, many, ORIGINALS)).toHaveProperty('faults.length', 20);
  });
});

describe('wording since', () => {
  const wording = wordingIn({ translated: '𠮷 one. two.', latest: 'Two. 𠮷 one.' });

  it('compares the words, wherever they stand', () => {
    expect(wording({ start: 0, end: 6 }, { start: 5, end: 11 })).toBe('unchanged');
    expect(wording({ start: 7, end: 11 }, { start: 0, end: 4 })).toBe('changed');
    expect(wording({ start: 7, end: 11 }, null)).toBe('gone');
  });

  it('is unchanged within one text', () => {
    expect(wordingIn(undefined)({ start: 0, end: 6 }, { start: 0, end: 6 })).toBe('unchanged');
  });
});
