import { emptyRoot, nodeHash } from './hashes.js';

const TILE_HEIGHT = 8;

/** A Merkle tree (RFC 6962, 2.1) that is given its leaves one by one, and keeps only what a root is made of. */
export class GrowingTree {
  size = 0;
  /** The root of the 256 leaves that were last completed: a hash of the tile above them */
  tile = '';
  /** The roots of whole subtrees that make up the tree, the largest first; one for each bit of the size */
  private readonly roots: string[] = [];

  add(leaf: string): void {
    let hash = leaf;
    let rest = this.size;
    let height = 0;
    // As many subtrees are completed as the size has ones at its end.
    while (rest % 2 === 1) {
      hash = nodeHash(this.roots.pop()!, hash);
      rest = (rest - 1) / 2;
      if (++height === TILE_HEIGHT) this.tile = hash;
    }
    this.roots.push(hash);
    this.size++;
  }

  root(): string {
    if (this.roots.length === 0) return emptyRoot();
    let hash = this.roots.at(-1)!;
    for (let index = this.roots.length - 2; index >= 0; index--) hash = nodeHash(this.roots[index]!, hash);
    return hash;
  }
}
