import { openArchive, type TestArchive } from './support/archive.js';
import { pagesOf } from './support/expectations.js';

interface Carried {
  passages: object;
  totals: Record<string, number>;
  textChanged: { claim: { number: number }; before: { exact: string }; now: { exact: string } }[];
}
interface Claim {
  id: string;
  number: number;
  version: number;
  wordsChangedIn: { number: number } | null;
  anchors: { state: string; exact: string; start: number; revision: { number: number } }[];
  assessments: { onEarlierWording: boolean }[];
}

// The printed chapter broke words and a sentence at the end of lines; the file we have kept the breaks.
const REPAIRS: [string, string][] = [
  ['the Japan- Soviet conflict', 'the Japan-Soviet conflict'],
  ['the Soviet- Japan\nNeutrality Pact', 'the Soviet-Japan Neutrality Pact'],
  ['the Soviet- Japan Neutrality Pact', 'the Soviet-Japan Neutrality Pact'],
  ['In spite of the\nfact', 'In spite of the fact'],
  ['Prime minister\nHiranuma', 'Prime minister Hiranuma'],
];

describe('a corrected text of the chapter', () => {
  let archive: TestArchive;
  let before: Map<number, Claim>;
  let after: Map<number, Claim>;
  let carried: Carried;
  let text: string;

  const claims = async (): Promise<Map<number, Claim>> => {
    const listed = await pagesOf<{ id: string }>(archive, '/api/testimonies/KTB-0001/claims', 50);
    const read = await Promise.all(
      listed.map(async ({ id }) => (await archive.as(null).get(`/api/claims/${id}`)).body as Claim),
    );
    return new Map(read.map((claim) => [claim.number, claim]));
  };
  const textOf = async (revision: number): Promise<string> =>
    ((await archive.as(null).get(`/api/testimonies/KTB-0001/revisions/${revision}`)).body as { text: string })
      .text;

  beforeAll(async () => {
    archive = await openArchive('chapter');
    before = await claims();
    const first = await textOf(1);
    text = REPAIRS.reduce((words, [broken, whole]) => words.replace(broken, whole), first);
    const response = await archive.as('archivist').post('/api/testimonies/KTB-0001/revisions').send({
      of: 1,
      kind: 'correction',
      because: 'Joins words and sentences that were broken at the end of printed lines.',
      text,
    });
    expect(response.status).toBe(201);
    carried = response.body as Carried;
    after = await claims();
  });
  afterAll(() => archive.close());

  test('every claim is carried, every passage goes on', () => {
    expect(after.size).toBe(127);
    expect(carried.passages).toEqual({ kept: 19, added: [], removed: [] });
    expect(carried.totals).toMatchObject({ moved: 0, needsReview: 0, lost: 0 });
    for (const { anchors } of after.values()) {
      for (const { exact, start, revision } of anchors) {
        expect(revision.number).toBe(2);
        expect([...text].slice(start, start + [...exact].length).join('')).toBe(exact);
      }
    }
  });

  test('only the claims whose words were touched say so', () => {
    const touched = [...before.values()].filter(({ anchors }) =>
      anchors.some(({ exact }) =>
        REPAIRS.some(([broken]) => exact.includes(broken) || crosses(exact, broken)),
      ),
    );
    expect(touched.length).toBeGreaterThan(0);
    const said = [...after.values()].filter(({ wordsChangedIn }) => wordsChangedIn?.number === 2);
    expect(said.map(({ number }) => number)).toEqual(touched.map(({ number }) => number));
    expect([...new Set(carried.textChanged.map(({ claim }) => claim.number))]).toEqual(
      said.map(({ number }) => number),
    );
    for (const claim of after.values()) {
      const isTouched = said.includes(claim);
      expect([claim.number, claim.version]).toEqual([
        claim.number,
        before.get(claim.number)!.version + Number(isTouched),
      ]);
      for (const { onEarlierWording } of claim.assessments) expect(onEarlierWording).toBe(isTouched);
    }
  });

  test('the report keeps all claims and says which words were changed', async () => {
    const report = (await archive.as(null).get('/api/testimonies/KTB-0001/report?format=md')).text;
    expect(report.match(/the words were changed/g)).toHaveLength(carried.textChanged.length);
    const json = (await archive.as(null).get('/api/testimonies/KTB-0001/report?format=json')).body as {
      claims: object[];
    };
    expect(json.claims).toHaveLength(127);
  });

  /** Whether a quotation holds the place where a line was broken, though not all that the repair names. */
  function crosses(exact: string, broken: string): boolean {
    const seam = /- |\n/.exec(broken)![0];
    const [left, right] = broken.split(seam) as [string, string];
    const near = `${left.split(' ').at(-1)}${seam}${right.split(' ')[0]}`;
    return exact.includes(near);
  }
});
