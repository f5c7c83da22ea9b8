import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeAssessment,
  makeAttempt,
  makeCitation,
  makeClaim,
  makeContradiction,
  makeFlag,
  makeLead,
  makeQuestion,
  makeTestimony,
} from './support/factories.js';
import { ODD, ODD_TEXT } from './support/odd-texts.js';

interface Report {
  title: string;
  unverified: number;
  confidences: { confidence: string; claims: number }[];
  claims: {
    number: number;
    statement: string;
    quotations: { paragraph: number; words: string }[];
    confidence: string | null;
    assessedBy: string | null;
    unverified: boolean;
    citations: { stance: string; note: string }[];
    flags: { kind: string }[];
    [member: string]: unknown;
  }[];
  contradictions: { statement: string; claims: { number: number }[] }[];
  questions: { statement: string; leads: { description: string; attempts: { outcome: string }[] }[] }[];
  bibliography: string[];
}

async function reports(
  archive: TestArchive,
  id: string,
): Promise<{ md: string; html: string; json: Report }> {
  const get = (format: string) =>
    archive.as(null).get(`/api/testimonies/${id}/report?format=${format}`).expect(200);
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
    .replace(/\\([\\`*_[\]<>#|~&!])/g, '$1')
    .replace(/\s+/g, ' ');
const line = (text: string): string => text.replace(/\s+/g, ' ');

describe('the citation report', () => {
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
        for (const { number, statement, quotations, confidence, rationale } of json.claims) {
          const heading = shown.indexOf(`#${number} ${line(statement)}`, at);
          expect([number, heading]).not.toEqual([number, -1]);
          expect(heading).toBeGreaterThan(at);
          at = heading;
          const following = shown.slice(at, at + 6000);
          for (const { paragraph, words } of quotations)
            expect(following).toContain(`“${line(words)}” (¶${paragraph})`);
          expect(following).toContain(confidence ?? 'not assessed');
          if (typeof rationale === 'string') expect(following).toContain(line(rationale).trim());
        }
      }
      const all = [
        ...json.bibliography,
        ...json.questions.map(({ statement }) => statement),
        ...json.contradictions.map(({ statement }) => statement),
      ];
      for (const entry of all) {
        expect(page).toContain(line(entry));
        expect(text).toContain(line(entry));
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
      const { json, md } = report;
      const total = json.confidences.reduce((sum, { claims }) => sum + claims, 0);
      expect(total).toBe(json.claims.length);
      for (const { confidence, claims } of json.confidences) {
        const counted = json.claims.filter((claim) => (claim.confidence ?? 'not assessed') === confidence);
        expect([confidence, claims]).toEqual([confidence, counted.length]);
      }
      expect(json.unverified).toBe(json.claims.filter(({ unverified }) => unverified).length);
      expect(md).toContain(`${json.unverified} of ${json.claims.length} claims are unverified.`);
      expect(md.split(' [unverified]').length - 1).toBe(json.unverified);
      expect(report.html.split('<span class="unverified">').length - 1).toBe(json.unverified);
    });

    test('ends with what is not known, and who was asked', () => {
      const attempts = report.json.questions.flatMap(({ leads }) => leads.flatMap((lead) => lead.attempts));
      expect(report.json.questions.length).toBeGreaterThan(3);
      expect(attempts.length).toBeGreaterThan(0);
      expect(report.md.indexOf('## Open questions')).toBeGreaterThan(report.md.lastIndexOf('**Cite as**'));
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
        source: { csl: { type: 'book', title: 'Withdrawn' } },
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
      expect(json.unverified).toBe(2);
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
        for (const unwanted of ['Withdrawn', 'Dismissed flag']) expect(shown).not.toContain(unwanted);
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
        tellers: [{ basis: 'told', agentId: narrator.id }],
      });
      await makeCitation(archive, claim.id, {
        note: attack,
        source: { csl: { type: 'book', title: `B ${attack}`, publisher: attack } },
      });
      await makeAssessment(archive, claim.id, { rationale: attack });
      await makeFlag(archive, claim.id, { reason: attack });
      const question = await makeQuestion(archive, {
        statement: `Q ${attack}`,
        why: attack,
        raisedBy: [claim.id],
      });
      const lead = await makeLead(archive, question.id, { description: attack, note: attack });
      await makeAttempt(archive, lead.id, { channel: attack, note: attack });

      const { md, html } = await reports(archive, testimony.id);
      // A page has the tags of the report itself and no others, with no attributes of anybody else's.
      const tags = new Set(
        [...html.matchAll(/<\/?([a-z][a-z0-9]*)([^>]*)>/gi)].map(
          ([, name, rest]) => `${name as string}${/\bon\w+\s*=|javascript:/i.test(rest ?? '') ? '!' : ''}`,
        ),
      );
      for (const tag of tags) {
        expect(
          'html head meta title style body h1 h2 h3 dl dt dd table thead tbody tr th td p article span blockquote ul li a em main section header time'.split(
            ' ',
          ),
        ).toContain(tag);
      }
      expect(seen(html)).toContain(line(`S ${attack}`));
      // Markdown: every character that could open markup is escaped, and no line begins where the report did not begin it.
      const bare = md.replace(/\\[\\`*_[\]<>#|~&!]/g, '');
      expect(bare).not.toMatch(/<\/?[a-z!]/i);
      expect(bare).not.toMatch(/\]\(|`/);
      expect(bare).not.toMatch(/&(lt|gt|amp|#\d+);/);
      for (const heading of bare.match(/^#+ .*/gm) ?? []) {
        expect(heading).toMatch(
          /^(# Citation report: T |## (Confidence|Claims|Open questions|Sources cited)$|### (#1 S |Q ))/,
        );
      }
      expect(plain(md)).toContain(line(`S ${attack}`));
    });

    test('keeps odd text as it is', async () => {
      const { id } = await makeTestimony(archive, {
        kind: 'memoir_chapter',
        text: ODD_TEXT,
        title: ODD.emoji,
      });
      for (const exact of Object.values(ODD))
        await makeClaim(archive, id, { statement: exact, anchors: [{ exact }] });
      const { md, html, json } = await reports(archive, id);
      expect(json.claims.map(({ statement, quotations }) => [statement, quotations[0]?.words])).toEqual(
        Object.values(ODD).map((words) => [words, words]),
      );
      for (const words of Object.values(ODD)) {
        expect(seen(html)).toContain(line(words));
        expect(plain(md)).toContain(line(words));
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
