import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { carryTo, type CarriedRevision } from './support/carry.js';
import { amend, expectProblem, pagesOf, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeAssessment, makeClaim, makeTestimony } from './support/factories.js';
import { release, claimRows, restrict } from './support/restrict.js';

const SECOND = `𠮷田が語る。か\u3099く

Nobody spoke of it again.

We crossed the river in spring. My father said the bridges were gone.`;

const LEDGER_MEMBERS = ['activity', 'carriedFrom', 'current', 'review'];

interface Anchor {
  id: string;
  state: string;
  [member: string]: unknown;
}
interface Claim extends Made {
  pointer: string;
  anchors: Anchor[];
}
interface LedgerEntry {
  revision: { id: string; number: number; kind: string };
  anchors: (Anchor & { current: boolean; activity: Made; review: Made | null })[];
}

/** What a reader is shown of the anchors of claims, once a testimony has another text. */
describe('anchors carried to another revision', () => {
  let archive: TestArchive;
  let testimony: Made;
  let first: { id: string };
  let second: CarriedRevision;
  let before: string;
  const claims: Record<'firm' | 'changed' | 'review' | 'lost', Claim> = {} as never;

  beforeAll(async () => {
    archive = await openArchive();
    await makeClaim(archive, (await makeTestimony(archive)).id);
    testimony = await makeTestimony(archive);
    [first] = testimony.revisions as [{ id: string }];
    const words = {
      firm: 'Nobody spoke',
      changed: 'in the spring',
      review: 'said the bridge',
      lost: 'bridge was gone',
    };
    for (const [name, exact] of Object.entries(words) as [keyof typeof claims, string][]) {
      claims[name] = (await makeClaim(archive, testimony.id, { anchors: [{ exact }] })) as Claim;
      await makeAssessment(archive, claims[name].id);
    }
    [{ id: before }] = (await archive.sql('SELECT id FROM activity ORDER BY sequence DESC LIMIT 1')) as [
      Made,
    ];
    second = await carryTo(archive, testimony.id, {
      text: SECOND,
      anchors: {
        [words.changed]: { state: 'text_changed', exact: 'in spring' },
        [words.review]: { state: 'needs_review', exact: 'said the bridges' },
        [words.lost]: { state: 'lost' },
      },
      continuing: [null, 2, 1],
    });
  });
  afterAll(() => archive.close());

  const read = async (path: string): Promise<unknown> =>
    (await archive.as(null).get(`/api/${path}`).expect(200)).body;
  const claim = async (name: keyof typeof claims, query = ''): Promise<Claim> =>
    (await read(`claims/${claims[name].id}${query}`)) as Claim;
  const ledger = async (id: string, query = ''): Promise<LedgerEntry[]> =>
    ((await read(`claims/${id}/anchors${query}`)) as { items: LedgerEntry[] }).items;

  test('passages stand in the order of the text, whatever they are called', async () => {
    const numbers = async (path: string): Promise<number[]> =>
      ((await read(path)) as { passages: { number: number }[] }).passages.map(({ number }) => number);
    expect(await numbers(`testimonies/${testimony.id}/revisions/2`)).toEqual([3, 2, 1]);
    expect(await numbers(`testimonies/${testimony.id}/reading`)).toEqual([3, 2, 1]);
  });

  test('a claim shows those of the latest text, with what became of the words', async () => {
    const revision = { id: second.id, number: 2 };
    const shown = async (name: keyof typeof claims) => {
      const { anchors, pointer, wordsChangedIn, version } = await claim(name);
      const [anchor] = anchors;
      expect([anchors.length, anchor?.revision, anchor?.confirmed]).toEqual([1, revision, null]);
      const place = pointer.split(' ').slice(1).join(' ');
      return [
        place,
        anchor?.passage,
        anchor?.start,
        anchor?.end,
        anchor?.exact,
        anchor?.state,
        anchor?.before,
      ].concat(wordsChangedIn === null ? [] : [wordsChangedIn], version);
    };
    const was = (passage: number, exact: string) => ({ revision: 1, passage, exact });
    expect(await shown('firm')).toEqual(['r2 ¶2 #1', 2, 11, 23, 'Nobody spoke', 'firm', null, 1]);
    expect(await shown('changed')).toEqual([
      'r2 ¶1 #2',
      1,
      59,
      68,
      'in spring',
      'text_changed',
      was(1, 'in the spring'),
      revision,
      2,
    ]);
    expect(await shown('review')).toEqual([
      'r1 ¶1 #3',
      1,
      80,
      96,
      'said the bridges',
      'needs_review',
      was(1, 'said the bridge'),
      revision,
      2,
    ]);
    expect(await shown('lost')).toEqual([
      'r1 ¶1 #4',
      null,
      null,
      null,
      'bridge was gone',
      'lost',
      was(1, 'bridge was gone'),
      revision,
      2,
    ]);
    expect((await claim('changed')).anchors[0]).toMatchObject({
      method: 'context',
      score: 0.75,
      margin: 0.5,
      version: 1,
    });
  });

  test('what was judged before is on an earlier wording where the words are no longer the same', async () => {
    for (const name of ['firm', 'changed', 'review', 'lost'] as const) {
      const { assessments } = (await claim(name)) as unknown as {
        assessments: { onEarlierWording: boolean }[];
      };
      expect([name, assessments.map(({ onEarlierWording }) => onEarlierWording)]).toEqual([
        name,
        [name !== 'firm'],
      ]);
    }
  });

  test('as of before the revision a claim is as it was', async () => {
    for (const name of ['firm', 'changed', 'review', 'lost'] as const) {
      const { anchors, pointer, wordsChangedIn } = claims[name];
      expect(await claim(name, `?asOf=${before}`)).toMatchObject({ anchors, pointer, wordsChangedIn });
    }
  });

  test('lists show the last words of every claim, and whether they stand', async () => {
    const items = await pagesOf<object>(archive, `/api/testimonies/${testimony.id}/claims`, 3);
    expect(items).toMatchObject([
      { number: 1, quotation: 'Nobody spoke', passage: 2, anchorState: 'firm' },
      { number: 2, quotation: 'in spring', passage: 1, anchorState: 'text_changed' },
      { number: 3, quotation: 'said the bridges', passage: 1, anchorState: 'needs_review' },
      { number: 4, quotation: 'bridge was gone', passage: 1, anchorState: 'lost' },
    ]);
  });

  test('of a claim that has several, those that stand for certain come first', async () => {
    const { id } = await makeTestimony(archive);
    const many = await makeClaim(archive, id, {
      anchors: ['We crossed', 'the river', 'the bridge', 'Nobody'].map((exact) => ({ exact })),
    });
    await carryTo(archive, id, {
      text: 'the river; we crossed it; the bridge. Nobody',
      anchors: { 'We crossed': { state: 'lost' }, 'the river': { state: 'needs_review' } },
    });
    const { anchors } = (await read(`claims/${many.id}`)) as Claim;
    expect(anchors.map(({ exact, state }) => [exact, state])).toEqual([
      ['the bridge', 'firm'],
      ['Nobody', 'firm'],
      ['the river', 'needs_review'],
      ['We crossed', 'lost'],
    ]);
    const { items } = (await read(`testimonies/${id}/claims`)) as { items: object[] };
    expect(items).toMatchObject([{ quotation: 'the bridge', anchorState: 'firm' }]);
  });

  describe('the ledger of a claim', () => {
    test('has every row, the newest revision first, with the act that placed it', async () => {
      const [now, then, ...others] = await ledger(claims.changed.id);
      const placed = claims.changed.activity as Made;
      expect(others).toEqual([]);
      expect(now).toMatchObject({ revision: { id: second.id, number: 2, kind: 'correction' } });
      expect(then).toMatchObject({ revision: { id: first.id, number: 1, kind: 'first' } });
      expect(now?.anchors).toMatchObject([
        { exact: 'in spring', current: true, carriedFrom: then?.anchors[0]?.id, review: null },
      ]);
      expect(then?.anchors).toMatchObject([
        { exact: 'in the spring', state: 'firm', current: false, carriedFrom: null, review: null },
      ]);
      expect(then?.anchors[0]?.activity.id).toBe(placed.id);
      expect(now?.anchors[0]?.activity.id).not.toBe(placed.id);
      const { anchors } = await claim('changed');
      expect(anchors).toEqual([without(now?.anchors[0], LEDGER_MEMBERS)]);
    });

    test('is read page by page, and as of a moment', async () => {
      const pages = await pagesOf<LedgerEntry>(archive, `/api/claims/${claims.lost.id}/anchors`, 1);
      expect(pages.map(({ revision }) => revision.number)).toEqual([2, 1]);
      expect(pages).toEqual(await ledger(claims.lost.id));
      const earlier = await ledger(claims.lost.id, `?asOf=${before}`);
      expect(earlier).toMatchObject([{ revision: { number: 1 }, anchors: [{ current: true, version: 1 }] }]);
    });

    test('says who looked at an anchor, also when a later revision has carried it on', async () => {
      const { id } = await makeTestimony(archive);
      const made = await makeClaim(archive, id, { anchors: [{ exact: 'the river' }] });
      await carryTo(archive, id, {
        text: 'A river. It was crossed.',
        anchors: { 'the river': { state: 'needs_review', exact: 'A river' } },
      });
      const [
        {
          anchors: [uncertain],
        },
      ] = (await ledger(made.id)) as [LedgerEntry];
      await amend(
        archive,
        `UPDATE anchor SET state = 'text_changed', because = 'The narrator says so.', confirmed_by_id = '${ARCHIVE_AGENT_ID}',
           passage_id = (SELECT id FROM passage WHERE revision_id = '${(uncertain?.revision as Made).id}')
         WHERE id = '${uncertain?.id}'`,
      );
      const [{ id: reviewed }] = (await archive.sql(
        'SELECT id FROM activity ORDER BY sequence DESC LIMIT 1',
      )) as [Made];
      const look = async (n: number) => (await ledger(made.id))[n]?.anchors[0];
      const expected = {
        state: 'text_changed',
        because: 'The narrator says so.',
        confirmed: { id: ARCHIVE_AGENT_ID },
        before: { revision: 1, passage: 1, exact: 'the river' },
        activity: { id: uncertain?.activity.id },
        review: { id: reviewed },
      };
      expect(await look(0)).toMatchObject({ ...expected, current: true });
      await carryTo(archive, id, { text: 'It was crossed.', anchors: { 'A river': { state: 'lost' } } });
      expect(await look(1)).toMatchObject({ ...expected, current: false });
      expect(await look(0)).toMatchObject({
        state: 'lost',
        before: { revision: 2, exact: 'A river' },
        review: null,
      });
      // What was lost stays lost, with the words that last stood for certain.
      await carryTo(archive, id, { text: 'It was.', anchors: { 'A river': { state: 'lost' } } });
      expect(await look(0)).toMatchObject({ state: 'lost', before: { revision: 2, exact: 'A river' } });
      expect(((await read(`claims/${made.id}`)) as Claim).pointer).toMatch(/ r2 ¶1 #1$/);
    });

    test('words changed stay so in a later text that leaves them alone, until somebody looks at them', async () => {
      const { id } = await makeTestimony(archive);
      const made = await makeClaim(archive, id, { anchors: [{ exact: 'the spring' }] });
      const text = 'We crossed it in April.';
      await carryTo(archive, id, {
        text,
        anchors: { 'the spring': { state: 'text_changed', exact: 'April' } },
      });
      await carryTo(archive, id, {
        text: `${text} 𠮷`,
        anchors: { April: { state: 'text_changed', exact: 'April' } },
      });
      const before = { revision: 1, passage: 1, exact: 'the spring' };
      const { anchors } = (await read(`claims/${made.id}`)) as Claim;
      expect(anchors).toMatchObject([{ revision: { number: 3 }, exact: 'April', before }]);
    });

    test('there is none of a claim that is not there, or that one may not see', async () => {
      const hidden = await makeClaim(archive, testimony.id);
      await restrict(archive, [claimRows(`'${hidden.id}'`)[0]!]);
      for (const id of [UNKNOWN_ID, hidden.id, 'x']) {
        expectProblem(await archive.as(null).get(`/api/claims/${id}/anchors`), 404);
      }
      expectProblem(await archive.as(null).get(`/api/claims/${claims.firm.id}/anchors?cursor=x`), 422);
    });
  });

  test('words one may not see are shown nowhere, the claim is', async () => {
    const secret = await makeTestimony(archive);
    const named = await makeClaim(archive, secret.id, { anchors: [{ exact: 'My father' }] });
    const other = await makeClaim(archive, secret.id, { anchors: [{ exact: 'was gone' }] });
    await carryTo(archive, secret.id, {
      text: 'He said the bridge was not there.',
      kind: 'redaction',
      anchors: {
        'My father': { state: 'text_changed', exact: 'He' },
        'was gone': { state: 'lost' },
      },
    });
    const [revision] = secret.revisions as [Made];
    await restrict(archive, [
      { table: 'revision', where: `id = '${revision.id}'` },
      { table: 'passage', where: `revision_id = '${revision.id}'` },
      { table: 'anchor', where: `revision_id = '${revision.id}'` },
    ]);
    // Nothing is left of the words of the second: it is closed with them, until two persons release it.
    await archive.as(null).get(`/api/claims/${other.id}`).expect(404);
    await release(archive, { table: 'claim', where: `t.id = '${other.id}'` });
    const shown = [
      await read(`claims/${named.id}`),
      await read(`claims/${other.id}`),
      await read(`claims/${named.id}/anchors`),
      await read(`testimonies/${secret.id}/claims`),
      await read(`testimonies/${secret.id}/reading`),
    ];
    expect(JSON.stringify(shown)).not.toMatch(/My father|was gone/);
    expect(shown).toMatchObject([
      { anchors: [{ exact: 'He', before: null }] },
      { anchors: [] },
      { items: [{ revision: { number: 2 } }] },
      { items: [{ anchorState: 'text_changed' }, { quotation: null, passage: null, anchorState: null }] },
      { claims: [{ id: named.id }, { id: other.id }] },
    ]);
    const staff = await archive.as('archivist').get(`/api/claims/${other.id}`).expect(200);
    expect(staff.body).toMatchObject({ anchors: [{ exact: 'was gone', state: 'lost' }] });
  });
});

function without(value: object | undefined, members: string[]): object {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !members.includes(name)));
}
