import { createHash } from 'node:crypto';
import { openArchive, type TestArchive } from './support/archive.js';
import { pathsOf } from './support/every-get.js';
import { expectProblem, pagesOf, storesNothing } from './support/expectations.js';
import { imposeRestriction, type Made, makeClaim, makeTestimony } from './support/factories.js';
import { codePoints } from './support/odd-texts.js';

type Reader = 'archivist' | 'administrator' | 'researcher' | null;

interface Text {
  id: string;
  text: string;
  sha256: string;
  bytes: number;
  codePoints: number;
  passages: { id: string; number: number; start: number; end: number }[];
}
interface Anchor {
  start: number;
  end: number;
  exact: string;
  prefix: string;
  suffix: string;
}
interface Claim extends Made {
  number: number;
  statement: string;
  anchors: Anchor[];
}

const SEALED = 7;

async function textOf(archive: TestArchive, reader: Reader, testimony: string, number = 1): Promise<Text> {
  const response = await archive.as(reader).get(`/api/testimonies/${testimony}/revisions/${number}`);
  expect(response.status).toBe(200);
  return response.body as Text;
}

/** What is said of a text is true of the text that is given. */
function expectTrue({ text, sha256, bytes, codePoints: length, passages }: Text): void {
  expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
  expect([bytes, length]).toEqual([Buffer.byteLength(text), [...text].length]);
  let at = 0;
  for (const { start, end } of passages) {
    expect(codePoints(text, at, start).trim()).toBe('');
    expect(codePoints(text, start, end).trim()).toBe(codePoints(text, start, end));
    expect(codePoints(text, start, end)).not.toBe('');
    at = end;
  }
  expect(codePoints(text, at, length).trim()).toBe('');
}

async function claimsOf(archive: TestArchive, testimony: string): Promise<Claim[]> {
  const listed = await pagesOf<Made>(archive, `/api/testimonies/${testimony}/claims`, 50);
  return Promise.all(
    listed.map(async ({ id }) => (await archive.as(null).get(`/api/claims/${id}`)).body as Claim),
  );
}

const words = ({ anchors }: Claim): Anchor[] =>
  anchors.map(({ start, end, exact, prefix, suffix }) => ({ start, end, exact, prefix, suffix }));

/** Rows of five words that stand in a passage and nowhere else. */
function rowsOnlyIn(passage: string, rest: string): string[] {
  const parts = passage.split(/\s+/);
  return parts
    .map((_, n) => parts.slice(n, n + 5).join(' '))
    .filter((row) => row.split(' ').length === 5 && !rest.replace(/\s+/g, ' ').includes(row));
}

describe('the chapter with one passage sealed', () => {
  let archive: TestArchive;
  let whole: Text;
  let without: string;
  let sealed: string;
  let testimony: string;
  let restriction: string;

  beforeAll(async () => {
    archive = await openArchive('chapter');
    whole = await textOf(archive, null, 'KTB-0001');
    testimony = ((await archive.as(null).get('/api/testimonies/KTB-0001')).body as Made).id;
    const at = whole.passages.findIndex(({ number }) => number === SEALED);
    const [passage, next] = [whole.passages[at]!, whole.passages[at + 1]!];
    sealed = codePoints(whole.text, passage.start, passage.end);
    without = codePoints(whole.text, 0, passage.start) + codePoints(whole.text, next.start, whole.codePoints);
    restriction = (
      await imposeRestriction(archive, { kind: 'passage', recordId: passage.id, mode: 'hidden_sealed' })
    ).id;
  });
  afterAll(() => archive.close());

  test('the public is given the text without it, and what is said of that is true', async () => {
    for (const reader of [null, 'researcher', 'administrator'] as const) {
      const given = await textOf(archive, reader, testimony);
      expect(given.text).toBe(without);
      expectTrue(given);
      expect(given.passages.map(({ number }) => number)).not.toContain(SEALED);
    }
    const { revisions } = (await archive.as(null).get(`/api/testimonies/${testimony}`)).body as {
      revisions: (Omit<Text, 'passages'> & { passages: number })[];
    };
    const { sha256, bytes, codePoints: length } = await textOf(archive, null, testimony);
    expect(revisions[0]).toMatchObject({
      sha256,
      bytes,
      codePoints: length,
      passages: whole.passages.length - 1,
    });
    const reading = (await archive.as(null).get(`/api/testimonies/${testimony}/reading`)).body as {
      revision: Text;
    };
    expect(reading.revision).toMatchObject({ text: without, sha256 });
  });

  test('the archivist sees all of it', async () => {
    expect(await textOf(archive, 'archivist', testimony)).toMatchObject({
      text: whole.text,
      sha256: whole.sha256,
      passages: whole.passages.map(({ id, start, end }) => ({ id, start, end })),
    });
    expect((await archive.as('archivist').get(`/api/cite/KTB-0001.r1.p${SEALED}`)).text).toContain(
      JSON.stringify(sealed).slice(1, -1),
    );
  });

  test('an archive into which the text was taken in without it says the same of its claims', async () => {
    const other = await openArchive();
    const same = await makeTestimony(other, {
      title: 'The chapter',
      kind: 'memoir_chapter',
      text: without,
    });
    const here = await claimsOf(archive, testimony);
    expect(here.length).toBeGreaterThan(100);
    const revision = await textOf(other, null, same.id);
    const given = await textOf(archive, null, testimony);
    expect(given).toMatchObject({
      text: revision.text,
      sha256: revision.sha256,
      bytes: revision.bytes,
      codePoints: revision.codePoints,
    });
    const places = (list: Text['passages']) => list.map(({ start, end }) => ({ start, end }));
    expect(places(given.passages)).toEqual(places(revision.passages));
    for (const claim of here) {
      // It takes them only where the words stand at that place.
      const anchors = words(claim).map(({ start, end, exact }) => ({ start, end, exact }));
      const made = await makeClaim(other, same.id, { statement: claim.statement, anchors });
      const { body } = (await other.as(null).get(`/api/claims/${made.id}`)) as unknown as { body: Claim };
      expect([claim.number, words(claim)]).toEqual([claim.number, words(body)]);
    }
    const readingOf = async (of: TestArchive, id: string) => {
      const { claims } = (await of.as(null).get(`/api/testimonies/${id}/reading`)).body as {
        claims: { statement: string; anchors: Anchor[] }[];
      };
      return claims.map(({ statement, anchors }) => ({ statement, anchors }));
    };
    expect(await readingOf(archive, testimony)).toEqual(await readingOf(other, same.id));
    const cite = async (of: TestArchive, pointer: string) => {
      const {
        words: said,
        before,
        after,
        start,
        end,
        sha256,
      } = (await of.as(null).get(`/api/cite/${pointer}`)).body as Record<string, unknown>;
      return { said, before, after, start, end, sha256 };
    };
    const gap = revision.passages[SEALED - 1]!.start;
    for (const range of [
      `char=${gap - 40},${gap + 40}`,
      `char=${gap},${gap + 9}`,
      `char=0,${revision.codePoints}`,
    ]) {
      const pointer = `.r1.${range}`;
      expect(await cite(archive, `KTB-0001${pointer}`)).toEqual(
        await cite(other, `${same.accession as string}${pointer}`),
      );
    }
    await other.close();
  }, 120_000);

  test('no words of it are anywhere, in no answer to anybody who may not read it', async () => {
    const rows = rowsOnlyIn(sealed, without);
    expect(rows.length).toBeGreaterThan(20);
    const { paths } = (await archive.as(null).get('/api/openapi.json')).body as {
      paths: Record<string, object>;
    };
    const ids: Record<string, string[]> = {};
    const kinds = await archive.sql<{ name: string }>('SELECT table_name AS name FROM unrestricted_access');
    for (const { name } of kinds) {
      const found = await archive.sql<{ id: string }>(
        `(SELECT id FROM ${name} WHERE access > 0 LIMIT 12) UNION (SELECT id FROM ${name} LIMIT 4)`,
      );
      ids[name] = found.map(({ id }) => id);
    }
    ids.activity = (
      await archive.sql<{ id: string }>('SELECT id FROM activity ORDER BY sequence DESC LIMIT 5')
    ).map(({ id }) => id);
    const pointers = [`p${SEALED}`, `p${SEALED - 1}`, `p${SEALED + 1}`, 'c1', `p${SEALED}.c1`].map(
      (rest) => `KTB-0001.r1.${rest}`,
    );
    const told: string[] = [];
    let asked = 0;
    for (const [template, methods] of Object.entries(paths)) {
      if (!('get' in methods)) continue;
      for (const path of pathsOf(template, { ids, pointers })) {
        for (const reader of [null, 'administrator'] as const) {
          const { text } = await archive.as(reader).get(path);
          asked += 1;
          const plain = text.replace(/\\n|\s+/g, ' ');
          if (rows.some((row) => plain.includes(row))) told.push(`${reader} ${path}`);
        }
      }
    }
    expect(told).toEqual([]);
    expect(asked).toBeGreaterThan(300);
  }, 120_000);

  test('quotations of the text that is shown are found, and put where they stand in the whole', async () => {
    const shownNow = await textOf(archive, null, testimony);
    const after = shownNow.passages.find(({ number }) => number === SEALED + 1)!;
    const exact = codePoints(without, after.start, after.start + 30);
    const post = (anchor: object) =>
      archive
        .as('administrator')
        .post(`/api/testimonies/${testimony}/claims`)
        .send({ statement: 'It goes on.', anchors: [anchor] });
    for (const anchor of [
      { exact, start: after.start, end: after.start + 30 },
      { exact, passage: SEALED + 1, prefix: '' },
    ]) {
      const made = await post(anchor);
      expect(made.status).toBe(201);
      const { id, anchors } = made.body as Claim;
      expect(anchors[0]).toMatchObject({ exact, start: after.start, end: after.start + 30 });
      const [row] = await archive.sql<{
        start: number;
        exact: string;
        found: string;
        prefix: string;
        before: string;
      }>(
        `SELECT a.start_offset AS start, a.exact, substr(r.text, a.start_offset + 1, 30) AS found, a.prefix,
           substr(r.text, a.start_offset - 31, 32) AS before
         FROM anchor a JOIN revision r ON r.id = a.revision_id WHERE a.claim_id = $1`,
        [id],
      );
      expect(row).toMatchObject({ exact, found: exact });
      expect(row!.prefix).toBe(row!.before);
      expect(row!.start).toBeGreaterThan(after.start);
    }
    const across = codePoints(without, after.start - 12, after.start + 12);
    await storesNothing(archive, async () => {
      for (const anchor of [
        { exact: across },
        { exact: across, start: after.start - 12, end: after.start + 12 },
      ]) {
        expectProblem(await post(anchor), 422, {
          pointer: '/anchors/0/exact',
          code: 'claim.quote_not_found',
        });
      }
      expectProblem(await post({ exact: sealed.slice(0, 40) }), 422, { code: 'claim.quote_not_found' });
      const wrong = await post({ exact: 'Nothing of the kind', start: after.start, end: after.start + 19 });
      expectProblem(wrong, 422, { code: 'claim.quote_mismatch' });
      expect(wrong.text).not.toContain(sealed.slice(0, 20));
    });
  });

  test('a correction of the text carries it, and one that takes it out leaves nothing', async () => {
    const text = whole.text.replace('the Japan- Soviet conflict', 'the Japan-Soviet conflict');
    expect(text).not.toBe(whole.text);
    const corrected = await archive
      .as('archivist')
      .post(`/api/testimonies/${testimony}/revisions`)
      .send({ of: 1, kind: 'correction', because: 'A broken word.', text });
    expect(corrected.status).toBe(201);
    expect(corrected.body).toMatchObject({
      restrictions: [{ id: restriction, carried: 'exact', passages: [SEALED] }],
      sealed: null,
    });
    const given = await textOf(archive, null, testimony, 2);
    expectTrue(given);
    expect(given.text).toBe(text.replace(sealed, '').replace(/\n{3,}/, '\n\n'));
    for (const format of ['json', 'html']) {
      const { text: difference } = await archive
        .as(null)
        .get(`/api/testimonies/${testimony}/diff?from=1&to=2&unchanged=true&format=${format}`);
      for (const row of rowsOnlyIn(sealed, without))
        expect(difference.replace(/\\n|\s+/g, ' ')).not.toContain(row);
    }
    await archive
      .as('archivist')
      .post(`/api/restrictions/${restriction}/end`)
      .send({ because: 'It may be read.' })
      .expect(200);
    expect((await textOf(archive, null, testimony)).text).toBe(whole.text);
    expect((await textOf(archive, null, testimony, 2)).text).toBe(text);
  });
});
