import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeFoundedAssessment,
  makeSource,
  makeTestimony,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict, testimonyRows } from './support/restrict.js';

describe('evidence', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const newClaim = async (): Promise<Made> => makeClaim(archive, (await makeTestimony(archive)).id);
  const read = async (claimId: string) =>
    (await archive.as(null).get(`/api/claims/${claimId}`)).body as Record<string, unknown>;
  const cite = (claimId: string, body: object) =>
    storesNothing(archive, () =>
      archive.as('researcher').post(`/api/claims/${claimId}/citations`).send(body),
    );
  const post = (path: string, version: number, body: object) =>
    archive.as('archivist').post(path).set('if-match', `"v${version}"`).send(body);
  const linksOf = (id: string) =>
    archive.sql<{ relation: string; to_kind: string; to_id: string; ended: boolean }>(
      `SELECT relation, to_kind, to_id, ended_by IS NOT NULL AS ended FROM provenance_link
       WHERE from_id = $1 AND to_kind <> 'passage' OR from_id = $1 AND edge_id IN (SELECT id FROM citation) ORDER BY id`,
      [id],
    );

  describe('citations', () => {
    test('a source is cited with locator, quotation and the three axes, as they were given', async () => {
      const [claim, source] = [await newClaim(), await makeSource(archive)];
      const given = {
        stance: 'for',
        locator: { label: 'page', value: 'xii–xiv' },
        quotation: ODD.japanese,
        quotationLanguage: 'ja',
        note: ODD.quotes,
        sourceClass: 'original',
        informationClass: 'primary',
        evidenceClass: 'direct',
      };
      const citation = await makeCitation(archive, claim.id, { ...given, source: { id: source.id } });
      expect(citation).toMatchObject({
        ...given,
        source: { id: source.id, title: 'Bridges of the Amur', unnamed: false },
        claim: null,
        passage: null,
        withdrawnBecause: null,
        version: 1,
        activity: { type: 'citation.add' },
      });
      expect((await read(claim.id)).citations).toEqual([citation]);
      expect((await archive.as(null).get(`/api/citations/${citation.id}`)).body).toEqual(citation);
    });

    test('a source nobody recorded yet is recorded in the same activity, named or unnamed', async () => {
      const claim = await newClaim();
      for (const source of [
        { csl: { type: 'book', title: ODD.cyrillic } },
        { description: ODD.emoji, unnamedBecause: 'She would not say.' },
      ]) {
        const citation = await makeCitation(archive, claim.id, { source });
        const { id, title } = citation.source as { id: string; title: string };
        expect(title).toBe(source.csl?.title ?? source.description);
        const recorded = (await archive.as(null).get(`/api/sources/${id}`)).body as Made;
        expect(recorded.activity).toEqual(citation.activity);
      }
    });

    test('other claims and passages are cited, and every citation is a link', async () => {
      const [claim, other] = [await newClaim(), await newClaim()];
      const { passages } = (
        await archive.as(null).get(`/api/testimonies/${(other.testimony as Made).id}/revisions/1`)
      ).body as { passages: Made[] };
      const passageId = passages[1]?.id as string;
      const source = await makeSource(archive);
      await makeCitation(archive, claim.id, { claimId: other.id });
      const ofPassage = await makeCitation(archive, claim.id, { passageId, stance: 'context' });
      await makeCitation(archive, claim.id, { source: { id: source.id }, informationClass: 'primary' });
      await makeCitation(archive, claim.id, { source: { id: source.id }, stance: 'against' });
      expect(ofPassage.passage).toMatchObject({
        id: passageId,
        pointer: expect.stringMatching(/¶2$/) as string,
      });
      expect(await linksOf(claim.id)).toEqual([
        { relation: 'wasDerivedFrom', to_kind: 'claim', to_id: other.id, ended: false },
        { relation: 'wasInfluencedBy', to_kind: 'passage', to_id: passageId, ended: false },
        { relation: 'hadPrimarySource', to_kind: 'source', to_id: source.id, ended: false },
        { relation: 'wasInfluencedBy', to_kind: 'source', to_id: source.id, ended: false },
      ]);
    });

    test('exactly one thing is cited, and it exists', async () => {
      const [claim, source] = [await newClaim(), await makeSource(archive)];
      const wrong: [object, string][] = [
        [{}, '/source'],
        [{ source: { id: source.id }, claimId: (await newClaim()).id }, '/source'],
        [{ source: { id: source.id, csl: { type: 'book', title: 'T' } } }, '/source'],
        [{ claimId: claim.id }, '/claimId'],
        [{ claimId: claim.id.toUpperCase() }, '/claimId'],
        [{ source: { csl: { type: 'book' } } }, '/source/csl/title'],
        [{ source: { id: source.id }, locator: { label: 'pg', value: '1' } }, '/locator/label'],
        [{ source: { id: source.id }, locator: { label: 'page' } }, '/locator/value'],
        [{ source: { id: source.id }, quotationLanguage: 'xx' }, '/quotationLanguage'],
        [{ source: { id: source.id }, stance: 'neutral' }, '/stance'],
        [{ source: { id: source.id }, evidenceClass: 'hearsay' }, '/evidenceClass'],
      ];
      for (const [body, pointer] of wrong) {
        expectProblem(await cite(claim.id, { stance: 'for', ...body }), 422, { pointer });
      }
      expectProblem(await cite(UNKNOWN_ID, { stance: 'for', source: { id: source.id } }), 404);
    });

    test('what one may not see is no more to be cited than what is not there', async () => {
      const [claim, other, hidden] = [
        await newClaim(),
        await makeTestimony(archive),
        await makeSource(archive),
      ];
      const told = await makeClaim(archive, other.id);
      await restrict(archive, [
        ...testimonyRows(other.id),
        { table: 'source', where: `id = '${hidden.id}'` },
      ]);
      const [{ id: passage }] = (await archive.sql<{ id: string }>(
        `SELECT p.id FROM passage p JOIN revision r ON r.id = p.revision_id WHERE r.testimony_id = '${other.id}' LIMIT 1`,
      )) as [{ id: string }];
      const cited: [string, (id: string) => object, string][] = [
        [hidden.id, (id) => ({ source: { id } }), '/source/id'],
        [told.id, (claimId) => ({ claimId }), '/claimId'],
        [passage, (passageId) => ({ passageId }), '/passageId'],
      ];
      await storesNothing(archive, async () => {
        for (const [id, target, pointer] of cited) {
          const [unseen, unknown] = await Promise.all(
            [id, UNKNOWN_ID].map((one) =>
              archive
                .as('researcher')
                .post(`/api/claims/${claim.id}/citations`)
                .send({ stance: 'for', ...target(one) }),
            ),
          );
          expectProblem(unseen!, 404, { pointer, code: 'reference.unknown' });
          expect(unseen!.text).toBe(unknown!.text);
        }
      });
    });

    test('a withdrawn citation stays to be seen, and holds nothing up any more', async () => {
      const claim = await newClaim();
      const citation = await makeCitation(archive, claim.id);
      await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
      expect((await read(claim.id)).unverified).toBe(false);

      const withdrawn = await post(`/api/citations/${citation.id}/withdrawal`, 1, { because: ODD.cyrillic });
      expect(withdrawn.status).toBe(200);
      expect(withdrawn.body).toMatchObject({
        id: citation.id,
        withdrawnBecause: ODD.cyrillic,
        withdrawal: { type: 'citation.withdraw', agent: { name: 'Test archivist' } },
        activity: citation.activity,
        version: 2,
      });
      expect(await read(claim.id)).toMatchObject({
        unverified: true,
        citations: [{ id: citation.id, withdrawnBecause: ODD.cyrillic }],
      });
      expect(await linksOf(claim.id)).toMatchObject([{ relation: 'wasDerivedFrom', ended: true }]);
      const again = (version: number) =>
        storesNothing(archive, () =>
          post(`/api/citations/${citation.id}/withdrawal`, version, { because: 'Twice.' }),
        );
      expectProblem(await again(1), 412);
      expectProblem(await again(2), 409, { code: 'citation.withdrawn' });
    });
  });

  describe('assessments', () => {
    test('a claim is not assessed until somebody does', async () => {
      expect(await read((await newClaim()).id)).toMatchObject({ confidence: null, assessments: [] });
    });

    test('judgements are never overwritten; each agent has one current judgement', async () => {
      const claim = await newClaim();
      await makeAssessment(archive, claim.id, { confidence: 'possible', rationale: ODD.combining });
      const response = await archive
        .as('researcher')
        .post(`/api/claims/${claim.id}/assessments`)
        .send({ confidence: 'doubtful', rationale: 'The ice was gone by then.' });
      expect(response.status).toBe(201);
      await makeFoundedAssessment(archive, claim.id, { confidence: 'confirmed' });
      expect(await read(claim.id)).toMatchObject({
        confidence: 'confirmed',
        assessments: [
          { confidence: 'confirmed', current: true, by: { name: 'Test archivist' } },
          { confidence: 'doubtful', current: true, by: { name: 'Test researcher' } },
          {
            confidence: 'possible',
            current: false,
            by: { name: 'Test archivist' },
            rationale: ODD.combining,
          },
        ],
      });
    });

    test('two who judge at once both leave their judgement', async () => {
      const claim = await newClaim();
      await Promise.all(
        (['archivist', 'researcher', 'administrator'] as const).map((role) =>
          archive
            .as(role)
            .post(`/api/claims/${claim.id}/assessments`)
            .send({ confidence: 'possible', rationale: role })
            .expect(201),
        ),
      );
      const { assessments } = (await read(claim.id)) as {
        assessments: { rationale: string; current: boolean }[];
      };
      expect(assessments.map(({ rationale }) => rationale).sort()).toEqual([
        'administrator',
        'archivist',
        'researcher',
      ]);
      expect(assessments.every(({ current }) => current)).toBe(true);
    });

    test('a judgement rests on citations of this claim that stand', async () => {
      const [claim, other] = [await newClaim(), await newClaim()];
      const [mine, withdrawn, foreign] = [
        await makeCitation(archive, claim.id),
        await makeCitation(archive, claim.id),
        await makeCitation(archive, other.id),
      ];
      await post(`/api/citations/${withdrawn.id}/withdrawal`, 1, { because: 'Misread.' }).expect(200);
      const assessment = await makeAssessment(archive, claim.id, {
        citationIds: [mine.id, mine.id.toUpperCase()],
      });
      expect(assessment.citationIds).toEqual([mine.id]);
      for (const id of [foreign.id, withdrawn.id, UNKNOWN_ID]) {
        const response = await storesNothing(archive, () =>
          archive
            .as('researcher')
            .post(`/api/claims/${claim.id}/assessments`)
            .send({ confidence: 'probable', rationale: 'R', citationIds: [mine.id, id] }),
        );
        expectProblem(response, 422, { pointer: '/citationIds/1' });
      }
    });

    test.each([
      ['/rationale', { confidence: 'probable' }],
      ['/rationale', { confidence: 'probable', rationale: ' \n' }],
      ['/confidence', { rationale: 'R' }],
      ['/confidence', { confidence: 'not_assessed', rationale: 'R' }],
    ])('nothing is judged without a reason, or outside the vocabulary (%s)', async (pointer, body) => {
      const claim = await newClaim();
      const response = await storesNothing(archive, () =>
        archive.as('researcher').post(`/api/claims/${claim.id}/assessments`).send(body),
      );
      expectProblem(response, 422, { pointer });
    });
  });
});
