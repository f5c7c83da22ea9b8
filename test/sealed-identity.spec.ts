import type { Role } from '../src/common/principal.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, revise, rowCounts, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeCitation,
  makeDescent,
  makeOneOfEach,
  makeSource,
  makeUnnamedSource,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';

describe('who the unnamed really are', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const unnamed = () =>
    makeAgent(archive, { name: undefined, description: '通信士官', unnamedBecause: 'He asked for it.' });
  const pathOf = (kind: 'agents' | 'sources', id: string) => `/api/${kind}/${id}/identity`;
  const read = (path: string, role: Role | null = 'archivist') => archive.as(role).get(path);
  const seal = (path: string, identity: unknown, ifMatch?: string, role: Role = 'archivist') => {
    const request = archive.as(role).put(path);
    return (ifMatch === undefined ? request : request.set('if-match', ifMatch)).send({ identity });
  };

  test.each(['agents', 'sources'] as const)('of %s is sealed, read, and sealed anew', async (kind) => {
    const { id } = await (kind === 'agents' ? unnamed() : makeUnnamedSource(archive));
    const path = pathOf(kind, id);
    expectProblem(await read(path), 404);
    const first = await seal(path, ODD.japanese);
    expect([first.status, first.body]).toEqual([
      200,
      {
        identity: ODD.japanese,
        version: 1,
        activity: expect.objectContaining({ type: 'identity.seal' }) as object,
      },
    ]);
    const etag = first.headers.etag as string;
    expect(etag).toMatch(/^"v1\./);
    await storesNothing(archive, async () => {
      expectProblem(await seal(path, 'X'), 428, { code: 'request.if_match_required' });
      expectProblem(await seal(path, 'X', '"v2"'), 412);
    });
    const second = await seal(path, `${ODD.beyondBmp} ${ODD.combining}`, etag);
    expect(second.body).toMatchObject({ identity: `${ODD.beyondBmp} ${ODD.combining}`, version: 2 });
    expect((await read(path)).body).toEqual(second.body);
  });

  test('what cannot be sealed is refused', async () => {
    const [agent, named, source, book] = [
      await unnamed(),
      await makeAgent(archive, { name: 'Иван' }),
      await makeUnnamedSource(archive),
      await makeSource(archive),
    ];
    await storesNothing(archive, async () => {
      for (const [kind, id] of [
        ['agents', named.id],
        ['sources', book.id],
      ] as const) {
        expectProblem(await seal(pathOf(kind, id), 'X'), 409, { code: 'identity.named' });
      }
      for (const path of [
        pathOf('agents', source.id),
        pathOf('sources', agent.id),
        pathOf('agents', UNKNOWN_ID),
      ]) {
        expectProblem(await seal(path, 'X'), 404);
        expectProblem(await read(path), 404);
      }
      const path = pathOf('agents', agent.id);
      expectProblem(await seal(path, 'X', '"v1"'), 412);
      for (const identity of [undefined, null, '', ' ', 7, ['X'], 'a\u0000', 'x'.repeat(4001)]) {
        expectProblem(await seal(path, identity), 422, { pointer: '/identity' });
      }
      const more = await archive.as('archivist').put(path).send({ identity: 'X', agentId: agent.id });
      expectProblem(more, 422, { pointer: '/agentId' });
      const keyed = archive.as('archivist').put(path).set('idempotency-key', 'k').send({ identity: 'X' });
      expectProblem(await keyed, 422, { code: 'request.idempotency_key_refused' });
    });
    await seal(pathOf('agents', agent.id), '𠮷'.repeat(4000)).expect(200);
  });

  test('stays sealed when its owner is named, and is sealed no more then', async () => {
    const agent = await unnamed();
    await seal(pathOf('agents', agent.id), 'Иван Петров').expect(200);
    await revise(archive, `/api/agents/${agent.id}`, 1, { name: 'Иван Петров' }).expect(200);
    expect((await read(pathOf('agents', agent.id))).body).toMatchObject({ identity: 'Иван Петров' });
    const again = await storesNothing(archive, () => seal(pathOf('agents', agent.id), 'X', '"v1"'));
    expectProblem(again, 409, { code: 'identity.named' });
  });

  test('of several who seal at once one does', async () => {
    for (let round = 0; round < 8; round++) {
      const { id } = await unnamed();
      const path = pathOf('agents', id);
      const first = await Promise.all(['A', 'B', 'C', 'D'].map((each) => seal(path, each)));
      expect(first.map(({ status }) => status).sort()).toEqual([200, 428, 428, 428]);
      const next = await Promise.all(['E', 'F', 'G', 'H'].map((each) => seal(path, each, '"v1"')));
      expect(next.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    }
  });

  test('is for archivists alone; to others every id is the same', async () => {
    const [agent, source] = [await unnamed(), await makeUnnamedSource(archive)];
    await seal(pathOf('agents', agent.id), 'Иван').expect(200);
    const ids = [agent.id, (await unnamed()).id, (await makeAgent(archive)).id, UNKNOWN_ID, 'x'];
    const paths = [...ids.map((id) => pathOf('agents', id)), pathOf('sources', source.id)];
    const roles: [Role | null, number][] = [
      [null, 401],
      ['reader', 403],
      ['researcher', 403],
      ['administrator', 403],
    ];
    await storesNothing(archive, async () => {
      for (const [role, status] of roles) {
        for (const ask of [
          (path: string) => read(path, role),
          (path: string) => archive.as(role).put(path).send({ identity: 'X' }),
          (path: string) => archive.as(role).put(path).set('if-match', '"v1"').send({ identity: 7 }),
        ]) {
          const answers = [];
          for (const path of paths) answers.push(await ask(path));
          expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
          expectProblem(answers[0]!, status);
        }
      }
    });
  });

  test('appears nowhere else: in no other route, for nobody, and in no other table', async () => {
    const SECRETS = ['Старшина Иванченко', '日本新聞第四百号'];
    const LATER = ['Лейтенант Орлов', '極東の声'];
    const made = await makeOneOfEach(archive);
    const [agent, source] = [await unnamed(), await makeUnnamedSource(archive)];
    await makeDescent(archive, `sources/${source.id}`, { kind: 'author', agentId: agent.id });
    await makeCitation(archive, made.claim.id, { source: { id: source.id } });
    await seal(pathOf('agents', agent.id), SECRETS[0]).expect(200);
    await seal(pathOf('sources', source.id), SECRETS[1]).expect(200);
    await seal(pathOf('agents', agent.id), LATER[0], '"v1"').expect(200);
    const last = await seal(pathOf('sources', source.id), LATER[1], '"v1"').expect(200);
    const activity = ((last.body as Made).activity as Made).id;

    const IDS: Record<string, string[]> = {
      agents: [agent.id],
      sources: [source.id],
      activities: [activity],
      agent: [agent.id],
      source: [source.id],
      testimonies: [made.testimony.id],
      claims: [made.claim.id],
      testimony: [made.testimony.id],
      claim: [made.claim.id],
      people: [agent.id],
      places: [made.place.id],
      questions: [made.question.id],
      leads: [made.lead.id],
      flags: [made.flag.id],
      citations: [made.citation.id],
      contradictions: [made.contradiction.id],
      descents: [made.descent.id],
      events: [made.event.id],
    };
    const { paths } = (await archive.as(null).get('/api/openapi.json')).body as {
      paths: Record<string, { get?: { parameters?: { name: string; in: string }[] } }>;
    };
    const asked: string[] = [];
    for (const [template, { get }] of Object.entries(paths)) {
      if (get === undefined || template.endsWith('/identity')) continue;
      const kinds = template.includes('{kind}') ? ['agent', 'source', 'claim', 'sealed_identity'] : [''];
      for (const kind of kinds) {
        const withKind = template.replace('{kind}', kind).replace('{number}', '1');
        const segment = /(\w+)\/\{id\}/.exec(withKind)?.[1] ?? '';
        const ids = IDS[segment] ?? Object.values(made).map(({ id }) => id);
        for (const id of template.includes('{id}') ? ids : ['']) {
          const path = withKind.replace('{id}', id);
          const takesMoment = get.parameters?.some(({ name }) => name === 'asOf') ?? false;
          asked.push(path, ...(takesMoment ? [`${path}?asOf=${activity}`] : []));
          if (path.endsWith('/report')) asked.push(`${path}?format=html`, `${path}?format=json`);
        }
      }
    }
    expect(asked.length).toBeGreaterThan(60);
    const leaks: string[] = [];
    for (const role of [null, 'reader', 'researcher', 'administrator', 'archivist'] as const) {
      for (const path of asked) {
        const { text } = await archive.as(role).get(path);
        if ([...SECRETS, ...LATER].some((secret) => text.includes(secret))) leaks.push(`${role}: ${path}`);
      }
    }
    expect(leaks).toEqual([]);

    const holding: string[] = [];
    for (const table of Object.keys(await rowCounts(archive))) {
      const found = await archive.sql<{ access: string | null }>(
        `SELECT to_jsonb(t) ->> 'access' AS access FROM ${table} t
         WHERE strpos(t::text, $1) + strpos(t::text, $2) + strpos(t::text, $3) + strpos(t::text, $4) > 0`,
        [...SECRETS, ...LATER],
      );
      for (const { access } of found) holding.push(`${table} ${access}`);
    }
    // What was sealed before is history, for the staff alone as well.
    expect(holding).toEqual(['history 3', 'history 3', 'sealed_identity 3', 'sealed_identity 3']);
    expect(await archive.sql(`SELECT FROM idempotency_key WHERE route LIKE '%identity%'`)).toEqual([]);
    // Every route there is, for every role: it takes longer with each of them.
  }, 240_000);
});
