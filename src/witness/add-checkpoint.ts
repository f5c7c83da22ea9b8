import { BadNote } from '../merkle-log/bad-note.js';
import { fromBase64 } from '../merkle-log/base64.js';
import { parseSize } from '../merkle-log/checkpoint.js';
import { type Hash, isHash } from '../merkle-log/hash.js';

/** What a log asks a witness (C2SP tlog-witness, add-checkpoint). */
export interface AddCheckpoint {
  /** The size of the tree the witness has cosigned last, as far as the log knows. */
  oldSize: number;
  /** That the tree begins with the old one. */
  proof: Hash[];
  /** The checkpoint, signed. */
  note: string;
}

/** More hashes no proof of consistency can have. */
export const MAX_PROOF_LINES = 63;

export function formatAddCheckpoint({ oldSize, proof, note }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${note}`;
}

/** @throws {BadNote} */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint {
  const text = decoded(body);
  const end = text.indexOf('\n\n');
  if (end === -1) throw new BadNote('An empty line stands between the proof and the checkpoint.');
  const [old, ...lines] = text.slice(0, end).split('\n') as [string, ...string[]];
  const oldSize = old.startsWith('old ') ? parseSize(old.slice('old '.length)) : null;
  if (oldSize === null)
    throw new BadNote('The first line is "old <size>", with a size without leading zeroes.');
  if (lines.length > MAX_PROOF_LINES)
    throw new BadNote(`A proof has at most ${MAX_PROOF_LINES} lines, found ${lines.length}.`);
  return { oldSize, proof: lines.map(parseHash), note: text.slice(end + 2) };
}

function parseHash(line: string): Hash {
  const hash = fromBase64(line);
  if (!isHash(hash))
    throw new BadNote(
      `A line of the proof is 32 bytes in base64, found ${JSON.stringify(line.slice(0, 100))}.`,
    );
  return hash;
}

function decoded(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new BadNote('The request is in UTF-8; this one is not.');
  }
}
