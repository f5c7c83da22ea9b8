import { STAFF } from '../src/common/principal.js';
import { RecordImportService } from '../src/exchange/record-import.service.js';
import { ARCHIVE_AGENT_ID } from '../src/provenance/agent.entity.js';
import { Ledger } from '../src/provenance/ledger.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { storesNothing } from './support/expectations.js';
import type { Made } from './support/factories.js';

const TEXT = 'We crossed the river in the spring. 𠮷田は橋を見た。';
const RECORD = `testimony:
  title: The ferryman
  kind: memoir_chapter
  language: en
  contributors:
    - { agent: narrator, role: narrator }
agents:
  narrator: { kind: person, name: Aiko Yoshino }
  soldier: { kind: person, unnamed: true, description: солдат, unnamedBecause: Not said. }
sources:
  paper:
    csl: { type: article-newspaper, title: 日本新聞 }
    reliability:
      - { grade: D, rationale: Printed by the camp. }
      - { grade: C, rationale: 𠮷 agrees with it. }
  copy:
    unnamed: true
    description: a copy of it
    unnamedBecause: Nobody remembers.
claims:
  - key: crossed
    statement: The narrator crossed the river.
    anchors: [We crossed the river]
descents:
  - { testimony: true, kind: told, of: { agent: soldier } }
  - { testimony: true, kind: read, of: { source: paper }, note: ¶1 }
  - { source: copy, kind: copies, of: { testimony: true } }
  - { source: copy, kind: quotes, of: { claim: crossed } }
  - { source: paper, kind: author, of: { agent: soldier } }
`;

describe('descents and grades in a record', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const take = (record: string): Promise<string> =>
    archive.app
      .get(Ledger, { strict: false })
      .record({ type: 'archive.seed', by: { agentId: ARCHIVE_AGENT_ID, clearance: STAFF } }, (activity) =>
        archive.app
          .get(RecordImportService, { strict: false })
          .import(activity, { name: 'record.yaml', record, text: TEXT }),
      );
  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;

  test('are taken in with it, in the same activity', async () => {
    const testimonyId = await take(RECORD);
    const { items } = (await get(`/api/testimonies/${testimonyId}/descents`)) as unknown as { items: Made[] };
    expect(items).toMatchObject([
      { kind: 'told', agent: { name: 'солдат' }, activity: { type: 'archive.seed' } },
      { kind: 'read', source: { title: '日本新聞' }, note: '¶1' },
    ]);
    const sources = ((await get('/api/sources')) as unknown as { items: Made[] }).items;
    expect(sources).toMatchObject([
      {
        title: '日本新聞',
        descents: [{ kind: 'author', agent: { name: 'солдат' } }],
        reliability: [{ grade: 'C', rationale: '𠮷 agrees with it.', by: { name: 'Kataribe' } }],
      },
      {
        title: 'a copy of it',
        descents: [
          { kind: 'copies', testimony: { id: testimonyId } },
          { kind: 'quotes', claim: { statement: 'The narrator crossed the river.' } },
        ],
        reliability: [],
      },
    ]);
    expect(await get(`/api/sources/${sources[0]!.id}/reliability`)).toMatchObject({
      items: [
        { grade: 'C', current: true },
        { grade: 'D', current: false },
      ],
    });
  });

  test.each<[string, string, string, RegExp]>([
    [
      'a key of nobody',
      'of: { agent: soldier } }\n  - { testimony',
      'of: { agent: spy } }\n  - { testimony',
      /spy/,
    ],
    ['a source nobody knows', '{ source: copy, kind: copies', '{ source: leaf, kind: copies', /leaf/],
    ['a kind of its own', 'kind: copies', 'kind: imitates', /kind: expected/],
    ['nothing it goes back to', 'kind: copies, of: { testimony: true }', 'kind: copies', /exactly one/],
    [
      'two things at once',
      'of: { claim: crossed }',
      'of: { claim: crossed, testimony: true }',
      /exactly one/,
    ],
    ['a person it copies', 'of: { claim: crossed }', 'of: { agent: soldier }', /exactly one/],
    ['an unknown key within', 'of: { claim: crossed }', 'of: { claims: crossed }', /claims: expected/],
    ['an unknown key', 'note: ¶1', 'remark: ¶1', /remark/],
    ['neither a source nor the testimony', '{ source: copy, kind: copies', '{ kind: copies', /either/],
    ['both', '{ source: copy, kind: copies', '{ source: copy, testimony: true, kind: copies', /either/],
    ['a testimony that is not true', '{ testimony: true, kind: told', '{ testimony: no, kind: told', /true/],
    [
      'the same step twice',
      'source: copy, kind: quotes, of: { claim: crossed }',
      'source: copy, kind: copies, of: { testimony: true }',
      /already/,
    ],
    [
      'a circle',
      '{ source: paper, kind: author, of: { agent: soldier } }',
      '{ source: paper, kind: quotes, of: { claim: crossed } }',
      /does not lead back/,
    ],
    ['a grade there is not', 'grade: D', 'grade: Z', /grade: expected/],
    ['no reason for a grade', '{ grade: D, rationale: Printed by the camp. }', '{ grade: D }', /rationale/],
  ])('%s is refused with its line, and nothing is stored', async (_, find, replace, why) => {
    const wrong = RECORD.replace(find, replace);
    expect(wrong).not.toBe(RECORD);
    const line = RECORD.slice(0, RECORD.indexOf(find)).split('\n').length;
    const fault = await storesNothing(archive, () =>
      take(wrong).then(
        () => 'recorded',
        (error: Error) => error.message,
      ),
    );
    expect(fault).toMatch(why);
    expect(fault).toContain(`record.yaml, line ${line}: `);
  });
});
