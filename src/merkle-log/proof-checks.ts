import { EMPTY_ROOT, type Hash, isHash, nodeHash } from './hash.js';

export interface Inclusion {
  index: number;
  size: number;
  /** The hash of the leaf, not the entry itself. */
  leaf: Hash;
  proof: readonly Hash[];
  root: Hash;
}

export interface Consistency {
  from: number;
  to: number;
  fromRoot: Hash;
  toRoot: Hash;
  proof: readonly Hash[];
}

/** No tree whose leaves can be counted here is higher. */
const MAX_HEIGHT = 53;

/**
 * @returns whether the proof shows the leaf in the tree with this root (RFC 9162, 2.1.3.2); false, and no error, for whatever
 * is not even a proof
 */
export function verifyInclusion({ index, size, leaf, proof, root }: Inclusion): boolean {
  if (!areCounts(index, size) || index >= size) return false;
  if (!areHashes([leaf, root]) || !areHashes(proof)) return false;
  let [place, last] = [index, size - 1];
  let found = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      found = nodeHash(beside, found);
      // A node without a neighbour stands for itself in the rows above.
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      found = nodeHash(found, beside);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && found.equals(root);
}

/**
 * @returns whether the proof shows that the larger tree begins with the smaller (RFC 9162, 2.1.4.2); false, and no error, for
 * whatever is not even a proof. Between equal trees, and from the empty one, the only proof is the empty one.
 */
export function verifyConsistency({ from, to, fromRoot, toRoot, proof }: Consistency): boolean {
  if (!areCounts(from, to) || from > to) return false;
  if (!areHashes([fromRoot, toRoot]) || !areHashes(proof)) return false;
  if (from === to) {
    return proof.length === 0 && fromRoot.equals(toRoot) && (from > 0 || EMPTY_ROOT.equals(fromRoot));
  }
  if (from === 0) return proof.length === 0 && EMPTY_ROOT.equals(fromRoot);
  // Where the smaller tree is one complete tree of the larger, its root is where the proof begins.
  const path = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  if (path.length === 0) return false;
  let [place, last] = [from - 1, to - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  let [foundFrom, foundTo] = [path[0]!, path[0]!];
  for (const beside of path.slice(1)) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      foundFrom = nodeHash(beside, foundFrom);
      foundTo = nodeHash(beside, foundTo);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      foundTo = nodeHash(foundTo, beside);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && foundFrom.equals(fromRoot) && foundTo.equals(toRoot);
}

// Bitwise operators stop at 32 bits; these numbers do not.
function half(count: number): number {
  return Math.floor(count / 2);
}

function isPowerOfTwo(count: number): boolean {
  let odd = count;
  while (odd % 2 === 0) odd /= 2;
  return odd === 1;
}

function areCounts(...counts: unknown[]): boolean {
  return counts.every((count) => Number.isSafeInteger(count) && (count as number) >= 0);
}

function areHashes(hashes: unknown): boolean {
  // The hash of the smaller tree, and two nodes a row at most.
  return Array.isArray(hashes) && hashes.length <= 2 * MAX_HEIGHT && hashes.every(isHash);
}
