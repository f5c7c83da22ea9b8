import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, revise, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeAttempt,
  makeLead,
  makePlace,
  makeQuestion,
  makeSameAs,
  makeUnnamedSource,
  moveLead,
  stateReachability,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

describe('leads and attempts', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  const lead = (id: string) => get(`/api/leads/${id}`);
  const newest = async (): Promise<string> =>
    ((await get('/api/activities?limit=1')).items as Made[])[0]?.id as string;
  const newLead = async (fields: object = {}): Promise<Made> =>
    makeLead(archive, (await makeQuestion(archive)).id, { ...fields });
  const refused = (path: string, body: object) =>
    storesNothing(archive, () => archive.as('researcher').post(path).send(body));
  const move = (id: string, version: number, body: object) =>
    archive.as('researcher').post(`/api/leads/${id}/transitions`).set('if-match', `"v${version}"`).send(body);

  describe('a lead', () => {
    test('is a person, a source or a place, or words alone', async () => {
      const { id } = await makeQuestion(archive);
      const [agent, source, place] = [
        await makeAgent(archive),
        await makeUnnamedSource(archive),
        await makePlace(archive),
      ];
      const leads = [
        await makeLead(archive, id, {
          kind: 'person',
          agentId: agent.id,
          state: 'contacted',
          note: ODD.emoji,
        }),
        await makeLead(archive, id, { kind: 'document', sourceId: source.id }),
        await makeLead(archive, id, { kind: 'place', placeId: place.id }),
        await makeLead(archive, id, { description: ODD.combining }),
      ];
      expect(leads).toMatchObject([
        { agent: { id: agent.id }, source: null, place: null, state: 'contacted', note: ODD.emoji },
        { agent: null, source: { id: source.id }, place: null, state: 'not_yet_reached' },
        { agent: null, source: null, place: { id: place.id, name: 'Otaru' } },
        { agent: null, source: null, place: null, description: ODD.combining, attempts: [], version: 1 },
      ]);
      expect((await get(`/api/questions/${id}`)).leads).toEqual(leads);
      expect(await lead(leads[0]!.id)).toEqual(leads[0]);

      const path = `/api/questions/${id}/leads`;
      const base = { kind: 'person', description: 'D' };
      const wrong: [object, string][] = [
        [{ agentId: agent.id, placeId: place.id }, '/placeId'],
        [{ sourceId: UNKNOWN_ID }, '/sourceId'],
        [{ kind: 'document', state: 'met' }, '/state'],
        [{ kind: 'institution', state: 'died' }, '/state'],
        [{ nextStep: {} }, '/nextStep/text'],
        [{ nextStep: { text: 'T', ownerId: UNKNOWN_ID } }, '/nextStep/ownerId'],
        [{ nextStep: { text: 'T', due: { edtf: '1900-02-29' } } }, '/nextStep/due/edtf'],
      ];
      for (const [fields, pointer] of wrong) {
        expectProblem(await refused(path, { ...base, ...fields }), 422, { pointer });
      }
      expectProblem(await refused(`/api/questions/${UNKNOWN_ID}/leads`, base), 404);
    });

    test('has a next step with its owner and date, until it is done', async () => {
      const owner = await makeAgent(archive, { name: '吉野 愛子' });
      const opened = await newLead({
        nextStep: { text: ODD.japanese, ownerId: owner.id, due: { words: 'by spring', edtf: '2027-03' } },
      });
      expect(opened.nextStep).toMatchObject({
        text: ODD.japanese,
        owner: { id: owner.id, name: '吉野 愛子' },
        due: { words: 'by spring', edtf: '2027-03', latest: '2027-03-31' },
      });
      const then = await newest();
      const path = `/api/leads/${opened.id}`;
      const other = await revise(archive, path, 1, { nextStep: { text: 'Ask again.' } }, 'researcher');
      expect(other.body).toMatchObject({
        nextStep: { text: 'Ask again.', owner: null, due: null },
        version: 2,
        state: 'not_yet_reached',
      });
      const done = await revise(archive, path, 2, { nextStep: null, description: ODD.quotes });
      expect(done.body).toMatchObject({ nextStep: null, description: ODD.quotes, version: 3 });
      expect(await get(`${path}?asOf=${then}`)).toEqual(opened);
      await storesNothing(archive, async () => {
        const wrong: [object, string][] = [
          [{ nextStep: { text: 'T', ownerId: UNKNOWN_ID } }, '/nextStep/ownerId'],
          [{ nextStep: { text: ' ' } }, '/nextStep/text'],
          [{ nextStep: 'T' }, '/nextStep'],
          [{ state: 'met' }, '/state'],
          [{}, ''],
        ];
        for (const [body, pointer] of wrong) {
          expectProblem(await revise(archive, path, 3, body), 422, { pointer });
        }
        expectProblem(await revise(archive, path, 1, { note: 'N' }), 412);
      });
    });

    test('comes to stand otherwise by a transition with its reason, and its attempts stay', async () => {
      const opened = await newLead({ kind: 'person' });
      await makeAttempt(archive, opened.id, { outcome: 'no_answer' });
      const contacted = await move(opened.id, 1, { to: 'contacted', because: ODD.cyrillic });
      expect([contacted.status, contacted.body]).toMatchObject([
        200,
        {
          state: 'contacted',
          stateBecause: ODD.cyrillic,
          attempts: [{ outcome: 'no_answer' }],
          version: 2,
          activity: { type: 'lead.transition' },
        },
      ]);
      const then = await newest();
      await moveLead(archive, { id: opened.id, version: 2 }, 'met');
      expect(await get(`/api/leads/${opened.id}?asOf=${then}`)).toEqual(contacted.body);
      const activity = ((contacted.body as Made).activity as Made).id;
      expect((await get(`/api/activities/${activity}`)).note).toBe(ODD.cyrillic);
    });

    test('cannot come to stand as it cannot, and it is told what it can', async () => {
      const document = await newLead({ kind: 'document' });
      const dead = await newLead({ kind: 'person', state: 'died' });
      await storesNothing(archive, async () => {
        const impossible = await move(document.id, 1, { to: 'met', because: 'B' });
        expectProblem(impossible, 409, { code: 'lead.transition' });
        expect(impossible.body).toMatchObject({ from: 'not_yet_reached', possible: ['lost', 'found'] });
        const revived = await move(dead.id, 1, { to: 'contacted', because: 'B' });
        expect(revived.body).toMatchObject({ from: 'died', possible: ['not_yet_reached'] });
        expectProblem(await move(dead.id, 1, { to: 'died', because: 'B' }), 409);
        for (const [body, pointer] of [
          [{ to: 'found' }, '/because'],
          [{ to: 'found', because: ' ' }, '/because'],
          [{ to: 'eaten', because: 'B' }, '/to'],
          [{ because: 'B' }, '/to'],
        ] as const) {
          expectProblem(await move(document.id, 1, body), 422, { pointer });
        }
        expectProblem(await move(document.id, 2, { to: 'found', because: 'B' }), 412);
        expectProblem(await move(UNKNOWN_ID, 1, { to: 'found', because: 'B' }), 404);
        const path = `/api/leads/${document.id}/transitions`;
        expectProblem(await archive.as('researcher').post(path).send({ to: 'found', because: 'B' }), 428);
        const reader = archive.as('reader').post(path).set('if-match', '"v1"');
        expectProblem(await reader.send({ to: 'found', because: 'B' }), 403);
      });
    });

    test('of several who move it at once one does', async () => {
      for (let round = 0; round < 4; round++) {
        const { id } = await newLead({ kind: 'person' });
        const answers = await Promise.all(
          ['contacted', 'met', 'lost'].map((to) => move(id, 1, { to, because: 'B' })),
        );
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      }
    });
  });

  describe('an attempt', () => {
    test('says when, how, by whom and where was searched, and what came of it', async () => {
      const opened = await newLead();
      const [narrator, place, source] = [
        await makeAgent(archive, { name: '吉野 愛子' }),
        await makePlace(archive),
        await makeUnnamedSource(archive),
      ];
      await makeAttempt(archive, opened.id, {
        outcome: 'refused',
        when: { words: 'some years ago', edtf: '198X' },
        byId: narrator.id,
        where: { agentId: narrator.id, words: ODD.rightToLeft },
        channel: '手紙',
        note: ODD.quotes,
      });
      await makeAttempt(archive, opened.id, { where: { placeId: place.id } });
      await makeAttempt(archive, opened.id, { where: { sourceId: source.id } });
      await makeAttempt(archive, opened.id, { where: { words: ODD.emoji } });
      const last = await makeAttempt(archive, opened.id, { outcome: 'found' });
      const { warnings, ...shown } = last;
      expect(shown).toEqual(await lead(opened.id));
      expect(warnings).toEqual([]);
      expect(last.attempts).toMatchObject([
        {
          outcome: 'refused',
          when: { words: 'some years ago', edtf: '198X', earliest: '1980-01-01', latest: '1989-12-31' },
          by: { id: narrator.id },
          where: { place: null, agent: { id: narrator.id }, source: null, words: ODD.rightToLeft },
          channel: '手紙',
          note: ODD.quotes,
        },
        { where: { place: { id: place.id, name: 'Otaru' }, agent: null, source: null, words: null } },
        { where: { source: { id: source.id, unnamed: true } } },
        { where: { place: null, agent: null, source: null, words: ODD.emoji } },
        { outcome: 'found', when: null, by: null, where: null },
      ]);
      const links = await archive.sql<{ link: string }>(
        `SELECT l.relation || ' ' || l.to_kind AS link FROM provenance_link l JOIN attempt y ON y.id = l.from_id
         WHERE y.lead_id = $1 AND l.to_kind <> 'lead' ORDER BY link`,
        [opened.id],
      );
      expect(links.map(({ link }) => link)).toEqual([
        'wasAttributedTo agent',
        'wasInfluencedBy agent',
        'wasInfluencedBy source',
      ]);
    });

    test('of those made at once all are kept', async () => {
      const opened = await newLead();
      await Promise.all(
        Array.from({ length: 8 }, (_, n) => makeAttempt(archive, opened.id, { note: `try ${n}` })),
      );
      const { attempts } = (await lead(opened.id)) as unknown as { attempts: Made[] };
      expect(attempts.map(({ note }) => note).sort()).toEqual(
        Array.from({ length: 8 }, (_, n) => `try ${n}`),
      );
    });

    test('says how it ended and names only what exists', async () => {
      const opened = await newLead();
      const path = `/api/leads/${opened.id}/attempts`;
      const place = await makePlace(archive);
      const wrong: [object, string][] = [
        [{ outcome: undefined }, '/outcome'],
        [{ outcome: 'perhaps' }, '/outcome'],
        [{ byId: UNKNOWN_ID }, '/byId'],
        [{ when: { edtf: '1900-02-29' } }, '/when/edtf'],
        [{ where: {} }, '/where'],
        [{ where: 'everywhere' }, '/where'],
        [{ where: { placeId: UNKNOWN_ID } }, '/where/placeId'],
        [{ where: { placeId: place.id, sourceId: place.id } }, '/where/sourceId'],
        [{ where: { words: ' ' } }, '/where/words'],
      ];
      for (const [fields, pointer] of wrong) {
        expectProblem(await refused(path, { outcome: 'found', ...fields }), 422, { pointer });
      }
      expectProblem(await refused(`/api/leads/${UNKNOWN_ID}/attempts`, { outcome: 'found' }), 404);
    });
  });

  describe('a repeated search', () => {
    const outcomes = ({ warnings }: Made) => (warnings as Made[]).map(({ note }) => note);
    const ask = async (id: string, query: string) =>
      (await pagesOf<Made>(archive, `/api/leads/${id}/earlier-attempts?${query}`, 1)).map(({ note }) => note);

    test('is warned of with what came of it, whatever question it was for', async () => {
      const [diary, place, elsewhere] = [
        await makeUnnamedSource(archive),
        await makePlace(archive),
        await makePlace(archive),
      ];
      const first = await newLead({ kind: 'document', sourceId: diary.id });
      const same = await newLead({ kind: 'document', sourceId: diary.id });
      const another = await newLead({ kind: 'document', sourceId: (await makeUnnamedSource(archive)).id });
      const where = { placeId: place.id, words: 'the reading room' };
      expect(await ask(same.id, `placeId=${place.id}`)).toEqual([]);
      await makeAttempt(archive, first.id, {
        where,
        note: 'A',
        outcome: 'not_found',
        when: { edtf: '1998' },
      });
      await makeAttempt(archive, another.id, { where, note: 'other document' });
      await makeAttempt(archive, first.id, { where: { placeId: elsewhere.id }, note: 'other place' });
      const then = await newest();
      expect(await ask(same.id, `placeId=${place.id}`)).toEqual(['A']);
      const again = await makeAttempt(archive, same.id, { where: { placeId: place.id }, note: 'B' });
      expect(again.warnings).toMatchObject([
        {
          lead: { id: first.id, questionId: first.questionId, description: first.description },
          outcome: 'not_found',
          when: { edtf: '1998' },
          where: { place: { id: place.id }, words: 'the reading room' },
          note: 'A',
        },
      ]);
      expect((again.attempts as Made[]).map(({ note }) => note)).toEqual(['B']);
      const third = await makeAttempt(archive, first.id, { where, note: 'C' });
      expect(outcomes(third)).toEqual(['B', 'A']);
      expect(await ask(same.id, `placeId=${place.id}`)).toEqual(['C', 'B', 'A']);
      expect(await ask(same.id, `placeId=${place.id}&asOf=${then}`)).toEqual(['A']);
      expect(await ask(same.id, `placeId=${elsewhere.id}`)).toEqual(['other place']);
    });

    test('is known by whichever record of a place, as long as they are merged', async () => {
      const [hoten, mukden, stranger] = [
        await makePlace(archive, { name: '奉天' }),
        await makePlace(archive, { name: 'Мукден' }),
        await makePlace(archive),
      ];
      const merged = await makeSameAs(archive, mukden.id, hoten.id, {}, 'place');
      expect(merged).toMatchObject({ place: { id: mukden.id }, closedLeads: [], questions: [] });
      await makeSameAs(archive, stranger.id, hoten.id, { certainty: 'perhaps' }, 'place');
      const searched = await newLead({ kind: 'document', sourceId: (await makeUnnamedSource(archive)).id });
      const at = ({ id }: Made, note: string) =>
        makeAttempt(archive, searched.id, { where: { placeId: id }, note });
      await at(mukden, 'A');
      const then = await newest();
      expect(outcomes(await at(hoten, 'B'))).toEqual(['A']);
      expect(outcomes(await at(stranger, 'C'))).toEqual([]);
      expect(await ask(searched.id, `placeId=${mukden.id}`)).toEqual(['B', 'A']);
      // The lead itself may be the place.
      const [one, other] = [
        await newLead({ kind: 'place', placeId: hoten.id }),
        await newLead({ kind: 'place', placeId: mukden.id }),
      ];
      await makeAttempt(archive, one.id, { note: 'D' });
      expect(outcomes(await makeAttempt(archive, other.id, { note: 'E' }))).toEqual(['D']);
      const withdrawal = archive.as('archivist').post(`/api/same-as/${merged.id}/withdrawal`);
      await withdrawal.set('if-match', '"v1"').send({ because: 'Two towns.' }).expect(200);
      expect(await ask(searched.id, `placeId=${mukden.id}`)).toEqual(['A']);
      expect(await ask(searched.id, `placeId=${hoten.id}&asOf=${then}`)).toEqual(['A']);
      expect(await ask(other.id, '')).toEqual(['E']);
    });

    test('of a place in words alone is known by the words, whatever their width, case and blanks', async () => {
      const opened = await newLead({ kind: 'document' });
      const apart = await newLead({ kind: 'document' });
      await makeAttempt(archive, opened.id, { where: { words: 'The Archive of the 鉄道' }, note: 'A' });
      const again = await makeAttempt(archive, opened.id, {
        where: { words: ' ｔｈｅ  archive\nof the 鉄道 ' },
        note: 'B',
      });
      expect(outcomes(again)).toEqual(['A']);
      const other = await makeAttempt(archive, opened.id, { where: { words: 'the archive of the 鐵' } });
      expect(outcomes(other)).toEqual([]);
      // What is only described is not known to be the same thing.
      const unrelated = await makeAttempt(archive, apart.id, { where: { words: 'The Archive of the 鉄道' } });
      expect(outcomes(unrelated)).toEqual([]);
      expect(await ask(opened.id, `words=${encodeURIComponent('THE ARCHIVE OF THE 鉄道')}`)).toEqual([
        'B',
        'A',
      ]);
    });

    test('an institution or place that is the lead itself need not be named', async () => {
      const institution = await makeAgent(archive, { kind: 'organisation' });
      const opened = await newLead({ kind: 'institution', agentId: institution.id });
      await makeAttempt(archive, opened.id, { note: 'A' });
      await makeAttempt(archive, opened.id, { note: 'elsewhere', where: { words: 'its branch' } });
      expect(outcomes(await makeAttempt(archive, opened.id, { note: 'B' }))).toEqual(['A']);
      expect(await ask(opened.id, '')).toEqual(['B', 'A']);
      // To write to a person twice is no repeated search.
      const person = await newLead({ kind: 'person', agentId: (await makeAgent(archive)).id });
      await makeAttempt(archive, person.id);
      expect(outcomes(await makeAttempt(archive, person.id))).toEqual([]);
    });

    test('is warned of with twenty at most, and not with what one may not see', async () => {
      const [source, place] = [await makeUnnamedSource(archive), await makePlace(archive)];
      const [mine, secret] = [
        await newLead({ kind: 'document', sourceId: source.id }),
        await newLead({ kind: 'document', sourceId: source.id }),
      ];
      const where = { placeId: place.id };
      await makeAttempt(archive, secret.id, { where, note: 'secret' });
      for (let n = 0; n < 21; n++) await makeAttempt(archive, mine.id, { where, note: `${n}` });
      const path = `/api/leads/${mine.id}/attempts`;
      const last = await archive.as('researcher').post(path).send({ outcome: 'found', where });
      expect(outcomes(last.body as Made)).toEqual(Array.from({ length: 20 }, (_, n) => `${20 - n}`));
      expect(await ask(mine.id, `placeId=${place.id}`)).toHaveLength(23);
      await restrict(archive, [{ table: 'question', where: `id = '${secret.questionId as string}'` }]);
      expect(await ask(mine.id, `placeId=${place.id}`)).toHaveLength(22);
      expectProblem(await archive.as(null).get(`/api/leads/${secret.id}/earlier-attempts`), 404);
      expectProblem(await archive.as(null).get(`/api/leads/${UNKNOWN_ID}/earlier-attempts`), 404);
      const both = `placeId=${place.id}&sourceId=${source.id}`;
      expectProblem(await archive.as(null).get(`/api/leads/${mine.id}/earlier-attempts?${both}`), 422, {
        pointer: '/sourceId',
      });
    });
  });

  describe('who must not be asked any more', () => {
    const person = async (name = 'Ivan Petrov') => makeAgent(archive, { name });
    const to = (agentId: string, fields: object = {}) => newLead({ kind: 'person', agentId, ...fields });

    test('who died is no lead any more, everywhere at once, and it is told who could still answer', async () => {
      const [dying, other] = [await person('吉野 愛子'), await person()];
      const question = await makeQuestion(archive, { statement: ODD.japanese });
      const leads = [
        await makeLead(archive, question.id, {
          kind: 'person',
          agentId: dying.id,
          nextStep: { text: 'Write.', ownerId: other.id, due: { edtf: '2027' } },
        }),
        await to(dying.id, { state: 'met' }),
        await to(dying.id, { state: 'declined' }),
      ];
      const papers = await makeLead(archive, question.id, { kind: 'document', description: 'her papers' });
      const already = await to(dying.id, { state: 'died' });
      const untouched = await to(other.id);
      const alive = await makeLead(archive, leads[1]!.questionId as string, {
        kind: 'person',
        agentId: other.id,
      });
      const then = await newest();

      const said = await stateReachability(archive, dying.id, 'died', { when: { edtf: '2026' } });
      expect(said).toMatchObject({ state: 'died', when: { edtf: '2026' } });
      expect(said.closedLeads).toMatchObject([
        { id: leads[0]!.id, was: 'not_yet_reached', state: 'died', questionId: question.id },
        { id: leads[1]!.id, was: 'met', state: 'died' },
        { id: leads[2]!.id, was: 'declined', state: 'died' },
      ]);
      expect(said.questions).toMatchObject([
        {
          id: question.id,
          statement: ODD.japanese,
          couldAnswer: [{ id: papers.id, kind: 'document', agent: null }],
          withoutLivingWitness: true,
        },
        {
          id: leads[1]!.questionId,
          couldAnswer: [{ id: alive.id, agent: { id: other.id } }],
          withoutLivingWitness: false,
        },
        { id: leads[2]!.questionId, couldAnswer: [], withoutLivingWitness: true },
      ]);
      for (const { id } of leads) {
        expect(await lead(id)).toMatchObject({
          state: 'died',
          stateBecause: 'The person died.',
          nextStep: null,
          version: 2,
          activity: { id: (said.activity as Made).id, type: 'reachability.record' },
        });
      }
      expect(await lead(leads[0]!.id)).not.toEqual(await get(`/api/leads/${leads[0]!.id}?asOf=${then}`));
      for (const { id } of [already, untouched, papers, alive]) expect((await lead(id)).version).toBe(1);
      expect(await get(`/api/reachability/${said.id}`)).toEqual(said);

      // Somebody else dies later: of today nobody is left, and as of then there was one.
      await stateReachability(archive, other.id, 'died');
      const now = await get(`/api/reachability/${said.id}`);
      expect(now.questions).toMatchObject([{}, { couldAnswer: [], withoutLivingWitness: true }, {}]);
      const before = await get(`/api/reachability/${said.id}?asOf=${(said.activity as Made).id}`);
      expect(before.questions).toEqual(said.questions);
    });

    test('nobody dead is to be reached, but what was tried is recorded', async () => {
      const { id } = await person();
      const lead = await to(id);
      await stateReachability(archive, id, 'died');
      const question = (await makeQuestion(archive)).id;
      const open = await refused(`/api/questions/${question}/leads`, {
        kind: 'person',
        description: 'D',
        agentId: id,
      });
      expectProblem(open, 409, { code: 'lead.person_died' });
      const revived = await storesNothing(archive, () =>
        move(lead.id, 2, { to: 'not_yet_reached', because: 'B' }),
      );
      expectProblem(revived, 409, { code: 'lead.person_died' });
      await makeAttempt(archive, lead.id, { outcome: 'no_answer', note: 'The letter came back.' });
      await to(id, { state: 'died' });
      // He turns out to live.
      await stateReachability(archive, id, 'living', { because: 'It was his brother.' });
      expect((await moveLead(archive, { id: lead.id, version: 2 }, 'not_yet_reached')).state).toBe(
        'not_yet_reached',
      );
    });

    test('who asked not to be contacted is not contacted, and it is told who recorded it, when and why', async () => {
      const silent = await person(ODD.cyrillic);
      const leads = [await to(silent.id), await to(silent.id, { state: 'contacted' })];
      const said = await stateReachability(archive, silent.id, 'do_not_contact', {
        when: { edtf: '2026-03' },
        because: ODD.quotes,
      });
      expect(said.closedLeads).toMatchObject([
        { id: leads[0]!.id, was: 'not_yet_reached', state: 'declined' },
        { id: leads[1]!.id, was: 'contacted', state: 'declined' },
      ]);
      const another = await newLead({ kind: 'institution' });
      const question = (await makeQuestion(archive)).id;
      await storesNothing(archive, async () => {
        const answers = [
          await archive
            .as('researcher')
            .post(`/api/leads/${leads[0]!.id}/attempts`)
            .send({ outcome: 'found' }),
          await archive
            .as('researcher')
            .post(`/api/leads/${another.id}/attempts`)
            .send({ outcome: 'found', where: { agentId: silent.id } }),
          await archive
            .as('researcher')
            .post(`/api/questions/${question}/leads`)
            .send({ kind: 'person', description: 'D', agentId: silent.id }),
          await move(leads[0]!.id, 2, { to: 'contacted', because: 'B' }),
        ];
        for (const answer of answers) {
          expectProblem(answer, 409, { code: 'lead.do_not_contact' });
          expect(answer.body).toMatchObject({
            decision: {
              id: said.id,
              state: 'do_not_contact',
              because: ODD.quotes,
              by: { name: 'Test archivist' },
              at: expect.stringMatching(/^20\d\d-/) as string,
            },
          });
          const { detail } = answer.body as { detail: string };
          for (const part of [ODD.cyrillic, 'Test archivist', ODD.quotes]) expect(detail).toContain(part);
        }
      });
      // What was tried before he said so is part of the story; what may have been tried afterwards is not let in.
      await makeAttempt(archive, leads[0]!.id, { when: { edtf: '2026-02' } });
      for (const when of ['2026', '2026-03-01', '20XX'].map((edtf) => ({ edtf }))) {
        const late = await refused(`/api/leads/${leads[0]!.id}/attempts`, { outcome: 'found', when });
        expectProblem(late, 409, { code: 'lead.do_not_contact' });
      }
      await to(silent.id, { state: 'declined' });
      // What is told of an earlier time closes and opens nothing.
      const earlier = await stateReachability(archive, silent.id, 'died', { when: { edtf: '1950' } });
      expect(earlier.closedLeads).toEqual([]);
      // He thinks better of it.
      await stateReachability(archive, silent.id, 'living', { because: 'He wrote to us.' });
      await makeAttempt(archive, leads[0]!.id, { outcome: 'found' });
      await moveLead(archive, { id: leads[0]!.id, version: 2 }, 'contacted');
    });

    test('leads to somebody close as such leads can; leads to things of his stay open', async () => {
      const [group, owner] = [await makeAgent(archive, { kind: 'organisation' }), await person()];
      const leads = [
        await newLead({ kind: 'institution', agentId: group.id }),
        await newLead({ kind: 'document', agentId: owner.id }),
        await newLead({ kind: 'institution', agentId: owner.id }),
      ];
      await stateReachability(archive, group.id, 'do_not_contact');
      await stateReachability(archive, owner.id, 'died');
      const states = [];
      for (const { id } of leads) states.push((await lead(id)).state);
      expect(states).toEqual(['declined', 'not_yet_reached', 'lost']);
      // His papers are sought elsewhere, and more is opened on them.
      await makeAttempt(archive, leads[1]!.id);
      await newLead({ kind: 'document', agentId: owner.id });
      const read = await lead(leads[1]!.id);
      const question = await get(`/api/questions/${read.questionId as string}`);
      expect(question.leads).toMatchObject([{ id: read.id, state: 'not_yet_reached' }]);
    });

    test('what is said of one record of a person holds for all of them, as long as they are the same', async () => {
      const [one, other, third, stranger] = [
        await person('Sejima Ryuzo'),
        await person('瀬島龍三'),
        await person('Сэдзима'),
        await person(),
      ];
      await makeSameAs(archive, one.id, other.id);
      const merged = await makeSameAs(archive, third.id, other.id);
      await makeSameAs(archive, stranger.id, other.id, { certainty: 'perhaps' });
      const leads = [await to(one.id), await to(other.id), await to(third.id)];
      const apart = await to(stranger.id);
      const library = { where: { words: 'the library' } };
      await makeAttempt(archive, leads[0]!.id, library);
      expect((await makeAttempt(archive, leads[2]!.id, library)).warnings).toHaveLength(1);
      expect((await makeAttempt(archive, apart.id, library)).warnings).toEqual([]);

      const said = await stateReachability(archive, one.id, 'do_not_contact');
      expect((said.closedLeads as Made[]).map(({ id }) => id)).toEqual(leads.map(({ id }) => id));
      expect((await lead(apart.id)).state).toBe('not_yet_reached');
      for (const { id } of leads) {
        const tried = await refused(`/api/leads/${id}/attempts`, { outcome: 'found' });
        expectProblem(tried, 409, { code: 'lead.do_not_contact' });
        expect(tried.body).toMatchObject({ decision: { id: said.id } });
      }
      await makeAttempt(archive, apart.id);

      // Somebody else after all: of him nothing was said.
      await archive
        .as('archivist')
        .post(`/api/same-as/${merged.id}/withdrawal`)
        .set('if-match', '"v1"')
        .send({ because: 'Born in another year.' })
        .expect(200);
      await makeAttempt(archive, leads[2]!.id);
      await moveLead(archive, { id: leads[2]!.id, version: 2 }, 'contacted');
      const still = await refused(`/api/leads/${leads[1]!.id}/attempts`, { outcome: 'found' });
      expectProblem(still, 409, { code: 'lead.do_not_contact' });
    });

    test('who is found to be the same as somebody who must not be asked is asked no more', async () => {
      for (const [state, closedAs] of [
        ['died', 'died'],
        ['do_not_contact', 'declined'],
      ] as const) {
        const [gone, other, third] = [await person('瀬島龍三'), await person('Sejima R.'), await person()];
        const leads = [
          await to(other.id, { nextStep: { text: 'Write.' } }),
          await to(other.id, { state: 'met' }),
        ];
        const papers = await newLead({ kind: 'document', agentId: other.id });
        await stateReachability(archive, gone.id, state);
        const perhaps = await makeSameAs(archive, gone.id, other.id, { certainty: 'perhaps' });
        expect([perhaps.closedLeads, (await lead(leads[0]!.id)).state]).toEqual([[], 'not_yet_reached']);

        // Merged either way round, and by who does not know of it.
        await restrict(archive, [{ table: 'reachability', where: `agent_id = '${gone.id}'` }]);
        const response = await archive
          .as('researcher')
          .post(`/api/agents/${gone.id}/same-as`)
          .send({ agentId: other.id, certainty: 'same', rationale: 'One signature.' })
          .expect(201);
        const merged = response.body as Made;
        expect(merged.closedLeads).toMatchObject([
          { id: leads[0]!.id, was: 'not_yet_reached', state: closedAs, questionId: leads[0]!.questionId },
          { id: leads[1]!.id, was: 'met', state: closedAs },
        ]);
        expect(merged.questions).toMatchObject([
          { id: leads[0]!.questionId, couldAnswer: [], withoutLivingWitness: true },
          { id: leads[1]!.questionId, withoutLivingWitness: true },
        ]);
        for (const { id } of leads) {
          expect(await lead(id)).toMatchObject({
            state: closedAs,
            stateBecause: expect.stringContaining('found to be of a person who') as string,
            nextStep: null,
            activity: { id: (merged.activity as Made).id, type: 'same_as.record' },
          });
        }
        expect((await lead(papers.id)).version).toBe(1);
        const asked = await refused(`/api/questions/${leads[0]!.questionId as string}/leads`, {
          kind: 'person',
          description: 'D',
          agentId: other.id,
        });
        expectProblem(asked, 409, { code: state === 'died' ? 'lead.person_died' : 'lead.do_not_contact' });
        // He may not see who said so, nor why.
        expect(asked.text).not.toContain('His daughter');
        expect(asked.body).not.toHaveProperty('decision');
        expect((await makeSameAs(archive, third.id, gone.id)).closedLeads).toEqual([]);

        // Two men after all. What was closed is named, stays closed, and can be gone on with from where it was.
        const apart = await archive
          .as('researcher')
          .post(`/api/same-as/${merged.id}/withdrawal`)
          .set('if-match', '"v1"')
          .send({ because: 'Two cousins.' })
          .expect(200);
        expect((apart.body as Made).closedLeads).toEqual(merged.closedLeads);
        expect(await get(`/api/same-as/${merged.id}`)).toEqual(apart.body);
        const then = await get(`/api/same-as/${merged.id}?asOf=${(merged.activity as Made).id}`);
        expect(then).toEqual(merged);
        const before = await get(`/api/leads/${leads[0]!.id}?asOf=${(perhaps.activity as Made).id}`);
        expect(before).toMatchObject({ state: 'not_yet_reached', nextStep: { text: 'Write.' } });
        const back = state === 'died' ? 'not_yet_reached' : 'contacted';
        expect((await moveLead(archive, { id: leads[0]!.id, version: 2 }, back)).state).toBe(back);
      }
    });

    test('of a merge, a statement and a new lead at once none slips by', async () => {
      for (let round = 0; round < 6; round++) {
        const [one, other] = [await person(), await person()];
        await to(other.id);
        const question = (await makeQuestion(archive)).id;
        const answers = await Promise.all([
          makeSameAs(archive, other.id, one.id),
          stateReachability(archive, one.id, 'do_not_contact'),
          archive
            .as('researcher')
            .post(`/api/questions/${question}/leads`)
            .send({ kind: 'person', description: 'D', agentId: other.id }),
        ]);
        expect([201, 409]).toContain(answers[2].status);
        const open = await archive.sql(
          `SELECT FROM lead WHERE agent_id = $1 AND state IN ('not_yet_reached', 'contacted', 'met')`,
          [other.id],
        );
        expect([round, open]).toEqual([round, []]);
      }
    });

    test('closes also the leads one may not see, and tells of them nothing', async () => {
      const { id } = await person();
      const [seen, hidden] = [await to(id), await to(id)];
      await restrict(archive, [
        { table: 'question', where: `id = '${hidden.questionId as string}'` },
        { table: 'lead', where: `id = '${hidden.id}'` },
      ]);
      const path = `/api/agents/${id}/reachability`;
      const said = await archive.as('researcher').post(path).send({ state: 'died', because: 'B' });
      expect(said.body).toMatchObject({
        closedLeads: [{ id: seen.id }],
        questions: [{ id: seen.questionId }],
      });
      expect((said.body as { closedLeads: Made[] }).closedLeads).toHaveLength(1);
      expect(said.text).not.toContain(hidden.id);
      const { body } = await archive.as('archivist').get(`/api/leads/${hidden.id}`);
      expect(body).toMatchObject({ state: 'died' });
      const all = await archive.as('archivist').get(`/api/reachability/${(said.body as Made).id}`);
      expect((all.body as { closedLeads: Made[] }).closedLeads).toHaveLength(2);
    });

    test('whoever comes first, nobody is asked who asked not to be', async () => {
      for (let round = 0; round < 6; round++) {
        const { id } = await person();
        const opened = await to(id);
        const question = (await makeQuestion(archive)).id;
        const [, tried, begun] = await Promise.all([
          stateReachability(archive, id, 'do_not_contact', { when: { edtf: '2020' } }),
          archive.as('researcher').post(`/api/leads/${opened.id}/attempts`).send({ outcome: 'no_answer' }),
          archive
            .as('researcher')
            .post(`/api/questions/${question}/leads`)
            .send({ kind: 'person', description: 'D', agentId: id }),
          move(opened.id, 1, { to: 'contacted', because: 'B' }),
        ]);
        expect([201, 409]).toContain(tried.status);
        expect([201, 409]).toContain(begun.status);
        const open = await archive.sql(
          `SELECT FROM lead WHERE agent_id = $1 AND state IN ('not_yet_reached', 'contacted', 'met')`,
          [id],
        );
        expect([round, open]).toEqual([round, []]);
      }
    });
  });
});
