import fc from 'fast-check';
import { isBetweenCharacters } from '../common/characters.js';
import { CodePointIndex, sliceCodePoints } from '../common/code-points.js';
import { locateQuotation, quoteContext, type NotLocated, type WantedQuotation } from './anchor.rules.js';

const chapter =
  'In spite of the\nfact the Japan- Soviet Pact existed, 𠮷野さん said “かならず帰る” twice. ' +
  'Prime minister\nHiranuma resigned. The Pact ended. Э\u0301то было в Сибири, в Сибири.';

function refused(text: string, wanted: WantedQuotation, within?: { start: number; end: number }): NotLocated {
  const outcome = locateQuotation(text, wanted, within);
  if ('fault' in outcome) return outcome;
  throw new Error(`accepted at ${outcome.start}`);
}

describe('words alone', () => {
  it('are found where they stand once, counted in code points', () => {
    const place = locateQuotation(chapter, { exact: 'said “かならず帰る”' });
    expect(place).toEqual({ start: 58, end: 71 });
    expect(sliceCodePoints(chapter, 58, 71)).toBe('said “かならず帰る”');
  });

  it('are found in an index just as well', () => {
    const index = new CodePointIndex(chapter);
    expect(locateQuotation(index, { exact: '𠮷野' })).toEqual({ start: 53, end: 55 });
  });

  it('are ambiguous where they stand twice, and the places are shown with what is around them', () => {
    const { fault, candidates } = refused(chapter, { exact: 'Pact' });
    expect(fault).toMatchObject({
      pointer: '/exact',
      code: 'claim.quote_ambiguous',
      found: '"Pact" in 2 places',
    });
    expect(candidates).toEqual([
      {
        start: 39,
        end: 43,
        before: chapter.slice(7, 39),
        exact: 'Pact',
        after: ' existed, 𠮷野さん said “かならず帰る” twi',
      },
      {
        start: 117,
        end: 121,
        before: 'minister\nHiranuma resigned. The ',
        exact: 'Pact',
        after: ' ended. Э\u0301то было в Сибири, в Си',
      },
    ]);
  });

  it.each([
    [{ prefix: 'Soviet ' }, 39],
    [{ suffix: ' ended' }, 117],
    [{ prefix: 'The ', suffix: ' ' }, 117],
  ])('are told apart by %j', (context, start) => {
    expect(locateQuotation(chapter, { exact: 'Pact', ...context })).toEqual({ start, end: start + 4 });
  });

  it('stay ambiguous where prefix and suffix fit several places, or none', () => {
    expect(refused(chapter, { exact: 'Pact', suffix: ' e' })).toMatchObject({
      fault: { code: 'claim.quote_ambiguous', found: '"Pact" in 2 places' },
      candidates: [{ start: 39 }, { start: 117 }],
    });
    expect(refused(chapter, { exact: 'Pact', prefix: 'Warsaw ' })).toMatchObject({
      fault: {
        code: 'claim.quote_ambiguous',
        expected: 'a prefix and suffix that stand beside these words in the text',
        found: '"Pact" in 2 places, none of them with that prefix and suffix',
      },
      candidates: [{ start: 39 }, { start: 117 }],
    });
  });

  it('count overlapping places', () => {
    expect(refused('ここここ', { exact: 'ここ' }).candidates.map(({ start }) => start)).toEqual([0, 1, 2]);
  });

  it('are looked for inside a passage only, the context also outside it', () => {
    expect(locateQuotation(chapter, { exact: 'Pact' }, { start: 80, end: 130 })).toEqual({
      start: 117,
      end: 121,
    });
    expect(locateQuotation(chapter, { exact: 'Pact' }, { start: 39, end: 43 })).toEqual({
      start: 39,
      end: 43,
    });
    expect(refused(chapter, { exact: 'Pact' }, { start: 40, end: 120 }).fault.code).toBe(
      'claim.quote_not_found',
    );
    expect(
      locateQuotation('ab ab ab', { exact: 'ab', prefix: 'ab ', suffix: ' ab' }, { start: 3, end: 8 }),
    ).toEqual({ start: 3, end: 5 });
  });

  it('show ten places at most, and no more than a hundred are counted', () => {
    const { fault, candidates } = refused('の'.repeat(5000), { exact: 'の' });
    expect(fault.found).toBe('"の" in 100 or more places');
    expect(candidates).toHaveLength(10);
  });
});

describe('words that are not there', () => {
  it.each([
    ['In spite of the fact', 'In spite of the\nfact'],
    ['Japan-Soviet Pact', 'Japan- Soviet Pact'],
    ['ＰＲＩＭＥ　ＭＩＮＩＳＴＥＲ', 'Prime minister'],
    ['said "かならず帰る" twice', 'said “かならず帰る” twice'],
    ['「かならず帰る」', '“かならず帰る”'],
    ['В СИБИРИ, В', 'в Сибири, в'],
  ])('bring near places to mind: %s', (exact, near) => {
    const { fault, candidates } = refused(chapter, { exact });
    expect(fault).toEqual({
      pointer: '/exact',
      code: 'claim.quote_not_found',
      expected: 'words that stand in the text exactly as given',
      found: JSON.stringify(exact),
    });
    expect(candidates.map((candidate) => candidate.exact)).toEqual([near]);
    // What is offered can be sent back as it is.
    const { start, end, exact: offered } = candidates[0]!;
    expect(locateQuotation(chapter, { exact: offered, start, end })).toEqual({ start, end });
  });

  it('see composed and decomposed letters, half-width kana and a hyphen at the line end as near', () => {
    expect(refused('き\u3099ん行', { exact: 'ぎん行' }).candidates[0]?.exact).toBe('き\u3099ん行');
    expect(refused('ｶﾞﾗｽの窓', { exact: 'ガラス' }).candidates[0]?.exact).toBe('ｶﾞﾗｽ');
    expect(refused('was in-\nterned there', { exact: 'interned' }).candidates[0]?.exact).toBe('in-\nterned');
    // One character of 18 letters: the folded text is longer than the text.
    expect(refused('ﷺ'.repeat(9) + 'Слово', { exact: 'слово' }).candidates[0]?.start).toBe(9);
    expect(refused('㍿𠮷野', { exact: '株式会社𠮷野' }).candidates[0]?.exact).toBe('㍿𠮷野');
  });

  it('may have nothing near', () => {
    expect(refused(chapter, { exact: 'Warsaw' }).candidates).toEqual([]);
    expect(refused(chapter, { exact: '———' }).candidates).toEqual([]);
  });
});

describe('words with a position', () => {
  it('are accepted only where they stand, to the byte', () => {
    expect(locateQuotation(chapter, { exact: 'Pact', start: 117, end: 121 })).toEqual({
      start: 117,
      end: 121,
    });
    const { fault, candidates } = refused(chapter, { exact: 'Pact', start: 116, end: 120 });
    expect(fault).toEqual({
      pointer: '/exact',
      code: 'claim.quote_mismatch',
      expected: 'the words that stand from 116 to 120, character by character',
      found: '"Pact" where the text has " Pac"',
    });
    expect(candidates.map(({ start }) => start)).toEqual([117, 39]);
  });

  it('do not match another normal form of themselves', () => {
    const { fault, candidates } = refused('が', { exact: 'か\u3099', start: 0, end: 1 });
    expect(fault.code).toBe('claim.quote_mismatch');
    expect(candidates).toEqual([{ start: 0, end: 1, before: '', exact: 'が', after: '' }]);
  });

  it('show long words cut', () => {
    const { fault } = refused('𠮷'.repeat(500), { exact: 'x'.repeat(500), start: 0, end: 500 });
    expect(fault.found).toBe(`"${'x'.repeat(80)}…" where the text has "${'𠮷'.repeat(80)}…"`);
  });

  it.each([
    [{ start: 0 }, '/end', 'an end beside the start (the text has 4 characters)', 'nothing'],
    [{ end: 2 }, '/start', 'a start beside the end (the text has 4 characters)', 'nothing'],
    [{ start: -1, end: 2 }, '/start', 'a whole number from 0 to 4 (the text has 4 characters)', '-1'],
    [{ start: 0.5, end: 2 }, '/start', 'a whole number from 0 to 4 (the text has 4 characters)', '0.5'],
    [{ start: 0, end: 5 }, '/end', 'a whole number from 0 to 4 (the text has 4 characters)', '5'],
    [{ start: 2, end: 2 }, '/end', 'an end after the start 2 (the text has 4 characters)', '2'],
    [{ start: 3, end: 2 }, '/end', 'an end after the start 3 (the text has 4 characters)', '2'],
  ])('refuse the position %j', (position, pointer, expected, found) => {
    expect(refused('𠮷野愛子', { exact: '野', ...position })).toEqual({
      fault: { pointer, code: 'claim.position_invalid', expected, found },
      candidates: [],
    });
  });

  it('refuse a position outside the passage', () => {
    const { fault } = refused(chapter, { exact: 'Pact', start: 39, end: 43 }, { start: 80, end: 130 });
    expect(fault).toMatchObject({ pointer: '/start', code: 'claim.position_invalid' });
  });
});

describe('no words', () => {
  it.each([
    ['', 'claim.quote_empty'],
    [' \n　', 'claim.quote_empty'],
    ['a\u0000', 'text.null_character'],
    ['\ud842', 'text.lone_surrogate'],
  ])('%j', (exact, code) => {
    expect(refused('a 𠮷', { exact }).fault).toMatchObject({ pointer: '/exact', code });
  });
});

describe('a cut inside a character', () => {
  it.each([
    ['か\u3099っこう', 'か', 0, 1, '/end'],
    ['か\u3099っこう', '\u3099っ', 1, 3, '/start'],
    ['🇯🇵🇷🇺', '🇵🇷', 1, 3, '/start'],
    ['👩‍👧 came', '👩', 0, 1, '/end'],
    ['a\r\nb', 'a\r', 0, 2, '/end'],
  ])('of %j is refused', (text, exact, start, end, pointer) => {
    expect(refused(text, { exact, start, end }).fault).toMatchObject({
      pointer,
      code: 'claim.splits_character',
    });
    expect(refused(text, { exact }).fault).toMatchObject({
      pointer: '/exact',
      code: 'claim.splits_character',
    });
  });

  it('is no place: the words are unique where another is whole', () => {
    expect(locateQuotation('か\u3099 か', { exact: 'か' })).toEqual({ start: 3, end: 4 });
  });

  it('is assumed where an endless run of marks or flags leaves no way to tell', () => {
    expect(isBetweenCharacters('🇯🇵'.repeat(2000), 4000)).toBe(false);
    expect(refused('e' + '\u0301'.repeat(5000), { exact: '\u0301' }).fault.code).toBe(
      'claim.splits_character',
    );
  });

  // Twelve parts of at most 40 units: longer runs than this window bears are refused, see above.
  it('is judged as if the whole text were segmented', () => {
    const part = fc.constantFrom(
      ...[
        'e',
        '\u0301',
        '🇯🇵',
        '🇷',
        '👩',
        '\u200d',
        '🏽',
        '\r',
        '\n',
        'か',
        '\u3099',
        '한',
        '\u1112',
        '\u1161',
        'क',
        '\u094d',
        '𠮷',
        ' ',
      ],
      '🇯🇵'.repeat(10),
      'e' + '\u0301'.repeat(39),
      '👩\u200d'.repeat(13),
      '𠮷'.repeat(20),
    );
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const borders = new Set([...segmenter.segment(text)].map(({ index }) => index)).add(text.length);
        for (let at = 0; at <= text.length; at++)
          expect([at, isBetweenCharacters(text, at)]).toEqual([at, borders.has(at)]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('quoteContext', () => {
  it('is up to 32 code points on each side, whole ones', () => {
    const text = '𠮷'.repeat(40) + 'X' + '👩'.repeat(40);
    expect(quoteContext(text, 40, 41)).toEqual({ prefix: '𠮷'.repeat(32), suffix: '👩'.repeat(32) });
    expect(quoteContext(new CodePointIndex('aXb'), 1, 2)).toEqual({ prefix: 'a', suffix: 'b' });
    expect(quoteContext('X', 0, 1)).toEqual({ prefix: '', suffix: '' });
  });
});

describe('for every place of every text', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'ab', ' ', '𠮷', '野', 'и', '\n', 'が', '。'), {
      minLength: 1,
      maxLength: 30,
    })
    .map((parts) => [...parts.join('')]);

  it('its words with its position come back to it; its words alone only if they stand nowhere else', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (characters, a, b) => {
        const [start, last] = [a % characters.length, b % characters.length].sort((x, y) => x - y) as [
          number,
          number,
        ];
        const end = last + 1;
        const whole = characters.join('');
        const exact = characters.slice(start, end).join('');
        fc.pre(exact.trim() !== '');
        expect(locateQuotation(whole, { exact, start, end })).toEqual({ start, end });

        const places = characters.flatMap((_, i) =>
          characters.slice(i, i + end - start).join('') === exact ? [i] : [],
        );
        const outcome = locateQuotation(whole, { exact });
        if (places.length === 1) expect(outcome).toEqual({ start, end });
        else expect(outcome).toMatchObject({ candidates: places.slice(0, 10).map((i) => ({ start: i })) });

        // With all that is before and after, no two places are alike.
        const prefix = characters.slice(0, start).join('');
        const suffix = characters.slice(end).join('');
        if (prefix + suffix !== '')
          expect(locateQuotation(whole, { exact, prefix, suffix })).toEqual({ start, end });
      }),
      { numRuns: 500 },
    );
  });
});
