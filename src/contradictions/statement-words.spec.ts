import { nameWords, statementWords, wordsAsWritten } from './statement-words.js';

const words = (statement: string): string[] => statementWords(statement).words;
const counts = (statement: string): number[] => statementWords(statement).counts;

describe('the words of a statement', () => {
  test.each<[string, string[]]>([
    ['The Second World War began in September 1939.', ['#2', 'began', 'war', 'world']],
    ['World War II began on 1 September 1939', ['#2', 'began', 'war', 'world']],
    ['World War Ⅱ began on September 1st, 1939', ['#2', 'began', 'war', 'world']],
    ['Вторая мировая война началась 1 сентября 1939 года.', ['#2', 'война', 'мировая', 'началась']],
    ['第二次世界大戦は1939年9月に始まった。', ['#2', '世界', '大戦', '始']],
    ['第二次世界大戦は昭和十四年九月に始まった。', ['#2', '世界', '大戦', '始']],
    ['On the 9th the 2nd Army crossed Japan’s border.', ['#2', 'army', 'border', 'crossed', 'japan']],
    ['𠮷田は川を渡った。', ['川', '渡', '田', '𠮷']],
    ['…', []],
  ])('%s', (statement, expected) => {
    expect(words(statement)).toEqual(expected);
  });

  test('are the same however the characters are composed, and in capitals', () => {
    expect(words('Café か\u3099く')).toEqual(words('CAFE\u0301 がく'));
  });

  test('of a name are taken apart alike', () => {
    expect(nameWords('Kiichirō  HIRANUMA’s')).toEqual(['kiichirō', 'hiranuma']);
  });
});

describe('the counts of a statement', () => {
  test.each<[string, number[]]>([
    ['That force numbered as many as 600,000 soldiers.', [600_000]],
    ['two hundred thousand men and twelve guns', [12, 200_000]],
    ['Взяли в плен 600 тысяч солдат', [600_000]],
    ['в лагере было 1 200 человек', [1200]],
    ['捕虜は六十万人いた。', [600_000]],
    ['捕虜は60万人いた。', [600_000]],
    ['三百二十人が残った', [320]],
    ['One of them stayed.', []],
    ['In 1945, on the 9th of August, and again on 14 August 1945', []],
    ['昭和二十年八月十五日', []],
    ['9 августа 1945 года', []],
    ['the 2nd Army', []],
  ])('%s', (statement, expected) => {
    expect(counts(statement)).toEqual(expected);
  });
});

describe('words as the statement has them', () => {
  test.each([
    ['The Second World War began.', 'Second World War began'],
    ['Began it in 1939, the World War?', 'Began … World War'],
    ['It began: (the) war.', 'began: (the) war'],
    ['第二次世界大戦が始まった。', '世界大戦が始まった'],
    ['Nothing of the kind.', ''],
  ])('%s', (statement, written) => {
    const shared = ['#2', 'world', 'war', 'began', ...statementWords('世界大戦が始まった').words];
    expect(wordsAsWritten(statement, shared)).toBe(written);
  });
});
