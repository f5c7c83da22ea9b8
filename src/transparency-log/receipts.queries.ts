import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, encodeCursor, type PageQuery } from '../common/page.js';
import type { Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { Hash } from '../merkle-log/hash.js';
import { inclusionProof } from '../merkle-log/proofs.js';
import { type TileReader } from '../merkle-log/tiles.js';
import { type SignedCheckpoint, TreeQueries } from './tree.queries.js';

const entries = statement(
  'receipts.entries',
  `SELECT id, leaf_index::text AS "leafIndex", next_leaf::text AS "nextLeaf", envelope, disclosed
   FROM receipt_entries($1, $2, $3::smallint[], $4, $5)`,
);

const isSequenced = statement(
  'receipts.is_sequenced',
  'SELECT EXISTS (SELECT FROM log_sequenced WHERE activity_id = $1) AS sequenced',
);

/** Milliseconds between two looks whether an activity is in the tree. */
const LOOK_AGAIN = 40;

const DEFAULT_ENTRIES = 100;

interface EntryRow {
  id: string;
  leafIndex: string | null;
  nextLeaf: string | null;
  envelope: string;
  disclosed: Record<string, { salt: string; value: string | null }>;
}

/** What an activity wrote, or what became of a record, proven: each entry with its way to the root of a signed checkpoint. */
@Injectable()
export class ReceiptsQueries {
  constructor(
    private readonly reader: Reader,
    private readonly tree: TreeQueries,
  ) {}

  /** The entries of an activity that one may see. */
  ofActivity(id: string, query: PageQuery, clearance: Clearance): Promise<JsonDocument> {
    return this.receipt('activity', id, query, clearance);
  }

  /** The entries of every version of a record that one may see. */
  ofRecord(id: string, query: PageQuery, clearance: Clearance): Promise<JsonDocument> {
    return this.receipt('record', id, query, clearance);
  }

  /**
   * The receipt of what has just been written, once it is in the tree, or when the time is over.
   * @param milliseconds how long to wait at most
   */
  async whenProven(activityId: string, milliseconds: number, clearance: Clearance): Promise<JsonDocument> {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      const [row] = await this.reader.rows<{ sequenced: boolean }>(isSequenced, [activityId]);
      if (row?.sequenced) break;
      await wait(LOOK_AGAIN);
    }
    return this.ofActivity(activityId, {}, clearance);
  }

  private async receipt(
    by: 'activity' | 'record',
    id: string,
    { cursor, limit = DEFAULT_ENTRIES }: PageQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const values = [by, id, clearance, decodeCursor(cursor), limit + 1];
    const rows = await this.reader.rows<EntryRow>(entries, values);
    if (rows.length === 0) throw notFound(by);
    const shown = rows.slice(0, limit);
    const checkpoint = await this.tree.checkpoint();
    const tiles = remembering(this.tree);
    const items = [];
    for (const row of shown) items.push(await entryOf(row, checkpoint, tiles));
    return new JsonDocument(
      JSON.stringify({
        [by]: id,
        state: items.every(({ index }) => index !== null) ? 'logged' : 'pending',
        checkpoint: checkpoint?.note ?? null,
        entries: items,
        next: rows.length > limit ? encodeCursor(shown.at(-1)!.id) : null,
      }),
    );
  }
}

async function entryOf(
  { leafIndex, nextLeaf, envelope, disclosed }: EntryRow,
  checkpoint: SignedCheckpoint | null,
  tiles: TileReader,
): Promise<{ index: number | null; envelope: string; proof: string[]; disclosed: EntryRow['disclosed'] }> {
  // Sequenced between the two reads: it is pending to this checkpoint.
  const proven = checkpoint !== null && nextLeaf !== null && Number(nextLeaf) <= checkpoint.size;
  if (!proven) return { index: null, envelope, proof: [], disclosed };
  const index = Number(leafIndex);
  const proof = await inclusionProof(tiles, index, checkpoint.size);
  return { index, envelope, proof: proof.map((hash) => hash.toString('base64')), disclosed };
}

/** The proofs of neighbours go through the same tiles: each is read once. */
function remembering(tree: TileReader): TileReader {
  const known = new Map<string, Hash[]>();
  return {
    read: async (wanted) => {
      const key = ({ level, index }: { level: number; index: number }): string => `${level}/${index}`;
      const missing = wanted.filter((tile) => !known.has(key(tile)));
      const found = missing.length === 0 ? [] : await tree.read(missing);
      missing.forEach((tile, at) => known.set(key(tile), found[at]!));
      return wanted.map((tile) => known.get(key(tile))!);
    },
  };
}
