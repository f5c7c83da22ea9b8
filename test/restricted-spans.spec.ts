import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { TestimoniesQueries } from '../src/testimonies/testimonies.queries.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, storesNothing } from './support/expectations.js';
import {
  imposeRestriction,
  type Made,
  makeAgent,
  makeClaim,
  makeRevision,
  makeTestimony,
  makeTranslation,
} from './support/factories.js';
import { codePoints } from './support/odd-texts.js';
import { release } from './support/restrict.js';

interface Passage {
  id: string;
  number: number;
  start: number;
  end: number;
}
interface Words {
  text: string;
  sha256: string;
  bytes: number;
  codePoints: number;
}
interface Text extends Words {
  id: string;
  passages: Passage[];
}
interface Layer extends Words {
  passages: (Passage & { original: { number: number; start: number } })[];
}
interface Anchor {
  start: number;
  end: number;
  exact: string;
  prefix: string;
  suffix: string;
}

const ONE = 'We crossed the river at dawn.';
const TWO = 'Ivan Petrov told the colonel where the boats were hidden.';
const THREE = 'Nobody spoke of it again.';
const FOUR = 'Then the winter came.';
const TEXT = [ONE, TWO, THREE, FOUR].join('\n\n');

describe('closed words', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const get = async <Body = Made>(
    path: string,
    reader: 'archivist' | 'researcher' | null = null,
  ): Promise<Body> => {
    const response = await archive.as(reader).get(`/api/${path}`);
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${response.text}`);
    return response.body as Body;
  };
  const textOf = (id: string, number = 1, reader: 'archivist' | null = null) =>
    get<Text>(`testimonies/${id}/revisions/${number}`, reader);
  const make = async (text = TEXT, fields = {}) => {
    const made = await makeTestimony(archive, { kind: 'memoir_chapter', text, ...fields });
    return { id: made.id, accession: made.accession as string, first: await textOf(made.id) };
  };
  const seal = (text: Text, number: number, mode = 'hidden_sealed') =>
    imposeRestriction(archive, {
      kind: 'passage',
      recordId: text.passages.find((one) => one.number === number)!.id,
      mode,
    });
  /** Marks the words, which stand in the text once. */
  const mark = (text: Text, words: string, mode = 'listed_sealed') => {
    const start = [...text.text.slice(0, text.text.indexOf(words))].length;
    return imposeRestriction(archive, {
      kind: 'revision',
      recordId: text.id,
      part: 'span',
      start,
      end: start + [...words].length,
      mode,
    });
  };
  const expectTrue = ({ text, sha256, bytes, codePoints: length }: Words): void =>
    expect([sha256, bytes, length]).toEqual([
      createHash('sha256').update(text).digest('hex'),
      Buffer.byteLength(text),
      [...text].length,
    ]);
  const passagesIn = ({ text, passages }: { text: string; passages: Passage[] }): [number, string][] =>
    passages.map(({ number, start, end }) => [number, codePoints(text, start, end)]);

  describe('that leave no mark', () => {
    test.each([
      ['the first', [1], [TWO, THREE, FOUR]],
      ['the last', [4], [ONE, TWO, THREE]],
      ['two that follow each other', [2, 3], [ONE, FOUR]],
      ['the last two', [3, 4], [ONE, TWO]],
      ['the first and the last', [1, 4], [TWO, THREE]],
    ])('%s are gone to the byte', async (_, numbers, left) => {
      for (const [space, tail] of [
        ['\n\n', ''],
        ['\r\n\r\n', '\r\n'],
        ['\n \n\n', '\n'],
      ] as const) {
        const { id, first } = await make([ONE, TWO, THREE, FOUR].join(space) + tail);
        for (const number of numbers) await seal(first, number);
        const given = await textOf(id);
        expect(given.text).toBe(left.join(space) + tail);
        expectTrue(given);
        expect(passagesIn(given).map(([, words]) => words)).toEqual(left);
        expect((await textOf(id, 1, 'archivist')).text).toBe(first.text);
      }
    });

    test('and are all there is leave a text of nothing', async () => {
      const { id, first } = await make(`\n${ONE}\n\n${TWO}\n`);
      for (const number of [1, 2]) await seal(first, number);
      const given = await textOf(id);
      expect(given).toMatchObject({ text: '', bytes: 0, codePoints: 0, passages: [] });
      expectTrue(given);
      expect((await archive.as(null).get(`/api/testimonies/${id}/reading`)).status).toBe(200);
      expect((await archive.as(null).get(`/api/testimonies/${id}/report?format=md`)).status).toBe(200);
    });

    test('are in earlier texts and in later ones as they are in theirs', async () => {
      const { id } = await make();
      await makeRevision(archive, id, { of: 1, text: TEXT.replace('crossed', 'forded') });
      await makeRevision(archive, id, { of: 2, text: TEXT.replace('boats', 'horses') });
      await seal(await textOf(id, 2), 2);
      for (const number of [1, 2, 3]) {
        const { text, passages } = await textOf(id, number);
        expect([number, text.includes('colonel'), passages.length]).toEqual([number, false, 3]);
      }
      const answer = await makeRevision(archive, id, { of: 3, text: TEXT.replace('winter', 'snow') });
      expect(answer.restrictions).toMatchObject([{ carried: 'exact', passages: [2] }]);
      expect((await textOf(id, 4)).text).not.toContain('colonel');
      expect((await archive.as(null).get(`/api/testimonies/${id}/diff?from=1&to=4`)).text).not.toMatch(
        /colonel|boats/,
      );
    });

    test('that may have gone anywhere close all that is new', async () => {
      const { id, first } = await make();
      await seal(first, 2);
      const text = [`${ONE} It was cold.`, THREE, 'A man named Ivan had sold us.', FOUR].join('\n\n');
      const wanted = { of: 1, kind: 're-transcription', because: 'Heard anew.', text };
      const rehearsed = await archive
        .as('archivist')
        .post(`/api/testimonies/${id}/revisions?dryRun=true`)
        .send(wanted);
      expect((rehearsed.body as Made).restrictions).toMatchObject([{ carried: 'widened' }]);
      await makeRevision(archive, id, wanted);
      const given = await textOf(id, 2);
      expect(given.text).toBe([THREE, FOUR].join('\n\n'));
      expectTrue(given);
    });
  });

  describe('that leave a mark', () => {
    test('are one mark of one shape, wherever restrictions meet', async () => {
      const { id, first } = await make();
      await mark(first, 'Ivan Petrov told');
      await mark(first, ' the colonel');
      await mark(first, 'told the');
      const given = await textOf(id);
      expect(passagesIn(given)[1]).toEqual([2, '[…] where the boats were hidden.']);
      expectTrue(given);
    });

    test('leave one in each passage, and none in one that is gone', async () => {
      const { id, first } = await make();
      await mark(first, `dawn.\n\n${TWO}\n\nNobody`);
      expect(passagesIn(await textOf(id))).toEqual([
        [1, 'We crossed the river at […]'],
        [2, '[…]'],
        [3, '[…] spoke of it again.'],
        [4, FOUR],
      ]);
      await seal(first, 2);
      expect((await textOf(id)).text).toBe(
        'We crossed the river at […]\n\n[…] spoke of it again.\n\nThen the winter came.',
      );
    });

    test('a passage that is listed keeps its number, and whoever it is opened to reads it', async () => {
      const { id, accession, first } = await make();
      const { id: restriction } = await seal(first, 2, 'on_request');
      expect(passagesIn(await textOf(id))[1]).toEqual([2, '[…]']);
      expect(await get(`cite/${accession}.r1.p2`)).toMatchObject({ words: '[…]', start: ONE.length + 2 });
      const [row] = await archive.sql<{ level: number }>('SELECT level FROM restriction WHERE id = $1', [
        restriction,
      ]);
      const queries = archive.app.get(TestimoniesQueries, { strict: false });
      const read = async (clearance: number[]) =>
        JSON.parse((await queries.revision(id, '1', clearance)).bytes.toString()) as Text;
      expect((await read([1, row!.level])).text).toBe(TEXT);
      expect((await read([1, row!.level + 1])).text).not.toContain('colonel');
    });

    test('in Japanese, and never half a character', async () => {
      const japanese =
        '川を渡った。\n\n𠮷田さんが大佐に舟の場所を教えた。か\u3099っこうが鳴いた。\n\n誰も話さなかった。';
      const { id, first } = await make(japanese, { language: 'ja' });
      await mark(first, '𠮷田さん');
      expect((await textOf(id)).text).toBe(japanese.replace('𠮷田さん', '[…]'));
      expectTrue(await textOf(id));
      const at = [...japanese.slice(0, japanese.indexOf('か\u3099'))].length;
      await storesNothing(archive, async () =>
        expectProblem(
          await archive
            .as('archivist')
            .post('/api/restrictions')
            .send({
              kind: 'revision',
              recordId: first.id,
              part: 'span',
              start: at + 1,
              end: at + 4,
              mode: 'listed_sealed',
              basis: 'narrator',
              because: 'He asked.',
            }),
          422,
          { pointer: '/start', code: 'restriction.splits_character' },
        ),
      );
      await makeRevision(archive, id, { of: 1, text: japanese.replace('渡った', '越えた') });
      expect((await textOf(id, 2)).text).not.toContain('𠮷');
    });

    test('are quoted by nobody, and their mark neither', async () => {
      const { id, first } = await make();
      await mark(first, 'Ivan Petrov');
      const post = (exact: string, more = {}) =>
        archive
          .as('administrator')
          .post(`/api/testimonies/${id}/claims`)
          .send({ statement: 'He told it.', anchors: [{ exact, ...more }] });
      const at = ONE.length + 2;
      await storesNothing(archive, async () => {
        for (const exact of ['Ivan Petrov', '[…]', '[…] told', 'Petrov told']) {
          expectProblem(await post(exact), 422, {
            pointer: '/anchors/0/exact',
            code: 'claim.quote_not_found',
          });
        }
        expectProblem(await post('[…]', { start: at, end: at + 3 }), 422, { code: 'claim.quote_not_found' });
      });
      const made = (await post('told the colonel').expect(201)).body as { anchors: Anchor[] };
      expect(made.anchors[0]).toMatchObject({ start: at + 4, prefix: `${ONE}\n\n[…] `.slice(-32) });
    });

    test('are no words that a mention may name', async () => {
      const { id, first } = await make();
      const agent = await makeAgent(archive);
      const passage = first.passages[1]!;
      const post = (of: string) =>
        archive
          .as('administrator')
          .post(`/api/passages/${passage.id}/mentions`)
          .send({ agentId: agent.id, words: of });
      await post('Ivan').expect(201);
      await mark(first, 'Ivan Petrov');
      for (const of of ['Petrov', '[…]', '…]']) {
        expectProblem(await post(of), 422, { pointer: '/words', code: 'mention.words_not_found' });
      }
      const made = (await post('the colonel').expect(201)).body as Made;
      expect(made.passage).toMatchObject({ text: '[…] told the colonel where the boats were hidden.' });
      expect(
        (await get<{ items: Made[] }>(`agents/${agent.id}/mentions`)).items.map(({ words }) => words),
      ).toEqual(['the colonel']);
      expect(id).toBeDefined();
    });

    test('are the mark of a claim that was released without them', async () => {
      const { id, accession, first } = await make();
      const claim = await makeClaim(archive, id, { anchors: [{ exact: 'Petrov told the colonel' }] });
      await mark(first, 'Ivan Petrov');
      expectProblem(await archive.as(null).get(`/api/claims/${claim.id}`), 404);
      await release(archive, { table: 'claim', where: `t.id = '${claim.id}'` });
      const { anchors } = await get<{ anchors: Anchor[] }>(`claims/${claim.id}`);
      expect(anchors).toMatchObject([{ start: ONE.length + 2, exact: '[…] told the colonel' }]);
      const { text } = await textOf(id);
      expect(codePoints(text, anchors[0]!.start, anchors[0]!.end)).toBe(anchors[0]!.exact);
      for (const path of [
        `testimonies/${id}/anchors`,
        `testimonies/${id}/claims`,
        `testimonies/${id}/reading`,
        `testimonies/${id}/report?format=md`,
        `claims/${claim.id}/anchors`,
        `cite/${accession}.r1.p2.c1`,
        `history/revision/${first.id}`,
        `history/passage/${first.passages[1]!.id}`,
        `provenance/claim/${claim.id}`,
        `provenance/passage/${first.passages[1]!.id}?direction=down`,
      ]) {
        const { status, text: body } = await archive.as(null).get(`/api/${path}`);
        expect([path, status, body.includes('Petrov')]).toEqual([path, 200, false]);
      }
      expect((await archive.as('archivist').get(`/api/history/revision/${first.id}`)).text).toContain(
        'Petrov',
      );
    });
  });

  test('a redaction seals the texts before it, and says what is closed with them', async () => {
    const { id, first } = await make();
    const out = await makeClaim(archive, id, { anchors: [{ exact: 'Ivan Petrov told the colonel' }] });
    const open = await makeClaim(archive, id, { anchors: [{ exact: 'Nobody spoke' }] });
    const text = TEXT.replace(`${TWO}\n\n`, '');
    const answer = await makeRevision(archive, id, {
      of: 1,
      kind: 'redaction',
      because: 'He took it back.',
      text,
    });
    expect(answer.sealed).toMatchObject({ revisions: [1], claims: [{ id: out.id }] });
    expectProblem(await archive.as(null).get(`/api/claims/${out.id}`), 404);
    expectProblem(await archive.as(null).get(`/api/testimonies/${id}/revisions/1`), 404);
    expectProblem(await archive.as(null).get(`/api/history/revision/${first.id}`), 404);
    expect((await get<{ anchors: Anchor[] }>(`claims/${open.id}`)).anchors).toMatchObject([
      { exact: 'Nobody spoke' },
    ]);
    const seen = await archive.as(null).get(`/api/testimonies/${id}`);
    expect((seen.body as { revisions: Made[] }).revisions.map(({ number }) => number)).toEqual([2]);
    expect((await textOf(id, 1, 'archivist')).text).toBe(TEXT);
    // A second one has nothing of the first to seal again.
    const again = await makeRevision(archive, id, {
      of: 2,
      kind: 'redaction',
      text: text.replace(FOUR, '').trim(),
    });
    expect(again.sealed).toMatchObject({ revisions: [2] });
  });

  test('what was lost is shown as it may be read where it last stood', async () => {
    const { id, first } = await make();
    const claim = await makeClaim(archive, id, { anchors: [{ exact: THREE }] });
    await makeRevision(archive, id, { of: 1, text: TEXT.replace(`${THREE}\n\n`, '') });
    const lost = await get<{ anchors: Anchor[] }>(`claims/${claim.id}`);
    expect(lost.anchors).toMatchObject([{ state: 'lost', exact: THREE, prefix: `${TWO}\n\n`.slice(-32) }]);
    await seal(first, 2);
    const { anchors } = await get<{ anchors: Anchor[] }>(`claims/${claim.id}`);
    expect(anchors).toMatchObject([{ state: 'lost', exact: THREE, prefix: `${ONE}\n\n`.slice(-32) }]);
    expect(JSON.stringify(anchors)).not.toMatch(/boats|hidden/);
  });

  describe('in a translation', () => {
    const RUSSIAN = ['Мы перешли реку.', 'Иван сказал полковнику.', 'Никто не говорил.', 'Пришла зима.'];

    test('of a passage that is gone are gone, and of a marked one are a mark', async () => {
      const { id, first } = await make();
      const made = await makeTranslation(archive, id, { language: 'ru', text: RUSSIAN.join('\n\n') });
      await seal(first, 1);
      await mark(first, 'Ivan Petrov');
      const given = await get<Layer>(`translations/${made.id}`);
      expect(given.text).toBe(['[…]', RUSSIAN[2], RUSSIAN[3]].join('\n\n'));
      expectTrue(given);
      expect(passagesIn(given).map(([, said]) => said)).toEqual(['[…]', RUSSIAN[2], RUSSIAN[3]]);
      expect(given.passages.map(({ original }) => original.number)).toEqual([2, 3, 4]);
      expect(given.passages[0]!.original.start).toBe(0);
      expect(await get(`passages/${first.passages[1]!.id}/translations`)).toMatchObject({
        items: [{ places: [{ text: '[…]' }] }],
      });
      const { items } = await get<{ items: Text[] }>(`testimonies/${id}/translations`);
      expect(items[0]).toMatchObject({ sha256: given.sha256, bytes: given.bytes, passages: 3 });
      const [{ record }] = (await get<{ items: [{ record: Text }] }>(`history/translation/${made.id}`)).items;
      expect(record).toMatchObject({ text: given.text, sha256: given.sha256 });
      expect((await get<Text>(`translations/${made.id}`, 'archivist')).text).toBe(RUSSIAN.join('\n\n'));
    });

    test('that nobody aligned with anything are gone, since they may be those', async () => {
      const { id, first } = await make();
      const made = await makeTranslation(archive, id, {
        language: 'ru',
        text: RUSSIAN.join('\n\n'),
        passages: [],
      });
      const start = RUSSIAN[0]!.length + 2;
      const partly = await makeTranslation(archive, id, {
        language: 'de',
        text: RUSSIAN.join('\n\n'),
        passages: [{ passage: 3, start, end: start + RUSSIAN[1]!.length }],
      });
      await seal(first, 2);
      expect((await get<Text>(`translations/${made.id}`)).text).toBe('');
      expect((await get<Text>(`translations/${partly.id}`)).text).toBe(RUSSIAN[1]);
    });
  });

  test('for every reader the words of a claim stand where it says, whatever is closed', async () => {
    const text = Array.from(
      { length: 12 },
      (_, n) => `Passage ${n} of 𠮷田 さん, with words in a row, said e\u0301 once.`,
    ).join('\n\n');
    const { id, first } = await make(text);
    for (let n = 0; n < 12; n++) {
      await makeClaim(archive, id, {
        anchors: [{ exact: `Passage ${n} of 𠮷田` }, { exact: 'in a row', passage: n + 1 }],
      });
    }
    const closing = fc.sample(
      fc.record({
        passage: fc.integer({ min: 1, max: 12 }),
        isMark: fc.boolean(),
        at: fc.nat(30),
        length: fc.integer({ min: 1, max: 12 }),
      }),
      8,
    );
    for (const { passage, isMark, at, length } of closing) {
      const { start } = first.passages[passage - 1]!;
      if (isMark) {
        await imposeRestriction(archive, {
          kind: 'revision',
          recordId: first.id,
          part: 'span',
          start: start + at,
          end: start + at + length,
          mode: fc.sample(fc.constantFrom('listed_sealed', 'registered'), 1)[0],
        });
      } else await seal(first, passage);
      for (const reader of [null, 'researcher', 'archivist'] as const) {
        const given = await get<Text>(`testimonies/${id}/revisions/1`, reader);
        expectTrue(given);
        const claims =
          reader === null ? await pagesOf<Made>(archive, `/api/testimonies/${id}/claims`, 50) : [];
        const shown = await get<{ items: { anchors: Anchor[] }[] }>(
          `testimonies/${id}/anchors?limit=50`,
          reader,
        );
        if (reader === null) expect(shown.items).toHaveLength(claims.length);
        for (const { anchors } of shown.items) {
          for (const anchor of anchors) {
            expect(codePoints(given.text, anchor.start, anchor.end)).toBe(anchor.exact);
            expect(codePoints(given.text, Math.max(0, anchor.start - 32), anchor.start)).toBe(anchor.prefix);
            expect(codePoints(given.text, anchor.end, anchor.end + 32)).toBe(anchor.suffix);
          }
        }
      }
    }
  }, 60_000);
});
