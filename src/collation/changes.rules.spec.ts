import fc from 'fast-check';
import { type Change, changesBetween } from './changes.rules.js';

/** `the [-old-]{+new+} bridge` */
function shown(changes: Change[]): string {
  return changes
    .map(({ kind, text }) => (kind === 'equal' ? text : kind === 'delete' ? `[-${text}-]` : `{+${text}+}`))
    .join('');
}

const difference = (before: string, after: string): string => shown(changesBetween(before, after));

describe('the difference of two texts', () => {
  test('is by words', () => {
    expect(difference('He saw the bridge.', 'He saw the bridges.')).toBe('He saw the [-bridge-]{+bridges+}.');
    expect(difference('the old bridge', 'the bridge')).toBe('the [-old -]bridge');
    expect(difference('the bridge', 'the old bridge')).toBe('the {+old +}bridge');
    expect(difference('“Yes,” he said.', '“No,” he said.')).toBe('“[-Yes-]{+No+},” he said.');
  });

  test('is by the words of a dictionary where there are no spaces', () => {
    expect(difference('父は橋を渡った。', '父は大橋を渡った。')).toMatch(/^父は.*を渡った。$/);
    expect(difference('吉野は東京へ行った。', '吉野は大阪へ行った。')).toBe(
      '吉野は[-東京-]{+大阪+}へ行った。',
    );
    expect(difference('𠮷田が語る。', '𠮷野が語る。')).toContain('が語る。');
  });

  test('is of one piece where a sentence was replaced that has a few words in common by chance', () => {
    expect(
      difference(
        'It was late. Nobody knew that the war had ended. We went home.',
        'It was late. Everybody had heard by then how the harbour burned down. We went home.',
      ),
    ).toBe(
      'It was late. [-Nobody knew that the war had ended-]{+Everybody had heard by then how the harbour burned down+}. We went home.',
    );
  });

  test('shows white space, line breaks and another encoding of a letter', () => {
    expect(difference('over the river', 'over  the river')).toBe('over[- -]{+  +}the river');
    expect(difference('over\nthe river', 'over the river')).toBe('over[-\n-]{+ +}the river');
    expect(difference('the cafe\u0301 there', 'the caf\u00e9 there')).toBe(
      'the [-cafe\u0301-]{+caf\u00e9+} there',
    );
    expect(difference('the end', 'the end\n')).toBe('the end{+\n+}');
  });

  test('never cuts a sign of two code units, or a letter from its mark', () => {
    expect(difference('𠮷 𩸽', '𠮷 𠮟')).toBe('𠮷 [-𩸽-]{+𠮟+}');
    expect(difference('か\u3099く', 'かく')).not.toMatch(/^か[[{]/);
  });

  test('of a text and itself is all of it; of nothing, nothing', () => {
    expect(changesBetween('the bridge', 'the bridge')).toEqual([{ kind: 'equal', text: 'the bridge' }]);
    expect(changesBetween('…', '…')).toEqual([{ kind: 'equal', text: '…' }]);
    expect(changesBetween('', '')).toEqual([]);
    expect(changesBetween('', 'a')).toEqual([{ kind: 'insert', text: 'a' }]);
    expect(changesBetween('a', '')).toEqual([{ kind: 'delete', text: 'a' }]);
  });

  test('says of any two texts how to make the one of the other', () => {
    const word = fc.constantFrom(
      'the',
      'war',
      ' ',
      '\n',
      '.',
      '𠮷田',
      'e\u0301',
      '\u00e9',
      '橋を渡った',
      '👩‍👧',
      '\u200d',
    );
    const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = changesBetween(before, after);
        const without = (kind: Change['kind']): string =>
          changes
            .filter((change) => change.kind !== kind)
            .map((change) => change.text)
            .join('');
        expect([without('insert'), without('delete')]).toEqual([before, after]);
        expect(changes.every(({ text, kind }, n) => text !== '' && kind !== changes[n - 1]?.kind)).toBe(true);
        expect(changes.every(({ text }) => text.isWellFormed())).toBe(true);
        expect(changes.some(({ kind }, n) => kind === 'insert' && changes[n + 1]?.kind === 'delete')).toBe(
          false,
        );
      }),
      { numRuns: 500 },
    );
  });
});
