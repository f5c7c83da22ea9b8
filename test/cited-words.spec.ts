import { createHash } from 'node:crypto';
import { openArchive, type TestArchive } from './support/archive.js';
import { carryTo } from './support/carry.js';
import { expectProblem } from './support/expectations.js';
import { type Made, makeAssessment, makeClaim, makeRevision, makeTestimony } from './support/factories.js';
import { codePoints, ODD } from './support/odd-texts.js';
import { release, claimRows, restrict, testimonyRows } from './support/restrict.js';

interface Cited {
  pointer: string;
  permanent: string;
  kind: string;
  testimony: { id: string; accession: string };
  revision: { number: number; sha256: string; latest: number };
  passages: number[];
  parts: { passages: number[]; start: number; end: number; words: string; state: string | null }[];
  words: string | null;
  sha256: string | null;
  before: string;
  after: string;
  start: number | null;
  end: number | null;
  claim: { id: string; number: number; statement: string; confidence: string | null } | null;
  correctedSince: {
    revisions: { number: number; kind: string; because: string; at: string }[];
    state: string;
    changed: boolean;
    now: { pointer: string; words: string | null } | null;
    changes: { kind: string; text: string }[];
  } | null;
}

const RIVER = 'We crossed the river in the spring, when the ice had gone from both banks.';
const BRIDGE = 'My father said that the bridge was gone, and that he had seen it burn on the night before.';
const COINS = 'The ferryman asked for two silver coins, which nobody among us had any more.';
const ODDITY = `${ODD.beyondBmp} ${ODD.emoji} ${ODD.combining} 橋は無い。`;
const CAMP = 'Nobody spoke of it again, neither at home nor in the camp where we lived later.';
const FIRST = [ODDITY, RIVER, BRIDGE, COINS, CAMP].join('\n\n');
/** ¶2 is changed, ¶4 is gone, ¶5 is moved to the beginning. */
const SECOND = [CAMP, ODDITY, RIVER.replace('spring', 'winter'), BRIDGE].join('\n\n');
/** ¶3 is changed, and what ¶4 said is put back. */
const THIRD = SECOND.replace('the night before', 'the eve of it') + `\n\n${COINS}`;

const sha256 = (words: string): string => createHash('sha256').update(words, 'utf8').digest('hex');

describe('what a pointer names', () => {
  let archive: TestArchive;
  let accession: string;
  let testimony: Made;
  const claims: Record<'river' | 'coins' | 'camp', Made & { pointer: string }> = {} as never;

  beforeAll(async () => {
    archive = await openArchive();
    await makeTestimony(archive, { text: 'Another one.' });
    testimony = await makeTestimony(archive, { text: FIRST });
    accession = testimony.accession as string;
    const claim = (exact: string, ...more: string[]) =>
      makeClaim(archive, testimony.id, { anchors: [exact, ...more].map((words) => ({ exact: words })) });
    claims.river = (await claim('in the spring', '橋は無い')) as typeof claims.river;
    await makeAssessment(archive, claims.river.id, { confidence: 'possible' });
    claims.coins = (await claim('two silver coins')) as typeof claims.coins;
    claims.camp = (await claim('Nobody spoke of it again')) as typeof claims.camp;
    await makeRevision(archive, testimony.id, { of: 1, text: SECOND, because: 'Heard again.' });
    await makeRevision(archive, testimony.id, { of: 2, text: THIRD, kind: 'restoration', because: 'Found.' });
  });
  afterAll(() => archive.close());

  const ask = (pointer: string) => archive.as(null).get(`/api/cite/${encodeURIComponent(pointer)}`);
  const cite = async (rest: string, of = accession): Promise<Cited> =>
    (await ask(`${of}${rest}`).expect(200)).body as Cited;
  const absence = async (pointer: string): Promise<string> => (await ask(pointer).expect(404)).text;
  const startOf = (text: string, words: string): number => [...text.slice(0, text.indexOf(words))].length;

  describe('a passage', () => {
    test('with its words, their hash, their place and what stands around them', async () => {
      const start = startOf(FIRST, RIVER);
      expect(await cite(' r1 ¶2')).toMatchObject({
        pointer: `${accession} r1 ¶2`,
        permanent: `${accession} r1 ¶2`,
        kind: 'passage',
        testimony: { id: testimony.id, accession },
        revision: { number: 1, sha256: sha256(FIRST), latest: 3 },
        passages: [2],
        words: RIVER,
        sha256: sha256(RIVER),
        start,
        end: start + RIVER.length,
        before: codePoints(FIRST, Math.max(0, start - 64), start),
        after: codePoints(FIRST, start + RIVER.length, start + RIVER.length + 64),
        claim: null,
      });
      expect((await cite(' r1 ¶1')).words).toBe(ODDITY);
      expect((await cite(' r1 ¶1')).before).toBe('');
    });

    test('and what it is now', async () => {
      const { correctedSince } = await cite(' r1 ¶2');
      expect(correctedSince).toEqual({
        revisions: [
          { number: 2, kind: 'correction', because: 'Heard again.', at: expect.any(String) },
          { number: 3, kind: 'restoration', because: 'Found.', at: expect.any(String) },
        ],
        state: 'text_changed',
        changed: true,
        now: { pointer: `${accession} r3 ¶2`, words: RIVER.replace('spring', 'winter') },
        changes: [
          { kind: 'equal', text: 'We crossed the river in the ' },
          { kind: 'delete', text: 'spring' },
          { kind: 'insert', text: 'winter' },
          { kind: 'equal', text: ', when the ice had gone from both banks.' },
        ],
      });
      const later = (await cite(' r2 ¶2')).correctedSince;
      expect([later?.changed, later?.state, later?.revisions.length]).toEqual([false, 'firm', 1]);
      expect((await cite(' r3 ¶2')).correctedSince).toBeNull();
    });

    test('that was moved is the same, and one that was taken out is gone', async () => {
      const moved = await cite(' r1 ¶5');
      expect(moved.correctedSince).toMatchObject({ state: 'firm', changed: false, now: { words: CAMP } });
      const gone = await cite(' r1 ¶4');
      expect([gone.words, gone.correctedSince]).toEqual([
        COINS,
        expect.objectContaining({
          state: 'lost',
          changed: true,
          now: null,
          changes: [{ kind: 'delete', text: COINS }],
        }),
      ]);
    });

    test('of no revision is that of the latest which has it', async () => {
      const latest = await cite(' ¶3');
      expect([latest.pointer, latest.permanent, latest.correctedSince]).toEqual([
        `${accession} ¶3`,
        `${accession} r3 ¶3`,
        null,
      ]);
      const gone = await cite(' ¶4');
      expect([gone.permanent, gone.correctedSince?.now]).toEqual([`${accession} r1 ¶4`, null]);
    });

    test('parted or joined goes on under the number of what kept most of it', async () => {
      const parted = await makeTestimony(archive, { text: `${RIVER} ${BRIDGE}\n\n${COINS}\n\n${CAMP}` });
      await makeRevision(archive, parted.id, { of: 1, text: `${RIVER}\n\n${BRIDGE}\n\n${COINS} ${CAMP}` });
      const of = parted.accession as string;
      const first = await cite(' r1 ¶1', of);
      expect(first.correctedSince?.now).toEqual({ pointer: `${of} r2 ¶1`, words: BRIDGE });
      const joined = [await cite(' r1 ¶2', of), await cite(' r1 ¶3', of)].map(
        (one) => one.correctedSince?.now,
      );
      expect(joined.filter((now) => now !== null)).toEqual([
        { pointer: expect.stringMatching(/r2 ¶[23]$/), words: `${COINS} ${CAMP}` },
      ]);
    });
  });

  describe('a range of characters', () => {
    const range = (text: string, words: string): string => {
      const start = startOf(text, words);
      return `char=${start},${start + [...words].length}`;
    };

    test('with its words, in code points', async () => {
      for (const words of ['𩸽の', '👩‍👩‍👧‍👦', 'か\u3099く', '\n\n', `${RIVER}\n\n${BRIDGE}`, FIRST]) {
        const cited = await cite(` r1 ${range(FIRST, words)}`);
        expect([cited.words, cited.sha256, cited.kind]).toEqual([words, sha256(words), 'range']);
      }
      expect((await cite(' r1 char=0,1')).words).toBe('𠮷');
      expect((await cite(` r1 ${range(FIRST, '\n\n')}`)).passages).toEqual([]);
      expect((await cite(` r1 ${range(FIRST, 'banks.\n\nMy father')}`)).passages).toEqual([2, 3]);
    });

    test('and where they are now: the same, changed, moved, put back, or gone', async () => {
      const now = async (words: string, revision = 1) => {
        const text = revision === 1 ? FIRST : SECOND;
        return (await cite(` r${revision} ${range(text, words)}`)).correctedSince;
      };
      expect(await now('both banks')).toMatchObject({
        state: 'firm',
        changed: false,
        now: { pointer: `${accession} r3 ${range(THIRD, 'both banks')}`, words: 'both banks' },
      });
      expect(await now('We crossed the river in the spring, when')).toMatchObject({
        state: 'text_changed',
        now: { words: 'We crossed the river in the winter, when' },
      });
      expect(await now('neither at home')).toMatchObject({
        state: 'firm',
        now: { pointer: `${accession} r3 ${range(THIRD, 'neither at home')}` },
      });
      // Its passage was taken out, and the same words were put back under another number.
      expect(await now(COINS)).toMatchObject({ changed: false, now: { words: COINS } });
      expect(await now(`${ODDITY}\n\n${RIVER.slice(0, 20)}`)).toMatchObject({
        state: 'firm',
        changed: false,
      });
      const taken = await makeTestimony(archive, { text: `${RIVER}\n\n${COINS}` });
      await makeRevision(archive, taken.id, { of: 1, text: RIVER });
      const gone = await cite(
        ` r1 ${range(`${RIVER}\n\n${COINS}`, 'silver coins')}`,
        taken.accession as string,
      );
      expect(gone.correctedSince).toMatchObject({ state: 'lost', now: null });
      expect((await cite(` r3 ${range(THIRD, COINS)}`)).correctedSince).toBeNull();
    });

    test('goes to what there is of the text', async () => {
      const length = [...FIRST].length;
      expect((await cite(` r1 char=${length - 1},${length}`)).words).toBe('.');
      const unknown = await absence('KTB-9999');
      expect(await absence(`${accession} r1 char=${length},${length + 1}`)).toBe(unknown);
      expect(await absence(`${accession} r1 char=0,${length + 1}`)).toBe(unknown);
      expect(await absence(`${accession} r1 char=0,999999999`)).toBe(unknown);
    });
  });

  describe('a claim', () => {
    test('with all the words it rests on, then and now', async () => {
      const cited = await cite(' r1 ¶2 #1');
      expect(cited).toMatchObject({
        kind: 'claim',
        permanent: `${accession} r1 ¶2 #1`,
        words: '橋は無い […] in the spring',
        passages: [1, 2],
        claim: { id: claims.river.id, number: 1, statement: claims.river.statement, confidence: 'possible' },
      });
      expect(cited.parts.map(({ words, state, passages }) => [words, state, passages])).toEqual([
        ['橋は無い', 'firm', [1]],
        ['in the spring', 'firm', [2]],
      ]);
      expect(cited.correctedSince?.now?.pointer).toMatch(new RegExp(`^${accession} r3 ¶1 #1$`));
      expect(cited.correctedSince).toMatchObject({ changed: true });
      expect((await cite(' r1 #1')).permanent).toBe(`${accession} r1 ¶1 #1`);
    });

    test('is found by the pointer that the archive prints for it', async () => {
      for (const { id } of Object.values(claims)) {
        const { pointer } = (await archive.as(null).get(`/api/claims/${id}`)).body as { pointer: string };
        const { body } = (await ask(pointer).expect(200)) as { body: Cited };
        expect([body.pointer, body.permanent, body.claim?.id]).toEqual([pointer, pointer, id]);
        expect(await cite(` #${body.claim!.number}`)).toMatchObject({
          words: body.words,
          permanent: pointer,
        });
      }
    });

    test('is found by the pointer that reports print, its words lost or not', async () => {
      const lost = await makeTestimony(archive, { text: FIRST });
      const anchors = ['the bridge was gone', 'in the spring', 'two silver coins'];
      for (const exact of anchors) await makeClaim(archive, lost.id, { anchors: [{ exact }] });
      await makeRevision(archive, lost.id, { of: 1, text: SECOND });
      const report = await archive.as(null).get(`/api/testimonies/${lost.id}/report?format=json`).expect(200);
      const { claims: printed } = report.body as { claims: { number: number; pointer: string }[] };
      expect(printed).toHaveLength(3);
      for (const { number, pointer } of printed) {
        const { body } = (await ask(pointer).expect(200)) as { body: Cited };
        expect([pointer, body.pointer, body.claim?.number]).toEqual([pointer, pointer, number]);
        expect(body.words).toMatch(/bridge was gone|in the (spring|winter)|two silver coins/);
      }
    });

    test('whose words are lost is shown where they last stood, and that they are gone', async () => {
      const lost = await makeTestimony(archive, { text: `${RIVER}\n\n${COINS}` });
      await makeClaim(archive, lost.id, { anchors: [{ exact: 'silver coins' }] });
      await makeRevision(archive, lost.id, { of: 1, text: RIVER });
      const of = lost.accession as string;
      const cited = await cite(' #1', of);
      expect(cited).toMatchObject({ words: 'silver coins', permanent: `${of} r1 ¶2 #1` });
      expect(cited.correctedSince).toMatchObject({ state: 'lost', now: null, changed: true });
      // There it has no words.
      expect(await absence(`${of} r2 #1`)).toBe(await absence('KTB-9999'));
    });

    test('of which nobody knows yet where its words are is shown where they last stood', async () => {
      const moved = await makeTestimony(archive, { text: `${RIVER}\n\n${COINS}` });
      await makeClaim(archive, moved.id, { anchors: [{ exact: 'silver coins' }] });
      await carryTo(archive, moved.id, {
        text: `${RIVER}\n\nTwo gold coins were asked for.`,
        anchors: { 'silver coins': { state: 'needs_review', exact: 'gold coins' } },
      });
      const of = moved.accession as string;
      const cited = await cite(' #1', of);
      expect(cited).toMatchObject({ words: 'silver coins', permanent: `${of} r1 ¶2 #1` });
      expect(cited.correctedSince).toMatchObject({
        state: 'needs_review',
        now: { pointer: `${of} r2 ¶2 #1`, words: 'gold coins' },
      });
      expect(await cite(' r2 ¶2 #1', of)).toMatchObject({
        parts: [{ words: 'gold coins', state: 'needs_review' }],
      });
    });

    test('is found where it stood before somebody placed it elsewhere', async () => {
      const text = `${RIVER}\n\n${COINS}`;
      const placed = await makeTestimony(archive, { text: FIRST });
      await makeClaim(archive, placed.id, { anchors: [{ exact: 'the ice' }] });
      await makeRevision(archive, placed.id, { of: 1, text });
      const of = placed.accession as string;
      const [anchor] = await archive.sql<{ id: string; version: number }>(
        'SELECT a.id, a.version FROM anchor a JOIN claim c ON c.id = a.claim_id WHERE c.testimony_id = $1 AND a.is_current',
        [placed.id],
      );
      expect((await cite(' r2 ¶2 #1', of)).words).toBe('the ice');
      await archive
        .as('archivist')
        .post(`/api/anchors/${anchor!.id}/decision`)
        .set('if-match', `"v${anchor!.version}"`)
        .send({ decision: 'place', anchor: { exact: 'ferryman' }, because: 'He spoke of him.' })
        .expect(200);
      expect(await cite(' r2 ¶4 #1', of)).toMatchObject({ words: 'ferryman' });
      expect(await cite(' r2 ¶2 #1', of)).toMatchObject({ words: 'ferryman', passages: [4] });
      expect(await absence(`${of} r2 ¶3 #1`)).toBe(await absence('KTB-9999'));
    });

    test('stands nowhere but where it stands', async () => {
      const unknown = await absence('KTB-9999');
      for (const rest of [' r1 ¶3 #1', ' r1 ¶4 #3', ' #4', ' r1 #4', ' r4 #1', ' ¶5 #1']) {
        expect([rest, await absence(accession + rest)]).toEqual([rest, unknown]);
      }
    });
  });

  describe('a whole text', () => {
    test('by its hash, without its words', async () => {
      expect(await cite(' r1')).toMatchObject({
        kind: 'revision',
        permanent: `${accession} r1`,
        words: null,
        sha256: sha256(FIRST),
        start: 0,
        end: [...FIRST].length,
        passages: [],
        correctedSince: {
          state: 'text_changed',
          changed: true,
          now: { pointer: `${accession} r3`, words: null },
          changes: [],
        },
      });
      const whole = await cite('');
      expect([
        whole.kind,
        whole.pointer,
        whole.permanent,
        whole.revision.number,
        whole.correctedSince,
      ]).toEqual(['testimony', accession, `${accession} r3`, 3, null]);
    });
  });

  test('is asked for in forms that are easy to type', async () => {
    const wanted = await cite(' r1 ¶2');
    for (const typed of [
      `${accession}.r1.p2`,
      `${accession.toLowerCase()}+r1+p2`,
      `${accession}_R1_P2`,
      `${accession}%20r1%20%C2%B62`,
      `${accession}r1%C2%B62`,
    ]) {
      expect([typed, (await archive.as(null).get(`/api/cite/${typed}`)).body]).toEqual([typed, wanted]);
    }
    const claim = await archive.as(null).get(`/api/cite/${accession}.r1.p2.c1`);
    expect((claim.body as Cited).pointer).toBe(`${accession} r1 ¶2 #1`);
    const range = await archive.as(null).get(`/api/cite/${accession}.r1.char=0,1`);
    expect((range.body as Cited).pointer).toBe(`${accession} r1 char=0,1`);
  });

  test('that is malformed is refused with the forms there are', async () => {
    for (const pointer of [
      'KTB',
      'KTB-1',
      'XYZ-0001',
      ' ',
      '¶17',
      '#5',
      `${accession} r0`,
      `${accession} r01`,
      `${accession} r-1`,
      `${accession} r1 ¶`,
      `${accession} r1 ¶x`,
      `${accession} r1 #5 ¶2`,
      `${accession} ¶1,2`,
      `${accession} char=1,2`,
      `${accession} r1 char=1`,
      `${accession} r1 char=-1,2`,
      `${accession} r1 char=1.5,2`,
      `${accession} r1 char=1e3,2e3`,
      `${accession} r1 ¶2 char=1,2`,
      `${accession} r99999999999`,
      `${accession} r1 char=1,99999999999`,
      `${accession}\u0000`,
      `${accession}'; DROP TABLE claim; --`,
      `${accession}/r1`,
      '../testimonies',
      '吉野',
      '{pointer}',
      testimony.id,
    ]) {
      const answer = await ask(pointer);
      expect([pointer, answer.status]).toEqual([pointer, 422]);
      expectProblem(answer, 422, { pointer: '/pointer', code: 'pointer.invalid' });
      expect(answer.text).toContain('KTB-0001 r2 char=120,180');
    }
    for (const empty of ['char=5,5', 'char=6,5', 'char=0,0']) {
      expectProblem(await ask(`${accession} r1 ${empty}`), 422, { code: 'pointer.empty_range' });
    }
    expectProblem(await archive.as(null).get(`/api/cite/%C3%28`), 400);
  });

  test('that names nothing is 404, always the same', async () => {
    const unknown = await absence('KTB-9999');
    for (const rest of [' r4', ' r999999999', ' ¶7', ' r2 ¶4', ' r1 ¶999999999', ' #9', ' r9 char=0,1']) {
      expect([rest, await absence(accession + rest)]).toEqual([rest, unknown]);
    }
  });

  describe('where some of it may not be seen', () => {
    let hiding: Made;
    let of: string;
    let unknown: string;

    beforeAll(async () => {
      unknown = await absence('KTB-9999');
      hiding = await makeTestimony(archive, { text: FIRST });
      of = hiding.accession as string;
      await makeClaim(archive, hiding.id, { anchors: [{ exact: 'in the spring' }] });
      await makeClaim(archive, hiding.id, { anchors: [{ exact: 'two silver coins' }] });
      await makeRevision(archive, hiding.id, { of: 1, text: SECOND });
      await makeRevision(archive, hiding.id, { of: 2, text: THIRD });
      const revisions = `revision_id IN (SELECT id FROM revision WHERE testimony_id = '${hiding.id}')`;
      await restrict(archive, [
        { table: 'passage', where: `number = 2 AND ${revisions}` },
        ...claimRows(`SELECT id FROM claim WHERE testimony_id = '${hiding.id}' AND number = 2`),
        { table: 'revision', where: `testimony_id = '${hiding.id}' AND number = 3` },
        {
          table: 'passage',
          where: `revision_id IN (SELECT id FROM revision WHERE testimony_id = '${hiding.id}' AND number = 3)`,
        },
      ]);
      // Closed with its words; two persons have released it since.
      await release(archive, {
        table: 'claim',
        where: `t.testimony_id = '${hiding.id}' AND t.number = 1`,
      });
    });

    test('a pointer to it names nothing, byte for byte', async () => {
      for (const rest of [
        ' r1 ¶2',
        ' ¶2',
        ' #2',
        ' r1 ¶4 #2',
        ' r1 ¶2 #1',
        ' r1 #1',
        ' r3',
        ' r3 ¶1',
        ' r3 char=0,1',
        // Beyond the end of the text that is shown.
        ` r1 char=0,${[...FIRST].length}`,
      ]) {
        expect([rest, await absence(of + rest)]).toEqual([rest, unknown]);
      }
      const seen = await archive.as('archivist').get(`/api/cite/${of}.r1.p2`);
      expect((seen.body as Cited).words).toBe(RIVER);
    });

    test('what stands around words, and at any place, is what stands there in the text that is shown', async () => {
      const before = await cite(' r1 ¶1', of);
      expect(before.after.startsWith(`\n\n${BRIDGE.slice(0, 10)}`)).toBe(true);
      expect(before.correctedSince?.revisions).toHaveLength(1);
      expect((await cite(' r1 ¶3', of)).before.endsWith('橋は無い。\n\n')).toBe(true);
      const start = startOf(FIRST, RIVER);
      expect((await cite(` r1 char=${start},${start + 10}`, of)).words).toBe(
        [...BRIDGE].slice(0, 10).join(''),
      );
      const { text } = await ask(`${of} r1 ¶3`);
      expect(text).not.toMatch(/both banks|river/);
    });

    test('words that one may not see in the latest text are gone', async () => {
      const later = await makeTestimony(archive, { text: FIRST });
      await makeRevision(archive, later.id, { of: 1, text: SECOND });
      await restrict(archive, [
        {
          table: 'passage',
          where: `number = 3 AND revision_id IN (
            SELECT id FROM revision WHERE testimony_id = '${later.id}' AND number = 2)`,
        },
      ]);
      const start = startOf(FIRST, BRIDGE);
      for (const rest of [' r1 ¶3', ` r1 char=${start},${start + 20}`]) {
        const { correctedSince } = await cite(rest, later.accession as string);
        expect([rest, correctedSince]).toEqual([
          rest,
          expect.objectContaining({ state: 'lost', changed: true, now: null }),
        ]);
      }
    });

    test('the latest revision is the latest that one may see', async () => {
      expect((await cite('', of)).revision).toMatchObject({ number: 2, latest: 2 });
      expect((await cite(' ¶3', of)).permanent).toBe(`${of} r2 ¶3`);
    });

    test('a claim is cited without words that one may not see', async () => {
      const { pointer } = (await archive.as(null).get(`/api/testimonies/${hiding.id}/claims`)).body
        .items[0] as {
        pointer: string;
      };
      const cited = await cite(' #1', of);
      expect([pointer ?? `${of} #1`, cited.permanent]).toEqual([`${of} #1`, `${of} #1`]);
      expect(cited).toMatchObject({
        words: null,
        sha256: null,
        parts: [],
        start: null,
        correctedSince: null,
      });
    });

    test('a testimony names nothing', async () => {
      const hidden = await makeTestimony(archive, { text: FIRST });
      await makeClaim(archive, hidden.id, { anchors: [{ exact: 'in the spring' }] });
      await restrict(archive, testimonyRows(hidden.id));
      for (const rest of ['', ' r1', ' ¶2', ' r1 ¶2', ' #1', ' r1 ¶2 #1', ' r1 char=0,1']) {
        expect(await absence(`${hidden.accession as string}${rest}`)).toBe(unknown);
      }
    });
  });
});
