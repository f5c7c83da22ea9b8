import { checkAccess } from './check-access.js';
import { checkLeaves, type LeafRange } from './check-leaves.js';
import { checkLinks } from './check-links.js';
import { checkSequence } from './check-sequence.js';
import { checkServer } from './check-server.js';
import { checkSignatures, type Trusted } from './check-signatures.js';
import { checkTree, type Tree } from './check-tree.js';
import { checkAnchors, checkWords } from './check-words.js';
import { compareRows } from './compare-rows.js';
import type { Report } from './finding.js';
import type { IdRange } from './id-range.js';
import type { KeptCheckpoint } from './kept-checkpoints.js';
import type { LoggedTable } from './logged-tables.js';
import type { Session } from './session.js';

/** What can be verified by itself. */
export const PARTS = ['rows', 'log', 'links', 'access', 'words', 'server'] as const;
export type Part = (typeof PARTS)[number];

/** A piece of the work that one connection does. */
export type Share =
  | { check: 'rows'; range: IdRange }
  | { check: 'leaves'; range: LeafRange }
  | { check: 'signatures'; range: LeafRange }
  | { check: 'words'; range: IdRange }
  | { check: 'tree' | 'sequence' | 'links' | 'access' | 'anchors' | 'server' };

export interface Circumstances {
  tables: LoggedTable[];
  trusted: Trusted;
  kept: KeptCheckpoint[];
}

/** @returns the tree, where the share is to work it out */
export async function doShare(
  session: Session,
  share: Share,
  { tables, trusted, kept }: Circumstances,
  report: Report,
): Promise<Tree | undefined> {
  switch (share.check) {
    case 'rows':
      return void (await compareRows(session, tables, share.range, report));
    case 'leaves':
      return void (await checkLeaves(session, share.range, report));
    case 'signatures':
      return void (await checkSignatures(session, trusted, share.range, report));
    case 'words':
      return void (await checkWords(session, share.range, report));
    case 'tree':
      return checkTree(session, kept, report);
    case 'sequence':
      return void (await checkSequence(session, report));
    case 'links':
      return void (await checkLinks(session, tables, report));
    case 'access':
      return void (await checkAccess(session, tables, report));
    case 'anchors':
      return void (await checkAnchors(session, report));
    case 'server':
      return void (await checkServer(session, tables, report));
  }
}

// So many entries are in memory at once, for each connection.
const ENTRIES = 20_000;
const CHECKPOINTS = 5_000;
const TEXTS = 200;

/** Divides the work: first what one connection alone can do and takes long, then pieces of one size. */
export async function sharesOf(session: Session, parts: readonly Part[]): Promise<Share[]> {
  const shares: Share[] = [];
  const does = (part: Part): boolean => parts.includes(part);
  if (does('links')) shares.push({ check: 'links' });
  if (does('log')) shares.push({ check: 'tree' }, { check: 'sequence' });
  if (does('access')) shares.push({ check: 'access' });
  if (does('server')) shares.push({ check: 'server' });
  if (does('words')) {
    shares.push({ check: 'anchors' });
    const [[texts]] = (await session.rows(
      'SELECT (SELECT count(*) FROM public.revision) + (SELECT count(*) FROM public.translation)',
    )) as [[string]];
    for (const range of evenly(Math.ceil(Number(texts) / TEXTS))) shares.push({ check: 'words', range });
  }
  if (does('rows')) {
    const bounds = await session.rows(`SELECT DISTINCT record_id FROM (
        SELECT record_id, row_number() OVER (ORDER BY record_id) AS number FROM public.log_entry) e
      WHERE number % ${ENTRIES} = 0 ORDER BY record_id`);
    for (const range of between(bounds.map(([id]) => id!))) shares.push({ check: 'rows', range });
  }
  if (does('log')) {
    const leaves = await session.rows(`SELECT min(first_leaf) FROM public.log_sequenced
      GROUP BY first_leaf / ${ENTRIES} ORDER BY 1`);
    for (const range of steps(leaves.map(([first]) => Number(first))))
      shares.push({ check: 'leaves', range });
    const sizes = await session.rows(`SELECT tree_size FROM (
        SELECT tree_size, row_number() OVER (ORDER BY tree_size) AS number FROM public.log_checkpoint) c
      WHERE number % ${CHECKPOINTS} = 1 ORDER BY tree_size`);
    for (const range of steps(sizes.map(([size]) => Number(size))))
      shares.push({ check: 'signatures', range });
  }
  return shares;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

function between(bounds: string[]): IdRange[] {
  const begins = [FIRST_ID, ...bounds];
  return begins.map((from, index) => ({ from, to: begins[index + 1] ?? null }));
}

/** Ids are random: as many in one part of all that there could be as in another. */
function evenly(many: number): IdRange[] {
  const bounds = Array.from({ length: Math.max(1, many) - 1 }, (_, index) => {
    const first = Math.floor((2 ** 32 / many) * (index + 1));
    return `${first.toString(16).padStart(8, '0')}-0000-0000-0000-000000000000`;
  });
  return between(bounds);
}

function steps(begins: number[]): LeafRange[] {
  return begins.map((from, index) => ({ from, to: begins[index + 1] ?? Number.MAX_SAFE_INTEGER }));
}
