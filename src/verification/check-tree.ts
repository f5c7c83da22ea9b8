import { TILE_WIDTH } from './check-leaves.js';
import type { Report } from './finding.js';
import { base64Of, HASH_BYTES } from './hashes.js';
import { type KeptCheckpoint, tellRewritten, tellTruncated } from './kept-checkpoints.js';
import { GrowingTree } from './merkle-tree.js';
import type { Row, Session } from './session.js';

/** What the tree of the archive is: its size and its root, worked out from the leaves. */
export interface Tree {
  size: number;
  root: string;
}

/**
 * Tiles of all levels against one another, and against the root of every checkpoint, those that were kept elsewhere included, in
 * one pass over the hashes of the leaves.
 */
export async function checkTree(
  session: Session,
  kept: readonly KeptCheckpoint[],
  report: Report,
): Promise<Tree> {
  const tree = new GrowingTree();
  const upper = new UpperTiles(session, report);
  const roots = new ExpectedRoots(session, kept, tree, report);
  await roots.meet();
  let expected = 0;
  const tiles = 'SELECT index, hashes FROM public.log_tile WHERE level = 0 ORDER BY index';
  for await (const batch of session.batches(tiles, 64)) {
    for (const [index, hex] of batch as [string, string][]) {
      if (Number(index) !== expected++ || tree.size % TILE_WIDTH !== 0) {
        report.find({
          code: 'tile.missing',
          leaf: tree.size,
          message: `The tile of leaves after leaf ${tree.size} is missing or cut short: tile ${index} comes next.`,
        });
        expected = Number(index) + 1;
      }
      const hashes = Buffer.from(hex.slice(2), 'hex').toString('latin1');
      for (let at = 0; at < hashes.length; at += HASH_BYTES) {
        tree.add(hashes.slice(at, at + HASH_BYTES));
        if (tree.size === roots.next) await roots.meet();
      }
      if (tree.size % TILE_WIDTH === 0) await upper.add(1, tree.tile);
    }
    report.count('tiles', batch.length);
  }
  await upper.finish();
  await roots.finish();
  return { size: tree.size, root: base64Of(tree.root()) };
}

/** The tiles above the leaves: each hash is the root of a whole tile of the level below. */
class UpperTiles {
  private readonly levels: { index: number; hashes: string[] }[] = [];

  constructor(
    private readonly session: Session,
    private readonly report: Report,
  ) {}

  async add(level: number, root: string): Promise<void> {
    const tile = (this.levels[level] ??= { index: 0, hashes: [] });
    tile.hashes.push(root);
    if (tile.hashes.length < TILE_WIDTH) return;
    await this.compare(level, tile.index, tile.hashes);
    const own = new GrowingTree();
    for (const hash of tile.hashes) own.add(hash);
    this.levels[level] = { index: tile.index + 1, hashes: [] };
    await this.add(level + 1, own.tile);
  }

  /** What is not full yet, and that there is nothing beyond. */
  async finish(): Promise<void> {
    for (const [level, tile] of this.levels.entries()) {
      if (tile !== undefined && tile.hashes.length > 0) await this.compare(level, tile.index, tile.hashes);
    }
    const known = this.levels.flatMap((tile, level) =>
      tile === undefined
        ? []
        : [`(level = ${level} AND index < ${tile.index + (tile.hashes.length > 0 ? 1 : 0)})`],
    );
    const beyond = await this.session.rows(`SELECT level, index FROM public.log_tile
      WHERE level > 0 AND NOT (${['false', ...known].join(' OR ')}) LIMIT 100`);
    for (const [level, index] of beyond) {
      this.report.find({
        code: 'tile.beyond',
        message: `There is a tile ${index} of level ${level}, and not the leaves it would be of.`,
      });
    }
  }

  private async compare(level: number, index: number, hashes: string[]): Promise<void> {
    this.report.count('tiles', 1);
    const [row] = await this.session.rows(
      `SELECT hashes FROM public.log_tile WHERE level = ${level} AND index = ${index}`,
    );
    const there = row === undefined ? '' : Buffer.from(row[0]!.slice(2), 'hex').toString('latin1');
    if (there === hashes.join('')) return;
    const at = hashes.findIndex((hash, n) => there.slice(n * HASH_BYTES, (n + 1) * HASH_BYTES) !== hash);
    this.report.find({
      code: row === undefined ? 'tile.missing' : 'tile.hash_differs',
      leaf: at < 0 ? undefined : (index * TILE_WIDTH + at) * TILE_WIDTH ** level,
      message:
        row === undefined
          ? `Tile ${index} of level ${level} is missing.`
          : `Tile ${index} of level ${level} is not made of the tiles below it${at < 0 ? ': it is longer' : `, from hash ${at} on`}.`,
    });
  }
}

/** The sizes at which somebody said what the root is, in order. */
class ExpectedRoots {
  next = 0;
  private readonly stored: AsyncGenerator<Row[]>;
  private batch: Row[] = [];
  private done = false;
  private last: { size: number; sequence: bigint; at: string } | null = null;
  private readonly kept: KeptCheckpoint[];

  constructor(
    session: Session,
    kept: readonly KeptCheckpoint[],
    private readonly tree: GrowingTree,
    private readonly report: Report,
  ) {
    this.kept = [...kept].sort((a, b) => a.size - b.size);
    this.stored = session.batches(
      `SELECT tree_size, encode(root, 'base64'), last_sequence, extract(epoch FROM created_at)
       FROM public.log_checkpoint ORDER BY tree_size`,
    );
  }

  /** Compares all that is said of the size the tree has now, and looks for the next size that something is said of. */
  async meet(): Promise<void> {
    const root = base64Of(this.tree.root());
    for (
      let row = await this.peek();
      row !== null && Number(row[0]) <= this.tree.size;
      row = await this.peek()
    ) {
      this.compare(row, root);
      this.batch.shift();
    }
    while (this.kept[0] !== undefined && this.kept[0].size <= this.tree.size) {
      const checkpoint = this.kept.shift()!;
      if (checkpoint.root !== root) this.report.find(tellRewritten(checkpoint, root));
    }
    const sizes = [Number((await this.peek())?.[0] ?? Infinity), this.kept[0]?.size ?? Infinity];
    this.next = Math.min(...sizes);
  }

  /** Whatever speaks of a larger tree than there is. */
  async finish(): Promise<void> {
    const isCut = (await this.peek()) !== null;
    for (let row = await this.peek(); row !== null; row = await this.peek()) {
      this.report.find({
        code: 'log.truncated',
        leaf: this.tree.size,
        message: `The archive has a checkpoint of ${row[0]} leaves, and ${this.tree.size} leaves.`,
      });
      this.batch.shift();
    }
    for (const checkpoint of this.kept) this.report.find(tellTruncated(checkpoint, this.tree.size));
    if (!isCut && (this.last?.size ?? 0) < this.tree.size) {
      this.report.find({
        code: 'checkpoint.missing',
        leaf: this.last?.size ?? 0,
        message: `The archive has ${this.tree.size} leaves, and no checkpoint beyond ${this.last?.size ?? 0}.`,
      });
    }
  }

  private compare([text, root, sequence, at]: Row, made: string): void {
    const size = Number(text);
    this.report.count('checkpoints', 1);
    if (root !== made) {
      this.report.find({
        code: 'checkpoint.root_differs',
        leaf: size,
        message: `The checkpoint of ${size} leaves has another root than those leaves have.`,
      });
    }
    if (this.last !== null && BigInt(sequence!) < this.last.sequence) {
      this.report.find({
        code: 'checkpoint.out_of_order',
        leaf: size,
        message: `The checkpoint of ${size} leaves says that it reaches less far than the one before it.`,
      });
    }
    // Clocks are set back now and then: nothing follows from their times.
    if (this.last !== null && Number(at) < Number(this.last.at)) {
      this.report.inform({
        code: 'checkpoint.clock_set_back',
        count: 1,
        message: 'Checkpoints that are larger than one of a later time.',
      });
    }
    this.last = { size, sequence: BigInt(sequence!), at: at! };
  }

  private async peek(): Promise<Row | null> {
    if (this.batch.length === 0 && !this.done) {
      const next = await this.stored.next();
      this.done = next.done === true;
      this.batch = next.done === true ? [] : [...next.value];
    }
    return this.batch[0] ?? null;
  }
}
