import { claimPlaces } from './claim-places.rules.js';
import type { AnchorRow } from './cited-words.queries.js';

const anchor = (revision: number, passage: number, fields: Partial<AnchorRow> = {}): AnchorRow => ({
  revision,
  start: 10 * passage,
  end: 10 * passage + 5,
  state: 'firm',
  stood: revision,
  passage,
  ...fields,
});
const lost = { state: 'lost', start: null, end: null, passage: null } as const;

const found = (anchors: AnchorRow[], revision: number | null, passage: number | null = null, latest = 2) =>
  claimPlaces({ anchors, earlier: [{ revision: 1, passage: 9 }] }, { revision, passage }, latest);

describe('where the words of a claim are', () => {
  test('in the revision that is named, and now', () => {
    const anchors = [anchor(1, 3), anchor(2, 4, { state: 'text_changed' })];
    expect(found(anchors, 1)).toEqual({
      revision: 1,
      passage: 3,
      places: [{ start: 30, end: 35, state: 'firm' }],
      now: { places: [{ start: 40, end: 45, state: 'text_changed' }], passage: 4 },
    });
    expect(found(anchors, null)).toMatchObject({ revision: 2, passage: 4 });
    expect([found(anchors, 3), found(anchors, 1, 4), found(anchors, 1, 3)?.passage]).toEqual([null, null, 3]);
  });

  test('in the order of the text, though the certain ones name it', () => {
    const anchors = [anchor(1, 5), anchor(1, 2, { state: 'needs_review' })];
    const { passage, places } = found(anchors, 1, null, 1)!;
    expect([passage, places.map(({ start }) => start)]).toEqual([5, [20, 50]]);
  });

  test('where they last stood for certain, while nobody knows where they are, or they are lost', () => {
    const doubtful = anchor(2, 4, { state: 'needs_review', stood: 1 });
    for (const now of [doubtful, anchor(2, 4, { ...lost, stood: 1 })]) {
      expect(found([anchor(1, 3), now], null)).toMatchObject({ revision: 1, passage: 3 });
    }
    expect(found([anchor(1, 3), anchor(2, 4, { ...lost, stood: 1 })], 2)).toBeNull();
    expect(found([anchor(1, 3), doubtful], 2, 4)).toMatchObject({ revision: 2, passage: 4 });
  });

  test('by the passage too in which they stood before somebody placed them elsewhere', () => {
    expect(found([anchor(1, 3)], 1, 9)).toMatchObject({ passage: 3, places: [{ start: 30 }] });
    expect(found([anchor(2, 3)], 2, 9)).toBeNull();
  });

  test('nowhere, where one may not see them', () => {
    const nowhere = { revision: 2, passage: null, places: [], now: { places: [], passage: null } };
    expect([found([], null), found([], 2), found([], null, 3)]).toEqual([nowhere, null, null]);
  });
});
