import { createHash } from 'node:crypto';
import { openArchive, type TestArchive } from './support/archive.js';
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
    anchors: { start: number; end: number }[];
    [member: string]: unknown;
  }[];
}

describe('the reading page', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const read = async (id: string): Promise<Reading> =>
    (await archive.as(null).get(`/api/testimonies/${id}/reading`).expect(200)).body as Reading;

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
          anchors: [{ start: 0, end: 20 }],
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
      { start: 51, end: 70 },
      { start: 73, end: 97 },
    ]);
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
    const [{ start, end }] = claims[0]?.anchors as [{ start: number; end: number }];
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
