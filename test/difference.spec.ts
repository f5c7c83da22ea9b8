import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeRevision, makeTestimony } from './support/factories.js';
import { codePoints, ODD } from './support/odd-texts.js';
import { restrict, testimonyRows } from './support/restrict.js';

interface Place {
  start: number;
  end: number;
}
interface Passage {
  number: number;
  state: string;
  from: Place | null;
  to: Place | null;
  changes: { kind: string; text: string }[];
}
interface Difference {
  testimony: Made;
  from: Made & { number: number };
  to: Made & { number: number };
  passages: Passage[];
  spacingOnly: boolean;
}

const PASSAGES = [
  `${ODD.beyondBmp} 橋はもう無かった。`,
  'We crossed the river in the spring, when the ice had gone from both banks.',
  'My father said the bridge was gone. He had seen it burn on the night before we left.',
  'Nobody spoke of it again, neither at home nor in the camp where we lived later.',
  `${ODD.emoji} ${ODD.combining} <script>alert("1 & 2")</script>`,
  ODD.rightToLeft,
];
const FIRST = PASSAGES.join('\n\n');

/** One passage is changed, one moved to the end, one taken out, one put in; one is parted in two. */
const SECOND = [
  `${ODD.beyondBmp} 橋はまだ有った。`,
  'We crossed the river in the spring,\nwhen the ice had gone from both banks.',
  'My father said the bridge was gone.',
  'He had seen it burn on the night before we left.',
  `${ODD.emoji} ${ODD.combining.normalize('NFC')} <script>alert("1 & 2")</script>`,
  'The ferryman asked for two silver coins, which nobody had.',
  'Nobody spoke of it again, neither at home nor in the camp where we lived later.',
].join('\n\n');

/** What was parted is joined again, and the first passage is gone. */
const THIRD = SECOND.split('\n\n').slice(1).join('\n\n').replace('gone.\n\nHe', 'gone. He');

describe('what differs between two revisions', () => {
  let archive: TestArchive;
  let testimony: Made & { accession: string };

  beforeAll(async () => {
    archive = await openArchive();
    await makeTestimony(archive, { text: 'Another one.\n\nOf two passages.' });
    testimony = (await makeTestimony(archive, { text: FIRST, language: 'ja' })) as typeof testimony;
    await makeRevision(archive, testimony.id, {
      of: 1,
      text: SECOND,
      because: 'Heard again <b>& again</b>.',
    });
    await makeRevision(archive, testimony.id, { of: 2, text: THIRD, kind: 're-transcription' });
  });
  afterAll(() => archive.close());

  const differ = async (query = '', id = testimony.id): Promise<Difference> =>
    (await archive.as(null).get(`/api/testimonies/${id}/diff${query}`).expect(200)).body as Difference;
  const states = ({ passages }: Difference): string[] =>
    passages.map(({ number, state }) => `${number} ${state}`);

  test('is told of the first and the second: changed, moved, removed, added, parted', async () => {
    const difference = await differ('?from=1&to=2');
    expect(states(difference)).toEqual([
      '1 changed',
      '2 changed',
      expect.stringMatching(/^[37] (changed|added)$/),
      expect.stringMatching(/^[37] (changed|added)$/),
      '5 changed',
      '6 removed',
      '8 added',
      '4 moved',
    ]);
    expect(difference.from).toMatchObject({ number: 1, kind: 'first', because: null });
    expect(difference.to).toMatchObject({
      number: 2,
      kind: 'correction',
      because: 'Heard again <b>& again</b>.',
      activity: { type: 'revision.create' },
    });
    expect(difference.spacingOnly).toBe(false);
  });

  test('gives places in code points, and words that make the one text of the other', async () => {
    const difference = await differ('?from=1&to=2');
    for (const { from, to, changes, state } of difference.passages) {
      if (state === 'moved') continue;
      const without = (kind: string): string =>
        changes
          .filter((change) => change.kind !== kind)
          .map(({ text }) => text)
          .join('');
      expect(without('insert')).toBe(from === null ? '' : codePoints(FIRST, from.start, from.end));
      expect(without('delete')).toBe(to === null ? '' : codePoints(SECOND, to.start, to.end));
    }
    const [, broken] = difference.passages;
    expect(broken?.changes.slice(1, 3)).toEqual([
      { kind: 'delete', text: ' ' },
      { kind: 'insert', text: '\n' },
    ]);
  });

  test('is of the last two where nothing else is asked for', async () => {
    const last = await differ();
    expect([last.from.number, last.to.number]).toEqual([2, 3]);
    expect(await differ('?from=2')).toEqual(last);
    expect(await differ('?to=3')).toEqual(last);
    expect(await differ('?from=2&to=3', testimony.accession)).toEqual(last);
    const earlier = await differ('?to=2');
    expect([earlier.from.number, earlier.to.number]).toEqual([1, 2]);
    expect(states(last)[0]).toBe('1 removed');
    expect(states(last).filter((state) => state.endsWith('unchanged'))).toHaveLength(4);
  });

  test('knows a passage by its number over several revisions', async () => {
    const found = states(await differ('?from=1&to=3'));
    expect(found).toContain('4 moved');
    expect(found[0]).toBe('1 removed');
  });

  test('goes backward too, and nothing differs from itself', async () => {
    const back = await differ('?from=2&to=1');
    const forth = await differ('?from=1&to=2');
    expect(back.passages.find(({ number }) => number === 8)).toMatchObject({ state: 'removed', to: null });
    expect(back.passages.find(({ number }) => number === 6)).toMatchObject({ state: 'added', from: null });
    expect([back.from, back.to]).toEqual([forth.to, forth.from]);
    const same = await differ('?from=2&to=2');
    expect(same.passages.every(({ state, changes }) => state === 'unchanged' && changes.length === 0)).toBe(
      true,
    );
    const only = await makeTestimony(archive, { text: 'The only one.' });
    expect((await differ('', only.id)).passages).toEqual([
      { number: 1, state: 'unchanged', from: { start: 0, end: 13 }, to: { start: 0, end: 13 }, changes: [] },
    ]);
  });

  test('has the words of what was not changed only where they are asked for', async () => {
    const moved = (difference: Difference) => difference.passages.find(({ number }) => number === 4);
    expect(moved(await differ('?from=1&to=2'))?.changes).toEqual([]);
    expect(moved(await differ('?from=1&to=2&unchanged=true'))?.changes).toEqual([
      { kind: 'equal', text: PASSAGES[3] },
    ]);
  });

  test('says where only white space between passages is another', async () => {
    const spaced = await makeTestimony(archive, { text: 'One.\n\nTwo.' });
    await makeRevision(archive, spaced.id, { of: 1, text: 'One.\n\n\nTwo.\n' });
    expect((await differ('', spaced.id)).spacingOnly).toBe(true);
    const page = await archive.as(null).get(`/api/testimonies/${spaced.id}/diff?format=html`);
    expect(page.text).toContain('Only the white space between passages differs.');
  });

  test('is shown as a page of its own, with all that people wrote escaped', async () => {
    const path = `/api/testimonies/${testimony.id}/diff?from=1&to=2&format=html`;
    const { text, headers } = await archive.as(null).get(path).expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers).toMatchObject({ vary: 'Authorization, Cookie', 'cache-control': 'private, no-cache' });
    expect(text).not.toMatch(/<script|https?:|<link|<img|<b>/);
    expect(text).toContain('&lt;script&gt;');
    expect(text).toContain('Heard again &lt;b&gt;&amp; again&lt;/b&gt;.');
    expect(text).toContain('<main lang="ja">');
    expect(text).toMatch(/<del><span class="sign" lang="en" role="img" aria-label="space">␣<\/span><\/del>/);
    expect(text).toMatch(/<ins><span [^>]*aria-label="line break">↵<\/span>\n<\/ins>/);
    expect(text).toContain('¶4 <span class="state">moved</span>');
    expect(text.match(/the same letters, encoded otherwise/g)).toHaveLength(2);
  });

  test('refuses what names no two revisions', async () => {
    const path = `/api/testimonies/${testimony.id}/diff`;
    for (const [query, pointer] of [
      ['from=0', '/from'],
      ['from=-1', '/from'],
      ['to=1.5', '/to'],
      ['to=x', '/to'],
      ['from=', '/from'],
      ['from=1&from=2', '/from'],
      ['to=99999999999', '/to'],
      ['format=pdf', '/format'],
      ['unchanged=perhaps', '/unchanged'],
      ['of=1', '/of'],
    ]) {
      expectProblem(await archive.as(null).get(`${path}?${query}`), 422, { pointer: pointer! });
    }
    for (const query of ['from=4', 'to=4', 'from=1&to=4', 'from=4&to=4', 'from=999999999']) {
      expectProblem(await archive.as(null).get(`${path}?${query}`), 404);
    }
    expectProblem(await archive.as(null).get(`/api/testimonies/${UNKNOWN_ID}/diff`), 404);
    expectProblem(await archive.as(null).get('/api/testimonies/KTB-9999/diff'), 404);
  });

  describe('where some of it may not be seen', () => {
    const unreadable = async (id: string, query = ''): Promise<string> =>
      (await archive.as(null).get(`/api/testimonies/${id}/diff${query}`).expect(404)).text;

    test('passages are absent, whichever text hides them', async () => {
      const hiding = await makeTestimony(archive, { text: FIRST });
      await makeRevision(archive, hiding.id, { of: 1, text: SECOND });
      await restrict(archive, [
        {
          table: 'passage',
          where: `number IN (2, 6) AND revision_id IN (SELECT id FROM revision WHERE testimony_id = '${hiding.id}')`,
        },
      ]);
      for (const query of ['?from=1&to=2&unchanged=true', '?from=2&to=1', '?from=1&to=2&format=html']) {
        const { text } = await archive.as(null).get(`/api/testimonies/${hiding.id}/diff${query}`);
        expect(text).not.toMatch(/both banks|"number":[26],"state"|¶[26]\b/);
        expect(text).toMatch(/"number":4|¶4/);
      }
      const whole = await archive.as('archivist').get(`/api/testimonies/${hiding.id}/diff?from=1&to=2`);
      expect(states(whole.body as Difference)).toContain('6 removed');
    });

    test('a revision is none, and the last two are those that one may see', async () => {
      const hiding = await makeTestimony(archive, { text: FIRST });
      await makeRevision(archive, hiding.id, { of: 1, text: SECOND });
      await makeRevision(archive, hiding.id, { of: 2, text: THIRD });
      const unknown = await unreadable(hiding.id, '?to=9');
      await restrict(archive, [{ table: 'revision', where: `testimony_id = '${hiding.id}' AND number = 2` }]);
      const { from, to } = await differ('', hiding.id);
      expect([from.number, to.number]).toEqual([1, 3]);
      expect(await unreadable(hiding.id, '?to=2')).toBe(unknown);
      expect(await unreadable(hiding.id, '?from=2')).toBe(unknown);
      await restrict(archive, [{ table: 'revision', where: `testimony_id = '${hiding.id}' AND number = 3` }]);
      const left = await differ('', hiding.id);
      expect([left.from.number, left.to.number]).toEqual([1, 1]);
      await restrict(archive, [{ table: 'revision', where: `testimony_id = '${hiding.id}'` }]);
      expect(await unreadable(hiding.id)).toBe(unknown);
    });

    test('a testimony is none', async () => {
      const hidden = await makeTestimony(archive, { text: FIRST });
      await restrict(archive, testimonyRows(hidden.id));
      expect(await unreadable(hidden.id)).toBe(await unreadable(UNKNOWN_ID));
      expect(await unreadable(hidden.accession as string)).toBe(await unreadable('KTB-9999'));
    });
  });
});
