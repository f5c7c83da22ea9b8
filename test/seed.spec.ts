import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SeedService } from '../src/exchange/seed.service.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { storesNothing } from './support/expectations.js';
import type { Made } from './support/factories.js';

const FOLDER = resolve('seeds/japan-soviet-relationship');
const SHA256 = '6791f0df3a36be039411d34d564d8712442ebb41f8144f734f6b052331481b21';

interface Reading {
  revision: { text: string; sha256: string };
  passages: { number: number; start: number; end: number }[];
  claims: (Made & {
    anchors: { start: number; end: number }[];
    confidence: string | null;
    questions: object[];
  })[];
}
interface Graph {
  nodes: { kind: string; id: string; label: string; depth: number }[];
  truncated: object;
}

describe('the chapter, recorded whole', () => {
  let archive: TestArchive;
  let reading: Reading;
  let text: string[];

  beforeAll(async () => {
    archive = await openArchive('chapter');
    reading = (await archive.as(null).get('/api/testimonies/KTB-0001/reading')).body as Reading;
    text = [...reading.revision.text];
  });
  afterAll(() => archive.close());

  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  const list = async (path: string) => ((await get(path)) as unknown as { items: Made[] }).items;
  const unnamedSource = async (): Promise<Made> => {
    const unnamed = await list('/api/sources?unnamed=true&limit=200');
    return unnamed.sort((a, b) => (b.claims as number) - (a.claims as number))[0] as Made;
  };
  /** Sentences as a reader divides them; a title has no full stop, and "Mr." ends none. */
  const sentences = (): { start: number; end: number; words: string }[] =>
    reading.passages.flatMap(({ start, end }) => {
      const found: { start: number; end: number; words: string }[] = [];
      let from = start;
      for (let at = start; at <= end; at++) {
        const before = text.slice(from, at).join('');
        const isEnd =
          at === end || (/[.?!]”?$/.test(before) && !/\bMr\.$/.test(before) && /\s/.test(text[at] as string));
        if (!isEnd) continue;
        found.push({ start: from, end: at, words: before });
        from = at + 1;
      }
      return found.filter(({ words }) => words.trim() !== '');
    });

  test('the text is the text, byte for byte', async () => {
    const bytes = await readFile(join(FOLDER, 'text.txt'));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(SHA256);
    expect(Buffer.from(reading.revision.text, 'utf8').equals(bytes)).toBe(true);
    expect(reading.revision.sha256).toBe(SHA256);
  });

  test('every sentence is covered by a claim, and hardly a word is left over', () => {
    const covered = new Set<number>();
    for (const { anchors } of reading.claims) {
      for (const { start, end } of anchors) for (let at = start; at < end; at++) covered.add(at);
    }
    const all = sentences();
    expect(all).toHaveLength(55);
    const bare = all.filter(
      ({ start, end }) => !text.slice(start, end).some((_, n) => covered.has(start + n)),
    );
    expect(bare).toEqual([]);
    const left = text.filter((character, at) => !covered.has(at) && /[^\s,]/.test(character));
    expect(left).toEqual([]);
  });

  test('compound sentences are several claims', () => {
    expect(reading.claims.length).toBeGreaterThanOrEqual(80);
    expect(new Set(reading.claims.map(({ statement }) => statement)).size).toBe(reading.claims.length);
  });

  test('every claim says how the narrator knew, and is judged with a reason or asked about', async () => {
    // Where he does not say how he knew, that is recorded too; it is seldom.
    expect(reading.claims.filter(({ basis }) => basis === 'unknown').length).toBeLessThanOrEqual(3);
    for (const { number, confidence, questions } of reading.claims) {
      if (confidence === null) expect([number, questions.length]).not.toEqual([number, 0]);
    }
    const rationales = await archive.sql<{ rationale: string }>('SELECT rationale FROM assessment');
    expect(rationales).toHaveLength(reading.claims.filter(({ confidence }) => confidence !== null).length);
    for (const { rationale } of rationales) expect(rationale).toMatch(/\S{3,}/);
  });

  test('a claim leads up to its words, to the unnamed narrator and to the publications he does not name', async () => {
    const source = await unnamedSource();
    const claim = reading.claims.find(({ statement }) =>
      /neutrality pact in 1941/i.test(statement as string),
    ) as Made;
    const { nodes } = (await get(`/api/provenance/claim/${claim.id}`)) as unknown as Graph;
    const kinds = nodes.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['passage', 'revision', 'testimony', 'agent', 'source']));
    expect(nodes.find(({ kind, depth }) => kind === 'passage' && depth === 1)?.label).toContain(
      'Under this circumstance',
    );
    expect(nodes.map(({ id }) => id)).toContain(source.id);
    const [narrator] = (
      (await get('/api/testimonies/KTB-0001')).contributors as { role: string; agent: Made }[]
    ).filter(({ role }) => role === 'narrator');
    expect(narrator?.agent.unnamed).toBe(true);
    expect(nodes.map(({ id }) => id)).toContain(narrator?.agent.id);
  });

  test('the unnamed source leads down to all that leans on it, and a question asks which it is', async () => {
    const source = await unnamedSource();
    const { nodes, truncated } = (await get(
      `/api/provenance/source/${source.id}?direction=down&depth=64&limit=1000`,
    )) as unknown as Graph;
    const leaning = nodes.filter(({ kind, depth }) => kind === 'claim' && depth === 1);
    expect(leaning.length).toBeGreaterThanOrEqual(80);
    expect(leaning.length).toBe(source.claims);
    expect(truncated).toEqual({});
    const questions = nodes
      .filter(({ kind, depth }) => kind === 'question' && depth === 1)
      .map(({ id }) => id);
    const asked = (await list('/api/questions?limit=200')).filter(({ id }) => questions.includes(id));
    expect(asked).toMatchObject([{ kind: 'unnamed_source', state: 'open' }]);
  });

  test('the two dates it gives for the start of the Second World War are linked', async () => {
    const cases = await list('/api/contradictions?limit=200');
    const war = cases.find(
      ({ statement }) => /1939/.test(statement as string) && /1941/.test(statement as string),
    ) as Made;
    expect(war.claims).toMatchObject([
      { statement: expect.stringMatching(/September 1939/) as string, confidence: 'confirmed' },
      { statement: expect.stringMatching(/December 1941/) as string, confidence: 'refuted' },
    ]);
    for (const { id } of war.claims as Made[]) {
      const claim = await get(`/api/claims/${id}`);
      expect(claim.contradictions).toMatchObject([{ id: war.id }]);
    }
    expect(cases.length).toBeGreaterThan(1);
  });

  test('the gaps the narrator names are questions with leads and his own attempts', async () => {
    const questions = await list('/api/questions?limit=200&testimony=KTB-0001');
    const leads = questions.flatMap((question) => question.leads as (Made & { attempts: Made[] })[]);
    const names = leads.map(({ agent }) => (agent as Made | null)?.name);
    expect(names).toEqual(expect.arrayContaining(['Ryuzo Sejima', 'Teigo Kusachi', 'Ryuichi Nakayama']));
    const stateOf = (name: string) => leads.find(({ agent }) => (agent as Made | null)?.name === name)?.state;
    expect([stateOf('Teigo Kusachi'), stateOf('Ryuichi Nakayama')]).toEqual(['died', 'not_yet_reached']);
    expect(leads.flatMap(({ attempts }) => attempts).length).toBeGreaterThan(0);
  });

  test('all of it was recorded by one activity of the archive itself', async () => {
    const [{ many }] = (await archive.sql<{ many: number }>(
      'SELECT count(DISTINCT activity_id)::integer AS many FROM (SELECT activity_id FROM claim UNION SELECT activity_id FROM revision UNION SELECT activity_id FROM question UNION SELECT activity_id FROM citation) rows',
    )) as [{ many: number }];
    expect(many).toBe(1);
    expect(await list('/api/activities?type=archive.seed')).toMatchObject([{ agent: { name: 'Kataribe' } }]);
  });

  describe('seeding', () => {
    let empty: TestArchive;
    let folder: string;

    beforeAll(async () => {
      empty = await openArchive();
    });
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kataribe-seed-'));
      await cp(FOLDER, folder, { recursive: true });
    });
    afterEach(() => rm(folder, { recursive: true }));
    afterAll(() => empty.close());

    const seed = (into: TestArchive) => into.app.get(SeedService, { strict: false }).seedIfEmpty(folder);
    /** Changes one line of the record, and says which. */
    const change = async (find: string, replace: string): Promise<number> => {
      const path = join(folder, 'record.yaml');
      const record = await readFile(path, 'utf8');
      const at = record.indexOf(find);
      expect(at).toBeGreaterThan(0);
      await writeFile(path, record.slice(0, at) + replace + record.slice(at + find.length));
      return record.slice(0, at).split('\n').length;
    };

    test('an archive that holds a testimony is left alone', async () => {
      expect(await storesNothing(archive, () => seed(archive))).toBe(false);
    });

    const faultOf = () =>
      storesNothing(empty, () =>
        seed(empty).then(
          () => 'recorded',
          (error: Error) => error.message,
        ),
      );

    test.each<[string, string, string, RegExp]>([
      [
        'a misquotation',
        '- the formerly interned in Siberia.',
        '- the formerly intered in Siberia.',
        /exactly/,
      ],
      ['a slip put right', '- the Japan- Soviet conflict', '- the Japan-Soviet conflict', /exactly/],
      [
        'a quotation that occurs twice',
        '- the formerly interned in Siberia.',
        '- Siberia',
        /Siberia.* places/,
      ],
      ['a key of nobody', '- { agent: narrator, role', '- { agent: nobody, role', /nobody/],
      ['a date that never was', "edtf: '2007-09-04/'", "edtf: '2007-02-29/'", /edtf: expected/],
      [
        'a stance of its own',
        '- { source: muminov-2022, stance: for',
        '- { source: muminov-2022, stance: pro',
        /stance/,
      ],
      ['CSL without a title', 'csl: { type: book, title:', 'csl: { type: book, genre:', /title/],
    ])('%s is refused with its line, and nothing is stored', async (_, find, replace, why) => {
      const line = await change(find, replace);
      const fault = await faultOf();
      expect(fault).toMatch(why);
      expect(fault).toContain(`record.yaml, line ${line}: `);
    });

    test('a field nobody knows is refused in the entry that has it', async () => {
      const line = await change('statement: There were people', 'statment: There were people');
      const said = /record\.yaml, line (\d+): stat/.exec(await faultOf())?.[1];
      expect(Math.abs(Number(said) - line)).toBeLessThanOrEqual(1);
    });

    test('a file that is no YAML is refused with a line', async () => {
      await change('questions:\n', 'questions: [\n');
      expect(await faultOf()).toMatch(/record\.yaml, line \d+: /);
    });

    test('a text that is no UTF-8 is refused', async () => {
      await writeFile(
        join(folder, 'text.txt'),
        Buffer.concat([await readFile(join(FOLDER, 'text.txt')), Buffer.from([0xe9])]),
      );
      await storesNothing(empty, () => expect(seed(empty)).rejects.toThrow());
    });

    test('a text changed by a letter is refused where it was quoted', async () => {
      const path = join(folder, 'text.txt');
      await writeFile(
        path,
        (await readFile(path, 'utf8')).replace('This it eventually', 'Thus it eventually'),
      );
      await storesNothing(empty, () =>
        expect(seed(empty)).rejects.toThrow(/record\.yaml, line \d+: .*exactly/),
      );
    });

    test('two that seed at once record it once', async () => {
      const fresh = await openArchive();
      try {
        expect((await Promise.all([seed(fresh), seed(fresh)])).sort()).toEqual([false, true]);
        const [row] = await fresh.sql<{ many: number }>('SELECT count(*)::integer AS many FROM testimony');
        expect(row?.many).toBe(1);
        const page = (await fresh.as(null).get('/api/testimonies/KTB-0001/reading')).body as Reading;
        expect([page.revision.sha256, page.claims.length]).toEqual([SHA256, reading.claims.length]);
      } finally {
        await fresh.close();
      }
    });
  });
});
