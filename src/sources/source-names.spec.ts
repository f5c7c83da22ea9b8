import { sourceNote } from './source-note.js';

type Item = Record<string, unknown>;

function note(csl: Item): string {
  return sourceNote({ csl, description: null });
}

const on = (...parts: number[]) => ({ 'date-parts': [parts] });

describe('names', () => {
  const by = (...author: Item[]) => note({ type: 'book', title: 'X', author });

  it.each<[Item, string]>([
    [{ family: '吉野', given: '愛子' }, '吉野愛子'],
    [{ family: '毛', given: '泽东' }, '毛泽东'],
    [{ family: '김', given: '철수' }, '김철수'],
    [{ family: '山田', given: 'マリ' }, '山田マリ'],
    [{ family: 'レーニン', given: 'ウラジーミル' }, 'レーニン・ウラジーミル'],
    [{ family: 'Yoshino', given: 'Aiko' }, 'Aiko Yoshino'],
    [{ family: 'Петров', given: 'Иван' }, 'Иван Петров'],
    [{ family: 'Mao', given: 'Zedong', 'static-ordering': true }, 'Mao Zedong'],
    [{ family: 'King', given: 'Martin', suffix: 'III' }, 'Martin King III'],
    [{ family: 'King', given: 'Martin', suffix: 'III', 'comma-suffix': true }, 'Martin King, III'],
    [{ literal: '関東軍' }, '関東軍'],
    [{ given: 'さくら' }, 'さくら'],
  ])('%j', (name, expected) => {
    expect(by(name)).toBe(`${expected}, X (n.d.).`);
  });

  it('several', () => {
    const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((family) => ({ family }));
    expect(by(a!, b!)).toBe('A and B, X (n.d.).');
    expect(by(a!, b!, c!)).toBe('A, B, and C, X (n.d.).');
    expect(by(a!, b!, c!, d!)).toBe('A et al., X (n.d.).');
  });
});

describe('dates', () => {
  it.each<[Item, string]>([
    [on(1945, 8), 'August 1945'],
    [{ 'date-parts': [['1945', '8', '9']] }, 'August 9, 1945'],
    [{ ...on(1945), circa: true }, 'ca. 1945'],
    [{ ...on(1945), circa: 'false' }, '1945'],
    [{ ...on(1946), season: 1 }, 'spring 1946'],
    [{ ...on(1946), season: 'harvest', circa: 1 }, 'ca. harvest 1946'],
    [{ 'date-parts': [[1941], [1945]] }, '1941–1945'],
    [
      {
        'date-parts': [
          [1945, 8],
          [1945, 9],
        ],
      },
      'August–September 1945',
    ],
    [
      {
        'date-parts': [
          [1945, 8, 9],
          [1945, 8, 15],
        ],
      },
      'August 9–15, 1945',
    ],
    [
      {
        'date-parts': [
          [1945, 8, 9],
          [1945, 9, 2],
        ],
      },
      'August 9 – September 2, 1945',
    ],
    [{ 'date-parts': [[1941, 4, 13], [1945]] }, 'April 13, 1941 – 1945'],
    [on(-44, 3, 15), 'March 15, 44 BC'],
    [{ literal: '昭和二十年夏' }, '昭和二十年夏'],
    [{ ...on(1945), literal: 'the year of the defeat' }, 'the year of the defeat'],
    [{ ...on(1945), raw: '1945?' }, '1945'],
    [{ raw: 'S20' }, 'S20'],
  ])('%j', (issued, expected) => {
    expect(note({ type: 'document', title: 'X', issued })).toBe(`“X,” ${expected}.`);
  });
});
