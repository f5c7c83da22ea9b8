import type { Role } from '../src/common/principal.js';
import { openArchive, type TestArchive } from './support/archive.js';
import {
  amend,
  codeOf,
  expectProblem,
  rowCounts,
  storesNothing,
  UNKNOWN_ID,
} from './support/expectations.js';
import { type Made, makeAgent, makeContact, makeOneOfEach, stateReachability } from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

describe('contact details', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const pathOf = (id: string) => `/api/agents/${id}/contact`;
  const read = (id: string, role: Role | null = 'archivist') => archive.as(role).get(pathOf(id));
  const record = (id: string, details: unknown, ifMatch?: string, role: Role | null = 'archivist') => {
    const request = archive.as(role).put(pathOf(id));
    return (ifMatch === undefined ? request : request.set('if-match', ifMatch)).send({ details });
  };
  const erase = (id: string, version: number, because: unknown = 'She asked for it.') =>
    archive
      .as('archivist')
      .post(`${pathOf(id)}/erasure`)
      .set('if-match', `"v${version}"`)
      .send({ because });

  /** Every table in which a text stands, in any column, as the owner of the tables sees it. */
  async function tablesHolding(text: string): Promise<string[]> {
    const holding: string[] = [];
    for (const table of Object.keys(await rowCounts(archive))) {
      const [found] = await archive.sql(
        `SELECT FROM ${table} t WHERE strpos(t::text, $1) + strpos(to_jsonb(t)::text, $1) > 0 LIMIT 1`,
        [text],
      );
      if (found !== undefined) holding.push(table);
    }
    return holding;
  }

  test('are recorded, read and replaced', async () => {
    const { id } = await makeAgent(archive);
    expectProblem(await read(id), 404);
    const first = await record(id, ODD.japanese);
    expect([first.status, first.body]).toEqual([
      200,
      {
        details: ODD.japanese,
        erasedBecause: null,
        version: 1,
        activity: expect.objectContaining({ type: 'contact.record' }) as object,
      },
    ]);
    const etag = first.headers.etag as string;
    await storesNothing(archive, async () => {
      expectProblem(await record(id, 'X'), 428, { code: 'request.if_match_required' });
      expectProblem(await record(id, 'X', '"v2"'), 412);
    });
    const second = await record(id, ODD.emoji, etag);
    expect(second.body).toMatchObject({ details: ODD.emoji, version: 2 });
    expect((await read(id)).body).toEqual(second.body);
    expect(await tablesHolding(ODD.japanese)).toEqual([]);
  });

  test('erased, they are nowhere in the database, and it stays known who erased them', async () => {
    const { id } = await makeAgent(archive);
    const SECRETS = ['小樽市色内一丁目 +81 134 555 0100', 'Старый адрес: Отару, дом 7'];
    await makeContact(archive, id, SECRETS[0]);
    await record(id, SECRETS[1], '"v1"').expect(200);
    expect(await tablesHolding(SECRETS[1]!)).toEqual(['contact_details']);
    await storesNothing(archive, async () => {
      expectProblem(await erase(id, 1), 412);
      expectProblem(
        await archive
          .as('archivist')
          .post(`${pathOf(id)}/erasure`)
          .send({ because: 'B' }),
        428,
      );
      for (const because of [undefined, null, '', ' ', 7, 'x'.repeat(4001)]) {
        const request = archive
          .as('archivist')
          .post(`${pathOf(id)}/erasure`)
          .set('if-match', '"v2"');
        expectProblem(await request.send({ because }), 422, { pointer: '/because' });
      }
    });
    const erased = await erase(id, 2);
    expect([erased.status, erased.body]).toEqual([
      200,
      {
        details: null,
        erasedBecause: 'She asked for it.',
        version: 3,
        activity: expect.objectContaining({ type: 'contact.erase' }) as object,
      },
    ]);
    for (const secret of SECRETS) expect(await tablesHolding(secret)).toEqual([]);
    for (const moment of ['', `?asOf=${((await read(id)).body as { activity: Made }).activity.id}`]) {
      expect((await archive.as('archivist').get(`/api/agents/${id}${moment}`)).text).not.toContain('Отару');
    }
    expectProblem(await storesNothing(archive, () => erase(id, 3)), 409, { code: 'contact.erased' });
    const activity = (erased.body as { activity: Made }).activity.id;
    expect((await archive.as(null).get(`/api/activities/${activity}`)).text).not.toContain('She asked');

    expect((await record(id, 'New', '"v3"')).body).toMatchObject({ details: 'New', erasedBecause: null });
  });

  test('cannot be erased where there are none', async () => {
    const { id } = await makeAgent(archive);
    await storesNothing(archive, async () => {
      expectProblem(await erase(id, 1), 404);
      expectProblem(await erase(UNKNOWN_ID, 1), 404);
      expectProblem(await record(UNKNOWN_ID, 'X'), 404);
      expectProblem(await record(id, 'X', '"v1"'), 412);
      for (const details of [undefined, null, '', ' ', 7, ['X'], 'a\u0000', 'x'.repeat(4001)]) {
        expectProblem(await record(id, details), 422, { pointer: '/details' });
      }
      const keyed = archive
        .as('archivist')
        .put(pathOf(id))
        .set('idempotency-key', 'k')
        .send({ details: 'X' });
      expectProblem(await keyed, 422, { code: 'request.idempotency_key_refused' });
    });
  });

  test('of several who write at once one does, and an erasure is not undone by chance', async () => {
    for (let round = 0; round < 4; round++) {
      const { id } = await makeAgent(archive);
      const first = await Promise.all(['A', 'B', 'C'].map((each) => record(id, each)));
      expect(first.map(({ status }) => status).sort()).toEqual([200, 428, 428]);
      const both = await Promise.all([erase(id, 1), record(id, 'again', '"v1"'), erase(id, 1)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      const { details, erasedBecause } = (await read(id)).body as Made;
      expect(details === null).toBe(erasedBecause !== null);
    }
  });

  test('are for archivists alone; to others every id is the same', async () => {
    const agent = await makeAgent(archive);
    await makeContact(archive, agent.id);
    const ids = [agent.id, (await makeAgent(archive)).id, UNKNOWN_ID, 'x'];
    const roles: [Role | null, number][] = [
      [null, 401],
      ['reader', 403],
      ['researcher', 403],
      ['administrator', 403],
    ];
    await storesNothing(archive, async () => {
      for (const [role, status] of roles) {
        for (const ask of [
          (id: string) => read(id, role),
          (id: string) => record(id, 'X', undefined, role),
          (id: string) =>
            archive
              .as(role)
              .post(`${pathOf(id)}/erasure`)
              .send({ because: 'B' }),
        ]) {
          const answers = [];
          for (const id of ids) answers.push(await ask(id));
          expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
          expectProblem(answers[0]!, status);
        }
      }
    });
    await restrict(archive, [{ table: 'agent', where: `id = '${agent.id}'` }]);
    expect((await read(agent.id)).status).toBe(200);
  });

  test('appear in no other route, no report, no graph and no history, for nobody', async () => {
    const SECRET = '吉野方 0134-55-0100';
    const made = await makeOneOfEach(archive);
    await record(made.agent.id, SECRET, '"v1"').expect(200);
    await stateReachability(archive, made.agent.id, 'do_not_contact');
    const { paths } = (await archive.as(null).get('/api/openapi.json')).body as {
      paths: Record<string, { get?: object }>;
    };
    const ids: Record<string, string> = { agents: made.agent.id, testimonies: made.testimony.id };
    const asked: string[] = [];
    for (const [template, { get }] of Object.entries(paths)) {
      if (get === undefined || template.endsWith('/contact')) continue;
      for (const kind of template.includes('{kind}')
        ? ['agent', 'contact', 'contact_details', 'reachability']
        : ['']) {
        const withKind = template.replace('{kind}', kind).replace('{number}', '1');
        const segment = /(\w+)\/\{id\}/.exec(withKind)?.[1] ?? '';
        const path = withKind.replace('{id}', ids[segment] ?? made.agent.id);
        asked.push(path, ...(path.endsWith('/report') ? [`${path}?format=html`, `${path}?format=json`] : []));
      }
    }
    expect(asked.length).toBeGreaterThan(50);
    const leaks: string[] = [];
    for (const role of [null, 'researcher', 'administrator', 'archivist'] as const) {
      for (const path of asked) {
        if ((await archive.as(role).get(path)).text.includes(SECRET)) leaks.push(`${role}: ${path}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(await archive.sql(`SELECT FROM idempotency_key WHERE route LIKE '%contact%'`)).toEqual([]);
    // Every route there is, for every role: it takes longer with each of them.
  }, 240_000);

  test('are written with their contact alone, whoever writes', async () => {
    const { id } = await makeAgent(archive);
    await makeContact(archive, id, 'Original');
    const [{ contact }] = (await archive.sql<{ contact: string }>(
      `SELECT id AS contact FROM contact WHERE agent_id = $1`,
      [id],
    )) as [{ contact: string }];
    const of = `WHERE contact_id = '${contact}'`;
    const touched = `UPDATE contact SET access = access WHERE id = '${contact}'`;
    await storesNothing(archive, async () => {
      for (const statement of [
        `UPDATE contact_details SET details = 'X' ${of}`,
        `DELETE FROM contact_details ${of}`,
      ]) {
        for (const role of ['asApp', 'sql'] as const) {
          expect(await codeOf(archive[role](statement))).toBe('KT001');
        }
        expect(await codeOf(amend(archive, statement))).toBe('KT001');
      }
      // Not erased, they are not to be deleted either.
      expect(await codeOf(amend(archive, `${touched}; DELETE FROM contact_details ${of}`))).toBe('KT001');
      expect(await codeOf(amend(archive, 'TRUNCATE contact_details'))).toBe('KT002');
    });
    expect(
      await codeOf(amend(archive, `${touched}; UPDATE contact_details SET details = 'By hand' ${of}`)),
    ).toBe('done');
  });
});
