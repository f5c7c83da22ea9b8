import { type Clearance, PUBLIC, STAFF } from '../src/common/principal.js';
import type { Moment } from '../src/provenance/moment.js';
import { SupportGraph } from '../src/support/support-graph.js';
import { SupportRowsQueries } from '../src/support/support-rows.queries.js';
import { isWithoutIndependent, supportOf } from '../src/support/support.rules.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { amend } from './support/expectations.js';
import { restrict } from './support/restrict.js';

/** The same numbers in every run, so that a disagreement can be looked at again. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const uuid = (kind: number, n: number): string =>
  `0000000${kind}-0000-4000-8000-${n.toString().padStart(12, '0')}`;
const quoted = (id: string | null): string => (id === null ? 'NULL' : `'${id}'`);

/**
 * An archive of everything that can hold a claim up, at random: testimonies with one or two narrators, translations,
 * chains of tellers, sources that copy, quote and summarise each other and testimonies, claims that cite all of it, and
 * texts that were put right.
 */
function randomArchive(seed: number): string {
  const random = generator(seed);
  const below = (many: number): number => Math.floor(random() * many);
  const chance = (probability: number): boolean => random() < probability;
  const [agents, sources, testimonies, claims] = [6, 10, 5, 16];
  const sql: string[] = [];
  for (let n = 0; n < agents; n++) {
    sql.push(`INSERT INTO agent (id, kind, name) VALUES ('${uuid(1, n)}', 'person', 'Person ${n}');`);
  }
  for (let n = 0; n < sources; n++) {
    sql.push(
      `INSERT INTO source (id, csl) VALUES ('${uuid(2, n)}', '{"type": "book", "title": "Source ${n}"}');`,
    );
  }
  for (let n = 0; n < testimonies; n++) {
    const original = n > 0 && chance(0.3) ? uuid(3, below(n)) : null;
    sql.push(`INSERT INTO testimony (id, accession, title, kind, language, translation_of_id)
        VALUES ('${uuid(3, n)}', 'KTB-90${n}${n}', 'Testimony ${n}', 'letter', 'en', ${quoted(original)});
      INSERT INTO revision (id, testimony_id, number, text, sha256, bytes, code_points, segmentation)
        VALUES ('${uuid(4, n)}', '${uuid(3, n)}', 1, 'x', encode(sha256('x'), 'hex'), 1, 1, 'paragraph');
      INSERT INTO passage (id, revision_id, number, start_offset, end_offset)
        VALUES ('${uuid(5, n)}', '${uuid(4, n)}', 1, 0, 1);`);
    const narrators = new Set([below(agents), ...(chance(0.3) ? [below(agents)] : [])]);
    [...narrators].forEach((agent, position) =>
      sql.push(`INSERT INTO contribution (testimony_id, agent_id, role, position)
        VALUES ('${uuid(3, n)}', '${uuid(1, agent)}', 'narrator', ${position});`),
    );
  }
  for (let n = 0; n < claims; n++) {
    const basis = ['witnessed', 'told', 'read', 'took_part', 'unknown', 'rumour'][below(6)] as string;
    const testimony = below(testimonies);
    sql.push(`INSERT INTO claim (id, testimony_id, number, statement, kind, basis)
        VALUES ('${uuid(6, n)}', '${uuid(3, testimony)}', ${n + 1}, 'Claim ${n}', 'event', '${basis}');
      INSERT INTO anchor (claim_id, passage_id, revision_id, start_offset, end_offset, exact, prefix, suffix)
        VALUES ('${uuid(6, n)}', '${uuid(5, testimony)}', '${uuid(4, testimony)}', 0, 1, 'x', '', '');`);
    for (let hop = 1; hop <= (chance(0.4) ? 1 + below(3) : 0); hop++) {
      const kind = below(3);
      sql.push(`INSERT INTO teller (claim_id, position, basis, agent_id, source_id, withdrawn_because)
        VALUES ('${uuid(6, n)}', ${hop}, 'told', ${quoted(kind === 0 ? uuid(1, below(agents)) : null)},
          ${quoted(kind === 1 ? uuid(2, below(sources)) : null)}, NULL);`);
    }
  }
  // A source goes back to sources of higher number only, so that descent has no circle.
  for (let n = 0; n < sources; n++) {
    const origins: string[] = [];
    if (n + 1 < sources && chance(0.5))
      origins.push(`'copies', '${uuid(2, n + 1 + below(sources - n - 1))}', NULL, NULL, NULL`);
    if (n + 1 < sources && chance(0.2))
      origins.push(`'summarises', '${uuid(2, n + 1 + below(sources - n - 1))}', NULL, NULL, NULL`);
    if (chance(0.3)) origins.push(`'author', NULL, '${uuid(1, below(agents))}', NULL, NULL`);
    if (chance(0.2)) origins.push(`'quotes', NULL, NULL, '${uuid(3, below(testimonies))}', NULL`);
    if (chance(0.1)) origins.push(`'quotes', NULL, NULL, NULL, '${uuid(6, below(claims))}'`);
    for (const origin of new Set(origins)) {
      sql.push(`INSERT INTO descent (source_id, kind, origin_source_id, origin_agent_id, origin_testimony_id,
        origin_claim_id) VALUES ('${uuid(2, n)}', ${origin});`);
    }
  }
  for (let n = 0; n < testimonies; n++) {
    if (chance(0.3))
      sql.push(`INSERT INTO descent (testimony_id, kind, origin_source_id)
        VALUES ('${uuid(3, n)}', 'read', '${uuid(2, below(sources))}');`);
    if (chance(0.2))
      sql.push(`INSERT INTO descent (testimony_id, kind, origin_agent_id)
        VALUES ('${uuid(3, n)}', 'told', '${uuid(1, below(agents))}');`);
  }
  for (let n = 0; n < sources; n++) {
    if (chance(0.1)) sql.push(`UPDATE source SET withdrawn_because = 'Forged.' WHERE id = '${uuid(2, n)}';`);
  }
  let citation = 0;
  for (let n = 0; n < claims; n++) {
    for (let many = below(4); many > 0; many--) {
      const kind = below(5);
      const cited =
        kind === 0 && n + 1 < claims
          ? ['cited_claim_id', uuid(6, n + 1 + below(claims - n - 1))]
          : kind === 1
            ? ['cited_passage_id', uuid(5, below(testimonies))]
            : ['source_id', uuid(2, below(sources))];
      const withdrawn = chance(0.1) ? `'Misread.'` : 'NULL';
      sql.push(`INSERT INTO citation (id, claim_id, stance, ${cited[0]!}, withdrawn_because) VALUES
        ('${uuid(7, citation++)}', '${uuid(6, n)}', '${chance(0.75) ? 'for' : 'against'}', '${cited[1]!}', ${withdrawn});`);
    }
  }
  // Merges come last, so that what was drawn before them stays as it was.
  for (let n = 0; n + 1 < agents; n++) {
    if (!chance(0.35)) continue;
    const [certainty, withdrawn] = [chance(0.8) ? 'same' : 'perhaps', chance(0.15) ? `'Cousins.'` : 'NULL'];
    sql.push(`INSERT INTO same_as (agent_id, same_agent_id, certainty, rationale, withdrawn_because) VALUES
      ('${uuid(1, n)}', '${uuid(1, n + 1 + below(agents - n - 1))}', '${certainty}', 'One hand.', ${withdrawn});`);
  }
  // And so do revised texts: some words stand in the new one, others nowhere.
  for (let n = 0; n < testimonies; n++) {
    if (!chance(0.6)) continue;
    const [revision, passage] = [uuid(8, n), uuid(9, n)];
    sql.push(`INSERT INTO revision (id, testimony_id, number, text, sha256, bytes, code_points, segmentation, kind,
          previous_id, because)
        VALUES ('${revision}', '${uuid(3, n)}', 2, 'y', encode(sha256('y'), 'hex'), 1, 1, 'paragraph', 'correction',
          '${uuid(4, n)}', 'Heard again.');
      INSERT INTO passage (id, revision_id, number, start_offset, end_offset, continues_id)
        VALUES ('${passage}', '${revision}', 1, 0, 1, '${uuid(5, n)}');`);
    for (let claim = 0; claim < claims; claim++) {
      const [placed, at] = chance(0.6)
        ? [passage, `0, 1, 'y', 'text_changed'`]
        : [null, `NULL, NULL, 'x', 'lost'`];
      const ours = `FROM anchor WHERE claim_id = '${uuid(6, claim)}' AND revision_id = '${uuid(4, n)}'`;
      sql.push(`INSERT INTO anchor (claim_id, passage_id, revision_id, carried_from_id, prefix, suffix, start_offset,
          end_offset, exact, state)
          SELECT claim_id, coalesce(${quoted(placed)}, passage_id), '${revision}', id, '', '', ${at} ${ours};
        UPDATE anchor SET is_current = false WHERE id IN (SELECT id ${ours});`);
    }
    sql.push(`INSERT INTO citation (id, claim_id, stance, cited_passage_id)
      VALUES ('${uuid(7, citation++)}', '${uuid(6, below(claims))}', 'for', '${passage}');`);
  }
  return sql.join('\n');
}

describe('the rules of support and the SQL of what is unverified', () => {
  let archive: TestArchive;

  beforeEach(async () => {
    archive = await openArchive();
  });
  afterEach(() => archive.close());

  interface Told {
    claim: string;
    independent: string[];
    telling: string[];
  }

  /** What both say of every claim: which citations for it are independent, and what its telling goes back to. */
  async function compare(clearance: Clearance, asOf: Moment | null = null): Promise<{ lines: number }> {
    const said = await archive.sql<Told>(
      `SELECT c.id AS claim,
         coalesce(array_agg(l.edge_id::text ORDER BY l.edge_id::text)
           FILTER (WHERE is_independent(c.id, l.to_kind, l.to_id, $1::smallint[], $2::bigint[])), '{}') AS independent,
         ARRAY(SELECT t::text FROM telling_of(c.id, $1::smallint[], $2::bigint[]) t ORDER BY t) AS telling
       FROM claim c
       LEFT JOIN provenance_link l ON l.from_id = c.id AND l.edge_id IN (SELECT id FROM citation)
         AND l.relation <> 'wasInfluencedBy' AND stood_at(l.activity_id, l.ended_by, $2::bigint[])
         AND may_read(l.access, $1::smallint[])
       WHERE may_read(c.access, $1::smallint[])
       GROUP BY c.id ORDER BY c.id`,
      [clearance, asOf],
    );
    const queries = archive.app.get(SupportRowsQueries, { strict: false });
    let independent = 0;
    for (const { claim, ...sql } of said) {
      const rows = await queries.above([claim], clearance, asOf);
      const graph = new SupportGraph(rows);
      const support = supportOf(claim, graph, rows);
      const rules = {
        independent: graph
          .citationsOf(claim, 'for')
          .map(({ id }) => id)
          .filter((id) => !isWithoutIndependent(claim, graph, new Set([id])))
          .sort(),
        telling: [...graph.telling(claim)].sort(),
      };
      expect([claim, rules]).toEqual([claim, sql]);
      expect(support.for.lines > 0).toBe(rules.independent.length > 0);
      if (rules.independent.length > 0) independent += 1;
    }
    return { lines: independent };
  }

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'agree on every claim of a made-up archive (%i)',
    async (seed) => {
      await amend(archive, randomArchive(seed));
      const { lines } = await compare(PUBLIC);
      expect(lines).toBeGreaterThan(0);
    },
  );

  test('agree where part of the archive is restricted, and on what the staff sees of it', async () => {
    await amend(archive, randomArchive(13));
    await restrict(archive, [
      { table: 'source', where: `id IN ('${uuid(2, 8)}', '${uuid(2, 9)}')` },
      { table: 'agent', where: `id = '${uuid(1, 2)}'` },
      { table: 'claim', where: `id = '${uuid(6, 12)}'` },
    ]);
    await compare(PUBLIC);
    await compare(STAFF);
  });

  test('agree on what stood at an earlier moment', async () => {
    await amend(archive, randomArchive(14));
    const [then] = await archive.sql<{ sequence: string }>(
      'SELECT max(sequence) + 1 AS sequence FROM activity',
    );
    const before = await compare(PUBLIC);
    await amend(
      archive,
      `UPDATE same_as SET withdrawn_because = 'Not so.' WHERE withdrawn_because IS NULL;
      INSERT INTO same_as (agent_id, same_agent_id, certainty, rationale)
        VALUES ('${uuid(1, 5)}', '${uuid(1, 0)}', 'same', 'After all.');
      UPDATE descent SET withdrawn_because = 'Not so.';
      UPDATE citation SET withdrawn_because = 'Misread.' WHERE stance = 'for' AND withdrawn_because IS NULL;
      UPDATE source SET withdrawn_because = 'Forged.' WHERE withdrawn_because IS NULL;
      UPDATE claim SET basis = 'witnessed';`,
    );
    expect((await compare(PUBLIC)).lines).toBe(0);
    expect(await compare(PUBLIC, `{${then!.sequence}}`)).toEqual(before);
  });
});
