import { PUBLIC, STAFF } from '../src/common/principal.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, revise, storesNothing, transition, UNKNOWN_ID } from './support/expectations.js';
import {
  answerQuestion,
  type Made,
  makeAgent,
  makeAssessment,
  makeAttempt,
  makeClaim,
  makeExpectedDocument,
  makeLead,
  makePlace,
  makeQuestion,
  makeSource,
  makeTestimony,
} from './support/factories.js';
import { mutations, pointsInto } from './support/mutations.js';
import { ODD } from './support/odd-texts.js';
import { claimRows, restrict } from './support/restrict.js';

describe('gaps', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const newClaim = async (): Promise<Made> => makeClaim(archive, (await makeTestimony(archive)).id);
  const get = async (path: string): Promise<Made> =>
    (await archive.as(null).get(path).expect(200)).body as Made;
  const read = (id: string): Promise<Made> => get(`/api/questions/${id}`);
  const newest = async (): Promise<string> =>
    ((await get('/api/activities?limit=1')) as unknown as { items: [{ id: string }] }).items[0].id;
  const linksOf = async (id: string): Promise<[string, string][]> =>
    (
      await archive.sql<{ relation: string; to_id: string }>(
        'SELECT relation, to_id FROM provenance_link WHERE from_id = $1 AND ended_by IS NULL',
        [id],
      )
    ).map(({ relation, to_id }) => [to_id, relation]);

  describe('how a question goes on', () => {
    test('is said with the reason, which the activity keeps', async () => {
      const { id } = await makeQuestion(archive);
      const pursued = await transition(
        archive,
        id,
        1,
        { to: 'pursued', because: ODD.japanese },
        'researcher',
      );
      expect(pursued.status).toBe(200);
      expect(pursued.body).toMatchObject({
        state: 'pursued',
        stateBecause: ODD.japanese,
        answer: null,
        version: 2,
        activity: { type: 'question.transition' },
      });
      const { activity } = pursued.body as { activity: Made };
      expect(await get(`/api/activities/${activity.id}`)).toMatchObject({ note: ODD.japanese });
      const stuck = await transition(archive, id, 2, { to: 'stuck', because: 'Архив сгорел.' });
      expect(stuck.body).toMatchObject({ state: 'stuck', stateBecause: 'Архив сгорел.', version: 3 });
    });

    test('what is impossible is refused, and the refusal tells what is possible', async () => {
      const { id } = await makeQuestion(archive);
      await transition(archive, id, 1, { to: 'withdrawn' }).expect(200);
      const refused = await storesNothing(archive, () => transition(archive, id, 2, { to: 'stuck' }));
      expectProblem(refused, 409, { code: 'question.transition' });
      expect(refused.body).toMatchObject({ from: 'withdrawn', possible: ['open'] });
      const again = await storesNothing(archive, () => transition(archive, id, 2, { to: 'withdrawn' }));
      expectProblem(again, 409, { code: 'question.transition' });
    });

    test('names a version, a state there is, and a reason', async () => {
      const { id } = await makeQuestion(archive);
      await storesNothing(archive, async () => {
        const path = `/api/questions/${id}/transitions`;
        const body = { to: 'stuck', because: 'B' };
        expectProblem(await archive.as('archivist').post(path).send(body), 428);
        expectProblem(await transition(archive, id, 7, body), 412);
        expectProblem(await transition(archive, UNKNOWN_ID, 1, body), 404);
        expectProblem(await transition(archive, id, 1, { to: 'solved' }), 422, { pointer: '/to' });
        expectProblem(await transition(archive, id, 1, { to: 'stuck', because: '\u3000' }), 422, {
          pointer: '/because',
        });
        expectProblem(await transition(archive, id, 1, { to: 'stuck', state: 'stuck' }), 422, {
          pointer: '/state',
        });
        expectProblem(await transition(archive, id, 1, body, 'reader'), 403);
      });
    });
  });

  describe('an answer', () => {
    test('names what it is, what it rests on and what it settles', async () => {
      const [settled, stated, cited] = [await newClaim(), await newClaim(), await newClaim()];
      const source = await makeSource(archive);
      const { id } = await makeQuestion(archive, { wouldSettle: [settled.id] });
      const question = await answerQuestion(archive, id, 1, {
        answer: { statement: ODD.cyrillic, claimIds: [stated.id, stated.id.toUpperCase()] },
        citations: [
          {
            source: { id: source.id },
            locator: { label: 'page', value: '112-114' },
            quotation: ODD.japanese,
            quotationLanguage: 'ja',
            note: ODD.emoji,
          },
          { claimId: cited.id },
          { source: { csl: { type: 'book', title: ODD.beyondBmp } } },
        ],
      });
      const answer = question.answer as Made & { citations: { source: Made | null }[] };
      expect(question).toMatchObject({ state: 'answered', stateBecause: 'The log of the harbour says so.' });
      expect(answer).toMatchObject({
        statement: ODD.cyrillic,
        claims: [{ id: stated.id, number: 1 }],
        citations: [
          {
            source: { id: source.id },
            claim: null,
            passage: null,
            locator: { label: 'page', value: '112-114' },
            quotation: ODD.japanese,
            quotationLanguage: 'ja',
            note: ODD.emoji,
          },
          { source: null, claim: { id: cited.id }, locator: null },
          { source: { title: ODD.beyondBmp } },
        ],
        settles: [{ id: settled.id }],
        activity: { type: 'question.transition' },
      });
      expect(new Map(await linksOf(answer.id))).toEqual(
        new Map([
          [id, 'wasDerivedFrom'],
          [stated.id, 'wasDerivedFrom'],
          [source.id, 'wasDerivedFrom'],
          [cited.id, 'wasDerivedFrom'],
          [answer.citations[2]?.source?.id, 'wasDerivedFrom'],
          [settled.id, 'wasInfluencedBy'],
        ]),
      );
    });

    test('may settle other claims than those it was expected to, or none', async () => {
      const [expected, other] = [await newClaim(), await newClaim()];
      const ask = async (settles: string[]): Promise<unknown> => {
        const { id } = await makeQuestion(archive, { wouldSettle: [expected.id] });
        return ((await answerQuestion(archive, id, 1, { settles })).answer as Made).settles;
      };
      expect(await ask([other.id, other.id])).toMatchObject([{ id: other.id }]);
      expect(await ask([])).toEqual([]);
    });

    test('is withdrawn when the question is asked again, and stays to be read as it was', async () => {
      const { id } = await makeQuestion(archive);
      const answered = await answerQuestion(archive, id, 1);
      const then = await newest();
      const stuck = await storesNothing(archive, () => transition(archive, id, 2, { to: 'stuck' }));
      expect(stuck.body).toMatchObject({ from: 'answered', possible: ['open', 'pursued'] });
      const reopened = await transition(archive, id, 2, {
        to: 'open',
        because: 'The log is of another year.',
      });
      expect(reopened.body).toMatchObject({ state: 'open', answer: null, version: 3 });
      expect(await get(`/api/questions/${id}?asOf=${then}`)).toMatchObject({
        state: 'answered',
        answer: answered.answer,
      });
      const { items } = (await get(`/api/history/answer/${(answered.answer as Made).id}`)) as unknown as {
        items: { record: Made }[];
      };
      expect(items[0]?.record).toMatchObject({ withdrawnBecause: 'The log is of another year.' });
      const again = await answerQuestion(archive, id, 3, { answer: { statement: 'In the spring.' } });
      expect(again.answer).toMatchObject({ statement: 'In the spring.' });
      expect((again.answer as Made).id).not.toBe((answered.answer as Made).id);
    });

    test('is refused without what it needs, and where it does not belong', async () => {
      const [claim, agent, fallen] = [await newClaim(), await makeAgent(archive), await makeSource(archive)];
      await archive
        .as('archivist')
        .post(`/api/sources/${fallen.id}/withdrawal`)
        .set('if-match', '"v1"')
        .send({ because: 'Forged.' })
        .expect(200);
      const { id } = await makeQuestion(archive);
      const base = { to: 'answered', answer: { statement: 'S' }, citations: [{ claimId: claim.id }] };
      const wrong: [object, string][] = [
        [{ answer: undefined }, '/answer'],
        [{ answer: {} }, '/answer'],
        [{ citations: undefined }, '/citations'],
        [{ citations: [] }, '/citations'],
        [{ citations: [{}] }, '/citations/0/source'],
        [
          { citations: [{ claimId: claim.id, source: { csl: { type: 'book', title: 'T' } } }] },
          '/citations/0/source',
        ],
        [{ citations: [{ claimId: claim.id }, { claimId: UNKNOWN_ID }] }, '/citations/1/claimId'],
        [{ citations: [{ source: { id: agent.id } }] }, '/citations/0/source/id'],
        [{ citations: [{ source: { id: fallen.id } }] }, '/citations/0/source/id'],
        [
          { citations: [{ claimId: claim.id, locator: { label: 'shelf', value: '1' } }] },
          '/citations/0/locator/label',
        ],
        [{ citations: [{ claimId: claim.id, stance: 'for' }] }, '/citations/0/stance'],
        [{ answer: { claimIds: [claim.id, UNKNOWN_ID] } }, '/answer/claimIds/1'],
        [{ settles: [UNKNOWN_ID] }, '/settles/0'],
        [{ to: 'stuck' }, '/answer'],
        [{ to: 'stuck', answer: undefined }, '/citations'],
      ];
      for (const [fields, pointer] of wrong) {
        const refused = await storesNothing(archive, () =>
          transition(archive, id, 1, { ...base, ...fields }),
        );
        expectProblem(refused, 422, { pointer });
      }
    });

    test('any part of it replaced by something else is refused by name', async () => {
      const [claim, source] = [await newClaim(), await makeSource(archive)];
      const { id } = await makeQuestion(archive);
      const body = {
        to: 'answered',
        because: 'B',
        answer: { statement: 'S', claimIds: [claim.id] },
        citations: [
          { source: { id: source.id }, locator: { label: 'page', value: '1' }, quotation: 'Q', note: 'N' },
          { claimId: claim.id, quotationLanguage: 'ja' },
        ],
        settles: [claim.id],
      };
      await storesNothing(archive, async () => {
        for (const { pointer, what, changed } of mutations(body)) {
          const { status, body: problem } = await transition(archive, id, 1, changed);
          const { errors = [] } = problem as { errors?: { pointer: string }[] };
          const names = errors.some((fault) => pointsInto(fault.pointer, pointer));
          expect([pointer, what, status, names]).toEqual([pointer, what, 422, true]);
        }
      });
      await transition(archive, id, 1, body).expect(200);
    });

    test('of several given at once, one counts', async () => {
      const { id } = await makeQuestion(archive);
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          transition(archive, id, 1, {
            to: 'answered',
            answer: { statement: `answer ${n}` },
            citations: [{ source: { csl: { type: 'book', title: 'The log of the harbour' } } }],
          }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
      const stored = await archive.sql('SELECT FROM answer WHERE question_id = $1', [id]);
      expect(stored).toHaveLength(1);
      expect(await read(id)).toEqual(answers.find(({ status }) => status === 200)?.body);
    });

    test('tells nobody of claims and sources he may not see', async () => {
      const [open, hidden] = [await newClaim(), await newClaim()];
      const source = await makeSource(archive, { csl: { type: 'book', title: '内緒の本' } });
      const { id } = await makeQuestion(archive, { wouldSettle: [open.id, hidden.id] });
      await restrict(archive, claimRows(`'${hidden.id}'`));
      await restrict(archive, [{ table: 'source', where: `id = '${source.id}'` }]);
      await answerQuestion(archive, id, 1, {
        citations: [{ claimId: hidden.id }, { source: { id: source.id } }, { claimId: open.id }],
      });
      // What was concluded from what one may not see would tell of it.
      expect((await read(id)).answer).toBeNull();
      const staff = (await archive.as('archivist').get(`/api/questions/${id}`)).body as Made;
      expect((staff.answer as { citations: unknown[] }).citations).toHaveLength(3);
      // The links are hidden too, not only what they lead to.
      const links = await archive.sql<{ to_id: string; access: number }>(
        'SELECT to_id, max(access) AS access FROM provenance_link WHERE from_id = $1 GROUP BY to_id',
        [(staff.answer as Made).id],
      );
      expect(new Map(links.map(({ to_id, access }) => [to_id, access]))).toEqual(
        new Map([
          [id, 3],
          [open.id, 3],
          [hidden.id, 3],
          [source.id, 3],
        ]),
      );
      const graph = await archive.as(null).get(`/api/provenance/question/${id}?direction=down`);
      expect(graph.text).not.toContain(hidden.id);

      // What is said of a claim is for those who may see it: an answer made of a hidden claim is not there.
      const secret = await makeQuestion(archive);
      await answerQuestion(archive, secret.id, 1, {
        answer: { statement: '内緒の話', claimIds: [hidden.id] },
      });
      expect(await read(secret.id)).toMatchObject({ state: 'answered', answer: null });
      const another = await makeQuestion(archive);
      const cited = await storesNothing(archive, async () => [
        await transition(archive, another.id, 1, citing(hidden.id), 'researcher'),
        await transition(archive, another.id, 1, citing(UNKNOWN_ID), 'researcher'),
      ]);
      expect(cited[0]?.text).toEqual(cited[1]?.text);
      expectProblem(cited[0]!, 422, { pointer: '/citations/0/claimId' });
    });

    const citing = (claimId: string): object => ({
      to: 'answered',
      answer: { statement: 'S' },
      citations: [{ claimId }],
    });
  });

  describe('the claims an answer settles', () => {
    const waiting = async (
      claimIds: string[],
      clearance = PUBLIC,
      asOf: string | null = null,
    ): Promise<string[]> => {
      const rows = await archive.sql<{ claim_id: string }>(
        `SELECT claim_id FROM claims_answered_since_judged($2::smallint[], $3::bigint[])
         WHERE claim_id = ANY ($1::uuid[]) ORDER BY claim_id`,
        [claimIds, clearance, asOf],
      );
      return rows.map(({ claim_id }) => claim_id);
    };
    const momentNow = async (): Promise<string> =>
      (await archive.sql<{ last: string }>('SELECT ARRAY[max(sequence) + 1]::text AS last FROM activity'))[0]!
        .last;

    test('are to be looked at until somebody judges them anew', async () => {
      const [first, second] = [await newClaim(), await newClaim()];
      const ids = [first.id, second.id].sort();
      const { id } = await makeQuestion(archive, { wouldSettle: ids });
      await makeAssessment(archive, first.id, { confidence: 'possible', citationIds: [] });
      const before = await momentNow();
      expect(await waiting(ids)).toEqual([]);
      await answerQuestion(archive, id, 1);
      const answered = await momentNow();
      expect(await waiting(ids)).toEqual(ids);
      await makeAssessment(archive, first.id, { confidence: 'possible', citationIds: [] });
      expect(await waiting(ids)).toEqual([second.id]);
      expect(await waiting(ids, PUBLIC, answered)).toEqual(ids);
      expect(await waiting(ids, PUBLIC, before)).toEqual([]);
      await transition(archive, id, 2, { to: 'pursued' }).expect(200);
      expect(await waiting(ids)).toEqual([]);
      expect(await waiting(ids, PUBLIC, answered)).toEqual(ids);
      await answerQuestion(archive, id, 3);
      expect(await waiting(ids)).toEqual(ids);
    });

    test('are no more than one may see', async () => {
      const [open, hidden] = [await newClaim(), await newClaim()];
      const { id } = await makeQuestion(archive, { wouldSettle: [open.id, hidden.id] });
      await answerQuestion(archive, id, 1);
      expect(await waiting([open.id, hidden.id])).toHaveLength(2);
      await restrict(archive, claimRows(`'${hidden.id}'`));
      expect(await waiting([hidden.id])).toEqual([]);
      await restrict(archive, [{ table: 'question', where: `id = '${id}'` }]);
      expect(await waiting([open.id, hidden.id])).toEqual([]);
      expect(await waiting([open.id, hidden.id], STAFF)).toHaveLength(2);
    });
  });

  describe('an expected document', () => {
    const search = async (documentId: string, questionId: string, ...outcomes: string[]): Promise<Made> => {
      const lead = await makeLead(archive, questionId, { expectedDocumentId: documentId });
      for (const outcome of outcomes) await makeAttempt(archive, lead.id, { outcome });
      return lead;
    };
    const document = (id: string): Promise<Made> => get(`/api/expected-documents/${id}`);

    test('says what it is, which claim says it existed, and who would hold it', async () => {
      const [claim, agent, place] = [await newClaim(), await makeAgent(archive), await makePlace(archive)];
      const question = await makeQuestion(archive);
      const made = [
        await makeExpectedDocument(archive, question.id, {
          kind: 'recording',
          description: ODD.japanese,
          claimId: claim.id,
          holder: { agentId: agent.id, words: ODD.quotes },
          note: ODD.emoji,
        }),
        await makeExpectedDocument(archive, question.id, { holder: { placeId: place.id } }),
        await makeExpectedDocument(archive, question.id, {
          kind: 'object',
          holder: { words: ODD.combining },
        }),
        await makeExpectedDocument(archive, question.id),
      ];
      expect(made).toMatchObject([
        {
          questionId: question.id,
          kind: 'recording',
          description: ODD.japanese,
          assertedBy: { id: claim.id, number: 1, statement: claim.statement },
          holder: { agent: { id: agent.id }, place: null, words: ODD.quotes },
          state: 'not_yet_searched',
          attempts: 0,
          searches: [],
          found: null,
          lostBecause: null,
          note: ODD.emoji,
          withdrawnBecause: null,
          version: 1,
          activity: { type: 'document.expect' },
        },
        { holder: { agent: null, place: { id: place.id }, words: null } },
        { holder: { agent: null, place: null, words: ODD.combining } },
        { holder: null, assertedBy: null },
      ]);
      expect(await document(made[0]!.id)).toEqual(made[0]);
      expect((await read(question.id)).expectedDocuments).toEqual(made);
      expect(new Map(await linksOf(made[0]!.id))).toEqual(
        new Map([
          [question.id, 'wasDerivedFrom'],
          [claim.id, 'wasDerivedFrom'],
          [agent.id, 'wasInfluencedBy'],
        ]),
      );
    });

    test('names only what exists, and one holder', async () => {
      const agent = await makeAgent(archive);
      const { id } = await makeQuestion(archive);
      const path = `/api/questions/${id}/expected-documents`;
      const base = { kind: 'document', description: 'D' };
      const wrong: [object, string][] = [
        [{ kind: 'rumour' }, '/kind'],
        [{ description: ' ' }, '/description'],
        [{ claimId: UNKNOWN_ID }, '/claimId'],
        [{ holder: {} }, '/holder'],
        [{ holder: { agentId: agent.id, placeId: agent.id } }, '/holder'],
        [{ holder: { agentId: UNKNOWN_ID } }, '/holder/agentId'],
        [{ holder: { placeId: agent.id } }, '/holder/placeId'],
        [{ state: 'found' }, '/state'],
      ];
      await storesNothing(archive, async () => {
        for (const [fields, pointer] of wrong) {
          expectProblem(
            await archive
              .as('researcher')
              .post(path)
              .send({ ...base, ...fields }),
            422,
            { pointer },
          );
        }
        const unknown = path.replace(id, UNKNOWN_ID);
        expectProblem(await archive.as('researcher').post(unknown).send(base), 404);
        expectProblem(await archive.as('reader').post(path).send(base), 403);
        const body = { ...base, claimId: UNKNOWN_ID, holder: { words: 'W' }, note: 'N' };
        for (const { pointer, what, changed } of mutations(body)) {
          const answer = await archive.as('archivist').post(path).send(changed);
          const { errors = [] } = answer.body as { errors?: { pointer: string }[] };
          const names = errors.some((fault) => pointsInto(fault.pointer, pointer));
          expect([pointer, what, answer.status, names]).toEqual([pointer, what, 422, true]);
        }
      });
    });

    test('stands as its searches do, the latest that told something at each place', async () => {
      const question = await makeQuestion(archive);
      const cases: [string, string[][]][] = [
        ['not_yet_searched', [[]]],
        ['expected', [['not_found']]],
        ['expected', [['no_answer']]],
        ['expected', [['inconclusive'], ['not_found']]],
        ['refused', [['refused']]],
        ['refused', [['refused', 'no_answer']]],
        ['refused', [['not_found'], ['refused']]],
        ['expected', [['refused', 'not_found']]],
        ['found', [['refused'], ['not_found', 'found']]],
        // Attempts are never taken back: another corrects it.
        ['expected', [['found', 'not_found']]],
      ];
      for (const [state, leads] of cases) {
        const { id } = await makeExpectedDocument(archive, question.id);
        for (const outcomes of leads) await search(id, question.id, ...outcomes);
        const read = await document(id);
        expect([leads, read.state, read.attempts]).toEqual([leads, state, leads.flat().length]);
        expect(read.searches).toMatchObject(
          leads.map((outcomes) => ({ attempts: outcomes.length, lastOutcome: outcomes.at(-1) ?? null })),
        );
      }
    });

    test('a lead says what it searches for, of what its own question expects', async () => {
      const [question, other] = [await makeQuestion(archive), await makeQuestion(archive)];
      const expected = await makeExpectedDocument(archive, question.id);
      const lead = await search(expected.id, question.id, 'refused');
      expect(lead.expectedDocument).toEqual({ id: expected.id, description: expected.description });
      expect(await linksOf(lead.id)).toContainEqual([expected.id, 'wasDerivedFrom']);
      for (const expectedDocumentId of [UNKNOWN_ID, expected.id]) {
        const opened = await storesNothing(archive, () =>
          archive
            .as('researcher')
            .post(`/api/questions/${other.id}/leads`)
            .send({ kind: 'institution', description: 'D', expectedDocumentId }),
        );
        expectProblem(opened, 422, { pointer: '/expectedDocumentId' });
      }
    });

    test('searched for again in the same place is warned of; another in the same archive is not', async () => {
      const [question, railway] = [
        await makeQuestion(archive),
        await makeAgent(archive, { kind: 'organisation' }),
      ];
      const [log, map] = [
        await makeExpectedDocument(archive, question.id),
        await makeExpectedDocument(archive, question.id),
      ];
      const where = { words: 'the reading room' };
      const at = async (expected: Made, fields = {}): Promise<unknown> => {
        const lead = await makeLead(archive, question.id, { expectedDocumentId: expected.id, ...fields });
        return (await makeAttempt(archive, lead.id, { outcome: 'not_found', where })).warnings;
      };
      expect(await at(log)).toEqual([]);
      // Another lead that searches for the same, and one at whom it is sought.
      expect(await at(log)).toMatchObject([{ outcome: 'not_found' }]);
      expect(await at(log, { agentId: railway.id })).toHaveLength(2);
      expect(await at(map, { agentId: railway.id })).toEqual([]);
      expect(await at(map, { agentId: railway.id })).toHaveLength(1);
      await restrict(archive, [{ table: 'expected_document', where: `id = '${log.id}'` }]);
      const lead = await makeLead(archive, question.id, { agentId: railway.id });
      const { warnings } = await makeAttempt(archive, lead.id, { outcome: 'refused', where });
      expect(warnings).toHaveLength(3);
    });

    test('is found, lost, or put better by its version, and withdrawn with the reason', async () => {
      const question = await makeQuestion(archive);
      const [source, claim] = [await makeSource(archive), await newClaim()];
      const { id } = await makeExpectedDocument(archive, question.id, { holder: { words: 'W' } });
      const path = `/api/expected-documents/${id}`;
      await search(id, question.id, 'not_found');
      const lost = await revise(archive, path, 1, { lostBecause: 'Burnt in 1945.', claimId: claim.id });
      expect(lost.body).toMatchObject({
        state: 'lost',
        lostBecause: 'Burnt in 1945.',
        assertedBy: { id: claim.id },
        holder: { words: 'W' },
        version: 2,
      });
      const then = await newest();
      const found = await revise(archive, path, 2, { foundSourceId: source.id, holder: null });
      expect(found.body).toMatchObject({
        state: 'found',
        found: { id: source.id },
        holder: null,
        version: 3,
      });
      expect(await get(`${path}?asOf=${then}`)).toEqual(lost.body);
      const cleared = await revise(archive, path, 3, { foundSourceId: null, lostBecause: null });
      expect(cleared.body).toMatchObject({ state: 'expected', found: null, version: 4 });

      await storesNothing(archive, async () => {
        expectProblem(await archive.as('archivist').patch(path).send({ note: 'N' }), 428);
        expectProblem(await revise(archive, path, 1, { note: 'N' }), 412);
        expectProblem(await revise(archive, path, 4, {}), 422);
        expectProblem(await revise(archive, path, 4, { foundSourceId: UNKNOWN_ID }), 422, {
          pointer: '/foundSourceId',
        });
        expectProblem(await revise(archive, path, 4, { description: null }), 422, {
          pointer: '/description',
        });
        expectProblem(await revise(archive, `/api/expected-documents/${UNKNOWN_ID}`, 4, { note: 'N' }), 404);
      });

      const withdraw = (version: number, body: object = { because: ODD.cyrillic }) =>
        archive.as('researcher').post(`${path}/withdrawal`).set('if-match', `"v${version}"`).send(body);
      expectProblem(await storesNothing(archive, () => withdraw(4, {})), 422, { pointer: '/because' });
      expect((await withdraw(4)).body).toMatchObject({ withdrawnBecause: ODD.cyrillic, version: 5 });
      expect((await read(question.id)).expectedDocuments).toEqual([]);
      expect(await linksOf(id)).toEqual([]);
      await storesNothing(archive, async () => {
        expectProblem(await withdraw(5), 409, { code: 'expected_document.withdrawn' });
        expectProblem(await revise(archive, path, 5, { note: 'N' }), 409);
        const lead = { kind: 'place', description: 'D', expectedDocumentId: id };
        expectProblem(
          await archive.as('archivist').post(`/api/questions/${question.id}/leads`).send(lead),
          409,
        );
      });
    });

    test('changed by several at once, keeps what one of them said', async () => {
      const { id } = await makeExpectedDocument(archive, (await makeQuestion(archive)).id);
      const path = `/api/expected-documents/${id}`;
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, n) => revise(archive, path, 1, { note: `writer ${n}` })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
      expect(await document(id)).toEqual(answers.find(({ status }) => status === 200)?.body);
    });

    test('is absent where it, its question or what it is of may not be seen', async () => {
      const [claim, hiddenClaim, agent] = [await newClaim(), await newClaim(), await makeAgent(archive)];
      const question = await makeQuestion(archive);
      await restrict(archive, claimRows(`'${hiddenClaim.id}'`));
      // Of a claim that only the staff may see: so is the document, and whatever searches for it.
      const secret = await makeExpectedDocument(archive, question.id, { claimId: hiddenClaim.id });
      const lead = await makeLead(archive, question.id, { expectedDocumentId: secret.id });
      const open = await makeExpectedDocument(archive, question.id, {
        claimId: claim.id,
        holder: { agentId: agent.id },
      });
      for (const path of [`/api/expected-documents/${secret.id}`, `/api/leads/${lead.id}`]) {
        expectProblem(await archive.as('researcher').get(path), 404);
        await archive.as('archivist').get(path).expect(200);
      }
      expect(await read(question.id)).toMatchObject({ expectedDocuments: [{ id: open.id }], leads: [] });
      const later = await revise(archive, `/api/expected-documents/${open.id}`, 1, {
        claimId: hiddenClaim.id,
      });
      expect(later.status).toBe(200);
      expectProblem(await archive.as(null).get(`/api/expected-documents/${open.id}`), 404);

      const held = await makeExpectedDocument(archive, question.id, { holder: { agentId: agent.id } });
      await restrict(archive, [{ table: 'agent', where: `id = '${agent.id}'` }]);
      expect(await document(held.id)).toMatchObject({ holder: null });
      const refused = (of: string) =>
        archive
          .as('researcher')
          .post(`/api/questions/${question.id}/leads`)
          .send({ kind: 'place', description: 'D', expectedDocumentId: of });
      expect((await refused(secret.id)).text).toBe((await refused(UNKNOWN_ID)).text);
      await restrict(archive, [{ table: 'question', where: `id = '${question.id}'` }]);
      expectProblem(await archive.as(null).get(`/api/expected-documents/${held.id}`), 404);
    });

    test('what one may not see of a search does not change how it stands', async () => {
      const question = await makeQuestion(archive);
      const source = await makeSource(archive);
      const { id } = await makeExpectedDocument(archive, question.id);
      const lead = await search(id, question.id, 'found');
      expect(await document(id)).toMatchObject({ state: 'found', attempts: 1 });
      await restrict(archive, [{ table: 'attempt', where: `lead_id = '${lead.id}'` }]);
      expect(await document(id)).toMatchObject({
        state: 'not_yet_searched',
        attempts: 0,
        searches: [{ attempts: 0, lastOutcome: null, lastWhen: null }],
      });
      await restrict(archive, [{ table: 'lead', where: `id = '${lead.id}'` }]);
      expect(await document(id)).toMatchObject({ searches: [] });
      await revise(archive, `/api/expected-documents/${id}`, 1, { foundSourceId: source.id }).expect(200);
      await restrict(archive, [{ table: 'source', where: `id = '${source.id}'` }]);
      expect(await document(id)).toMatchObject({ state: 'not_yet_searched', found: null });
    });
  });
});
