import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing } from './support/expectations.js';
import {
  claimFields,
  type Made,
  makeAgent,
  makeClaim,
  makeLead,
  makePlace,
  makeQuestion,
  makeSource,
  makeTestimony,
  testimonyFields,
  translationFields,
} from './support/factories.js';
import { mutations, pointsInto } from './support/mutations.js';

describe('malformed requests', () => {
  let archive: TestArchive;
  let testimony: Made;
  let claimsPath: string;

  beforeAll(async () => {
    archive = await openArchive();
    testimony = await makeTestimony(archive, { text: '𠮷 went. 𠮷 came back over the river.' });
    claimsPath = `/api/testimonies/${testimony.id}/claims`;
  });
  afterAll(() => archive.close());

  const post = (path: string, body: object) => archive.as('archivist').post(path).send(body);
  const raw = (path: string, body: string | Buffer, type = 'application/json') =>
    archive
      .as('archivist')
      .post(path)
      .set('content-type', type)
      .serialize((sent: unknown) => sent as string)
      .send(body);
  /** Refused with a fault at the field, and no table has a row more. */
  const refused = async (path: string, body: object, pointer: string, code?: string): Promise<void> => {
    const answer = await storesNothing(archive, () => post(path, body));
    expectProblem(answer, 422, { pointer, code });
  };

  describe('a body of the wrong type, in every field', () => {
    test('of a testimony', async () => {
      const agent = await makeAgent(archive);
      const body = testimonyFields({
        passages: 'paragraph',
        translationOf: { language: 'ja', testimonyId: testimony.id, note: 'N' },
        recorded: { words: 'W', edtf: '1945', where: 'W' },
        summary: 'S',
        rights: 'R',
        contributors: [
          { role: 'narrator', agent: { kind: 'person', name: 'N', description: 'D', unnamedBecause: 'B' } },
          { role: 'editor', agent: { id: agent.id } },
        ],
      });
      await tryAll('/api/testimonies', body);
    });

    test('of a claim', async () => {
      const [agent, place, source, other] = [
        await makeAgent(archive),
        await makePlace(archive),
        await makeSource(archive),
        await makeClaim(archive, testimony.id, { anchors: [{ exact: 'went' }] }),
      ];
      const body = claimFields({
        kind: 'event',
        anchors: [{ exact: 'came', prefix: '𠮷 ', suffix: ' back', start: 10, end: 14, passage: 1 }],
        date: { words: 'W', edtf: '1945' },
        tellers: [
          { basis: 'told', agentId: agent.id, when: { words: 'W', edtf: '1945' }, where: 'W', note: 'N' },
        ],
        mentions: [{ placeId: place.id, words: 'W' }],
        citations: [
          {
            stance: 'for',
            source: { id: source.id },
            locator: { label: 'page', value: '1' },
            quotation: 'Q',
            quotationLanguage: 'ja',
            note: 'N',
            sourceClass: 'original',
            informationClass: 'primary',
            evidenceClass: 'direct',
          },
          { stance: 'against', claimId: other.id },
          {
            stance: 'context',
            source: {
              csl: {
                type: 'book',
                title: 'T',
                author: [{ family: 'F' }],
                issued: { 'date-parts': [[1945]] },
              },
            },
          },
        ],
        assessment: { confidence: 'probable', rationale: 'R' },
      });
      await tryAll(claimsPath, body);
    });

    test('of an office, and of what is said of whether somebody can be reached', async () => {
      const [agent, place, source] = [
        await makeAgent(archive),
        await makePlace(archive),
        await makeSource(archive),
      ];
      const organisation = await makeAgent(archive, { kind: 'organisation' });
      const claim = await makeClaim(archive, testimony.id, { anchors: [{ exact: 'went' }] });
      const restsOn = { sourceId: source.id, claimId: claim.id };
      await tryAll(`/api/agents/${agent.id}/offices`, {
        kind: 'rank',
        title: 'T',
        organisationId: organisation.id,
        placeId: place.id,
        held: { words: 'W', edtf: '1943/1945' },
        ...restsOn,
        note: 'N',
      });
      await tryAll(`/api/agents/${agent.id}/reachability`, {
        state: 'living',
        when: { words: 'W', edtf: '1991' },
        because: 'B',
        ...restsOn,
      });
    });

    test('of a lead and an attempt', async () => {
      const [agent, place] = [await makeAgent(archive), await makePlace(archive)];
      const question = await makeQuestion(archive);
      await tryAll(`/api/questions/${question.id}/leads`, {
        kind: 'person',
        description: 'D',
        agentId: agent.id,
        state: 'contacted',
        nextStep: { text: 'T', ownerId: agent.id, due: { words: 'W', edtf: '2027' } },
        note: 'N',
      });
      const lead = await makeLead(archive, question.id, { kind: 'person' });
      await tryAll(`/api/leads/${lead.id}/attempts`, {
        outcome: 'not_found',
        when: { words: 'W', edtf: '1998' },
        byId: agent.id,
        where: { placeId: place.id, words: 'W' },
        channel: 'C',
        note: 'N',
      });
    });

    test('of a review and a translation', async () => {
      const agent = await makeAgent(archive);
      await tryAll(`/api/testimonies/${testimony.id}/reviews`, {
        revision: 1,
        passage: 1,
        agentId: agent.id,
        reviewed: { words: 'W', edtf: '1998' },
        asked: 'A',
        note: 'N',
      });
      await tryAll(
        `/api/testimonies/${testimony.id}/translations`,
        translationFields({
          revision: 1,
          passages: [{ passage: 1, start: 0, end: 4 }],
          translator: { kind: 'software', name: 'N', description: 'D', unnamedBecause: 'B' },
          note: 'N',
        }),
      );
    });

    /** The whole body is accepted; with any part of it replaced by something else it is refused, by name. */
    async function tryAll(path: string, body: object): Promise<void> {
      expect((await post(path, body)).status).toBe(201);
      const wrong: string[] = [];
      await storesNothing(archive, async () => {
        for (const { pointer, what, changed } of mutations(body)) {
          const answer = await post(path, changed);
          const { errors = [] } = answer.body as { errors?: { pointer: string }[] };
          const names = errors.some((fault) => pointsInto(fault.pointer, pointer));
          if (answer.status !== 422 || !names) {
            wrong.push(
              `${pointer} as ${what}: ${answer.status} ${errors.map((fault) => fault.pointer).join(' ')}`,
            );
          }
        }
        expect(wrong).toEqual([]);
      });
      for (const { pointer, changed } of mutations(body, [['null', null]])) {
        const answer = await post(path, changed);
        if (answer.status !== 201 && answer.status !== 422)
          wrong.push(`${pointer} as null: ${answer.status}`);
      }
      expect(wrong).toEqual([]);
    }
  });

  describe('a body that is no JSON, or not ours', () => {
    const valid = JSON.stringify(testimonyFields());

    test.each([
      ['nothing', ''],
      ['half of it', valid.slice(0, -1)],
      ['two of it', valid + valid],
      ['a trailing comma', `${valid.slice(0, -1)},}`],
      ['single quotes', "{'title': 'T'}"],
      ['NaN', '{"title": NaN}'],
      ['a prototype', `{"__proto__": {"role": "administrator"}, ${valid.slice(1)}`],
      ['a prototype within', valid.replace('"agent":{', '"agent":{"__proto__":{"id":"x"},')],
      ['a constructor', `{"constructor": {"prototype": {"x": 1}}, ${valid.slice(1)}`],
    ])('%s', async (_, body) => {
      const answer = await storesNothing(archive, () => raw('/api/testimonies', body));
      expectProblem(answer, 400, { code: 'request.malformed_json' });
    });

    test.each(['null', '[]', '"text"', '7', 'true', '[{"name": "Otaru"}]'])(
      'JSON that is no object: %s',
      async (body) => {
        const answer = await storesNothing(archive, () => raw('/api/testimonies', body));
        expect([400, 422]).toContain(answer.status);
        expectProblem(answer, answer.status);
      },
    );

    test.each(['toString', 'hasOwnProperty', 'constructor', 'prototype', '', 'a/b~c', '𠮷'])(
      'a field named "%s"',
      async (name) => {
        const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        await refused('/api/places', { name: 'Otaru', [name]: 1 }, pointer, 'request.unknown_field');
      },
    );

    test.each([
      ['a byte of Latin-1', [0xe9]],
      ['half a character', [0xf0, 0xa0, 0xae]],
      ['too long a form', [0xc0, 0xaf]],
      ['a surrogate', [0xed, 0xa1, 0x82]],
    ])('bytes that are no UTF-8: %s', async (_, bytes) => {
      const [before, after] = valid.split('We crossed');
      const body = Buffer.concat([Buffer.from(before ?? ''), Buffer.from(bytes), Buffer.from(after ?? '')]);
      const answer = await storesNothing(archive, () => raw('/api/testimonies', body));
      expectProblem(answer, 400, { code: 'request.malformed_utf8' });
    });

    test.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'json',
    ])('a body sent as %s', async (type) => {
      const answer = await storesNothing(archive, () => raw('/api/testimonies', valid, type));
      expectProblem(answer, 415, { code: 'request.media_type' });
    });

    test('a body larger than the route takes', async () => {
      const ofPlace = await storesNothing(archive, () =>
        post('/api/places', { name: 'x'.repeat(1_100_000) }),
      );
      expectProblem(ofPlace, 413, { code: 'request.too_large' });
      const ofTestimony = await storesNothing(archive, () =>
        raw('/api/testimonies', Buffer.alloc(16 * 1024 * 1024 + 1, 0x20)),
      );
      expectProblem(ofTestimony, 413, { code: 'request.too_large' });
    });

    test.each([50, 1_000, 8_000, 250_000])('nested %d deep', async (depth) => {
      const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      const bodies: [string, string][] = [
        ['/api/sources', `{"csl": {"type": "book", "title": "T", "custom": {"a": ${nested}}}}`],
        ['/api/testimonies', `${valid.slice(0, -1)}, "contributors": ${nested}}`],
        ['/api/places', `{"name": ${'{"name":'.repeat(depth / 2)}1${'}'.repeat(depth / 2)}}`],
      ];
      for (const [path, body] of bodies) {
        const answer = await raw(path, body);
        const mayBeKept = path === '/api/sources' && depth <= 1_000;
        expect(mayBeKept ? [2, 4] : [4]).toContain(Math.floor(answer.status / 100));
        if (answer.status !== 201) expectProblem(answer, answer.status);
      }
    });

    test('numbers no number holds', async () => {
      for (const number of ['1e400', '-1e400', '9'.repeat(400), '1e-400']) {
        const body = `{"statement": "S", "anchors": [{"exact": "came", "start": ${number}, "end": 14}]}`;
        const answer = await storesNothing(archive, () => raw(claimsPath, body));
        expectProblem(answer, 422);
      }
      const source = `{"csl": {"type": "book", "title": "T", "volume": 1e400}}`;
      expectProblem(await storesNothing(archive, () => raw('/api/sources', source)), 422, {
        pointer: '/csl/volume',
      });
    });
  });

  test.each<[string, string]>([
    ['/api/testimonies?limit=1&limit=2', '/limit'],
    ['/api/testimonies?limit[]=1', '/limit[]'],
    ['/api/agents?cursor=MQ&cursor=Mg', '/cursor'],
    ['/api/questions?state=open%00', '/state'],
    ['/api/sources?cursor=%00', '/cursor'],
    ['/api/activities?agent=me', '/agent'],
    ['/api/claims/ID?asOf=%00', '/asOf'],
    ['/api/claims/ID?asof=2026-01-01T00:00:00Z', '/asof'],
    ['/api/testimonies/ID/claims?needs=love', '/needs'],
    ['/api/testimonies/ID/report?format=pdf', '/format'],
  ])('a query of %s', async (path, pointer) => {
    const id = path.includes('claims/ID')
      ? (await makeClaim(archive, testimony.id, { anchors: [{ exact: 'went' }] })).id
      : testimony.id;
    expectProblem(await archive.as(null).get(path.replace('ID', id)), 422, { pointer });
  });

  test('an address where nothing is', async () => {
    for (const path of [
      '/api',
      '/api/nothing',
      '/api/citations',
      '/nothing',
      '/api/testimonies/%00',
      '/api/testimonies/KTB-0001/x',
      '/api/%E0%A4%A',
      '/api/docs/../package.json',
    ]) {
      const answer = await archive.as(null).get(path);
      expect([400, 404]).toContain(answer.status);
      expectProblem(answer, answer.status);
    }
    for (const method of ['put', 'delete'] as const) {
      const answer = await archive.as('archivist')[method](`/api/testimonies/${testimony.id}`).send({});
      expect([404, 405]).toContain(answer.status);
      expectProblem(answer, answer.status);
    }
  });
});
