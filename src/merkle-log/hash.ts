import { hash } from 'node:crypto';

/** The bytes of a SHA-256: 32 of them. */
export type Hash = Buffer;

export const HASH_BYTES = 32;

/** The root of a tree without leaves: the hash of nothing (RFC 6962, 2.1). */
export const EMPTY_ROOT: Hash = hash('sha256', Buffer.alloc(0), 'buffer');

// Leaves and inner nodes are told apart by their first byte, so that no entry can pass for a node.
const LEAF = Buffer.of(0);
const node = Buffer.alloc(1 + 2 * HASH_BYTES);
node[0] = 1;

/** @returns the hash by which an entry stands in the tree (RFC 6962, 2.1) */
export function leafHash(entry: Uint8Array): Hash {
  return hash('sha256', Buffer.concat([LEAF, entry]), 'buffer');
}

/** @returns the hash of the node above two others (RFC 6962, 2.1) */
export function nodeHash(left: Hash, right: Hash): Hash {
  // One buffer for all calls: nothing waits between filling and hashing it, and copying is half the work.
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return hash('sha256', node, 'buffer');
}

/** @returns the root of a complete tree over these hashes, whose number is a power of two */
export function completeRoot(hashes: readonly Hash[]): Hash {
  let row = hashes;
  while (row.length > 1) {
    const above: Hash[] = [];
    for (let i = 0; i < row.length; i += 2) above.push(nodeHash(row[i]!, row[i + 1]!));
    row = above;
  }
  return row[0]!;
}

/** @returns the hashes that stand one after the other in these bytes, as tiles are kept */
export function splitHashes(bytes: Buffer): Hash[] {
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

export function isHash(value: unknown): value is Hash {
  return Buffer.isBuffer(value) && value.length === HASH_BYTES;
}
