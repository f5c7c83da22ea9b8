import type { Cite } from './citation-style.js';
import { placed } from './cite-positions.js';

const a: Cite = { item: 'a' };
const b: Cite = { item: 'b' };
const at = (cite: Cite, value: string): Cite => ({ ...cite, locator: { label: 'page', value } });
const positions = (...notes: Cite[][]) =>
  placed(notes.map((cites, i) => ({ number: i + 1, cites }))).map((note) =>
    note.map(({ position }) => position),
  );

it.each<[string, Cite[][], string[][]]>([
  ['the same again', [[a], [a]], [['first'], ['ibid']]],
  ['another page', [[at(a, '1')], [at(a, '2')]], [['first'], ['ibid-with-locator']]],
  ['the same page', [[at(a, '1')], [at(a, '1')]], [['first'], ['ibid']]],
  ['a page after none', [[a], [at(a, '1')]], [['first'], ['ibid-with-locator']]],
  ['none after a page', [[at(a, '1')], [a]], [['first'], ['subsequent']]],
  ['after another', [[a], [b], [a]], [['first'], ['first'], ['subsequent']]],
  ['after a note with two', [[a, b], [b]], [['first', 'first'], ['subsequent']]],
  ['within a note', [[a, a, b, a]], [['first', 'ibid', 'first', 'subsequent']]],
  ['after a note without cites', [[a], [], [a]], [['first'], [], ['subsequent']]],
])('%s', (_what, notes, expected) => {
  expect(positions(...notes)).toEqual(expected);
});

it('does not reach across notes of others', () => {
  const [, second] = placed([
    { number: 1, cites: [a] },
    { number: 3, cites: [a] },
  ]);
  expect(second![0]).toMatchObject({ position: 'subsequent', firstNote: 1, isNear: true });
});

it('says what is near', () => {
  const far = placed([
    { number: 1, cites: [a] },
    { number: 7, cites: [a] },
  ]);
  expect(far[1]![0]!.isNear).toBe(false);
});
