import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SeedService } from '../src/exchange/seed.service.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAssessment,
  makeFoundedAssessment,
  makeClaim,
  makeContradiction,
  makeTestimony,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { claimRows, restrict, testimonyRows } from './support/restrict.js';

interface Case extends Made {
  state: string;
  preferred: string | null;
  positions: { id: string; number: number; statement: string; claims: string[] }[];
  claims: { id: string; position: string | null; confidence: string | null }[];
}

describe('cases of contradiction', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const newClaim = async (): Promise<Made> => makeClaim(archive, (await makeTestimony(archive)).id);
  const newClaims = async (many: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let n = 0; n < many; n++) ids.push((await newClaim()).id);
    return ids;
  };
  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Case;
  const list = async (query: string) =>
    ((await get(`/api/contradictions?limit=200${query}`)) as unknown as { items: Case[] }).items;
  const resolveCase = (id: string, version: number, body: object) =>
    archive
      .as('archivist')
      .post(`/api/contradictions/${id}/resolution`)
      .set('if-match', `"v${version}"`)
      .send(body);
  const newestActivity = async (): Promise<string> =>
    ((await get('/api/activities?limit=1')) as unknown as { items: { id: string }[] }).items[0]!.id;

  /** A case of three claims, two of which are on one side and one on the other. */
  async function openWithPositions(claimIds: string[], fields: object = {}): Promise<Case> {
    const [one, two, three] = claimIds as [string, string, string];
    return (await makeContradiction(archive, claimIds, {
      question: 'When was the bridge gone?',
      positions: [
        { statement: 'In the spring', claimIds: [one, three] },
        { statement: 'In the autumn', claimIds: [two] },
      ],
      ...fields,
    })) as Case;
  }

  test('a case joins claims that cannot all be true, until it is resolved', async () => {
    const [one, two] = [await newClaim(), await newClaim()];
    await makeAssessment(archive, two.id);
    const opened = (await makeContradiction(archive, [one.id, two.id], { rationale: ODD.emoji })) as Case;
    expect(opened).toMatchObject({
      state: 'open',
      rationale: ODD.emoji,
      question: null,
      positions: [],
      preferred: null,
    });
    expect(opened.claims.map(({ id, confidence, position }) => [id, confidence, position]).sort()).toEqual(
      [
        [one.id, null, null],
        [two.id, 'probable', null],
      ].sort(),
    );
    expect((await get(`/api/claims/${one.id}`)).contradictions).toMatchObject([
      { id: opened.id, state: 'open' },
    ]);
    const links = await archive.sql<{ to_id: string }>(
      'SELECT to_id FROM provenance_link WHERE from_id = $1',
      [opened.id],
    );
    expect(links.map(({ to_id }) => to_id).sort()).toEqual([one.id, two.id].sort());

    const resolved = await resolveCase(opened.id, 1, {
      state: 'preferred',
      rationale: 'The log of the ferry agrees with the second.',
    });
    expect(resolved.body).toMatchObject({ state: 'preferred', version: 2, preferred: null });
    expect((await get(`/api/claims/${two.id}`)).contradictions).toMatchObject([
      { id: opened.id, state: 'preferred' },
    ]);
  });

  test('its claims may take sides, and need not', async () => {
    const claimIds = await newClaims(4);
    const [one, two, three, four] = claimIds as [string, string, string, string];
    const opened = (await makeContradiction(archive, claimIds, {
      question: ODD.japanese,
      positions: [
        { statement: ODD.cyrillic, claimIds: [three.toUpperCase(), one] },
        { statement: ODD.beyondBmp, claimIds: [two] },
        { statement: 'Never', claimIds: [] },
      ],
    })) as Case;
    expect(opened.question).toBe(ODD.japanese);
    expect(
      opened.positions.map(({ number, statement, claims }) => [number, statement, [...claims].sort()]),
    ).toEqual([
      [1, ODD.cyrillic, [one, three].sort()],
      [2, ODD.beyondBmp, [two]],
      [3, 'Never', []],
    ]);
    const sideOf = new Map(opened.claims.map(({ id, position }) => [id, position]));
    const [first, second] = opened.positions.map(({ id }) => id);
    expect([one, two, three, four].map((id) => sideOf.get(id))).toEqual([first, second, first, null]);
    expect(await get(`/api/contradictions/${opened.id}`)).toEqual(opened);
  });

  test('takes at least two claims that exist, each once', async () => {
    const [one, two] = (await newClaims(2)) as [string, string];
    const wrong: [string[], string][] = [
      [[one], '/claimIds'],
      [[one, one], '/claimIds'],
      [[one, one.toUpperCase()], '/claimIds'],
      [[one, two, UNKNOWN_ID], '/claimIds/2'],
    ];
    for (const [claimIds, pointer] of wrong) {
      const response = await storesNothing(archive, () =>
        archive.as('researcher').post('/api/contradictions').send({ statement: 'S', claimIds }),
      );
      expectProblem(response, 422, { pointer });
    }
  });

  test('a position takes its claims from the case, and no claim is on two sides', async () => {
    const [one, two, foreign] = (await newClaims(3)) as [string, string, string];
    const side = (...claimIds: string[]) => ({ statement: 'S', claimIds });
    const wrong: [unknown, string, string?][] = [
      [[side(one), side(foreign)], '/positions/1/claimIds/0', 'contradiction.position_claim'],
      [[side(one), side(two, one)], '/positions/1/claimIds/1', 'contradiction.position_claim'],
      [[side(one, one), side(two)], '/positions/0/claimIds/1', 'contradiction.position_claim'],
      [[side(one)], '/positions'],
      [[], '/positions'],
      [Array.from({ length: 21 }, () => side()), '/positions'],
      [[side(one), { statement: ' ', claimIds: [two] }], '/positions/1/statement'],
      [[side(one), { statement: 'S' }], '/positions/1/claimIds'],
      [[side(one), side('KTB-0001')], '/positions/1/claimIds'],
      [null, '/positions'],
    ];
    for (const [positions, pointer, code] of wrong) {
      const response = await storesNothing(archive, () =>
        archive
          .as('researcher')
          .post('/api/contradictions')
          .send({ statement: 'S', claimIds: [one, two], positions }),
      );
      expectProblem(response, 422, { pointer, code });
    }
    expectProblem(
      await storesNothing(archive, () =>
        archive
          .as('reader')
          .post('/api/contradictions')
          .send({ statement: 'S', claimIds: [one, two] }),
      ),
      403,
    );
  });

  describe('how a case stands', () => {
    test('one position is preferred, until the case is opened again', async () => {
      const opened = await openWithPositions(await newClaims(3));
      const second = opened.positions[1]!.id;
      const preferred = await resolveCase(opened.id, 1, {
        state: 'preferred',
        rationale: ODD.rightToLeft,
        preferredPositionId: second.toUpperCase(),
      });
      expect([preferred.status, preferred.body]).toMatchObject([
        200,
        { state: 'preferred', preferred: second, rationale: ODD.rightToLeft, version: 2 },
      ]);
      const reopened = await resolveCase(opened.id, 2, { state: 'open', rationale: 'The log was forged.' });
      expect([reopened.status, reopened.body]).toMatchObject([
        200,
        { state: 'open', preferred: null, rationale: 'The log was forged.', version: 3 },
      ]);
      expect((reopened.body as Case).positions).toEqual(opened.positions);
    });

    test('a position is named where one is preferred, and only there', async () => {
      const withSides = await openWithPositions(await newClaims(3));
      const other = await openWithPositions(await newClaims(3));
      const without = (await makeContradiction(archive, await newClaims(2))) as Case;
      const own = withSides.positions[0]!.id;
      const wrong: [Case, object][] = [
        [withSides, { state: 'preferred' }],
        [withSides, { state: 'preferred', preferredPositionId: UNKNOWN_ID }],
        [withSides, { state: 'preferred', preferredPositionId: other.positions[0]!.id }],
        [withSides, { state: 'preferred', preferredPositionId: 'the first' }],
        [withSides, { state: 'reconciled', preferredPositionId: own }],
        [withSides, { state: 'open', preferredPositionId: own }],
        [without, { state: 'preferred', preferredPositionId: own }],
      ];
      for (const [{ id }, body] of wrong) {
        const answer = await storesNothing(archive, () => resolveCase(id, 1, { rationale: 'R', ...body }));
        expectProblem(answer, 422, { pointer: '/preferredPositionId' });
      }
      const noReason = await storesNothing(archive, () => resolveCase(own, 1, { state: 'open' }));
      expectProblem(noReason, 422, { pointer: '/rationale' });
    });

    test('of two who settle it at once, the second has to look again', async () => {
      const { id } = await makeContradiction(archive, await newClaims(2));
      const answers = await Promise.all(
        ['reconciled', 'unresolvable'].map((state) => resolveCase(id, 1, { state, rationale: state })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      expect((await get(`/api/contradictions/${id}`)).version).toBe(2);
    });
  });

  describe('what one may not see', () => {
    test('closes a case that was opened with it, not one it came to later', async () => {
      const claimIds = await newClaims(3);
      const [, hidden] = claimIds as [string, string, string];
      const [opened, other] = [
        await openWithPositions(claimIds),
        await makeContradiction(archive, await newClaims(2)),
      ];
      const before = await archive.as(null).get(`/api/contradictions/${other.id}`);
      await restrict(archive, claimRows(`'${hidden}'`));
      await amend(
        archive,
        `INSERT INTO contradiction_claim (contradiction_id, claim_id) VALUES ('${other.id}', '${hidden}')`,
      );
      // Its statement and its positions may tell of what cannot be seen.
      expectProblem(await archive.as(null).get(`/api/contradictions/${opened.id}`), 404);
      const staff = (await archive.as('archivist').get(`/api/contradictions/${opened.id}`)).body as Case;
      expect(staff.positions[1]?.claims).toEqual([hidden]);
      expect((await archive.as(null).get(`/api/contradictions/${other.id}`)).text).toBe(before.text);
    });

    test('a case of which one sees a single claim can be neither read nor settled', async () => {
      const claimIds = await newClaims(2);
      const { id } = await makeContradiction(archive, claimIds);
      await restrict(archive, claimRows(`'${claimIds[0]}'`));
      expectProblem(await archive.as('researcher').get(`/api/contradictions/${id}`), 404);
      const body = { state: 'reconciled', rationale: 'R' };
      const settle = (of: string) =>
        archive
          .as('researcher')
          .post(`/api/contradictions/${of}/resolution`)
          .set('if-match', '"v1"')
          .send(body);
      const [hidden, unknown] = await storesNothing(archive, async () => [
        await settle(id),
        await settle(UNKNOWN_ID),
      ]);
      expect([hidden.status, hidden.text]).toEqual([unknown.status, unknown.text]);
      expectProblem(hidden, 404);
    });

    test('what is said of restricted claims is restricted with them', async () => {
      const claimIds = await newClaims(3);
      await restrict(archive, claimRows(`'${claimIds[1]}'`));
      const opened = await openWithPositions(claimIds);
      expectProblem(await archive.as('researcher').get(`/api/contradictions/${opened.id}`), 404);
      expectProblem(await archive.as(null).get(`/api/provenance/contradiction/${opened.id}`), 404);
      const levels = await archive.sql<{ access: number }>(
        'SELECT access FROM contradiction_position WHERE contradiction_id = $1 ORDER BY number',
        [opened.id],
      );
      expect(levels.map(({ access }) => access)).toEqual([3, 3]);
    });
  });

  describe('lists', () => {
    test('are in the order the cases were opened, in pages', async () => {
      const claims = await newClaims(2);
      const opened: string[] = [];
      for (let n = 0; n < 5; n++) opened.push((await makeContradiction(archive, claims)).id);
      for (const limit of [1, 2, 200]) {
        const ids = (await pagesOf<Made>(archive, '/api/contradictions', limit)).map(({ id }) => id);
        expect(ids.filter((id) => opened.includes(id))).toEqual(opened);
        expect(new Set(ids).size).toBe(ids.length);
      }
    });

    test('hold the cases of one testimony, or of one state, among all others', async () => {
      const testimony = await makeTestimony(archive);
      const own = await makeClaim(archive, testimony.id);
      const noise = await newClaims(3);
      const cases: string[] = [];
      for (const other of noise) {
        cases.push((await makeContradiction(archive, [own.id, other])).id);
        await makeContradiction(archive, noise);
      }
      await resolveCase(cases[1]!, 1, { state: 'unresolvable', rationale: 'R' }).expect(200);
      for (const key of [testimony.id, testimony.accession as string]) {
        const path = `/api/contradictions?testimony=${key}`;
        for (const limit of [1, 2, 200]) {
          expect((await pagesOf<Made>(archive, path, limit)).map(({ id }) => id)).toEqual(cases);
        }
        const ids = async (state: string) =>
          (await list(`&testimony=${key}&state=${state}`)).map(({ id }) => id);
        expect(await ids('unresolvable')).toEqual([cases[1]]);
        expect(await ids('open')).toEqual([cases[0], cases[2]]);
        expect(await ids('preferred')).toEqual([]);
      }
      expect((await list('&state=unresolvable')).every(({ state }) => state === 'unresolvable')).toBe(true);
      expect(await list(`&testimony=${(await makeTestimony(archive)).id}`)).toEqual([]);
    });

    test.each([
      ['state=settled', 422],
      ['state=open&state=open', 422],
      ['asOf=yesterday', 422],
      ['limit=0', 422],
      ['order=oldest', 422],
      [`testimony=${UNKNOWN_ID}`, 404],
      ['testimony=KTB-999999', 404],
      ['testimony=%00', 404],
    ])('there are none for %s', async (query, status) => {
      expectProblem(await archive.as(null).get(`/api/contradictions?${query}`), status);
    });

    test('of a testimony one may not see answer like those of one that never was', async () => {
      const testimony = await makeTestimony(archive);
      await makeContradiction(archive, [(await makeClaim(archive, testimony.id)).id, (await newClaim()).id]);
      await restrict(archive, testimonyRows(testimony.id));
      const ask = (key: string) => archive.as(null).get(`/api/contradictions?testimony=${key}`);
      const [hidden, unknown] = [await ask(testimony.accession as string), await ask('KTB-999999')];
      expect([hidden.status, hidden.text]).toEqual([unknown.status, unknown.text]);
    });
  });

  test('cases are read, one by one and listed, as they stood at an earlier moment', async () => {
    const testimony = await makeTestimony(archive);
    const own = await makeClaim(archive, testimony.id);
    const [other, third] = (await newClaims(2)) as [string, string];
    const before = await newestActivity();
    const first = await openWithPositions([own.id, other, third]);
    const then = await newestActivity();
    await resolveCase(first.id, 1, {
      state: 'preferred',
      rationale: 'R',
      preferredPositionId: first.positions[0]!.id,
    }).expect(200);
    await amend(
      archive,
      `UPDATE contradiction_position SET statement = 'Переписано' WHERE id = '${first.positions[1]!.id}'`,
    );
    const second = await makeContradiction(archive, [own.id, other]);
    await makeFoundedAssessment(archive, other, { confidence: 'refuted' });

    const now = await get(`/api/contradictions/${first.id}`);
    expect(now).toMatchObject({ state: 'preferred', preferred: first.positions[0]!.id });
    expect(now.positions[1]?.statement).toBe('Переписано');
    expect(await get(`/api/contradictions/${first.id}?asOf=${then}`)).toEqual(first);

    const ids = (cases: Case[]) =>
      cases.map(({ id }) => id).filter((id) => [first.id, second.id].includes(id));
    const which = `&testimony=${testimony.accession as string}`;
    expect(await list(`${which}&asOf=${then}`)).toEqual([first]);
    expect((await list(`&asOf=${then}`)).find(({ id }) => id === first.id)).toEqual(first);
    expect(await list(`${which}&asOf=${before}`)).toEqual([]);
    expect(ids(await list(`&asOf=${before}`))).toEqual([]);
    expect(await list(`${which}&asOf=2999-01-01T00:00:00Z`)).toEqual(await list(which));
    expect(ids(await list(which))).toEqual([first.id, second.id]);
    expect(ids(await list(`${which}&asOf=${then}&state=open`))).toEqual([first.id]);
    expect(ids(await list(`${which}&asOf=${then}&state=preferred`))).toEqual([]);
    const asOf = `/api/contradictions?asOf=2999-01-01T00:00:00Z`;
    expect((await pagesOf<Case>(archive, asOf, 3)).map(({ id }) => id)).toEqual(
      (await pagesOf<Case>(archive, '/api/contradictions', 3)).map(({ id }) => id),
    );
  });

  describe('in a record written by hand', () => {
    let folder: string;
    let empty: TestArchive;

    beforeAll(async () => {
      empty = await openArchive();
    });
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kataribe-seed-'));
      await cp(resolve('seeds/japan-soviet-relationship'), folder, { recursive: true });
    });
    afterEach(() => rm(folder, { recursive: true }));
    afterAll(() => empty.close());

    /** Changes a line of the record, and says which; seeds from it then. */
    const seedWith = async (find: string, replace: string): Promise<{ line: number; said: string }> => {
      const path = join(folder, 'record.yaml');
      const record = await readFile(path, 'utf8');
      const at = record.indexOf(find);
      expect(at).toBeGreaterThan(0);
      await writeFile(path, record.slice(0, at) + replace + record.slice(at + find.length));
      const said = await empty.app
        .get(SeedService, { strict: false })
        .seedIfEmpty(folder)
        .then(
          () => 'recorded',
          (error: Error) => error.message,
        );
      return { line: record.slice(0, at).split('\n').length, said };
    };
    const SIDE = '        claims: [second-world-war-began-december-1941]';

    test.each([
      ['a key that is wrong', '        claims: [second-world-war-began]', /no claim with the key/],
      [
        'a claim of no party',
        '        claims: [mukden-incident-1931]',
        /expected a claim that is in claimIds/,
      ],
    ])('%s is found on its line', async (_, replace, message) => {
      const { line, said } = await storesNothing(empty, () => seedWith(SIDE, replace));
      expect(said).toMatch(message);
      expect(Number(/line (\d+)/.exec(said)?.[1]) - line).toBeLessThanOrEqual(0);
      expect(line - Number(/line (\d+)/.exec(said)?.[1])).toBeLessThanOrEqual(1);
    });

    test('a case may stand settled already; a preference names a position by its number', async () => {
      const settled = (lines: string) =>
        seedWith(
          '  - key: great-east-war-past-or-to-come',
          `  - ${lines}\n    key: great-east-war-past-or-to-come`,
        );
      for (const [lines, said] of [
        ['state: preferred', /line \d+: .*expected the number of a position, 1 to 2, found nothing/],
        ['state: preferred\n    preferred: 3', /expected the number of a position, 1 to 2, found 3/],
        ['state: preferred\n    preferred: 0', /expected the number of a position, 1 to 2, found 0/],
        ['state: preferred\n    preferred: first', /preferred: expected/],
        ['state: reconciled\n    preferred: 1', /expected no preferred position/],
        ['preferred: 1', /expected no preferred position/],
      ] as const) {
        expect((await storesNothing(empty, () => settled(lines))).said).toMatch(said);
        await cp(resolve('seeds/japan-soviet-relationship'), folder, { recursive: true });
      }
      expect((await settled('state: reconciled')).said).toBe('recorded');
      const { items } = (await empty.as(null).get('/api/contradictions?testimony=KTB-0001')).body as {
        items: Case[];
      };
      expect(items.map(({ state }) => state)).toEqual([
        'preferred',
        'reconciled',
        'open',
        'preferred',
        'open',
      ]);
      expect(
        items.map(({ preferred, positions }) => positions.findIndex(({ id }) => id === preferred)),
      ).toEqual([0, -1, -1, 1, -1]);
      // Every claim of the chapter's cases is on a side, and every side has a claim.
      expect(items.flatMap(({ claims }) => claims.map(({ position }) => position))).not.toContain(null);
      expect(items.flatMap(({ positions }) => positions.map(({ claims }) => claims.length))).not.toContain(0);
    });
  });
});
