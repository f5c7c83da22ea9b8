import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeSameAs,
  makeSource,
  makeTestimony,
  makeUnnamedSource,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

interface Named {
  kind: string;
  id: string;
  label: string;
  unnamed: boolean;
}
interface Side {
  citations: number;
  lines: number;
  roots: { record: Named; citations: string[] }[];
}
interface Support {
  complete: boolean;
  unverified: boolean;
  contested: boolean;
  telling: { basis: string; narrators: Named[]; chain: object[]; roots: Named[]; distances: object };
  for: Side;
  against: Side;
  onlyOneUnnamedLine: boolean;
  citations: { id: string; stance: string; standing: string; record: Named }[];
  circular: { citation: string; path: Named[] }[];
  weakestLink: {
    confidence: { confidence: string; claims: Named[] } | null;
    reliability: { grade: string; sources: Named[] } | null;
  };
  singlePointsOfFailure: { record: Named; loses: string }[];
}

/** Worked examples: each is a small story that a historian can check by hand. */
describe('what holds a claim up', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const support = async (claim: Made, query = ''): Promise<Support> =>
    (await archive.as(null).get(`/api/claims/${claim.id}/support${query}`).expect(200)).body as Support;
  const book = (title: string): Promise<Made> => makeSource(archive, { csl: { type: 'book', title } });
  const cite = (claim: Made, source: Made, fields: object = {}): Promise<Made> =>
    makeCitation(archive, claim.id, { source: { id: source.id }, ...fields });
  const descend = (source: Made, kind: string, origin: object): Promise<Made> =>
    archive
      .as('archivist')
      .post(`/api/sources/${source.id}/descents`)
      .send({ kind, ...origin })
      .expect(201)
      .then(({ body }) => body as Made);
  const told = (narrator: object): Promise<Made> =>
    makeTestimony(archive, { contributors: [{ role: 'narrator', agent: narrator }] });
  /** A claim by a narrator of its own, who was there. */
  const newClaim = async (fields: object = {}): Promise<Made> =>
    makeClaim(archive, (await told({ name: 'Aiko Yoshino' })).id, { ...fields });
  const labels = (records: { label: string }[]): string[] => records.map(({ label }) => label).sort();
  const roots = ({ roots: of }: Side): string[] => labels(of.map(({ record }) => record));

  test('a claim that nothing is cited for stands on its narrator’s word alone', async () => {
    const claim = await makeClaim(archive, (await told({ name: ODD.japanese })).id);
    const held = await support(claim);
    expect(held).toMatchObject({
      complete: true,
      unverified: true,
      for: { citations: 0, lines: 0, roots: [] },
      against: { citations: 0, lines: 0, roots: [] },
      telling: {
        basis: 'took_part',
        chain: [],
        roots: [{ kind: 'agent', label: ODD.japanese, unnamed: false }],
      },
      onlyOneUnnamedLine: false,
      circular: [],
      weakestLink: { confidence: null, reliability: null },
    });
    expect(held.singlePointsOfFailure.map(({ record, loses }) => [record.kind, loses]).sort()).toEqual([
      ['agent', 'everything'],
      ['testimony', 'everything'],
    ]);
  });

  test('three memoirs that copy one newspaper are one witness', async () => {
    const claim = await newClaim();
    const newspaper = await book('The newspaper of 10 August');
    for (const title of ['First memoir', 'Second memoir', 'Third memoir']) {
      const memoir = await book(title);
      await descend(memoir, 'copies', { sourceId: newspaper.id });
      await cite(claim, memoir);
    }
    const held = await support(claim);
    expect(held.for).toMatchObject({ citations: 3, lines: 1 });
    expect(roots(held.for)).toEqual(['The newspaper of 10 August']);
    expect(held.for.roots[0]?.citations).toHaveLength(3);
    expect(held.singlePointsOfFailure).toMatchObject([
      { record: { label: 'The newspaper of 10 August' }, loses: 'last_independent_line' },
    ]);
  });

  test('two authors who are found to be one man are one witness, and two again when that is taken back', async () => {
    const claim = await newClaim();
    const [first, second] = [await book('瀬島回想録'), await book('Воспоминания')];
    const authors = [
      await makeAgent(archive, { name: '瀬島' }),
      await makeAgent(archive, { name: 'Сэдзима' }),
    ];
    await descend(first, 'author', { agentId: authors[0]!.id });
    await descend(second, 'author', { agentId: authors[1]!.id });
    await cite(claim, first);
    await cite(claim, second);
    expect((await support(claim)).for).toMatchObject({ citations: 2, lines: 2 });
    const merge = await makeSameAs(archive, authors[0]!.id, authors[1]!.id);
    const held = await support(claim);
    expect(held.for).toMatchObject({ citations: 2, lines: 1 });
    expect(roots(held.for)).toEqual(['Сэдзима']);
    expect(held.singlePointsOfFailure).toMatchObject([
      { record: { id: authors[1]!.id }, loses: 'last_independent_line' },
    ]);
    // Whichever of his records is thought to fall, it is he who falls.
    for (const { id } of authors) {
      const { body } = await archive.as(null).get(`/api/agents/${id}/impact`).expect(200);
      expect(body).toMatchObject({
        totals: { claims: 1, sources: 2 },
        losing: { lastIndependentLine: 1, everything: 0 },
      });
    }
    // Nor does he count for a claim of his own, under another name.
    const own = await makeClaim(
      archive,
      (await makeTestimony(archive, { contributors: [{ role: 'narrator', agent: { id: authors[1]!.id } }] }))
        .id,
    );
    await cite(own, first);
    expect(await support(own)).toMatchObject({
      for: { lines: 0 },
      citations: [{ standing: 'same_telling' }],
    });
    const then = `?asOf=${(merge.activity as Made).id}`;
    await archive
      .as('archivist')
      .post(`/api/same-as/${merge.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'Cousins.' })
      .expect(200);
    expect((await support(claim)).for.lines).toBe(2);
    expect((await support(own)).for.lines).toBe(1);
    expect((await support(claim, then)).for.lines).toBe(1);
  });

  test('a second newspaper makes a second line, and then no single record is fatal', async () => {
    const claim = await newClaim();
    const [first, second] = [await book('Мосты, no. 4'), await book('橋, 第二号')];
    await cite(claim, first);
    await cite(claim, second);
    const held = await support(claim);
    expect(held.for).toMatchObject({ citations: 2, lines: 2 });
    expect(held.singlePointsOfFailure).toEqual([]);
  });

  test('one book built from fifty files is one line: it has but one mouth', async () => {
    const claim = await newClaim();
    const study = await book('A study of the archives');
    for (let n = 0; n < 5; n++)
      await descend(study, 'derives_from', { sourceId: (await book(`File ${n}`)).id });
    await cite(claim, study);
    const held = await support(claim);
    expect(held.for.lines).toBe(1);
    expect(held.for.roots).toHaveLength(5);
    expect(labels(held.singlePointsOfFailure.map(({ record }) => record))).toEqual([
      'A study of the archives',
    ]);
  });

  test('two books by one author are one line, and none where the author is the narrator himself', async () => {
    const [author, claim] = [await makeAgent(archive, { name: 'Ivan Petrov' }), await newClaim()];
    const books = [await book('His war'), await book('His peace')];
    for (const one of books) {
      await descend(one, 'author', { agentId: author.id });
      await cite(claim, one);
    }
    expect((await support(claim)).for).toMatchObject({ citations: 2, lines: 1 });

    const ownClaim = await makeClaim(archive, (await told({ id: author.id })).id);
    const citation = await cite(ownClaim, books[0]!);
    expect(await support(ownClaim)).toMatchObject({
      for: { citations: 1, lines: 0 },
      citations: [{ id: citation.id, standing: 'same_telling' }],
    });
  });

  test('what the narrator had read does not speak for him a second time', async () => {
    const newspaper = await makeUnnamedSource(archive, { description: 'A newspaper read in camp' });
    const claim = await newClaim({
      basis: 'read',
      tellers: [{ basis: 'read', sourceId: newspaper.id }],
    });
    const before = await support(claim);
    expect(before.telling.roots).toMatchObject([{ kind: 'source', unnamed: true }]);
    expect(before).toMatchObject({ for: { lines: 0 }, onlyOneUnnamedLine: true });

    const copy = await book('A memoir that copies the newspaper');
    await descend(copy, 'copies', { sourceId: newspaper.id });
    await cite(claim, copy);
    expect(await support(claim)).toMatchObject({ for: { citations: 1, lines: 0 }, onlyOneUnnamedLine: true });
    await cite(claim, await book('A war diary'));
    expect(await support(claim)).toMatchObject({
      for: { citations: 2, lines: 1 },
      onlyOneUnnamedLine: false,
    });
  });

  test('an unnamed source counts as one line at most, and is said to be unnamed', async () => {
    const [claim, unnamed] = [await newClaim(), await makeUnnamedSource(archive)];
    await cite(claim, unnamed);
    await cite(claim, unnamed, { locator: { label: 'page', value: '2' } });
    const held = await support(claim);
    expect(held.for).toMatchObject({ citations: 2, lines: 1 });
    expect(held.for.roots).toMatchObject([{ record: { unnamed: true } }]);
  });

  test('two who heard it from one man are one line; a third who saw it is another', async () => {
    const claim = await newClaim();
    const man = await makeAgent(archive, { name: 'The signaller' });
    for (const name of ['First hearer', 'Second hearer']) {
      const heard = await makeClaim(archive, (await told({ name })).id, {
        basis: 'told',
        tellers: [{ basis: 'witnessed', agentId: man.id }],
      });
      await makeCitation(archive, claim.id, { claimId: heard.id });
    }
    expect((await support(claim)).for).toMatchObject({ citations: 2, lines: 1 });
    expect(roots((await support(claim)).for)).toEqual(['The signaller']);
    const saw = await makeClaim(archive, (await told({ name: 'An eyewitness' })).id, { basis: 'witnessed' });
    await makeCitation(archive, claim.id, { claimId: saw.id });
    expect((await support(claim)).for).toMatchObject({ citations: 3, lines: 2 });
  });

  test('a chain of tellers goes back to where it begins, through every mouth', async () => {
    const claim = await newClaim();
    const [nearest, first] = [
      await makeAgent(archive, {
        name: undefined,
        description: 'a signals officer',
        unnamedBecause: 'Not said.',
      }),
      await makeAgent(archive, { name: 'The commander' }),
    ];
    const heard = await makeClaim(archive, (await told({ name: 'A comrade' })).id, {
      basis: 'told',
      tellers: [
        { basis: 'told', agentId: nearest.id },
        { basis: 'witnessed', agentId: first.id },
      ],
    });
    await makeCitation(archive, claim.id, { claimId: heard.id });
    const held = await support(claim);
    expect(roots(held.for)).toEqual(['The commander']);
    expect(labels(held.singlePointsOfFailure.map(({ record }) => record))).toEqual(
      [
        'A comrade',
        'Interview with a ferryman',
        'The commander',
        'The narrator crossed the river.',
        'a signals officer',
      ].sort(),
    );
  });

  test('the years between event, tellings and recording are counted as far as the dates allow', async () => {
    const narrator = { role: 'narrator', agent: { name: 'A soldier' } };
    const testimony = await makeTestimony(archive, {
      contributors: [narrator],
      recorded: { words: 'in the summer of 1990', edtf: '1990-07/1990-08' },
    });
    const claim = await makeClaim(archive, testimony.id, {
      basis: 'told',
      date: { edtf: '1945-08-09' },
      tellers: [
        { basis: 'told', agent: { name: 'A comrade' }, when: { edtf: '1946' } },
        { basis: 'witnessed', agent: { name: 'His commander' }, when: { words: 'long ago' } },
      ],
    });
    const { telling } = await support(claim);
    const unknown = { min: null, max: null };
    expect(telling.distances).toEqual({
      hops: [
        { sinceEvent: { min: 0, max: 2 }, untilRecording: { min: 43, max: 45 } },
        { sinceEvent: unknown, untilRecording: unknown },
      ],
      eventToRecording: { min: 44, max: 46 },
    });
  });

  test('a source that quotes the testimony goes in a circle, and says how', async () => {
    const testimony = await told({ name: 'Aiko Yoshino' });
    const claim = await makeClaim(archive, testimony.id);
    const [article, digest] = [await book('An article on the testimony'), await book('A digest of articles')];
    await descend(article, 'quotes', { testimonyId: testimony.id });
    await descend(digest, 'summarises', { sourceId: article.id });
    const citation = await cite(claim, digest);
    const held = await support(claim);
    expect(held.for).toMatchObject({ citations: 1, lines: 0 });
    expect(held.circular).toMatchObject([
      {
        citation: citation.id,
        path: [
          { kind: 'source', label: 'A digest of articles' },
          { kind: 'source', label: 'An article on the testimony' },
          { kind: 'testimony', id: testimony.id },
        ],
      },
    ]);
    expect(held.citations).toMatchObject([{ standing: 'circular' }]);
  });

  test('another statement of the same testimony is the same witness', async () => {
    const testimony = await told({ name: 'Aiko Yoshino' });
    const [claim, other] = [await makeClaim(archive, testimony.id), await makeClaim(archive, testimony.id)];
    await makeCitation(archive, claim.id, { claimId: other.id });
    expect(await support(claim)).toMatchObject({
      for: { citations: 1, lines: 0 },
      citations: [{ standing: 'circular' }],
    });
  });

  test('what speaks against a claim is counted apart, the narrator’s own words included', async () => {
    const testimony = await told({ name: 'Aiko Yoshino' });
    const [claim, other] = [await makeClaim(archive, testimony.id), await makeClaim(archive, testimony.id)];
    await makeCitation(archive, claim.id, { claimId: other.id, stance: 'against' });
    await cite(claim, await book('A map'), { stance: 'against' });
    await cite(claim, await book('A guide'), { stance: 'context' });
    const held = await support(claim);
    expect(held.for).toMatchObject({ citations: 0, lines: 0 });
    expect(held.against).toMatchObject({ citations: 2, lines: 2 });
    expect(roots(held.against)).toEqual(['A map', 'Aiko Yoshino']);
  });

  test('the weakest link is named: the least believed claim and the least reliable source on the way', async () => {
    const claim = await newClaim();
    const [doubted, believed] = [await newClaim({ statement: 'Doubted.' }), await newClaim()];
    await makeAssessment(archive, doubted.id, { confidence: 'doubtful' });
    await makeAssessment(archive, believed.id, { confidence: 'probable' });
    for (const { id } of [doubted, believed]) await makeCitation(archive, claim.id, { claimId: id });
    for (const [title, grade] of [
      ['Trusted', 'A'],
      ['Gossip', 'D'],
      ['Unknown', 'F'],
    ]) {
      const source = await book(title!);
      await cite(claim, source);
      await archive
        .as('researcher')
        .post(`/api/sources/${source.id}/reliability`)
        .send({ grade, rationale: 'R' })
        .expect(201);
    }
    expect((await support(claim)).weakestLink).toMatchObject({
      confidence: { confidence: 'doubtful', claims: [{ id: doubted.id, label: 'Doubted.' }] },
      reliability: { grade: 'D', sources: [{ label: 'Gossip' }] },
    });
  });

  test('unverified until a judgement of probable or better rests on an independent line', async () => {
    const claim = await newClaim();
    const testimony = (claim.testimony as Made).id;
    const [article, diary] = [await book('Article'), await book('Diary')];
    await descend(article, 'quotes', { testimonyId: testimony });
    const [circular, independent] = [await cite(claim, article), await cite(claim, diary)];
    const state = async () => (await support(claim)).unverified;
    expect(await state()).toBe(true);
    await makeAssessment(archive, claim.id, { citationIds: [circular.id] });
    expect(await state()).toBe(true);
    await makeAssessment(archive, claim.id, { confidence: 'possible', citationIds: [independent.id] });
    expect(await state()).toBe(true);
    await makeAssessment(archive, claim.id, { citationIds: [circular.id, independent.id] });
    expect(await state()).toBe(false);
  });

  test('was held up otherwise at an earlier moment', async () => {
    const claim = await newClaim();
    const [one, two] = [await book('One'), await book('Two')];
    await cite(claim, one);
    const citation = await cite(claim, two);
    const then = (citation.activity as Made).id;
    await descend(two, 'copies', { sourceId: one.id });
    expect((await support(claim)).for.lines).toBe(1);
    expect((await support(claim, `?asOf=${then}`)).for.lines).toBe(2);
    expectProblem(await archive.as(null).get(`/api/claims/${claim.id}/support?asOf=yesterday`), 422, {
      pointer: '/asOf',
    });
  });

  test('what one may not see holds nothing up, and leaves no trace', async () => {
    const claim = await newClaim();
    const [open, hidden, copy] = [await book('Open'), await book('内緒'), await book('Copy of the hidden')];
    await descend(copy, 'copies', { sourceId: hidden.id });
    await cite(claim, open);
    const before = await support(claim);
    await cite(claim, hidden);
    await cite(claim, copy);
    await restrict(archive, [
      { table: 'source', where: `id IN ('${hidden.id}', '${copy.id}')` },
      { table: 'citation', where: `source_id IN ('${hidden.id}', '${copy.id}')` },
      { table: 'descent', where: `origin_source_id = '${hidden.id}'` },
    ]);
    expect(await support(claim)).toEqual(before);
    const staff = await archive.as('archivist').get(`/api/claims/${claim.id}/support`);
    expect((staff.body as Support).for).toMatchObject({ citations: 3, lines: 2 });
    await restrict(archive, [{ table: 'claim', where: `id = '${claim.id}'` }]);
    const answers = await Promise.all(
      [claim.id, UNKNOWN_ID].map((id) => archive.as(null).get(`/api/claims/${id}/support`)),
    );
    expect(answers[0]!.text).toBe(answers[1]!.text);
    expect(answers[0]!.status).toBe(404);
  });
});
