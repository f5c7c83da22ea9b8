import pg from 'pg';
import { declaredStatements, type Statement } from '../src/database/statement.js';
import { openArchive, type TestArchive } from './support/archive.js';

/** Statements whose scan has no condition on purpose, and why it is short all the same. */
const SHORT_SCANS: Record<string, string> = {
  'tokens.list': 'an archive has few tokens, and the administrator sees all of them',
  'names.forget_keys': 'a command of the administrator makes all of them anew',
  'reapplication.known': 'each start compares all erasures, of which there are few, with the list of them',
  'tokens.any': 'stops at the first row',
  'seed.any_testimony': 'stops at the first row',
  'health.migrated': 'counts the migrations, of which there are a dozen',
  'testimonies.next_accession': 'takes the last entry of an index',
  'reports.testimony': 'takes the last entry of an index',
  'embargoes.clock': 'takes the last entry of an index',
  'sequencer.last_checkpoint': 'takes the last entry of an index',
  'tree.latest': 'takes the last entry of an index',
  'sequencer.waiting': 'stops at the first row',
  'sequencer.take': 'a queue: what is taken is deleted',
  'log.keys': 'a log has few keys',
  'log_keys.known': 'a log has few keys',
  'embargoes.overdue': 'looks at every restriction once an hour',
  'embargoes.is_any_overdue': 'looks at every restriction once an hour',
};

/** Statements that may be planned otherwise behind the wall of row level security, and why that does no harm. */
const BEHIND_THE_WALL: Record<string, string> = {
  'sources.same_csl': 'asked by who writes, who is not behind it',
  'descent.chains_above': 'asked by who writes, who is not behind it',
  ...Object.fromEntries(
    [
      'mentions.read',
      'mentions.of_agent',
      'mentions.of_place',
      'mentions.of_event',
      'reachability.of_agent',
      'queue.testimony',
    ].flatMap((name) =>
      [name, `${name}_as_of`].map((each) => [
        each,
        'here there is one testimony: to begin with it is as good',
      ]),
    ),
  ),
  'cited_words.claim': 'here there is one testimony: to begin with it is as good',
  'cited_words.claim_as_of': 'here there is one testimony: to begin with it is as good',
};

/** Statements that count the whole archive: no index is shorter than all there is. src/queue/README.md says what it costs. */
const WHOLE_ON_PURPOSE = new Set([
  'queue.whole',
  'queue.whole_as_of',
  'queue.whole_judged',
  'queue.whole_judged_as_of',
]);

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: PlanNode[];
}

describe('the plans of all statements', () => {
  let archive: TestArchive;
  let client: pg.Client;

  beforeAll(async () => {
    archive = await openArchive('chapter');
    client = new pg.Client({ connectionString: archive.connections.owner });
    await client.connect();
    // On a small table reading it whole is right. What is asked here is whether there is another way at all: a
    // sequential scan that stands even now is one that a hundred times the rows would make a hundred times slower.
    await client.query('SET enable_seqscan = off');
    // On so few rows it is a toss-up whether to look up or to join two whole indexes: ask for the look-up.
    await client.query('SET enable_hashjoin = off; SET enable_mergejoin = off');
  });
  afterAll(async () => {
    await client.end();
    await archive.close();
  });

  /** Tables that are read from one end to the other, by themselves or along an index. */
  const scansOf = (node: PlanNode): string[] => [
    ...(/^(Seq|Index|Index Only|Bitmap Index) Scan$/.test(node['Node Type']) &&
    node['Index Cond'] === undefined &&
    // An index of what is restricted holds nothing else: it is its own condition.
    !/__restricted$/.test(node['Index Name'] ?? '')
      ? [node['Relation Name'] ?? node['Index Name'] ?? '?']
      : []),
    ...(node.Plans ?? []).flatMap(scansOf),
  ];

  const explain = async (asker: pg.Client, text: string): Promise<PlanNode> =>
    (await asker.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`))
      .rows[0]!['QUERY PLAN'][0].Plan;

  const wholeScans = async (asker: pg.Client, statements: Statement[]): Promise<string[]> => {
    const whole: string[] = [];
    for (const { name, text } of statements) {
      const plan = await explain(asker, text).catch((error: { code?: string }) => {
        // What is no part of the record is not read behind the wall at all.
        if (error.code === '42501' && asker !== client) return null;
        throw error;
      });
      const scans = plan === null ? [] : scansOf(plan);
      if (scans.length > 0 && !(name in SHORT_SCANS) && !WHOLE_ON_PURPOSE.has(name))
        whole.push(`${name}: ${scans.join(', ')}`);
    }
    return whole;
  };

  test('reach every table by an index', async () => {
    const statements = declaredStatements();
    expect(statements.length).toBeGreaterThan(40);
    expect(await wholeScans(client, statements)).toEqual([]);
  });

  test.each(['kataribe_public', 'kataribe_registered'])('and behind the wall of %s', async (role) => {
    const behind = new pg.Client({
      connectionString: archive.connections.reader,
      options: `-c role=${role} -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off`,
    });
    await behind.connect();
    try {
      const reads = declaredStatements().filter(
        ({ name, text }) =>
          !(name in BEHIND_THE_WALL) &&
          /::smallint\[\]/.test(text) &&
          !/INSERT|UPDATE|DELETE|lock|FOR /.test(text),
      );
      expect(reads.length).toBeGreaterThan(100);
      expect(await wholeScans(behind, reads)).toEqual([]);
    } finally {
      await behind.end();
    }
  });
});
