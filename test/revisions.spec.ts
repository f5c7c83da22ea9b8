import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeAgent, makeClaim, makeTestimony, testimonyFields } from './support/factories.js';
import { restrict, testimonyRows } from './support/restrict.js';

interface Place {
  passage: number | null;
  exact: string;
}
interface CarriedAnchor {
  id: string;
  claim: { id: string; number: number };
  state: string;
  method: string;
  score: number | null;
  before: Place & { revision: number };
  now: (Place & { start: number; end: number }) | null;
  version: number;
}
interface Carried {
  id: string;
  number: number;
  passages: { kept: number; added: number[]; removed: number[] };
  totals: Record<'firm' | 'moved' | 'textChanged' | 'needsReview' | 'lost', number>;
  moved: CarriedAnchor[];
  textChanged: CarriedAnchor[];
  needsReview: CarriedAnchor[];
  lost: CarriedAnchor[];
}
interface Claim extends Made {
  pointer: string;
  anchors: {
    state: string;
    exact: string;
    start: number | null;
    revision: { number: number };
    version: number;
  }[];
  assessments: { onEarlierWording: boolean }[];
}

const TEXT = [
  'We crossed the Amur in the spring, with two horses and a cart.',
  'My father said the bridge at Khabarovsk was gone, and he never spoke of it again.',
  '橋はもう無かったと父は言った。それから二度と𠮷田の話をしなかった。',
  'The Japan- Soviet border was closed that winter. We heard it from a ferryman called Ivan.',
].join('\n\n');

describe('revisions', () => {
  let archive: TestArchive;
  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const revise = (
    id: string,
    body: object,
    role: 'archivist' | 'researcher' | 'administrator' = 'archivist',
  ) =>
    archive
      .as(role)
      .post(`/api/testimonies/${id}/revisions`)
      .send({ of: 1, kind: 'correction', because: 'Misheard.', ...body });
  const revised = async (id: string, body: object): Promise<Carried> => {
    const response = await revise(id, body);
    expect([response.status, response.text]).toEqual([201, expect.anything()]);
    return response.body as Carried;
  };
  const told = (text = TEXT): Promise<Made> => makeTestimony(archive, { kind: 'memoir_chapter', text });
  const claimOn = (id: string, exact: string, fields: object = {}): Promise<Made> =>
    makeClaim(archive, id, { statement: `It says: ${exact}`, anchors: [{ exact }], ...fields });
  const claim = async (id: string): Promise<Claim> =>
    (await archive.as('archivist').get(`/api/claims/${id}`)).body as Claim;

  test('a corrected text carries every claim, and only the touched ones say so', async () => {
    const { id } = await told();
    const bridge = await claimOn(id, 'the bridge at Khabarovsk was gone', {
      assessment: { confidence: 'possible', rationale: 'Nobody else says so.' },
    });
    const border = await claimOn(id, 'The Japan- Soviet border was closed', {
      assessment: { confidence: 'possible', rationale: 'It fits.' },
    });
    const japanese = await claimOn(id, '二度と𠮷田の話をしなかった');
    const answer = await revised(id, {
      text: TEXT.replace('Japan- Soviet', 'Japan-Soviet').replace('with two', 'we, with two'),
    });

    expect(answer).toMatchObject({
      number: 2,
      previous: 1,
      kind: 'correction',
      because: 'Misheard.',
      passages: { kept: 4, added: [], removed: [] },
      totals: { firm: 2, moved: 0, textChanged: 1, needsReview: 0, lost: 0 },
      textChanged: [
        {
          claim: { id: border.id },
          method: 'mapped',
          before: { revision: 1, passage: 4, exact: 'The Japan- Soviet border was closed' },
          now: { passage: 4, exact: 'The Japan-Soviet border was closed' },
        },
      ],
      activity: { type: 'revision.create' },
    });
    expect(await claim(bridge.id)).toMatchObject({
      version: 1,
      anchors: [{ revision: { number: 2 }, state: 'firm', method: 'mapped' }],
      assessments: [{ onEarlierWording: false }],
    });
    expect(await claim(japanese.id)).toMatchObject({
      version: 1,
      anchors: [{ state: 'firm', exact: '二度と𠮷田の話をしなかった' }],
    });
    expect(await claim(border.id)).toMatchObject({
      version: 2,
      wordsChangedIn: { number: 2 },
      anchors: [
        { revision: { number: 2 }, state: 'text_changed', exact: 'The Japan-Soviet border was closed' },
      ],
      assessments: [{ onEarlierWording: true }],
    });
  });

  test('edits are made against the revision named, in any order', async () => {
    const { id } = await told('A 𠮷 stood here. B stood there. C stood away.');
    const c = await claimOn(id, 'C stood away');
    const answer = await revised(id, {
      edits: [
        { start: 15, end: 15, replacement: ' Once.' },
        { start: 2, end: 3, exact: '𠮷', replacement: '👨‍👩‍👧 family' },
      ],
    });
    const { text } = (await archive.as(null).get(`/api/testimonies/${id}/revisions/2`)).body as {
      text: string;
    };
    expect(text).toBe(
      'A 👨‍👩‍👧 family stood here. Once. B stood there. C stood away.'.replace('here. Once.', 'here. Once.'),
    );
    expect(answer.totals.firm).toBe(1);
    const [anchor] = (await claim(c.id)).anchors;
    expect([...text].slice(anchor!.start!, anchor!.start! + 12).join('')).toBe('C stood away');
  });

  test('words that were taken out are lost, said so, and never dropped', async () => {
    const { id } = await told();
    const ferryman = await claimOn(id, 'We heard it from a ferryman called Ivan');
    const answer = await revised(id, { text: TEXT.replace(' We heard it from a ferryman called Ivan.', '') });
    expect(answer.lost).toMatchObject([
      { claim: { id: ferryman.id }, before: { exact: 'We heard it from a ferryman called Ivan' }, now: null },
    ]);
    expect(await claim(ferryman.id)).toMatchObject({
      version: 2,
      anchors: [{ state: 'lost', exact: 'We heard it from a ferryman called Ivan', start: null }],
    });
    // Words that come back are found again.
    const restored = await revised(id, { of: 2, kind: 'restoration', text: TEXT });
    expect(restored.totals).toMatchObject({ firm: 1, lost: 0 });
    expect(await claim(ferryman.id)).toMatchObject({
      version: 3,
      anchors: [{ state: 'firm', revision: { number: 3 } }],
    });
  });

  test('a doubt outlives a revision that leaves it alone', async () => {
    const { id } = await told();
    const border = await claimOn(id, 'The Japan- Soviet border was closed');
    const second = TEXT.replace('Japan- Soviet', 'Japan-Soviet');
    await revised(id, { text: second });
    const third = await revised(id, { of: 2, text: second.replace('spring', 'autumn') });
    expect(third.totals).toMatchObject({ textChanged: 1 });
    expect(await claim(border.id)).toMatchObject({ version: 2, anchors: [{ state: 'text_changed' }] });
  });

  test('a passage that was moved takes its claims and its number with it', async () => {
    const { id } = await told();
    const first = await claimOn(id, 'We crossed the Amur in the spring');
    const paragraphs = TEXT.split('\n\n');
    const answer = await revised(id, {
      text: [...paragraphs.slice(1), 'A new end.', paragraphs[0]].join('\n\n'),
    });
    expect(answer.passages).toEqual({ kept: 4, added: [5], removed: [] });
    expect(await claim(first.id)).toMatchObject({
      anchors: [{ state: 'firm', exact: 'We crossed the Amur in the spring', passage: 1 }],
    });
    const { passages } = (await archive.as(null).get(`/api/testimonies/${id}/revisions/2`)).body as {
      passages: { number: number }[];
    };
    expect(passages.map(({ number }) => number)).toEqual([2, 3, 4, 5, 1]);
  });

  test('tried first, it says what it would do and stores nothing', async () => {
    const { id } = await told();
    await claimOn(id, 'We heard it from a ferryman');
    const body = { of: 1, kind: 'redaction', because: 'Asked for.', text: TEXT.replace('ferryman', '[…]') };
    const tried = await storesNothing(archive, () =>
      archive.as('archivist').post(`/api/testimonies/${id}/revisions?dryRun=true`).send(body),
    );
    expect(tried.status).toBe(200);
    expect(tried.body).toMatchObject({
      number: 2,
      totals: { textChanged: 1 },
      textChanged: [{ now: { exact: 'We heard it from a […]' } }],
    });
  });

  test('what a narrator asked for is done in a revision that says so', async () => {
    const { id } = await told();
    const person = await makeAgent(archive);
    const review = (
      await archive
        .as('archivist')
        .post(`/api/testimonies/${id}/reviews`)
        .send({ agentId: person.id, asked: 'Say Iwan.' })
    ).body as Made;
    const body = { text: TEXT.replace('Ivan', 'Iwan'), reviewIds: [review.id] };
    await revised(id, body);
    const done = await archive.as(null).get(`/api/reviews/${review.id}`);
    expect(done.body).toMatchObject({ asked: 'Say Iwan.', carriedOutIn: { number: 2 } });
    expectProblem(await revise(id, { of: 2, text: 'Other', reviewIds: [review.id] }), 409, {
      code: 'review.carried_out',
    });
    expectProblem(await revise(id, { of: 2, text: 'Other', reviewIds: [UNKNOWN_ID] }), 422, {
      pointer: '/reviewIds/0',
    });
  });

  test('a claim recorded afterwards is anchored in the latest text', async () => {
    const { id } = await told();
    await revised(id, { text: TEXT.replace('Ivan', 'Iwan') });
    const made = await claimOn(id, 'a ferryman called Iwan');
    expect(made).toMatchObject({ anchors: [{ revision: { number: 2 }, state: 'firm', method: 'manual' }] });
    expect(made).toHaveProperty('pointer', expect.stringContaining(' r2 ¶4 #1'));
  });

  test.each([
    ['nothing changed', { text: TEXT }, 422, 'revision.unchanged'],
    ['neither text nor edits', {}, 422, 'revision.text_or_edits'],
    ['both', { text: 'A', edits: [{ start: 0, end: 1, replacement: 'x' }] }, 422, 'revision.text_or_edits'],
    ['an empty text', { text: ' \n' }, 422, 'revision.text_empty'],
    [
      'everything cut out',
      { edits: [{ start: 0, end: [...TEXT].length, replacement: '' }] },
      422,
      'revision.text_empty',
    ],
    [
      'edits that overlap',
      {
        edits: [
          { start: 0, end: 5, replacement: 'x' },
          { start: 4, end: 6, replacement: 'y' },
        ],
      },
      422,
      'revision.edits_overlap',
    ],
    [
      'two insertions at one place',
      {
        edits: [
          { start: 3, end: 3, replacement: 'x' },
          { start: 3, end: 3, replacement: 'y' },
        ],
      },
      422,
      'revision.edits_overlap',
    ],
    [
      'an edit beyond the end',
      { edits: [{ start: 0, end: 100_000, replacement: 'x' }] },
      422,
      'revision.edit_outside',
    ],
    [
      'an edit before the beginning',
      { edits: [{ start: -1, end: 2, replacement: 'x' }] },
      422,
      'revision.edit_outside',
    ],
    [
      'an end before its start',
      { edits: [{ start: 5, end: 2, replacement: 'x' }] },
      422,
      'revision.edit_outside',
    ],
    [
      'other words than those that stand there',
      { edits: [{ start: 0, end: 2, exact: 'He', replacement: 'x' }] },
      422,
      'revision.edit_mismatch',
    ],
    [
      'an edit that changes nothing',
      { edits: [{ start: 0, end: 2, replacement: 'We' }] },
      422,
      'revision.edit_changes_nothing',
    ],
    ['a revision there is none of', { of: 7, text: 'A' }, 422, 'revision.unknown'],
    ['a translation of what is none', { kind: 'translation', text: 'A' }, 422, 'revision.not_a_translation'],
    ['an unknown kind', { kind: 'polish', text: 'A' }, 422, undefined],
    ['no reason', { because: ' ', text: 'A' }, 422, undefined],
    ['a null character', { text: 'A\u0000' }, 422, undefined],
    ['half a pair', { edits: [{ start: 0, end: 1, replacement: '\ud83d' }] }, 422, undefined],
  ])('%s is refused, and nothing is stored', async (_, body, status, code) => {
    const { id } = await told();
    const response = await storesNothing(archive, () => revise(id, body));
    expect(response.status).toBe(status);
    const { errors = [], code: known } = response.body as { code: string; errors?: { code: string }[] };
    if (code !== undefined) expect([known, ...errors.map((fault) => fault.code)]).toContain(code);
  });

  test('a revision of a superseded revision is refused with the current one', async () => {
    const { id } = await told();
    await revised(id, { text: `${TEXT} End.` });
    const response = await storesNothing(archive, () => revise(id, { text: `${TEXT} Other end.` }));
    expectProblem(response, 409, { code: 'revision.superseded' });
    expect(response.body).toMatchObject({ current: 2 });
  });

  test('who may not revise does not, and what is hidden is not there', async () => {
    const { id } = await told();
    expectProblem(await storesNothing(archive, () => revise(id, { text: 'A' }, 'researcher')), 403);
    expectProblem(await revise(UNKNOWN_ID, { text: 'A' }), 404);
    await restrict(archive, testimonyRows(id), 3);
    expectProblem(await revise(id, { text: 'A' }, 'administrator'), 403);
  });

  test('of two that revise one text at the same time, one is told of the other', async () => {
    const { id } = await told();
    await claimOn(id, 'We crossed the Amur');
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map((end) => revise(id, { text: `${TEXT} ${end}.` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  test('a claim recorded while the text is revised is carried, or anchored in the new one', async () => {
    const { id } = await told();
    const [revision, ...claims] = await Promise.all([
      revise(id, { text: `An opening line.\n\n${TEXT}` }),
      ...Array.from({ length: 12 }, () => claimOn(id, 'with two horses and a cart')),
    ]);
    expect(revision.status).toBe(201);
    for (const made of claims) {
      const { anchors } = await claim(made.id);
      expect(anchors).toMatchObject([
        { revision: { number: 2 }, exact: 'with two horses and a cart', start: 53 },
      ]);
    }
  });

  test('a revision is repeated once under its key', async () => {
    const { id } = await makeTestimony(archive, testimonyFields({ text: TEXT }));
    const send = () => revise(id, { text: `${TEXT} End.` }).set('idempotency-key', 'revision-1');
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
  });
});
