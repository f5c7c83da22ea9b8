import { openArchive, type TestArchive } from './support/archive.js';
import { carryTo } from './support/carry.js';
import { amend, expectProblem, revise, transition, UNKNOWN_ID } from './support/expectations.js';
import {
  answerQuestion,
  type Made,
  makeAgent,
  makeAssessment,
  makeAttempt,
  makeCitation,
  makeClaim,
  makeContradiction,
  makeContact,
  makeDescent,
  makeExpectedDocument,
  makeFlag,
  makeLead,
  makePlace,
  makeQuestion,
  makeSource,
  makeTestimony,
  makeUnnamedSource,
  stateReachability,
} from './support/factories.js';
import { ODD, ODD_TEXT } from './support/odd-texts.js';
import { restrict, testimonyRows } from './support/restrict.js';

interface Named {
  label: string;
  unnamed: boolean;
}
interface Side {
  citations: number;
  independentLines: number;
  roots: Named[];
  includesUnnamed: boolean;
}
interface ReportClaim {
  number: number;
  pointer: string;
  statement: string;
  marks: string[];
  quotations: { paragraph: number | null; words: string; state: string }[];
  confidence: string | null;
  judgements: { confidence: string; by: string; on: string; rationale: string }[];
  unverified: boolean;
  contested: boolean;
  onlyOneUnnamedLine: boolean;
  lines: { for: Side; against: Side; complete: boolean };
  circular: Named[][];
  singlePointsOfFailure: { record: Named; loses: string }[];
  weakestLink: {
    confidence: { confidence: string; claims: Named[] } | null;
    reliability: { grade: string; sources: Named[] } | null;
  };
  citations: { stance: string; standing: string | null; note: string; unverified: boolean }[];
  flags: { kind: string; reason: string; reopenedBecause: string | null }[];
}
interface Report {
  title: string;
  asOf: object;
  overview: {
    claims: number;
    byConfidence: { confidence: string; claims: number; unverified: number }[];
    byLines: { lines: string; claims: number; unverified: number }[];
    marks: { mark: string; claims: number[] }[];
  };
  claims: ReportClaim[];
  contradictions: object[];
  questions: {
    statement: string;
    couldAnswer: { leads: { who: string; state: string; reachability: string | null }[]; people: boolean };
  }[];
  answers: { question: string; answer: object | null }[];
  gaps: { counts: { state: string; documents: number }[]; documents: { description: string }[] };
  researchLog: { question: string; leads: { description: string; attempts: { outcome: string }[] }[] }[];
  bibliography: string[];
}

async function reports(
  archive: TestArchive,
  id: string,
  query = '',
): Promise<{ md: string; html: string; json: Report }> {
  const get = (format: string) =>
    archive.as(null).get(`/api/testimonies/${id}/report?format=${format}${query}`).expect(200);
  const [md, html, json] = await Promise.all([get('md'), get('html'), get('json')]);
  expect([md, html, json].map(({ headers }) => (headers['content-type'] as string).split(';')[0])).toEqual([
    'text/markdown',
    'text/html',
    'application/json',
  ]);
  return { md: md.text, html: html.text, json: JSON.parse(json.text) as Report };
}

/** What a reader sees of a page, and of Markdown: without marks, entities and escapes, on one line. */
const seen = (html: string): string =>
  html
    .replace(/<style>[^]*?<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
const plain = (md: string): string =>
  md
    .replace(/^>( |$)/gm, '')
    .replace(/\\([\\`*_[\]<>#|~&!.)+=-])/g, '$1')
    .replace(/\s+/g, ' ');
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const line = (text: string): string => text.replace(/\s+/g, ' ');

/** The bare words of a page and of Markdown, in their order: without all that only the one form has. */
const wordsOfPage = (html: string): string =>
  bare(seen(html.replace(/<head>[^]*?<\/head>|<nav[^]*?<\/nav>|<caption>[^]*?<\/caption>/g, ' ')));
const wordsOfMarkdown = (md: string): string => bare(plain(md));
const bare = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();

/** Every text in a report, wherever it stands, but for the terms that each form puts into words. */
function textsIn(value: unknown, key = ''): string[] {
  const TERMS = [
    'kind',
    'stance',
    'standing',
    'loses',
    'is',
    'language',
    'state',
    'channel',
    'outcome',
    'role',
  ];
  if (typeof value === 'string') return TERMS.includes(key) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, key));
  if (typeof value !== 'object' || value === null) return [];
  // What the narrator and the testimony are called is said once, at the head.
  if ('is' in value && value.is !== null) return [];
  return Object.entries(value).flatMap(([name, item]) => textsIn(item, name));
}

/** What everybody must find in each of the three. */
function expectSame({ md, html, json }: Awaited<ReturnType<typeof reports>>): void {
  expect(wordsOfPage(html)).toBe(wordsOfMarkdown(md));
  const [page, text] = [seen(html), plain(md)];
  for (const words of textsIn(json).map((said) => line(said).trim())) {
    expect(page).toContain(words);
    expect(text).toContain(words);
  }
}

describe('the citation report', () => {
  describe('of a testimony with another text', () => {
    let archive: TestArchive;
    let id: string;
    let earlier: { activity: string; report: Awaited<ReturnType<typeof reports>> };

    beforeAll(async () => {
      archive = await openArchive();
      id = (
        await makeTestimony(archive, {
          text: `Before.\n\n${ODD.rightToLeft}\n\nHe crossed it. <He> *stayed*.`,
        })
      ).id;
      const make = (...quotations: string[]) =>
        makeClaim(archive, id, { statement: quotations[0], anchors: quotations.map((exact) => ({ exact })) });
      await make('Before');
      const judged = await make('crossed it');
      await makeAssessment(archive, judged.id);
      await make('<He> *stayed*', 'He crossed');
      await make(ODD.rightToLeft);
      const report = await reports(archive, id);
      earlier = { activity: (report.json.asOf as { activity: string }).activity, report };
      await carryTo(archive, id, {
        text: `${ODD.beyondBmp}\n\nHe had crossed it. <She> *stayed*. Before.`,
        anchors: {
          'crossed it': { state: 'text_changed', exact: 'had crossed it' },
          '<He> *stayed*': { state: 'needs_review', exact: '<She> *stayed*' },
          'He crossed': { state: 'lost' },
          [ODD.rightToLeft]: { state: 'lost' },
        },
        continuing: [null, 3],
      });
      await amend(
        archive,
        `UPDATE anchor SET confirmed_by_id = (SELECT id FROM agent WHERE name = 'Aiko Yoshino' LIMIT 1)
         WHERE exact = 'had crossed it'`,
      );
    });
    afterAll(() => archive.close());

    test('drops no claim, and says of each what became of its words, the same in every format', async () => {
      const report = await reports(archive, id);
      const { claims, overview } = report.json;
      const { accession } = report.json as unknown as { accession: string };
      expect(claims.map(({ number, pointer }) => [number, pointer])).toEqual([
        [2, `${accession} r2 ¶3 #2`],
        [3, `${accession} r1 ¶3 #3`],
        [1, `${accession} r2 ¶3 #1`],
        [4, `${accession} r1 ¶2 #4`],
      ]);
      for (const { number, pointer } of claims) {
        const [claim] = await archive.sql<{ id: string }>(
          'SELECT id FROM claim WHERE testimony_id = $1 AND number = $2',
          [id, number],
        );
        const { body } = await archive.as(null).get(`/api/claims/${claim!.id}`).expect(200);
        expect(body).toMatchObject({ pointer });
      }
      const wanted = [
        '“had crossed it” (¶3; the words were changed; before, in revision 1 ¶3: “crossed it”; looked at by Aiko Yoshino)',
        '“<She> *stayed*” (¶3; not certain: nobody has confirmed that these are the words in revision 2; before, in revision 1 ¶3: “<He> *stayed*”)',
        '“He crossed” (lost: the words are not in revision 2; last in revision 1 ¶3)',
        '“Before” (¶3)',
        `“${ODD.rightToLeft}” (lost: the words are not in revision 2; last in revision 1 ¶2)`,
      ];
      for (const shown of [seen(report.html), plain(report.md)]) {
        const places = wanted.map((words) => shown.indexOf(words));
        expect(places).not.toContain(-1);
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
      expectSame(report);
      expect(overview.marks.slice(-3)).toEqual([
        { mark: 'words changed', claims: [2] },
        { mark: 'words not certain', claims: [3] },
        { mark: 'words lost', claims: [3, 4] },
      ]);
      expect(claims[0]).toMatchObject({ judgements: [{ onEarlierWording: true }] });
    });

    test('as of before, shows the words as they were, byte for byte', async () => {
      const { md, html, json } = await reports(archive, id, `&asOf=${earlier.activity}`);
      expect({ md, html, json }).toEqual(earlier.report);
      expect(json.claims.map(({ number }) => number)).toEqual([1, 4, 3, 2]);
    });
  });

  describe('of the chapter', () => {
    let archive: TestArchive;
    let report: Awaited<ReturnType<typeof reports>>;

    beforeAll(async () => {
      archive = await openArchive('chapter');
      report = await reports(archive, 'KTB-0001');
    });
    afterAll(() => archive.close());

    test('says the same in every format, claim by claim, in the order of the text', () => {
      const { md, html, json } = report;
      const [page, text] = [seen(html), plain(md)];
      expect(json.claims.length).toBeGreaterThanOrEqual(80);
      for (const shown of [page, text]) {
        let at = 0;
        for (const { number, statement, quotations, confidence } of json.claims) {
          const heading = shown.indexOf(`#${number} ${line(statement)}`, at);
          expect([number, heading]).not.toEqual([number, -1]);
          expect(heading).toBeGreaterThan(at);
          at = heading;
          const following = shown.slice(at, at + 6000);
          for (const { paragraph, words } of quotations)
            expect(following).toContain(`“${line(words)}” (¶${paragraph})`);
          expect(following).toContain(confidence ?? 'not assessed');
        }
      }
      expectSame(report);
    });

    test('counts the lines of each claim as the claim itself does when it is asked', async () => {
      for (const claim of report.json.claims) {
        const [found] = await archive.sql<{ id: string }>(
          `SELECT c.id FROM claim c JOIN testimony t ON t.id = c.testimony_id
           WHERE t.accession = 'KTB-0001' AND c.number = $1`,
          [claim.number],
        );
        const { body } = await archive.as(null).get(`/api/claims/${found!.id}/support`);
        const { unverified, contested, onlyOneUnnamedLine } = claim;
        const { confidence, reliability } = claim.weakestLink;
        expect(body).toMatchObject({
          unverified,
          contested,
          onlyOneUnnamedLine,
          complete: claim.lines.complete,
          for: { lines: claim.lines.for.independentLines, citations: claim.lines.for.citations },
          against: { lines: claim.lines.against.independentLines, citations: claim.lines.against.citations },
          weakestLink: {
            confidence: confidence === null ? null : { confidence: confidence.confidence },
            reliability: reliability === null ? null : { grade: reliability.grade },
          },
        });
        const held = body as { singlePointsOfFailure: { record: Named }[]; circular: object[] };
        expect(held.circular).toHaveLength(claim.circular.length);
        expect(held.singlePointsOfFailure.map(({ record }) => record.label).sort()).toEqual(
          claim.singlePointsOfFailure.map(({ record }) => record.label).sort(),
        );
      }
    });

    test('holds exactly the claims of the testimony, each with its words', async () => {
      const reading = (await archive.as(null).get('/api/testimonies/KTB-0001/reading')).body as {
        revision: { text: string };
        claims: { number: number; statement: string; confidence: string | null }[];
      };
      expect(
        report.json.claims.map(({ number, statement, confidence }) => ({ number, statement, confidence })),
      ).toEqual(
        reading.claims.map(({ number, statement, confidence }) => ({ number, statement, confidence })),
      );
      for (const { quotations } of report.json.claims) {
        for (const { words } of quotations) expect(reading.revision.text).toContain(words);
      }
    });

    test('adds up', () => {
      const { json, md, html } = report;
      const { overview, claims } = json;
      const unverifiedOf = (of: ReportClaim[]) => of.filter(({ unverified }) => unverified).length;
      expect(overview.claims).toBe(claims.length);
      for (const table of [overview.byConfidence, overview.byLines]) {
        expect(table.reduce((sum, row) => sum + row.claims, 0)).toBe(claims.length);
        expect(table.reduce((sum, row) => sum + row.unverified, 0)).toBe(unverifiedOf(claims));
      }
      for (const { confidence, ...counts } of overview.byConfidence) {
        const counted = claims.filter((claim) => (claim.confidence ?? 'not assessed') === confidence);
        expect([confidence, counts]).toEqual([
          confidence,
          { claims: counted.length, unverified: unverifiedOf(counted) },
        ]);
      }
      for (const [n, { lines, ...counts }] of overview.byLines.entries()) {
        const counted = claims.filter(({ lines: { for: inFavour } }) =>
          n === 3 ? inFavour.independentLines >= 3 : inFavour.independentLines === n,
        );
        expect([lines, counts]).toEqual([
          ['0', '1', '2', '3 or more'][n],
          { claims: counted.length, unverified: unverifiedOf(counted) },
        ]);
      }
      const has: Record<string, (claim: ReportClaim) => boolean> = {
        unverified: ({ unverified }) => unverified,
        contested: ({ contested }) => contested,
        'on one unnamed line only': ({ onlyOneUnnamedLine }) => onlyOneUnnamedLine,
        'circular reporting': ({ circular }) => circular.length > 0,
        'words changed': ({ quotations }) => quotations.some(({ state }) => state === 'text_changed'),
        'words not certain': ({ quotations }) => quotations.some(({ state }) => state === 'needs_review'),
        'words lost': ({ quotations }) => quotations.some(({ state }) => state === 'lost'),
      };
      expect(overview.marks.map(({ mark }) => mark)).toEqual(Object.keys(has));
      for (const { mark, claims: numbers } of overview.marks) {
        const marked = claims.filter(has[mark]!).map(({ number }) => number);
        expect([mark, numbers]).toEqual([mark, marked.sort((a, b) => a - b)]);
        expect(md.split(` [${mark}]`).length - 1).toBeGreaterThanOrEqual(marked.length);
        expect(html.split(`<span class="mark">${mark}</span>`).length - 1).toBe(marked.length);
      }
      expect(md).toContain(
        `${unverifiedOf(claims)} of ${claims.length} claims are unverified. Unverified: no current judgement of ` +
          'probable or better rests on a citation independent of the telling.',
      );
    });

    test('ends with what is not known, and who was asked', () => {
      const { questions, researchLog } = report.json;
      const attempts = researchLog.flatMap(({ leads }) => leads.flatMap((lead) => lead.attempts));
      expect(questions.length).toBeGreaterThan(3);
      expect(attempts.length).toBeGreaterThan(0);
      const sections = ['**Cite as**', '## Open questions', '## Research log', '## Sources cited'];
      const places = sections.map((title) => report.md.lastIndexOf(title));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      // Sejima is dead: nobody may be named as one who could still answer.
      const ofSejima = questions.find(({ statement }) => statement.startsWith('What agreement was made'));
      expect(ofSejima!.couldAnswer).toMatchObject({ people: false });
      expect(JSON.stringify(ofSejima!.couldAnswer)).not.toContain('Sejima');
    });

    test('is the same whenever it is asked for, and by whatever name', async () => {
      expect(await reports(archive, 'KTB-0001')).toEqual(report);
      const { id } = (await archive.as(null).get('/api/testimonies/KTB-0001')).body as Made;
      expect(await reports(archive, id)).toEqual(report);
    });
  });

  describe('of a testimony made up', () => {
    let archive: TestArchive;

    beforeAll(async () => {
      archive = await openArchive();
    });
    afterAll(() => archive.close());

    const book = (title: string): Promise<Made> => makeSource(archive, { csl: { type: 'book', title } });
    const cite = (claim: Made, source: Made, fields: object = {}): Promise<Made> =>
      makeCitation(archive, claim.id, { source: { id: source.id }, ...fields });
    /** What another researcher holds. */
    const judge = (claim: Made, confidence: string, rationale: string): Promise<unknown> =>
      archive
        .as('researcher')
        .post(`/api/claims/${claim.id}/assessments`)
        .send({ confidence, rationale })
        .expect(201);
    const reopen = (flag: Made, because: string): Promise<void> =>
      amend(
        archive,
        `UPDATE flag SET state = 'pending', decided_because = NULL,
           reopened_because = '${because.replaceAll("'", "''")}' WHERE id = '${flag.id}'`,
      );
    const newest = async (): Promise<string> =>
      ((await archive.as(null).get('/api/activities?limit=1')).body as { items: Made[] }).items[0]!.id;
    const markdownOf = async (testimony: Made): Promise<string> =>
      plain((await reports(archive, testimony.id)).md);

    /** Worked examples: each is a small story that a historian can check by hand. */
    test('three memoirs that copy one newspaper are one line, and the newspaper is named', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const newspaper = await book('The newspaper of 10 August');
      for (const title of ['First memoir', 'Second memoir', 'Third memoir']) {
        const memoir = await book(title);
        await makeDescent(archive, `sources/${memoir.id}`, { kind: 'copies', sourceId: newspaper.id });
        await cite(claim, memoir);
      }
      await cite(claim, await book('A map'), { stance: 'against' });
      const report = await reports(archive, testimony.id);
      expectSame(report);
      expect(report.json.claims[0]!.lines).toMatchObject({
        for: { citations: 3, independentLines: 1, includesUnnamed: false },
        against: { citations: 1, independentLines: 1 },
      });
      expect(report.json.overview.byLines[1]).toEqual({ lines: '1', claims: 1, unverified: 1 });
      for (const shown of [plain(report.md), seen(report.html)]) {
        expect(shown).toContain('for: 1 (3 citations), back to The newspaper of 10 August');
        expect(shown).toContain('against: 1 (1 citation), back to A map');
        expect(shown).toMatch(
          /Single points of failure\W+its last independent line: The newspaper of 10 August/,
        );
      }
    });

    test('two books that know nothing of each other are two lines, and no one record is fatal', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      await cite(claim, await book('Мосты, no. 4'));
      await cite(claim, await makeUnnamedSource(archive));
      const shown = await markdownOf(testimony);
      expect(shown).toContain(
        'for: 2 (2 citations), back to unnamed: a newspaper the narrator read in camp · Мосты, no. 4; ' +
          'an unnamed source among them',
      );
      expect(shown).not.toContain('Single points of failure');
    });

    test('what a narrator had read in an unnamed newspaper stands on one unnamed line only', async () => {
      const testimony = await makeTestimony(archive);
      const newspaper = await makeUnnamedSource(archive, { description: 'a newspaper read in camp' });
      await makeClaim(archive, testimony.id, {
        basis: 'read',
        tellers: [{ basis: 'read', sourceId: newspaper.id }],
      });
      const sworn = await makeClaim(archive, testimony.id, { statement: 'The narrator was there.' });
      const report = await reports(archive, testimony.id);
      expectSame(report);
      expect(report.json.overview.marks).toContainEqual({ mark: 'on one unnamed line only', claims: [1] });
      for (const shown of [plain(report.md), seen(report.html)]) {
        expect(shown).toContain('read: unnamed: a newspaper read in camp (the telling begins here)');
        expect(shown).toContain('for: 0, nothing cited; it stands on one unnamed line only');
        expect(shown).toContain(`took part; the telling begins with the narrator, Aiko Yoshino`);
      }
      expect(report.json.claims.find(({ number }) => number === sworn.number)?.marks).toEqual(['unverified']);
    });

    test('an article on the testimony goes in a circle, and the way round is shown', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const [article, digest] = [
        await book('An article on the testimony'),
        await book('A digest of articles'),
      ];
      await makeDescent(archive, `sources/${article.id}`, { kind: 'quotes', testimonyId: testimony.id });
      await makeDescent(archive, `sources/${digest.id}`, { kind: 'summarises', sourceId: article.id });
      await cite(claim, digest);
      const report = await reports(archive, testimony.id);
      expectSame(report);
      expect(report.json.claims[0]!.marks).toEqual(['unverified', 'circular reporting']);
      for (const shown of [plain(report.md), seen(report.html)]) {
        expect(shown).toContain('A digest of articles → An article on the testimony → this testimony');
        expect(shown).toContain('A digest of articles (n.d.). [goes in a circle]');
        expect(shown).toContain('for: 0 (1 citation, with no beginning of its own)');
      }
    });

    test('the weakest link is named', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const doubted = await makeClaim(archive, (await makeTestimony(archive)).id, {
        statement: 'It was May.',
      });
      await makeAssessment(archive, doubted.id, { confidence: 'doubtful' });
      await makeCitation(archive, claim.id, { claimId: doubted.id });
      const gossip = await book('Gossip');
      await cite(claim, gossip);
      await archive
        .as('researcher')
        .post(`/api/sources/${gossip.id}/reliability`)
        .send({ grade: 'D', rationale: 'R' })
        .expect(201);
      const report = await reports(archive, testimony.id);
      expectSame(report);
      const elsewhere = String((doubted.testimony as Made).accession);
      for (const shown of [plain(report.md), seen(report.html)]) {
        expect(shown).toContain(`judged doubtful: ${elsewhere} #1 “It was May.”`);
        expect(shown).toContain('reliability D: Gossip');
        // What rests on an unverified claim says so.
        expect(shown).toContain(`${elsewhere} #1: It was May. [unverified]`);
      }
    });

    test('what researchers hold stands side by side where it differs', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const log = await cite(claim, await book('The log'));
      await makeAssessment(archive, claim.id, { rationale: 'The log agrees.', citationIds: [log.id] });
      await judge(claim, 'possible', 'The log was kept by his brother.');
      const agreed = await makeClaim(archive, testimony.id);
      await makeAssessment(archive, agreed.id, { rationale: 'So says everybody.' });
      await judge(agreed, 'probable', 'And rightly.');
      const report = await reports(archive, testimony.id);
      expectSame(report);
      const today = String(claim.activity && (claim.activity as { at: string }).at).slice(0, 10);
      expect(report.json.claims[0]).toMatchObject({
        contested: true,
        confidence: 'possible',
        judgements: [
          {
            confidence: 'possible',
            by: 'Test researcher',
            on: today,
            rationale: 'The log was kept by his brother.',
          },
          { confidence: 'probable', by: 'Test archivist', on: today, rationale: 'The log agrees.' },
        ],
        // One of the judgements is enough for that: it is what is contested, not what is unverified.
        marks: ['contested'],
      });
      expect(report.md).toContain(
        [
          '| Held | By | Why |',
          '| --- | --- | --- |',
          `| possible | Test researcher, ${today} | The log was kept by his brother. |`,
          `| probable | Test archivist, ${today} | The log agrees. |`,
        ].join('\n'),
      );
      expect(report.json.claims[1]).toMatchObject({ contested: false, judgements: [{}, {}] });
      for (const shown of [plain(report.md), seen(report.html)])
        for (const rationale of ['So says everybody.', 'And rightly.']) expect(shown).toContain(rationale);
    });

    test('a chain of tellers tells how far each telling is from the event and from the recording', async () => {
      const testimony = await makeTestimony(archive, { recorded: { edtf: '1999-05' } });
      const [officer, comrade] = [
        await makeAgent(archive, {
          name: undefined,
          description: 'a signals officer of the unit',
          unnamedBecause: 'Not said.',
        }),
        await makeAgent(archive, { name: 'Ivan Petrov' }),
      ];
      await makeClaim(archive, testimony.id, {
        basis: 'told',
        date: { words: 'that August', edtf: '1945-08-09' },
        tellers: [
          { basis: 'told', agentId: officer.id, when: { words: 'in camp', edtf: '1947' }, where: 'Chita' },
          { basis: 'witnessed', agentId: comrade.id, when: { edtf: '1945-08-09' } },
          { basis: 'unknown', when: { edtf: '1940' } },
          { basis: 'unknown' },
        ],
      });
      const report = await reports(archive, testimony.id);
      expectSame(report);
      for (const shown of [plain(report.md), seen(report.html)]) {
        for (const words of [
          '1. told: unnamed: a signals officer of the unit (“in camp” (1947); Chita; 1 to 3 years after the event and ' +
            '51 to 53 years before the recording)',
          '2. witnessed: Ivan Petrov (1945-08-09; less than a day after the event and 53 to 54 years before the ' +
            'recording; the telling begins here)',
          '3. unknown: unknown (1940; by these dates 4 to 6 years before the event and 58 to 60 years before the recording)',
          '4. unknown: unknown',
        ]) {
          expect(shown).toContain(words);
        }
        expect(shown).toMatch(/From event to recording\W+53 to 54 years/);
      }
    });

    test('cases stand with their question, the positions and their claims side by side, and the preferred one', async () => {
      const [testimony, other] = [await makeTestimony(archive), await makeTestimony(archive)];
      const [may, june, silent] = [
        await makeClaim(archive, testimony.id, { statement: 'It was in May.' }),
        await makeClaim(archive, other.id, { statement: 'It was in June.' }),
        await makeClaim(archive, testimony.id, { statement: 'It was in spring.' }),
      ];
      const log = await cite(may, await book('The log'));
      await makeAssessment(archive, may.id, { citationIds: [log.id] });
      const opened = await makeContradiction(archive, [may.id, june.id, silent.id], {
        statement: 'It cannot have been in both months.',
        question: 'When was it?',
        positions: [
          { statement: 'In May', claimIds: [may.id] },
          { statement: 'In June', claimIds: [june.id] },
        ],
      });
      await archive
        .as('archivist')
        .post(`/api/contradictions/${opened.id}/resolution`)
        .set('if-match', '"v1"')
        .send({
          state: 'preferred',
          rationale: 'The log is of the day.',
          preferredPositionId: (opened.positions as Made[])[0]!.id,
        })
        .expect(200);
      const elsewhere = `${other.accession as string} #1`;
      const report = await reports(archive, testimony.id);
      expectSame(report);
      expect(report.json.contradictions).toMatchObject([
        {
          question: 'When was it?',
          state: 'preferred',
          rationale: 'The log is of the day.',
          positions: [
            { number: 1, preferred: true, claims: [{ pointer: '#1', number: 1, confidence: 'probable' }] },
            { number: 2, preferred: false, claims: [{ pointer: elsewhere, number: null, unverified: true }] },
          ],
          undecided: [{ pointer: '#2', statement: 'It was in spring.' }],
        },
      ]);
      const shown = plain(report.md);
      expect(shown).toContain('**Position 1 (preferred)**: In May - #1 It was in May. (probable)');
      expect(shown).toContain(
        `**Position 2**: In June - ${elsewhere} It was in June. (not assessed, unverified)`,
      );
      expect(shown).toContain('*preferred.* The log is of the day.');
      // A claim of another testimony has no place in this report to lead to.
      expect(report.html).toContain('<a href="#claim-2">#2</a> <bdi>It was in spring.');
      expect(report.html).not.toContain(`>${elsewhere}</a>`);
      const anchors = [...report.html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!);
      for (const id of anchors) expect(report.html).toContain(`id="${id}"`);
    });

    test('flags tell who raised them, what was decided, and why they are open again', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const upheld = await makeFlag(archive, claim.id, { reason: 'It froze in November.' });
      await archive
        .as('archivist')
        .post(`/api/flags/${upheld.id}/decision`)
        .set('if-match', '"v1"')
        .send({ state: 'upheld', because: 'So says the almanac.' })
        .expect(200);
      await reopen(await makeFlag(archive, claim.id), 'A second almanac was found.');
      const report = await reports(archive, testimony.id);
      expectSame(report);
      for (const shown of [plain(report.md), seen(report.html)]) {
        expect(shown).toContain(
          'It froze in November. (Test archivist; upheld; decided: So says the almanac.)',
        );
        expect(shown).toContain(
          'The ice broke in April. (Test archivist; pending; reopened: A second almanac was found.)',
        );
      }
    });

    test('a copy of what was withdrawn bears nothing any more, and did before', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const [forged, copy] = [await book('The forged diary'), await book('A copy of the diary')];
      await makeDescent(archive, `sources/${copy.id}`, { kind: 'copies', sourceId: forged.id });
      const [citation] = [await cite(claim, copy), await cite(claim, forged)];
      await makeAssessment(archive, claim.id, { citationIds: [citation.id] });
      const then = await newest();
      await archive
        .as('archivist')
        .post(`/api/sources/${forged.id}/withdrawal`)
        .set('if-match', '"v1"')
        .send({ because: 'Ballpoint pen.' })
        .expect(200);
      const report = await reports(archive, testimony.id);
      expectSame(report);
      expect(report.json.claims[0]).toMatchObject({ unverified: true, confidence: 'probable' });
      expect(report.json.bibliography).toEqual(['A copy of the diary (n.d.).']);
      expect(plain(report.md)).toContain('for: 0 (1 citation, with no beginning of its own)');
      expect(plain(report.md)).toContain('A copy of the diary (n.d.). [no beginning of its own]');
      const earlier = await reports(archive, testimony.id, `&asOf=${then}`);
      expect(earlier.json.claims[0]).toMatchObject({ unverified: false, marks: [] });
      expect(plain(earlier.md)).toContain('for: 1 (2 citations), back to The forged diary');
    });

    test('as of an earlier moment is what it was then, to the byte', async () => {
      const testimony = await makeTestimony(archive, { recorded: { edtf: '1999' } });
      const [claim, other] = [
        await makeClaim(archive, testimony.id, { date: { edtf: '1945' } }),
        await makeClaim(archive, testimony.id, { statement: 'The bridge was gone.' }),
      ];
      const [one, two] = [await book('One'), await book('Two')];
      const [first, second] = [await cite(claim, one), await cite(claim, two)];
      await makeAssessment(archive, claim.id, { citationIds: [first.id] });
      const flag = await makeFlag(archive, claim.id);
      const opened = await makeContradiction(archive, [claim.id, other.id], {
        positions: [
          { statement: 'Gone', claimIds: [other.id] },
          { statement: 'Crossed', claimIds: [claim.id] },
        ],
      });
      const question = await makeQuestion(archive, { raisedBy: [claim.id] });
      const document = await makeExpectedDocument(archive, question.id);
      const lead = await makeLead(archive, question.id, { expectedDocumentId: document.id });
      const [then, before] = [await newest(), await reports(archive, testimony.id)];
      expect(before.json.claims[0]!.lines.for.independentLines).toBe(2);

      await makeDescent(archive, `sources/${two.id}`, { kind: 'copies', sourceId: one.id });
      await judge(claim, 'possible', 'Later.');
      await revise(archive, `/api/claims/${claim.id}`, claim.version, { statement: 'Reworded.' }).expect(200);
      await archive
        .as('archivist')
        .post(`/api/citations/${second.id}/withdrawal`)
        .set('if-match', '"v1"')
        .send({ because: 'B' })
        .expect(200);
      await archive
        .as('archivist')
        .post(`/api/flags/${flag.id}/decision`)
        .set('if-match', '"v1"')
        .send({ state: 'dismissed', because: 'B' })
        .expect(200);
      await archive
        .as('archivist')
        .post(`/api/contradictions/${opened.id}/resolution`)
        .set('if-match', '"v1"')
        .send({ state: 'reconciled', rationale: 'Both.' })
        .expect(200);
      await makeAttempt(archive, lead.id, { outcome: 'refused' });
      await answerQuestion(archive, question.id, 1);
      await makeClaim(archive, testimony.id, { statement: 'Added later.' });
      const now = await reports(archive, testimony.id);
      expect(now.json.claims[0]).toMatchObject({
        statement: 'Reworded.',
        contested: true,
        lines: { for: { independentLines: 1 } },
        judgements: [{}, { onEarlierWording: true }],
        flags: [],
      });
      expect(before.json).toMatchObject({
        questions: [{}],
        answers: [],
        gaps: { documents: [{ state: 'not_yet_searched' }] },
      });
      expect(now.json).toMatchObject({
        questions: [],
        answers: [{}],
        gaps: { documents: [{ state: 'refused' }] },
      });
      expect(await reports(archive, testimony.id, `&asOf=${then}`)).toEqual(before);
      expect(await reports(archive, testimony.id, `&asOf=${await newest()}`)).toEqual(now);

      const at = (moment: string) =>
        archive.as(null).get(`/api/testimonies/${testimony.id}/report?format=html&asOf=${moment}`);
      expectProblem(await at('1945-08-15T12:00:00Z'), 404);
      expectProblem(await at(UNKNOWN_ID), 422, { pointer: '/asOf' });
      expectProblem(await at('yesterday'), 422, { pointer: '/asOf', code: 'request.as_of_invalid' });
    });

    test('what one may not see is in none of it', async () => {
      const SECRET = '内緒';
      const testimony = await makeTestimony(archive);
      const [claim, other] = [
        await makeClaim(archive, testimony.id),
        await makeClaim(archive, testimony.id, { statement: 'The bridge was gone.' }),
      ];
      const open = await book('Open');
      await cite(claim, open);
      await makeAssessment(archive, claim.id);
      const opened = await makeContradiction(archive, [claim.id, other.id], { statement: 'Either or.' });
      const question = await makeQuestion(archive, { raisedBy: [claim.id] });
      const asked = await makeLead(archive, question.id);
      const answered = await makeQuestion(archive, { wouldSettle: [claim.id] });
      await answerQuestion(archive, answered.id, 1);
      const then = await newest();
      const shownOf = async (query = '') => {
        const { md, html, json } = await reports(archive, testimony.id, query);
        for (const text of [md, html, JSON.stringify(json)]) expect(text).not.toContain(SECRET);
        return { ...json, asOf: null };
      };
      const before = await shownOf();

      const [hidden, copy] = [await book(SECRET), await book(`${SECRET}, copied`)];
      await makeDescent(archive, `sources/${copy.id}`, { kind: 'copies', sourceId: hidden.id });
      await cite(claim, hidden);
      await cite(claim, copy, { stance: 'against' });
      await judge(claim, 'possible', SECRET);
      await makeFlag(archive, claim.id, { reason: SECRET });
      const gone = await makeClaim(archive, (await makeTestimony(archive, { title: SECRET })).id, {
        statement: SECRET,
      });
      await makeCitation(archive, claim.id, { claimId: gone.id });
      await makeContradiction(archive, [claim.id, gone.id], { statement: SECRET });
      const closed = await cite(claim, open, { note: SECRET });
      const party = await makeClaim(archive, testimony.id, { statement: SECRET });
      await amend(
        archive,
        `INSERT INTO contradiction_claim (contradiction_id, claim_id) VALUES ('${opened.id}', '${party.id}')`,
      );
      const person = await makeAgent(archive, { name: SECRET });
      await makeAttempt(archive, asked.id, { byId: person.id, note: SECRET });
      await makeLead(archive, question.id, { kind: 'person', agentId: person.id, description: SECRET });
      await makeExpectedDocument(archive, question.id, { description: SECRET });
      const secret = await makeQuestion(archive, { statement: SECRET, raisedBy: [claim.id] });
      await makeExpectedDocument(archive, secret.id, { description: 'of a hidden question' });
      await makeLead(archive, secret.id);
      const settled = await makeQuestion(archive, { statement: SECRET, wouldSettle: [claim.id] });
      const { id: answerId } = (await answerQuestion(archive, settled.id, 1)).answer as Made;
      const questionIds = `'${secret.id}', '${settled.id}'`;
      await restrict(archive, [
        { table: 'agent', where: `id = '${person.id}'` },
        { table: 'attempt', where: `note = '${SECRET}'` },
        { table: 'lead', where: `description = '${SECRET}'` },
        { table: 'expected_document', where: `description = '${SECRET}'` },
        { table: 'question', where: `id IN (${questionIds})` },
        { table: 'question_subject', where: `question_id IN (${questionIds})` },
        { table: 'answer', where: `id = '${answerId}'` },
        { table: 'source', where: `id IN ('${hidden.id}', '${copy.id}')` },
        { table: 'assessment', where: `rationale = '${SECRET}'` },
        { table: 'flag', where: `reason = '${SECRET}'` },
        { table: 'citation', where: `id = '${closed.id}'` },
        { table: 'claim', where: `id = '${party.id}'` },
        ...testimonyRows((gone.testimony as Made).id),
      ]);
      expect(await shownOf()).toEqual(before);
      expect(await shownOf(`&asOf=${await newest()}`)).toEqual(before);
      expect(await shownOf(`&asOf=${then}`)).toEqual(before);
      const staff = await archive
        .as('archivist')
        .get(`/api/testimonies/${testimony.id}/report?format=json`)
        .expect(200);
      expect((JSON.parse(staff.text) as Report).claims[0]).toMatchObject({
        contested: true,
        lines: { for: { citations: 4 }, against: { citations: 1 } },
      });
    });

    test('an answer is told with what it rests on, and what it settles with how that stands', async () => {
      const testimony = await makeTestimony(archive);
      const [claim, other] = [
        await makeClaim(archive, testimony.id),
        await makeClaim(archive, testimony.id, { statement: 'The bridge was gone.' }),
      ];
      const elsewhere = await makeTestimony(archive);
      const log = await makeClaim(archive, elsewhere.id, { statement: 'The ferry ran on 3 April.' });
      const question = await makeQuestion(archive, { wouldSettle: [claim.id, other.id] });
      await answerQuestion(archive, question.id, 1, {
        because: 'Two logs say so.',
        answer: { statement: 'By ferry.', claimIds: [log.id] },
        citations: [
          {
            source: { csl: { type: 'book', title: 'The log of the harbour' } },
            locator: { label: 'page', value: '7' },
            quotation: '渡し舟にて',
            quotationLanguage: 'ja',
            note: 'In the hand of the master.',
          },
          { claimId: log.id },
        ],
      });
      const withdrawn = await makeQuestion(archive, { statement: 'Never mind?', raisedBy: [claim.id] });
      await transition(archive, withdrawn.id, 1, { to: 'withdrawn' }).expect(200);
      const report = await reports(archive, testimony.id);
      expectSame(report);
      expect(report.json).toMatchObject({
        questions: [],
        answers: [
          {
            question: 'Is there a record of the bridge?',
            because: 'Two logs say so.',
            claims: [1, 2],
            answer: { settles: [{ pointer: '#1' }, { pointer: '#2' }], by: 'Test archivist' },
          },
        ],
        bibliography: [expect.stringContaining('The log of the harbour')],
      });
      const pointer = `${elsewhere.accession as string} #1`;
      for (const shown of [plain(report.md), seen(report.html)]) {
        for (const words of [
          /Answer\W+By ferry\./,
          `${pointer} The ferry ran on 3 April. (not assessed, unverified)`,
          'The log of the harbour (n.d.), p. 7. “渡し舟にて” — In the hand of the master.',
          `${pointer}: The ferry ran on 3 April. [unverified]`,
          '#2 The bridge was gone. (not assessed, unverified)',
        ]) {
          expect(shown).toMatch(typeof words === 'string' ? new RegExp(escaped(words)) : words);
        }
        expect(shown).not.toContain('Never mind?');
      }
      // An answer one may not see is left out; that the question was answered is not hidden with it.
      const { id: answerId } = (
        (await archive.as(null).get(`/api/questions/${question.id}`)).body as { answer: Made }
      ).answer;
      const answer = [{ table: 'answer', where: `id = '${answerId}'` }];
      await restrict(archive, answer);
      const without = await reports(archive, testimony.id);
      expectSame(without);
      expect(without.json).toMatchObject({ answers: [{ answer: null }], bibliography: [] });
      await restrict(archive, answer, 0);
      // Asked again, it has no answer.
      await transition(archive, question.id, 2, { to: 'pursued', because: 'The log is a copy.' }).expect(200);
      expect((await reports(archive, testimony.id)).json).toMatchObject({
        questions: [{ state: 'pursued', stateBecause: 'The log is a copy.' }],
        answers: [],
        bibliography: [],
      });
    });

    test('the research log tells what was tried, where, by whom, with what outcome, and what is to be done next', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const question = await makeQuestion(archive, { raisedBy: [claim.id] });
      const [searcher, place] = [
        await makeAgent(archive, { name: 'Aiko Yoshino' }),
        await makePlace(archive, { name: '小樽' }),
      ];
      const lead = await makeLead(archive, question.id, {
        nextStep: { text: 'Ask for the index.', ownerId: searcher.id, due: { edtf: '2027-03' } },
        note: 'Closed in winter.',
      });
      const tried = { byId: searcher.id, channel: 'letter', where: { placeId: place.id } };
      await makeAttempt(archive, lead.id, {
        ...tried,
        when: { words: 'in the spring', edtf: '1991' },
        outcome: 'not_found',
        note: 'Burnt.',
      });
      await makeAttempt(archive, lead.id, { outcome: 'refused', where: { words: 'the cellar' } });
      await makeLead(archive, question.id, { kind: 'document', description: 'a timetable' });
      const report = await reports(archive, testimony.id);
      expectSame(report);
      for (const shown of [plain(report.md), seen(report.html)]) {
        const log = shown.slice(shown.lastIndexOf('Research log')).replace(/(?<=\s)- /g, '');
        expect(log.replace(/\s+/g, ' ')).toContain(
          [
            'Lead (institution; not yet reached): the archive of the railway — Closed in winter.',
            'Next step: Ask for the index. (by Aiko Yoshino; until 2027-03)',
            'Attempt: “in the spring” (1991); by Aiko Yoshino; letter; searched: 小樽: not found. Burnt.',
            'Attempt: undated; searched: the cellar: refused.',
            'Lead (document; not yet reached): a timetable',
            'Nothing tried yet.',
          ].join(' '),
        );
      }
      // A question answered keeps its log.
      await answerQuestion(archive, question.id, 1);
      expect((await reports(archive, testimony.id)).json.researchLog).toEqual(
        report.json.researchLog.map((log) => ({ ...log, state: 'answered' })),
      );
    });

    test('the gaps are those that the coverage of the testimony counts, each with its searches', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const question = await makeQuestion(archive, { raisedBy: [claim.id] });
      const elsewhere = await makeQuestion(archive, { statement: 'What did the others sign?' });
      const [agent, place] = [
        await makeAgent(archive, { name: 'The railway' }),
        await makePlace(archive, { name: '小樽' }),
      ];
      const expected = (description: string, fields: object = {}, of = question) =>
        makeExpectedDocument(archive, of.id, { description, ...fields });
      const sought = await expected('the log', { holder: { agentId: agent.id, words: 'in the cellar' } });
      const asked = await expected('the letter', { holder: { placeId: place.id } });
      await expected('the film', { kind: 'recording', note: 'Seen by two.' });
      await expected('the treaty', { claimId: claim.id }, elsewhere);
      const found = await expected('the map');
      const burnt = await expected('the list');
      const source = await book('A map of the crossing');
      const change = (document: Made, fields: object) =>
        revise(archive, `/api/expected-documents/${document.id}`, 1, fields).expect(200);
      await change(found, { foundSourceId: source.id });
      await change(burnt, { lostBecause: 'Burnt in August.' });
      await archive
        .as('researcher')
        .post(`/api/expected-documents/${(await expected('the joke')).id}/withdrawal`)
        .set('if-match', '"v1"')
        .send({ because: 'B' })
        .expect(200);
      const search = await makeLead(archive, question.id, { expectedDocumentId: sought.id });
      await makeAttempt(archive, search.id, { outcome: 'no_answer', when: { edtf: '1990' } });
      await makeAttempt(archive, search.id, { outcome: 'not_found', when: { edtf: '1991' } });
      const refused = await makeLead(archive, question.id, { expectedDocumentId: asked.id });
      await makeAttempt(archive, refused.id, { outcome: 'refused' });
      await makeLead(archive, question.id, { description: 'the widow', expectedDocumentId: asked.id });

      const report = await reports(archive, testimony.id);
      expectSame(report);
      const { gaps } = report.json;
      expect(gaps.documents.map(({ description }) => description)).toEqual([
        'the log',
        'the letter',
        'the film',
        'the treaty',
        'the map',
        'the list',
      ]);
      const counted = Object.fromEntries(gaps.counts.map(({ state, documents }) => [state, documents]));
      expect(counted).toEqual({ expected: 1, refused: 1, not_yet_searched: 2, found: 1, lost: 1 });
      const { body } = await archive.as(null).get(`/api/testimonies/${testimony.id}/coverage`);
      expect((body as { counts: object }).counts).toEqual({
        total: 6,
        expected: 1,
        refused: 1,
        notYetSearched: 2,
        found: 1,
        lost: 1,
      });
      for (const shown of [plain(report.md), seen(report.html)]) {
        for (const words of [
          /Would be with\W+The railway, in the cellar/,
          'the archive of the railway: 2 attempts, at last not found (1991)',
          'the archive of the railway: 1 attempt: refused',
          'the widow: not tried yet',
          /Would be with\W+小樽/,
          /Found\W+A map of the crossing/,
          /Lost because\W+Burnt in August\./,
          /Would answer\W+What did the others sign\?/,
          /Said to exist by\W+#1 The narrator crossed the river\. \(not assessed, unverified\)/,
        ]) {
          expect(shown).toMatch(typeof words === 'string' ? new RegExp(escaped(words)) : words);
        }
        expect(shown).not.toContain('the joke');
      }
    });

    test('names who could still answer, and says where nobody is left', async () => {
      const testimony = await makeTestimony(archive);
      const claim = await makeClaim(archive, testimony.id);
      const question = await makeQuestion(archive, { raisedBy: [claim.id] });
      const [living, dying] = [
        await makeAgent(archive, { name: 'Aiko Yoshino' }),
        await makeAgent(archive, { name: 'Ivan Petrov' }),
      ];
      for (const { id, name } of [living, dying]) {
        await makeLead(archive, question.id, {
          kind: 'person',
          agentId: id,
          description: `${name as string}, who was there`,
        });
        await makeContact(archive, id, 'Otaru, Hanazono 1-2-3');
      }
      await stateReachability(archive, living.id, 'living', { when: { edtf: '2001' } });
      await makeLead(archive, question.id);
      const couldAnswer = async () => (await reports(archive, testimony.id)).json.questions[0]!.couldAnswer;
      const kept = [
        { who: 'Aiko Yoshino', kind: 'person', state: 'not_yet_reached', reachability: 'living, as of 2001' },
        { who: 'Ivan Petrov', kind: 'person', state: 'not_yet_reached', reachability: null },
        {
          who: 'the archive of the railway',
          kind: 'institution',
          state: 'not_yet_reached',
          reachability: null,
        },
      ] as const;
      expect(await couldAnswer()).toEqual({ leads: kept, people: true });
      await stateReachability(archive, dying.id, 'died');
      expect(await couldAnswer()).toEqual({ leads: [kept[0], kept[2]], people: true });
      await stateReachability(archive, living.id, 'do_not_contact');
      expect(await couldAnswer()).toEqual({ leads: [kept[2]], people: false });
      const report = await reports(archive, testimony.id);
      expectSame(report);
      for (const shown of [plain(report.md), seen(report.html), JSON.stringify(report.json)]) {
        expect(shown).not.toContain('Hanazono');
      }
      expect(plain(report.md)).toContain('no person is known who could still be asked');
      expect(plain(report.md)).toContain('Lead (person; died; reachability: died): Ivan Petrov');
    });

    test('marks what is unverified, says what nobody assessed, leaves out what was withdrawn or dismissed', async () => {
      const { id } = await makeTestimony(archive);
      const [unjudged, verified, disputed] = [
        await makeClaim(archive, id, { statement: 'Nobody judged this.' }),
        await makeClaim(archive, id, { statement: 'This holds.' }),
        await makeClaim(archive, id, { statement: 'This does not.' }),
      ];
      const kept = await makeCitation(archive, verified.id, {
        source: { csl: { type: 'book', title: 'Kept' } },
        locator: { label: 'page', value: '7' },
      });
      await makeAssessment(archive, verified.id, { confidence: 'doubtful' });
      await makeAssessment(archive, verified.id, {
        confidence: 'confirmed',
        rationale: 'Two logs agree.',
        citationIds: [kept.id],
      });
      const withdrawn = await makeCitation(archive, unjudged.id, {
        source: { csl: { type: 'book', title: 'Taken back' } },
      });
      await archive
        .as('archivist')
        .post(`/api/citations/${withdrawn.id}/withdrawal`)
        .set('if-match', '"v1"')
        .send({ because: 'B' })
        .expect(200);
      await makeFlag(archive, disputed.id, { reason: 'Kept flag' });
      const dismissed = await makeFlag(archive, disputed.id, { reason: 'Dismissed flag' });
      await archive
        .as('archivist')
        .post(`/api/flags/${dismissed.id}/decision`)
        .set('if-match', '"v1"')
        .send({ state: 'dismissed', because: 'B' })
        .expect(200);
      await makeContradiction(archive, [verified.id, disputed.id]);
      const question = await makeQuestion(archive, { raisedBy: [disputed.id] });
      await makeAttempt(archive, (await makeLead(archive, question.id)).id, {
        outcome: 'not_found',
        note: 'Burnt.',
      });

      const { md, html, json } = await reports(archive, id);
      expect(json.overview.marks[0]).toEqual({ mark: 'unverified', claims: [1, 3] });
      expect(
        json.claims.map(({ statement, unverified, confidence }) => [statement, unverified, confidence]),
      ).toEqual([
        ['Nobody judged this.', true, null],
        ['This holds.', false, 'confirmed'],
        ['This does not.', true, null],
      ]);
      for (const shown of [plain(md), seen(html), JSON.stringify(json)]) {
        for (const wanted of [
          'Kept',
          'Kept flag',
          'Two logs agree.',
          'Was the bridge gone',
          'Is there a record of the bridge?',
          'Burnt.',
        ]) {
          expect(shown).toContain(wanted);
        }
        for (const unwanted of ['Taken back', 'Dismissed flag']) expect(shown).not.toContain(unwanted);
      }
      expect(md).toMatch(/### #1 Nobody judged this\. \[unverified\]/);
      expect(md).toMatch(/### #2 This holds\.\n/);
      expect(seen(html)).toMatch(/not assessed/);
      expect(seen(html)).toMatch(/confirmed \(Test archivist, \d{4}-\d\d-\d\d\)/);
    });

    const ATTACKS = [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '"><svg/onload=alert(1)>',
      `' onmouseover='alert(1)`,
      '[x](javascript:alert(1)) ![x](http://evil.example/x.png)',
      '<http://evil.example> # heading | cell | `code` *em* _em_ \\',
      'line\n\n# heading\n\n<b>bold</b>\n- item',
      'line\r\r# heading\r- item',
      '&lt;script&gt; &amp; &#60;',
    ];

    test.each(ATTACKS)('what people write is text, never markup: %j', async (attack) => {
      const narrator = await makeAgent(archive, { name: `N ${attack}`, description: attack });
      const testimony = await makeTestimony(archive, {
        title: `T ${attack}`,
        summary: attack,
        rights: attack,
        text: `Words: ${attack} end.`,
        passages: 'paragraph',
        contributors: [{ role: 'narrator', agent: { id: narrator.id } }],
      });
      const claim = await makeClaim(archive, testimony.id, {
        statement: `S ${attack}`,
        anchors: [{ exact: `Words: ${attack} end.` }],
        date: { words: attack },
        tellers: [
          { basis: 'told', agentId: narrator.id, when: { words: attack }, where: attack, note: attack },
        ],
      });
      const other = await makeClaim(archive, testimony.id, {
        statement: `S ${attack}`,
        anchors: [{ exact: `Words: ${attack} end.` }],
      });
      await makeCitation(archive, claim.id, {
        note: attack,
        source: { csl: { type: 'book', title: `B ${attack}`, publisher: attack } },
      });
      await makeCitation(archive, claim.id, {
        source: { description: `U ${attack}`, unnamedBecause: attack },
      });
      await makeCitation(archive, claim.id, { claimId: other.id });
      await makeAssessment(archive, claim.id, { rationale: attack });
      await judge(claim, 'possible', attack);
      await reopen(await makeFlag(archive, claim.id, { reason: attack }), attack);
      await makeContradiction(archive, [claim.id, other.id], {
        statement: `C ${attack}`,
        question: attack,
        rationale: attack,
        positions: [
          { statement: attack, claimIds: [claim.id] },
          { statement: attack, claimIds: [] },
        ],
      });
      const question = await makeQuestion(archive, {
        statement: `Q ${attack}`,
        why: attack,
        raisedBy: [claim.id],
      });
      const document = await makeExpectedDocument(archive, question.id, {
        claimId: claim.id,
        description: `D ${attack}`,
        holder: { agentId: narrator.id, words: attack },
        note: attack,
      });
      const lead = await makeLead(archive, question.id, {
        description: attack,
        note: attack,
        expectedDocumentId: document.id,
        nextStep: { text: attack, ownerId: narrator.id, due: { words: attack } },
      });
      await makeAttempt(archive, lead.id, {
        when: { words: attack },
        byId: narrator.id,
        where: { words: attack },
        channel: attack,
        note: attack,
      });
      const settling = await makeQuestion(archive, { statement: `Q ${attack}`, wouldSettle: [claim.id] });
      await answerQuestion(archive, settling.id, 1, {
        because: attack,
        answer: { statement: attack, claimIds: [other.id] },
        citations: [{ claimId: claim.id, quotation: attack, quotationLanguage: 'en', note: attack }],
      });

      const report = await reports(archive, testimony.id);
      const { md, html } = report;
      expectSame(report);
      // A page has the tags of the report itself and no others, with no attributes of anybody else's.
      const tags = new Set(
        [...html.matchAll(/<\/?([a-z][a-z0-9]*)([^>]*)>/gi)].map(
          ([, name, rest]) => `${name as string}${/\bon\w+\s*=|javascript:/i.test(rest ?? '') ? '!' : ''}`,
        ),
      );
      for (const tag of tags) {
        expect(
          'html head meta title style body header nav main section h1 h2 h3 h4 dl dt dd table caption thead tbody tr th td p article div span blockquote ul li a em strong bdi'.split(
            ' ',
          ),
        ).toContain(tag);
      }
      expect(seen(html)).toContain(line(`S ${attack}`));
      // Markdown: every character that could open markup is escaped, and no line begins where the report did not begin it.
      const unescaped = md.replace(/\\[\\`*_[\]<>#|~&!]/g, '');
      for (const row of md.split(/\r\n?|\n/)) expect(row).not.toMatch(/^\s*- item/);
      expect(unescaped).not.toMatch(/<\/?[a-z!]/i);
      expect(unescaped).not.toMatch(/\]\(|`/);
      expect(unescaped).not.toMatch(/&(lt|gt|amp|#\d+);/);
      for (const heading of unescaped.match(/(?:^|\r)#+ .*/gm) ?? []) {
        expect(heading).toMatch(
          /^(# Citation report: T |## (Overview|Claims|Claims that cannot all be true|Open questions|Answered questions|Expected documents|Research log|Sources cited)$|### (#[12] S |Q |C |D ))/,
        );
      }
      expect(plain(md)).toContain(line(`S ${attack}`));
    });

    test('keeps odd text as it is, wherever it stands', async () => {
      const { id } = await makeTestimony(archive, {
        kind: 'memoir_chapter',
        text: ODD_TEXT,
        title: ODD.emoji,
      });
      const claims: Made[] = [];
      for (const exact of Object.values(ODD)) {
        const claim = await makeClaim(archive, id, {
          statement: exact,
          anchors: [{ exact }],
          tellers: [{ basis: 'told', when: { words: exact }, where: exact, note: exact }],
        });
        await makeAssessment(archive, claim.id, { rationale: exact });
        await judge(claim, 'possible', exact);
        await cite(claim, await book(exact));
        await reopen(await makeFlag(archive, claim.id, { reason: exact }), exact);
        claims.push(claim);
      }
      await makeContradiction(
        archive,
        claims.map((claim) => claim.id),
        {
          statement: ODD.rightToLeft,
          question: ODD.cyrillic,
          positions: claims.map((claim, n) => ({ statement: Object.values(ODD)[n], claimIds: [claim.id] })),
        },
      );
      const report = await reports(archive, id);
      const { md, html, json } = report;
      expectSame(report);
      expect(json.claims.map(({ statement, quotations }) => [statement, quotations[0]?.words])).toEqual(
        Object.values(ODD).map((words) => [words, words]),
      );
      for (const words of Object.values(ODD)) {
        // A statement, a quotation, a rationale, a hop, a title, a flag, a position: each as it was written.
        for (const shown of [seen(html), plain(md)])
          expect(shown.split(line(words)).length).toBeGreaterThan(8);
      }
    });

    test('is Markdown when nothing else is asked for, and nothing else than it is', async () => {
      const { id } = await makeTestimony(archive);
      const { headers, text } = await archive.as(null).get(`/api/testimonies/${id}/report`);
      expect([headers['content-type'], text.slice(0, 18)]).toEqual([
        'text/markdown; charset=utf-8',
        '# Citation report:',
      ]);
      expectProblem(await archive.as(null).get(`/api/testimonies/${id}/report?format=docx`), 422, {
        pointer: '/format',
      });
      expectProblem(await archive.as(null).get(`/api/testimonies/${UNKNOWN_ID}/report`), 404);
    });
  });
});
