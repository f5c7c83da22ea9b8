import pg from 'pg';
import { declaredStatements } from '../src/database/statement.js';
import { openArchive, type TestArchive } from './support/archive.js';

/** Statements whose scan has no condition on purpose, and why it is short all the same. */
const SHORT_SCANS: Record<string, string> = {
  'tokens.list': 'an archive has few tokens, and the administrator sees all of them',
  'names.forget_keys': 'a command of the administrator makes all of them anew',
  'tokens.any': 'stops at the first row',
  'seed.any_testimony': 'stops at the first row',
  'health.migrated': 'counts the migrations, of which there are a dozen',
  'testimonies.next_accession': 'takes the last entry of an index',
  'reports.testimony': 'takes the last entry of an index',
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

  test('reach every table by an index', async () => {
    const statements = declaredStatements();
    expect(statements.length).toBeGreaterThan(40);
    const whole: string[] = [];
    for (const { name, text } of statements) {
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
      );
      const scans = scansOf(rows[0]!['QUERY PLAN'][0].Plan);
      if (scans.length > 0 && !(name in SHORT_SCANS) && !WHOLE_ON_PURPOSE.has(name))
        whole.push(`${name}: ${scans.join(', ')}`);
    }
    expect(whole).toEqual([]);
  });
});
