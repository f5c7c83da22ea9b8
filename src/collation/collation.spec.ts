import fc from 'fast-check';
import { isBetweenCharacters } from '../common/characters.js';
import { codePointLength, sliceCodePoints, toCodePoint } from '../common/code-points.js';
import { type Carried, Collation, type Edit } from './collation.js';

const told =
  'Interviewer: What do you remember about the mine?\n\n' +
  'Aiko: My father went down every morning before it was light. The foreman counted the lamps. We heard the whistle ' +
  'from the house, and my mother stopped talking until it was over.\n\n' +
  'Interviewer: And in the winter of 1946?\n\n' +
  'Aiko: The snow reached the windows. Somebody from the union brought us rice, and I still have the sack. ' +
  'That is how it was.';
const japanese =
  '聞き手：炭鉱のことで覚えていることは何ですか。\n\n' +
  '愛子：𠮷野の父は毎朝、暗いうちに家を出ました。現場の親方がランプを数えていたそうです。' +
  '汽笛が鳴ると、母は急に黙ってしまうんです。\n\n愛子：雪は窓まで積もって、組合の人が米を届けてくれました。袋はまだ持っています。';
const russian =
  'Отец ушёл на шахту до рассвета. Мать молчала, пока не услышала гудок. Зимой снег дошёл до окон, и кто-то принёс нам рис.';
const odd = 'The 𠮷野 family 👩‍👩‍👧‍👦 ate cafe\u0301 か\u3099く in 🇯🇵🇰🇷 and the 𩸽 was good. Nobody said so twice.';
const TEXTS = { told, japanese, russian, odd };

/** What became of words, and the words that stand there. */
function carried(
  before: string,
  after: string,
  words: string,
  edits?: Edit[],
): Carried & { words: string | null } {
  const at = before.indexOf(words);
  if (at < 0 || words === '') throw new Error(`"${words}" is not in the text`);
  const start = toCodePoint(before, at);
  const found = new Collation(before, after, edits).carry({ start, end: start + codePointLength(words) });
  return { ...found, words: found.place && sliceCodePoints(after, found.place.start, found.place.end) };
}

/** A text in which some words are others. */
function with_(text: string, words: string, others: string): string {
  if (!text.includes(words)) throw new Error(`"${words}" is not in the text`);
  return text.replace(words, () => others);
}

describe('words that were left alone', () => {
  it('are where they were, where nothing changed before them', () => {
    const after = with_(told, 'rice', 'some rice');
    expect(carried(told, after, 'The foreman counted the lamps.')).toEqual({
      place: { start: 112, end: 142 },
      words: 'The foreman counted the lamps.',
      method: 'identity',
      state: 'firm',
      score: 1,
      margin: null,
    });
  });

  it.each([
    ['before them', 'My father went', 'You know, my dear father went'],
    ['just before them, in their sentence', 'The foreman', 'I know that the foreman'],
    ['just after them', 'lamps.', 'lamps twice.'],
    ['as a paragraph', 'Interviewer: And', 'Interviewer: Go on.\n\nAiko: Yes, I will.\n\nInterviewer: And'],
    ['as the same words', 'The foreman', 'He counted the lamps. The foreman'],
  ])('are found when something is put in %s', (_, words, others) => {
    const after = with_(told, words, others);
    expect(carried(told, after, 'counted the lamps')).toMatchObject({
      state: 'firm',
      words: 'counted the lamps',
    });
    expect(carried(told, after, 'counted the lamps').place!.start).toBe(
      after.lastIndexOf('counted the lamps'),
    );
    expect(carried(told, after, 'The snow reached the windows.')).toMatchObject({
      state: 'firm',
      method: 'mapped',
    });
  });

  it('are found when the sentences around them were taken out, replaced, divided and joined', () => {
    const after = told
      .replace('My father went down every morning before it was light. ', '')
      .replace(' We heard the whistle from the house, and', ' I am told that')
      .replace('\n\nInterviewer: And in the winter of 1946?\n\nAiko:', '');
    expect(carried(told, after, 'The foreman counted the lamps.')).toMatchObject({ state: 'firm' });
    expect(carried(told, after, 'The snow reached the windows. Somebody')).toMatchObject({ state: 'firm' });
  });

  it('come back to where they began, from any text to any other with words put in, taken out and replaced', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(TEXTS)),
        fc.array(
          fc.record({
            at: fc.nat(400),
            length: fc.nat(12),
            put: fc.constantFrom('', ' so', '。', '𠮷', 'の', ' é '),
          }),
          {
            maxLength: 4,
          },
        ),
        fc.nat(400),
        fc.integer({ min: 1, max: 60 }),
        (before, changes, from, length) => {
          let after = before;
          for (const { at, length: out, put } of changes) {
            const characters = [...after];
            characters.splice(at, out, put);
            after = characters.join('');
          }
          const start = Math.min(from, codePointLength(before) - 1);
          const end = Math.min(codePointLength(before), start + length);
          const there = new Collation(before, after).carry({ start, end });
          if (there.state !== 'firm' || there.place === null) return;
          expect(sliceCodePoints(after, there.place.start, there.place.end)).toBe(
            sliceCodePoints(before, start, end),
          );
          const back = new Collation(after, before).carry(there.place);
          if (back.state === 'firm') expect(back.place).toEqual({ start, end });
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('words that were changed', () => {
  it.each([
    ['a letter', told, 'whistle', 'wistle', 'We heard the whistle from', 'We heard the wistle from'],
    ['a letter of the only word', told, 'whistle', 'whistel', 'whistle', 'whistel'],
    [
      'a word put for another',
      told,
      'every morning',
      'each morning',
      'went down every morning',
      'went down each morning',
    ],
    [
      'the first word',
      told,
      'The foreman counted',
      'Our foreman counted',
      'The foreman counted the lamps',
      'Our foreman counted the lamps',
    ],
    [
      'the last word',
      told,
      'the lamps.',
      'the lights.',
      'The foreman counted the lamps.',
      'The foreman counted the lights.',
    ],
    [
      'words put in',
      told,
      'counted',
      'carefully counted',
      'foreman counted the',
      'foreman carefully counted the',
    ],
    [
      'words taken out',
      told,
      ' before it was light',
      '',
      'every morning before it was light. The',
      'every morning. The',
    ],
    [
      'across paragraphs',
      told,
      'over.\n\nInterviewer: And',
      'over. And',
      'until it was over.\n\nInterviewer: And in the winter',
      'until it was over. And in the winter',
    ],
    [
      'Japanese',
      japanese,
      '毎朝、暗いうちに',
      '毎朝まだ暗いうちに',
      '父は毎朝、暗いうちに家を出ました',
      '父は毎朝まだ暗いうちに家を出ました',
    ],
    [
      'a Japanese ending',
      japanese,
      '黙ってしまうんです',
      '黙ってしまいました',
      '母は急に黙ってしまうんです',
      '母は急に黙ってしまいました',
    ],
    [
      'Cyrillic',
      russian,
      'до рассвета',
      'перед рассветом',
      'Отец ушёл на шахту до рассвета',
      'Отец ушёл на шахту перед рассветом',
    ],
  ])('say so: %s', (_, before, old, now, words, there) => {
    const after = with_(before, old, now);
    expect(carried(before, after, words)).toMatchObject({
      state: 'text_changed',
      method: 'mapped',
      words: there,
    });
  });

  it('are still the same statement in another normal form, with other line ends, and any white space', () => {
    for (const text of Object.values(TEXTS)) {
      for (const after of [text.normalize('NFD'), text.normalize('NFC'), text.replaceAll('\n', '\r\n')]) {
        const collation = new Collation(text, after);
        const all = [...text];
        for (let at = 0; at < all.length; at++) {
          if (!/[\p{L}\p{N}]/u.test(all[at]!) || /^\p{M}/u.test(all[at + 1] ?? '')) continue;
          const { state, place } = collation.carry({ start: at, end: at + 1 });
          const there = sliceCodePoints(after, place!.start, place!.end);
          expect(there.normalize('NFC')).toBe(all[at]!.normalize('NFC'));
          expect(state).toBe(there === all[at] ? 'firm' : 'text_changed');
        }
      }
    }
  });
});

describe('words that were taken out or replaced', () => {
  it.each([
    ['a sentence', told, 'The foreman counted the lamps. ', '', 'The foreman counted the lamps.'],
    [
      'a passage',
      told,
      /Interviewer: And[^]*still have the sack\. /.exec(told)![0],
      '',
      'The snow reached the windows.',
    ],
    ['a Japanese sentence', japanese, '現場の親方がランプを数えていたそうです。', '', '現場の親方がランプを'],
  ])('are lost: %s', (_, before, out, put, words) => {
    expect(carried(before, with_(before, out, put), words)).toMatchObject({
      place: null,
      method: 'mapped',
      state: 'lost',
    });
  });

  it.each([
    [
      'about the same thing',
      told,
      'The foreman counted the lamps.',
      'The lamps were the first thing the foreman sold.',
    ],
    [
      'about the same thing in Japanese',
      japanese,
      '現場の親方がランプを数えていたそうです。',
      'ランプの油は現場で足りなくなったと親方が言いました。',
    ],
    ['in Cyrillic', russian, 'Мать молчала, пока не услышала гудок.', 'Гудок услышала не мать, а соседка.'],
  ])('are not silently found in another sentence %s', (_, before, old, now) => {
    const after = with_(before, old, now);
    for (const { 0: word, index } of old.matchAll(/[\p{L}]+/gu)) {
      for (const edits of [
        undefined,
        [
          {
            start: toCodePoint(before, before.indexOf(old)),
            end: toCodePoint(before, before.indexOf(old) + old.length),
            replacement: now,
          },
        ],
      ]) {
        const at = toCodePoint(before, before.indexOf(old) + index);
        const { state } = new Collation(before, after, edits).carry({
          start: at,
          end: at + codePointLength(word),
        });
        expect(`${word}: ${state}`).toMatch(/needs_review|lost/);
      }
    }
    expect(carried(before, after, old).state).toMatch(/needs_review|lost/);
  });

  it('are not found in a sentence that was there before', () => {
    const before = `${told}\n\nAiko: The whistle blew again in the spring of that year.`;
    const after = before.replace(
      'We heard the whistle from the house, and my mother stopped talking until it was over.',
      'My mother was ill.',
    );
    expect(carried(before, after, 'We heard the whistle')).toMatchObject({ state: 'lost' });
    expect(carried(before, after, 'whistle')).toMatchObject({ state: 'lost' });
  });

  it('may be the word that was put for another: a person must say', () => {
    const after = with_(told, 'The foreman counted', 'The manager counted');
    expect(carried(told, after, 'foreman')).toMatchObject({ state: 'needs_review', words: 'manager' });
  });
});

describe('words that were moved', () => {
  const passage =
    'Aiko: My father went down every morning before it was light. The foreman counted the lamps. We heard the whistle ' +
    'from the house, and my mother stopped talking until it was over.\n\n';
  const moved = `${told.replace(passage, '')}\n\n${passage.trim()}`;

  it('are followed as they are', () => {
    expect(carried(told, moved, 'The foreman counted the lamps.')).toMatchObject({
      state: 'firm',
      method: 'context',
      words: 'The foreman counted the lamps.',
    });
    expect(carried(told, moved, 'counted')).toMatchObject({ state: 'firm', words: 'counted' });
    expect(carried(told, moved, 'The snow reached the windows.')).toMatchObject({
      state: 'firm',
      method: 'mapped',
    });
  });

  it('are followed with edits inside, and say so', () => {
    const edited = moved.replace('counted the lamps', 'counted all the lamps');
    expect(carried(told, edited, 'The foreman counted the lamps.')).toMatchObject({
      state: 'text_changed',
      method: 'context',
      words: 'The foreman counted all the lamps.',
    });
    expect(carried(told, edited, 'We heard the whistle')).toMatchObject({ state: 'firm', method: 'context' });
  });

  it('are each where they went, where duplicates changed places', () => {
    const [one, other] = [
      'I came by boat. That is how it was. Then the war began. ',
      'He came on foot. That is how it was. Then it snowed. ',
    ];
    const [before, after] = [one + other, other + one];
    for (const words of ['I came by boat.', 'He came on foot.', 'Then the war began.', 'Then it snowed.']) {
      const found = carried(before, after, words);
      if (found.state === 'firm' || found.state === 'text_changed') expect(found.words).toBe(words);
      else expect(found.state).toBe('needs_review');
    }
  });

  it('need a person, where a refrain was left out here and put in there', () => {
    const refrain = 'That is how it was with all of us.';
    const before = `${told} ${refrain} Nobody asked.\n\nAiko: We moved to the coast. ${refrain} My brother stayed behind.`;
    const after = before
      .replace(` ${refrain} Nobody`, ' Nobody')
      .replace('down every morning', `down every morning. ${refrain} That was`);
    expect(['needs_review', 'lost']).toContain(carried(before, after, refrain).state);
  });
});

describe('edits that are known', () => {
  it('leave everything else as it is, also what comparing would not believe', () => {
    const before = 'abc. The war. def.';
    const edits = [
      { start: 0, end: 4, replacement: 'Nothing that was said here is like it any more, and it goes on.' },
      { start: 14, end: 18, replacement: 'Neither is this, to which nobody would compare what was there.' },
    ];
    const after = `${edits[0]!.replacement} The war. ${edits[1]!.replacement}`;
    expect(carried(before, after, 'The war.', edits)).toMatchObject({ state: 'firm', words: 'The war.' });
  });

  it('count in code points', () => {
    const edits = [{ start: 4, end: 6, replacement: '𩸽𩸽' }];
    expect(carried(odd, odd.replace('𠮷野', '𩸽𩸽'), 'family 👩‍👩‍👧‍👦 ate', edits)).toMatchObject({
      state: 'firm',
      place: { start: 7, end: 25 },
    });
  });

  it('say the same as comparing does, of what was left alone', () => {
    const edits = [
      { start: 0, end: 11, replacement: 'Q' },
      { start: 112, end: 123, replacement: 'Our manager' },
    ];
    const after = `Q${told.slice(11, 112)}Our manager${told.slice(123)}`;
    for (const words of ['counted the lamps', 'We heard the whistle', 'What do you remember']) {
      expect(carried(told, after, words, edits)).toEqual(carried(told, after, words));
    }
  });
});

describe('whatever both texts are', () => {
  const text = fc.oneof(
    fc.string({
      unit: fc.constantFrom(
        'a',
        'b',
        ' ',
        '.',
        '\n',
        '父',
        'は',
        '。',
        '𠮷',
        '\u0301',
        '\u200d',
        '👩',
        '🇯',
        '\r\n',
      ),
      maxLength: 60,
    }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(...Object.values(TEXTS)),
  );

  it('spans cover them in order, and what is the same is the same to the letter', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        let [a, b] = [0, 0];
        for (const { kind, a0, a1, b0, b1 } of new Collation(before, after).spans) {
          expect([a0, b0]).toEqual([a, b]);
          if (kind === 'same') expect(after.slice(b0, b1)).toBe(before.slice(a0, a1));
          if (kind === 'form') {
            const [old, now] = [before.slice(a0, a1), after.slice(b0, b1)].map((part) =>
              part.normalize('NFC').replace(/\s+/g, ' '),
            );
            expect(now).toBe(old);
          }
          expect(a1 + b1).toBeGreaterThan(a0 + b0);
          [a, b] = [a1, b1];
        }
        expect([a, b]).toEqual([before.length, after.length]);
      }),
      { numRuns: 500 },
    );
  });

  it('a place is in the text, never half a character, and its words are said truly', () => {
    fc.assert(
      fc.property(text, text, fc.nat(50), fc.integer({ min: 1, max: 20 }), (before, after, from, length) => {
        const all = codePointLength(before);
        const [start, end] = [from, Math.min(all, from + length)];
        const at = before.length - [...before].slice(start).join('').length;
        fc.pre(
          start < end &&
            isBetweenCharacters(before, at) &&
            isBetweenCharacters(before, at + sliceCodePoints(before, start, end).length),
        );
        const { place, state, score, margin } = new Collation(before, after).carry({ start, end });
        expect(state === 'lost').toBe(place === null);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        if (margin !== null) expect(Math.abs(margin)).toBeLessThanOrEqual(1);
        if (place === null) return;
        expect(place.start).toBeLessThan(place.end);
        const words = sliceCodePoints(after, place.start, place.end);
        const units = [...after].slice(0, place.start).join('').length;
        expect(isBetweenCharacters(after, units) && isBetweenCharacters(after, units + words.length)).toBe(
          true,
        );
        if (state === 'firm') expect(words).toBe(sliceCodePoints(before, start, end));
        if (state === 'text_changed') expect(words).not.toBe(sliceCodePoints(before, start, end));
      }),
      { numRuns: 1000 },
    );
  });

  it('the same text twice leaves every word firm at its place', () => {
    fc.assert(
      fc.property(text, fc.nat(50), fc.integer({ min: 1, max: 20 }), (same, start, length) => {
        fc.pre(start < codePointLength(same));
        const place = { start, end: Math.min(codePointLength(same), start + length) };
        expect(new Collation(same, same).carry(place)).toMatchObject({
          place,
          method: 'identity',
          state: 'firm',
        });
      }),
    );
  });

  it('nothing, a letter, and everything replaced', () => {
    expect(new Collation('', '').spans).toEqual([]);
    expect(new Collation('', 'a').spans).toMatchObject([{ kind: 'changed', a1: 0, b1: 1 }]);
    expect(new Collation('a', '').carry({ start: 0, end: 1 })).toMatchObject({ state: 'lost', place: null });
    expect(carried(told, japanese, 'The foreman')).toMatchObject({ state: 'lost' });
  });

  it('large ones: random kanji, one line, one sentence again and again', () => {
    let seed = 1;
    const kanji = (): string => String.fromCharCode(0x4e00 + ((seed = (seed * 48271) % 2147483647) % 20000));
    const random = Array.from({ length: 60_000 }, kanji).join('');
    const other = Array.from({ length: 60_000 }, kanji).join('');
    expect(new Collation(random, other).carry({ start: 1000, end: 1010 })).toMatchObject({ state: 'lost' });
    const cut = random.slice(0, 1000) + random.slice(1005);
    expect(new Collation(random, cut).carry({ start: 50_000, end: 50_010 })).toMatchObject({
      state: 'firm',
      place: { start: 49_995, end: 50_005 },
    });
    const line = Array.from({ length: 30_000 }, (_, n) => `word${(n * 7919) % 1000}`).join(' ');
    expect(new Collation(line, `so ${line}`).carry({ start: 50_000, end: 50_010 })).toMatchObject({
      state: 'firm',
      place: { start: 50_003, end: 50_013 },
    });
    const again = `${told}\n\n`.repeat(20);
    const more = `${told}\n\n`.repeat(9) + 'Aiko: Once more.\n\n' + `${told}\n\n`.repeat(11);
    expect(new Collation(again, more).carry({ start: 6000, end: 6020 })).toMatchObject({
      state: 'firm',
      place: { start: 6018, end: 6038 },
    });
  });
});
