import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, revise, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { type Made, makeAgent, makePlace } from './support/factories.js';
import { ODD } from './support/odd-texts.js';

describe('agents and places', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  describe('agents', () => {
    test.each(Object.entries(ODD))('a name is kept as it is written: %s', async (_, name) => {
      const agent = await makeAgent(archive, { name, description: name });
      expect(agent).toMatchObject({
        kind: 'person',
        name,
        description: name,
        unnamed: false,
        unnamedBecause: null,
        version: 1,
        activity: { type: 'agent.create', agent: { name: 'Test archivist' } },
      });
      expect((await archive.as(null).get(`/api/agents/${agent.id}`)).body).toEqual(agent);
    });

    test('somebody may be unnamed, with a description and the reason', async () => {
      const fields = {
        name: undefined,
        description: 'a signals officer',
        unnamedBecause: 'He feared for his post.',
      };
      const agent = await makeAgent(archive, fields);
      expect(agent).toMatchObject({ name: null, unnamed: true, description: 'a signals officer' });

      for (const [missing, pointer] of [
        [{ description: undefined }, '/description'],
        [{ unnamedBecause: undefined }, '/unnamedBecause'],
      ] as const) {
        const response = await storesNothing(archive, () =>
          archive
            .as('archivist')
            .post('/api/agents')
            .send({ kind: 'person', ...fields, ...missing }),
        );
        expectProblem(response, 422, { pointer, code: 'agent.unnamed_undescribed' });
      }
    });

    test('a name is corrected; what it was stays', async () => {
      const agent = await makeAgent(archive, { name: 'I. Petrov' });
      const corrected = await revise(archive, `/api/agents/${agent.id}`, 1, {
        name: 'Иван Петров',
        note: 'By his daughter.',
      });
      expect(corrected.body).toMatchObject({
        name: 'Иван Петров',
        version: 2,
        activity: { type: 'agent.revise' },
      });
      const { items } = (await archive.as(null).get(`/api/history/agent/${agent.id}`)).body as {
        items: { record: { name: string } }[];
      };
      expect(items.map(({ record }) => record.name)).toEqual(['Иван Петров', 'I. Petrov']);
    });

    test('a description is taken away, but not from somebody who has nothing else', async () => {
      const named = await makeAgent(archive, { description: 'D' });
      const cleared = await revise(archive, `/api/agents/${named.id}`, 1, { description: null });
      expect(cleared.body).toMatchObject({ name: named.name, description: null, version: 2 });
      const unnamed = await makeAgent(archive, { name: undefined, description: 'D', unnamedBecause: 'B' });
      const response = await storesNothing(archive, () =>
        revise(archive, `/api/agents/${unnamed.id}`, 1, { description: null }),
      );
      expectProblem(response, 422, { pointer: '/description' });
    });

    test('the list is in the order of recording, in pages, by kind if asked', async () => {
      const made: Made[] = [];
      for (let n = 0; n < 6; n++)
        made.push(await makeAgent(archive, { kind: n % 3 === 0 ? 'group' : 'person' }));
      const ids = made.map(({ id }) => id);
      for (const limit of [1, 4, 200]) {
        const all = (await pagesOf<Made>(archive, '/api/agents', limit)).map(({ id }) => id);
        expect(all.filter((id) => ids.includes(id))).toEqual(ids);
        expect(new Set(all).size).toBe(all.length);
        const groups = await pagesOf<Made>(archive, '/api/agents?kind=group', limit);
        expect(groups.map(({ id }) => id)).toEqual([ids[0], ids[3]]);
      }
      expectProblem(await archive.as(null).get('/api/agents?kind=robot'), 422, { pointer: '/kind' });
    });
  });

  describe('places', () => {
    test('a place is kept as it is called', async () => {
      const place = await makePlace(archive, { name: 'Находка / ナホトカ', note: ODD.emoji });
      expect(place).toMatchObject({ name: 'Находка / ナホトカ', note: ODD.emoji, version: 1 });
      expect((await archive.as(null).get(`/api/places/${place.id}`)).body).toEqual(place);
    });

    test('the list is in the order of recording, in pages', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 5; n++) ids.push((await makePlace(archive)).id);
      for (const limit of [1, 2, 200]) {
        const all = (await pagesOf<Made>(archive, '/api/places', limit)).map(({ id }) => id);
        expect(all.filter((id) => ids.includes(id))).toEqual(ids);
      }
    });
  });

  test.each([UNKNOWN_ID, 'nobody', `${UNKNOWN_ID}x`, '%00', '%F0%A0%AE%B7', "';--"])(
    'there is none with the id %s',
    async (id) => {
      for (const what of ['agents', 'places'])
        expectProblem(await archive.as(null).get(`/api/${what}/${id}`), 404);
    },
  );

  test('an id is the same in capitals', async () => {
    const agent = await makeAgent(archive);
    expect((await archive.as(null).get(`/api/agents/${agent.id.toUpperCase()}`)).body).toEqual(agent);
  });
});
