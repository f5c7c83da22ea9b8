import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SeedService } from '../src/exchange/seed.service.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { pagesOf, storesNothing } from './support/expectations.js';
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
/** What one reads of a claim when one asks what holds it up. */
interface Support {
  claim: { id: string; statement: string };
  confidence: string | null;
  unverified: boolean;
  onlyOneUnnamedLine: boolean;
  telling: {
    basis: string;
    roots: Labelled[];
    chain: {
      basis: string;
      agent: { name: string } | null;
      source: { title: string } | null;
      when: { words: string | null; edtf: string | null } | null;
      where: string | null;
    }[];
    distances: { hops: { sinceEvent: object; untilRecording: object }[]; eventToRecording: object };
  };
  for: { citations: number; lines: number; roots: { record: Labelled }[] };
  citations: { stance: string; standing: string; record: Labelled }[];
  circular: { path: Labelled[] }[];
  weakestLink: { reliability: { grade: string; sources: Labelled[] } | null };
  singlePointsOfFailure: { record: Labelled; loses: string }[];
}
interface Labelled {
  kind: string;
  label: string;
  unnamed: boolean;
}
interface Fallen {
  record: { id: string; label: string };
  depth: number;
  claim: {
    confidence: string | null;
    lines: { before: number; after: number };
    tellingFalls: boolean;
    loses: string | null;
  } | null;
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

  describe('what its evidence comes to', () => {
    let supports: Support[];

    beforeAll(async () => {
      supports = [];
      for (const { id } of reading.claims) {
        supports.push((await get(`/api/claims/${id}/support`)) as unknown as Support);
      }
    });

    const supportOf = (statement: string): Support => {
      const found = supports.filter(({ claim }) => claim.statement === statement);
      expect([statement, found.length]).toEqual([statement, 1]);
      return found[0]!;
    };
    const countBy = <Item>(items: Item[], key: (item: Item) => string): Record<string, number> => {
      const counts: Record<string, number> = {};
      for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
      return counts;
    };
    const rootsFor = (support: Support): string[] =>
      support.for.roots.map(({ record }) => record.label).sort();

    test('of 127 claims 54 have nothing to show but that they were told, 54 one independent line, 19 two', () => {
      expect(countBy(supports, (support) => `lines: ${support.for.lines}`)).toEqual({
        'lines: 0': 54,
        'lines: 1': 54,
        'lines: 2': 19,
      });
      // 95 citations speak for a claim; counted as lines they are 92.
      expect(supports.reduce((sum, support) => sum + support.for.citations, 0)).toBe(95);
      expect(supports.reduce((sum, support) => sum + support.for.lines, 0)).toBe(92);
      expect(supports.filter(({ unverified }) => unverified)).toHaveLength(54);
    });

    test('so much was recorded for it', async () => {
      const counts = async (table: string, column: string): Promise<Record<string, number>> => {
        const rows = await archive.sql<{ kind: string; many: number }>(
          `SELECT ${column} AS kind, count(*)::integer AS many FROM ${table} GROUP BY 1`,
        );
        return Object.fromEntries(rows.map(({ kind, many }) => [kind, many]));
      };
      expect(await counts('citation', 'stance')).toEqual({ for: 95, against: 27, context: 30 });
      expect(await counts('descent', 'kind')).toEqual({
        author: 17,
        translates: 4,
        copies: 2,
        derives_from: 2,
        informant: 2,
        quotes: 1,
        read: 1,
      });
      expect(await counts('teller', "CASE WHEN told_edtf IS NULL THEN 'not dated' ELSE 'dated' END")).toEqual(
        {
          dated: 13,
          'not dated': 101,
        },
      );
      expect(supports.filter(({ telling }) => telling.chain.length > 0)).toHaveLength(103);
      expect(supports.filter(({ confidence }) => confidence !== null)).toHaveLength(110);
    });

    test('53 claims stand on one unnamed line only: the publications, the narrator, or those who told him', () => {
      const alone = supports.filter(({ onlyOneUnnamedLine }) => onlyOneUnnamedLine);
      expect(alone).toHaveLength(53);
      expect(alone.flatMap(({ telling }) => telling.roots).every(({ unnamed }) => unnamed)).toBe(true);
      const rootOf = ({ telling }: Support): string =>
        telling.roots
          .map(({ label }) => label.slice(0, 30).trim())
          .sort()
          .join(' and ');
      expect(countBy(alone, rootOf)).toEqual({
        'The publications, number unkno': 30,
        // Not said how he knew: read there, or known to him without.
        'Author of the chapter; writes and The publications, number unkno': 3,
        'Author of the chapter; writes': 14,
        'Whoever told the narrator of t': 3,
        'A group charged with communica': 2,
        'The people the narrator asked': 1,
      });
      for (const statement of [
        // in the publications, and refuted
        'The battle of Shenyang was fought on 31 March.',
        'Italy joined the agreement in 1936.',
        // in the publications, and beyond any test
        "Heeding the lesson could have changed the army's way of fighting in the Great East War.",
        // by his own word
        'The narrator made inquiries among others about what Sejima had said.',
        'The narrator and those with him already expected that the government would soon have to accept the Potsdam Declaration.',
        // by the word of others
        'According to those the narrator asked, Sejima never spoke of the matter to anyone.',
        'Instead the group listened to the shortwave broadcasts of the American army.',
      ]) {
        expect([statement, supportOf(statement).onlyOneUnnamedLine]).toEqual([statement, true]);
      }
      // Told along the same chain, but it begins with somebody who has a name.
      expect(
        supportOf(
          'The news said that the Japanese government had already accepted conditions for ending the war.',
        ),
      ).toMatchObject({
        onlyOneUnnamedLine: false,
        for: { lines: 0 },
        telling: { roots: [{ label: 'American army', unnamed: false }] },
      });
    });

    describe('if the unnamed publications fall', () => {
      let fallen: (Fallen & { claim: NonNullable<Fallen['claim']> })[];

      beforeAll(async () => {
        const { id } = await unnamedSource();
        const items = await pagesOf<Fallen>(archive, `/api/sources/${id}/impact`, 100);
        fallen = items.flatMap((item) => (item.claim === null ? [] : [{ ...item, claim: item.claim }]));
      });

      test('30 claims lose everything, 60 are told by nobody any more but stand on other lines, 37 feel nothing', () => {
        expect(
          countBy(fallen, ({ claim: { loses, tellingFalls } }) =>
            loses === null ? (tellingFalls ? 'stands on other lines' : 'is told as before') : loses,
          ),
        ).toEqual({ everything: 30, 'stands on other lines': 60, 'is told as before': 37 });
        // No line rests on them: nobody else is known to have copied them, or to have been copied by them.
        expect(fallen.filter(({ claim: { lines } }) => lines.before !== lines.after)).toEqual([]);
      });

      test('what goes is mostly what is wrong already: none of it is confirmed', () => {
        const lost = fallen.filter(({ claim: { loses } }) => loses === 'everything');
        expect(countBy(lost, ({ claim: { confidence } }) => confidence ?? 'not judged')).toEqual({
          refuted: 9,
          doubtful: 8,
          possible: 6,
          probable: 4,
          'not judged': 3,
        });
        // All of them he says he read there: what he may have known without is not among them.
        expect(lost.every(({ depth }) => depth === 1)).toBe(true);
      });

      test('to try it says the same, and stores nothing', async () => {
        const { id, version } = await unnamedSource();
        const { body } = await storesNothing(archive, () =>
          archive
            .as('archivist')
            .post(`/api/sources/${id}/withdrawal?dryRun=true`)
            .set('if-match', `"v${version}"`)
            .send({ because: 'To see what would fall.' })
            .expect(200),
        );
        expect(body).toMatchObject({
          dryRun: true,
          impact: {
            complete: true,
            total: 129,
            totals: { claims: 127, sources: 1, testimonies: 1 },
            losing: { lastIndependentLine: 0, everything: 30 },
            reports: [{ testimony: { accession: 'KTB-0001' }, claims: 127 }],
          },
        });
      });
    });

    test('two treaties cited for one claim are one line, where the later contains the earlier', () => {
      const support = supportOf(
        "The agreement between Japan and Germany was in being, with Italy's support.",
      );
      const pact =
        'Agreement between Germany and Japan against the Communist International (Anti-Comintern Pact)';
      expect([support.for.citations, support.for.lines, rootsFor(support)]).toEqual([2, 1, [pact]]);
      expect(support.singlePointsOfFailure).toMatchObject([
        { record: { label: pact }, loses: 'last_independent_line' },
      ]);
    });

    test('three books are two lines, where two are translated from one', () => {
      const support = supportOf(
        'In this situation the Japanese government formed a plan to steady its relations with the Soviets.',
      );
      expect(support.citations.map(({ stance }) => stance)).toEqual(['for', 'for', 'for']);
      expect([support.for.lines, rootsFor(support)]).toEqual([
        2,
        [
          'Пакт о нейтралитете между СССР и Японией: дипломатическая история, 1941-1945 гг.',
          '太平洋戦争への道: 開戦外交史',
        ],
      ]);
    });

    test('a copy of the chapter is no line for it, but a circle', () => {
      const support = supportOf(
        'The chapter presents itself as an account of relations between Japan and the Soviet Union during one particular time.',
      );
      expect(support).toMatchObject({
        for: { citations: 1, lines: 0 },
        citations: [{ standing: 'circular' }],
        circular: [{ path: [{ kind: 'source' }, { kind: 'testimony' }] }],
      });
      expect(supports.filter(({ circular }) => circular.length > 0)).toHaveLength(1);
    });

    test('what two independent lines hold up does not hang on the narrator, nor on any one of them', () => {
      const twice = supports.filter(({ for: { lines } }) => lines >= 2);
      expect(countBy(twice, ({ confidence }) => confidence ?? 'not judged')).toEqual({
        confirmed: 16,
        probable: 3,
      });
      expect(twice.flatMap(({ singlePointsOfFailure }) => singlePointsOfFailure)).toEqual([]);
      const lines: Record<string, string[]> = {
        'That request was not accepted.': ['Soviet Declaration of War on Japan', 'Tsuyoshi Hasegawa'],
        'The Nomonhan conflict took place in May 1939.': [
          'Edward J. Drea',
          'Nomonhan: Japan against Russia, 1939',
        ],
        'Sejima was a staff officer of the Kwantung Army.': ['Kyodo News', 'Ryuzo Sejima'],
      };
      for (const [statement, roots] of Object.entries(lines)) {
        expect([statement, rootsFor(supportOf(statement))]).toEqual([statement, roots]);
      }
    });

    test.each([
      ['The news said that the Japanese government had already accepted conditions for ending the war.'],
      ['Japan had asked the Soviets to help in negotiations with the United States, England and China.'],
      ['That request was not accepted.'],
    ])('the news "%s" came by short wave, and was written down 62 years later or more', (statement) => {
      const { telling } = supportOf(statement);
      const when = {
        words:
          'we were already aware that the Japanese government would have to accept the Potsdam Declaration soon',
        edtf: '[1945-07-26..1945-08-15]',
        earliest: '1945-07-26',
        latest: '1945-08-15',
      };
      // He does not say where.
      const hop = (name: string) => ({ basis: 'told', agent: { name }, when, where: null });
      expect(telling.chain).toMatchObject([
        hop('The Japanese officers to whom the communications group reported.'),
        hop(
          'A group charged with communication among army commanders, which listened to American shortwave broadcasts and passed the news to officers.',
        ),
        hop('American army'),
      ]);
      expect(text.join('')).toContain(when.words);
      // No day is told for the event itself; the text is from after September 2007, nobody knows how long after.
      const notSaid = { min: null, max: null };
      expect(telling.distances).toEqual({
        hops: telling.chain.map(() => ({ sinceEvent: notSaid, untilRecording: { min: 62, max: null } })),
        eventToRecording: notSaid,
      });
    });

    test('other news came by the same way, day by day', () => {
      const { telling } = supportOf("From day to day Japan's position in the war grew worse.");
      expect(telling.chain.map(({ when }) => [when?.words, when?.edtf])).toEqual(
        Array(3).fill(['Day by day', '../1945-08-15']),
      );
      expect(telling.distances.hops.map(({ untilRecording }) => untilRecording)).toEqual(
        Array(3).fill({ min: 62, max: null }),
      );
    });

    test("the prime minister's saying was read, and goes back to him", () => {
      const { telling, onlyOneUnnamedLine } = supportOf(
        'Hiranuma remarked that the world of Europe was complicated and strange.',
      );
      expect(telling.chain).toMatchObject([
        { basis: 'read', source: { unnamed: true } },
        { basis: 'told', agent: { name: 'Kiichiro Hiranuma' }, when: { edtf: '1939-08' } },
      ]);
      expect(telling.roots).toMatchObject([{ label: 'Kiichiro Hiranuma' }]);
      expect(onlyOneUnnamedLine).toBe(false);
    });

    test('what he had read is recorded of the whole chapter, in his own words', async () => {
      const read = await list('/api/testimonies/KTB-0001/descents');
      expect(read).toMatchObject([{ kind: 'read', source: { unnamed: true } }]);
      const [, quoted] = /"([^"]+)"/.exec((read[0]!.note as string).replace(/\s+/g, ' ')) ?? [];
      expect(text.join('')).toContain(quoted);
    });

    test('17 sources have a grade, with its reason; the publications cannot be judged', async () => {
      const sources = await pagesOf<Made & { reliability: { grade: string; rationale: string }[] }>(
        archive,
        '/api/sources',
        100,
      );
      expect(sources).toHaveLength(69);
      const grades = sources.flatMap(({ reliability }) => reliability);
      expect(countBy(grades, ({ grade }) => grade)).toEqual({ A: 3, B: 8, C: 5, F: 1 });
      for (const { rationale } of grades) expect(rationale.length).toBeGreaterThan(60);
      expect((await unnamedSource()).reliability).toMatchObject([{ grade: 'F' }]);
      // The weakest link has a name.
      expect(
        supportOf('Kusachi headed the operations department at Kwantung Army headquarters.').weakestLink,
      ).toMatchObject({ reliability: { grade: 'C', sources: [{}, {}] } });
    });

    test('its two beginnings of the Second World War are found by comparing dates', async () => {
      const { items, compared, complete } = (await get(
        '/api/contradictions/suggestions?testimony=KTB-0001&recorded=true',
      )) as unknown as {
        items: { rule: string; claims: Made[]; because: string; contradiction: string | null }[];
        compared: number;
        complete: boolean;
      };
      expect([compared, complete]).toEqual([127, true]);
      expect(items).toMatchObject([
        {
          rule: 'dates_apart',
          claims: [
            { statement: 'The Second World War began in September 1939.' },
            { statement: 'The Second World War began in December 1941.' },
          ],
          because: expect.stringMatching(/1939-09.*1941-12.*do not overlap/) as string,
        },
      ]);
      const { question } = await get(`/api/contradictions/${items[0]!.contradiction}`);
      expect(question).toBe('When did the Second World War begin?');
    });

    test('five cases are recorded, with their positions; in two of them it is said which to believe', async () => {
      const cases = (await list('/api/contradictions?testimony=KTB-0001')) as (Made & {
        preferred: string | null;
        positions: { id: string; statement: string; claims: string[] }[];
      })[];
      const told = cases.map(({ question, state, preferred, positions }) => [
        question,
        state,
        positions.map(({ statement }) => statement),
        positions.find(({ id }) => id === preferred)?.statement ?? null,
      ]);
      expect(told).toEqual([
        [
          'When did the Second World War begin?',
          'preferred',
          ['In September 1939', 'In December 1941'],
          'In September 1939',
        ],
        [
          'When did the Great East War begin, and which war does the name mean?',
          'open',
          ['In 1937, before Nomonhan', 'After Nomonhan, where the army would yet fight in it'],
          null,
        ],
        [
          'Did the conflict at Nomonhan grow beyond what happened in May 1939?',
          'open',
          ['It did not develop into the crisis it had seemed to be', 'It was still being fought in August'],
          null,
        ],
        [
          'Did relations between Japan and the Soviet Union stay stable until the war was over?',
          'preferred',
          [
            'They stayed stable throughout, because of the pact',
            'They broke before the end, by the notice of April and the declaration of war of August 1945',
          ],
          'They broke before the end, by the notice of April and the declaration of war of August 1945',
        ],
        [
          'Had the Japanese government accepted the conditions when the news came, or was the acceptance still to come?',
          'open',
          [
            'It had accepted conditions to end the war already',
            'It would have to accept the Potsdam Declaration soon',
          ],
          null,
        ],
      ]);
      // Who is believed is who is held right, claim by claim.
      const judged = new Map(reading.claims.map(({ id, confidence }) => [id, confidence]));
      for (const { preferred, positions } of cases.filter(({ state }) => state === 'preferred')) {
        for (const { id, claims } of positions) {
          for (const claim of claims) expect(judged.get(claim) === 'confirmed').toBe(id === preferred);
        }
      }
    });
  });

  describe('whom and what it names', () => {
    interface Found {
      kind: string;
      id: string;
      name: string;
      form: { value: string };
      match: { by: string; exact: boolean };
    }
    const find = async (q: string) =>
      (await list(`/api/names?q=${encodeURIComponent(q)}`)) as unknown as Found[];
    const person = async (name: string): Promise<Made> => {
      const [found] = await find(name);
      return get(`/api/people/${found?.id}`);
    };

    test.each([
      ['Sejima', 'Ryuzo Sejima'],
      ['瀬島', 'Ryuzo Sejima'],
      ['瀨島', 'Ryuzo Sejima'],
      ['せじま', 'Ryuzo Sejima'],
      ['セジマ', 'Ryuzo Sejima'],
      ['Mukden', 'Shenyang'],
      ['Shenyang', 'Shenyang'],
      ['奉天', 'Shenyang'],
      ['ほうてん', 'Shenyang'],
      ['Hōten', 'Shenyang'],
      ['沈阳', 'Shenyang'],
      ['Мукден', 'Shenyang'],
      ['Kwangtung army', 'Kwantung Army'],
      ['Kwantung Army', 'Kwantung Army'],
      ['關東軍', 'Kwantung Army'],
      ['かんとうぐん', 'Kwantung Army'],
      ['くさち', 'Teigo Kusachi'],
      ['相沢英之', 'Hideyuki Aizawa'],
      ['Port Arthur', 'Lushunkou'],
      ['旅順', 'Lushunkou'],
      ['Dairen', 'Dalian'],
      ['Дальний', 'Dalian'],
      ['滿洲', 'Manchuria'],
      ['からふと', 'Sakhalin'],
      ['Халхин-Гол', 'Nomonhan'],
      ['しょうかいせき', 'Chiang Kai-shek'],
      ['平沼騏一郎', 'Kiichiro Hiranuma'],
    ])('%s finds %s', async (q, name) => {
      const found = await find(q);
      expect(found.map((item) => item.name)).toContain(name);
      // Others may begin alike; nobody else is called so.
      expect(new Set(found.filter(({ match }) => match.exact).map(({ id }) => id)).size).toBeLessThan(2);
    });

    test('one city has its Chinese, Japanese, Manchu and Russian names, and when they were used', async () => {
      const [city] = await find('Mukden');
      const names = await list(`/api/places/${city?.id}/names?limit=100`);
      expect(names).toEqual(
        expect.arrayContaining(
          [
            { value: '沈阳', type: 'official', script: 'Hans', reading: null },
            {
              value: '奉天',
              type: 'historical',
              language: 'ja',
              reading: 'ほうてん',
              valid: { latest: '1945-12-31' },
            },
            { value: '瀋陽', type: 'exonym', language: 'ja', reading: 'しんよう' },
            { value: 'Mukden', type: 'exonym', script: 'Latn' },
            { value: 'Мукден', type: 'historical', script: 'Cyrl' },
          ].map(
            ({ valid, ...form }) =>
              expect.objectContaining({
                ...form,
                ...(valid === undefined ? {} : { valid: expect.objectContaining(valid) as object }),
              }) as object,
          ),
        ),
      );
      // Under either name the chapter speaks of it.
      const said = await list(`/api/places/${city?.id}/mentions?limit=100`);
      expect(new Set(said.map(({ words }) => words))).toEqual(new Set(['Shenyang', 'Mukden']));
    });

    test('no reading is doubtful but one, which has none: a question asks for it', async () => {
      const readings = await archive.sql<{ value: string }>(
        "SELECT value FROM name_form WHERE script = 'Jpan' AND reading IS NULL",
      );
      expect(readings).toEqual([]);
      const nakayama = await person('Ryuichi Nakayama');
      expect(nakayama.names).toMatchObject([{ value: 'Ryuichi Nakayama', script: 'Latn', reading: null }]);
      expect((nakayama.questions as Made[]).map(({ statement }) => statement)).toContain(
        'Who is "the first army officer Ryuichi Nakayama"?',
      );
    });

    test('of Sejima one reads what he was called, when he lived, what he was, and that nobody can ask him', async () => {
      const sejima = await person('瀬島');
      expect(sejima).toMatchObject({
        names: [
          {
            value: '瀬島龍三',
            script: 'Jpan',
            reading: 'せじま りゅうぞう',
            preferred: true,
            source: { unnamed: false },
          },
          { value: 'Sejima Ryūzō', script: 'Latn', preferred: true },
          { value: '瀨島龍三', type: 'transcription_variant' },
          { value: 'Ryuzo Sejima', type: 'transcription_variant', language: 'en' },
        ],
        lives: [{ born: { date: { edtf: '1911' } }, died: { date: { edtf: '2007-09-04' } } }],
        offices: [
          { kind: 'rank', title: 'Colonel', claim: { statement: 'Sejima held the rank of colonel.' } },
          { kind: 'rank', title: 'lieutenant colonel', source: { title: 'Ryūzō Sejima' } },
          {
            kind: 'office',
            title: 'staff member of Kwangtung army',
            organisation: { name: 'Kwantung Army' },
          },
        ],
        reachability: { state: 'died', when: { edtf: '2007-09-04' } },
        // He told the narrator nothing, and so has no part in the testimony.
        testimonies: [],
        claimsTold: 0,
        leads: [{ description: 'Ryuzo Sejima, who passed for the man who knew', state: 'died' }],
      });
      expect((sejima.questions as Made[]).map(({ statement }) => statement)).toEqual([
        'What agreement was made concerning the Soviet invasion of Manchuria, between whom, and is there a record of it?',
        'Did Sejima really never speak of the matter to anyone?',
      ]);
      const said = await list(`/api/agents/${sejima.id}/mentions`);
      expect(sejima.mentions).toBe(said.length);
      expect(said.map(({ claim }) => (claim as Made).statement)).toEqual([
        'Ryuzo Sejima passed for a man who knew something decisive.',
        'Sejima was a staff officer of the Kwantung Army.',
        'Sejima held the rank of colonel.',
        'Sejima had died by the time of writing.',
        'The narrator supposed that Sejima might have let something fall to somebody.',
        'According to those the narrator asked, Sejima never spoke of the matter to anyone.',
      ]);
      const [legal] = await list(`/api/agents/${sejima.id}/names`);
      expect(legal).toMatchObject({
        nameOrder: 'family_first',
        parts: [
          { kind: 'family', value: '瀬島' },
          { kind: 'given', value: '龍三' },
        ],
      });
      // That the rank is wrong stands at the claim.
      const [{ claim }] = sejima.offices as [{ claim: Made }];
      expect(reading.claims.find(({ id }) => id === claim.id)?.confidence).toBe('refuted');
    });

    test.each([
      ['Ryuzo Sejima', '2000', null],
      ['Ryuzo Sejima', '2010', 'died'],
      ['Teigo Kusachi', '2005', 'died'],
      ['Ryuichi Nakayama', '2010', 'not_yet_reached'],
    ])('whether %s could be asked in %s is told as of then', async (name, on, state) => {
      const { id } = await person(name);
      const statements = await list(`/api/agents/${id}/reachability?on=${on}`);
      expect(statements.find(({ current }) => current)?.state ?? null).toBe(state);
    });

    test('who is not named may be living or not', async () => {
      const unnamed = await archive.sql<{ state: string }>(
        `SELECT DISTINCT ON (g.id) r.state FROM agent g JOIN reachability r ON r.agent_id = g.id
         WHERE g.name IS NULL ORDER BY g.id, r.sequence DESC`,
      );
      expect(unnamed).toHaveLength(8);
      expect(new Set(unnamed.map(({ state }) => state))).toEqual(new Set(['unknown']));
    });

    test('so much was recorded of people, places and events', async () => {
      const [counts] = await archive.sql(
        `SELECT (SELECT count(*)::integer FROM name_form) AS names,
           (SELECT count(DISTINCT agent_id)::integer FROM name_form) AS "agentsWithNames",
           (SELECT count(DISTINCT place_id)::integer FROM name_form) AS "placesWithNames",
           (SELECT count(*)::integer FROM place) AS places, (SELECT count(*)::integer FROM life) AS lives,
           (SELECT count(*)::integer FROM office) AS offices,
           (SELECT count(*)::integer FROM reachability) AS reachability,
           (SELECT count(agent_id)::integer FROM mention) AS "mentionsOfAgents",
           (SELECT count(place_id)::integer FROM mention) AS "mentionsOfPlaces",
           (SELECT count(event_id)::integer FROM mention) AS "mentionsOfEvents"`,
      );
      expect(counts).toEqual({
        names: 147,
        agentsWithNames: 25,
        placesWithNames: 26,
        places: 27,
        lives: 3,
        offices: 12,
        reachability: 16,
        mentionsOfAgents: 72,
        mentionsOfPlaces: 92,
        mentionsOfEvents: 66,
      });
    });

    test('ports lie in the peninsula the chapter puts them in', async () => {
      const places = await pagesOf<Made>(archive, '/api/places', 100);
      const lying = places.filter(({ partOf }) => partOf !== null);
      expect(lying.map(({ name, partOf }) => [name, (partOf as Made).name])).toEqual([
        ['Lushunkou', 'Liaodong Peninsula'],
        ['Dalian', 'Liaodong Peninsula'],
      ]);
    });

    test('30 events are spoken of, each in the words of the chapter', async () => {
      const events = await pagesOf<Made>(archive, '/api/events', 100);
      expect(events).toHaveLength(30);
      for (const { id, name } of events) {
        const said = await list(`/api/events/${id}/mentions`);
        expect([name, said.length]).not.toEqual([name, 0]);
      }
      const battle = events.find(({ name }) => name === 'Battle of Mukden') as Made;
      expect(battle).toMatchObject({ date: { edtf: '1905-02-20/1905-03-10' }, place: { name: 'Shenyang' } });
      expect((await list(`/api/events/${battle.id}/mentions`)).map(({ words }) => words)).toEqual([
        'the battle of Shenyang',
        'the battle of Shenyang',
      ]);
    });

    test('whoever and whatever is mentioned, the words stand in what the claim quotes', async () => {
      const quoted = new Map(
        reading.claims.map(({ id, anchors }) => [
          id,
          anchors.map(({ start, end }) => text.slice(start, end).join('')),
        ]),
      );
      const mentions = await archive.sql<{ claim_id: string; words: string }>(
        'SELECT claim_id, words FROM mention',
      );
      expect(mentions.length).toBeGreaterThan(200);
      expect(
        mentions.filter(
          ({ claim_id, words }) => !quoted.get(claim_id)?.some((anchor) => anchor.includes(words)),
        ),
      ).toEqual([]);
    });
  });

  describe('what is missing', () => {
    interface Coverage {
      counts: Record<string, number>;
      items: (Made & { attempts: number; found: { title: string } | null })[];
    }
    interface Asked extends Made {
      priority: { score: number; reasons: { code: string; points: number }[] };
      leads: (Made & { agent: { name: string | null } | null })[];
    }
    const byPriority = async () =>
      (await list('/api/questions?testimony=KTB-0001&sort=priority&limit=100')) as unknown as Asked[];

    test('of 20 documents that ought to exist 3 are found, 3 were searched for, 14 nobody has looked for yet', async () => {
      const coverage = (await get('/api/testimonies/KTB-0001/coverage?limit=100')) as unknown as Coverage;
      expect(coverage.counts).toEqual({
        total: 20,
        found: 3,
        expected: 3,
        refused: 0,
        lost: 0,
        notYetSearched: 14,
      });
      const inState = (wanted: string) => coverage.items.filter(({ state }) => state === wanted);
      expect(
        inState('found').map(({ description, found }) => [description, found?.title.slice(0, 40)]),
      ).toEqual([
        ['The same text in another place', 'Japan-Soviet Relationship During This Ti'],
        [
          'An American record of how the Potsdam Declaration was broadcast',
          'Telegram, the White House Information Of',
        ],
        ['The notes exchanged from 10 to 14 August 1945', 'Foreign Relations of the United States: '],
      ]);
      expect(inState('expected').map(({ description, attempts }) => [description, attempts])).toEqual([
        ["Sejima's own account of the agreement, told to somebody, written or recorded", 1],
        [
          'A list or notice that says who headed the instructors of war history, and how his name is written',
          1,
        ],
        ['A copy or edition of the chapter that names its author', 1],
      ]);
      // The gap the chapter opens with: claimed, but nobody has ever seen it, or told of looking for the paper itself.
      expect(inState('not_yet_searched')[0]).toMatchObject({
        description: 'The agreement about the Soviet invasion of Manchuria itself, in whatever form',
        assertedBy: {
          statement: 'Some agreement had been made concerning the Soviet invasion of Manchuria.',
        },
        attempts: 0,
      });
    });

    test('no search is made up: the narrator asked around, and the archive looked twice', async () => {
      const attempts = await archive.sql<{
        by: string | null;
        place: string;
        outcome: string;
        day: string | null;
      }>(
        `SELECT maker.name AS by, coalesce(y.where_words, asked.description) AS place, y.outcome, y.made_edtf AS day
         FROM attempt y JOIN agent maker ON maker.id = y.made_by_id LEFT JOIN agent asked ON asked.id = y.where_agent_id
         ORDER BY y.sequence`,
      );
      const looked = {
        by: 'Kataribe',
        place: 'stored web pages',
        outcome: 'inconclusive',
        day: '2026-11-23',
      };
      expect(attempts).toEqual([
        {
          by: null,
          place: 'The people the narrator asked whether Sejima had spoken to anyone.',
          outcome: 'not_found',
          day: null,
        },
        looked,
        looked,
      ]);
    });

    test('first come the questions somebody may still answer, if he lives; the dead are not counted', async () => {
      const questions = await byPriority();
      const told = questions
        .slice(0, 4)
        .map(({ statement, priority }) => [
          statement,
          priority.score,
          priority.reasons.map(({ code, points }) => `${code} ${points}`).join(', '),
        ]);
      const unknownAge = 'witness_ages 20, last_witness 20';
      expect(told).toEqual([
        [
          'Which publications does the narrator follow in ¶7 to ¶17, and how closely?',
          95,
          `${unknownAge}, claims_unlocked 40, never_tried 15`,
        ],
        [
          'What does Mr Nakayama know of the end of the war with the Soviet Union?',
          65,
          `${unknownAge}, claims_unlocked 10, never_tried 15`,
        ],
        [
          'What does the Japanese original say where the English is odd?',
          55,
          'claims_unlocked 40, never_tried 15',
        ],
        // Somebody of the group may be left, but nobody knows who or how many: none is the last.
        [
          'Which group listened to American shortwave, under whose orders, and which station did it hear?',
          55,
          'witness_ages 20, claims_unlocked 20, never_tried 15',
        ],
      ]);
      for (const { statement, priority, leads } of questions) {
        const alive = leads.filter(({ kind, state }) => kind === 'person' && state !== 'died');
        const counted = priority.reasons.some(({ code }) => code === 'witness_ages');
        expect([statement, counted]).toEqual([statement, alive.length > 0]);
      }
      // The question the chapter opens with has lost its only witness: papers are left.
      const agreement = questions.find(({ statement }) =>
        /What agreement/.test(statement as string),
      ) as Asked;
      expect(agreement.leads.map(({ kind, state }) => `${kind as string}: ${state as string}`)).toEqual([
        'person: died',
        'document: not_yet_reached',
        'document: not_yet_reached',
        'document: not_yet_reached',
        'institution: not_yet_reached',
      ]);
    });

    test('if Nakayama turns out to have died, his lead closes, and the question says who is left', async () => {
      const other = await openArchive('chapter');
      try {
        const [{ id }] = ((await other.as(null).get('/api/names?q=Nakayama')).body as { items: [Made] })
          .items;
        const { body } = await other
          .as('researcher')
          .post(`/api/agents/${id}/reachability`)
          .send({ state: 'died', when: { edtf: '2020' }, because: 'A notice in a newspaper.' })
          .expect(201);
        expect(body).toMatchObject({
          closedLeads: [{ description: 'Mr Nakayama', was: 'not_yet_reached', state: 'died' }],
          questions: [
            {
              statement: 'What does Mr Nakayama know of the end of the war with the Soviet Union?',
              couldAnswer: [{ kind: 'institution', agent: { name: 'Self Defense Force Executive School' } }],
              withoutLivingWitness: true,
            },
          ],
        });
      } finally {
        await other.close();
      }
    });
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
      ['a reading in kanji', 'reading: せじま りゅうぞう', 'reading: 瀬島 りゅうぞう', /reading: .*kana/],
      ['a script there is not', 'language: ja, script: Jpan', 'language: ja, script: Japn', /script/],
      [
        'a second name to show in one script',
        'script: Jpan, reading: かんとうぐん, note',
        'script: Jpan, preferred: true, note',
        /preferred/,
      ],
      [
        'a field of a name that nobody knows',
        'romanisation: modified_hepburn',
        'romanization: hepburn',
        /romanization/,
      ],
      [
        'an id where a key belongs',
        'title: Colonel, claim: sejima',
        'title: Colonel, claimId: sejima',
        /claim instead/,
      ],
      [
        'a claim of nobody',
        'title: Colonel, claim: sejima',
        'title: Colonel, claim: nobody',
        /claim .*nobody/,
      ],
      ['a death before the birth', "died: { edtf: '2007-09-04'", "died: { edtf: '1907-09-04'", /birth|born/],
      [
        'an event nobody knows',
        '- { event: triple-intervention,',
        '- { event: intervention,',
        /event .*intervention/,
      ],
      [
        'a holder that is two',
        'holder: { agent: kyodo-news }',
        'holder: { agent: kyodo-news, place: japan }',
        /one of/,
      ],
      [
        'a place in one that does not stand before it',
        'partOf: liaodong',
        'partOf: potsdam',
        /place .*potsdam/,
      ],
      ['an id where a place belongs', 'partOf: liaodong', 'partOfId: liaodong', /partOf instead/],
      [
        'a search for what nobody expects',
        'searchesFor: the-agreement',
        'searchesFor: the-treaty',
        /the-treaty/,
      ],
      ['a place searched that is none', 'where: { words: stored', 'where: { site: stored', /site/],
      [
        'a lead that wants to meet the dead',
        '- kind: person\n        description: Teigo Kusachi\n        agent: teigo-kusachi\n        state: died',
        '- kind: person\n        description: Teigo Kusachi\n        agent: teigo-kusachi\n        state: not_yet_reached',
        /has died/,
      ],
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
