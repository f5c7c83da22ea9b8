import { completeRoot, EMPTY_ROOT, type Hash, nodeHash } from './hash.js';
import { TILE_HEIGHT, TILE_WIDTH, type TileReader } from './tiles.js';

/** The leaves from `from` up to, not with, `to`. A proof names the hash of the tree over each of its ranges. */
interface Range {
  from: number;
  to: number;
}

/** A complete tree within the tree: 2 ** height leaves, the first of which is from a multiple of that number. */
interface Complete {
  height: number;
  from: number;
}

/**
 * Proves that a leaf is in the tree, in one read.
 *
 * @param index of the leaf, below `size`
 * @param size of the tree, which the tiles must reach
 * @returns the hashes beside the way from the leaf to the root (RFC 6962, 2.1.1)
 */
export async function inclusionProof(reader: TileReader, index: number, size: number): Promise<Hash[]> {
  if (!isCount(size) || !isCount(index) || index >= size)
    throw new RangeError(`There is no leaf ${index} in a tree of ${size} leaves.`);
  return hashesOf(reader, besideLeaf(index, { from: 0, to: size }));
}

/**
 * Proves that the tree of one size begins with the tree of a smaller one, in one read.
 *
 * @returns the hashes from which both roots follow (RFC 6962, 2.1.2); none where the sizes are equal or `from` is 0
 */
export async function consistencyProof(reader: TileReader, from: number, to: number): Promise<Hash[]> {
  if (!isCount(from) || !isCount(to) || from > to)
    throw new RangeError(`A tree of ${to} leaves does not begin with one of ${from}.`);
  return from === 0 ? [] : hashesOf(reader, besideTree(from, { from: 0, to }, true));
}

/** @returns the root of the tree at a size, which the tiles must reach */
export async function rootAt(reader: TileReader, size: number): Promise<Hash> {
  if (!isCount(size)) throw new RangeError(`A tree cannot have ${size} leaves.`);
  if (size === 0) return EMPTY_ROOT;
  const [root] = await hashesOf(reader, [{ from: 0, to: size }]);
  return root!;
}

function besideLeaf(index: number, tree: Range): Range[] {
  if (tree.to - tree.from === 1) return [];
  const middle = split(tree);
  return index < middle
    ? [...besideLeaf(index, { from: tree.from, to: middle }), { from: middle, to: tree.to }]
    : [...besideLeaf(index, { from: middle, to: tree.to }), { from: tree.from, to: middle }];
}

/** @param whole whether this tree begins with the smaller one itself, whose root the other side has already */
function besideTree(end: number, tree: Range, whole: boolean): Range[] {
  if (end === tree.to) return whole ? [] : [tree];
  const middle = split(tree);
  return end <= middle
    ? [...besideTree(end, { from: tree.from, to: middle }, whole), { from: middle, to: tree.to }]
    : [...besideTree(end, { from: middle, to: tree.to }, false), { from: tree.from, to: middle }];
}

/** Left of it are the largest power of two of leaves that is not all of them. */
function split({ from, to }: Range): number {
  let width = 1;
  while (width * 2 < to - from) width *= 2;
  return from + width;
}

/** The complete trees that make up a range of the tree, from left to right. */
function completeTrees({ from, to }: Range): Complete[] {
  const trees: Complete[] = [];
  for (let at = from; at < to;) {
    let height = 0;
    while (at + 2 ** (height + 1) <= to && at % 2 ** (height + 1) === 0) height += 1;
    trees.push({ height, from: at });
    at += 2 ** height;
  }
  return trees;
}

async function hashesOf(reader: TileReader, ranges: Range[]): Promise<Hash[]> {
  const parts = ranges.map((range) => completeTrees(range).map(standsAt));
  const wanted = new Map(parts.flat().map(({ level, index }) => [`${level}/${index}`, { level, index }]));
  const read = wanted.size === 0 ? [] : await reader.read([...wanted.values()]);
  const tiles = new Map([...wanted.keys()].map((key, i) => [key, read[i] ?? []]));
  const hashOf = ({ level, index, start, width }: Stand): Hash => {
    const hashes = tiles.get(`${level}/${index}`)!.slice(start, start + width);
    if (hashes.length < width) {
      throw new Error(
        `Tile ${index} of level ${level} lacks the hashes ${start + hashes.length} to ${start + width - 1}.`,
      );
    }
    return completeRoot(hashes);
  };
  return parts.map((stands) => stands.map(hashOf).reduceRight((right, left) => nodeHash(left, right)));
}

/** Where the hashes of a complete tree stand. */
interface Stand {
  level: number;
  index: number;
  start: number;
  width: number;
}

function standsAt({ height, from }: Complete): Stand {
  const level = Math.floor(height / TILE_HEIGHT);
  const first = from / TILE_WIDTH ** level;
  return {
    level,
    index: Math.floor(first / TILE_WIDTH),
    start: first % TILE_WIDTH,
    width: 2 ** (height % TILE_HEIGHT),
  };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
