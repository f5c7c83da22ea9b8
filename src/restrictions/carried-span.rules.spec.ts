import fc from 'fast-check';
import { Collation } from '../collation/collation.js';
import { codePointLength, CodePointIndex } from '../common/code-points.js';
import { passagesOf } from '../testimonies/passage.rules.js';
import { carriedSpan } from './carried-span.rules.js';

const FIRST = 'We crossed the river at dawn, all of us together.';
const SECRET = 'Ivan Petrov told the colonel where the boats were hidden.';
const THIRD = 'Nobody spoke of it again in that long winter.';
const TEXT = [FIRST, SECRET, THIRD].join('\n\n');

/** What is closed of the text after, where these words of the one before are. */
function closedAfter(after: string, words: string, { before = TEXT, isPassage = false } = {}) {
  const start = codePointLength(before.slice(0, before.indexOf(words)));
  const closed = { start, end: start + codePointLength(words), isPassage };
  const { places, isCertain } = carriedSpan(
    new Collation(before, after),
    closed,
    passagesOf(after, 'paragraph'),
  );
  const index = new CodePointIndex(after);
  return { words: places.map(({ start: from, end }) => index.slice(from, end)), isCertain };
}

describe('closed words in another text', () => {
  test('that stand as they stood are closed, and no others', () => {
    const after = `Before all that.\n\n${TEXT}`;
    expect(closedAfter(after, 'Ivan Petrov')).toEqual({ words: ['Ivan Petrov'], isCertain: true });
    expect(closedAfter(after, SECRET, { isPassage: true })).toEqual({ words: [SECRET], isCertain: true });
  });

  test('that were changed within are closed with the change', () => {
    const changed = SECRET.replace('colonel', 'general');
    expect(closedAfter(TEXT.replace(SECRET, changed), 'told the colonel where the boats')).toEqual({
      words: ['told the general where the boats'],
      isCertain: true,
    });
    expect(closedAfter(TEXT.replace(SECRET, changed), SECRET, { isPassage: true })).toEqual({
      words: [changed],
      isCertain: true,
    });
  });

  test('that were edited at their border are closed with the whole passage', () => {
    for (const [words, by] of [
      ['Ivan Petrov', 'Ivan Petrovich'],
      ['Petrov told', 'Petrov said'],
    ] as const) {
      const after = TEXT.replace(words, by);
      const passage = SECRET.replace(words, by);
      expect([words, closedAfter(after, words)]).toEqual([words, { words: [passage], isCertain: false }]);
    }
  });

  test('that were taken out cleanly are nowhere', () => {
    expect(closedAfter(`${FIRST}\n\n${THIRD}`, SECRET, { isPassage: true })).toEqual({
      words: [],
      isCertain: true,
    });
  });

  test('that were taken out while others were put in are perhaps among those', () => {
    const after = `${FIRST} Yes.\n\n${THIRD}\n\nSomebody betrayed us to the officers.`;
    const { words, isCertain } = closedAfter(after, SECRET, { isPassage: true });
    expect(isCertain).toBe(false);
    expect(words).toEqual([`${FIRST} Yes.`, 'Somebody betrayed us to the officers.']);
  });

  test('that were moved are followed', () => {
    const { words } = closedAfter([SECRET, FIRST, THIRD].join('\n\n'), SECRET, { isPassage: true });
    expect(words).toEqual([SECRET]);
  });

  test('of which a part was moved into another passage are closed there too', () => {
    const before = [FIRST, `${SECRET} He was paid for it in silver coins that same evening.`, THIRD].join(
      '\n\n',
    );
    const after = [FIRST, SECRET, `${THIRD} He was paid for it in silver coins that same evening.`].join(
      '\n\n',
    );
    const closed = `${SECRET} He was paid for it in silver coins that same evening.`;
    const { words, isCertain } = closedAfter(after, closed, { before, isPassage: true });
    expect(words.join(' ')).toContain('paid for it');
    expect(words.join(' ')).toContain('Ivan Petrov');
    expect(isCertain).toBe(false);
  });

  test('in a passage that was joined to another are closed with all of it', () => {
    const joined = `${FIRST} ${SECRET}`;
    expect(closedAfter([joined, THIRD].join('\n\n'), SECRET, { isPassage: true })).toEqual({
      words: [joined],
      isCertain: false,
    });
    const parted = TEXT.replace('told the', 'told\n\nthe');
    expect(closedAfter(parted, SECRET, { isPassage: true }).words.join(' ')).toContain('the colonel');
  });

  test('in Japanese are closed to the character', () => {
    const before = '川を渡った。\n\n𠮷田さんが大佐に舟の場所を教えた。\n\n誰も話さなかった。';
    expect(closedAfter(`昔のことだ。\n\n${before}`, '𠮷田さん', { before })).toEqual({
      words: ['𠮷田さん'],
      isCertain: true,
    });
    const { words } = closedAfter(before.replace('𠮷田さん', '𠮷野さん'), '𠮷田', { before });
    expect(words.join('')).toContain('𠮷野');
  });

  test('never leave what is left of them open, whatever was edited', () => {
    const word = fc.constantFrom(
      'river',
      'colonel',
      'boats',
      'Ivan',
      'silver',
      'dawn',
      'we',
      'the',
      '舟',
      '川',
    );
    const passage = fc.array(word, { minLength: 3, maxLength: 12 }).map((words) => words.join(' '));
    const text = fc.array(passage, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(text, text, fc.nat(10), (before, others, at) => {
        const secret = 'zanzibar quetzal xylophone vexing jukebox';
        const old = [...before];
        old.splice(at % (before.length + 1), 0, secret);
        const now = [...others];
        // Cut in two, and put in anywhere.
        now.splice(at % (others.length + 1), 0, secret.slice(0, 16));
        now[now.length - 1] += ` ${secret.slice(17)}`;
        const after = now.join('\n\n');
        const { words } = closedAfter(after, secret, { before: old.join('\n\n'), isPassage: true });
        for (const left of secret.split(' ')) expect(words.join(' ')).toContain(left);
      }),
      {
        // Half of it among words that were said before as well.
        examples: [
          [
            ['boats we river', 'river colonel river'],
            ['river river river', 'river river river', 'boats we river river 舟'],
            2,
          ],
        ],
      },
    );
  });
});
