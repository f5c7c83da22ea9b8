import { Collation } from '../collation/collation.js';
import type { AnchorState } from '../collation/vocabularies.js';
import { carriedAnchor, type CarriedRow, wordsChanged } from './carried-anchors.rules.js';

const FIRST =
  'The river was wide that year.\n\nNobody crossed the bridge at Khabarovsk any more.\n\nWe waited.';
const PASSAGES = [0, 31, 83].map((start, n) => ({
  id: `p${n + 1}`,
  number: n + 1,
  start,
  end: start + 5,
  speaker: null,
}));

/** A row of the text before that rests on words of the first one. */
function row(exact: string, fields: Partial<CarriedRow> = {}): CarriedRow {
  const start = FIRST.indexOf(exact);
  const words = { exact, prefix: '', suffix: '' };
  const settled = { revisionId: 'r1', passageId: 'p-old', start, end: start + exact.length, ...words };
  const person = { confirmedById: null, because: null };
  return { id: 'a', claimId: 'c', state: 'firm', access: 2, ...words, ...person, settled, ...fields };
}

const carry = (wanted: CarriedRow, text: string) =>
  carriedAnchor(wanted, new Collation(FIRST, text), PASSAGES);

describe('an anchor in a new text', () => {
  test('stands in the passage of its first word, as restricted as it was', () => {
    expect(carry(row('crossed the bridge'), FIRST.replace('wide', 'very wide'))).toMatchObject({
      claimId: 'c',
      carriedFromId: 'a',
      passageId: 'p2',
      exact: 'crossed the bridge',
      prefix: expect.stringMatching(/Nobody $/) as string,
      state: 'firm',
      access: 2,
    });
  });

  test('keeps the words and the passage it had when they are lost', () => {
    const lost = carry(row('We waited.'), FIRST.replace('\n\nWe waited.', ''));
    expect(lost).toMatchObject({
      state: 'lost',
      start: null,
      end: null,
      exact: 'We waited.',
      passageId: 'p-old',
    });
  });

  test('is found again when its words come back, unless somebody let it go', () => {
    const gone = { state: 'lost' as const, exact: 'We waited.' };
    expect(carry(row('We waited.', gone), FIRST)).toMatchObject({ state: 'firm', exact: 'We waited.' });
    const letGo = { ...gone, confirmedById: 'archivist', because: 'Asked for.' };
    expect(carry(row('We waited.', letGo), FIRST)).toMatchObject({
      state: 'lost',
      method: 'manual',
      confirmedById: 'archivist',
      because: 'Asked for.',
    });
  });

  test('is in doubt as long as nobody has looked, whatever later texts leave alone', () => {
    const changed = row('crossed the bridge at Khabarovsk', {
      state: 'text_changed',
      exact: 'crossed a bridge at Khabarovsk',
    });
    const text = FIRST.replace('crossed the bridge', 'crossed a bridge');
    expect(carry(changed, text)).toMatchObject({
      state: 'text_changed',
      exact: 'crossed a bridge at Khabarovsk',
    });
    expect(carry(changed, FIRST)).toMatchObject({ state: 'firm', exact: 'crossed the bridge at Khabarovsk' });
  });
});

test.each<[AnchorState, string, AnchorState, string, boolean]>([
  ['firm', 'one', 'firm', 'one', false],
  ['firm', 'one', 'text_changed', 'two', true],
  ['text_changed', 'two', 'text_changed', 'two', false],
  ['text_changed', 'two', 'firm', 'one', true],
  ['firm', 'one', 'lost', 'one', true],
  ['lost', 'one', 'lost', 'one', false],
  ['lost', 'one', 'firm', 'one', true],
  ['firm', 'one', 'needs_review', 'one', true],
  ['needs_review', 'one', 'needs_review', 'one', false],
])('from %s “%s” to %s “%s” the words changed: %s', (had, before, has, now, changed) => {
  expect(wordsChanged({ state: had, exact: before }, { state: has, exact: now })).toBe(changed);
});
