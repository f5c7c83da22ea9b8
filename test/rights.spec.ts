import { LABEL_CODES, RIGHTS_STATEMENTS } from '../src/testimonies/rights.vocabulary.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  labelFields,
  type Made,
  makeClaim,
  makeTestimony,
  setNotice,
  stateRights,
  withdrawNotice,
} from './support/factories.js';
import { meetAt } from './support/meet.js';
import { ODD } from './support/odd-texts.js';
import { restrict, testimonyRows } from './support/restrict.js';

interface Shown {
  rightsStatement: object | null;
  localContextsNoticesAndLabels: object[];
}

describe('what is said of rights', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const get = async <Body>(path: string) => (await archive.as(null).get(path).expect(200)).body as Body;
  const post = (path: string, body: object, role: 'archivist' | 'administrator' = 'archivist') =>
    archive.as(role).post(`/api/${path}`).send(body);

  /** As every page says it that shows the testimony. */
  async function everywhere(testimony: Made): Promise<Shown[]> {
    const { id, accession } = testimony as Made & { accession: string };
    const pages = await Promise.all([
      get<Shown>(`/api/testimonies/${id}`),
      get<{ testimony: Shown }>(`/api/testimonies/${id}/reading`).then((page) => page.testimony),
      get<{ testimony: Shown }>(`/api/cite/${accession}.c1`).then((cited) => cited.testimony),
    ]);
    return pages.map(({ rightsStatement, localContextsNoticesAndLabels }) => ({
      rightsStatement,
      localContextsNoticesAndLabels,
    }));
  }

  const shownTestimony = async (): Promise<Made> => {
    const testimony = await makeTestimony(archive, { rights: ODD.quotes });
    await makeClaim(archive, testimony.id);
    return testimony;
  };

  test('a statement is of a standard vocabulary, dated, with its basis and reason', async () => {
    const testimony = await shownTestimony();
    const wanted = {
      code: 'InC-RUU',
      basis: 'copyright',
      because: ODD.japanese,
      determined: { words: 'last spring', edtf: '2026-21' },
    };
    const made = (await post(`testimonies/${testimony.id}/rights`, wanted, 'administrator').expect(201))
      .body as Made;
    const said = {
      ...wanted,
      uri: 'http://rightsstatements.org/vocab/InC-RUU/1.0/',
      label: 'In Copyright - Rights-holder(s) Unlocatable or Unidentifiable',
      determined: { ...wanted.determined, earliest: '2026-03-01', latest: '2026-05-31' },
    };
    expect(made).toMatchObject({ ...said, testimony: { id: testimony.id }, current: true });
    for (const page of await everywhere(testimony)) {
      expect(page).toEqual({
        rightsStatement: said,
        localContextsNoticesAndLabels: [],
      });
    }
    const { nodes } = await get<{ nodes: Made[] }>(`/api/provenance/rights_statement/${made.id}?depth=1`);
    expect(nodes.map(({ kind }) => kind)).toEqual(['rights_statement', 'testimony']);
  });

  test('every code has its URI, and the table takes no other', async () => {
    const testimony = await makeTestimony(archive);
    for (const [code, { uri, label }] of Object.entries(RIGHTS_STATEMENTS)) {
      expect(await stateRights(archive, testimony.id, { code, basis: 'licence' })).toMatchObject({
        code,
        uri,
        label,
      });
    }
    expect(Object.values(RIGHTS_STATEMENTS).map(({ uri }) => uri)).toEqual(
      expect.arrayContaining([
        'http://rightsstatements.org/vocab/UND/1.0/',
        'https://creativecommons.org/licenses/by-nc-sa/4.0/',
        'https://creativecommons.org/publicdomain/zero/1.0/',
        'https://creativecommons.org/publicdomain/mark/1.0/',
      ]),
    );
    expect(new Set(Object.values(RIGHTS_STATEMENTS).map(({ uri }) => uri)).size).toBe(20);
  });

  test('what was said last holds, and what was said before stays', async () => {
    const [testimony, noise] = [await shownTestimony(), await shownTestimony()];
    const first = await stateRights(archive, testimony.id, { code: 'CNE' });
    await stateRights(archive, noise.id, { code: 'NKC' });
    const second = await stateRights(archive, testimony.id, { code: 'UND', because: ODD.cyrillic });
    const path = `/api/testimonies/${testimony.accession as string}/rights`;
    for (const limit of [1, 200]) {
      expect(await pagesOf(archive, path, limit)).toEqual([second, { ...first, current: false }]);
    }
    const then = (first.activity as Made).id;
    expect(await pagesOf(archive, `${path}?asOf=${then}`, 1)).toEqual([first]);
    const before = await get<Shown>(`/api/testimonies/${testimony.id}?asOf=${then}`);
    expect(before.rightsStatement).toMatchObject({ code: 'CNE' });
    expect((await everywhere(testimony)).map((page) => page.rightsStatement)).toEqual(
      Array(3).fill(expect.objectContaining({ code: 'UND', because: ODD.cyrillic })),
    );
  });

  test('a Notice is the archive’s, a Label the community’s; both are shown until withdrawn', async () => {
    const testimony = await shownTestimony();
    const notice = await setNotice(archive, testimony.id, { code: 'open_to_collaborate', note: ODD.emoji });
    const given = labelFields({ code: 'bcp', text: ODD.combining, community: ODD.beyondBmp });
    const label = await setNotice(archive, testimony.id, given);
    expect(notice).toMatchObject({ kind: 'notice', note: ODD.emoji, withdrawnBecause: null });
    const empty = { label: null, text: null, language: null, community: null, projectId: null };
    const shown = [
      { kind: 'notice', code: 'open_to_collaborate', ...empty },
      { kind: 'label', ...given },
    ];
    for (const page of await everywhere(testimony)) expect(page.localContextsNoticesAndLabels).toEqual(shown);

    const withdrawn = await withdrawNotice(archive, notice.id);
    expect(withdrawn).toEqual({ ...notice, withdrawnBecause: 'The name was found.' });
    for (const page of await everywhere(testimony)) {
      expect(page.localContextsNoticesAndLabels).toEqual(shown.slice(1));
    }
    const path = `/api/testimonies/${testimony.id}`;
    expect(await pagesOf(archive, `${path}/notices`, 1)).toEqual([withdrawn, label]);
    const then = (label.activity as Made).id;
    expect(await pagesOf(archive, `${path}/notices?asOf=${then}`, 1)).toEqual([notice, label]);
    expect(await get(`/api/notices/${notice.id}?asOf=${then}`)).toEqual(notice);
    expect((await get<Shown>(`${path}?asOf=${then}`)).localContextsNoticesAndLabels).toEqual(shown);
  });

  test('a report says both at its head, in every format, by their full names', async () => {
    const testimony = await shownTestimony();
    await stateRights(archive, testimony.id, { code: 'CC-BY-4.0', because: '<b>She</b> *said* so.' });
    await setNotice(archive, testimony.id, { code: 'tk' });
    await setNotice(archive, testimony.id, labelFields());
    const report = async (format: string): Promise<string> =>
      (await archive.as(null).get(`/api/testimonies/${testimony.id}/report?format=${format}`).expect(200))
        .text;
    expect(JSON.parse(await report('json'))).toMatchObject({
      rights: ODD.quotes,
      rightsStatement: { uri: 'https://creativecommons.org/licenses/by/4.0/' },
      localContextsNoticesAndLabels: [
        { name: 'Traditional Knowledge (TK) Notice', community: null, text: null },
        { name: 'TK Attribution (TK A)', community: 'the village of the ferry' },
      ],
    });
    const markdown = await report('md');
    expect(markdown).toContain(
      '- **Rights statement**: Creative Commons Attribution 4.0 International (https://creativecommons.org/licenses/by/4.0/)',
    );
    expect(markdown.match(/^- \*\*Local Contexts Notices and Labels\*\*: .*$/gm)).toEqual([
      '- **Local Contexts Notices and Labels**: Traditional Knowledge (TK) Notice',
      '- **Local Contexts Notices and Labels**: TK Attribution (TK A), given by the village of the ferry: 渡し守の村の名を記してください。',
    ]);
    const html = await report('html');
    expect(html).toContain('&lt;b&gt;She&lt;/b&gt;');
    expect(html.match(/<dt>Local Contexts Notices and Labels<\/dt>/g)).toHaveLength(2);
  });

  test('is as hidden as the testimony', async () => {
    const testimony = await shownTestimony();
    await restrict(archive, testimonyRows(testimony.id));
    const statement = await stateRights(archive, testimony.id);
    const notice = await setNotice(archive, testimony.id);
    for (const role of [null, 'researcher', 'administrator'] as const) {
      for (const path of [
        `/api/testimonies/${testimony.id}/rights`,
        `/api/testimonies/${testimony.id}/notices`,
        `/api/notices/${notice.id}`,
        `/api/history/notice/${notice.id}`,
        `/api/provenance/rights_statement/${statement.id}`,
      ]) {
        expectProblem(await archive.as(role).get(path), 404);
      }
    }
    await storesNothing(archive, async () => {
      const path = `testimonies/${testimony.id}`;
      const said = { code: 'InC', basis: 'copyright', because: 'So.' };
      expectProblem(await post(`${path}/rights`, said, 'administrator'), 404);
      expectProblem(await post(`${path}/notices`, { code: 'tk' }, 'administrator'), 404);
      expectProblem(await post(`notices/${notice.id}/withdrawal`, { because: 'So.' }, 'administrator'), 404);
    });
  });

  test('what cannot be is refused, with its field, and stores nothing', async () => {
    const testimony = await makeTestimony(archive);
    const notice = await setNotice(archive, testimony.id, { code: 'bc' });
    const label = await setNotice(archive, testimony.id, labelFields());
    await withdrawNotice(archive, notice.id);
    const rights = { code: 'InC', basis: 'copyright', because: 'So.' };
    const cases: [string, object, string, string][] = [
      ['rights', { ...rights, code: 'CC-BY-3.0' }, '/code', 'request.is_in'],
      ['rights', { ...rights, code: 'inc' }, '/code', 'request.is_in'],
      ['rights', { ...rights, basis: 'hearsay' }, '/basis', 'request.is_in'],
      ['rights', { ...rights, because: '' }, '/because', 'request.text'],
      ['rights', { ...rights, uri: 'http://example.org/' }, '/uri', 'request.unknown_field'],
      ['rights', { ...rights, determined: { edtf: '2999' } }, '/determined/edtf', 'date.in_the_future'],
      ['notices', { code: 'tk_notice' }, '/code', 'request.is_in'],
      ['notices', { code: 'tk', community: 'Ainu' }, '/community', 'notice.given_by_nobody'],
      ['notices', { code: 'tka' }, '/projectId', 'notice.label_not_given'],
      ['notices', labelFields({ text: undefined }), '/text', 'notice.label_not_given'],
      ['notices', labelFields({ projectId: 'x' }), '/projectId', 'request.is_uuid'],
      ['notices', labelFields({ language: 'nope-nope' }), '/language', 'language.invalid'],
    ];
    await storesNothing(archive, async () => {
      for (const [path, body, pointer, code] of cases) {
        expectProblem(await post(`testimonies/${testimony.id}/${path}`, body), 422, { pointer, code });
      }
      for (const path of ['rights', 'notices']) {
        const body = path === 'rights' ? rights : { code: 'tk' };
        expectProblem(await post(`testimonies/${UNKNOWN_ID}/${path}`, body), 404);
      }
      expectProblem(await post(`testimonies/${testimony.id}/notices`, labelFields()), 409, {
        code: 'notice.set_already',
      });
      const because = { because: 'So.' };
      expectProblem(await post(`notices/${notice.id}/withdrawal`, because), 409, {
        code: 'notice.withdrawn',
      });
      expectProblem(await post(`notices/${UNKNOWN_ID}/withdrawal`, because), 404);
      expectProblem(await post(`notices/${label.id}/withdrawal`, {}), 422, { pointer: '/because' });
    });
    // What was withdrawn may be set again, and two projects may give the same Label.
    await setNotice(archive, testimony.id, { code: 'bc' });
    await setNotice(archive, testimony.id, labelFields({ projectId: UNKNOWN_ID }));
  });

  test('of two writers at once the second sees the first', async () => {
    const testimony = await makeTestimony(archive);
    const set = () => post(`testimonies/${testimony.id}/notices`, { code: 'tk' });
    const setting = await meetAt(archive, 'notice', [set, set]);
    const statuses = (settled: typeof setting) =>
      settled.map((one) => (one.status === 'fulfilled' ? one.value.status : 0)).sort();
    expect(statuses(setting)).toEqual([201, 409]);
    const [notice] = await archive.sql<{ id: string }>('SELECT id FROM notice WHERE testimony_id = $1', [
      testimony.id,
    ]);
    const withdraw = () => post(`notices/${notice!.id}/withdrawal`, { because: 'So.' });
    expect(statuses(await meetAt(archive, 'notice_withdrawal', [withdraw, withdraw]))).toEqual([200, 409]);
    const state = (code: string) => () =>
      post(`testimonies/${testimony.id}/rights`, { code, basis: 'other', because: 'So.' });
    const stating = await meetAt(archive, 'rights_statement', [state('UND'), state('CNE')]);
    expect(statuses(stating)).toEqual([201, 201]);
    const items = await pagesOf<Made>(archive, `/api/testimonies/${testimony.id}/rights`, 50);
    expect(items.map(({ current }) => current)).toEqual([true, false]);
  });

  test('all Labels of the Hub can be shown', async () => {
    const testimony = await makeTestimony(archive);
    for (const code of LABEL_CODES) await setNotice(archive, testimony.id, labelFields({ code }));
    const { localContextsNoticesAndLabels } = await get<Shown>(`/api/testimonies/${testimony.id}`);
    expect(localContextsNoticesAndLabels).toHaveLength(30);
  });
});
