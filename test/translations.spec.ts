import { createHash } from 'node:crypto';
import { openArchive, type TestArchive } from './support/archive.js';
import { carryTo } from './support/carry.js';
import { expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeTestimony,
  makeTranslation,
  translationFields,
  WORDS,
} from './support/factories.js';
import { meetAt } from './support/meet.js';
import { codePoints, LONG_TEXT, ODD, ODD_TEXT } from './support/odd-texts.js';
import { restrict, testimonyRows } from './support/restrict.js';

interface Aligned {
  number: number;
  start: number;
  end: number;
  original: { id: string; number: number; start: number; end: number };
  wording: string;
}

describe('translations', () => {
  let archive: TestArchive;
  let testimony: Made;

  beforeAll(async () => {
    archive = await openArchive();
    testimony = await makeTestimony(archive);
  });
  afterAll(() => archive.close());

  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  const post = (id: string, fields: object) =>
    archive
      .as('archivist')
      .post(`/api/testimonies/${id}/translations`)
      .send(translationFields({ ...fields }));
  const newest = async (): Promise<string> =>
    ((await get('/api/activities?limit=1')) as unknown as { items: [{ id: string }] }).items[0].id;
  const passagesOf = async (of: Made, revision = 1): Promise<Made[]> =>
    (await get(`/api/testimonies/${of.id}/revisions/${revision}`)).passages as Made[];
  const inTranslation = async (passageId: string, query = ''): Promise<Made[]> =>
    (await get(`/api/passages/${passageId}/translations${query}`)).items as Made[];

  test('keep odd text byte for byte, beside the original, with who translated it', async () => {
    const made = await makeTestimony(archive, { text: ODD_TEXT, language: 'ja' });
    const translation = await makeTranslation(archive, made.accession as string, {
      language: 'ru-Latn',
      text: ODD_TEXT,
      translator: { kind: 'software', name: '翻訳機 𠮷' },
      note: ODD.combining,
    });
    expect(translation).toMatchObject({
      testimony: { id: made.id, accession: made.accession },
      revision: { number: 1 },
      language: 'ru-Latn',
      text: ODD_TEXT,
      sha256: createHash('sha256').update(ODD_TEXT).digest('hex'),
      bytes: Buffer.byteLength(ODD_TEXT),
      codePoints: [...ODD_TEXT].length,
      translator: { name: '翻訳機 𠮷', unnamed: false },
      note: ODD.combining,
      replaces: null,
      replacedBy: null,
      comparedWith: { number: 1 },
      activity: { type: 'translation.add' },
    });
    const aligned = translation.passages as Aligned[];
    expect(aligned.map(({ start, end }) => codePoints(ODD_TEXT, start, end))).toEqual(Object.values(ODD));
    expect(aligned.map(({ original }) => original.id)).toEqual((await passagesOf(made)).map(({ id }) => id));
    expect(new Set(aligned.map(({ wording }) => wording))).toEqual(new Set(['unchanged']));
    expect(await get(`/api/translations/${translation.id}`)).toEqual(translation);
    // The original is as it was.
    expect(await get(`/api/testimonies/${made.id}`)).toEqual(made);
  });

  test('lead to their original, their translator and the translation before', async () => {
    const { id: translator } = await makeAgent(archive, { name: 'Мария' });
    const first = await makeTranslation(archive, testimony.id, { translator: { id: translator } });
    const second = await makeTranslation(archive, testimony.id, { replaces: first.id, language: 'JA' });
    expect(first).toMatchObject({ translator: { id: translator } });
    expect(second).toMatchObject({ replaces: first.id });
    expect(await get(`/api/translations/${first.id}`)).toMatchObject({ replacedBy: second.id });
    const links = await archive.sql<{ relation: string; to_id: string }>(
      `SELECT relation, to_id FROM provenance_link WHERE from_id = ANY ($1) ORDER BY relation, id`,
      [[first.id, second.id]],
    );
    const revision = (first.revision as Made).id;
    expect(links).toEqual([
      { relation: 'wasAttributedTo', to_id: translator },
      { relation: 'wasAttributedTo', to_id: (second.translator as Made).id },
      { relation: 'wasDerivedFrom', to_id: revision },
      { relation: 'wasDerivedFrom', to_id: revision },
      { relation: 'wasRevisionOf', to_id: first.id },
    ]);
    const { nodes } = (await get(`/api/provenance/translation/${second.id}`)) as unknown as { nodes: Made[] };
    expect(nodes.map(({ id }) => id)).toEqual(expect.arrayContaining([first.id, testimony.id, translator]));
    expect(await get(`/api/history/translation/${first.id}`)).toMatchObject({ items: [{ record: {} }] });
  });

  test('may be by somebody unnamed, recorded in the same activity', async () => {
    const translator = { description: 'a nurse in the camp', unnamedBecause: ODD.cyrillic };
    const translation = await makeTranslation(archive, testimony.id, { translator });
    expect(translation).toMatchObject({ translator: { name: 'a nurse in the camp', unnamed: true } });
    const { id } = translation.translator as Made;
    expect((await get(`/api/agents/${id}`)).activity).toEqual(translation.activity);
  });

  test('a text of 200 kB is aligned with its original', async () => {
    const made = await makeTestimony(archive, { text: LONG_TEXT, kind: 'memoir_chapter' });
    const { passages } = await makeTranslation(archive, made.id, { text: LONG_TEXT });
    expect(passages).toHaveLength(600);
    await carryTo(archive, made.id, { text: LONG_TEXT.replace('599回目', '600回目') });
    const { passages: since } = await get(
      `/api/translations/${((await get(`/api/testimonies/${made.id}/translations`)).items as Made[])[0]!.id}`,
    );
    const changed = (since as Aligned[]).filter(({ wording }) => wording !== 'unchanged');
    expect(changed).toMatchObject([{ number: 120, wording: 'changed' }]);
  });

  describe('are aligned', () => {
    test('by turns where the original is', async () => {
      const made = await makeTestimony(archive, { text: 'Q: Where?\nYOSHINO: In Siberia.\n\nFor long.' });
      const text = '聞き手：どこに？\n吉野：シベリアに。\n\n長いこと。';
      const { passages } = await makeTranslation(archive, made.id, { text });
      expect((passages as Aligned[]).map(({ start, end }) => codePoints(text, start, end))).toEqual([
        '聞き手：どこに？',
        '吉野：シベリアに。\n\n長いこと。',
      ]);
    });

    test('as told, several places with one passage', async () => {
      const made = await makeTestimony(archive);
      const text = '𠮷川を渡った。父は言った。\n誰も語らず。';
      const { passages } = await makeTranslation(archive, made.id, {
        text,
        passages: [
          { passage: 2, start: 14, end: 20 },
          { passage: 1, start: 7, end: 13 },
          { passage: 1, start: 0, end: 7 },
        ],
      });
      const [first, second] = await passagesOf(made);
      expect(passages).toMatchObject([
        { number: 1, start: 0, end: 7, original: { id: first!.id } },
        { number: 2, start: 7, end: 13, original: { id: first!.id } },
        { number: 3, start: 14, end: 20, original: { id: second!.id } },
      ]);
      expect(await inTranslation(first!.id)).toMatchObject([
        {
          original: { id: first!.id, pointer: `${made.accession as string} r1 ¶1` },
          wording: 'unchanged',
          places: [
            { number: 1, start: 0, end: 7, text: '𠮷川を渡った。' },
            { number: 2, text: '父は言った。' },
          ],
        },
      ]);
    });

    test('with nothing, where nobody can tell', async () => {
      const { id, passages } = await makeTranslation(archive, testimony.id, { passages: [] });
      expect(passages).toEqual([]);
      const [first] = await passagesOf(testimony);
      expect((await inTranslation(first!.id)).map((one) => (one.translation as Made).id)).not.toContain(id);
    });

    test('not at all where the numbers of passages differ: it says how many each has', async () => {
      const answer = await storesNothing(archive, () => post(testimony.id, { text: '一\n二\n三' }));
      expectProblem(answer, 422, { pointer: '/passages', code: 'translation.passages_differ' });
      const { detail } = answer.body as { detail: string };
      expect(detail).toContain('the original has 2');
      expect(detail).toContain('a text of 3');
    });
  });

  describe('of an original that was corrected since', () => {
    let made: Made;
    let translation: Made;
    let before: string;

    beforeAll(async () => {
      made = await makeTestimony(archive, { text: '𠮷 one.\n\nTwo.\n\nThree.' });
      translation = await makeTranslation(archive, made.id, { text: '𠮷 一。\n\n二。\n\n三。' });
      before = await newest();
      // The third is first now, word for word; the second is put right; the first is gone.
      await carryTo(archive, made.id, { text: 'Three.\n\nNew.\n\nTwo, no.', continuing: [3, null, 2] });
    });

    test('say of each passage what has become of it', async () => {
      const now = await get(`/api/translations/${translation.id}`);
      expect(now).toMatchObject({ revision: { number: 1 }, comparedWith: { number: 2 } });
      expect((now.passages as Aligned[]).map(({ wording }) => wording)).toEqual([
        'gone',
        'changed',
        'unchanged',
      ]);
      expect(now.text).toBe(translation.text);
      const then = await get(`/api/translations/${translation.id}?asOf=${before}`);
      expect(then).toEqual(translation);
    });

    test('are found by the passage as it is now, and by the one it was', async () => {
      const [first, second, third] = await passagesOf(made);
      const [threeNow, fresh, twoNow] = await passagesOf(made, 2);
      const wordings = async (passage: Made) =>
        (await inTranslation(passage.id)).map(({ wording, original, places }) => [
          wording,
          (original as Made).id,
          (places as { text: string }[]).map(({ text }) => text).join(),
        ]);
      expect(await wordings(twoNow!)).toEqual([['changed', second!.id, '二。']]);
      expect(await wordings(threeNow!)).toEqual([['unchanged', third!.id, '三。']]);
      expect(await wordings(fresh!)).toEqual([]);
      expect(await wordings(first!)).toEqual([['unchanged', first!.id, '𠮷 一。']]);
      // Aligned with the passages in the order they stand, whatever their numbers.
      const better = await makeTranslation(archive, made.id, {
        text: '三。\n\n新。\n\n二、否。',
        replaces: translation.id,
      });
      expect(better).toMatchObject({ revision: { number: 2 } });
      expect((better.passages as Aligned[]).map(({ original }) => original.number)).toEqual([3, 4, 2]);
      expect(await wordings(twoNow!)).toEqual([['unchanged', twoNow!.id, '二、否。']]);
      expect(await wordings(first!)).toEqual([]);
      expect(await inTranslation(first!.id, `?asOf=${before}`)).toHaveLength(1);
      // An earlier text can still be translated.
      expect(await makeTranslation(archive, made.id, { revision: 1, text: '甲\n乙\n丙' })).toMatchObject({
        revision: { number: 1 },
        comparedWith: { number: 2 },
      });
    });
  });

  test('are listed page by page, those of then as of then', async () => {
    const made = await makeTestimony(archive);
    const first = await makeTranslation(archive, made.id);
    const then = await newest();
    const second = await makeTranslation(archive, made.id, { replaces: first.id });
    const third = await makeTranslation(archive, made.id, { language: 'ru' });
    const path = `/api/testimonies/${made.id}/translations`;
    const listed = await pagesOf<Made>(archive, path, 2);
    expect(listed.map(({ id }) => id)).toEqual([first.id, second.id, third.id]);
    expect(listed[0]).toMatchObject({ replacedBy: second.id, passages: 2, language: 'ja' });
    expect(listed[0]).not.toHaveProperty('text');
    expect((await get(`${path}?asOf=${then}`)).items).toMatchObject([{ id: first.id, replacedBy: null }]);
    const [passage] = await passagesOf(made);
    expect(
      (await pagesOf<Made>(archive, `/api/passages/${passage!.id}/translations`, 1)).map(
        ({ translation }) => (translation as Made).id,
      ),
    ).toEqual([second.id, third.id]);
  });

  test.each<[string, object, string, string]>([
    ['an empty text', { text: '' }, '/text', 'translation.text_empty'],
    ['a text of white space', { text: '\r\n\u3000\t' }, '/text', 'translation.text_empty'],
    ['a text of 10 MB', { text: '𠮷'.repeat(2_500_000) }, '/text', 'translation.text_too_long'],
    ['NUL in the text', { text: 'a\u0000b' }, '/text', 'text.null_character'],
    ['half a pair in the text', { text: 'a\ud842' }, '/text', 'text.lone_surrogate'],
    ['the language of the original', { language: 'en' }, '/language', 'translation.same_language'],
    ['that language in capitals', { language: 'EN' }, '/language', 'translation.same_language'],
    ['a language by its name', { language: 'Japanese' }, '/language', 'language.invalid'],
    ['nobody', { translator: undefined }, '/translator', ''],
    ['somebody of nothing', { translator: {} }, '/translator/description', 'agent.unnamed_undescribed'],
    ['an unknown translator', { translator: { id: UNKNOWN_ID } }, '/translator/id', 'reference.unknown'],
    [
      'a translator twice over',
      { translator: { id: UNKNOWN_ID, name: 'N' } },
      '/translator',
      'translation.agent_id_or_new',
    ],
    ['an unknown revision', { revision: 7 }, '/revision', 'revision.unknown'],
    [
      'an unknown passage',
      { passages: [{ passage: 3, start: 0, end: 1 }] },
      '/passages/0/passage',
      'passage.unknown',
    ],
    [
      'a place beyond the text',
      { passages: [{ passage: 1, start: 0, end: 99 }] },
      '/passages/0/end',
      'translation.position_invalid',
    ],
    [
      'a place backwards',
      { passages: [{ passage: 1, start: 3, end: 2 }] },
      '/passages/0/end',
      'translation.position_invalid',
    ],
    ['half a place', { passages: [{ passage: 1, start: 0.5, end: 2 }] }, '/passages/0/start', ''],
    [
      'places that overlap',
      {
        passages: [
          { passage: 1, start: 1, end: 4 },
          { passage: 2, start: 0, end: 2 },
        ],
      },
      '/passages/0/start',
      'translation.passages_overlap',
    ],
    ['an unknown one to replace', { replaces: UNKNOWN_ID }, '/replaces', 'reference.unknown'],
    ['an unknown field', { title: 'T' }, '/title', 'request.unknown_field'],
  ])('of %s are refused', async (_, fields, pointer, code) => {
    const answer = await storesNothing(archive, () => post(testimony.id, fields));
    expectProblem(answer, 422, { pointer, ...(code === '' ? {} : { code }) });
  });

  test('of a testimony that is none are refused', async () => {
    await storesNothing(archive, async () => {
      expectProblem(await post(UNKNOWN_ID, {}), 404);
      for (const of of ['testimonies', 'passages']) {
        expectProblem(await archive.as(null).get(`/api/${of}/${UNKNOWN_ID}/translations`), 404);
      }
    });
  });

  test('replace one of the same testimony and language, and one that was not replaced yet', async () => {
    const made = await makeTestimony(archive);
    const elsewhere = await makeTranslation(archive, testimony.id);
    const first = await makeTranslation(archive, made.id);
    await storesNothing(archive, async () => {
      expectProblem(await post(made.id, { replaces: elsewhere.id }), 422, {
        pointer: '/replaces',
        code: 'reference.unknown',
      });
      expectProblem(await post(made.id, { replaces: first.id, language: 'ru' }), 422, {
        pointer: '/replaces',
        code: 'translation.other_language',
      });
    });
    const tries = await meetAt(
      archive,
      'translation',
      [1, 2, 3].map(() => () => post(made.id, { replaces: first.id })),
    );
    const answers = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(answers).toHaveLength(3);
    const won = answers.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expectProblem(answer, 409, { code: 'translation.replaced' });
      expect(answer.body).toMatchObject({ replacedBy: (won[0]!.body as Made).id });
    }
  });

  test('what one may not see is absent', async () => {
    const made = await makeTestimony(archive);
    const [first, second] = await passagesOf(made);
    const hiddenAgent = (await makeAgent(archive, { name: '内緒' })).id;
    await restrict(archive, [{ table: 'agent', where: `id = '${hiddenAgent}'` }]);
    const byHidden = await makeTranslation(archive, made.id, { translator: { id: hiddenAgent } });
    const open = await makeTranslation(archive, made.id, { replaces: byHidden.id });
    const before = await newest();
    // As hidden as who translated it, and so is what replaces it.
    for (const { id } of [byHidden, open]) {
      expectProblem(await archive.as('administrator').get(`/api/translations/${id}`), 404);
      expectProblem(await archive.as('administrator').get(`/api/translations/${id}?asOf=${before}`), 404);
    }
    expect((await get(`/api/testimonies/${made.id}/translations`)).items).toEqual([]);
    expect(await inTranslation(first!.id)).toEqual([]);
    await storesNothing(archive, async () =>
      expectProblem(
        await archive
          .as('administrator')
          .post(`/api/testimonies/${made.id}/translations`)
          .send(translationFields({ replaces: byHidden.id })),
        403,
      ),
    );
    // What replaces it being hidden, the one before is what there is.
    const shown = await makeTranslation(archive, made.id, { translator: { name: '隠れる人' } });
    const better = await makeTranslation(archive, made.id, { replaces: shown.id });
    await restrict(archive, [
      { table: 'translation', where: `id = '${better.id}'` },
      { table: 'passage', where: `id = '${second!.id}'` },
      { table: 'agent', where: `id = '${(shown.translator as Made).id}'` },
    ]);
    expect(await get(`/api/translations/${shown.id}`)).toMatchObject({
      replacedBy: null,
      translator: null,
      passages: [{ number: 1 }],
    });
    expect(await inTranslation(first!.id)).toMatchObject([
      { translation: { id: shown.id, translator: null } },
    ]);
    expectProblem(await archive.as(null).get(`/api/passages/${second!.id}/translations`), 404);
    await restrict(archive, testimonyRows(made.id));
    for (const path of [
      `testimonies/${made.id}/translations`,
      `passages/${first!.id}/translations`,
      `translations/${shown.id}`,
      `provenance/translation/${shown.id}`,
      `history/translation/${shown.id}`,
    ]) {
      expectProblem(await archive.as(null).get(`/api/${path}`), 404);
    }
    expectProblem(
      await archive
        .as('administrator')
        .post(`/api/testimonies/${made.id}/translations`)
        .send(translationFields()),
      403,
    );
  });

  test('the text of a revised original is the one that was translated', async () => {
    const made = await makeTestimony(archive);
    await carryTo(archive, made.id, { text: WORDS.replace('spring', 'autumn') });
    expect(await makeTranslation(archive, made.id)).toMatchObject({ revision: { number: 2 } });
  });
});
