import { TokensService } from '../src/access/tokens.service.js';
import { STAFF } from '../src/common/principal.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { EmbargoesService } from '../src/restrictions/embargoes.service.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, rowCounts, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  imposeRestriction,
  type Made,
  makeAgent,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeExpectedDocument,
  makeFlag,
  makeLife,
  makeQuestion,
  makeSource,
  makeTestimony,
} from './support/factories.js';

const DAY = 86_400_000;

describe('restrictions', () => {
  let archive: TestArchive;
  let second: string;

  beforeAll(async () => {
    archive = await openArchive();
    const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
    second = (
      await archive.app
        .get(TokensService, { strict: false })
        .issue(by, { role: 'archivist', label: 'Second' })
    ).token;
  });
  afterAll(() => archive.close());

  const restrict = (body: object) => archive.as('archivist').post('/api/restrictions').send(body);
  const wish = (fields: object): object => ({
    mode: 'hidden_sealed',
    basis: 'narrator',
    because: 'He asked.',
    ...fields,
  });
  const statusFor = async (role: 'researcher' | 'archivist' | null, path: string): Promise<number> =>
    (await archive.as(role).get(path)).status;
  const end = (id: string) =>
    archive.as('archivist').post(`/api/restrictions/${id}/end`).send({ because: 'He thought better of it.' });

  /** A source, a claim that cites it and a judgement that rests on the citation. */
  async function evidence() {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id);
    const source = await makeSource(archive);
    const citation = await makeCitation(archive, claim.id, { source: { id: source.id } });
    const assessment = await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
    const flag = await makeFlag(archive, claim.id);
    return { testimony, claim, source, citation, assessment, flag };
  }

  test('close a record and all that derives from it, and open both again when they end', async () => {
    const { claim, source, citation } = await evidence();
    const before = await archive.as(null).get(`/api/claims/${claim.id}`);
    const { id, ...made } = await imposeRestriction(archive, { kind: 'source', recordId: source.id });
    expect(made).toMatchObject({
      part: 'record',
      end: null,
      closes: expect.arrayContaining([
        { kind: 'source', count: 1 },
        { kind: 'citation', count: 1 },
        { kind: 'assessment', count: 1 },
      ]) as unknown,
    });
    expect(await statusFor('researcher', `/api/sources/${source.id}`)).toBe(404);
    expect(await statusFor('researcher', `/api/citations/${citation.id}`)).toBe(404);
    expect((await archive.as(null).get(`/api/claims/${claim.id}`)).body).toMatchObject({
      citations: [],
      confidence: null,
      assessments: [],
    });
    expect(await statusFor('archivist', `/api/sources/${source.id}`)).toBe(200);
    expect((await end(id).expect(200)).body).toMatchObject({ end: { reason: 'lifted' }, closes: [] });
    // To the letter as before: a restriction that came and went leaves no trace either.
    const after = await archive.as(null).get(`/api/claims/${claim.id}`);
    expect([after.text, after.headers.etag]).toEqual([before.text, before.headers.etag]);
    expectProblem(await end(id), 409, { code: 'restriction.ended' });
  });

  test('reach what is written later, in the statement that writes it', async () => {
    const { claim, source } = await evidence();
    await imposeRestriction(archive, { kind: 'source', recordId: source.id });
    const citation = await makeCitation(archive, claim.id, { source: { id: source.id } });
    const assessment = await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
    expect(await statusFor(null, `/api/citations/${citation.id}`)).toBe(404);
    expect(await statusFor(null, `/api/history/assessment/${assessment.id}`)).toBe(404);
    // The acts that wrote nothing else are not to be seen either; those who judge and cite are not told from others.
    for (const [table, { id }] of Object.entries({ citation, assessment })) {
      const [activity] = await archive.sql<{ id: string }>(
        `SELECT activity_id AS id FROM ${table} WHERE id = '${id}'`,
      );
      expect(await statusFor(null, `/api/activities/${activity!.id}`)).toBe(404);
      expect((await archive.as(null).get('/api/activities?limit=200')).text).not.toContain(activity!.id);
      expect(await statusFor('archivist', `/api/activities/${activity!.id}`)).toBe(200);
    }
  });

  test('add up to the strictest, and each ends by itself', async () => {
    const { claim, testimony, source, citation } = await evidence();
    const path = `/api/citations/${citation.id}`;
    const open = await imposeRestriction(archive, {
      kind: 'source',
      recordId: source.id,
      mode: 'registered',
    });
    expect([await statusFor(null, path), await statusFor('researcher', path)]).toEqual([404, 200]);
    const sealed = await imposeRestriction(archive, { kind: 'claim', recordId: claim.id });
    expect(await statusFor('researcher', path)).toBe(404);
    await end(sealed.id).expect(200);
    expect([await statusFor(null, path), await statusFor('researcher', path)]).toEqual([404, 200]);
    const both = await Promise.all(
      ['testimony', 'testimony'].map(() =>
        imposeRestriction(archive, { kind: 'testimony', recordId: testimony.id, mode: 'on_request' }),
      ),
    );
    // Whom one was opened to, the other was not: two requests are needed, so it is the staff's until one of them ends.
    const [row] = await archive.sql<{ access: number }>('SELECT access FROM citation WHERE id = $1', [
      citation.id,
    ]);
    expect(row!.access).toBe(3);
    for (const { id } of [open, ...both]) await end(id).expect(200);
    expect(await statusFor(null, path)).toBe(200);
  });

  test('of the content of a testimony leave it listed, and close its texts and claims, later ones too', async () => {
    const { testimony, claim } = await evidence();
    const { part } = await imposeRestriction(archive, {
      kind: 'testimony',
      recordId: testimony.id,
      mode: 'listed_sealed',
      until: { edtf: '2051' },
    });
    expect(part).toBe('content');
    const shown = (await archive.as(null).get(`/api/testimonies/${testimony.id}`).expect(200)).body as Made;
    expect(shown).toMatchObject({ title: testimony.title, claims: 0, revisions: [] });
    expect(await statusFor(null, `/api/testimonies/${testimony.id}/revisions/1`)).toBe(404);
    expect(await statusFor(null, `/api/claims/${claim.id}`)).toBe(404);
    const later = await makeClaim(archive, testimony.id, { anchors: [{ exact: 'the bridge was gone' }] });
    expect(await statusFor(null, `/api/claims/${later.id}`)).toBe(404);
  });

  test('of a part of a testimony close that, everywhere, and are told to nobody', async () => {
    const testimony = await makeTestimony(archive, {
      summary: '内緒の要約',
      rights: '内緒の権利',
      recorded: { edtf: '1987-03-04', where: '内緒の所' },
    });
    await archive
      .as('archivist')
      .patch(`/api/testimonies/${testimony.id}`)
      .set('if-match', '"v1"')
      .send({ title: 'Another title' })
      .expect(200);
    for (const part of ['summary', 'description']) {
      await imposeRestriction(archive, { kind: 'testimony', recordId: testimony.id, part });
    }
    for (const path of [
      `testimonies/${testimony.id}`,
      'testimonies?limit=200',
      `testimonies/${testimony.id}/report?format=md`,
      `testimonies/${testimony.id}/report?format=json`,
      `testimonies/${testimony.id}/reading`,
      `history/testimony/${testimony.id}`,
      `provenance/testimony/${testimony.id}`,
    ]) {
      const { text } = await archive.as('researcher').get(`/api/${path}`).expect(200);
      expect([path, text.match(/内緒|1987/)]).toEqual([path, null]);
      expect([path, text.includes(testimony.id) || text.includes('Another title')]).toEqual([path, true]);
    }
    expect((await archive.as('archivist').get(`/api/testimonies/${testimony.id}`)).text).toContain(
      '内緒の要約',
    );
  });

  test('take the id of what is hidden out of what names it', async () => {
    const source = await makeSource(archive);
    const { id } = await makeQuestion(archive);
    const expected = await makeExpectedDocument(archive, id);
    await archive
      .as('archivist')
      .patch(`/api/expected-documents/${expected.id}`)
      .set('if-match', '"v1"')
      .send({ foundSourceId: source.id })
      .expect(200);
    await imposeRestriction(archive, { kind: 'source', recordId: source.id });
    for (const path of [`expected-documents/${expected.id}`, `history/expected_document/${expected.id}`]) {
      expect((await archive.as('researcher').get(`/api/${path}`).expect(200)).text).not.toContain(source.id);
    }
  });

  test('can be tried first: what they would close is told, and nothing is stored', async () => {
    const { source } = await evidence();
    const tried = await storesNothing(archive, () =>
      archive
        .as('archivist')
        .post('/api/restrictions?dryRun=true')
        .send(wish({ kind: 'source', recordId: source.id })),
    );
    expect([tried.status, tried.body]).toMatchObject([200, { records: expect.any(Array) as unknown }]);
    expect((tried.body as { records: Made[] }).records.map(({ id }) => id)).toContain(source.id);
    expect(await statusFor(null, `/api/sources/${source.id}`)).toBe(200);
  });

  test('are the archivists’ to impose, to end and to read', async () => {
    const { id } = await makeSource(archive);
    for (const role of ['researcher', 'administrator', 'reader'] as const) {
      const answers = await storesNothing(archive, () =>
        Promise.all([
          archive
            .as(role)
            .post('/api/restrictions')
            .send(wish({ kind: 'source', recordId: id })),
          archive.as(role).get('/api/restrictions'),
          archive.as(role).get(`/api/restrictions?closing=${id}`),
        ]),
      );
      for (const answer of answers) expectProblem(answer, 403);
    }
  });

  test('are found by the record they close, directly or by what it rests on', async () => {
    const { source, citation } = await evidence();
    const made = await imposeRestriction(archive, { kind: 'source', recordId: source.id });
    for (const closed of [source.id, citation.id]) {
      const { body } = await archive.as('archivist').get(`/api/restrictions?closing=${closed}`).expect(200);
      expect((body as { items: Made[] }).items.map(({ id }) => id)).toEqual([made.id]);
    }
    const next = await imposeRestriction(archive, {
      kind: 'source',
      recordId: source.id,
      mode: 'registered',
      replaces: made.id,
    });
    expect((await archive.as('archivist').get(`/api/restrictions/${made.id}`)).body).toMatchObject({
      end: { reason: 'replaced' },
    });
    expect(next.replaces).toBe(made.id);
    expect(await statusFor('researcher', `/api/sources/${source.id}`)).toBe(200);
  });

  test('that say nothing anybody could carry out are refused, with the field', async () => {
    const { testimony, source } = await evidence();
    const revision = (testimony.revisions as Made[])[0]!.id;
    const ended = await imposeRestriction(archive, { kind: 'source', recordId: source.id });
    await end(ended.id).expect(200);
    const ofSource = { kind: 'source', recordId: source.id };
    const wrong: [object, number, string | undefined][] = [
      [{ kind: 'source', recordId: UNKNOWN_ID }, 422, '/recordId'],
      [{ kind: 'claim', recordId: source.id }, 422, '/recordId'],
      [{ kind: 'pamphlet', recordId: source.id }, 422, '/kind'],
      [{ ...ofSource, mode: 'secret' }, 422, '/mode'],
      [{ ...ofSource, mode: 'listed_sealed' }, 422, '/mode'],
      [{ ...ofSource, part: 'summary' }, 422, '/part'],
      [{ ...ofSource, because: ' ' }, 422, '/because'],
      [{ ...ofSource, because: undefined }, 422, '/because'],
      [{ ...ofSource, decidedById: UNKNOWN_ID }, 422, '/decidedById'],
      [{ ...ofSource, until: { edtf: 'soon' } }, 422, '/until/edtf'],
      [{ ...ofSource, until: { edtf: '2051-02-30' } }, 422, '/until/edtf'],
      [{ ...ofSource, until: { edtf: '1945' } }, 422, '/until/edtf'],
      [{ ...ofSource, until: { edtf: '2051/..' } }, 422, '/until/edtf'],
      [{ ...ofSource, until: {} }, 422, '/until'],
      [{ ...ofSource, until: { deathOf: UNKNOWN_ID, years: 10 } }, 422, '/until/deathOf'],
      [{ ...ofSource, until: { years: 10 } }, 422, '/until'],
      [{ ...ofSource, until: { edtf: '2051', deathOf: UNKNOWN_ID, years: 1 } }, 422, '/until'],
      [{ ...ofSource, replaces: UNKNOWN_ID }, 422, '/replaces'],
      [{ ...ofSource, replaces: ended.id }, 409, undefined],
      [{ kind: 'revision', recordId: revision, part: 'span', start: 0, end: 9 }, 422, '/mode'],
      [
        { kind: 'revision', recordId: revision, part: 'span', start: 9, end: 9, mode: 'registered' },
        422,
        '/end',
      ],
      [
        { kind: 'revision', recordId: revision, part: 'span', start: 0, end: 9999, mode: 'registered' },
        422,
        '/end',
      ],
      [{ kind: 'revision', recordId: revision, start: 0, end: 9 }, 422, '/start'],
    ];
    for (const [fields, status, pointer] of wrong) {
      const answer = await storesNothing(archive, () => restrict(wish(fields)));
      expect([fields, answer.status]).toEqual([fields, status]);
      expectProblem(answer, status, { pointer });
    }
    expectProblem(await end(UNKNOWN_ID), 404);
  });

  test('of two at once on one record both hold', async () => {
    const { id } = await makeSource(archive);
    const made = await Promise.all(
      [1, 2].map(() => restrict(wish({ kind: 'source', recordId: id })).expect(201)),
    );
    await end((made[0]!.body as Made).id).expect(200);
    expect(await statusFor('researcher', `/api/sources/${id}`)).toBe(404);
    await end((made[1]!.body as Made).id).expect(200);
    expect(await statusFor('researcher', `/api/sources/${id}`)).toBe(200);
  });

  test('nobody changes who may read a row by hand, in no table', async () => {
    const { source } = await evidence();
    const before = await rowCounts(archive);
    const raise = `UPDATE source SET access = 3 WHERE id = '${source.id}'`;
    await expect(amend(archive, raise)).rejects.toThrow(/follows from restrictions/);
    const opened = `INSERT INTO activity (type, agent_id) VALUES ('source.revise', '${ARCHIVE_AGENT_ID}')`;
    await expect(archive.asApp(`${opened}; ${raise}`)).rejects.toThrow(/follows from restrictions/);
    for (const table of ['restricted_record', 'restricted_span', 'release', 'restriction']) {
      await expect(archive.asApp(`${opened}; DELETE FROM ${table}`)).rejects.toThrow(
        /permission denied|append-only/,
      );
    }
    expect(await rowCounts(archive)).toEqual(before);
  });

  describe('releases', () => {
    const propose = (body: object) => archive.as('archivist').post('/api/releases').send(body);
    const decide = (token: string, id: string, version: number, state: string) =>
      archive
        .as(null)
        .post(`/api/releases/${id}/decision`)
        .set('authorization', `Bearer ${token}`)
        .set('if-match', `"v${version}"`)
        .send({ state, because: 'It tells nothing of the source.' });

    test('publish what was drawn from restricted words, never by one person alone', async () => {
      const { claim, source, citation, assessment } = await evidence();
      const { id: restrictionId } = await imposeRestriction(archive, { kind: 'source', recordId: source.id });
      const body = {
        restrictionId,
        kind: 'assessment',
        recordId: assessment.id,
        because: 'His own judgement.',
      };
      const { id, version } = (await propose(body).expect(201)).body as Made;
      expect((await archive.as(null).get(`/api/claims/${claim.id}`)).body).toMatchObject({
        confidence: null,
        assessments: [],
      });
      const alone = await storesNothing(archive, () =>
        decide(archive.tokens.archivist, id, version, 'approved'),
      );
      expectProblem(alone, 403, { code: 'release.second_person' });
      expectProblem(await propose(body), 409, { code: 'release.stands' });
      await decide(second, id, version, 'approved').expect(200);
      expect((await archive.as(null).get(`/api/claims/${claim.id}`)).body).toMatchObject({
        confidence: 'probable',
        citations: [],
      });
      expect(await statusFor(null, `/api/citations/${citation.id}`)).toBe(404);
      expectProblem(await decide(second, id, 2, 'declined'), 409, { code: 'release.decided' });
      await decide(second, id, 2, 'revoked').expect(200);
      expect((await archive.as(null).get(`/api/claims/${claim.id}`)).body).toMatchObject({
        confidence: null,
        assessments: [],
      });
      await propose(body).expect(201);
    });

    test('of the restricted words themselves, or of what is not closed, there are none', async () => {
      const { testimony, claim, source } = await evidence();
      const { id: restrictionId } = await imposeRestriction(archive, { kind: 'source', recordId: source.id });
      const wrong: object[] = [
        { kind: 'source', recordId: source.id },
        { kind: 'claim', recordId: claim.id },
        { kind: 'testimony', recordId: testimony.id },
        { kind: 'assessment', recordId: UNKNOWN_ID },
        { kind: 'citation', recordId: source.id },
      ];
      for (const fields of wrong) {
        const answer = await storesNothing(archive, () =>
          propose({ restrictionId, because: 'So.', ...fields }),
        );
        expectProblem(answer, 422, { pointer: '/recordId', code: 'release.not_derived' });
      }
      expectProblem(await propose({ restrictionId: UNKNOWN_ID, because: 'So.', ...wrong[0] }), 422);
      expectProblem(
        await archive
          .as('researcher')
          .post('/api/releases')
          .send({ restrictionId, because: 'S', ...wrong[0] }),
        403,
      );
    });

    test('nobody approves alone by SQL either', async () => {
      const { source, assessment } = await evidence();
      const { id } = await imposeRestriction(archive, { kind: 'source', recordId: source.id });
      await expect(
        amend(
          archive,
          `INSERT INTO release (restriction_id, kind, record_id, because, proposed_by_id, state, decided_by_id, decided_because)
           VALUES ('${id}', 'assessment', '${assessment.id}', 'x', '${ARCHIVE_AGENT_ID}', 'approved', '${ARCHIVE_AGENT_ID}', 'x')`,
        ),
      ).rejects.toThrow(/second_person/);
    });
  });

  describe('embargoes', () => {
    const embargoes = (): EmbargoesService => archive.app.get(EmbargoesService, { strict: false });
    const overdue = (id: string, days = 1) =>
      archive.sql(
        `ALTER TABLE restriction DISABLE TRIGGER USER;
         UPDATE restriction SET ends_on = current_date - ${days} WHERE id = '${id}';
         ALTER TABLE restriction ENABLE TRIGGER USER;`,
      );

    test('end by an event once their day has come, not by the clock alone', async () => {
      const { id } = await makeSource(archive);
      const made = await imposeRestriction(archive, {
        kind: 'source',
        recordId: id,
        until: { edtf: '2051-02' },
      });
      expect(made.until).toMatchObject({ edtf: '2051-02', endsOn: '2051-03-01' });
      expect(await embargoes().liftOverdue()).toEqual({ ended: [], held: null });
      await overdue(made.id, 400);
      expect(await statusFor(null, `/api/sources/${id}`)).toBe(404);
      expect(await embargoes().liftOverdue()).toEqual({ ended: [made.id], held: null });
      expect(await statusFor(null, `/api/sources/${id}`)).toBe(200);
      expect((await archive.as('archivist').get(`/api/restrictions/${made.id}`)).body).toMatchObject({
        end: { reason: 'embargo_ended' },
      });
      expect(await embargoes().liftOverdue()).toEqual({ ended: [], held: null });
    });

    test('of several instances that look at once, one ends them', async () => {
      const { id } = await makeSource(archive);
      const made = await imposeRestriction(archive, {
        kind: 'source',
        recordId: id,
        until: { edtf: '2051' },
      });
      await overdue(made.id);
      const lifted = await Promise.all([1, 2, 3].map(() => embargoes().liftOverdue()));
      expect(lifted.flatMap(({ ended }) => ended)).toEqual([made.id]);
    });

    test('are held by a clock that jumped, until a person who looked at it says it is right', async () => {
      const { id } = await makeSource(archive);
      const made = await imposeRestriction(archive, {
        kind: 'source',
        recordId: id,
        until: { edtf: '2051' },
      });
      const { ended, held } = await embargoes().liftOverdue(Date.now() + 40 * 365 * DAY);
      expect([ended, held]).toEqual([[], expect.stringContaining('clock')]);
      expect(await statusFor(null, `/api/sources/${id}`)).toBe(404);
      await overdue(made.id);
      const confirm = (role: 'archivist' | 'researcher', clockIsRight: boolean) =>
        archive.as(role).post('/api/embargoes/end').send({ clockIsRight });
      expectProblem(await confirm('researcher', true), 403);
      expectProblem(await confirm('archivist', false), 409, { code: 'embargo.clock_doubted' });
      expect((await confirm('archivist', true).expect(200)).body).toEqual({ ended: [made.id], held: null });
    });

    test('until years after a death end when that is known and they are over', async () => {
      const [narrator, source] = [await makeAgent(archive), await makeSource(archive)];
      const made = await imposeRestriction(archive, {
        kind: 'source',
        recordId: source.id,
        until: { deathOf: narrator.id, years: 10 },
      });
      expect((await embargoes().liftOverdue()).ended).toEqual([]);
      await makeLife(archive, narrator.id, { died: { date: { edtf: '2015~/2017' } } });
      expect((await embargoes().liftOverdue()).ended).toEqual([]);
      await archive
        .as('archivist')
        .put(`/api/agents/${narrator.id}/life`)
        .set('if-match', '"v1"')
        .send({ died: { date: { edtf: '2015-11' } } })
        .expect(200);
      expect((await embargoes().liftOverdue()).ended).toEqual([made.id]);
    });
  });
});
