import * as fc from 'fast-check';
import { EMPTY_EDGE, type Edge, grow, rootOf, type Tile } from './growth.js';
import { EMPTY_ROOT, type Hash, leafHash, nodeHash } from './hash.js';
import { verifyConsistency, verifyInclusion } from './proof-checks.js';
import { consistencyProof, inclusionProof, rootAt } from './proofs.js';
import { TILE_WIDTH, type TileReader } from './tiles.js';

/** RFC 6962, 2.1, as it is written there: the measure of what is done in tiles. */
const naive = {
  split: (n: number): number => 2 ** (32 - Math.clz32(n - 1) - 1),
  root(leaves: Hash[]): Hash {
    if (leaves.length === 0) return EMPTY_ROOT;
    if (leaves.length === 1) return leaves[0]!;
    const k = naive.split(leaves.length);
    return nodeHash(naive.root(leaves.slice(0, k)), naive.root(leaves.slice(k)));
  },
  inclusion(m: number, leaves: Hash[]): Hash[] {
    if (leaves.length === 1) return [];
    const k = naive.split(leaves.length);
    return m < k
      ? [...naive.inclusion(m, leaves.slice(0, k)), naive.root(leaves.slice(k))]
      : [...naive.inclusion(m - k, leaves.slice(k)), naive.root(leaves.slice(0, k))];
  },
  consistency(m: number, leaves: Hash[], whole = true): Hash[] {
    if (m === leaves.length) return whole ? [] : [naive.root(leaves)];
    const k = naive.split(leaves.length);
    return m <= k
      ? [...naive.consistency(m, leaves.slice(0, k), whole), naive.root(leaves.slice(k))]
      : [...naive.consistency(m - k, leaves.slice(k), false), naive.root(leaves.slice(0, k))];
  },
};

/** Keeps what `grow` says was written, as a log would. */
class TileStore implements TileReader {
  readonly tiles = new Map<string, Hash[]>();
  reads = 0;
  edge: Edge = EMPTY_EDGE;
  root: Hash = EMPTY_ROOT;

  append(leaves: Hash[]): Tile[] {
    const { written, edge, root } = grow(this.edge, leaves);
    for (const { level, index, hashes } of written) this.tiles.set(`${level}/${index}`, hashes);
    this.edge = edge;
    this.root = root;
    return written;
  }

  read(tiles: { level: number; index: number }[]): Promise<Hash[][]> {
    this.reads += 1;
    return Promise.resolve(tiles.map(({ level, index }) => this.tiles.get(`${level}/${index}`)!));
  }
}

const leavesOf = (size: number): Hash[] =>
  Array.from({ length: size }, (_, i) => leafHash(Buffer.from(`${i}`)));
const LARGE = 66_600;
const many = leavesOf(LARGE);
const hex = (hashes: Hash[]): string[] => hashes.map((hash) => hash.toString('hex'));

const shown = (tiles: Map<string, Hash[]>): string[] =>
  [...tiles].map(([key, hashes]) => `${key} ${hex(hashes).join()}`).sort();

describe('the vectors of Certificate Transparency', () => {
  const entries = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const leaves = entries.map((entry) => leafHash(Buffer.from(entry, 'hex')));
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  test.each(roots.map((root, size) => [size, root]))('the root of %i leaves', (size, root) => {
    expect(grow(EMPTY_EDGE, leaves.slice(0, size)).root.toString('hex')).toBe(root);
  });

  test('the proofs of RFC 6962, 2.1.3', async () => {
    const store = new TileStore();
    store.append(leaves.slice(0, 7));
    const [a, b, c, d, e, f, j] = leaves as [Hash, Hash, Hash, Hash, Hash, Hash, Hash];
    const [g, h, i] = [nodeHash(a, b), nodeHash(c, d), nodeHash(e, f)];
    const [k, l] = [nodeHash(g, h), nodeHash(i, j)];
    expect(await inclusionProof(store, 0, 7)).toEqual([b, h, l]);
    expect(await inclusionProof(store, 3, 7)).toEqual([c, g, l]);
    expect(await inclusionProof(store, 4, 7)).toEqual([f, j, k]);
    expect(await inclusionProof(store, 6, 7)).toEqual([i, k]);
    expect(await consistencyProof(store, 3, 7)).toEqual([c, d, g, l]);
    expect(await consistencyProof(store, 4, 7)).toEqual([l]);
    expect(await consistencyProof(store, 6, 7)).toEqual([i, j, k]);
  });
});

describe('proofs from tiles', () => {
  const store = new TileStore();
  store.append(many);

  // The recursive definition hashes everything each time: large trees come now and then.
  const sizes = fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 1200 }) },
    { weight: 1, arbitrary: fc.constantFrom(65_535, 65_536, 65_537, LARGE) },
  );

  test('are those of the recursive definition, and verify', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, a, b) => {
        const [index, from] = [a % size, b % (size + 1)];
        const leaves = many.slice(0, size);
        const root = await rootAt(store, size);
        expect(root).toEqual(naive.root(leaves));

        const inclusion = await inclusionProof(store, index, size);
        expect(hex(inclusion)).toEqual(hex(naive.inclusion(index, leaves)));
        expect(verifyInclusion({ index, size, leaf: many[index]!, proof: inclusion, root })).toBe(true);

        const consistency = await consistencyProof(store, from, size);
        if (from > 0) expect(hex(consistency)).toEqual(hex(naive.consistency(from, leaves)));
        const fromRoot = naive.root(many.slice(0, from));
        expect(verifyConsistency({ from, to: size, fromRoot, toRoot: root, proof: consistency })).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('need one read', async () => {
    store.reads = 0;
    await inclusionProof(store, 12_345, LARGE);
    expect(store.reads).toBe(1);
    await consistencyProof(store, 12_345, LARGE);
    expect(store.reads).toBe(2);
  });

  test('are not made where hashes are missing, or of what is not there', async () => {
    const cut: TileReader = { read: (tiles) => Promise.resolve(tiles.map(() => [])) };
    await expect(inclusionProof(cut, 3, 7)).rejects.toThrow('Tile 0 of level 0 lacks the hashes 2 to 2.');
    await expect(inclusionProof(store, 7, 7)).rejects.toThrow('There is no leaf 7 in a tree of 7 leaves.');
    await expect(inclusionProof(store, -1, 7)).rejects.toThrow(RangeError);
    await expect(inclusionProof(store, 0.5, 7)).rejects.toThrow(RangeError);
    await expect(consistencyProof(store, 8, 7)).rejects.toThrow('does not begin with one of 8');
    await expect(rootAt(store, -1)).rejects.toThrow(RangeError);
  });

  test('altered in any way prove nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 1500 }), fc.nat(), fc.nat(), async (size, a, b) => {
        const [index, from] = [a % size, 1 + (b % (size - 1))];
        const root = await rootAt(store, size);
        const inclusion = {
          index,
          size,
          leaf: many[index]!,
          proof: await inclusionProof(store, index, size),
          root,
        };
        const flipped = (hash: Hash): Hash => {
          const copy = Buffer.from(hash);
          copy[a % 32]! ^= 1 << (b % 8);
          return copy;
        };
        const others = (proof: readonly Hash[]): Hash[][] => [
          [...proof, root],
          proof.slice(1),
          proof.slice(0, -1),
          ...proof.map((hash, i) => proof.map((same, k) => (k === i ? flipped(hash) : same))),
        ];
        for (const proof of others(inclusion.proof)) {
          expect([proof.length, verifyInclusion({ ...inclusion, proof })]).toEqual([proof.length, false]);
        }
        for (const changed of [
          { leaf: flipped(inclusion.leaf) },
          { root: flipped(root) },
          { index: (index + 1) % size },
          { index: size },
          { size: index },
        ]) {
          expect(verifyInclusion({ ...inclusion, ...changed })).toBe(false);
        }

        const fromRoot = await rootAt(store, from);
        const consistency = {
          from,
          to: size,
          fromRoot,
          toRoot: root,
          proof: await consistencyProof(store, from, size),
        };
        for (const proof of others(consistency.proof)) {
          expect(verifyConsistency({ ...consistency, proof })).toBe(false);
        }
        for (const changed of [
          { fromRoot: flipped(fromRoot) },
          { toRoot: flipped(root) },
          { from: size, to: from },
          { from: size },
          { to: from },
          { from: 0 },
        ]) {
          expect(verifyConsistency({ ...consistency, ...changed })).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of nothing, of the same, and of what is no proof', () => {
    const [leaf, other] = [many[0]!, many[1]!];
    const empty = { from: 0, to: 1, fromRoot: EMPTY_ROOT, toRoot: leaf, proof: [] };
    expect(verifyConsistency(empty)).toBe(true);
    expect(verifyConsistency({ ...empty, proof: [leaf] })).toBe(false);
    expect(verifyConsistency({ ...empty, fromRoot: leaf })).toBe(false);
    expect(verifyConsistency({ ...empty, from: 1, fromRoot: leaf })).toBe(true);
    expect(verifyConsistency({ ...empty, from: 1, fromRoot: other })).toBe(false);
    expect(verifyConsistency({ ...empty, to: 0, toRoot: EMPTY_ROOT })).toBe(true);
    expect(verifyConsistency({ ...empty, to: 0, fromRoot: leaf })).toBe(false);

    const shapes: unknown[] = [
      undefined,
      null,
      'x',
      7,
      -1,
      1.5,
      NaN,
      Infinity,
      2 ** 60,
      {},
      [],
      [null],
      [leaf, 'x'],
    ];
    shapes.push(Buffer.alloc(31), [Buffer.alloc(33)], Array(1000).fill(leaf));
    const inclusion = { index: 0, size: 1, leaf, proof: [], root: leaf };
    expect(verifyInclusion(inclusion)).toBe(true);
    for (const shape of shapes) {
      for (const field of ['size', 'leaf', 'root']) {
        expect(verifyInclusion({ ...inclusion, [field]: shape })).toBe(false);
      }
      if (!Array.isArray(shape) || shape.length > 0) {
        expect(verifyInclusion({ ...inclusion, proof: shape as Hash[] })).toBe(false);
        expect(verifyConsistency({ ...empty, proof: shape as Hash[] })).toBe(false);
      }
      for (const field of ['fromRoot', 'toRoot', 'from'] as const) {
        expect(verifyConsistency({ ...empty, from: 1, fromRoot: leaf, [field]: shape })).toBe(false);
      }
    }
  });

  test('count further than 32 bits', () => {
    // A tree of 2^40 + 1 leaves: the last one, and one complete tree left of it.
    const [left, leaf] = [many[0]!, many[1]!];
    const size = 2 ** 40 + 1;
    const root = nodeHash(left, leaf);
    expect(verifyInclusion({ index: 2 ** 40, size, leaf, proof: [left], root })).toBe(true);
    expect(verifyInclusion({ index: 0, size, leaf, proof: [left], root })).toBe(false);
    expect(verifyConsistency({ from: 2 ** 40, to: size, fromRoot: left, toRoot: root, proof: [leaf] })).toBe(
      true,
    );
  });
});

describe('a growing tree', () => {
  test('has the same tiles, edge and roots whatever it gains at once', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(3), fc.nat(400)), { maxLength: 8 }), (steps) => {
        const store = new TileStore();
        let size = 0;
        for (const step of steps) {
          store.append(many.slice(size, size + step));
          size += step;
          expect(store.root).toEqual(naive.root(many.slice(0, size)));
          expect(rootOf(store.edge)).toEqual(store.root);
        }
        const once = new TileStore();
        once.append(many.slice(0, size));
        expect(JSON.stringify(store.edge)).toBe(JSON.stringify(once.edge));
        // As texts: comparing thousands of buffers one by one takes seconds.
        expect(shown(store.tiles)).toEqual(shown(once.tiles));
      }),
      { numRuns: 40 },
    );
  });

  test('says what was written, and no more', () => {
    const store = new TileStore();
    expect(store.append([])).toEqual([]);
    expect(store.append(many.slice(0, 255)).map(({ level, hashes }) => [level, hashes.length])).toEqual([
      [0, 255],
    ]);
    expect(store.append(many.slice(255, 256)).map(({ level, hashes }) => [level, hashes.length])).toEqual([
      [0, 256],
      [1, 1],
    ]);
    expect(store.edge.tiles).toMatchObject([{ level: 1, index: 0 }]);
    expect(store.append(many.slice(256, 257))).toMatchObject([{ level: 0, index: 1 }]);
  });

  test('of 70,000 leaves has the tiles of the specification', () => {
    const { edge, written } = grow(EMPTY_EDGE, leavesOf(70_000));
    const widths = (level: number, index: number) =>
      written.find((tile) => tile.level === level && tile.index === index)?.hashes.length;
    expect(edge.tiles.map(({ level, index, hashes }) => [level, index, hashes.length])).toEqual([
      [0, 273, 112],
      [1, 1, 17],
      [2, 0, 1],
    ]);
    expect([widths(0, 272), widths(0, 274), widths(1, 0)]).toEqual([TILE_WIDTH, undefined, TILE_WIDTH]);
  });

  test('refuses an edge that is not one of its size', () => {
    const { edge } = grow(EMPTY_EDGE, many.slice(0, 300));
    const [low, high] = edge.tiles as [Tile, Tile];
    for (const wrong of [
      { ...edge, size: 301 },
      { ...edge, size: -1 },
      { ...edge, size: NaN },
      { size: 300, tiles: [low] },
      { size: 300, tiles: [{ ...low, index: 0 }, high] },
      { size: 300, tiles: [low, high, { level: 2, index: 0, hashes: [many[0]!] }] },
      { size: 300, tiles: [low, high, high] },
    ]) {
      expect(() => grow(wrong, [many[0]!])).toThrow(RangeError);
      expect(() => rootOf(wrong)).toThrow(RangeError);
    }
  });
});
