import { sealCursor } from '../src/common/sealed-cursor.js';
import { STAFF } from '../src/common/principal.js';
import { NameKeysService } from '../src/authorities/name-keys.service.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend, expectProblem, pagesOf, revise, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeIdentifier,
  makeName,
  makePlace,
  makeSameAs,
  makeSource,
  nameFields,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

interface Found extends Made {
  kind: string;
  name: string;
  form: { id: string | null; value: string; reading: string | null };
  match: { by: string; exact: boolean };
}

describe('names', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const post = (path: string, body: object) => archive.as('archivist').post(path).send(body);
  const get = async (path: string): Promise<Made> =>
    (await archive.as('archivist').get(path).expect(200)).body as Made;
  const patch = (path: string, version: number, body: object) =>
    archive.as('archivist').patch(path).set('if-match', `"v${version}"`).send(body);
  const withdraw = (path: string, version = 1, because = 'Misread.') =>
    archive.as('archivist').post(`${path}/withdrawal`).set('if-match', `"v${version}"`).send({ because });
  const search = async (
    q: string,
    more: Record<string, string> = {},
    role: 'archivist' | null = 'archivist',
  ): Promise<Found[]> => {
    const query = new URLSearchParams({ q, limit: '200', ...more }).toString();
    const { body } = await archive.as(role).get(`/api/names?${query}`).expect(200);
    return (body as { items: Found[] }).items;
  };
  const idsOf = (found: Found[]): string[] => found.map(({ id }) => id);

  const kanji = (fields: Record<string, unknown>) =>
    nameFields({ language: 'ja', script: 'Jpan', ...fields });

  describe('are found', () => {
    let sejima: Made;
    let mukden: Made;

    beforeAll(async () => {
      // Noise: names that are near, and names that are far.
      for (const name of [
        'Sekijima',
        'Seki',
        '島瀬',
        '瀬戸',
        'Mukai',
        '奉公',
        'Shen',
        'Semashko',
        'Задонский',
      ]) {
        await makeAgent(archive, { name });
        await makePlace(archive, { name });
      }
      for (let n = 0; n < 30; n++) await makeAgent(archive, { name: `Witness ${n} of the crossing` });
      sejima = await makeAgent(archive, { name: 'Ryuzo Sejima' });
      const reading = 'セジマ リュウゾウ';
      const parts = [
        { kind: 'family', value: '瀬島' },
        { kind: 'given', value: '龍三' },
      ];
      await makeName(
        archive,
        `agents/${sejima.id}`,
        kanji({ value: '瀬島龍三', reading, parts, nameOrder: 'family_first' }),
      );
      mukden = await makePlace(archive, { name: 'Mukden' });
      for (const [value, type, language, script] of [
        ['奉天', 'historical', 'zh', 'Hant'],
        ['Shenyang', 'official', 'zh', 'Latn'],
        ['瀋陽', 'official', 'ja', 'Jpan'],
        ['Мукден', 'exonym', 'ru', 'Cyrl'],
      ]) {
        await makeName(archive, `places/${mukden.id}`, { value, type, language, script });
      }
    });

    test.each([
      ['Mukden', 'place'],
      ['MUKDEN', 'place'],
      ['奉天', 'place'],
      ['Shenyang', 'place'],
      ['ｓｈｅｎｙａｎｇ', 'place'],
      ['沈阳', 'place'],
      ['мукден', 'place'],
      ['Sejima', 'person'],
      ['sezima', 'person'],
      ['SEJIMA Ryūzō', 'person'],
      ['Ryuzo', 'person'],
      ['セジマ', 'person'],
      ['ｾｼﾞﾏ', 'person'],
      ['せじま', 'person'],
      ['せじまりゅうぞう', 'person'],
      ['瀬島', 'person'],
      ['瀨島', 'person'],
      ['瀨島龍三', 'person'],
      ['瀬島竜三', 'person'],
      ['龍三', 'person'],
    ])('by %s: the %s, and nothing else', async (q, kind) => {
      const wanted = kind === 'place' ? mukden.id : sejima.id;
      expect(idsOf(await search(q))).toEqual([wanted]);
      expect(idsOf(await search(q, { kind }))).toEqual([wanted]);
      expect(await search(q, { kind: 'group' })).toEqual([]);
    });

    test('with the form that was found, and in which way', async () => {
      const [byReading] = await search('せじま りゅうぞう');
      expect(byReading).toMatchObject({
        name: 'Ryuzo Sejima',
        representative: null,
        form: { id: null, value: 'Ryuzo Sejima' },
        match: { by: 'value', exact: true },
      });
      const koiso = await makeAgent(archive, { name: '小磯国昭' });
      await makeName(archive, `agents/${koiso.id}`, kanji({ value: '小磯國昭', reading: 'コイソ クニアキ' }));
      expect((await search('koiso'))[0]).toMatchObject({
        id: koiso.id,
        form: {
          value: '小磯國昭',
          reading: 'コイソ クニアキ',
          script: 'Jpan',
          type: 'legal',
          language: 'ja',
        },
        match: { by: 'reading', exact: false },
      });
    });

    test('the exact ones first, each record once, page by page', async () => {
      const made: string[] = [];
      for (const name of ['Zweig Anna', 'Zwei', 'Zweig', 'Anna Zweig', 'Zweigert']) {
        made.push((await makeAgent(archive, { name })).id);
      }
      const found = await search('zweig');
      expect(idsOf(found).slice(0, 1)).toEqual([made[2]]);
      expect(found[0]?.match.exact).toBe(true);
      expect(idsOf(found).sort()).toEqual([made[0], made[2], made[3], made[4]].sort());
      const paged = await pagesOf<Found>(archive, '/api/names?q=zwei', 2);
      expect(idsOf(paged)).toEqual(idsOf(await search('zwei')));
      expect(new Set(idsOf(paged)).size).toBe(5);
    });

    test('as they are now: revised names by the new one, withdrawn ones not at all', async () => {
      const agent = await makeAgent(archive, { name: 'Grodekov' });
      await patch(`/api/agents/${agent.id}`, 1, { name: 'Хабаров' }).expect(200);
      expect(await search('Grodekov')).toEqual([]);
      expect(idsOf(await search('хабаров'))).toEqual([agent.id]);
      const place = await makePlace(archive, { name: 'Nikolaevsk' });
      await patch(`/api/places/${place.id}`, 1, { name: '尼港' }).expect(200);
      expect(await search('nikolaevsk')).toEqual([]);
      expect(idsOf(await search('尼港'))).toEqual([place.id]);
      const form = await makeName(
        archive,
        `places/${place.id}`,
        kanji({ value: '廟街', type: 'historical', reading: 'ビョウガイ' }),
      );
      expect(idsOf(await search('byougai'))).toEqual([place.id]);
      await patch(`/api/names/${form.id}`, 1, { reading: 'みょうがい' }).expect(200);
      expect(await search('byougai')).toEqual([]);
      expect(idsOf(await search('myogai'))).toEqual([place.id]);
      await withdraw(`/api/names/${form.id}`, 2).expect(200);
      expect(await search('myogai')).toEqual([]);
      expect(await search('廟街')).toEqual([]);
    });

    test('as they were, also once what they are found by is made anew', async () => {
      const momentOf = (record: Made) => ({ asOf: (record.activity as Made).id });
      const agent = await makeAgent(archive, { name: 'Toyohara' });
      const renamed = (await patch(`/api/agents/${agent.id}`, 1, { name: '豊原' }).expect(200)).body as Made;
      const form = await makeName(
        archive,
        `agents/${agent.id}`,
        kanji({ value: '豐原市', reading: 'とよはらし' }),
      );
      const reread = (await patch(`/api/names/${form.id}`, 1, { reading: 'ユズノ', note: 'x' }).expect(200))
        .body as Made;
      const gone = (await withdraw(`/api/names/${form.id}`, 2).expect(200)).body as Made;
      const place = await makePlace(archive, { name: 'Otomari' });
      const merged = await makeSameAs(archive, place.id, (await makePlace(archive)).id, {}, 'place');
      const check = async (): Promise<void> => {
        for (const [q, record, expected] of [
          ['toyohara', agent, ['Toyohara']],
          ['toyohara', renamed, []],
          ['豊原', agent, []],
          ['豐原', renamed, ['豊原']],
          ['豊原市', renamed, []],
          ['豊原市', form, ['豐原市']],
          ['toyoharasi', form, ['豐原市']],
          ['toyoharasi', reread, []],
          ['yuzuno', form, []],
          ['yuzuno', reread, ['豐原市']],
          ['yuzuno', gone, []],
          ['豊原市', gone, []],
          ['otomari', place, ['Otomari']],
          ['otomari', agent, []],
        ] as const) {
          const found = await search(q, momentOf(record));
          expect([q, found.map((one) => one.form.value)]).toEqual([q, expected]);
        }
        expect(await search('toyoharasi', momentOf(form))).toMatchObject([
          {
            id: agent.id,
            name: '豊原',
            form: { id: form.id, reading: 'とよはらし' },
            match: { exact: true },
          },
        ]);
        expect(await search('toyohara', { ...momentOf(agent), kind: 'person' })).toMatchObject([
          { id: agent.id, name: 'Toyohara', form: { id: null, value: 'Toyohara' } },
        ]);
        expect(await search('toyohara', { ...momentOf(agent), kind: 'place' })).toEqual([]);
        expect(await search('otomari', momentOf(place))).toMatchObject([{ representative: null }]);
        expect(await search('otomari', momentOf(merged))).toMatchObject([
          { representative: (merged.sameAs as Made).id },
        ]);
      };
      await check();
      const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
      await archive.app.get(NameKeysService, { strict: false }).foldAnew(by);
      await check();
      const paged = await pagesOf<Found>(archive, `/api/names?q=toyo&asOf=${momentOf(form).asOf}`, 1);
      expect(idsOf(paged)).toEqual([agent.id]);
      expectProblem(await archive.as(null).get('/api/names?q=a&asOf=yesterday'), 422, {
        pointer: '/asOf',
        code: 'request.as_of_invalid',
      });
      // Who may not see them now may not see what they were called.
      await restrict(archive, [{ table: 'agent', where: `id = '${agent.id}'` }]);
      const visible = momentOf(await makePlace(archive));
      expect(await search('toyohara', visible, null)).toEqual([]);
      expect(await search('豊原市', visible, null)).toEqual([]);
    });

    test('by a beginning that ends within a letter group, in one order, page by page', async () => {
      const made: Record<string, string> = {};
      for (const name of ['Hom', 'Homma', 'Honma', 'Hombo', 'Homare', 'Hon Fukei', 'Honda']) {
        made[name] = (await makeAgent(archive, { name })).id;
      }
      const wanted = ['Hom', 'Homare', 'Hombo', 'Homma', 'Honma'].map((name) => made[name]);
      const found = await search('Hom');
      expect(idsOf(found)).toEqual(wanted);
      expect(found.map(({ match }) => match.exact)).toEqual([true, false, false, false, false]);
      for (const limit of [1, 2, 3]) {
        expect(idsOf(await pagesOf<Found>(archive, '/api/names?q=hom', limit))).toEqual(wanted);
        expect(idsOf(await pagesOf<Found>(archive, '/api/names?q=hom&kind=person', limit))).toEqual(wanted);
      }
      // A key between the beginnings, which nobody asked for, hides none of those asked for.
      const twice = await makeAgent(archive, { name: 'Chitose' });
      await makeName(archive, `agents/${twice.id}`, { value: 'Kunashir' });
      expect(idsOf(await search('c'))).toContain(twice.id);
      const capital = await makePlace(archive, { name: '京都' });
      await makeName(
        archive,
        `places/${capital.id}`,
        kanji({ value: '京師', type: 'historical', reading: 'キョウシ' }),
      );
      for (const q of ['k', 'ky', 'kyō', 'き', 'キ', 'キョ']) {
        expect([q, idsOf(await search(q)).includes(capital.id)]).toEqual([q, true]);
      }
    });

    test('anew, once what they are found by is made anew', async () => {
      const agent = await makeAgent(archive, { name: 'Vasilevsky' });
      const reading = 'ワシレフスキー';
      await makeName(archive, `agents/${agent.id}`, kanji({ value: '華西列夫斯基', reading }));
      const gone = await makeName(archive, `agents/${agent.id}`, { value: 'Wasilewski' });
      await withdraw(`/api/names/${gone.id}`).expect(200);
      const keys = () =>
        archive.sql(
          'SELECT kind, owner_id, name_form_id, way, key FROM name_key WHERE ended_by IS NULL ORDER BY 2, 3, 5',
        );
      const before = await keys();
      // Names written by hand, and keys that went missing.
      await amend(archive, `UPDATE agent SET name = 'Василевский' WHERE id = '${agent.id}'`);
      await archive.sql('DELETE FROM name_key WHERE id % 2 = 0');
      const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
      const names = await archive.app.get(NameKeysService, { strict: false }).foldAnew(by);
      expect(names).toBeGreaterThan(60);
      expect(idsOf(await search('василевский'))).toEqual([agent.id]);
      expect(idsOf(await search('Washirefusukī'))).toEqual([agent.id]);
      for (const q of ['Vasilevsky', 'Wasilewski']) expect(await search(q)).toEqual([]);
      await amend(archive, `UPDATE agent SET name = 'Vasilevsky' WHERE id = '${agent.id}'`);
      await archive.app.get(NameKeysService, { strict: false }).foldAnew(by);
      expect(await keys()).toEqual(before);
    });

    test('as they are called since, where somebody was renamed while all keys were made anew', async () => {
      const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
      for (let round = 1; round <= 5; round += 1) {
        const agent = await makeAgent(archive, { name: `Zolotov ${round}` });
        await Promise.all([
          archive.app.get(NameKeysService, { strict: false }).foldAnew(by),
          patch(`/api/agents/${agent.id}`, 1, { name: `Kuznetsov ${round}` }).expect(200),
        ]);
        expect(idsOf(await search(`Zolotov ${round}`))).toEqual([]);
        expect(idsOf(await search(`Kuznetsov ${round}`))).toEqual([agent.id]);
      }
    });

    test('of those who are recorded with a testimony, or hold a token', async () => {
      expect(await search('Test archivist')).toHaveLength(1);
      await post('/api/testimonies', {
        title: 'T',
        kind: 'interview',
        language: 'ja',
        text: 'はい。',
        contributors: [{ role: 'narrator', agent: { name: '東条 英機' } }],
      }).expect(201);
      expect(await search('東條英機')).toHaveLength(1);
    });

    test.each(Object.values(ODD).filter((name) => !name.startsWith('👩')))(
      'however odd: %s',
      async (name) => {
        const agent = await makeAgent(archive, { name });
        expect(idsOf(await search(name.slice(0, 190)))).toContain(agent.id);
      },
    );

    test('only where there is something to look for, and a place to go on from', async () => {
      for (const q of ['', ' ', '・-!', '👩‍👩‍👧‍👦']) {
        expectProblem(
          await archive.as(null).get(`/api/names?${new URLSearchParams({ q }).toString()}`),
          422,
          {
            pointer: '/q',
          },
        );
      }
      expectProblem(await archive.as(null).get('/api/names'), 422, { pointer: '/q' });
      expectProblem(await archive.as(null).get('/api/names?q=a&kind=software'), 422, { pointer: '/kind' });
      for (const cursor of ['x', 'MQ', sealCursor('1 zebra')]) {
        expectProblem(await archive.as(null).get(`/api/names?q=sejima&cursor=${cursor}`), 422, {
          pointer: '/cursor',
          code: 'request.cursor_invalid',
        });
      }
      for (const q of ['%', '_', "'; DROP TABLE name_key; --", '\\', 'a%', '\u{10ffff}']) {
        const status = (await archive.as(null).get(`/api/names?${new URLSearchParams({ q }).toString()}`))
          .status;
        expect([q, status]).toEqual([q, expect.any(Number)]);
        expect(status).toBeLessThan(500);
      }
    });
  });

  describe('restricted', () => {
    test('a form is for those who may see the source it is found in, also one found there later', async () => {
      const source = await makeSource(archive);
      await restrict(archive, [{ table: 'source', where: `id = '${source.id}'` }]);
      const form = await makeName(archive, `agents/${(await makeAgent(archive)).id}`);
      await revise(archive, `/api/names/${form.id}`, 1, { sourceId: source.id, value: 'Otari' }).expect(200);
      const path = `/api/history/name_form/${form.id}`;
      expect((await archive.as('archivist').get(path).expect(200)).text).toContain('Otari');
      expectProblem(await archive.as('researcher').get(path), 404);
    });

    test('are absent: the form, its owner, and what was found in a source one may not see', async () => {
      const agent = await makeAgent(archive, { name: 'Open Person' });
      const source = await makeSource(archive, { csl: { type: 'book', title: 'Closed book' } });
      const secret = await makeName(archive, `agents/${agent.id}`, { value: 'Secretov' });
      const found = await makeName(archive, `agents/${agent.id}`, { value: 'Bookov', sourceId: source.id });
      const both = await makeName(archive, `agents/${agent.id}`, { value: 'Secretov Openly' });
      await restrict(archive, [
        { table: 'name_form', where: `id = '${secret.id}'` },
        { table: 'source', where: `id = '${source.id}'` },
      ]);
      for (const hidden of [secret, found]) {
        expectProblem(await archive.as(null).get(`/api/names/${hidden.id}`), 404);
        await archive.as('archivist').get(`/api/names/${hidden.id}`).expect(200);
        // The administrator may write names, but does not see these.
        const asAdministrator = (path: string, method: 'patch' | 'post') =>
          archive.as('administrator')[method](path).set('if-match', '"v1"');
        expectProblem(await asAdministrator(`/api/names/${hidden.id}`, 'patch').send({ note: 'x' }), 404);
        expectProblem(
          await asAdministrator(`/api/names/${hidden.id}/withdrawal`, 'post').send({ because: 'x' }),
          404,
        );
      }
      // The hidden form comes first; the other is told instead of it.
      expect((await search('secretov', {}, null)).map(({ form }) => form.id)).toEqual([both.id]);
      expect((await search('secretov')).map(({ form }) => form.id)).toEqual([secret.id]);
      expect(await search('bookov', {}, null)).toEqual([]);
      const names = (await archive.as(null).get(`/api/agents/${agent.id}/names`).expect(200)).body as {
        items: Made[];
      };
      expect(names.items.map(({ id }) => id)).toEqual([both.id]);

      await restrict(archive, [{ table: 'agent', where: `id = '${agent.id}'` }]);
      expect(await search('secretov', {}, null)).toEqual([]);
      expect(await search('Open Person', {}, null)).toEqual([]);
      expectProblem(await archive.as(null).get(`/api/names/${both.id}`), 404);
      expectProblem(await archive.as(null).get(`/api/agents/${agent.id}/names`), 404);
      expectProblem(
        await archive.as('administrator').post(`/api/agents/${agent.id}/names`).send(nameFields()),
        404,
      );
      // A form of a hidden person is hidden from its first moment.
      const later = await makeName(archive, `agents/${agent.id}`);
      const [row] = await archive.sql<{ access: number }>('SELECT access FROM name_form WHERE id = $1', [
        later.id,
      ]);
      expect(row?.access).toBe(3);
    });
  });

  describe('are recorded', () => {
    test('whole, as they were written', async () => {
      const [agent, source] = [await makeAgent(archive), await makeSource(archive)];
      const form = {
        value: ODD.beyondBmp,
        parts: [
          { kind: 'family', value: '𠮷野' },
          { kind: 'title', value: '大佐' },
        ],
        type: 'religious',
        language: 'ja',
        script: 'Jpan',
        reading: 'ヨシノ・タイサ',
        nameOrder: 'family_first',
        valid: { words: '出家してから', edtf: '1946~/..' },
        sourceId: source.id,
        note: ODD.quotes,
        preferred: true,
      };
      const made = await makeName(archive, `agents/${agent.id}`, form);
      const { sourceId, valid, ...same } = form;
      expect(made).toMatchObject({
        ...same,
        romanisation: null,
        place: null,
        withdrawnBecause: null,
        version: 1,
      });
      expect(made).toMatchObject({ agent: { id: agent.id }, source: { id: sourceId }, valid });
      const romanised = await makeName(archive, `agents/${agent.id}`, {
        value: 'Yoshino',
        romanisation: 'modified_hepburn',
        preferred: true,
      });
      const { items } = (await get(`/api/agents/${agent.id}/names`)) as unknown as { items: Made[] };
      expect(items).toEqual([made, romanised]);
      const { nodes } = (await get(`/api/provenance/source/${source.id}?direction=down`)) as unknown as {
        nodes: Made[];
      };
      expect(nodes.map(({ id }) => id)).toContain(made.id);
    });

    test.each<[string, Record<string, unknown>, string, string?]>([
      ['a reading in kanji', { reading: '瀬島' }, '/reading', 'name.reading_not_kana'],
      ['a reading in Latin letters', { reading: 'Sejima' }, '/reading', 'name.reading_not_kana'],
      ['a reading in kana and kanji', { reading: 'セ島' }, '/reading', 'name.reading_not_kana'],
      ['a reading of signs', { reading: '・ー' }, '/reading'],
      ['no reading at all', { reading: ' ' }, '/reading'],
      ['an unknown script', { script: 'Xxxx' }, '/script', 'script.unknown'],
      ['a script by its name', { script: 'Latin' }, '/script', 'script.unknown'],
      ['a script in small letters', { script: 'latn' }, '/script', 'script.unknown'],
      ['a script of another sort', { script: 'constructor' }, '/script', 'script.unknown'],
      ['an unknown language', { language: 'jp' }, '/language', 'language.invalid'],
      ['no language', { language: null }, '/language'],
      [
        'a language in another script',
        { language: 'ja-Latn-hepburn', script: 'Jpan' },
        '/language',
        'name.language_script',
      ],
      ['a type of places', { type: 'exonym' }, '/type', 'name.type'],
      ['an unknown type', { type: 'nickname' }, '/type'],
      [
        'a romanisation of kanji',
        { script: 'Jpan', romanisation: 'kunrei' },
        '/romanisation',
        'name.romanisation_script',
      ],
      ['an unknown romanisation', { romanisation: 'wade_giles' }, '/romanisation'],
      ['an unknown part', { parts: [{ kind: 'clan', value: 'x' }] }, '/parts/0/kind'],
      ['no parts in the list', { parts: [] }, '/parts'],
      ['a day that never was', { valid: { edtf: '1945-02-30' } }, '/valid/edtf', 'date.invalid'],
      ['a source that is not there', { sourceId: UNKNOWN_ID }, '/sourceId', 'reference.unknown'],
      ['an empty name', { value: ' ' }, '/value'],
      ['NUL', { value: 'a\u0000' }, '/value'],
      ['half a pair', { value: '\ud842' }, '/value'],
      ['an unknown field', { romaji: 'Sejima' }, '/romaji', 'request.unknown_field'],
    ])('not with %s', async (_, fields, pointer, code = undefined) => {
      const agent = await makeAgent(archive);
      const answer = await storesNothing(archive, () =>
        post(`/api/agents/${agent.id}/names`, nameFields(fields)),
      );
      expectProblem(answer, 422, { pointer, code });
    });

    test('not of a place with a type of people, nor of nobody, nor from a source that was withdrawn', async () => {
      const place = await makePlace(archive);
      const asPlace = { ...nameFields(), type: 'pen' };
      expectProblem(await post(`/api/places/${place.id}/names`, asPlace), 422, {
        pointer: '/type',
        code: 'name.type',
      });
      expectProblem(await post(`/api/agents/${UNKNOWN_ID}/names`, nameFields()), 404);
      expectProblem(await post(`/api/agents/${place.id}/names`, nameFields()), 404);
      const source = await makeSource(archive, { csl: { type: 'book', title: 'Forged names' } });
      await amend(archive, `UPDATE source SET withdrawn_because = 'Forged.' WHERE id = '${source.id}'`);
      const agent = await makeAgent(archive);
      expectProblem(await post(`/api/agents/${agent.id}/names`, nameFields({ sourceId: source.id })), 422, {
        pointer: '/sourceId',
        code: 'source.withdrawn',
      });
    });

    test('by archivists and administrators only', async () => {
      const agent = await makeAgent(archive);
      for (const role of ['researcher', 'reader'] as const) {
        const answer = await archive.as(role).post(`/api/agents/${agent.id}/names`).send(nameFields());
        expectProblem(answer, 403);
      }
      expectProblem(await archive.as(null).post(`/api/agents/${agent.id}/names`).send(nameFields()), 401);
    });

    test('one preferred in each script, also by two at once', async () => {
      const agent = await makeAgent(archive);
      const path = `/api/agents/${agent.id}/names`;
      const answers = await Promise.all(
        ['Petrov', 'Petroff', 'Petrow'].map((value) => post(path, nameFields({ value, preferred: true }))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expectProblem(
        answers.find(({ status }) => status === 409)!,
        409,
        {
          pointer: '/preferred',
          code: 'name.preferred_exists',
        },
      );
      const first = answers.find(({ status }) => status === 201)!.body as Made;
      await post(path, nameFields({ value: 'Петров', script: 'Cyrl', preferred: true })).expect(201);
      const other = await makeName(archive, `agents/${agent.id}`, { value: 'Petrof' });
      expectProblem(await patch(`/api/names/${other.id}`, 1, { preferred: true }), 409, {
        code: 'name.preferred_exists',
      });
      await withdraw(`/api/names/${first.id}`).expect(200);
      await patch(`/api/names/${other.id}`, 1, { preferred: true }).expect(200);
    });
  });

  describe('are corrected', () => {
    test('by those who have seen the latest version; what they were stays, as of then', async () => {
      const agent = await makeAgent(archive);
      const made = await makeName(
        archive,
        `agents/${agent.id}`,
        kanji({ value: '中山', reading: 'ナカヤマ' }),
      );
      const asOf = (made.activity as Made).id;
      const path = `/api/names/${made.id}`;
      const changes = { value: '仲山', reading: null, valid: { edtf: '1920' }, because: 'The register.' };
      const revised = await patch(path, 1, changes).expect(200);
      expect(revised.body).toMatchObject({ value: '仲山', reading: null, script: 'Jpan', version: 2 });
      expectProblem(await storesNothing(archive, () => patch(path, 1, { value: 'x' })), 412);
      const bare = archive.as('archivist').patch(path).send({ value: 'x' });
      expectProblem(await bare, 428);
      expect(await get(`${path}?asOf=${asOf}`)).toMatchObject({
        value: '中山',
        reading: 'ナカヤマ',
        version: 1,
      });
      const then = (await get(`/api/agents/${agent.id}/names?asOf=${asOf}`)) as unknown as { items: Made[] };
      expect(then.items).toMatchObject([{ value: '中山' }]);
      const before = (agent.activity as Made).id;
      expect(await get(`/api/agents/${agent.id}/names?asOf=${before}`)).toMatchObject({ items: [] });
      expectProblem(await archive.as('archivist').get(`${path}?asOf=${before}`), 404);
      const history = (await get(`/api/provenance/name_form/${made.id}`)) as unknown as { nodes: Made[] };
      expect(history.nodes[0]).toMatchObject({ label: '仲山' });
    });

    test('in no way that would contradict what stays as it is', async () => {
      const agent = await makeAgent(archive);
      const kunrei = await makeName(archive, `agents/${agent.id}`, {
        value: 'Sezima',
        romanisation: 'kunrei',
      });
      const path = `/api/names/${kunrei.id}`;
      const refused: [object, string, string][] = [
        [{ script: 'Jpan' }, '/romanisation', 'name.romanisation_script'],
        [{ type: 'official' }, '/type', 'name.type'],
        [{ reading: '瀬島' }, '/reading', 'name.reading_not_kana'],
        [{ value: null }, '/value', 'request.text'],
        [{}, '', 'request.nothing_changed'],
      ];
      for (const [changes, pointer, code] of refused) {
        expectProblem(await storesNothing(archive, () => patch(path, 1, changes)), 422, { pointer, code });
      }
      await patch(path, 1, { script: 'Jpan', romanisation: null }).expect(200);
    });

    test('and withdrawn once, with the reason', async () => {
      const agent = await makeAgent(archive);
      const { id } = await makeName(archive, `agents/${agent.id}`);
      const path = `/api/names/${id}`;
      expectProblem(await withdraw(path, 1, ' '), 422, { pointer: '/because' });
      expectProblem(await withdraw(path, 2), 412);
      const gone = await withdraw(path, 1, 'Another man.').expect(200);
      expect(gone.body).toMatchObject({ withdrawnBecause: 'Another man.', version: 2 });
      await storesNothing(archive, async () => {
        expectProblem(await withdraw(path, 2), 409, { code: 'name.withdrawn' });
        expectProblem(await patch(path, 2, { note: 'x' }), 409, { code: 'name.withdrawn' });
      });
      expectProblem(await withdraw(`/api/names/${UNKNOWN_ID}`), 404);
      const { items } = (await get(`/api/agents/${agent.id}/names`)) as unknown as { items: Made[] };
      expect(items).toMatchObject([{ id, withdrawnBecause: 'Another man.' }]);
    });
  });

  describe('in the catalogues of the world', () => {
    test('are recorded by their form, once, and withdrawn', async () => {
      const [agent, place] = [await makeAgent(archive), await makePlace(archive)];
      const viaf = await makeIdentifier(archive, `agents/${agent.id}`, { scheme: 'viaf', value: '37704217' });
      expect(viaf).toMatchObject({
        agent: { id: agent.id },
        place: null,
        uri: 'http://viaf.org/viaf/37704217',
      });
      await makeIdentifier(archive, `agents/${agent.id}`, { scheme: 'ndl', value: '00104237' });
      await makeIdentifier(archive, `places/${place.id}`, { value: 'Q11720', note: 'the city' });
      const path = `/api/agents/${agent.id}/identifiers`;
      expectProblem(await post(path, { scheme: 'viaf', value: '37704217' }), 409, {
        pointer: '/value',
        code: 'identifier.exists',
      });
      await withdraw(`/api/identifiers/${viaf.id}`).expect(200);
      expectProblem(await withdraw(`/api/identifiers/${viaf.id}`, 2), 409, { code: 'identifier.withdrawn' });
      await post(path, { scheme: 'viaf', value: '37704217' }).expect(201);
      const { items } = (await get(path)) as unknown as { items: Made[] };
      expect(items.map(({ value }) => value)).toEqual(['37704217', '00104237', '37704217']);
      expect(await get(`/api/identifiers/${viaf.id}?asOf=${(viaf.activity as Made).id}`)).toMatchObject({
        withdrawnBecause: null,
      });
      await restrict(archive, [{ table: 'agent', where: `id = '${agent.id}'` }]);
      expectProblem(await archive.as(null).get(path), 404);
      expectProblem(await archive.as(null).get(`/api/identifiers/${viaf.id}`), 404);
      const unseen = await archive
        .as('administrator')
        .post(`/api/identifiers/${items[1]!.id}/withdrawal`)
        .set('if-match', '"v1"')
        .send({ because: 'x' });
      expectProblem(unseen, 404);
    });

    test.each([
      ['wikidata', 'http://www.wikidata.org/entity/Q11720'],
      ['wikidata', 'Q0'],
      ['wikidata', 'q11720'],
      ['wikidata', 'P31'],
      ['viaf', '0123456'],
      ['viaf', '12345678901234'],
      ['ndl', '1234567'],
      ['ndl', 'Ｑ１２３４５６'],
    ])('%s: not %s', async (scheme, value) => {
      const { id } = await makePlace(archive);
      const answer = await storesNothing(archive, () =>
        post(`/api/places/${id}/identifiers`, { scheme, value }),
      );
      expectProblem(answer, 422, { pointer: '/value', code: 'identifier.form' });
    });
  });

  describe('of places', () => {
    test('lie in others, in no circle, and can be put right', async () => {
      const manchuria = await makePlace(archive, { name: '満洲' });
      const liaoning = await makePlace(archive, { name: 'Ляонин', partOfId: manchuria.id });
      const mukden = await makePlace(archive, {
        name: 'Mukden',
        partOfId: liaoning.id,
        coordinates: { latitude: 41.8, longitude: 123.43 },
      });
      expect(mukden).toMatchObject({
        partOf: { id: liaoning.id, name: 'Ляонин' },
        coordinates: { latitude: 41.8, longitude: 123.43 },
      });
      const circle = await storesNothing(archive, () =>
        patch(`/api/places/${manchuria.id}`, 1, { partOfId: mukden.id }),
      );
      expectProblem(circle, 422, { pointer: '/partOfId', code: 'place.cycle' });
      expect((circle.body as { path: object[] }).path).toEqual([
        { kind: 'place', id: manchuria.id, label: '満洲' },
        { kind: 'place', id: mukden.id, label: 'Mukden' },
        { kind: 'place', id: liaoning.id, label: 'Ляонин' },
      ]);
      expectProblem(await patch(`/api/places/${mukden.id}`, 1, { partOfId: mukden.id }), 422, {
        pointer: '/partOfId',
        code: 'place.part_of_itself',
      });
      expectProblem(await patch(`/api/places/${mukden.id}`, 1, { partOfId: UNKNOWN_ID }), 422, {
        pointer: '/partOfId',
        code: 'reference.unknown',
      });
      const alone = await patch(`/api/places/${mukden.id}`, 1, {
        partOfId: null,
        coordinates: null,
        note: ODD.emoji,
      });
      expect(alone.body).toMatchObject({ partOf: null, coordinates: null, note: ODD.emoji, version: 2 });
      expectProblem(await patch(`/api/places/${mukden.id}`, 1, { note: 'x' }), 412);
      expect(await get(`/api/places/${mukden.id}?asOf=${(mukden.activity as Made).id}`)).toMatchObject({
        partOf: { id: liaoning.id },
        coordinates: { latitude: 41.8 },
      });
      await restrict(archive, [{ table: 'place', where: `id = '${manchuria.id}'` }]);
      expect((await archive.as(null).get(`/api/places/${liaoning.id}`)).body).toMatchObject({ partOf: null });
      expect((await archive.as(null).get('/api/places?limit=200')).text).not.toContain('満洲"');
    });

    test.each<[string, Record<string, unknown>, string]>([
      ['north of the pole', { coordinates: { latitude: 91, longitude: 0 } }, '/coordinates/latitude'],
      ['half a position', { coordinates: { latitude: 1 } }, '/coordinates/longitude'],
      ['degrees in words', { coordinates: { latitude: '41', longitude: 1 } }, '/coordinates/latitude'],
      ['a list', { coordinates: [41, 123] }, '/coordinates'],
      ['a place that is not there', { partOfId: UNKNOWN_ID }, '/partOfId'],
    ])('are not recorded with %s', async (_, fields, pointer) => {
      const body = { name: 'Nowhere', ...fields };
      expectProblem(await storesNothing(archive, () => post('/api/places', body)), 422, { pointer });
    });
  });
});
