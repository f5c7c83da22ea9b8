import fc from 'fast-check';
import { sliceCodePoints } from '../common/code-points.js';
import { defaultSegmentation, passagesOf, type Segmentation } from './passage.rules.js';

/** The words of each passage. */
function words(text: string, segmentation: Segmentation = 'paragraph'): string[] {
  return passagesOf(text, segmentation).map(({ start, end }) => sliceCodePoints(text, start, end));
}

function speakers(text: string): (string | null)[] {
  return passagesOf(text, 'turn').map(({ speaker }) => speaker);
}

describe('paragraphs', () => {
  it('are separated by blank lines, and a line break inside a sentence does not split', () => {
    const text =
      'A Title\n\nIn spite of the\nfact the Pact existed.\n\n\nPrime minister\nHiranuma resigned.\n';
    expect(words(text)).toEqual([
      'A Title',
      'In spite of the\nfact the Pact existed.',
      'Prime minister\nHiranuma resigned.',
    ]);
    expect(passagesOf(text, 'paragraph')[1]).toEqual({ number: 2, start: 9, end: 47, speaker: null });
  });

  it.each(['\n', '\r\n', '\r'])('whatever ends a line: %j', (ending) => {
    expect(words(['one', 'two', ' 　\t', 'three', ''].join(ending))).toEqual([`one${ending}two`, 'three']);
  });

  it('are the lines of a text that has no blank line', () => {
    expect(words('　私は満州にいた。\n　終戦は八月であつた。\n')).toEqual([
      '私は満州にいた。',
      '終戦は八月であつた。',
    ]);
  });

  it('are still the lines when blank lines only surround the text', () => {
    expect(words('\n\n　一\n　二\n\n')).toEqual(['一', '二']);
  });

  it('keep inner and lose outer white space', () => {
    expect(words('\ufeff  a   b \u00a0\n\n\u200b\n\n  c')).toEqual(['a   b', 'c']);
  });

  it('count in code points', () => {
    expect(passagesOf('𠮷野\n\n愛子が', 'paragraph')).toEqual([
      { number: 1, start: 0, end: 2, speaker: null },
      { number: 2, start: 4, end: 7, speaker: null },
    ]);
  });

  it('are none in a text of nothing', () => {
    expect(words('')).toEqual([]);
    expect(words(' \n　\r\n\t')).toEqual([]);
    expect(words(' \n　\r\n\t', 'turn')).toEqual([]);
  });
});

describe('turns', () => {
  it('begin with a label, which belongs to the words, and hold the paragraphs that follow', () => {
    const text =
      'Recorded in 1998.\n\nINTERVIEWER: Where were you?\nYOSHINO: In Siberia.\n\nFor three years.\nQ: And then?';
    expect(speakers(text)).toEqual([null, 'INTERVIEWER', 'YOSHINO', 'Q']);
    expect(words(text, 'turn')[2]).toBe('YOSHINO: In Siberia.\n\nFor three years.');
  });

  it.each([
    ['吉野：はい。', '吉野'],
    ['𠮷野：はい。', '𠮷野'],
    ['聞き手：お名前は？', '聞き手'],
    ['吉野 愛子：はい。', '吉野 愛子'],
    ['マリア・ペトロワ：はい。', 'マリア・ペトロワ'],
    ['吉野:はい。', '吉野'],
    ['Петров: Да.', 'Петров'],
    ['Иван Петров: Да.', 'Иван Петров'],
    ['Андре\u0438\u0306: Да.', 'Андре\u0438\u0306'],
    ["Dr. Mary O'Neill-Smith: Yes.", "Dr. Mary O'Neill-Smith"],
    ['Ludwig van der Berg: Yes.', 'Ludwig van der Berg'],
    ['Speaker 2: Yes.', 'Speaker 2'],
    ['interviewer: Yes.', 'interviewer'],
    ['　Q:Yes.', 'Q'],
    ['JAN : Yes.', 'JAN'],
    ['김철수: 네.', '김철수'],
    ['ANNA:', 'ANNA'],
  ])('see the speaker of %s', (line, speaker) => {
    expect(speakers(line)).toEqual([speaker]);
  });

  it.each([
    'http://example.org is a page',
    'C:\\letters\\1945.txt',
    '10:30 we left',
    '午前10:30に出発した。',
    'Room 4:12 was ours',
    'And this is what he told me that day: nothing.',
    'he said: nothing.',
    'I remember one thing, Anna: the cold.',
    'We went home. He: nothing.',
    'Vladivostok. Ivan: nothing.',
    'One Two Three Four Five Six Seven: nothing.',
    '彼は言った：帰ろう。',
    '私がその日に彼から聞いたことばは：帰ろう。',
    'Он сказал: домой.',
    ': nothing',
    '12: nothing',
    '“Anna: come”',
    'A'.repeat(61) + ': nothing',
    'no colon at all',
  ])('see no speaker in %s', (line) => {
    expect(speakers(line)).toEqual([null]);
  });

  it('believe a phrase that might be a sentence when it begins more than one line', () => {
    expect(speakers('Unknown voice: Yes.\nANNA: No.\nUnknown voice: Why?')).toEqual([
      'Unknown voice',
      'ANNA',
      'Unknown voice',
    ]);
    expect(speakers('Unknown voice: Yes.\nANNA: No.')).toEqual([null, 'ANNA']);
  });

  it('take 60 code points for a label, not 60 units', () => {
    expect(speakers('𠮷'.repeat(10) + ' '.repeat(1) + '𠮷'.repeat(49) + '：はい。')).toHaveLength(1);
    expect(speakers('𐐀'.repeat(60) + ': yes')).toEqual(['𐐀'.repeat(60)]);
    expect(speakers('𐐀'.repeat(61) + ': yes')).toEqual([null]);
  });
});

describe('every text', () => {
  const text = fc
    .array(
      fc.constantFrom(
        '\n',
        '\r\n',
        '\r',
        '\n\n',
        ' ',
        '　',
        'ANNA: ',
        '吉野：',
        '𠮷',
        'e\u0301',
        'Слово',
        '。',
        '👩‍👧',
        'he said:',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));

  it.each(['paragraph', 'turn'] as const)(
    'falls into %ss that ascend, are trimmed and leave only white space',
    (by) => {
      fc.assert(
        fc.property(text, (t) => {
          let rest = '';
          let at = 0;
          passagesOf(t, by).forEach(({ number, start, end }, i) => {
            expect(number).toBe(i + 1);
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThan(start);
            const inside = sliceCodePoints(t, start, end);
            expect(inside).toBe(inside.trim());
            rest += sliceCodePoints(t, at, start);
            at = end;
          });
          expect((rest + sliceCodePoints(t, at)).trim()).toBe('');
        }),
        { numRuns: 500 },
      );
    },
  );
});

describe('defaultSegmentation', () => {
  const interview = 'Q: Where?\nA: In Siberia.';

  it('is by turns for an interview that names its speakers', () => {
    expect(defaultSegmentation('interview', interview)).toBe('turn');
  });

  it('is by paragraphs for everything else', () => {
    expect(defaultSegmentation('memoir', interview)).toBe('paragraph');
    expect(defaultSegmentation('interview', 'Note: one label only.\n\nText.')).toBe('paragraph');
    expect(defaultSegmentation('interview', 'I was in Siberia.')).toBe('paragraph');
  });
});
