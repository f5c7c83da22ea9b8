import type { Finding } from './finding.js';
import { readCheckpoint } from './signed-notes.js';

/** A checkpoint of this log that was kept elsewhere: by whoever verifies, or by a witness. */
export interface KeptCheckpoint {
  /** Where it is from, for people */
  from: string;
  /** As it is signed */
  note: string;
  origin: string;
  size: number;
  root: string;
}

/** @throws where the note is no checkpoint */
export function keptCheckpoint(from: string, note: string): KeptCheckpoint {
  const checkpoint = readCheckpoint(note);
  if (checkpoint === null) throw new Error(`${from} is no checkpoint of a log.`);
  const { origin, size, root } = checkpoint;
  return { from, note, origin, size, root };
}

export function tellRewritten({ from, size, root }: KeptCheckpoint, now: string): Finding {
  return {
    code: 'checkpoint.rewritten',
    leaf: size,
    message:
      `The log was rewritten: ${from} says that the root of its first ${size} leaves was ${root}; ` +
      `now it is ${now}.`,
  };
}

export function tellTruncated({ from, size }: KeptCheckpoint, now: number): Finding {
  return {
    code: 'log.truncated',
    leaf: now,
    message:
      `The log was cut, or the archive was set back to an older state: ${from} says that it had ${size} leaves; ` +
      `now it has ${now}.`,
  };
}
