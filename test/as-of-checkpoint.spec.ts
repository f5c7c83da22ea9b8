import pg from 'pg';
import { Reader } from '../src/database/reader.js';
import { momentOfTree } from '../src/provenance/moment.js';
import { settled } from '../src/provenance/settled-reads.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem } from './support/expectations.js';
import {
  makeAgent,
  makeAssessment,
  makeClaim,
  makeFlag,
  makeSource,
  makeTestimony,
  type Made,
} from './support/factories.js';
import { takeIntoLog } from './support/log.js';
import { overtake } from './support/meet.js';

/** Reads that are of now alone, and why. */
const OF_NOW_ALONE: Record<string, string> = {
  '/api/activities':
    'is the order of what happened itself: what was done by a moment is what is listed up to it',
  '/api/activities/{id}': 'an activity never changes',
  '/api/audit/activities': 'the same list, for the auditor',
  '/api/audit/activities/{id}': 'an activity never changes',
  '/api/history/{kind}/{id}': 'gives every version there was, each with what made and ended it',
  '/api/restrictions': 'who may read what is always asked of now',
  '/api/restrictions/{id}': 'who may read what is always asked of now',
  '/api/releases': 'who may read what is always asked of now',
  '/api/releases/{id}': 'who may read what is always asked of now',
  '/api/access-requests': 'who may read what is always asked of now',
  '/api/access-requests/{id}': 'who may read what is always asked of now',
  '/api/erasures': 'what is erased is gone from every moment',
  '/api/erasures/{id}': 'what is erased is gone from every moment',
  '/api/agents/{id}/identity': 'is sealed: who opens it asks who somebody is',
  '/api/sources/{id}/identity': 'is sealed: who opens it asks what it is',
  '/api/agents/{id}/contact': 'is outside of the record, and has no history',
  '/api/consents/warnings': 'a list of what to do now; each testimony tells its warnings as of a moment',
  '/api/accounts': 'is outside of the record',
  '/api/accounts/{id}': 'is outside of the record',
  '/api/accounts/{id}/sessions': 'is outside of the record',
  '/api/session': 'is outside of the record',
  '/api/session/oidc': 'is outside of the record',
  '/api/session/oidc/callback': 'is outside of the record',
  '/api/sessions': 'is outside of the record',
  '/api/tokens': 'is outside of the record',
  '/api/log/checkpoint': 'a checkpoint is named by its size',
  '/api/log/checkpoints': 'a checkpoint never changes',
  '/api/log/keys': 'each with since when',
  '/api/log/proofs/consistency': 'is between two sizes',
  '/api/log/proofs/inclusion': 'is for a size',
  '/api/log/receipts/{id}': 'an activity never changes',
  '/api/log/records/{id}': 'gives every version there was',
  '/api/log/tile/entries/{path}': 'a tile never changes',
  '/api/log/tile/{path}': 'a tile never changes',
  '/api/prov': 'not yet: the whole archive is written as it is now, each record with its former versions',
  '/api/prov/context/v1.jsonld': 'never changes',
  '/api/prov/external': 'not yet: a list of what was received',
  '/api/prov/external/{id}/document': 'a document is kept as it was received',
  '/api/testimonies/{id}/annotations': 'not yet: one annotation is read as of a moment',
  '/api/testimonies/{id}/annotations/page': 'not yet: one annotation is read as of a moment',
};

describe('the archive as of a checkpoint', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const ask = (path: string) => archive.as(null).get(path);
  const textOf = async (path: string): Promise<string> => (await ask(path).expect(200)).text;
  const newest = async (): Promise<{ id: string; sequence: string }> =>
    (
      await archive.sql<{ id: string; sequence: string }>(
        'SELECT id, sequence FROM activity ORDER BY sequence DESC LIMIT 1',
      )
    )[0]!;

  describe('is what its tree holds', () => {
    let claim: Made;
    let flag: Made;
    /** The judgement is in the log, the flag is not, though it was begun before */
    let between: string;
    let after: string;
    let judged: { id: string; sequence: string };
    let path: string;

    interface Shown {
      flags: { id: string }[];
      assessments: object[];
      confidence: string | null;
    }
    const shown = async (asOf?: string): Promise<[number, number]> => {
      const { flags, assessments } = JSON.parse(
        await textOf(asOf === undefined ? path : `${path}?asOf=${asOf}`),
      ) as Shown;
      return [assessments.length, flags.length];
    };

    beforeAll(async () => {
      claim = await makeClaim(archive, (await makeTestimony(archive)).id);
      path = `/api/claims/${claim.id}`;
      flag = await overtake(
        archive,
        'flag',
        () => makeFlag(archive, claim.id),
        async () => {
          await makeAssessment(archive, claim.id, { confidence: 'possible' });
          judged = await newest();
          between = await takeIntoLog(archive);
        },
      );
    });

    test('not what was begun earlier and committed later, whether or not the log has it by now', async () => {
      expect(await shown()).toEqual([1, 1]);
      expect(await shown(between)).toEqual([1, 0]);
      const before = await textOf(`${path}?asOf=${between}`);
      after = await takeIntoLog(archive);
      expect(await textOf(`${path}?asOf=${between}`)).toBe(before);
      expect(await shown(after)).toEqual([1, 1]);
      const [late] = await archive.sql<{ is_late: boolean }>(
        'SELECT is_late FROM log_sequenced s JOIN flag f USING (activity_id) WHERE f.id = $1',
        [flag.id],
      );
      expect(late).toEqual({ is_late: true });
    });

    test('a report says which checkpoint it is of', async () => {
      const [row] = await archive.sql<{ testimony: string; root: string }>(
        `SELECT c.testimony_id AS testimony, encode(p.root, 'base64') AS root FROM claim c, log_checkpoint p
         WHERE c.id = $1 AND p.tree_size = $2`,
        [claim.id, after],
      );
      const report = `/api/testimonies/${row!.testimony}/report?format=`;
      expect(await textOf(`${report}md&asOf=${after}`)).toContain(
        `tree of ${after} entries, root ${row!.root}`,
      );
      expect(JSON.parse(await textOf(`${report}json&asOf=${after}`))).toMatchObject({
        asOf: { checkpoint: { size: Number(after), root: row!.root } },
      });
      expect(JSON.parse(await textOf(`${report}json`))).toMatchObject({ asOf: { checkpoint: null } });
    });

    test('while by an activity, all that was begun no later', async () => {
      expect(await shown(judged.id)).toEqual([1, 1]);
    });

    test('a record of its own is not there before it', async () => {
      expectProblem(await ask(`/api/flags/${flag.id}?asOf=${between}`), 404);
      await ask(`/api/flags/${flag.id}?asOf=${after}`).expect(200);
    });

    test('of versions that were ended out of order, it is the one that stood', async () => {
      const source = await makeSource(archive);
      const agent = await makeAgent(archive, { name: 'One' });
      const first = await takeIntoLog(archive);
      const revise = (version: number, name: string) =>
        archive
          .as('archivist')
          .patch(`/api/agents/${agent.id}`)
          .set('if-match', `"v${version}"`)
          .send({ name });
      let second = '';
      // The later version is of the lower sequence: it was begun before the other was written.
      await overtake(
        archive,
        'source',
        () =>
          archive
            .as('archivist')
            .patch(`/api/sources/${source.id}`)
            .set('if-match', '"v1"')
            .send({ csl: { type: 'book', title: 'Bridges' } }),
        async () => {
          await revise(1, 'Two').expect(200);
          second = await takeIntoLog(archive);
        },
      );
      const third = await takeIntoLog(archive);
      const titles = [];
      for (const size of [first, second, third]) {
        const { csl } = (await ask(`/api/sources/${source.id}?asOf=${size}`).expect(200)).body as {
          csl: { title: string };
        };
        const { name } = (await ask(`/api/agents/${agent.id}?asOf=${size}`).expect(200)).body as {
          name: string;
        };
        titles.push([csl.title, name]);
      }
      expect(titles).toEqual([
        ['Bridges of the Amur', 'One'],
        ['Bridges of the Amur', 'Two'],
        ['Bridges', 'Two'],
      ]);
    });
  });

  test('every GET takes asOf, or is of now alone for a reason', async () => {
    const { paths } = (await ask('/api/openapi.json')).body as {
      paths: Record<string, { get?: { parameters?: { name: string }[] } }>;
    };
    const without = Object.entries(paths)
      .filter(([path, { get }]) => path.startsWith('/api/') && get)
      .filter(([, { get }]) => !get?.parameters?.some(({ name }) => name === 'asOf'))
      .map(([path]) => path);
    expect(without.sort()).toEqual(Object.keys(OF_NOW_ALONE).sort());
  });

  test('is read again where something older was committed while it was read', async () => {
    const reader = archive.app.get(Reader, { strict: false });
    const read: (string | null)[] = [];
    const slow = new pg.Client({ connectionString: archive.connections.owner });
    await slow.connect();
    try {
      await slow.query(
        `BEGIN; INSERT INTO activity (type, agent_id) SELECT 'archive.amend', id FROM agent LIMIT 1;
         INSERT INTO place (name) VALUES ('Late')`,
      );
      await makeAgent(archive);
      const size = await takeIntoLog(archive);
      await settled(reader, size, async () => {
        read.push(await momentOfTree(reader, size));
        if (read.length === 1) await slow.query('COMMIT');
      });
    } finally {
      await slow.end();
    }
    expect(read.length).toBe(2);
    expect(read[0]).not.toBe(read[1]);
    await takeIntoLog(archive);
  });

  describe('that is asked for wrongly', () => {
    const refused = async (asOf: string): Promise<{ code: string; expected: string; found: string }> => {
      const answer = await ask(`/api/agents?asOf=${asOf}`);
      expectProblem(answer, 422, { pointer: '/asOf' });
      return (answer.body as { errors: { code: string; expected: string; found: string }[] }).errors[0]!;
    };

    test('is told the nearest sizes', async () => {
      await makeAgent(archive);
      const below = Number(await takeIntoLog(archive));
      await makeAgent(archive);
      await makeAgent(archive);
      const above = await takeIntoLog(archive);
      expect(await refused(`${below + 1}`)).toEqual({
        pointer: '/asOf',
        code: 'request.as_of_no_checkpoint',
        expected: `the size of the tree of a checkpoint; the nearest are ${below} and ${above}`,
        found: `"${below + 1}"`,
      });
      for (const huge of [`${above}0`, '9223372036854775807', '9223372036854775808', '9'.repeat(60)])
        expect((await refused(huge)).expected).toBe(
          `the size of the tree of a checkpoint; the nearest is ${above}`,
        );
    });

    test.each([
      '',
      '-1',
      '%2B1',
      '1.5',
      '1e3',
      '0x10',
      '007',
      ' 12',
      '１２',
      '١٢',
      '12,',
      'null',
      'NaN',
      '{12}',
    ])('is no size of a tree: "%s"', async (asOf) => {
      expect((await refused(encodeURI(asOf).replace('%252B', '%2B'))).code).toMatch(/^request\./);
    });

    test('of nothing, unless the empty tree was signed', async () => {
      expect((await refused('0')).code).toBe('request.as_of_no_checkpoint');
      await archive.asApp(
        `SET LOCAL ROLE kataribe_sequencer;
         INSERT INTO log_checkpoint (tree_size, root, note, last_sequence) VALUES (0, sha256(''), '', 0)`,
      );
      expect(JSON.parse(await textOf('/api/agents?asOf=0'))).toMatchObject({ items: [] });
    });

    test('in an archive whose log has none yet', async () => {
      const other = await openArchive();
      const answer = await other.as(null).get('/api/agents?asOf=1');
      expectProblem(answer, 422, { pointer: '/asOf', code: 'request.as_of_no_checkpoint' });
      expect(answer.text).toContain('there is none yet');
      await other.close();
    });
  });
});
