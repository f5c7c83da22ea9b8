import { createHash } from 'node:crypto';
import { openArchive, type TestArchive } from './support/archive.js';
import { carryTo } from './support/carry.js';
import { expectProblem, UNKNOWN_ID } from './support/expectations.js';
import {
  makeAssessment,
  makeCitation,
  makeClaim,
  makeFlag,
  makeQuestion,
  makeTestimony,
} from './support/factories.js';
import { codePoints, LONG_TEXT, ODD, ODD_TEXT } from './support/odd-texts.js';

interface Reading {
  testimony: Record<string, unknown>;
  revision: { id: string; number: number; sha256: string; text: string };
  passages: { number: number; start: number; end: number; speaker: string | null }[];
  claims: {
    id: string;
    number: number;
    anchors: { start: number; end: number; state: string }[];
    state: string;
    lost: string[];
    [member: string]: unknown;
  }[];
}

describe('the reading page', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const read = async (id: string, query = ''): Promise<Reading> =>
    (await archive.as(null).get(`/api/testimonies/${id}/reading${query}`).expect(200)).body as Reading;

  test('is everything a page needs, and nothing of other testimonies', async () => {
    const [testimony, noise] = [await makeTestimony(archive), await makeTestimony(archive)];
    await makeFlag(archive, (await makeClaim(archive, noise.id)).id);
    const claim = await makeClaim(archive, testimony.id, { date: { words: 'spring', edtf: '1946-21' } });
    const citation = await makeCitation(archive, claim.id, { stance: 'against' });
    await makeAssessment(archive, claim.id, { confidence: 'possible' });
    await makeAssessment(archive, claim.id, { confidence: 'doubtful' });
    const flag = await makeFlag(archive, claim.id);
    const question = await makeQuestion(archive, { raisedBy: [claim.id], wouldSettle: [claim.id] });

    const { revision, ...rest } = await read(testimony.id);
    expect(rest).toEqual({
      testimony: {
        id: testimony.id,
        accession: testimony.accession,
        title: testimony.title,
        kind: 'interview',
        language: 'en',
        rightsStatement: null,
        localContextsNoticesAndLabels: [],
      },
      passages: [
        { number: 1, start: 0, end: 71, speaker: null },
        { number: 2, start: 73, end: 98, speaker: null },
      ],
      claims: [
        {
          id: claim.id,
          number: 1,
          statement: claim.statement,
          anchors: [{ start: 0, end: 20, state: 'firm' }],
          state: 'placed',
          lost: [],
          basis: 'took_part',
          dateEdtf: '1946-21',
          confidence: 'doubtful',
          flags: [{ id: flag.id, kind: 'misdated', state: 'pending' }],
          questions: [{ id: question.id, kind: 'missing_document', state: 'open' }],
          citations: [
            { id: citation.id, stance: 'against', sourceId: (citation.source as { id: string }).id },
          ],
        },
      ],
    });
    expect(revision.number).toBe(1);
    expect(createHash('sha256').update(revision.text, 'utf8').digest('hex')).toBe(revision.sha256);
  });

  test('offsets are code points, through all that is odd', async () => {
    const { id } = await makeTestimony(archive, { kind: 'memoir_chapter', text: ODD_TEXT });
    const wanted = Object.values(ODD);
    for (const exact of wanted) await makeClaim(archive, id, { anchors: [{ exact }] });
    const { revision, passages, claims } = await read(id);
    expect(revision.text).toBe(ODD_TEXT);
    expect(passages.map(({ start, end }) => codePoints(revision.text, start, end))).toEqual(wanted);
    expect(
      claims.map(({ anchors }) => codePoints(revision.text, anchors[0]?.start ?? 0, anchors[0]?.end ?? 0)),
    ).toEqual(wanted);
  });

  test('claims come in the order of the text, overlapping ones by number', async () => {
    const { id } = await makeTestimony(archive);
    const make = (...quotations: string[]) =>
      makeClaim(archive, id, { anchors: quotations.map((exact) => ({ exact })) });
    await make('Nobody spoke of it again', 'the bridge was gone');
    await make('Nobody spoke');
    await make('the river in the spring');
    await make('We crossed the river in the spring.');
    await make('We crossed');
    const { claims } = await read(id);
    expect(claims.map(({ number }) => number)).toEqual([4, 5, 3, 1, 2]);
    expect(claims[3]?.anchors).toEqual([
      { start: 51, end: 70, state: 'firm' },
      { start: 73, end: 97, state: 'firm' },
    ]);
  });

  test('is of the latest revision, or of the one asked for, with the places that the claims have in it', async () => {
    const { id } = await makeTestimony(archive);
    const make = (...quotations: string[]) =>
      makeClaim(archive, id, { anchors: quotations.map((exact) => ({ exact })) });
    await make('We crossed', 'My father');
    await make('in the spring');
    await make('the bridge was gone');
    const text = '𠮷. My father said so. In spring we crossed the river.';
    await carryTo(archive, id, {
      text,
      anchors: {
        'We crossed': { state: 'needs_review', exact: 'we crossed' },
        'in the spring': { state: 'text_changed', exact: 'In spring' },
        'the bridge was gone': { state: 'lost' },
      },
      continuing: [null],
    });
    await make('𠮷');
    const shown = async (query = '') => {
      const { revision, passages, claims } = await read(id, query);
      return {
        revision: revision.number,
        passages: passages.map(({ number }) => number),
        claims: claims.map(({ number, anchors, state, lost }) => [
          number,
          state,
          ...anchors.map((anchor) => [codePoints(revision.text, anchor.start, anchor.end), anchor.state]),
          ...lost,
        ]),
      };
    };
    const second = {
      revision: 2,
      passages: [3],
      claims: [
        [4, 'placed', ['𠮷', 'firm']],
        [1, 'placed', ['My father', 'firm'], ['we crossed', 'needs_review']],
        [2, 'placed', ['In spring', 'text_changed']],
        [3, 'lost', 'the bridge was gone'],
      ],
    };
    expect(await shown()).toEqual(second);
    expect(await shown('?revision=2')).toEqual(second);
    expect(await shown('?revision=1')).toEqual({
      revision: 1,
      passages: [1, 2],
      claims: [
        [1, 'placed', ['We crossed', 'firm'], ['My father', 'firm']],
        [2, 'placed', ['in the spring', 'firm']],
        [3, 'placed', ['the bridge was gone', 'firm']],
        [4, 'elsewhere'],
      ],
    });
  });

  test('there is none of a revision that does not exist, or is none', async () => {
    const { id } = await makeTestimony(archive);
    const get = (revision: string) =>
      archive.as(null).get(`/api/testimonies/${id}/reading?revision=${revision}`);
    for (const unknown of ['2', '2147483647']) expectProblem(await get(unknown), 404);
    for (const bad of ['0', '-1', '1.5', 'x', '2147483648', '1&revision=2', '']) {
      expectProblem(await get(bad), 422, { pointer: '/revision' });
    }
  });

  test('a withdrawn citation is not shown; what nobody judged has no confidence', async () => {
    const { id } = await makeTestimony(archive);
    const claim = await makeClaim(archive, id);
    const citation = await makeCitation(archive, claim.id);
    await archive
      .as('archivist')
      .post(`/api/citations/${citation.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'Misread.' })
      .expect(200);
    expect((await read(id)).claims).toMatchObject([
      { citations: [], confidence: null, flags: [], questions: [] },
    ]);
  });

  test('a testimony of 200 kB is read whole', async () => {
    const { id } = await makeTestimony(archive, { kind: 'diary', text: LONG_TEXT });
    await makeClaim(archive, id, { anchors: [{ exact: 'реку № 2999' }] });
    const { revision, passages, claims } = await read(id);
    expect(revision.text === LONG_TEXT).toBe(true);
    expect(passages).toHaveLength(600);
    const { start, end } = claims[0]!.anchors[0]!;
    expect(codePoints(LONG_TEXT, start, end)).toBe('реку № 2999');
  });

  test('its entity tag changes with whatever it shows', async () => {
    const { id } = await makeTestimony(archive);
    const claim = await makeClaim(archive, id);
    const seen = new Set<string>();
    const look = async (): Promise<void> => {
      const { headers } = await archive.as(null).get(`/api/testimonies/${id}/reading`);
      const etag = headers.etag as string;
      const again = await archive
        .as(null)
        .get(`/api/testimonies/${id}/reading`)
        .set('if-none-match', `"x", ${etag}`);
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
      seen.add(etag);
    };
    await look();
    await makeFlag(archive, claim.id);
    await look();
    await makeAssessment(archive, claim.id);
    await look();
    await makeTestimony(archive);
    await look();
    expect(seen.size).toBe(3);
  });

  test('there is none of a testimony that does not exist', async () => {
    for (const id of [UNKNOWN_ID, 'KTB-9999', 'x']) {
      expectProblem(await archive.as(null).get(`/api/testimonies/${id}/reading`), 404);
    }
  });
});
