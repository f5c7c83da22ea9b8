import { toCodePoint } from '../common/code-points.js';
import { Collation } from './collation.js';
import { goesOn, type NumberedPassage } from './passages.rules.js';

const A = 'My father went down every morning before it was light, 𠮷野 said.';
const B = 'The snow reached the windows. Somebody from the union brought us rice. I still have the sack.';
const C = 'We left in the spring, on the second boat, and nobody came to see us off.';
const NEW = 'Nothing of this was ever told before, and whoever asked got no answer.';

/** Passages separated by blank lines. */
function passagesOf(text: string): NumberedPassage[] {
  return [...text.matchAll(/[^\r\n]+/g)].map(({ 0: words, index }, n) => ({
    number: n + 1,
    start: toCodePoint(text, index),
    end: toCodePoint(text, index + words.length),
  }));
}

/** For each passage after, the number of the one before that goes on in it. */
function numbers(before: string[], after: string[]): (number | null)[] {
  const [old, now] = [before.join('\n\n'), after.join('\n\n')];
  const found = goesOn(new Collation(old, now), passagesOf(old), passagesOf(now));
  return found.map((passage) => passage?.number ?? null);
}

it.each<[string, string[], (number | null)[]]>([
  ['nothing changed', [A, B, C], [1, 2, 3]],
  ['words changed', [A, B.replace('rice', 'some rice'), C], [1, 2, 3]],
  ['one was put in', [A, NEW, B, C], [1, null, 2, 3]],
  ['one was put in first', [NEW, A, B, C], [null, 1, 2, 3]],
  ['one was taken out', [A, C], [1, 3]],
  ['one was replaced', [A, NEW, C], [1, null, 3]],
  ['two were joined: the longer goes on', [`${A} ${B}`, C], [2, 3]],
  ['one was divided: the longer part goes on', [A, B.slice(0, 29), B.slice(30), C], [1, null, 2, 3]],
  ['one was moved', [C, A, B], [3, 1, 2]],
  ['they were moved, and of several sentences one was edited', [B.replace('rice', 'fish'), C, A], [2, 3, 1]],
  ['a single sentence was moved and edited: who knows', [C.replace('second', 'third'), A, B], [null, 1, 2]],
  ['everything is new', [NEW], [null]],
])('passages keep their numbers where %s', (_, after, expected) => {
  expect(numbers([A, B, C], after)).toEqual(expected);
});

it('no passage goes on twice', () => {
  expect(numbers([A, B], [A, A, B])).toEqual(expect.arrayContaining([1, 2, null]));
});

it('of the same words said twice each keeps its own number', () => {
  expect(
    numbers(
      [A, 'Yes, that is true.', B, 'Yes, that is true.'],
      [A, 'Yes, that is true.', B, C, 'Yes, that is true.'],
    ),
  ).toEqual([1, 2, 3, null, 4]);
});

it('other line ends change no number', () => {
  const old = [A, B, C].join('\n\n');
  const now = old.replaceAll('\n', '\r\n').normalize('NFD');
  const found = goesOn(new Collation(old, now), passagesOf(old), passagesOf(now));
  expect(found.map((passage) => passage?.number)).toEqual([1, 2, 3]);
});
