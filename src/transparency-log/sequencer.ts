import { Injectable } from '@nestjs/common';
import type { Queryable } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { formatCheckpoint } from '../merkle-log/checkpoint.js';
import { type Edge, edgePlaces, grow, type Tile } from '../merkle-log/growth.js';
import { HASH_BYTES, splitHashes } from '../merkle-log/hash.js';
import { signNote } from '../merkle-log/signed-note.js';
import type { LogKey } from './log-key-file.js';
import { LogKeys } from './log-keys.js';
import { LogPool } from './log-pool.js';

// Any number will do, as long as it is the same for every sequencer of this database.
const SEQUENCER_LOCK = 4_711_080;

/** How many activities go into the tree at once: what a transaction should at most have to do again. */
const BATCH = 1000;

const waiting = statement('sequencer.waiting', 'SELECT EXISTS (SELECT FROM log_pending) AS waiting');

const lock = statement('sequencer.lock', 'SELECT pg_try_advisory_xact_lock($1) AS locked');

const lastCheckpoint = statement(
  'sequencer.last_checkpoint',
  `SELECT tree_size::text AS size, last_sequence::text AS sequence FROM log_checkpoint ORDER BY tree_size DESC LIMIT 1`,
);

const edgeTiles = statement(
  'sequencer.edge_tiles',
  `SELECT t.level, t.index::text AS index, t.hashes FROM unnest($1::smallint[], $2::bigint[]) AS wanted (level, index)
   JOIN log_tile t ON t.level = wanted.level AND t.index = wanted.index`,
);

// The hashes of its leaves, one after the other, of each activity that is committed: RFC 6962, 2.1.
const take = statement(
  'sequencer.take',
  `WITH taken AS (
     DELETE FROM log_pending WHERE sequence IN (SELECT sequence FROM log_pending ORDER BY sequence LIMIT $1)
     RETURNING activity_id, sequence)
   SELECT t.activity_id AS id, t.sequence::text AS sequence, (
     SELECT string_agg(sha256('\\x00'::bytea || convert_to(e.envelope, 'UTF8')), '' ORDER BY e.id)
     FROM log_entry e WHERE e.activity_id = t.activity_id) AS leaves
   FROM taken t ORDER BY t.sequence`,
);

const place = statement(
  'sequencer.place',
  `INSERT INTO log_sequenced (activity_id, sequence, first_leaf, next_leaf, is_late)
   SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::boolean[])`,
);

const writeTiles = statement(
  'sequencer.write_tiles',
  `INSERT INTO log_tile (level, index, hashes) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
   ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes`,
);

const sign = statement(
  'sequencer.sign',
  'INSERT INTO log_checkpoint (tree_size, root, note, last_sequence) VALUES ($1, $2, $3, $4)',
);

interface Taken {
  id: string;
  sequence: string;
  leaves: Buffer;
}

/**
 * Lets the tree grow: takes the activities that are committed, in the order of their sequence, and writes their places, the
 * tiles and a signed checkpoint in one transaction. As many of them as like may run; wherever one is killed, a whole tree is left.
 */
@Injectable()
export class Sequencer {
  constructor(
    private readonly pool: LogPool,
    private readonly keys: LogKeys,
  ) {}

  /**
   * Puts all that waits into the tree.
   * @returns how many activities it was; 0 also where another sequencer is at it
   * @throws {NoLogKey} where something waits, and there is no key to sign with
   */
  async sequence(): Promise<number> {
    let done = 0;
    for (;;) {
      const [idle] = await this.pool.rows<{ waiting: boolean }>(waiting, []);
      if (!idle?.waiting) return done;
      // Before the transaction: a key that is new is recorded by an activity of its own.
      const signers = await this.keys.signers();
      const taken = await this.pool.transaction((transaction) => this.step(transaction, signers));
      done += taken;
      if (taken < BATCH) return done;
    }
  }

  private async step({ rows }: Queryable, signers: readonly LogKey[]): Promise<number> {
    const [held] = await rows<{ locked: boolean }>(lock, [SEQUENCER_LOCK]);
    const taken = held?.locked ? await rows<Taken>(take, [BATCH]) : [];
    if (taken.length === 0) return 0;
    const [last] = await rows<{ size: string; sequence: string }>(lastCheckpoint, []);
    const edge = await edgeOf(Number(last?.size ?? 0), rows);
    const leaves = taken.flatMap((activity) => splitHashes(activity.leaves));
    const { written, root, edge: grown } = grow(edge, leaves);
    const places = placesOf(taken, edge.size, BigInt(last?.sequence ?? 0));
    await rows(place, places.columns);
    await rows(writeTiles, tileColumns(written));
    const origin = signers[0]!.name;
    const note = signNote(formatCheckpoint({ origin, size: grown.size, root }), signers);
    await rows(sign, [grown.size, root, note, places.lastSequence]);
    return taken.length;
  }
}

interface TileRow {
  level: number;
  index: string;
  hashes: Buffer;
}

/** What a tree of this size grows from: the last tile of each level, where it is not full. */
async function edgeOf(size: number, rows: Queryable['rows']): Promise<Edge> {
  const places = edgePlaces(size);
  const found = await rows<TileRow>(edgeTiles, [
    places.map(({ level }) => level),
    places.map(({ index }) => index),
  ]);
  return {
    size,
    tiles: found.map(({ level, index, hashes }) => ({
      level,
      index: Number(index),
      hashes: splitHashes(hashes),
    })),
  };
}

function placesOf(
  taken: readonly Taken[],
  size: number,
  before: bigint,
): { columns: unknown[]; lastSequence: string } {
  let next = size;
  let last = before;
  const placed = taken.map(({ id, sequence, leaves }) => {
    const first = next;
    next += leaves.length / HASH_BYTES;
    const isLate = BigInt(sequence) < last;
    if (!isLate) last = BigInt(sequence);
    return { id, sequence, first, next, isLate };
  });
  return {
    columns: [
      placed.map(({ id }) => id),
      placed.map(({ sequence }) => sequence),
      placed.map(({ first }) => first),
      placed.map(({ next: end }) => end),
      placed.map(({ isLate }) => isLate),
    ],
    lastSequence: String(last),
  };
}

function tileColumns(tiles: readonly Tile[]): unknown[] {
  return [
    tiles.map(({ level }) => level),
    tiles.map(({ index }) => index),
    tiles.map(({ hashes }) => Buffer.concat(hashes)),
  ];
}
