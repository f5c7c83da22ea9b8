import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing } from './support/expectations.js';
import { claimFields, makeClaim, makeTestimony } from './support/factories.js';
import { codePoints, LONG_TEXT, ODD, ODD_TEXT } from './support/odd-texts.js';

interface Anchor {
  start: number;
  end: number;
  exact: string;
  prefix: string;
  suffix: string;
  passage: number;
}

const offsetOf = (text: string, words: string): number => [...text.slice(0, text.indexOf(words))].length;

describe('anchors of claims', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const refused = (testimonyId: string, fields: object) =>
    storesNothing(archive, () =>
      archive
        .as('archivist')
        .post(`/api/testimonies/${testimonyId}/claims`)
        .send(claimFields({ ...fields })),
    );

  test('a quotation that occurs once is enough', async () => {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id);
    expect(claim.anchors).toMatchObject([{ start: 0, end: 20, exact: 'We crossed the river', passage: 1 }]);
  });

  test.each(Object.entries(ODD))(
    'counts code points before, in and behind odd text: %s',
    async (_, words) => {
      const { id } = await makeTestimony(archive, { kind: 'memoir_chapter', text: ODD_TEXT });
      const start = offsetOf(ODD_TEXT, words);
      const end = start + [...words].length;
      for (const anchor of [{ exact: words }, { exact: words, start, end }]) {
        const claim = await makeClaim(archive, id, { anchors: [anchor] });
        const [found] = claim.anchors as [Anchor];
        expect(found).toMatchObject({ start, end, exact: words });
        expect(codePoints(ODD_TEXT, found.start - [...found.prefix].length, found.start)).toBe(found.prefix);
        expect(codePoints(ODD_TEXT, found.end, found.end + [...found.suffix].length)).toBe(found.suffix);
      }
      expect(
        (await refused(id, { anchors: [{ exact: words, start: start + 1, end: end + 1 }] })).status,
      ).toBe(422);
    },
  );

  test('finds the last words of 200 kB', async () => {
    const { id } = await makeTestimony(archive, { kind: 'diary', text: LONG_TEXT });
    const exact = 'Он перешёл реку № 2999.';
    const start = offsetOf(LONG_TEXT, exact);
    const claim = await makeClaim(archive, id, {
      anchors: [{ exact, start, end: start + [...exact].length }],
    });
    const [anchor] = claim.anchors as [Anchor];
    expect(anchor).toMatchObject({ start, passage: 600, suffix: '\n\n' });
    expect(anchor.prefix).toBe(codePoints(LONG_TEXT, start - 32, start));
  });

  test('keeps line ends of the text in a quotation that runs over them', async () => {
    const { id } = await makeTestimony(archive, { kind: 'letter', text: '𠮷 one,\r\ntwo.\r\n\r\nThree.' });
    const claim = await makeClaim(archive, id, { anchors: [{ exact: 'one,\r\ntwo.\r\n\r\nThree' }] });
    expect(claim.anchors).toMatchObject([
      { start: 2, end: 21, exact: 'one,\r\ntwo.\r\n\r\nThree', passage: 1 },
    ]);
    const response = await refused(id, { anchors: [{ exact: 'one,\ntwo.' }] });
    expectProblem(response, 422, { pointer: '/anchors/0/exact', code: 'claim.quote_not_found' });
    expect((response.body as { candidates: unknown }).candidates).toMatchObject([{ exact: 'one,\r\ntwo.' }]);
  });

  test('words at another position are refused with what stands there and where they are', async () => {
    const { id } = await makeTestimony(archive, { text: '𠮷 went. 𠮷 came back.' });
    const response = await refused(id, { anchors: [{ exact: 'came', start: 2, end: 6 }] });
    expectProblem(response, 422, { pointer: '/anchors/0/exact', code: 'claim.quote_mismatch' });
    expect((response.body as { detail: string }).detail).toContain('"went"');
    expect((response.body as { candidates: unknown }).candidates).toEqual([
      { start: 10, end: 14, exact: 'came', before: '𠮷 went. 𠮷 ', after: ' back.' },
    ]);
  });

  test('words that occur twice are refused with both places, until something tells them apart', async () => {
    const { id } = await makeTestimony(archive, {
      kind: 'diary',
      text: 'Snow fell.\n\n橋 fell. Snow melted.',
    });
    const response = await refused(id, { anchors: [{ exact: 'Snow' }] });
    expectProblem(response, 422, { pointer: '/anchors/0/exact', code: 'claim.quote_ambiguous' });
    expect((response.body as { candidates: unknown }).candidates).toMatchObject([
      { start: 0, end: 4 },
      { start: 20, end: 24 },
    ]);
    for (const hint of [
      { suffix: ' melted' },
      { prefix: 'fell. ' },
      { passage: 2 },
      { start: 20, end: 24 },
    ]) {
      const claim = await makeClaim(archive, id, { anchors: [{ exact: 'Snow', ...hint }] });
      expect(claim.anchors).toMatchObject([{ start: 20, end: 24, passage: 2 }]);
    }
  });

  test('no anchor cuts a character as readers see it', async () => {
    const { id } = await makeTestimony(archive, { text: `${ODD.combining} ${ODD.emoji}` });
    const cut = await refused(id, { anchors: [{ exact: 'cafe', start: 0, end: 4 }] });
    expectProblem(cut, 422, { pointer: '/anchors/0/end', code: 'claim.splits_character' });
    expectProblem(await refused(id, { anchors: [{ exact: '👩' }] }), 422, { pointer: '/anchors/0/exact' });
  });

  test('a claim may rest on several places, and claims may overlap', async () => {
    const testimony = await makeTestimony(archive);
    const anchors = [{ exact: 'Nobody spoke of it' }, { exact: 'crossed the river' }];
    const first = await makeClaim(archive, testimony.id, { anchors });
    const second = await makeClaim(archive, testimony.id, {
      anchors: [{ exact: 'the river in the spring' }],
    });
    expect((first.anchors as Anchor[]).map(({ exact, passage }) => [exact, passage])).toEqual([
      ['crossed the river', 1],
      ['Nobody spoke of it', 2],
    ]);
    expect(second.anchors).toMatchObject([{ start: 11 }]);
    const twice = await refused(testimony.id, { anchors: [anchors[0], anchors[1], anchors[0]] });
    expectProblem(twice, 422, { pointer: '/anchors/2', code: 'claim.anchor_repeated' });
  });

  test.each([0, -1, 3, 2 ** 31, 2 ** 53])('there is no passage %d', async (passage) => {
    const { id } = await makeTestimony(archive);
    const response = await refused(id, { anchors: [{ exact: 'the river', passage }] });
    expectProblem(response, 422, { pointer: '/anchors/0/passage', code: 'claim.passage_unknown' });
  });
});
