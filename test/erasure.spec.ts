import { readFile, writeFile } from 'node:fs/promises';
import { openArchive, type TestArchive } from './support/archive.js';
import { asSecond, erase, erasureFields, requestErasure, tablesWith } from './support/erase.js';
import { codeOf, expectProblem, rowCounts, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  imposeRestriction,
  type Made,
  makeAgent,
  makeAssessment,
  makeCitation,
  makeClaim,
  makeContact,
  makeFlag,
  makeIdentifier,
  makeName,
  makeRevision,
  makeTestimony,
  makeTranslation,
  stateHealth,
} from './support/factories.js';

const JAPANESE =
  '私は春に川を渡った。𠮷田さんの橋はもう無かった。\n\n父は「口にするな」と言った。\n\nその後は誰も話さなかった。';
const SECRET = '父は「口にするな」と言った。';

describe('erasure', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const passagesOf = (testimony: Made) =>
    archive.sql<{ id: string; start: number; end: number; revision: string }>(
      `SELECT p.id, p.start_offset AS start, p.end_offset AS "end", p.revision_id AS revision FROM passage p
       JOIN revision v ON v.id = p.revision_id WHERE v.testimony_id = $1 ORDER BY v.number, p.start_offset`,
      [testimony.id],
    );

  /** A Japanese testimony with the secret in two texts, a claim drawn from it, one beside it, and what hangs on them. */
  async function told() {
    const testimony = await makeTestimony(archive, { text: JAPANESE, language: 'ja' });
    const before = await makeClaim(archive, testimony.id, {
      statement: '橋はもう無かった。',
      anchors: [{ exact: '橋はもう無かった。' }],
    });
    const drawn = await makeClaim(archive, testimony.id, {
      statement: `彼の${SECRET}`,
      anchors: [{ exact: SECRET }],
      date: { words: '口にするなの年', edtf: '1945' },
    });
    const kept = await makeClaim(archive, testimony.id, {
      statement: '父は何かを言った。',
      anchors: [{ exact: 'と言った。' }],
    });
    await makeAssessment(archive, drawn.id, { rationale: `他の人も${SECRET}` });
    await makeFlag(archive, drawn.id, { reason: SECRET });
    const [, secret, last] = await passagesOf(testimony);
    const elsewhere = await makeClaim(archive, (await makeTestimony(archive)).id);
    await makeCitation(archive, elsewhere.id, { passageId: secret!.id, quotation: SECRET });
    const translation = await makeTranslation(archive, testimony.id, {
      language: 'en',
      text: 'I crossed the river.\n\nMy father said: say nothing.\n\nNobody spoke of it.',
    });
    const review = await archive
      .as('archivist')
      .post(`/api/testimonies/${testimony.id}/reviews`)
      .send({
        agentId: (testimony.contributors as { agent: { id: string } }[])[0]!.agent.id,
        passage: 2,
        asked: `Not ${SECRET}`,
      })
      .expect(201);
    const revision = await makeRevision(archive, testimony.id, {
      of: 1,
      edits: [{ start: 0, end: 1, replacement: '僕' }],
    });
    return { testimony, before, drawn, kept, translation, review, revision, secret: secret!, last: last! };
  }

  describe('of a passage', () => {
    let all: Awaited<ReturnType<typeof told>>;
    let erased: Made;
    let anchors: unknown[];
    let counts: Record<string, number>;
    const anchorsOf = () =>
      archive.sql(
        `SELECT id, revision_id, passage_id, start_offset, end_offset, state FROM anchor ORDER BY id`,
      );

    beforeAll(async () => {
      all = await told();
      expect(Object.keys(await tablesWith(archive, SECRET)).sort()).toEqual(
        expect.arrayContaining([
          'anchor',
          'assessment',
          'citation',
          'claim',
          'flag',
          'narrator_review',
          'revision',
        ]),
      );
      [anchors, counts] = [await anchorsOf(), await rowCounts(archive)];
      erased = await erase(archive, {
        kind: 'passage',
        recordId: all.secret.id,
        keepClaimIds: [all.kept.id],
      });
    });

    test('leaves the words in no table', async () => {
      for (const words of [SECRET, '口にするな', 'say nothing']) {
        expect([words, await tablesWith(archive, words)]).toEqual([words, {}]);
      }
    });

    test('leaves every row, link and place where it was', async () => {
      expect(await anchorsOf()).toEqual(anchors);
      const now = await rowCounts(archive);
      for (const table of ['claim', 'anchor', 'passage', 'revision', 'provenance_link', 'citation', 'flag']) {
        expect([table, now[table]]).toEqual([table, counts[table]]);
      }
      const wrong = await archive.sql(
        `SELECT a.id FROM anchor a JOIN revision v ON v.id = a.revision_id WHERE a.start_offset IS NOT NULL
           AND substr(v.text, a.start_offset + 1, a.end_offset - a.start_offset) <> a.exact`,
      );
      expect(wrong).toEqual([]);
    });

    test('replaces one character by one, in every text of the testimony, and keeps the hash as it was', async () => {
      const texts = await archive.sql<{ text: string; kept: boolean; sha256: string }>(
        `SELECT text, sha256, char_length(text) = code_points AS kept FROM revision WHERE testimony_id = $1 ORDER BY number`,
        [all.testimony.id],
      );
      const blocks = '█'.repeat([...SECRET].length);
      expect(texts.map(({ text }) => text)).toEqual(
        [JAPANESE, JAPANESE.replace('私', '僕')].map((text) => text.replace(SECRET, blocks)),
      );
      expect(texts.every(({ kept }) => kept)).toBe(true);
      expect(texts[0]!.sha256).toBe((all.testimony.revisions as { sha256: string }[])[0]!.sha256);
    });

    test('is told to those who could read what is gone, and to nobody else', async () => {
      const gone = await archive.as(null).get(`/api/claims/${all.drawn.id}`);
      expectProblem(gone, 410, { code: 'record.erased' });
      expect((gone.body as { erased: object }).erased).toEqual({
        kind: 'claim',
        basis: 'data_subject',
        erasedAt: expect.any(String),
      });
      expect(gone.text).not.toMatch(/family|口/);
      for (const id of [all.before.id, all.kept.id]) {
        expect((await archive.as(null).get(`/api/claims/${id}`)).status).toBe(200);
      }
      await imposeRestriction(archive, { kind: 'claim', recordId: all.drawn.id });
      expectProblem(await archive.as(null).get(`/api/claims/${all.drawn.id}`), 404);
      expectProblem(await archive.as('archivist').get(`/api/claims/${all.drawn.id}`), 410);
      const early = await archive
        .as('archivist')
        .get(`/api/claims/${all.drawn.id}?asOf=${(all.drawn.activity as Made).id}`);
      expectProblem(early, 410);
    });

    test('is not written over', async () => {
      const { version } = (await archive.as('archivist').get(`/api/claims/${all.kept.id}`)).body as Made;
      await storesNothing(archive, async () => {
        const revised = archive.as('archivist').patch(`/api/claims/${all.drawn.id}`);
        expectProblem(await revised.set('if-match', `"v${version}"`).send({ statement: 'Again.' }), 410);
      });
    });

    test('is one activity, which says nothing of it', async () => {
      const { activity } = erased.decision as { activity: Made };
      expect(activity).toMatchObject({ type: 'record.erase' });
      const [row] = await archive.sql<{ note: string | null }>('SELECT note FROM activity WHERE id = $1', [
        activity.id,
      ]);
      expect(row).toEqual({ note: null });
      expect(erased.erases).toEqual(
        expect.arrayContaining([
          { kind: 'assessment', count: 1, gone: 0 },
          { kind: 'claim', count: 1, gone: 1 },
          { kind: 'flag', count: 1, gone: 0 },
          { kind: 'passage', count: 2, gone: 1 },
        ]),
      );
    });

    test('can be revised again: what was erased is carried on as blocks', async () => {
      await makeRevision(archive, all.testimony.id, {
        of: 2,
        edits: [{ start: 0, end: 1, replacement: '俺' }],
      });
      const [claim] = await archive.sql<{ exact: string }>(
        'SELECT exact FROM anchor WHERE claim_id = $1 AND is_current',
        [all.kept.id],
      );
      expect(claim!.exact).toBe('█████');
    });

    test('twice is refused', async () => {
      await storesNothing(archive, async () => {
        const again = archive.as('archivist').post('/api/erasures');
        expectProblem(await again.send(erasureFields({ kind: 'passage', recordId: all.secret.id })), 409, {
          code: 'erasure.stands',
        });
        const second = await asSecond(archive);
        expectProblem(await second(`/api/erasures/${erased.id}/execution`, { because: 'x' }), 409, {
          code: 'erasure.decided',
        });
      });
    });
  });

  test('of a stretch touches what it touches, and no more', async () => {
    const text = 'He gave the name of Anna Béla.\n\nThe river was high. 🚢 e\u0301 stayed.';
    const testimony = await makeTestimony(archive, { text });
    const other = await makeClaim(archive, testimony.id, { anchors: [{ exact: 'The river was high' }] });
    const start = text.indexOf('Anna');
    await erase(archive, {
      kind: 'revision',
      recordId: (testimony.revisions as Made[])[0]!.id,
      part: 'span',
      start,
      end: start + 'Anna Béla'.length,
    });
    expect(await tablesWith(archive, 'Anna')).toEqual({});
    const [row] = await archive.sql<{ text: string; exact: string; prefix: string }>(
      `SELECT v.text, a.exact, a.prefix FROM anchor a JOIN revision v ON v.id = a.revision_id WHERE a.claim_id = $1`,
      [other.id],
    );
    expect(row!.text).toBe(text.replace('Anna Béla', '████ ████'));
    expect(row).toMatchObject({ exact: 'The river was high', prefix: expect.stringContaining('████ ████.') });
  });

  describe('of a person', () => {
    test('the name, in every form, of every version, and what it is found by', async () => {
      const agent = await makeAgent(archive, { name: 'Zygmunt Ö. Wołoszyn' });
      await makeName(archive, `agents/${agent.id}`, { value: 'Zygmunt Wołoszyn-Łęcki', language: 'pl' });
      for (const value of ['Q11', 'Q12']) await makeIdentifier(archive, `agents/${agent.id}`, { value });
      const renamed = await archive
        .as('archivist')
        .patch(`/api/agents/${agent.id}`)
        .set('if-match', `"v${agent.version}"`)
        .send({ name: 'Z. Wołoszyn' });
      expect(renamed.status).toBe(200);
      await erase(archive, { kind: 'agent', recordId: agent.id, part: 'name', everywhere: true });
      for (const words of ['Wołoszyn', 'Zygmunt', 'woloszyn', 'zygmunt']) {
        expect([words, await tablesWith(archive, words)]).toEqual([words, {}]);
      }
      const read = await archive.as(null).get(`/api/agents/${agent.id}`);
      expect([read.status, (read.body as Made).name]).toEqual([200, '[erased]']);
      expect((await archive.as(null).get(`/api/history/agent/${agent.id}`)).status).toBe(200);
      expect((await archive.as(null).get('/api/names?q=woloszyn')).body).toMatchObject({ items: [] });
    });

    test('the health, and how to reach him', async () => {
      const agent = await makeAgent(archive);
      await stateHealth(archive, agent.id, 'gravely_ill', { note: 'Tuberkulose seit 1944' });
      await makeContact(archive, agent.id, 'Wien, Taborstraße 7');
      await erase(archive, { kind: 'agent', recordId: agent.id, part: 'health' });
      await erase(archive, { kind: 'agent', recordId: agent.id, part: 'contact' });
      for (const words of ['Tuberkulose', 'Taborstraße', 'gravely_ill']) {
        expect([words, await tablesWith(archive, words)]).toEqual([words, {}]);
      }
      expect((await archive.as('archivist').get(`/api/agents/${agent.id}/health`)).status).toBe(200);
    });

    test('everything', async () => {
      const agent = await makeAgent(archive, { name: 'Ruslan Q.', description: 'a smuggler of Chita' });
      await erase(archive, { kind: 'agent', recordId: agent.id });
      expect(await tablesWith(archive, 'smuggler')).toEqual({});
      expectProblem(await archive.as(null).get(`/api/agents/${agent.id}`), 410);
    });
  });

  test('of a claim leaves the words of the testimony', async () => {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id, { statement: 'A slander of the ferryman.' });
    await archive
      .as('archivist')
      .patch(`/api/claims/${claim.id}`)
      .set('if-match', `"v${claim.version}"`)
      .send({ statement: 'The slander of the ferrywoman.' })
      .expect(200);
    await erase(archive, { kind: 'claim', recordId: claim.id });
    expect(await tablesWith(archive, 'slander')).toEqual({});
    expect(await tablesWith(archive, 'We crossed the river')).toMatchObject({ revision: expect.any(Number) });
    expectProblem(await archive.as(null).get(`/api/claims/${claim.id}`), 410);
  });

  test('of a testimony is of all its texts and claims; of the summary, of no more', async () => {
    const testimony = await makeTestimony(archive, {
      title: 'The Quibble papers',
      summary: 'About the quagmire.',
      text: 'The quagmire took him.\n\nQuibble.',
    });
    await makeClaim(archive, testimony.id, { anchors: [{ exact: 'took him' }], statement: 'Quibble sank.' });
    await erase(archive, { kind: 'testimony', recordId: testimony.id, part: 'summary' });
    expect(Object.keys(await tablesWith(archive, 'quagmire')).sort()).toEqual(['anchor', 'revision']);
    await erase(archive, { kind: 'testimony', recordId: testimony.id });
    for (const words of ['quagmire', 'Quibble', 'took him']) {
      expect([words, await tablesWith(archive, words)]).toEqual([words, {}]);
    }
    expectProblem(await archive.as(null).get(`/api/testimonies/${testimony.id}`), 410);
    expect((await archive.as(null).get(`/api/testimonies/${testimony.id}/reading`)).status).toBe(200);
  });

  describe('is decided by two', () => {
    test('whoever requested it does not carry it out', async () => {
      const agent = await makeAgent(archive);
      const { id } = await requestErasure(archive, { kind: 'agent', recordId: agent.id });
      await storesNothing(archive, async () => {
        const alone = archive.as('archivist').post(`/api/erasures/${id}/execution`);
        expectProblem(await alone.send({ because: 'Me again.' }), 403, { code: 'erasure.second_person' });
      });
      const { requestedBy } = (await archive.as('archivist').get(`/api/erasures/${id}`)).body as {
        requestedBy: Made;
      };
      const alone = `INSERT INTO activity (type, agent_id) VALUES ('record.erase', '${requestedBy.id}');
        INSERT INTO erasure_decision (erasure_id, outcome, because, decided_by_id)
        VALUES ('${id}', 'executed', 'x', '${requestedBy.id}'); SELECT erase_record('${id}', '[]')`;
      await storesNothing(archive, async () => {
        expect(await codeOf(archive.asApp(alone))).toBe('KT002');
      });
      expect((await archive.as(null).get(`/api/agents/${agent.id}`)).status).toBe(200);
      await archive
        .as('archivist')
        .post(`/api/erasures/${id}/withdrawal`)
        .send({ because: 'They thought better of it.' })
        .expect(200);
      const second = await asSecond(archive);
      expectProblem(await second(`/api/erasures/${id}/execution`, { because: 'x' }), 409);
      await requestErasure(archive, { kind: 'agent', recordId: agent.id });
    });

    test('by two at once, once', async () => {
      const agent = await makeAgent(archive);
      const { id } = await requestErasure(archive, { kind: 'agent', recordId: agent.id });
      const second = await asSecond(archive);
      const execute = () => second(`/api/erasures/${id}/execution`, { because: 'Seen.' });
      const answers = await Promise.all([execute(), execute(), execute()]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    });

    test('of what is hidden nobody else notices anything', async () => {
      await asSecond(archive);
      const agent = await makeAgent(archive, { name: 'Hidden all along' });
      await makeName(archive, `agents/${agent.id}`, { value: 'Hidden too' });
      await imposeRestriction(archive, { kind: 'agent', recordId: agent.id });
      const paths = ['/api/activities', '/api/agents', `/api/agents/${agent.id}`, '/api/names?q=hidden'];
      const seen = (role: 'reader' | null) =>
        Promise.all(paths.map(async (path) => (await archive.as(role).get(path)).text));
      const before = [await seen(null), await seen('reader')];
      await erase(archive, { kind: 'agent', recordId: agent.id });
      expect([await seen(null), await seen('reader')]).toEqual(before);
      expectProblem(await archive.as('archivist').get(`/api/agents/${agent.id}`), 410);
      const audited = (await archive.as('auditor').get('/api/erasures')).body as { items: object[] };
      expect(audited.items[0]).toMatchObject({ kind: 'agent', authority: null, because: null });
      for (const role of ['researcher', 'reader', 'administrator', null] as const) {
        for (const path of ['/api/erasures', `/api/erasures/${UNKNOWN_ID}`]) {
          expectProblem(await archive.as(role).get(path), role === null ? 401 : 403);
        }
      }
    });

    test('nothing erases outside of it', async () => {
      const { id } = await makeAgent(archive);
      const open = `INSERT INTO activity (type, agent_id) SELECT 'record.erase', id FROM agent LIMIT 1`;
      for (const forged of [
        `${open}; SELECT erase_record('${UNKNOWN_ID}', '[]')`,
        `${open}; SELECT set_config('kataribe.erasing', 'on', true); UPDATE history SET record = '{}'`,
        `${open}; INSERT INTO erasing VALUES (pg_current_xact_id()::text::bigint)`,
        `${open}; SELECT erase_rows('${id}')`,
        `INSERT INTO erased_record VALUES ('${id}', '${id}', 'agent', NULL, true)`,
      ]) {
        await storesNothing(archive, async () => {
          expect([forged, await codeOf(archive.asApp(forged))]).toEqual([
            forged,
            expect.stringMatching(/^(KT002|42501)$/),
          ]);
        });
      }
    });

    test('nor does the owner of the tables, by a forged setting', async () => {
      const open = `INSERT INTO activity (type, agent_id) SELECT 'record.erase', id FROM agent LIMIT 1`;
      const forged = `${open}; SELECT set_config('kataribe.erasing', 'on', true)`;
      for (const statement of [`UPDATE history SET record = '{}'`, `UPDATE revision SET because = 'x'`]) {
        expect(await codeOf(archive.sql(`${forged}; ${statement}`))).toBe('KT002');
      }
    });

    test('a rehearsal says all that would be destroyed, and where else the words stand', async () => {
      const testimony = await makeTestimony(archive, { text: 'The blue lantern hung low.\n\nIt rained.' });
      await makeClaim(archive, testimony.id, {
        anchors: [{ exact: 'lantern hung low' }],
        statement: 'It hung.',
      });
      await makeAgent(archive, { description: 'keeper of The blue lantern hung low.' });
      const [passage] = await passagesOf(testimony);
      await storesNothing(archive, async () => {
        const tried = await archive
          .as('archivist')
          .post('/api/erasures?dryRun=true')
          .send(erasureFields({ kind: 'passage', recordId: passage!.id }));
        expect(tried.status).toBe(200);
        expect(tried.body).toMatchObject({
          erasure: {
            state: 'executed',
            claims: [{ released: false }],
            texts: [{ kind: 'revision', start: 0, end: 26 }],
          },
          elsewhere: [{ kind: 'agent', member: 'description', count: 1 }],
          unsure: [],
        });
      });
      const { id } = await requestErasure(archive, { kind: 'passage', recordId: passage!.id });
      const second = await asSecond(archive);
      await storesNothing(archive, async () => {
        const tried = await second(`/api/erasures/${id}/execution?dryRun=true`, { because: 'x' });
        expect(tried.body).toMatchObject({ erasure: { claims: [{}] }, elsewhere: [{ kind: 'agent' }] });
      });
      expect(await readFile(archive.erasureList, 'utf8')).not.toContain(id);
    });

    test('bad wishes are refused', async () => {
      const agent = await makeAgent(archive);
      const testimony = await makeTestimony(archive);
      const revision = (testimony.revisions as Made[])[0]!.id;
      const wrong: [object, string][] = [
        [{ kind: 'agent', recordId: UNKNOWN_ID }, '/recordId'],
        [{ kind: 'claim', recordId: agent.id }, '/recordId'],
        [{ kind: 'agent', recordId: agent.id, part: 'summary' }, '/part'],
        [{ kind: 'revision', recordId: revision, part: 'span' }, '/start'],
        [{ kind: 'revision', recordId: revision, part: 'span', start: 3, end: 3 }, '/start'],
        [{ kind: 'revision', recordId: revision, part: 'span', start: 3, end: 30_000 }, '/end'],
        [{ kind: 'agent', recordId: agent.id, start: 1, end: 2 }, '/start'],
        [{ kind: 'agent', recordId: agent.id, keepClaimIds: [UNKNOWN_ID] }, '/keepClaimIds/0'],
        [{ kind: 'agent', recordId: agent.id, basis: 'whim' }, '/basis'],
        [{ kind: 'api_token', recordId: agent.id }, '/kind'],
      ];
      await storesNothing(archive, async () => {
        for (const [body, pointer] of wrong) {
          const answer = await archive.as('archivist').post('/api/erasures').send(erasureFields(body));
          expectProblem(answer, 422, { pointer });
        }
      });
    });

    test('the list has all of it but the words', async () => {
      const list = await readFile(archive.erasureList, 'utf8');
      expect(list).toContain('"event":"ordered"');
      expect(list).toContain('"event":"done"');
      expect(list).not.toMatch(/口|Anna|Wołoszyn|slander|quagmire|Tuberkulose/);
    });

    test('without a list that can be written nothing is erased', async () => {
      const agent = await makeAgent(archive, { name: 'Stays for now' });
      const { id } = await requestErasure(archive, { kind: 'agent', recordId: agent.id });
      const list = await readFile(archive.erasureList, 'utf8');
      await writeFile(archive.erasureList, `{"event"\n${list}`);
      const second = await asSecond(archive);
      await storesNothing(archive, async () => {
        expectProblem(await second(`/api/erasures/${id}/execution`, { because: 'x' }), 503, {
          code: 'erasure.list_unwritable',
        });
      });
      await writeFile(archive.erasureList, list);
    });
  });
});
