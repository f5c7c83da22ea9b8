import { type Unzipped, unzipSync, type Zippable, zipSync } from 'fflate';

// ZIP keeps local time without a zone; the first moment it knows says the same in every zone.
const FIRST = new Date(1980, 0, 1);

/** An archive packed anew with no time in it, and its texts changed on the way. */
export function packedAnew(archive: Uint8Array, change: (files: Map<string, string>) => void): Uint8Array {
  const files: Unzipped = unzipSync(archive);
  const decoder = new TextDecoder();
  const texts = new Map(
    Object.entries(files)
      .filter(([name]) => /\.(xml|rels)$/.test(name))
      .map(([name, bytes]) => [name, decoder.decode(bytes)]),
  );
  change(texts);
  const zippable: Zippable = {};
  // Readers expect the list of contents first.
  const names = Object.keys(files)
    .filter((name) => !name.endsWith('/'))
    .sort((a, b) => Number(b.startsWith('[')) - Number(a.startsWith('[')) || (a < b ? -1 : 1));
  for (const name of names) {
    const text = texts.get(name);
    zippable[name] = text === undefined ? files[name]! : Buffer.from(text);
  }
  return zipSync(zippable, { mtime: FIRST, level: 6 });
}
