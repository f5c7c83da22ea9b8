import fc from 'fast-check';
import { type ComparedClaim, type Suggestion, suggestionsAmong } from './suggestions.rules.js';

const day = (iso: string): number => Date.parse(iso) / 86_400_000;

const dated = (words: string, first: string, last = first): ComparedClaim['date'] => ({
  words,
  first: day(first),
  last: day(last),
});
const SEPTEMBER = dated('1939-09', '1939-09-01', '1939-09-30');
const DECEMBER = dated('1941-12', '1941-12-01', '1941-12-31');

const person = (name: string): ComparedClaim['people'][number] => ({ id: name, name, names: [name] });

/** A claim with complete defaults; give what the test is about. */
const claim = (number: number, fields: Partial<ComparedClaim>): ComparedClaim => ({
  id: `id-${number}`,
  pointer: `KTB-0001 #${number}`,
  testimony: 1,
  number,
  own: true,
  statement: 'The narrator crossed the river.',
  kind: 'event',
  date: null,
  people: [],
  ...fields,
});

/** What a testimony also says, so that words have something to be rare against. */
const NOISE = [
  'Russia leased a harbour on the peninsula.',
  'The treaty was ratified in the capital.',
  'Nobody told the villagers of the flood.',
  'A railway joined the east and the west.',
].map((statement, n) => claim(100 + n, { statement }));

const found = (...claims: Partial<ComparedClaim>[]): Suggestion[] =>
  suggestionsAmong([...NOISE, ...claims.map((fields, n) => claim(n + 1, fields))]).suggestions;
const rulesFound = (...claims: Partial<ComparedClaim>[]): string[] =>
  found(...claims).map(({ rule }) => rule);

describe('dates apart', () => {
  const war = (date: ComparedClaim['date'], statement = 'The Second World War began.') => ({
    date,
    statement,
  });

  test('one event that is told of two times is suggested, and says why', () => {
    expect(
      found(war(SEPTEMBER), war(DECEMBER, 'The Second World War began in December 1941.')),
    ).toMatchObject([
      {
        rule: 'dates_apart',
        claims: [{ number: 1 }, { number: 2 }],
        because:
          'Both speak of “Second World War began”, but KTB-0001 #1 dates it 1939-09 ' +
          'and KTB-0001 #2 dates it 1941-12, and these do not overlap.',
      },
    ]);
  });

  test.each([
    ['第二次世界大戦は1939年9月に始まった。', '第二次世界大戦は昭和十六年十二月に始まった。'],
    [
      'Вторая мировая война началась в сентябре 1939 года.',
      'Вторая мировая война началась в декабре 1941 года.',
    ],
    ['𠮷田は川を渡った。', '𠮷田は川を渡った。'],
  ])('in any language: %s', (one, other) => {
    expect(rulesFound(war(SEPTEMBER, one), war(DECEMBER, other))).toEqual(['dates_apart']);
  });

  test.each<[string, Partial<ComparedClaim>, Partial<ComparedClaim>]>([
    ['one is not dated', war(SEPTEMBER), war(null)],
    ['the one is within the other', war(SEPTEMBER), war(dated('1939', '1939-01-01', '1939-12-31'))],
    ['the one has no end', war({ words: '1939-09/..', first: day('1939-09-01'), last: null }), war(DECEMBER)],
    [
      'it is another war',
      war(dated('1914', '1914-01-01', '1914-12-31'), 'The First World War began.'),
      war(SEPTEMBER),
    ],
    ['only one word is shared', war(SEPTEMBER, 'The war began.'), war(DECEMBER, 'The war ended.')],
    [
      'it is how things were at two times',
      { ...war(SEPTEMBER), kind: 'circumstance' },
      { ...war(DECEMBER), kind: 'circumstance' },
    ],
    ['it is an opinion', { ...war(SEPTEMBER), kind: 'judgement' }, war(DECEMBER)],
  ])('nothing is suggested where %s', (_, one, other) => {
    expect(rulesFound(one, other)).toEqual([]);
  });
});

describe('different people', () => {
  const office = (name: string, statement = `${name} headed the operations department.`, fields = {}) => ({
    statement,
    people: [person(name)],
    kind: 'circumstance',
    ...fields,
  });

  test('one office that is given to two is suggested, and says why', () => {
    expect(found(office('Kusachi'), office('Nakayama'))).toMatchObject([
      {
        rule: 'different_people',
        because:
          'Both speak of “headed the operations department”, but KTB-0001 #1 says it of Kusachi ' +
          'and KTB-0001 #2 of Nakayama.',
      },
    ]);
  });

  test.each([
    ['関東軍の司令官は山田だった。', '山田', '関東軍の司令官は植田だった。', '植田'],
    ['Ямада командовал Квантунской армией.', 'Ямада', 'Уэда командовал Квантунской армией.', 'Уэда'],
  ])('in any language: %s', (one, name, other, another) => {
    expect(rulesFound(office(name, one), office(another, other))).toEqual(['different_people']);
  });

  test.each<[string, Partial<ComparedClaim>, Partial<ComparedClaim>]>([
    ['it is the same person', office('Kusachi'), office('Kusachi', 'He headed the operations department.')],
    ['one names nobody', office('Kusachi'), { statement: 'Someone headed the operations department.' }],
    [
      'the offices differ',
      office('Kusachi'),
      office('Nakayama', 'Nakayama headed the instructors of history.'),
    ],
    [
      'many may have done it',
      office('Ivan', 'Ivan crossed the frozen river.'),
      office('Aiko', 'Aiko crossed the frozen river.'),
    ],
    [
      'they held it at different times',
      office('Kusachi', undefined, { date: SEPTEMBER }),
      office('Nakayama', undefined, { date: DECEMBER }),
    ],
  ])('nothing is suggested where %s', (_, one, other) => {
    expect(rulesFound(one, other)).toEqual([]);
  });
});

describe('different counts', () => {
  const force = (statement: string, fields = {}) => ({ statement, kind: 'circumstance', ...fields });

  test('one number that is told as two is suggested, and says why', () => {
    const pair = [
      force('The army numbered 600,000 soldiers.'),
      force('The army numbered 700 thousand soldiers.'),
    ];
    expect(found(...pair)).toMatchObject([
      {
        rule: 'different_counts',
        because:
          'Both speak of “army numbered … soldiers”, but KTB-0001 #1 says 600,000 and KTB-0001 #2 says 700,000.',
      },
    ]);
  });

  test.each([
    ['捕虜は六十万人いた。', '捕虜は70万人いた。'],
    ['В лагере жили 1 200 человек.', 'В лагере жили 800 человек.'],
  ])('in any language: %s', (one, other) => {
    expect(rulesFound(force(one), force(other))).toEqual(['different_counts']);
  });

  test.each<[string, Partial<ComparedClaim>, Partial<ComparedClaim>]>([
    [
      'the number is the same',
      force('The army had 600,000 soldiers.'),
      force('The army had 600 thousand soldiers.'),
    ],
    ['one counts nothing', force('The army had 600,000 soldiers.'), force('The army had soldiers.')],
    ['they are years', force('The army had soldiers in 1941.'), force('The army had soldiers in 1945.')],
    [
      'it was so at different times',
      force('The army had 600,000 soldiers.', { date: SEPTEMBER }),
      force('The army had 9,000 soldiers.', { date: DECEMBER }),
    ],
  ])('nothing is suggested where %s', (_, one, other) => {
    expect(rulesFound(one, other)).toEqual([]);
  });
});

describe('whatever the claims are', () => {
  const someDate = fc.option(
    fc
      .tuple(fc.option(fc.integer({ min: -60_000, max: 20_000 })), fc.option(fc.nat(9_000)))
      .map(([first, length]) => ({
        words: 'then',
        first,
        last: length === null ? null : (first ?? 0) + length,
      })),
  );
  const someWords = fc
    .array(
      fc.constantFrom(
        'headed',
        'army',
        'river',
        '橋',
        'война',
        'second',
        'first',
        '600',
        '70万人',
        'crossed',
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    .map((words) => words.join(' '));
  const someClaims = fc
    .array(
      fc.record({
        statement: someWords,
        date: someDate,
        kind: fc.constantFrom('event', 'circumstance', 'judgement'),
        own: fc.boolean(),
        people: fc.uniqueArray(fc.constantFrom('Ivan', 'Aiko', 'Yamada')).map((names) => names.map(person)),
      }),
      { minLength: 2, maxLength: 12 },
    )
    .map((made) => made.map((fields, n) => claim(n + 1, { ...fields, testimony: fields.own ? 1 : 2 })));

  test('their order does not matter', () => {
    const shuffled = someClaims.chain((claims) =>
      fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length })),
    );
    fc.assert(
      fc.property(shuffled, ([claims, others]) => {
        expect(suggestionsAmong(others)).toEqual(suggestionsAmong(claims));
      }),
    );
  });

  test('dates that overlap are never apart', () => {
    fc.assert(
      fc.property(someClaims, (claims) => {
        for (const { rule, claims: pair } of suggestionsAmong(claims).suggestions) {
          if (rule !== 'dates_apart') continue;
          const [a, b] = pair.map(({ date }) => date!);
          const share =
            (a!.first ?? -Infinity) <= (b!.last ?? Infinity) &&
            (b!.first ?? -Infinity) <= (a!.last ?? Infinity);
          expect(share).toBe(false);
        }
      }),
    );
  });

  test('a claim never contradicts itself, and those of other testimonies are left to themselves', () => {
    fc.assert(
      fc.property(someClaims, (claims) => {
        for (const { claims: pair, score } of suggestionsAmong(claims).suggestions) {
          const [one, other] = pair;
          expect(one.id).not.toBe(other.id);
          expect(one.own || other.own).toBe(true);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('of very many alike as many are compared as is bearable, and it is said that these were not all', () => {
    const many = Array.from({ length: 1000 }, (_, n) =>
      claim(n + 1, { statement: `The army crossed the river ${n}.` }),
    );
    const { suggestions, complete } = suggestionsAmong(many);
    expect(complete).toBe(false);
    expect(suggestions.length).toBeLessThanOrEqual(50_000);
  });
});
