import {
  CLAIMS_A_TESTIMONY,
  claimIds,
  type Commons,
  reliabilityRow,
  SEED,
  type TableRows,
  type Value,
} from './archive-rows.js';
import { Random } from './random.js';
import { LANGUAGES, sentence } from './testimony-text.js';

/** What is cited for a deep claim, and how many steps it goes back from there to where it begins. */
export const DEEP_CITATIONS = 200;
export const LEVELS = 12;
/** One testimony in so many has a deep claim: its last one. */
export const TESTIMONIES_A_DEEP_CLAIM = 50;

const NARROWER_A_LEVEL = 16;
const AGAINST = 20;
/** Claims of one level are of these numbers; those of the next level, nearer the roots, of lower ones. */
const NUMBERS_A_LEVEL = 15;

interface Node {
  id: string;
  kind: 'source' | 'claim';
}

/**
 * A web of some 1,300 sources and claims, in twelve levels that become narrower towards the roots: sources copy and
 * quote sources and claims, claims cite both. Every step between claims goes to a lower number, as do those that
 * `testimonyRows` makes: so nothing goes in a circle.
 */
export function* deepRows(testimony: number, testimonies: number, commons: Commons): Generator<TableRows> {
  const random = new Random(SEED ^ 0x70, testimony);
  const levels: Node[][] = [];
  for (let level = 0; level < LEVELS; level += 1) {
    const nodes = new Map<string, Node>();
    for (let wide = DEEP_CITATIONS - level * NARROWER_A_LEVEL; nodes.size < wide;) {
      const node: Node = random.chance(0.15)
        ? { id: claimOf(random, level, testimony, testimonies), kind: 'claim' }
        : { id: random.uuid(), kind: 'source' };
      nodes.set(node.id, node);
    }
    levels.push([...nodes.values()]);
  }
  const sources = levels.flat().filter(({ kind }) => kind === 'source');
  yield { table: 'source', rows: sources.map(({ id }, n) => sourceRow(random, id, n)) };
  const descents: Value[][] = [];
  const citations: Value[][] = levels[0]!.map((node, n) =>
    citation(random, claimIds(testimony, CLAIMS_A_TESTIMONY).at(-1)!, n < AGAINST ? 'against' : 'for', node),
  );
  for (const [level, nodes] of levels.entries()) {
    for (const node of nodes) {
      const origins = levels[level + 1];
      if (origins === undefined) {
        if (node.kind === 'source' && random.chance(0.5))
          descents.push([random.uuid(), node.id, null, 'author', null, random.pick(commons.people), null]);
        continue;
      }
      const goesBackTo = new Set([
        random.pick(origins),
        ...(random.chance(0.4) ? [random.pick(origins)] : []),
      ]);
      for (const origin of goesBackTo) {
        if (node.kind === 'claim') citations.push(citation(random, node.id, 'for', origin));
        else descents.push(descent(random, node.id, origin));
      }
    }
  }
  yield { table: 'descent', rows: descents };
  yield { table: 'citation', rows: citations };
  yield {
    table: 'reliability',
    rows: sources
      .filter(() => random.chance(0.4))
      .map(({ id }) => reliabilityRow(random, id, commons.assessors)),
  };
}

function claimOf(random: Random, level: number, testimony: number, testimonies: number): string {
  const other = (testimony + random.between(1, testimonies - 1)) % testimonies;
  const lowest = (LEVELS - 1 - level) * NUMBERS_A_LEVEL;
  return claimIds(other, CLAIMS_A_TESTIMONY)[random.between(lowest, lowest + NUMBERS_A_LEVEL - 1)]!;
}

function sourceRow(random: Random, id: string, n: number): Value[] {
  const title = sentence(random, random.pick(LANGUAGES));
  if (random.chance(0.05)) return [id, null, `Hearsay: ${title}`, 'Nobody would be named.'];
  return [id, JSON.stringify({ type: 'article-newspaper', title, page: String(n + 1) }), null, null];
}

function descent(random: Random, id: string, origin: Node): Value[] {
  const [source, claim] = origin.kind === 'source' ? [origin.id, null] : [null, origin.id];
  const kind = random.pick(['copies', 'quotes', 'summarises', 'derives_from']);
  return [random.uuid(), id, null, kind, source, null, claim];
}

function citation(random: Random, claim: string, stance: string, cited: Node): Value[] {
  const [source, citedClaim] = cited.kind === 'source' ? [cited.id, null] : [null, cited.id];
  const page = source === null ? null : String(random.between(1, 400));
  const informationClass = random.pick(['primary', 'secondary', 'undetermined']);
  return [
    random.uuid(),
    claim,
    stance,
    source,
    citedClaim,
    null,
    page === null ? null : 'page',
    page,
    null,
    informationClass,
  ];
}
