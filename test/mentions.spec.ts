import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeClaim,
  makeEvent,
  makePlace,
  makeSameAs,
  makeTestimony,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict, testimonyRows } from './support/restrict.js';

interface Mention extends Made {
  words: string;
  agent: Made | null;
  place: Made | null;
  event: Made | null;
  claim: (Made & { pointer: string }) | null;
  passage: (Made & { pointer: string; text: string }) | null;
}

describe('mentions', () => {
  let archive: TestArchive;
  let testimony: Made;
  let claim: Made;
  let passages: { id: string }[];

  beforeAll(async () => {
    archive = await openArchive();
    await makeTestimony(archive);
    testimony = await makeTestimony(archive, {
      text: `瀬島中佐は奉天にいた。${ODD.combining}\n\nПотом был Мукден.`,
    });
    claim = await makeClaim(archive, testimony.id, { anchors: [{ exact: '瀬島中佐は奉天にいた' }] });
    passages = await archive.sql<{ id: string }>(
      `SELECT p.id FROM passage p JOIN revision r ON r.id = p.revision_id
       WHERE r.testimony_id = '${testimony.id}' ORDER BY p.number`,
    );
  });
  afterAll(() => archive.close());

  const add = (path: string, body: object, role: 'researcher' | 'reader' = 'researcher') =>
    archive.as(role).post(`/api/${path}/mentions`).send(body);
  const added = async (path: string, body: object): Promise<Mention> => {
    const answer = await add(path, body);
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    return answer.body as Mention;
  };
  const of = (path: string, query = '') => pagesOf<Mention>(archive, `/api/${path}/mentions${query}`, 2);

  test('of a person, a place or an event, in claims and in passages, are found together', async () => {
    const [sejima, mukden] = [
      await makeAgent(archive, { name: '瀬島龍三' }),
      await makePlace(archive, { name: '奉天' }),
    ];
    const war = await makeEvent(archive, {
      name: 'ソ連の対日参戦',
      placeId: mukden.id,
      date: { edtf: '1945-08' },
    });
    const [first, second] = passages as [{ id: string }, { id: string }];
    const inClaim = await added(`claims/${claim.id}`, {
      agentId: sejima.id,
      words: 'the lieutenant colonel',
    });
    const inPassage = await added(`passages/${first.id}`, { agentId: sejima.id, words: '瀬島中佐' });
    await added(`passages/${first.id}`, { placeId: mukden.id, words: '奉天' });
    const inOther = await added(`passages/${second.id}`, { placeId: mukden.id, words: 'Мукден' });
    await added(`claims/${claim.id}`, { eventId: war.id, words: 'then' });

    expect(await of(`agents/${sejima.id}`)).toEqual([inClaim, inPassage]);
    expect(inClaim).toMatchObject({
      agent: { id: sejima.id, name: '瀬島龍三' },
      claim: { id: claim.id, pointer: `${testimony.accession as string} #1` },
      passage: null,
      testimony: { id: testimony.id },
    });
    expect(inPassage).toMatchObject({
      passage: {
        pointer: `${testimony.accession as string} r1 ¶1`,
        text: `瀬島中佐は奉天にいた。${ODD.combining}`,
      },
    });
    expect((await of(`places/${mukden.id}`)).map(({ words }) => words)).toEqual(['奉天', 'Мукден']);
    expect((await of(`events/${war.id}`)).map(({ claim: of }) => of?.id)).toEqual([claim.id]);
    expect(inOther.event).toBeNull();
    const shown = (await archive.as(null).get(`/api/claims/${claim.id}`)).body as { mentions: Mention[] };
    expect(shown.mentions.map(({ words }) => words)).toEqual(['the lieutenant colonel', 'then']);
  });

  test('withdrawn, they are gone from lists and claims, and read as they were', async () => {
    const person = await makeAgent(archive, { name: 'Иван' });
    const mention = await added(`claims/${claim.id}`, { agentId: person.id, words: 'he' });
    const then = (mention.activity as Made).id;
    const withdraw = (version: string | null) => {
      const request = archive.as('researcher').post(`/api/mentions/${mention.id}/withdrawal`);
      return (version === null ? request : request.set('if-match', version)).send({
        because: 'Another Ivan.',
      });
    };
    await storesNothing(archive, async () => {
      expectProblem(await withdraw(null), 428);
      expectProblem(await withdraw('"v7"'), 412);
    });
    expect((await withdraw('"v1"')).body).toMatchObject({ withdrawnBecause: 'Another Ivan.', version: 2 });
    expectProblem(await withdraw('"v2"'), 409, { code: 'mention.withdrawn' });
    expect(await of(`agents/${person.id}`)).toEqual([]);
    expect(await of(`agents/${person.id}`, `?asOf=${then}`)).toEqual([mention]);
    const shown = await archive.as(null).get(`/api/claims/${claim.id}`);
    expect(shown.text).not.toContain(person.id);
  });

  test('of a person are those of all records that are of one, until they are taken apart', async () => {
    const [one, other, stranger] = [
      await makeAgent(archive, { name: 'Hata' }),
      await makeAgent(archive, { name: '秦彦三郎' }),
      await makeAgent(archive, { name: 'Hata the baker' }),
    ];
    const ofOne = await added(`claims/${claim.id}`, { agentId: one.id, words: 'his superior' });
    await added(`claims/${claim.id}`, { agentId: stranger.id, words: 'the baker' });
    const ofOther = await added(`passages/${passages[0]!.id}`, { agentId: other.id, words: '中佐' });
    await makeSameAs(archive, stranger.id, one.id, { certainty: 'perhaps' });
    const apart = (ofOther.activity as Made).id;
    const same = await makeSameAs(archive, one.id, other.id);
    // From whichever record one comes, page by page, each still naming the record it was marked with.
    for (const { id } of [one, other]) {
      expect(await of(`agents/${id}`)).toEqual([ofOne, ofOther]);
      expect(await pagesOf(archive, `/api/agents/${id}/mentions`, 1)).toEqual([ofOne, ofOther]);
    }
    expect(await of(`agents/${one.id}`, `?asOf=${apart}`)).toEqual([ofOne]);
    await restrict(archive, [{ table: 'agent', where: `id = '${other.id}'` }]);
    expect(await of(`agents/${one.id}`)).toEqual([ofOne]);
    await restrict(archive, [{ table: 'agent', where: `id = '${other.id}'` }], 0);
    expect(await of(`agents/${one.id}`)).toEqual([ofOne, ofOther]);
    await archive
      .as('researcher')
      .post(`/api/same-as/${same.id}/withdrawal`)
      .set('if-match', '"v1"')
      .send({ because: 'Two cousins.' })
      .expect(200);
    expect(await of(`agents/${one.id}`)).toEqual([ofOne]);
    expect(await of(`agents/${other.id}`)).toEqual([ofOther]);
    expect(await of(`agents/${one.id}`, `?asOf=${(same.activity as Made).id}`)).toEqual([ofOne, ofOther]);
  });

  test('name one that exists, in words that the passage has', async () => {
    const person = await makeAgent(archive, { name: 'Ueda' });
    const passage = `passages/${passages[0]!.id}`;
    const wrong: [string, object, number, string?][] = [
      [`claims/${claim.id}`, { words: 'he' }, 422, ''],
      [`claims/${claim.id}`, { words: 'he', agentId: person.id, eventId: UNKNOWN_ID }, 422, ''],
      [`claims/${claim.id}`, { words: 'he', eventId: UNKNOWN_ID }, 422, '/eventId'],
      [`claims/${claim.id}`, { words: ' ', agentId: person.id }, 422, '/words'],
      [`claims/${UNKNOWN_ID}`, { words: 'he', agentId: person.id }, 404],
      [`passages/${UNKNOWN_ID}`, { words: 'he', agentId: person.id }, 404],
      [passage, { words: '瀨島', agentId: person.id }, 422, '/words'],
      [passage, { words: 'Мукден', agentId: person.id }, 422, '/words'],
      [passage, { words: '奉天', agentId: person.id, note: 'N' }, 422, '/note'],
    ];
    await storesNothing(archive, async () => {
      for (const [path, body, status, pointer] of wrong) {
        expectProblem(await add(path, body), status, pointer === undefined ? {} : { pointer });
      }
      expectProblem(await add(`claims/${claim.id}`, { words: 'he', agentId: person.id }, 'reader'), 403);
      for (const path of ['agents', 'places', 'events']) {
        expectProblem(await archive.as(null).get(`/api/${path}/${UNKNOWN_ID}/mentions`), 404);
      }
    });
  });

  test('one may not see are neither listed nor read, from whichever end they are hidden', async () => {
    const hidden = await makeTestimony(archive);
    const [open, secret] = [
      await makeAgent(archive, { name: 'Open' }),
      await makeAgent(archive, { name: '内緒' }),
    ];
    const told = await makeClaim(archive, hidden.id);
    const ofHidden = await added(`claims/${told.id}`, { agentId: open.id, words: 'W' });
    const ofSecret = await added(`claims/${claim.id}`, { agentId: secret.id, words: 'W' });
    await restrict(archive, [...testimonyRows(hidden.id), { table: 'agent', where: `id = '${secret.id}'` }]);
    expect(await of(`agents/${open.id}`)).toEqual([]);
    for (const path of [
      `mentions/${ofHidden.id}`,
      `mentions/${ofSecret.id}`,
      `agents/${secret.id}/mentions`,
    ]) {
      expectProblem(await archive.as(null).get(`/api/${path}`), 404);
    }
    expect(await pagesOf(archive, `/api/agents/${open.id}/mentions`, 2, 'archivist')).toHaveLength(1);
    // What names a hidden person is hidden with him from the start.
    const staff = await archive
      .as('archivist')
      .post(`/api/claims/${claim.id}/mentions`)
      .send({ agentId: secret.id, words: 'W' });
    const [row] = await archive.sql(`SELECT access FROM mention WHERE id = '${(staff.body as Made).id}'`);
    expect(row).toEqual({ access: 3 });
  });

  test('added by several at once each get a place of their own', async () => {
    const person = await makeAgent(archive, { name: 'Once' });
    await Promise.all(
      Array.from({ length: 4 }, (_, n) =>
        added(`claims/${claim.id}`, { agentId: person.id, words: `W${n}` }),
      ),
    );
    const rows = await archive.sql<{ position: number }>(
      `SELECT position FROM mention WHERE claim_id = '${claim.id}' ORDER BY position`,
    );
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, n) => n + 1));
  });
});

describe('events', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  test('are recorded, corrected and read as they were', async () => {
    const place = await makePlace(archive, { name: '奉天' });
    const event = await makeEvent(archive, {
      name: '奉天會戰',
      date: { words: '明治三十八年', edtf: '1905-02/1905-03' },
    });
    expect(event).toMatchObject({
      name: '奉天會戰',
      date: { earliest: '1905-02-01', latest: '1905-03-31' },
      place: null,
    });
    const revise = (version: string, body: object) =>
      archive.as('researcher').patch(`/api/events/${event.id}`).set('if-match', version).send(body);
    const revised = await revise('"v1"', { placeId: place.id, date: null, because: 'B' });
    expect(revised.body).toMatchObject({ place: { id: place.id }, date: null, version: 2 });
    expectProblem(await revise('"v1"', { name: 'N' }), 412);
    expectProblem(await revise('"v2"', { placeId: UNKNOWN_ID }), 422, { pointer: '/placeId' });
    expectProblem(await revise('"v2"', { date: { edtf: '1905-02-30' } }), 422, { pointer: '/date/edtf' });
    const then = (event.activity as Made).id;
    expect((await archive.as(null).get(`/api/events/${event.id}?asOf=${then}`)).body).toEqual(event);
    expect(await pagesOf(archive, '/api/events', 1)).toEqual([revised.body]);
    const history = await archive.as(null).get(`/api/history/event/${event.id}`);
    expect((history.body as { items: object[] }).items).toHaveLength(2);
  });
});
