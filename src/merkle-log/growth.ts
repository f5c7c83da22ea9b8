import { completeRoot, EMPTY_ROOT, type Hash, nodeHash } from './hash.js';
import { TILE_HEIGHT, TILE_WIDTH } from './tiles.js';

/** A tile with all the hashes it has. */
export interface Tile {
  level: number;
  index: number;
  hashes: Hash[];
}

/** What a tree needs to grow: its size and the tiles that are not full yet, at most one a level, none of them empty. */
export interface Edge {
  size: number;
  tiles: Tile[];
}

export interface Growth {
  /** Every tile that has hashes it did not have before, as it is now: full ones, and the last of each level. */
  written: Tile[];
  edge: Edge;
  root: Hash;
}

export const EMPTY_EDGE: Edge = { size: 0, tiles: [] };

/** How many hashes the last tile of a level has in a tree of this size; 0 where the one before it is full or there is none. */
export function edgeWidth(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level) % TILE_WIDTH;
}

/** @returns where the tiles of the edge of a tree of this size are, the lowest level first */
export function edgePlaces(size: number): Pick<Tile, 'level' | 'index'>[] {
  const places: Pick<Tile, 'level' | 'index'>[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    if (edgeWidth(size, level) > 0)
      places.push({ level, index: Math.floor(size / TILE_WIDTH ** (level + 1)) });
  }
  return places;
}

/**
 * @param edge of the tree so far
 * @param leaves the hashes of the leaves to append, in order
 * @throws where the edge is none of a tree of its size
 */
export function grow(edge: Edge, leaves: readonly Hash[]): Growth {
  checkEdge(edge);
  const size = edge.size + leaves.length;
  if (!Number.isSafeInteger(size)) throw new RangeError(`A tree of ${size} leaves is too large to count.`);
  const written: Tile[] = [];
  const tiles: Tile[] = [];
  let arriving = leaves;
  for (let level = 0; edge.size >= TILE_WIDTH ** level || arriving.length > 0; level += 1) {
    const old = edge.tiles.find((tile) => tile.level === level);
    if (arriving.length === 0) {
      if (old !== undefined) tiles.push(old);
      continue;
    }
    const grown = appendTo(level, edge.size, old, arriving);
    for (const tile of grown) written.push(tile);
    const last = grown.at(-1)!;
    if (last.hashes.length < TILE_WIDTH) tiles.push(last);
    arriving = grown
      .filter((tile) => tile.hashes.length === TILE_WIDTH)
      .map((tile) => completeRoot(tile.hashes));
  }
  const after = { size, tiles };
  return { written, edge: after, root: rootOf(after) };
}

/** The tiles of one level that take what arrives, as they are afterwards. */
function appendTo(level: number, size: number, old: Tile | undefined, arriving: readonly Hash[]): Tile[] {
  const first = Math.floor(size / TILE_WIDTH ** (level + 1));
  const hashes = [...(old?.hashes ?? []), ...arriving];
  const tiles: Tile[] = [];
  for (let start = 0; start < hashes.length; start += TILE_WIDTH) {
    tiles.push({
      level,
      index: first + start / TILE_WIDTH,
      hashes: hashes.slice(start, start + TILE_WIDTH),
    });
  }
  return tiles;
}

/**
 * @returns the root of the tree with this edge (RFC 6962, 2.1)
 * @throws where the edge is none of a tree of its size
 */
export function rootOf(edge: Edge): Hash {
  checkEdge(edge);
  const byLevel = [...edge.tiles].sort((a, b) => a.level - b.level);
  let root: Hash | null = null;
  // From the last leaf to the first: complete trees, each larger than all that stands right of it.
  for (const { hashes } of byLevel) {
    let end = hashes.length;
    for (let height = 0; height < TILE_HEIGHT; height += 1) {
      const width = 2 ** height;
      if (Math.floor(hashes.length / width) % 2 === 0) continue;
      const complete = completeRoot(hashes.slice(end - width, end));
      root = root === null ? complete : nodeHash(complete, root);
      end -= width;
    }
  }
  return root ?? EMPTY_ROOT;
}

/** An edge that lost a tile or a hash would give a tree nobody ever had. */
function checkEdge({ size, tiles }: Edge): void {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new RangeError(`A tree cannot have ${String(size)} leaves.`);
  const at = new Map(tiles.map((tile) => [tile.level, tile]));
  const places = edgePlaces(size);
  for (const { level, index } of places) {
    const width = edgeWidth(size, level);
    const tile = at.get(level);
    if (tile?.index !== index || tile.hashes.length !== width) {
      throw new RangeError(
        `A tree of ${size} leaves has ${width} hashes in tile ${index} of level ${level} at its edge; ` +
          (tile === undefined ? 'there is none.' : `found ${tile.hashes.length} in tile ${tile.index}.`),
      );
    }
  }
  if (tiles.length !== places.length)
    throw new RangeError(
      `A tree of ${size} leaves has ${places.length} tiles at its edge, found ${tiles.length}.`,
    );
}
