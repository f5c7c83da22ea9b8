import type { Hash } from './hash.js';

/*
 * A tree is kept and served as tiles: 256 hashes side by side of one level, where each hash of level n + 1 stands for one
 * full tile of level n (C2SP tlog-tiles).
 */

/** How many hashes a full tile has. */
export const TILE_WIDTH = 256;
/** How many levels of the binary tree lie between two levels of tiles. */
export const TILE_HEIGHT = 8;

const MAX_LEVEL = 63;

/** A tile with the number of its hashes, 1 to 256. */
export interface TileAddress {
  level: number;
  index: number;
  width: number;
}

/** Entries of the log, beside the tile of level 0 with the same index and width. */
export interface EntriesAddress {
  index: number;
  width: number;
}

/** Where the makers of proofs read. */
export interface TileReader {
  /** @returns for each tile asked for, in that order, all the hashes it has now: possibly more than the tree meant has */
  read(tiles: readonly { level: number; index: number }[]): Promise<Hash[][]>;
}

/** @returns `tile/0/x001/234.p/12` for the tile 1234 of level 0 with 12 hashes */
export function tilePath({ level, index, width }: TileAddress): string {
  return `tile/${level}/${place(index, width)}`;
}

/** @returns `tile/entries/x001/234.p/12` for the 12 entries from number 1234 * 256 on */
export function entriesPath({ index, width }: EntriesAddress): string {
  return `tile/entries/${place(index, width)}`;
}

/** @returns the tile of a path as `tilePath` writes it; null for everything else */
export function parseTilePath(path: string): TileAddress | null {
  const [, level, rest] = /^tile\/(0|[1-9]\d?)\/(.*)$/s.exec(path) ?? [];
  const at = rest === undefined ? null : parsePlace(rest);
  if (at === null || Number(level) > MAX_LEVEL) return null;
  return { level: Number(level), ...at };
}

/** @returns the entries of a path as `entriesPath` writes it; null for everything else */
export function parseEntriesPath(path: string): EntriesAddress | null {
  const [, rest] = /^tile\/entries\/(.*)$/s.exec(path) ?? [];
  return rest === undefined ? null : parsePlace(rest);
}

function place(index: number, width: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!;
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

function parsePlace(path: string): EntriesAddress | null {
  const [, groups, part] = /^((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  if (groups === undefined) return null;
  const index = Number(groups.replace(/[x/]/g, ''));
  const width = part === undefined ? TILE_WIDTH : Number(part);
  // One tile has one path: no groups of zeroes before it, no `.p/256`, no number that JavaScript would round.
  if (!Number.isSafeInteger(index) || width > TILE_WIDTH || place(index, width) !== path) return null;
  return { index, width };
}
