import { EMPTY_EDGE, grow, rootOf } from '../../src/merkle-log/growth.js';
import { formatCheckpoint } from '../../src/merkle-log/checkpoint.js';
import { type Hash, leafHash } from '../../src/merkle-log/hash.js';
import { generateKey, noteSigner } from '../../src/merkle-log/note-key.js';
import { consistencyProof, inclusionProof, rootAt } from '../../src/merkle-log/proofs.js';
import { signNote } from '../../src/merkle-log/signed-note.js';
import type { TileReader } from '../../src/merkle-log/tiles.js';

/** A log in memory, with its key. */
export class GrownLog implements TileReader {
  readonly entries: Buffer[] = [];
  readonly #tiles = new Map<string, Hash[]>();
  #edge = EMPTY_EDGE;

  constructor(
    readonly origin = 'archive.example/語り部',
    readonly keys = generateKey(origin),
  ) {}

  get size(): number {
    return this.#edge.size;
  }

  get root(): Hash {
    return rootOf(this.#edge);
  }

  append(...entries: string[]): this {
    const bytes = entries.map((entry) => Buffer.from(entry));
    const { written, edge } = grow(this.#edge, bytes.map(leafHash));
    for (const { level, index, hashes } of written) this.#tiles.set(`${level}/${index}`, hashes);
    this.#edge = edge;
    this.entries.push(...bytes);
    return this;
  }

  read(tiles: readonly { level: number; index: number }[]): Promise<Hash[][]> {
    return Promise.resolve(tiles.map(({ level, index }) => this.#tiles.get(`${level}/${index}`) ?? []));
  }

  /** The checkpoint of a size, signed. */
  async checkpoint(size = this.size): Promise<string> {
    const text = formatCheckpoint({ origin: this.origin, size, root: await rootAt(this, size) });
    return signNote(text, [noteSigner(this.keys.signerKey)]);
  }

  consistency(from: number, to = this.size): Promise<Hash[]> {
    return consistencyProof(this, from, to);
  }

  inclusion(index: number, size = this.size): Promise<Hash[]> {
    return inclusionProof(this, index, size);
  }
}
