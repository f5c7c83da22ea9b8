import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  claimFields,
  type Made,
  makeAgent,
  makeClaim,
  makePlace,
  makeSource,
  makeTestimony,
  testimonyFields,
} from './support/factories.js';
import { mutations, pointsInto } from './support/mutations.js';

/** Where any code will do: a default, because Jest takes a parameter without an argument for its callback. */
const ANY: string | undefined = undefined;

describe('bad input', () => {
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

  describe('of a testimony', () => {
    test.each<[string, Record<string, unknown>, string, string?]>([
      ['an empty text', { text: '' }, '/text', 'testimony.text_empty'],
      ['a text of white space', { text: '\r\n\u3000\uFEFF\t' }, '/text', 'testimony.text_empty'],
      ['a text of 10 MB', { text: '𠮷'.repeat(2_500_000) }, '/text', 'testimony.text_too_long'],
      ['NUL in the text', { text: 'a\u0000b' }, '/text', 'text.null_character'],
      ['NUL in the title', { title: '\u0000' }, '/title', 'text.null_character'],
      ['half a pair in the text', { text: 'a\ud842' }, '/text', 'text.lone_surrogate'],
      [
        'half a pair in a name',
        { contributors: [{ role: 'narrator', agent: { name: '\udfb7x' } }] },
        '/contributors/0/agent/name',
      ],
      ['a title of white space', { title: ' \n' }, '/title'],
      ['a title too long', { title: '𠮷'.repeat(1001) }, '/title'],
      ['an unknown kind', { kind: 'rumour' }, '/kind'],
      ['a language by its name', { language: 'Japanese' }, '/language'],
      ['a language nobody registered', { language: 'xx' }, '/language', 'language.invalid'],
      ['a malformed language', { language: 'ja_JP' }, '/language'],
      ['a day that never was', { recorded: { edtf: '1900-02-29' } }, '/recorded/edtf', 'date.invalid'],
      ['a month that never is', { recorded: { edtf: '1945-13' } }, '/recorded/edtf', 'date.invalid'],
      ['an interval backwards', { recorded: { edtf: '1946/1945' } }, '/recorded/edtf', 'date.invalid'],
      ['a date in words', { recorded: { edtf: 'spring 1945' } }, '/recorded/edtf', 'date.invalid'],
      ['no narrator', { contributors: [{ role: 'interviewer', agent: { name: 'A' } }] }, '/contributors'],
      ['no contributors', { contributors: [] }, '/contributors'],
      ['an unknown role', { contributors: [{ role: 'hero', agent: { name: 'A' } }] }, '/contributors/0/role'],
      [
        'an agent of nothing',
        { contributors: [{ role: 'narrator', agent: {} }] },
        '/contributors/0/agent/description',
      ],
      ['an unknown field', { colour: 'red' }, '/colour', 'request.unknown_field'],
      [
        'an unknown field within',
        { recorded: { edtf: '1945', by: 'me' } },
        '/recorded/by',
        'request.unknown_field',
      ],
      ['an accession number of its own', { accession: 'KTB-9999' }, '/accession', 'request.unknown_field'],
      ['an id of its own', { id: UNKNOWN_ID }, '/id', 'request.unknown_field'],
    ])('%s', (_, fields, pointer, code = ANY) =>
      refused('/api/testimonies', testimonyFields(fields), pointer, code),
    );
  });

  describe('of a claim', () => {
    const anchored = (anchor: object): Record<string, unknown> => ({ anchors: [anchor] });

    test.each<[string, Record<string, unknown>, string, string?]>([
      ['no anchor', { anchors: [] }, '/anchors'],
      ['no words', anchored({ exact: '' }), '/anchors/0/exact'],
      [
        'a quotation that is not there',
        anchored({ exact: 'swam' }),
        '/anchors/0/exact',
        'claim.quote_not_found',
      ],
      [
        'a quotation that is there twice',
        anchored({ exact: '𠮷' }),
        '/anchors/0/exact',
        'claim.quote_ambiguous',
      ],
      [
        'a position one too far',
        anchored({ exact: 'came', start: 11, end: 15 }),
        '/anchors/0/exact',
        'claim.quote_mismatch',
      ],
      [
        'a position one too near',
        anchored({ exact: 'came', start: 9, end: 13 }),
        '/anchors/0/exact',
        'claim.quote_mismatch',
      ],
      [
        'a position in UTF-16 units',
        anchored({ exact: 'came', start: 12, end: 16 }),
        '/anchors/0/exact',
        'claim.quote_mismatch',
      ],
      [
        'an end one too far',
        anchored({ exact: 'came', start: 10, end: 15 }),
        '/anchors/0/exact',
        'claim.quote_mismatch',
      ],
      [
        'an end beyond the text',
        anchored({ exact: 'river.', start: 29, end: 36 }),
        '/anchors/0/end',
        'claim.position_invalid',
      ],
      [
        'a start beyond the text',
        anchored({ exact: 'river.', start: 90, end: 96 }),
        '/anchors/0/start',
        'claim.position_invalid',
      ],
      [
        'a position before the text',
        anchored({ exact: '𠮷', start: -1, end: 0 }),
        '/anchors/0/start',
        'claim.position_invalid',
      ],
      [
        'an end before its start',
        anchored({ exact: 'came', start: 14, end: 10 }),
        '/anchors/0/end',
        'claim.position_invalid',
      ],
      [
        'a start without an end',
        anchored({ exact: 'came', start: 10 }),
        '/anchors/0/end',
        'claim.position_invalid',
      ],
      [
        'a position no integer holds',
        anchored({ exact: 'came', start: 2 ** 31, end: 2 ** 31 + 4 }),
        '/anchors/0/start',
        'claim.position_invalid',
      ],
      [
        'a position no number holds',
        anchored({ exact: 'came', start: 2 ** 60, end: 2 ** 60 + 256 }),
        '/anchors/0/start',
        'claim.position_invalid',
      ],
      ['half a position', anchored({ exact: 'came', start: 10.5, end: 14.5 }), '/anchors/0/start'],
      [
        'half a pair in a prefix',
        anchored({ exact: 'came', prefix: '\ud842' }),
        '/anchors/0/prefix',
        'text.lone_surrogate',
      ],
      [
        'an unknown teller',
        { tellers: [{ basis: 'told', agentId: UNKNOWN_ID }] },
        '/tellers/0/agentId',
        'reference.unknown',
      ],
      [
        'two tellers in one',
        { tellers: [{ basis: 'told', agentId: UNKNOWN_ID, sourceId: UNKNOWN_ID }] },
        '/tellers/0',
      ],
      ['a mention of nothing', { mentions: [{ words: 'it' }] }, '/mentions/0'],
      [
        'an unknown place',
        { mentions: [{ words: 'it', placeId: UNKNOWN_ID }] },
        '/mentions/0/placeId',
        'reference.unknown',
      ],
      ['an id that is none', { mentions: [{ words: 'it', placeId: 'Otaru' }] }, '/mentions/0/placeId'],
      ['a citation of nothing', { citations: [{ stance: 'for' }] }, '/citations/0/source'],
      [
        'CSL without a title',
        { citations: [{ stance: 'for', source: { csl: { type: 'book' } } }] },
        '/citations/0/source/csl/title',
        'csl.title_required',
      ],
      [
        'an unknown source, the second',
        {
          citations: [
            { stance: 'for', source: { csl: { type: 'book', title: 'T' } } },
            { stance: 'for', source: { id: UNKNOWN_ID } },
          ],
        },
        '/citations/1/source/id',
        'reference.unknown',
      ],
      ['a judgement without a reason', { assessment: { confidence: 'confirmed' } }, '/assessment/rationale'],
      ['a date that never was', { date: { edtf: '1945-02-30' } }, '/date/edtf', 'date.invalid'],
      ['a basis of its own', { basis: 'dreamt' }, '/basis'],
      ['a number of its own', { number: 7 }, '/number', 'request.unknown_field'],
      [
        'an unknown field within',
        anchored({ exact: 'came', colour: 'red' }),
        '/anchors/0/colour',
        'request.unknown_field',
      ],
    ])('%s', (_, fields, pointer, code = ANY) =>
      refused(claimsPath, claimFields({ anchors: [{ exact: 'came' }], ...fields }), pointer, code),
    );

    test('as many anchors, tellers and so on as nobody has', async () => {
      const many = Array.from({ length: 51 }, () => ({ exact: 'came', basis: 'told' }));
      await refused(claimsPath, claimFields({ anchors: many.map(({ exact }) => ({ exact })) }), '/anchors');
      await refused(
        claimsPath,
        claimFields({ anchors: [{ exact: 'came' }], tellers: many.map(({ basis }) => ({ basis })) }),
        '/tellers',
      );
    });
  });

  describe('of the wrong type, in every field', () => {
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

  describe('that is no JSON, or not ours', () => {
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
      '/api/claims',
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
