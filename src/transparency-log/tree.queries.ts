import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { HASH_BYTES, type Hash, splitHashes } from '../merkle-log/hash.js';
import { consistencyProof, inclusionProof } from '../merkle-log/proofs.js';
import { withSignatures } from '../merkle-log/signed-note.js';
import { type EntriesAddress, TILE_WIDTH, type TileAddress, type TileReader } from '../merkle-log/tiles.js';

const checkpoint = (which: string): string => `
  SELECT c.tree_size::text AS size, c.note, ARRAY(
    SELECT w.line FROM log_cosignature w WHERE w.tree_size = c.tree_size ORDER BY w.witness) AS cosignatures
  FROM log_checkpoint c ${which}`;

const latest = statement('tree.latest', checkpoint('ORDER BY c.tree_size DESC LIMIT 1'));
const ofSize = statement('tree.of_size', checkpoint('WHERE c.tree_size = $1'));

const tiles = statement(
  'tree.tiles',
  `SELECT t.hashes FROM unnest($1::smallint[], $2::bigint[]) WITH ORDINALITY AS wanted (level, index, place)
   JOIN log_tile t ON t.level = wanted.level AND t.index = wanted.index ORDER BY wanted.place`,
);

// The entries whose leaves lie from $1 up to $2, by the activities that have leaves there.
const entries = statement(
  'tree.entries',
  `SELECT e.envelope FROM log_sequenced s CROSS JOIN LATERAL (
     SELECT x.envelope, s.first_leaf + row_number() OVER (ORDER BY x.id) - 1 AS leaf
     FROM log_entry x WHERE x.activity_id = s.activity_id) e
   WHERE s.next_leaf > $1 AND s.first_leaf < $2 AND e.leaf >= $1 AND e.leaf < $2 ORDER BY e.leaf`,
);

/** A signed statement of how large the tree is and what its root is. */
export interface SignedCheckpoint {
  size: number;
  /** The signed note, with the cosignatures of witnesses (C2SP tlog-checkpoint) */
  note: string;
}

/** The tree as others read it (C2SP tlog-tiles): nothing of it is secret, and nothing of it tells what was written. */
@Injectable()
export class TreeQueries implements TileReader {
  constructor(private readonly reader: Reader) {}

  /**
   * @param size of the tree; the latest when left out
   * @returns null where there is no such checkpoint
   */
  async checkpoint(size?: number): Promise<SignedCheckpoint | null> {
    const [row] = await (size === undefined
      ? this.reader.rows<{ size: string; note: string; cosignatures: string[] }>(latest, [])
      : this.reader.rows<{ size: string; note: string; cosignatures: string[] }>(ofSize, [size]));
    return row === undefined
      ? null
      : { size: Number(row.size), note: withSignatures(row.note, row.cosignatures) };
  }

  async read(wanted: readonly { level: number; index: number }[]): Promise<Hash[][]> {
    const levels = wanted.map(({ level }) => level);
    const indexes = wanted.map(({ index }) => index);
    const rows = await this.reader.rows<{ hashes: Buffer }>(tiles, [levels, indexes]);
    return rows.map(({ hashes }) => splitHashes(hashes));
  }

  /** @returns the hashes of a tile, one after the other; null where the tree has not as many yet */
  async tile({ level, index, width }: TileAddress): Promise<Buffer | null> {
    const [row] = await this.reader.rows<{ hashes: Buffer }>(tiles, [[level], [index]]);
    const bytes = width * HASH_BYTES;
    return row === undefined || row.hashes.length < bytes ? null : row.hashes.subarray(0, bytes);
  }

  /** @returns the entries beside a tile, each after its length in two bytes; null where there are not as many yet */
  async entries({ index, width }: EntriesAddress): Promise<Buffer | null> {
    const first = index * TILE_WIDTH;
    const rows = await this.reader.rows<{ envelope: string }>(entries, [first, first + width]);
    if (rows.length < width) return null;
    return Buffer.concat(
      rows.flatMap(({ envelope }) => {
        const entry = Buffer.from(envelope);
        const length = Buffer.alloc(2);
        length.writeUInt16BE(entry.length);
        return [length, entry];
      }),
    );
  }

  /** The hashes beside the way from a leaf to the root (RFC 6962, 2.1.1). */
  async inclusion(leaf: number, size: number | undefined): Promise<{ size: number; proof: Hash[] }> {
    const to = await this.reached(size, '/size');
    if (leaf >= to) throw outOfReach('/leaf', leaf, `a leaf below ${to}, the size of the tree`);
    return { size: to, proof: await inclusionProof(this, leaf, to) };
  }

  /** The hashes from which it follows that a tree begins with an earlier one (RFC 6962, 2.1.2). */
  async consistency(from: number, to: number | undefined): Promise<{ size: number; proof: Hash[] }> {
    const size = await this.reached(to, '/to');
    if (from > size) throw outOfReach('/from', from, `a size up to ${size}, that of the later tree`);
    return { size, proof: await consistencyProof(this, from, size) };
  }

  /** A size the tree has reached: the present one where none is asked for. */
  private async reached(size: number | undefined, pointer: string): Promise<number> {
    const now = (await this.checkpoint())?.size ?? 0;
    if (size !== undefined && size > now)
      throw outOfReach(pointer, size, `a size up to ${now}, the present one`);
    return size ?? now;
  }
}

function outOfReach(pointer: string, found: number, expected: string): Problem {
  return new Problem(422, 'log.out_of_reach', 'The tree is not as large as this.', {
    faults: [{ pointer, code: 'log.out_of_reach', expected, found: String(found) }],
  });
}
